// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <linux/netlink.h>

#include "../error.h"
#include "../msg.h"
#include "../nl.h"
#include "../out.h"
#include "cmd.h"

static const char help[] =
"trunkctl monitor [ OBJECT ]...\n"
"\n"
"Prints a line for every change of the configuration and every move of a MAC,\n"
"until it is stopped; with OBJECTs, for changes of those. -t puts the time in\n"
"front, -j prints one JSON object per line.\n"
"\n"
"Where: OBJECT := bridge | network | remote | trunk | subport | fdb | group\n";

static const char *const objects[] = {
	"bridge", "network", "remote", "trunk", "subport", "fdb", "group", NULL
};

enum about { BRIDGE, NETWORK, REMOTE, TRUNK, PORT, FDB, GROUP };

enum happened { NEW, DEL, LOAD };

static const struct {
	const char *name;
	const char *text;
} happenings[] = {
	[NEW] = { "new", "" },
	[DEL] = { "del", "Deleted " },
	[LOAD] = { "load", "Loaded " },
};

/**
 * struct event_kind - what an operation reports
 * @about: the object
 * @happened: what became of it
 * @known: whether this version knows the operation
 */
struct event_kind {
	enum about about;
	enum happened happened;
	bool known;
};

static const struct event_kind kinds[VTRUNK_CMD_MAX + 1] = {
	[VTRUNK_CMD_BRIDGE_NTF] = { BRIDGE, NEW, true },
	[VTRUNK_CMD_BRIDGE_DEL_NTF] = { BRIDGE, DEL, true },
	[VTRUNK_CMD_NETWORK_NTF] = { NETWORK, NEW, true },
	[VTRUNK_CMD_NETWORK_DEL_NTF] = { NETWORK, DEL, true },
	[VTRUNK_CMD_REMOTE_NTF] = { REMOTE, NEW, true },
	[VTRUNK_CMD_REMOTE_DEL_NTF] = { REMOTE, DEL, true },
	[VTRUNK_CMD_TRUNK_NTF] = { TRUNK, NEW, true },
	[VTRUNK_CMD_TRUNK_DEL_NTF] = { TRUNK, DEL, true },
	[VTRUNK_CMD_PORT_NTF] = { PORT, NEW, true },
	[VTRUNK_CMD_PORT_DEL_NTF] = { PORT, DEL, true },
	[VTRUNK_CMD_FDB_NTF] = { FDB, NEW, true },
	[VTRUNK_CMD_FDB_DEL_NTF] = { FDB, DEL, true },
	[VTRUNK_CMD_GROUP_NTF] = { GROUP, NEW, true },
	[VTRUNK_CMD_GROUP_DEL_NTF] = { GROUP, DEL, true },
	[VTRUNK_CMD_TRUNK_LOAD_NTF] = { TRUNK, LOAD, true },
};

/**
 * struct monitor - a run of the monitor
 * @ctx: the run of the tool
 * @wanted: a bit per object that is wanted
 * @bridges: the bridges, for their names; those that went are kept
 */
struct monitor {
	struct ctx *ctx;
	unsigned int wanted;
	struct bridges bridges;
};

static void print_now(const struct ctx *ctx)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	print_time(ctx, &now);
}

/* An object that cannot be read is worth a line less, not the monitor's end. */
static void print_object(struct monitor *m, enum about about,
			 const struct nlmsghdr *nlh)
{
	const struct ctx *ctx = m->ctx;
	union {
		struct bridge bridge;
		struct network network;
		struct remote remote;
		struct trunk trunk;
		struct port port;
		struct fdb fdb;
		struct group group;
	} u;

	switch (about) {
	case BRIDGE:
		if (!read_bridge(nlh, &u.bridge))
			print_bridge(ctx, &u.bridge, NULL);
		break;
	case NETWORK:
		if (!read_network(nlh, &u.network))
			print_network(ctx, &u.network,
				      bridges_name(&m->bridges,
						   u.network.bridge));
		break;
	case REMOTE:
		if (!read_remote(nlh, &u.remote))
			print_remote(ctx, &u.remote,
				     bridges_name(&m->bridges,
						  u.remote.bridge));
		break;
	case TRUNK:
		if (!read_trunk(nlh, &u.trunk))
			print_trunk(ctx, &u.trunk,
				    bridges_name(&m->bridges, u.trunk.bridge));
		break;
	case PORT:
		if (!read_port(nlh, &u.port))
			print_port(ctx, &u.port,
				   bridges_name(&m->bridges, u.port.bridge));
		break;
	case FDB:
		if (!read_fdb(nlh, &u.fdb))
			print_fdb(ctx, &u.fdb,
				  bridges_name(&m->bridges, u.fdb.bridge));
		break;
	case GROUP:
		if (!read_group(nlh, &u.group))
			print_group(ctx, &u.group,
				    bridges_name(&m->bridges, u.group.bridge));
		break;
	}
}

/* How many ports a load has made, removed, changed and kept. */
static void print_load(struct monitor *m, const struct nlmsghdr *nlh)
{
	struct out *out = m->ctx->out;
	const char *bridge;
	struct load load;

	if (read_load(nlh, &load))
		return;
	bridge = bridges_name(&m->bridges, load.bridge);
	out_str(out, "bridge", NULL, bridge);
	out_str(out, "dev", "", load.ifname);
	out_uint(out, "ports_added", " added ", load.added);
	out_uint(out, "ports_removed", " removed ", load.removed);
	out_uint(out, "ports_changed", " changed ", load.changed);
	out_uint(out, "ports_kept", " kept ", load.kept);
	out_uint(out, "generation", " generation ", load.generation);
	out_str(out, NULL, " bridge ", bridge);
}

static int lost(struct monitor *m)
{
	const struct ctx *ctx = m->ctx;

	if (!out_is_json(ctx->out)) {
		error_warn(ctx, "events were lost, they came faster than they could be read");
		return 0;
	}
	out_open(ctx->out);
	out_str(ctx->out, "event", NULL, "lost");
	print_now(ctx);
	out_close(ctx->out);
	return 0;
}

static int event(const struct nlmsghdr *nlh, void *arg)
{
	struct event_kind kind = { .known = false };
	struct monitor *m = arg;
	struct out *out = m->ctx->out;
	struct bridge b;
	uint8_t cmd;

	if (!nlh)
		return lost(m);
	cmd = msg_cmd(nlh);
	if (cmd <= VTRUNK_CMD_MAX)
		kind = kinds[cmd];
	if (!kind.known)
		return 0;
	if (kind.about == BRIDGE && !read_bridge(nlh, &b))
		bridges_add(&m->bridges, &b);
	if (!(m->wanted & 1u << kind.about))
		return 0;
	out_open(out);
	print_now(m->ctx);
	out_str(out, "event", NULL, happenings[kind.happened].name);
	out_text(out, "%s", happenings[kind.happened].text);
	out_str(out, "object", "", objects[kind.about]);
	out_text(out, " ");
	if (kind.happened == LOAD)
		print_load(m, nlh);
	else
		print_object(m, kind.about, nlh);
	out_close(out);
	return view_end(m->ctx) ? -EIO : 0;
}

static enum result parse(const struct ctx *ctx, char **argv,
			 unsigned int *wanted)
{
	size_t i;

	*wanted = 0;
	for (; *argv; argv++) {
		for (i = 0; objects[i] && strcmp(objects[i], *argv); i++)
			;
		if (!objects[i])
			return words_unknown(ctx, "object", *argv, objects);
		if (*wanted & 1u << i)
			return error_usage(ctx, "\"%s\" is given twice",
					   *argv);
		*wanted |= 1u << i;
	}
	if (!*wanted)
		*wanted = ~0u;
	return DONE;
}

static enum result monitor_run(struct ctx *ctx, char **argv)
{
	/* One line per event leaves no room for counters and details. */
	struct ctx plain = *ctx;
	struct monitor m = { .ctx = &plain };
	enum result result;
	int err;

	result = parse(ctx, argv, &m.wanted);
	if (!result)
		result = ctx_connect(ctx);
	if (result)
		return result;
	plain.conn = ctx->conn;
	plain.stats = false;
	plain.details = false;
	out_lines(ctx->out);
	err = conn_subscribe(ctx->conn);
	if (!err && bridges_load(ctx, &m.bridges))
		err = -EIO;
	if (!err)
		err = conn_listen(ctx->conn, event, &m);
	bridges_free(&m.bridges);
	if (err == -ENODEV)
		return error_refused(ctx, ENODEV, "vtrunk was removed");
	/* -EIO comes from here, where it was explained. */
	if (err != -EIO)
		return error_refused(ctx, -err, "%s", strerror(-err));
	return REFUSED;
}

const struct object object_monitor = {
	.name = "monitor",
	.run = monitor_run,
	.form = objects,
	.help = help,
};
