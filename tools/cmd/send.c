// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <string.h>

#include "../error.h"
#include "../link.h"
#include "../msg.h"
#include "../nl.h"
#include "cmd.h"

/**
 * ctx_connect() - connect to the kernel, once
 * @ctx: the run
 *
 * It happens only when a command line has proved to be right, so that wrong
 * usage sends nothing.
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result ctx_connect(struct ctx *ctx)
{
	struct ctx whole = *ctx;
	int err;

	if (ctx->conn)
		return DONE;
	err = conn_open(ctx->netns, &ctx->conn);
	if (!err)
		return DONE;
	/* These are about the whole run, not about one command of it. */
	whole.object = NULL;
	if (!ctx->conn && ctx->netns)
		return error_refused(&whole, -err,
				     err == -ENOENT ?
				     "network namespace %s does not exist" :
				     "network namespace %s cannot be entered",
				     ctx->netns);
	conn_close(ctx->conn);
	ctx->conn = NULL;
	if (err != -ENOENT)
		return error_refused(&whole, -err, "%s", strerror(-err));
	error_line(&whole, "vtrunk is not loaded: insmod vtrunk.ko");
	return REFUSED;
}

static int take_trunk(const struct nlmsghdr *nlh, void *arg)
{
	return read_trunk(nlh, arg);
}

/* Find out on which bridge a trunk is, for sentences about "this bridge". */
static void name_bridge(struct ctx *ctx, struct subject *s)
{
	struct conn_error err;
	struct trunk trunk;
	struct link link;
	struct msg msg;

	if (link_get(ctx, s->dev, 0, &link, &err))
		return;
	msg_genl(&msg, VTRUNK_CMD_TRUNK_GET, 0);
	msg_u32(&msg, VTRUNK_A_TRUNK_IFINDEX, link.ifindex);
	if (!conn_genl(ctx->conn, &msg, take_trunk, &trunk, &err) &&
	    !link_get(ctx, NULL, trunk.bridge, &link, &err))
		subject_bridge(s, link.name);
}

/**
 * cmd_answer() - say what the kernel answered
 * @ctx: the run
 * @err: the answer
 * @s: what the request was about
 *
 * Return: DONE or REFUSED.
 */
enum result cmd_answer(struct ctx *ctx, const struct conn_error *err,
		       struct subject *s)
{
	if (err->err && !*s->bridge && *s->dev &&
	    strstr(err->text, "this bridge"))
		name_bridge(ctx, s);
	return error_nl(ctx, err, s);
}

/**
 * cmd_send() - send a request, and say what the kernel thinks of it
 * @ctx: the run
 * @p: what the command line says
 * @bridge: name of the bridge it is about, or NULL
 * @msg: the request; it is freed
 * @reply: takes each message of the answer, or NULL
 * @arg: handed to @reply
 *
 * Return: DONE or REFUSED.
 */
enum result cmd_send(struct ctx *ctx, const struct params *p,
		     const char *bridge, struct msg *msg, conn_reply reply,
		     void *arg)
{
	struct conn_error err;
	struct subject s;

	subject_init(&s, p);
	if (bridge)
		subject_bridge(&s, bridge);
	conn_genl(ctx->conn, msg, reply, arg, &err);
	return cmd_answer(ctx, &err, &s);
}

/**
 * put_bridge() - add the bridge to a request that names a trunk
 * @ctx: the run
 * @p: what the command line says
 * @msg: the request
 * @attr: the attribute
 *
 * The kernel finds the bridge by the trunk. Only one that is named on the
 * command line is sent, and has to be the same.
 *
 * Return: DONE, or REFUSED after having said why; @msg is freed then.
 */
enum result put_bridge(struct ctx *ctx, const struct params *p,
		       struct msg *msg, int attr)
{
	enum result result;
	struct link link;

	if (!given(p, S_BRIDGE))
		return DONE;
	result = link_find(ctx, p->bridge, &link);
	if (result)
		msg_free(msg);
	else
		msg_u32(msg, attr, link.ifindex);
	return result;
}

/**
 * find_trunk() - find the trunk that the command line names
 * @ctx: the run
 * @p: what the command line says
 * @dev: where the device goes
 *
 * A list of what is on a device that is no trunk would just be empty, which
 * hides the mistake.
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result find_trunk(struct ctx *ctx, const struct params *p,
		       struct link *dev)
{
	enum result result;
	struct msg msg;

	result = link_find(ctx, p->dev, dev);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_TRUNK_GET, 0);
	result = put_bridge(ctx, p, &msg, VTRUNK_A_TRUNK_BRIDGE_IFINDEX);
	if (result)
		return result;
	msg_u32(&msg, VTRUNK_A_TRUNK_IFINDEX, dev->ifindex);
	return cmd_send(ctx, p, NULL, &msg, NULL, NULL);
}
