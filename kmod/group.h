/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_GROUP_H
#define _VTRUNK_GROUP_H

#include <linux/list.h>
#include <linux/types.h>
#include <uapi/linux/vtrunk.h>

struct vtrunk_counters;
struct vtrunk_network;
struct vtrunk_place;

/**
 * struct vtrunk_group - ports and remotes that one key on the wire stands for
 * @key: its key
 * @mac: frames to this MAC are for the group, or 0
 * @net: the network, of mode ovn
 * @node: in the network's list, by key; RTNL and RCU
 * @used: slots of @member that were ever filled; RTNL for writing
 * @member: its members, with holes; RTNL for writing
 * @rcu: for freeing
 *
 * A member is known by its counters, which a port hands to its successor.
 */
struct vtrunk_group {
	u16 key;
	u64 mac;
	struct vtrunk_network *net;
	struct list_head node;
	unsigned int used;
	const struct vtrunk_counters *member[VTRUNK_GROUP_MEMBERS_MAX];
	struct rcu_head rcu;
};

/**
 * vtrunk_group_has() - whether a port or remote belongs to a group
 * @group: the group
 * @counters: its counters
 *
 * Context: RTNL or RCU.
 * Return: true if it does.
 */
static inline bool vtrunk_group_has(const struct vtrunk_group *group,
				    const struct vtrunk_counters *counters)
{
	unsigned int used = READ_ONCE(group->used);
	unsigned int i;

	for (i = 0; i < used; i++)
		if (READ_ONCE(group->member[i]) == counters)
			return true;
	return false;
}

const struct vtrunk_counters *
vtrunk_group_member(const struct vtrunk_place *place);
struct vtrunk_group *vtrunk_group_find(const struct vtrunk_network *net,
				       u16 key);
struct vtrunk_group *vtrunk_group_find_mac(const struct vtrunk_network *net,
					   u64 mac);
struct vtrunk_group *vtrunk_group_create(struct vtrunk_network *net, u16 key,
					 u64 mac);
void vtrunk_group_destroy(struct vtrunk_group *group);
unsigned int vtrunk_group_count(const struct vtrunk_group *group);
int vtrunk_group_walk(const struct vtrunk_group *group,
		      int (*each)(const struct vtrunk_place *place, void *arg),
		      void *arg);
void vtrunk_group_join(struct vtrunk_group *group,
		       const struct vtrunk_counters *counters);
void vtrunk_group_leave(struct vtrunk_group *group,
			const struct vtrunk_counters *counters);
void vtrunk_groups_leave(struct vtrunk_network *net,
			 const struct vtrunk_counters *counters);
void vtrunk_groups_destroy(struct vtrunk_network *net);

#endif /* _VTRUNK_GROUP_H */
