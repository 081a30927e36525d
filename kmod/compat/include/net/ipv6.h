/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_COMPAT_NET_IPV6_H
#define _VTRUNK_COMPAT_NET_IPV6_H

#include_next <net/ipv6.h>

/* As long as IPv6 could be a module it was called through a table, so that the
 * caller did not depend on it.
 */
#ifdef VTRUNK_HAVE_IPV6_STUBS
#include <net/ipv6_stubs.h>

#define ip6_dst_lookup_flow(net, sk, fl6, final_dst)			\
	(ipv6_stub->ipv6_dst_lookup_flow(net, sk, fl6, final_dst))
#endif

#endif /* _VTRUNK_COMPAT_NET_IPV6_H */
