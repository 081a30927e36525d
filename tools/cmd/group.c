// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>

#include <linux/netlink.h>

#include "../error.h"
#include "../link.h"
#include "../list.h"
#include "../msg.h"
#include "../names.h"
#include "../nl.h"
#include "../out.h"
#include "cmd.h"

static const char help[] =
"trunkctl group add KEY network NET [ mac MAC ] [ TARGET ]...\n"
"trunkctl group del KEY network NET [ TARGET ]...\n"
"trunkctl group show [ network NET ]\n"
"\n"
"A group stands for ports and remotes of a network of mode ovn. What other hosts\n"
"send to its key goes to its ports here. With a MAC, what ports here send to that\n"
"goes to its other ports and once to each of its remotes. add makes a group, or\n"
"adds TARGETs to it; del removes them, or the group. Groups 32768 (all), 32769\n"
"(ports that take unknown unicast) and 32772 (all) are there by themselves.\n"
"\n"
"Where: KEY    := 32768-65535\n"
"       TARGET := dev DEV SEL | remote IP\n"
"       SEL    := native | vlan VID [ proto 802.1Q ]\n"
"       NET    := NAME | VNI\n"
"Any command takes \"bridge BR\" as well.\n";

static void print_member(const struct ctx *ctx, const struct member *m)
{
	struct out *out = ctx->out;

	out_nest(out, NULL);
	if (m->ifindex) {
		out_str(out, "dev", " dev ", m->ifname);
		print_selector(ctx, m->selector, m->vid);
	}
	print_ip(ctx, "ip", " remote ", &m->ip);
	out_nest_end(out);
}

/**
 * print_group() - print a group
 * @ctx: the run
 * @g: the group
 * @bridge: name of its bridge
 */
void print_group(const struct ctx *ctx, const struct group *g,
		 const char *bridge)
{
	struct out *out = ctx->out;
	char mac[MAC_STRLEN];
	size_t i;

	out_str(out, "bridge", NULL, bridge);
	out_uint(out, "key", "", g->key);
	out_str(out, "network", " network ", g->network);
	out_uint(out, "vni", " vni ", g->vni);
	if (g->has_mac)
		out_str(out, "mac", " mac ", format_mac(g->mac, mac));
	out_list(out, "members");
	for (i = 0; i < g->count; i++)
		print_member(ctx, &g->members[i]);
	out_nest_end(out);
	out_str(out, NULL, " bridge ", bridge);
}

static enum result put_member(struct ctx *ctx, struct msg *msg,
			      const struct target *target)
{
	enum result result;
	struct link dev;
	size_t nest;

	nest = msg_nest(msg, VTRUNK_A_GROUP_MEMBER | NLA_F_NESTED);
	if (target->dev) {
		result = link_find(ctx, target->dev, &dev);
		if (result)
			return result;
		msg_u32(msg, VTRUNK_A_GROUP_MEMBER_IFINDEX, dev.ifindex);
		msg_u32(msg, VTRUNK_A_GROUP_MEMBER_SELECTOR, target->selector);
		if (target->selector == VTRUNK_SELECTOR_VLAN)
			msg_u16(msg, VTRUNK_A_GROUP_MEMBER_VID,
				(uint16_t)target->vid);
	} else {
		msg_ip(msg, VTRUNK_A_GROUP_MEMBER_IPV4,
		       VTRUNK_A_GROUP_MEMBER_IPV6, &target->ip);
	}
	msg_nest_end(msg, nest);
	return DONE;
}

/* What is refused about one target is said with its words. */
static void name_target(struct subject *s, const struct target *target)
{
	if (target->dev) {
		subject_dev(s, target->dev);
		subject_port(s, target->selector, target->vid);
	} else {
		subject_ip(s, &target->ip);
	}
}

static enum result change(struct ctx *ctx, const struct params *p,
			  uint8_t cmd)
{
	const struct target *targets = p->targets.items;
	enum result result;
	struct conn_error err;
	struct subject s;
	struct bridge b;
	struct msg msg;
	size_t i;

	result = bridge_pick(ctx, p, &b);
	if (result)
		return result;
	msg_genl(&msg, cmd, 0);
	msg_u32(&msg, VTRUNK_A_GROUP_BRIDGE_IFINDEX, b.ifindex);
	msg_net(&msg, VTRUNK_A_GROUP_VNI, VTRUNK_A_GROUP_NETWORK, &p->network);
	msg_u16(&msg, VTRUNK_A_GROUP_KEY, (uint16_t)p->key);
	if (given(p, S_MAC))
		msg_put(&msg, VTRUNK_A_GROUP_MAC, p->mac, MAC_LEN);
	for (i = 0; !result && i < p->targets.count; i++)
		result = put_member(ctx, &msg, &targets[i]);
	if (result) {
		msg_free(&msg);
		return result;
	}
	subject_init(&s, p);
	subject_bridge(&s, b.ifname);
	if (p->targets.count == 1)
		name_target(&s, targets);
	conn_genl(ctx->conn, &msg, NULL, NULL, &err);
	return cmd_answer(ctx, &err, &s);
}

static enum result change_and_free(struct ctx *ctx, const struct params *p,
				   uint8_t cmd)
{
	struct list targets = p->targets;
	enum result result = change(ctx, p, cmd);

	list_free(&targets);
	return result;
}

static enum result group_add(struct ctx *ctx, const struct params *p)
{
	return change_and_free(ctx, p, VTRUNK_CMD_GROUP_NEW);
}

static enum result group_del(struct ctx *ctx, const struct params *p)
{
	return change_and_free(ctx, p, VTRUNK_CMD_GROUP_DEL);
}

static int show_one(const struct nlmsghdr *nlh, void *arg)
{
	struct view *view = arg;
	struct group g;
	int err;

	err = read_group(nlh, &g);
	if (err)
		return err;
	out_open(view->ctx->out);
	print_group(view->ctx, &g, bridges_name(&view->bridges, g.bridge));
	out_close(view->ctx->out);
	return 0;
}

static enum result group_show(struct ctx *ctx, const struct params *p)
{
	struct bridge b = { .ifname = "" };
	struct view view = { .ctx = ctx };
	enum result result;
	struct msg msg;

	result = bridge_filter(ctx, p, &b.ifindex);
	if (!result)
		result = bridges_load(ctx, &view.bridges);
	if (result)
		goto out;
	msg_genl(&msg, VTRUNK_CMD_GROUP_GET, NLM_F_DUMP);
	if (b.ifindex)
		msg_u32(&msg, VTRUNK_A_GROUP_BRIDGE_IFINDEX, b.ifindex);
	msg_net(&msg, VTRUNK_A_GROUP_VNI, VTRUNK_A_GROUP_NETWORK, &p->network);
	result = cmd_send(ctx, p, b.ifname, &msg, show_one, &view);
	if (!result)
		result = view_end(ctx);
out:
	bridges_free(&view.bridges);
	return result;
}

static const struct verb verbs[] = {
	{ .name = "add", .run = group_add, .id = ID_KEY, .many = true,
	  .words = W(BRIDGE) | W(NETWORK) | W(GROUP_MAC) | WORDS_TARGET,
	  .required = S(NETWORK) },
	{ .name = "del", .run = group_del, .id = ID_KEY, .many = true,
	  .words = W(BRIDGE) | W(NETWORK) | WORDS_TARGET,
	  .required = S(NETWORK) },
	{ .name = "show", .run = group_show, .id = ID_NONE,
	  .words = W(BRIDGE) | W(NETWORK) },
	{ .name = NULL },
};

const struct object object_group = {
	.name = "group",
	.verbs = verbs,
	.help = help,
};
