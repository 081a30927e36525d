// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/dst_metadata.h>
#include <net/geneve.h>
#include <net/ipv6.h>

#include "flood.h"
#include "network.h"
#include "notify.h"
#include "remote.h"
#include "route.h"
#include "status.h"
#include "tunnel.h"
#include "vtrunk.h"

/* Outer IP, UDP and Geneve header and the inner Ethernet header. */
#define GENEVE_HLEN	(sizeof(struct udphdr) + sizeof(struct genevehdr))
#define OVERHEAD_IPV4	(sizeof(struct iphdr) + GENEVE_HLEN + ETH_HLEN)
#define OVERHEAD_IPV6	(sizeof(struct ipv6hdr) + GENEVE_HLEN + ETH_HLEN)

/**
 * vtrunk_ip_equal() - whether two addresses are the same
 * @a: one
 * @b: the other
 *
 * Return: true if they are.
 */
bool vtrunk_ip_equal(const struct vtrunk_ip *a, const struct vtrunk_ip *b)
{
	if (a->family != b->family)
		return false;
	if (a->family == AF_INET)
		return a->v4 == b->v4;
	return ipv6_addr_equal(&a->v6, &b->v6);
}

static u32 ip_hash(const struct vtrunk_ip *ip)
{
	u32 word = ip->family == AF_INET ? (__force u32)ip->v4 :
					   ipv6_addr_hash(&ip->v6);

	return hash_32(word, VTRUNK_REMOTE_BITS);
}

/**
 * vtrunk_remote_find() - look a remote up by its address
 * @br: the bridge
 * @ip: the address
 *
 * Context: RTNL or RCU.
 * Return: the remote, of every network or of some, or NULL.
 */
struct vtrunk_remote *vtrunk_remote_find(struct vtrunk *br,
					 const struct vtrunk_ip *ip)
{
	struct vtrunk_remote *remote;
	struct hlist_head *head;

	head = &br->remotes[ip_hash(ip)];
	hlist_for_each_entry_rcu(remote, head, hash, lockdep_rtnl_is_held())
		if (vtrunk_ip_equal(&remote->ip, ip))
			return remote;
	return NULL;
}

/**
 * vtrunk_remote_is_of() - whether a remote was added with this scope
 * @remote: the remote
 * @net: a network, or NULL for every network
 *
 * Context: RTNL.
 * Return: true if it was.
 */
bool vtrunk_remote_is_of(const struct vtrunk_remote *remote,
			 const struct vtrunk_network *net)
{
	const struct vtrunk_tunnel *tunnel;

	ASSERT_RTNL();

	if (!net)
		return remote->everywhere;
	tunnel = vtrunk_tunnel_find(net, remote);
	return tunnel && tunnel->own;
}

/**
 * vtrunk_remote_forget_mtu() - have the route asked for the MTU anew
 * @remote: the remote
 */
void vtrunk_remote_forget_mtu(struct vtrunk_remote *remote)
{
	WRITE_ONCE(remote->mtu_checked, (u32)jiffies - 2 * HZ);
}

static struct vtrunk_remote *remote_create(struct vtrunk *br,
					   const struct vtrunk_ip *ip)
{
	struct vtrunk_remote *remote;

	remote = kzalloc(sizeof(*remote), GFP_KERNEL_ACCOUNT);
	if (!remote)
		return NULL;
	if (vtrunk_counters_init(&remote->counters)) {
		kfree(remote);
		return NULL;
	}
	remote->br = br;
	remote->id = ++br->last_id;
	remote->ip = *ip;
	remote->up = true;
	vtrunk_remote_forget_mtu(remote);
	INIT_LIST_HEAD(&remote->tunnels);
	hlist_add_head_rcu(&remote->hash, &br->remotes[ip_hash(ip)]);
	list_add_tail_rcu(&remote->node, &br->remote_list);
	return remote;
}

static void remote_free_rcu(struct rcu_head *rcu)
{
	struct vtrunk_remote *remote = container_of(rcu, struct vtrunk_remote,
						    rcu);

	vtrunk_counters_uninit(&remote->counters);
	kfree(remote);
}

/**
 * vtrunk_remote_put() - remove a remote if nothing needs it
 * @remote: the remote
 *
 * Context: RTNL.
 */
void vtrunk_remote_put(struct vtrunk_remote *remote)
{
	ASSERT_RTNL();

	if (remote->everywhere || !list_empty(&remote->tunnels))
		return;
	hlist_del_rcu(&remote->hash);
	list_del_rcu(&remote->node);
	call_rcu(&remote->rcu, remote_free_rcu);
}

/* Part the remote from the networks that have it only for the bridge. */
static void part_everywhere(struct vtrunk_remote *remote)
{
	struct vtrunk_tunnel *tunnel, *next;

	list_for_each_entry_safe(tunnel, next, &remote->tunnels, of_remote)
		if (!tunnel->own)
			vtrunk_tunnel_destroy(tunnel);
}

/* Let the remote meet all networks that it does not meet yet. */
static int meet_everywhere(struct vtrunk_remote *remote)
{
	struct vtrunk_network *net;
	int err;

	list_for_each_entry(net, &remote->br->network_list, node) {
		if (vtrunk_tunnel_find(net, remote))
			continue;
		err = PTR_ERR_OR_ZERO(vtrunk_tunnel_create(net, remote));
		if (!err)
			err = vtrunk_flood_rebuild(net);
		if (err) {
			part_everywhere(remote);
			return err;
		}
	}
	remote->everywhere = true;
	return 0;
}

static int meet_one(struct vtrunk_remote *remote, struct vtrunk_network *net)
{
	struct vtrunk_tunnel *tunnel;
	int err;

	tunnel = vtrunk_tunnel_find(net, remote);
	if (!tunnel) {
		tunnel = vtrunk_tunnel_create(net, remote);
		if (IS_ERR(tunnel))
			return PTR_ERR(tunnel);
		err = vtrunk_flood_rebuild(net);
		if (err) {
			vtrunk_tunnel_destroy(tunnel);
			return err;
		}
	}
	tunnel->own = true;
	return 0;
}

/**
 * vtrunk_remote_add() - add a remote
 * @br: the bridge
 * @ip: its address, of a family that the bridge has a local address of
 * @net: one network, or NULL for every network, now and later; it is not a
 *	remote of that already
 * @up: whether frames go to it and come from it
 *
 * Context: RTNL.
 * Return: 0 or -ENOMEM, and then nothing has changed.
 */
int vtrunk_remote_add(struct vtrunk *br, const struct vtrunk_ip *ip,
		      struct vtrunk_network *net, bool up)
{
	struct vtrunk_remote *remote;
	int err;

	ASSERT_RTNL();

	remote = vtrunk_remote_find(br, ip);
	if (!remote)
		remote = remote_create(br, ip);
	if (!remote)
		return -ENOMEM;
	err = net ? meet_one(remote, net) : meet_everywhere(remote);
	if (err) {
		vtrunk_remote_put(remote);
		return err;
	}
	WRITE_ONCE(remote->up, up);
	vtrunk_notify_remote(remote, net, false);
	/* It is up or down in all its networks, however it was named. */
	vtrunk_status_network_changed(br, NULL);
	return 0;
}

/**
 * vtrunk_remote_set_up() - let frames pass to and from a remote, or not
 * @remote: the remote
 * @net: the scope it was named by, for the report
 * @up: whether they pass
 *
 * Context: RTNL.
 */
void vtrunk_remote_set_up(struct vtrunk_remote *remote,
			  struct vtrunk_network *net, bool up)
{
	ASSERT_RTNL();

	WRITE_ONCE(remote->up, up);
	vtrunk_notify_remote(remote, net, false);
	vtrunk_status_network_changed(remote->br, NULL);
}

/**
 * vtrunk_remote_remove() - take a remote from one network or from every one
 * @remote: the remote, which is one of @net
 * @net: the network, or NULL
 *
 * Context: RTNL.
 */
void vtrunk_remote_remove(struct vtrunk_remote *remote,
			  struct vtrunk_network *net)
{
	struct vtrunk *br = remote->br;
	struct vtrunk_tunnel *tunnel;

	ASSERT_RTNL();

	if (net) {
		tunnel = vtrunk_tunnel_find(net, remote);
		tunnel->own = false;
		if (!remote->everywhere)
			vtrunk_tunnel_destroy(tunnel);
	} else {
		remote->everywhere = false;
		part_everywhere(remote);
	}
	vtrunk_notify_remote(remote, net, true);
	vtrunk_remote_put(remote);
	vtrunk_status_network_changed(br, net);
}

/**
 * vtrunk_remote_mtu() - largest inner packet that reaches a remote unbroken
 * @remote: the remote
 *
 * The Geneve device knows nothing of the underlay's MTU, so the route is asked,
 * at most once a second; in between the answer is remembered.
 *
 * Context: RTNL or RCU.
 * Return: the length in bytes, or 0 while there is no route.
 */
u32 vtrunk_remote_mtu(struct vtrunk_remote *remote)
{
	u32 overhead = remote->ip.family == AF_INET ? OVERHEAD_IPV4 :
						     OVERHEAD_IPV6;
	u32 checked = READ_ONCE(remote->mtu_checked);
	u32 now = (u32)jiffies;
	u32 mtu;

	if (likely(now - checked < HZ) ||
	    cmpxchg(&remote->mtu_checked, checked, now) != checked)
		return READ_ONCE(remote->mtu);

	mtu = vtrunk_route_mtu(remote);
	mtu = mtu > overhead ? mtu - overhead : 0;
	if (mtu != READ_ONCE(remote->mtu)) {
		WRITE_ONCE(remote->mtu, mtu);
		vtrunk_status_routes_changed(remote->br);
	}
	return mtu;
}

/**
 * vtrunk_remotes_refresh() - new metadata after a local address has changed
 * @br: the bridge
 * @family: the address family
 *
 * Context: RTNL.
 * Return: 0, or -ENOMEM, and then some remotes still have the old metadata;
 * the caller sets the old address again and calls this again.
 */
int vtrunk_remotes_refresh(struct vtrunk *br, int family)
{
	struct vtrunk_tunnel *tunnel;
	struct vtrunk_remote *remote;
	struct metadata_dst *md;

	ASSERT_RTNL();

	list_for_each_entry(remote, &br->remote_list, node) {
		if (remote->ip.family != family)
			continue;
		vtrunk_remote_forget_mtu(remote);
		list_for_each_entry(tunnel, &remote->tunnels, of_remote) {
			md = vtrunk_tunnel_md_alloc(tunnel->net, remote);
			if (!md)
				return -ENOMEM;
			md = rcu_replace_pointer(tunnel->md, md,
						 lockdep_rtnl_is_held());
			/* dst_release() itself waits for a grace period. */
			dst_release(&md->dst);
			vtrunk_metadata_flush(&tunnel->metadata);
		}
	}
	return 0;
}
