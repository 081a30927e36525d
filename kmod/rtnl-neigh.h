/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_RTNL_NEIGH_H
#define _VTRUNK_RTNL_NEIGH_H

#include <linux/types.h>

struct net_device;
struct netlink_callback;
struct nlmsghdr;
struct sk_buff;
struct vtrunk;
struct vtrunk_fdb_entry;

/* FDB entries as rtnetlink has them: neighbours of family AF_BRIDGE. */
struct nlmsghdr *vtrunk_rtnl_neigh_put(struct sk_buff *skb, u32 portid,
				       u32 seq, int type, int flags,
				       const struct vtrunk_fdb_entry *entry);
int vtrunk_rtnl_neigh_dump(struct sk_buff *skb, struct netlink_callback *cb,
			   struct net_device *dev,
			   struct net_device *filter_dev, int *idx);
void vtrunk_rtnl_neigh_report(struct vtrunk *br,
			      const struct vtrunk_fdb_entry *entry,
			      bool deleted);

#endif /* _VTRUNK_RTNL_NEIGH_H */
