// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>

#include "../cmd/cmd.h"
#include "../msg.h"
#include "../nl.h"
#include "frame.h"
#include "known.h"

/* Where names come from; without the module, or a bridge, there are none. */
static enum result find_bridge(struct ctx *ctx, const struct params *p,
			       struct known *k)
{
	const char *env = getenv("TRUNKCTL_BRIDGE");
	bool named = p->bridge || (env && *env);
	enum result result;
	int err = 0;

	if (!ctx->conn)
		err = conn_open(ctx->netns, &ctx->conn);
	if (err) {
		/* That the namespace is not there is worth being said. */
		if (err == -ENOENT && ctx->conn && !named) {
			conn_close(ctx->conn);
			ctx->conn = NULL;
			return DONE;
		}
		conn_close(ctx->conn);
		ctx->conn = NULL;
		return ctx_connect(ctx);
	}
	result = bridges_load(ctx, &k->world.bridges);
	if (result || (!named && !k->world.bridges.count))
		return result;
	result = bridge_pick(ctx, p, &k->bridge);
	k->there = !result;
	return result;
}

static const struct port *find_port(const struct known *k, const struct fdb *f)
{
	const struct port *port;

	world_for_each(port, &k->world.ports)
		if (port->ifindex == f->ifindex &&
		    port->selector == f->selector && port->vid == f->vid)
			return port;
	return NULL;
}

static int take_station(const struct nlmsghdr *nlh, void *arg)
{
	struct station station = { .port = NULL };
	struct known *k = arg;
	struct fdb f;
	int err;

	err = read_fdb(nlh, &f);
	if (err || f.bridge != k->bridge.ifindex)
		return err;
	memcpy(station.mac, f.mac, MAC_LEN);
	station.vni = f.vni;
	if (f.ifindex)
		station.port = find_port(k, &f);
	return list_add(&k->stations, &station, sizeof(station));
}

static int take_group(const struct nlmsghdr *nlh, void *arg)
{
	struct known_group known;
	struct known *k = arg;
	struct group g;
	int err;

	err = read_group(nlh, &g);
	if (err)
		return err;
	known.vni = g.vni;
	known.key = g.key;
	return list_add(&k->groups, &known, sizeof(known));
}

static int compare_stations(const void *a, const void *b)
{
	const struct station *x = a;
	const struct station *y = b;

	return memcmp(x->mac, y->mac, MAC_LEN);
}

/**
 * known_order() - put the stations into the order of their MACs
 * @k: what is known
 */
void known_order(struct known *k)
{
	if (k->stations.count)
		qsort(k->stations.items, k->stations.count,
		      sizeof(struct station), compare_stations);
}

/**
 * known_load() - ask the running bridge
 * @ctx: the run
 * @p: what the command line says
 * @k: where the answer goes; known_free() is needed after failure, too
 *
 * Return: DONE, also when there is no bridge; or REFUSED after having said why.
 */
enum result known_load(struct ctx *ctx, const struct params *p,
		       struct known *k)
{
	enum result result;
	struct msg msg;

	result = find_bridge(ctx, p, k);
	if (result || !k->there)
		return result;
	bridges_free(&k->world.bridges);
	result = world_load(ctx, p, &k->world);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_FDB_GET, NLM_F_DUMP);
	msg_u32(&msg, VTRUNK_A_FDB_BRIDGE_IFINDEX, k->bridge.ifindex);
	result = cmd_send(ctx, p, NULL, &msg, take_station, k);
	known_order(k);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_GROUP_GET, NLM_F_DUMP);
	msg_u32(&msg, VTRUNK_A_GROUP_BRIDGE_IFINDEX, k->bridge.ifindex);
	return cmd_send(ctx, p, NULL, &msg, take_group, k);
}

/**
 * known_free() - free what known_load() got
 * @k: what is known
 */
void known_free(struct known *k)
{
	list_free(&k->stations);
	list_free(&k->groups);
	world_free(&k->world);
}

/**
 * known_local() - tell whether an address is the bridge's own
 * @k: what is known
 * @ip: the address
 *
 * Return: whether it is.
 */
bool known_local(const struct known *k, const struct ip_addr *ip)
{
	return k->there && (ip_equal(ip, &k->bridge.local4) ||
			    ip_equal(ip, &k->bridge.local6));
}

/**
 * known_network() - find a network
 * @k: what is known
 * @vni: its VNI
 *
 * Return: the network, or NULL.
 */
const struct network *known_network(const struct known *k, uint32_t vni)
{
	const struct network *net;

	world_for_each(net, &k->world.networks)
		if (net->bridge == k->bridge.ifindex && net->vni == vni)
			return net;
	return NULL;
}

/**
 * known_remote() - tell whether an address is a remote of a network
 * @k: what is known
 * @ip: the address
 * @vni: VNI of the network
 *
 * Return: whether it is.
 */
bool known_remote(const struct known *k, const struct ip_addr *ip,
		  uint32_t vni)
{
	const struct remote *r;

	world_for_each(r, &k->world.remotes)
		if (r->bridge == k->bridge.ifindex && ip_equal(&r->ip, ip) &&
		    (!r->vni || r->vni == vni))
			return true;
	return false;
}

/**
 * known_takes_tags() - tell whether a port of a network takes tags from inside
 * @k: what is known
 * @vni: VNI of the network
 *
 * Return: whether there is one.
 */
bool known_takes_tags(const struct known *k, uint32_t vni)
{
	const struct port *port;

	world_for_each(port, &k->world.ports)
		if (port->bridge == k->bridge.ifindex && port->vni == vni &&
		    port->qinq)
			return true;
	return false;
}

/**
 * known_port_by_key() - find a port by its key
 * @k: what is known
 * @vni: VNI of its network
 * @key: the key
 *
 * Return: the port, or NULL when no port here has the key.
 */
const struct port *known_port_by_key(const struct known *k, uint32_t vni,
				     uint32_t key)
{
	const struct port *port;

	world_for_each(port, &k->world.ports)
		if (port->bridge == k->bridge.ifindex && port->vni == vni &&
		    key && port->key == key)
			return port;
	return NULL;
}

/**
 * known_has_group() - tell whether a network has a group with a key
 * @k: what is known
 * @vni: VNI of the network
 * @key: the key
 *
 * Return: whether it has, by itself or made.
 */
bool known_has_group(const struct known *k, uint32_t vni, uint32_t key)
{
	const struct known_group *group;

	if (key == GROUP_FLOOD || key == GROUP_UNKNOWN || key == GROUP_FLOOD_L2)
		return true;
	world_for_each(group, &k->groups)
		if (group->vni == vni && group->key == key)
			return true;
	return false;
}

/* The first station of a MAC, and how many follow it. */
static const struct station *find_stations(const struct known *k,
					   const uint8_t mac[MAC_LEN],
					   size_t *count)
{
	const struct station *items = k->stations.items;
	struct station wanted = { .port = NULL };
	const struct station *s = NULL;
	const struct station *end;

	*count = 0;
	memcpy(wanted.mac, mac, MAC_LEN);
	if (k->stations.count)
		s = bsearch(&wanted, items, k->stations.count, sizeof(*s),
			    compare_stations);
	if (!s)
		return NULL;
	while (s > items && !memcmp(s[-1].mac, mac, MAC_LEN))
		s--;
	for (end = s; end < items + k->stations.count &&
	     !memcmp(end->mac, mac, MAC_LEN); end++)
		++*count;
	return s;
}

static const struct station *find_station(const struct known *k, uint32_t vni,
					  const uint8_t mac[MAC_LEN])
{
	const struct station *s;
	size_t count;

	for (s = find_stations(k, mac, &count); count; count--, s++)
		if (s->vni == vni)
			return s;
	return NULL;
}

/**
 * known_port_of() - find the port that a MAC of a network is at
 * @k: what is known
 * @vni: VNI of the network
 * @mac: the MAC
 *
 * Return: the port, or NULL when it is at a remote, or nowhere.
 */
const struct port *known_port_of(const struct known *k, uint32_t vni,
				 const uint8_t mac[MAC_LEN])
{
	const struct station *s = find_station(k, vni, mac);

	return s ? s->port : NULL;
}

/**
 * known_network_of() - find the network of a frame that has no VNI
 * @k: what is known
 * @f: the frame
 *
 * Its MACs may be in several networks: a machine often has one MAC in all.
 *
 * Return: the only network that both are in, or NULL.
 */
const struct network *known_network_of(const struct known *k,
				       const struct frame *f)
{
	const struct network *only = NULL;
	const struct station *s;
	size_t count;

	if (!f->inner.has_addresses)
		return NULL;
	for (s = find_stations(k, f->inner.src, &count); count; count--, s++) {
		if (!(f->inner.dst[0] & 1) &&
		    !find_station(k, s->vni, f->inner.dst))
			continue;
		if (only)
			return NULL;
		only = known_network(k, s->vni);
	}
	return only;
}

/**
 * known_port_text() - what a port is called
 * @port: the port
 * @text: where the text goes
 *
 * Return: @text.
 */
const char *known_port_text(const struct port *port, char text[PLACE_TEXT])
{
	if (*port->name)
		snprintf(text, PLACE_TEXT, "%s", port->name);
	else if (port->selector == VTRUNK_SELECTOR_VLAN)
		snprintf(text, PLACE_TEXT, "%s vlan %u", port->ifname,
			 port->vid);
	else
		snprintf(text, PLACE_TEXT, "%s native", port->ifname);
	return text;
}
