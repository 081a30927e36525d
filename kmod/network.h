/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_NETWORK_H
#define _VTRUNK_NETWORK_H

#include <linux/list.h>
#include <linux/types.h>
#include <uapi/linux/vtrunk.h>

struct vtrunk;
struct vtrunk_flood;

/**
 * struct vtrunk_network - a layer-2 broadcast domain
 * @vni: its VNI
 * @mode: enum vtrunk_mode
 * @options_len: bytes of Geneve options in its frames
 * @unknown: enum vtrunk_unknown; RTNL for writing
 * @learn: addresses are learned; RTNL for writing
 * @l2cp: frames to 01:80:c2:00:00:0x are forwarded; RTNL for writing
 * @dead: nothing is learned in it any more; fdb.lock
 * @mtu: largest inner packet sent to a remote, or 0; RTNL for writing
 * @salt: random, so that the FDB spreads equal MACs of many networks
 * @flood: who receives broadcasts; RTNL and RCU
 * @next_flood: the list that will take the place of @flood when a set of ports
 *	is loaded; RTNL
 * @br: its bridge
 * @hash: in the bridge's hash of VNIs; RTNL and RCU
 * @id: number on the bridge, in the order of @node
 * @node: in the bridge's list; RTNL and RCU
 * @groups: its groups that were configured, by key; RTNL and RCU
 * @ports: its ports; RTNL
 * @tunnels: its tunnels; RTNL
 * @port_count: number of ports; RTNL for writing
 * @tunnel_count: number of tunnels; RTNL for writing
 * @fdb_count: FDB entries of the network; fdb.lock for writing
 * @name: its name; fixed-size so that a reader sees a terminated string at any
 *	time; RTNL for writing
 * @rcu: for freeing
 */
struct vtrunk_network {
	u32 vni;
	u8 mode;
	u8 options_len;
	u8 unknown;
	bool learn;
	bool l2cp;
	bool dead;
	u32 mtu;
	u64 salt;
	struct vtrunk_flood __rcu *flood;
	struct vtrunk *br;
	struct hlist_node hash;

	struct vtrunk_flood *next_flood;
	u64 id;
	struct list_head node;
	struct list_head groups;
	struct list_head ports;
	struct list_head tunnels;
	unsigned int port_count;
	unsigned int tunnel_count;
	unsigned int fdb_count;
	char name[VTRUNK_NAME_LEN + 1];
	struct rcu_head rcu;
};

/**
 * struct vtrunk_network_config - what can be told about a network
 * @name: its name, or NULL to keep it
 * @mode: see &struct vtrunk_network; only for a new one
 * @mtu: see &struct vtrunk_network
 * @unknown: see &struct vtrunk_network
 * @learn: see &struct vtrunk_network
 * @l2cp: see &struct vtrunk_network
 */
struct vtrunk_network_config {
	const char *name;
	u32 mode;
	u32 mtu;
	u32 unknown;
	bool learn;
	bool l2cp;
};

struct vtrunk_network *vtrunk_network_find(struct vtrunk *br, u32 vni);
struct vtrunk_network *vtrunk_network_find_name(struct vtrunk *br,
						const char *name);
struct vtrunk_network *
vtrunk_network_create(struct vtrunk *br, u32 vni,
		      const struct vtrunk_network_config *config);
void vtrunk_network_config_get(const struct vtrunk_network *net,
			       struct vtrunk_network_config *config);
void vtrunk_network_change(struct vtrunk_network *net,
			   const struct vtrunk_network_config *config);
void vtrunk_network_destroy(struct vtrunk_network *net);
bool vtrunk_name_is_valid(const char *name);

#endif /* _VTRUNK_NETWORK_H */
