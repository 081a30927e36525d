/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_METADATA_H
#define _VTRUNK_METADATA_H

#include <linux/spinlock.h>
#include <linux/types.h>

struct metadata_dst;
struct vtrunk_metadata_table;

/**
 * struct vtrunk_metadata - tunnel metadata of a tunnel in mode ovn
 * @table: metadata by the keys in the option; made when the first frame leaves
 *	and then stays; RCU
 * @lock: see vtrunk.h
 *
 * The option names the ports that a frame goes between, and a frame in a queue
 * holds on to its metadata, so each pair of ports has metadata of its own. The
 * first frame of a pair pays for it. A tunnel keeps a bounded number.
 */
struct vtrunk_metadata {
	struct vtrunk_metadata_table __rcu *table;
	spinlock_t lock; /* chains of the table */
};

void vtrunk_metadata_init(struct vtrunk_metadata *metadata);
void vtrunk_metadata_uninit(struct vtrunk_metadata *metadata);
void vtrunk_metadata_flush(struct vtrunk_metadata *metadata);
struct metadata_dst *vtrunk_metadata_get(struct vtrunk_metadata *metadata,
					 struct metadata_dst __rcu **base,
					 u16 ingress, u16 egress);

#endif /* _VTRUNK_METADATA_H */
