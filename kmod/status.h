/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_STATUS_H
#define _VTRUNK_STATUS_H

#include <linux/types.h>
#include <uapi/linux/vtrunk.h>

struct vtrunk;
struct vtrunk_network;
struct vtrunk_port;
struct vtrunk_trunk;

enum vtrunk_status vtrunk_port_status(const struct vtrunk_port *port);
enum vtrunk_status vtrunk_trunk_status(const struct vtrunk_trunk *trunk);

void vtrunk_status_port_made(struct vtrunk_port *port);
void vtrunk_status_port_gone(struct vtrunk_port *port);
void vtrunk_status_ports_changed(struct vtrunk_trunk *trunk);
void vtrunk_status_trunk_changed(struct vtrunk_trunk *trunk, bool report);
void vtrunk_status_network_changed(struct vtrunk *br,
				   struct vtrunk_network *net);
void vtrunk_status_routes_changed(struct vtrunk *br);
void vtrunk_status_init(struct vtrunk *br);
void vtrunk_status_uninit(struct vtrunk *br);

#endif /* _VTRUNK_STATUS_H */
