// SPDX-License-Identifier: GPL-2.0
#include <linux/if_vlan.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>

#include "address.h"
#include "netlink-address.h"
#include "netlink-object.h"
#include "network.h"
#include "notify.h"
#include "port.h"
#include "refuse.h"
#include "status.h"
#include "trunk.h"

static int fill_config(struct sk_buff *skb,
		       const struct vtrunk_port_config *config)
{
	if (nla_put_u32(skb, VTRUNK_A_PORT_SELECTOR, config->selector) ||
	    nla_put_u32(skb, VTRUNK_A_PORT_VNI, config->net->vni) ||
	    nla_put_string(skb, VTRUNK_A_PORT_NETWORK, config->net->name) ||
	    nla_put_u8(skb, VTRUNK_A_PORT_UP, config->up) ||
	    nla_put_u8(skb, VTRUNK_A_PORT_LOCKED, config->locked) ||
	    nla_put_u8(skb, VTRUNK_A_PORT_QINQ, config->qinq) ||
	    nla_put_u8(skb, VTRUNK_A_PORT_UNKNOWN, config->unknown) ||
	    nla_put_u8(skb, VTRUNK_A_PORT_LOCAL_ONLY, config->local_only))
		return -EMSGSIZE;
	if (config->key && nla_put_u16(skb, VTRUNK_A_PORT_KEY, config->key))
		return -EMSGSIZE;
	if (config->vid &&
	    (nla_put_u16(skb, VTRUNK_A_PORT_VID, config->vid) ||
	     nla_put_u16(skb, VTRUNK_A_PORT_TPID, ETH_P_8021Q)))
		return -EMSGSIZE;
	if (config->name[0] &&
	    nla_put_string(skb, VTRUNK_A_PORT_NAME, config->name))
		return -EMSGSIZE;
	return vtrunk_nl_addresses_put(skb, config->addresses);
}

static int fill(struct sk_buff *skb, const void *object)
{
	const struct vtrunk_port *port = object;
	const struct vtrunk_trunk *trunk = port->trunk;
	struct vtrunk_totals sum = {};

	vtrunk_counters_add(port->counters, &sum);
	if (nla_put_u32(skb, VTRUNK_A_PORT_BRIDGE_IFINDEX,
			trunk->br->dev->ifindex) ||
	    nla_put_u32(skb, VTRUNK_A_PORT_IFINDEX, trunk->dev->ifindex) ||
	    nla_put_string(skb, VTRUNK_A_PORT_IFNAME, trunk->dev->name) ||
	    fill_config(skb, &port->config) ||
	    nla_put_u32(skb, VTRUNK_A_PORT_STATUS, vtrunk_port_status(port)))
		return -EMSGSIZE;
	return vtrunk_nl_put_stats(skb, VTRUNK_A_PORT_STATS, &sum);
}

/**
 * vtrunk_nl_port_selector() - read which frames a port takes
 * @attrs: attributes of the port
 * @nest: the nest that they are in, or NULL for the request itself
 * @extack: where the reason of a refusal goes
 * @vid: where the VLAN id goes, or 0 for the native port
 *
 * Return: 0 or a negative errno.
 */
int vtrunk_nl_port_selector(struct nlattr **attrs, const struct nlattr *nest,
			    struct netlink_ext_ack *extack, u16 *vid)
{
	struct nlattr *selector = attrs[VTRUNK_A_PORT_SELECTOR];
	struct nlattr *attr = attrs[VTRUNK_A_PORT_VID];
	struct nlattr *tpid = attrs[VTRUNK_A_PORT_TPID];

	*vid = 0;
	if (!selector)
		return vtrunk_nl_missing_in(extack, nest,
					    VTRUNK_A_PORT_SELECTOR);
	if (nla_get_u32(selector) == VTRUNK_SELECTOR_NATIVE) {
		if (!attr && !tpid)
			return 0;
		NL_SET_ERR_MSG_ATTR(extack, attr ?: tpid,
				    "the native port has no tag");
		return -EINVAL;
	}
	if (!attr)
		return vtrunk_nl_missing_in(extack, nest, VTRUNK_A_PORT_VID);
	if (tpid && nla_get_u16(tpid) != ETH_P_8021Q) {
		NL_SET_ERR_MSG_ATTR(extack, tpid,
				    "only 802.1Q tags select a subport");
		return -EPROTONOSUPPORT;
	}
	*vid = nla_get_u16(attr);
	return 0;
}

static struct nlattr *selector_attr(struct genl_info *info)
{
	return info->attrs[VTRUNK_A_PORT_VID] ?:
	       info->attrs[VTRUNK_A_PORT_SELECTOR];
}

static struct vtrunk_trunk *target_trunk(struct genl_info *info)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_PORT_IFINDEX];

	if (!attr)
		return ERR_PTR(vtrunk_nl_missing(info, VTRUNK_A_PORT_IFINDEX));
	return vtrunk_nl_trunk(info, attr);
}

static struct vtrunk_port *target(struct genl_info *info)
{
	struct vtrunk_trunk *trunk = target_trunk(info);
	struct vtrunk_port *port;
	u16 vid;
	int err;

	if (IS_ERR(trunk))
		return ERR_CAST(trunk);
	err = vtrunk_nl_port_selector(info->attrs, NULL, info->extack, &vid);
	if (err)
		return ERR_PTR(err);
	port = vtrunk_port_find(trunk, vid);
	if (port)
		return port;
	vtrunk_refuse(info->extack, selector_attr(info), vid ?
		      "this VLAN is not a subport of this trunk" :
		      "this trunk has no native port");
	return ERR_PTR(-ENOENT);
}

int vtrunk_nl_port_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_port *port = target(info);

	if (IS_ERR(port))
		return PTR_ERR(port);
	return vtrunk_nl_reply(info, VTRUNK_CMD_PORT_GET, fill, port,
			       GFP_KERNEL);
}

/* The native port, then the subports by VID: a port gives way to a successor
 * at any time, but its VID stays.
 */
static int dump_trunk(struct sk_buff *skb, struct netlink_callback *cb,
		      struct vtrunk_trunk *trunk,
		      const struct vtrunk_network *net)
{
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	struct vtrunk_port *port;

	for (; dump->inner <= VTRUNK_VID_MAX; dump->inner++) {
		port = vtrunk_port_find(trunk, dump->inner);
		if (!port || (net && port->config.net != net))
			continue;
		if (vtrunk_nl_dump(skb, cb, VTRUNK_CMD_PORT_GET, fill, port))
			return -EMSGSIZE;
	}
	return 0;
}

static int dump_bridge(struct sk_buff *skb, struct netlink_callback *cb,
		       struct vtrunk *br)
{
	struct nlattr **attrs = genl_info_dump(cb)->attrs;
	struct nlattr *ifindex = attrs[VTRUNK_A_PORT_IFINDEX];
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	const struct vtrunk_network *net;
	struct vtrunk_trunk *trunk;

	net = vtrunk_nl_network(br, attrs[VTRUNK_A_PORT_VNI],
				attrs[VTRUNK_A_PORT_NETWORK], cb->extack);
	if (IS_ERR(net))
		return PTR_ERR(net);
	list_for_each_entry_rcu(trunk, &br->trunk_list, node) {
		if (ifindex && nla_get_u32(ifindex) != trunk->dev->ifindex)
			continue;
		if (trunk->id < dump->outer)
			continue;
		vtrunk_nl_dump_enter(dump, trunk->id);
		if (dump_trunk(skb, cb, trunk, net))
			return -EMSGSIZE;
	}
	return 0;
}

int vtrunk_nl_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vtrunk_nl_dump_bridges(skb, cb, dump_bridge);
}

void vtrunk_notify_port(struct vtrunk_port *port, bool deleted)
{
	struct vtrunk *br = port->trunk->br;

	vtrunk_nl_changed(br);
	vtrunk_nl_report(br, deleted ? VTRUNK_CMD_PORT_DEL_NTF :
				       VTRUNK_CMD_PORT_NTF,
			 fill, port, GFP_KERNEL);
}

static int read_network(struct genl_info *info, struct vtrunk *br,
			struct vtrunk_port_config *config)
{
	struct vtrunk_network *net;

	net = vtrunk_nl_network(br, info->attrs[VTRUNK_A_PORT_VNI],
				info->attrs[VTRUNK_A_PORT_NETWORK],
				info->extack);
	if (IS_ERR(net))
		return PTR_ERR(net);
	if (net)
		config->net = net;
	return config->net ? 0 : vtrunk_nl_missing(info, VTRUNK_A_PORT_VNI);
}

static int read_name(struct genl_info *info, struct vtrunk *br,
		     const struct vtrunk_port *port,
		     struct vtrunk_port_config *config)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_PORT_NAME];
	const struct vtrunk_port *other;
	const char *name;
	int err;

	if (!attr)
		return 0;
	name = nla_data(attr);
	if (name[0]) {
		err = vtrunk_nl_check_name(attr, info->extack);
		if (err)
			return err;
		other = vtrunk_port_find_name(br, name);
		if (other && other != port) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr,
					    "this name is already that of a port of this bridge");
			return -EEXIST;
		}
	}
	strscpy_pad(config->name, name, sizeof(config->name));
	return 0;
}

/**
 * vtrunk_nl_port_keyless() - whether a port can do without a key
 * @config: its settings, with the network
 * @attr: attribute that takes its key away, or NULL if none was given
 * @nest: the nest that the port is in, or NULL for the request itself
 * @extack: where the reason of a refusal goes
 *
 * Return: 0 or -EINVAL.
 */
int vtrunk_nl_port_keyless(const struct vtrunk_port_config *config,
			   const struct nlattr *attr,
			   const struct nlattr *nest,
			   struct netlink_ext_ack *extack)
{
	if (config->net->mode == VTRUNK_MODE_VNI)
		return 0;
	vtrunk_refuse(extack, attr ?: nest,
		      "a port of an ovn network needs a key");
	if (!attr)
		NL_SET_ERR_ATTR_MISS(extack, nest, VTRUNK_A_PORT_KEY);
	return -EINVAL;
}

/**
 * vtrunk_nl_port_flags() - read the switches of a port into its settings
 * @attrs: attributes of the port
 * @extack: where the reason of a refusal goes
 * @config: the settings; the VLAN id is known
 *
 * Return: 0 or a negative errno.
 */
int vtrunk_nl_port_flags(struct nlattr **attrs, struct netlink_ext_ack *extack,
			 struct vtrunk_port_config *config)
{
	if (attrs[VTRUNK_A_PORT_UP])
		config->up = nla_get_u8(attrs[VTRUNK_A_PORT_UP]);
	if (attrs[VTRUNK_A_PORT_LOCKED])
		config->locked = nla_get_u8(attrs[VTRUNK_A_PORT_LOCKED]);
	if (attrs[VTRUNK_A_PORT_UNKNOWN])
		config->unknown = nla_get_u8(attrs[VTRUNK_A_PORT_UNKNOWN]);
	if (attrs[VTRUNK_A_PORT_LOCAL_ONLY])
		config->local_only =
			nla_get_u8(attrs[VTRUNK_A_PORT_LOCAL_ONLY]);
	if (attrs[VTRUNK_A_PORT_QINQ])
		config->qinq = nla_get_u8(attrs[VTRUNK_A_PORT_QINQ]);
	if (config->qinq && !config->vid) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[VTRUNK_A_PORT_QINQ],
				    "the native port cannot carry tags");
		return -EINVAL;
	}
	return 0;
}

static int read_key(struct genl_info *info, const struct vtrunk_port *port,
		    struct vtrunk_port_config *config)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_PORT_KEY];
	const struct vtrunk_port *other;

	if (attr)
		config->key = nla_get_u16(attr);
	if (!config->key)
		return vtrunk_nl_port_keyless(config, attr, NULL,
					      info->extack);
	/* In another network another port may have its old key. */
	other = vtrunk_port_find_key(config->net, config->key);
	if (!other || other == port)
		return 0;
	vtrunk_refuse(info->extack, attr ?: selector_attr(info),
		      "a port of this network already has this key");
	return -EEXIST;
}

/* Those that the port has already move with it to another network. */
static int read_addresses(struct genl_info *info,
			  const struct vtrunk_port *port,
			  struct vtrunk_port_config *config)
{
	struct nlattr **tb = info->attrs;
	struct vtrunk_nl_attrs attrs = {
		.head	= genlmsg_data(info->genlhdr),
		.len	= genlmsg_len(info->genlhdr),
	};
	int err;

	if (tb[VTRUNK_A_PORT_ADDRESS]) {
		err = vtrunk_nl_addresses_read(&attrs, info->extack, config);
		if (err)
			return err;
	}
	return vtrunk_nl_addresses_check(&attrs, tb[VTRUNK_A_PORT_VNI] ?:
					 tb[VTRUNK_A_PORT_NETWORK],
					 info->extack, config, port, NULL);
}

/* Read what a request says about a port into its settings. @port is the port
 * that is changed, or NULL for a new one.
 */
static int read_config(struct genl_info *info, struct vtrunk *br,
		       const struct vtrunk_port *port,
		       struct vtrunk_port_config *config)
{
	int err;

	err = read_network(info, br, config);
	if (!err)
		err = read_name(info, br, port, config);
	if (!err)
		err = read_key(info, port, config);
	if (!err)
		err = vtrunk_nl_port_flags(info->attrs, info->extack, config);
	return err ?: read_addresses(info, port, config);
}

/* What a request has said of a port was taken or refused. */
static int end_change(struct genl_info *info,
		      const struct vtrunk_port_config *config, int err)
{
	if (err == -ENOSPC && config->addresses)
		vtrunk_refuse(info->extack, info->attrs[VTRUNK_A_PORT_ADDRESS],
			      "the FDB of this bridge is full");
	vtrunk_addresses_put(config->addresses);
	return err;
}

static int check_locked(struct genl_info *info,
			const struct vtrunk_trunk *trunk,
			const struct vtrunk_port *port)
{
	if (trunk->locked) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[VTRUNK_A_PORT_IFINDEX],
				    "this trunk is locked");
		return -EPERM;
	}
	if (port && port->config.locked) {
		NL_SET_ERR_MSG_ATTR(info->extack, selector_attr(info),
				    "this port is locked");
		return -EPERM;
	}
	return 0;
}

/* The port is there and is to take settings as if it were made anew. */
static int replace(struct genl_info *info, struct vtrunk_port *port,
		   struct vtrunk_port_config *config)
{
	int err;

	err = check_locked(info, port->trunk, port);
	if (!err)
		err = read_config(info, port->trunk->br, port, config);
	return end_change(info, config,
			  err ?: vtrunk_port_change(port, config));
}

int vtrunk_nl_port_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_port_config config = { .up = true };
	struct vtrunk_trunk *trunk = target_trunk(info);
	struct vtrunk_port *port;
	int err;

	if (IS_ERR(trunk))
		return PTR_ERR(trunk);
	err = vtrunk_nl_port_selector(info->attrs, NULL, info->extack,
				      &config.vid);
	if (err)
		return err;
	config.selector = config.vid ? VTRUNK_SELECTOR_VLAN :
				       VTRUNK_SELECTOR_NATIVE;
	port = vtrunk_port_find(trunk, config.vid);
	if (port && info->attrs[VTRUNK_A_PORT_REPLACE])
		return replace(info, port, &config);
	if (port) {
		vtrunk_refuse(info->extack, selector_attr(info), config.vid ?
			      "this VLAN is already a subport of this trunk" :
			      "this trunk already has a native port");
		return -EEXIST;
	}
	err = check_locked(info, trunk, NULL);
	if (!err)
		err = read_config(info, trunk->br, NULL, &config);
	return end_change(info, &config,
			  err ?: vtrunk_port_create(trunk, &config));
}

static int read_retag(struct genl_info *info, const struct vtrunk_port *port,
		      struct vtrunk_port_config *config)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_PORT_RETAG];
	const struct vtrunk_port *other;

	if (!attr)
		return 0;
	if (!config->vid) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "the native port has no tag");
		return -EINVAL;
	}
	other = vtrunk_port_find(port->trunk, nla_get_u16(attr));
	if (other && other != port) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "this VLAN is already a subport of this trunk");
		return -EEXIST;
	}
	config->vid = nla_get_u16(attr);
	return 0;
}

int vtrunk_nl_port_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *locked = info->attrs[VTRUNK_A_PORT_LOCKED];
	struct vtrunk_port_config config;
	struct vtrunk_port *port;
	int err;

	port = target(info);
	if (IS_ERR(port))
		return PTR_ERR(port);
	/* A locked port takes nothing but what unlocks it. */
	err = check_locked(info, port->trunk,
			   locked && !nla_get_u8(locked) ? NULL : port);
	if (err)
		return err;
	config = port->config;
	vtrunk_addresses_get(config.addresses);
	err = read_retag(info, port, &config);
	if (!err)
		err = read_config(info, port->trunk->br, port, &config);
	return end_change(info, &config,
			  err ?: vtrunk_port_change(port, &config));
}

int vtrunk_nl_port_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_port *port = target(info);
	int err;

	if (IS_ERR(port))
		return PTR_ERR(port);
	err = check_locked(info, port->trunk, port);
	if (err)
		return err;
	vtrunk_port_destroy(port);
	return 0;
}
