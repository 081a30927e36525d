// SPDX-License-Identifier: GPL-2.0
/* The network between the hypervisors: routes, MTU, and traps of the host. */
#include <stdio.h>
#include <string.h>

#include "../nl.h"
#include "doctor.h"

/* Outer headers around an inner packet: IP, UDP, Geneve, Ethernet. */
#define OVERHEAD_IPV4	50
#define OVERHEAD_IPV6	70

#define SYSCTL		"/proc/sys/net/"

static uint32_t overhead(const struct path *path)
{
	return path->remote->ip.family == AF_INET ? OVERHEAD_IPV4 :
						    OVERHEAD_IPV6;
}

static struct finding *about(struct doctor *d, const char *kind, bool error,
			     const struct path *path, const char *dev)
{
	struct finding *f = finding_new(d, kind, error, path->bridge);

	finding_dev(f, dev);
	if (f)
		f->ip = path->remote->ip;
	return f;
}

/* The bridge sends from an address that this host does not have. */
static void no_local(struct doctor *d, const struct path *path)
{
	struct route_query query = {
		.to = path->remote->ip,
		.dport = path->dport,
	};
	char local[INET6_ADDRSTRLEN];
	char other[INET6_ADDRSTRLEN];
	char ip[INET6_ADDRSTRLEN];
	struct finding *f;
	struct route route;

	route_get(d->ctx, &query, &route);
	format_ip(&path->local, local);
	f = about(d, "no-local", true, path, path->bridge->ifname);
	finding_say(d, f, "%s sends from %s, which is no address of this host: nothing gets to %s.",
		    path->bridge->ifname, local,
		    format_ip(&path->remote->ip, ip));
	if (route.source.family)
		finding_mend(d, f, "trunkctl bridge set %s local %s",
			     path->bridge->ifname,
			     format_ip(&route.source, other));
	else
		finding_mend(d, f, "ip address add %s dev lo", local);
}

/* Say why there is no route, from what the local address tells. */
static void no_route(struct doctor *d, const struct path *path)
{
	struct link dev = { .ifindex = 0 };
	char ip[INET6_ADDRSTRLEN];
	struct conn_error err;
	struct finding *f;
	uint32_t ifindex;

	ifindex = path->local.family ? route_address(d->ctx, &path->local) : 0;
	if (path->local.family && !ifindex) {
		no_local(d, path);
		return;
	}
	if (ifindex)
		link_get(d->ctx, NULL, ifindex, &dev, &err);
	format_ip(&path->remote->ip, ip);
	f = about(d, "no-route", true, path, dev.name);
	if (dev.ifindex && !dev.up) {
		finding_say(d, f, "%s, which has the local address of %s, is down: there is no route to %s.",
			    dev.name, path->bridge->ifname, ip);
		finding_mend(d, f, "ip link set dev %s up", dev.name);
	} else {
		finding_say(d, f, "There is no route to %s: %s.", ip,
			    strerror(path->route.err));
		finding_mend(d, f, "ip route replace %s dev %s", ip,
			     dev.ifindex ? dev.name : "DEV");
	}
}

/**
 * struct need - what the VMs of a network may send
 * @network: the network
 * @mtu: largest MTU of their trunks; 0 for none
 * @dev: that trunk
 */
struct need {
	const struct network *network;
	uint32_t mtu;
	char dev[IFNAMSIZ];
};

static void add_port(const struct list *needs, const struct port *p,
		     const struct link *trunk)
{
	struct need *need;

	world_for_each(need, needs) {
		if (need->network->bridge != p->bridge ||
		    need->network->vni != p->vni)
			continue;
		if (trunk->mtu > need->mtu) {
			need->mtu = trunk->mtu;
			memcpy(need->dev, trunk->name, IFNAMSIZ);
		}
		return;
	}
}

/* Of every network without an MTU: one that was set is what VMs there have. */
static void find_needs(struct doctor *d, struct list *needs)
{
	struct link trunk = { .ifindex = 0 };
	const struct network *n;
	const struct port *p;
	struct conn_error err;

	world_for_each(n, &d->world.networks) {
		struct need need = { .network = n };

		if (!n->mtu && list_add(needs, &need, sizeof(need)))
			d->failed = true;
	}
	/* The ports of a trunk follow each other. */
	world_for_each(p, &d->world.ports) {
		if (trunk.ifindex != p->ifindex &&
		    link_get(d->ctx, NULL, p->ifindex, &trunk, &err))
			continue;
		add_port(needs, p, &trunk);
	}
}

/* Whether a remote, which may be one of several networks, serves a network. */
static bool serves(const struct doctor *d, const struct path *path,
		   const struct network *n)
{
	const struct remote *r;

	world_for_each(r, &d->world.remotes)
		if (r->bridge == n->bridge && (!r->vni || r->vni == n->vni) &&
		    !memcmp(&r->ip, &path->remote->ip, sizeof(r->ip)))
			return true;
	return false;
}

/* The largest packet that a VM may send to a remote. */
static const struct need *wanted(const struct doctor *d,
				 const struct path *path,
				 const struct list *needs)
{
	const struct need *best = NULL;
	const struct need *need;

	world_for_each(need, needs)
		if (need->network->bridge == path->bridge->ifindex &&
		    need->mtu > path->remote->path_mtu &&
		    (!best || need->mtu > best->mtu) &&
		    serves(d, path, need->network))
			best = need;
	return best;
}

static void check_mtu(struct doctor *d, const struct path *path,
		      const struct list *needs)
{
	const struct need *need = wanted(d, path, needs);
	uint32_t fits = path->remote->path_mtu;
	char ip[INET6_ADDRSTRLEN];
	struct finding *f;

	if (!fits || !need)
		return;
	format_ip(&path->remote->ip, ip);
	f = about(d, "underlay-mtu", false, path, path->dev.name);
	if (path->dev.mtu < need->mtu + overhead(path)) {
		finding_say(d, f, "%s has MTU %u: packets of up to %u get to %s, and the VM at %s may send %u.",
			    path->dev.name, path->dev.mtu, fits, ip, need->dev,
			    need->mtu);
		finding_mend(d, f, "ip link set dev %s mtu %u", path->dev.name,
			     need->mtu + overhead(path));
	} else {
		finding_say(d, f, "The way to %s takes packets of up to %u, by a route or by a router on it, and the VM at %s may send %u.",
			    ip, fits, need->dev, need->mtu);
		finding_mend(d, f, "ip route flush cache");
	}
}

/*
 * Strict reverse path filtering drops what comes in by another device than the
 * answer would leave by. Packets come to the device with the local address.
 */
static void check_rp_filter(struct doctor *d, const struct path *path)
{
	char file[128];
	char ip[INET6_ADDRSTRLEN];
	struct conn_error err;
	int all = 0, own = 0;
	struct finding *f;
	struct link dev;
	uint32_t ifindex;

	if (path->local.family != AF_INET)
		return;
	ifindex = route_address(d->ctx, &path->local);
	if (!ifindex || ifindex == path->dev.ifindex ||
	    link_get(d->ctx, NULL, ifindex, &dev, &err) || dev.noarp)
		return;
	snprintf(file, sizeof(file), SYSCTL "ipv4/conf/%s/rp_filter", dev.name);
	if (!proc_number(file, &own) ||
	    !proc_number(SYSCTL "ipv4/conf/all/rp_filter", &all) ||
	    (own > all ? own : all) != 1)
		return;
	f = about(d, "rp-filter", true, path, dev.name);
	finding_say(d, f, "What %s sends comes in by %s, the way back is by %s, and rp_filter drops it.",
		    format_ip(&path->remote->ip, ip), dev.name,
		    path->dev.name);
	finding_mend(d, f, "sysctl -w net/ipv4/conf/%s/rp_filter=2", dev.name);
}

/* A Linux bridge under the tunnel can hand its frames to the host's rules. */
static void check_bridge_nf(struct doctor *d, const struct path *path)
{
	const char *name = path->remote->ip.family == AF_INET ?
			   "bridge-nf-call-iptables" :
			   "bridge-nf-call-ip6tables";
	struct finding *f;
	char file[128];
	int value = 0;

	if (strcmp(path->dev.kind, "bridge"))
		return;
	snprintf(file, sizeof(file), SYSCTL "bridge/%s", name);
	if (!proc_number(file, &value) || !value)
		return;
	f = about(d, "bridge-nf", false, path, path->dev.name);
	finding_say(d, f, "%s is a Linux bridge under the tunnel, and %s hands its frames to rules that are meant for forwarded packets.",
		    path->dev.name, name);
	finding_mend(d, f, "sysctl -w net/bridge/%s=0", name);
}

/* The first path of those that share a device and a family says it for all. */
static bool is_first(const struct doctor *d, const struct path *path)
{
	const struct path *other;

	world_for_each(other, &d->paths) {
		if (other == path)
			break;
		if (other->bridge == path->bridge &&
		    other->dev.ifindex == path->dev.ifindex &&
		    other->remote->ip.family == path->remote->ip.family)
			return false;
	}
	return true;
}

/**
 * check_underlay() - look at routes, MTU, rp_filter and bridge-nf
 * @d: the visit
 */
void check_underlay(struct doctor *d)
{
	struct list needs = { NULL, 0, 0 };
	const struct path *path;

	find_needs(d, &needs);
	world_for_each(path, &d->paths) {
		if (!path->dev.ifindex) {
			no_route(d, path);
			continue;
		}
		check_mtu(d, path, &needs);
		if (!is_first(d, path))
			continue;
		check_rp_filter(d, path);
		check_bridge_nf(d, path);
	}
	list_free(&needs);
}
