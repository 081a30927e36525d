/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_COMPAT_NET_IP6_FIB_H
#define _VTRUNK_COMPAT_NET_IP6_FIB_H

#include_next <net/ip6_fib.h>

/* As in net/ipv6.h. */
#ifdef VTRUNK_HAVE_IPV6_STUBS
#include <net/ipv6_stubs.h>

#define fib6_lookup(net, oif, fl6, res, flags)				\
	(ipv6_stub->fib6_lookup(net, oif, fl6, res, flags))
#endif

#endif /* _VTRUNK_COMPAT_NET_IP6_FIB_H */
