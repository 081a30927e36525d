// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/inetdevice.h>
#include <linux/jiffies.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/ipv6.h>
#include <net/route.h>

#include "netlink-object.h"
#include "network.h"
#include "notify.h"
#include "refuse.h"
#include "remote.h"
#include "tunnel.h"

/**
 * struct entry - a remote with one of the scopes that it was added with
 * @remote: the remote
 * @net: the network, or NULL for every network
 */
struct entry {
	struct vtrunk_remote *remote;
	const struct vtrunk_network *net;
};

static int fill(struct sk_buff *skb, const void *object)
{
	const struct entry *entry = object;
	struct vtrunk_remote *remote = entry->remote;
	struct vtrunk_totals sum = {};
	unsigned long seen;
	u32 mtu;

	seen = READ_ONCE(remote->seen);
	/* Who asks wants the route of now, not that of a second ago. */
	vtrunk_remote_forget_mtu(remote);
	mtu = vtrunk_remote_mtu(remote);
	vtrunk_counters_add(&remote->counters, &sum);
	if (nla_put_u32(skb, VTRUNK_A_REMOTE_BRIDGE_IFINDEX,
			remote->br->dev->ifindex) ||
	    vtrunk_nl_put_ip(skb, VTRUNK_A_REMOTE_IPV4, VTRUNK_A_REMOTE_IPV6,
			     &remote->ip) ||
	    nla_put_u8(skb, VTRUNK_A_REMOTE_UP, READ_ONCE(remote->up)) ||
	    (mtu && nla_put_u32(skb, VTRUNK_A_REMOTE_PATH_MTU, mtu)) ||
	    (seen && nla_put_u64_64bit(skb, VTRUNK_A_REMOTE_AGE,
				       jiffies64_to_msecs(jiffies - seen),
				       VTRUNK_A_REMOTE_PAD)) ||
	    vtrunk_nl_put_stats(skb, VTRUNK_A_REMOTE_STATS, &sum))
		return -EMSGSIZE;
	if (!entry->net)
		return 0;
	if (nla_put_u32(skb, VTRUNK_A_REMOTE_VNI, entry->net->vni) ||
	    nla_put_string(skb, VTRUNK_A_REMOTE_NETWORK, entry->net->name))
		return -EMSGSIZE;
	return 0;
}

/* The scope that a request is about: a network, or NULL for every one. */
static struct vtrunk_network *scope(struct genl_info *info)
{
	return vtrunk_nl_network(vtrunk_nl_bridge(info),
				 info->attrs[VTRUNK_A_REMOTE_VNI],
				 info->attrs[VTRUNK_A_REMOTE_NETWORK],
				 info->extack);
}

static struct nlattr *address_attr(struct genl_info *info)
{
	return info->attrs[VTRUNK_A_REMOTE_IPV4] ?:
	       info->attrs[VTRUNK_A_REMOTE_IPV6];
}

static int address(struct genl_info *info, struct vtrunk_ip *ip)
{
	int n = vtrunk_nl_ip(info->attrs[VTRUNK_A_REMOTE_IPV4],
			     info->attrs[VTRUNK_A_REMOTE_IPV6], ip);

	if (n > 0)
		return 0;
	if (!n)
		return vtrunk_nl_missing(info, VTRUNK_A_REMOTE_IPV4);
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VTRUNK_A_REMOTE_IPV6],
			    "this remote has IPv4 already");
	return -EINVAL;
}

/* The remote that a request is about, with the scope that it names. */
static int target(struct genl_info *info, struct vtrunk_remote **remote,
		  struct vtrunk_network **net)
{
	struct vtrunk_ip ip;
	int err;

	err = address(info, &ip);
	if (err)
		return err;
	*net = scope(info);
	if (IS_ERR(*net))
		return PTR_ERR(*net);
	*remote = vtrunk_remote_find(vtrunk_nl_bridge(info), &ip);
	if (*remote && vtrunk_remote_is_of(*remote, *net))
		return 0;
	vtrunk_refuse(info->extack, address_attr(info), *net ?
		      "this address is not a remote of this network" :
		      "this address is not a remote of every network");
	return -ENOENT;
}

int vtrunk_nl_remote_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_network *net;
	struct entry entry;
	int err;

	err = target(info, &entry.remote, &net);
	if (err)
		return err;
	entry.net = net;
	return vtrunk_nl_reply(info, VTRUNK_CMD_REMOTE_GET, fill, &entry,
			       GFP_KERNEL);
}

/* The scopes of one remote: every network, then the networks of its own. The
 * first has the remote's own number, which is less than that of its tunnels.
 */
static int dump_remote(struct sk_buff *skb, struct netlink_callback *cb,
		       struct vtrunk_remote *remote,
		       const struct vtrunk_network *only)
{
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	struct entry entry = { .remote = remote };
	struct vtrunk_tunnel *tunnel;

	if (READ_ONCE(remote->everywhere) && !only && !dump->inner) {
		if (vtrunk_nl_dump(skb, cb, VTRUNK_CMD_REMOTE_GET, fill,
				   &entry))
			return -EMSGSIZE;
		dump->inner = remote->id;
	}
	list_for_each_entry_rcu(tunnel, &remote->tunnels, of_remote) {
		if (!READ_ONCE(tunnel->own) || (only && tunnel->net != only))
			continue;
		if (tunnel->id <= dump->inner)
			continue;
		entry.net = tunnel->net;
		if (vtrunk_nl_dump(skb, cb, VTRUNK_CMD_REMOTE_GET, fill,
				   &entry))
			return -EMSGSIZE;
		dump->inner = tunnel->id;
	}
	return 0;
}

static int dump_bridge(struct sk_buff *skb, struct netlink_callback *cb,
		       struct vtrunk *br)
{
	struct nlattr **attrs = genl_info_dump(cb)->attrs;
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	const struct vtrunk_network *only;
	struct vtrunk_remote *remote;

	only = vtrunk_nl_network(br, attrs[VTRUNK_A_REMOTE_VNI],
				 attrs[VTRUNK_A_REMOTE_NETWORK], cb->extack);
	if (IS_ERR(only))
		return PTR_ERR(only);
	list_for_each_entry_rcu(remote, &br->remote_list, node) {
		if (remote->id < dump->outer)
			continue;
		vtrunk_nl_dump_enter(dump, remote->id);
		if (dump_remote(skb, cb, remote, only))
			return -EMSGSIZE;
	}
	return 0;
}

int vtrunk_nl_remote_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	return vtrunk_nl_dump_bridges(skb, cb, dump_bridge);
}

void vtrunk_notify_remote(struct vtrunk_remote *remote,
			  struct vtrunk_network *net, bool deleted)
{
	const struct entry entry = { .remote = remote, .net = net };

	vtrunk_nl_changed(remote->br);
	vtrunk_nl_report(remote->br, deleted ? VTRUNK_CMD_REMOTE_DEL_NTF :
					       VTRUNK_CMD_REMOTE_NTF,
			 fill, &entry, GFP_KERNEL);
}

static const char *check_ipv4(struct vtrunk *br, __be32 addr)
{
	if (ipv4_is_zeronet(addr))
		return "this address is zero";
	if (ipv4_is_multicast(addr))
		return "this address is multicast";
	if (ipv4_is_lbcast(addr))
		return "this address is broadcast";
	if (ipv4_is_loopback(addr) || addr == br->local_ipv4 ||
	    inet_addr_type(dev_net(br->dev), addr) == RTN_LOCAL)
		return "this address is our own";
	if (inet_addr_type(dev_net(br->dev), addr) == RTN_BROADCAST)
		return "this address is broadcast";
	if (!br->local_ipv4)
		return "this bridge has no local IPv4 address";
	return NULL;
}

static const char *check_ipv6(struct vtrunk *br, const struct in6_addr *addr)
{
	if (ipv6_addr_any(addr))
		return "this address is zero";
	if (ipv6_addr_is_multicast(addr))
		return "this address is multicast";
	if (ipv6_addr_type(addr) & IPV6_ADDR_LINKLOCAL)
		return "this address is link-local and would need a device";
	if (ipv6_addr_v4mapped(addr))
		return "this address is an IPv4 one in IPv6 form";
	if (ipv6_addr_loopback(addr) ||
	    ipv6_addr_equal(addr, &br->local_ipv6) ||
	    ipv6_chk_addr(dev_net(br->dev), addr, NULL, 0))
		return "this address is our own";
	if (ipv6_addr_any(&br->local_ipv6))
		return "this bridge has no local IPv6 address";
	return NULL;
}

static int precheck(struct vtrunk *br, struct genl_info *info,
		    const struct vtrunk_ip *ip,
		    const struct vtrunk_network *net)
{
	const struct vtrunk_remote *remote;
	const char *reason;
	int err = -EINVAL;

	if (ip->family == AF_INET)
		reason = check_ipv4(br, ip->v4);
	else
		reason = check_ipv6(br, &ip->v6);
	remote = vtrunk_remote_find(br, ip);
	if (!reason && remote && vtrunk_remote_is_of(remote, net)) {
		reason = net ?
			"this address is already a remote of this network" :
			"this address is already a remote of every network";
		err = -EEXIST;
	}
	if (!reason)
		return 0;
	vtrunk_refuse(info->extack, address_attr(info), reason);
	return err;
}

int vtrunk_nl_remote_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *up = info->attrs[VTRUNK_A_REMOTE_UP];
	struct vtrunk *br = vtrunk_nl_bridge(info);
	const struct vtrunk_remote *remote;
	struct vtrunk_network *net;
	struct vtrunk_ip ip;
	bool is_up = true;
	int err;

	err = address(info, &ip);
	if (err)
		return err;
	net = scope(info);
	if (IS_ERR(net))
		return PTR_ERR(net);
	err = precheck(br, info, &ip, net);
	if (err)
		return err;
	remote = vtrunk_remote_find(br, &ip);
	if (up)
		is_up = nla_get_u8(up);
	else if (remote)
		is_up = remote->up;
	return vtrunk_remote_add(br, &ip, net, is_up);
}

int vtrunk_nl_remote_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *up = info->attrs[VTRUNK_A_REMOTE_UP];
	struct vtrunk_remote *remote;
	struct vtrunk_network *net;
	int err;

	err = target(info, &remote, &net);
	if (err)
		return err;
	if (!up)
		return vtrunk_nl_missing(info, VTRUNK_A_REMOTE_UP);
	vtrunk_remote_set_up(remote, net, nla_get_u8(up));
	return 0;
}

int vtrunk_nl_remote_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_remote *remote;
	struct vtrunk_network *net;
	int err;

	err = target(info, &remote, &net);
	if (err)
		return err;
	vtrunk_remote_remove(remote, net);
	return 0;
}
