// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <net/ip6_fib.h>
#include <net/ip_fib.h>
#include <net/ipv6.h>
#include <net/nexthop.h>
#include <net/route.h>

#include "remote.h"
#include "route.h"
#include "uplink.h"
#include "vtrunk.h"

static __be16 uplink_port(struct vtrunk *br)
{
	const struct vtrunk_uplink *uplink;
	__be16 port = 0;

	rcu_read_lock();
	uplink = rcu_dereference(br->uplink);
	if (uplink)
		port = uplink->dstport;
	rcu_read_unlock();
	return port;
}

/* The route that a frame to a remote takes, or an error; to be released. */
static struct dst_entry *route_ipv4(const struct vtrunk_remote *remote)
{
	struct flowi4 fl4 = {
		.daddr = remote->ip.v4,
		.saddr = READ_ONCE(remote->br->local_ipv4),
		.flowi4_proto = IPPROTO_UDP,
		.fl4_dport = uplink_port(remote->br),
	};
	struct rtable *rt;

	rt = ip_route_output_key(dev_net(remote->br->dev), &fl4);
	return IS_ERR(rt) ? ERR_CAST(rt) : &rt->dst;
}

static struct dst_entry *route_ipv6(const struct vtrunk_remote *remote)
{
	struct flowi6 fl6 = {
		.daddr = remote->ip.v6,
		.saddr = remote->br->local_ipv6,
		.flowi6_proto = IPPROTO_UDP,
		.fl6_dport = uplink_port(remote->br),
	};

	return ip6_dst_lookup_flow(dev_net(remote->br->dev), NULL, &fl6, NULL);
}

static struct dst_entry *route_to(const struct vtrunk_remote *remote)
{
	return remote->ip.family == AF_INET ? route_ipv4(remote) :
					      route_ipv6(remote);
}

/**
 * vtrunk_route_mtu() - MTU of the route to a remote
 * @remote: the remote
 *
 * Context: RTNL or RCU.
 * Return: largest outer packet in bytes, or 0 if there is no route.
 */
u32 vtrunk_route_mtu(const struct vtrunk_remote *remote)
{
	struct dst_entry *dst = route_to(remote);
	u32 mtu;

	if (IS_ERR(dst))
		return 0;
	mtu = dst_mtu(dst);
	dst_release(dst);
	return mtu;
}

/**
 * vtrunk_route_remotes_use() - whether a device leads to a remote
 * @br: the bridge
 * @dev: the device
 *
 * Context: RTNL.
 * Return: true if the route to any remote goes out of it.
 */
bool vtrunk_route_remotes_use(struct vtrunk *br, struct net_device *dev)
{
	struct vtrunk_remote *remote;
	struct dst_entry *dst;
	bool uses;

	ASSERT_RTNL();

	list_for_each_entry(remote, &br->remote_list, node) {
		dst = route_to(remote);
		if (IS_ERR(dst))
			continue;
		uses = dst->dev == dev;
		dst_release(dst);
		if (uses)
			return true;
	}
	return false;
}

static bool default_ipv4_uses(struct net_device *dev)
{
	struct flowi4 fl4 = { .flowi4_iif = LOOPBACK_IFINDEX };
	struct fib_result res;
	bool uses = false;
	int i;

	/* 0.0.0.0 itself matches no route but the default one. */
	rcu_read_lock();
	if (fib_lookup(dev_net(dev), &fl4, &res, FIB_LOOKUP_NOREF) ||
	    res.type != RTN_UNICAST || res.prefixlen)
		goto out;
	for (i = 0; i < fib_info_num_path(res.fi); i++)
		uses |= fib_info_nhc(res.fi, i)->nhc_dev == dev;
out:
	rcu_read_unlock();
	return uses;
}

static bool default_ipv6_uses(struct net_device *dev)
{
	struct flowi6 fl6 = { .flowi6_iif = LOOPBACK_IFINDEX };
	struct fib6_result res = {};
	bool uses;

	/* 2000:: lies in the range that default routes serve; a route of its
	 * own for it would not be the default one.
	 */
	ipv6_addr_set(&fl6.daddr, htonl(0x20000000), 0, 0, 0);
	rcu_read_lock();
	uses = !fib6_lookup(dev_net(dev), 0, &fl6, &res, 0) &&
	       res.f6i && res.f6i->fib6_dst.plen == 0 && res.nh &&
	       res.nh->fib_nh_dev == dev;
	rcu_read_unlock();
	return uses;
}

/**
 * vtrunk_route_default_uses() - whether a device carries a default route
 * @dev: the device
 *
 * Context: RTNL.
 * Return: true if the default route of IPv4 or IPv6 goes out of it.
 */
bool vtrunk_route_default_uses(struct net_device *dev)
{
	ASSERT_RTNL();

	return default_ipv4_uses(dev) || default_ipv6_uses(dev);
}
