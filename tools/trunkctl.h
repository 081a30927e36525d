/* SPDX-License-Identifier: GPL-2.0 */
/* What every command gets, and what it gives back. */
#ifndef _TRUNKCTL_H
#define _TRUNKCTL_H

#include <stdbool.h>

struct conn;
struct out;
struct params;

/**
 * enum result - what came of a command; also the exit status
 * @DONE: done
 * @REFUSED: the kernel, or the state of the system, refused it
 * @USAGE: wrong usage; nothing was sent
 */
enum result {
	DONE = 0,
	REFUSED = 1,
	USAGE = 2,
};

/**
 * struct ctx - one run of the tool
 * @stats: print counters (-s)
 * @details: print what has its default value as well (-d)
 * @times: print the time of each event (-t)
 * @netns: name of the network namespace to work in, or NULL for the present one
 * @file: file that commands are read from, or NULL
 * @line: line of @file
 * @object: object of the command that runs, or NULL
 * @verb: verb of the command that runs, or NULL
 * @out: where results go
 * @conn: connection to the kernel, or NULL while nothing was sent
 */
struct ctx {
	bool stats;
	bool details;
	bool times;
	const char *netns;
	const char *file;
	unsigned int line;
	const char *object;
	const char *verb;
	struct out *out;
	struct conn *conn;
};

enum result ctx_connect(struct ctx *ctx);

#endif /* _TRUNKCTL_H */
