/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_COMPAT_NET_GENETLINK_H
#define _VTRUNK_COMPAT_NET_GENETLINK_H

#include_next <net/genetlink.h>

#ifndef VTRUNK_HAVE_GENL_SPLIT_OPS
/* What ->pre_doit and ->post_doit are given. */
#define genl_split_ops	genl_ops
#endif

#ifndef VTRUNK_HAVE_GENL_INFO_DUMP
/* Of the request, a dump had the attributes only. */
#define genl_info_dump(cb)	genl_dumpit_info(cb)
#endif

#endif /* _VTRUNK_COMPAT_NET_GENETLINK_H */
