// SPDX-License-Identifier: GPL-2.0
/* 6.12, 00d066a4d4ed ("netdev_features: convert NETIF_F_LLTX to dev->lltx") */
#include <linux/netdevice.h>

void test(struct net_device *dev);
void test(struct net_device *dev)
{
	dev->lltx = true;
}
