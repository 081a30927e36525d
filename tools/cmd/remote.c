// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>

#include <linux/netlink.h>

#include "../error.h"
#include "../list.h"
#include "../msg.h"
#include "../nl.h"
#include "../out.h"
#include "cmd.h"

static const char help[] =
"trunkctl remote add IP [ network NET ] [ up | down ]\n"
"trunkctl remote set IP { up | down }\n"
"trunkctl remote del IP [ network NET ]\n"
"trunkctl remote show [ network NET ]\n"
"trunkctl remote flush [ network NET ]\n"
"\n"
"A remote is another hypervisor. Without \"network NET\" it is one of every\n"
"network, now and later, and del takes away just that; with it, of one. Whether\n"
"it is up belongs to the address, not to a network.\n"
"\n"
"flush removes all remotes of the bridge, or those of one network's own.\n"
"-s show has the counters of each and when a frame last came from it.\n"
"Any command takes \"bridge BR\" as well.\n";

/**
 * print_remote() - print a remote
 * @ctx: the run
 * @r: the remote
 * @bridge: name of its bridge
 */
void print_remote(const struct ctx *ctx, const struct remote *r,
		  const char *bridge)
{
	struct out *out = ctx->out;

	out_str(out, "bridge", NULL, bridge);
	print_ip(ctx, "ip", "", &r->ip);
	if (r->vni) {
		out_str(out, "network", " network ", r->network);
		out_uint(out, "vni", " vni ", r->vni);
	} else {
		out_text(out, " every network");
	}
	out_bool(out, "up", NULL, r->up);
	out_text(out, r->up ? " up" : " down");
	if (r->path_mtu)
		out_uint(out, "path_mtu", " path-mtu ", r->path_mtu);
	else
		out_text(out, " no route");
	if (r->has_age)
		out_uint(out, "age", NULL, r->age);
	out_str(out, NULL, " bridge ", bridge);
	print_last_frame(ctx, r);
	print_stats(ctx, &r->stats, "    ");
}

static void put_id(struct msg *msg, const struct bridge *b,
		   const struct ip_addr *ip, const struct net_id *net)
{
	if (b->ifindex)
		msg_u32(msg, VTRUNK_A_REMOTE_BRIDGE_IFINDEX, b->ifindex);
	msg_ip(msg, VTRUNK_A_REMOTE_IPV4, VTRUNK_A_REMOTE_IPV6, ip);
	msg_net(msg, VTRUNK_A_REMOTE_VNI, VTRUNK_A_REMOTE_NETWORK, net);
}

static enum result change(struct ctx *ctx, const struct params *p,
			  uint8_t cmd)
{
	enum result result;
	struct bridge b;
	struct msg msg;

	result = bridge_pick(ctx, p, &b);
	if (result)
		return result;
	msg_genl(&msg, cmd, 0);
	put_id(&msg, &b, &p->remote, &p->network);
	if (given(p, S_UP))
		msg_u8(&msg, VTRUNK_A_REMOTE_UP, (uint8_t)p->up);
	return cmd_send(ctx, p, b.ifname, &msg, NULL, NULL);
}

static enum result remote_add(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_REMOTE_NEW);
}

static enum result remote_set(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_REMOTE_SET);
}

static enum result remote_del(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_REMOTE_DEL);
}

static int show_one(const struct nlmsghdr *nlh, void *arg)
{
	struct view *view = arg;
	struct remote r;
	int err;

	err = read_remote(nlh, &r);
	if (err)
		return err;
	out_open(view->ctx->out);
	print_remote(view->ctx, &r, bridges_name(&view->bridges, r.bridge));
	out_close(view->ctx->out);
	return 0;
}

static enum result remote_show(struct ctx *ctx, const struct params *p)
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
	msg_genl(&msg, VTRUNK_CMD_REMOTE_GET, NLM_F_DUMP);
	put_id(&msg, &b, &p->remote, &p->network);
	result = cmd_send(ctx, p, b.ifname, &msg, show_one, &view);
	if (!result)
		result = view_end(ctx);
out:
	bridges_free(&view.bridges);
	return result;
}

static int collect(const struct nlmsghdr *nlh, void *arg)
{
	struct remote r;
	int err;

	err = read_remote(nlh, &r);
	return err ? err : list_add(arg, &r, sizeof(r));
}

static enum result flush_one(struct ctx *ctx, const struct params *p,
			     const struct bridge *b, const struct remote *r)
{
	struct net_id net = { .vni = r->vni };
	struct conn_error err;
	struct subject s;
	struct msg msg;

	msg_genl(&msg, VTRUNK_CMD_REMOTE_DEL, 0);
	put_id(&msg, b, &r->ip, &net);
	subject_init(&s, p);
	subject_bridge(&s, b->ifname);
	subject_ip(&s, &r->ip);
	conn_genl(ctx->conn, &msg, NULL, NULL, &err);
	return cmd_answer(ctx, &err, &s);
}

/* One that cannot go does not keep the others. */
static enum result remote_flush(struct ctx *ctx, const struct params *p)
{
	struct list list = { .items = NULL };
	const struct remote *remotes;
	enum result result;
	struct bridge b;
	struct msg msg;
	size_t i;

	result = bridge_pick(ctx, p, &b);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_REMOTE_GET, NLM_F_DUMP);
	put_id(&msg, &b, &p->remote, &p->network);
	result = cmd_send(ctx, p, b.ifname, &msg, collect, &list);
	remotes = list.items;
	for (i = 0; i < list.count; i++)
		if (flush_one(ctx, p, &b, &remotes[i]))
			result = REFUSED;
	list_free(&list);
	return result;
}

static const struct verb verbs[] = {
	{ .name = "add", .run = remote_add, .id = ID_REMOTE,
	  .words = W(BRIDGE) | W(NETWORK) | W(UP) | W(DOWN) },
	{ .name = "set", .run = remote_set, .id = ID_REMOTE,
	  .words = W(BRIDGE) | W(NETWORK) | W(UP) | W(DOWN),
	  .required = S(UP) },
	{ .name = "del", .run = remote_del, .id = ID_REMOTE,
	  .words = W(BRIDGE) | W(NETWORK) },
	{ .name = "show", .run = remote_show, .id = ID_NONE,
	  .words = W(BRIDGE) | W(NETWORK) },
	{ .name = "flush", .run = remote_flush, .id = ID_NONE,
	  .words = W(BRIDGE) | W(NETWORK) },
	{ .name = NULL },
};

const struct object object_remote = {
	.name = "remote",
	.verbs = verbs,
	.help = help,
};
