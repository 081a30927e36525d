/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_PORT_H
#define _VTRUNK_PORT_H

#include <linux/if_vlan.h>
#include <linux/list.h>
#include <uapi/linux/vtrunk.h>

#include "fdb.h"
#include "stats.h"

struct vtrunk_addresses;
struct vtrunk_network;
struct vtrunk_trunk;

/**
 * struct vtrunk_port_config - what can be told about a port
 * @net: its network
 * @selector: enum vtrunk_selector
 * @vid: VLAN id, or 0 for the native port
 * @up: traffic passes
 * @locked: changes are refused
 * @qinq: a second tag is carried as payload
 * @unknown: takes unknown unicast in a network that says marked
 * @local_only: neither reaches tunnels nor is reached through them
 * @key: its number in the network, or 0
 * @name: its name, or empty
 * @addresses: the stations that are known to be behind it, or NULL; a port
 *	holds the list, other users of this struct may borrow it
 */
struct vtrunk_port_config {
	struct vtrunk_network *net;
	u8 selector;
	u16 vid;
	bool up;
	bool locked;
	bool qinq;
	bool unknown;
	bool local_only;
	u16 key;
	char name[VTRUNK_NAME_LEN + 1];
	struct vtrunk_addresses *addresses;
};

/**
 * struct vtrunk_port - a logical port, where a network meets a trunk
 * @place: what FDB entries point to
 * @trunk: the trunk
 * @stats: packets and bytes; those of @counters, one load nearer
 * @counters: all that is counted; they pass to the port's successor
 * @config: its settings
 * @told: enum vtrunk_status that was last reported; RTNL
 * @by_name: among the bridge's ports that have a name; RTNL
 * @spare: FDB entries for its addresses, until they are linked; RTNL
 * @of_net: in the network's list; RTNL
 * @of_trunk: in the trunk's list; RTNL and RCU
 * @rcu: for freeing
 *
 * The settings of a port do not change. New ones make a successor that takes
 * its place everywhere, so that no frame sees the old network with the new tag.
 */
struct vtrunk_port {
	struct vtrunk_place place;
	struct vtrunk_trunk *trunk;
	struct vtrunk_stats __percpu *stats;
	struct vtrunk_counters *counters;
	struct vtrunk_port_config config;
	u8 told;
	struct hlist_node by_name;
	struct list_head spare;
	struct list_head of_net;
	struct list_head of_trunk;
	struct rcu_head rcu;
};

/**
 * vtrunk_port_is() - whether two ports are the same to the outside
 * @a: one port
 * @b: the other
 *
 * While a port gives way to its successor, frames meet both: a frame that came
 * from one must not go out of the other.
 *
 * Return: true if they are one port or one is the successor of the other.
 */
static inline bool vtrunk_port_is(const struct vtrunk_port *a,
				  const struct vtrunk_port *b)
{
	return a->counters == b->counters;
}

struct vtrunk_port *vtrunk_port_find(const struct vtrunk_trunk *trunk,
				     u16 vid);
struct vtrunk_port *vtrunk_port_find_name(struct vtrunk *br,
					  const char *name);
struct vtrunk_port *vtrunk_port_find_key(const struct vtrunk_network *net,
					 u16 key);
int vtrunk_port_create(struct vtrunk_trunk *trunk,
		       const struct vtrunk_port_config *config);
int vtrunk_port_change(struct vtrunk_port *port,
		       const struct vtrunk_port_config *config);
void vtrunk_port_destroy(struct vtrunk_port *port);

/* The steps of a change, for those that change many ports at once. */
struct vtrunk_port *vtrunk_port_alloc(struct vtrunk_trunk *trunk,
				      const struct vtrunk_port_config *config,
				      const struct vtrunk_port *old);
void vtrunk_port_abandon(struct vtrunk_port *port,
			 const struct vtrunk_port *old);
void vtrunk_port_join(struct vtrunk_port *port);
void vtrunk_port_leave(struct vtrunk_port *port);
void vtrunk_port_inherit(struct vtrunk_port *old, struct vtrunk_port *new);
void vtrunk_port_supersede(struct vtrunk_port *port);
void vtrunk_port_withdraw(struct vtrunk_port *port);
void vtrunk_port_retire(struct vtrunk_port *port);

#endif /* _VTRUNK_PORT_H */
