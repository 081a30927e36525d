/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_FLOW_H
#define _VTRUNK_FLOW_H

struct sk_buff;

void vtrunk_flow_module_init(void);
void vtrunk_flow_hash(struct sk_buff *skb);

#endif /* _VTRUNK_FLOW_H */
