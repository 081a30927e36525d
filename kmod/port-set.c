// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "address.h"
#include "flood.h"
#include "network.h"
#include "notify.h"
#include "port-set.h"
#include "status.h"
#include "trunk.h"
#include "vtrunk.h"

/*
 * All ports of a trunk at once. What costs as much as a network has ports is
 * done once per network, not once per port.
 */

/* The first item from @item on that brings a change, or NULL. */
static struct vtrunk_port_item *find_change(struct vtrunk_port_set *set,
					    struct vtrunk_port_item *item)
{
	for (; item < set->item + ARRAY_SIZE(set->item); item++)
		if (item->old != item->new)
			return item;
	return NULL;
}

static struct vtrunk_port_item *first_change(struct vtrunk_port_set *set)
{
	return find_change(set, set->item);
}

static struct vtrunk_port_item *next_change(struct vtrunk_port_set *set,
					    struct vtrunk_port_item *item)
{
	return find_change(set, item + 1);
}

/**
 * vtrunk_port_config_equal() - whether two ports have the same settings
 * @a: settings of one
 * @b: settings of the other
 *
 * Return: true if they are the same.
 */
bool vtrunk_port_config_equal(const struct vtrunk_port_config *a,
			      const struct vtrunk_port_config *b)
{
	return a->net == b->net && a->vid == b->vid && a->up == b->up &&
	       a->locked == b->locked && a->qinq == b->qinq &&
	       a->unknown == b->unknown && a->local_only == b->local_only &&
	       a->key == b->key && !strcmp(a->name, b->name) &&
	       vtrunk_addresses_equal(a->addresses, b->addresses);
}

/* Give back what alloc_ports() got. */
static void free_ports(struct vtrunk_port_set *set)
{
	struct vtrunk_port_item *item;

	for (item = first_change(set); item; item = next_change(set, item)) {
		if (!item->new)
			continue;
		if (!item->old)
			vtrunk_trunk_vid_release(set->trunk,
						 item->config.vid);
		vtrunk_port_abandon(item->new, item->old);
	}
}

/* Make the port of an item, and what it needs at its trunk. */
static int alloc_port(struct vtrunk_trunk *trunk,
		      struct vtrunk_port_item *item)
{
	struct vtrunk_port *port;
	int err;

	port = vtrunk_port_alloc(trunk, &item->config, item->old);
	if (IS_ERR(port))
		return PTR_ERR(port);
	if (!item->old) {
		err = vtrunk_trunk_vid_reserve(trunk, item->config.vid);
		if (err) {
			vtrunk_port_abandon(port, NULL);
			return err;
		}
	}
	item->new = port;
	return 0;
}

/* Find out what changes, and make the ports for it. An item that was not
 * looked at yet counts as no change.
 */
static int alloc_ports(struct vtrunk_port_set *set)
{
	struct vtrunk_port_item *item;
	unsigned int vid;
	int err;

	for (vid = 0; vid < ARRAY_SIZE(set->item); vid++) {
		item = &set->item[vid];
		item->old = vtrunk_port_find(set->trunk, vid);
		if (!item->config.net) {
			set->removed += !!item->old;
			continue;
		}
		if (item->old && vtrunk_port_config_equal(&item->old->config,
							  &item->config)) {
			item->new = item->old;
			set->kept++;
			continue;
		}
		err = alloc_port(set->trunk, item);
		if (err) {
			item->old = NULL;
			free_ports(set);
			return err;
		}
		if (item->old)
			set->changed++;
		else
			set->added++;
		cond_resched();
	}
	return 0;
}

static void move_back(struct vtrunk_port_set *set)
{
	struct vtrunk_port_item *item;

	for (item = first_change(set); item; item = next_change(set, item)) {
		if (item->new)
			vtrunk_port_leave(item->new);
		if (item->old)
			vtrunk_port_join(item->old);
	}
}

static void drop_flood(const struct vtrunk_port *port)
{
	struct vtrunk_network *net;

	if (!port)
		return;
	net = port->config.net;
	kvfree(net->next_flood);
	net->next_flood = NULL;
}

static int build_flood(const struct vtrunk_port *port)
{
	struct vtrunk_network *net;

	if (!port)
		return 0;
	net = port->config.net;
	if (!net->next_flood)
		net->next_flood = vtrunk_flood_build(net);
	return net->next_flood ? 0 : -ENOMEM;
}

static void publish_flood(const struct vtrunk_port *port)
{
	struct vtrunk_network *net;

	if (!port)
		return;
	net = port->config.net;
	if (net->next_flood)
		vtrunk_flood_publish(net, net->next_flood);
	net->next_flood = NULL;
}

/* Enter the ports in their networks, and list who receives floods then. */
static int build_floods(struct vtrunk_port_set *set)
{
	struct vtrunk_port_item *item;
	int err = 0;

	for (item = first_change(set); item; item = next_change(set, item)) {
		if (item->old)
			vtrunk_port_leave(item->old);
		if (item->new)
			vtrunk_port_join(item->new);
	}
	for (item = first_change(set); item; item = next_change(set, item)) {
		err = build_flood(item->old);
		if (!err)
			err = build_flood(item->new);
		if (err)
			break;
	}
	if (!err)
		return 0;
	for (item = first_change(set); item; item = next_change(set, item)) {
		drop_flood(item->old);
		drop_flood(item->new);
	}
	move_back(set);
	return err;
}

static void enter_port(struct vtrunk_trunk *trunk, struct vtrunk_port *port)
{
	vtrunk_addresses_publish(port, NULL);
	list_add_tail_rcu(&port->of_trunk, &trunk->ports);
}

/* Let frames take the new ports, VID by VID. */
static void publish_ports(struct vtrunk_port_set *set)
{
	struct vtrunk_trunk *trunk = set->trunk;
	struct vtrunk_port_item *item;
	unsigned int vid;

	for (item = first_change(set); item; item = next_change(set, item)) {
		vid = item - set->item;
		if (item->old && item->new)
			vtrunk_port_inherit(item->old, item->new);
		else if (item->new)
			enter_port(trunk, item->new);
		else
			list_del_rcu(&item->old->of_trunk);
		vtrunk_trunk_vid_assign(trunk, vid, item->new);
		if (!item->new)
			vtrunk_trunk_vid_release(trunk, vid);
	}
	WRITE_ONCE(trunk->port_count, set->kept + set->changed + set->added);
	for (item = first_change(set); item; item = next_change(set, item)) {
		publish_flood(item->old);
		publish_flood(item->new);
	}
}

/* End the old ports, which no new frame finds in VIDs and flood lists. The set
 * is reported as a whole, with it what its ports can do.
 */
static void retire_ports(struct vtrunk_port_set *set)
{
	struct vtrunk_port_item *item;

	for (item = first_change(set); item; item = next_change(set, item)) {
		if (item->old && item->new) {
			vtrunk_port_supersede(item->old);
		} else if (item->old) {
			vtrunk_place_forget(set->trunk->br, &item->old->place);
			vtrunk_port_retire(item->old);
		}
		if (item->new)
			vtrunk_status_port_made(item->new);
	}
}

/**
 * vtrunk_port_set_load() - give a trunk all the ports of a set, and no others
 * @set: the set, zeroed but for the trunk and the settings; the counts are
 *	filled in
 *
 * A port whose settings are those of the set already is not touched. A frame
 * sees for each VID the old port or the new one, and in each network the old
 * flood list or the new one; both have the ports that stay.
 *
 * Context: RTNL.
 * Return: 0 or a negative errno, and then nothing has changed.
 */
int vtrunk_port_set_load(struct vtrunk_port_set *set)
{
	int err;

	ASSERT_RTNL();

	err = alloc_ports(set);
	if (err)
		return err;
	err = build_floods(set);
	if (err) {
		free_ports(set);
		return err;
	}
	vtrunk_notify_begin(set->trunk->br);
	publish_ports(set);
	retire_ports(set);
	vtrunk_notify_port_set(set);
	vtrunk_status_ports_changed(set->trunk);
	return 0;
}

/**
 * vtrunk_ports_destroy() - remove all ports of a trunk
 * @trunk: the trunk
 *
 * It cannot fail: where memory for the shorter flood list of a network is not
 * to be had, the ports leave the list one by one.
 *
 * Context: RTNL.
 */
void vtrunk_ports_destroy(struct vtrunk_trunk *trunk)
{
	struct vtrunk_port *port, *next;
	const struct vtrunk_flood *flood;
	struct vtrunk_network *net;
	LIST_HEAD(ports);

	ASSERT_RTNL();

	vtrunk_notify_begin(trunk->br);
	/* Dumps may still go on from a port that has left the trunk's list. */
	list_for_each_entry_safe(port, next, &trunk->ports, of_trunk) {
		vtrunk_port_withdraw(port);
		list_add_tail(&port->of_net, &ports);
	}
	list_for_each_entry(port, &ports, of_net) {
		net = port->config.net;
		flood = rtnl_dereference(net->flood);
		/* The list has none too many once it is a new one. */
		if (flood->port_count != net->port_count &&
		    vtrunk_flood_rebuild(net))
			vtrunk_flood_remove(net, &port->place);
	}
	list_for_each_entry_safe(port, next, &ports, of_net) {
		vtrunk_place_forget(trunk->br, &port->place);
		vtrunk_notify_port(port, true);
		vtrunk_port_retire(port);
	}
}
