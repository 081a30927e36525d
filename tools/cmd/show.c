// SPDX-License-Identifier: GPL-2.0
/*
 * The whole configuration, for someone who has to find out at night why a VM
 * does not get through: one line per port says what becomes of its frames.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../error.h"
#include "../link.h"
#include "../names.h"
#include "../nl.h"
#include "../out.h"
#include "../world.h"
#include "cmd.h"

static const char help[] =
"trunkctl show [ bridge BR ]\n"
"\n"
"Prints every bridge with its networks, its remotes, its trunks and, on one line\n"
"for each port, which frames it takes, where they go, and how they come back:\n"
"\n"
"  tap1  rx vlan 100 -> strip -> child (5001)   tx child (5001) -> push 100\n"
"\n"
"-s adds counters and why frames were lost, -d what has its default value.\n"
"With -j each object has a key \"object\" that says what it is.\n";

#define PORT_TEXT	160

static void open_object(struct ctx *ctx, const char *object)
{
	out_open(ctx->out);
	out_str(ctx->out, "object", NULL, object);
}

static void show_json(struct ctx *ctx, const struct world *w,
		      const struct bridge *b)
{
	const struct network *n;
	const struct remote *r;
	const struct trunk *t;
	struct conn_error err;
	const struct port *p;
	struct link link;

	link_get(ctx, NULL, b->ifindex, &link, &err);
	open_object(ctx, "bridge");
	print_bridge(ctx, b, err.err ? NULL : &link);
	out_close(ctx->out);
	world_for_each(n, &w->networks) {
		if (n->bridge != b->ifindex)
			continue;
		open_object(ctx, "network");
		print_network(ctx, n, b->ifname);
		out_close(ctx->out);
	}
	world_for_each(r, &w->remotes) {
		if (r->bridge != b->ifindex)
			continue;
		open_object(ctx, "remote");
		print_remote(ctx, r, b->ifname);
		out_close(ctx->out);
	}
	world_for_each(t, &w->trunks) {
		if (t->bridge != b->ifindex)
			continue;
		open_object(ctx, "trunk");
		print_trunk(ctx, t, b->ifname);
		out_close(ctx->out);
	}
	world_for_each(p, &w->ports) {
		if (p->bridge != b->ifindex)
			continue;
		open_object(ctx, "subport");
		print_port(ctx, p, b->ifname);
		out_close(ctx->out);
	}
}

/* A device that is down stops everything, and the family does not say so. */
static const char *link_state(struct ctx *ctx, uint32_t ifindex)
{
	struct conn_error err;
	struct link link;

	if (link_get(ctx, NULL, ifindex, &link, &err))
		return "?";
	return link.up ? "up" : "DOWN";
}

static void text_bridge(struct ctx *ctx, const struct bridge *b)
{
	struct out *out = ctx->out;

	out_text(out, "%s  %s", b->ifname, link_state(ctx, b->ifindex));
	if (b->local4.family || b->local6.family) {
		print_ip(ctx, NULL, "  local ", &b->local4);
		print_ip(ctx, NULL, b->local4.family ? "," : "  local ",
			 &b->local6);
	} else {
		out_text(out, "  no local address");
	}
	if (b->uplink)
		out_text(out, "  uplink %s (UDP %u) %s", b->uplink_name,
			 b->dstport, link_state(ctx, b->uplink));
	else
		out_text(out, "  no uplink");
	out_text(out, "  fdb %u of %u", b->fdb_count, b->fdb_max);
	if (ctx->details)
		out_text(out, "  ageing %u", b->ageing);
	if (b->learn_failed)
		out_text(out, "  learn-failed %" PRIu64, b->learn_failed);
	if (b->events_lost)
		out_text(out, "  events-lost %" PRIu64, b->events_lost);
	print_stats(ctx, &b->stats, "      ");
	out_close(out);
}

/* Make a column wide enough for a text. */
static void widen(int *width, const char *text)
{
	if ((int)strlen(text) > *width)
		*width = (int)strlen(text);
}

static void widen_for(int *width, uint32_t number)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", number);
	widen(width, text);
}

static void text_networks(struct ctx *ctx, const struct world *w,
			  const struct bridge *b)
{
	int name = 0, vni = 0, ports = 0, remotes = 0;
	struct out *out = ctx->out;
	const struct network *n;

	world_for_each(n, &w->networks) {
		if (n->bridge != b->ifindex)
			continue;
		widen(&name, n->name);
		widen_for(&vni, n->vni);
		widen_for(&ports, n->ports);
		widen_for(&remotes, n->remotes);
	}
	world_for_each(n, &w->networks) {
		if (n->bridge != b->ifindex)
			continue;
		out_text(out, "  network  %-*s  vni %-*u  ports %-*u  remotes %-*u  fdb %u",
			 name, n->name, vni, n->vni, ports, n->ports, remotes,
			 n->remotes, n->fdb_count);
		if (n->mtu)
			out_text(out, "  mtu %u", n->mtu);
		else if (ctx->details)
			out_text(out, "  mtu auto");
		if (ctx->details || n->unknown != VTRUNK_UNKNOWN_FLOOD)
			print_enum(ctx, NULL, "  unknown ", &names_unknown,
				   n->unknown);
		if (ctx->details || !n->learn)
			out_text(out, "  learn %s", n->learn ? "on" : "off");
		if (ctx->details || n->l2cp)
			out_text(out, "  l2cp %s", n->l2cp ? "on" : "off");
		out_close(out);
	}
}

static void text_remotes(struct ctx *ctx, const struct world *w,
			 const struct bridge *b)
{
	char text[INET6_ADDRSTRLEN];
	struct out *out = ctx->out;
	const struct remote *r;
	int width = 0;

	world_for_each(r, &w->remotes)
		if (r->bridge == b->ifindex)
			widen(&width, format_ip(&r->ip, text));
	world_for_each(r, &w->remotes) {
		if (r->bridge != b->ifindex)
			continue;
		out_text(out, "  remote   %-*s  %s", width,
			 format_ip(&r->ip, text), r->up ? "up" : "DOWN");
		if (r->vni)
			out_text(out, "  network %s (%u)", r->network, r->vni);
		else
			out_text(out, "  every network");
		if (r->path_mtu)
			out_text(out, "  path-mtu %u", r->path_mtu);
		else
			out_text(out, "  NO ROUTE");
		print_last_frame(ctx, r);
		print_stats(ctx, &r->stats, "      ");
		out_close(out);
	}
}

static void text_trunks(struct ctx *ctx, const struct world *w,
			const struct bridge *b)
{
	struct out *out = ctx->out;
	const struct trunk *t;
	int width = 0;

	world_for_each(t, &w->trunks)
		if (t->bridge == b->ifindex)
			widen(&width, t->ifname);
	world_for_each(t, &w->trunks) {
		if (t->bridge != b->ifindex)
			continue;
		out_text(out, "  trunk    %-*s  ", width, t->ifname);
		print_enum(ctx, NULL, "", &names_status, t->status);
		out_text(out, "  ports %u", t->ports);
		if (!t->up)
			out_text(out, "  set down");
		if (t->locked)
			out_text(out, "  locked");
		if (t->announce)
			out_text(out, "  announce");
		if (t->unknown_vid)
			out_text(out, "  the VM sends VLAN %u, no subport",
				 t->unknown_vid);
		print_stats(ctx, &t->stats, "      ");
		out_close(out);
	}
}

/* What a port takes, and where it goes. */
static void rx_text(const struct port *p, char text[PORT_TEXT])
{
	if (p->selector == VTRUNK_SELECTOR_VLAN)
		snprintf(text, PORT_TEXT, "rx vlan %u -> strip -> %s (%u)",
			 p->vid, p->network, p->vni);
	else
		snprintf(text, PORT_TEXT, "rx untagged -> %s (%u)", p->network,
			 p->vni);
}

/* What comes back, and how. */
static void tx_text(const struct port *p, char text[PORT_TEXT])
{
	if (p->selector == VTRUNK_SELECTOR_VLAN)
		snprintf(text, PORT_TEXT, "tx %s (%u) -> push %u", p->network,
			 p->vni, p->vid);
	else
		snprintf(text, PORT_TEXT, "tx %s (%u) -> untagged", p->network,
			 p->vni);
}

static void text_port(struct ctx *ctx, const struct port *p, int dev_width,
		      int rx_width)
{
	struct out *out = ctx->out;
	char text[PORT_TEXT];

	rx_text(p, text);
	out_text(out, "  %-*s  %-*s", dev_width, p->ifname, rx_width, text);
	tx_text(p, text);
	out_text(out, "   %s", text);
	if (*p->name)
		out_text(out, "  name %s", p->name);
	if (!p->up)
		out_text(out, "  set down");
	else if (p->status != VTRUNK_STATUS_ACTIVE)
		print_enum(ctx, NULL, "  ", &names_status, p->status);
	if (p->locked)
		out_text(out, "  locked");
	if (ctx->details || p->qinq)
		out_text(out, "  qinq %s", p->qinq ? "on" : "off");
	if (ctx->details || p->unknown)
		out_text(out, "  unknown %s", p->unknown ? "on" : "off");
	if (ctx->details || p->local_only)
		out_text(out, "  local-only %s", p->local_only ? "on" : "off");
	if (p->key)
		out_text(out, "  key %u", p->key);
	print_addresses(ctx, &p->addresses, "  address ");
	print_stats(ctx, &p->stats, "      ");
	out_close(out);
}

static void text_ports(struct ctx *ctx, const struct world *w,
		       const struct bridge *b)
{
	char text[PORT_TEXT];
	const struct port *p;
	int dev_width = 0;
	int rx_width = 0;

	world_for_each(p, &w->ports) {
		if (p->bridge != b->ifindex)
			continue;
		rx_text(p, text);
		widen(&rx_width, text);
		widen(&dev_width, p->ifname);
	}
	world_for_each(p, &w->ports)
		if (p->bridge == b->ifindex)
			text_port(ctx, p, dev_width, rx_width);
}

static enum result show_all(struct ctx *ctx, const struct params *p)
{
	struct world w = { .bridges = { NULL, 0 } };
	const struct bridge *b;
	enum result result;
	uint32_t only;
	size_t i;

	result = bridge_filter(ctx, p, &only);
	if (!result)
		result = world_load(ctx, p, &w);
	for (i = 0; !result && i < w.bridges.count; i++) {
		b = &w.bridges.list[i];
		if (only && b->ifindex != only)
			continue;
		if (out_is_json(ctx->out)) {
			show_json(ctx, &w, b);
			continue;
		}
		text_bridge(ctx, b);
		text_networks(ctx, &w, b);
		text_remotes(ctx, &w, b);
		text_trunks(ctx, &w, b);
		text_ports(ctx, &w, b);
	}
	world_free(&w);
	return result ? result : view_end(ctx);
}

static const struct verb show = {
	.run = show_all,
	.words = W(BRIDGE),
};

static enum result show_run(struct ctx *ctx, char **argv)
{
	enum result result;
	struct params p;

	result = words_parse(ctx, &show, argv, &p);
	if (!result)
		result = ctx_connect(ctx);
	return result ? result : show_all(ctx, &p);
}

static const char *const form[] = { "bridge BR", NULL };

const struct object object_show = {
	.name = "show",
	.run = show_run,
	.form = form,
	.help = help,
};
