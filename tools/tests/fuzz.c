// SPDX-License-Identifier: GPL-2.0
/*
 * Frames out of libFuzzer: the first byte says which link type, the second one
 * how much of the frame the capture has. "make fuzz" builds and runs it.
 */
#include <stdio.h>
#include <string.h>

#include <pcap/dlt.h>

#include "../decode/frame.h"
#include "../decode/known.h"
#include "../out.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int links[] = { DLT_EN10MB, DLT_RAW, DLT_LINUX_SLL,
				     DLT_LINUX_SLL2 };
	static const struct known nothing;
	static FILE *sink;
	struct reader reader = { .port = GENEVE_PORT };
	struct ctx ctx = { .netns = NULL };
	struct frame f;

	if (size < 2)
		return 0;
	reader.link = links[data[0] & 3];
	memset(&f, 0, sizeof(f));
	f.all.at = data + 2;
	f.all.have = size - 2;
	f.all.length = size - 2 + data[1];
	frame_read(&f, &reader);
	judge(&f, &nothing);
	if (!sink)
		sink = freopen("/dev/null", "w", stdout);
	ctx.out = out_new(data[0] & 4, false);
	if (ctx.out)
		frame_print(&ctx, &nothing, &f);
	out_free(ctx.out);
	return 0;
}
