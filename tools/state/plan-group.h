/* SPDX-License-Identifier: GPL-2.0 */
/* The part of a plan that is about groups. */
#ifndef _TRUNKCTL_STATE_PLAN_GROUP_H
#define _TRUNKCTL_STATE_PLAN_GROUP_H

#include "change.h"

void plan_del_groups(struct change *c);
void plan_add_groups(struct change *c);

#endif /* _TRUNKCTL_STATE_PLAN_GROUP_H */
