// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/jiffies.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>

#include "announce.h"
#include "drop.h"
#include "fdb.h"
#include "flood.h"
#include "packet.h"
#include "port.h"
#include "trunk.h"
#include "vtrunk.h"

/*
 * A VM that was moved is known where it was. Its own announcement is untagged
 * and reaches the native port's network only; here the others are told.
 *
 * What shows that the VM runs here is a frame from it, and nothing else: in a
 * live migration the tap has a carrier long before, while the VM still runs at
 * the other place.
 */

/* Rounds may be lost, and peers may not listen yet: QEMU takes most of a second
 * for its own.
 */
#define ROUNDS		4
#define FIRST_PAUSE	(HZ / 10)

/* No round sooner after another, whatever the VM sends. */
#define SHORTEST_PAUSE	(HZ / 10)

/* Most MACs of one port that are announced. */
#define MACS_MAX	64

static struct sk_buff *build(const struct vtrunk_trunk *trunk, const u8 *mac)
{
	unsigned int headroom = LL_RESERVED_SPACE(trunk->br->dev) + VLAN_HLEN;
	struct sk_buff *skb;
	struct ethhdr *eth;
	struct arphdr *arp;
	u8 *at;

	skb = alloc_skb(headroom + ETH_ZLEN, GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return NULL;
	skb_reserve(skb, headroom);
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb->protocol = htons(ETH_P_RARP);
	skb->dev = trunk->dev;

	eth = skb_put_zero(skb, ETH_ZLEN);
	eth_broadcast_addr(eth->h_dest);
	ether_addr_copy(eth->h_source, mac);
	eth->h_proto = htons(ETH_P_RARP);
	arp = (struct arphdr *)(eth + 1);
	arp->ar_hrd = htons(ARPHRD_ETHER);
	arp->ar_pro = htons(ETH_P_IP);
	arp->ar_hln = ETH_ALEN;
	arp->ar_pln = sizeof(__be32);
	arp->ar_op = htons(ARPOP_RREQUEST);
	/* Hardware and IP address of the sender, then those of the target. */
	at = (u8 *)(arp + 1);
	ether_addr_copy(at, mac);
	ether_addr_copy(at + ETH_ALEN + sizeof(__be32), mac);
	return skb;
}

/* As a frame from the VM would do it: learned here, and flooded. */
static void announce_mac(struct vtrunk_frame *frame, u64 mac)
{
	struct vtrunk_port *port = frame->port;
	struct sk_buff *skb;
	u8 addr[ETH_ALEN];

	u64_to_ether_addr(mac, addr);
	if (!vtrunk_fdb_learn(frame->br, frame->net, addr, frame->src) ||
	    !vtrunk_flood_reaches(frame))
		return;
	skb = build(port->trunk, addr);
	if (!skb) {
		vtrunk_drop_count(frame->br, port->counters,
				  VTRUNK_DROP_NO_MEMORY);
		return;
	}
	vtrunk_flood(frame, skb, false);
	vtrunk_drop_announced(frame->br, port->counters);
}

/* @mac is what there is to tell of a port of which nothing is known. @heard:
 * the port's network has just had a frame with that.
 */
static void announce_port(struct vtrunk_port *port, u64 mac, bool heard)
{
	struct vtrunk_frame frame = {
		.br = port->trunk->br,
		.net = port->config.net,
		.src = &port->place,
		.port = port,
		.ingress = port->config.key,
	};
	u64 macs[MACS_MAX];
	unsigned int n, i;

	if (!port->config.up)
		return;
	n = vtrunk_place_configured(frame.br, &port->place, macs, MACS_MAX);
	if (!n && mac)
		macs[n++] = mac;
	for (i = 0; i < n; i++)
		if (!heard || macs[i] != mac)
			announce_mac(&frame, macs[i]);
}

static bool may_announce(const struct vtrunk_trunk *trunk)
{
	return READ_ONCE(trunk->announce.on) && READ_ONCE(trunk->up) &&
	       netif_running(trunk->br->dev);
}

static void announce_round(struct vtrunk_trunk *trunk, u64 mac, bool heard)
{
	struct vtrunk_port *port;
	unsigned int vid;

	for (vid = 0; vid <= VTRUNK_VID_MAX; vid++) {
		rcu_read_lock();
		local_bh_disable();
		port = vtrunk_port_find(trunk, vid);
		if (port && may_announce(trunk))
			announce_port(port, mac, heard && !vid);
		local_bh_enable();
		rcu_read_unlock();
		cond_resched();
	}
}

static void announce_work(struct work_struct *work)
{
	struct vtrunk_announce *announce;
	struct vtrunk_trunk *trunk;
	unsigned int round;
	bool heard, again;
	u64 mac;

	announce = container_of(to_delayed_work(work), struct vtrunk_announce,
				work);
	trunk = container_of(announce, struct vtrunk_trunk, announce);
	spin_lock_bh(&announce->lock);
	mac = announce->mac;
	heard = announce->heard;
	round = announce->round++;
	announce->queued = false;
	announce->last = jiffies;
	spin_unlock_bh(&announce->lock);

	announce_round(trunk, mac, heard);

	spin_lock_bh(&announce->lock);
	announce->last = jiffies;
	again = announce->round < ROUNDS && may_announce(trunk);
	announce->queued |= again;
	spin_unlock_bh(&announce->lock);
	/* One that began meanwhile is queued already, and earlier. */
	if (again)
		queue_delayed_work(system_highpri_wq, &announce->work,
				   FIRST_PAUSE << round);
}

/* Begin anew, with the first round at once if there was none just now. Frames
 * to the VM are lost until then, so it does not wait for other work.
 */
static void begin(struct vtrunk_trunk *trunk, u64 mac, bool heard)
{
	struct vtrunk_announce *announce = &trunk->announce;
	unsigned long delay = 0;
	unsigned long since;
	bool comes;

	spin_lock_bh(&announce->lock);
	comes = announce->queued && !announce->round;
	since = jiffies - announce->last;
	if (since < SHORTEST_PAUSE)
		delay = SHORTEST_PAUSE - since;
	/* A frame that says less does not end what another one began. */
	if (mac || !announce->queued) {
		announce->mac = mac;
		announce->heard = heard;
	}
	announce->round = 0;
	announce->queued = true;
	spin_unlock_bh(&announce->lock);
	if (!comes)
		mod_delayed_work(system_highpri_wq, &announce->work, delay);
}

/**
 * vtrunk_announce_first() - the first frame came from a trunk that waits for it
 * @trunk: the trunk
 * @skb: the frame, at its network header
 *
 * Context: RCU, BH off.
 */
void vtrunk_announce_first(struct vtrunk_trunk *trunk,
			   const struct sk_buff *skb)
{
	const struct ethhdr *eth = eth_hdr(skb);
	bool native = !skb_vlan_tag_present(skb) || !skb_vlan_tag_get_id(skb);
	u64 mac = 0;

	if (cmpxchg(&trunk->gate, VTRUNK_GATE_WAITING, VTRUNK_GATE_PASSING) !=
	    VTRUNK_GATE_WAITING)
		return;
	if (native && is_valid_ether_addr(eth->h_source))
		mac = ether_addr_to_u64(eth->h_source);
	begin(trunk, mac, mac && is_multicast_ether_addr(eth->h_dest));
}

/**
 * vtrunk_announce_rarp() - a VM announces itself, or what started it does
 * @frame: about the frame
 * @skb: the frame, to everybody, at its MAC header
 *
 * Context: RCU, BH off.
 */
void vtrunk_announce_rarp(const struct vtrunk_frame *frame,
			  const struct sk_buff *skb)
{
	const struct vtrunk_port *port = frame->port;

	if (!port || port->config.vid || !READ_ONCE(port->trunk->announce.on))
		return;
	begin(port->trunk, ether_addr_to_u64(eth_hdr(skb)->h_source), true);
}

/**
 * vtrunk_announce_arm() - wait for the next frame from a trunk
 * @trunk: the trunk, on which a VM may have appeared
 *
 * Context: RTNL.
 */
void vtrunk_announce_arm(struct vtrunk_trunk *trunk)
{
	ASSERT_RTNL();

	if (!trunk->up)
		WRITE_ONCE(trunk->gate, VTRUNK_GATE_CLOSED);
	else if (trunk->announce.on)
		WRITE_ONCE(trunk->gate, VTRUNK_GATE_WAITING);
	else
		WRITE_ONCE(trunk->gate, VTRUNK_GATE_PASSING);
}

static unsigned int carrier_changes(struct net_device *dev)
{
	return atomic_read(&dev->carrier_up_count) +
	       atomic_read(&dev->carrier_down_count);
}

/**
 * vtrunk_announce_link_changed() - look whether a device has come back
 * @trunk: the trunk
 * @up: the device was set up
 *
 * A carrier that went and came is another VM, or the same one elsewhere. Both
 * count, as the news of the second may come after the first frame.
 *
 * Context: RTNL.
 */
void vtrunk_announce_link_changed(struct vtrunk_trunk *trunk, bool up)
{
	unsigned int changes = carrier_changes(trunk->dev);

	ASSERT_RTNL();

	if (!up && changes == trunk->announce.carrier_changes)
		return;
	trunk->announce.carrier_changes = changes;
	vtrunk_announce_arm(trunk);
}

/**
 * vtrunk_announce_init() - prepare a trunk, which has no frames yet
 * @trunk: the trunk
 */
void vtrunk_announce_init(struct vtrunk_trunk *trunk)
{
	spin_lock_init(&trunk->announce.lock);
	trunk->announce.carrier_changes = carrier_changes(trunk->dev);
	trunk->announce.last = jiffies - SHORTEST_PAUSE;
	INIT_DELAYED_WORK(&trunk->announce.work, announce_work);
}

/**
 * vtrunk_announce_uninit() - end that
 * @trunk: the trunk, from which no frame comes any more
 *
 * The work does not take RTNL, so it may be waited for while that is held, and
 * ends soon once it must not announce.
 *
 * Context: RTNL.
 */
void vtrunk_announce_uninit(struct vtrunk_trunk *trunk)
{
	WRITE_ONCE(trunk->announce.on, false);
	cancel_delayed_work_sync(&trunk->announce.work);
}
