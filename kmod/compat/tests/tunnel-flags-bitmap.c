// SPDX-License-Identifier: GPL-2.0
/* 6.10, 5832c4a77d69 ("ip_tunnel: convert __be16 tunnel flags to bitmaps") */
#include <net/ip_tunnels.h>

void test(struct ip_tunnel_key *key);
void test(struct ip_tunnel_key *key)
{
	__set_bit(IP_TUNNEL_KEY_BIT, key->tun_flags);
}
