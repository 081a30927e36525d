/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_VTRUNK_H
#define _VTRUNK_VTRUNK_H

#include <linux/in6.h>
#include <linux/netdevice.h>
#include <linux/ratelimit.h>
#include <linux/workqueue.h>
#include <uapi/linux/vtrunk.h>

#include "fdb.h"
#include "stats.h"

/*
 * Locks
 *
 * RTNL		every configuration object and list: bridges, networks, remotes,
 *		tunnels, trunks, ports, the uplink.
 * fdb.lock	the FDB's chains, the entries at a place and the dead flags of
 *		places and networks. BH are off while it is held, because frames
 *		take it to learn. Taken inside RTNL, never the other way round.
 * unknown_tags.lock
 *		which tags a trunk's table of unknown ones has. BH are off while
 *		it is held. Taken inside RTNL and by frames that no port takes;
 *		no other lock is taken inside it.
 * metadata.lock
 *		which pairs of ports a tunnel has metadata for. BH are off while
 *		it is held. Taken inside RTNL and by frames, inside no other
 *		lock, and none is taken inside it.
 * announce.lock
 *		what a trunk has to announce, and when. BH are off while it is
 *		held; frames take it that begin an announcement.
 * RCU		all that the packet path reads. What it reads is made whole,
 *		published, and freed one grace period after it was taken away.
 *
 * A member without a lock in its description is set before the object is
 * published and does not change.
 *
 * What stands in a list that is dumped is numbered in the order of the list,
 * which is that of its making. A dump goes on after the last number that it has
 * told, so that it misses nothing when that object has gone meanwhile.
 */

#define VTRUNK_NETWORK_BITS	10
#define VTRUNK_REMOTE_BITS	8
#define VTRUNK_PORT_NAME_BITS	10

struct netlink_ext_ack;
struct rtnl_link_stats64;
struct vtrunk_uplink;

/**
 * struct vtrunk - a virtual trunk bridge, the private part of its device
 * @dev: the bridge device
 * @uplink: its uplink, or NULL; RTNL and RCU
 * @networks: networks by VNI; RTNL and RCU
 * @remotes: remotes by address; RTNL and RCU
 * @port_names: ports that have a name, by it; RTNL
 * @fdb: forwarding database
 * @counters: frames from and to trunks, and those the bridge itself lost; the
 *	block for these is there from the start
 * @lost: what every object on the bridge has lost or answered
 * @network_list: networks in the order they were made; RTNL and RCU
 * @remote_list: remotes in the order they were made; RTNL and RCU
 * @trunk_list: trunks in the order they were made; RTNL and RCU
 * @node: in the network namespace's list of bridges; RTNL and RCU
 * @id: number among the bridges of the network namespace, in the same order
 * @last_id: the last number given to what is on the bridge; RTNL
 * @local_ipv4: outer source address for IPv4 remotes, or 0; RTNL
 * @local_ipv6: outer source address for IPv6 remotes, or ::; RTNL
 * @port_mtu: MTU that the operator gave the bridge for its trunks, or 0; RTNL
 * @handover: how frames go to the devices that they leave by
 * @status_work: looks at the status of trunks and ports after routes changed
 * @status_checked: when it last did, in jiffies
 * @events: token bucket for events that frames cause
 * @events_lost: events that were not sent
 */
struct vtrunk {
	struct net_device *dev;
	struct vtrunk_uplink __rcu *uplink;
	struct hlist_head networks[1 << VTRUNK_NETWORK_BITS];
	struct hlist_head remotes[1 << VTRUNK_REMOTE_BITS];
	struct hlist_head port_names[1 << VTRUNK_PORT_NAME_BITS];
	struct vtrunk_fdb fdb;
	struct vtrunk_counters counters;
	struct vtrunk_drops __percpu *lost;

	struct list_head network_list;
	struct list_head remote_list;
	struct list_head trunk_list;
	struct list_head node;
	u64 id;
	u64 last_id;
	__be32 local_ipv4;
	struct in6_addr local_ipv6;
	unsigned int port_mtu;
	enum vtrunk_handover handover;
	struct delayed_work status_work;
	unsigned long status_checked;
	struct ratelimit_state events;
	atomic_t events_lost;
};

/**
 * struct vtrunk_net - what the module keeps for a network namespace
 * @bridges: its bridges; RTNL and RCU
 * @last_id: the last number given to a bridge; RTNL
 * @routes: hears of changes of routes
 * @hears_routes: it does
 * @generation: counts configuration changes, so that a dump can tell that it
 *	was overtaken by one; RTNL for writing
 * @changing: one is under way that takes several steps; RTNL for writing
 */
struct vtrunk_net {
	struct list_head bridges;
	u64 last_id;
	struct notifier_block routes;
	bool hears_routes;
	unsigned int generation;
	bool changing;
};

extern unsigned int vtrunk_net_id;

#endif /* _VTRUNK_VTRUNK_H */
