/* SPDX-License-Identifier: GPL-2.0 */
/* The commands that turn one state into another. */
#ifndef _TRUNKCTL_STATE_PLAN_H
#define _TRUNKCTL_STATE_PLAN_H

#include "state.h"

/**
 * struct command - a command line, without the name of the tool
 * @text: its words
 * @mark: what it is for
 */
struct command {
	char *text;
	struct mark mark;
};

/**
 * struct plan - commands in the order in which they work
 * @commands: struct command
 * @failed: whether memory ran out
 */
struct plan {
	struct list commands;
	bool failed;
};

void plan_make(struct plan *plan, struct state *have, const struct state *want,
	       const char *only);
void plan_restore(struct plan *plan, struct state *have,
		  const struct state *before, const struct state *scope);
void plan_free(struct plan *plan);

#endif /* _TRUNKCTL_STATE_PLAN_H */
