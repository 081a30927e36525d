/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_UNKNOWN_TAG_H
#define _VTRUNK_UNKNOWN_TAG_H

#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <uapi/linux/vtrunk.h>

struct vtrunk_trunk;

/**
 * struct vtrunk_unknown_tags - tags of frames that no port of a trunk takes
 * @key: TPID and VID of each, or 0 where there is room; @lock for writing
 * @seen: jiffies when the last such frame came, right to a second
 * @packets: number of such frames
 * @other: frames with tags for which there was no room
 * @count: number of @key that are in use; @lock for writing
 * @searched: jiffies when an old tag was last looked for
 * @lock: see vtrunk.h
 *
 * Its size does not depend on what the VM sends. A frame of a tag that is
 * there looks through @key and counts; it takes no lock.
 */
struct vtrunk_unknown_tags {
	u32 key[VTRUNK_UNKNOWN_TAGS_MAX];
	unsigned long seen[VTRUNK_UNKNOWN_TAGS_MAX];
	atomic64_t packets[VTRUNK_UNKNOWN_TAGS_MAX];
	atomic64_t other;
	unsigned int count;
	unsigned long searched;
	spinlock_t lock; /* which tags are in it */
};

/**
 * struct vtrunk_unknown_tag - what is known of one such tag
 * @tpid: the TPID
 * @vid: the VID
 * @packets: number of frames
 * @age: milliseconds since the last one
 */
struct vtrunk_unknown_tag {
	u16 tpid;
	u16 vid;
	u64 packets;
	u64 age;
};

void vtrunk_unknown_tag_count(struct vtrunk_trunk *trunk, u16 tpid, u16 vid);
void vtrunk_unknown_tag_forget(struct vtrunk_trunk *trunk, u16 vid);
bool vtrunk_unknown_tag_get(const struct vtrunk_trunk *trunk,
			    unsigned int index,
			    struct vtrunk_unknown_tag *tag);
u64 vtrunk_unknown_tags_other(const struct vtrunk_trunk *trunk);

#endif /* _VTRUNK_UNKNOWN_TAG_H */
