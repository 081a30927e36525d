// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/netdevice.h>
#include <linux/netlink.h>

#include "fdb.h"
#include "netlink-place.h"
#include "port.h"
#include "refuse.h"
#include "trunk.h"
#include "tunnel.h"

/**
 * vtrunk_nl_place_match() - whether a place is one of those wanted
 * @place: the place
 * @arg: &struct vtrunk_nl_wanted, in the form that the FDB calls it with
 *
 * Context: RCU.
 * Return: true if it is.
 */
bool vtrunk_nl_place_match(const struct vtrunk_place *place, const void *arg)
{
	const struct vtrunk_nl_wanted *wanted = arg;
	const struct vtrunk_tunnel *tunnel;
	const struct vtrunk_port *port;

	if (place->kind == VTRUNK_PLACE_TUNNEL) {
		tunnel = container_of(place, struct vtrunk_tunnel, place);
		if (wanted->ifindex || wanted->has_port)
			return false;
		return !wanted->ip.family ||
		       vtrunk_ip_equal(&wanted->ip, &tunnel->remote->ip);
	}
	port = container_of(place, struct vtrunk_port, place);
	if (wanted->ip.family)
		return false;
	if (wanted->ifindex && wanted->ifindex != port->trunk->dev->ifindex)
		return false;
	return !wanted->has_port || wanted->vid == port->config.vid;
}

/**
 * vtrunk_nl_place_port() - the place of a port
 * @trunk: the trunk
 * @vid: VLAN id, or 0 for the native port
 * @net: the network that the port has to be in
 * @attr: the attribute that names the trunk
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL.
 * Return: the place, or ERR_PTR(-ENOENT).
 */
struct vtrunk_place *vtrunk_nl_place_port(const struct vtrunk_trunk *trunk,
					  u16 vid,
					  const struct vtrunk_network *net,
					  const struct nlattr *attr,
					  struct netlink_ext_ack *extack)
{
	struct vtrunk_port *port = vtrunk_port_find(trunk, vid);

	if (port && port->config.net == net)
		return &port->place;
	vtrunk_refuse(extack, attr, port ?
		      "this port is not in this network" :
		      "this port does not exist");
	return ERR_PTR(-ENOENT);
}

/**
 * vtrunk_nl_place_remote() - the place of a remote in a network
 * @br: the bridge
 * @ip: the remote's address
 * @net: the network that it has to be a remote of
 * @attr: the attribute with the address
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL.
 * Return: the place, or ERR_PTR(-ENOENT).
 */
struct vtrunk_place *vtrunk_nl_place_remote(struct vtrunk *br,
					    const struct vtrunk_ip *ip,
					    const struct vtrunk_network *net,
					    const struct nlattr *attr,
					    struct netlink_ext_ack *extack)
{
	struct vtrunk_remote *remote = vtrunk_remote_find(br, ip);
	struct vtrunk_tunnel *tunnel = NULL;

	if (remote)
		tunnel = vtrunk_tunnel_find(net, remote);
	if (tunnel)
		return &tunnel->place;
	vtrunk_refuse(extack, attr,
		      "this address is not a remote of this network");
	return ERR_PTR(-ENOENT);
}
