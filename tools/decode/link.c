// SPDX-License-Identifier: GPL-2.0
/* What is round an IP packet, by the kind of device that it was captured at. */
#include <linux/if_ether.h>
#include <pcap/dlt.h>

#include "frame.h"

#define SLL_LEN		16
#define SLL2_LEN	20

/**
 * link_is_known() - tell whether frames of a kind of device can be read
 * @link: the kind, as libpcap says it
 *
 * Return: whether they can.
 */
bool link_is_known(int link)
{
	return link == DLT_EN10MB || link == DLT_LINUX_SLL ||
	       link == DLT_LINUX_SLL2 || link == DLT_RAW ||
	       link == DLT_IPV4 || link == DLT_IPV6;
}

/* A packet without anything round it says by its first bits what it is. */
static uint16_t ip_type(const struct bytes *b)
{
	switch (b->have ? *b->at >> 4 : 0) {
	case 4:
		return ETH_P_IP;
	case 6:
		return ETH_P_IPV6;
	}
	return 0;
}

/* Not the MACs of Ethernet, which the caller may want. */
static bool take_header(int link, struct bytes *b, uint16_t *type)
{
	const uint8_t *at = b->at;
	size_t len;

	switch (link) {
	case DLT_EN10MB:
		len = ETH_HLEN;
		break;
	case DLT_LINUX_SLL:
		len = SLL_LEN;
		break;
	case DLT_LINUX_SLL2:
		len = SLL2_LEN;
		break;
	default:
		*type = ip_type(b);
		return true;
	}
	if (b->have < len)
		return false;
	bytes_skip(b, len);
	*type = be16(link == DLT_LINUX_SLL2 ? at : at + len - 2);
	return true;
}

static bool is_tag(uint16_t type)
{
	return type == ETH_P_8021Q || type == ETH_P_8021AD ||
	       type == ETH_P_QINQ1;
}

/* Whether it is an IP packet; then b is that, without what is round it. */
static bool find_ip(struct frame *f, int link, struct bytes *b, uint16_t *type)
{
	const uint8_t *tag;

	if (!take_header(link, b, type))
		return false;
	while (is_tag(*type)) {
		if (b->have < 4)
			return false;
		tag = bytes_skip(b, 4);
		if (!f->outer.vlan)
			f->outer.vlan = be16(tag) & 0xfff;
		*type = be16(tag + 2);
	}
	return *type == ETH_P_IP || *type == ETH_P_IPV6;
}

/* A frame that is no packet of a tunnel, as at the uplink. */
static void read_plain(struct frame *f, int link)
{
	struct bytes b = f->all;
	uint16_t type;

	if (link == DLT_EN10MB)
		inner_ethernet(f, b);
	else if (take_header(link, &b, &type))
		inner_packet(f, b, type);
}

static void remember(struct reader *reader, const struct outer *o)
{
	struct fragment *fragment;

	fragment = &reader->fragments[reader->fragment_count++ % FRAGMENTS];
	fragment->src = o->src;
	fragment->dst = o->dst;
	fragment->id = o->id;
}

/* Later fragments have no ports: whose they are, the first one has said. */
static bool is_remembered(const struct reader *reader, const struct outer *o)
{
	const struct fragment *fragment = reader->fragments;
	unsigned int i;

	for (i = 0; i < FRAGMENTS; i++, fragment++)
		if (fragment->id == o->id &&
		    ip_equal(&fragment->src, &o->src) &&
		    ip_equal(&fragment->dst, &o->dst))
			return true;
	return false;
}

/**
 * frame_read() - read a captured frame
 * @f: the frame; number, times and bytes are set, the rest is zero
 * @reader: what is the same for all frames
 */
void frame_read(struct frame *f, struct reader *reader)
{
	struct bytes b = f->all;
	struct bytes payload;
	uint16_t type;

	if (find_ip(f, reader->link, &b, &type) &&
	    outer_read(f, b, type, reader->port, &payload)) {
		if (f->kind == KIND_GENEVE) {
			if (f->outer.fragment)
				remember(reader, &f->outer);
			geneve_read(f, payload);
			checksum_check(f);
			return;
		}
		if (is_remembered(reader, &f->outer))
			return;
	}
	f->kind = KIND_PLAIN;
	f->faults = 0;
	read_plain(f, reader->link);
}
