// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
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

/* The port of Geneve (RFC 8926, section 3.3). */
#define DSTPORT_DEFAULT	6081

/* Name of a Geneve device that is made here; Open vSwitch names its own so. */
#define GENEVE_NAME	"genev_sys_%u"

/* How a device that was made here is known again; the bridge's name follows. */
#define MADE_BY		"made by trunkctl for "

static const char help[] =
"trunkctl bridge add BR [ local IP[,IP] ] [ dstport PORT ]\n"
"                       [ uplink { DEV | none } ] [ ageing SECONDS ]\n"
"                       [ fdb-max N ] [ handover { auto | queue } ]\n"
"trunkctl bridge set BR [ the same ]\n"
"trunkctl bridge del BR\n"
"trunkctl bridge show [ BR ]\n"
"\n"
"add makes the bridge and its uplink, the Geneve device genev_sys_PORT in\n"
"external mode, and sets both up, or leaves nothing behind. With \"uplink DEV\"\n"
"that Geneve device is used, with \"uplink none\" there is none. del removes the\n"
"bridge, all that is on it, and the Geneve device that was made for it.\n"
"\n"
"Where: local   := outer source address; one of each family is possible, and\n"
"                  0.0.0.0 or :: takes one away\n"
"       PORT    := 1-65535, default 6081; set makes a new Geneve device\n"
"       SECONDS := 0-1000000, default 300; 0 keeps learned entries for ever\n"
"       N       := 1-4194304 FDB entries, default 65536\n"
"       auto    := default; frames skip the queue of a device that has none\n"
"                  and that nobody looks at\n";

/**
 * print_bridge() - print a bridge
 * @ctx: the run
 * @b: the bridge
 * @link: its device, or NULL when that was not asked for
 */
void print_bridge(const struct ctx *ctx, const struct bridge *b,
		  const struct link *link)
{
	struct out *out = ctx->out;
	bool all = ctx->details || ctx->stats;

	out_str(out, "bridge", "", b->ifname);
	if (link) {
		out_bool(out, "up", NULL, link->up);
		out_text(out, link->up ? " up" : " down");
	}
	out_uint(out, "ifindex", ctx->details ? " ifindex " : NULL, b->ifindex);
	print_ip(ctx, "local_ipv4", " local ", &b->local4);
	print_ip(ctx, "local_ipv6", b->local4.family ? "," : " local ",
		 &b->local6);
	if (b->uplink) {
		out_str(out, "uplink", " uplink ", b->uplink_name);
		out_uint(out, "dstport", " dstport ", b->dstport);
	} else {
		out_text(out, " uplink none");
	}
	out_uint(out, "ageing", " ageing ", b->ageing);
	out_uint(out, "fdb_max", " fdb-max ", b->fdb_max);
	print_enum(ctx, "handover",
		   ctx->details || b->handover != VTRUNK_HANDOVER_AUTO ?
		   " handover " : NULL, &names_handover, b->handover);
	out_uint(out, "fdb_count", " fdb ", b->fdb_count);
	out_uint(out, "learn_failed",
		 all || b->learn_failed ? " learn-failed " : NULL,
		 b->learn_failed);
	out_uint(out, "events_lost",
		 all || b->events_lost ? " events-lost " : NULL,
		 b->events_lost);
	print_stats(ctx, &b->stats, "    ");
}

/**
 * struct making - a bridge and its uplink, on the way from one state to another
 * @ctx: the run
 * @p: what the command line says
 * @bridge: the bridge device
 * @uplink: the Geneve device; its number is 0 if there is none
 * @made_bridge: whether @bridge was made here
 * @made_uplink: whether @uplink was made here
 * @raised_uplink: whether @uplink was set up here
 */
struct making {
	struct ctx *ctx;
	const struct params *p;
	struct link bridge;
	struct link uplink;
	bool made_bridge;
	bool made_uplink;
	bool raised_uplink;
};

/* Say why something about a device failed. */
static enum result link_failed(const struct ctx *ctx, const char *name,
			       const struct conn_error *err)
{
	return error_refused(ctx, err->err, "%s: %s", name,
			     *err->text ? err->text : strerror(err->err));
}

/* The host itself has nothing to say on a bridge or a Geneve device. */
static void silence(const struct ctx *ctx, const char *dev)
{
	bool changed;
	int err;

	err = ipv6_disable(dev, &changed);
	if (err)
		error_warn(ctx, "IPv6 cannot be switched off on %s: %s", dev,
			   strerror(-err));
}

static enum result exists(const struct ctx *ctx, const char *name)
{
	return error_refused(ctx, EEXIST, "%s already exists", name);
}

static enum result make_bridge(struct making *m)
{
	const char *name = m->p->bridge;
	struct ctx *ctx = m->ctx;
	struct conn_error err;

	link_add_bridge(ctx, name, &err);
	if (err.err == EEXIST)
		return exists(ctx, name);
	if (err.err)
		return link_failed(ctx, name, &err);
	m->made_bridge = true;
	if (link_get(ctx, name, 0, &m->bridge, &err)) {
		snprintf(m->bridge.name, IFNAMSIZ, "%s", name);
		return link_failed(ctx, name, &err);
	}
	silence(ctx, name);
	return DONE;
}

/* Say why there is no new Geneve device. */
static enum result geneve_failed(const struct ctx *ctx, const char *name,
				 uint32_t dstport, const struct conn_error *err)
{
	switch (err->err) {
	case EOPNOTSUPP:
		return error_refused(ctx, err->err,
				     "this kernel has no Geneve driver: modprobe geneve");
	case EEXIST:
	case EBUSY:
	case EADDRINUSE:
		return error_refused(ctx, err->err,
				     "UDP port %u is taken in this network namespace",
				     dstport);
	default:
		return link_failed(ctx, name, err);
	}
}

/* The name of the Geneve device that is to be made, if it is free. */
static enum result name_uplink(struct making *m, uint32_t dstport)
{
	struct conn_error err;
	struct link other;

	snprintf(m->uplink.name, IFNAMSIZ, GENEVE_NAME, dstport);
	if (link_get(m->ctx, m->uplink.name, 0, &other, &err))
		return DONE;
	return error_refused(m->ctx, EEXIST,
			     "%s already exists, say \"uplink %s\" to use it",
			     m->uplink.name, m->uplink.name);
}

static enum result make_uplink(struct making *m, uint32_t dstport)
{
	char alias[sizeof(MADE_BY) + IFNAMSIZ];
	struct ctx *ctx = m->ctx;
	struct conn_error err;
	char name[IFNAMSIZ];

	snprintf(name, sizeof(name), "%s", m->uplink.name);
	snprintf(alias, sizeof(alias), MADE_BY "%s", m->p->bridge);
	if (link_add_geneve(ctx, name, dstport, &err))
		return geneve_failed(ctx, name, dstport, &err);
	m->made_uplink = true;
	if (link_get(ctx, name, 0, &m->uplink, &err)) {
		snprintf(m->uplink.name, IFNAMSIZ, "%s", name);
		return link_failed(ctx, name, &err);
	}
	silence(ctx, name);
	if (link_set_alias(ctx, m->uplink.ifindex, alias, &err))
		return link_failed(ctx, name, &err);
	return DONE;
}

/* Send the settings that were given, and the uplink if there is one to set. */
static enum result send_settings(struct making *m, const uint32_t *uplink)
{
	const struct params *p = m->p;
	struct conn_error err;
	struct subject s;
	struct msg msg;

	msg_genl(&msg, VTRUNK_CMD_BRIDGE_SET, 0);
	msg_u32(&msg, VTRUNK_A_BRIDGE_IFINDEX, m->bridge.ifindex);
	msg_ip(&msg, VTRUNK_A_BRIDGE_LOCAL_IPV4, 0, &p->local4);
	msg_ip(&msg, 0, VTRUNK_A_BRIDGE_LOCAL_IPV6, &p->local6);
	if (uplink)
		msg_u32(&msg, VTRUNK_A_BRIDGE_UPLINK_IFINDEX, *uplink);
	if (given(p, S_AGEING))
		msg_u32(&msg, VTRUNK_A_BRIDGE_AGEING, p->ageing);
	if (given(p, S_FDB_MAX))
		msg_u32(&msg, VTRUNK_A_BRIDGE_FDB_MAX, p->fdb_max);
	if (given(p, S_HANDOVER))
		msg_u32(&msg, VTRUNK_A_BRIDGE_HANDOVER, p->handover);
	conn_genl(m->ctx->conn, &msg, NULL, NULL, &err);
	subject_init(&s, p);
	subject_dev(&s, m->uplink.name);
	if (err.attr == VTRUNK_A_BRIDGE_LOCAL_IPV4)
		subject_ip(&s, &p->local4);
	if (err.attr == VTRUNK_A_BRIDGE_LOCAL_IPV6)
		subject_ip(&s, &p->local6);
	return error_nl(m->ctx, &err, &s);
}

static enum result raise_uplink(struct making *m)
{
	struct conn_error err;

	if (!m->uplink.ifindex || m->uplink.up)
		return DONE;
	if (link_set_up(m->ctx, m->uplink.ifindex, true, &err)) {
		if (err.err == EADDRINUSE && m->made_uplink)
			return geneve_failed(m->ctx, m->uplink.name,
					     m->p->dstport, &err);
		return link_failed(m->ctx, m->uplink.name, &err);
	}
	m->raised_uplink = true;
	return DONE;
}

static enum result raise_bridge(struct making *m)
{
	struct conn_error err;

	if (link_set_up(m->ctx, m->bridge.ifindex, true, &err))
		return link_failed(m->ctx, m->bridge.name, &err);
	return DONE;
}

static void undo_link(struct making *m, const struct link *link)
{
	struct conn_error err;

	if (link_del(m->ctx, link, &err))
		error_warn(m->ctx, "%s is left behind: %s", link->name,
			   *err.text ? err.text : strerror(err.err));
}

static void undo_uplink(struct making *m)
{
	struct conn_error err;

	if (m->made_uplink)
		undo_link(m, &m->uplink);
	else if (m->raised_uplink &&
		 link_set_up(m->ctx, m->uplink.ifindex, false, &err))
		error_warn(m->ctx, "%s stays up: %s", m->uplink.name,
			   strerror(err.err));
}

/* Whether there is to be an uplink that is made here. */
static bool makes_uplink(const struct params *p)
{
	return !given(p, S_UPLINK);
}

/* The uplink that the command line names, if it does not say "none". */
static enum result find_uplink(struct making *m)
{
	if (!strcmp(m->p->uplink, "none"))
		return DONE;
	return link_find(m->ctx, m->p->uplink, &m->uplink);
}

/*
 * What was made for a bridge of this name stays when the module is unloaded, and
 * serves the next one.
 */
static bool find_left(struct making *m)
{
	char alias[sizeof(MADE_BY) + IFNAMSIZ];
	struct conn_error err;
	char name[IFNAMSIZ];
	struct link left;

	snprintf(alias, sizeof(alias), MADE_BY "%s", m->p->bridge);
	snprintf(name, sizeof(name), GENEVE_NAME, m->p->dstport);
	if (link_get(m->ctx, name, 0, &left, &err) ||
	    strcmp(left.alias, alias) || left.master ||
	    !left.geneve_external || left.geneve_port != m->p->dstport)
		return false;
	m->uplink = left;
	return true;
}

/* What can be refused before anything is made. */
static enum result prepare(struct making *m)
{
	struct conn_error err;
	struct link other;

	if (!link_get(m->ctx, m->p->bridge, 0, &other, &err))
		return exists(m->ctx, m->p->bridge);
	if (!makes_uplink(m->p))
		return find_uplink(m);
	return find_left(m) ? DONE : name_uplink(m, m->p->dstport);
}

static enum result bridge_add(struct ctx *ctx, const struct params *args)
{
	struct params p = *args;
	struct making m = { .ctx = ctx, .p = &p };
	enum result result;

	if (!given(&p, S_DSTPORT))
		p.dstport = DSTPORT_DEFAULT;
	result = prepare(&m);
	if (result)
		return result;
	result = make_bridge(&m);
	if (!result && makes_uplink(&p) && !m.uplink.ifindex)
		result = make_uplink(&m, p.dstport);
	if (!result)
		result = send_settings(&m, m.uplink.ifindex ?
				       &m.uplink.ifindex : NULL);
	if (!result)
		result = raise_uplink(&m);
	if (!result)
		result = raise_bridge(&m);
	if (result) {
		undo_uplink(&m);
		if (m.made_bridge)
			undo_link(&m, &m.bridge);
	}
	return result;
}

/*
 * Find the Geneve device that was made for a bridge, whether it is still the
 * uplink or was taken off. One that serves another bridge by now is left alone.
 */
static enum result find_made(struct ctx *ctx, const struct bridge *b,
			     struct link *made)
{
	char alias[sizeof(MADE_BY) + IFNAMSIZ];
	struct conn_error err;

	snprintf(alias, sizeof(alias), MADE_BY "%s", b->ifname);
	if (link_find_alias(ctx, alias, made, &err))
		return link_failed(ctx, "the devices cannot be listed", &err);
	if (made->master && made->master != b->ifindex)
		made->ifindex = 0;
	return DONE;
}

static enum result detach(struct making *m, const struct bridge *b)
{
	struct params nothing = { .bridge = b->ifname };
	struct making step = {
		.ctx = m->ctx, .p = &nothing, .bridge = m->bridge,
	};
	uint32_t none = 0;

	return send_settings(&step, &none);
}

static void reattach(struct making *m, const struct bridge *b)
{
	struct conn_error err;
	struct msg msg;

	msg_genl(&msg, VTRUNK_CMD_BRIDGE_SET, 0);
	msg_u32(&msg, VTRUNK_A_BRIDGE_IFINDEX, b->ifindex);
	msg_u32(&msg, VTRUNK_A_BRIDGE_UPLINK_IFINDEX, b->uplink);
	if (conn_genl(m->ctx->conn, &msg, NULL, NULL, &err))
		error_warn(m->ctx, "%s is not the uplink any more: %s",
			   b->uplink_name,
			   *err.text ? err.text : strerror(err.err));
}

/*
 * The port of a Geneve device cannot be changed, so another one takes its
 * place. It comes up first: that fails when the port is taken, and then
 * nothing else has happened.
 */
static enum result move_uplink(struct making *m, const struct bridge *b)
{
	enum result result;
	struct conn_error err;
	struct link old;

	result = find_made(m->ctx, b, &old);
	if (!result)
		result = name_uplink(m, m->p->dstport);
	if (!result)
		result = make_uplink(m, m->p->dstport);
	if (!result)
		result = raise_uplink(m);
	if (!result && b->uplink)
		result = detach(m, b);
	if (result) {
		undo_uplink(m);
		return result;
	}
	result = send_settings(m, &m->uplink.ifindex);
	if (result) {
		if (b->uplink)
			reattach(m, b);
		undo_uplink(m);
		return result;
	}
	if (old.ifindex && link_del(m->ctx, &old, &err))
		return link_failed(m->ctx, old.name, &err);
	return DONE;
}

static enum result bridge_set(struct ctx *ctx, const struct params *p)
{
	struct making m = { .ctx = ctx, .p = p };
	uint32_t *uplink = NULL;
	enum result result;
	struct bridge b;

	result = bridge_pick(ctx, p, &b);
	if (result)
		return result;
	m.bridge.ifindex = b.ifindex;
	if (given(p, S_DSTPORT) && !(b.uplink && b.dstport == p->dstport))
		return move_uplink(&m, &b);
	if (given(p, S_UPLINK)) {
		result = find_uplink(&m);
		uplink = &m.uplink.ifindex;
	}
	if (!result)
		result = send_settings(&m, uplink);
	if (result)
		return result;
	result = raise_uplink(&m);
	if (result)
		detach(&m, &b);
	return result;
}

static enum result bridge_del(struct ctx *ctx, const struct params *p)
{
	enum result result;
	struct link bridge;
	struct link uplink;
	struct conn_error err;
	struct bridge b;

	result = bridge_pick(ctx, p, &b);
	if (!result)
		result = find_made(ctx, &b, &uplink);
	if (result)
		return result;
	bridge.ifindex = b.ifindex;
	if (link_del(ctx, &bridge, &err))
		return link_failed(ctx, b.ifname, &err);
	if (uplink.ifindex && link_del(ctx, &uplink, &err))
		return link_failed(ctx, uplink.name, &err);
	return DONE;
}

static int show_one(const struct nlmsghdr *nlh, void *arg)
{
	struct conn_error ignored;
	struct ctx *ctx = arg;
	struct link link;
	struct bridge b;
	int err;

	err = read_bridge(nlh, &b);
	if (err)
		return err;
	err = link_get(ctx, NULL, b.ifindex, &link, &ignored);
	out_open(ctx->out);
	print_bridge(ctx, &b, err ? NULL : &link);
	out_close(ctx->out);
	return 0;
}

static enum result bridge_show(struct ctx *ctx, const struct params *p)
{
	enum result result;
	struct bridge b;
	struct msg msg;

	if (p->has_id) {
		result = bridge_pick(ctx, p, &b);
		if (result)
			return result;
	}
	msg_genl(&msg, VTRUNK_CMD_BRIDGE_GET, p->has_id ? 0 : NLM_F_DUMP);
	if (p->has_id)
		msg_u32(&msg, VTRUNK_A_BRIDGE_IFINDEX, b.ifindex);
	result = cmd_send(ctx, p, p->bridge, &msg, show_one, ctx);
	return result ? result : view_end(ctx);
}

static enum result check_uplink(const struct ctx *ctx, const struct params *p)
{
	if (given(p, S_DSTPORT) && given(p, S_UPLINK))
		return error_usage(ctx, "\"dstport\" is for a Geneve device that is to be made, \"uplink\" says to make none");
	return DONE;
}

#define WORDS_SETTING	(W(LOCAL) | W(DSTPORT) | W(UPLINK) | W(AGEING) | \
			 W(FDB_MAX) | W(HANDOVER))

static const struct verb verbs[] = {
	{ .name = "add", .run = bridge_add, .check = check_uplink,
	  .id = ID_BRIDGE, .words = WORDS_SETTING },
	{ .name = "set", .run = bridge_set, .check = check_uplink,
	  .id = ID_BRIDGE, .words = WORDS_SETTING,
	  .any = S(LOCAL) | S(DSTPORT) | S(UPLINK) | S(AGEING) |
		 S(FDB_MAX) | S(HANDOVER) },
	{ .name = "del", .run = bridge_del, .id = ID_BRIDGE },
	{ .name = "show", .run = bridge_show, .id = ID_BRIDGE,
	  .id_optional = true },
	{ .name = NULL },
};

const struct object object_bridge = {
	.name = "bridge",
	.verbs = verbs,
	.help = help,
};
