/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of a plan that come first. */
#ifndef _TRUNKCTL_STATE_PLAN_FREE_H
#define _TRUNKCTL_STATE_PLAN_FREE_H

#include "plan.h"

/**
 * struct change - a bridge on the way from one state to another
 * @plan: where commands go
 * @have: what is there, updated where a command frees a name; or NULL
 * @want: what is wanted
 * @only: the trunk to which all is limited, or NULL
 * @bridge: " bridge NAME"
 */
struct change {
	struct plan *plan;
	struct state_bridge *have;
	const struct state_bridge *want;
	const char *only;
	char bridge[16 + IFNAMSIZ];
};

__attribute__((format(printf, 3, 4)))
void plan_emit(struct plan *plan, const struct mark *mark, const char *format,
	       ...);
const char *plan_selector(uint32_t selector, uint32_t vid, char text[16]);
bool plan_is_out(const struct change *c, const char *ifname);

void plan_free_port_names(struct change *c);
void plan_free_port_keys(struct change *c);
void plan_free_network_names(struct change *c);

#endif /* _TRUNKCTL_STATE_PLAN_FREE_H */
