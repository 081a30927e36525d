// SPDX-License-Identifier: GPL-2.0
/* The frame of a VM, in a few words. */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "frame.h"

#define ARP_LEN		8
#define ARP_IPV4_LEN	28
#define IPV4_LEN	20
#define IPV6_LEN	40
#define TCP_LEN		20
#define UDP_LEN		8
#define ICMP_LEN	8

/* Numbers below are lengths of frames of another kind (IEEE 802.3). */
#define FIRST_TYPE	0x600

/* More tags, or extension headers, than anybody sends. */
#define TAGS		4
#define EXTENSIONS	8

__attribute__((format(printf, 2, 3)))
static void say(struct frame *f, const char *format, ...)
{
	size_t used = strlen(f->inner.text);
	va_list ap;

	va_start(ap, format);
	vsnprintf(f->inner.text + used, sizeof(f->inner.text) - used, format,
		  ap);
	va_end(ap);
}

static const uint8_t *take(struct frame *f, struct bytes *b, size_t n,
			   const char *what)
{
	return frame_take(f, b, n, FAULT_INNER_SHORT, what);
}

static void say_address(struct frame *f, const char *before, int family,
			const uint8_t *at)
{
	char text[INET6_ADDRSTRLEN];

	say(f, "%s%s", before,
		  inet_ntop(family, at, text, sizeof(text)) ? text : "?");
}

static void read_arp(struct frame *f, struct bytes b)
{
	char mac[MAC_STRLEN];
	const uint8_t *arp;
	uint16_t op;

	say(f, " ARP");
	if (b.have >= ARP_LEN && (be16(b.at) != 1 || be16(b.at + 2) != ETH_P_IP ||
				  b.at[4] != MAC_LEN || b.at[5] != 4)) {
		say(f, " not of Ethernet and IPv4");
		return;
	}
	arp = take(f, &b, ARP_IPV4_LEN, "the inner ARP packet");
	if (!arp)
		return;
	op = be16(arp + 6);
	if (op == 1) {
		say_address(f, " who-has ", AF_INET, arp + 24);
		say_address(f, " tell ", AF_INET, arp + 14);
	} else if (op == 2) {
		say_address(f, " reply ", AF_INET, arp + 14);
		say(f, " is-at %s", format_mac(arp + 8, mac));
	} else {
		say(f, " op %u", op);
	}
}

static void read_icmp(struct frame *f, struct bytes b)
{
	const uint8_t *icmp = take(f, &b, ICMP_LEN, "the inner ICMP header");

	say(f, " ICMP");
	if (!icmp)
		return;
	if (*icmp == ICMP_ECHO || *icmp == ICMP_ECHOREPLY)
		say(f, " echo %s id %u seq %u",
			  *icmp ? "request" : "reply", be16(icmp + 4),
			  be16(icmp + 6));
	else if (*icmp == ICMP_DEST_UNREACH && icmp[1] == ICMP_FRAG_NEEDED)
		say(f, " too big, mtu %u", be16(icmp + 6));
	else
		say(f, " type %u code %u", *icmp, icmp[1]);
}

static void read_icmpv6(struct frame *f, struct bytes b)
{
	const uint8_t *icmp = take(f, &b, ICMP_LEN, "the inner ICMPv6 header");
	const char *what = "solicitation for ";

	say(f, " ICMPv6");
	if (!icmp)
		return;
	switch (*icmp) {
	case ICMP6_ECHO_REQUEST:
	case ICMP6_ECHO_REPLY:
		say(f, " echo %s id %u seq %u",
			  *icmp == ICMP6_ECHO_REQUEST ? "request" : "reply",
			  be16(icmp + 4), be16(icmp + 6));
		return;
	case ICMP6_PACKET_TOO_BIG:
		say(f, " too big, mtu %u", be32(icmp + 4));
		return;
	case ND_NEIGHBOR_ADVERT:
		what = "advertisement of ";
		/* fall through */
	case ND_NEIGHBOR_SOLICIT:
		if (b.have < sizeof(struct in6_addr))
			break;
		say(f, " neighbour ");
		say_address(f, what, AF_INET6, b.at);
		return;
	}
	say(f, " type %u code %u", *icmp, icmp[1]);
}

static void read_ports(struct frame *f, struct bytes b, bool tcp, bool whole)
{
	const char *what = tcp ? "the inner TCP header" : "the inner UDP header";
	const uint8_t *l4 = take(f, &b, tcp ? TCP_LEN : UDP_LEN, what);

	say(f, tcp ? " TCP" : " UDP");
	if (!l4)
		return;
	say(f, " %u > %u", be16(l4), be16(l4 + 2));
	if (whole) {
		f->inner.l4 = l4;
		f->inner.l4_check = tcp ? 16 : 6;
	}
}

static void read_l4(struct frame *f, struct bytes b, uint8_t protocol,
		    bool whole)
{
	switch (protocol) {
	case IPPROTO_ICMP:
		read_icmp(f, b);
		break;
	case IPPROTO_ICMPV6:
		read_icmpv6(f, b);
		break;
	case IPPROTO_TCP:
	case IPPROTO_UDP:
		read_ports(f, b, protocol == IPPROTO_TCP, whole);
		break;
	default:
		say(f, " protocol %u", protocol);
	}
}

/* Padding follows a short packet; a longer one than there is, is cut off. */
static bool limit(struct frame *f, struct bytes *b, size_t length,
		  const char *what)
{
	bool fits = length <= b->length;

	if (!fits)
		fault_add(f, FAULT_INNER_SHORT,
			  "the inner %s header says %zu bytes, and there are %zu",
			  what, length, b->length);
	bytes_limit(b, length);
	return fits;
}

static void read_ipv4(struct frame *f, struct bytes b)
{
	size_t header, total;
	const uint8_t *ip;
	uint16_t fragment;
	bool fits;

	say(f, " IPv4");
	ip = b.at;
	header = b.have ? (size_t)(*ip & 15) * 4 : IPV4_LEN;
	if (header < IPV4_LEN) {
		fault_add(f, FAULT_INNER_SHORT,
			  "the inner IPv4 header says that it has %zu bytes",
			  header);
		return;
	}
	total = b.have >= IPV4_LEN ? be16(ip + 2) : 0;
	/* A packet for segmentation that is too long for the field has zero. */
	fits = !total || limit(f, &b, total, "IPv4");
	if (!take(f, &b, header, "the inner IPv4 header"))
		return;
	say_address(f, " ", AF_INET, ip + 12);
	say_address(f, " > ", AF_INET, ip + 16);
	fragment = be16(ip + 6) & 0x3fff;
	if (fragment & 0x1fff)
		say(f, " fragment of protocol %u", ip[9]);
	else
		read_l4(f, b, ip[9], fits && !fragment);
}

static void read_ipv6(struct frame *f, struct bytes b)
{
	const uint8_t *at, *ip;
	bool fits = true;
	uint8_t next;
	size_t len;
	int i;

	say(f, " IPv6");
	ip = take(f, &b, IPV6_LEN, "the inner IPv6 header");
	if (!ip)
		return;
	say_address(f, " ", AF_INET6, ip + 8);
	say_address(f, " > ", AF_INET6, ip + 24);
	len = be16(ip + 4);
	if (len)
		fits = limit(f, &b, len, "IPv6");
	next = ip[6];
	for (i = 0; i < EXTENSIONS; i++) {
		if (next == IPPROTO_FRAGMENT) {
			say(f, " fragment");
			return;
		}
		if (next != IPPROTO_HOPOPTS && next != IPPROTO_ROUTING &&
		    next != IPPROTO_DSTOPTS)
			break;
		if (b.have < 8)
			return;
		len = ((size_t)b.at[1] + 1) * 8;
		next = *b.at;
		at = take(f, &b, len, "an inner IPv6 extension header");
		if (!at)
			return;
	}
	read_l4(f, b, next, fits);
}

/**
 * inner_packet() - read what is inside the frame of a VM
 * @f: the frame
 * @b: what is left of it, behind its EtherType
 * @type: its EtherType
 */
void inner_packet(struct frame *f, struct bytes b, uint16_t type)
{
	const uint8_t *tag;

	while (f->inner.tags < TAGS &&
	       (type == ETH_P_8021Q || type == ETH_P_8021AD)) {
		say(f, " tagged");
		if (!f->inner.tags++)
			f->inner.vlan = b.have >= 2 ? be16(b.at) & 0xfff : 0;
		tag = take(f, &b, 4, "an inner VLAN tag");
		if (!tag)
			return;
		say(f, " %u", be16(tag) & 0xfff);
		type = be16(tag + 2);
	}
	switch (type) {
	case ETH_P_ARP:
		read_arp(f, b);
		break;
	case ETH_P_IP:
		read_ipv4(f, b);
		break;
	case ETH_P_IPV6:
		read_ipv6(f, b);
		break;
	default:
		if (type < FIRST_TYPE)
			say(f, " LLC");
		else
			say(f, " type 0x%04x", type);
	}
}

/**
 * inner_ethernet() - read the frame of a VM
 * @f: the frame
 * @b: the frame of the VM
 */
void inner_ethernet(struct frame *f, struct bytes b)
{
	static const uint8_t nobody[MAC_LEN];
	const uint8_t *header = take(f, &b, ETH_HLEN, "the inner Ethernet header");
	char mac[MAC_STRLEN];

	if (!header)
		return;
	f->inner.has_addresses = true;
	memcpy(f->inner.dst, header, MAC_LEN);
	memcpy(f->inner.src, header + MAC_LEN, MAC_LEN);
	if (f->inner.src[0] & 1 || !memcmp(f->inner.src, nobody, MAC_LEN))
		fault_add(f, FAULT_BAD_SOURCE,
			  "the source MAC %s can be nobody's",
			  format_mac(f->inner.src, mac));
	inner_packet(f, b, be16(header + 12));
}
