/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_STATS_H
#define _VTRUNK_STATS_H

#include <linux/percpu.h>
#include <linux/types.h>
#include <linux/u64_stats_sync.h>
#include <uapi/linux/vtrunk.h>

/**
 * struct vtrunk_stats - packets and bytes, one per CPU
 * @rx_packets: frames taken in
 * @rx_bytes: their bytes from the destination MAC on, without the outer tag
 * @tx_packets: frames handed on
 * @tx_bytes: their bytes from the destination MAC on, without the outer tag
 * @syncp: lets 32-bit readers see whole values
 */
struct vtrunk_stats {
	u64_stats_t rx_packets;
	u64_stats_t rx_bytes;
	u64_stats_t tx_packets;
	u64_stats_t tx_bytes;
	struct u64_stats_sync syncp;
};

/**
 * struct vtrunk_drops - lost frames by reason, one per CPU
 * @count: indexed by enum vtrunk_drop
 * @icmp_sent: answers to frames that did not fit
 * @icmp_suppressed: answers that were due, but too many, or memory was short
 * @announced: announcements of MACs that are behind a port
 */
struct vtrunk_drops {
	u64 count[__VTRUNK_DROP_MAX];
	u64 icmp_sent;
	u64 icmp_suppressed;
	u64 announced;
};

/**
 * struct vtrunk_counters - all that is counted at one object
 * @stats: packets and bytes; NULL where only losses are counted
 * @drops: lost frames; made when the first one is lost, then stays
 */
struct vtrunk_counters {
	struct vtrunk_stats __percpu *stats;
	struct vtrunk_drops __percpu *drops;
};

/**
 * struct vtrunk_totals - counters added up over the CPUs
 * @rx_packets: frames taken in
 * @rx_bytes: bytes taken in
 * @tx_packets: frames handed on
 * @tx_bytes: bytes handed on
 * @icmp_sent: answers to frames that did not fit
 * @icmp_suppressed: answers that were due and not sent
 * @announced: announcements of MACs
 * @drops: lost frames, indexed by enum vtrunk_drop
 */
struct vtrunk_totals {
	u64 rx_packets;
	u64 rx_bytes;
	u64 tx_packets;
	u64 tx_bytes;
	u64 icmp_sent;
	u64 icmp_suppressed;
	u64 announced;
	u64 drops[__VTRUNK_DROP_MAX];
};

/**
 * vtrunk_stats_rx() - count a frame that was taken in
 * @stats: where; BH are off
 * @len: its bytes
 */
static inline void vtrunk_stats_rx(struct vtrunk_stats __percpu *stats,
				   unsigned int len)
{
	struct vtrunk_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->rx_packets);
	u64_stats_add(&s->rx_bytes, len);
	u64_stats_update_end(&s->syncp);
}

/**
 * vtrunk_stats_tx() - count a frame that was handed on
 * @stats: where; BH are off
 * @len: its bytes
 */
static inline void vtrunk_stats_tx(struct vtrunk_stats __percpu *stats,
				   unsigned int len)
{
	struct vtrunk_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->tx_packets);
	u64_stats_add(&s->tx_bytes, len);
	u64_stats_update_end(&s->syncp);
}

int vtrunk_counters_init(struct vtrunk_counters *counters);
void vtrunk_counters_uninit(struct vtrunk_counters *counters);
void vtrunk_counters_add(const struct vtrunk_counters *counters,
			 struct vtrunk_totals *sum);
void vtrunk_totals_add(const struct vtrunk_totals *from,
		       struct vtrunk_totals *sum);

#endif /* _VTRUNK_STATS_H */
