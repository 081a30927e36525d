// SPDX-License-Identifier: GPL-2.0
/*
 * What decode says of the frames of a capture where the bridge of bridge.c is.
 *
 * Usage: judged CAPTURE
 */
#include <stdio.h>

#include "../decode/capture.h"
#include "../decode/frame.h"
#include "../decode/known.h"
#include "../out.h"
#include "bridge.h"

int main(int argc, char **argv)
{
	const struct known *known = bridge_known();
	struct ctx ctx = { .out = out_new(false, false) };
	struct reader reader = { .port = 0 };
	struct capture *c;
	struct frame f;

	if (argc != 2 || !ctx.out || capture_open(&ctx, argv[1], &c))
		return 2;
	reader.link = capture_link(c);
	reader.port = (uint16_t)known->bridge.dstport;
	while (capture_next(c, &f)) {
		frame_read(&f, &reader);
		judge(&f, known);
		frame_print(&ctx, known, &f);
	}
	out_free(ctx.out);
	return capture_close(&ctx, c);
}
