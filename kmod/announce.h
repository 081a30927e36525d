/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_ANNOUNCE_H
#define _VTRUNK_ANNOUNCE_H

#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct sk_buff;
struct vtrunk_frame;
struct vtrunk_trunk;

/**
 * struct vtrunk_announce - what a trunk has to tell its networks
 * @on: it tells them; RTNL for writing
 * @carrier_changes: how often the carrier had come or gone when that was last
 *	looked at; RTNL
 * @lock: see vtrunk.h
 * @mac: source MAC of the frame that began it, or 0 if that was tagged; @lock
 * @heard: that frame went to everybody in its network; @lock
 * @round: rounds since then; @lock
 * @queued: a round comes; @lock
 * @last: when the last round began or ended, in jiffies; @lock
 * @work: does a round
 */
struct vtrunk_announce {
	bool on;
	unsigned int carrier_changes;
	spinlock_t lock; /* mac to last */
	u64 mac;
	bool heard;
	unsigned int round;
	bool queued;
	unsigned long last;
	struct delayed_work work;
};

void vtrunk_announce_init(struct vtrunk_trunk *trunk);
void vtrunk_announce_uninit(struct vtrunk_trunk *trunk);
void vtrunk_announce_arm(struct vtrunk_trunk *trunk);
void vtrunk_announce_link_changed(struct vtrunk_trunk *trunk, bool up);
void vtrunk_announce_first(struct vtrunk_trunk *trunk,
			   const struct sk_buff *skb);
void vtrunk_announce_rarp(const struct vtrunk_frame *frame,
			  const struct sk_buff *skb);

#endif /* _VTRUNK_ANNOUNCE_H */
