// SPDX-License-Identifier: GPL-2.0
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <net/dst.h>
#include <net/sch_generic.h>

#include "compat/netdev.h"
#include "handover.h"
#include "vtrunk.h"

/* Whether a device could be given frames without its queue: it has one, which
 * keeps nothing and takes no lock. While somebody attaches a filter or another
 * queueing discipline, the core puts one there that drops everything. A frame
 * that needs no queue does not need that one either.
 */
static bool has_no_queue(struct net_device *dev)
{
	struct netdev_queue *txq = netdev_get_tx_queue(dev, 0);

	if (dev->real_num_tx_queues != 1 || !vtrunk_netdev_is_lltx(dev) ||
	    netif_xmit_frozen_or_stopped(txq))
		return false;
	return !rcu_dereference_bh(txq->qdisc)->enqueue ||
	       rcu_access_pointer(txq->qdisc) == &noop_qdisc;
}

/* Whether a driver could take a frame as it is. Frames that are to be segmented
 * always go the long way: there its cost does not show.
 */
static bool needs_nothing(const struct net_device *dev, struct sk_buff *skb)
{
	netdev_features_t features;

	if (skb_is_gso(skb))
		return false;
	if (skb_vlan_tag_present(skb) &&
	    !(dev->features & NETIF_F_HW_VLAN_CTAG_TX))
		return false;
	if (likely(!skb_is_nonlinear(skb) &&
		   skb->ip_summed != CHECKSUM_PARTIAL))
		return true;
	features = netif_skb_features(skb);
	if (skb->ip_summed == CHECKSUM_PARTIAL && !(features & NETIF_F_HW_CSUM))
		return false;
	if (skb_has_frag_list(skb) && !(features & NETIF_F_FRAGLIST))
		return false;
	return !skb_is_nonlinear(skb) || features & NETIF_F_SG;
}

/**
 * vtrunk_handover_is_direct() - whether a frame can go straight to the driver
 * @br: the bridge
 * @skb: the frame; its device is the one that it leaves by
 *
 * dev_queue_xmit() shows a frame to captures, netfilter, tc filters and the
 * queueing discipline before the driver gets it. Where the device has none of
 * them and the frame needs nothing done to it, that is all it does.
 *
 * With PREEMPT_RT, CPUs are not told apart while BH are off, as they have to
 * be here, so that no frame goes straight.
 *
 * Context: RCU, BH off.
 * Return: true if it can. That holds until the caller enables BH.
 */
bool vtrunk_handover_is_direct(const struct vtrunk *br, struct sk_buff *skb)
{
	struct net_device *dev = skb->dev;

	if (IS_ENABLED(CONFIG_PREEMPT_RT) ||
	    READ_ONCE(br->handover) != VTRUNK_HANDOVER_AUTO)
		return false;
	return has_no_queue(dev) && !dev_nit_active(dev) &&
	       !vtrunk_netdev_filters_egress(dev) &&
	       needs_nothing(dev, skb) && !dev_xmit_recursion();
}

static int start(struct sk_buff *skb)
{
	struct net_device *dev = skb->dev;
	int err;

	skb_reset_mac_header(skb);
	skb_set_queue_mapping(skb, 0);
	if (dev->priv_flags & IFF_XMIT_DST_RELEASE)
		skb_dst_drop(skb);
	/* The core stops what goes round in circles by this count. */
	dev_xmit_recursion_inc();
	err = netdev_start_xmit(skb, dev, netdev_get_tx_queue(dev, 0), false);
	dev_xmit_recursion_dec();
	if (likely(dev_xmit_complete(err)))
		return err;
	kfree_skb(skb);
	return -ENETDOWN;
}

/**
 * vtrunk_handover() - give a frame to the device that it leaves by
 * @skb: the frame, at its MAC header; given away
 * @direct: vtrunk_handover_is_direct() has said so
 *
 * Context: RCU, BH off.
 * Return: what dev_queue_xmit() returns, for net_xmit_eval().
 */
int vtrunk_handover(struct sk_buff *skb, bool direct)
{
	return direct ? start(skb) : dev_queue_xmit(skb);
}
