// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include <linux/vtrunk.h>

#include "error.h"
#include "link.h"
#include "msg.h"
#include "nl.h"

static void read_geneve(const struct nlattr *data, struct link *link)
{
	struct nlattr *tb[IFLA_GENEVE_MAX + 1];

	if (msg_nested(data, tb, IFLA_GENEVE_MAX))
		return;
	link->geneve_port = ntohs((uint16_t)get_u32(tb[IFLA_GENEVE_PORT]));
	link->geneve_external = tb[IFLA_GENEVE_COLLECT_METADATA];
}

static int read_link(const struct nlmsghdr *nlh, struct link *link)
{
	struct nlattr *info[IFLA_INFO_MAX + 1];
	struct nlattr *tb[IFLA_MAX + 1];
	const struct ifinfomsg *ifi;

	memset(link, 0, sizeof(*link));
	if (msg_link_attrs(nlh, tb, IFLA_MAX))
		return -EBADMSG;
	ifi = NLMSG_DATA(nlh);
	link->ifindex = (uint32_t)ifi->ifi_index;
	link->up = ifi->ifi_flags & IFF_UP;
	link->master = get_u32(tb[IFLA_MASTER]);
	get_str(tb[IFLA_IFNAME], link->name, sizeof(link->name));
	get_str(tb[IFLA_IFALIAS], link->alias, sizeof(link->alias));
	link->mtu = get_u32(tb[IFLA_MTU]);
	link->noarp = ifi->ifi_flags & (IFF_NOARP | IFF_LOOPBACK);
	if (!tb[IFLA_LINKINFO] ||
	    msg_nested(tb[IFLA_LINKINFO], info, IFLA_INFO_MAX))
		return 0;
	get_str(info[IFLA_INFO_KIND], link->kind, sizeof(link->kind));
	if (!strcmp(link->kind, "geneve") && info[IFLA_INFO_DATA])
		read_geneve(info[IFLA_INFO_DATA], link);
	return 0;
}

static int take_link(const struct nlmsghdr *nlh, void *arg)
{
	return read_link(nlh, arg);
}

/**
 * link_get() - get a device
 * @ctx: the run
 * @name: its name, or NULL to get it by number
 * @ifindex: its number, when @name is NULL
 * @link: where it goes
 * @err: what the kernel answered
 *
 * Return: 0 or a negative errno.
 */
int link_get(struct ctx *ctx, const char *name, uint32_t ifindex,
	     struct link *link, struct conn_error *err)
{
	struct msg msg;

	memset(link, 0, sizeof(*link));
	msg_link(&msg, RTM_GETLINK, 0, name ? 0 : ifindex, 0, 0);
	if (name)
		msg_str(&msg, IFLA_IFNAME, name);
	return conn_link(ctx->conn, &msg, take_link, link, err);
}

/**
 * link_find() - get a device that the command line names
 * @ctx: the run
 * @name: its name
 * @link: where it goes
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result link_find(struct ctx *ctx, const char *name, struct link *link)
{
	struct conn_error err;

	if (!link_get(ctx, name, 0, link, &err))
		return DONE;
	if (err.err == ENODEV)
		return error_refused(ctx, ENODEV,
				     "%s does not exist in this network namespace",
				     name);
	return error_refused(ctx, err.err, "%s: %s", name,
			     *err.text ? err.text : strerror(err.err));
}

/**
 * struct visit - a walk over all devices
 * @visit: looks at each
 * @arg: handed to @visit
 */
struct visit {
	link_visit visit;
	void *arg;
};

static int visit_link(const struct nlmsghdr *nlh, void *arg)
{
	const struct visit *visit = arg;
	struct link link;
	int err = read_link(nlh, &link);

	return err ? err : visit->visit(&link, visit->arg);
}

/**
 * link_each() - look at all devices
 * @ctx: the run
 * @visit: looks at each
 * @arg: handed to @visit
 * @err: what the kernel answered
 *
 * Return: 0 or a negative errno.
 */
int link_each(struct ctx *ctx, link_visit visit, void *arg,
	      struct conn_error *err)
{
	struct visit walk = { visit, arg };
	struct msg msg;

	msg_link(&msg, RTM_GETLINK, NLM_F_DUMP, 0, 0, 0);
	return conn_link(ctx->conn, &msg, visit_link, &walk, err);
}

/**
 * struct alias_search - a search among all devices
 * @alias: the alias to find
 * @link: where the device goes
 */
struct alias_search {
	const char *alias;
	struct link *link;
};

static int match_alias(const struct link *link, void *arg)
{
	struct alias_search *search = arg;

	if (!strcmp(link->alias, search->alias))
		*search->link = *link;
	return 0;
}

/**
 * link_find_alias() - find a device by its alias
 * @ctx: the run
 * @alias: the alias
 * @link: where the device goes; its number is 0 when there is none
 * @err: what the kernel answered
 *
 * Return: 0 or a negative errno.
 */
int link_find_alias(struct ctx *ctx, const char *alias, struct link *link,
		    struct conn_error *err)
{
	struct alias_search search = { alias, link };

	memset(link, 0, sizeof(*link));
	return link_each(ctx, match_alias, &search, err);
}

/* Begin a request to make a device; returns the nest for its kind. */
static size_t new_link(struct msg *msg, const char *name, const char *kind)
{
	size_t info;

	msg_link(msg, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0, 0, 0);
	msg_str(msg, IFLA_IFNAME, name);
	info = msg_nest(msg, IFLA_LINKINFO);
	msg_str(msg, IFLA_INFO_KIND, kind);
	return info;
}

/**
 * link_add_bridge() - make a virtual trunk bridge
 * @ctx: the run
 * @name: its name
 * @err: what the kernel answered
 *
 * Return: 0 or a negative errno.
 */
int link_add_bridge(struct ctx *ctx, const char *name, struct conn_error *err)
{
	struct msg msg;
	size_t info;

	info = new_link(&msg, name, VTRUNK_FAMILY_NAME);
	msg_nest_end(&msg, info);
	return conn_link(ctx->conn, &msg, NULL, NULL, err);
}

/**
 * link_add_geneve() - make a Geneve device in external mode
 * @ctx: the run
 * @name: its name
 * @dstport: its UDP port
 * @err: what the kernel answered
 *
 * Open vSwitch may send IPv6 tunnels without a UDP checksum, so those are
 * taken as well (RFC 6935 allows it for tunnels).
 *
 * Return: 0 or a negative errno.
 */
int link_add_geneve(struct ctx *ctx, const char *name, uint32_t dstport,
		    struct conn_error *err)
{
	uint16_t port = htons((uint16_t)dstport);
	struct msg msg;
	size_t info;
	size_t data;

	info = new_link(&msg, name, "geneve");
	data = msg_nest(&msg, IFLA_INFO_DATA);
	msg_flag(&msg, IFLA_GENEVE_COLLECT_METADATA);
	msg_put(&msg, IFLA_GENEVE_PORT, &port, sizeof(port));
	msg_u8(&msg, IFLA_GENEVE_UDP_ZERO_CSUM6_RX, 1);
	msg_nest_end(&msg, data);
	msg_nest_end(&msg, info);
	return conn_link(ctx->conn, &msg, NULL, NULL, err);
}

/**
 * link_set_alias() - give a device an alias
 * @ctx: the run
 * @ifindex: its number
 * @alias: the alias
 * @err: what the kernel answered
 *
 * Return: 0 or a negative errno.
 */
int link_set_alias(struct ctx *ctx, uint32_t ifindex, const char *alias,
		   struct conn_error *err)
{
	struct msg msg;

	msg_link(&msg, RTM_SETLINK, 0, ifindex, 0, 0);
	msg_put(&msg, IFLA_IFALIAS, alias, strlen(alias));
	return conn_link(ctx->conn, &msg, NULL, NULL, err);
}

/**
 * link_set_up() - set a device up or down
 * @ctx: the run
 * @ifindex: its number
 * @up: up or down
 * @err: what the kernel answered
 *
 * Return: 0 or a negative errno.
 */
int link_set_up(struct ctx *ctx, uint32_t ifindex, bool up,
		struct conn_error *err)
{
	struct msg msg;

	msg_link(&msg, RTM_SETLINK, 0, ifindex, IFF_UP, up ? IFF_UP : 0);
	return conn_link(ctx->conn, &msg, NULL, NULL, err);
}

/**
 * link_del() - remove a device
 * @ctx: the run
 * @link: the device; it goes by its name if its number is not known
 * @err: what the kernel answered
 *
 * Return: 0 or a negative errno.
 */
int link_del(struct ctx *ctx, const struct link *link, struct conn_error *err)
{
	struct msg msg;

	msg_link(&msg, RTM_DELLINK, 0, link->ifindex, 0, 0);
	if (!link->ifindex)
		msg_str(&msg, IFLA_IFNAME, link->name);
	return conn_link(ctx->conn, &msg, NULL, NULL, err);
}
