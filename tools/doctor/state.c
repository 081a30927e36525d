// SPDX-License-Identifier: GPL-2.0
/* State files: what they ask for and the host has not. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../nl.h"
#include "../state/file.h"
#include "doctor.h"

#define FOLDER	"/etc/vtrunk"

static bool is_trunk(const struct doctor *d, const char *dev)
{
	const struct trunk *t;

	world_for_each(t, &d->world.trunks)
		if (!strcmp(t->ifname, dev))
			return true;
	return false;
}

static bool is_bridge(const struct doctor *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->world.bridges.count; i++)
		if (!strcmp(d->world.bridges.list[i].ifname, name))
			return true;
	return false;
}

static struct finding *about(struct doctor *d, const char *kind,
			     const struct state_bridge *b, const char *dev)
{
	struct finding *f = finding_new(d, kind, true, &b->bridge);

	finding_dev(f, dev);
	return f;
}

static void check_trunk(struct doctor *d, const char *folder,
			const struct state_bridge *b,
			const struct state_trunk *t)
{
	const char *dev = t->trunk.ifname;
	struct conn_error err;
	struct finding *f;
	struct link link;

	if (is_trunk(d, dev))
		return;
	f = about(d, "pending", b, dev);
	if (link_get(d->ctx, dev, 0, &link, &err))
		finding_say(d, f, "%s:%u: %s is pending: there is no such device. Start its VM, then attach it.",
			    t->mark.file, t->mark.line, dev);
	else
		finding_say(d, f, "%s:%u: %s is there and not attached to %s.",
			    t->mark.file, t->mark.line, dev, b->bridge.ifname);
	finding_mend(d, f, "trunkctl apply %s trunk %s", folder, dev);
}

static void check_folder(struct doctor *d, const char *folder,
			 const struct state *state)
{
	const struct state_bridge *b;
	const struct state_trunk *t;
	struct finding *f;

	state_for_each(b, &state->bridges) {
		if (!is_bridge(d, b->bridge.ifname)) {
			f = about(d, "not-applied", b, b->bridge.ifname);
			finding_say(d, f, "%s:%u: %s is not there.",
				    b->mark.file, b->mark.line,
				    b->bridge.ifname);
			finding_mend(d, f, "trunkctl apply %s", folder);
			continue;
		}
		state_for_each(t, &b->trunks)
			check_trunk(d, folder, b, t);
	}
}

/**
 * check_state() - look for what the state files ask for
 * @d: the visit
 *
 * A namespace has a folder of its own in /etc/netns, as ip-netns(8) has it.
 */
void check_state(struct doctor *d)
{
	struct state state = { .bridges = { NULL, 0, 0 } };
	char folder[256] = FOLDER;
	struct finding *f;

	if (d->ctx->netns)
		snprintf(folder, sizeof(folder), "/etc/netns/%s/vtrunk",
			 d->ctx->netns);
	if (access(folder, F_OK))
		return;
	if (state_read(d->ctx, folder, &state)) {
		f = finding_new(d, "state-file", true, NULL);
		finding_say(d, f, "The state files in %s are wrong, see above.",
			    folder);
		finding_mend(d, f, "trunkctl diff %s", folder);
	} else {
		check_folder(d, folder, &state);
	}
	state_free(&state);
}
