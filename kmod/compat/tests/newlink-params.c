// SPDX-License-Identifier: GPL-2.0
/* 6.15, 69c7be1b903f ("rtnetlink: Pack newlink() params into struct") */
#include <linux/build_bug.h>
#include <net/rtnetlink.h>

int test(struct net_device *dev, struct rtnl_newlink_params *params,
	 struct netlink_ext_ack *extack);
static_assert(__same_type(((struct rtnl_link_ops *)0)->newlink, &test));
