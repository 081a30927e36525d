// SPDX-License-Identifier: GPL-2.0
/* MACs that are at two places, and an FDB that takes no more. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../msg.h"
#include "../nl.h"
#include "doctor.h"

/* A machine that migrates moves once; more than this before it ages is odd. */
#define MOVES_MAX	5

/**
 * struct entries - the entries that matter
 * @moving: learned ones that moved too often
 * @configured: static and sticky ones
 */
struct entries {
	struct list moving;
	struct list configured;
};

static int take_entry(const struct nlmsghdr *nlh, void *arg)
{
	struct entries *e = arg;
	struct fdb f;
	int err;

	err = read_fdb(nlh, &f);
	if (err)
		return err;
	if (f.type != VTRUNK_FDB_TYPE_LEARNED)
		return list_add(&e->configured, &f, sizeof(f));
	if (f.moves > MOVES_MAX)
		return list_add(&e->moving, &f, sizeof(f));
	return 0;
}

static void say_port(char *text, size_t size, const char *dev,
		     uint32_t selector, uint32_t vid)
{
	if (selector == VTRUNK_SELECTOR_VLAN)
		snprintf(text, size, "%s vlan %u", dev, vid);
	else
		snprintf(text, size, "%s native", dev);
}

static struct finding *about(struct doctor *d, const char *kind,
			     const struct fdb *entry)
{
	struct finding *f = finding_new(d, kind, false,
					doctor_bridge(d, entry->bridge));

	finding_network(f, entry->network);
	if (f)
		format_mac(entry->mac, f->mac);
	return f;
}

static void say_moving(struct doctor *d, const struct fdb *entry)
{
	struct finding *f = about(d, "flapping-mac", entry);
	char where[INET6_ADDRSTRLEN + 16];
	char mac[MAC_STRLEN];

	if (entry->ifindex)
		say_port(where, sizeof(where), entry->ifname, entry->selector,
			 entry->vid);
	else
		format_ip(&entry->ip, where);
	format_mac(entry->mac, mac);
	finding_dev(f, entry->ifname);
	if (f)
		f->ip = entry->ip;
	finding_say(d, f, "%s of network %s has moved %u times and is at %s now: two machines have it, or there is a loop. Give one another MAC, then forget what was learned.",
		    mac, entry->network, entry->moves, where);
	finding_mend(d, f, "trunkctl fdb flush mac %s network %s bridge %s",
		     mac, entry->network, f ? f->bridge : "");
}

static bool is_at(const struct fdb *entry, const struct port *p)
{
	return entry->ifindex == p->ifindex &&
	       entry->selector == p->selector && entry->vid == p->vid;
}

/* A port lost frames with a MAC that was configured at another place. */
static void say_duplicate(struct doctor *d, const struct fdb *entry,
			  const struct port *p)
{
	struct finding *f = about(d, "duplicate-mac", entry);
	char mac[MAC_STRLEN];
	char port[64];

	say_port(port, sizeof(port), p->ifname, p->selector, p->vid);
	format_mac(entry->mac, mac);
	finding_dev(f, p->ifname);
	finding_say(d, f, "%s lost %llu frames with a MAC that is configured at another place of network %s, such as %s.",
		    port, (unsigned long long)
		    p->stats.drops[VTRUNK_DROP_STATIC_MOVE], entry->network,
		    mac);
	finding_mend(d, f, "trunkctl fdb set %s network %s dev %s", mac,
		     entry->network, port);
}

static void check_port(struct doctor *d, const struct entries *e,
		       const struct port *p)
{
	const struct fdb *entry;

	if (!p->stats.drops[VTRUNK_DROP_STATIC_MOVE])
		return;
	world_for_each(entry, &e->configured) {
		if (entry->bridge != p->bridge || entry->vni != p->vni ||
		    is_at(entry, p))
			continue;
		say_duplicate(d, entry, p);
		return;
	}
}

static void check_limit(struct doctor *d, const struct bridge *b)
{
	struct finding *f;

	if (!b->learn_failed || b->fdb_count < b->fdb_max)
		return;
	f = finding_new(d, "fdb-full", true, b);
	finding_say(d, f, "The FDB of %s is full: %u entries. %llu addresses were not learned, and what is sent to such goes everywhere.",
		    b->ifname, b->fdb_max, (unsigned long long)b->learn_failed);
	finding_mend(d, f, "trunkctl bridge set %s fdb-max %u", b->ifname,
		     b->fdb_max > VTRUNK_FDB_LIMIT / 2 ? VTRUNK_FDB_LIMIT :
							 b->fdb_max * 2);
}

/**
 * check_fdb() - look at the forwarding databases
 * @d: the visit
 */
void check_fdb(struct doctor *d)
{
	struct entries e = { .moving = { NULL, 0, 0 } };
	const struct fdb *entry;
	const struct port *p;
	struct conn_error err;
	struct msg msg;
	size_t i;

	for (i = 0; i < d->world.bridges.count; i++)
		check_limit(d, &d->world.bridges.list[i]);
	msg_genl(&msg, VTRUNK_CMD_FDB_GET, NLM_F_DUMP);
	if (conn_genl(d->ctx->conn, &msg, take_entry, &e, &err) == -ENOMEM)
		d->failed = true;
	world_for_each(entry, &e.moving)
		say_moving(d, entry);
	world_for_each(p, &d->world.ports)
		check_port(d, &e, p);
	list_free(&e.moving);
	list_free(&e.configured);
}
