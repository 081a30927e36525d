/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_MTU_H
#define _VTRUNK_MTU_H

#include <linux/if_ether.h>
#include <linux/skbuff.h>

#include "network.h"
#include "remote.h"

struct vtrunk_frame;

bool vtrunk_mtu_passes(const struct vtrunk_network *net,
		       const struct sk_buff *skb, u32 mtu);

/**
 * vtrunk_mtu_to() - MTU from a network to a remote
 * @net: the network
 * @remote: the remote
 *
 * Context: RTNL or RCU.
 * Return: largest inner packet in bytes, or 0 if nothing limits it.
 */
static inline u32 vtrunk_mtu_to(const struct vtrunk_network *net,
				struct vtrunk_remote *remote)
{
	u32 mtu = vtrunk_remote_mtu(remote);
	u32 limit = READ_ONCE(net->mtu);

	mtu -= min_t(u32, mtu, net->options_len);
	return limit && (!mtu || limit < mtu) ? limit : mtu;
}

/**
 * vtrunk_mtu_fits() - whether a frame gets through
 * @net: the network
 * @skb: the frame, at its MAC header, without outer tag
 * @mtu: largest packet, as vtrunk_mtu_to() says
 *
 * Return: true if it does: whole, in segments, or because it may be broken up.
 */
static inline bool vtrunk_mtu_fits(const struct vtrunk_network *net,
				   const struct sk_buff *skb, u32 mtu)
{
	return likely(!mtu || skb->len - ETH_HLEN <= mtu) ||
	       vtrunk_mtu_passes(net, skb, mtu);
}

void vtrunk_mtu_answer(const struct vtrunk_frame *frame,
		       const struct sk_buff *skb, u32 mtu);

#endif /* _VTRUNK_MTU_H */
