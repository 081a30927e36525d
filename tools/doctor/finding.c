// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmd/cmd.h"
#include "../out.h"
#include "doctor.h"

/**
 * finding_new() - begin a finding
 * @d: the visit
 * @kind: what it is, in one word
 * @error: whether frames are lost
 * @b: the bridge, or NULL
 *
 * Return: the finding, until the next one is begun; NULL when memory ran out.
 */
struct finding *finding_new(struct doctor *d, const char *kind, bool error,
			    const struct bridge *b)
{
	struct finding f = { .kind = kind, .error = error };

	if (b)
		snprintf(f.bridge, sizeof(f.bridge), "%s", b->ifname);
	if (list_add(&d->findings, &f, sizeof(f))) {
		d->failed = true;
		return NULL;
	}
	return (struct finding *)d->findings.items + d->findings.count - 1;
}

static void set_text(struct doctor *d, char **text, const char *format,
		     va_list ap)
{
	free(*text);
	if (vasprintf(text, format, ap) < 0) {
		*text = NULL;
		d->failed = true;
	}
}

/**
 * finding_say() - the sentence of a finding
 * @d: the visit
 * @f: the finding, or NULL
 * @format: the sentence, with its full stop
 */
void finding_say(struct doctor *d, struct finding *f, const char *format, ...)
{
	va_list ap;

	if (!f)
		return;
	va_start(ap, format);
	set_text(d, &f->text, format, ap);
	va_end(ap);
}

/**
 * finding_mend() - the command that mends a finding
 * @d: the visit
 * @f: the finding, or NULL
 * @format: the command
 */
void finding_mend(struct doctor *d, struct finding *f, const char *format, ...)
{
	char *command = NULL;
	va_list ap;

	if (!f)
		return;
	va_start(ap, format);
	set_text(d, &command, format, ap);
	va_end(ap);
	free(f->mend);
	f->mend = command;
	/* What is typed here has to reach the namespace that was looked at. */
	if (!command || f->there || !d->ctx->netns)
		return;
	if (asprintf(&f->mend, "ip netns exec %s %s", d->ctx->netns,
		     command) < 0) {
		f->mend = NULL;
		d->failed = true;
	}
	free(command);
}

/**
 * finding_dev() - the device of a finding
 * @f: the finding, or NULL
 * @dev: its name
 */
void finding_dev(struct finding *f, const char *dev)
{
	if (f)
		snprintf(f->dev, sizeof(f->dev), "%s", dev);
}

/**
 * finding_network() - the network of a finding
 * @f: the finding, or NULL
 * @network: its name
 */
void finding_network(struct finding *f, const char *network)
{
	if (f)
		snprintf(f->network, sizeof(f->network), "%s", network);
}

/**
 * finding_print() - print a finding
 * @d: the visit
 * @f: the finding
 */
void finding_print(struct doctor *d, const struct finding *f)
{
	struct out *out = d->ctx->out;
	char ip[INET6_ADDRSTRLEN];

	out_open(out);
	out_str(out, "finding", NULL, f->kind);
	out_str(out, "severity", "", f->error ? "error" : "warning");
	if (*f->bridge)
		out_str(out, "bridge", NULL, f->bridge);
	if (*f->dev)
		out_str(out, "dev", NULL, f->dev);
	print_ip(d->ctx, "ip", NULL, &f->ip);
	if (*f->network)
		out_str(out, "network", NULL, f->network);
	if (f->vlan)
		out_uint(out, "vlan", NULL, f->vlan);
	if (*f->mac)
		out_str(out, "mac", NULL, f->mac);
	out_str(out, "text", ": ", f->text ? f->text : "");
	if (f->there)
		out_text(out, "\n  mend, at %s", format_ip(&f->ip, ip));
	else
		out_text(out, "\n  mend");
	out_str(out, "mend", ": ", f->mend ? f->mend : "");
	if (f->there)
		out_str(out, "mend_at", NULL, format_ip(&f->ip, ip));
	out_close(out);
}

/**
 * findings_free() - free the findings
 * @d: the visit
 */
void findings_free(struct doctor *d)
{
	struct finding *f;

	world_for_each(f, &d->findings) {
		free(f->text);
		free(f->mend);
	}
	list_free(&d->findings);
}
