// SPDX-License-Identifier: GPL-2.0
/* 6.6, 9272af109fe6 ("genetlink: add struct genl_info to struct
 * genl_dumpit_info")
 */
#include <net/genetlink.h>

struct nlattr **test(struct netlink_callback *cb);
struct nlattr **test(struct netlink_callback *cb)
{
	return genl_info_dump(cb)->attrs;
}
