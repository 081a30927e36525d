// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <asm/unaligned.h>
#include <net/ip.h>

#include "tgen.h"

#define TTL		64
#define VXLAN_PORT	4789
#define TUNNEL_LEN	8
/* The kind of the router's MAC that all remotes are behind. */
#define ROUTER		0xcc

/* One flow for each frame, so that nothing is merged on the way. */
static u16 flow_port(u16 first, u32 index)
{
	return first + (index & 0x3fff);
}

static void put_mac(u8 *mac, u8 kind, u16 network, u16 number)
{
	if (kind == TGEN_BROADCAST) {
		eth_broadcast_addr(mac);
		return;
	}
	mac[0] = 0x02;
	mac[1] = kind;
	mac[2] = network >> 8;
	mac[3] = network;
	mac[4] = number >> 8;
	mac[5] = number;
}

static void *put_ethertype(u8 *at, u16 type)
{
	at[0] = type >> 8;
	at[1] = type;
	return at + 2;
}

static void *put_ipv4(void *at, u32 source, u32 dest, u8 protocol, u16 len)
{
	struct iphdr *ip = at;

	ip->version = 4;
	ip->ihl = sizeof(*ip) / 4;
	ip->tot_len = htons(len);
	ip->frag_off = htons(IP_DF);
	ip->ttl = TTL;
	ip->protocol = protocol;
	ip->saddr = htonl(source);
	ip->daddr = htonl(dest);
	ip->check = ip_fast_csum(ip, ip->ihl);
	return ip + 1;
}

static void *put_ipv6(void *at, u32 source, u32 dest, u16 payload)
{
	struct ipv6hdr *ip = at;

	ip->version = 6;
	ip->payload_len = htons(payload);
	ip->nexthdr = IPPROTO_UDP;
	ip->hop_limit = TTL;
	ip->saddr.s6_addr32[0] = htonl(0xfd000000);
	ip->saddr.s6_addr32[3] = htonl(source);
	ip->daddr.s6_addr32[0] = htonl(0xfd000000);
	ip->daddr.s6_addr32[3] = htonl(dest);
	return ip + 1;
}

static void *put_udp(void *at, u16 source, u16 dest, u16 len)
{
	struct udphdr *udp = at;

	udp->source = htons(source);
	udp->dest = htons(dest);
	udp->len = htons(len);
	return udp + 1;
}

static unsigned int outer_len(const struct tgen_config *config)
{
	unsigned int tunnel = ETH_HLEN + sizeof(struct udphdr) + TUNNEL_LEN;

	if (config->option)
		tunnel += TGEN_OPTION_LEN;
	switch (config->inject == TGEN_METADATA ? 0 : config->outer) {
	case 4:
		return tunnel + sizeof(struct iphdr);
	case 6:
		return tunnel + sizeof(struct ipv6hdr);
	default:
		return 0;
	}
}

/**
 * tgen_option_put() - write OVN's option
 * @at: where, %TGEN_OPTION_LEN bytes
 * @data: the keys of the ingress port and of the egress port
 */
void tgen_option_put(u8 *at, u32 data)
{
	put_unaligned_be16(0x0102, at); /* class */
	at[2] = 0x80; /* type, with the bit of a critical one */
	at[3] = sizeof(data) / 4;
	put_unaligned_be32(data, at + 4);
}

/* Returns what is behind it. */
static u8 *put_tunnel(const struct tgen_config *config, u8 *at, u32 vni)
{
	if (config->port == VXLAN_PORT)
		at[0] = 0x08;
	else
		put_ethertype(at + 2, ETH_P_TEB);
	at[4] = vni >> 16;
	at[5] = vni >> 8;
	at[6] = vni;
	if (!config->option)
		return at + TUNNEL_LEN;
	at[0] = TGEN_OPTION_LEN / 4;
	at[1] = 0x40; /* a critical one is there */
	at += TUNNEL_LEN;
	tgen_option_put(at, config->option);
	return at + TGEN_OPTION_LEN;
}

/* The tunnel's headers. A checksum, as over IPv6 and from OVN, is one that the
 * NIC has seen to be right, so the kernel asks only that it is not zero.
 */
static void *put_outer(const struct tgen_config *config,
		       struct net_device *dev, u8 *at, u32 index, u16 len)
{
	u32 vni = config->vni + index % config->networks;
	u32 remote = index / config->networks % config->remotes;
	struct udphdr *udp;

	ether_addr_copy(at, dev->dev_addr);
	put_mac(at + ETH_ALEN, ROUTER, 0, 1);
	at += 2 * ETH_ALEN;
	len -= ETH_HLEN;
	if (config->outer == 4) {
		at = put_ethertype(at, ETH_P_IP);
		at = put_ipv4(at, 0x0a000002 + remote, 0x0a000001, IPPROTO_UDP,
			      len);
		len -= sizeof(struct iphdr);
	} else {
		at = put_ethertype(at, ETH_P_IPV6);
		len -= sizeof(struct ipv6hdr);
		at = put_ipv6(at, 2 + remote, 1, len);
	}
	udp = (struct udphdr *)at;
	at = put_udp(at, flow_port(49152, index), config->port, len);
	if (config->outer == 6 || config->option)
		udp->check = htons(0xffff);
	return put_tunnel(config, at, vni);
}

/* A segment of TCP, or many, without a checksum, as VMs send it. */
static void put_tcp(const struct tgen_config *config, struct sk_buff *skb,
		    struct tcphdr *tcp, u32 index)
{
	const struct iphdr *ip = (struct iphdr *)tcp - 1;
	u16 len = ntohs(ip->tot_len) - sizeof(*ip);

	tcp->source = htons(flow_port(1024, index));
	tcp->dest = htons(80);
	tcp->doff = sizeof(*tcp) / 4;
	tcp->ack = 1;
	tcp->check = ~csum_tcpudp_magic(ip->saddr, ip->daddr, len, IPPROTO_TCP,
					0);
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = (u8 *)tcp - skb->head;
	skb->csum_offset = offsetof(struct tcphdr, check);
	len -= sizeof(*tcp);
	if (len <= config->gso)
		return;
	skb_shinfo(skb)->gso_size = config->gso;
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4 | SKB_GSO_DODGY;
	skb_shinfo(skb)->gso_segs = DIV_ROUND_UP(len, config->gso);
}

static void put_inner(const struct tgen_config *config, struct sk_buff *skb,
		      u8 *at, u32 index, bool tagged)
{
	u16 number = index / config->networks;
	u16 network = index % config->networks;
	u16 len = config->size - ETH_HLEN;

	put_mac(at, config->dst, network, number);
	put_mac(at + ETH_ALEN, config->src, network, number);
	at += 2 * ETH_ALEN;
	if (tagged) {
		at = put_ethertype(at, ETH_P_8021Q);
		at = put_ethertype(at, config->vid + network);
	}
	at = put_ethertype(at, ETH_P_IP);
	at = put_ipv4(at, 0xc0a80000 + config->src, 0xc0a80000 + config->dst,
		      config->gso ? IPPROTO_TCP : IPPROTO_UDP, len);
	if (config->gso) {
		put_tcp(config, skb, (struct tcphdr *)at, index);
		return;
	}
	put_udp(at, flow_port(1024, index), 9, len - sizeof(struct iphdr));
	skb->ip_summed = CHECKSUM_UNNECESSARY;
}

/**
 * tgen_frame_make() - make a frame
 * @config: what is measured
 * @dev: device where it enters
 * @index: number of its (network, MAC)
 *
 * Return: a frame that nobody else holds, at its MAC header, or NULL.
 */
struct sk_buff *tgen_frame_make(const struct tgen_config *config,
				struct net_device *dev, u32 index)
{
	unsigned int outer = outer_len(config);
	bool tagged = config->vid && !outer;
	unsigned int len = outer + config->size + (tagged ? VLAN_HLEN : 0);
	struct sk_buff *skb;
	u8 *at;

	skb = alloc_skb(config->headroom + NET_IP_ALIGN + len, GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, config->headroom + NET_IP_ALIGN);
	at = skb_put(skb, len);
	memset(at, 0, min(len, 192U));
	if (outer)
		at = put_outer(config, dev, at, index, len);
	put_inner(config, skb, at, index, tagged);
	skb->dev = dev;
	skb_reset_mac_header(skb);
	return skb;
}
