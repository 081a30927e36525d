/* SPDX-License-Identifier: GPL-2.0 */
/* All that is configured, each kind of object in a list. */
#ifndef _TRUNKCTL_WORLD_H
#define _TRUNKCTL_WORLD_H

#include "bridges.h"
#include "list.h"
#include "object.h"
#include "trunkctl.h"

struct params;

/**
 * struct world - all that is configured
 * @bridges: the bridges
 * @networks: the networks
 * @remotes: the remotes
 * @trunks: the trunks
 * @ports: the ports
 */
struct world {
	struct bridges bridges;
	struct list networks;
	struct list remotes;
	struct list trunks;
	struct list ports;
};

/* For each item of a list, which may have none. */
#define world_for_each(item, list)					\
	for ((item) = (list)->items;					\
	     (list)->count &&						\
	     (item) < (__typeof__(item))(list)->items + (list)->count;	\
	     (item)++)

enum result world_load(struct ctx *ctx, const struct params *p,
		       struct world *w);
void world_free(struct world *w);

#endif /* _TRUNKCTL_WORLD_H */
