// SPDX-License-Identifier: GPL-2.0
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#include "fdb-entry.h"
#include "notify.h"
#include "vtrunk.h"

/**
 * vtrunk_place_init() - prepare a place
 * @place: the place
 * @kind: what it is
 */
void vtrunk_place_init(struct vtrunk_place *place, enum vtrunk_place_kind kind)
{
	place->kind = kind;
	place->dead = false;
	place->local_only = false;
	place->learns = true;
	INIT_LIST_HEAD(&place->entries);
}

/**
 * vtrunk_place_forget() - remove all entries at a place, for ever
 * @br: the bridge
 * @place: the place; nothing is learned at it from now on
 *
 * Context: process.
 */
void vtrunk_place_forget(struct vtrunk *br, struct vtrunk_place *place)
{
	struct vtrunk_fdb *fdb = &br->fdb;
	struct vtrunk_fdb_entry *entry;

	rcu_read_lock();
	spin_lock_bh(&fdb->lock);
	place->dead = true;
	while ((entry = list_first_entry_or_null(&place->entries,
						 struct vtrunk_fdb_entry,
						 at))) {
		vtrunk_fdb_entry_unlink(fdb, entry);
		spin_unlock_bh(&fdb->lock);
		vtrunk_notify_fdb(br, entry, true);
		spin_lock_bh(&fdb->lock);
	}
	spin_unlock_bh(&fdb->lock);
	rcu_read_unlock();
}

/**
 * vtrunk_place_replace() - move all entries to the place's successor
 * @br: the bridge
 * @from: the place; nothing is learned at it from now on
 * @to: its successor, in the same network
 *
 * Context: process.
 */
void vtrunk_place_replace(struct vtrunk *br, struct vtrunk_place *from,
			  struct vtrunk_place *to)
{
	struct vtrunk_fdb *fdb = &br->fdb;
	struct vtrunk_fdb_entry *entry;

	spin_lock_bh(&fdb->lock);
	from->dead = true;
	list_for_each_entry(entry, &from->entries, at)
		WRITE_ONCE(entry->place, to);
	/* What has been learned at the new one meanwhile stands behind. */
	list_splice_init(&from->entries, &to->entries);
	spin_unlock_bh(&fdb->lock);
}

/**
 * vtrunk_place_configured() - the MACs that are configured to be at a place
 * @br: the bridge
 * @place: the place
 * @macs: where they go, as numbers
 * @max: room in @macs; those beyond are left out
 *
 * Context: BH off.
 * Return: how many.
 */
unsigned int vtrunk_place_configured(struct vtrunk *br,
				     const struct vtrunk_place *place,
				     u64 *macs, unsigned int max)
{
	struct vtrunk_fdb *fdb = &br->fdb;
	struct vtrunk_fdb_entry *entry;
	unsigned int n = 0;

	spin_lock(&fdb->lock);
	list_for_each_entry(entry, &place->entries, at) {
		if (entry->type == VTRUNK_FDB_TYPE_LEARNED || n == max)
			break;
		macs[n++] = entry->mac;
	}
	spin_unlock(&fdb->lock);
	return n;
}
