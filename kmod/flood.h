/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_FLOOD_H
#define _VTRUNK_FLOOD_H

#include <linux/types.h>

struct sk_buff;
struct vtrunk_frame;
struct vtrunk_network;
struct vtrunk_place;
struct vtrunk_port;
struct vtrunk_remote;
struct vtrunk_tunnel;

/**
 * struct vtrunk_flood - who receives the broadcasts of a network
 * @rcu: for freeing
 * @port_count: length of @ports
 * @tunnel_count: length of @tunnels
 * @ports: the network's ports, in mode ovn sorted by their keys
 * @tunnels: the network's tunnels, sorted by the address of the remote object
 *
 * Never changed but replaced whole, with one exception: where memory for a
 * shorter list is not to be had, what leaves is overwritten with NULL.
 */
struct vtrunk_flood {
	struct rcu_head rcu;
	unsigned int port_count;
	unsigned int tunnel_count;
	struct vtrunk_port **ports; /* behind @tunnels */
	struct vtrunk_tunnel *tunnels[];
};

struct vtrunk_flood *vtrunk_flood_build(const struct vtrunk_network *net);
void vtrunk_flood_publish(struct vtrunk_network *net,
			  struct vtrunk_flood *flood);
int vtrunk_flood_rebuild(struct vtrunk_network *net);
void vtrunk_flood_remove(struct vtrunk_network *net,
			 const struct vtrunk_place *place);
struct vtrunk_tunnel *vtrunk_flood_find(const struct vtrunk_network *net,
					const struct vtrunk_remote *remote);
bool vtrunk_flood_reaches(const struct vtrunk_frame *frame);
struct vtrunk_port *vtrunk_flood_port(const struct vtrunk_network *net,
				      u16 key);
void vtrunk_flood(struct vtrunk_frame *frame, struct sk_buff *skb,
		  bool unknown);
bool vtrunk_flood_group(const struct vtrunk_frame *frame,
			struct sk_buff *skb);

#endif /* _VTRUNK_FLOOD_H */
