/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_COMPAT_RTNL_FDB_H
#define _VTRUNK_COMPAT_RTNL_FDB_H

#include <linux/neighbour.h>
#include <net/netlink.h>

#include "../rtnl-fdb.h"

/* Newer kernels ask whether a report was sent; the others send one more. */
#ifdef VTRUNK_HAVE_FDB_NOTIFIED
#define vtrunk_ndo_fdb_add	vtrunk_rtnl_fdb_add
#define vtrunk_ndo_fdb_del	vtrunk_rtnl_fdb_del
#else
static inline int vtrunk_ndo_fdb_add(struct ndmsg *ndm, struct nlattr *tb[],
				     struct net_device *dev,
				     const unsigned char *addr, u16 vid,
				     u16 flags, struct netlink_ext_ack *extack)
{
	bool notified;

	return vtrunk_rtnl_fdb_add(ndm, tb, dev, addr, vid, flags, &notified,
				   extack);
}

static inline int vtrunk_ndo_fdb_del(struct ndmsg *ndm, struct nlattr *tb[],
				     struct net_device *dev,
				     const unsigned char *addr, u16 vid,
				     struct netlink_ext_ack *extack)
{
	bool notified;

	return vtrunk_rtnl_fdb_del(ndm, tb, dev, addr, vid, &notified, extack);
}
#endif

/* Newer kernels leave it to the device to parse a flush. */
#ifdef VTRUNK_HAVE_FDB_DEL_BULK_NLH
static inline int vtrunk_ndo_fdb_del_bulk(struct nlmsghdr *nlh,
					  struct net_device *dev,
					  struct netlink_ext_ack *extack)
{
	static const struct nla_policy policy[NDA_MAX + 1] = {
		[NDA_DST]	= { .type = NLA_BINARY, .len = 16 },
		[NDA_VLAN]	= NLA_POLICY_RANGE(NLA_U16, 1, 4094),
		[NDA_VNI]	= { .type = NLA_U32 },
		[NDA_SRC_VNI]	= { .type = NLA_U32 },
		[NDA_IFINDEX]	= { .type = NLA_U32 },
		[NDA_NDM_STATE_MASK] = { .type = NLA_U16 },
		[NDA_NDM_FLAGS_MASK] = { .type = NLA_U8 },
	};
	struct nlattr *tb[NDA_MAX + 1];
	int err;

	err = nlmsg_parse(nlh, sizeof(struct ndmsg), tb, NDA_MAX, policy,
			  extack);
	if (err)
		return err;
	return vtrunk_rtnl_fdb_flush(nlmsg_data(nlh), tb, dev, extack);
}
#else
static inline int vtrunk_ndo_fdb_del_bulk(struct ndmsg *ndm,
					  struct nlattr *tb[],
					  struct net_device *dev, u16 vid,
					  struct netlink_ext_ack *extack)
{
	return vtrunk_rtnl_fdb_flush(ndm, tb, dev, extack);
}
#endif

#endif /* _VTRUNK_COMPAT_RTNL_FDB_H */
