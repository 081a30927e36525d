/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_UPLINK_H
#define _VTRUNK_UPLINK_H

#include <linux/netdevice.h>

struct netlink_ext_ack;
struct vtrunk;

/**
 * struct vtrunk_uplink - the Geneve device of a bridge
 * @dev: the device
 * @br: the bridge
 * @dstport: UDP port of the device
 * @tracker: follows the reference to @dev
 * @rcu: for freeing
 *
 * It is held by interface index, as it were: a device that is made again under
 * the same name is another one and is not attached by itself.
 */
struct vtrunk_uplink {
	struct net_device *dev;
	struct vtrunk *br;
	__be16 dstport;
	netdevice_tracker tracker;
	struct rcu_head rcu;
};

struct vtrunk_uplink *vtrunk_uplink_of(const struct net_device *dev);
int vtrunk_uplink_attach(struct vtrunk *br, struct net_device *dev,
			 struct netlink_ext_ack *extack);
void vtrunk_uplink_detach(struct vtrunk *br);

#endif /* _VTRUNK_UPLINK_H */
