/* SPDX-License-Identifier: GPL-2.0 */
/* The bridges of the namespace, and which of them a command is about. */
#ifndef _TRUNKCTL_BRIDGES_H
#define _TRUNKCTL_BRIDGES_H

#include <stddef.h>

#include "object.h"
#include "trunkctl.h"

struct params;

/**
 * struct bridges - the bridges of the namespace
 * @list: the bridges
 * @count: how many there are
 */
struct bridges {
	struct bridge *list;
	size_t count;
};

enum result bridges_load(struct ctx *ctx, struct bridges *bridges);
void bridges_free(struct bridges *bridges);
const char *bridges_name(const struct bridges *bridges, uint32_t ifindex);
int bridges_add(struct bridges *bridges, const struct bridge *b);

enum result bridge_pick(struct ctx *ctx, const struct params *p,
			struct bridge *picked);
enum result bridge_filter(struct ctx *ctx, const struct params *p,
			  uint32_t *ifindex);

#endif /* _TRUNKCTL_BRIDGES_H */
