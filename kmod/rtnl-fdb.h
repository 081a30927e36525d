/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_RTNL_FDB_H
#define _VTRUNK_RTNL_FDB_H

#include <linux/types.h>

struct ndmsg;
struct net_device;
struct netlink_ext_ack;
struct nlattr;
struct sk_buff;

/* What "bridge fdb" of iproute2 asks the bridge device for. */
int vtrunk_rtnl_fdb_add(struct ndmsg *ndm, struct nlattr *tb[],
			struct net_device *dev, const unsigned char *addr,
			u16 vid, u16 flags, bool *notified,
			struct netlink_ext_ack *extack);
int vtrunk_rtnl_fdb_del(struct ndmsg *ndm, struct nlattr *tb[],
			struct net_device *dev, const unsigned char *addr,
			u16 vid, bool *notified,
			struct netlink_ext_ack *extack);
int vtrunk_rtnl_fdb_get(struct sk_buff *skb, struct nlattr *tb[],
			struct net_device *dev, const unsigned char *addr,
			u16 vid, u32 portid, u32 seq,
			struct netlink_ext_ack *extack);
int vtrunk_rtnl_fdb_flush(const struct ndmsg *ndm, struct nlattr *tb[],
			  struct net_device *dev,
			  struct netlink_ext_ack *extack);

#endif /* _VTRUNK_RTNL_FDB_H */
