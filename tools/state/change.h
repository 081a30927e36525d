/* SPDX-License-Identifier: GPL-2.0 */
/* What the files that make a plan share. */
#ifndef _TRUNKCTL_STATE_CHANGE_H
#define _TRUNKCTL_STATE_CHANGE_H

#include <net/if.h>

#include "plan.h"

struct attrs;

/* Room for the words of a command line. */
#define PLAN_LINE	1024

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

/* Pieces of commands (plan.c). */
__attribute__((format(printf, 3, 4)))
void plan_emit(struct plan *plan, const struct mark *mark, const char *format,
	       ...);
const char *plan_changed(const struct attrs *attrs, const void *have,
			 const void *want, char words[PLAN_LINE]);
const char *plan_sel(uint32_t selector, uint32_t vid, char text[16]);
const char *plan_of_network(const char *name, char text[80]);
struct state_trunk *plan_have_trunk(const struct change *c,
				    const char *ifname);
bool plan_is_out(const struct change *c, const char *ifname);

/* What comes first (plan-free.c). */
void plan_free_port_names(struct change *c);
void plan_free_port_keys(struct change *c);
void plan_free_addresses(struct change *c);
void plan_free_network_names(struct change *c);

/* Trunks and ports (plan-port.c). */
void plan_del_trunks(struct change *c);
void plan_make_trunks(struct change *c);
void plan_make_ports(struct change *c);

#endif /* _TRUNKCTL_STATE_CHANGE_H */
