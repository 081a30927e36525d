// SPDX-License-Identifier: GPL-2.0
/* A state as YAML or JSON. What has its default value is left out. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <libfyaml.h>

#include "../error.h"
#include "../names.h"
#include "attr.h"
#include "file.h"

/**
 * struct writer - the writing of a document
 * @doc: the document
 * @failed: whether memory ran out
 */
struct writer {
	struct fy_document *doc;
	bool failed;
};

static struct fy_node *checked(struct writer *w, struct fy_node *node)
{
	if (!node)
		w->failed = true;
	return node;
}

static struct fy_node *new_map(struct writer *w)
{
	return checked(w, fy_node_create_mapping(w->doc));
}

static struct fy_node *new_list(struct writer *w)
{
	return checked(w, fy_node_create_sequence(w->doc));
}

/* A value that is what it looks like: a number, true, an IP address. */
static struct fy_node *plain(struct writer *w, const char *text)
{
	return checked(w, fy_node_create_scalar_copy(w->doc, text, FY_NT));
}

/* Some readers take such a word for something else than a string. */
static bool misleads(const char *text)
{
	static const char *const words[] = {
		"true", "false", "yes", "no", "on", "off", "y", "n", "null",
	};
	size_t i;

	if (!isalpha((unsigned char)*text))
		return true;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcasecmp(text, words[i]))
			return true;
	return false;
}

static struct fy_node *string(struct writer *w, const char *text)
{
	/* Devices can have names that the library has to quote. */
	if (misleads(text) && !strpbrk(text, "\"\\"))
		return checked(w, fy_node_buildf(w->doc, "\"%s\"", text));
	return plain(w, text);
}

static struct fy_node *number(struct writer *w, uint32_t value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	return plain(w, text);
}

static struct fy_node *address(struct writer *w, const struct ip_addr *ip)
{
	char text[INET6_ADDRSTRLEN];

	format_ip(ip, text);
	/* In a list within brackets "::1" would be a key. */
	return ip->family == AF_INET6 ?
	       checked(w, fy_node_buildf(w->doc, "\"%s\"", text)) :
	       plain(w, text);
}

static void put(struct writer *w, struct fy_node *map, const char *key,
		struct fy_node *value)
{
	struct fy_node *name = string(w, key);

	if (!w->failed && fy_node_mapping_append(map, name, value))
		w->failed = true;
}

static void append(struct writer *w, struct fy_node *list,
		   struct fy_node *value)
{
	if (!w->failed && fy_node_sequence_append(list, value))
		w->failed = true;
}

static void put_differing(struct writer *w, struct fy_node *map,
			  const struct attrs *attrs, const void *defaults,
			  const void *object)
{
	const struct attr *a;
	char text[ATTR_TEXT];

	for (a = attrs->list; a < attrs->list + attrs->count; a++) {
		if (attr_equal(a, defaults, object))
			continue;
		attr_value(a, object, text);
		put(w, map, a->key, a->type == ATTR_NAME ? string(w, text) :
							   plain(w, text));
	}
}

static void put_attrs(struct writer *w, struct fy_node *map,
		      const struct attrs *attrs, const void *object)
{
	put_differing(w, map, attrs, attrs->defaults, object);
}

/* The remotes of every network, or of one. */
static void put_remotes(struct writer *w, struct fy_node *map,
			const struct state_bridge *b, uint32_t vni)
{
	struct fy_node *list = NULL;
	const struct state_remote *r;
	struct fy_node *item;

	state_for_each(r, &b->remotes) {
		if (r->remote.vni != vni)
			continue;
		if (!list)
			list = new_list(w);
		if (r->remote.up) {
			append(w, list, address(w, &r->remote.ip));
			continue;
		}
		item = new_map(w);
		put(w, item, "ip", address(w, &r->remote.ip));
		put_attrs(w, item, &remote_attrs, &r->remote);
		append(w, list, item);
	}
	if (list)
		put(w, map, "remotes", list);
}

static void put_networks(struct writer *w, struct fy_node *map,
			 const struct state_bridge *b)
{
	struct fy_node *networks = new_map(w);
	const struct state_network *n;
	struct fy_node *item;

	state_for_each(n, &b->networks) {
		item = new_map(w);
		put(w, item, "vni", number(w, n->network.vni));
		put_differing(w, item, &network_attrs,
			      network_defaults(n->network.mode), &n->network);
		put_remotes(w, item, b, n->network.vni);
		put(w, networks, n->network.name, item);
	}
	if (b->networks.count)
		put(w, map, "networks", networks);
}

/* Colons and commas make it something else to some readers. */
static void put_addresses(struct writer *w, struct fy_node *map,
			  const struct addresses *addresses)
{
	struct fy_node *list = new_list(w);
	char text[ADDRESS_TEXT];
	unsigned int i;

	for (i = 0; i < addresses->count; i++) {
		address_format(addresses, i, text);
		append(w, list,
		       checked(w, fy_node_buildf(w->doc, "\"%s\"", text)));
	}
	if (addresses->count)
		put(w, map, "addresses", list);
}

static struct fy_node *port(struct writer *w, const struct port *p)
{
	struct fy_node *item = new_map(w);

	if (p->selector == VTRUNK_SELECTOR_VLAN)
		put(w, item, "vlan", number(w, p->vid));
	put(w, item, "network", string(w, p->network));
	put_attrs(w, item, &port_attrs, p);
	put_addresses(w, item, &p->addresses);
	return item;
}

/* Ports are sorted by trunk, and the native port comes first. */
static void put_trunks(struct writer *w, struct fy_node *map,
		       const struct state_bridge *b)
{
	const struct state_port *p = b->ports.items;
	const struct state_port *end = p ? p + b->ports.count : p;
	struct fy_node *trunks = new_map(w);
	struct fy_node *subports, *item;
	const struct state_trunk *t;

	state_for_each(t, &b->trunks) {
		item = new_map(w);
		subports = NULL;
		put_attrs(w, item, &trunk_attrs, &t->trunk);
		for (; p < end && !strcmp(p->port.ifname, t->trunk.ifname);
		     p++) {
			if (p->port.selector == VTRUNK_SELECTOR_NATIVE) {
				put(w, item, "native", port(w, &p->port));
				continue;
			}
			if (!subports)
				subports = new_list(w);
			append(w, subports, port(w, &p->port));
		}
		if (subports)
			put(w, item, "subports", subports);
		put(w, trunks, t->trunk.ifname, item);
	}
	if (b->trunks.count)
		put(w, map, "trunks", trunks);
}

static void put_fdb(struct writer *w, struct fy_node *map,
		    const struct state_bridge *b)
{
	struct fy_node *list = new_list(w);
	const struct state_fdb *f;
	struct fy_node *item;
	char mac[MAC_STRLEN];

	state_for_each(f, &b->fdb) {
		item = new_map(w);
		/* Six numbers with colons are one number to some readers. */
		format_mac(f->fdb.mac, mac);
		put(w, item, "mac",
		    checked(w, fy_node_buildf(w->doc, "\"%s\"", mac)));
		put(w, item, "network", string(w, f->fdb.network));
		if (f->fdb.ip.family)
			put(w, item, "remote", address(w, &f->fdb.ip));
		else
			put(w, item, "dev", string(w, f->fdb.ifname));
		if (f->fdb.vid)
			put(w, item, "vlan", number(w, f->fdb.vid));
		if (f->fdb.key)
			put(w, item, "key", number(w, f->fdb.key));
		put(w, item, "type",
		    plain(w, names_get(&names_fdb_type, f->fdb.type)));
		append(w, list, item);
	}
	if (b->fdb.count)
		put(w, map, "fdb", list);
}

static struct fy_node *member(struct writer *w, const struct member *m)
{
	struct fy_node *item = new_map(w);

	if (m->ip.family)
		put(w, item, "remote", address(w, &m->ip));
	else
		put(w, item, "dev", string(w, m->ifname));
	if (m->vid)
		put(w, item, "vlan", number(w, m->vid));
	return item;
}

static void put_groups(struct writer *w, struct fy_node *map,
		       const struct state_bridge *b)
{
	struct fy_node *list = new_list(w);
	const struct state_group *g;
	struct fy_node *item, *members;
	char mac[MAC_STRLEN];
	size_t i;

	state_for_each(g, &b->groups) {
		item = new_map(w);
		put(w, item, "key", number(w, g->group.key));
		put(w, item, "network", string(w, g->group.network));
		if (g->group.has_mac) {
			format_mac(g->group.mac, mac);
			put(w, item, "mac",
			    checked(w, fy_node_buildf(w->doc, "\"%s\"", mac)));
		}
		members = new_list(w);
		for (i = 0; i < g->group.count; i++)
			append(w, members, member(w, &g->group.members[i]));
		put(w, item, "members", members);
		append(w, list, item);
	}
	if (b->groups.count)
		put(w, map, "groups", list);
}

static struct fy_node *bridge(struct writer *w, const struct state_bridge *b)
{
	const struct bridge *defaults = bridge_attrs.defaults;
	struct fy_node *map = new_map(w);
	struct fy_node *local = new_list(w);

	if (b->bridge.local4.family)
		append(w, local, address(w, &b->bridge.local4));
	if (b->bridge.local6.family)
		append(w, local, address(w, &b->bridge.local6));
	if (b->bridge.local4.family || b->bridge.local6.family)
		put(w, map, "local", local);
	if (!b->makes_uplink)
		put(w, map, "uplink", string(w, b->bridge.uplink_name));
	else if (b->bridge.dstport != defaults->dstport)
		put(w, map, "dstport", number(w, b->bridge.dstport));
	put_attrs(w, map, &bridge_attrs, &b->bridge);
	put_remotes(w, map, b, 0);
	put_networks(w, map, b);
	put_trunks(w, map, b);
	put_fdb(w, map, b);
	put_groups(w, map, b);
	return map;
}

/**
 * state_write() - print a state
 * @ctx: the run
 * @state: the state
 * @json: whether as JSON, else as YAML
 *
 * Return: DONE, or REFUSED after having said why.
 */
enum result state_write(struct ctx *ctx, const struct state *state, bool json)
{
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET };
	struct writer w = { .doc = fy_document_create(&cfg) };
	const struct state_bridge *b;
	struct fy_node *bridges;
	struct fy_node *root;

	if (!w.doc)
		return error_refused(ctx, ENOMEM, "out of memory");
	root = new_map(&w);
	bridges = new_map(&w);
	put(&w, root, "version", number(&w, STATE_VERSION));
	state_for_each(b, &state->bridges)
		put(&w, bridges, b->bridge.ifname, bridge(&w, b));
	put(&w, root, "bridges", bridges);
	if (!w.failed) {
		fy_document_set_root(w.doc, root);
		if (fy_emit_document_to_fp(w.doc, (json ? FYECF_MODE_JSON :
					   FYECF_MODE_BLOCK) |
					   FYECF_INDENT_2 | FYECF_WIDTH_INF,
					   stdout))
			w.failed = true;
	}
	if (json)
		putchar('\n');
	fy_document_destroy(w.doc);
	return w.failed ? error_refused(ctx, ENOMEM, "out of memory") : DONE;
}
