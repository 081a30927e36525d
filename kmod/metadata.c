// SPDX-License-Identifier: GPL-2.0
#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/dst_cache.h>
#include <net/dst_metadata.h>

#include "metadata.h"
#include "option.h"

/* 1024 pairs of ports for each tunnel that has so many. */
#define TABLE_BITS	7
#define CHAIN_MAX	8

/**
 * struct item - the metadata of one pair of ports
 * @node: in a chain; RCU and lock
 * @ports: the keys, as the option has them
 * @md: the metadata
 * @rcu: for freeing
 */
struct item {
	struct hlist_node node;
	u32 ports;
	struct metadata_dst *md;
	struct rcu_head rcu;
};

/**
 * struct vtrunk_metadata_table - metadata by the keys in the option
 * @chain: the chains, newest first; RCU and lock
 */
struct vtrunk_metadata_table {
	struct hlist_head chain[1 << TABLE_BITS];
};

static struct hlist_head *chain_of(struct vtrunk_metadata_table *table,
				   u32 ports)
{
	return &table->chain[hash_32(ports, TABLE_BITS)];
}

/* With a reference for the frame. What leaves the table while it is looked at
 * may have lost its last holder, and is as good as gone.
 */
static struct metadata_dst *find(struct vtrunk_metadata_table *table,
				 u32 ports)
{
	struct item *item;

	hlist_for_each_entry_rcu(item, chain_of(table, ports), node)
		if (item->ports == ports && dst_hold_safe(&item->md->dst))
			return item->md;
	return NULL;
}

static struct metadata_dst *md_alloc(const struct metadata_dst *base,
				     u16 ingress, u16 egress)
{
	const gfp_t gfp = GFP_ATOMIC | __GFP_NOWARN;
	const struct ip_tunnel_info *from = &base->u.tun_info;
	struct ip_tunnel_info *info;
	struct metadata_dst *md;

	md = metadata_dst_alloc(VTRUNK_OPTION_LEN, METADATA_IP_TUNNEL, gfp);
	if (!md)
		return NULL;
	info = &md->u.tun_info;
	if (dst_cache_init(&info->dst_cache, gfp)) {
		dst_release(&md->dst);
		return NULL;
	}
	info->mode = from->mode;
	info->key = from->key;
	vtrunk_option_write(info, ingress, egress);
	return md;
}

static void item_remove(struct item *item)
{
	hlist_del_rcu(&item->node);
	/* A frame in a queue may hold the metadata a while longer. */
	dst_release(&item->md->dst);
	kfree_rcu(item, rcu);
}

/* A full chain loses what has been in it for longest. */
static void make_room(struct hlist_head *chain)
{
	struct item *item, *last = NULL;
	unsigned int count = 0;

	hlist_for_each_entry(item, chain, node) {
		last = item;
		count++;
	}
	if (count >= CHAIN_MAX)
		item_remove(last);
}

static struct vtrunk_metadata_table *
table_locked(const struct vtrunk_metadata *metadata)
{
	return rcu_dereference_protected(metadata->table,
					 lockdep_is_held(&metadata->lock));
}

/* The slow half of getting metadata: the first frame between two ports. */
static struct metadata_dst *make(struct vtrunk_metadata *metadata,
				 const struct metadata_dst *base,
				 u16 ingress, u16 egress)
{
	const u32 ports = (u32)ingress << 16 | egress;
	struct vtrunk_metadata_table *table;
	struct metadata_dst *md;
	struct item *item;

	lockdep_assert_held(&metadata->lock);

	table = table_locked(metadata);
	if (!table) {
		table = kzalloc(sizeof(*table), GFP_ATOMIC | __GFP_NOWARN);
		if (!table)
			return NULL;
		rcu_assign_pointer(metadata->table, table);
	}
	/* Another CPU may have been faster. */
	md = find(table, ports);
	if (md)
		return md;
	md = md_alloc(base, ingress, egress);
	if (!md)
		return NULL;
	item = kmalloc(sizeof(*item), GFP_ATOMIC | __GFP_NOWARN);
	if (!item) {
		/* It serves this frame, and goes with it. */
		return md;
	}
	item->ports = ports;
	item->md = md;
	dst_hold(&md->dst);
	make_room(chain_of(table, ports));
	hlist_add_head_rcu(&item->node, chain_of(table, ports));
	return md;
}

/**
 * vtrunk_metadata_get() - the metadata of frames between two ports
 * @metadata: the tunnel's metadata
 * @base: the tunnel's metadata without option
 * @ingress: key of the port that a frame comes from
 * @egress: key of the port or group that it is for
 *
 * Context: RCU, BH off.
 * Return: the metadata, to be released with dst_release(), or NULL if there is
 * no memory for it.
 */
struct metadata_dst *vtrunk_metadata_get(struct vtrunk_metadata *metadata,
					 struct metadata_dst __rcu **base,
					 u16 ingress, u16 egress)
{
	struct vtrunk_metadata_table *table = rcu_dereference(metadata->table);
	struct metadata_dst *md;

	if (likely(table)) {
		md = find(table, (u32)ingress << 16 | egress);
		if (likely(md))
			return md;
	}
	/* Who changes the base flushes afterwards, under this lock. */
	spin_lock(&metadata->lock);
	md = make(metadata, rcu_dereference(*base), ingress, egress);
	spin_unlock(&metadata->lock);
	return md;
}

/**
 * vtrunk_metadata_init() - prepare the metadata of a tunnel
 * @metadata: the metadata
 */
void vtrunk_metadata_init(struct vtrunk_metadata *metadata)
{
	RCU_INIT_POINTER(metadata->table, NULL);
	spin_lock_init(&metadata->lock);
}

/**
 * vtrunk_metadata_flush() - forget metadata, because its base has changed
 * @metadata: the metadata
 *
 * Context: RTNL.
 */
void vtrunk_metadata_flush(struct vtrunk_metadata *metadata)
{
	struct vtrunk_metadata_table *table;
	struct hlist_node *next;
	struct item *item;
	unsigned int i;

	ASSERT_RTNL();

	spin_lock_bh(&metadata->lock);
	table = table_locked(metadata);
	for (i = 0; table && i < ARRAY_SIZE(table->chain); i++)
		hlist_for_each_entry_safe(item, next, &table->chain[i], node)
			item_remove(item);
	spin_unlock_bh(&metadata->lock);
}

/**
 * vtrunk_metadata_uninit() - free the metadata of a tunnel
 * @metadata: the metadata, which no frame finds any more
 */
void vtrunk_metadata_uninit(struct vtrunk_metadata *metadata)
{
	struct vtrunk_metadata_table *table;
	struct hlist_node *next;
	struct item *item;
	unsigned int i;

	table = rcu_dereference_protected(metadata->table, true);
	for (i = 0; table && i < ARRAY_SIZE(table->chain); i++) {
		hlist_for_each_entry_safe(item, next, &table->chain[i], node) {
			dst_release(&item->md->dst);
			kfree(item);
		}
	}
	kfree(table);
}
