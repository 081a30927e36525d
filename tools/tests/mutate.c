// SPDX-License-Identifier: GPL-2.0
/*
 * Frames that nobody sends: each frame of a capture cut at each byte, by the
 * capture and on the wire, and with each byte changed. Behind the last byte is
 * a page that nobody may touch, so that reading on is seen without sanitizers.
 *
 * Usage: mutate CAPTURE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../decode/capture.h"
#include "../decode/frame.h"
#include "../decode/known.h"
#include "../out.h"
#include "bridge.h"

#define ROOM	8192

static unsigned long tries;
static unsigned long faulty;

static const struct known nothing;
static const struct known *known;

/* The last bytes before the page. */
static uint8_t *room(void)
{
	static uint8_t *end;
	uint8_t *at;

	if (end)
		return end;
	at = mmap(NULL, 2 * ROOM, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED || mprotect(at + ROOM, ROOM, PROT_NONE)) {
		perror("mutate");
		exit(1);
	}
	end = at + ROOM;
	return end;
}

static void try(struct ctx *ctx, struct reader *reader, const uint8_t *data,
		size_t have, size_t length)
{
	struct reader copy = *reader;
	struct frame f;

	memset(&f, 0, sizeof(f));
	f.number = 1;
	f.all.at = memcpy(room() - have, data, have);
	f.all.have = have;
	f.all.length = length;
	frame_read(&f, &copy);
	judge(&f, tries & 1 ? known : &nothing);
	frame_print(ctx, tries & 1 ? known : &nothing, &f);
	tries++;
	faulty += f.faults != 0;
}

static void change(struct ctx *ctx, struct reader *reader, uint8_t *data,
		   size_t length)
{
	static const uint8_t changes[] = { 0xff, 0x01, 0x04, 0x10, 0x40, 0x80 };
	uint8_t old;
	size_t i, j;

	for (i = 0; i < length; i++) {
		old = data[i];
		for (j = 0; j < sizeof(changes); j++) {
			data[i] = old ^ changes[j];
			try(ctx, reader, data, length, length);
		}
		data[i] = 0;
		try(ctx, reader, data, length, length);
		data[i] = 0xff;
		try(ctx, reader, data, length / 2, length);
		data[i] = old;
	}
}

/* Several bytes at once, the same ones in each run. */
static void shuffle(struct ctx *ctx, struct reader *reader,
		    const uint8_t *data, size_t length)
{
	uint8_t copy[ROOM];
	uint32_t random = 1;
	int round, i;

	for (round = 0; length && round < 300; round++) {
		memcpy(copy, data, length);
		for (i = 0; i < 4; i++) {
			random = random * 1103515245 + 12345;
			copy[(random >> 8) % length] = random >> 24;
		}
		try(ctx, reader, copy, length, length);
	}
}

static void mutate(struct ctx *ctx, struct reader *reader,
		   const struct frame *f)
{
	uint8_t data[ROOM];
	size_t i;

	if (f->all.have > sizeof(data))
		return;
	memcpy(data, f->all.at, f->all.have);
	for (i = 0; i <= f->all.have; i++) {
		try(ctx, reader, data, i, f->all.length);
		try(ctx, reader, data, i, i);
	}
	change(ctx, reader, data, f->all.have);
	shuffle(ctx, reader, data, f->all.have);
}

static void mutate_file(struct ctx *ctx, const char *path)
{
	struct reader reader = { .port = 6081 };
	struct capture *c;
	struct frame f;

	if (capture_open(ctx, path, &c))
		exit(1);
	reader.link = capture_link(c);
	while (capture_next(c, &f))
		mutate(ctx, &reader, &f);
	capture_close(ctx, c);
}

int main(int argc, char **argv)
{
	struct ctx ctx = { .netns = NULL };
	int stdout_fd = dup(1);
	int i;

	if (!freopen("/dev/null", "w", stdout))
		return 1;
	known = bridge_known();
	for (i = 1; i < argc; i++) {
		ctx.out = out_new(i & 1, false);
		mutate_file(&ctx, argv[i]);
		out_free(ctx.out);
	}
	dprintf(stdout_fd, "%lu frames, %lu faulty\n", tries, faulty);
	return tries && faulty ? 0 : 1;
}
