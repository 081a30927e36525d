// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include <linux/neighbour.h>

#include "../nl.h"
#include "doctor.h"
#include "probe.h"

/**
 * doctor_bridge() - find a bridge
 * @d: the visit
 * @ifindex: its number
 *
 * Return: the bridge, or NULL when it came after the bridges were read.
 */
const struct bridge *doctor_bridge(const struct doctor *d, uint32_t ifindex)
{
	const struct bridges *bridges = &d->world.bridges;
	size_t i;

	for (i = 0; i < bridges->count; i++)
		if (bridges->list[i].ifindex == ifindex)
			return &bridges->list[i];
	return NULL;
}

/**
 * proc_number() - read a number that is a file of its own
 * @path: the file
 * @value: where the number goes
 *
 * Return: false if there is no such file.
 */
bool proc_number(const char *path, int *value)
{
	FILE *file = fopen(path, "re");
	bool ok;

	if (!file)
		return false;
	ok = fscanf(file, "%d", value) == 1;
	fclose(file);
	return ok;
}

/* An address may be a remote of several networks; it has one way. */
static bool is_known(const struct doctor *d, const struct remote *r)
{
	const struct path *path;

	world_for_each(path, &d->paths)
		if (path->bridge->ifindex == r->bridge &&
		    ip_equal(&path->remote->ip, &r->ip))
			return true;
	return false;
}

static void find_route(struct doctor *d, struct path *path)
{
	struct route_query query = {
		.to = path->remote->ip,
		.from = path->local,
		.dport = path->dport,
	};
	struct conn_error err;

	route_get(d->ctx, &query, &path->route);
	if (path->route.err || !path->route.oif)
		return;
	link_get(d->ctx, NULL, path->route.oif, &path->dev, &err);
}

static void find_neighbour(struct doctor *d, struct path *path)
{
	if (!path->dev.ifindex || path->dev.noarp)
		return;
	path->neighbour = route_neighbour(d->ctx, path->dev.ifindex,
					  &path->route.next);
}

/**
 * paths_find() - find the ways to all remotes that are up
 * @d: the visit
 * @probe: whether to send one packet to each remote first
 */
void paths_find(struct doctor *d, bool probe)
{
	const struct remote *r;
	struct path *path;

	world_for_each(r, &d->world.remotes) {
		struct path new = {
			.bridge = doctor_bridge(d, r->bridge),
			.remote = r,
		};

		if (!new.bridge || !r->up || is_known(d, r))
			continue;
		new.local = r->ip.family == AF_INET ? new.bridge->local4 :
						      new.bridge->local6;
		new.dport = new.bridge->uplink ? new.bridge->dstport :
						 DSTPORT_DEFAULT;
		find_route(d, &new);
		if (list_add(&d->paths, &new, sizeof(new)))
			d->failed = true;
	}
	if (probe)
		probe_paths(d);
	world_for_each(path, &d->paths)
		find_neighbour(d, path);
}
