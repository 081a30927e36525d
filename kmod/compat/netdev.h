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
 * vtrunk_netdev_is_lltx() - whether a device transmits without its queue's lock
 * @dev: the device
 *
 * Return: true if it does.
 */
static inline bool vtrunk_netdev_is_lltx(const struct net_device *dev)
{
#ifdef VTRUNK_HAVE_LLTX
	return dev->lltx;
#else
	return dev->features & NETIF_F_LLTX;
#endif
}

/**
 * vtrunk_netdev_filters_egress() - whether tc or netfilter see what is sent
 * @dev: the device
 *
 * Context: RCU.
 * Return: true if one of them does.
 */
static inline bool vtrunk_netdev_filters_egress(const struct net_device *dev)
{
#ifdef CONFIG_NETFILTER_EGRESS
	if (rcu_access_pointer(dev->nf_hooks_egress))
		return true;
#endif
#if defined(VTRUNK_HAVE_TCX) && defined(CONFIG_NET_XGRESS)
	return rcu_access_pointer(dev->tcx_egress);
#elif !defined(VTRUNK_HAVE_TCX) && defined(CONFIG_NET_CLS_ACT)
	return rcu_access_pointer(dev->miniq_egress);
#else
	return false;
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
