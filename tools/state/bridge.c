// SPDX-License-Identifier: GPL-2.0
/* A bridge of a state file, with all that is on it. */
#include <stdio.h>
#include <string.h>

#include <libfyaml.h>

#include "../names.h"
#include "attr.h"
#include "yaml.h"

/* Bridges. */

static void take_local_one(struct reader *r, struct fy_node *node,
			   void *object)
{
	struct state_bridge *b = object;
	struct mark mark = yaml_mark(r, node);
	struct ip_addr *local;
	struct ip_addr ip;

	if (!node_ip(r, node, "local", &ip))
		return;
	local = ip.family == AF_INET6 ? &b->bridge.local6 : &b->bridge.local4;
	if (local->family)
		reader_fault(r, &mark, "local has two addresses of one family");
	*local = ip;
}

static void take_local(struct reader *r, struct fy_node *node, void *object)
{
	if (node && fy_node_is_scalar(node) && !fy_node_is_null(node))
		take_local_one(r, node, object);
	else
		yaml_read_list(r, node, "local", take_local_one, object);
}

static void take_dstport(struct reader *r, struct fy_node *node, void *object)
{
	struct state_bridge *b = object;

	yaml_number(r, node, "dstport", 1, 65535, &b->bridge.dstport);
}

static void take_uplink(struct reader *r, struct fy_node *node, void *object)
{
	struct mark mark = yaml_mark(r, node);
	struct state_bridge *b = object;
	char text[YAML_TEXT];

	if (!yaml_text(r, node, "uplink", text))
		return;
	if (parse_ifname(text))
		strcpy(b->bridge.uplink_name, text);
	else
		reader_fault(r, &mark, "\"%s\" is not the name of a device",
			     text);
}

/* Remotes: an address, or a mapping with one. */

static void take_remote_ip(struct reader *r, struct fy_node *node,
			   void *object)
{
	struct state_remote *remote = object;

	node_ip(r, node, "ip", &remote->remote.ip);
}

static void read_remote_item(struct reader *r, struct fy_node *node,
			     struct state_bridge *b, const char *network)
{
	static const struct yaml_key keys[] = { { "ip", take_remote_ip } };
	static const struct yaml_map map = YAML_MAP(keys, &remote_attrs);
	unsigned int faults = r->faults;
	struct state_remote remote = {
		.remote = *(const struct remote *)remote_attrs.defaults,
		.mark = yaml_mark(r, node),
	};

	snprintf(remote.remote.network, sizeof(remote.remote.network), "%s",
		 network);
	if (node && fy_node_is_mapping(node))
		yaml_read_map(r, node, "a remote", &map, &remote);
	else
		node_ip(r, node, "a remote", &remote.remote.ip);
	if (faults == r->faults && !remote.remote.ip.family)
		reader_fault(r, &remote.mark, "a remote needs an ip");
	if (faults == r->faults)
		node_add(r, &b->remotes, &remote, sizeof(remote));
}

static void take_remote(struct reader *r, struct fy_node *node, void *object)
{
	read_remote_item(r, node, object, "");
}

static void take_remotes(struct reader *r, struct fy_node *node, void *object)
{
	yaml_read_list(r, node, "remotes", take_remote, object);
}

/* Networks. */

struct network_reading {
	struct state_network item;
	struct state_bridge *b;
};

static void take_vni(struct reader *r, struct fy_node *node, void *object)
{
	struct network_reading *n = object;

	yaml_number(r, node, "vni", 1, VTRUNK_VNI_MAX, &n->item.network.vni);
}

static void take_network_remote(struct reader *r, struct fy_node *node,
				void *object)
{
	struct network_reading *n = object;

	read_remote_item(r, node, n->b, n->item.network.name);
}

static void take_network_remotes(struct reader *r, struct fy_node *node,
				 void *object)
{
	yaml_read_list(r, node, "remotes", take_network_remote, object);
}

static void take_network(struct reader *r, const char *name,
			 struct fy_node *key, struct fy_node *node,
			 void *object)
{
	static const struct yaml_key keys[] = {
		{ "vni", take_vni },
		{ "remotes", take_network_remotes },
	};
	static const struct yaml_map map = YAML_MAP(keys, &network_attrs);
	unsigned int faults = r->faults;
	struct network_reading n = {
		.item = {
			.network = *(const struct network *)
				network_attrs.defaults,
			.mark = yaml_mark(r, key),
		},
		.b = object,
	};
	struct network *net = &n.item.network;

	if (!parse_name(name)) {
		reader_fault(r, &n.item.mark, "\"%s\" is not a name for a network",
			     name);
		return;
	}
	strcpy(net->name, name);
	/* What it is if nothing is said depends on the mode. */
	net->unknown = UINT32_MAX;
	yaml_read_map(r, node, "a network", &map, &n);
	if (net->unknown == UINT32_MAX)
		net->unknown = network_defaults(net->mode)->unknown;
	if (faults == r->faults && !n.item.network.vni)
		reader_fault(r, &n.item.mark, "network %s needs a vni", name);
	if (faults == r->faults)
		node_add(r, &n.b->networks, &n.item, sizeof(n.item));
}

static void take_networks(struct reader *r, struct fy_node *node, void *object)
{
	yaml_read_named(r, node, "networks", take_network, object);
}

/* Ports. */

static void take_vlan(struct reader *r, struct fy_node *node, void *object)
{
	struct state_port *p = object;

	if (yaml_number(r, node, "vlan", 1, VTRUNK_VID_MAX, &p->port.vid))
		p->port.selector = VTRUNK_SELECTOR_VLAN;
}

static void take_port_network(struct reader *r, struct fy_node *node,
			      void *object)
{
	struct state_port *p = object;

	node_network(r, node, p->port.network);
}

static void take_address(struct reader *r, struct fy_node *node, void *object)
{
	struct mark mark = yaml_mark(r, node);
	struct state_port *p = object;
	char text[YAML_TEXT];
	const char *wrong;

	if (!yaml_text(r, node, "an address", text))
		return;
	wrong = address_parse(text, &p->port.addresses);
	if (wrong)
		reader_fault(r, &mark, "\"%s\" is no address of a port: %s",
			     text, wrong);
}

static void take_addresses(struct reader *r, struct fy_node *node,
			   void *object)
{
	yaml_read_list(r, node, "addresses", take_address, object);
}

struct trunk_reading {
	struct state_trunk item;
	struct state_bridge *b;
};

static void read_port_item(struct reader *r, struct fy_node *node,
			   struct trunk_reading *t, bool native)
{
	static const struct yaml_key native_keys[] = {
		{ "network", take_port_network },
		{ "addresses", take_addresses },
	};
	static const struct yaml_key vlan_keys[] = {
		{ "vlan", take_vlan },
		{ "network", take_port_network },
		{ "addresses", take_addresses },
	};
	static const struct yaml_map native_map = YAML_MAP(native_keys, &port_attrs);
	static const struct yaml_map vlan_map = YAML_MAP(vlan_keys, &port_attrs);
	const char *what = native ? "native" : "a subport";
	unsigned int faults = r->faults;
	struct state_port p = {
		.port = *(const struct port *)port_attrs.defaults,
		.mark = yaml_mark(r, node),
	};

	p.port.selector = VTRUNK_SELECTOR_NATIVE;
	strcpy(p.port.ifname, t->item.trunk.ifname);
	yaml_read_map(r, node, what, native ? &native_map : &vlan_map, &p);
	if (faults != r->faults)
		return;
	if (!native && p.port.selector != VTRUNK_SELECTOR_VLAN)
		reader_fault(r, &p.mark, "a subport of %s needs a vlan",
			     p.port.ifname);
	if (!*p.port.network)
		reader_fault(r, &p.mark, "%s of %s needs a network", what,
			     p.port.ifname);
	if (faults == r->faults)
		node_add(r, &t->b->ports, &p, sizeof(p));
}

static void take_native(struct reader *r, struct fy_node *node, void *object)
{
	if (node && !fy_node_is_null(node))
		read_port_item(r, node, object, true);
}

static void take_subport(struct reader *r, struct fy_node *node, void *object)
{
	read_port_item(r, node, object, false);
}

static void take_subports(struct reader *r, struct fy_node *node, void *object)
{
	yaml_read_list(r, node, "subports", take_subport, object);
}

/* Trunks. */

static void take_trunk(struct reader *r, const char *name,
		       struct fy_node *key, struct fy_node *node, void *object)
{
	static const struct yaml_key keys[] = {
		{ "native", take_native },
		{ "subports", take_subports },
	};
	static const struct yaml_map map = YAML_MAP(keys, &trunk_attrs);
	struct trunk_reading t = {
		.item = {
			.trunk = *(const struct trunk *)trunk_attrs.defaults,
			.mark = yaml_mark(r, key),
		},
		.b = object,
	};

	if (!parse_ifname(name)) {
		reader_fault(r, &t.item.mark, "\"%s\" is not the name of a device",
			     name);
		return;
	}
	strcpy(t.item.trunk.ifname, name);
	yaml_read_map(r, node, "a trunk", &map, &t);
	node_add(r, &t.b->trunks, &t.item, sizeof(t.item));
}

static void take_trunks(struct reader *r, struct fy_node *node, void *object)
{
	yaml_read_named(r, node, "trunks", take_trunk, object);
}

/* The bridge itself. */

static void take_bridge(struct reader *r, const char *name,
			struct fy_node *key, struct fy_node *node,
			void *object)
{
	static const struct yaml_key keys[] = {
		{ "local", take_local },
		{ "dstport", take_dstport },
		{ "uplink", take_uplink },
		{ "remotes", take_remotes },
		{ "networks", take_networks },
		{ "trunks", take_trunks },
		{ "fdb", node_fdb },
		{ "groups", node_groups },
	};
	static const struct yaml_map map = YAML_MAP(keys, &bridge_attrs);
	struct state *state = object;
	struct state_bridge b = {
		.bridge = *(const struct bridge *)bridge_attrs.defaults,
		.mark = yaml_mark(r, key),
	};

	if (!parse_ifname(name)) {
		reader_fault(r, &b.mark, "\"%s\" is not a name for a bridge",
			     name);
		return;
	}
	b.bridge.dstport = 0;
	strcpy(b.bridge.ifname, name);
	yaml_read_map(r, node, "a bridge", &map, &b);
	if (b.bridge.dstport && *b.bridge.uplink_name)
		reader_fault(r, &b.mark, "bridge %s has a dstport, which is for a Geneve device that is to be made, and an uplink, which says to make none",
			     name);
	node_add(r, &state->bridges, &b, sizeof(b));
}

/**
 * read_bridges() - read the bridges of a document
 * @r: the reading
 * @node: a mapping from their names to what they have
 * @object: the state they go to
 */
void read_bridges(struct reader *r, struct fy_node *node, void *object)
{
	yaml_read_named(r, node, "bridges", take_bridge, object);
}
