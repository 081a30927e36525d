// SPDX-License-Identifier: GPL-2.0
#include <linux/errno.h>
#include <linux/netdevice.h>

#include "stats.h"

/**
 * vtrunk_counters_init() - make the counters of an object
 * @counters: the counters, zeroed
 *
 * The block for lost frames is left to the first loss: most objects never
 * lose any, and it is the larger one.
 *
 * Return: 0 or -ENOMEM.
 */
int vtrunk_counters_init(struct vtrunk_counters *counters)
{
	counters->stats = __netdev_alloc_pcpu_stats(struct vtrunk_stats,
						    GFP_KERNEL_ACCOUNT);
	return counters->stats ? 0 : -ENOMEM;
}

/**
 * vtrunk_counters_uninit() - free the counters of an object
 * @counters: the counters; no frame may be on its way to them
 */
void vtrunk_counters_uninit(struct vtrunk_counters *counters)
{
	free_percpu(counters->stats);
	free_percpu(counters->drops);
}

static void add_stats(const struct vtrunk_stats *stats,
		      struct vtrunk_totals *sum)
{
	u64 rx_packets, rx_bytes, tx_packets, tx_bytes;
	unsigned int start;

	do {
		start = u64_stats_fetch_begin(&stats->syncp);
		rx_packets = u64_stats_read(&stats->rx_packets);
		rx_bytes = u64_stats_read(&stats->rx_bytes);
		tx_packets = u64_stats_read(&stats->tx_packets);
		tx_bytes = u64_stats_read(&stats->tx_bytes);
	} while (u64_stats_fetch_retry(&stats->syncp, start));

	sum->rx_packets += rx_packets;
	sum->rx_bytes += rx_bytes;
	sum->tx_packets += tx_packets;
	sum->tx_bytes += tx_bytes;
}

static void add_drops(const struct vtrunk_drops *drops,
		      struct vtrunk_totals *sum)
{
	unsigned int reason;

	for (reason = 0; reason <= VTRUNK_DROP_MAX; reason++)
		sum->drops[reason] += drops->count[reason];
	sum->icmp_sent += drops->icmp_sent;
	sum->icmp_suppressed += drops->icmp_suppressed;
	sum->announced += drops->announced;
}

/**
 * vtrunk_counters_add() - add the counters of all CPUs to a sum
 * @counters: the counters
 * @sum: the sum, not zeroed here
 */
void vtrunk_counters_add(const struct vtrunk_counters *counters,
			 struct vtrunk_totals *sum)
{
	struct vtrunk_drops __percpu *drops = READ_ONCE(counters->drops);
	int cpu;

	for_each_possible_cpu(cpu) {
		if (counters->stats)
			add_stats(per_cpu_ptr(counters->stats, cpu), sum);
		if (drops)
			add_drops(per_cpu_ptr(drops, cpu), sum);
	}
}

/**
 * vtrunk_totals_add() - add one sum to another
 * @from: what to add
 * @sum: to what
 */
void vtrunk_totals_add(const struct vtrunk_totals *from,
		       struct vtrunk_totals *sum)
{
	unsigned int reason;

	sum->rx_packets += from->rx_packets;
	sum->rx_bytes += from->rx_bytes;
	sum->tx_packets += from->tx_packets;
	sum->tx_bytes += from->tx_bytes;
	sum->icmp_sent += from->icmp_sent;
	sum->icmp_suppressed += from->icmp_suppressed;
	sum->announced += from->announced;
	for (reason = 0; reason <= VTRUNK_DROP_MAX; reason++)
		sum->drops[reason] += from->drops[reason];
}
