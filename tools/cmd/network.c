// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include <linux/netlink.h>

#include "../error.h"
#include "../list.h"
#include "../msg.h"
#include "../names.h"
#include "../nl.h"
#include "../out.h"
#include "cmd.h"

static const char help[] =
"trunkctl network add NAME vni VNI [ NETATTR ]...\n"
"trunkctl network set NET [ name NEW ] [ NETATTR ]...\n"
"trunkctl network del NET\n"
"trunkctl network show [ NET ]\n"
"\n"
"A network is one layer-2 broadcast domain. Its VNI names it on the wire, the\n"
"name is for people. A network that is in use cannot be removed. In mode ovn it\n"
"speaks with hosts that run OVN; the mode is chosen when the network is made.\n"
"\n"
"Where: NET     := NAME | VNI\n"
"       NAME    := 1-63 of A-Z a-z 0-9 . _ : -, not all digits\n"
"       VNI     := 1-16777215\n"
"       NETATTR := mode { vni | ovn } | mtu { 576-65535 | auto } |\n"
"                  unknown { flood | marked | drop } |\n"
"                  learn { on | off } | l2cp { on | off }\n"
"Any command takes \"bridge BR\" as well.\n";

/**
 * print_network() - print a network
 * @ctx: the run
 * @n: the network
 * @bridge: name of its bridge
 */
void print_network(const struct ctx *ctx, const struct network *n,
		   const char *bridge)
{
	struct out *out = ctx->out;
	bool all = ctx->details;
	bool ovn = n->mode == VTRUNK_MODE_OVN;
	uint32_t usual = ovn ? VTRUNK_UNKNOWN_MARKED : VTRUNK_UNKNOWN_FLOOD;

	out_str(out, "bridge", NULL, bridge);
	out_str(out, "name", "", n->name);
	out_uint(out, "vni", " vni ", n->vni);
	print_enum(ctx, "mode", all || ovn ? " mode " : NULL, &names_mode, n->mode);
	if (n->mtu || out_is_json(out))
		out_uint(out, "mtu", " mtu ", n->mtu);
	else if (all)
		out_text(out, " mtu auto");
	print_enum(ctx, "unknown", all || n->unknown != usual ? " unknown " :
							       NULL,
		   &names_unknown, n->unknown);
	out_bool(out, "learn", all || !n->learn ? " learn " : NULL, n->learn);
	out_bool(out, "l2cp", all || n->l2cp ? " l2cp " : NULL, n->l2cp);
	out_uint(out, "port_count", " ports ", n->ports);
	out_uint(out, "remote_count", " remotes ", n->remotes);
	out_uint(out, "fdb_count", " fdb ", n->fdb_count);
	out_str(out, NULL, " bridge ", bridge);
}

static void put_attrs(struct msg *msg, const struct params *p)
{
	if (given(p, S_MODE))
		msg_u32(msg, VTRUNK_A_NETWORK_MODE, p->mode);
	if (given(p, S_MTU))
		msg_u32(msg, VTRUNK_A_NETWORK_MTU, p->mtu);
	if (given(p, S_NET_UNKNOWN))
		msg_u32(msg, VTRUNK_A_NETWORK_UNKNOWN, p->net_unknown);
	if (given(p, S_LEARN))
		msg_u8(msg, VTRUNK_A_NETWORK_LEARN, (uint8_t)p->learn);
	if (given(p, S_L2CP))
		msg_u8(msg, VTRUNK_A_NETWORK_L2CP, (uint8_t)p->l2cp);
}

static enum result network_add(struct ctx *ctx, const struct params *p)
{
	enum result result;
	struct bridge b;
	struct msg msg;

	result = bridge_pick(ctx, p, &b);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_NETWORK_NEW, 0);
	msg_u32(&msg, VTRUNK_A_NETWORK_BRIDGE_IFINDEX, b.ifindex);
	msg_u32(&msg, VTRUNK_A_NETWORK_VNI, p->vni);
	msg_str(&msg, VTRUNK_A_NETWORK_NAME, p->name);
	put_attrs(&msg, p);
	return cmd_send(ctx, p, b.ifname, &msg, NULL, NULL);
}

static int take_vni(const struct nlmsghdr *nlh, void *arg)
{
	struct network n;
	uint32_t *vni = arg;
	int err;

	err = read_network(nlh, &n);
	if (!err)
		*vni = n.vni;
	return err;
}

static void put_id(struct msg *msg, const struct bridge *b,
		   const struct net_id *net)
{
	msg_u32(msg, VTRUNK_A_NETWORK_BRIDGE_IFINDEX, b->ifindex);
	msg_net(msg, VTRUNK_A_NETWORK_VNI, VTRUNK_A_NETWORK_NAME, net);
}

/* In a change the name is the new one, so the network goes by its VNI. */
static enum result network_set(struct ctx *ctx, const struct params *p)
{
	uint32_t vni = p->net.vni;
	enum result result;
	struct bridge b;
	struct msg msg;

	result = bridge_pick(ctx, p, &b);
	if (result)
		return result;
	if (p->net.name) {
		msg_genl(&msg, VTRUNK_CMD_NETWORK_GET, 0);
		put_id(&msg, &b, &p->net);
		result = cmd_send(ctx, p, b.ifname, &msg, take_vni, &vni);
		if (result)
			return result;
	}
	msg_genl(&msg, VTRUNK_CMD_NETWORK_SET, 0);
	msg_u32(&msg, VTRUNK_A_NETWORK_BRIDGE_IFINDEX, b.ifindex);
	msg_u32(&msg, VTRUNK_A_NETWORK_VNI, vni);
	if (given(p, S_NAME))
		msg_str(&msg, VTRUNK_A_NETWORK_NAME, p->name);
	put_attrs(&msg, p);
	return cmd_send(ctx, p, b.ifname, &msg, NULL, NULL);
}

static enum result network_del(struct ctx *ctx, const struct params *p)
{
	enum result result;
	struct bridge b;
	struct msg msg;

	result = bridge_pick(ctx, p, &b);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_NETWORK_DEL, 0);
	put_id(&msg, &b, &p->net);
	return cmd_send(ctx, p, b.ifname, &msg, NULL, NULL);
}

/**
 * network_compare() - order networks by bridge and VNI
 * @a: a network
 * @b: another one
 *
 * The kernel gives them in no order.
 *
 * Return: as for qsort().
 */
int network_compare(const void *a, const void *b)
{
	const struct network *x = a;
	const struct network *y = b;

	if (x->bridge != y->bridge)
		return x->bridge < y->bridge ? -1 : 1;
	return x->vni < y->vni ? -1 : x->vni > y->vni;
}

/**
 * network_collect() - add a network to a list
 * @nlh: the message that describes it
 * @arg: the list
 *
 * Return: 0 or a negative errno.
 */
int network_collect(const struct nlmsghdr *nlh, void *arg)
{
	struct network n;
	int err;

	err = read_network(nlh, &n);
	return err ? err : list_add(arg, &n, sizeof(n));
}

static enum result print_all(struct ctx *ctx, const struct list *list)
{
	struct network *n = list->items;
	struct bridges bridges;
	enum result result;
	size_t i;

	result = bridges_load(ctx, &bridges);
	if (!result && list->count)
		qsort(n, list->count, sizeof(*n), network_compare);
	for (i = 0; !result && i < list->count; i++) {
		out_open(ctx->out);
		print_network(ctx, &n[i], bridges_name(&bridges, n[i].bridge));
		out_close(ctx->out);
	}
	bridges_free(&bridges);
	return result ? result : view_end(ctx);
}

static enum result network_show(struct ctx *ctx, const struct params *p)
{
	struct list list = { .items = NULL };
	struct bridge b = { .ifname = "" };
	enum result result;
	struct msg msg;

	if (p->has_id)
		result = bridge_pick(ctx, p, &b);
	else
		result = bridge_filter(ctx, p, &b.ifindex);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_NETWORK_GET, p->has_id ? 0 : NLM_F_DUMP);
	if (b.ifindex)
		msg_u32(&msg, VTRUNK_A_NETWORK_BRIDGE_IFINDEX, b.ifindex);
	msg_net(&msg, VTRUNK_A_NETWORK_VNI, VTRUNK_A_NETWORK_NAME, &p->net);
	result = cmd_send(ctx, p, b.ifname, &msg, network_collect, &list);
	if (!result)
		result = print_all(ctx, &list);
	list_free(&list);
	return result;
}

/* Only a port can do without a name. */
static enum result check_name(const struct ctx *ctx, const struct params *p)
{
	if (given(p, S_NAME) && !*p->name)
		return error_usage(ctx, "the name of a network cannot be empty");
	return DONE;
}

static const struct verb verbs[] = {
	{ .name = "add", .run = network_add, .id = ID_NEW_NAME,
	  .words = W(BRIDGE) | W(VNI) | WORDS_NETATTR, .required = S(VNI) },
	{ .name = "set", .run = network_set, .check = check_name,
	  .id = ID_NETWORK, .words = W(BRIDGE) | W(NAME) | WORDS_NETATTR,
	  .any = S(NAME) | S(MODE) | S(MTU) | S(NET_UNKNOWN) | S(LEARN) |
		 S(L2CP) },
	{ .name = "del", .run = network_del, .id = ID_NETWORK,
	  .words = W(BRIDGE) },
	{ .name = "show", .run = network_show, .id = ID_NETWORK,
	  .id_optional = true, .words = W(BRIDGE) },
	{ .name = NULL },
};

const struct object object_network = {
	.name = "network",
	.verbs = verbs,
	.help = help,
};
