/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_COMPAT_NETDEV_H
#define _VTRUNK_COMPAT_NETDEV_H

#include <linux/netdevice.h>

/**
 * vtrunk_netdev_set_lltx() - transmit on a device without its queue's lock
 * @dev: the device, before it is registered and after its features are set
 */
static inline void vtrunk_netdev_set_lltx(struct net_device *dev)
{
#ifdef VTRUNK_HAVE_LLTX
	dev->lltx = true;
#else
	dev->features |= NETIF_F_LLTX;
#endif
}

/**
 * vtrunk_netdev_set_netns_immutable() - keep a device in its network namespace
 * @dev: the device, before it is registered and after its features are set
 */
static inline void vtrunk_netdev_set_netns_immutable(struct net_device *dev)
{
#ifdef VTRUNK_HAVE_NETNS_IMMUTABLE
	dev->netns_immutable = true;
#else
	dev->features |= NETIF_F_NETNS_LOCAL;
#endif
}

#endif /* _VTRUNK_COMPAT_NETDEV_H */
