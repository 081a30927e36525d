// SPDX-License-Identifier: GPL-2.0
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <net/dst_metadata.h>

#include "drop.h"
#include "flow.h"
#include "handover.h"
#include "mtu.h"
#include "network.h"
#include "packet.h"
#include "port.h"
#include "remote.h"
#include "trunk.h"
#include "tunnel.h"
#include "uplink.h"
#include "vtrunk.h"

/* A frame that still has a tag, where checksums are to be filled in: the
 * headers they are counted from lie behind it.
 */
static bool skip_inner_tag(struct sk_buff *skb)
{
	int depth;

	if (skb->ip_summed != CHECKSUM_PARTIAL)
		return true;
	if (!__vlan_get_protocol(skb, skb->protocol, &depth))
		return false;
	skb_set_network_header(skb, depth);
	return true;
}

/**
 * vtrunk_tx_port() - send a frame out of a port
 * @frame: about the frame
 * @port: the port
 * @skb: the frame, at its MAC header, without outer tag; given away
 * @copy: it is a copy of a flooded frame, or made here
 *
 * A frame that has a tag inside leaves only where the port carries it: out of
 * a native port it would be a frame of another port to the VM.
 *
 * Context: RCU, BH off.
 */
void vtrunk_tx_port(const struct vtrunk_frame *frame, struct vtrunk_port *port,
		    struct sk_buff *skb, bool copy)
{
	struct net_device *dev = port->trunk->dev;
	unsigned int len = skb->len;
	enum vtrunk_drop reason;
	int err;

	if (unlikely(!port->config.up || !READ_ONCE(port->trunk->up) ||
		     !netif_running(dev))) {
		reason = VTRUNK_DROP_DOWN;
		goto drop;
	}
	if (unlikely(port->config.local_only) && !frame->port && !copy) {
		reason = VTRUNK_DROP_LOCAL_ONLY;
		goto drop;
	}
	if (unlikely(eth_type_vlan(skb->protocol)) &&
	    (!port->config.qinq || !skip_inner_tag(skb))) {
		reason = VTRUNK_DROP_INNER_TAG;
		goto drop;
	}
	if (unlikely(!is_skb_forwardable(dev, skb))) {
		if (!copy)
			vtrunk_mtu_answer(frame, skb, READ_ONCE(dev->mtu));
		reason = VTRUNK_DROP_MTU;
		goto drop;
	}
	if (unlikely(skb_warn_if_lro(skb))) {
		reason = VTRUNK_DROP_MTU;
		goto drop;
	}
	if (port->config.vid)
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q),
				       port->config.vid | frame->prio);
	skb->dev = dev;
	skb->priority = 0;
	skb_forward_csum(skb);
	skb_clear_tstamp(skb);
	err = vtrunk_handover(skb, vtrunk_handover_is_direct(frame->br, skb));
	if (unlikely(net_xmit_eval(err))) {
		vtrunk_drop_count(frame->br, port->counters,
				  VTRUNK_DROP_PORT_TX);
		return;
	}
	vtrunk_stats_tx(port->stats, len);
	vtrunk_stats_tx(frame->br->counters.stats, len);
	return;

drop:
	vtrunk_drop(frame->br, port->counters, skb, reason);
}

/* The frame carries the tunnel's metadata. While a local address changes, the
 * old metadata may have lost its last holder: then the new is there already. A
 * frame that goes straight needs no reference, the driver is done with the
 * metadata when it returns; in mode ovn it takes one all the same, since what
 * was made for this frame may be held by nobody else.
 */
static bool set_metadata(const struct vtrunk_frame *frame,
			 struct vtrunk_tunnel *tunnel, struct sk_buff *skb,
			 bool direct)
{
	struct metadata_dst *md;

	skb_dst_drop(skb);
	if (direct && frame->net->mode == VTRUNK_MODE_VNI) {
		md = rcu_dereference(tunnel->md);
		skb_dst_set_noref(skb, &md->dst);
		return true;
	}
	if (frame->net->mode == VTRUNK_MODE_OVN) {
		md = vtrunk_metadata_get(&tunnel->metadata, &tunnel->md,
					 frame->ingress, frame->egress);
		if (unlikely(!md))
			return false;
	} else {
		do {
			md = rcu_dereference(tunnel->md);
		} while (unlikely(!dst_hold_safe(&md->dst)));
	}
	skb_dst_set(skb, &md->dst);
	return true;
}

/**
 * vtrunk_tx_tunnel() - hand a frame to the uplink
 * @frame: about the frame
 * @tunnel: where to
 * @skb: the frame, at its MAC header, without outer tag; given away
 * @copy: it is a copy of a flooded frame, whose loss is the remote's and not
 *	that of the port it came from
 *
 * Context: RCU, BH off.
 */
void vtrunk_tx_tunnel(const struct vtrunk_frame *frame,
		      struct vtrunk_tunnel *tunnel, struct sk_buff *skb,
		      bool copy)
{
	struct vtrunk_remote *remote = tunnel->remote;
	const struct vtrunk_uplink *uplink;
	struct vtrunk_counters *counters;
	unsigned int len = skb->len;
	enum vtrunk_drop reason;
	bool direct;
	int err;
	u32 mtu;

	counters = copy ? &remote->counters : vtrunk_frame_counters(frame);
	uplink = rcu_dereference(frame->br->uplink);
	if (unlikely(!uplink)) {
		reason = VTRUNK_DROP_NO_UPLINK;
		goto drop;
	}
	if (unlikely(!READ_ONCE(remote->up) || !netif_running(uplink->dev))) {
		reason = VTRUNK_DROP_DOWN;
		goto drop;
	}
	mtu = vtrunk_mtu_to(frame->net, remote);
	if (unlikely(!vtrunk_mtu_fits(frame->net, skb, mtu))) {
		if (!copy)
			vtrunk_mtu_answer(frame, skb, mtu);
		reason = VTRUNK_DROP_MTU;
		goto drop;
	}
	skb->dev = uplink->dev;
	direct = vtrunk_handover_is_direct(frame->br, skb);
	if (unlikely(!set_metadata(frame, tunnel, skb, direct))) {
		reason = VTRUNK_DROP_NO_MEMORY;
		goto drop;
	}
	vtrunk_flow_hash(skb);
	skb->priority = 0;
	/* A mark would choose the outer route, and keep it from the cache. */
	skb->mark = 0;
	skb_forward_csum(skb);
	skb_clear_tstamp(skb);
	err = vtrunk_handover(skb, direct);
	if (unlikely(net_xmit_eval(err))) {
		vtrunk_drop_count(frame->br, counters, VTRUNK_DROP_UPLINK_TX);
		return;
	}
	vtrunk_stats_tx(remote->counters.stats, len);
	return;

drop:
	vtrunk_drop(frame->br, counters, skb, reason);
}
