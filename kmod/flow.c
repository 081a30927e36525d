// SPDX-License-Identifier: GPL-2.0
#include <linux/cache.h>
#include <linux/etherdevice.h>
#include <linux/hash.h>
#include <linux/if_vlan.h>
#include <linux/in.h>
#include <linux/init.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/random.h>
#include <linux/skbuff.h>
#include <net/ip.h>

#include "flow.h"

/* Two addresses of IPv6, protocol, ports. */
#define SECRETS	10

/* What the hash cannot be guessed without. */
static u32 secret[SECRETS] __read_mostly;

/**
 * vtrunk_flow_module_init() - draw the secret of the hash
 */
void __init vtrunk_flow_module_init(void)
{
	get_random_bytes(secret, sizeof(secret));
}

/* A step of the NH hash of UMAC (RFC 4418, section 5.2.2), the sum of which is
 * the hash: who does not know the secret finds no two flows that collide more
 * often than by chance.
 */
static u64 step(unsigned int at, u32 a, u32 b)
{
	return (u64)(a + secret[at]) * (b + secret[at + 1]);
}

/* Flows in a row have sums a constant apart, so that the sum is stirred. */
static u32 stir(u64 sum)
{
	sum = (sum ^ sum >> 32) * GOLDEN_RATIO_64;
	return hash_64(sum ^ sum >> 32, 32);
}

/* The ports of a transport protocol, or zero if it has none. */
static bool read_ports(const struct sk_buff *skb, int offset, u8 protocol,
		       u32 *ports)
{
	int skip = 0;
	__be32 buffer;
	__be32 *at;

	*ports = 0;
	if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP) {
		skip = proto_ports_offset(protocol);
		if (skip < 0)
			return true;
	}
	at = skb_header_pointer(skb, offset + skip, sizeof(buffer), &buffer);
	if (unlikely(!at))
		return false;
	*ports = (__force u32)*at;
	return true;
}

/* What is a tunnel itself has its flows further in. */
static bool is_tunnel(u8 protocol)
{
	return protocol == IPPROTO_IPIP || protocol == IPPROTO_IPV6 ||
	       protocol == IPPROTO_GRE || protocol == IPPROTO_MPLS;
}

static bool sum_ipv4(const struct sk_buff *skb, u64 *sum, u32 *ports)
{
	struct iphdr buffer;
	struct iphdr *ip;

	ip = skb_header_pointer(skb, ETH_HLEN, sizeof(buffer), &buffer);
	if (unlikely(!ip || ip->ihl < 5 || is_tunnel(ip->protocol)))
		return false;
	/* All fragments of a datagram go the same way. */
	if (unlikely(ip_is_fragment(ip)))
		*ports = 0;
	else if (!read_ports(skb, ETH_HLEN + ip->ihl * 4, ip->protocol, ports))
		return false;
	*sum = step(0, (__force u32)ip->saddr, (__force u32)ip->daddr) +
	       step(2, ip->protocol, *ports);
	return true;
}

/* What stands before the transport header is not looked through. */
static bool is_extension(u8 nexthdr)
{
	return nexthdr == IPPROTO_HOPOPTS || nexthdr == IPPROTO_ROUTING ||
	       nexthdr == IPPROTO_DSTOPTS;
}

static bool sum_ipv6(const struct sk_buff *skb, u64 *sum, u32 *ports)
{
	struct ipv6hdr buffer;
	struct ipv6hdr *ip;
	unsigned int i;

	ip = skb_header_pointer(skb, ETH_HLEN, sizeof(buffer), &buffer);
	if (unlikely(!ip || is_tunnel(ip->nexthdr) ||
		     is_extension(ip->nexthdr)))
		return false;
	/* A fragment's next header is that of fragments: it has no ports. */
	if (!read_ports(skb, ETH_HLEN + sizeof(*ip), ip->nexthdr, ports))
		return false;
	*sum = step(8, ip->nexthdr, *ports);
	for (i = 0; i < 4; i++)
		*sum += step(2 * i, (__force u32)ip->saddr.s6_addr32[i],
			     (__force u32)ip->daddr.s6_addr32[i]);
	return true;
}

static bool sum_ethernet(const struct sk_buff *skb, u64 *sum)
{
	u32 macs[3];

	memcpy(macs, eth_hdr(skb), sizeof(macs));
	*sum = step(0, macs[0], macs[1]) +
	       step(2, macs[2], (__force u16)skb->protocol);
	return true;
}

static bool sum_of(const struct sk_buff *skb, u64 *sum, u32 *ports)
{
	*ports = 0;
	if (likely(skb->protocol == htons(ETH_P_IP)))
		return sum_ipv4(skb, sum, ports);
	if (skb->protocol == htons(ETH_P_IPV6))
		return sum_ipv6(skb, sum, ports);
	if (eth_type_vlan(skb->protocol) ||
	    skb->protocol == htons(ETH_P_MPLS_UC) ||
	    skb->protocol == htons(ETH_P_PPP_SES))
		return false;
	return sum_ethernet(skb, sum);
}

/**
 * vtrunk_flow_hash() - say what flow a frame belongs to
 * @skb: the frame, at its MAC header
 *
 * The Geneve device makes the outer UDP source port of it, by which the
 * underlay spreads flows over its paths (RFC 8926, section 3.3). Where nobody
 * has hashed the frame before, the device takes it apart with the kernel's
 * dissector, which costs several times as much. What needs that, because its
 * flows lie behind tags, tunnels or extension headers, is left to it.
 *
 * Context: BH off.
 */
void vtrunk_flow_hash(struct sk_buff *skb)
{
	u32 ports;
	u64 sum;

	if (skb->l4_hash || skb->sw_hash)
		return;
	if (likely(sum_of(skb, &sum, &ports)))
		/* Zero would mean that there is none. */
		__skb_set_sw_hash(skb, stir(sum) ?: 1, ports);
}
