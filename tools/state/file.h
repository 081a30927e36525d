/* SPDX-License-Identifier: GPL-2.0 */
/* State files: reading, checking, writing. */
#ifndef _TRUNKCTL_STATE_FILE_H
#define _TRUNKCTL_STATE_FILE_H

#include <stdarg.h>
#include <stdbool.h>

#include "state.h"

/**
 * struct reader - the reading of state files
 * @ctx: the run
 * @file: name of the file that is being read
 * @faults: how many faults were found
 * @state: where what is read goes
 *
 * Faults are said as they are found, all of them, each with file and line.
 */
struct reader {
	struct ctx *ctx;
	const char *file;
	unsigned int faults;
	struct state *state;
};

__attribute__((format(printf, 3, 4)))
void reader_fault(struct reader *r, const struct mark *mark,
		  const char *format, ...);

enum result state_read(struct ctx *ctx, const char *path, struct state *state);
void state_check(struct reader *r);
enum result state_write(struct ctx *ctx, const struct state *state, bool json);

#endif /* _TRUNKCTL_STATE_FILE_H */
