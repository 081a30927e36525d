/* SPDX-License-Identifier: GPL-2.0 */
/* Runs a program on a table of command lines. */
#ifndef _TRUNKCTL_TESTS_RUN_H
#define _TRUNKCTL_TESTS_RUN_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct row - one command line and what comes of it
 * @status: exit status
 * @args: the command line; words are separated by blanks, '' is an empty one
 * @out: what stdout has, or NULL for nothing
 * @err: what stderr has, or NULL for nothing
 * @input: what stdin has, or NULL for nothing
 *
 * An expected text is the whole output if it begins with "=", which does not
 * count; the end of it if it ends with a newline; and part of it otherwise.
 */
struct row {
	int status;
	const char *args;
	const char *out;
	const char *err;
	const char *input;
};

int run_rows(const char *program, const struct row *rows, size_t count);

#endif /* _TRUNKCTL_TESTS_RUN_H */
