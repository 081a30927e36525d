// SPDX-License-Identifier: GPL-2.0
#include <linux/percpu.h>

#include "drop.h"
#include "stats.h"
#include "vtrunk.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/* The nearest reason that the core knows, for drop monitors. */
static enum skb_drop_reason core_reason(enum vtrunk_drop reason)
{
	switch (reason) {
	case VTRUNK_DROP_MTU:
		return SKB_DROP_REASON_PKT_TOO_BIG;
	case VTRUNK_DROP_DOWN:
	case VTRUNK_DROP_NO_UPLINK:
		return SKB_DROP_REASON_DEV_READY;
	case VTRUNK_DROP_UPLINK_TX:
	case VTRUNK_DROP_PORT_TX:
		return SKB_DROP_REASON_QDISC_DROP;
	case VTRUNK_DROP_UNKNOWN_VID:
	case VTRUNK_DROP_INNER_TAG:
	case VTRUNK_DROP_OAM:
	case VTRUNK_DROP_BAD_OPTION:
	case VTRUNK_DROP_NO_OPTION:
	case VTRUNK_DROP_OPTION_LENGTH:
		return SKB_DROP_REASON_UNHANDLED_PROTO;
	case VTRUNK_DROP_NO_MEMORY:
		return SKB_DROP_REASON_NOMEM;
	default:
		return SKB_DROP_REASON_NOT_SPECIFIED;
	}
}

/* The object's block of drop counters, made now if it is the first loss.
 * Where memory is short the bridge's own block, made with the bridge, counts.
 */
static struct vtrunk_drops __percpu *
drops_of(struct vtrunk *br, struct vtrunk_counters *counters)
{
	struct vtrunk_drops __percpu *drops = READ_ONCE(counters->drops);
	struct vtrunk_drops __percpu *other;

	if (likely(drops))
		return drops;
	drops = alloc_percpu_gfp(struct vtrunk_drops,
				 GFP_ATOMIC | __GFP_NOWARN);
	if (!drops)
		return br->counters.drops;
	other = cmpxchg(&counters->drops, NULL, drops);
	if (other) {
		free_percpu(drops);
		return other;
	}
	return drops;
}

/**
 * vtrunk_drop_count() - count a lost frame that is already freed
 * @br: the bridge
 * @counters: of the object that lost it
 * @reason: why
 */
void vtrunk_drop_count(struct vtrunk *br, struct vtrunk_counters *counters,
		       enum vtrunk_drop reason)
{
	this_cpu_inc(drops_of(br, counters)->count[reason]);
	this_cpu_inc(br->lost->count[reason]);
}

/**
 * vtrunk_drop() - lose a frame: count it, trace it, free it
 * @br: the bridge
 * @counters: of the object that lost it
 * @skb: the frame; freed here
 * @reason: why
 */
void vtrunk_drop(struct vtrunk *br, struct vtrunk_counters *counters,
		 struct sk_buff *skb, enum vtrunk_drop reason)
{
	vtrunk_drop_count(br, counters, reason);
	trace_vtrunk_drop(br->dev, skb, reason);
	kfree_skb_reason(skb, core_reason(reason));
}

/**
 * vtrunk_drop_answered() - count an answer to a frame that did not fit
 * @br: the bridge
 * @counters: of the port that the frame came from
 * @sent: it was sent, and not suppressed
 *
 * The frame itself is counted by whoever loses it.
 */
void vtrunk_drop_answered(struct vtrunk *br, struct vtrunk_counters *counters,
			  bool sent)
{
	struct vtrunk_drops __percpu *drops = drops_of(br, counters);

	if (sent) {
		this_cpu_inc(drops->icmp_sent);
		this_cpu_inc(br->lost->icmp_sent);
	} else {
		this_cpu_inc(drops->icmp_suppressed);
		this_cpu_inc(br->lost->icmp_suppressed);
	}
}

/**
 * vtrunk_drop_announced() - count an announcement
 * @br: the bridge
 * @counters: of the port that it was made for
 */
void vtrunk_drop_announced(struct vtrunk *br, struct vtrunk_counters *counters)
{
	this_cpu_inc(drops_of(br, counters)->announced);
}
