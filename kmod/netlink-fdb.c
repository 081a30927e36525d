// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>

#include "fdb.h"
#include "netlink-address.h"
#include "netlink-object.h"
#include "netlink-place.h"
#include "network.h"
#include "notify.h"
#include "port.h"
#include "refuse.h"
#include "remote.h"
#include "rtnl-neigh.h"
#include "trunk.h"
#include "tunnel.h"

static int put_place(struct sk_buff *skb, const struct vtrunk_place *place)
{
	const struct vtrunk_tunnel *tunnel;
	const struct vtrunk_port *port;

	if (place->kind == VTRUNK_PLACE_TUNNEL) {
		tunnel = container_of(place, struct vtrunk_tunnel, place);
		return vtrunk_nl_put_ip(skb, VTRUNK_A_FDB_IPV4,
					VTRUNK_A_FDB_IPV6,
					&tunnel->remote->ip);
	}
	port = container_of(place, struct vtrunk_port, place);
	if (nla_put_u32(skb, VTRUNK_A_FDB_IFINDEX,
			port->trunk->dev->ifindex) ||
	    nla_put_string(skb, VTRUNK_A_FDB_IFNAME, port->trunk->dev->name) ||
	    nla_put_u32(skb, VTRUNK_A_FDB_SELECTOR, port->config.selector))
		return -EMSGSIZE;
	if (!port->config.vid)
		return 0;
	return nla_put_u16(skb, VTRUNK_A_FDB_VID, port->config.vid);
}

static int fill(struct sk_buff *skb, const void *object)
{
	const struct vtrunk_fdb_entry *entry = object;
	u32 age = (u32)jiffies - READ_ONCE(entry->updated);
	const struct vtrunk_network *net = entry->net;
	u32 moves = READ_ONCE(entry->moves);
	u32 type = READ_ONCE(entry->type);
	u16 key = READ_ONCE(entry->key);
	u8 mac[ETH_ALEN];

	u64_to_ether_addr(entry->mac, mac);
	if (nla_put_u32(skb, VTRUNK_A_FDB_BRIDGE_IFINDEX,
			net->br->dev->ifindex) ||
	    nla_put(skb, VTRUNK_A_FDB_MAC, ETH_ALEN, mac) ||
	    nla_put_u32(skb, VTRUNK_A_FDB_VNI, net->vni) ||
	    nla_put_string(skb, VTRUNK_A_FDB_NETWORK, net->name) ||
	    put_place(skb, READ_ONCE(entry->place)) ||
	    (key && nla_put_u16(skb, VTRUNK_A_FDB_KEY, key)) ||
	    nla_put_u32(skb, VTRUNK_A_FDB_TYPE, type) ||
	    (moves && nla_put_u32(skb, VTRUNK_A_FDB_MOVES, moves)))
		return -EMSGSIZE;
	if (type == VTRUNK_FDB_TYPE_STATIC)
		return 0;
	return nla_put_u32(skb, VTRUNK_A_FDB_AGE, jiffies_to_msecs(age));
}

void vtrunk_notify_fdb(struct vtrunk *br, struct vtrunk_fdb_entry *entry,
		       bool deleted)
{
	/* A VM can make as many of these as it can send frames. */
	if (entry->type == VTRUNK_FDB_TYPE_LEARNED &&
	    !__ratelimit(&br->events)) {
		atomic_inc(&br->events_lost);
		return;
	}
	vtrunk_nl_report(br, deleted ? VTRUNK_CMD_FDB_DEL_NTF :
				       VTRUNK_CMD_FDB_NTF,
			 fill, entry, GFP_ATOMIC);
	vtrunk_rtnl_neigh_report(br, entry, deleted);
}

static int read_mac(struct nlattr *attr, struct netlink_ext_ack *extack,
		    u64 *mac)
{
	if (is_valid_ether_addr(nla_data(attr))) {
		*mac = ether_addr_to_u64(nla_data(attr));
		return 0;
	}
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "this MAC is not one of a single station");
	return -EINVAL;
}

/* The network and the MAC that a request is about; both are required. */
static int target(struct genl_info *info, struct vtrunk_network **net,
		  u64 *mac)
{
	if (!info->attrs[VTRUNK_A_FDB_MAC])
		return vtrunk_nl_missing(info, VTRUNK_A_FDB_MAC);
	*net = vtrunk_nl_network(vtrunk_nl_bridge(info),
				 info->attrs[VTRUNK_A_FDB_VNI],
				 info->attrs[VTRUNK_A_FDB_NETWORK],
				 info->extack);
	if (IS_ERR(*net))
		return PTR_ERR(*net);
	if (!*net)
		return vtrunk_nl_missing(info, VTRUNK_A_FDB_VNI);
	return read_mac(info->attrs[VTRUNK_A_FDB_MAC], info->extack, mac);
}

static int no_entry(struct genl_info *info)
{
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VTRUNK_A_FDB_MAC],
			    "this MAC has no FDB entry in this network");
	return -ENOENT;
}

int vtrunk_nl_fdb_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk *br = vtrunk_nl_bridge(info);
	struct vtrunk_fdb_entry *entry;
	struct vtrunk_network *net;
	u64 mac;
	int err;

	err = target(info, &net, &mac);
	if (err)
		return err;
	rcu_read_lock();
	entry = vtrunk_fdb_find(&br->fdb, net, mac);
	if (entry)
		err = vtrunk_nl_reply(info, VTRUNK_CMD_FDB_GET, fill, entry,
				      GFP_ATOMIC);
	else
		err = no_entry(info);
	rcu_read_unlock();
	return err;
}

static int read_port(struct nlattr **attrs, struct netlink_ext_ack *extack,
		     struct vtrunk_nl_wanted *wanted)
{
	struct nlattr *selector = attrs[VTRUNK_A_FDB_SELECTOR];
	struct nlattr *vid = attrs[VTRUNK_A_FDB_VID];
	bool tagged;

	if (!selector && !vid)
		return 0;
	wanted->has_port = true;
	tagged = !selector || nla_get_u32(selector) == VTRUNK_SELECTOR_VLAN;
	if (tagged && !vid) {
		NL_SET_ERR_MSG_ATTR(extack, selector,
				    "this selector needs a VLAN id");
		return -EINVAL;
	}
	if (!tagged && vid) {
		NL_SET_ERR_MSG_ATTR(extack, vid,
				    "the native port has no tag");
		return -EINVAL;
	}
	wanted->vid = vid ? nla_get_u16(vid) : 0;
	return 0;
}

static int read_wanted(struct nlattr **attrs, struct netlink_ext_ack *extack,
		       struct vtrunk_nl_wanted *wanted)
{
	struct nlattr *ifindex = attrs[VTRUNK_A_FDB_IFINDEX];
	int n;

	memset(wanted, 0, sizeof(*wanted));
	n = vtrunk_nl_ip(attrs[VTRUNK_A_FDB_IPV4], attrs[VTRUNK_A_FDB_IPV6],
			 &wanted->ip);
	if (n < 0 || (n && ifindex)) {
		NL_SET_ERR_MSG(extack,
			       "an FDB entry is at one port or one remote");
		return -EINVAL;
	}
	if (ifindex)
		wanted->ifindex = nla_get_u32(ifindex);
	return read_port(attrs, extack, wanted);
}

static int read_filter(struct vtrunk *br, struct nlattr **attrs,
		       struct netlink_ext_ack *extack,
		       struct vtrunk_nl_wanted *wanted,
		       struct vtrunk_fdb_filter *filter)
{
	const struct vtrunk_network *net;
	int err;

	memset(filter, 0, sizeof(*filter));
	filter->match = vtrunk_nl_place_match;
	filter->arg = wanted;
	err = read_wanted(attrs, extack, wanted);
	if (err)
		return err;
	if (attrs[VTRUNK_A_FDB_MAC]) {
		err = read_mac(attrs[VTRUNK_A_FDB_MAC], extack, &filter->mac);
		if (err)
			return err;
	}
	net = vtrunk_nl_network(br, attrs[VTRUNK_A_FDB_VNI],
				attrs[VTRUNK_A_FDB_NETWORK], extack);
	if (IS_ERR(net))
		return PTR_ERR(net);
	filter->net = net;
	return 0;
}

static int dump_bridge(struct sk_buff *skb, struct netlink_callback *cb,
		       struct vtrunk *br)
{
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	struct vtrunk_nl_wanted wanted;
	struct vtrunk_fdb_cursor cursor;
	struct vtrunk_fdb_filter filter;
	struct vtrunk_fdb_entry *entry;
	int err;

	err = read_filter(br, genl_info_dump(cb)->attrs, cb->extack,
			  &wanted, &filter);
	if (err)
		return err;
	cursor.hash = dump->outer;
	cursor.vni = dump->inner;
	while ((entry = vtrunk_fdb_next(&br->fdb, &cursor))) {
		if (vtrunk_fdb_match(entry, &filter) &&
		    vtrunk_nl_dump(skb, cb, VTRUNK_CMD_FDB_GET, fill, entry))
			return -EMSGSIZE;
		dump->outer = cursor.hash;
		dump->inner = cursor.vni;
	}
	return 0;
}

int vtrunk_nl_fdb_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vtrunk_nl_dump_bridges(skb, cb, dump_bridge);
}

int vtrunk_nl_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk *br = vtrunk_nl_bridge(info);
	struct vtrunk_nl_wanted wanted;
	struct vtrunk_fdb_filter filter;
	struct sk_buff *msg;
	void *hdr;
	int err;

	err = read_filter(br, info->attrs, info->extack, &wanted, &filter);
	if (err)
		return err;
	msg = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &vtrunk_nl_family, 0,
				VTRUNK_CMD_FDB_FLUSH);
	if (!hdr ||
	    nla_put_u32(msg, VTRUNK_A_FDB_FLUSHED,
			vtrunk_fdb_flush(br, &filter))) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

static struct vtrunk_place *port_place(struct genl_info *info,
				       const struct vtrunk_nl_wanted *wanted,
				       const struct vtrunk_network *net)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_FDB_IFINDEX];
	struct vtrunk_trunk *trunk;

	trunk = vtrunk_nl_trunk(info, attr);
	if (IS_ERR(trunk))
		return ERR_CAST(trunk);
	if (!wanted->has_port) {
		vtrunk_nl_missing(info, VTRUNK_A_FDB_SELECTOR);
		return ERR_PTR(-EINVAL);
	}
	return vtrunk_nl_place_port(trunk, wanted->vid, net, attr,
				    info->extack);
}

/* Where an entry that a request makes is to point. */
static struct vtrunk_place *read_place(struct genl_info *info,
				       const struct vtrunk_network *net)
{
	struct vtrunk_nl_wanted wanted;
	int err;

	err = read_wanted(info->attrs, info->extack, &wanted);
	if (err)
		return ERR_PTR(err);
	if (wanted.ip.family)
		return vtrunk_nl_place_remote(vtrunk_nl_bridge(info),
					      &wanted.ip, net,
					      info->attrs[VTRUNK_A_FDB_IPV4] ?:
					      info->attrs[VTRUNK_A_FDB_IPV6],
					      info->extack);
	if (wanted.ifindex)
		return port_place(info, &wanted, net);
	return ERR_PTR(vtrunk_nl_missing(info, VTRUNK_A_FDB_IFINDEX));
}

/* The key of the port behind a remote. One that is moved to another remote
 * keeps its key, unless another is given.
 */
static int read_key(struct genl_info *info, const struct vtrunk_network *net,
		    const struct vtrunk_place *place, u16 *key)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_FDB_KEY];
	bool wanted = net->mode == VTRUNK_MODE_OVN &&
		      place->kind == VTRUNK_PLACE_TUNNEL;

	if (attr && !wanted) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "a key goes with a remote of an ovn network");
		return -EINVAL;
	}
	if (attr)
		*key = nla_get_u16(attr);
	else if (!wanted)
		*key = 0;
	if (*key || !wanted)
		return 0;
	NL_SET_ERR_MSG(info->extack,
		       "an FDB entry at a remote of an ovn network needs a key");
	NL_SET_ERR_ATTR_MISS(info->extack, NULL, VTRUNK_A_FDB_KEY);
	return -EINVAL;
}

static int set_entry(struct genl_info *info, struct vtrunk_network *net,
		     u64 mac, struct vtrunk_place *place, u16 key, u32 type)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_FDB_TYPE];
	int err;

	if (attr)
		type = nla_get_u32(attr);
	if (type == VTRUNK_FDB_TYPE_LEARNED) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "a configured entry is static or sticky");
		return -EINVAL;
	}
	err = read_key(info, net, place, &key);
	if (err)
		return err;
	err = vtrunk_fdb_set(vtrunk_nl_bridge(info), net, mac, place, key,
			     type);
	if (err == -ENOSPC)
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[VTRUNK_A_FDB_MAC],
				    "the FDB of this bridge is full");
	return err;
}

int vtrunk_nl_fdb_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk *br = vtrunk_nl_bridge(info);
	struct vtrunk_fdb_entry *entry;
	struct vtrunk_network *net;
	struct vtrunk_place *place;
	bool configured;
	u64 mac;
	int err;

	err = target(info, &net, &mac);
	if (err)
		return err;
	rcu_read_lock();
	entry = vtrunk_fdb_find(&br->fdb, net, mac);
	configured = entry && entry->type != VTRUNK_FDB_TYPE_LEARNED;
	rcu_read_unlock();
	if (configured) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[VTRUNK_A_FDB_MAC],
				    "this MAC already has a configured FDB entry in this network");
		return -EEXIST;
	}
	place = read_place(info, net);
	if (IS_ERR(place))
		return PTR_ERR(place);
	return set_entry(info, net, mac, place, 0, VTRUNK_FDB_TYPE_STATIC);
}

int vtrunk_nl_fdb_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	struct vtrunk *br = vtrunk_nl_bridge(info);
	struct vtrunk_place *place = NULL;
	struct vtrunk_fdb_entry *entry;
	struct vtrunk_network *net;
	u32 type = 0;
	u16 key = 0;
	u64 mac;
	int err;

	err = target(info, &net, &mac);
	if (err)
		return err;
	rcu_read_lock();
	entry = vtrunk_fdb_find(&br->fdb, net, mac);
	if (entry) {
		place = READ_ONCE(entry->place);
		type = entry->type;
		key = entry->key;
	}
	rcu_read_unlock();
	if (!place)
		return no_entry(info);
	err = vtrunk_nl_address_free(net, mac, attrs[VTRUNK_A_FDB_MAC],
				     info->extack);
	if (err)
		return err;
	/* RTNL is held, so the place outlives this request. */
	if (attrs[VTRUNK_A_FDB_IFINDEX] || attrs[VTRUNK_A_FDB_IPV4] ||
	    attrs[VTRUNK_A_FDB_IPV6]) {
		place = read_place(info, net);
		if (IS_ERR(place))
			return PTR_ERR(place);
	}
	if (type == VTRUNK_FDB_TYPE_LEARNED)
		type = VTRUNK_FDB_TYPE_STATIC;
	return set_entry(info, net, mac, place, key, type);
}

int vtrunk_nl_fdb_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk *br = vtrunk_nl_bridge(info);
	struct vtrunk_fdb_entry *entry;
	struct vtrunk_network *net;
	u64 mac;
	int err;

	err = target(info, &net, &mac);
	if (!err)
		err = vtrunk_nl_address_free(net, mac,
					     info->attrs[VTRUNK_A_FDB_MAC],
					     info->extack);
	if (err)
		return err;
	rcu_read_lock();
	entry = vtrunk_fdb_find(&br->fdb, net, mac);
	if (entry)
		vtrunk_fdb_del(br, entry);
	else
		err = no_entry(info);
	rcu_read_unlock();
	return err;
}
