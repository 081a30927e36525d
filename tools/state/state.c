// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "state.h"

/**
 * state_free() - free a state
 * @state: the state; it is empty afterwards
 */
void state_free(struct state *state)
{
	struct state_bridge *b;
	char **name;

	state_for_each(b, &state->bridges) {
		list_free(&b->networks);
		list_free(&b->remotes);
		list_free(&b->trunks);
		list_free(&b->ports);
		list_free(&b->fdb);
		list_free(&b->groups);
	}
	list_free(&state->bridges);
	state_for_each(name, &state->names)
		free(*name);
	list_free(&state->names);
}

static int copy_bridge(struct state *to, const struct state_bridge *from)
{
	struct state_bridge *b;

	if (list_add(&to->bridges, from, sizeof(*from)))
		return -ENOMEM;
	b = (struct state_bridge *)to->bridges.items + to->bridges.count - 1;
	/* The lists are still those of the other. */
	memset(&b->networks, 0, sizeof(b->networks));
	memset(&b->remotes, 0, sizeof(b->remotes));
	memset(&b->trunks, 0, sizeof(b->trunks));
	memset(&b->ports, 0, sizeof(b->ports));
	memset(&b->fdb, 0, sizeof(b->fdb));
	memset(&b->groups, 0, sizeof(b->groups));
	if (list_copy(&b->networks, &from->networks,
		      sizeof(struct state_network)) ||
	    list_copy(&b->remotes, &from->remotes,
		      sizeof(struct state_remote)) ||
	    list_copy(&b->trunks, &from->trunks, sizeof(struct state_trunk)) ||
	    list_copy(&b->ports, &from->ports, sizeof(struct state_port)) ||
	    list_copy(&b->fdb, &from->fdb, sizeof(struct state_fdb)) ||
	    list_copy(&b->groups, &from->groups, sizeof(struct state_group)))
		return -ENOMEM;
	return 0;
}

/**
 * state_copy() - copy a state
 * @to: where it goes, an empty state; state_free() is needed after failure, too
 * @from: the state; the marks of the copy point to its names
 *
 * Return: 0 or a negative errno.
 */
int state_copy(struct state *to, const struct state *from)
{
	const struct state_bridge *b;
	int err;

	state_for_each(b, &from->bridges) {
		err = copy_bridge(to, b);
		if (err)
			return err;
	}
	return 0;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_ips(const struct ip_addr *a, const struct ip_addr *b)
{
	if (a->family != b->family)
		return compare_numbers((uint32_t)a->family,
				       (uint32_t)b->family);
	if (a->family == AF_INET6)
		return memcmp(&a->v6, &b->v6, sizeof(a->v6));
	return memcmp(&a->v4, &b->v4, sizeof(a->v4));
}

static int compare_bridges(const void *a, const void *b)
{
	const struct state_bridge *x = a;
	const struct state_bridge *y = b;

	return strverscmp(x->bridge.ifname, y->bridge.ifname);
}

static int compare_networks(const void *a, const void *b)
{
	const struct state_network *x = a;
	const struct state_network *y = b;

	return compare_numbers(x->network.vni, y->network.vni);
}

static int compare_remotes(const void *a, const void *b)
{
	const struct state_remote *x = a;
	const struct state_remote *y = b;
	int order = compare_numbers(x->remote.vni, y->remote.vni);

	return order ? order : compare_ips(&x->remote.ip, &y->remote.ip);
}

static int compare_trunks(const void *a, const void *b)
{
	const struct state_trunk *x = a;
	const struct state_trunk *y = b;

	return strverscmp(x->trunk.ifname, y->trunk.ifname);
}

static int compare_ports(const void *a, const void *b)
{
	const struct port *x = &((const struct state_port *)a)->port;
	const struct port *y = &((const struct state_port *)b)->port;
	int order = strverscmp(x->ifname, y->ifname);

	if (!order)
		order = compare_numbers(x->selector, y->selector);
	return order ? order : compare_numbers(x->vid, y->vid);
}

static int compare_fdb(const void *a, const void *b)
{
	const struct fdb *x = &((const struct state_fdb *)a)->fdb;
	const struct fdb *y = &((const struct state_fdb *)b)->fdb;
	int order = compare_numbers(x->vni, y->vni);

	return order ? order : memcmp(x->mac, y->mac, MAC_LEN);
}

static int compare_groups(const void *a, const void *b)
{
	const struct group *x = &((const struct state_group *)a)->group;
	const struct group *y = &((const struct state_group *)b)->group;
	int order = compare_numbers(x->vni, y->vni);

	return order ? order : compare_numbers(x->key, y->key);
}

static void sort(struct list *list, size_t size,
		 int (*compare)(const void *, const void *))
{
	if (list->count)
		qsort(list->items, list->count, size, compare);
}

/**
 * state_sort() - put everything in order
 * @state: the state
 *
 * The find functions rely on it.
 */
void state_sort(struct state *state)
{
	struct state_bridge *b;

	sort(&state->bridges, sizeof(struct state_bridge), compare_bridges);
	state_for_each(b, &state->bridges) {
		sort(&b->networks, sizeof(struct state_network),
		     compare_networks);
		sort(&b->remotes, sizeof(struct state_remote),
		     compare_remotes);
		sort(&b->trunks, sizeof(struct state_trunk), compare_trunks);
		sort(&b->ports, sizeof(struct state_port), compare_ports);
		sort(&b->fdb, sizeof(struct state_fdb), compare_fdb);
		sort(&b->groups, sizeof(struct state_group), compare_groups);
	}
}

static void *find(const struct list *list, const void *key, size_t size,
		  int (*compare)(const void *, const void *))
{
	if (!list->count)
		return NULL;
	return bsearch(key, list->items, list->count, size, compare);
}

/**
 * state_bridge_find() - find a bridge by name
 * @state: the state, sorted
 * @name: the name
 *
 * Return: the bridge, or NULL.
 */
struct state_bridge *state_bridge_find(const struct state *state,
				       const char *name)
{
	struct state_bridge key = { .mark = { NULL, 0 } };

	strncpy(key.bridge.ifname, name, IFNAMSIZ - 1);
	return find(&state->bridges, &key, sizeof(key), compare_bridges);
}

/**
 * state_network_find() - find a network by VNI
 * @b: the bridge, sorted
 * @vni: the VNI
 *
 * Return: the network, or NULL.
 */
struct state_network *state_network_find(const struct state_bridge *b,
					 uint32_t vni)
{
	struct state_network key = { .network = { .vni = vni } };

	return find(&b->networks, &key, sizeof(key), compare_networks);
}

/**
 * state_network_named() - find a network by name
 * @b: the bridge
 * @name: the name
 *
 * Return: the network, or NULL.
 */
struct state_network *state_network_named(const struct state_bridge *b,
					  const char *name)
{
	struct state_network *n;

	state_for_each(n, &b->networks)
		if (!strcmp(n->network.name, name))
			return n;
	return NULL;
}

/**
 * state_remote_find() - find a remote
 * @b: the bridge, sorted
 * @ip: its address
 * @vni: its network, or 0
 *
 * Return: the remote, or NULL.
 */
struct state_remote *state_remote_find(const struct state_bridge *b,
				       const struct ip_addr *ip, uint32_t vni)
{
	struct state_remote key = { .remote = { .ip = *ip, .vni = vni } };

	return find(&b->remotes, &key, sizeof(key), compare_remotes);
}

/**
 * state_trunk_find() - find a trunk by the name of its device
 * @b: the bridge, sorted
 * @ifname: the name
 *
 * Return: the trunk, or NULL.
 */
struct state_trunk *state_trunk_find(const struct state_bridge *b,
				     const char *ifname)
{
	struct state_trunk key = { .pending = false };

	strncpy(key.trunk.ifname, ifname, IFNAMSIZ - 1);
	return find(&b->trunks, &key, sizeof(key), compare_trunks);
}

/**
 * state_port_find() - find the port at the same place
 * @b: the bridge, sorted
 * @port: says the place: trunk, selector and VID
 *
 * Return: the port, or NULL.
 */
struct state_port *state_port_find(const struct state_bridge *b,
				   const struct port *port)
{
	struct state_port key = { .port = *port };

	return find(&b->ports, &key, sizeof(key), compare_ports);
}

static int compare_port_trunk(const void *a, const void *b)
{
	const struct state_port *p = b;

	return strverscmp(a, p->port.ifname);
}

/**
 * state_has_ports() - whether a trunk has any port
 * @b: the bridge, sorted
 * @ifname: name of the trunk's device
 *
 * Return: true if it has.
 */
bool state_has_ports(const struct state_bridge *b, const char *ifname)
{
	return find(&b->ports, ifname, sizeof(struct state_port),
		    compare_port_trunk);
}

/**
 * state_fdb_find() - find the entry of the same MAC
 * @b: the bridge, sorted
 * @fdb: says the network and the MAC
 *
 * Return: the entry, or NULL.
 */
struct state_fdb *state_fdb_find(const struct state_bridge *b,
				 const struct fdb *fdb)
{
	struct state_fdb key = { .fdb = *fdb };

	return find(&b->fdb, &key, sizeof(key), compare_fdb);
}

/**
 * state_group_find() - find a group
 * @b: the bridge
 * @vni: VNI of its network
 * @key: its key
 *
 * Return: the group, or NULL.
 */
struct state_group *state_group_find(const struct state_bridge *b,
				     uint32_t vni, uint32_t key)
{
	struct state_group wanted = { .group = { .vni = vni, .key = key } };

	return find(&b->groups, &wanted, sizeof(wanted), compare_groups);
}

/**
 * state_name_uplink() - find out which uplink a bridge has
 * @b: the bridge
 *
 * A file that names none wants the Geneve device of the bridge's port, which is
 * made when it is missing. The kernel has one of that name, another, or none.
 */
void state_name_uplink(struct state_bridge *b)
{
	struct bridge *br = &b->bridge;
	char made[IFNAMSIZ];

	if (!br->dstport)
		br->dstport = ((const struct bridge *)
			       bridge_attrs.defaults)->dstport;
	snprintf(made, sizeof(made), "genev_sys_%u", br->dstport);
	if (b->mark.file)
		b->makes_uplink = !*br->uplink_name;
	else
		b->makes_uplink = !strcmp(br->uplink_name, made);
	if (b->makes_uplink)
		strcpy(br->uplink_name, made);
	else if (!*br->uplink_name)
		strcpy(br->uplink_name, "none");
}
