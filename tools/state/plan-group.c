// SPDX-License-Identifier: GPL-2.0
/*
 * A group that differs is made anew, but for members that come. Ports that go
 * or change their network leave their groups by themselves.
 */
#include <stdio.h>
#include <string.h>

#include "plan-group.h"

static bool has(const struct group *g, const struct member *wanted)
{
	size_t i;

	for (i = 0; i < g->count; i++)
		if (!compare_members(&g->members[i], wanted))
			return true;
	return false;
}

/* Whether a group can become another one by members that come. */
static bool can_stay(const struct group *have, const struct group *want)
{
	size_t i;

	if (have->has_mac != want->has_mac ||
	    memcmp(have->mac, want->mac, MAC_LEN))
		return false;
	for (i = 0; i < have->count; i++)
		if (!has(want, &have->members[i]))
			return false;
	return true;
}

/* A port may have got another network, and has left its groups then. */
static bool stays(const struct change *c, const struct group *g,
		  const struct member *m)
{
	struct port key = { .selector = m->selector, .vid = m->vid };
	const struct state_port *p;

	if (m->ip.family)
		return true;
	strcpy(key.ifname, m->ifname);
	p = state_port_find(c->want, &key);
	return p && p->port.vni == g->vni;
}

/**
 * plan_del_groups() - remove groups that are not wanted, or not as they are
 * @c: the change; what is there has none of them afterwards
 */
void plan_del_groups(struct change *c)
{
	const struct state_group *wanted;
	struct state_group *g;

	if (c->only)
		return;
	state_for_each(g, &c->have->groups) {
		wanted = state_group_find(c->want, g->group.vni, g->group.key);
		if (wanted && can_stay(&g->group, &wanted->group))
			continue;
		plan_emit(c->plan, wanted ? &wanted->mark : &c->want->mark,
			  "group del %u network %s%s", g->group.key,
			  g->group.network, c->bridge);
		/* It is not found any more, and the order stays. */
		g->group.key = 0;
	}
}

static const struct group *there(const struct change *c, const struct group *g)
{
	const struct state_group *other;

	if (!c->have)
		return NULL;
	state_for_each(other, &c->have->groups)
		if (other->group.vni == g->vni && other->group.key == g->key)
			return &other->group;
	return NULL;
}

static void add_member(struct change *c, const struct state_group *g,
		       const struct member *m)
{
	char target[INET6_ADDRSTRLEN + 32];
	char ip[INET6_ADDRSTRLEN];
	char sel[16];

	if (m->ip.family)
		snprintf(target, sizeof(target), "remote %s",
			 format_ip(&m->ip, ip));
	else
		snprintf(target, sizeof(target), "dev %s %s", m->ifname,
			 plan_sel(m->selector, m->vid, sel));
	plan_emit(c->plan, &g->mark, "group add %u network %s %s%s",
		  g->group.key, g->group.network, target, c->bridge);
}

static void add_group(struct change *c, const struct state_group *g)
{
	const struct group *have = there(c, &g->group);
	const struct member *m;
	char words[32] = "";
	char mac[MAC_STRLEN];

	if (g->group.has_mac)
		snprintf(words, sizeof(words), " mac %s",
			 format_mac(g->group.mac, mac));
	if (!have && !c->only)
		plan_emit(c->plan, &g->mark, "group add %u network %s%s%s",
			  g->group.key, g->group.network, words, c->bridge);
	for (m = g->group.members; m < g->group.members + g->group.count;
	     m++) {
		if (have && has(have, m) && stays(c, &g->group, m))
			continue;
		if (!m->ip.family && plan_is_out(c, m->ifname))
			continue;
		if (m->ip.family && c->only)
			continue;
		add_member(c, g, m);
	}
}

/**
 * plan_add_groups() - make groups, and add members to those that lack some
 * @c: the change
 */
void plan_add_groups(struct change *c)
{
	const struct state_group *g;

	state_for_each(g, &c->want->groups)
		add_group(c, g);
}
