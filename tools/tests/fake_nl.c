// SPDX-License-Identifier: GPL-2.0
/*
 * A kernel that is not there: it takes the place of nl.c, prints each request
 * that would change something, and answers the others from a small
 * configuration.  It takes orders from the environment:
 *
 *   FAKE_BRIDGES=N         how many bridges there are (0 to 2, default 1)
 *   FAKE_REFUSE=OP:ERRNO:ATTR:SENTENCE
 *                          refuse every request OP, naming ATTR if it is not 0
 *   FAKE_AFTER=N           but let N of them pass
 *   FAKE_ABSENT=1          the module is not loaded
 *   FAKE_EMPTY=1           bridges have nothing on them
 *
 * The VM behind tap1 sends VLAN 20, which no port takes unless FAKE_LATE=1.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include <linux/vtrunk.h>

#include "../msg.h"
#include "../names.h"
#include "../nl.h"
#include "../object.h"

#define LINKS	16

/**
 * struct conn - what the configuration does not fix
 * @links: network devices
 * @passed: requests that FAKE_REFUSE let pass
 */
struct conn {
	struct fake_link {
		uint32_t ifindex;
		const char *kind;
		char name[IFNAMSIZ];
		char alias[64];
		uint32_t master;
		unsigned int flags;
	} links[LINKS];
	int passed;
};

static const struct fake_link devices[] = {
	{ 10, "vtrunk", "br-trunk", "", 0, IFF_UP },
	{ 11, "geneve", "genev_sys_6081", "made by trunkctl for br-trunk", 10,
	  IFF_UP },
	{ 12, "tun", "tap1", "", 10, IFF_UP },
	{ 13, "tun", "tap2", "", 0, 0 },
	{ 14, "geneve", "gnv0", "", 0, 0 },
	{ 20, "vtrunk", "br-two", "", 0, 0 },
};

static long env_number(const char *name, long otherwise)
{
	const char *text = getenv(name);

	return text ? atol(text) : otherwise;
}

int conn_open(const char *netns, struct conn **result)
{
	struct conn *conn;

	*result = NULL;
	if (netns)
		return -ENOENT;
	conn = calloc(1, sizeof(*conn));
	if (!conn)
		return -ENOMEM;
	memcpy(conn->links, devices, sizeof(devices));
	*result = conn;
	return env_number("FAKE_ABSENT", 0) ? -ENOENT : 0;
}

void conn_close(struct conn *conn)
{
	free(conn);
}

static void print_value(const char *name, const struct nlattr *attr)
{
	const uint8_t *data = nla_data(attr);
	char text[INET6_ADDRSTRLEN];
	int len = nla_len(attr);

	if (strstr(name, "ipv4"))
		printf("%s", inet_ntop(AF_INET, data, text, sizeof(text)));
	else if (strstr(name, "ipv6"))
		printf("%s", inet_ntop(AF_INET6, data, text, sizeof(text)));
	else if (!strcmp(name, "mac"))
		printf("%s", format_mac(data, text));
	else if (!strcmp(name, "name") || !strcmp(name, "network"))
		printf("%s", (const char *)data);
	else if (len)
		printf("%u", get_u32(attr));
}

static void print_attrs(struct nlmsghdr *nlh, const struct names *names)
{
	struct nlattr *attr;
	const char *name;
	int rem;

	nlmsg_for_each_attr(attr, nlh, GENL_HDRLEN, rem) {
		name = names_get(names, (uint32_t)nla_type(attr));
		printf(" %s=", name ? name : "?");
		print_value(name ? name : "?", attr);
	}
	putchar('\n');
}

/* Tell whether an operation is to be refused, and how. */
static int refused(struct conn *conn, const char *op, struct conn_error *err)
{
	const char *order = getenv("FAKE_REFUSE");
	unsigned int attr = 0;
	int number = 0;
	char name[32];
	int used = 0;

	if (!order ||
	    sscanf(order, "%31[^:]:%d:%u:%n", name, &number, &attr,
		   &used) < 3 ||
	    strcmp(name, op) || conn->passed++ < env_number("FAKE_AFTER", 0))
		return 0;
	err->err = number;
	err->attr = (uint16_t)attr;
	snprintf(err->text, sizeof(err->text), "%s", order + used);
	return -number;
}

static int answer(struct msg *msg, conn_reply reply, void *arg)
{
	int rc = reply ? reply(nlmsg_hdr(msg->nl), arg) : 0;

	msg_free(msg);
	return rc;
}

static void put_ip4(struct msg *msg, int attr, const char *text)
{
	struct in_addr ip;

	inet_pton(AF_INET, text, &ip);
	msg_put(msg, attr, &ip, sizeof(ip));
}

static void put_stats(struct msg *msg, int attr)
{
	size_t stats = msg_nest(msg, attr);
	uint64_t count = 5;
	uint64_t bytes = 490;
	size_t drop;

	msg_put(msg, VTRUNK_A_STATS_RX_PACKETS, &count, sizeof(count));
	msg_put(msg, VTRUNK_A_STATS_RX_BYTES, &bytes, sizeof(bytes));
	msg_put(msg, VTRUNK_A_STATS_TX_PACKETS, &count, sizeof(count));
	msg_put(msg, VTRUNK_A_STATS_TX_BYTES, &bytes, sizeof(bytes));
	for (count = 2; count < 5; count++) {
		drop = msg_nest(msg, VTRUNK_A_STATS_DROP);
		msg_u32(msg, VTRUNK_A_DROP_COUNT_REASON,
			count == 4 ? VTRUNK_DROP_MAX + 1 : (uint32_t)count);
		msg_put(msg, VTRUNK_A_DROP_COUNT_PACKETS, &count,
			sizeof(count));
		msg_nest_end(msg, drop);
	}
	msg_nest_end(msg, stats);
}

static int give_bridges(conn_reply reply, void *arg, uint32_t only)
{
	static const char *const names[] = { "br-trunk", "br-two" };
	struct msg msg;
	uint32_t i;
	int rc = 0;

	for (i = 0; !rc && i < env_number("FAKE_BRIDGES", 1); i++) {
		if (only && only != 10 * (i + 1))
			continue;
		msg_genl(&msg, VTRUNK_CMD_BRIDGE_GET, 0);
		msg_u32(&msg, VTRUNK_A_BRIDGE_IFINDEX, 10 * (i + 1));
		msg_str(&msg, VTRUNK_A_BRIDGE_IFNAME, names[i]);
		if (!i) {
			put_ip4(&msg, VTRUNK_A_BRIDGE_LOCAL_IPV4, "192.0.2.1");
			msg_u32(&msg, VTRUNK_A_BRIDGE_UPLINK_IFINDEX, 11);
			msg_str(&msg, VTRUNK_A_BRIDGE_UPLINK_IFNAME,
				"genev_sys_6081");
			msg_u16(&msg, VTRUNK_A_BRIDGE_DSTPORT, 6081);
		}
		msg_u32(&msg, VTRUNK_A_BRIDGE_AGEING, 300);
		msg_u32(&msg, VTRUNK_A_BRIDGE_FDB_MAX, 65536);
		msg_u32(&msg, VTRUNK_A_BRIDGE_FDB_COUNT, 2);
		put_stats(&msg, VTRUNK_A_BRIDGE_STATS);
		rc = answer(&msg, reply, arg);
	}
	return rc;
}

static int give_networks(conn_reply reply, void *arg, bool one)
{
	struct msg msg;
	int rc = 0;
	int i;

	for (i = 0; !rc && i < (one ? 1 : 2); i++) {
		msg_genl(&msg, VTRUNK_CMD_NETWORK_GET, 0);
		msg_u32(&msg, VTRUNK_A_NETWORK_BRIDGE_IFINDEX, 10);
		msg_u32(&msg, VTRUNK_A_NETWORK_VNI, i ? 5001 : 5002);
		msg_str(&msg, VTRUNK_A_NETWORK_NAME, i ? "child" : "parent1");
		msg_u32(&msg, VTRUNK_A_NETWORK_UNKNOWN,
			i ? VTRUNK_UNKNOWN_FLOOD : VTRUNK_UNKNOWN_DROP);
		msg_u32(&msg, VTRUNK_A_NETWORK_MTU, i ? 0 : 1400);
		msg_u8(&msg, VTRUNK_A_NETWORK_LEARN, 1);
		msg_u32(&msg, VTRUNK_A_NETWORK_PORT_COUNT, 1);
		msg_u32(&msg, VTRUNK_A_NETWORK_REMOTE_COUNT, 1);
		rc = answer(&msg, reply, arg);
	}
	return rc;
}

static int give_remotes(conn_reply reply, void *arg)
{
	struct msg msg;
	int rc = 0;
	int i;

	for (i = 0; !rc && i < 2; i++) {
		msg_genl(&msg, VTRUNK_CMD_REMOTE_GET, 0);
		msg_u32(&msg, VTRUNK_A_REMOTE_BRIDGE_IFINDEX, 10);
		put_ip4(&msg, VTRUNK_A_REMOTE_IPV4,
			i ? "192.0.2.22" : "192.0.2.2");
		if (i) {
			msg_u32(&msg, VTRUNK_A_REMOTE_VNI, 5001);
			msg_str(&msg, VTRUNK_A_REMOTE_NETWORK, "child");
		} else {
			msg_u32(&msg, VTRUNK_A_REMOTE_PATH_MTU, 1450);
		}
		msg_u8(&msg, VTRUNK_A_REMOTE_UP, 1);
		put_stats(&msg, VTRUNK_A_REMOTE_STATS);
		rc = answer(&msg, reply, arg);
	}
	return rc;
}

static int give_trunk(uint8_t cmd, conn_reply reply, void *arg)
{
	struct msg msg;

	msg_genl(&msg, cmd, 0);
	msg_u32(&msg, VTRUNK_A_TRUNK_BRIDGE_IFINDEX, 10);
	msg_u32(&msg, VTRUNK_A_TRUNK_IFINDEX, 12);
	msg_str(&msg, VTRUNK_A_TRUNK_IFNAME, "tap1");
	msg_u8(&msg, VTRUNK_A_TRUNK_UP, 1);
	msg_u32(&msg, VTRUNK_A_TRUNK_STATUS, VTRUNK_STATUS_ACTIVE);
	msg_u32(&msg, VTRUNK_A_TRUNK_PORT_COUNT, 2);
	msg_u16(&msg, VTRUNK_A_TRUNK_UNKNOWN_VID, 20);
	put_stats(&msg, VTRUNK_A_TRUNK_STATS);
	return answer(&msg, reply, arg);
}

static int give_ports(conn_reply reply, void *arg, bool one, bool native)
{
	struct msg msg;
	int rc = 0;
	int i;

	for (i = 0; !rc && i < 2; i++) {
		if (one && native != i)
			continue;
		msg_genl(&msg, VTRUNK_CMD_PORT_GET, 0);
		msg_u32(&msg, VTRUNK_A_PORT_BRIDGE_IFINDEX, 10);
		msg_u32(&msg, VTRUNK_A_PORT_IFINDEX, 12);
		msg_str(&msg, VTRUNK_A_PORT_IFNAME, "tap1");
		msg_u32(&msg, VTRUNK_A_PORT_SELECTOR,
			i ? VTRUNK_SELECTOR_NATIVE : VTRUNK_SELECTOR_VLAN);
		if (!i)
			msg_u16(&msg, VTRUNK_A_PORT_VID, 100);
		msg_u32(&msg, VTRUNK_A_PORT_VNI, i ? 5002 : 5001);
		msg_str(&msg, VTRUNK_A_PORT_NETWORK, i ? "parent1" : "child");
		if (!i)
			msg_str(&msg, VTRUNK_A_PORT_NAME, "child1");
		msg_u8(&msg, VTRUNK_A_PORT_UP, 1);
		msg_u8(&msg, VTRUNK_A_PORT_LOCKED, (uint8_t)i);
		msg_u32(&msg, VTRUNK_A_PORT_STATUS,
			i ? VTRUNK_STATUS_DEGRADED : VTRUNK_STATUS_ACTIVE);
		put_stats(&msg, VTRUNK_A_PORT_STATS);
		rc = answer(&msg, reply, arg);
	}
	return rc;
}

static int give_fdb(conn_reply reply, void *arg)
{
	static const uint8_t mac[MAC_LEN] = { 0xfa, 0x16, 0x3e, 0, 0, 1 };
	struct msg msg;
	int rc = 0;
	int i;

	for (i = 0; !rc && i < 2; i++) {
		msg_genl(&msg, VTRUNK_CMD_FDB_GET, 0);
		msg_u32(&msg, VTRUNK_A_FDB_BRIDGE_IFINDEX, 10);
		msg_put(&msg, VTRUNK_A_FDB_MAC, mac, sizeof(mac));
		msg_u32(&msg, VTRUNK_A_FDB_VNI, 5001);
		msg_str(&msg, VTRUNK_A_FDB_NETWORK, "child");
		if (i) {
			put_ip4(&msg, VTRUNK_A_FDB_IPV4, "192.0.2.2");
			msg_u32(&msg, VTRUNK_A_FDB_TYPE,
				VTRUNK_FDB_TYPE_STATIC);
		} else {
			msg_u32(&msg, VTRUNK_A_FDB_IFINDEX, 12);
			msg_str(&msg, VTRUNK_A_FDB_IFNAME, "tap1");
			msg_u32(&msg, VTRUNK_A_FDB_SELECTOR,
				VTRUNK_SELECTOR_VLAN);
			msg_u16(&msg, VTRUNK_A_FDB_VID, 100);
			msg_u32(&msg, VTRUNK_A_FDB_AGE, 3000);
		}
		rc = answer(&msg, reply, arg);
	}
	return rc;
}

static int give_flushed(conn_reply reply, void *arg)
{
	struct msg msg;

	msg_genl(&msg, VTRUNK_CMD_FDB_FLUSH, 0);
	msg_u32(&msg, VTRUNK_A_FDB_FLUSHED, 7);
	return answer(&msg, reply, arg);
}

static int give(uint8_t cmd, struct nlmsghdr *nlh, conn_reply reply, void *arg)
{
	bool dump = nlh->nlmsg_flags & NLM_F_DUMP;
	struct nlattr *tb[VTRUNK_A_PORT_MAX + 1];

	msg_attrs(nlh, tb, VTRUNK_A_PORT_MAX);
	if (cmd == VTRUNK_CMD_BRIDGE_GET)
		return give_bridges(reply, arg,
				    get_u32(tb[VTRUNK_A_BRIDGE_IFINDEX]));
	if (env_number("FAKE_EMPTY", 0))
		return 0;
	switch (cmd) {
	case VTRUNK_CMD_NETWORK_GET:
		return give_networks(reply, arg, !dump);
	case VTRUNK_CMD_REMOTE_GET:
		return give_remotes(reply, arg);
	case VTRUNK_CMD_TRUNK_GET:
		return give_trunk(cmd, reply, arg);
	case VTRUNK_CMD_PORT_GET:
		if (get_u32(tb[VTRUNK_A_PORT_VID]) == 20 &&
		    !env_number("FAKE_LATE", 0))
			return -ENOENT;
		return give_ports(reply, arg, !dump,
				  !get_u32(tb[VTRUNK_A_PORT_SELECTOR]));
	case VTRUNK_CMD_FDB_GET:
		return give_fdb(reply, arg);
	case VTRUNK_CMD_FDB_FLUSH:
		return give_flushed(reply, arg);
	default:
		return 0;
	}
}

int conn_genl(struct conn *conn, struct msg *msg, conn_reply reply, void *arg,
	      struct conn_error *err)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg->nl);
	uint8_t cmd = msg_cmd(nlh);
	const char *op = names_get(&names_cmd, cmd);
	int rc;

	memset(err, 0, sizeof(*err));
	err->cmd = cmd;
	if (!strstr(op, "-get")) {
		printf("%s%s%s%s", op,
		       nlh->nlmsg_flags & NLM_F_CREATE ? " create" : "",
		       nlh->nlmsg_flags & NLM_F_EXCL ? " excl" : "",
		       nlh->nlmsg_flags & NLM_F_REPLACE ? " replace" : "");
		print_attrs(nlh, names_of_cmd(cmd));
	}
	rc = refused(conn, op, err);
	if (!rc)
		rc = give(cmd, nlh, reply, arg);
	if (rc)
		err->err = -rc;
	msg_free(msg);
	return rc;
}

static struct fake_link *find_link(struct conn *conn,
				   const struct ifinfomsg *ifi,
				   const struct nlattr *name)
{
	size_t i;

	for (i = 0; i < LINKS; i++)
		if (conn->links[i].ifindex &&
		    (ifi->ifi_index ?
		     conn->links[i].ifindex == (uint32_t)ifi->ifi_index :
		     name && !strcmp(conn->links[i].name, nla_data(name))))
			return &conn->links[i];
	return NULL;
}

static int give_link(const struct fake_link *link, conn_reply reply, void *arg)
{
	struct msg msg;
	size_t nest;

	msg_link(&msg, RTM_NEWLINK, 0, link->ifindex, 0, link->flags);
	msg_str(&msg, IFLA_IFNAME, link->name);
	msg_str(&msg, IFLA_IFALIAS, link->alias);
	msg_u32(&msg, IFLA_MASTER, link->master);
	nest = msg_nest(&msg, IFLA_LINKINFO);
	msg_str(&msg, IFLA_INFO_KIND, link->kind);
	msg_nest_end(&msg, nest);
	return answer(&msg, reply, arg);
}

static int get_link(struct conn *conn, struct nlmsghdr *nlh,
		    const struct fake_link *link, conn_reply reply, void *arg)
{
	int rc = 0;
	size_t i;

	if (!(nlh->nlmsg_flags & NLM_F_DUMP))
		return link ? give_link(link, reply, arg) : -ENODEV;
	for (i = 0; !rc && i < LINKS; i++)
		if (conn->links[i].ifindex)
			rc = give_link(&conn->links[i], reply, arg);
	return rc;
}

static int add_link(struct conn *conn, struct nlattr **tb)
{
	struct nlattr *info[IFLA_INFO_MAX + 1];
	struct nlattr *data[IFLA_GENEVE_MAX + 1];
	uint16_t port;
	size_t i;

	msg_nested(tb[IFLA_LINKINFO], info, IFLA_INFO_MAX);
	printf("newlink %s kind %s", (char *)nla_data(tb[IFLA_IFNAME]),
	       (char *)nla_data(info[IFLA_INFO_KIND]));
	if (info[IFLA_INFO_DATA]) {
		msg_nested(info[IFLA_INFO_DATA], data, IFLA_GENEVE_MAX);
		memcpy(&port, nla_data(data[IFLA_GENEVE_PORT]), sizeof(port));
		printf("%s dstport %u%s",
		       data[IFLA_GENEVE_COLLECT_METADATA] ? " external" : "",
		       ntohs(port),
		       get_u32(data[IFLA_GENEVE_UDP_ZERO_CSUM6_RX]) ?
		       " udp6zerocsumrx" : "");
	}
	putchar('\n');
	for (i = 0; conn->links[i].ifindex; i++)
		;
	conn->links[i].ifindex = (uint32_t)i + 24;
	conn->links[i].kind = info[IFLA_INFO_DATA] ? "geneve" : "vtrunk";
	get_str(tb[IFLA_IFNAME], conn->links[i].name, IFNAMSIZ);
	return 0;
}

int conn_link(struct conn *conn, struct msg *msg, conn_reply reply, void *arg,
	      struct conn_error *err)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg->nl);
	const struct ifinfomsg *ifi = NLMSG_DATA(nlh);
	struct nlattr *tb[IFLA_MAX + 1];
	struct fake_link *link;
	int rc = 0;

	memset(err, 0, sizeof(*err));
	msg_link_attrs(nlh, tb, IFLA_MAX);
	link = find_link(conn, ifi, tb[IFLA_IFNAME]);
	switch (nlh->nlmsg_type) {
	case RTM_GETLINK:
		rc = get_link(conn, nlh, link, reply, arg);
		break;
	case RTM_NEWLINK:
		rc = link ? -EEXIST : add_link(conn, tb);
		if (!rc)
			rc = refused(conn, "newlink", err);
		break;
	case RTM_SETLINK:
		printf("setlink %s%s", link->name,
		       !ifi->ifi_change ? "" : ifi->ifi_flags ? " up" :
							       " down");
		if (tb[IFLA_IFALIAS])
			printf(" alias \"%.*s\"", nla_len(tb[IFLA_IFALIAS]),
			       (char *)nla_data(tb[IFLA_IFALIAS]));
		putchar('\n');
		rc = refused(conn, tb[IFLA_IFALIAS] ? "alias" : "setlink", err);
		break;
	case RTM_DELLINK:
		printf("dellink %s\n", link->name);
		rc = refused(conn, "dellink", err);
		if (!rc)
			link->ifindex = 0;
		break;
	}
	if (rc)
		err->err = -rc;
	msg_free(msg);
	return rc;
}

int conn_subscribe(struct conn *conn)
{
	(void)conn;
	return 0;
}

static int event(uint8_t cmd, conn_reply fn, void *arg)
{
	struct msg msg;

	msg_genl(&msg, cmd, 0);
	msg_u32(&msg, VTRUNK_A_NETWORK_BRIDGE_IFINDEX, 10);
	msg_u32(&msg, VTRUNK_A_NETWORK_VNI, 5001);
	msg_str(&msg, VTRUNK_A_NETWORK_NAME, "child");
	msg_u8(&msg, VTRUNK_A_NETWORK_LEARN, 1);
	return answer(&msg, fn, arg);
}

/* A few events, then the module is removed. */
int conn_listen(struct conn *conn, conn_reply fn, void *arg)
{
	(void)conn;
	event(VTRUNK_CMD_NETWORK_NTF, fn, arg);
	give_trunk(VTRUNK_CMD_TRUNK_NTF, fn, arg);
	event(VTRUNK_CMD_NETWORK_DEL_NTF, fn, arg);
	fn(NULL, arg);
	return -ENODEV;
}
