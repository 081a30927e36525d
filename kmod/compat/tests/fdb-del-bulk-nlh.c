// SPDX-License-Identifier: GPL-2.0
/* 6.7, 38985e8c278b ("net: Handle bulk delete policy in bridge driver") */
#include <linux/build_bug.h>
#include <linux/netdevice.h>

int test(struct nlmsghdr *nlh, struct net_device *dev,
	 struct netlink_ext_ack *extack);
static_assert(__same_type(((const struct net_device_ops *)0)->ndo_fdb_del_bulk,
			  &test));
