// SPDX-License-Identifier: GPL-2.0
#include <linux/if_ether.h>
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "port.h"
#include "trunk.h"
#include "unknown-tag.h"

/* How long a tag has to be silent before it makes room for another one. */
#define SILENCE		(10 * HZ)

static u32 key_of(u16 tpid, u16 vid)
{
	return (u32)tpid << 16 | vid;
}

/* The trunk's table, made now if it is the first such frame. */
static struct vtrunk_unknown_tags *tags_of(struct vtrunk_trunk *trunk)
{
	struct vtrunk_unknown_tags *tags = READ_ONCE(trunk->unknown_tags);
	struct vtrunk_unknown_tags *other;

	if (likely(tags))
		return tags;
	tags = kzalloc(sizeof(*tags), GFP_ATOMIC | __GFP_NOWARN);
	if (!tags)
		return NULL;
	spin_lock_init(&tags->lock);
	other = cmpxchg(&trunk->unknown_tags, NULL, tags);
	if (other) {
		kfree(tags);
		return other;
	}
	return tags;
}

static int find(const struct vtrunk_unknown_tags *tags, u32 key)
{
	int i;

	for (i = 0; i < VTRUNK_UNKNOWN_TAGS_MAX; i++)
		if (READ_ONCE(tags->key[i]) == key)
			return i;
	return -1;
}

/* Free the place of the tag that has been silent longest, if it was long. */
static void make_room(struct vtrunk_unknown_tags *tags)
{
	long silent, longest = 0;
	int oldest = 0;
	int i;

	lockdep_assert_held(&tags->lock);

	for (i = 0; i < VTRUNK_UNKNOWN_TAGS_MAX; i++) {
		/* Less than zero if a frame of it came just now. */
		silent = jiffies - READ_ONCE(tags->seen[i]);
		if (silent > longest) {
			longest = silent;
			oldest = i;
		}
	}
	if (longest < SILENCE)
		return;
	WRITE_ONCE(tags->key[oldest], 0);
	atomic64_add(atomic64_xchg(&tags->packets[oldest], 0), &tags->other);
	WRITE_ONCE(tags->count, tags->count - 1);
}

/* Enter a tag. What a VM sends that makes up ever more of them costs no more
 * than the look through the table: for room it is searched once a second.
 */
static int enter(struct vtrunk_unknown_tags *tags, u32 key)
{
	bool full = READ_ONCE(tags->count) == VTRUNK_UNKNOWN_TAGS_MAX;
	int i;

	if (full && jiffies - READ_ONCE(tags->searched) < HZ)
		return -1;
	spin_lock_bh(&tags->lock);
	if (tags->count == VTRUNK_UNKNOWN_TAGS_MAX) {
		WRITE_ONCE(tags->searched, jiffies);
		make_room(tags);
	}
	/* Another CPU may have entered it meanwhile. */
	i = find(tags, key);
	if (i < 0)
		i = find(tags, 0);
	if (i >= 0 && !tags->key[i]) {
		WRITE_ONCE(tags->seen[i], jiffies);
		WRITE_ONCE(tags->key[i], key);
		WRITE_ONCE(tags->count, tags->count + 1);
	}
	spin_unlock_bh(&tags->lock);
	return i;
}

/**
 * vtrunk_unknown_tag_count() - note a frame that no port takes
 * @trunk: the trunk that it came from
 * @tpid: TPID of its outer tag
 * @vid: VID of its outer tag
 *
 * A count may be wrong by the frames of the moment in which its tag is entered
 * or removed; the drop counter is right.
 *
 * Context: RCU, BH off.
 */
void vtrunk_unknown_tag_count(struct vtrunk_trunk *trunk, u16 tpid, u16 vid)
{
	struct vtrunk_unknown_tags *tags = tags_of(trunk);
	u32 key = key_of(tpid, vid);
	unsigned long now = jiffies;
	int i;

	if (READ_ONCE(trunk->unknown_vid) != vid)
		WRITE_ONCE(trunk->unknown_vid, vid);
	if (unlikely(!tags))
		return;
	i = find(tags, key);
	if (unlikely(i < 0))
		i = enter(tags, key);
	if (i < 0) {
		atomic64_inc(&tags->other);
		return;
	}
	atomic64_inc(&tags->packets[i]);
	if (now - READ_ONCE(tags->seen[i]) >= HZ)
		WRITE_ONCE(tags->seen[i], now);
}

/**
 * vtrunk_unknown_tag_forget() - a port takes a VID from now on
 * @trunk: the trunk
 * @vid: the VID
 *
 * Context: RTNL.
 */
void vtrunk_unknown_tag_forget(struct vtrunk_trunk *trunk, u16 vid)
{
	struct vtrunk_unknown_tags *tags = READ_ONCE(trunk->unknown_tags);
	int i;

	ASSERT_RTNL();

	if (READ_ONCE(trunk->unknown_vid) == vid)
		WRITE_ONCE(trunk->unknown_vid, 0);
	if (!tags)
		return;
	spin_lock_bh(&tags->lock);
	i = find(tags, key_of(ETH_P_8021Q, vid));
	if (i >= 0) {
		WRITE_ONCE(tags->key[i], 0);
		atomic64_set(&tags->packets[i], 0);
		WRITE_ONCE(tags->count, tags->count - 1);
	}
	spin_unlock_bh(&tags->lock);
}

/**
 * vtrunk_unknown_tag_get() - read one tag that no port takes
 * @trunk: the trunk
 * @index: from 0 to VTRUNK_UNKNOWN_TAGS_MAX - 1
 * @tag: where it goes
 *
 * A frame that was under way while a port took its tag may have entered it
 * again; such a tag is left out.
 *
 * Context: RTNL or RCU.
 * Return: true if there is one at this index.
 */
bool vtrunk_unknown_tag_get(const struct vtrunk_trunk *trunk,
			    unsigned int index, struct vtrunk_unknown_tag *tag)
{
	const struct vtrunk_unknown_tags *tags = READ_ONCE(trunk->unknown_tags);
	u32 key = tags ? READ_ONCE(tags->key[index]) : 0;
	unsigned long seen;

	if (!key)
		return false;
	tag->tpid = key >> 16;
	tag->vid = key & 0xffff;
	tag->packets = atomic64_read(&tags->packets[index]);
	seen = READ_ONCE(tags->seen[index]);
	tag->age = jiffies64_to_msecs(jiffies - seen);
	return tag->tpid != ETH_P_8021Q ||
	       !vtrunk_port_find(trunk, tag->vid);
}

/**
 * vtrunk_unknown_tags_other() - frames with tags that are not in the table
 * @trunk: the trunk
 *
 * Context: RTNL or RCU.
 * Return: their number.
 */
u64 vtrunk_unknown_tags_other(const struct vtrunk_trunk *trunk)
{
	const struct vtrunk_unknown_tags *tags = READ_ONCE(trunk->unknown_tags);

	return tags ? atomic64_read(&tags->other) : 0;
}
