// SPDX-License-Identifier: GPL-2.0
/* What is in captured frames, and what is wrong with them. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../decode/capture.h"
#include "../decode/frame.h"
#include "../decode/known.h"
#include "cmd.h"

static const char help[] =
"trunkctl decode { FILE | - } [ bridge BR ]\n"
"\n"
"Prints a line for each Geneve packet of a capture of the underlay: the network,\n"
"the keys of the ports, the frame inside, and behind a \"!\" what is wrong with it.\n"
"Exits with 1 when something is. A capture without any is taken for one of a\n"
"Geneve device, whose frames have no VNI. Reads what tcpdump and others write; -\n"
"is standard input. Names are those of the running bridge, if there is one.\n";

/**
 * struct decoding - a capture that is being read
 * @ctx: the run
 * @known: what the bridge knows
 * @reader: what is the same for all frames
 * @underlay: whether a Geneve packet was seen, which other frames are none of
 * @faults: whether something was wrong
 */
struct decoding {
	struct ctx *ctx;
	struct known known;
	struct reader reader;
	bool underlay;
	bool faults;
};

static void start(struct decoding *d, const struct capture *c)
{
	memset(&d->reader, 0, sizeof(d->reader));
	d->reader.link = capture_link(c);
	d->reader.port = (uint16_t)d->known.bridge.dstport;
}

/*
 * Whether there is a Geneve packet says what the other frames are. A stream
 * cannot be asked beforehand.
 */
static enum result look_ahead(struct decoding *d, const char *path)
{
	enum result result;
	struct capture *c;
	struct frame f;
	struct stat st;

	if (!strcmp(path, "-") || stat(path, &st) || !S_ISREG(st.st_mode))
		return DONE;
	result = capture_open(d->ctx, path, &c);
	if (result)
		return result;
	start(d, c);
	while (!d->underlay && capture_next(c, &f)) {
		frame_read(&f, &d->reader);
		d->underlay = f.kind == KIND_GENEVE;
	}
	/* What is wrong with the file is said when it is read again. */
	capture_close(NULL, c);
	return DONE;
}

static void decode(struct decoding *d, struct capture *c)
{
	struct frame f;

	start(d, c);
	while (capture_next(c, &f)) {
		frame_read(&f, &d->reader);
		if (f.kind == KIND_GENEVE)
			d->underlay = true;
		if (f.kind == KIND_PLAIN && d->underlay)
			continue;
		judge(&f, &d->known);
		frame_print(d->ctx, &d->known, &f);
		if (f.faults)
			d->faults = true;
	}
}

static enum result decode_file(struct ctx *ctx, const struct params *p)
{
	struct decoding d = { .ctx = ctx };
	struct capture *c = NULL;
	enum result result;
	enum result ended;

	result = capture_open(ctx, p->file, &c);
	if (!result)
		result = known_load(ctx, p, &d.known);
	if (!result)
		result = look_ahead(&d, p->file);
	if (!result) {
		decode(&d, c);
		result = view_end(ctx);
	}
	ended = capture_close(ctx, c);
	known_free(&d.known);
	if (result || ended)
		return REFUSED;
	return d.faults ? REFUSED : DONE;
}

static const struct verb decode_verb = {
	.run = decode_file,
	.file = true,
	.words = W(BRIDGE),
};

static enum result decode_run(struct ctx *ctx, char **argv)
{
	struct params p;

	if (words_parse(ctx, &decode_verb, argv, &p))
		return USAGE;
	/* Frames of a program that still captures are shown as they come. */
	if (!strcmp(p.file, "-"))
		setlinebuf(stdout);
	return decode_file(ctx, &p);
}

static const char *const form[] = { "bridge BR", NULL };

const struct object object_decode = {
	.name = "decode",
	.run = decode_run,
	.form = form,
	.file = true,
	.help = help,
};
