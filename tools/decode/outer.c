// SPDX-License-Identifier: GPL-2.0
/* The packet of the underlay, down to the payload of UDP. */
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <string.h>

#include "frame.h"

#define IPV4_LEN	20
#define IPV6_LEN	40
#define UDP_LEN		8
#define FRAGMENT_LEN	8

/* Longer chains of extension headers are nobody's. */
#define EXTENSIONS	8

/* What follows the length that a header says is not the packet's. */
static void limit(struct frame *f, struct bytes *b, size_t length,
		  const char *what)
{
	if (length > b->length)
		fault_add(f, FAULT_OUTER_SHORT,
			  "%s says that %zu bytes follow, and there are %zu",
			  what, length, b->length);
	bytes_limit(b, length);
}

/* Whether a UDP packet was found; then b is that. */
static bool read_ipv4(struct frame *f, struct bytes *b)
{
	const uint8_t *ip = b->at;
	size_t header, total;
	uint16_t fragment;

	if (b->have < IPV4_LEN || *ip >> 4 != 4)
		return false;
	header = (size_t)(*ip & 15) * 4;
	total = be16(ip + 2);
	/* A packet for segmentation that is too long for the field has zero. */
	if (!total)
		total = b->length;
	if (ip[9] != IPPROTO_UDP || header < IPV4_LEN || header > b->have ||
	    total < header)
		return false;
	bytes_skip(b, header);
	limit(f, b, total - header, "the outer IPv4 header");
	f->outer.src.family = AF_INET;
	f->outer.dst.family = AF_INET;
	memcpy(&f->outer.src.v4, ip + 12, sizeof(f->outer.src.v4));
	memcpy(&f->outer.dst.v4, ip + 16, sizeof(f->outer.dst.v4));
	fragment = be16(ip + 6);
	f->outer.offset = (uint32_t)(fragment & 0x1fff) * 8;
	f->outer.fragment = fragment & 0x3fff;
	f->outer.id = be16(ip + 4);
	return true;
}

static void read_fragment(struct frame *f, const uint8_t *at)
{
	f->outer.offset = be16(at + 2) & 0xfff8;
	f->outer.fragment = be16(at + 2) & 0xfff9;
	f->outer.id = be32(at + 4);
}

/* Behind the extension headers; those of a fragment are in the first only. */
static bool skip_extensions(struct frame *f, struct bytes *b, uint8_t next)
{
	const uint8_t *at;
	size_t len;
	int i;

	for (i = 0; i < EXTENSIONS && next != IPPROTO_UDP; i++) {
		if (f->outer.offset || b->have < FRAGMENT_LEN)
			return false;
		at = b->at;
		len = ((size_t)at[1] + 1) * 8;
		if (next == IPPROTO_FRAGMENT) {
			len = FRAGMENT_LEN;
			read_fragment(f, at);
		} else if (next != IPPROTO_HOPOPTS && next != IPPROTO_ROUTING &&
			   next != IPPROTO_DSTOPTS) {
			return false;
		}
		if (len > b->have)
			return false;
		next = *at;
		bytes_skip(b, len);
	}
	return next == IPPROTO_UDP;
}

static bool read_ipv6(struct frame *f, struct bytes *b)
{
	const uint8_t *ip = b->at;
	size_t length;

	if (b->have < IPV6_LEN || *ip >> 4 != 6)
		return false;
	bytes_skip(b, IPV6_LEN);
	length = be16(ip + 4);
	limit(f, b, length ? length : b->length, "the outer IPv6 header");
	f->outer.src.family = AF_INET6;
	f->outer.dst.family = AF_INET6;
	memcpy(&f->outer.src.v6, ip + 8, sizeof(f->outer.src.v6));
	memcpy(&f->outer.dst.v6, ip + 24, sizeof(f->outer.dst.v6));
	return skip_extensions(f, b, ip[6]);
}

/* A datagram ends where it says; what a fragment lacks is in the next ones. */
static void limit_udp(struct frame *f, struct bytes *b, size_t length)
{
	if (f->outer.fragment && length > b->length)
		b->length = length;
	if (length == b->length)
		return;
	/* Zero says of a datagram of a jumbogram that it is long. */
	if (length)
		fault_add(f, FAULT_UDP_LENGTH,
			  "the outer UDP header says %zu bytes, and the packet has %zu",
			  length, b->length);
	if (length >= UDP_LEN)
		bytes_limit(b, length);
}

/**
 * outer_read() - read the packet of the underlay
 * @f: the frame
 * @b: the packet
 * @type: its EtherType
 * @port: a UDP port of Geneve besides its own, or 0
 * @payload: where the payload of UDP goes
 *
 * Return: whether it is a Geneve packet or may be a part of one.
 */
bool outer_read(struct frame *f, struct bytes b, uint16_t type, uint16_t port,
		struct bytes *payload)
{
	const uint8_t *udp;

	if (type == ETH_P_IP ? !read_ipv4(f, &b) : !read_ipv6(f, &b))
		return false;
	if (f->outer.offset) {
		f->kind = KIND_FRAGMENT;
		fault_add(f, FAULT_FRAGMENT,
			  "a fragment of the packet, from byte %u on",
			  f->outer.offset);
		return true;
	}
	if (b.have < UDP_LEN)
		return false;
	udp = b.at;
	f->outer.sport = be16(udp);
	f->outer.dport = be16(udp + 2);
	if (f->outer.dport != GENEVE_PORT && (!port || f->outer.dport != port))
		return false;
	f->kind = KIND_GENEVE;
	if (f->outer.fragment)
		fault_add(f, FAULT_FRAGMENT,
			  "the first fragment of a packet that did not fit the underlay");
	limit_udp(f, &b, be16(udp + 4));
	f->outer.udp = b;
	bytes_skip(&b, UDP_LEN);
	*payload = b;
	return true;
}
