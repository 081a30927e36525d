// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/dst_cache.h>
#include <net/dst_metadata.h>

#include "compat/tunnel_key.h"
#include "flood.h"
#include "group.h"
#include "network.h"
#include "remote.h"
#include "tunnel.h"
#include "vtrunk.h"

/* The Geneve device takes the TTL from here, and 0 would go out as 0. */
#define OUTER_TTL	64

/**
 * vtrunk_tunnel_md_alloc() - make the tunnel metadata of a network and remote
 * @net: the network
 * @remote: the remote
 *
 * Over IPv4 the outer UDP checksum is left out, as RFC 8926 section 3.3 lets
 * it. Over IPv6 it is always sent: plain Geneve devices and Open vSwitch drop
 * zero. In mode ovn it is always sent as well, and the outer packet is not to
 * be broken up, as OVN has it.
 *
 * Context: RTNL.
 * Return: the metadata, to be released with dst_release(), or NULL.
 */
struct metadata_dst *vtrunk_tunnel_md_alloc(const struct vtrunk_network *net,
					    const struct vtrunk_remote *remote)
{
	const struct vtrunk *br = net->br;
	struct ip_tunnel_info *info;
	struct metadata_dst *md;

	ASSERT_RTNL();

	md = metadata_dst_alloc(0, METADATA_IP_TUNNEL, GFP_KERNEL_ACCOUNT);
	if (!md)
		return NULL;
	info = &md->u.tun_info;
	if (dst_cache_init(&info->dst_cache, GFP_KERNEL_ACCOUNT)) {
		dst_release(&md->dst);
		return NULL;
	}
	info->mode = IP_TUNNEL_INFO_TX;
	info->key.tun_id = key32_to_tunnel_id(cpu_to_be32(net->vni));
	vtrunk_tunnel_key_set(&info->key, IP_TUNNEL_KEY_BIT);
	info->key.ttl = OUTER_TTL;
	if (net->mode == VTRUNK_MODE_OVN) {
		vtrunk_tunnel_key_set(&info->key, IP_TUNNEL_CSUM_BIT);
		vtrunk_tunnel_key_set(&info->key,
				      IP_TUNNEL_DONT_FRAGMENT_BIT);
	}
	if (remote->ip.family == AF_INET) {
		info->key.u.ipv4.src = br->local_ipv4;
		info->key.u.ipv4.dst = remote->ip.v4;
	} else {
		info->mode |= IP_TUNNEL_INFO_IPV6;
		vtrunk_tunnel_key_set(&info->key, IP_TUNNEL_CSUM_BIT);
		info->key.u.ipv6.src = br->local_ipv6;
		info->key.u.ipv6.dst = remote->ip.v6;
	}
	return md;
}

/**
 * vtrunk_tunnel_find() - the tunnel of a network to a remote
 * @net: the network
 * @remote: the remote
 *
 * Context: RTNL.
 * Return: the tunnel or NULL.
 */
struct vtrunk_tunnel *vtrunk_tunnel_find(const struct vtrunk_network *net,
					 const struct vtrunk_remote *remote)
{
	struct vtrunk_tunnel *tunnel;

	ASSERT_RTNL();

	list_for_each_entry(tunnel, &net->tunnels, of_net)
		if (tunnel->remote == remote)
			return tunnel;
	return NULL;
}

/**
 * vtrunk_tunnel_create() - let a network meet a remote
 * @net: the network
 * @remote: the remote
 *
 * Frames use it after the next vtrunk_flood_rebuild() of the network.
 *
 * Context: RTNL.
 * Return: the tunnel, or ERR_PTR(-ENOMEM).
 */
struct vtrunk_tunnel *vtrunk_tunnel_create(struct vtrunk_network *net,
					   struct vtrunk_remote *remote)
{
	struct vtrunk_tunnel *tunnel;
	struct metadata_dst *md;

	ASSERT_RTNL();

	tunnel = kzalloc(sizeof(*tunnel), GFP_KERNEL_ACCOUNT);
	if (!tunnel)
		return ERR_PTR(-ENOMEM);
	md = vtrunk_tunnel_md_alloc(net, remote);
	if (!md) {
		kfree(tunnel);
		return ERR_PTR(-ENOMEM);
	}
	vtrunk_place_init(&tunnel->place, VTRUNK_PLACE_TUNNEL);
	vtrunk_metadata_init(&tunnel->metadata);
	tunnel->net = net;
	tunnel->id = ++net->br->last_id;
	tunnel->remote = remote;
	RCU_INIT_POINTER(tunnel->md, md);
	list_add_tail(&tunnel->of_net, &net->tunnels);
	list_add_tail_rcu(&tunnel->of_remote, &remote->tunnels);
	WRITE_ONCE(net->tunnel_count, net->tunnel_count + 1);
	return tunnel;
}

static void tunnel_free_rcu(struct rcu_head *rcu)
{
	struct vtrunk_tunnel *tunnel = container_of(rcu, struct vtrunk_tunnel,
						    rcu);

	/* A frame in a queue may hold the metadata a while longer. */
	dst_release(&rcu_dereference_protected(tunnel->md, true)->dst);
	vtrunk_metadata_uninit(&tunnel->metadata);
	kfree(tunnel);
}

/**
 * vtrunk_tunnel_destroy() - part a network from a remote
 * @tunnel: the tunnel
 *
 * What was learned through it is forgotten. The network's flood list must be
 * rebuilt, unless the network goes as well.
 *
 * Context: RTNL.
 */
void vtrunk_tunnel_destroy(struct vtrunk_tunnel *tunnel)
{
	struct vtrunk_network *net = tunnel->net;

	ASSERT_RTNL();

	list_del(&tunnel->of_net);
	list_del_rcu(&tunnel->of_remote);
	WRITE_ONCE(net->tunnel_count, net->tunnel_count - 1);
	vtrunk_flood_remove(net, &tunnel->place);
	vtrunk_groups_leave(net, &tunnel->remote->counters);
	vtrunk_place_forget(net->br, &tunnel->place);
	call_rcu(&tunnel->rcu, tunnel_free_rcu);
}

/**
 * vtrunk_tunnels_destroy() - part a network from all its remotes
 * @net: the network; it is about to be freed
 *
 * Remotes that were of this network only are gone afterwards.
 *
 * Context: RTNL.
 */
void vtrunk_tunnels_destroy(struct vtrunk_network *net)
{
	struct vtrunk_tunnel *tunnel, *next;
	struct vtrunk_remote *remote;

	ASSERT_RTNL();

	list_for_each_entry_safe(tunnel, next, &net->tunnels, of_net) {
		remote = tunnel->remote;
		vtrunk_tunnel_destroy(tunnel);
		vtrunk_remote_put(remote);
	}
}
