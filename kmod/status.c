// SPDX-License-Identifier: GPL-2.0
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "flood.h"
#include "network.h"
#include "port.h"
#include "remote.h"
#include "status.h"
#include "trunk.h"
#include "tunnel.h"
#include "uplink.h"
#include "vtrunk.h"

static bool trunk_is_up(const struct vtrunk_trunk *trunk)
{
	return READ_ONCE(trunk->up) && netif_running(trunk->dev) &&
	       netif_carrier_ok(trunk->dev) && netif_running(trunk->br->dev);
}

/* An MTU that cannot carry IPv6, or that was set and is more than reaches the
 * remote. No route at all says nothing about the MTU.
 */
static bool mtu_is_usable(const struct vtrunk_network *net,
			  struct vtrunk_remote *remote)
{
	u32 mtu = vtrunk_remote_mtu(remote);
	u32 limit = READ_ONCE(net->mtu);

	if (limit && limit < IPV6_MIN_MTU)
		return false;
	return !mtu || (mtu >= IPV6_MIN_MTU && limit <= mtu);
}

static bool network_works(const struct vtrunk_network *net)
{
	const struct vtrunk_flood *flood;
	const struct vtrunk_uplink *uplink;
	struct vtrunk_tunnel *tunnel;
	bool works = true;
	unsigned int i;

	rcu_read_lock();
	flood = rcu_dereference(net->flood);
	uplink = rcu_dereference(net->br->uplink);
	for (i = 0; works && i < flood->tunnel_count; i++) {
		tunnel = READ_ONCE(flood->tunnels[i]);
		if (tunnel)
			works = uplink && netif_running(uplink->dev) &&
				mtu_is_usable(net, tunnel->remote);
	}
	rcu_read_unlock();
	return works;
}

/* A local-only port has no work beyond this host. */
static bool port_works(const struct vtrunk_port *port)
{
	return port->config.local_only || network_works(port->config.net);
}

/**
 * vtrunk_port_status() - what a port can do
 * @port: the port
 *
 * Context: RTNL or RCU.
 * Return: the status.
 */
enum vtrunk_status vtrunk_port_status(const struct vtrunk_port *port)
{
	if (!port->config.up || !trunk_is_up(port->trunk))
		return VTRUNK_STATUS_DOWN;
	return port_works(port) ? VTRUNK_STATUS_ACTIVE :
				  VTRUNK_STATUS_DEGRADED;
}

/**
 * vtrunk_trunk_status() - what a trunk can do
 * @trunk: the trunk
 *
 * Context: RTNL or RCU.
 * Return: the status.
 */
enum vtrunk_status vtrunk_trunk_status(const struct vtrunk_trunk *trunk)
{
	const struct vtrunk_port *port;

	if (!trunk_is_up(trunk))
		return VTRUNK_STATUS_DOWN;
	list_for_each_entry_rcu(port, &trunk->ports, of_trunk,
				lockdep_rtnl_is_held())
		if (port->config.up && !port_works(port))
			return VTRUNK_STATUS_DEGRADED;
	return VTRUNK_STATUS_ACTIVE;
}
