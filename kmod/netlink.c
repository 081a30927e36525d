// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <net/sock.h>

#include "device.h"
#include "netlink-object.h"
#include "netlink.h"
#include "network.h"
#include "notify.h"
#include "refuse.h"
#include "remote.h"
#include "trunk.h"

static_assert((int)VTRUNK_A_NETWORK_BRIDGE_IFINDEX ==
	      VTRUNK_NL_A_BRIDGE);
static_assert((int)VTRUNK_A_REMOTE_BRIDGE_IFINDEX ==
	      VTRUNK_NL_A_BRIDGE);
static_assert((int)VTRUNK_A_TRUNK_BRIDGE_IFINDEX ==
	      VTRUNK_NL_A_BRIDGE);
static_assert((int)VTRUNK_A_PORT_BRIDGE_IFINDEX ==
	      VTRUNK_NL_A_BRIDGE);
static_assert((int)VTRUNK_A_FDB_BRIDGE_IFINDEX ==
	      VTRUNK_NL_A_BRIDGE);
static_assert((int)VTRUNK_A_GROUP_BRIDGE_IFINDEX ==
	      VTRUNK_NL_A_BRIDGE);

/* The trunk that a request is about, from which its bridge follows. */
static struct nlattr *trunk_attr(const struct genl_info *info)
{
	switch (info->genlhdr->cmd) {
	case VTRUNK_CMD_TRUNK_GET:
	case VTRUNK_CMD_TRUNK_SET:
	case VTRUNK_CMD_TRUNK_DEL:
	case VTRUNK_CMD_TRUNK_LOAD:
		return info->attrs[VTRUNK_A_TRUNK_IFINDEX];
	case VTRUNK_CMD_PORT_GET:
	case VTRUNK_CMD_PORT_NEW:
	case VTRUNK_CMD_PORT_SET:
	case VTRUNK_CMD_PORT_DEL:
		return info->attrs[VTRUNK_A_PORT_IFINDEX];
	case VTRUNK_CMD_FDB_GET:
	case VTRUNK_CMD_FDB_NEW:
	case VTRUNK_CMD_FDB_SET:
	case VTRUNK_CMD_FDB_FLUSH:
		return info->attrs[VTRUNK_A_FDB_IFINDEX];
	default:
		return NULL;
	}
}

static struct vtrunk *named_bridge(struct genl_info *info, struct nlattr *attr)
{
	struct net_device *dev;

	dev = __dev_get_by_index(genl_info_net(info), nla_get_u32(attr));
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "this bridge does not exist in this network namespace");
		return ERR_PTR(-ENODEV);
	}
	if (!vtrunk_device_is(dev)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "this device is not a virtual trunk bridge");
		return ERR_PTR(-EOPNOTSUPP);
	}
	return netdev_priv(dev);
}

static struct vtrunk *only_bridge(struct genl_info *info)
{
	struct list_head *bridges;

	bridges = &vtrunk_nl_net(genl_info_net(info))->bridges;
	if (list_empty(bridges)) {
		NL_SET_ERR_MSG(info->extack,
			       "there is no virtual trunk bridge in this network namespace");
		return ERR_PTR(-ENODEV);
	}
	if (!list_is_singular(bridges)) {
		NL_SET_ERR_MSG(info->extack,
			       "there are several bridges in this network namespace, name one");
		return ERR_PTR(-ENOTUNIQ);
	}
	return list_first_entry(bridges, struct vtrunk, node);
}

static struct vtrunk *find_bridge(struct genl_info *info)
{
	struct nlattr *attr = trunk_attr(info);
	struct vtrunk_trunk *trunk = NULL;
	struct net_device *dev;
	struct vtrunk *br;

	if (attr) {
		dev = __dev_get_by_index(genl_info_net(info),
					 nla_get_u32(attr));
		trunk = dev ? vtrunk_trunk_of(dev) : NULL;
	}
	if (!info->attrs[VTRUNK_NL_A_BRIDGE])
		return trunk ? trunk->br : only_bridge(info);
	br = named_bridge(info, info->attrs[VTRUNK_NL_A_BRIDGE]);
	if (!IS_ERR(br) && trunk && trunk->br != br) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "this device is a trunk of another bridge");
		return ERR_PTR(-EINVAL);
	}
	return br;
}

static int pre_doit(const struct genl_split_ops *ops, struct sk_buff *skb,
		    struct genl_info *info)
{
	struct vtrunk *br;

	rtnl_lock();
	br = find_bridge(info);
	if (IS_ERR(br)) {
		rtnl_unlock();
		return PTR_ERR(br);
	}
	info->user_ptr[0] = br;
	return 0;
}

static void post_doit(const struct genl_split_ops *ops, struct sk_buff *skb,
		      struct genl_info *info)
{
	rtnl_unlock();
}

/**
 * vtrunk_nl_network() - the network that a request names
 * @br: the bridge
 * @vni: attribute with its VNI, or NULL
 * @name: attribute with its name, or NULL
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL or RCU.
 * Return: the network, NULL if the request names none, or an error pointer.
 */
struct vtrunk_network *vtrunk_nl_network(struct vtrunk *br,
					 struct nlattr *vni,
					 struct nlattr *name,
					 struct netlink_ext_ack *extack)
{
	struct vtrunk_network *net;

	if (!vni && !name)
		return NULL;
	if (vni)
		net = vtrunk_network_find(br, nla_get_u32(vni));
	else
		net = vtrunk_network_find_name(br, nla_data(name));
	if (!net) {
		NL_SET_ERR_MSG_ATTR(extack, vni ?: name,
				    "this network does not exist");
		return ERR_PTR(-ENOENT);
	}
	if (vni && name && strcmp(net->name, nla_data(name))) {
		NL_SET_ERR_MSG_ATTR(extack, name,
				    "this network has another VNI");
		return ERR_PTR(-EINVAL);
	}
	return net;
}

/**
 * vtrunk_nl_trunk_find() - the trunk with an interface index
 * @net: the network namespace
 * @attr: attribute with the interface index
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL.
 * Return: the trunk or an error pointer.
 */
struct vtrunk_trunk *vtrunk_nl_trunk_find(struct net *net,
					  const struct nlattr *attr,
					  struct netlink_ext_ack *extack)
{
	struct vtrunk_trunk *trunk;
	struct net_device *dev;

	dev = __dev_get_by_index(net, nla_get_u32(attr));
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "this device does not exist in this network namespace");
		return ERR_PTR(-ENODEV);
	}
	trunk = vtrunk_trunk_of(dev);
	if (!trunk) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "this device is not a trunk");
		return ERR_PTR(-ENOENT);
	}
	return trunk;
}

/**
 * vtrunk_nl_trunk() - the trunk that a request names
 * @info: the request
 * @attr: attribute with the interface index
 *
 * Context: RTNL.
 * Return: the trunk or an error pointer.
 */
struct vtrunk_trunk *vtrunk_nl_trunk(struct genl_info *info,
				     struct nlattr *attr)
{
	return vtrunk_nl_trunk_find(genl_info_net(info), attr, info->extack);
}

/**
 * vtrunk_nl_ip() - the underlay address that a request names
 * @ipv4: attribute with an IPv4 address, or NULL
 * @ipv6: attribute with an IPv6 address, or NULL
 * @ip: where it goes
 *
 * Return: 1 if there is one, 0 if there is none, -EINVAL if there are two.
 */
int vtrunk_nl_ip(struct nlattr *ipv4, struct nlattr *ipv6,
		 struct vtrunk_ip *ip)
{
	memset(ip, 0, sizeof(*ip));
	if (ipv4 && ipv6)
		return -EINVAL;
	if (ipv4) {
		ip->family = AF_INET;
		ip->v4 = nla_get_in_addr(ipv4);
	} else if (ipv6) {
		ip->family = AF_INET6;
		ip->v6 = nla_get_in6_addr(ipv6);
	}
	return ipv4 || ipv6;
}

/**
 * vtrunk_nl_check_name() - whether a name is well formed
 * @attr: attribute with the name
 * @extack: where the reason of a refusal goes
 *
 * Return: 0 or -EINVAL.
 */
int vtrunk_nl_check_name(struct nlattr *attr, struct netlink_ext_ack *extack)
{
	if (vtrunk_name_is_valid(nla_data(attr)))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "this name is not 1 to 63 of A-Z a-z 0-9 . _ : - with a non-digit");
	return -EINVAL;
}

/**
 * vtrunk_nl_missing() - refuse a request that lacks an attribute
 * @info: the request
 * @type: the attribute
 *
 * Return: -EINVAL.
 */
int vtrunk_nl_missing(struct genl_info *info, unsigned int type)
{
	return vtrunk_nl_missing_in(info->extack, NULL, type);
}

/**
 * vtrunk_nl_missing_in() - refuse a nest that lacks an attribute
 * @extack: where the reason of the refusal goes
 * @nest: the nest, or NULL for the request itself
 * @type: the attribute
 *
 * Return: -EINVAL.
 */
int vtrunk_nl_missing_in(struct netlink_ext_ack *extack,
			 const struct nlattr *nest, unsigned int type)
{
	vtrunk_refuse(extack, nest, "a required attribute is missing");
	NL_SET_ERR_ATTR_MISS(extack, nest, type);
	return -EINVAL;
}

static int put_drop(struct sk_buff *skb, unsigned int reason, u64 packets)
{
	struct nlattr *nest;

	nest = nla_nest_start(skb, VTRUNK_A_STATS_DROP);
	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u32(skb, VTRUNK_A_DROP_COUNT_REASON, reason) ||
	    nla_put_u64_64bit(skb, VTRUNK_A_DROP_COUNT_PACKETS, packets,
			      VTRUNK_A_DROP_COUNT_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_nonzero(struct sk_buff *skb, int type, u64 packets)
{
	if (!packets)
		return 0;
	return nla_put_u64_64bit(skb, type, packets, VTRUNK_A_STATS_PAD);
}

/**
 * vtrunk_nl_put_stats() - write counters
 * @skb: the message
 * @type: attribute for the nest
 * @sum: the counters
 *
 * Return: 0, or -EMSGSIZE and the caller cancels the message.
 */
int vtrunk_nl_put_stats(struct sk_buff *skb, unsigned int type,
			const struct vtrunk_totals *sum)
{
	struct nlattr *nest;
	unsigned int i;

	nest = nla_nest_start(skb, type);
	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u64_64bit(skb, VTRUNK_A_STATS_RX_PACKETS, sum->rx_packets,
			      VTRUNK_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VTRUNK_A_STATS_RX_BYTES, sum->rx_bytes,
			      VTRUNK_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VTRUNK_A_STATS_TX_PACKETS, sum->tx_packets,
			      VTRUNK_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VTRUNK_A_STATS_TX_BYTES, sum->tx_bytes,
			      VTRUNK_A_STATS_PAD))
		return -EMSGSIZE;
	if (put_nonzero(skb, VTRUNK_A_STATS_ICMP_SENT, sum->icmp_sent) ||
	    put_nonzero(skb, VTRUNK_A_STATS_ICMP_SUPPRESSED,
			sum->icmp_suppressed) ||
	    put_nonzero(skb, VTRUNK_A_STATS_ANNOUNCED, sum->announced))
		return -EMSGSIZE;
	for (i = 0; i <= VTRUNK_DROP_MAX; i++)
		if (sum->drops[i] && put_drop(skb, i, sum->drops[i]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * vtrunk_nl_put_ip() - write an underlay address
 * @skb: the message
 * @ipv4: attribute for IPv4
 * @ipv6: attribute for IPv6
 * @ip: the address
 *
 * Return: 0 or -EMSGSIZE.
 */
int vtrunk_nl_put_ip(struct sk_buff *skb, unsigned int ipv4,
		     unsigned int ipv6, const struct vtrunk_ip *ip)
{
	if (ip->family == AF_INET)
		return nla_put_in_addr(skb, ipv4, ip->v4);
	return nla_put_in6_addr(skb, ipv6, &ip->v6);
}

/**
 * vtrunk_nl_put_message() - write an object into a message that is begun
 * @skb: the message
 * @hdr: its header, or NULL if there was no room for that
 * @fill: writes the object
 * @object: the object
 *
 * Return: 0 or -EMSGSIZE, and then the message is as it was before @hdr.
 */
int vtrunk_nl_put_message(struct sk_buff *skb, void *hdr, vtrunk_nl_fill fill,
			  const void *object)
{
	int err;

	if (!hdr)
		return -EMSGSIZE;
	rcu_read_lock();
	err = fill(skb, object);
	rcu_read_unlock();
	if (err)
		genlmsg_cancel(skb, hdr);
	else
		genlmsg_end(skb, hdr);
	return err;
}

/**
 * vtrunk_nl_reply() - answer a request with an object
 * @info: the request
 * @cmd: command of the answer
 * @fill: writes the object
 * @object: the object
 * @gfp: how memory may be had
 *
 * Return: 0 or a negative errno.
 */
int vtrunk_nl_reply(struct genl_info *info, u8 cmd, vtrunk_nl_fill fill,
		    const void *object, gfp_t gfp)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_GOODSIZE, gfp);

	if (!skb)
		return -ENOMEM;
	return vtrunk_nl_answer(info, skb, cmd, fill, object);
}

/**
 * vtrunk_nl_answer() - answer a request with an object, in a given message
 * @info: the request
 * @skb: the message, empty; given away
 * @cmd: command of the answer
 * @fill: writes the object
 * @object: the object
 *
 * Return: 0 or a negative errno.
 */
int vtrunk_nl_answer(struct genl_info *info, struct sk_buff *skb, u8 cmd,
		     vtrunk_nl_fill fill, const void *object)
{
	void *hdr;
	int err;

	hdr = genlmsg_put_reply(skb, info, &vtrunk_nl_family, 0, cmd);
	err = vtrunk_nl_put_message(skb, hdr, fill, object);
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	return genlmsg_reply(skb, info);
}

/**
 * vtrunk_nl_report() - tell all who listen about an object
 * @br: its bridge
 * @cmd: the notification
 * @fill: writes the object
 * @object: the object
 * @gfp: how memory may be had
 */
void vtrunk_nl_report(struct vtrunk *br, u8 cmd, vtrunk_nl_fill fill,
		      const void *object, gfp_t gfp)
{
	struct net *net = dev_net(br->dev);
	struct sk_buff *skb;
	void *hdr;

	if (!genl_has_listeners(&vtrunk_nl_family, net, VTRUNK_NLGRP_CONFIG))
		return;
	skb = genlmsg_new(NLMSG_GOODSIZE, gfp);
	if (!skb)
		goto err_lost;
	hdr = genlmsg_put(skb, 0, 0, &vtrunk_nl_family, 0, cmd);
	if (vtrunk_nl_put_message(skb, hdr, fill, object)) {
		nlmsg_free(skb);
		goto err_lost;
	}
	genlmsg_multicast_netns(&vtrunk_nl_family, net, skb, 0,
				VTRUNK_NLGRP_CONFIG, gfp);
	return;

err_lost:
	atomic_inc(&br->events_lost);
}

static const struct genl_multicast_group groups[] = {
	[VTRUNK_NLGRP_CONFIG] = { .name = VTRUNK_MCGRP_CONFIG, },
};

struct genl_family vtrunk_nl_family __ro_after_init = {
	.name		= VTRUNK_FAMILY_NAME,
	.version	= VTRUNK_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.pre_doit	= pre_doit,
	.post_doit	= post_doit,
	.ops		= vtrunk_nl_ops,
	.n_ops		= ARRAY_SIZE(vtrunk_nl_ops),
	.mcgrps		= groups,
	.n_mcgrps	= ARRAY_SIZE(groups),
};

/**
 * vtrunk_netlink_module_init() - register the generic netlink family
 *
 * Return: 0 or a negative errno.
 */
int __init vtrunk_netlink_module_init(void)
{
	return genl_register_family(&vtrunk_nl_family);
}

/**
 * vtrunk_netlink_module_uninit() - remove the family; no request is under way
 * afterwards
 */
void vtrunk_netlink_module_uninit(void)
{
	genl_unregister_family(&vtrunk_nl_family);
}
