// SPDX-License-Identifier: GPL-2.0
/* What the kernel has, as a state. */
#include <errno.h>
#include <string.h>

#include <linux/netlink.h>

#include "../cmd/cmd.h"
#include "../msg.h"
#include "state.h"

/* The bridge of an object; one that came during the dumps has none yet. */
static struct state_bridge *owner(struct state *state, uint32_t ifindex)
{
	struct state_bridge *b;

	state_for_each(b, &state->bridges)
		if (b->bridge.ifindex == ifindex)
			return b;
	return NULL;
}

static int take_bridge(const struct nlmsghdr *nlh, void *arg)
{
	struct state_bridge b = { .mark = { NULL, 0 } };
	struct state *state = arg;
	int err;

	err = read_bridge(nlh, &b.bridge);
	if (err)
		return err;
	state_name_uplink(&b);
	return list_add(&state->bridges, &b, sizeof(b));
}

static int take_network(const struct nlmsghdr *nlh, void *arg)
{
	struct state_network n = { .mark = { NULL, 0 } };
	struct state_bridge *b;
	int err;

	err = read_network(nlh, &n.network);
	if (err)
		return err;
	b = owner(arg, n.network.bridge);
	return b ? list_add(&b->networks, &n, sizeof(n)) : 0;
}

static int take_remote(const struct nlmsghdr *nlh, void *arg)
{
	struct state_remote r = { .mark = { NULL, 0 } };
	struct state_bridge *b;
	int err;

	err = read_remote(nlh, &r.remote);
	if (err)
		return err;
	b = owner(arg, r.remote.bridge);
	return b ? list_add(&b->remotes, &r, sizeof(r)) : 0;
}

static int take_trunk(const struct nlmsghdr *nlh, void *arg)
{
	struct state_trunk t = { .pending = false };
	struct state_bridge *b;
	int err;

	err = read_trunk(nlh, &t.trunk);
	if (err)
		return err;
	b = owner(arg, t.trunk.bridge);
	return b ? list_add(&b->trunks, &t, sizeof(t)) : 0;
}

static int take_port(const struct nlmsghdr *nlh, void *arg)
{
	struct state_port p = { .mark = { NULL, 0 } };
	struct state_bridge *b;
	int err;

	err = read_port(nlh, &p.port);
	if (err)
		return err;
	b = owner(arg, p.port.bridge);
	return b ? list_add(&b->ports, &p, sizeof(p)) : 0;
}

static int take_fdb(const struct nlmsghdr *nlh, void *arg)
{
	struct state_fdb f = { .mark = { NULL, 0 } };
	struct state_bridge *b;
	int err;

	err = read_fdb(nlh, &f.fdb);
	if (err)
		return err;
	b = owner(arg, f.fdb.bridge);
	if (!b || f.fdb.type == VTRUNK_FDB_TYPE_LEARNED)
		return 0;
	return list_add(&b->fdb, &f, sizeof(f));
}

/* An entry that is an address of its port is no setting of its own. */
static bool is_address(const struct state_bridge *b, const struct fdb *f)
{
	struct port key = { .selector = f->selector, .vid = f->vid };
	const struct state_port *p;

	if (!f->ifindex)
		return false;
	memcpy(key.ifname, f->ifname, sizeof(key.ifname));
	p = state_port_find(b, &key);
	return p && p->port.vni == f->vni &&
	       address_has(&p->port.addresses, f->mac);
}

static void drop_addresses(struct state_bridge *b)
{
	struct state_fdb *list = b->fdb.items;
	size_t kept = 0;
	size_t i;

	for (i = 0; i < b->fdb.count; i++)
		if (!is_address(b, &list[i].fdb))
			list[kept++] = list[i];
	b->fdb.count = kept;
}

static int take_group(const struct nlmsghdr *nlh, void *arg)
{
	struct state_group g = { .mark = { NULL, 0 } };
	struct state_bridge *b;
	int err;

	err = read_group(nlh, &g.group);
	if (err)
		return err;
	b = owner(arg, g.group.bridge);
	return b ? list_add(&b->groups, &g, sizeof(g)) : 0;
}

/**
 * state_load() - read the whole configuration out of the kernel
 * @ctx: the run, connected
 * @state: where it goes; an empty state
 *
 * Learned entries are not configuration, and addresses are that of their ports.
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result state_load(struct ctx *ctx, struct state *state)
{
	static const struct {
		uint8_t cmd;
		conn_reply take;
	} dumps[] = {
		{ VTRUNK_CMD_BRIDGE_GET, take_bridge },
		{ VTRUNK_CMD_NETWORK_GET, take_network },
		{ VTRUNK_CMD_REMOTE_GET, take_remote },
		{ VTRUNK_CMD_TRUNK_GET, take_trunk },
		{ VTRUNK_CMD_PORT_GET, take_port },
		{ VTRUNK_CMD_FDB_GET, take_fdb },
		{ VTRUNK_CMD_GROUP_GET, take_group },
	};
	const struct params nothing = { .given = 0 };
	enum result result = DONE;
	struct state_bridge *b;
	struct msg msg;
	size_t i;

	for (i = 0; !result && i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		msg_genl(&msg, dumps[i].cmd, NLM_F_DUMP);
		result = cmd_send(ctx, &nothing, NULL, &msg, dumps[i].take,
				  state);
	}
	state_sort(state);
	state_for_each(b, &state->bridges)
		drop_addresses(b);
	return result;
}
