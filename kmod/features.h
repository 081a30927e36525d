/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_FEATURES_H
#define _VTRUNK_FEATURES_H

#include <linux/netdev_features.h>

struct net_device;
struct vtrunk;

void vtrunk_features_setup(struct net_device *dev);
netdev_features_t vtrunk_features_fix(struct net_device *dev,
				      netdev_features_t features);
void vtrunk_features_update(struct vtrunk *br);

#endif /* _VTRUNK_FEATURES_H */
