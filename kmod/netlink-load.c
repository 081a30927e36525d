// SPDX-License-Identifier: GPL-2.0
#include <linux/bsearch.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/sort.h>

#include "address.h"
#include "netlink-address.h"
#include "netlink-object.h"
#include "network.h"
#include "notify.h"
#include "port-set.h"
#include "refuse.h"
#include "trunk.h"

/**
 * struct keyed - a port with a key
 * @config: its settings
 * @attr: what the message says of the port
 */
struct keyed {
	const struct vtrunk_port_config *config;
	const struct nlattr *attr;
};

/**
 * struct load - a set that is being read
 * @extack: where the reason of a refusal goes
 * @br: the bridge
 * @by_name: its networks in the order of their names, or NULL while no port
 *	named one
 * @networks: length of @by_name
 * @names: names of the ports
 * @name_count: number of @names
 * @keyed: ports with a key
 * @key_count: number of @keyed
 * @nest: by VID, the attribute that the port is in
 * @address_count: number of addresses of all ports
 * @set: the set
 */
struct load {
	struct netlink_ext_ack *extack;
	struct vtrunk *br;
	struct vtrunk_network **by_name;
	size_t networks;
	const struct nlattr *names[VLAN_N_VID];
	size_t name_count;
	struct keyed keyed[VLAN_N_VID];
	size_t key_count;
	const struct nlattr *nest[VLAN_N_VID];
	size_t address_count;
	struct vtrunk_port_set set;
};

static int fill(struct sk_buff *skb, const void *object)
{
	const struct vtrunk_port_set *set = object;
	const struct vtrunk_trunk *trunk = set->trunk;
	struct net_device *br_dev = trunk->br->dev;

	if (nla_put_u32(skb, VTRUNK_A_TRUNK_BRIDGE_IFINDEX, br_dev->ifindex) ||
	    nla_put_u32(skb, VTRUNK_A_TRUNK_IFINDEX, trunk->dev->ifindex) ||
	    nla_put_string(skb, VTRUNK_A_TRUNK_IFNAME, trunk->dev->name) ||
	    nla_put_u32(skb, VTRUNK_A_TRUNK_PORTS_ADDED, set->added) ||
	    nla_put_u32(skb, VTRUNK_A_TRUNK_PORTS_REMOVED, set->removed) ||
	    nla_put_u32(skb, VTRUNK_A_TRUNK_PORTS_CHANGED, set->changed) ||
	    nla_put_u32(skb, VTRUNK_A_TRUNK_PORTS_KEPT, set->kept) ||
	    nla_put_u32(skb, VTRUNK_A_TRUNK_GENERATION,
			READ_ONCE(vtrunk_nl_net(dev_net(br_dev))->generation)))
		return -EMSGSIZE;
	return 0;
}

void vtrunk_notify_port_set(const struct vtrunk_port_set *set)
{
	struct vtrunk *br = set->trunk->br;

	vtrunk_nl_changed(br);
	vtrunk_nl_report(br, VTRUNK_CMD_TRUNK_LOAD_NTF, fill, set, GFP_KERNEL);
}

static int network_cmp(const void *a, const void *b)
{
	const struct vtrunk_network *const *left = a;
	const struct vtrunk_network *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

static int network_cmp_name(const void *name, const void *item)
{
	const struct vtrunk_network *const *net = item;

	return strcmp(name, (*net)->name);
}

/* A set may name thousands of networks out of thousands. */
static int sort_networks(struct load *load)
{
	struct vtrunk_network *net;
	size_t n = 0;

	list_for_each_entry(net, &load->br->network_list, node)
		n++;
	load->by_name = kvmalloc_array(n ?: 1, sizeof(net),
				       GFP_KERNEL_ACCOUNT);
	if (!load->by_name)
		return -ENOMEM;
	list_for_each_entry(net, &load->br->network_list, node)
		load->by_name[load->networks++] = net;
	sort(load->by_name, n, sizeof(net), network_cmp, NULL);
	return 0;
}

static int read_network(struct load *load, struct nlattr **tb,
			const struct nlattr *nest,
			struct vtrunk_port_config *config)
{
	struct nlattr *name = tb[VTRUNK_A_PORT_NETWORK];
	struct nlattr *vni = tb[VTRUNK_A_PORT_VNI];
	struct vtrunk_network **found;
	int err;

	if (!vni && !name)
		return vtrunk_nl_missing_in(load->extack, nest,
					    VTRUNK_A_PORT_VNI);
	if (vni) {
		config->net = vtrunk_nl_network(load->br, vni, name,
						load->extack);
		err = PTR_ERR_OR_ZERO(config->net);
		if (err)
			config->net = NULL;
		return err;
	}
	if (!load->by_name) {
		err = sort_networks(load);
		if (err)
			return err;
	}
	found = bsearch(nla_data(name), load->by_name, load->networks,
			sizeof(*found), network_cmp_name);
	if (!found) {
		NL_SET_ERR_MSG_ATTR(load->extack, name,
				    "this network does not exist");
		return -ENOENT;
	}
	config->net = *found;
	return 0;
}

static int read_name(struct load *load, struct nlattr *attr,
		     struct vtrunk_port_config *config)
{
	int err;

	if (!attr || !((const char *)nla_data(attr))[0])
		return 0;
	err = vtrunk_nl_check_name(attr, load->extack);
	if (err)
		return err;
	strscpy_pad(config->name, nla_data(attr), sizeof(config->name));
	load->names[load->name_count++] = attr;
	return 0;
}

static int read_key(struct load *load, struct nlattr *attr,
		    const struct nlattr *nest,
		    struct vtrunk_port_config *config)
{
	if (attr)
		config->key = nla_get_u16(attr);
	if (!config->key)
		return vtrunk_nl_port_keyless(config, attr, nest,
					      load->extack);
	load->keyed[load->key_count].config = config;
	load->keyed[load->key_count++].attr = attr;
	return 0;
}

/* A locked port takes no other settings. */
static int check_locked(struct load *load, const struct nlattr *nest,
			const struct vtrunk_port_config *config)
{
	const struct vtrunk_port *old;

	old = vtrunk_port_find(load->set.trunk, config->vid);
	if (!old || !old->config.locked ||
	    vtrunk_port_config_equal(&old->config, config))
		return 0;
	NL_SET_ERR_MSG_ATTR(load->extack, nest, "this port is locked");
	return -EPERM;
}

static struct vtrunk_nl_attrs attrs_of(const struct nlattr *nest)
{
	return (struct vtrunk_nl_attrs) {
		.head	= nla_data(nest),
		.len	= nla_len(nest),
	};
}

/* The entries that the trunk's ports have now do not count. */
static int read_addresses(struct load *load, const struct nlattr *nest,
			  struct vtrunk_port_config *config)
{
	struct vtrunk_nl_attrs attrs = attrs_of(nest);
	int err;

	err = vtrunk_nl_addresses_read(&attrs, load->extack, config);
	if (err || !config->addresses)
		return err;
	load->nest[config->vid] = nest;
	load->address_count += config->addresses->count;
	return vtrunk_nl_addresses_check(&attrs, NULL, load->extack, config,
					 NULL, load->set.trunk);
}

static int read_port(struct load *load, const struct nlattr *nest)
{
	struct nlattr *tb[VTRUNK_A_PORT_ADDRESS + 1];
	struct vtrunk_port_config *config;
	u16 vid;
	int err;

	err = nla_parse_nested(tb, VTRUNK_A_PORT_ADDRESS, nest,
			       vtrunk_port_settings_nl_policy, load->extack);
	if (!err)
		err = vtrunk_nl_port_selector(tb, nest, load->extack, &vid);
	if (err)
		return err;
	config = &load->set.item[vid].config;
	if (config->net) {
		vtrunk_refuse(load->extack, nest, vid ?
			      "this VLAN is in the set twice" :
			      "the native port is in the set twice");
		return -EINVAL;
	}
	config->vid = vid;
	config->selector = vid ? VTRUNK_SELECTOR_VLAN : VTRUNK_SELECTOR_NATIVE;
	config->up = true;
	err = read_network(load, tb, nest, config);
	if (!err)
		err = read_name(load, tb[VTRUNK_A_PORT_NAME], config);
	if (!err)
		err = read_key(load, tb[VTRUNK_A_PORT_KEY], nest, config);
	if (!err)
		err = vtrunk_nl_port_flags(tb, load->extack, config);
	if (!err && tb[VTRUNK_A_PORT_ADDRESS])
		err = read_addresses(load, nest, config);
	return err ?: check_locked(load, nest, config);
}

static int read_ports(struct load *load, const struct genl_info *info)
{
	const struct nlattr *attr;
	int err = 0;
	int rem;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != VTRUNK_A_TRUNK_PORT)
			continue;
		err = read_port(load, attr);
		if (err)
			break;
		cond_resched();
	}
	return err;
}

/* Of two equal names the one that comes first in the message is the less. */
static int name_cmp(const void *a, const void *b)
{
	const struct nlattr *const *left = a;
	const struct nlattr *const *right = b;
	int order;

	order = strcmp(nla_data(*left), nla_data(*right));
	if (order)
		return order;
	return *left < *right ? -1 : *left > *right;
}

/* Names are unique on the bridge once the set is in force: those that the
 * trunk's ports have now do not count.
 */
static int check_names(struct load *load)
{
	const struct vtrunk_port *other;
	size_t i;

	sort(load->names, load->name_count, sizeof(load->names[0]), name_cmp,
	     NULL);
	for (i = 1; i < load->name_count; i++) {
		if (strcmp(nla_data(load->names[i - 1]),
			   nla_data(load->names[i])))
			continue;
		NL_SET_ERR_MSG_ATTR(load->extack, load->names[i],
				    "this name is in the set twice");
		return -EINVAL;
	}
	for (i = 0; i < load->name_count; i++) {
		other = vtrunk_port_find_name(load->br,
					      nla_data(load->names[i]));
		if (!other || other->trunk == load->set.trunk)
			continue;
		NL_SET_ERR_MSG_ATTR(load->extack, load->names[i],
				    "this name is already that of a port of this bridge");
		return -EEXIST;
	}
	return 0;
}

static int key_cmp(const struct vtrunk_port_config *a,
		   const struct vtrunk_port_config *b)
{
	if (a->net->vni != b->net->vni)
		return a->net->vni < b->net->vni ? -1 : 1;
	return a->key - b->key;
}

/* Of two equal keys the one that comes first in the message is the less. */
static int keyed_cmp(const void *a, const void *b)
{
	const struct keyed *left = a;
	const struct keyed *right = b;

	return key_cmp(left->config, right->config) ?:
	       (left->attr < right->attr ? -1 : left->attr > right->attr);
}

static int keyed_cmp_config(const void *config, const void *item)
{
	const struct keyed *keyed = item;

	return key_cmp(config, keyed->config);
}

/* Whether ports of another trunk have a key of the set. */
static int check_keys_of(struct load *load, const struct vtrunk_trunk *trunk)
{
	const struct keyed *found;
	struct vtrunk_port *port;

	list_for_each_entry(port, &trunk->ports, of_trunk) {
		if (!port->config.key)
			continue;
		found = bsearch(&port->config, load->keyed, load->key_count,
				sizeof(*found), keyed_cmp_config);
		if (!found)
			continue;
		NL_SET_ERR_MSG_ATTR(load->extack, found->attr,
				    "a port of this network already has this key");
		return -EEXIST;
	}
	return 0;
}

/* Keys are unique in each network once the set is in force. */
static int check_keys(struct load *load)
{
	const struct keyed *keyed = load->keyed;
	struct vtrunk_trunk *trunk;
	size_t i;
	int err;

	if (!load->key_count)
		return 0;
	sort(load->keyed, load->key_count, sizeof(*keyed), keyed_cmp, NULL);
	for (i = 1; i < load->key_count; i++) {
		if (key_cmp(keyed[i - 1].config, keyed[i].config))
			continue;
		NL_SET_ERR_MSG_ATTR(load->extack, keyed[i].attr,
				    "this key is in the set twice");
		return -EINVAL;
	}
	list_for_each_entry(trunk, &load->br->trunk_list, node) {
		if (trunk == load->set.trunk)
			continue;
		err = check_keys_of(load, trunk);
		if (err)
			return err;
	}
	return 0;
}

/**
 * struct use - a MAC in use by a port of the set
 * @config: settings of the port
 * @mac: the MAC as a number
 */
struct use {
	const struct vtrunk_port_config *config;
	u64 mac;
};

static int use_cmp(const void *a, const void *b)
{
	const struct use *left = a;
	const struct use *right = b;

	if (left->config->net != right->config->net)
		return left->config->net < right->config->net ? -1 : 1;
	if (left->mac != right->mac)
		return left->mac < right->mac ? -1 : 1;
	return (int)left->config->vid - right->config->vid;
}

static void list_uses(const struct load *load, struct use *use)
{
	const struct vtrunk_addresses *addresses;
	const struct vtrunk_port_item *item;
	unsigned int vid, i;

	for (vid = 0; vid < ARRAY_SIZE(load->set.item); vid++) {
		item = &load->set.item[vid];
		addresses = item->config.addresses;
		for (i = 0; addresses && i < addresses->count; i++) {
			use->config = &item->config;
			use->mac = addresses->list[i].mac;
			use++;
		}
	}
}

/* No two ports of the set have one MAC in one network. */
static int check_addresses(struct load *load)
{
	struct vtrunk_nl_attrs attrs;
	struct use *uses;
	int err = 0;
	size_t i;

	if (load->address_count < 2)
		return 0;
	uses = kvmalloc_array(load->address_count, sizeof(*uses),
			      GFP_KERNEL_ACCOUNT);
	if (!uses)
		return -ENOMEM;
	list_uses(load, uses);
	sort(uses, load->address_count, sizeof(*uses), use_cmp, NULL);
	for (i = 1; !err && i < load->address_count; i++) {
		if (uses[i - 1].config->net != uses[i].config->net ||
		    uses[i - 1].mac != uses[i].mac)
			continue;
		attrs = attrs_of(load->nest[uses[i].config->vid]);
		NL_SET_ERR_MSG_ATTR(load->extack,
				    vtrunk_nl_address_attr(&attrs,
							   uses[i].mac),
				    "this MAC is an address of two ports of this network");
		err = -EINVAL;
	}
	kvfree(uses);
	return err;
}

/* Ports that the set has not are removed, unless they are locked. */
static int check_removed(struct load *load, const struct nlattr *ifindex)
{
	const struct vtrunk_port *port;

	list_for_each_entry(port, &load->set.trunk->ports, of_trunk) {
		if (!port->config.locked ||
		    load->set.item[port->config.vid].config.net)
			continue;
		NL_SET_ERR_MSG_ATTR(load->extack, ifindex,
				    "this port is locked and not in the set");
		return -EPERM;
	}
	return 0;
}

static struct vtrunk_trunk *target(struct genl_info *info)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_TRUNK_IFINDEX];
	struct vtrunk_trunk *trunk;

	if (!attr)
		return ERR_PTR(vtrunk_nl_missing(info,
						 VTRUNK_A_TRUNK_IFINDEX));
	trunk = vtrunk_nl_trunk(info, attr);
	if (IS_ERR(trunk) || !trunk->locked)
		return trunk;
	NL_SET_ERR_MSG_ATTR(info->extack, attr, "this trunk is locked");
	return ERR_PTR(-EPERM);
}

static int load_set(struct load *load, struct genl_info *info)
{
	struct sk_buff *msg;
	int err;

	err = read_ports(load, info);
	if (!err)
		err = check_removed(load, info->attrs[VTRUNK_A_TRUNK_IFINDEX]);
	if (!err)
		err = check_names(load);
	if (!err)
		err = check_keys(load);
	if (!err)
		err = check_addresses(load);
	if (err)
		return err;
	msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	err = vtrunk_port_set_load(&load->set);
	if (err) {
		if (err == -ENOSPC && load->address_count)
			NL_SET_ERR_MSG_ATTR(load->extack,
					    info->attrs[VTRUNK_A_TRUNK_IFINDEX],
					    "the FDB of this bridge is full");
		nlmsg_free(msg);
		return err;
	}
	/* It is done, whether whoever asked can be told the counts or not. */
	vtrunk_nl_answer(info, msg, VTRUNK_CMD_TRUNK_LOAD, fill, &load->set);
	return 0;
}

static void free_load(struct load *load)
{
	unsigned int vid;

	for (vid = 0; vid < ARRAY_SIZE(load->set.item); vid++)
		vtrunk_addresses_put(load->set.item[vid].config.addresses);
	kvfree(load->by_name);
	kvfree(load);
}

int vtrunk_nl_trunk_load_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_trunk *trunk = target(info);
	struct load *load;
	int err;

	if (IS_ERR(trunk))
		return PTR_ERR(trunk);
	load = kvzalloc(sizeof(*load), GFP_KERNEL_ACCOUNT);
	if (!load)
		return -ENOMEM;
	load->extack = info->extack;
	load->br = trunk->br;
	load->set.trunk = trunk;
	err = load_set(load, info);
	free_load(load);
	return err;
}
