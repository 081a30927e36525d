// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/rtnetlink.h>
#include <net/ipv6.h>

#include "netlink-object.h"
#include "notify.h"
#include "remote.h"
#include "status.h"
#include "trunk.h"
#include "uplink.h"

static int put_addresses(struct sk_buff *skb, const struct vtrunk *br)
{
	__be32 ipv4 = READ_ONCE(br->local_ipv4);

	if (ipv4 && nla_put_in_addr(skb, VTRUNK_A_BRIDGE_LOCAL_IPV4, ipv4))
		return -EMSGSIZE;
	if (!ipv6_addr_any(&br->local_ipv6) &&
	    nla_put_in6_addr(skb, VTRUNK_A_BRIDGE_LOCAL_IPV6, &br->local_ipv6))
		return -EMSGSIZE;
	return 0;
}

static int put_uplink(struct sk_buff *skb, const struct vtrunk *br)
{
	const struct vtrunk_uplink *uplink = rcu_dereference(br->uplink);

	if (!uplink)
		return 0;
	if (nla_put_u32(skb, VTRUNK_A_BRIDGE_UPLINK_IFINDEX,
			uplink->dev->ifindex) ||
	    nla_put_string(skb, VTRUNK_A_BRIDGE_UPLINK_IFNAME,
			   uplink->dev->name) ||
	    nla_put_u16(skb, VTRUNK_A_BRIDGE_DSTPORT,
			be16_to_cpu(uplink->dstport)))
		return -EMSGSIZE;
	return 0;
}

static int put_counters(struct sk_buff *skb, const struct vtrunk *br)
{
	struct vtrunk_totals sum = {};

	vtrunk_counters_add(&br->counters, &sum);
	if (nla_put_u64_64bit(skb, VTRUNK_A_BRIDGE_LEARN_FAILED,
			      (u32)atomic_read(&br->fdb.learn_failed),
			      VTRUNK_A_BRIDGE_PAD) ||
	    nla_put_u64_64bit(skb, VTRUNK_A_BRIDGE_EVENTS_LOST,
			      (u32)atomic_read(&br->events_lost),
			      VTRUNK_A_BRIDGE_PAD))
		return -EMSGSIZE;
	return vtrunk_nl_put_stats(skb, VTRUNK_A_BRIDGE_STATS, &sum);
}

static int fill(struct sk_buff *skb, const void *object)
{
	const struct vtrunk *br = object;

	if (nla_put_u32(skb, VTRUNK_A_BRIDGE_IFINDEX, br->dev->ifindex) ||
	    nla_put_string(skb, VTRUNK_A_BRIDGE_IFNAME, br->dev->name) ||
	    put_addresses(skb, br) || put_uplink(skb, br) ||
	    nla_put_u32(skb, VTRUNK_A_BRIDGE_AGEING,
			READ_ONCE(br->fdb.ageing) / HZ) ||
	    nla_put_u32(skb, VTRUNK_A_BRIDGE_FDB_MAX,
			READ_ONCE(br->fdb.max)) ||
	    nla_put_u32(skb, VTRUNK_A_BRIDGE_FDB_COUNT,
			READ_ONCE(br->fdb.count)) ||
	    nla_put_u32(skb, VTRUNK_A_BRIDGE_HANDOVER,
			READ_ONCE(br->handover)))
		return -EMSGSIZE;
	return put_counters(skb, br);
}

int vtrunk_nl_bridge_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtrunk_nl_reply(info, VTRUNK_CMD_BRIDGE_GET, fill,
			       vtrunk_nl_bridge(info), GFP_KERNEL);
}

static int dump_bridge(struct sk_buff *skb, struct netlink_callback *cb,
		       struct vtrunk *br)
{
	return vtrunk_nl_dump(skb, cb, VTRUNK_CMD_BRIDGE_GET, fill, br);
}

int vtrunk_nl_bridge_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	return vtrunk_nl_dump_bridges(skb, cb, dump_bridge);
}

void vtrunk_notify_bridge(struct vtrunk *br, bool deleted)
{
	vtrunk_nl_changed(br);
	vtrunk_nl_report(br, deleted ? VTRUNK_CMD_BRIDGE_DEL_NTF :
				       VTRUNK_CMD_BRIDGE_NTF,
			 fill, br, GFP_KERNEL);
}

static bool has_remotes(const struct vtrunk *br, u16 family)
{
	const struct vtrunk_remote *remote;

	list_for_each_entry(remote, &br->remote_list, node)
		if (remote->ip.family == family)
			return true;
	return false;
}

/* Whether an address can be the bridge's own; all zeroes take it away. */
static int check_local(struct vtrunk *br, struct nlattr *attr,
		       const struct vtrunk_ip *ip, bool zero, bool single,
		       struct netlink_ext_ack *extack)
{
	if (zero && has_remotes(br, ip->family)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "this bridge has remotes that need a local address");
		return -EBUSY;
	}
	if (!zero && !single) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "this address is not one of a single host");
		return -EINVAL;
	}
	if (!zero && vtrunk_remote_find(br, ip)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "this address is one of a remote");
		return -EINVAL;
	}
	return 0;
}

static int check_ipv4(struct vtrunk *br, struct nlattr *attr,
		      struct netlink_ext_ack *extack)
{
	const struct vtrunk_ip ip = {
		.family = AF_INET,
		.v4 = nla_get_in_addr(attr),
	};
	bool single = !ipv4_is_multicast(ip.v4) && !ipv4_is_lbcast(ip.v4) &&
		      !ipv4_is_zeronet(ip.v4);

	return check_local(br, attr, &ip, !ip.v4, single, extack);
}

static int check_ipv6(struct vtrunk *br, struct nlattr *attr,
		      struct netlink_ext_ack *extack)
{
	const struct vtrunk_ip ip = {
		.family = AF_INET6,
		.v6 = nla_get_in6_addr(attr),
	};
	int type = ipv6_addr_type(&ip.v6);

	if (ipv6_addr_v4mapped(&ip.v6)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "this address is an IPv4 one in IPv6 form");
		return -EINVAL;
	}
	return check_local(br, attr, &ip, type == IPV6_ADDR_ANY,
			   !(type & (IPV6_ADDR_MULTICAST |
				     IPV6_ADDR_LINKLOCAL)), extack);
}

static int precheck(struct vtrunk *br, struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	int err = 0;

	if (attrs[VTRUNK_A_BRIDGE_LOCAL_IPV4])
		err = check_ipv4(br, attrs[VTRUNK_A_BRIDGE_LOCAL_IPV4],
				 info->extack);
	if (!err && attrs[VTRUNK_A_BRIDGE_LOCAL_IPV6])
		err = check_ipv6(br, attrs[VTRUNK_A_BRIDGE_LOCAL_IPV6],
				 info->extack);
	if (!err && attrs[VTRUNK_A_BRIDGE_FDB_MAX] &&
	    nla_get_u32(attrs[VTRUNK_A_BRIDGE_FDB_MAX]) < br->fdb.count) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    attrs[VTRUNK_A_BRIDGE_FDB_MAX],
				    "this bridge has more FDB entries than that now");
		err = -EBUSY;
	}
	return err;
}

static int set_uplink(struct vtrunk *br, struct genl_info *info)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_BRIDGE_UPLINK_IFINDEX];
	u32 ifindex = nla_get_u32(attr);
	struct net_device *dev;
	int err;

	if (!ifindex) {
		if (rtnl_dereference(br->uplink))
			vtrunk_uplink_detach(br);
		return 0;
	}
	dev = __dev_get_by_index(genl_info_net(info), ifindex);
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "this device does not exist in this network namespace");
		return -ENODEV;
	}
	err = vtrunk_uplink_attach(br, dev, info->extack);
	if (err)
		NL_SET_BAD_ATTR(info->extack, attr);
	return err;
}

static int set_local(struct vtrunk *br, __be32 ipv4,
		     const struct in6_addr *ipv6)
{
	bool ipv6_differs = !ipv6_addr_equal(&br->local_ipv6, ipv6);
	bool ipv4_differs = br->local_ipv4 != ipv4;
	int err = 0;

	WRITE_ONCE(br->local_ipv4, ipv4);
	br->local_ipv6 = *ipv6;
	if (ipv4_differs)
		err = vtrunk_remotes_refresh(br, AF_INET);
	if (!err && ipv6_differs)
		err = vtrunk_remotes_refresh(br, AF_INET6);
	return err;
}

int vtrunk_nl_bridge_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk *br = vtrunk_nl_bridge(info);
	struct nlattr *fdb_max = info->attrs[VTRUNK_A_BRIDGE_FDB_MAX];
	struct nlattr *ageing = info->attrs[VTRUNK_A_BRIDGE_AGEING];
	struct in6_addr old_ipv6 = br->local_ipv6;
	struct in6_addr new_ipv6 = br->local_ipv6;
	struct nlattr **attrs = info->attrs;
	__be32 old_ipv4 = br->local_ipv4;
	__be32 new_ipv4 = br->local_ipv4;
	int err;

	err = precheck(br, info);
	if (err)
		return err;
	if (attrs[VTRUNK_A_BRIDGE_LOCAL_IPV4])
		new_ipv4 = nla_get_in_addr(attrs[VTRUNK_A_BRIDGE_LOCAL_IPV4]);
	if (attrs[VTRUNK_A_BRIDGE_LOCAL_IPV6])
		new_ipv6 = nla_get_in6_addr(attrs[VTRUNK_A_BRIDGE_LOCAL_IPV6]);
	err = set_local(br, new_ipv4, &new_ipv6);
	if (!err && attrs[VTRUNK_A_BRIDGE_UPLINK_IFINDEX])
		err = set_uplink(br, info);
	if (err) {
		set_local(br, old_ipv4, &old_ipv6);
		return err;
	}
	if (ageing)
		vtrunk_fdb_set_ageing(br, nla_get_u32(ageing));
	if (fdb_max)
		WRITE_ONCE(br->fdb.max, nla_get_u32(fdb_max));
	if (attrs[VTRUNK_A_BRIDGE_HANDOVER])
		WRITE_ONCE(br->handover,
			   nla_get_u32(attrs[VTRUNK_A_BRIDGE_HANDOVER]));
	vtrunk_notify_bridge(br, false);
	vtrunk_status_network_changed(br, NULL);
	return 0;
}
