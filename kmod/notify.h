/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_NOTIFY_H
#define _VTRUNK_NOTIFY_H

#include <linux/types.h>

struct vtrunk;
struct vtrunk_fdb_entry;
struct vtrunk_group;
struct vtrunk_network;
struct vtrunk_port;
struct vtrunk_port_set;
struct vtrunk_trunk;
struct vtrunk_tunnel;
struct vtrunk_remote;

/*
 * Reports of changes to whoever listens. The objects call these after a change
 * was made, or before an object that was removed is freed. All but the one for
 * FDB entries need RTNL; that one needs RCU and may be called by frames.
 *
 * Where a change takes several steps, vtrunk_notify_begin() comes before the
 * first that a reader can see, so that dumps know what they saw half of.
 */
void vtrunk_notify_begin(struct vtrunk *br);
void vtrunk_notify_bridge(struct vtrunk *br, bool deleted);
void vtrunk_notify_network(struct vtrunk_network *net, bool deleted);
void vtrunk_notify_remote(struct vtrunk_remote *remote,
			  struct vtrunk_network *net, bool deleted);
void vtrunk_notify_trunk(struct vtrunk_trunk *trunk, bool deleted);
void vtrunk_notify_port(struct vtrunk_port *port, bool deleted);
void vtrunk_notify_group(struct vtrunk_group *group, bool deleted);
void vtrunk_notify_port_set(const struct vtrunk_port_set *set);
void vtrunk_notify_fdb(struct vtrunk *br, struct vtrunk_fdb_entry *entry,
		       bool deleted);

#endif /* _VTRUNK_NOTIFY_H */
