// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include <linux/netlink.h>

#include "../error.h"
#include "../ipv6.h"
#include "../link.h"
#include "../msg.h"
#include "../names.h"
#include "../nl.h"
#include "../out.h"
#include "cmd.h"

static const char help[] =
"trunkctl trunk add DEV [ network NET ] [ up | down ]\n"
"                       [ locked { on | off } ] [ announce { on | off } ]\n"
"                       [ force ]\n"
"trunkctl trunk set DEV [ network NET ] [ up | down ]\n"
"                       [ locked { on | off } ] [ announce { on | off } ]\n"
"trunkctl trunk load DEV FILE\n"
"trunkctl trunk del DEV\n"
"trunkctl trunk show [ DEV ]\n"
"\n"
"A trunk is a device with a VM behind it. \"network NET\" puts its untagged\n"
"frames into a network, as \"subport add DEV native network NET\" does.\n"
"\n"
"load replaces all ports of the trunk by those of FILE, or of standard input if\n"
"FILE is -: all of them or, if one is refused, none. FILE has a port on a line,\n"
"as \"subport add DEV\" takes it: { native | vlan VID } network NET [PORTATTR]...\n"
"What follows a # is a comment. A port that stays as it is loses no frame, one\n"
"that changes keeps its counters, one that has no line is removed.\n"
"\n"
"down stops the traffic; locked refuses changes while traffic goes on. force\n"
"takes a device that has an IP address or that carries a route.\n"
"\n"
"announce tells all networks of the trunk where its VM is, a few times after its\n"
"first frame and after each RARP frame of its native port: for VMs that move. A\n"
"port without addresses is announced with the MAC of that frame.\n"
"\n"
"-d show also lists the VLANs that the VM sends and no subport takes, with the\n"
"number of frames.\n"
"\n"
"The host's own IPv6 is switched off on the device, and stays off after del.\n"
"add takes \"bridge BR\" to say which bridge; show takes it to show one.\n";

/**
 * print_trunk() - print a trunk
 * @ctx: the run
 * @t: the trunk
 * @bridge: name of its bridge
 */
void print_trunk(const struct ctx *ctx, const struct trunk *t,
		 const char *bridge)
{
	struct out *out = ctx->out;

	out_str(out, "bridge", NULL, bridge);
	out_str(out, "dev", "", t->ifname);
	out_bool(out, "up", NULL, t->up);
	out_text(out, t->up ? " up" : " down");
	out_bool(out, "locked", ctx->details || t->locked ? " locked " : NULL,
		 t->locked);
	out_bool(out, "announce",
		 ctx->details || t->announce ? " announce " : NULL,
		 t->announce);
	print_enum(ctx, "status", " status ", &names_status, t->status);
	out_uint(out, "port_count", " ports ", t->ports);
	out_str(out, NULL, " bridge ", bridge);
	if (t->unknown_vid)
		out_uint(out, "unknown_vid", NULL, t->unknown_vid);
	if (ctx->details)
		print_unknown_tags(ctx, t);
	print_stats(ctx, &t->stats, "    ");
}

static void put_id(struct msg *msg, uint8_t cmd,
		   const struct link *dev)
{
	msg_genl(msg, cmd, 0);
	msg_u32(msg, VTRUNK_A_TRUNK_IFINDEX, dev->ifindex);
}

static enum result native_add(struct ctx *ctx, const struct params *p,
			      const struct link *dev)
{
	struct msg msg;

	msg_genl(&msg, VTRUNK_CMD_PORT_NEW, 0);
	msg_u32(&msg, VTRUNK_A_PORT_IFINDEX, dev->ifindex);
	msg_u32(&msg, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_NATIVE);
	msg_net(&msg, VTRUNK_A_PORT_VNI, VTRUNK_A_PORT_NETWORK, &p->network);
	return cmd_send(ctx, p, NULL, &msg, NULL, NULL);
}

static enum result lock(struct ctx *ctx, const struct params *p,
			const struct link *dev)
{
	struct msg msg;

	put_id(&msg, VTRUNK_CMD_TRUNK_SET, dev);
	msg_u8(&msg, VTRUNK_A_TRUNK_LOCKED, 1);
	return cmd_send(ctx, p, NULL, &msg, NULL, NULL);
}

static enum result release(struct ctx *ctx, const struct params *p,
			   const struct link *dev)
{
	struct msg msg;

	put_id(&msg, VTRUNK_CMD_TRUNK_DEL, dev);
	return cmd_send(ctx, p, NULL, &msg, NULL, NULL);
}

/*
 * Make the trunk and its native port, or neither. A locked trunk takes no
 * port, so the lock comes last.
 */
static enum result attach(struct ctx *ctx, const struct params *p,
			  const struct bridge *b, const struct link *dev)
{
	bool lock_last = given(p, S_NETWORK) && given(p, S_LOCKED);
	enum result result;
	struct msg msg;

	put_id(&msg, VTRUNK_CMD_TRUNK_NEW, dev);
	msg_u32(&msg, VTRUNK_A_TRUNK_BRIDGE_IFINDEX, b->ifindex);
	if (given(p, S_FORCE))
		msg_flag(&msg, VTRUNK_A_TRUNK_FORCE);
	if (given(p, S_UP))
		msg_u8(&msg, VTRUNK_A_TRUNK_UP, (uint8_t)p->up);
	if (given(p, S_ANNOUNCE))
		msg_u8(&msg, VTRUNK_A_TRUNK_ANNOUNCE, (uint8_t)p->announce);
	if (given(p, S_LOCKED) && !lock_last)
		msg_u8(&msg, VTRUNK_A_TRUNK_LOCKED, (uint8_t)p->locked);
	result = cmd_send(ctx, p, b->ifname, &msg, NULL, NULL);
	if (result || !given(p, S_NETWORK))
		return result;
	result = native_add(ctx, p, dev);
	if (!result && lock_last && p->locked)
		result = lock(ctx, p, dev);
	if (result)
		release(ctx, p, dev);
	return result;
}

/*
 * Switching IPv6 off takes the device's IPv6 addresses away. Link-local ones
 * come back by themselves when the trunk is refused; others would be lost, so
 * with those it happens only once the kernel has taken the device.
 */
static enum result trunk_add(struct ctx *ctx, const struct params *p)
{
	bool changed = false;
	enum result result;
	struct bridge b;
	struct link dev;
	bool late;
	int err = 0;

	result = link_find(ctx, p->dev, &dev);
	if (!result)
		result = bridge_pick(ctx, p, &b);
	if (result)
		return result;
	late = ipv6_has_address(dev.name);
	if (!late)
		err = ipv6_disable(dev.name, &changed);
	result = attach(ctx, p, &b, &dev);
	if (result) {
		if (changed && ipv6_enable(dev.name))
			error_warn(ctx, "IPv6 stays off on %s", dev.name);
		return result;
	}
	if (late)
		err = ipv6_disable(dev.name, &changed);
	if (err)
		error_warn(ctx, "IPv6 cannot be switched off on %s: %s",
			   dev.name, strerror(-err));
	return DONE;
}

static int take_port(const struct nlmsghdr *nlh, void *arg)
{
	return read_port(nlh, arg);
}

static int take_trunk(const struct nlmsghdr *nlh, void *arg)
{
	return read_trunk(nlh, arg);
}

/**
 * struct change - a change of a trunk, in two requests
 * @ctx: the run
 * @p: what the command line says
 * @dev: the trunk device
 * @old: the trunk before
 * @had_native: whether it had a native port
 * @old_native: the native port before
 */
struct change {
	struct ctx *ctx;
	const struct params *p;
	struct link dev;
	struct trunk old;
	bool had_native;
	struct port old_native;
};

static enum result set_flags(const struct change *c, bool undo)
{
	const struct params *p = c->p;
	struct msg msg;

	if (!given(p, S_UP) && !given(p, S_LOCKED) && !given(p, S_ANNOUNCE))
		return DONE;
	put_id(&msg, VTRUNK_CMD_TRUNK_SET, &c->dev);
	if (put_bridge(c->ctx, p, &msg, VTRUNK_A_TRUNK_BRIDGE_IFINDEX))
		return REFUSED;
	if (given(p, S_UP))
		msg_u8(&msg, VTRUNK_A_TRUNK_UP, undo ? c->old.up : p->up);
	if (given(p, S_LOCKED))
		msg_u8(&msg, VTRUNK_A_TRUNK_LOCKED,
		       undo ? c->old.locked : p->locked);
	if (given(p, S_ANNOUNCE))
		msg_u8(&msg, VTRUNK_A_TRUNK_ANNOUNCE,
		       undo ? c->old.announce : p->announce);
	return cmd_send(c->ctx, p, NULL, &msg, NULL, NULL);
}

static enum result set_native(const struct change *c, bool undo)
{
	struct net_id old = { .vni = c->old_native.vni };
	const struct params *p = c->p;
	uint8_t cmd = VTRUNK_CMD_PORT_SET;
	struct msg msg;

	if (!given(p, S_NETWORK))
		return DONE;
	if (!c->had_native)
		cmd = undo ? VTRUNK_CMD_PORT_DEL : VTRUNK_CMD_PORT_NEW;
	msg_genl(&msg, cmd, 0);
	if (put_bridge(c->ctx, p, &msg, VTRUNK_A_PORT_BRIDGE_IFINDEX))
		return REFUSED;
	msg_u32(&msg, VTRUNK_A_PORT_IFINDEX, c->dev.ifindex);
	msg_u32(&msg, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_NATIVE);
	if (cmd != VTRUNK_CMD_PORT_DEL)
		msg_net(&msg, VTRUNK_A_PORT_VNI, VTRUNK_A_PORT_NETWORK,
			undo ? &old : &p->network);
	return cmd_send(c->ctx, p, NULL, &msg, NULL, NULL);
}

/* Read what there is, so that a change that stops half-way can be undone. */
static enum result read_old(struct change *c)
{
	struct conn_error err;
	struct subject s;
	struct msg msg;

	subject_init(&s, c->p);
	put_id(&msg, VTRUNK_CMD_TRUNK_GET, &c->dev);
	conn_genl(c->ctx->conn, &msg, take_trunk, &c->old, &err);
	if (err.err)
		return error_nl(c->ctx, &err, &s);
	msg_genl(&msg, VTRUNK_CMD_PORT_GET, 0);
	msg_u32(&msg, VTRUNK_A_PORT_IFINDEX, c->dev.ifindex);
	msg_u32(&msg, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_NATIVE);
	conn_genl(c->ctx->conn, &msg, take_port, &c->old_native, &err);
	c->had_native = !err.err;
	return err.err == ENOENT ? DONE : error_nl(c->ctx, &err, &s);
}

/*
 * The network comes first, as it may be refused before anything has happened,
 * but a lock that is to go has to go before.
 */
static enum result trunk_set(struct ctx *ctx, const struct params *p)
{
	struct change c = { .ctx = ctx, .p = p };
	enum result result;
	bool flags_first;

	result = link_find(ctx, p->dev, &c.dev);
	if (!result)
		result = read_old(&c);
	if (result)
		return result;
	flags_first = c.old.locked && given(p, S_LOCKED) && !p->locked;
	result = flags_first ? set_flags(&c, false) : set_native(&c, false);
	if (result)
		return result;
	result = flags_first ? set_native(&c, false) : set_flags(&c, false);
	if (result) {
		if (flags_first)
			set_flags(&c, true);
		else
			set_native(&c, true);
	}
	return result;
}

static enum result trunk_del(struct ctx *ctx, const struct params *p)
{
	enum result result;
	struct link dev;
	struct msg msg;

	result = link_find(ctx, p->dev, &dev);
	if (result)
		return result;
	put_id(&msg, VTRUNK_CMD_TRUNK_DEL, &dev);
	result = put_bridge(ctx, p, &msg, VTRUNK_A_TRUNK_BRIDGE_IFINDEX);
	if (result)
		return result;
	return cmd_send(ctx, p, NULL, &msg, NULL, NULL);
}

static int show_one(const struct nlmsghdr *nlh, void *arg)
{
	struct view *view = arg;
	struct trunk t;
	int err;

	err = read_trunk(nlh, &t);
	if (err)
		return err;
	out_open(view->ctx->out);
	print_trunk(view->ctx, &t, bridges_name(&view->bridges, t.bridge));
	out_close(view->ctx->out);
	return 0;
}

static enum result trunk_show(struct ctx *ctx, const struct params *p)
{
	struct view view = { .ctx = ctx };
	enum result result = DONE;
	uint32_t bridge = 0;
	struct link dev;
	struct msg msg;

	if (p->has_id)
		result = find_trunk(ctx, p, &dev);
	else
		result = bridge_filter(ctx, p, &bridge);
	if (!result)
		result = bridges_load(ctx, &view.bridges);
	if (result)
		goto out;
	msg_genl(&msg, VTRUNK_CMD_TRUNK_GET, p->has_id ? 0 : NLM_F_DUMP);
	if (p->has_id)
		msg_u32(&msg, VTRUNK_A_TRUNK_IFINDEX, dev.ifindex);
	if (bridge)
		msg_u32(&msg, VTRUNK_A_TRUNK_BRIDGE_IFINDEX, bridge);
	result = cmd_send(ctx, p, NULL, &msg, show_one, &view);
	if (!result)
		result = view_end(ctx);
out:
	bridges_free(&view.bridges);
	return result;
}

static const struct verb verbs[] = {
	{ .name = "add", .run = trunk_add, .id = ID_DEV,
	  .words = W(BRIDGE) | W(NETWORK) | W(UP) | W(DOWN) | W(LOCKED) |
		   W(ANNOUNCE) | W(FORCE) },
	{ .name = "set", .run = trunk_set, .id = ID_DEV,
	  .words = W(BRIDGE) | W(NETWORK) | W(UP) | W(DOWN) | W(LOCKED) |
		   W(ANNOUNCE),
	  .any = S(NETWORK) | S(UP) | S(LOCKED) | S(ANNOUNCE) },
	{ .name = "load", .run = trunk_load, .id = ID_DEV, .file = true,
	  .offline = true, .words = W(BRIDGE) },
	{ .name = "del", .run = trunk_del, .id = ID_DEV, .words = W(BRIDGE) },
	{ .name = "show", .run = trunk_show, .id = ID_DEV, .id_optional = true,
	  .words = W(BRIDGE) },
	{ .name = NULL },
};

const struct object object_trunk = {
	.name = "trunk",
	.verbs = verbs,
	.help = help,
};
