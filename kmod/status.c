// SPDX-License-Identifier: GPL-2.0
#include <linux/ipv6.h>
#include <linux/jiffies.h>
#include <linux/netdevice.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>

#include "flood.h"
#include "network.h"
#include "notify.h"
#include "port.h"
#include "remote.h"
#include "status.h"
#include "trunk.h"
#include "tunnel.h"
#include "uplink.h"
#include "vtrunk.h"

/*
 * What a status is follows from the data path whenever somebody asks. Besides,
 * each trunk and port remembers what was last said of it, so that a change is
 * reported once. What RTNL covers is looked at when it has changed; routes
 * change without it, and are looked at by a work.
 */

/* Some notifications come before a route is in place. */
#define ROUTE_SETTLES	(HZ / 50)

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

	mtu -= min_t(u32, mtu, net->options_len);
	if (limit && limit < IPV6_MIN_MTU)
		return false;
	return !mtu || (mtu >= IPV6_MIN_MTU && limit <= mtu);
}

static bool tunnel_works(const struct vtrunk_network *net,
			 const struct vtrunk_uplink *uplink,
			 const struct vtrunk_tunnel *tunnel)
{
	/* Nobody expects frames to reach a remote that was set down. */
	if (!tunnel || !READ_ONCE(tunnel->remote->up))
		return true;
	return uplink && netif_running(uplink->dev) &&
	       mtu_is_usable(net, tunnel->remote);
}

static bool network_works(const struct vtrunk_network *net)
{
	const struct vtrunk_flood *flood;
	const struct vtrunk_uplink *uplink;
	bool works = true;
	unsigned int i;

	rcu_read_lock();
	flood = rcu_dereference(net->flood);
	uplink = rcu_dereference(net->br->uplink);
	for (i = 0; works && i < flood->tunnel_count; i++)
		works = tunnel_works(net, uplink,
				     READ_ONCE(flood->tunnels[i]));
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

/* Remember what a port can do. Returns whether that is news. */
static bool note_port(struct vtrunk_port *port, bool works)
{
	struct vtrunk_trunk *trunk = port->trunk;
	enum vtrunk_status now;

	if (!port->config.up || !trunk_is_up(trunk))
		now = VTRUNK_STATUS_DOWN;
	else if (works)
		now = VTRUNK_STATUS_ACTIVE;
	else
		now = VTRUNK_STATUS_DEGRADED;
	if (port->told == now)
		return false;
	trunk->degraded_ports += now == VTRUNK_STATUS_DEGRADED;
	trunk->degraded_ports -= port->told == VTRUNK_STATUS_DEGRADED;
	port->told = now;
	return true;
}

/* The same for a trunk, whose ports were looked at before: with thousands of
 * them it matters that they are not looked at again for each that is added.
 */
static bool note_trunk(struct vtrunk_trunk *trunk)
{
	enum vtrunk_status now = VTRUNK_STATUS_ACTIVE;

	if (!trunk_is_up(trunk))
		now = VTRUNK_STATUS_DOWN;
	else if (trunk->degraded_ports)
		now = VTRUNK_STATUS_DEGRADED;
	if (trunk->told == now)
		return false;
	trunk->told = now;
	return true;
}

/**
 * vtrunk_status_port_made() - begin to follow the status of a port
 * @port: the port, which the caller reports; then comes
 *	vtrunk_status_ports_changed()
 *
 * Context: RTNL.
 */
void vtrunk_status_port_made(struct vtrunk_port *port)
{
	ASSERT_RTNL();

	note_port(port, network_works(port->config.net));
}

/**
 * vtrunk_status_port_gone() - no longer follow the status of a port
 * @port: the port; the trunk's status is looked at by
 *	vtrunk_status_ports_changed()
 *
 * Context: RTNL.
 */
void vtrunk_status_port_gone(struct vtrunk_port *port)
{
	ASSERT_RTNL();

	port->trunk->degraded_ports -= port->told == VTRUNK_STATUS_DEGRADED;
	port->told = VTRUNK_STATUS_DOWN;
}

/**
 * vtrunk_status_ports_changed() - report a trunk's status if that is news
 * @trunk: the trunk, some of whose ports were made or are gone
 *
 * Context: RTNL.
 */
void vtrunk_status_ports_changed(struct vtrunk_trunk *trunk)
{
	ASSERT_RTNL();

	if (note_trunk(trunk))
		vtrunk_notify_trunk(trunk, false);
}

/**
 * vtrunk_status_trunk_changed() - look at a trunk and its ports
 * @trunk: the trunk
 * @report: the trunk is to be reported even if its status is no news
 *
 * Context: RTNL.
 */
void vtrunk_status_trunk_changed(struct vtrunk_trunk *trunk, bool report)
{
	struct vtrunk_port *port;

	ASSERT_RTNL();

	list_for_each_entry(port, &trunk->ports, of_trunk)
		if (note_port(port, network_works(port->config.net)))
			vtrunk_notify_port(port, false);
	if (note_trunk(trunk) || report)
		vtrunk_notify_trunk(trunk, false);
}

static void look_at_ports(struct vtrunk_network *net)
{
	bool works = network_works(net);
	struct vtrunk_port *port;

	list_for_each_entry(port, &net->ports, of_net)
		if (note_port(port, works))
			vtrunk_notify_port(port, false);
}

/**
 * vtrunk_status_network_changed() - look at the ports of a network
 * @br: the bridge
 * @net: the network, or NULL for every one
 *
 * Context: RTNL.
 */
void vtrunk_status_network_changed(struct vtrunk *br,
				   struct vtrunk_network *net)
{
	struct vtrunk_trunk *trunk;

	ASSERT_RTNL();

	if (net)
		look_at_ports(net);
	else
		list_for_each_entry(net, &br->network_list, node)
			look_at_ports(net);
	list_for_each_entry(trunk, &br->trunk_list, node)
		vtrunk_status_ports_changed(trunk);
}

static void status_work(struct work_struct *work)
{
	struct vtrunk *br = container_of(to_delayed_work(work), struct vtrunk,
					 status_work);
	struct vtrunk_remote *remote;

	/* Who removes the bridge holds RTNL and waits for this work. */
	if (!rtnl_trylock()) {
		queue_delayed_work(system_power_efficient_wq,
				   &br->status_work, HZ / 10);
		return;
	}
	WRITE_ONCE(br->status_checked, jiffies);
	list_for_each_entry(remote, &br->remote_list, node)
		vtrunk_remote_forget_mtu(remote);
	vtrunk_status_network_changed(br, NULL);
	rtnl_unlock();
}

/**
 * vtrunk_status_routes_changed() - look at a bridge soon, at most once a second
 * @br: the bridge, which the caller sees by RTNL or RCU
 *
 * Context: any.
 */
void vtrunk_status_routes_changed(struct vtrunk *br)
{
	unsigned long next = READ_ONCE(br->status_checked) + HZ;
	unsigned long now = jiffies;
	unsigned long delay = ROUTE_SETTLES;

	if (time_before(now + delay, next))
		delay = next - now;
	queue_delayed_work(system_power_efficient_wq, &br->status_work, delay);
}

/**
 * vtrunk_status_init() - prepare to follow what happens to a bridge
 * @br: the bridge
 */
void vtrunk_status_init(struct vtrunk *br)
{
	br->status_checked = jiffies - HZ;
	INIT_DELAYED_WORK(&br->status_work, status_work);
}

/**
 * vtrunk_status_uninit() - end that
 * @br: the bridge, which no frame and no other CPU finds any more
 *
 * Context: RTNL.
 */
void vtrunk_status_uninit(struct vtrunk *br)
{
	cancel_delayed_work_sync(&br->status_work);
}
