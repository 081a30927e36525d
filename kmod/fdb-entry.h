/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_FDB_ENTRY_H
#define _VTRUNK_FDB_ENTRY_H

#include <linux/types.h>

#include "fdb.h"

/*
 * Single FDB entries, for the files that change places under fdb.lock. Others
 * use fdb.h.
 */

struct vtrunk_fdb_entry *vtrunk_fdb_entry_alloc(gfp_t gfp);
void vtrunk_fdb_entry_free(struct vtrunk_fdb_entry *entry);
struct vtrunk_fdb_entry *vtrunk_fdb_entry_find(struct vtrunk_fdb *fdb,
					       const struct vtrunk_network *net,
					       u64 mac);
void vtrunk_fdb_entry_link(struct vtrunk_fdb *fdb,
			   struct vtrunk_fdb_entry *entry,
			   struct vtrunk_network *net, u64 mac,
			   struct vtrunk_place *place, u16 key,
			   enum vtrunk_fdb_type type);
void vtrunk_fdb_entry_move(struct vtrunk_fdb_entry *entry,
			   struct vtrunk_place *place,
			   enum vtrunk_fdb_type type);
void vtrunk_fdb_entry_unlink(struct vtrunk_fdb *fdb,
			     struct vtrunk_fdb_entry *entry);

#endif /* _VTRUNK_FDB_ENTRY_H */
