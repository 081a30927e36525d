// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>

#include "cmd/cmd.h"
#include "msg.h"
#include "world.h"

static int add_remote(const struct nlmsghdr *nlh, void *arg)
{
	struct remote r;
	int err = read_remote(nlh, &r);

	return err ? err : list_add(arg, &r, sizeof(r));
}

static int add_trunk(const struct nlmsghdr *nlh, void *arg)
{
	struct trunk t;
	int err = read_trunk(nlh, &t);

	return err ? err : list_add(arg, &t, sizeof(t));
}

static int add_port(const struct nlmsghdr *nlh, void *arg)
{
	struct port p;
	int err = read_port(nlh, &p);

	return err ? err : list_add(arg, &p, sizeof(p));
}

static int compare_numbers(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

/* As people count: tap2 before tap10. */
static int compare_trunks(const void *a, const void *b)
{
	const struct trunk *x = a;
	const struct trunk *y = b;

	return strverscmp(x->ifname, y->ifname);
}

static int compare_ports(const void *a, const void *b)
{
	const struct port *x = a;
	const struct port *y = b;
	int order = strverscmp(x->ifname, y->ifname);

	if (!order)
		order = compare_numbers(x->selector, y->selector);
	return order ? order : compare_numbers(x->vid, y->vid);
}

/**
 * world_load() - get all that is configured
 * @ctx: the run
 * @p: what the command line says
 * @w: where it goes; world_free() is needed after failure, too
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result world_load(struct ctx *ctx, const struct params *p,
		       struct world *w)
{
	const struct {
		uint8_t cmd;
		conn_reply add;
		struct list *list;
	} dumps[] = {
		{ VTRUNK_CMD_NETWORK_GET, network_collect, &w->networks },
		{ VTRUNK_CMD_REMOTE_GET, add_remote, &w->remotes },
		{ VTRUNK_CMD_TRUNK_GET, add_trunk, &w->trunks },
		{ VTRUNK_CMD_PORT_GET, add_port, &w->ports },
	};
	enum result result;
	struct msg msg;
	size_t i;

	result = bridges_load(ctx, &w->bridges);
	for (i = 0; !result && i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		msg_genl(&msg, dumps[i].cmd, NLM_F_DUMP);
		result = cmd_send(ctx, p, NULL, &msg, dumps[i].add,
				  dumps[i].list);
	}
	if (result)
		return result;
	if (w->networks.count)
		qsort(w->networks.items, w->networks.count,
		      sizeof(struct network), network_compare);
	if (w->trunks.count)
		qsort(w->trunks.items, w->trunks.count, sizeof(struct trunk),
		      compare_trunks);
	if (w->ports.count)
		qsort(w->ports.items, w->ports.count, sizeof(struct port),
		      compare_ports);
	return DONE;
}

/**
 * world_free() - free what world_load() got
 * @w: the world
 */
void world_free(struct world *w)
{
	bridges_free(&w->bridges);
	list_free(&w->networks);
	list_free(&w->remotes);
	list_free(&w->trunks);
	list_free(&w->ports);
}
