// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "claim.h"

static int compare_keys(const struct claim *a, const struct claim *b)
{
	if (a->vni != b->vni)
		return a->vni < b->vni ? -1 : 1;
	return memcmp(a->mac, b->mac, MAC_LEN);
}

/* Of two that are equal the one that comes first in the file is the less. */
static int compare(const void *a, const void *b)
{
	const struct claim *x = a;
	const struct claim *y = b;
	int order = compare_keys(x, y);

	if (order)
		return order;
	return x->port->mark.line < y->port->mark.line ? -1 : 1;
}

static int compare_found(const void *a, const void *b)
{
	return compare_keys(a, b);
}

/**
 * claims_make() - list the MACs that ports have as addresses
 * @b: the bridge, whose networks are known
 * @claims: where they go, in order; an empty list
 *
 * Return: whether there was memory.
 */
bool claims_make(const struct state_bridge *b, struct list *claims)
{
	const struct state_port *p;
	struct claim claim;
	unsigned int i;

	state_for_each(p, &b->ports) {
		for (i = 0; i < p->port.addresses.count; i++) {
			claim.vni = p->port.vni;
			claim.mac = p->port.addresses.list[i].mac;
			claim.port = p;
			if (list_add(claims, &claim, sizeof(claim)))
				return false;
		}
	}
	if (claims->count)
		qsort(claims->items, claims->count, sizeof(claim), compare);
	return true;
}

/**
 * claims_find() - find who has a MAC
 * @claims: the list
 * @vni: the network
 * @mac: the MAC
 *
 * Return: the claim, or NULL if no port has it.
 */
const struct claim *claims_find(const struct list *claims, uint32_t vni,
				const uint8_t *mac)
{
	struct claim key = { .vni = vni, .mac = mac };

	if (!claims->count)
		return NULL;
	return bsearch(&key, claims->items, claims->count, sizeof(key),
		       compare_found);
}
