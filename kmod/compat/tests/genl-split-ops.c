// SPDX-License-Identifier: GPL-2.0
/* 6.2, 20b0b53aca43 ("genetlink: introduce split op representation") */
#include <linux/build_bug.h>
#include <net/genetlink.h>

int test(const struct genl_split_ops *ops, struct sk_buff *skb,
	 struct genl_info *info);
static_assert(__same_type(((struct genl_family *)0)->pre_doit, &test));
