// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>

#include "bridges.h"
#include "error.h"
#include "link.h"
#include "msg.h"
#include "nl.h"
#include "words.h"

#define BRIDGE_ENV	"TRUNKCTL_BRIDGE"

/**
 * bridges_add() - add a bridge, or renew what is known of it
 * @bridges: the bridges
 * @b: the bridge
 *
 * Return: 0 or a negative errno.
 */
int bridges_add(struct bridges *bridges, const struct bridge *b)
{
	struct bridge *list;
	size_t i;

	for (i = 0; i < bridges->count; i++) {
		if (bridges->list[i].ifindex == b->ifindex) {
			bridges->list[i] = *b;
			return 0;
		}
	}
	list = reallocarray(bridges->list, bridges->count + 1, sizeof(*list));
	if (!list)
		return -ENOMEM;
	list[bridges->count++] = *b;
	bridges->list = list;
	return 0;
}

static int take_bridge(const struct nlmsghdr *nlh, void *arg)
{
	struct bridge b;
	int err;

	err = read_bridge(nlh, &b);
	return err ? err : bridges_add(arg, &b);
}

/**
 * bridges_load() - get all bridges of the namespace
 * @ctx: the run
 * @bridges: where they go; bridges_free() is needed after failure, too
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result bridges_load(struct ctx *ctx, struct bridges *bridges)
{
	struct subject s = { .dev = "" };
	struct conn_error err;
	struct msg msg;

	memset(bridges, 0, sizeof(*bridges));
	msg_genl(&msg, VTRUNK_CMD_BRIDGE_GET, NLM_F_DUMP);
	conn_genl(ctx->conn, &msg, take_bridge, bridges, &err);
	return error_nl(ctx, &err, &s);
}

/**
 * bridges_free() - free the bridges
 * @bridges: the bridges
 */
void bridges_free(struct bridges *bridges)
{
	free(bridges->list);
	bridges->list = NULL;
	bridges->count = 0;
}

/**
 * bridges_name() - the name of a bridge
 * @bridges: the bridges
 * @ifindex: its number
 *
 * Return: the name, or "?" when the bridge came after the list was read.
 */
const char *bridges_name(const struct bridges *bridges, uint32_t ifindex)
{
	size_t i;

	for (i = 0; i < bridges->count; i++)
		if (bridges->list[i].ifindex == ifindex)
			return bridges->list[i].ifname;
	return "?";
}

/* The bridge that is named, by keyword, by ID or in the environment. */
static const char *named(const struct params *p)
{
	const char *env = getenv(BRIDGE_ENV);

	if (p->bridge)
		return p->bridge;
	return env && *env ? env : NULL;
}

static enum result ambiguous(const struct ctx *ctx,
			     const struct bridges *bridges)
{
	char list[256] = "";
	size_t used = 0;
	size_t i;

	for (i = 0; i < bridges->count && used < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used,
					 "%s%s", i ? ", " : "",
					 bridges->list[i].ifname);
	return error_refused(ctx, EINVAL,
			     "this network namespace has %zu bridges, name one with \"bridge BR\": %s",
			     bridges->count, list);
}

/**
 * bridge_pick() - find the bridge that a command is about
 * @ctx: the run
 * @p: what the command line says
 * @picked: where the bridge goes
 *
 * It is the one that is named, or else the only one.
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result bridge_pick(struct ctx *ctx, const struct params *p,
			struct bridge *picked)
{
	const char *name = named(p);
	struct bridges bridges;
	enum result result;
	struct link link;
	size_t i;

	result = bridges_load(ctx, &bridges);
	for (i = 0; !result && name && i < bridges.count; i++)
		if (!strcmp(bridges.list[i].ifname, name))
			break;
	if (result) {
		goto out;
	} else if (!name && bridges.count == 1) {
		*picked = bridges.list[0];
	} else if (!name && bridges.count) {
		result = ambiguous(ctx, &bridges);
	} else if (!name) {
		result = error_refused(ctx, ENODEV,
				       "this network namespace has no bridge, make one with \"trunkctl bridge add\"");
	} else if (i < bridges.count) {
		*picked = bridges.list[i];
	} else {
		result = link_find(ctx, name, &link);
		if (!result)
			result = error_refused(ctx, EINVAL,
					       "%s is not a virtual trunk bridge",
					       name);
	}
out:
	bridges_free(&bridges);
	return result;
}

/**
 * bridge_filter() - find the bridge that a list is to be limited to
 * @ctx: the run
 * @p: what the command line says
 * @ifindex: its number, or 0 for all bridges
 *
 * A network is found by name or VNI in one bridge, so naming one asks for a
 * single bridge.
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result bridge_filter(struct ctx *ctx, const struct params *p,
			  uint32_t *ifindex)
{
	struct bridge b;
	enum result result;

	*ifindex = 0;
	if (!named(p) && !given(p, S_NETWORK))
		return DONE;
	result = bridge_pick(ctx, p, &b);
	if (!result)
		*ifindex = b.ifindex;
	return result;
}
