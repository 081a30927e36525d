/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_FDB_H
#define _VTRUNK_FDB_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <uapi/linux/vtrunk.h>

struct vtrunk;
struct vtrunk_network;

#define VTRUNK_FDB_DEFAULT_MAX		65536
#define VTRUNK_FDB_DEFAULT_AGEING	300

/**
 * enum vtrunk_place_kind - where an FDB entry can point
 * @VTRUNK_PLACE_PORT: a local port
 * @VTRUNK_PLACE_TUNNEL: a remote, in one network
 */
enum vtrunk_place_kind {
	VTRUNK_PLACE_PORT,
	VTRUNK_PLACE_TUNNEL,
};

/**
 * struct vtrunk_place - what ports and tunnels have in common
 * @kind: which of them it is
 * @dead: nothing is learned at it any more; fdb.lock
 * @local_only: what is learned at it does not move to a tunnel
 * @learns: the sources of its frames are learned, if the network says so
 * @entries: FDB entries that point to it, configured ones first; fdb.lock
 */
struct vtrunk_place {
	enum vtrunk_place_kind kind;
	bool dead;
	bool local_only;
	bool learns;
	struct list_head entries;
};

/**
 * struct vtrunk_fdb_entry - one MAC of one network and its place
 * @node: in the chains of the table in use and, while the table is replaced,
 *	of its successor; RCU and fdb.lock
 * @mac: the MAC as a number
 * @net: the network
 * @place: where it is; fdb.lock for writing
 * @updated: when a frame last came from it, low half of jiffies
 * @type: enum vtrunk_fdb_type; fdb.lock for writing
 * @key: of the port behind a remote, in mode ovn, or 0
 * @at: in @place->entries; fdb.lock
 * @moves: how often a frame came from another place; fdb.lock for writing
 * @rcu: for freeing
 *
 * A look-up reads the first cache line only.
 */
struct vtrunk_fdb_entry {
	struct hlist_node node[2];
	u64 mac;
	struct vtrunk_network *net;
	struct vtrunk_place *place;
	u32 updated;
	u16 type;
	u16 key;

	struct list_head at;
	u32 moves;
	struct rcu_head rcu;
} ____cacheline_aligned;

/**
 * struct vtrunk_fdb_table - hash table, replaced whole when it is too small
 * @bits: log2 of the number of chains
 * @index: which of the entries' two nodes its chains use
 * @mult: random odd number; a VM chooses its MACs but cannot know this. A
 *	successor has the same
 * @chain: the chains; RCU and fdb.lock
 */
struct vtrunk_fdb_table {
	unsigned int bits;
	unsigned int index;
	u64 mult;
	struct hlist_head chain[];
};

/**
 * struct vtrunk_fdb - forwarding database of a bridge
 * @table: the hash table; RCU, and fdb.lock for writing
 * @lock: see vtrunk.h
 * @count: entries in it; fdb.lock for writing
 * @max: most entries there may be; RTNL for writing
 * @ageing: jiffies after which a silent entry is removed, or 0; RTNL for
 *	writing
 * @learn_failed: how often a MAC was not learned
 * @age_work: removes what is too old
 * @grow_work: replaces the table by a larger one
 */
struct vtrunk_fdb {
	struct vtrunk_fdb_table __rcu *table;
	spinlock_t lock; /* chains, places' entries and dead flags */
	unsigned int count;
	unsigned int max;
	unsigned long ageing;
	atomic_t learn_failed;
	struct delayed_work age_work;
	struct work_struct grow_work;
};

/**
 * struct vtrunk_fdb_filter - which entries are meant
 * @net: of this network, or NULL
 * @place: at this place, or NULL
 * @match: further condition, or NULL
 * @arg: for @match
 * @mac: with this MAC, or 0
 */
struct vtrunk_fdb_filter {
	const struct vtrunk_network *net;
	const struct vtrunk_place *place;
	bool (*match)(const struct vtrunk_place *place, const void *arg);
	const void *arg;
	u64 mac;
};

/**
 * struct vtrunk_fdb_cursor - how far a walk over all entries has come
 * @hash: hash of the last entry; 0 at the start
 * @vni: VNI of its network, which tells equal hashes apart; 0 at the start
 *
 * Entries are walked by their hash, which is theirs for life: neither removing
 * one, even the last one seen, nor a larger table hides one or shows one twice.
 */
struct vtrunk_fdb_cursor {
	u64 hash;
	u32 vni;
};

int vtrunk_fdb_module_init(void);
void vtrunk_fdb_module_uninit(void);
int vtrunk_fdb_init(struct vtrunk *br);
void vtrunk_fdb_uninit(struct vtrunk *br);

struct vtrunk_fdb_entry *vtrunk_fdb_find(struct vtrunk_fdb *fdb,
					 const struct vtrunk_network *net,
					 u64 mac);
bool vtrunk_fdb_learn(struct vtrunk *br, struct vtrunk_network *net,
		      const u8 *addr, struct vtrunk_place *place);
int vtrunk_fdb_set(struct vtrunk *br, struct vtrunk_network *net, u64 mac,
		   struct vtrunk_place *place, u16 key,
		   enum vtrunk_fdb_type type);
void vtrunk_fdb_del(struct vtrunk *br, struct vtrunk_fdb_entry *entry);
unsigned int vtrunk_fdb_flush(struct vtrunk *br,
			      const struct vtrunk_fdb_filter *filter);
bool vtrunk_fdb_match(const struct vtrunk_fdb_entry *entry,
		      const struct vtrunk_fdb_filter *filter);
struct vtrunk_fdb_entry *vtrunk_fdb_next(struct vtrunk_fdb *fdb,
					 struct vtrunk_fdb_cursor *cursor);
void vtrunk_fdb_set_ageing(struct vtrunk *br, u32 seconds);
void vtrunk_fdb_age(struct work_struct *work);

void vtrunk_place_init(struct vtrunk_place *place,
		       enum vtrunk_place_kind kind);
unsigned int vtrunk_place_configured(struct vtrunk *br,
				     const struct vtrunk_place *place,
				     u64 *macs, unsigned int max);
void vtrunk_place_forget(struct vtrunk *br, struct vtrunk_place *place);
void vtrunk_place_replace(struct vtrunk *br, struct vtrunk_place *from,
			  struct vtrunk_place *to);

#endif /* _VTRUNK_FDB_H */
