/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_HANDOVER_H
#define _VTRUNK_HANDOVER_H

#include <linux/types.h>

struct sk_buff;
struct vtrunk;

bool vtrunk_handover_is_direct(const struct vtrunk *br, struct sk_buff *skb);
int vtrunk_handover(struct sk_buff *skb, bool direct);

#endif /* _VTRUNK_HANDOVER_H */
