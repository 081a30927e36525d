// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>

#include "fdb.h"
#include "vtrunk.h"

/**
 * vtrunk_fdb_age() - remove what is too old, from time to time
 * @work: the FDB's work
 */
void vtrunk_fdb_age(struct work_struct *work)
{
	struct vtrunk_fdb *fdb = container_of(to_delayed_work(work),
					      struct vtrunk_fdb, age_work);
	struct vtrunk *br = container_of(fdb, struct vtrunk, fdb);
	unsigned long ageing = READ_ONCE(fdb->ageing);
	struct vtrunk_fdb_cursor cursor = {};
	struct vtrunk_fdb_entry *entry;

	if (!ageing)
		return;
	rcu_read_lock();
	while ((entry = vtrunk_fdb_next(fdb, &cursor))) {
		if (entry->type == VTRUNK_FDB_TYPE_STATIC ||
		    (u32)jiffies - READ_ONCE(entry->updated) <= (u32)ageing)
			continue;
		vtrunk_fdb_del(br, entry);
	}
	rcu_read_unlock();
	queue_delayed_work(system_power_efficient_wq, &fdb->age_work,
			   clamp_t(unsigned long, ageing / 4, HZ, 10 * HZ));
}

/**
 * vtrunk_fdb_set_ageing() - change the ageing time
 * @br: the bridge
 * @seconds: the time; 0 keeps entries for ever
 *
 * Context: RTNL.
 */
void vtrunk_fdb_set_ageing(struct vtrunk *br, u32 seconds)
{
	ASSERT_RTNL();

	WRITE_ONCE(br->fdb.ageing, (unsigned long)seconds * HZ);
	mod_delayed_work(system_power_efficient_wq, &br->fdb.age_work, HZ);
}
