// SPDX-License-Identifier: GPL-2.0
/* 6.6, e420bed02507 ("bpf: Add fd-based tcx multi-prog infra with link
 * support")
 */
#include <linux/netdevice.h>

bool test(const struct net_device *dev);
bool test(const struct net_device *dev)
{
	return rcu_access_pointer(dev->tcx_egress);
}
