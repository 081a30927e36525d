/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_TUNNEL_H
#define _VTRUNK_TUNNEL_H

#include <linux/list.h>

#include "fdb.h"
#include "metadata.h"

struct metadata_dst;
struct vtrunk_network;
struct vtrunk_remote;

/**
 * struct vtrunk_tunnel - where one network meets one remote
 * @place: what FDB entries point to
 * @remote: the remote
 * @md: tunnel metadata that frames to it carry, with a route cache of its own;
 *	RTNL and RCU
 * @metadata: the same with OVN's option, by the keys in it; in mode ovn
 * @net: the network
 * @own: the remote was added to this network, not only to the bridge; RTNL for
 *	writing
 * @id: number on the bridge, in the order of @of_remote
 * @of_net: in the network's list; RTNL
 * @of_remote: in the remote's list; RTNL and RCU
 * @rcu: for freeing
 *
 * The counterpart of a port, which is where a network meets a trunk. It exists
 * while the remote is one of every network or of this one, so that a frame
 * needs no metadata made for it.
 */
struct vtrunk_tunnel {
	struct vtrunk_place place;
	struct vtrunk_remote *remote;
	struct metadata_dst __rcu *md;
	struct vtrunk_metadata metadata;
	struct vtrunk_network *net;
	bool own;
	u64 id;
	struct list_head of_net;
	struct list_head of_remote;
	struct rcu_head rcu;
};

struct vtrunk_tunnel *vtrunk_tunnel_create(struct vtrunk_network *net,
					   struct vtrunk_remote *remote);
void vtrunk_tunnel_destroy(struct vtrunk_tunnel *tunnel);
void vtrunk_tunnels_destroy(struct vtrunk_network *net);
struct vtrunk_tunnel *vtrunk_tunnel_find(const struct vtrunk_network *net,
					 const struct vtrunk_remote *remote);
struct metadata_dst *vtrunk_tunnel_md_alloc(const struct vtrunk_network *net,
					    const struct vtrunk_remote *remote);

#endif /* _VTRUNK_TUNNEL_H */
