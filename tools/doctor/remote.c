// SPDX-License-Identifier: GPL-2.0
/* The other hypervisors: whether they are there, and whether they speak. */
#include <stdio.h>

#include <linux/neighbour.h>

#include "doctor.h"

/* A neighbour of whom a MAC is known. */
#define KNOWN	(NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | \
		 NUD_PERMANENT | NUD_NOARP)

static struct finding *about(struct doctor *d, const char *kind, bool error,
			     const struct path *path)
{
	struct finding *f = finding_new(d, kind, error, path->bridge);

	finding_dev(f, path->dev.name);
	if (f)
		f->ip = path->remote->ip;
	return f;
}

/*
 * The kernel forgets neighbours that nobody asks for. One that is missing is a
 * fault only if something was to go there, and one that failed always.
 */
static bool neighbour_is_missing(const struct path *path)
{
	if (path->dev.noarp || path->neighbour & KNOWN)
		return false;
	return path->neighbour || path->remote->stats.tx_packets;
}

static void no_neighbour(struct doctor *d, const struct path *path, bool probed)
{
	char ip[INET6_ADDRSTRLEN];
	char next[INET6_ADDRSTRLEN];
	struct finding *f;

	format_ip(&path->remote->ip, ip);
	format_ip(&path->route.next, next);
	f = about(d, "no-neighbour", path->neighbour || probed, path);
	if (path->neighbour || probed) {
		finding_say(d, f, "%s does not answer on %s, so that nothing gets to %s: it is off, or on another network than %s.",
			    next, path->dev.name, ip, path->dev.name);
	} else {
		finding_say(d, f, "%s has no neighbour entry on %s: nothing was heard of it for long, though frames were sent to %s.",
			    next, path->dev.name, ip);
	}
	finding_mend(d, f, "trunkctl doctor probe");
}

static void no_answer(struct doctor *d, const struct path *path)
{
	struct finding *f = about(d, "no-answer", false, path);
	char ip[INET6_ADDRSTRLEN];

	finding_say(d, f, "%s does not answer a ping: it is off, or a firewall is in the way.",
		    format_ip(&path->remote->ip, ip));
	if (f)
		f->there = true;
	finding_mend(d, f, "trunkctl doctor");
}

/* Frames went there, and none ever came from there: it may not know us. */
static void never_heard(struct doctor *d, const struct path *path)
{
	struct finding *f = about(d, "silent-remote", false, path);
	char ip[INET6_ADDRSTRLEN];
	char local[INET6_ADDRSTRLEN];

	format_ip(&path->remote->ip, ip);
	finding_say(d, f, "No frame ever came from %s, though %llu were sent to it: it may lack this host as a remote, or its networks.",
		    ip, (unsigned long long)path->remote->stats.tx_packets);
	if (f)
		f->there = true;
	finding_mend(d, f, "trunkctl remote add %s", path->local.family ?
		     format_ip(&path->local, local) : "IP");
}

static void say_age(uint64_t seconds, char *text, size_t size)
{
	const char *unit = "second";

	if (seconds >= 7200) {
		seconds /= 3600;
		unit = "hour";
	} else if (seconds >= 120) {
		seconds /= 60;
		unit = "minute";
	}
	snprintf(text, size, "%llu %s%s", (unsigned long long)seconds, unit,
		 seconds == 1 ? "" : "s");
}

/* It knew us once, so that the fault is not in the configuration. */
static void gone_silent(struct doctor *d, const struct path *path)
{
	struct finding *f = about(d, "silent-remote", false, path);
	char ip[INET6_ADDRSTRLEN];
	char age[64];

	say_age(path->remote->age / 1000, age, sizeof(age));
	finding_say(d, f, "No frame has come from %s for %s: no VM of its networks runs there, or its frames get lost.",
		    format_ip(&path->remote->ip, ip), age);
	if (f)
		f->there = true;
	finding_mend(d, f, "trunkctl doctor");
}

/**
 * check_remotes() - look at the remotes
 * @d: the visit
 * @probed: whether each was sent a packet just now
 * @silent: for how many seconds a remote may be silent
 */
void check_remotes(struct doctor *d, bool probed, uint32_t silent)
{
	const struct path *path;

	world_for_each(path, &d->paths) {
		if (!path->dev.ifindex)
			continue;
		if (neighbour_is_missing(path) ||
		    (probed && !path->dev.noarp && !path->neighbour))
			no_neighbour(d, path, probed);
		else if (probed && !path->answered)
			no_answer(d, path);
		if (!path->remote->stats.tx_packets)
			continue;
		if (!path->remote->has_age)
			never_heard(d, path);
		else if (path->remote->age / 1000 >= silent)
			gone_silent(d, path);
	}
}
