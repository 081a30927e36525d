/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_TRUNK_H
#define _VTRUNK_TRUNK_H

#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/ratelimit_types.h>

#include "announce.h"
#include "stats.h"

struct netlink_ext_ack;
struct vtrunk;
struct vtrunk_port;
struct vtrunk_unknown_tags;

#define VTRUNK_VIDS_PER_BLOCK	64
#define VTRUNK_VID_BLOCKS	(VLAN_N_VID / VTRUNK_VIDS_PER_BLOCK)

/**
 * struct vtrunk_vids - the subports of 64 neighbouring VIDs
 * @port: by the low bits of the VID; RTNL and RCU
 * @count: number of VIDs that have a subport or will get one; RTNL
 * @rcu: for freeing
 */
struct vtrunk_vids {
	struct vtrunk_port __rcu *port[VTRUNK_VIDS_PER_BLOCK];
	unsigned int count;
	struct rcu_head rcu;
};

/**
 * enum vtrunk_gate - what becomes of frames from a trunk
 * @VTRUNK_GATE_CLOSED: they are lost, the trunk is set down
 * @VTRUNK_GATE_WAITING: they pass, and the first one is news
 * @VTRUNK_GATE_PASSING: they pass
 *
 * One look at it tells each frame whether anything out of the ordinary is to be
 * done.
 */
enum vtrunk_gate {
	VTRUNK_GATE_CLOSED,
	VTRUNK_GATE_WAITING,
	VTRUNK_GATE_PASSING,
};

/**
 * struct vtrunk_trunk - a device that carries a VM's trunk
 * @dev: the device
 * @br: its bridge
 * @native: the native port, or NULL; RTNL and RCU
 * @gate: enum vtrunk_gate; RTNL for writing, but frames end the waiting
 * @up: traffic passes; RTNL for writing
 * @locked: changes are refused; RTNL
 * @unknown_vid: VID of the last frame that no subport took, or 0
 * @unknown_tags: tags of such frames; made when the first one comes, then stays
 * @vids: subports by the high bits of the VID; RTNL and RCU
 * @counters: frames lost before a port was found
 * @retired: what ports counted that are gone; RTNL
 * @ports: its ports; RTNL and RCU
 * @port_count: number of ports; RTNL for writing
 * @id: number on the bridge, in the order of @node
 * @node: in the bridge's list; RTNL and RCU
 * @answers: token bucket for answers to frames that do not fit
 * @degraded_ports: how many of its ports were told to be degraded; RTNL
 * @told: enum vtrunk_status that was last reported; RTNL
 * @announce: what it has to tell its networks
 * @old_mtu: the device's MTU before it took the bridge's, or 0; RTNL
 * @tracker: follows the reference to @dev
 * @rcu: for freeing
 */
struct vtrunk_trunk {
	struct net_device *dev;
	struct vtrunk *br;
	struct vtrunk_port __rcu *native;
	unsigned int gate;
	bool up;
	bool locked;
	u16 unknown_vid;
	struct vtrunk_unknown_tags *unknown_tags;
	struct vtrunk_vids __rcu *vids[VTRUNK_VID_BLOCKS];

	struct vtrunk_counters counters;
	struct vtrunk_totals retired;
	struct list_head ports;
	unsigned int port_count;
	u64 id;
	struct list_head node;
	struct ratelimit_state answers;
	unsigned int degraded_ports;
	u8 told;
	struct vtrunk_announce announce;
	unsigned int old_mtu;
	netdevice_tracker tracker;
	struct rcu_head rcu;
};

/**
 * vtrunk_trunk_subport() - the subport of a VID
 * @trunk: the trunk
 * @vid: the VID, 0 to 4095
 *
 * Context: RCU.
 * Return: the port or NULL.
 */
static inline struct vtrunk_port *
vtrunk_trunk_subport(const struct vtrunk_trunk *trunk, u16 vid)
{
	const struct vtrunk_vids *vids;

	vids = rcu_dereference(trunk->vids[vid / VTRUNK_VIDS_PER_BLOCK]);
	if (!vids)
		return NULL;
	return rcu_dereference(vids->port[vid % VTRUNK_VIDS_PER_BLOCK]);
}

struct vtrunk_trunk *vtrunk_trunk_of(const struct net_device *dev);
int vtrunk_trunk_create(struct vtrunk *br, struct net_device *dev, bool force,
			struct netlink_ext_ack *extack);
void vtrunk_trunk_change(struct vtrunk_trunk *trunk, bool up, bool locked,
			 bool announce);
void vtrunk_trunk_destroy(struct vtrunk_trunk *trunk);
int vtrunk_trunk_vid_reserve(struct vtrunk_trunk *trunk, u16 vid);
void vtrunk_trunk_vid_release(struct vtrunk_trunk *trunk, u16 vid);
void vtrunk_trunk_vid_assign(struct vtrunk_trunk *trunk, u16 vid,
			     struct vtrunk_port *port);
int vtrunk_member_check(struct vtrunk *br, struct net_device *dev,
			struct netlink_ext_ack *extack);
void vtrunk_trunk_totals(const struct vtrunk_trunk *trunk,
			 struct vtrunk_totals *sum);

#endif /* _VTRUNK_TRUNK_H */
