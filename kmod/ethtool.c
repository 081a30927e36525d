// SPDX-License-Identifier: GPL-2.0
#include <linux/ethtool.h>
#include <linux/module.h>
#include <linux/netdevice.h>

#include "device.h"
#include "ethtool.h"
#include "stats.h"
#include "trace.h"
#include "vtrunk.h"

/* The names that the tracepoint has. */
static const struct trace_print_flags reasons[] = { VTRUNK_DROP_NAMES };
static_assert(ARRAY_SIZE(reasons) == __VTRUNK_DROP_MAX);

static const char * const totals[] = {
	"rx_packets",
	"rx_bytes",
	"tx_packets",
	"tx_bytes",
	"icmp_sent",
	"icmp_suppressed",
	"learn_failed",
	"events_lost",
};

static void get_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	strscpy(info->driver, "vtrunk", sizeof(info->driver));
	strscpy(info->version, THIS_MODULE->version, sizeof(info->version));
}

static int get_sset_count(struct net_device *dev, int set)
{
	if (set != ETH_SS_STATS)
		return -EOPNOTSUPP;
	return ARRAY_SIZE(totals) + ARRAY_SIZE(reasons);
}

static void get_strings(struct net_device *dev, u32 set, u8 *data)
{
	unsigned int i;

	if (set != ETH_SS_STATS)
		return;
	for (i = 0; i < ARRAY_SIZE(totals); i++, data += ETH_GSTRING_LEN)
		strscpy((char *)data, totals[i], ETH_GSTRING_LEN);
	for (i = 0; i < ARRAY_SIZE(reasons); i++)
		ethtool_sprintf(&data, "drop_%s", reasons[i].name);
}

static void get_stats(struct net_device *dev, struct ethtool_stats *stats,
		      u64 *data)
{
	const struct vtrunk *br = netdev_priv(dev);
	struct vtrunk_totals sum = {};
	unsigned int i;

	vtrunk_device_totals(br, &sum);
	*data++ = sum.rx_packets;
	*data++ = sum.rx_bytes;
	*data++ = sum.tx_packets;
	*data++ = sum.tx_bytes;
	*data++ = sum.icmp_sent;
	*data++ = sum.icmp_suppressed;
	*data++ = (u32)atomic_read(&br->fdb.learn_failed);
	*data++ = (u32)atomic_read(&br->events_lost);
	for (i = 0; i < ARRAY_SIZE(reasons); i++)
		*data++ = sum.drops[reasons[i].mask];
}

const struct ethtool_ops vtrunk_ethtool_ops = {
	.get_drvinfo		= get_drvinfo,
	.get_link		= ethtool_op_get_link,
	.get_sset_count		= get_sset_count,
	.get_strings		= get_strings,
	.get_ethtool_stats	= get_stats,
};
