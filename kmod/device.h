/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_DEVICE_H
#define _VTRUNK_DEVICE_H

#include <linux/types.h>

struct net_device;
struct vtrunk;
struct vtrunk_totals;

bool vtrunk_device_is(const struct net_device *dev);
void vtrunk_device_update_headroom(struct vtrunk *br);
void vtrunk_device_totals(const struct vtrunk *br, struct vtrunk_totals *sum);
int vtrunk_device_module_init(void);
void vtrunk_device_module_uninit(void);

#endif /* _VTRUNK_DEVICE_H */
