// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "msg.h"
#include "object.h"

static void read_drop(const struct nlattr *attr, struct stats *stats)
{
	struct nlattr *tb[VTRUNK_A_DROP_COUNT_MAX + 1];
	uint32_t reason;
	uint64_t packets;

	if (msg_nested(attr, tb, VTRUNK_A_DROP_COUNT_MAX))
		return;
	reason = get_u32(tb[VTRUNK_A_DROP_COUNT_REASON]);
	packets = get_u64(tb[VTRUNK_A_DROP_COUNT_PACKETS]);
	if (reason <= VTRUNK_DROP_MAX)
		stats->drops[reason] += packets;
	else
		stats->other += packets;
}

static void read_stats(const struct nlattr *nest, struct stats *stats)
{
	struct nlattr *tb[VTRUNK_A_STATS_MAX + 1];
	struct nlattr *attr;
	int rem;

	memset(stats, 0, sizeof(*stats));
	if (!nest || msg_nested(nest, tb, VTRUNK_A_STATS_MAX))
		return;
	stats->rx_packets = get_u64(tb[VTRUNK_A_STATS_RX_PACKETS]);
	stats->rx_bytes = get_u64(tb[VTRUNK_A_STATS_RX_BYTES]);
	stats->tx_packets = get_u64(tb[VTRUNK_A_STATS_TX_PACKETS]);
	stats->tx_bytes = get_u64(tb[VTRUNK_A_STATS_TX_BYTES]);
	stats->icmp_sent = get_u64(tb[VTRUNK_A_STATS_ICMP_SENT]);
	stats->icmp_suppressed = get_u64(tb[VTRUNK_A_STATS_ICMP_SUPPRESSED]);
	stats->announced = get_u64(tb[VTRUNK_A_STATS_ANNOUNCED]);
	nla_for_each_nested(attr, nest, rem)
		if (nla_type(attr) == VTRUNK_A_STATS_DROP)
			read_drop(attr, stats);
}

/**
 * read_bridge() - read a bridge
 * @nlh: the message
 * @b: where it goes
 *
 * Return: 0 or a negative errno.
 */
int read_bridge(const struct nlmsghdr *nlh, struct bridge *b)
{
	struct nlattr *tb[VTRUNK_A_BRIDGE_MAX + 1];
	int err = msg_attrs(nlh, tb, VTRUNK_A_BRIDGE_MAX);

	if (err)
		return err;
	b->ifindex = get_u32(tb[VTRUNK_A_BRIDGE_IFINDEX]);
	get_str(tb[VTRUNK_A_BRIDGE_IFNAME], b->ifname, sizeof(b->ifname));
	get_ip(tb[VTRUNK_A_BRIDGE_LOCAL_IPV4], NULL, &b->local4);
	get_ip(NULL, tb[VTRUNK_A_BRIDGE_LOCAL_IPV6], &b->local6);
	b->uplink = get_u32(tb[VTRUNK_A_BRIDGE_UPLINK_IFINDEX]);
	get_str(tb[VTRUNK_A_BRIDGE_UPLINK_IFNAME], b->uplink_name,
		sizeof(b->uplink_name));
	b->dstport = get_u32(tb[VTRUNK_A_BRIDGE_DSTPORT]);
	b->ageing = get_u32(tb[VTRUNK_A_BRIDGE_AGEING]);
	b->fdb_max = get_u32(tb[VTRUNK_A_BRIDGE_FDB_MAX]);
	b->handover = get_u32(tb[VTRUNK_A_BRIDGE_HANDOVER]);
	b->fdb_count = get_u32(tb[VTRUNK_A_BRIDGE_FDB_COUNT]);
	b->learn_failed = get_u64(tb[VTRUNK_A_BRIDGE_LEARN_FAILED]);
	b->events_lost = get_u64(tb[VTRUNK_A_BRIDGE_EVENTS_LOST]);
	read_stats(tb[VTRUNK_A_BRIDGE_STATS], &b->stats);
	return 0;
}

/**
 * read_network() - read a network
 * @nlh: the message
 * @n: where it goes
 *
 * Return: 0 or a negative errno.
 */
int read_network(const struct nlmsghdr *nlh, struct network *n)
{
	struct nlattr *tb[VTRUNK_A_NETWORK_MAX + 1];
	int err = msg_attrs(nlh, tb, VTRUNK_A_NETWORK_MAX);

	if (err)
		return err;
	n->bridge = get_u32(tb[VTRUNK_A_NETWORK_BRIDGE_IFINDEX]);
	n->vni = get_u32(tb[VTRUNK_A_NETWORK_VNI]);
	get_str(tb[VTRUNK_A_NETWORK_NAME], n->name, sizeof(n->name));
	n->mode = get_u32(tb[VTRUNK_A_NETWORK_MODE]);
	n->mtu = get_u32(tb[VTRUNK_A_NETWORK_MTU]);
	n->unknown = get_u32(tb[VTRUNK_A_NETWORK_UNKNOWN]);
	n->learn = get_u32(tb[VTRUNK_A_NETWORK_LEARN]);
	n->l2cp = get_u32(tb[VTRUNK_A_NETWORK_L2CP]);
	n->ports = get_u32(tb[VTRUNK_A_NETWORK_PORT_COUNT]);
	n->remotes = get_u32(tb[VTRUNK_A_NETWORK_REMOTE_COUNT]);
	n->fdb_count = get_u32(tb[VTRUNK_A_NETWORK_FDB_COUNT]);
	return 0;
}

/**
 * read_remote() - read a remote
 * @nlh: the message
 * @r: where it goes
 *
 * Return: 0 or a negative errno.
 */
int read_remote(const struct nlmsghdr *nlh, struct remote *r)
{
	struct nlattr *tb[VTRUNK_A_REMOTE_MAX + 1];
	int err = msg_attrs(nlh, tb, VTRUNK_A_REMOTE_MAX);

	if (err)
		return err;
	r->bridge = get_u32(tb[VTRUNK_A_REMOTE_BRIDGE_IFINDEX]);
	get_ip(tb[VTRUNK_A_REMOTE_IPV4], tb[VTRUNK_A_REMOTE_IPV6], &r->ip);
	r->vni = get_u32(tb[VTRUNK_A_REMOTE_VNI]);
	get_str(tb[VTRUNK_A_REMOTE_NETWORK], r->network, sizeof(r->network));
	r->up = get_u32(tb[VTRUNK_A_REMOTE_UP]);
	r->path_mtu = get_u32(tb[VTRUNK_A_REMOTE_PATH_MTU]);
	r->has_age = tb[VTRUNK_A_REMOTE_AGE];
	r->age = get_u64(tb[VTRUNK_A_REMOTE_AGE]);
	read_stats(tb[VTRUNK_A_REMOTE_STATS], &r->stats);
	return 0;
}

static int compare_tags(const void *a, const void *b)
{
	const struct unknown_tag *x = a;
	const struct unknown_tag *y = b;

	if (x->tpid != y->tpid)
		return x->tpid < y->tpid ? -1 : 1;
	return x->vid < y->vid ? -1 : x->vid > y->vid;
}

/* A newer module may tell more of them; people need no more than these. */
static void read_tags(const struct nlmsghdr *nlh, struct trunk *t)
{
	struct nlattr *tb[VTRUNK_A_UNKNOWN_TAG_MAX + 1];
	struct unknown_tag *tag;
	struct nlattr *attr;
	int rem;

	t->tag_count = 0;
	nlmsg_for_each_attr(attr, (struct nlmsghdr *)nlh, GENL_HDRLEN, rem) {
		if (nla_type(attr) != VTRUNK_A_TRUNK_UNKNOWN_TAG ||
		    t->tag_count == VTRUNK_UNKNOWN_TAGS_MAX ||
		    msg_nested(attr, tb, VTRUNK_A_UNKNOWN_TAG_MAX))
			continue;
		tag = &t->tags[t->tag_count++];
		tag->tpid = get_u32(tb[VTRUNK_A_UNKNOWN_TAG_TPID]);
		tag->vid = get_u32(tb[VTRUNK_A_UNKNOWN_TAG_VID]);
		tag->packets = get_u64(tb[VTRUNK_A_UNKNOWN_TAG_PACKETS]);
		tag->age = get_u64(tb[VTRUNK_A_UNKNOWN_TAG_AGE]);
	}
	qsort(t->tags, t->tag_count, sizeof(t->tags[0]), compare_tags);
}

/**
 * read_trunk() - read a trunk
 * @nlh: the message
 * @t: where it goes
 *
 * Return: 0 or a negative errno.
 */
int read_trunk(const struct nlmsghdr *nlh, struct trunk *t)
{
	struct nlattr *tb[VTRUNK_A_TRUNK_MAX + 1];
	int err = msg_attrs(nlh, tb, VTRUNK_A_TRUNK_MAX);

	if (err)
		return err;
	t->bridge = get_u32(tb[VTRUNK_A_TRUNK_BRIDGE_IFINDEX]);
	t->ifindex = get_u32(tb[VTRUNK_A_TRUNK_IFINDEX]);
	get_str(tb[VTRUNK_A_TRUNK_IFNAME], t->ifname, sizeof(t->ifname));
	t->up = get_u32(tb[VTRUNK_A_TRUNK_UP]);
	t->locked = get_u32(tb[VTRUNK_A_TRUNK_LOCKED]);
	t->announce = get_u32(tb[VTRUNK_A_TRUNK_ANNOUNCE]);
	t->status = get_u32(tb[VTRUNK_A_TRUNK_STATUS]);
	t->ports = get_u32(tb[VTRUNK_A_TRUNK_PORT_COUNT]);
	t->unknown_vid = get_u32(tb[VTRUNK_A_TRUNK_UNKNOWN_VID]);
	read_tags(nlh, t);
	t->tags_other = get_u64(tb[VTRUNK_A_TRUNK_UNKNOWN_TAGS_OTHER]);
	read_stats(tb[VTRUNK_A_TRUNK_STATS], &t->stats);
	return 0;
}

/**
 * read_load() - read what a load did to a trunk
 * @nlh: the message
 * @l: where it goes
 *
 * Return: 0 or a negative errno.
 */
int read_load(const struct nlmsghdr *nlh, struct load *l)
{
	struct nlattr *tb[VTRUNK_A_TRUNK_MAX + 1];
	int err = msg_attrs(nlh, tb, VTRUNK_A_TRUNK_MAX);

	if (err)
		return err;
	l->bridge = get_u32(tb[VTRUNK_A_TRUNK_BRIDGE_IFINDEX]);
	get_str(tb[VTRUNK_A_TRUNK_IFNAME], l->ifname, sizeof(l->ifname));
	l->added = get_u32(tb[VTRUNK_A_TRUNK_PORTS_ADDED]);
	l->removed = get_u32(tb[VTRUNK_A_TRUNK_PORTS_REMOVED]);
	l->changed = get_u32(tb[VTRUNK_A_TRUNK_PORTS_CHANGED]);
	l->kept = get_u32(tb[VTRUNK_A_TRUNK_PORTS_KEPT]);
	l->generation = get_u32(tb[VTRUNK_A_TRUNK_GENERATION]);
	return 0;
}

/**
 * read_port() - read a logical port
 * @nlh: the message
 * @p: where it goes
 *
 * Return: 0 or a negative errno.
 */
int read_port(const struct nlmsghdr *nlh, struct port *p)
{
	struct nlattr *tb[VTRUNK_A_PORT_MAX + 1];
	int err = msg_attrs(nlh, tb, VTRUNK_A_PORT_MAX);

	if (err)
		return err;
	p->bridge = get_u32(tb[VTRUNK_A_PORT_BRIDGE_IFINDEX]);
	p->ifindex = get_u32(tb[VTRUNK_A_PORT_IFINDEX]);
	get_str(tb[VTRUNK_A_PORT_IFNAME], p->ifname, sizeof(p->ifname));
	p->selector = get_u32(tb[VTRUNK_A_PORT_SELECTOR]);
	p->vid = get_u32(tb[VTRUNK_A_PORT_VID]);
	p->tpid = get_u32(tb[VTRUNK_A_PORT_TPID]);
	p->vni = get_u32(tb[VTRUNK_A_PORT_VNI]);
	get_str(tb[VTRUNK_A_PORT_NETWORK], p->network, sizeof(p->network));
	get_str(tb[VTRUNK_A_PORT_NAME], p->name, sizeof(p->name));
	p->up = get_u32(tb[VTRUNK_A_PORT_UP]);
	p->locked = get_u32(tb[VTRUNK_A_PORT_LOCKED]);
	p->qinq = get_u32(tb[VTRUNK_A_PORT_QINQ]);
	p->unknown = get_u32(tb[VTRUNK_A_PORT_UNKNOWN]);
	p->local_only = get_u32(tb[VTRUNK_A_PORT_LOCAL_ONLY]);
	p->key = get_u32(tb[VTRUNK_A_PORT_KEY]);
	address_read(nlh, VTRUNK_A_PORT_ADDRESS, &p->addresses);
	p->status = get_u32(tb[VTRUNK_A_PORT_STATUS]);
	read_stats(tb[VTRUNK_A_PORT_STATS], &p->stats);
	return 0;
}

/**
 * read_fdb() - read a forwarding entry
 * @nlh: the message
 * @f: where it goes
 *
 * Return: 0 or a negative errno.
 */
int read_fdb(const struct nlmsghdr *nlh, struct fdb *f)
{
	struct nlattr *tb[VTRUNK_A_FDB_MAX + 1];
	int err = msg_attrs(nlh, tb, VTRUNK_A_FDB_MAX);

	if (err)
		return err;
	f->bridge = get_u32(tb[VTRUNK_A_FDB_BRIDGE_IFINDEX]);
	get_mac(tb[VTRUNK_A_FDB_MAC], f->mac);
	f->vni = get_u32(tb[VTRUNK_A_FDB_VNI]);
	get_str(tb[VTRUNK_A_FDB_NETWORK], f->network, sizeof(f->network));
	f->ifindex = get_u32(tb[VTRUNK_A_FDB_IFINDEX]);
	get_str(tb[VTRUNK_A_FDB_IFNAME], f->ifname, sizeof(f->ifname));
	f->selector = get_u32(tb[VTRUNK_A_FDB_SELECTOR]);
	f->vid = get_u32(tb[VTRUNK_A_FDB_VID]);
	get_ip(tb[VTRUNK_A_FDB_IPV4], tb[VTRUNK_A_FDB_IPV6], &f->ip);
	f->key = get_u32(tb[VTRUNK_A_FDB_KEY]);
	f->type = get_u32(tb[VTRUNK_A_FDB_TYPE]);
	f->has_age = tb[VTRUNK_A_FDB_AGE];
	f->age = get_u32(tb[VTRUNK_A_FDB_AGE]);
	f->moves = get_u32(tb[VTRUNK_A_FDB_MOVES]);
	return 0;
}

/**
 * compare_members() - order members: ports by trunk and VLAN, then remotes
 * @a: a member
 * @b: another one
 *
 * Return: as for qsort().
 */
int compare_members(const void *a, const void *b)
{
	const struct member *x = a;
	const struct member *y = b;
	int order;

	if (!*x->ifname != !*y->ifname)
		return *x->ifname ? -1 : 1;
	if (!*x->ifname) {
		if (x->ip.family != y->ip.family)
			return x->ip.family < y->ip.family ? -1 : 1;
		return memcmp(&x->ip, &y->ip, sizeof(x->ip));
	}
	order = strverscmp(x->ifname, y->ifname);
	if (order)
		return order;
	return x->vid < y->vid ? -1 : x->vid > y->vid;
}

static void read_members(const struct nlmsghdr *nlh, struct group *g)
{
	struct nlattr *tb[VTRUNK_A_GROUP_MEMBER_MAX + 1];
	struct member *m;
	struct nlattr *attr;
	int rem;

	g->count = 0;
	nlmsg_for_each_attr(attr, (struct nlmsghdr *)nlh, GENL_HDRLEN, rem) {
		if (nla_type(attr) != VTRUNK_A_GROUP_MEMBER ||
		    g->count == VTRUNK_GROUP_MEMBERS_MAX ||
		    msg_nested(attr, tb, VTRUNK_A_GROUP_MEMBER_MAX))
			continue;
		m = &g->members[g->count++];
		memset(m, 0, sizeof(*m));
		m->ifindex = get_u32(tb[VTRUNK_A_GROUP_MEMBER_IFINDEX]);
		get_str(tb[VTRUNK_A_GROUP_MEMBER_IFNAME], m->ifname,
			sizeof(m->ifname));
		m->selector = get_u32(tb[VTRUNK_A_GROUP_MEMBER_SELECTOR]);
		m->vid = get_u32(tb[VTRUNK_A_GROUP_MEMBER_VID]);
		get_ip(tb[VTRUNK_A_GROUP_MEMBER_IPV4],
		       tb[VTRUNK_A_GROUP_MEMBER_IPV6], &m->ip);
	}
	qsort(g->members, g->count, sizeof(g->members[0]), compare_members);
}

/**
 * read_group() - read a group
 * @nlh: the message
 * @g: where it goes
 *
 * Return: 0 or a negative errno.
 */
int read_group(const struct nlmsghdr *nlh, struct group *g)
{
	struct nlattr *tb[VTRUNK_A_GROUP_MAX + 1];
	int err = msg_attrs(nlh, tb, VTRUNK_A_GROUP_MAX);

	if (err)
		return err;
	memset(g, 0, sizeof(*g));
	g->bridge = get_u32(tb[VTRUNK_A_GROUP_BRIDGE_IFINDEX]);
	g->vni = get_u32(tb[VTRUNK_A_GROUP_VNI]);
	get_str(tb[VTRUNK_A_GROUP_NETWORK], g->network, sizeof(g->network));
	g->key = get_u32(tb[VTRUNK_A_GROUP_KEY]);
	g->has_mac = tb[VTRUNK_A_GROUP_MAC];
	if (g->has_mac)
		get_mac(tb[VTRUNK_A_GROUP_MAC], g->mac);
	read_members(nlh, g);
	return 0;
}
