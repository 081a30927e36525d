// SPDX-License-Identifier: GPL-2.0
#include <linux/rcupdate.h>

#include "fdb.h"
#include "vtrunk.h"

/**
 * vtrunk_fdb_match() - whether an entry is meant by a filter
 * @entry: the entry
 * @filter: the filter
 *
 * Context: RCU.
 * Return: true if it is.
 */
bool vtrunk_fdb_match(const struct vtrunk_fdb_entry *entry,
		      const struct vtrunk_fdb_filter *filter)
{
	const struct vtrunk_place *place = READ_ONCE(entry->place);

	if (filter->net && filter->net != entry->net)
		return false;
	if (filter->mac && filter->mac != entry->mac)
		return false;
	if (filter->place && filter->place != place)
		return false;
	return !filter->match || filter->match(place, filter->arg);
}

/**
 * vtrunk_fdb_flush() - forget learned entries
 * @br: the bridge
 * @filter: which
 *
 * Context: process.
 * Return: how many.
 */
unsigned int vtrunk_fdb_flush(struct vtrunk *br,
			      const struct vtrunk_fdb_filter *filter)
{
	struct vtrunk_fdb_cursor cursor = {};
	struct vtrunk_fdb_entry *entry;
	unsigned int n = 0;

	rcu_read_lock();
	while ((entry = vtrunk_fdb_next(&br->fdb, &cursor))) {
		if (entry->type != VTRUNK_FDB_TYPE_LEARNED ||
		    !vtrunk_fdb_match(entry, filter))
			continue;
		vtrunk_fdb_del(br, entry);
		n++;
	}
	rcu_read_unlock();
	return n;
}
