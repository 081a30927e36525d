/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_DROP_H
#define _VTRUNK_DROP_H

#include <linux/skbuff.h>
#include <uapi/linux/vtrunk.h>

struct vtrunk;
struct vtrunk_counters;

void vtrunk_drop_count(struct vtrunk *br, struct vtrunk_counters *counters,
		       enum vtrunk_drop reason);
void vtrunk_drop(struct vtrunk *br, struct vtrunk_counters *counters,
		 struct sk_buff *skb, enum vtrunk_drop reason);
void vtrunk_drop_answered(struct vtrunk *br, struct vtrunk_counters *counters,
			  bool sent);
void vtrunk_drop_announced(struct vtrunk *br,
			   struct vtrunk_counters *counters);

#endif /* _VTRUNK_DROP_H */
