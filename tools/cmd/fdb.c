// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include <linux/netlink.h>

#include "../error.h"
#include "../link.h"
#include "../msg.h"
#include "../names.h"
#include "../nl.h"
#include "../out.h"
#include "cmd.h"

static const char help[] =
"trunkctl fdb add MAC network NET TARGET [ static | sticky ]\n"
"trunkctl fdb set MAC network NET TARGET [ static | sticky ]\n"
"trunkctl fdb del MAC network NET\n"
"trunkctl fdb show [ FILTER ]...\n"
"trunkctl fdb flush [ FILTER ]...\n"
"\n"
"An entry says where a MAC of a network is. A static one never moves and never\n"
"ages; a sticky one never moves, and goes when the MAC falls silent. flush\n"
"forgets learned entries only. In a network of mode ovn an entry at a remote has\n"
"the key of the port behind it.\n"
"\n"
"Where: TARGET := dev DEV SEL | remote IP [ key 1-32767 ]\n"
"       SEL    := native | vlan VID [ proto 802.1Q ]\n"
"       FILTER := network NET | dev DEV [ SEL ] | remote IP | mac MAC\n"
"       NET    := NAME | VNI\n"
"Any command takes \"bridge BR\" as well.\n";

/**
 * print_fdb() - print a forwarding entry
 * @ctx: the run
 * @f: the entry
 * @bridge: name of its bridge
 */
void print_fdb(const struct ctx *ctx, const struct fdb *f, const char *bridge)
{
	struct out *out = ctx->out;
	char mac[MAC_STRLEN];

	out_str(out, "bridge", NULL, bridge);
	out_str(out, "mac", "", format_mac(f->mac, mac));
	out_str(out, "network", " network ", f->network);
	out_uint(out, "vni", " vni ", f->vni);
	if (f->ifindex) {
		out_str(out, "dev", " dev ", f->ifname);
		print_selector(ctx, f->selector, f->vid);
	}
	print_ip(ctx, "ip", " remote ", &f->ip);
	if (f->key)
		out_uint(out, "key", " key ", f->key);
	print_enum(ctx, "type", " ", &names_fdb_type, f->type);
	if (f->has_age) {
		out_uint(out, "age", NULL, f->age);
		out_text(out, " age %" PRIu32 "s", f->age / 1000);
	}
	if (f->moves)
		out_uint(out, "moves", " moves ", f->moves);
	out_str(out, NULL, " bridge ", bridge);
}

/**
 * struct place - where a request is to be carried out
 * @bridge: the bridge, with number 0 for any
 * @dev: the trunk, with number 0 for none
 */
struct place {
	struct bridge bridge;
	struct link dev;
};

/*
 * The bridge follows from a trunk, and has to be found otherwise; a list is of
 * all bridges when none is named.
 */
static enum result find_place(struct ctx *ctx, const struct params *p,
			      bool list, struct place *place)
{
	enum result result = DONE;
	struct link link;

	place->bridge.ifindex = 0;
	place->bridge.ifname[0] = '\0';
	place->dev.ifindex = 0;
	if (!p->dev) {
		if (list)
			return bridge_filter(ctx, p, &place->bridge.ifindex);
		return bridge_pick(ctx, p, &place->bridge);
	}
	result = list ? find_trunk(ctx, p, &place->dev) :
			link_find(ctx, p->dev, &place->dev);
	if (!result && given(p, S_BRIDGE)) {
		result = link_find(ctx, p->bridge, &link);
		place->bridge.ifindex = link.ifindex;
	}
	return result;
}

static void put_place(struct msg *msg, const struct params *p,
		      const struct place *place)
{
	static const uint8_t no_mac[MAC_LEN];

	if (place->bridge.ifindex)
		msg_u32(msg, VTRUNK_A_FDB_BRIDGE_IFINDEX,
			place->bridge.ifindex);
	if (memcmp(p->mac, no_mac, MAC_LEN))
		msg_put(msg, VTRUNK_A_FDB_MAC, p->mac, MAC_LEN);
	msg_net(msg, VTRUNK_A_FDB_VNI, VTRUNK_A_FDB_NETWORK, &p->network);
	if (place->dev.ifindex)
		msg_u32(msg, VTRUNK_A_FDB_IFINDEX, place->dev.ifindex);
	if (given(p, S_SEL)) {
		msg_u32(msg, VTRUNK_A_FDB_SELECTOR, p->selector);
		if (p->selector == VTRUNK_SELECTOR_VLAN)
			msg_u16(msg, VTRUNK_A_FDB_VID, (uint16_t)p->vid);
	}
	msg_ip(msg, VTRUNK_A_FDB_IPV4, VTRUNK_A_FDB_IPV6, &p->remote);
	if (given(p, S_KEY))
		msg_u16(msg, VTRUNK_A_FDB_KEY, (uint16_t)p->key);
	if (given(p, S_TYPE))
		msg_u32(msg, VTRUNK_A_FDB_TYPE, p->type);
}

static const char *place_bridge(const struct place *place)
{
	return *place->bridge.ifname ? place->bridge.ifname : NULL;
}

static enum result change(struct ctx *ctx, const struct params *p,
			  uint8_t cmd)
{
	enum result result;
	struct place place;
	struct msg msg;

	result = find_place(ctx, p, false, &place);
	if (result)
		return result;
	msg_genl(&msg, cmd, 0);
	put_place(&msg, p, &place);
	return cmd_send(ctx, p, place_bridge(&place), &msg, NULL, NULL);
}

static enum result fdb_add(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_FDB_NEW);
}

static enum result fdb_set(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_FDB_SET);
}

static enum result fdb_del(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_FDB_DEL);
}

static int show_one(const struct nlmsghdr *nlh, void *arg)
{
	struct view *view = arg;
	struct fdb f;
	int err;

	err = read_fdb(nlh, &f);
	if (err)
		return err;
	out_open(view->ctx->out);
	print_fdb(view->ctx, &f, bridges_name(&view->bridges, f.bridge));
	out_close(view->ctx->out);
	return 0;
}

static enum result fdb_show(struct ctx *ctx, const struct params *p)
{
	struct view view = { .ctx = ctx };
	enum result result;
	struct place place;
	struct msg msg;

	result = find_place(ctx, p, true, &place);
	if (!result)
		result = bridges_load(ctx, &view.bridges);
	if (result)
		goto out;
	msg_genl(&msg, VTRUNK_CMD_FDB_GET, NLM_F_DUMP);
	put_place(&msg, p, &place);
	result = cmd_send(ctx, p, place_bridge(&place), &msg, show_one, &view);
	if (!result)
		result = view_end(ctx);
out:
	bridges_free(&view.bridges);
	return result;
}

static int take_flushed(const struct nlmsghdr *nlh, void *arg)
{
	struct nlattr *tb[VTRUNK_A_FDB_MAX + 1];
	uint32_t *flushed = arg;
	int err;

	err = msg_attrs(nlh, tb, VTRUNK_A_FDB_MAX);
	if (!err)
		*flushed = get_u32(tb[VTRUNK_A_FDB_FLUSHED]);
	return err;
}

static enum result fdb_flush(struct ctx *ctx, const struct params *p)
{
	uint32_t flushed = 0;
	enum result result;
	struct place place;
	struct msg msg;

	result = find_place(ctx, p, false, &place);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_FDB_FLUSH, 0);
	put_place(&msg, p, &place);
	result = cmd_send(ctx, p, place_bridge(&place), &msg, take_flushed,
			  &flushed);
	if (result || !(ctx->stats || out_is_json(ctx->out)))
		return result;
	out_open(ctx->out);
	out_uint(ctx->out, "flushed", "flushed ", flushed);
	out_close(ctx->out);
	return view_end(ctx);
}

static enum result check_target(const struct ctx *ctx, const struct params *p)
{
	if (given(p, S_SEL) && !p->dev)
		return error_usage(ctx, "\"native\" and \"vlan\" go with \"dev DEV\"");
	return DONE;
}

static enum result check_port(const struct ctx *ctx, const struct params *p)
{
	if (p->dev && !given(p, S_SEL))
		return error_usage(ctx, "\"dev\" needs \"native\" or \"vlan VID\" as well");
	if (given(p, S_KEY) && p->dev)
		return error_usage(ctx, "\"key\" goes with \"remote IP\"");
	return check_target(ctx, p);
}

static const struct verb verbs[] = {
	{ .name = "add", .run = fdb_add, .check = check_port, .id = ID_MAC,
	  .words = W(BRIDGE) | W(NETWORK) | WORDS_TARGET |
		   W(REMOTE_KEY) | W(STATIC) | W(STICKY),
	  .required = S(NETWORK) | S(TARGET) },
	{ .name = "set", .run = fdb_set, .check = check_port, .id = ID_MAC,
	  .words = W(BRIDGE) | W(NETWORK) | WORDS_TARGET |
		   W(REMOTE_KEY) | W(STATIC) | W(STICKY),
	  .required = S(NETWORK) | S(TARGET) },
	{ .name = "del", .run = fdb_del, .id = ID_MAC,
	  .words = W(BRIDGE) | W(NETWORK), .required = S(NETWORK) },
	{ .name = "show", .run = fdb_show, .check = check_target,
	  .id = ID_NONE,
	  .words = W(BRIDGE) | W(NETWORK) | WORDS_TARGET | W(MAC) },
	{ .name = "flush", .run = fdb_flush, .check = check_target,
	  .id = ID_NONE,
	  .words = W(BRIDGE) | W(NETWORK) | WORDS_TARGET | W(MAC) },
	{ .name = NULL },
};

const struct object object_fdb = {
	.name = "fdb",
	.verbs = verbs,
	.help = help,
};
