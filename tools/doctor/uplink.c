// SPDX-License-Identifier: GPL-2.0
/* The Geneve device of a bridge, and who else has its UDP port. */
#include <stdio.h>
#include <string.h>

#include "../nl.h"
#include "doctor.h"

/**
 * struct holder - who has a UDP port
 * @port: the port
 * @uplink: number of the device that is to have it, or 0
 * @dev: a Geneve device that has it; number 0 when there is none
 * @master: the device that it is enslaved to; number 0 for none
 */
struct holder {
	uint32_t port;
	uint32_t uplink;
	struct link dev;
	struct link master;
};

static int match_holder(const struct link *link, void *arg)
{
	struct holder *h = arg;

	if (link->geneve_port == h->port && link->ifindex != h->uplink)
		h->dev = *link;
	return 0;
}

/* Whether a socket of a program or of the kernel is bound to a UDP port. */
static bool is_bound(const char *file, uint32_t port)
{
	FILE *list = fopen(file, "re");
	unsigned int bound;
	char line[256];
	bool found = false;

	if (!list)
		return false;
	while (!found && fgets(line, sizeof(line), list))
		found = sscanf(line, " %*u: %*[0-9A-F]:%x", &bound) == 1 &&
			bound == port;
	fclose(list);
	return found;
}

static void say_other_port(struct doctor *d, struct finding *f,
			   const struct bridge *b, uint32_t port)
{
	finding_mend(d, f, "trunkctl bridge set %s dstport %u", b->ifname,
		     port + 1);
}

/* A Geneve device that has the port: whose is it, and can it be the uplink? */
static void say_device(struct doctor *d, const struct bridge *b,
		       const struct holder *h)
{
	struct finding *f;

	if (!strcmp(h->master.kind, "openvswitch")) {
		f = finding_new(d, "port-held", true, b);
		finding_dev(f, h->dev.name);
		finding_say(d, f, "Open vSwitch holds UDP port %u with %s: end its tunnels here, or let all hypervisors of %s use another port.",
			    h->port, h->dev.name, b->ifname);
		say_other_port(d, f, b, h->port);
	} else if (h->dev.master) {
		f = finding_new(d, "port-held", true, b);
		finding_dev(f, h->dev.name);
		finding_say(d, f, "%s, which belongs to %s, holds UDP port %u.",
			    h->dev.name, h->master.name, h->port);
		say_other_port(d, f, b, h->port);
	} else if (h->dev.geneve_external) {
		f = finding_new(d, "no-uplink", true, b);
		finding_dev(f, h->dev.name);
		finding_say(d, f, "%s has no uplink, so that nothing gets to other hypervisors; %s is there and not attached.",
			    b->ifname, h->dev.name);
		finding_mend(d, f, "trunkctl bridge set %s uplink %s",
			     b->ifname, h->dev.name);
	} else {
		f = finding_new(d, "port-held", true, b);
		finding_dev(f, h->dev.name);
		finding_say(d, f, "%s, a Geneve device for one network, holds UDP port %u.",
			    h->dev.name, h->port);
		say_other_port(d, f, b, h->port);
	}
}

static void find_holder(struct doctor *d, struct holder *h)
{
	struct conn_error err;

	link_each(d->ctx, match_holder, h, &err);
	if (h->dev.master)
		link_get(d->ctx, NULL, h->dev.master, &h->master, &err);
}

/* The kernel's own sockets of a Geneve device that is up are bound, too. */
static bool program_holds(uint32_t port)
{
	return is_bound("/proc/self/net/udp", port) ||
	       is_bound("/proc/self/net/udp6", port);
}

static bool has_remotes(const struct doctor *d, const struct bridge *b)
{
	const struct remote *r;

	world_for_each(r, &d->world.remotes)
		if (r->bridge == b->ifindex)
			return true;
	return false;
}

static void say_program(struct doctor *d, const struct bridge *b,
			uint32_t port)
{
	struct finding *f = finding_new(d, "port-held", true, b);

	finding_say(d, f, "A program or another tunnel holds UDP port %u (\"ss -lunp\" tells which), so that %s cannot have it.",
		    port, b->ifname);
	say_other_port(d, f, b, port);
}

static void no_uplink(struct doctor *d, const struct bridge *b)
{
	struct holder h = { .port = DSTPORT_DEFAULT };
	struct finding *f;

	find_holder(d, &h);
	if (h.dev.ifindex) {
		say_device(d, b, &h);
	} else if (program_holds(h.port)) {
		say_program(d, b, h.port);
	} else {
		f = finding_new(d, "no-uplink", true, b);
		finding_say(d, f, "%s has no uplink, so that nothing gets to other hypervisors.",
			    b->ifname);
		finding_mend(d, f, "trunkctl bridge set %s dstport %u",
			     b->ifname, h.port);
	}
}

static void uplink_down(struct doctor *d, const struct bridge *b)
{
	struct finding *f;

	if (program_holds(b->dstport)) {
		say_program(d, b, b->dstport);
		return;
	}
	f = finding_new(d, "uplink-down", true, b);
	finding_dev(f, b->uplink_name);
	finding_say(d, f, "%s, the uplink of %s, is down.", b->uplink_name,
		    b->ifname);
	finding_mend(d, f, "ip link set dev %s up", b->uplink_name);
}

/**
 * check_uplinks() - look at bridges and their uplinks
 * @d: the visit
 */
void check_uplinks(struct doctor *d)
{
	const struct bridges *bridges = &d->world.bridges;
	const struct bridge *b;
	struct conn_error err;
	struct finding *f;
	struct link link;
	size_t i;

	for (i = 0; i < bridges->count; i++) {
		b = &bridges->list[i];
		if (!link_get(d->ctx, NULL, b->ifindex, &link, &err) &&
		    !link.up) {
			f = finding_new(d, "bridge-down", true, b);
			finding_dev(f, b->ifname);
			finding_say(d, f, "%s is down, and takes no frame.",
				    b->ifname);
			finding_mend(d, f, "ip link set dev %s up", b->ifname);
		}
		if (!b->uplink && has_remotes(d, b))
			no_uplink(d, b);
		else if (b->uplink &&
			 !link_get(d->ctx, NULL, b->uplink, &link, &err) &&
			 !link.up)
			uplink_down(d, b);
	}
}
