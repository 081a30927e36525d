// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "fdb-entry.h"
#include "network.h"
#include "notify.h"
#include "vtrunk.h"

#define FDB_MIN_BITS	8
#define FDB_MAX_BITS	22

static struct kmem_cache *entry_cache;

/**
 * vtrunk_fdb_module_init() - make what all bridges share
 *
 * Return: 0 or -ENOMEM.
 */
int __init vtrunk_fdb_module_init(void)
{
	entry_cache = kmem_cache_create("vtrunk_fdb_entry",
					sizeof(struct vtrunk_fdb_entry), 0,
					SLAB_HWCACHE_ALIGN, NULL);
	return entry_cache ? 0 : -ENOMEM;
}

/**
 * vtrunk_fdb_module_uninit() - undo vtrunk_fdb_module_init()
 *
 * All entries were given to RCU, and rcu_barrier() was called since.
 */
void vtrunk_fdb_module_uninit(void)
{
	kmem_cache_destroy(entry_cache);
}

static struct vtrunk_fdb_table *table_alloc(unsigned int bits,
					    unsigned int index, u64 mult)
{
	struct vtrunk_fdb_table *table;

	table = kvzalloc(struct_size(table, chain, 1UL << bits),
			 GFP_KERNEL_ACCOUNT);
	if (!table)
		return NULL;
	table->bits = bits;
	table->index = index;
	table->mult = mult;
	return table;
}

/* Multiply-shift with a random factor; the network's random salt keeps equal
 * MACs of many networks apart.
 */
static u64 hash_of(const struct vtrunk_fdb_table *table,
		   const struct vtrunk_network *net, u64 mac)
{
	return (mac + net->salt) * table->mult;
}

static struct hlist_head *chain_of(struct vtrunk_fdb_table *table,
				   const struct vtrunk_network *net, u64 mac)
{
	return &table->chain[hash_of(table, net, mac) >> (64 - table->bits)];
}

static struct vtrunk_fdb_entry *entry_of(struct hlist_node *node,
					 unsigned int index)
{
	return container_of(node - index, struct vtrunk_fdb_entry, node[0]);
}

static struct vtrunk_fdb_entry *table_find(struct vtrunk_fdb_table *table,
					   const struct vtrunk_network *net,
					   u64 mac)
{
	struct vtrunk_fdb_entry *entry;
	struct hlist_head *chain;
	struct hlist_node *node;

	chain = chain_of(table, net, mac);
	for (node = rcu_dereference_raw(hlist_first_rcu(chain)); node;
	     node = rcu_dereference_raw(hlist_next_rcu(node))) {
		entry = entry_of(node, table->index);
		if (entry->mac == mac && entry->net == net)
			return entry;
	}
	return NULL;
}

static struct vtrunk_fdb_table *table_locked(struct vtrunk_fdb *fdb)
{
	return rcu_dereference_protected(fdb->table,
					 lockdep_is_held(&fdb->lock));
}

/**
 * vtrunk_fdb_find() - look a MAC up
 * @fdb: the FDB
 * @net: the network
 * @mac: the MAC as a number
 *
 * Context: RCU.
 * Return: the entry or NULL.
 */
struct vtrunk_fdb_entry *vtrunk_fdb_find(struct vtrunk_fdb *fdb,
					 const struct vtrunk_network *net,
					 u64 mac)
{
	return table_find(rcu_dereference(fdb->table), net, mac);
}

static void entry_free_rcu(struct rcu_head *rcu)
{
	kmem_cache_free(entry_cache,
			container_of(rcu, struct vtrunk_fdb_entry, rcu));
}

/**
 * vtrunk_fdb_entry_alloc() - get memory for an entry
 * @gfp: how it may be had
 *
 * Return: an entry for vtrunk_fdb_entry_link(), or NULL.
 */
struct vtrunk_fdb_entry *vtrunk_fdb_entry_alloc(gfp_t gfp)
{
	return kmem_cache_alloc(entry_cache, gfp | __GFP_NOWARN);
}

/**
 * vtrunk_fdb_entry_free() - free an entry that was not linked
 * @entry: the entry
 */
void vtrunk_fdb_entry_free(struct vtrunk_fdb_entry *entry)
{
	kmem_cache_free(entry_cache, entry);
}

/**
 * vtrunk_fdb_entry_find() - look a MAC up
 * @fdb: the FDB
 * @net: the network
 * @mac: the MAC as a number
 *
 * Context: fdb.lock.
 * Return: the entry or NULL.
 */
struct vtrunk_fdb_entry *vtrunk_fdb_entry_find(struct vtrunk_fdb *fdb,
					       const struct vtrunk_network *net,
					       u64 mac)
{
	return table_find(table_locked(fdb), net, mac);
}

/**
 * vtrunk_fdb_entry_unlink() - take an entry out of the FDB
 * @fdb: the FDB
 * @entry: the entry; it is freed one grace period later
 *
 * Context: fdb.lock.
 */
void vtrunk_fdb_entry_unlink(struct vtrunk_fdb *fdb,
			     struct vtrunk_fdb_entry *entry)
{
	lockdep_assert_held(&fdb->lock);

	hlist_del_rcu(&entry->node[table_locked(fdb)->index]);
	list_del(&entry->at);
	WRITE_ONCE(fdb->count, fdb->count - 1);
	WRITE_ONCE(entry->net->fdb_count, entry->net->fdb_count - 1);
	call_rcu(&entry->rcu, entry_free_rcu);
}

static void entry_fill(struct vtrunk_fdb_entry *entry,
		       struct vtrunk_network *net, u64 mac,
		       struct vtrunk_place *place, u16 key,
		       enum vtrunk_fdb_type type)
{
	entry->mac = mac;
	entry->net = net;
	entry->place = place;
	entry->updated = (u32)jiffies;
	entry->type = type;
	entry->key = key;
	entry->moves = 0;
}

/* What is learned stands behind what is configured. */
static void list_add_typed(struct vtrunk_fdb_entry *entry,
			   struct vtrunk_place *place,
			   enum vtrunk_fdb_type type)
{
	if (type == VTRUNK_FDB_TYPE_LEARNED)
		list_add_tail(&entry->at, &place->entries);
	else
		list_add(&entry->at, &place->entries);
}

/**
 * vtrunk_fdb_entry_link() - put an entry into the FDB
 * @fdb: the FDB; that there is room for it was checked
 * @entry: the entry
 * @net: its network
 * @mac: its MAC, which is not in the FDB
 * @place: its place
 * @key: key of the port behind a remote, in mode ovn, or 0
 * @type: its type
 *
 * Context: fdb.lock.
 */
void vtrunk_fdb_entry_link(struct vtrunk_fdb *fdb,
			   struct vtrunk_fdb_entry *entry,
			   struct vtrunk_network *net, u64 mac,
			   struct vtrunk_place *place, u16 key,
			   enum vtrunk_fdb_type type)
{
	struct vtrunk_fdb_table *table = table_locked(fdb);

	lockdep_assert_held(&fdb->lock);

	entry_fill(entry, net, mac, place, key, type);
	list_add_typed(entry, place, type);
	hlist_add_head_rcu(&entry->node[table->index],
			   chain_of(table, net, mac));
	WRITE_ONCE(fdb->count, fdb->count + 1);
	WRITE_ONCE(net->fdb_count, net->fdb_count + 1);
	if (fdb->count > 1U << table->bits && table->bits < FDB_MAX_BITS)
		schedule_work(&fdb->grow_work);
}

/**
 * vtrunk_fdb_entry_move() - give an entry another place and type
 * @entry: the entry; its key goes with the place and stays as it is
 * @place: the place
 * @type: the type
 *
 * Context: fdb.lock of its FDB.
 */
void vtrunk_fdb_entry_move(struct vtrunk_fdb_entry *entry,
			   struct vtrunk_place *place,
			   enum vtrunk_fdb_type type)
{
	list_del(&entry->at);
	list_add_typed(entry, place, type);
	WRITE_ONCE(entry->place, place);
	WRITE_ONCE(entry->type, type);
	WRITE_ONCE(entry->updated, (u32)jiffies);
}

static struct vtrunk_fdb_entry *
entry_make(struct vtrunk_fdb *fdb, struct vtrunk_network *net, u64 mac,
	   struct vtrunk_place *place, u16 key, enum vtrunk_fdb_type type,
	   gfp_t gfp)
{
	struct vtrunk_fdb_entry *entry;

	lockdep_assert_held(&fdb->lock);

	if (fdb->count >= READ_ONCE(fdb->max))
		return ERR_PTR(-ENOSPC);
	entry = vtrunk_fdb_entry_alloc(gfp);
	if (!entry)
		return ERR_PTR(-ENOMEM);
	vtrunk_fdb_entry_link(fdb, entry, net, mac, place, key, type);
	return entry;
}

/* Put an entry with another key in the place of one. Frames read place and key
 * one after the other, so those of one entry have to stay together.
 */
static struct vtrunk_fdb_entry *
entry_replace(struct vtrunk_fdb *fdb, struct vtrunk_fdb_entry *old,
	      struct vtrunk_place *place, u16 key, enum vtrunk_fdb_type type)
{
	unsigned int index = table_locked(fdb)->index;
	struct vtrunk_fdb_entry *new;

	lockdep_assert_held(&fdb->lock);

	new = vtrunk_fdb_entry_alloc(GFP_ATOMIC | __GFP_ACCOUNT);
	if (!new)
		return ERR_PTR(-ENOMEM);
	entry_fill(new, old->net, old->mac, place, key, type);
	new->moves = old->moves;
	list_add_typed(new, place, type);
	hlist_replace_rcu(&old->node[index], &new->node[index]);
	list_del(&old->at);
	call_rcu(&old->rcu, entry_free_rcu);
	return new;
}

/* Whether a frame from a place may take an entry away from where it is. */
static bool may_move(const struct vtrunk_fdb_entry *entry,
		     const struct vtrunk_place *place)
{
	if (READ_ONCE(entry->type) != VTRUNK_FDB_TYPE_LEARNED)
		return false;
	return place->kind == VTRUNK_PLACE_PORT ||
	       !READ_ONCE(entry->place)->local_only;
}

/* The slow half of learning: a MAC that is new or has moved. */
static bool learn_locked(struct vtrunk *br, struct vtrunk_network *net,
			 u64 mac, struct vtrunk_place *place)
{
	struct vtrunk_fdb *fdb = &br->fdb;
	struct vtrunk_fdb_entry *entry;
	bool changed = false;
	bool valid = true;

	spin_lock_bh(&fdb->lock);
	entry = table_find(table_locked(fdb), net, mac);
	if (place->dead || net->dead) {
		/* On its way out: nothing may be left behind at it. */
		entry = NULL;
	} else if (!entry) {
		entry = entry_make(fdb, net, mac, place, 0,
				   VTRUNK_FDB_TYPE_LEARNED, GFP_ATOMIC);
		changed = true;
		if (IS_ERR(entry)) {
			atomic_inc(&fdb->learn_failed);
			entry = NULL;
		}
	} else if (entry->place != place) {
		valid = may_move(entry, place);
		if (valid) {
			list_move_tail(&entry->at, &place->entries);
			WRITE_ONCE(entry->place, place);
			WRITE_ONCE(entry->updated, (u32)jiffies);
			WRITE_ONCE(entry->moves, entry->moves + 1);
			changed = true;
		}
	}
	spin_unlock_bh(&fdb->lock);

	/* The entry stays for the length of the RCU section around us. */
	if (changed && entry)
		vtrunk_notify_fdb(br, entry, false);
	return valid;
}

/**
 * vtrunk_fdb_learn() - note where the source of a frame is
 * @br: the bridge
 * @net: the network
 * @addr: source MAC of the frame
 * @place: where the frame came from
 *
 * A refresh is written at most once a second: a MAC behind several queues is
 * refreshed by several CPUs, and each write would take the line from the rest.
 *
 * Context: RCU, BH off.
 * Return: false if the MAC is configured to be at another place, or is at a
 * local-only port and the frame came from a tunnel.
 */
bool vtrunk_fdb_learn(struct vtrunk *br, struct vtrunk_network *net,
		      const u8 *addr, struct vtrunk_place *place)
{
	struct vtrunk_fdb_entry *entry;
	u64 mac = ether_addr_to_u64(addr);
	u32 now = (u32)jiffies;

	entry = vtrunk_fdb_find(&br->fdb, net, mac);
	if (likely(entry && READ_ONCE(entry->place) == place)) {
		if (now - READ_ONCE(entry->updated) >= HZ)
			WRITE_ONCE(entry->updated, now);
		return true;
	}
	if (!READ_ONCE(net->learn) || !place->learns)
		return !entry || may_move(entry, place);
	return learn_locked(br, net, mac, place);
}

/**
 * vtrunk_fdb_set() - make a configured entry, in place of what is there
 * @br: the bridge
 * @net: the network
 * @mac: the MAC as a number
 * @place: where it is
 * @key: key of the port behind a remote, in mode ovn, or 0
 * @type: static or sticky
 *
 * Context: RTNL.
 * Return: 0, -ENOSPC if the FDB is full, or -ENOMEM.
 */
int vtrunk_fdb_set(struct vtrunk *br, struct vtrunk_network *net, u64 mac,
		   struct vtrunk_place *place, u16 key,
		   enum vtrunk_fdb_type type)
{
	struct vtrunk_fdb *fdb = &br->fdb;
	struct vtrunk_fdb_entry *entry;

	ASSERT_RTNL();

	rcu_read_lock();
	spin_lock_bh(&fdb->lock);
	entry = table_find(table_locked(fdb), net, mac);
	if (!entry) {
		entry = entry_make(fdb, net, mac, place, key, type,
				   GFP_ATOMIC | __GFP_ACCOUNT);
	} else if (entry->key != key) {
		entry = entry_replace(fdb, entry, place, key, type);
	} else {
		vtrunk_fdb_entry_move(entry, place, type);
	}
	spin_unlock_bh(&fdb->lock);
	if (!IS_ERR(entry))
		vtrunk_notify_fdb(br, entry, false);
	rcu_read_unlock();
	return PTR_ERR_OR_ZERO(entry);
}

/**
 * vtrunk_fdb_del() - remove an entry
 * @br: the bridge
 * @entry: the entry, looked up in this RCU section
 *
 * Context: RCU. Frames and the ageing work may have removed it meanwhile,
 * which is why it is looked up again.
 */
void vtrunk_fdb_del(struct vtrunk *br, struct vtrunk_fdb_entry *entry)
{
	struct vtrunk_fdb *fdb = &br->fdb;
	bool found;

	spin_lock_bh(&fdb->lock);
	found = table_find(table_locked(fdb), entry->net, entry->mac) == entry;
	if (found)
		vtrunk_fdb_entry_unlink(fdb, entry);
	spin_unlock_bh(&fdb->lock);
	if (found)
		vtrunk_notify_fdb(br, entry, true);
}

/* The entry of a chain that comes next after the cursor, which moves there. */
static struct vtrunk_fdb_entry *chain_next(const struct vtrunk_fdb_table *table,
					   const struct hlist_head *chain,
					   struct vtrunk_fdb_cursor *cursor)
{
	struct vtrunk_fdb_entry *entry, *next = NULL;
	struct vtrunk_fdb_cursor best = {};
	struct hlist_node *node;
	u64 hash;
	u32 vni;

	node = rcu_dereference(hlist_first_rcu(chain));
	for (; node; node = rcu_dereference(hlist_next_rcu(node))) {
		entry = entry_of(node, table->index);
		hash = hash_of(table, entry->net, entry->mac);
		vni = entry->net->vni;
		if (hash < cursor->hash ||
		    (hash == cursor->hash && vni <= cursor->vni))
			continue;
		if (next && (hash > best.hash ||
			     (hash == best.hash && vni > best.vni)))
			continue;
		next = entry;
		best.hash = hash;
		best.vni = vni;
	}
	if (next)
		*cursor = best;
	return next;
}

/**
 * vtrunk_fdb_next() - walk all entries, from a position that can be kept
 * @fdb: the FDB
 * @cursor: the position, zeroed at the start
 *
 * What is there from the start of the walk to its end is returned once, even
 * where the RCU section is left in between.
 *
 * Context: RCU.
 * Return: the entry after the position, which is moved to it, or NULL.
 */
struct vtrunk_fdb_entry *vtrunk_fdb_next(struct vtrunk_fdb *fdb,
					 struct vtrunk_fdb_cursor *cursor)
{
	struct vtrunk_fdb_table *table = rcu_dereference(fdb->table);
	struct vtrunk_fdb_entry *entry;
	u64 i;

	i = cursor->hash >> (64 - table->bits);
	for (; i < 1ULL << table->bits; i++) {
		entry = chain_next(table, &table->chain[i], cursor);
		if (entry)
			return entry;
	}
	return NULL;
}

/* Readers of the old table go on along the nodes it uses, while the entries
 * are linked into the new one by their other nodes. The grace period at the
 * end keeps the next replacement from using the old nodes too early.
 */
static void grow_work(struct work_struct *work)
{
	struct vtrunk_fdb *fdb = container_of(work, struct vtrunk_fdb,
					      grow_work);
	struct vtrunk_fdb_table *old, *new;
	struct vtrunk_fdb_entry *entry;
	struct hlist_node *node;
	unsigned int bits;
	unsigned long i;

	/* Nobody else replaces the table, so it may be read without lock. */
	old = rcu_dereference_protected(fdb->table, true);
	bits = min_t(unsigned int, FDB_MAX_BITS,
		     fls(READ_ONCE(fdb->count)) + 1);
	if (bits <= old->bits)
		return;
	new = table_alloc(bits, !old->index, old->mult);
	if (!new)
		return;

	spin_lock_bh(&fdb->lock);
	for (i = 0; i < 1UL << old->bits; i++) {
		hlist_for_each(node, &old->chain[i]) {
			entry = entry_of(node, old->index);
			hlist_add_head_rcu(&entry->node[new->index],
					   chain_of(new, entry->net,
						    entry->mac));
		}
	}
	rcu_assign_pointer(fdb->table, new);
	spin_unlock_bh(&fdb->lock);

	synchronize_rcu();
	kvfree(old);
}

/**
 * vtrunk_fdb_init() - make the FDB of a bridge
 * @br: the bridge
 *
 * Return: 0 or -ENOMEM.
 */
int vtrunk_fdb_init(struct vtrunk *br)
{
	struct vtrunk_fdb *fdb = &br->fdb;
	struct vtrunk_fdb_table *table;

	table = table_alloc(FDB_MIN_BITS, 0, get_random_u64() | 1);
	if (!table)
		return -ENOMEM;
	RCU_INIT_POINTER(fdb->table, table);
	spin_lock_init(&fdb->lock);
	fdb->max = VTRUNK_FDB_DEFAULT_MAX;
	fdb->ageing = VTRUNK_FDB_DEFAULT_AGEING * HZ;
	INIT_DELAYED_WORK(&fdb->age_work, vtrunk_fdb_age);
	INIT_WORK(&fdb->grow_work, grow_work);
	queue_delayed_work(system_power_efficient_wq, &fdb->age_work, HZ);
	return 0;
}

/**
 * vtrunk_fdb_uninit() - free the FDB of a bridge
 * @br: the bridge; its trunks, networks and remotes are gone, so the FDB is
 *	empty and nothing learns
 *
 * Neither work takes RTNL, so both may be waited for while it is held.
 */
void vtrunk_fdb_uninit(struct vtrunk *br)
{
	struct vtrunk_fdb *fdb = &br->fdb;

	cancel_delayed_work_sync(&fdb->age_work);
	cancel_work_sync(&fdb->grow_work);
	WARN_ON_ONCE(fdb->count);
	kvfree(rcu_dereference_protected(fdb->table, true));
}
