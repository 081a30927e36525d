// SPDX-License-Identifier: GPL-2.0
/*
 * The UDP checksum of the underlay. Where a packet is sent, the capture has it
 * before the NIC has filled in what was left to it, which must not be taken for
 * a fault of the frame.
 */
#include <netinet/in.h>

#include "frame.h"

#define UDP_CHECK	6

/* With a length that does not fit nobody knows what the sum is of. */
#define LENGTHS		(1u << FAULT_OUTER_SHORT | 1u << FAULT_UDP_LENGTH)

static uint32_t sum(const uint8_t *at, size_t len, uint32_t total)
{
	for (; len > 1; at += 2, len -= 2) {
		total += be16(at);
		total = (total & 0xffff) + (total >> 16);
	}
	if (len)
		total += (uint32_t)*at << 8;
	return (total & 0xffff) + (total >> 16);
}

static uint32_t fold(uint32_t total)
{
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return total;
}

/* Of addresses, protocol and length, as the checksum of UDP includes them. */
static uint32_t pseudo_header(const struct outer *o)
{
	uint32_t total = IPPROTO_UDP + (uint32_t)o->udp.length;
	size_t len = sizeof(o->src.v4);

	if (o->src.family == AF_INET6)
		len = sizeof(o->src.v6);
	total = fold(total);
	total = sum((const uint8_t *)&o->src.v6, len, total);
	return fold(sum((const uint8_t *)&o->dst.v6, len, total));
}

/*
 * What is inside has its checksum still to come, too: then its field has the
 * sum that the outer checksum counts it with (LCO in the kernel's words).
 */
static bool inner_is_left(const struct frame *f, uint32_t total)
{
	const struct bytes *udp = &f->outer.udp;
	const uint8_t *l4 = f->inner.l4;

	if (!l4)
		return false;
	total = sum(udp->at, (size_t)(l4 - udp->at), total);
	total += ~(uint32_t)be16(l4 + f->inner.l4_check) & 0xffff;
	/* Behind an odd number of bytes the sum is that of swapped ones. */
	return !((l4 - udp->at) & 1) && fold(total) == 0xffff;
}

static enum checksum look(const struct frame *f)
{
	const struct bytes *udp = &f->outer.udp;
	uint32_t total, check;

	check = be16(udp->at + UDP_CHECK);
	if (!check)
		return CHECKSUM_NONE;
	if (f->outer.fragment || udp->have < udp->length ||
	    f->faults & LENGTHS)
		return CHECKSUM_UNKNOWN;
	total = pseudo_header(&f->outer);
	if (fold(sum(udp->at, udp->have, total)) == 0xffff)
		return CHECKSUM_RIGHT;
	if (check == total || inner_is_left(f, total))
		return CHECKSUM_UNFILLED;
	return CHECKSUM_WRONG;
}

/**
 * checksum_check() - look at the outer UDP checksum
 * @f: the frame, of which everything else is read
 */
void checksum_check(struct frame *f)
{
	f->outer.checksum = look(f);
	if (f->outer.checksum == CHECKSUM_WRONG)
		fault_add(f, FAULT_CHECKSUM,
			  "the outer UDP checksum 0x%04x is wrong",
			  be16(f->outer.udp.at + UDP_CHECK));
	if (f->outer.checksum == CHECKSUM_NONE &&
	    f->outer.src.family == AF_INET6)
		fault_add(f, FAULT_NO_CHECKSUM,
			  "no outer UDP checksum, over IPv6");
}
