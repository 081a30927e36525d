// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "drop.h"
#include "flood.h"
#include "group.h"
#include "mtu.h"
#include "network.h"
#include "option.h"
#include "packet.h"
#include "port.h"
#include "remote.h"
#include "trunk.h"
#include "tunnel.h"
#include "vtrunk.h"

static int tunnel_cmp(const void *a, const void *b)
{
	const struct vtrunk_tunnel *const *left = a;
	const struct vtrunk_tunnel *const *right = b;

	if ((*left)->remote == (*right)->remote)
		return 0;
	return (*left)->remote < (*right)->remote ? -1 : 1;
}

static int port_cmp(const void *a, const void *b)
{
	const struct vtrunk_port *const *left = a;
	const struct vtrunk_port *const *right = b;

	return (*left)->config.key - (*right)->config.key;
}

static struct vtrunk_flood *flood_alloc(unsigned int tunnels,
					unsigned int ports)
{
	struct vtrunk_flood *flood;
	size_t size;

	size = struct_size(flood, tunnels, size_add(tunnels, ports));
	flood = kvmalloc(size, GFP_KERNEL_ACCOUNT);
	if (flood)
		flood->ports = (struct vtrunk_port **)&flood->tunnels[tunnels];
	return flood;
}

/**
 * vtrunk_flood_publish() - let frames use a list
 * @net: the network
 * @flood: the list, or NULL if frames cannot find the network; taken
 *
 * Context: RTNL.
 */
void vtrunk_flood_publish(struct vtrunk_network *net,
			  struct vtrunk_flood *flood)
{
	ASSERT_RTNL();

	flood = rcu_replace_pointer(net->flood, flood, lockdep_rtnl_is_held());
	if (flood)
		kvfree_rcu(flood, rcu);
}

/**
 * vtrunk_flood_build() - list the network's ports and tunnels
 * @net: the network
 *
 * Context: RTNL.
 * Return: the list, for vtrunk_flood_publish() or kvfree(), or NULL.
 */
struct vtrunk_flood *vtrunk_flood_build(const struct vtrunk_network *net)
{
	struct vtrunk_tunnel *tunnel;
	struct vtrunk_flood *flood;
	struct vtrunk_port *port;

	ASSERT_RTNL();

	flood = flood_alloc(net->tunnel_count, net->port_count);
	if (!flood)
		return NULL;
	flood->port_count = 0;
	list_for_each_entry(port, &net->ports, of_net)
		flood->ports[flood->port_count++] = port;
	if (net->mode == VTRUNK_MODE_OVN)
		sort(flood->ports, flood->port_count, sizeof(port), port_cmp,
		     NULL);
	flood->tunnel_count = 0;
	list_for_each_entry(tunnel, &net->tunnels, of_net)
		flood->tunnels[flood->tunnel_count++] = tunnel;
	sort(flood->tunnels, flood->tunnel_count, sizeof(tunnel), tunnel_cmp,
	     NULL);
	return flood;
}

/**
 * vtrunk_flood_rebuild() - let frames see the network's ports and tunnels
 * @net: the network
 *
 * Context: RTNL.
 * Return: 0, or -ENOMEM and frames go on with the list they have.
 */
int vtrunk_flood_rebuild(struct vtrunk_network *net)
{
	struct vtrunk_flood *flood = vtrunk_flood_build(net);

	if (!flood)
		return -ENOMEM;
	vtrunk_flood_publish(net, flood);
	return 0;
}

/* Copy a list without a place. */
static struct vtrunk_flood *flood_without(const struct vtrunk_flood *old,
					  const struct vtrunk_place *place)
{
	struct vtrunk_flood *new;
	unsigned int i;

	new = flood_alloc(old->tunnel_count, old->port_count);
	if (!new)
		return NULL;
	new->port_count = 0;
	for (i = 0; i < old->port_count; i++)
		if (old->ports[i] && &old->ports[i]->place != place)
			new->ports[new->port_count++] = old->ports[i];
	new->tunnel_count = 0;
	for (i = 0; i < old->tunnel_count; i++)
		if (old->tunnels[i] && &old->tunnels[i]->place != place)
			new->tunnels[new->tunnel_count++] = old->tunnels[i];
	return new;
}

/**
 * vtrunk_flood_remove() - take a port or tunnel from the list
 * @net: the network
 * @place: the port's or tunnel's place
 *
 * It cannot fail, since a device that goes away does not ask: without memory
 * for a new list the old one gets a hole.
 *
 * Context: RTNL.
 */
void vtrunk_flood_remove(struct vtrunk_network *net,
			 const struct vtrunk_place *place)
{
	struct vtrunk_flood *old = rtnl_dereference(net->flood);
	struct vtrunk_flood *new;
	unsigned int i;

	ASSERT_RTNL();

	if (!old)
		return;
	new = flood_without(old, place);
	if (new) {
		vtrunk_flood_publish(net, new);
		return;
	}
	for (i = 0; i < old->port_count; i++)
		if (old->ports[i] && &old->ports[i]->place == place)
			WRITE_ONCE(old->ports[i], NULL);
	for (i = 0; i < old->tunnel_count; i++)
		if (old->tunnels[i] && &old->tunnels[i]->place == place)
			WRITE_ONCE(old->tunnels[i], NULL);
}

/**
 * vtrunk_flood_find() - the tunnel of a network to a remote, for frames
 * @net: the network
 * @remote: the remote
 *
 * A binary search; holes, which are rare, fall back to looking at all.
 *
 * Context: RCU.
 * Return: the tunnel, or NULL if the remote is none of this network.
 */
struct vtrunk_tunnel *vtrunk_flood_find(const struct vtrunk_network *net,
					const struct vtrunk_remote *remote)
{
	const struct vtrunk_flood *flood = rcu_dereference(net->flood);
	unsigned int low = 0, high, middle;
	struct vtrunk_tunnel *tunnel;

	high = flood->tunnel_count;
	while (low < high) {
		middle = (low + high) / 2;
		tunnel = READ_ONCE(flood->tunnels[middle]);
		if (unlikely(!tunnel))
			break;
		if (tunnel->remote == remote)
			return tunnel;
		if (tunnel->remote < remote)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < high; low++) {
		tunnel = READ_ONCE(flood->tunnels[low]);
		if (tunnel && tunnel->remote == remote)
			return tunnel;
	}
	return NULL;
}

/**
 * vtrunk_flood_port() - the port of a network with a key, for frames
 * @net: the network, of mode ovn
 * @key: the key
 *
 * As vtrunk_flood_find() does.
 *
 * Context: RCU.
 * Return: the port, or NULL if none has it here.
 */
struct vtrunk_port *vtrunk_flood_port(const struct vtrunk_network *net,
				      u16 key)
{
	const struct vtrunk_flood *flood = rcu_dereference(net->flood);
	unsigned int low = 0, high, middle;
	struct vtrunk_port *port;

	high = flood->port_count;
	while (low < high) {
		middle = (low + high) / 2;
		port = READ_ONCE(flood->ports[middle]);
		if (unlikely(!port))
			break;
		if (port->config.key == key)
			return port;
		if (port->config.key < key)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < high; low++) {
		port = READ_ONCE(flood->ports[low]);
		if (port && port->config.key == key)
			return port;
	}
	return NULL;
}

/* Whether a frame came from a port, here or behind the uplink. The latter has
 * no port here with that key, unless the port has moved: its own frames do not
 * come back to it.
 */
static bool came_from(const struct vtrunk_frame *frame,
		      const struct vtrunk_port *port)
{
	if (frame->port)
		return vtrunk_port_is(port, frame->port);
	return frame->ingress && frame->ingress == port->config.key;
}

/* A port that is down is no recipient: nothing is lost at it. */
static bool port_takes(const struct vtrunk_frame *frame,
		       const struct vtrunk_port *port, bool marked_only)
{
	if (!port || came_from(frame, port))
		return false;
	if (!port->config.up || !READ_ONCE(port->trunk->up))
		return false;
	if (!netif_running(port->trunk->dev))
		return false;
	if (!frame->port && port->config.local_only)
		return false;
	return !marked_only || port->config.unknown;
}

static void deliver(const struct vtrunk_frame *frame,
		    struct vtrunk_place *place, struct sk_buff *skb)
{
	if (place->kind == VTRUNK_PLACE_PORT)
		vtrunk_tx_port(frame,
			       container_of(place, struct vtrunk_port, place),
			       skb, true);
	else
		vtrunk_tx_tunnel(frame,
				 container_of(place, struct vtrunk_tunnel,
					      place),
				 skb, true);
}

/* Unicast whose destination is not known is answered once, for the remote that
 * takes least, so that its sender gets through wherever the destination is.
 */
static void answer_too_big(const struct vtrunk_frame *frame,
			   const struct vtrunk_flood *flood,
			   const struct sk_buff *skb)
{
	struct vtrunk_tunnel *tunnel;
	u32 smallest = 0;
	unsigned int i;
	u32 mtu;

	for (i = 0; i < flood->tunnel_count; i++) {
		tunnel = READ_ONCE(flood->tunnels[i]);
		if (!tunnel || !READ_ONCE(tunnel->remote->up))
			continue;
		mtu = vtrunk_mtu_to(frame->net, tunnel->remote);
		if (mtu && (!smallest || mtu < smallest))
			smallest = mtu;
	}
	if (unlikely(!vtrunk_mtu_fits(frame->net, skb, smallest)))
		vtrunk_mtu_answer(frame, skb, smallest);
}

/* The core makes IPv6 fragments of a large datagram by writing into its
 * headers, which a clone shares with the other recipients' copies.
 */
static struct sk_buff *copy_frame(struct sk_buff *skb)
{
	if (skb_is_gso(skb) && skb_shinfo(skb)->gso_type & SKB_GSO_UDP)
		return pskb_copy(skb, GFP_ATOMIC);
	return skb_clone(skb, GFP_ATOMIC);
}

/* Send a copy to the recipient before this one: the last gets the original. */
static struct vtrunk_place *deliver_copy(const struct vtrunk_frame *frame,
					 struct vtrunk_place *before,
					 struct vtrunk_place *place,
					 struct sk_buff *skb)
{
	struct sk_buff *copy;

	if (!before)
		return place;
	copy = copy_frame(skb);
	if (copy)
		deliver(frame, before, copy);
	else
		vtrunk_drop_count(frame->br, &frame->br->counters,
				  VTRUNK_DROP_NO_MEMORY);
	return place;
}

/* What came from a tunnel goes to none, nor what a local-only port sent. */
static bool enters_tunnels(const struct vtrunk_frame *frame)
{
	return frame->port && !frame->port->config.local_only;
}

/**
 * vtrunk_flood_reaches() - whether a flooded frame would reach anybody
 * @frame: about the frame
 *
 * Context: RCU.
 * Return: true if there is a recipient.
 */
bool vtrunk_flood_reaches(const struct vtrunk_frame *frame)
{
	const struct vtrunk_flood *flood = rcu_dereference(frame->net->flood);
	struct vtrunk_tunnel *tunnel;
	unsigned int i;

	for (i = 0; i < flood->port_count; i++)
		if (port_takes(frame, READ_ONCE(flood->ports[i]), false))
			return true;
	for (i = 0; enters_tunnels(frame) && i < flood->tunnel_count; i++) {
		tunnel = READ_ONCE(flood->tunnels[i]);
		if (tunnel && READ_ONCE(tunnel->remote->up))
			return true;
	}
	return false;
}

/* The group that a frame to a group address is for, if it is not for all. */
static const struct vtrunk_group *group_of(const struct vtrunk_network *net,
					   const struct sk_buff *skb)
{
	return vtrunk_group_find_mac(net,
				     ether_addr_to_u64(eth_hdr(skb)->h_dest));
}

static bool is_for(const struct vtrunk_group *group,
		   const struct vtrunk_counters *counters)
{
	return !group || vtrunk_group_has(group, counters);
}

/* Send a frame to the ports, or the marked ones, and into the tunnels; with a
 * group, to those of them that belong to it.
 */
static void flood_to(const struct vtrunk_frame *frame, struct sk_buff *skb,
		     const struct vtrunk_flood *flood, unsigned int tunnels,
		     const struct vtrunk_group *group, bool marked_only)
{
	struct vtrunk_place *last = NULL;
	struct vtrunk_tunnel *tunnel;
	struct vtrunk_port *port;
	unsigned int i;

	for (i = 0; i < flood->port_count; i++) {
		port = READ_ONCE(flood->ports[i]);
		if (port_takes(frame, port, marked_only) &&
		    is_for(group, port->counters))
			last = deliver_copy(frame, last, &port->place, skb);
	}
	for (i = 0; i < tunnels; i++) {
		tunnel = READ_ONCE(flood->tunnels[i]);
		if (tunnel && READ_ONCE(tunnel->remote->up) &&
		    is_for(group, &tunnel->remote->counters))
			last = deliver_copy(frame, last, &tunnel->place, skb);
	}
	if (last)
		deliver(frame, last, skb);
	else
		vtrunk_drop(frame->br, vtrunk_frame_counters(frame), skb,
			    VTRUNK_DROP_NO_DEST);
}

/**
 * vtrunk_flood() - send a frame to everybody in its network
 * @frame: about the frame; the group that it is for is filled in
 * @skb: the frame, at its MAC header; given away
 * @unknown: it is unicast, to a MAC that is not in the FDB
 *
 * Everybody is every other port and, if it came from a port, every remote; a
 * frame to the MAC of a group goes to those of them that belong to the group.
 * Local-only ports and remotes do not get each other's frames.
 *
 * Context: RCU, BH off.
 */
void vtrunk_flood(struct vtrunk_frame *frame, struct sk_buff *skb,
		  bool unknown)
{
	const struct vtrunk_flood *flood = rcu_dereference(frame->net->flood);
	const struct vtrunk_group *group = NULL;
	unsigned int tunnels;
	bool marked_only;

	if (!unknown && unlikely(!list_empty(&frame->net->groups)))
		group = group_of(frame->net, skb);
	marked_only = unknown && READ_ONCE(frame->net->unknown) ==
				 VTRUNK_UNKNOWN_MARKED;
	if (group)
		frame->egress = group->key;
	else
		frame->egress = marked_only ? VTRUNK_GROUP_UNKNOWN :
					      VTRUNK_GROUP_FLOOD;
	tunnels = enters_tunnels(frame) ? flood->tunnel_count : 0;
	if (unknown && tunnels)
		answer_too_big(frame, flood, skb);
	flood_to(frame, skb, flood, tunnels, group, marked_only);
}

/**
 * vtrunk_flood_group() - send a frame from the uplink to its group's ports
 * @frame: about the frame
 * @skb: the frame, at its MAC header; given away if there is such a group
 *
 * The sender has sent copies to the remotes itself.
 *
 * Context: RCU, BH off.
 * Return: false if there is no such group.
 */
bool vtrunk_flood_group(const struct vtrunk_frame *frame, struct sk_buff *skb)
{
	const struct vtrunk_flood *flood = rcu_dereference(frame->net->flood);
	const struct vtrunk_group *group = NULL;
	bool marked_only = false;

	switch (frame->egress) {
	case VTRUNK_GROUP_FLOOD:
	case VTRUNK_GROUP_FLOOD_L2:
		break;
	case VTRUNK_GROUP_UNKNOWN:
		marked_only = true;
		break;
	default:
		group = vtrunk_group_find(frame->net, frame->egress);
		if (unlikely(!group))
			return false;
	}
	flood_to(frame, skb, flood, 0, group, marked_only);
	return true;
}
