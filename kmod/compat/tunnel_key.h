/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_COMPAT_TUNNEL_KEY_H
#define _VTRUNK_COMPAT_TUNNEL_KEY_H

#include <net/ip_tunnels.h>

#ifndef VTRUNK_HAVE_TUNNEL_FLAGS_BITMAP
/* The flags were masks of 16 bits in network order; a bit has the same number
 * in both.
 */
#define IP_TUNNEL_CSUM_BIT		0
#define IP_TUNNEL_KEY_BIT		2
#define IP_TUNNEL_DONT_FRAGMENT_BIT	8
#define IP_TUNNEL_OAM_BIT		9
#define IP_TUNNEL_CRIT_OPT_BIT		10
#define IP_TUNNEL_GENEVE_OPT_BIT	11
#endif

/**
 * vtrunk_tunnel_key_set() - set a flag of tunnel metadata
 * @key: the key
 * @bit: IP_TUNNEL_*_BIT
 *
 * The key is not shared yet.
 */
static inline void vtrunk_tunnel_key_set(struct ip_tunnel_key *key,
					 unsigned int bit)
{
#ifdef VTRUNK_HAVE_TUNNEL_FLAGS_BITMAP
	__set_bit(bit, key->tun_flags);
#else
	key->tun_flags |= cpu_to_be16(BIT(bit));
#endif
}

/**
 * vtrunk_tunnel_key_has() - look at a flag of tunnel metadata
 * @key: the key
 * @bit: IP_TUNNEL_*_BIT
 *
 * Return: whether it is set.
 */
static inline bool vtrunk_tunnel_key_has(const struct ip_tunnel_key *key,
					 unsigned int bit)
{
#ifdef VTRUNK_HAVE_TUNNEL_FLAGS_BITMAP
	return test_bit(bit, key->tun_flags);
#else
	return key->tun_flags & cpu_to_be16(BIT(bit));
#endif
}

#endif /* _VTRUNK_COMPAT_TUNNEL_KEY_H */
