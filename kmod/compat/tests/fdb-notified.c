// SPDX-License-Identifier: GPL-2.0
/* 6.14, 4b42fbc6bd8f ("ndo_fdb_add: Add a parameter to report whether
 * notification was sent")
 */
#include <linux/build_bug.h>
#include <linux/netdevice.h>

int test(struct ndmsg *ndm, struct nlattr *tb[], struct net_device *dev,
	 const unsigned char *addr, u16 vid, u16 flags, bool *notified,
	 struct netlink_ext_ack *extack);
static_assert(__same_type(((const struct net_device_ops *)0)->ndo_fdb_add,
			  &test));
