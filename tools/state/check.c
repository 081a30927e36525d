// SPDX-License-Identifier: GPL-2.0
/*
 * What a file alone shows to be wrong. All of it is found before anything is
 * changed; what depends on the host, the kernel refuses.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "claim.h"
#include "file.h"

/* A network as it was written becomes a VNI and the name of the network. */
static bool resolve(struct reader *r, const struct mark *mark,
		    const struct state_bridge *b,
		    char name[VTRUNK_NAME_LEN + 1], uint32_t *vni)
{
	const struct state_network *n;

	if (parse_u32(name, 1, VTRUNK_VNI_MAX, vni))
		n = state_network_find(b, *vni);
	else
		n = state_network_named(b, name);
	if (!n) {
		reader_fault(r, mark, "%s has no network %s", b->bridge.ifname,
			     name);
		return false;
	}
	*vni = n->network.vni;
	strcpy(name, n->network.name);
	return true;
}

static void resolve_all(struct reader *r, struct state_bridge *b)
{
	struct state_remote *remote;
	struct state_group *g;
	struct state_port *p;
	struct state_fdb *f;

	state_for_each(remote, &b->remotes)
		if (*remote->remote.network)
			resolve(r, &remote->mark, b, remote->remote.network,
				&remote->remote.vni);
	state_for_each(p, &b->ports)
		resolve(r, &p->mark, b, p->port.network, &p->port.vni);
	state_for_each(f, &b->fdb)
		resolve(r, &f->mark, b, f->fdb.network, &f->fdb.vni);
	state_for_each(g, &b->groups)
		resolve(r, &g->mark, b, g->group.network, &g->group.vni);
}

static void check_networks(struct reader *r, const struct state_bridge *b)
{
	const struct state_network *n, *before = NULL;

	/* Two of one name cannot be: a mapping has a key only once. */
	state_for_each(n, &b->networks) {
		if (before && before->network.vni == n->network.vni)
			reader_fault(r, &n->mark, "vni %u is that of network %s already",
				     n->network.vni, before->network.name);
		before = n;
	}
}

static void check_remotes(struct reader *r, const struct state_bridge *b)
{
	const struct state_remote *remote, *before = NULL;
	char text[INET6_ADDRSTRLEN];
	const struct ip_addr *local;
	bool v6;

	state_for_each(remote, &b->remotes) {
		v6 = remote->remote.ip.family == AF_INET6;
		local = v6 ? &b->bridge.local6 : &b->bridge.local4;
		format_ip(&remote->remote.ip, text);
		if (!local->family)
			reader_fault(r, &remote->mark, "remote %s needs an IPv%c address in local of %s",
				     text, v6 ? '6' : '4', b->bridge.ifname);
		if (before && before->remote.vni == remote->remote.vni &&
		    !memcmp(&before->remote.ip, &remote->remote.ip,
			    sizeof(remote->remote.ip)))
			reader_fault(r, &remote->mark, "remote %s is listed twice",
				     text);
		before = remote;
	}
}

/* Name the place of a port in a sentence. */
static const char *place(const struct port *p, char text[64])
{
	if (p->selector == VTRUNK_SELECTOR_VLAN)
		snprintf(text, 64, "%s vlan %u", p->ifname, p->vid);
	else
		snprintf(text, 64, "%s native", p->ifname);
	return text;
}

static int compare_names(const void *a, const void *b)
{
	const struct state_port *const *x = a;
	const struct state_port *const *y = b;
	int order = strcmp((*x)->port.name, (*y)->port.name);

	if (order)
		return order;
	return (*x)->mark.line < (*y)->mark.line ? -1 : 1;
}

static void check_port_names(struct reader *r, const struct state_bridge *b)
{
	const struct state_port **sorted;
	const struct state_port *p;
	size_t count = 0;
	char text[64];
	size_t i;

	sorted = calloc(b->ports.count + 1, sizeof(*sorted));
	if (!sorted) {
		reader_fault(r, &b->mark, "out of memory");
		return;
	}
	state_for_each(p, &b->ports)
		if (*p->port.name)
			sorted[count++] = p;
	qsort(sorted, count, sizeof(*sorted), compare_names);
	for (i = 1; i < count; i++)
		if (!strcmp(sorted[i - 1]->port.name, sorted[i]->port.name))
			reader_fault(r, &sorted[i]->mark, "name %s is that of %s already",
				     sorted[i]->port.name,
				     place(&sorted[i - 1]->port, text));
	free(sorted);
}

static int compare_keys(const void *a, const void *b)
{
	const struct state_port *const *x = a;
	const struct state_port *const *y = b;

	if ((*x)->port.vni != (*y)->port.vni)
		return (*x)->port.vni < (*y)->port.vni ? -1 : 1;
	if ((*x)->port.key != (*y)->port.key)
		return (*x)->port.key < (*y)->port.key ? -1 : 1;
	return (*x)->mark.line < (*y)->mark.line ? -1 : 1;
}

static bool is_ovn(const struct state_bridge *b, uint32_t vni)
{
	const struct state_network *n = state_network_find(b, vni);

	return n && n->network.mode == VTRUNK_MODE_OVN;
}

static void check_port_keys(struct reader *r, const struct state_bridge *b)
{
	const struct state_port **sorted;
	const struct state_port *p, *q;
	size_t count = 0;
	char text[64];
	size_t i;

	sorted = calloc(b->ports.count + 1, sizeof(*sorted));
	if (!sorted) {
		reader_fault(r, &b->mark, "out of memory");
		return;
	}
	state_for_each(p, &b->ports) {
		if (p->port.key)
			sorted[count++] = p;
		else if (is_ovn(b, p->port.vni))
			reader_fault(r, &p->mark, "%s needs a key in network %s, whose mode is ovn",
				     place(&p->port, text), p->port.network);
	}
	qsort(sorted, count, sizeof(*sorted), compare_keys);
	for (i = 1; i < count; i++) {
		p = sorted[i - 1];
		q = sorted[i];
		if (p->port.vni == q->port.vni && p->port.key == q->port.key)
			reader_fault(r, &q->mark, "key %u of network %s is that of %s already",
				     q->port.key, q->port.network,
				     place(&p->port, text));
	}
	free(sorted);
}

static void check_ports(struct reader *r, const struct state_bridge *b)
{
	const struct state_port *p, *before = NULL;
	char text[64];

	state_for_each(p, &b->ports) {
		if (before && before->port.selector == p->port.selector &&
		    before->port.vid == p->port.vid &&
		    !strcmp(before->port.ifname, p->port.ifname))
			reader_fault(r, &p->mark, "%s is there twice",
				     place(&p->port, text));
		if (p->port.selector == VTRUNK_SELECTOR_NATIVE && p->port.qinq)
			reader_fault(r, &p->mark, "qinq is not for a native port");
		before = p;
	}
	check_port_names(r, b);
	check_port_keys(r, b);
}

static void check_place(struct reader *r, const struct state_bridge *b,
			const struct state_fdb *f)
{
	struct port key = {
		.selector = f->fdb.selector,
		.vid = f->fdb.vid,
	};
	const struct state_port *p;
	char text[64];

	if (f->fdb.ip.family) {
		if (!state_remote_find(b, &f->fdb.ip, 0) &&
		    !state_remote_find(b, &f->fdb.ip, f->fdb.vni))
			reader_fault(r, &f->mark, "%s is no remote of network %s",
				     format_ip(&f->fdb.ip, text),
				     f->fdb.network);
		return;
	}
	strcpy(key.ifname, f->fdb.ifname);
	p = state_port_find(b, &key);
	if (!p || p->port.vni != f->fdb.vni)
		reader_fault(r, &f->mark, "%s is no port of network %s",
			     place(&key, text), f->fdb.network);
}

static void check_fdb_key(struct reader *r, const struct state_bridge *b,
			  const struct state_fdb *f)
{
	bool keyed = f->fdb.ip.family && is_ovn(b, f->fdb.vni);

	if (keyed && !f->fdb.key)
		reader_fault(r, &f->mark, "an entry at a remote needs a key in network %s, whose mode is ovn",
			     f->fdb.network);
	else if (!keyed && f->fdb.key)
		reader_fault(r, &f->mark, "a key goes with a remote of a network whose mode is ovn");
}

static void check_group(struct reader *r, const struct state_bridge *b,
			const struct state_group *g)
{
	struct state_fdb f = { .mark = g->mark };
	const struct member *m;
	size_t i;

	if (!is_ovn(b, g->group.vni))
		reader_fault(r, &g->mark, "groups are those of networks whose mode is ovn");
	f.fdb.vni = g->group.vni;
	strcpy(f.fdb.network, g->group.network);
	for (i = 0; i < g->group.count; i++) {
		m = &g->group.members[i];
		f.fdb.ip = m->ip;
		strcpy(f.fdb.ifname, m->ifname);
		f.fdb.selector = m->selector;
		f.fdb.vid = m->vid;
		check_place(r, b, &f);
		if (i && !compare_members(m - 1, m))
			reader_fault(r, &g->mark, "group %u has a member twice",
				     g->group.key);
	}
}

static void check_groups(struct reader *r, const struct state_bridge *b)
{
	const struct state_group *g, *before = NULL;

	state_for_each(g, &b->groups) {
		if (before && before->group.vni == g->group.vni &&
		    before->group.key == g->group.key)
			reader_fault(r, &g->mark, "group %u is in network %s already",
				     g->group.key, g->group.network);
		check_group(r, b, g);
		before = g;
	}
}

static void check_fdb(struct reader *r, const struct state_bridge *b)
{
	const struct state_fdb *f, *before = NULL;
	char mac[MAC_STRLEN];

	state_for_each(f, &b->fdb) {
		if (f->fdb.mac[0] & 1)
			reader_fault(r, &f->mark, "%s is a group address",
				     format_mac(f->fdb.mac, mac));
		if (before && before->fdb.vni == f->fdb.vni &&
		    !memcmp(before->fdb.mac, f->fdb.mac, MAC_LEN))
			reader_fault(r, &f->mark, "%s is in network %s already",
				     format_mac(f->fdb.mac, mac),
				     f->fdb.network);
		check_fdb_key(r, b, f);
		check_place(r, b, f);
		before = f;
	}
}

/* A MAC of a network is at one place. */
static void check_addresses(struct reader *r, const struct state_bridge *b)
{
	const struct claim *claim, *before = NULL;
	struct list claims = { .items = NULL };
	const struct state_fdb *f;
	char mac[MAC_STRLEN];
	char text[64];

	if (!claims_make(b, &claims))
		reader_fault(r, &b->mark, "out of memory");
	state_for_each(claim, &claims) {
		if (before && before->vni == claim->vni &&
		    !memcmp(before->mac, claim->mac, MAC_LEN))
			reader_fault(r, &claim->port->mark, "%s is an address of %s in network %s already",
				     format_mac(claim->mac, mac),
				     place(&before->port->port, text),
				     claim->port->port.network);
		before = claim;
	}
	state_for_each(f, &b->fdb) {
		claim = claims_find(&claims, f->fdb.vni, f->fdb.mac);
		if (claim)
			reader_fault(r, &f->mark, "%s is an address of %s in network %s already",
				     format_mac(f->fdb.mac, mac),
				     place(&claim->port->port, text),
				     f->fdb.network);
	}
	list_free(&claims);
}

/* In a folder a bridge could be in two files, and a trunk on two bridges. */
static void check_across(struct reader *r)
{
	const struct state_bridge *b, *other, *before = NULL;
	const struct state_trunk *t;

	state_for_each(b, &r->state->bridges) {
		if (before &&
		    !strcmp(before->bridge.ifname, b->bridge.ifname))
			reader_fault(r, &b->mark, "bridge %s is in %s:%u already",
				     b->bridge.ifname, before->mark.file,
				     before->mark.line);
		before = b;
		state_for_each(t, &b->trunks)
			state_for_each(other, &r->state->bridges)
				if (other < b &&
				    state_trunk_find(other, t->trunk.ifname))
					reader_fault(r, &t->mark, "%s is a trunk of %s already",
						     t->trunk.ifname,
						     other->bridge.ifname);
	}
}

/**
 * state_check() - check what was read
 * @r: the reading; everything in its state was well formed
 *
 * Networks get their VNIs here, and the state its order.
 */
void state_check(struct reader *r)
{
	struct state_bridge *b;

	state_sort(r->state);
	state_for_each(b, &r->state->bridges)
		resolve_all(r, b);
	state_sort(r->state);
	state_for_each(b, &r->state->bridges) {
		state_name_uplink(b);
		check_networks(r, b);
		check_remotes(r, b);
		check_ports(r, b);
		check_fdb(r, b);
		check_addresses(r, b);
		check_groups(r, b);
	}
	check_across(r);
}
