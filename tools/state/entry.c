// SPDX-License-Identifier: GPL-2.0
/* What a bridge of a state file forwards by: entries of the FDB, and groups. */
#include <stdlib.h>
#include <string.h>

#include <libfyaml.h>

#include "../names.h"
#include "yaml.h"

/* Forwarding entries. */

static void take_mac(struct reader *r, struct fy_node *node, void *object)
{
	struct mark mark = yaml_mark(r, node);
	struct state_fdb *f = object;
	char text[YAML_TEXT];

	if (yaml_text(r, node, "mac", text) && !parse_mac(text, f->fdb.mac))
		reader_fault(r, &mark, "\"%s\" is not a MAC address", text);
}

static void take_fdb_network(struct reader *r, struct fy_node *node,
			     void *object)
{
	struct state_fdb *f = object;

	node_network(r, node, f->fdb.network);
}

static void take_dev(struct reader *r, struct fy_node *node, void *object)
{
	struct mark mark = yaml_mark(r, node);
	struct state_fdb *f = object;
	char text[YAML_TEXT];

	if (!yaml_text(r, node, "dev", text))
		return;
	if (parse_ifname(text))
		strcpy(f->fdb.ifname, text);
	else
		reader_fault(r, &mark, "\"%s\" is not the name of a device",
			     text);
}

static void take_fdb_vlan(struct reader *r, struct fy_node *node,
			  void *object)
{
	struct state_fdb *f = object;

	if (yaml_number(r, node, "vlan", 1, VTRUNK_VID_MAX, &f->fdb.vid))
		f->fdb.selector = VTRUNK_SELECTOR_VLAN;
}

static void take_fdb_remote(struct reader *r, struct fy_node *node,
			    void *object)
{
	struct state_fdb *f = object;

	node_ip(r, node, "remote", &f->fdb.ip);
}

static void take_fdb_key(struct reader *r, struct fy_node *node, void *object)
{
	struct state_fdb *f = object;

	yaml_number(r, node, "key", 1, VTRUNK_PORT_KEY_MAX, &f->fdb.key);
}

static void take_type(struct reader *r, struct fy_node *node, void *object)
{
	struct mark mark = yaml_mark(r, node);
	struct state_fdb *f = object;
	char text[YAML_TEXT];

	if (yaml_text(r, node, "type", text) &&
	    (!names_find(&names_fdb_type, text, &f->fdb.type) ||
	     f->fdb.type == VTRUNK_FDB_TYPE_LEARNED))
		reader_fault(r, &mark, "type has to be static or sticky, not \"%s\"",
			     text);
}

static void take_fdb_item(struct reader *r, struct fy_node *node,
			  void *object)
{
	static const struct yaml_key keys[] = {
		{ "mac", take_mac },
		{ "network", take_fdb_network },
		{ "dev", take_dev },
		{ "vlan", take_fdb_vlan },
		{ "remote", take_fdb_remote },
		{ "key", take_fdb_key },
		{ "type", take_type },
	};
	static const struct yaml_map map = YAML_MAP(keys, NULL);
	static const uint8_t no_mac[MAC_LEN];
	unsigned int faults = r->faults;
	struct state_bridge *b = object;
	struct state_fdb f = {
		.fdb = { .type = VTRUNK_FDB_TYPE_STATIC,
			 .selector = VTRUNK_SELECTOR_NATIVE },
		.mark = yaml_mark(r, node),
	};

	yaml_read_map(r, node, "an entry of fdb", &map, &f);
	if (faults != r->faults)
		return;
	if (!memcmp(f.fdb.mac, no_mac, MAC_LEN))
		reader_fault(r, &f.mark, "an entry of fdb needs a mac");
	if (!*f.fdb.network)
		reader_fault(r, &f.mark, "an entry of fdb needs a network");
	if (!*f.fdb.ifname == !f.fdb.ip.family)
		reader_fault(r, &f.mark, "an entry of fdb needs either a dev or a remote");
	else if (f.fdb.vid && !*f.fdb.ifname)
		reader_fault(r, &f.mark, "vlan goes with dev");
	if (faults == r->faults)
		node_add(r, &b->fdb, &f, sizeof(f));
}

/**
 * node_fdb() - the forwarding entries of a bridge
 * @r: the reading
 * @node: the list
 * @object: struct state_bridge, to which they are added
 */
void node_fdb(struct reader *r, struct fy_node *node, void *object)
{
	yaml_read_list(r, node, "fdb", take_fdb_item, object);
}

/* Groups. */

static void take_group_key(struct reader *r, struct fy_node *node,
			   void *object)
{
	struct state_group *g = object;

	yaml_number(r, node, "key", VTRUNK_PORT_KEY_MAX + 1, 65535,
		    &g->group.key);
}

static void take_group_network(struct reader *r, struct fy_node *node,
			       void *object)
{
	struct state_group *g = object;

	node_network(r, node, g->group.network);
}

static void take_group_mac(struct reader *r, struct fy_node *node,
			   void *object)
{
	struct mark mark = yaml_mark(r, node);
	struct state_group *g = object;
	char text[YAML_TEXT];

	if (!yaml_text(r, node, "mac", text))
		return;
	g->group.has_mac = true;
	if (!parse_mac(text, g->group.mac) || !(g->group.mac[0] & 1))
		reader_fault(r, &mark, "\"%s\" is not the MAC of a group of stations",
			     text);
}

/* A member is said as the place of a forwarding entry is. */
static void take_member(struct reader *r, struct fy_node *node, void *object)
{
	static const struct yaml_key keys[] = {
		{ "dev", take_dev },
		{ "vlan", take_fdb_vlan },
		{ "remote", take_fdb_remote },
	};
	static const struct yaml_map map = YAML_MAP(keys, NULL);
	struct state_fdb f = {
		.fdb = { .selector = VTRUNK_SELECTOR_NATIVE },
		.mark = yaml_mark(r, node),
	};
	struct state_group *g = object;
	unsigned int faults = r->faults;
	struct member *m;

	yaml_read_map(r, node, "a member", &map, &f);
	if (faults != r->faults)
		return;
	if (!*f.fdb.ifname == !f.fdb.ip.family)
		reader_fault(r, &f.mark, "a member needs either a dev or a remote");
	else if (f.fdb.vid && !*f.fdb.ifname)
		reader_fault(r, &f.mark, "vlan goes with dev");
	else if (g->group.count == VTRUNK_GROUP_MEMBERS_MAX)
		reader_fault(r, &f.mark, "a group has no more than %u members",
			     VTRUNK_GROUP_MEMBERS_MAX);
	if (faults != r->faults)
		return;
	m = &g->group.members[g->group.count++];
	strcpy(m->ifname, f.fdb.ifname);
	m->selector = f.fdb.selector;
	m->vid = f.fdb.vid;
	m->ip = f.fdb.ip;
}

static void take_members(struct reader *r, struct fy_node *node, void *object)
{
	yaml_read_list(r, node, "members", take_member, object);
}

static void take_group(struct reader *r, struct fy_node *node, void *object)
{
	static const struct yaml_key keys[] = {
		{ "key", take_group_key },
		{ "network", take_group_network },
		{ "mac", take_group_mac },
		{ "members", take_members },
	};
	static const struct yaml_map map = YAML_MAP(keys, NULL);
	struct state_group g = { .mark = yaml_mark(r, node) };
	unsigned int faults = r->faults;
	struct state_bridge *b = object;

	yaml_read_map(r, node, "a group", &map, &g);
	if (faults != r->faults)
		return;
	if (!g.group.key)
		reader_fault(r, &g.mark, "a group needs a key");
	if (!*g.group.network)
		reader_fault(r, &g.mark, "a group needs a network");
	qsort(g.group.members, g.group.count, sizeof(g.group.members[0]),
	      compare_members);
	if (faults == r->faults)
		node_add(r, &b->groups, &g, sizeof(g));
}

/**
 * node_groups() - the groups of a bridge
 * @r: the reading
 * @node: the list
 * @object: struct state_bridge, to which they are added
 */
void node_groups(struct reader *r, struct fy_node *node, void *object)
{
	yaml_read_list(r, node, "groups", take_group, object);
}
