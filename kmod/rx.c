// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <net/dst_metadata.h>

#include "compat/tunnel_key.h"
#include "announce.h"
#include "drop.h"
#include "flood.h"
#include "network.h"
#include "option.h"
#include "packet.h"
#include "port.h"
#include "remote.h"
#include "trunk.h"
#include "tunnel.h"
#include "unknown-tag.h"
#include "uplink.h"
#include "vtrunk.h"

#define PRIO_MASK	(VLAN_PRIO_MASK | VLAN_CFI_MASK)

/**
 * vtrunk_frame_counters() - where a frame is counted that the bridge loses
 * @frame: about the frame
 *
 * Return: the counters of the port that it came from, or those of the bridge
 * if it came from the uplink.
 */
struct vtrunk_counters *vtrunk_frame_counters(const struct vtrunk_frame *frame)
{
	return frame->port ? frame->port->counters : &frame->br->counters;
}

/* The port that takes a frame, by its outer tag, which is removed: it is in
 * the hwaccel field already, the core has seen to that. Without a port the
 * reason is left in *reason.
 */
static struct vtrunk_port *select_port(struct vtrunk_trunk *trunk,
				       struct sk_buff *skb, u16 *prio,
				       enum vtrunk_drop *reason)
{
	struct vtrunk_port *port;
	u16 vid = 0;

	*prio = 0;
	if (skb_vlan_tag_present(skb)) {
		vid = skb_vlan_tag_get_id(skb);
		*prio = skb_vlan_tag_get(skb) & PRIO_MASK;
		if (unlikely(skb->vlan_proto != htons(ETH_P_8021Q))) {
			*reason = VTRUNK_DROP_UNKNOWN_VID;
			vtrunk_unknown_tag_count(trunk, ntohs(skb->vlan_proto),
						 vid);
			return NULL;
		}
		/* Only the outer tag: skb_vlan_pop() would pull a second one
		 * out of the payload.
		 */
		__vlan_hwaccel_clear_tag(skb);
	}
	if (!vid) {
		*reason = VTRUNK_DROP_NO_NATIVE;
		return rcu_dereference(trunk->native);
	}
	*reason = VTRUNK_DROP_UNKNOWN_VID;
	port = vtrunk_trunk_subport(trunk, vid);
	if (unlikely(!port))
		vtrunk_unknown_tag_count(trunk, ETH_P_8021Q, vid);
	return port;
}

/* What every frame has to pass. The place is known, the tag is removed and the
 * data is at the MAC header.
 */
static bool check_addresses(const struct vtrunk_frame *frame,
			    const struct ethhdr *eth, enum vtrunk_drop *reason)
{
	if (unlikely(!is_valid_ether_addr(eth->h_source))) {
		*reason = VTRUNK_DROP_BAD_SOURCE;
		return false;
	}
	if (unlikely(is_link_local_ether_addr(eth->h_dest)) &&
	    !READ_ONCE(frame->net->l2cp)) {
		*reason = VTRUNK_DROP_LINK_LOCAL;
		return false;
	}
	return true;
}

/* Whether the source of a frame may be where the frame came from. */
static bool check_source(const struct vtrunk_frame *frame,
			 const struct ethhdr *eth, enum vtrunk_drop *reason)
{
	if (likely(vtrunk_fdb_learn(frame->br, frame->net, eth->h_source,
				    frame->src)))
		return true;
	*reason = VTRUNK_DROP_STATIC_MOVE;
	return false;
}

static void rx_trunk(struct vtrunk_trunk *trunk, struct sk_buff *skb)
{
	struct vtrunk_counters *counters = &trunk->counters;
	struct vtrunk_frame frame = { .br = trunk->br };
	struct vtrunk_port *port;
	enum vtrunk_drop reason;
	unsigned int gate;

	if (unlikely(!netif_running(frame.br->dev))) {
		counters = &frame.br->counters;
		reason = VTRUNK_DROP_DOWN;
		goto drop;
	}
	gate = READ_ONCE(trunk->gate);
	if (unlikely(gate != VTRUNK_GATE_PASSING)) {
		if (gate == VTRUNK_GATE_CLOSED) {
			reason = VTRUNK_DROP_DOWN;
			goto drop;
		}
		vtrunk_announce_first(trunk, skb);
	}
	port = select_port(trunk, skb, &frame.prio, &reason);
	if (unlikely(!port))
		goto drop;

	counters = port->counters;
	if (unlikely(!port->config.up)) {
		reason = VTRUNK_DROP_DOWN;
		goto drop;
	}
	if (unlikely(eth_type_vlan(skb->protocol)) && !port->config.qinq) {
		reason = VTRUNK_DROP_INNER_TAG;
		goto drop;
	}
	frame.net = port->config.net;
	frame.port = port;
	frame.src = &port->place;
	frame.ingress = port->config.key;
	__skb_push(skb, ETH_HLEN);
	if (!check_addresses(&frame, eth_hdr(skb), &reason) ||
	    !check_source(&frame, eth_hdr(skb), &reason))
		goto drop;
	vtrunk_stats_rx(port->stats, skb->len);
	vtrunk_stats_rx(frame.br->counters.stats, skb->len);
	vtrunk_forward(&frame, skb);
	return;

drop:
	vtrunk_drop(trunk->br, counters, skb, reason);
}

/**
 * vtrunk_rx_trunk() - take a frame from a trunk
 * @pskb: the frame, at its network header; always taken
 *
 * Context: RCU, BH off; the rx_handler of trunk devices.
 * Return: RX_HANDLER_CONSUMED, or RX_HANDLER_PASS for looped-back frames.
 */
rx_handler_result_t vtrunk_rx_trunk(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;
	struct vtrunk_trunk *trunk;

	if (unlikely(skb->pkt_type == PACKET_LOOPBACK))
		return RX_HANDLER_PASS;
	trunk = rcu_dereference(skb->dev->rx_handler_data);
	skb = skb_share_check(skb, GFP_ATOMIC);
	if (likely(skb))
		rx_trunk(trunk, skb);
	else
		vtrunk_drop_count(trunk->br, &trunk->counters,
				  VTRUNK_DROP_NO_MEMORY);
	return RX_HANDLER_CONSUMED;
}

static void source_address(const struct ip_tunnel_info *info,
			   struct vtrunk_ip *ip)
{
	if (ip_tunnel_info_af(info) == AF_INET) {
		ip->family = AF_INET;
		ip->v4 = info->key.u.ipv4.src;
	} else {
		ip->family = AF_INET6;
		ip->v6 = info->key.u.ipv6.src;
	}
}

/* Who sent a frame from the uplink, and in which network. */
static struct vtrunk_tunnel *select_tunnel(struct vtrunk_frame *frame,
					   const struct ip_tunnel_info *info,
					   enum vtrunk_drop *reason)
{
	struct vtrunk_remote *remote;
	struct vtrunk_tunnel *tunnel;
	struct vtrunk_ip ip;
	u32 vni;

	if (unlikely(!info || info->mode & IP_TUNNEL_INFO_TX)) {
		*reason = VTRUNK_DROP_NO_METADATA;
		return NULL;
	}
	if (unlikely(vtrunk_tunnel_key_has(&info->key, IP_TUNNEL_OAM_BIT))) {
		*reason = VTRUNK_DROP_OAM;
		return NULL;
	}
	vni = be32_to_cpu(tunnel_id_to_key32(info->key.tun_id));
	frame->net = vtrunk_network_find(frame->br, vni);
	if (unlikely(!frame->net)) {
		*reason = VTRUNK_DROP_UNKNOWN_VNI;
		return NULL;
	}
	if (frame->net->mode == VTRUNK_MODE_OVN) {
		if (unlikely(!vtrunk_option_read(info, frame, reason)))
			return NULL;
	} else if (unlikely(info->options_len) &&
		   vtrunk_option_has_critical(info)) {
		*reason = VTRUNK_DROP_BAD_OPTION;
		return NULL;
	}
	*reason = VTRUNK_DROP_UNKNOWN_REMOTE;
	source_address(info, &ip);
	remote = vtrunk_remote_find(frame->br, &ip);
	if (unlikely(!remote))
		return NULL;
	tunnel = vtrunk_flood_find(frame->net, remote);
	if (unlikely(tunnel && !READ_ONCE(remote->up))) {
		*reason = VTRUNK_DROP_DOWN;
		return NULL;
	}
	return tunnel;
}

/* The Geneve device has made the metadata for this frame, and only copies of
 * the frame share it: nobody finds it by RCU, so that the last of them need not
 * wait for a grace period.
 */
static void drop_metadata(struct sk_buff *skb)
{
	struct dst_entry *dst = skb_dst(skb);

	if (unlikely(skb->_skb_refdst & SKB_DST_NOREF))
		dst = NULL;
	skb->_skb_refdst = 0;
	dst_release_immediate(dst);
}

static void rx_uplink(struct vtrunk *br, struct sk_buff *skb)
{
	struct vtrunk_frame frame = { .br = br };
	struct vtrunk_tunnel *tunnel;
	enum vtrunk_drop reason;
	bool by_mac;

	if (unlikely(!netif_running(br->dev))) {
		reason = VTRUNK_DROP_DOWN;
		goto drop;
	}
	tunnel = select_tunnel(&frame, skb_tunnel_info(skb), &reason);
	if (unlikely(!tunnel))
		goto drop;
	frame.src = &tunnel->place;
	vtrunk_remote_saw(tunnel->remote);

	drop_metadata(skb);
	skb->mark = 0;
	__skb_push(skb, ETH_HLEN);
	/* The core has moved a tag that was inside into the hwaccel field,
	 * where the port's own tag must go.
	 */
	if (unlikely(skb_vlan_tag_present(skb))) {
		skb = __vlan_hwaccel_push_inside(skb);
		if (!skb) {
			vtrunk_drop_count(br, &br->counters,
					  VTRUNK_DROP_NO_MEMORY);
			return;
		}
	}
	if (!check_addresses(&frame, eth_hdr(skb), &reason))
		goto drop;
	/* In mode ovn the option says where it comes from and where it goes. */
	by_mac = frame.net->mode == VTRUNK_MODE_VNI;
	if (by_mac && !check_source(&frame, eth_hdr(skb), &reason))
		goto drop;
	vtrunk_stats_rx(tunnel->remote->counters.stats, skb->len);
	if (by_mac)
		vtrunk_forward(&frame, skb);
	else
		vtrunk_deliver(&frame, skb);
	return;

drop:
	vtrunk_drop(br, &br->counters, skb, reason);
}

/**
 * vtrunk_rx_uplink() - take a frame from the uplink
 * @pskb: the frame, at its network header; always taken
 *
 * Context: RCU, BH off; the rx_handler of uplinks.
 * Return: RX_HANDLER_CONSUMED, or RX_HANDLER_PASS for looped-back frames.
 */
rx_handler_result_t vtrunk_rx_uplink(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;
	struct vtrunk_uplink *uplink;

	if (unlikely(skb->pkt_type == PACKET_LOOPBACK))
		return RX_HANDLER_PASS;
	uplink = rcu_dereference(skb->dev->rx_handler_data);
	skb = skb_share_check(skb, GFP_ATOMIC);
	if (likely(skb))
		rx_uplink(uplink->br, skb);
	else
		vtrunk_drop_count(uplink->br, &uplink->br->counters,
				  VTRUNK_DROP_NO_MEMORY);
	return RX_HANDLER_CONSUMED;
}

static void forward_unknown(struct vtrunk_frame *frame, struct sk_buff *skb)
{
	if (READ_ONCE(frame->net->unknown) == VTRUNK_UNKNOWN_DROP)
		vtrunk_drop(frame->br, vtrunk_frame_counters(frame), skb,
			    VTRUNK_DROP_UNKNOWN_UNICAST);
	else
		vtrunk_flood(frame, skb, true);
}

/**
 * vtrunk_forward() - switch a frame inside its network
 * @frame: about the frame; the key that it is for is filled in
 * @skb: the frame, at its MAC header, without outer tag; given away
 *
 * Context: RCU, BH off.
 */
void vtrunk_forward(struct vtrunk_frame *frame, struct sk_buff *skb)
{
	struct vtrunk_fdb_entry *entry;
	struct vtrunk_place *place;
	struct vtrunk_port *port;

	if (is_multicast_ether_addr(eth_hdr(skb)->h_dest)) {
		if (unlikely(skb->protocol == htons(ETH_P_RARP)))
			vtrunk_announce_rarp(frame, skb);
		vtrunk_flood(frame, skb, false);
		return;
	}
	entry = vtrunk_fdb_find(&frame->br->fdb, frame->net,
				ether_addr_to_u64(eth_hdr(skb)->h_dest));
	if (!entry) {
		forward_unknown(frame, skb);
		return;
	}
	place = READ_ONCE(entry->place);
	if (place->kind == VTRUNK_PLACE_PORT) {
		port = container_of(place, struct vtrunk_port, place);
		if (unlikely(frame->port && vtrunk_port_is(port, frame->port)))
			vtrunk_drop(frame->br, port->counters, skb,
				    VTRUNK_DROP_SAME_PORT);
		else
			vtrunk_tx_port(frame, port, skb, false);
	} else if (likely(frame->port)) {
		if (unlikely(frame->port->config.local_only)) {
			vtrunk_drop(frame->br, frame->port->counters, skb,
				    VTRUNK_DROP_LOCAL_ONLY);
			return;
		}
		frame->egress = entry->key;
		vtrunk_tx_tunnel(frame,
				 container_of(place, struct vtrunk_tunnel,
					      place),
				 skb, false);
	} else {
		/* What came from a tunnel never goes to a tunnel. */
		vtrunk_drop(frame->br, &frame->br->counters, skb,
			    VTRUNK_DROP_NO_DEST);
	}
}

/**
 * vtrunk_deliver() - give a frame from the uplink to whom its option names
 * @frame: about the frame, in a network of mode ovn
 * @skb: the frame, at its MAC header, without outer tag; given away
 *
 * Where its MACs are the sender has looked up.
 *
 * Context: RCU, BH off.
 */
void vtrunk_deliver(const struct vtrunk_frame *frame, struct sk_buff *skb)
{
	struct vtrunk_port *port = NULL;

	if (!vtrunk_key_is_group(frame->egress)) {
		port = vtrunk_flood_port(frame->net, frame->egress);
		if (likely(port)) {
			vtrunk_tx_port(frame, port, skb, false);
			return;
		}
	} else if (likely(vtrunk_flood_group(frame, skb))) {
		return;
	}
	vtrunk_drop(frame->br, &frame->br->counters, skb,
		    VTRUNK_DROP_UNKNOWN_KEY);
}
