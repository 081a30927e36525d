// SPDX-License-Identifier: GPL-2.0
/* Trunks: what the VM sends, against what its ports take. */
#include <stdio.h>

#include <linux/if_ether.h>

#include "../nl.h"
#include "doctor.h"

#define DISABLE_IPV6	"/proc/sys/net/ipv6/conf/%s/disable_ipv6"

/**
 * struct view - a trunk and its ports
 * @t: the trunk
 * @b: its bridge
 * @native: its native port, or NULL
 * @subport: one of its subports, or NULL
 * @subports: how many there are
 * @heard: whether any of them took a frame
 */
struct view {
	const struct trunk *t;
	const struct bridge *b;
	const struct port *native;
	const struct port *subport;
	unsigned int subports;
	bool heard;
};

static struct view view_of(const struct doctor *d, const struct trunk *t,
			   const struct bridge *b)
{
	struct view v = { .t = t, .b = b };
	const struct port *p;

	world_for_each(p, &d->world.ports) {
		if (p->ifindex != t->ifindex)
			continue;
		if (p->selector == VTRUNK_SELECTOR_NATIVE) {
			v.native = p;
			continue;
		}
		v.subport = p;
		v.subports++;
		v.heard |= p->stats.rx_packets;
	}
	return v;
}

static struct finding *about(struct doctor *d, const char *kind, bool error,
			     const struct view *v, const struct port *p)
{
	struct finding *f = finding_new(d, kind, error, v->b);

	finding_dev(f, v->t->ifname);
	if (p)
		finding_network(f, p->network);
	return f;
}

/* All that the VM sends is untagged, and there are only subports. */
static bool sends_untagged(const struct view *v)
{
	return !v->native && v->subports && !v->heard &&
	       v->t->stats.drops[VTRUNK_DROP_NO_NATIVE];
}

/* All that the VM sends has one tag, and the network is at the native port. */
static bool sends_tagged(const struct view *v)
{
	return v->native && !v->native->stats.rx_packets && !v->heard &&
	       v->t->tag_count == 1 && v->t->tags[0].tpid == ETH_P_8021Q;
}

static void say_untagged(struct doctor *d, const struct view *v)
{
	struct finding *f = about(d, "swapped", true, v, v->subport);

	if (f)
		f->vlan = v->subport->vid;
	finding_say(d, f, "The VM at %s sends untagged frames, which no port takes, and none with VLAN %u: its network %s should be at the native port.",
		    v->t->ifname, v->subport->vid, v->subport->network);
	finding_mend(d, f, "trunkctl subport add %s native network %s",
		     v->t->ifname, v->subport->network);
}

static void say_tagged(struct doctor *d, const struct view *v)
{
	struct finding *f = about(d, "swapped", true, v, v->native);
	uint32_t vid = v->t->tags[0].vid;

	if (f)
		f->vlan = vid;
	finding_say(d, f, "The VM at %s sends VLAN %u, which no port takes, and nothing untagged: its network %s should be at that VLAN.",
		    v->t->ifname, vid, v->native->network);
	finding_mend(d, f, "trunkctl subport add %s vlan %u network %s",
		     v->t->ifname, vid, v->native->network);
}

static void say_unknown(struct doctor *d, const struct view *v,
			const struct unknown_tag *tag)
{
	struct finding *f = about(d, "unknown-vid", false, v, NULL);
	const char *network = "NET";

	if (f)
		f->vlan = tag->vid;
	if (tag->tpid != ETH_P_8021Q || tag->vid > VTRUNK_VID_MAX) {
		finding_say(d, f, "The VM at %s sends VLAN %u with TPID 0x%04x, which no subport can take; %llu frames were lost.",
			    v->t->ifname, tag->vid, tag->tpid,
			    (unsigned long long)tag->packets);
		finding_mend(d, f, "trunkctl -d trunk show %s", v->t->ifname);
		return;
	}
	if (v->native)
		network = v->native->network;
	else if (v->subport)
		network = v->subport->network;
	finding_say(d, f, "The VM at %s sends VLAN %u, which no subport takes; %llu frames were lost.",
		    v->t->ifname, tag->vid, (unsigned long long)tag->packets);
	finding_mend(d, f, "trunkctl subport add %s vlan %u network %s",
		     v->t->ifname, tag->vid, network);
}

static void check_device(struct doctor *d, const struct view *v)
{
	struct conn_error err;
	struct finding *f;
	struct link link;
	char file[128];
	int value = 1;

	if (!link_get(d->ctx, NULL, v->t->ifindex, &link, &err) && !link.up) {
		f = about(d, "trunk-down", true, v, NULL);
		finding_say(d, f, "%s is down, and carries no frame.",
			    v->t->ifname);
		finding_mend(d, f, "ip link set dev %s up", v->t->ifname);
	}
	snprintf(file, sizeof(file), DISABLE_IPV6, v->t->ifname);
	if (!proc_number(file, &value) || value)
		return;
	f = about(d, "host-ipv6", false, v, NULL);
	finding_say(d, f, "This host's own IPv6 speaks to the VM at %s, which nobody configured.",
		    v->t->ifname);
	finding_mend(d, f, "sysctl -w net/ipv6/conf/%s/disable_ipv6=1",
		     v->t->ifname);
}

/**
 * check_trunks() - look at the trunks
 * @d: the visit
 */
void check_trunks(struct doctor *d)
{
	const struct bridge *b;
	const struct trunk *t;
	struct view v;
	size_t i;

	world_for_each(t, &d->world.trunks) {
		b = doctor_bridge(d, t->bridge);
		if (!b)
			continue;
		v = view_of(d, t, b);
		check_device(d, &v);
		if (sends_untagged(&v))
			say_untagged(d, &v);
		if (sends_tagged(&v)) {
			say_tagged(d, &v);
			continue;
		}
		for (i = 0; i < t->tag_count; i++)
			say_unknown(d, &v, &t->tags[i]);
	}
}
