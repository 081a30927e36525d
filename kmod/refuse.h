/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_REFUSE_H
#define _VTRUNK_REFUSE_H

#include <linux/netlink.h>

/**
 * vtrunk_refuse() - say why, where the reason is chosen among several
 * @extack: where it goes, or NULL
 * @attr: the attribute it is about, or NULL
 * @reason: a string literal; it is read after the caller has returned
 */
static inline void vtrunk_refuse(struct netlink_ext_ack *extack,
				 const struct nlattr *attr, const char *reason)
{
	if (!extack)
		return;
	extack->_msg = reason;
	if (attr)
		NL_SET_BAD_ATTR(extack, attr);
}

#endif /* _VTRUNK_REFUSE_H */
