// SPDX-License-Identifier: GPL-2.0
/* A line for each frame, and in JSON an object. */
#include <inttypes.h>
#include <time.h>

#include "../cmd/cmd.h"
#include "../out.h"
#include "frame.h"
#include "known.h"

static const char *const checksums[] = {
	[CHECKSUM_UNKNOWN] = "unknown",
	[CHECKSUM_NONE] = "none",
	[CHECKSUM_RIGHT] = "right",
	[CHECKSUM_UNFILLED] = "unfilled",
	[CHECKSUM_WRONG] = "wrong",
};

static void print_when(const struct ctx *ctx, const struct frame *f)
{
	const struct timespec time = {
		.tv_sec = f->time.tv_sec,
		.tv_nsec = f->time.tv_usec * 1000,
	};
	uint64_t offset = (uint64_t)f->offset;

	out_uint(ctx->out, "frame", "", f->number);
	out_text(ctx->out, " ");
	print_time(ctx, &time);
	out_uint(ctx->out, "offset", NULL, offset);
	if (ctx->times)
		return;
	if (f->offset < 0)
		offset = -offset;
	out_text(ctx->out, "%s%" PRIu64 ".%06" PRIu64 " ",
		 f->offset < 0 ? "-" : "", offset / 1000000, offset % 1000000);
}

static void print_outer(const struct ctx *ctx, const struct frame *f)
{
	const struct outer *o = &f->outer;

	print_ip(ctx, "src", "", &o->src);
	print_ip(ctx, "dst", " > ", &o->dst);
	if (f->kind != KIND_GENEVE)
		return;
	out_uint(ctx->out, "sport", NULL, o->sport);
	out_uint(ctx->out, "dport", NULL, o->dport);
	if (o->vlan)
		out_uint(ctx->out, "underlay_vlan", NULL, o->vlan);
	out_str(ctx->out, "checksum", NULL, checksums[o->checksum]);
}

static void print_name(const struct ctx *ctx, const struct network *net)
{
	if (!net)
		return;
	out_text(ctx->out, " (");
	out_str(ctx->out, "network", "", net->name);
	out_text(ctx->out, ")");
}

/* Groups that exist by themselves, by their keys. */
static const char *group_name(uint16_t key)
{
	switch (key) {
	case GROUP_FLOOD:
		return "flood";
	case GROUP_UNKNOWN:
		return "unknown";
	case GROUP_FLOOD_L2:
		return "flood_l2";
	default:
		return key < GROUP_FIRST ? NULL : "group";
	}
}

static void print_place(const struct ctx *ctx, const char *key,
			const struct port *port)
{
	char place[PLACE_TEXT];

	if (!port)
		return;
	out_text(ctx->out, " (");
	out_str(ctx->out, key, "", known_port_text(port, place));
	out_text(ctx->out, ")");
}

static void print_keys(const struct ctx *ctx, const struct known *k,
		       const struct frame *f, const struct network *net)
{
	const char *group = group_name(f->geneve.out_key);
	const struct port *from = NULL;
	const struct port *to = NULL;

	if (!f->geneve.has_keys)
		return;
	if (net) {
		from = known_port_by_key(k, net->vni, f->geneve.in_key);
		to = known_port_by_key(k, net->vni, f->geneve.out_key);
	}
	out_uint(ctx->out, "in_key", " key ", f->geneve.in_key);
	print_place(ctx, "in_port", from);
	out_uint(ctx->out, "out_key", " > ", f->geneve.out_key);
	print_place(ctx, "out_port", to);
	if (!group)
		return;
	out_text(ctx->out, " (");
	out_str(ctx->out, "out_group", "", group);
	out_text(ctx->out, ")");
}

/* A MAC, with the port that it is at if the bridge knows it. */
static void print_mac(const struct ctx *ctx, const char *key,
		      const char *port_key, const char *label,
		      const uint8_t mac[MAC_LEN], const struct port *port)
{
	char text[MAC_STRLEN];

	out_str(ctx->out, key, label, format_mac(mac, text));
	print_place(ctx, port_key, port);
}

static void print_inner(const struct ctx *ctx, const struct known *k,
			const struct frame *f, const struct network *net)
{
	const struct inner *inner = &f->inner;
	const struct port *from = NULL;
	const struct port *to = NULL;

	if (net && !f->geneve.has_keys) {
		from = known_port_of(k, net->vni, inner->src);
		to = known_port_of(k, net->vni, inner->dst);
	}
	if (inner->has_addresses) {
		print_mac(ctx, "inner_src", "in_port", " ", inner->src, from);
		print_mac(ctx, "inner_dst", "out_port", " > ", inner->dst, to);
	}
	if (inner->tags)
		out_uint(ctx->out, "inner_vlan", NULL, inner->vlan);
	if (*inner->text)
		out_str(ctx->out, "inner", NULL, inner->text + 1);
	out_text(ctx->out, "%s", inner->text);
}

/* The names for programs, and the sentences for people. */
static void print_bits(const struct ctx *ctx, const struct frame *f,
		       const char *key, uint32_t bits, const char *before)
{
	uint32_t i;

	out_list(ctx->out, key);
	for (i = 0; i < FAULT_COUNT; i++) {
		if (!(bits & UINT32_C(1) << i))
			continue;
		out_item(ctx->out, fault_name(i));
		out_text(ctx->out, "%s%s", before, f->text[i]);
		before = "; ";
	}
	out_nest_end(ctx->out);
}

static void print_sentences(const struct ctx *ctx, const struct frame *f)
{
	uint32_t i;

	out_list(ctx->out, "text");
	for (i = 0; i < FAULT_COUNT; i++)
		if ((f->faults | f->notes) & UINT32_C(1) << i)
			out_item(ctx->out, f->text[i]);
	out_nest_end(ctx->out);
}

/**
 * frame_print() - print a frame
 * @ctx: the run
 * @k: what is known
 * @f: the frame
 */
void frame_print(const struct ctx *ctx, const struct known *k,
		 const struct frame *f)
{
	const struct network *net = NULL;

	out_open(ctx->out);
	print_when(ctx, f);
	out_uint(ctx->out, "length", NULL, f->all.length);
	if (f->kind != KIND_PLAIN)
		print_outer(ctx, f);
	else
		net = known_network_of(k, f);
	if (f->kind == KIND_PLAIN)
		out_text(ctx->out, "no vni");
	if (f->geneve.whole) {
		net = known_network(k, f->geneve.vni);
		out_uint(ctx->out, "vni", " vni ", f->geneve.vni);
	}
	print_name(ctx, net);
	print_keys(ctx, k, f, net);
	print_inner(ctx, k, f, net);
	if (f->all.have < f->all.length) {
		out_uint(ctx->out, "captured", " [cut: ", f->all.have);
		out_text(ctx->out, " of %zu bytes]", f->all.length);
	}
	print_bits(ctx, f, "notes", f->notes, " note: ");
	print_bits(ctx, f, "faults", f->faults, " ! ");
	print_sentences(ctx, f);
	out_close(ctx->out);
}
