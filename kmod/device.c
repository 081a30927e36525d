// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <net/fib_notifier.h>
#include <net/geneve.h>
#include <net/netns/generic.h>
#include <net/rtnetlink.h>

#include "compat/netdev.h"
#include "compat/newlink.h"
#include "compat/rtnl-fdb.h"
#include "device.h"
#include "drop.h"
#include "ethtool.h"
#include "features.h"
#include "network.h"
#include "notify.h"
#include "refuse.h"
#include "remote.h"
#include "rtnl-fdb.h"
#include "rtnl-neigh.h"
#include "status.h"
#include "trunk.h"
#include "uplink.h"
#include "vtrunk.h"

#define EVENTS_PER_SECOND	1000

unsigned int vtrunk_net_id __read_mostly;

static const struct net_device_ops device_ops;

/**
 * vtrunk_device_is() - whether a device is a virtual trunk bridge
 * @dev: the device
 *
 * Return: true if it is.
 */
bool vtrunk_device_is(const struct net_device *dev)
{
	return dev->netdev_ops == &device_ops;
}

/**
 * vtrunk_device_update_headroom() - tell trunks how much room frames need
 * @br: the bridge
 *
 * With room for the outer headers in front, no frame is copied to make it.
 *
 * Context: RTNL.
 */
void vtrunk_device_update_headroom(struct vtrunk *br)
{
	struct vtrunk_uplink *uplink = rtnl_dereference(br->uplink);
	struct vtrunk_trunk *trunk;
	int headroom;

	ASSERT_RTNL();

	headroom = uplink ? uplink->dev->needed_headroom : -1;
	br->dev->needed_headroom = max(headroom, 0);
	list_for_each_entry(trunk, &br->trunk_list, node)
		netdev_set_rx_headroom(trunk->dev, headroom);
}

static int device_init(struct net_device *dev)
{
	struct vtrunk *br = netdev_priv(dev);
	int err;

	br->dev = dev;
	INIT_LIST_HEAD(&br->network_list);
	INIT_LIST_HEAD(&br->remote_list);
	INIT_LIST_HEAD(&br->trunk_list);
	ratelimit_state_init(&br->events, HZ, EVENTS_PER_SECOND);
	ratelimit_set_flags(&br->events, RATELIMIT_MSG_ON_RELEASE);
	vtrunk_status_init(br);
	err = vtrunk_counters_init(&br->counters);
	if (err)
		return err;
	/* It also counts where an object's own block could not be made. */
	br->counters.drops = __alloc_percpu_gfp(sizeof(struct vtrunk_drops),
						__alignof__(u64),
						GFP_KERNEL_ACCOUNT);
	br->lost = __alloc_percpu_gfp(sizeof(struct vtrunk_drops),
				      __alignof__(u64), GFP_KERNEL_ACCOUNT);
	if (!br->counters.drops || !br->lost) {
		err = -ENOMEM;
		goto err_drops;
	}
	err = vtrunk_fdb_init(br);
	if (err)
		goto err_drops;
	return 0;

err_drops:
	free_percpu(br->lost);
	vtrunk_counters_uninit(&br->counters);
	return err;
}

static void device_uninit(struct net_device *dev)
{
	struct vtrunk *br = netdev_priv(dev);

	vtrunk_status_uninit(br);
	vtrunk_fdb_uninit(br);
}

/* Frames that hold RCU are through by now. */
static void device_free(struct net_device *dev)
{
	struct vtrunk *br = netdev_priv(dev);

	free_percpu(br->lost);
	vtrunk_counters_uninit(&br->counters);
}

/* The bridge is no port of its networks, so the host's own stack has nobody
 * to send to.
 */
static netdev_tx_t device_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct vtrunk *br = netdev_priv(dev);

	vtrunk_drop(br, &br->counters, skb, VTRUNK_DROP_NOT_A_PORT);
	return NETDEV_TX_OK;
}

/**
 * vtrunk_device_totals() - what a bridge and all that is on it have counted
 * @br: the bridge
 * @sum: to what it is added: packets and bytes from and to trunks, and every
 *	lost frame, also those at objects that are gone
 */
void vtrunk_device_totals(const struct vtrunk *br, struct vtrunk_totals *sum)
{
	const struct vtrunk_counters all = {
		.stats	= br->counters.stats,
		.drops	= br->lost,
	};

	vtrunk_counters_add(&all, sum);
}

static void device_get_stats64(struct net_device *dev,
			       struct rtnl_link_stats64 *stats)
{
	const struct vtrunk *br = netdev_priv(dev);
	struct vtrunk_totals sum = {};
	unsigned int reason;

	vtrunk_device_totals(br, &sum);
	stats->rx_packets = sum.rx_packets;
	stats->rx_bytes = sum.rx_bytes;
	stats->tx_packets = sum.tx_packets;
	stats->tx_bytes = sum.tx_bytes;
	for (reason = 0; reason <= VTRUNK_DROP_MAX; reason++)
		if (reason == VTRUNK_DROP_NOT_A_PORT)
			stats->tx_dropped += sum.drops[reason];
		else
			stats->rx_dropped += sum.drops[reason];
}

static int device_add_slave(struct net_device *dev, struct net_device *slave,
			    struct netlink_ext_ack *extack)
{
	struct vtrunk *br = netdev_priv(dev);
	int err;

	if (!netif_is_geneve(slave))
		return vtrunk_trunk_create(br, slave, false, extack);
	err = vtrunk_uplink_attach(br, slave, extack);
	if (err)
		return err;
	vtrunk_notify_bridge(br, false);
	vtrunk_status_network_changed(br, NULL);
	return 0;
}

static int device_del_slave(struct net_device *dev, struct net_device *slave)
{
	struct vtrunk_trunk *trunk = vtrunk_trunk_of(slave);
	struct vtrunk *br = netdev_priv(dev);

	if (vtrunk_uplink_of(slave)) {
		vtrunk_uplink_detach(br);
		vtrunk_notify_bridge(br, false);
		vtrunk_status_network_changed(br, NULL);
		return 0;
	}
	if (!trunk)
		return -EINVAL;
	if (trunk->locked)
		return -EPERM;
	vtrunk_trunk_destroy(trunk);
	return 0;
}

/* An MTU that the operator gives the bridge is handed on to its trunks, to all
 * or to none. The bridge itself has no use for it.
 */
static int device_change_mtu(struct net_device *dev, int mtu)
{
	struct vtrunk *br = netdev_priv(dev);
	struct vtrunk_trunk *trunk;
	unsigned int old;
	int err;

	list_for_each_entry(trunk, &br->trunk_list, node) {
		old = trunk->dev->mtu;
		err = dev_set_mtu(trunk->dev, mtu);
		if (err)
			goto err_undo;
		if (!trunk->old_mtu)
			trunk->old_mtu = old;
	}
	br->port_mtu = mtu;
	dev->mtu = mtu;
	return 0;

err_undo:
	list_for_each_entry_continue_reverse(trunk, &br->trunk_list, node) {
		dev_set_mtu(trunk->dev, br->port_mtu ?: trunk->old_mtu);
		if (!br->port_mtu)
			trunk->old_mtu = 0;
	}
	return err;
}

static const struct net_device_ops device_ops = {
	.ndo_init		= device_init,
	.ndo_uninit		= device_uninit,
	.ndo_start_xmit		= device_xmit,
	.ndo_get_stats64	= device_get_stats64,
	.ndo_set_mac_address	= eth_mac_addr,
	.ndo_validate_addr	= eth_validate_addr,
	.ndo_add_slave		= device_add_slave,
	.ndo_del_slave		= device_del_slave,
	.ndo_change_mtu		= device_change_mtu,
	.ndo_fix_features	= vtrunk_features_fix,
	.ndo_fdb_add		= vtrunk_ndo_fdb_add,
	.ndo_fdb_del		= vtrunk_ndo_fdb_del,
	.ndo_fdb_del_bulk	= vtrunk_ndo_fdb_del_bulk,
	.ndo_fdb_dump		= vtrunk_rtnl_neigh_dump,
	.ndo_fdb_get		= vtrunk_rtnl_fdb_get,
};

static const struct device_type device_type = {
	.name = "vtrunk",
};

static void device_setup(struct net_device *dev)
{
	ether_setup(dev);
	eth_hw_addr_random(dev);
	dev->netdev_ops = &device_ops;
	dev->ethtool_ops = &vtrunk_ethtool_ops;
	dev->needs_free_netdev = true;
	dev->priv_destructor = device_free;
	dev->max_mtu = ETH_MAX_MTU;
	dev->priv_flags |= IFF_NO_QUEUE;
	vtrunk_features_setup(dev);
	vtrunk_netdev_set_lltx(dev);
	vtrunk_netdev_set_netns_immutable(dev);
	SET_NETDEV_DEVTYPE(dev, &device_type);
}

static int device_validate(struct nlattr *tb[], struct nlattr *data[],
			   struct netlink_ext_ack *extack)
{
	if (!tb[IFLA_ADDRESS])
		return 0;
	if (nla_len(tb[IFLA_ADDRESS]) != ETH_ALEN ||
	    !is_valid_ether_addr(nla_data(tb[IFLA_ADDRESS]))) {
		NL_SET_ERR_MSG_ATTR(extack, tb[IFLA_ADDRESS],
				    "this MAC is not one of a single station");
		return -EADDRNOTAVAIL;
	}
	return 0;
}

static struct vtrunk_net *net_of(const struct net_device *dev)
{
	return net_generic(dev_net(dev), vtrunk_net_id);
}

static int device_newlink(struct net_device *dev,
			  struct rtnl_newlink_params *params,
			  struct netlink_ext_ack *extack)
{
	struct vtrunk *br = netdev_priv(dev);
	int err;

	err = register_netdevice(dev);
	if (err)
		return err;
	br->id = ++net_of(dev)->last_id;
	list_add_tail_rcu(&br->node, &net_of(dev)->bridges);
	vtrunk_notify_bridge(br, false);
	return 0;
}

VTRUNK_NEWLINK_OP(device_newlink_op, device_newlink)

/* Trunks and uplink first, so that no frame enters; then what they used. A
 * remote goes with its last tunnel, or here if there was no network.
 */
static void device_dellink(struct net_device *dev, struct list_head *head)
{
	struct vtrunk_network *net, *next_net;
	struct vtrunk_remote *remote, *next_remote;
	struct vtrunk_trunk *trunk, *next_trunk;
	struct vtrunk *br = netdev_priv(dev);

	list_for_each_entry_safe(trunk, next_trunk, &br->trunk_list, node)
		vtrunk_trunk_destroy(trunk);
	if (rtnl_dereference(br->uplink))
		vtrunk_uplink_detach(br);
	list_for_each_entry_safe(net, next_net, &br->network_list, node)
		vtrunk_network_destroy(net);
	list_for_each_entry_safe(remote, next_remote, &br->remote_list, node)
		if (remote->everywhere)
			vtrunk_remote_remove(remote, NULL);
	vtrunk_notify_bridge(br, true);
	list_del_rcu(&br->node);
	unregister_netdevice_queue(dev, head);
}

static struct rtnl_link_ops device_link_ops __read_mostly = {
	.kind		= "vtrunk",
	.priv_size	= sizeof(struct vtrunk),
	.setup		= device_setup,
	.validate	= device_validate,
	.newlink	= device_newlink_op,
	.dellink	= device_dellink,
};

/* A device on top of a member would take the frames with its VLAN before they
 * reach the bridge.
 */
static int refuse_upper(const struct net_device *dev,
			struct netdev_notifier_changeupper_info *info)
{
	if (!info->linking || vtrunk_device_is(info->upper_dev))
		return 0;
	vtrunk_refuse(netdev_notifier_info_to_extack(&info->info), NULL,
		      vtrunk_uplink_of(dev) ?
		      "the lower device is the uplink of a vtrunk bridge" :
		      "the lower device is a trunk of a vtrunk bridge");
	return -EBUSY;
}

static void routes_changed(struct vtrunk_net *vn)
{
	struct vtrunk *br;

	rcu_read_lock();
	list_for_each_entry_rcu(br, &vn->bridges, node)
		vtrunk_status_routes_changed(br);
	rcu_read_unlock();
}

/* What becomes of any device, and may matter to a bridge. */
static void follow_status(struct net_device *dev, unsigned long event)
{
	struct vtrunk_uplink *uplink = vtrunk_uplink_of(dev);
	struct vtrunk_trunk *trunk = vtrunk_trunk_of(dev);

	switch (event) {
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
		if (trunk) {
			vtrunk_announce_link_changed(trunk,
						     event == NETDEV_UP);
			vtrunk_status_trunk_changed(trunk, false);
		} else if (uplink) {
			vtrunk_status_network_changed(uplink->br, NULL);
		} else if (vtrunk_device_is(dev)) {
			vtrunk_status_network_changed(netdev_priv(dev), NULL);
		}
		break;
	case NETDEV_CHANGEMTU:
		/* Routes out of it have its MTU. */
		routes_changed(net_of(dev));
		break;
	}
}

static int device_event(struct notifier_block *nb, unsigned long event,
			void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct vtrunk_uplink *uplink = vtrunk_uplink_of(dev);
	struct vtrunk_trunk *trunk = vtrunk_trunk_of(dev);
	struct vtrunk *br;

	follow_status(dev, event);
	if (!uplink && !trunk)
		return NOTIFY_DONE;
	switch (event) {
	case NETDEV_PRECHANGEUPPER:
		return notifier_from_errno(refuse_upper(dev, ptr));
	case NETDEV_UNREGISTER:
		/* The device is gone, or is on its way to another network
		 * namespace.
		 */
		if (uplink) {
			br = uplink->br;
			vtrunk_uplink_detach(br);
			vtrunk_notify_bridge(br, false);
			vtrunk_status_network_changed(br, NULL);
		} else {
			vtrunk_trunk_destroy(trunk);
		}
		break;
	case NETDEV_FEAT_CHANGE:
		vtrunk_features_update(uplink ? uplink->br : trunk->br);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block device_notifier = {
	.notifier_call = device_event,
};

static int route_event(struct notifier_block *nb, unsigned long event,
		       void *ptr)
{
	routes_changed(container_of(nb, struct vtrunk_net, routes));
	return NOTIFY_DONE;
}

static int __net_init namespace_init(struct net *net)
{
	struct vtrunk_net *vn = net_generic(net, vtrunk_net_id);

	INIT_LIST_HEAD(&vn->bridges);
	vn->routes.notifier_call = route_event;
	/* This is refused where routes never stop changing. Then frames find
	 * out, once a second, what remotes take.
	 */
	vn->hears_routes = !register_fib_notifier(net, &vn->routes, NULL,
						  NULL);
	return 0;
}

static void __net_exit namespace_exit(struct net *net)
{
	struct vtrunk_net *vn = net_generic(net, vtrunk_net_id);

	if (vn->hears_routes)
		unregister_fib_notifier(net, &vn->routes);
	WARN_ON_ONCE(!list_empty(&vn->bridges));
}

static struct pernet_operations namespace_ops = {
	.init	= namespace_init,
	.exit	= namespace_exit,
	.id	= &vtrunk_net_id,
	.size	= sizeof(struct vtrunk_net),
};

/**
 * vtrunk_device_module_init() - register the link kind
 *
 * Return: 0 or a negative errno.
 */
int __init vtrunk_device_module_init(void)
{
	int err;

	err = register_pernet_subsys(&namespace_ops);
	if (err)
		return err;
	err = register_netdevice_notifier(&device_notifier);
	if (err)
		goto err_notifier;
	err = rtnl_link_register(&device_link_ops);
	if (err)
		goto err_link;
	return 0;

err_link:
	unregister_netdevice_notifier(&device_notifier);
err_notifier:
	unregister_pernet_subsys(&namespace_ops);
	return err;
}

/**
 * vtrunk_device_module_uninit() - remove all bridges and the link kind
 */
void vtrunk_device_module_uninit(void)
{
	rtnl_link_unregister(&device_link_ops);
	unregister_netdevice_notifier(&device_notifier);
	unregister_pernet_subsys(&namespace_ops);
}
