/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_PORT_SET_H
#define _VTRUNK_PORT_SET_H

#include <linux/if_vlan.h>

#include "port.h"

struct vtrunk_trunk;

/**
 * struct vtrunk_port_item - what a set says about one VID
 * @config: settings of the port, checked; without a network there is no port
 * @old: the port that was there, or NULL
 * @new: the port that takes its place, the same as @old if it stays, or NULL
 */
struct vtrunk_port_item {
	struct vtrunk_port_config config;
	struct vtrunk_port *old;
	struct vtrunk_port *new;
};

/**
 * struct vtrunk_port_set - all ports that a trunk is to have
 * @trunk: the trunk
 * @added: ports that were made
 * @removed: ports that were removed
 * @changed: ports that got other settings
 * @kept: ports that were left as they were
 * @item: by VID, with the native port at 0
 */
struct vtrunk_port_set {
	struct vtrunk_trunk *trunk;
	unsigned int added;
	unsigned int removed;
	unsigned int changed;
	unsigned int kept;
	struct vtrunk_port_item item[VLAN_N_VID];
};

bool vtrunk_port_config_equal(const struct vtrunk_port_config *a,
			      const struct vtrunk_port_config *b);
int vtrunk_port_set_load(struct vtrunk_port_set *set);
void vtrunk_ports_destroy(struct vtrunk_trunk *trunk);

#endif /* _VTRUNK_PORT_SET_H */
