// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "fdb.h"
#include "netlink-object.h"
#include "network.h"
#include "port.h"
#include "remote.h"
#include "rtnl-neigh.h"
#include "trunk.h"
#include "tunnel.h"

/**
 * struct cursor - where a dump is
 * @fdb: how far the walk over the entries of a bridge has come
 * @ifindex: of the bridge
 *
 * A dump goes through many devices; the core keeps its own place in the first
 * half of cb->args and leaves the second to the device.
 */
struct cursor {
	struct vtrunk_fdb_cursor fdb;
	u32 ifindex;
};

#define CURSOR_ARG	3
static_assert(sizeof(struct cursor) <=
	      sizeof_field(struct netlink_callback, ctx) -
	      CURSOR_ARG * sizeof(long));

static int put_place(struct sk_buff *skb, struct ndmsg *ndm,
		     const struct vtrunk_network *net,
		     const struct vtrunk_place *place)
{
	const struct vtrunk_tunnel *tunnel;
	const struct vtrunk_port *port;
	u32 ifindex = net->br->dev->ifindex;

	if (place->kind == VTRUNK_PLACE_TUNNEL) {
		tunnel = container_of(place, struct vtrunk_tunnel, place);
		ndm->ndm_ifindex = ifindex;
		ndm->ndm_flags |= NTF_SELF;
		return vtrunk_nl_put_ip(skb, NDA_DST, NDA_DST,
					&tunnel->remote->ip);
	}
	port = container_of(place, struct vtrunk_port, place);
	ndm->ndm_ifindex = port->trunk->dev->ifindex;
	if (nla_put_u32(skb, NDA_MASTER, ifindex) ||
	    (port->config.vid &&
	     nla_put_u16(skb, NDA_VLAN, port->config.vid)))
		return -EMSGSIZE;
	return 0;
}

static int put_age(struct sk_buff *skb, const struct vtrunk_fdb_entry *entry)
{
	u32 age = (u32)jiffies - READ_ONCE(entry->updated);
	struct nda_cacheinfo info = {
		.ndm_used	= jiffies_to_clock_t(age),
		.ndm_updated	= jiffies_to_clock_t(age),
	};

	return nla_put(skb, NDA_CACHEINFO, sizeof(info), &info);
}

/* A sticky entry ages, so it is not shown as a static one. */
static void put_type(struct ndmsg *ndm, u32 type)
{
	ndm->ndm_state = type == VTRUNK_FDB_TYPE_STATIC ? NUD_NOARP :
							  NUD_REACHABLE;
	if (type == VTRUNK_FDB_TYPE_STICKY)
		ndm->ndm_flags |= NTF_STICKY;
}

static size_t message_size(void)
{
	return NLMSG_ALIGN(sizeof(struct ndmsg)) +
	       nla_total_size(ETH_ALEN) +		/* NDA_LLADDR */
	       nla_total_size(sizeof(u32)) +		/* NDA_SRC_VNI */
	       nla_total_size(sizeof(struct in6_addr)) +	/* NDA_DST */
	       nla_total_size(sizeof(u32)) +		/* NDA_MASTER */
	       nla_total_size(sizeof(u16)) +		/* NDA_VLAN */
	       nla_total_size(sizeof(struct nda_cacheinfo));
}

/**
 * vtrunk_rtnl_neigh_put() - write an FDB entry as a message of rtnetlink
 * @skb: where it goes
 * @portid: who asked, or 0 for a report
 * @seq: number of the request, or 0
 * @type: RTM_NEWNEIGH or RTM_DELNEIGH
 * @flags: of the message
 * @entry: the entry
 *
 * Context: RCU.
 * Return: the message, or NULL if it does not fit.
 */
struct nlmsghdr *vtrunk_rtnl_neigh_put(struct sk_buff *skb, u32 portid,
				       u32 seq, int type, int flags,
				       const struct vtrunk_fdb_entry *entry)
{
	const struct vtrunk_network *net = entry->net;
	struct nlmsghdr *nlh;
	struct ndmsg *ndm;
	u8 mac[ETH_ALEN];

	nlh = nlmsg_put(skb, portid, seq, type, sizeof(*ndm), flags);
	if (!nlh)
		return NULL;
	ndm = nlmsg_data(nlh);
	memset(ndm, 0, sizeof(*ndm));
	ndm->ndm_family = AF_BRIDGE;
	put_type(ndm, READ_ONCE(entry->type));
	u64_to_ether_addr(entry->mac, mac);
	if (nla_put(skb, NDA_LLADDR, ETH_ALEN, mac) ||
	    put_place(skb, ndm, net, READ_ONCE(entry->place)) ||
	    nla_put_u32(skb, NDA_SRC_VNI, net->vni) ||
	    put_age(skb, entry)) {
		nlmsg_cancel(skb, nlh);
		return NULL;
	}
	nlmsg_end(skb, nlh);
	return nlh;
}

/**
 * vtrunk_rtnl_neigh_report() - tell who listens to neighbours about an entry
 * @br: its bridge
 * @entry: the entry
 * @deleted: it was removed
 *
 * Context: RCU; frames may call this.
 */
void vtrunk_rtnl_neigh_report(struct vtrunk *br,
			      const struct vtrunk_fdb_entry *entry,
			      bool deleted)
{
	struct net *net = dev_net(br->dev);
	struct sk_buff *skb;

	if (!rtnl_has_listeners(net, RTNLGRP_NEIGH))
		return;
	skb = nlmsg_new(message_size(), GFP_ATOMIC);
	if (!skb)
		goto err_lost;
	if (!vtrunk_rtnl_neigh_put(skb, 0, 0,
				   deleted ? RTM_DELNEIGH : RTM_NEWNEIGH, 0,
				   entry)) {
		kfree_skb(skb);
		goto err_lost;
	}
	rtnl_notify(skb, net, 0, RTNLGRP_NEIGH, NULL, GFP_ATOMIC);
	return;

err_lost:
	atomic_inc(&br->events_lost);
	rtnl_set_sk_err(net, RTNLGRP_NEIGH, -ENOBUFS);
}

/**
 * vtrunk_rtnl_neigh_dump() - write the entries that fit into a message
 * @skb: the message
 * @cb: the dump
 * @dev: the bridge
 * @filter_dev: not used; the core calls this for the bridge itself only
 * @idx: counts the entries
 *
 * Context: RTNL or RCU.
 * Return: 0 when all are done, or -EMSGSIZE.
 */
int vtrunk_rtnl_neigh_dump(struct sk_buff *skb, struct netlink_callback *cb,
			   struct net_device *dev,
			   struct net_device *filter_dev, int *idx)
{
	struct cursor *cursor = (struct cursor *)&cb->args[CURSOR_ARG];
	const struct vtrunk_net *vn = vtrunk_nl_net(dev_net(dev));
	struct vtrunk *br = netdev_priv(dev);
	struct vtrunk_fdb_entry *entry;
	struct vtrunk_fdb_cursor next;
	struct nlmsghdr *nlh;
	int err = 0;

	if (cursor->ifindex != dev->ifindex) {
		cursor->ifindex = dev->ifindex;
		memset(&cursor->fdb, 0, sizeof(cursor->fdb));
	}
	next = cursor->fdb;
	cb->seq = READ_ONCE(vn->generation) ?: 1;
	rcu_read_lock();
	while ((entry = vtrunk_fdb_next(&br->fdb, &next))) {
		nlh = vtrunk_rtnl_neigh_put(skb, NETLINK_CB(cb->skb).portid,
					    cb->nlh->nlmsg_seq, RTM_NEWNEIGH,
					    NLM_F_MULTI, entry);
		if (!nlh) {
			err = -EMSGSIZE;
			break;
		}
		nl_dump_check_consistent(cb, nlh);
		cursor->fdb = next;
		++*idx;
	}
	rcu_read_unlock();
	return err;
}
