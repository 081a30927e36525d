/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_ROUTE_H
#define _VTRUNK_ROUTE_H

#include <linux/types.h>

struct net_device;
struct vtrunk;
struct vtrunk_remote;

bool vtrunk_route_default_uses(struct net_device *dev);
bool vtrunk_route_remotes_use(struct vtrunk *br, struct net_device *dev);
u32 vtrunk_route_mtu(const struct vtrunk_remote *remote);

#endif /* _VTRUNK_ROUTE_H */
