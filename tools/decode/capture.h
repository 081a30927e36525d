/* SPDX-License-Identifier: GPL-2.0 */
/* Files of captured frames. */
#ifndef _TRUNKCTL_DECODE_CAPTURE_H
#define _TRUNKCTL_DECODE_CAPTURE_H

#include "../trunkctl.h"

struct capture;
struct frame;

enum result capture_open(const struct ctx *ctx, const char *path,
			 struct capture **result);
int capture_link(const struct capture *c);
bool capture_next(struct capture *c, struct frame *f);
enum result capture_close(const struct ctx *ctx, struct capture *c);

#endif /* _TRUNKCTL_DECODE_CAPTURE_H */
