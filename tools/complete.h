/* SPDX-License-Identifier: GPL-2.0 */
/* What may come next on a command line. */
#ifndef _TRUNKCTL_COMPLETE_H
#define _TRUNKCTL_COMPLETE_H

#include "trunkctl.h"

enum result complete_run(struct ctx *ctx, char **argv,
			 const char *const *options);

#endif /* _TRUNKCTL_COMPLETE_H */
