/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_MTU_H
#define _VTRUNK_MTU_H

#include <linux/types.h>

struct sk_buff;
struct vtrunk_frame;
struct vtrunk_network;
struct vtrunk_remote;

u32 vtrunk_mtu_to(const struct vtrunk_network *net,
		  struct vtrunk_remote *remote);
bool vtrunk_mtu_fits(const struct sk_buff *skb, u32 mtu);
void vtrunk_mtu_answer(const struct vtrunk_frame *frame,
		       const struct sk_buff *skb, u32 mtu);

#endif /* _VTRUNK_MTU_H */
