// SPDX-License-Identifier: GPL-2.0
/*
 * libpcap is loaded when there is a capture to be read. Linked with it, every
 * run of the tool, as for each device that udev sees, would load it and the
 * eight libraries that Debian's needs.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pcap/pcap.h>

#include "../error.h"
#include "capture.h"
#include "frame.h"

/**
 * struct calls - what is called in libpcap
 * @fopen_offline: begin to read
 * @datalink: kind of device that was captured at
 * @datalink_val_to_name: its name
 * @next_ex: the next frame
 * @geterr: what is wrong with the file
 * @close: end
 */
struct calls {
	__typeof__(&pcap_fopen_offline) fopen_offline;
	__typeof__(&pcap_datalink) datalink;
	__typeof__(&pcap_datalink_val_to_name) datalink_val_to_name;
	__typeof__(&pcap_next_ex) next_ex;
	__typeof__(&pcap_geterr) geterr;
	__typeof__(&pcap_close) close;
};

/**
 * struct capture - a file of captured frames
 * @calls: libpcap
 * @pcap: the file, as libpcap has it
 * @path: its name
 * @number: frames read so far
 * @start: time of the first one
 * @broken: whether it ends before its end
 */
struct capture {
	struct calls calls;
	pcap_t *pcap;
	const char *path;
	uint64_t number;
	struct timeval start;
	bool broken;
};

static bool load(struct calls *calls)
{
	/* Debian's name, and that of everybody else. */
	static const char *const libraries[] = { "libpcap.so.0.8",
						 "libpcap.so.1" };
	const struct {
		const char *name;
		void *call;
	} symbols[] = {
		{ "pcap_fopen_offline", &calls->fopen_offline },
		{ "pcap_datalink", &calls->datalink },
		{ "pcap_datalink_val_to_name", &calls->datalink_val_to_name },
		{ "pcap_next_ex", &calls->next_ex },
		{ "pcap_geterr", &calls->geterr },
		{ "pcap_close", &calls->close },
	};
	void *library = NULL;
	void *symbol;
	size_t i;

	for (i = 0; !library && i < sizeof(libraries) / sizeof(libraries[0]);
	     i++)
		library = dlopen(libraries[i], RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return false;
	for (i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		symbol = dlsym(library, symbols[i].name);
		if (!symbol)
			return false;
		memcpy(symbols[i].call, &symbol, sizeof(symbol));
	}
	return true;
}

static enum result open_file(const struct ctx *ctx, const char *path,
			     FILE **file)
{
	*file = strcmp(path, "-") ? fopen(path, "re") : stdin;
	if (!*file)
		return error_refused(ctx, errno, "%s cannot be read", path);
	return DONE;
}

static enum result start(const struct ctx *ctx, struct capture *c)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	enum result result;
	const char *name;
	FILE *file;
	int link;

	if (!load(&c->calls))
		return error_refused(ctx, ENOENT,
				     "libpcap is needed to read captures, on Debian: apt install libpcap0.8");
	result = open_file(ctx, c->path, &file);
	if (result)
		return result;
	c->pcap = c->calls.fopen_offline(file, text);
	if (!c->pcap) {
		if (file != stdin)
			fclose(file);
		return error_refused(ctx, EBADMSG, "%s: %s", c->path, text);
	}
	link = c->calls.datalink(c->pcap);
	if (link_is_known(link))
		return DONE;
	name = c->calls.datalink_val_to_name(link);
	return error_refused(ctx, EPROTONOSUPPORT,
			     "%s has frames of link type %s, which are not understood",
			     c->path, name ? name : "unknown");
}

/**
 * capture_open() - open a file of captured frames
 * @ctx: the run
 * @path: its name, or - for standard input
 * @result: where it goes
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result capture_open(const struct ctx *ctx, const char *path,
			 struct capture **result)
{
	struct capture *c = calloc(1, sizeof(*c));
	enum result started;

	*result = c;
	if (!c)
		return error_refused(ctx, ENOMEM, "out of memory");
	c->path = path;
	started = start(ctx, c);
	if (started) {
		capture_close(ctx, c);
		*result = NULL;
	}
	return started;
}

/**
 * capture_link() - the kind of device that was captured at
 * @c: the capture
 *
 * Return: the kind, as libpcap says it.
 */
int capture_link(const struct capture *c)
{
	return c->calls.datalink(c->pcap);
}

/* In a broken file times may be anything. */
static int64_t microseconds(const struct timeval *from,
			    const struct timeval *to)
{
	uint64_t s = (uint64_t)to->tv_sec - (uint64_t)from->tv_sec;

	return (int64_t)(s * 1000000 + (uint64_t)to->tv_usec -
			 (uint64_t)from->tv_usec);
}

/**
 * capture_next() - get the next frame
 * @c: the capture
 * @f: where it goes; its bytes stay until the next call
 *
 * Return: whether there was one.
 */
bool capture_next(struct capture *c, struct frame *f)
{
	struct pcap_pkthdr *header;
	const u_char *data;
	int rc;

	rc = c->calls.next_ex(c->pcap, &header, &data);
	if (rc != 1) {
		c->broken = rc == PCAP_ERROR;
		return false;
	}
	if (!c->number++)
		c->start = header->ts;
	memset(f, 0, sizeof(*f));
	f->number = c->number;
	f->time = header->ts;
	f->offset = microseconds(&c->start, &header->ts);
	f->all.at = data;
	f->all.have = header->caplen;
	f->all.length = header->len > header->caplen ? header->len :
						       header->caplen;
	return true;
}

/**
 * capture_close() - close a capture
 * @ctx: the run, or NULL to say nothing
 * @c: the capture, or NULL
 *
 * Return: DONE, or REFUSED after having said what is wrong with the file.
 */
enum result capture_close(const struct ctx *ctx, struct capture *c)
{
	enum result result = DONE;

	if (!c)
		return DONE;
	if (ctx && c->broken)
		result = error_refused(ctx, EBADMSG, "%s: %s", c->path,
				       c->calls.geterr(c->pcap));
	if (c->pcap)
		c->calls.close(c->pcap);
	free(c);
	return result;
}
