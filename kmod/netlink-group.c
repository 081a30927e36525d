// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>

#include "group.h"
#include "netlink-object.h"
#include "netlink-place.h"
#include "network.h"
#include "notify.h"
#include "option.h"
#include "port.h"
#include "refuse.h"
#include "remote.h"
#include "trunk.h"
#include "tunnel.h"

static int put_port(struct sk_buff *skb, const struct vtrunk_port *port)
{
	const struct net_device *dev = port->trunk->dev;

	if (nla_put_u32(skb, VTRUNK_A_GROUP_MEMBER_IFINDEX, dev->ifindex) ||
	    nla_put_string(skb, VTRUNK_A_GROUP_MEMBER_IFNAME, dev->name) ||
	    nla_put_u32(skb, VTRUNK_A_GROUP_MEMBER_SELECTOR,
			port->config.selector))
		return -EMSGSIZE;
	if (!port->config.vid)
		return 0;
	return nla_put_u16(skb, VTRUNK_A_GROUP_MEMBER_VID, port->config.vid);
}

static int put_member(const struct vtrunk_place *place, void *arg)
{
	const struct vtrunk_tunnel *tunnel;
	struct sk_buff *skb = arg;
	struct nlattr *nest;
	int err;

	nest = nla_nest_start(skb, VTRUNK_A_GROUP_MEMBER);
	if (!nest)
		return -EMSGSIZE;
	if (place->kind == VTRUNK_PLACE_PORT) {
		err = put_port(skb, container_of(place, struct vtrunk_port,
						 place));
	} else {
		tunnel = container_of(place, struct vtrunk_tunnel, place);
		err = vtrunk_nl_put_ip(skb, VTRUNK_A_GROUP_MEMBER_IPV4,
				       VTRUNK_A_GROUP_MEMBER_IPV6,
				       &tunnel->remote->ip);
	}
	nla_nest_end(skb, nest);
	return err;
}

static int fill(struct sk_buff *skb, const void *object)
{
	const struct vtrunk_group *group = object;
	const struct vtrunk_network *net = group->net;
	u8 mac[ETH_ALEN];

	u64_to_ether_addr(group->mac, mac);
	if (nla_put_u32(skb, VTRUNK_A_GROUP_BRIDGE_IFINDEX,
			net->br->dev->ifindex) ||
	    nla_put_u32(skb, VTRUNK_A_GROUP_VNI, net->vni) ||
	    nla_put_string(skb, VTRUNK_A_GROUP_NETWORK, net->name) ||
	    nla_put_u16(skb, VTRUNK_A_GROUP_KEY, group->key) ||
	    (group->mac && nla_put(skb, VTRUNK_A_GROUP_MAC, ETH_ALEN, mac)))
		return -EMSGSIZE;
	return vtrunk_group_walk(group, put_member, skb);
}

void vtrunk_notify_group(struct vtrunk_group *group, bool deleted)
{
	struct vtrunk *br = group->net->br;

	vtrunk_nl_changed(br);
	vtrunk_nl_report(br, deleted ? VTRUNK_CMD_GROUP_DEL_NTF :
				       VTRUNK_CMD_GROUP_NTF,
			 fill, group, GFP_KERNEL);
}

/* The network and the key that a request is about; both are required. */
static int target(struct genl_info *info, struct vtrunk_network **net,
		  u16 *key)
{
	struct nlattr *vni = info->attrs[VTRUNK_A_GROUP_VNI];
	struct nlattr *name = info->attrs[VTRUNK_A_GROUP_NETWORK];

	if (!info->attrs[VTRUNK_A_GROUP_KEY])
		return vtrunk_nl_missing(info, VTRUNK_A_GROUP_KEY);
	*key = nla_get_u16(info->attrs[VTRUNK_A_GROUP_KEY]);
	*net = vtrunk_nl_network(vtrunk_nl_bridge(info), vni, name,
				 info->extack);
	if (IS_ERR(*net))
		return PTR_ERR(*net);
	if (!*net)
		return vtrunk_nl_missing(info, VTRUNK_A_GROUP_VNI);
	if ((*net)->mode == VTRUNK_MODE_OVN)
		return 0;
	vtrunk_refuse(info->extack, vni ?: name,
		      "groups are those of ovn networks");
	return -EINVAL;
}

static int no_group(struct genl_info *info)
{
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VTRUNK_A_GROUP_KEY],
			    "this group does not exist");
	return -ENOENT;
}

int vtrunk_nl_group_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_network *net;
	struct vtrunk_group *group;
	u16 key;
	int err;

	err = target(info, &net, &key);
	if (err)
		return err;
	group = vtrunk_group_find(net, key);
	if (!group)
		return no_group(info);
	return vtrunk_nl_reply(info, VTRUNK_CMD_GROUP_GET, fill, group,
			       GFP_KERNEL);
}

static int dump_network(struct sk_buff *skb, struct netlink_callback *cb,
			const struct vtrunk_network *net)
{
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	struct vtrunk_group *group;

	list_for_each_entry_rcu(group, &net->groups, node) {
		if (group->key <= dump->inner)
			continue;
		if (vtrunk_nl_dump(skb, cb, VTRUNK_CMD_GROUP_GET, fill, group))
			return -EMSGSIZE;
		dump->inner = group->key;
	}
	return 0;
}

static int dump_bridge(struct sk_buff *skb, struct netlink_callback *cb,
		       struct vtrunk *br)
{
	struct nlattr **attrs = genl_info_dump(cb)->attrs;
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	const struct vtrunk_network *wanted, *net;

	wanted = vtrunk_nl_network(br, attrs[VTRUNK_A_GROUP_VNI],
				   attrs[VTRUNK_A_GROUP_NETWORK], cb->extack);
	if (IS_ERR(wanted))
		return PTR_ERR(wanted);
	list_for_each_entry_rcu(net, &br->network_list, node) {
		if (net->id < dump->outer || (wanted && wanted != net))
			continue;
		vtrunk_nl_dump_enter(dump, net->id);
		if (dump_network(skb, cb, net))
			return -EMSGSIZE;
	}
	return 0;
}

int vtrunk_nl_group_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb)
{
	return vtrunk_nl_dump_bridges(skb, cb, dump_bridge);
}

/**
 * struct members - those that a request names
 * @count: how many
 * @member: what they are known by
 */
struct members {
	unsigned int count;
	const struct vtrunk_counters *member[VTRUNK_GROUP_MEMBERS_MAX];
};

static struct vtrunk_place *read_port(struct genl_info *info,
				      const struct vtrunk_network *net,
				      struct nlattr **tb)
{
	struct nlattr *selector = tb[VTRUNK_A_GROUP_MEMBER_SELECTOR];
	struct nlattr *ifindex = tb[VTRUNK_A_GROUP_MEMBER_IFINDEX];
	struct nlattr *vid = tb[VTRUNK_A_GROUP_MEMBER_VID];
	struct vtrunk_trunk *trunk;

	trunk = vtrunk_nl_trunk(info, ifindex);
	if (IS_ERR(trunk))
		return ERR_CAST(trunk);
	if (!selector ||
	    (nla_get_u32(selector) == VTRUNK_SELECTOR_VLAN) != !!vid) {
		vtrunk_refuse(info->extack, ifindex,
			      "a port is named by its selector, and by its VLAN id if it has one");
		return ERR_PTR(-EINVAL);
	}
	return vtrunk_nl_place_port(trunk, vid ? nla_get_u16(vid) : 0, net,
				    ifindex, info->extack);
}

static struct vtrunk_place *read_place(struct genl_info *info,
				       const struct vtrunk_network *net,
				       const struct nlattr *nest)
{
	struct nlattr *tb[VTRUNK_A_GROUP_MEMBER_IPV6 + 1];
	struct nlattr *ipv4, *ipv6;
	struct vtrunk_ip ip;
	int err, n;

	err = nla_parse_nested(tb, VTRUNK_A_GROUP_MEMBER_IPV6, nest,
			       vtrunk_group_member_nl_policy, info->extack);
	if (err)
		return ERR_PTR(err);
	ipv4 = tb[VTRUNK_A_GROUP_MEMBER_IPV4];
	ipv6 = tb[VTRUNK_A_GROUP_MEMBER_IPV6];
	n = vtrunk_nl_ip(ipv4, ipv6, &ip);
	if (n < 0 || n == !!tb[VTRUNK_A_GROUP_MEMBER_IFINDEX]) {
		NL_SET_ERR_MSG_ATTR(info->extack, nest,
				    "a member of a group is one port or one remote");
		return ERR_PTR(-EINVAL);
	}
	if (n)
		return vtrunk_nl_place_remote(vtrunk_nl_bridge(info), &ip, net,
					      ipv4 ?: ipv6, info->extack);
	return read_port(info, net, tb);
}

static bool is_twice(const struct members *members,
		     const struct vtrunk_counters *counters)
{
	unsigned int i;

	for (i = 0; i < members->count; i++)
		if (members->member[i] == counters)
			return true;
	return false;
}

/* Read one member, which has to be in the group already or must not be. */
static int read_member(struct genl_info *info,
		       const struct vtrunk_network *net,
		       const struct vtrunk_group *group, bool present,
		       const struct nlattr *nest, struct members *members)
{
	const struct vtrunk_counters *counters;
	const struct vtrunk_place *place;
	bool has;

	place = read_place(info, net, nest);
	if (IS_ERR(place))
		return PTR_ERR(place);
	counters = vtrunk_group_member(place);
	has = group && vtrunk_group_has(group, counters);
	if (is_twice(members, counters))
		has = !present;
	if (has != present) {
		vtrunk_refuse(info->extack, nest, has ?
			      "a member that is to be added is one already" :
			      "a member that is to be removed is none");
		return has ? -EEXIST : -ENOENT;
	}
	if (members->count == VTRUNK_GROUP_MEMBERS_MAX) {
		NL_SET_ERR_MSG_ATTR(info->extack, nest,
				    "a group has no more than 64 members");
		return -ENOSPC;
	}
	members->member[members->count++] = counters;
	return 0;
}

static int read_members(struct genl_info *info,
			const struct vtrunk_network *net,
			const struct vtrunk_group *group, bool present,
			struct members *members)
{
	const struct nlattr *attr;
	int err = 0;
	int rem;

	members->count = 0;
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != VTRUNK_A_GROUP_MEMBER)
			continue;
		err = read_member(info, net, group, present, attr, members);
		if (err)
			break;
	}
	return err;
}

static int read_mac(struct genl_info *info, const struct vtrunk_network *net,
		    const struct vtrunk_group *group, u64 *mac)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_GROUP_MAC];
	const struct vtrunk_group *other;

	*mac = group ? group->mac : 0;
	if (!attr)
		return 0;
	if (!is_multicast_ether_addr(nla_data(attr)) ||
	    is_broadcast_ether_addr(nla_data(attr))) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "this MAC is not one of a group of stations");
		return -EINVAL;
	}
	*mac = ether_addr_to_u64(nla_data(attr));
	if (group && group->mac != *mac) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "the MAC of a group is chosen when it is made");
		return -EINVAL;
	}
	other = vtrunk_group_find_mac(net, *mac);
	if (!other || other == group)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, attr,
			    "this MAC is that of another group of the network");
	return -EEXIST;
}

/* What can be asked for of a group that is there, or is to be made. */
static int check_new(struct genl_info *info, u16 key,
		     const struct vtrunk_group *group)
{
	const char *reason;

	switch (key) {
	case VTRUNK_GROUP_FLOOD:
	case VTRUNK_GROUP_UNKNOWN:
	case VTRUNK_GROUP_FLOOD_L2:
		reason = "this group is there by itself";
		break;
	default:
		if (!group || info->attrs[VTRUNK_A_GROUP_MEMBER])
			return 0;
		reason = "this group is there already";
	}
	vtrunk_refuse(info->extack, info->attrs[VTRUNK_A_GROUP_KEY], reason);
	return -EEXIST;
}

int vtrunk_nl_group_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_network *net;
	struct vtrunk_group *group;
	struct members members;
	unsigned int i;
	u16 key;
	u64 mac;
	int err;

	err = target(info, &net, &key);
	if (err)
		return err;
	group = vtrunk_group_find(net, key);
	err = check_new(info, key, group) ?: read_mac(info, net, group, &mac) ?:
	      read_members(info, net, group, false, &members);
	if (err)
		return err;
	if (group && vtrunk_group_count(group) + members.count >
		     VTRUNK_GROUP_MEMBERS_MAX) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[VTRUNK_A_GROUP_KEY],
				    "a group has no more than 64 members");
		return -ENOSPC;
	}
	if (!group)
		group = vtrunk_group_create(net, key, mac);
	if (IS_ERR(group))
		return PTR_ERR(group);
	for (i = 0; i < members.count; i++)
		vtrunk_group_join(group, members.member[i]);
	vtrunk_notify_group(group, false);
	return 0;
}

int vtrunk_nl_group_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_network *net;
	struct vtrunk_group *group;
	struct members members;
	unsigned int i;
	u16 key;
	int err;

	err = target(info, &net, &key);
	if (err)
		return err;
	group = vtrunk_group_find(net, key);
	if (!group)
		return no_group(info);
	err = read_members(info, net, group, true, &members);
	if (err)
		return err;
	if (!members.count) {
		vtrunk_group_destroy(group);
		return 0;
	}
	for (i = 0; i < members.count; i++)
		vtrunk_group_leave(group, members.member[i]);
	vtrunk_notify_group(group, false);
	return 0;
}
