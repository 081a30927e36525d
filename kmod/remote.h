/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_REMOTE_H
#define _VTRUNK_REMOTE_H

#include <linux/in6.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/types.h>

#include "stats.h"

struct vtrunk;
struct vtrunk_network;

/**
 * struct vtrunk_ip - an address of the underlay
 * @family: AF_INET or AF_INET6
 * @v4: the address, for AF_INET
 * @v6: the address, for AF_INET6
 */
struct vtrunk_ip {
	u16 family;
	union {
		__be32 v4;
		struct in6_addr v6;
	};
};

/**
 * struct vtrunk_remote - another hypervisor (VTEP)
 * @ip: its address
 * @up: frames go to it and come from it; RTNL for writing
 * @mtu: largest inner packet that reaches it in one piece, or 0 if unknown
 * @mtu_checked: when @mtu was looked up, low half of jiffies
 * @seen: jiffies when a frame last came from it, right to a second, or 0
 * @counters: what came from it and went to it, and lost flood copies
 * @br: its bridge
 * @hash: in the bridge's hash of addresses; RTNL and RCU
 * @id: number on the bridge, in the order of @node
 * @node: in the bridge's list; RTNL and RCU
 * @tunnels: where it meets networks; RTNL
 * @everywhere: it is a remote of every network; RTNL
 * @rcu: for freeing
 */
struct vtrunk_remote {
	struct vtrunk_ip ip;
	bool up;
	u32 mtu;
	u32 mtu_checked;
	unsigned long seen;
	struct vtrunk_counters counters;
	struct vtrunk *br;
	struct hlist_node hash;

	u64 id;
	struct list_head node;
	struct list_head tunnels;
	bool everywhere;
	struct rcu_head rcu;
};

/**
 * vtrunk_remote_saw() - note that a frame came from a remote
 * @remote: the remote
 *
 * Written at most once a second: frames of one remote come to several CPUs,
 * and each of them reads this line.
 */
static inline void vtrunk_remote_saw(struct vtrunk_remote *remote)
{
	unsigned long now = jiffies;

	if (unlikely(now - READ_ONCE(remote->seen) >= HZ))
		WRITE_ONCE(remote->seen, now);
}

bool vtrunk_ip_equal(const struct vtrunk_ip *a, const struct vtrunk_ip *b);
struct vtrunk_remote *vtrunk_remote_find(struct vtrunk *br,
					 const struct vtrunk_ip *ip);
int vtrunk_remote_add(struct vtrunk *br, const struct vtrunk_ip *ip,
		      struct vtrunk_network *net, bool up);
void vtrunk_remote_set_up(struct vtrunk_remote *remote,
			  struct vtrunk_network *net, bool up);
void vtrunk_remote_remove(struct vtrunk_remote *remote,
			  struct vtrunk_network *net);
void vtrunk_remote_put(struct vtrunk_remote *remote);
bool vtrunk_remote_is_of(const struct vtrunk_remote *remote,
			 const struct vtrunk_network *net);
void vtrunk_remote_forget_mtu(struct vtrunk_remote *remote);
u32 vtrunk_remote_mtu(struct vtrunk_remote *remote);
int vtrunk_remotes_refresh(struct vtrunk *br, int family);

#endif /* _VTRUNK_REMOTE_H */
