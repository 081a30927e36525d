// SPDX-License-Identifier: GPL-2.0
/* What may keep frames from their way. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../doctor/doctor.h"
#include "../error.h"
#include "../nl.h"
#include "../out.h"
#include "cmd.h"

/* VMs that have something to say to each other do so more often. */
#define SILENT_DEFAULT	86400

static const char help[] =
"trunkctl doctor [ probe ] [ silent SECONDS ]\n"
"\n"
"Looks for what may keep frames from their way: at the bridges and what is on\n"
"them, and at the host's routes, neighbours, rules and devices. Prints a sentence\n"
"for each finding, and the command that mends it. Exits with 1 when there are\n"
"any. Nothing is sent and nothing is changed; \"probe\" sends one ping to each\n"
"remote, for which the kernel asks for the neighbour. A remote of which nothing\n"
"was heard for a day is a finding; \"silent\" makes it less or more.\n";

/* Files in /proc/sys/net and ioctls speak of the namespace of the process. */
static enum result enter_namespace(struct ctx *ctx)
{
	char path[300];
	int fd;
	int rc;

	if (!ctx->netns)
		return DONE;
	snprintf(path, sizeof(path), "/run/netns/%s", ctx->netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	rc = fd < 0 ? -1 : setns(fd, CLONE_NEWNET);
	if (rc)
		error_refused(ctx, errno, "network namespace %s cannot be entered",
			      ctx->netns);
	if (fd >= 0)
		close(fd);
	return rc ? REFUSED : DONE;
}

static void no_bridge(struct doctor *d)
{
	struct finding *f;

	if (d->world.bridges.count || d->findings.count)
		return;
	f = finding_new(d, "no-bridge", true, NULL);
	finding_say(d, f, "There is no bridge in this network namespace.");
	finding_mend(d, f, "trunkctl bridge add br-trunk local IP");
}

static enum result visit(struct doctor *d, bool probe, uint32_t silent)
{
	const struct params nothing = { .given = 0 };
	enum result result;

	result = world_load(d->ctx, &nothing, &d->world);
	if (result)
		return result;
	paths_find(d, probe);
	check_uplinks(d);
	check_underlay(d);
	check_firewall(d);
	check_remotes(d, probe, silent);
	check_trunks(d);
	check_fdb(d);
	check_offloads(d);
	check_state(d);
	no_bridge(d);
	if (d->failed)
		return error_refused(d->ctx, ENOMEM, "out of memory");
	return DONE;
}

static enum result report(struct doctor *d)
{
	const struct finding *f;
	enum result result;

	world_for_each(f, &d->findings)
		finding_print(d, f);
	if (!d->findings.count)
		out_text(d->ctx->out, "healthy: bridges %zu, remotes %zu, trunks %zu, ports %zu\n",
			 d->world.bridges.count, d->world.remotes.count,
			 d->world.trunks.count, d->world.ports.count);
	result = view_end(d->ctx);
	return result || !d->findings.count ? result : REFUSED;
}

static enum result read_words(struct ctx *ctx, char **argv, bool *probe,
			      uint32_t *silent)
{
	static const char *const known[] = { "probe", "silent", "help", NULL };
	bool timed = false;

	for (; *argv; argv++) {
		if (!strcmp(*argv, "probe") && !*probe) {
			*probe = true;
		} else if (!strcmp(*argv, "silent") && !timed) {
			timed = true;
			if (!*++argv || !parse_u32(*argv, 1, UINT32_MAX, silent))
				return error_usage(ctx, "\"silent\" needs a number of seconds from 1 to %u",
						   UINT32_MAX);
		} else if (!strcmp(*argv, "probe") || !strcmp(*argv, "silent")) {
			return error_usage(ctx, "\"%s\" is there twice", *argv);
		} else {
			return words_unknown(ctx, "word", *argv, known);
		}
	}
	return DONE;
}

static const char *const doctor_form[] = { "probe", "silent", NULL };

static enum result doctor_run(struct ctx *ctx, char **argv)
{
	struct doctor d = { .ctx = ctx };
	uint32_t silent = SILENT_DEFAULT;
	enum result result;
	bool probe = false;

	result = read_words(ctx, argv, &probe, &silent);
	if (!result)
		result = ctx_connect(ctx);
	if (!result)
		result = enter_namespace(ctx);
	if (!result)
		result = visit(&d, probe, silent);
	if (!result)
		result = report(&d);
	findings_free(&d);
	list_free(&d.paths);
	world_free(&d.world);
	return result;
}

const struct object object_doctor = {
	.name = "doctor",
	.run = doctor_run,
	.form = doctor_form,
	.help = help,
};
