// SPDX-License-Identifier: GPL-2.0
/* 6.15, 0c493da86374 ("net: rename netns_local to netns_immutable") */
#include <linux/netdevice.h>

void test(struct net_device *dev);
void test(struct net_device *dev)
{
	dev->netns_immutable = true;
}
