// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>
#include <string.h>

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
"trunkctl subport add DEV SEL network NET [ PORTATTR ]...\n"
"trunkctl subport replace DEV SEL network NET [ PORTATTR ]...\n"
"trunkctl subport set DEV SEL [ network NET ] [ retag VID ]\n"
"                     [ PORTATTR ]...\n"
"trunkctl subport del DEV SEL\n"
"trunkctl subport flush DEV\n"
"trunkctl subport show [ DEV [ SEL ] ] [ network NET ]\n"
"\n"
"A subport takes the frames of one VLAN of a trunk, the native port the untagged\n"
"ones. replace makes the port, or gives one that is there the new settings and\n"
"defaults for the rest; set changes what is named. retag gives a subport another\n"
"VLAN id. flush removes all subports of the trunk; the native port stays.\n"
"\n"
"address is a station that is known to be behind the port, and may be given up\n"
"to 16 times: its MAC is a static FDB entry there, which comes and goes with the\n"
"port; its IP addresses, 32 with all MACs, are kept and shown. set replaces all\n"
"that the port had, with none by none.\n"
"\n"
"Where: SEL      := native | vlan VID [ proto 802.1Q ]\n"
"       VID      := 1-4094\n"
"       NET      := NAME | VNI\n"
"       PORTATTR := name NAME | { up | down } | locked { on | off } |\n"
"                   qinq { on | off } | unknown { on | off } |\n"
"                   local-only { on | off } | key { 1-32767 | 0 } |\n"
"                   address { MAC[,IP]... | none }\n"
"Any command takes \"bridge BR\" as well.\n";

/**
 * print_port() - print a logical port
 * @ctx: the run
 * @p: the port
 * @bridge: name of its bridge
 */
void print_port(const struct ctx *ctx, const struct port *p,
		const char *bridge)
{
	struct out *out = ctx->out;
	bool all = ctx->details;

	out_str(out, "bridge", NULL, bridge);
	out_str(out, "dev", "", p->ifname);
	print_selector(ctx, p->selector, p->vid);
	out_str(out, "network", " network ", p->network);
	out_uint(out, "vni", " vni ", p->vni);
	if (*p->name)
		out_str(out, "name", " name ", p->name);
	if (p->key)
		out_uint(out, "key", " key ", p->key);
	out_bool(out, "up", NULL, p->up);
	out_text(out, p->up ? " up" : " down");
	out_bool(out, "locked", all || p->locked ? " locked " : NULL,
		 p->locked);
	out_bool(out, "qinq", all || p->qinq ? " qinq " : NULL, p->qinq);
	out_bool(out, "unknown", all || p->unknown ? " unknown " : NULL,
		 p->unknown);
	out_bool(out, "local_only", all || p->local_only ? " local-only " :
							   NULL, p->local_only);
	print_addresses(ctx, &p->addresses, " address ");
	print_enum(ctx, "status", " status ", &names_status, p->status);
	out_str(out, NULL, " bridge ", bridge);
	print_stats(ctx, &p->stats, "    ");
}

static void put_selector(struct msg *msg, uint32_t selector, uint32_t vid)
{
	msg_u32(msg, VTRUNK_A_PORT_SELECTOR, selector);
	if (selector == VTRUNK_SELECTOR_VLAN)
		msg_u16(msg, VTRUNK_A_PORT_VID, (uint16_t)vid);
}

/**
 * put_port() - add a port to a request
 * @msg: the request
 * @p: what was said of the port
 */
void put_port(struct msg *msg, const struct params *p)
{
	put_selector(msg, p->selector, p->vid);
	msg_net(msg, VTRUNK_A_PORT_VNI, VTRUNK_A_PORT_NETWORK, &p->network);
	if (given(p, S_NAME))
		msg_str(msg, VTRUNK_A_PORT_NAME, p->name);
	if (given(p, S_UP))
		msg_u8(msg, VTRUNK_A_PORT_UP, (uint8_t)p->up);
	if (given(p, S_LOCKED))
		msg_u8(msg, VTRUNK_A_PORT_LOCKED, (uint8_t)p->locked);
	if (given(p, S_QINQ))
		msg_u8(msg, VTRUNK_A_PORT_QINQ, (uint8_t)p->qinq);
	if (given(p, S_PORT_UNKNOWN))
		msg_u8(msg, VTRUNK_A_PORT_UNKNOWN, (uint8_t)p->port_unknown);
	if (given(p, S_LOCAL_ONLY))
		msg_u8(msg, VTRUNK_A_PORT_LOCAL_ONLY, (uint8_t)p->local_only);
	if (given(p, S_KEY))
		msg_u16(msg, VTRUNK_A_PORT_KEY, (uint16_t)p->key);
	if (given(p, S_ADDRESS))
		address_put(msg, VTRUNK_A_PORT_ADDRESS, &p->addresses);
	if (given(p, S_RETAG))
		msg_u16(msg, VTRUNK_A_PORT_RETAG, (uint16_t)p->retag);
}

/* A refused new VLAN id is "this VLAN" to the kernel, not the old one. */
static enum result send_change(struct ctx *ctx, const struct params *p,
			       struct msg *msg)
{
	struct conn_error err;
	struct subject s;

	subject_init(&s, p);
	conn_genl(ctx->conn, msg, NULL, NULL, &err);
	if (err.attr == VTRUNK_A_PORT_RETAG)
		subject_port(&s, VTRUNK_SELECTOR_VLAN, p->retag);
	subject_address(&s, &err);
	return cmd_answer(ctx, &err, &s);
}

static enum result change(struct ctx *ctx, const struct params *p, uint8_t cmd,
			  bool replace)
{
	enum result result;
	struct link dev;
	struct msg msg;

	result = link_find(ctx, p->dev, &dev);
	if (result)
		return result;
	msg_genl(&msg, cmd, 0);
	result = put_bridge(ctx, p, &msg, VTRUNK_A_PORT_BRIDGE_IFINDEX);
	if (result)
		return result;
	msg_u32(&msg, VTRUNK_A_PORT_IFINDEX, dev.ifindex);
	put_port(&msg, p);
	if (replace)
		msg_flag(&msg, VTRUNK_A_PORT_REPLACE);
	return send_change(ctx, p, &msg);
}

static enum result subport_add(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_PORT_NEW, false);
}

static enum result subport_replace(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_PORT_NEW, true);
}

static enum result subport_set(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_PORT_SET, false);
}

static enum result subport_del(struct ctx *ctx, const struct params *p)
{
	return change(ctx, p, VTRUNK_CMD_PORT_DEL, false);
}

static int collect(const struct nlmsghdr *nlh, void *arg)
{
	struct port port;
	int err;

	err = read_port(nlh, &port);
	if (err || port.selector == VTRUNK_SELECTOR_NATIVE)
		return err;
	return list_add(arg, &port, sizeof(port));
}

static enum result flush_one(struct ctx *ctx, const struct params *p,
			     const struct port *port, bool *go_on)
{
	struct conn_error err;
	struct subject s;
	struct msg msg;

	msg_genl(&msg, VTRUNK_CMD_PORT_DEL, 0);
	msg_u32(&msg, VTRUNK_A_PORT_IFINDEX, port->ifindex);
	put_selector(&msg, port->selector, port->vid);
	subject_init(&s, p);
	subject_port(&s, port->selector, port->vid);
	conn_genl(ctx->conn, &msg, NULL, NULL, &err);
	/* What is true of the trunk is true of all its ports. */
	*go_on = !strstr(err.text, "this trunk");
	return cmd_answer(ctx, &err, &s);
}

/* One that cannot go does not keep the others. */
static enum result subport_flush(struct ctx *ctx, const struct params *p)
{
	struct list list = { .items = NULL };
	const struct port *ports;
	enum result result;
	bool go_on = true;
	struct link dev;
	struct msg msg;
	size_t i;

	result = find_trunk(ctx, p, &dev);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_PORT_GET, NLM_F_DUMP);
	result = put_bridge(ctx, p, &msg, VTRUNK_A_PORT_BRIDGE_IFINDEX);
	if (result)
		return result;
	msg_u32(&msg, VTRUNK_A_PORT_IFINDEX, dev.ifindex);
	result = cmd_send(ctx, p, NULL, &msg, collect, &list);
	ports = list.items;
	for (i = 0; i < list.count && go_on; i++)
		if (flush_one(ctx, p, &ports[i], &go_on))
			result = REFUSED;
	list_free(&list);
	return result;
}

static int show_one(const struct nlmsghdr *nlh, void *arg)
{
	struct view *view = arg;
	struct port port;
	int err;

	err = read_port(nlh, &port);
	if (err)
		return err;
	out_open(view->ctx->out);
	print_port(view->ctx, &port, bridges_name(&view->bridges, port.bridge));
	out_close(view->ctx->out);
	return 0;
}

static enum result subport_show(struct ctx *ctx, const struct params *p)
{
	bool one = given(p, S_SEL) && !given(p, S_NETWORK);
	struct view view = { .ctx = ctx };
	enum result result;
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
	msg_genl(&msg, VTRUNK_CMD_PORT_GET, one ? 0 : NLM_F_DUMP);
	if (bridge)
		msg_u32(&msg, VTRUNK_A_PORT_BRIDGE_IFINDEX, bridge);
	if (p->has_id)
		msg_u32(&msg, VTRUNK_A_PORT_IFINDEX, dev.ifindex);
	if (given(p, S_SEL))
		put_selector(&msg, p->selector, p->vid);
	msg_net(&msg, VTRUNK_A_PORT_VNI, VTRUNK_A_PORT_NETWORK, &p->network);
	result = cmd_send(ctx, p, NULL, &msg, show_one, &view);
	if (!result)
		result = view_end(ctx);
out:
	bridges_free(&view.bridges);
	return result;
}

static enum result check_set(const struct ctx *ctx, const struct params *p)
{
	if (given(p, S_RETAG) && p->selector == VTRUNK_SELECTOR_NATIVE)
		return error_usage(ctx, "the native port has no VLAN id, so \"retag\" does not go with it");
	return DONE;
}

static enum result check_show(const struct ctx *ctx, const struct params *p)
{
	if (given(p, S_SEL) && !p->has_id)
		return error_usage(ctx, "which trunk is missing: DEV goes before \"native\" or \"vlan\"");
	return DONE;
}

static const struct verb verbs[] = {
	{ .name = "add", .run = subport_add, .id = ID_DEV,
	  .words = W(BRIDGE) | WORDS_SEL | W(NETWORK) | WORDS_PORTATTR,
	  .required = S(SEL) | S(NETWORK) },
	{ .name = "replace", .run = subport_replace, .id = ID_DEV,
	  .words = W(BRIDGE) | WORDS_SEL | W(NETWORK) | WORDS_PORTATTR,
	  .required = S(SEL) | S(NETWORK) },
	{ .name = "set", .run = subport_set, .check = check_set, .id = ID_DEV,
	  .words = W(BRIDGE) | WORDS_SEL | W(NETWORK) | W(RETAG) |
		   WORDS_PORTATTR,
	  .required = S(SEL),
	  .any = S(NETWORK) | S(RETAG) | SLOTS_PORTATTR },
	{ .name = "del", .run = subport_del, .id = ID_DEV,
	  .words = W(BRIDGE) | WORDS_SEL, .required = S(SEL) },
	{ .name = "flush", .run = subport_flush, .id = ID_DEV,
	  .words = W(BRIDGE) },
	{ .name = "show", .run = subport_show, .check = check_show,
	  .id = ID_DEV, .id_optional = true,
	  .words = W(BRIDGE) | WORDS_SEL | W(NETWORK) },
	{ .name = NULL },
};

const struct object object_subport = {
	.name = "subport",
	.verbs = verbs,
	.help = help,
};
