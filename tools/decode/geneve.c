// SPDX-License-Identifier: GPL-2.0
/* The Geneve header and its options (RFC 8926, sections 3.4 and 3.5). */
#include <linux/if_ether.h>

#include "frame.h"

#define GENEVE_LEN	8
#define OPTION_LEN	4

#define FLAG_OAM	0x80
#define FLAG_CRITICAL	0x40
#define FLAGS_RESERVED	0x3f

#define TYPE_CRITICAL	0x80

/* ingress << 16 | egress; the bit above the ingress key is reserved. Of several
 * options the last counts.
 */
static void read_keys(struct frame *f, const uint8_t *data, size_t length)
{
	struct geneve *g = &f->geneve;

	g->has_ovn = true;
	if (length != OVN_LENGTH) {
		fault_add(f, FAULT_OPTION_LENGTH,
			  "the option of the keys has %zu bytes of data instead of %d",
			  length, OVN_LENGTH);
		return;
	}
	if (*data & 0x80)
		fault_add(f, FAULT_RESERVED,
			  "the reserved bit above the ingress key is set");
	g->has_keys = true;
	g->in_key = be16(data) & 0x7fff;
	g->out_key = be16(data + 2);
}

/* Whether another one may follow. */
static bool read_option(struct frame *f, struct bytes *b, bool *critical)
{
	struct geneve *g = &f->geneve;
	const uint8_t *option;
	const uint8_t *data;
	uint16_t class;
	size_t length;
	uint8_t type;

	option = frame_take(f, b, OPTION_LEN, FAULT_OPTION_LENGTH,
			    "the header of an option");
	if (!option)
		return false;
	class = be16(option);
	type = option[2];
	if (!g->options++) {
		g->class = class;
		g->type = type;
	}
	if (type & TYPE_CRITICAL)
		*critical = true;
	if (option[3] >> 5)
		fault_add(f, FAULT_RESERVED,
			  "reserved bits of option 0x%04x/0x%02x are set",
			  class, type);
	length = (size_t)(option[3] & 31) * 4;
	data = frame_take(f, b, length, FAULT_OPTION_LENGTH,
			  "the data of an option");
	if (!data)
		return false;
	if (class == OVN_CLASS && type == OVN_TYPE)
		read_keys(f, data, length);
	else if (type & TYPE_CRITICAL)
		fault_add(f, FAULT_BAD_OPTION,
			  "the critical option 0x%04x/0x%02x is not understood",
			  class, type);
	return true;
}

static void read_options(struct frame *f, struct bytes b)
{
	struct geneve *g = &f->geneve;
	bool critical = false;

	while (b.length)
		if (!read_option(f, &b, &critical))
			break;
	g->complete = !b.length;
	if (critical && !g->critical)
		fault_add(f, FAULT_CRITICAL_BIT,
			  "the header lacks the critical bit, and an option has it");
	if (!critical && g->critical && g->complete)
		fault_add(f, FAULT_CRITICAL_BIT,
			  "the header has the critical bit, and no option has it");
}

/* Whether the rest can be read. */
static bool read_header(struct frame *f, const uint8_t *header)
{
	struct geneve *g = &f->geneve;

	if (*header >> 6) {
		fault_add(f, FAULT_VERSION, "the Geneve header has version %u",
			  *header >> 6);
		return false;
	}
	g->whole = true;
	g->critical = header[1] & FLAG_CRITICAL;
	g->protocol = be16(header + 2);
	g->vni = be24(header + 4);
	if (header[1] & FLAGS_RESERVED || header[7])
		fault_add(f, FAULT_RESERVED,
			  "reserved bits of the Geneve header are set");
	if (header[1] & FLAG_OAM)
		fault_add(f, FAULT_OAM,
			  "a control packet, by the OAM bit of the Geneve header");
	if (g->protocol != ETH_P_TEB)
		fault_add(f, FAULT_PROTOCOL,
			  "the protocol type is 0x%04x, which is no Ethernet",
			  g->protocol);
	return true;
}

/**
 * geneve_read() - read the Geneve header and what is inside
 * @f: the frame
 * @b: the payload of UDP
 */
void geneve_read(struct frame *f, struct bytes b)
{
	const uint8_t *header;
	struct bytes options;
	size_t length;

	header = frame_take(f, &b, GENEVE_LEN, FAULT_GENEVE_SHORT,
			    "the Geneve header");
	if (!header || !read_header(f, header))
		return;
	length = (size_t)(*header & 0x3f) * 4;
	if (length > b.length) {
		fault_add(f, FAULT_OPTION_LENGTH,
			  "the Geneve header says %zu bytes of options, and %zu follow",
			  length, b.length);
		return;
	}
	options = b;
	bytes_limit(&options, length);
	read_options(f, options);
	if (length > b.have)
		return;
	bytes_skip(&b, length);
	if (f->geneve.protocol == ETH_P_TEB)
		inner_ethernet(f, b);
}
