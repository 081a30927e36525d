/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_PACKET_H
#define _VTRUNK_PACKET_H

#include <linux/netdevice.h>

struct vtrunk;
struct vtrunk_network;
struct vtrunk_place;
struct vtrunk_port;
struct vtrunk_tunnel;

/**
 * struct vtrunk_frame - what is known about a frame on its way
 * @br: the bridge
 * @net: the network it is in
 * @src: the place it came from
 * @port: the port it came from, or NULL if it came from the uplink
 * @prio: PCP and DEI of the tag that it came with, where a TCI has them
 * @ingress: key of the port that it came from, here or behind the uplink, or 0
 * @egress: key of the port or group that it is for, in mode ovn
 *
 * It travels as an argument and not in skb->cb, which is not ours to keep.
 */
struct vtrunk_frame {
	struct vtrunk *br;
	struct vtrunk_network *net;
	struct vtrunk_place *src;
	struct vtrunk_port *port;
	u16 prio;
	u16 ingress;
	u16 egress;
};

rx_handler_result_t vtrunk_rx_trunk(struct sk_buff **pskb);
rx_handler_result_t vtrunk_rx_uplink(struct sk_buff **pskb);
void vtrunk_forward(struct vtrunk_frame *frame, struct sk_buff *skb);
void vtrunk_deliver(const struct vtrunk_frame *frame, struct sk_buff *skb);
void vtrunk_tx_port(const struct vtrunk_frame *frame, struct vtrunk_port *port,
		    struct sk_buff *skb, bool copy);
void vtrunk_tx_tunnel(const struct vtrunk_frame *frame,
		      struct vtrunk_tunnel *tunnel, struct sk_buff *skb,
		      bool copy);
struct vtrunk_counters *vtrunk_frame_counters(const struct vtrunk_frame *frame);

#endif /* _VTRUNK_PACKET_H */
