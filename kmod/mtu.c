// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <net/gso.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "drop.h"
#include "mtu.h"
#include "network.h"
#include "packet.h"
#include "port.h"
#include "remote.h"
#include "trunk.h"
#include "vtrunk.h"

/* What every host takes in one piece. No answer is longer, and an MTU that is
 * shorter is not worth an answer: hosts do not go below it.
 */
#define IPV4_MIN_PACKET	576

#define ANSWER_TTL	64

/* The protocol of a frame, and where its header begins: behind all tags, which
 * are payload here. 0 if the frame ends before.
 */
static __be16 find_header(const struct sk_buff *skb, unsigned int *offset)
{
	__be16 protocol = skb->protocol;
	const struct vlan_hdr *tag;
	struct vlan_hdr buf;

	*offset = ETH_HLEN;
	while (eth_type_vlan(protocol)) {
		tag = skb_header_pointer(skb, *offset, sizeof(buf), &buf);
		if (!tag || *offset >= ETH_HLEN + VLAN_MAX_DEPTH * VLAN_HLEN)
			return 0;
		protocol = tag->h_vlan_encapsulated_proto;
		*offset += VLAN_HLEN;
	}
	return protocol;
}

/* The underlay breaks up what the sender lets it. */
static bool may_be_broken_up(const struct sk_buff *skb)
{
	const struct iphdr *iph;
	unsigned int offset;
	struct iphdr buf;

	if (find_header(skb, &offset) != htons(ETH_P_IP))
		return false;
	iph = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	return iph && !(iph->frag_off & htons(IP_DF));
}

/**
 * vtrunk_mtu_passes() - whether a frame that is too long gets through
 * @net: its network; in mode ovn the outer packet may not be broken up
 * @skb: the frame, at its MAC header, without outer tag
 * @mtu: largest packet
 *
 * Return: true if it does: in segments, or because it may be broken up.
 */
bool vtrunk_mtu_passes(const struct vtrunk_network *net,
		       const struct sk_buff *skb, u32 mtu)
{
	if (skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu))
		return true;
	return net->mode == VTRUNK_MODE_VNI && may_be_broken_up(skb);
}

static bool ipv4_is_host(__be32 addr)
{
	return !ipv4_is_zeronet(addr) && !ipv4_is_loopback(addr) &&
	       !ipv4_is_multicast(addr) && !ipv4_is_lbcast(addr);
}

/* Whether RFC 1122, section 3.2.2, lets a packet be answered. */
static bool ipv4_may_be_answered(const struct sk_buff *skb,
				 unsigned int offset)
{
	const struct iphdr *iph;
	struct iphdr buf;
	u8 type;

	iph = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!iph || iph->version != 4 || iph->ihl < sizeof(*iph) / 4)
		return false;
	if (!(iph->frag_off & htons(IP_DF)) ||
	    iph->frag_off & htons(IP_OFFSET))
		return false;
	if (!ipv4_is_host(iph->saddr) || !ipv4_is_host(iph->daddr))
		return false;
	if (iph->protocol != IPPROTO_ICMP)
		return true;
	return !skb_copy_bits(skb, offset + iph->ihl * 4, &type,
			      sizeof(type)) && !icmp_is_err(type);
}

static bool ipv6_is_host(const struct in6_addr *addr)
{
	int type = ipv6_addr_type(addr);

	return type != IPV6_ADDR_ANY &&
	       !(type & (IPV6_ADDR_MULTICAST | IPV6_ADDR_LOOPBACK));
}

/* Whether RFC 4443, section 2.4, lets a packet be answered. Its exception for
 * multicast is not made use of: a group has no MTU of its own here.
 */
static bool ipv6_may_be_answered(const struct sk_buff *skb,
				 unsigned int offset)
{
	const struct ipv6hdr *ip6h;
	struct ipv6hdr buf;
	__be16 frag_off;
	u8 nexthdr;
	int start;
	u8 type;

	ip6h = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!ip6h || ip6h->version != 6)
		return false;
	if (!ipv6_is_host(&ip6h->saddr) || !ipv6_is_host(&ip6h->daddr))
		return false;
	nexthdr = ip6h->nexthdr;
	start = ipv6_skip_exthdr(skb, offset + sizeof(*ip6h), &nexthdr,
				 &frag_off);
	if (start < 0 || frag_off & htons(IP6_OFFSET))
		return false;
	if (nexthdr != IPPROTO_ICMPV6)
		return true;
	return !skb_copy_bits(skb, start, &type, sizeof(type)) &&
	       !icmpv6_is_err(type) && type != NDISC_REDIRECT;
}

/* Append the beginning of a packet, so that the answer is no longer than max.
 * Returns how much it was.
 */
static unsigned int quote(struct sk_buff *answer, const struct sk_buff *skb,
			  unsigned int offset, unsigned int max)
{
	unsigned int len = answer->len - offset;

	len = min(skb->len - offset, max - len);
	skb_copy_bits(skb, offset, skb_put(answer, len), len);
	return len;
}

/* RFC 1191, section 4. It seems to come from where the packet went, the only
 * address that the sender is sure to take it from.
 */
static void put_ipv4(struct sk_buff *answer, const struct sk_buff *skb,
		     unsigned int offset, u32 mtu)
{
	const struct iphdr *from;
	struct icmphdr *icmph;
	unsigned int len;
	struct iphdr buf;
	struct iphdr *to;

	to = skb_put_zero(answer, sizeof(*to));
	icmph = skb_put_zero(answer, sizeof(*icmph));
	len = sizeof(*icmph) + quote(answer, skb, offset, IPV4_MIN_PACKET);

	icmph->type = ICMP_DEST_UNREACH;
	icmph->code = ICMP_FRAG_NEEDED;
	icmph->un.frag.mtu = htons(min_t(u32, mtu, U16_MAX));
	icmph->checksum = ip_compute_csum(icmph, len);

	from = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	to->version = 4;
	to->ihl = sizeof(*to) / 4;
	to->tot_len = htons(sizeof(*to) + len);
	to->frag_off = htons(IP_DF);
	to->ttl = ANSWER_TTL;
	to->protocol = IPPROTO_ICMP;
	to->saddr = from->daddr;
	to->daddr = from->saddr;
	ip_send_check(to);
}

/* RFC 4443, section 3.2; for the source address see IPv4. */
static void put_ipv6(struct sk_buff *answer, const struct sk_buff *skb,
		     unsigned int offset, u32 mtu)
{
	const struct ipv6hdr *from;
	struct icmp6hdr *icmp6h;
	struct ipv6hdr buf;
	struct ipv6hdr *to;
	unsigned int len;

	to = skb_put_zero(answer, sizeof(*to));
	icmp6h = skb_put_zero(answer, sizeof(*icmp6h));
	len = sizeof(*icmp6h) + quote(answer, skb, offset, IPV6_MIN_MTU);

	from = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	to->version = 6;
	to->payload_len = htons(len);
	to->nexthdr = IPPROTO_ICMPV6;
	to->hop_limit = ANSWER_TTL;
	to->saddr = from->daddr;
	to->daddr = from->saddr;

	icmp6h->icmp6_type = ICMPV6_PKT_TOOBIG;
	icmp6h->icmp6_mtu = htonl(mtu);
	icmp6h->icmp6_cksum =
		csum_ipv6_magic(&to->saddr, &to->daddr, len, IPPROTO_ICMPV6,
				csum_partial(icmp6h, len, 0));
}

static struct sk_buff *build(struct net_device *dev, const struct sk_buff *skb,
			     __be16 protocol, unsigned int offset, u32 mtu)
{
	unsigned int headroom = LL_RESERVED_SPACE(dev);
	struct sk_buff *answer;
	struct ethhdr *eth;

	answer = alloc_skb(headroom + offset + IPV6_MIN_MTU,
			   GFP_ATOMIC | __GFP_NOWARN);
	if (!answer)
		return NULL;
	skb_reserve(answer, headroom);
	skb_reset_mac_header(answer);
	skb_set_network_header(answer, offset);
	answer->protocol = skb->protocol;
	answer->dev = dev;

	/* Tags inside are part of the way back as well. */
	eth = skb_put(answer, offset);
	skb_copy_bits(skb, 0, eth, offset);
	ether_addr_copy(eth->h_dest, eth_hdr(skb)->h_source);
	ether_addr_copy(eth->h_source, eth_hdr(skb)->h_dest);

	if (protocol == htons(ETH_P_IP))
		put_ipv4(answer, skb, offset, mtu);
	else
		put_ipv6(answer, skb, offset, mtu);
	return answer;
}

/**
 * vtrunk_mtu_answer() - tell the sender of a frame that it does not fit
 * @frame: about the frame
 * @skb: the frame, at its MAC header, without outer tag; left to the caller,
 *	who drops it or has sent it elsewhere
 * @mtu: what would have fitted, in bytes behind the Ethernet header
 *
 * By an ICMP or ICMPv6 message that leaves by the port that the frame came
 * from, with its tag. What came from the uplink is not answered, nor is what
 * such messages must not be sent about. The kernel's own functions for it
 * answer from the host's addresses by the host's routes, or turn the frame
 * itself into an answer that leaves by the tunnel device.
 *
 * A trunk gets a limited number in a second. The limit's state is written for
 * frames that do not fit, never for others.
 *
 * Context: RCU, BH off.
 */
void vtrunk_mtu_answer(const struct vtrunk_frame *frame,
		       const struct sk_buff *skb, u32 mtu)
{
	struct vtrunk_frame back = {
		.br = frame->br,
		.net = frame->net,
		.prio = frame->prio,
	};
	struct vtrunk_port *port = frame->port;
	struct sk_buff *answer = NULL;
	unsigned int offset;
	__be16 protocol;

	if (!port || is_multicast_ether_addr(eth_hdr(skb)->h_dest))
		return;
	protocol = find_header(skb, &offset);
	mtu -= min(mtu, offset - ETH_HLEN);
	if (protocol == htons(ETH_P_IP)) {
		if (mtu < IPV4_MIN_PACKET || !ipv4_may_be_answered(skb, offset))
			return;
	} else if (protocol == htons(ETH_P_IPV6)) {
		if (mtu < IPV6_MIN_MTU || !ipv6_may_be_answered(skb, offset))
			return;
	} else {
		return;
	}

	if (__ratelimit(&port->trunk->answers))
		answer = build(port->trunk->dev, skb, protocol, offset, mtu);
	vtrunk_drop_answered(frame->br, port->counters, answer);
	if (answer)
		vtrunk_tx_port(&back, port, answer, true);
}
