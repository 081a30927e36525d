// SPDX-License-Identifier: GPL-2.0
/* What one object has and another is to have has to be given back first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "claim.h"

static int compare_port_names(const void *a, const void *b)
{
	const struct state_port *const *x = a;
	const struct state_port *const *y = b;

	return strcmp((*x)->port.name, (*y)->port.name);
}

/**
 * plan_free_port_names() - take names from ports that other ports are to have
 * @c: the change; what is there has none of them afterwards
 */
void plan_free_port_names(struct change *c)
{
	const struct state_port **wanted, **other;
	struct state_port *p;
	size_t count = 0;
	char sel[16];

	wanted = calloc(c->want->ports.count + 1, sizeof(*wanted));
	if (!wanted) {
		c->plan->failed = true;
		return;
	}
	state_for_each(p, &c->want->ports)
		if (*p->port.name)
			wanted[count++] = p;
	qsort(wanted, count, sizeof(*wanted), compare_port_names);
	state_for_each(p, &c->have->ports) {
		const struct state_port *key = p;

		if (!*p->port.name || !state_port_find(c->want, &p->port) ||
		    plan_is_out(c, p->port.ifname))
			continue;
		other = bsearch(&key, wanted, count, sizeof(*wanted),
				compare_port_names);
		if (!other ||
		    *other == state_port_find(c->want, &p->port))
			continue;
		plan_emit(c->plan, &(*other)->mark, "subport set %s %s name ''",
			  p->port.ifname,
			  plan_sel(p->port.selector, p->port.vid, sel));
		p->port.name[0] = '\0';
	}
	free(wanted);
}

static int compare_port_keys(const void *a, const void *b)
{
	const struct port *const *x = a;
	const struct port *const *y = b;

	if ((*x)->vni != (*y)->vni)
		return (*x)->vni < (*y)->vni ? -1 : 1;
	return (*x)->key < (*y)->key ? -1 : (*x)->key > (*y)->key;
}

/* The ports of a list that have a key, in the order of networks and keys. */
static const struct port **sort_keys(struct change *c, const struct list *list,
				     size_t *count)
{
	const struct port **sorted;
	const struct state_port *p;

	*count = 0;
	sorted = calloc(list->count + 1, sizeof(*sorted));
	if (!sorted) {
		c->plan->failed = true;
		return NULL;
	}
	state_for_each(p, list)
		if (p->port.key)
			sorted[(*count)++] = &p->port;
	qsort(sorted, *count, sizeof(*sorted), compare_port_keys);
	return sorted;
}

static const struct port *find_key(const struct port **sorted, size_t count,
				   uint32_t vni, uint32_t key)
{
	const struct port wanted = { .vni = vni, .key = key };
	const struct port *p = &wanted;
	const struct port **found;

	found = bsearch(&p, sorted, count, sizeof(*sorted), compare_port_keys);
	return found ? *found : NULL;
}

/* A key that no port of a network has, nor is to have; 0 if there is none. */
static uint32_t spare_key(const struct change *c, const struct port **wanted,
			  size_t count, uint32_t vni)
{
	const struct state_port *p;
	uint32_t key;

	for (key = VTRUNK_PORT_KEY_MAX; key; key--) {
		if (find_key(wanted, count, vni, key))
			continue;
		state_for_each(p, &c->have->ports)
			if (p->port.vni == vni && p->port.key == key)
				break;
		if (!c->have->ports.count ||
		    p == (const struct state_port *)c->have->ports.items +
			 c->have->ports.count)
			return key;
	}
	return 0;
}

/**
 * plan_free_port_keys() - take keys from ports that other ports are to have
 * @c: the change; what is there has none of them afterwards
 *
 * A port may have to have one: it gets one that nobody else wants.
 */
void plan_free_port_keys(struct change *c)
{
	const struct state_port *wanted;
	const struct port **sorted;
	const struct port *other;
	struct state_port *p;
	size_t count;
	char sel[16];

	sorted = sort_keys(c, &c->want->ports, &count);
	if (!sorted)
		return;
	state_for_each(p, &c->have->ports) {
		wanted = state_port_find(c->want, &p->port);
		if (!p->port.key || !wanted || plan_is_out(c, p->port.ifname))
			continue;
		other = find_key(sorted, count, p->port.vni, p->port.key);
		if (!other || other == &wanted->port)
			continue;
		p->port.key = spare_key(c, sorted, count, p->port.vni);
		plan_emit(c->plan, &wanted->mark, "subport set %s %s key %u",
			  p->port.ifname,
			  plan_sel(p->port.selector, p->port.vid, sel),
			  p->port.key);
	}
	free(sorted);
}

/* Whether another port is to have a MAC where a port has it now. */
static bool gives_back(const struct change *c, const struct list *wanted,
		       const struct state_port *p)
{
	const struct state_port *stays = state_port_find(c->want, &p->port);
	const struct claim *claim;
	unsigned int i;

	for (i = 0; i < p->port.addresses.count; i++) {
		claim = claims_find(wanted, p->port.vni,
				    p->port.addresses.list[i].mac);
		if (claim && claim->port != stays)
			return true;
	}
	return false;
}

/**
 * plan_free_addresses() - take addresses from ports that other ports are to have
 * @c: the change; what is there has none of them afterwards
 */
void plan_free_addresses(struct change *c)
{
	struct list wanted = { .items = NULL };
	const struct state_port *stays;
	struct state_port *p;
	char sel[16];

	if (!claims_make(c->want, &wanted))
		c->plan->failed = true;
	state_for_each(p, &c->have->ports) {
		stays = state_port_find(c->want, &p->port);
		if (!stays || plan_is_out(c, p->port.ifname) ||
		    !gives_back(c, &wanted, p))
			continue;
		plan_emit(c->plan, &stays->mark,
			  "subport set %s %s address none", p->port.ifname,
			  plan_sel(p->port.selector, p->port.vid, sel));
		memset(&p->port.addresses, 0, sizeof(p->port.addresses));
	}
	list_free(&wanted);
}

/**
 * plan_free_network_names() - take names from networks that others are to have
 * @c: the change; what is there has none of them afterwards
 */
void plan_free_network_names(struct change *c)
{
	const struct state_network *other;
	struct state_network *n;
	char name[VTRUNK_NAME_LEN + 1];

	state_for_each(n, &c->have->networks) {
		other = state_network_named(c->want, n->network.name);
		if (!other || other->network.vni == n->network.vni)
			continue;
		snprintf(name, sizeof(name), "was-vni-%u", n->network.vni);
		plan_emit(c->plan, &other->mark, "network set %s name %s%s",
			  n->network.name, name, c->bridge);
		strcpy(n->network.name, name);
	}
}
