// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "fdb.h"
#include "flood.h"
#include "group.h"
#include "network.h"
#include "notify.h"
#include "port.h"
#include "remote.h"
#include "tunnel.h"

/**
 * vtrunk_group_member() - what a place is known by in groups
 * @place: the place
 *
 * Return: its counters.
 */
const struct vtrunk_counters *
vtrunk_group_member(const struct vtrunk_place *place)
{
	if (place->kind == VTRUNK_PLACE_PORT)
		return container_of(place, struct vtrunk_port,
				    place)->counters;
	return &container_of(place, struct vtrunk_tunnel,
			     place)->remote->counters;
}

/**
 * vtrunk_group_find() - look a group up by its key
 * @net: the network
 * @key: the key
 *
 * Context: RTNL or RCU.
 * Return: the group or NULL.
 */
struct vtrunk_group *vtrunk_group_find(const struct vtrunk_network *net,
				       u16 key)
{
	struct vtrunk_group *group;

	list_for_each_entry_rcu(group, &net->groups, node,
				lockdep_rtnl_is_held())
		if (group->key >= key)
			return group->key == key ? group : NULL;
	return NULL;
}

/**
 * vtrunk_group_find_mac() - look a group up by its MAC
 * @net: the network
 * @mac: the MAC as a number
 *
 * Context: RTNL or RCU.
 * Return: the group or NULL.
 */
struct vtrunk_group *vtrunk_group_find_mac(const struct vtrunk_network *net,
					   u64 mac)
{
	struct vtrunk_group *group;

	list_for_each_entry_rcu(group, &net->groups, node,
				lockdep_rtnl_is_held())
		if (group->mac == mac)
			return group;
	return NULL;
}

/**
 * vtrunk_group_create() - make a group without members
 * @net: the network, of mode ovn
 * @key: its key, not in use
 * @mac: its MAC, not in use, or 0
 *
 * The caller reports it, when it has its members.
 *
 * Context: RTNL.
 * Return: the group, or ERR_PTR(-ENOMEM).
 */
struct vtrunk_group *vtrunk_group_create(struct vtrunk_network *net, u16 key,
					 u64 mac)
{
	struct vtrunk_group *group, *next;

	ASSERT_RTNL();

	group = kzalloc(sizeof(*group), GFP_KERNEL_ACCOUNT);
	if (!group)
		return ERR_PTR(-ENOMEM);
	group->key = key;
	group->mac = mac;
	group->net = net;
	list_for_each_entry(next, &net->groups, node)
		if (next->key > key)
			break;
	list_add_tail_rcu(&group->node, &next->node);
	return group;
}

/**
 * vtrunk_group_destroy() - remove a group
 * @group: the group
 *
 * Context: RTNL.
 */
void vtrunk_group_destroy(struct vtrunk_group *group)
{
	ASSERT_RTNL();

	list_del_rcu(&group->node);
	vtrunk_notify_group(group, true);
	kfree_rcu(group, rcu);
}

/**
 * vtrunk_group_count() - how many members a group has
 * @group: the group
 *
 * Context: RTNL.
 * Return: the number.
 */
unsigned int vtrunk_group_count(const struct vtrunk_group *group)
{
	unsigned int n = 0;
	unsigned int i;

	ASSERT_RTNL();

	for (i = 0; i < group->used; i++)
		n += !!group->member[i];
	return n;
}

/**
 * vtrunk_group_walk() - go through the members of a group
 * @group: the group
 * @each: called for each; ends the walk with another value than 0
 * @arg: for @each
 *
 * Context: RTNL or RCU.
 * Return: what @each has returned last, or 0.
 */
int vtrunk_group_walk(const struct vtrunk_group *group,
		      int (*each)(const struct vtrunk_place *place, void *arg),
		      void *arg)
{
	const struct vtrunk_tunnel *tunnel;
	const struct vtrunk_flood *flood;
	const struct vtrunk_port *port;
	unsigned int i;
	int ret = 0;

	flood = rcu_dereference_rtnl(group->net->flood);
	for (i = 0; !ret && i < flood->port_count; i++) {
		port = READ_ONCE(flood->ports[i]);
		if (port && vtrunk_group_has(group, port->counters))
			ret = each(&port->place, arg);
	}
	for (i = 0; !ret && i < flood->tunnel_count; i++) {
		tunnel = READ_ONCE(flood->tunnels[i]);
		if (tunnel && vtrunk_group_has(group,
					       &tunnel->remote->counters))
			ret = each(&tunnel->place, arg);
	}
	return ret;
}

/**
 * vtrunk_group_join() - add a member to a group
 * @group: the group, which is not full
 * @counters: what the member is known by; it is none yet
 *
 * Context: RTNL; the caller reports the group.
 */
void vtrunk_group_join(struct vtrunk_group *group,
		       const struct vtrunk_counters *counters)
{
	unsigned int i;

	ASSERT_RTNL();

	for (i = 0; i < group->used; i++)
		if (!group->member[i])
			break;
	WRITE_ONCE(group->member[i], counters);
	if (i == group->used)
		WRITE_ONCE(group->used, i + 1);
}

/**
 * vtrunk_group_leave() - take a member from a group
 * @group: the group
 * @counters: what the member is known by
 *
 * Context: RTNL; the caller reports the group.
 */
void vtrunk_group_leave(struct vtrunk_group *group,
			const struct vtrunk_counters *counters)
{
	unsigned int i;

	ASSERT_RTNL();

	for (i = 0; i < group->used; i++)
		if (group->member[i] == counters)
			WRITE_ONCE(group->member[i], NULL);
}

/**
 * vtrunk_groups_leave() - take a port or remote from all groups of a network
 * @net: the network, which it leaves
 * @counters: what it is known by
 *
 * Context: RTNL.
 */
void vtrunk_groups_leave(struct vtrunk_network *net,
			 const struct vtrunk_counters *counters)
{
	struct vtrunk_group *group;

	ASSERT_RTNL();

	list_for_each_entry(group, &net->groups, node) {
		if (!vtrunk_group_has(group, counters))
			continue;
		vtrunk_group_leave(group, counters);
		vtrunk_notify_group(group, false);
	}
}

/**
 * vtrunk_groups_destroy() - remove all groups of a network
 * @net: the network; it is about to be freed
 *
 * Context: RTNL.
 */
void vtrunk_groups_destroy(struct vtrunk_network *net)
{
	struct vtrunk_group *group, *next;

	ASSERT_RTNL();

	list_for_each_entry_safe(group, next, &net->groups, node)
		vtrunk_group_destroy(group);
}
