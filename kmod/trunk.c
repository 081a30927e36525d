// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/inetdevice.h>
#include <linux/netlink.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/geneve.h>

#include "announce.h"
#include "device.h"
#include "features.h"
#include "notify.h"
#include "packet.h"
#include "port-set.h"
#include "refuse.h"
#include "route.h"
#include "status.h"
#include "trunk.h"
#include "unknown-tag.h"
#include "uplink.h"
#include "vtrunk.h"

/* A sender remembers what it was told about a destination for minutes. */
#define ANSWERS_PER_SECOND	100

/**
 * vtrunk_trunk_of() - the trunk that a device carries
 * @dev: the device
 *
 * Context: RTNL or RCU.
 * Return: the trunk or NULL.
 */
struct vtrunk_trunk *vtrunk_trunk_of(const struct net_device *dev)
{
	if (rcu_dereference_rtnl(dev->rx_handler) != vtrunk_rx_trunk)
		return NULL;
	return rcu_dereference_rtnl(dev->rx_handler_data);
}

/**
 * vtrunk_member_check() - whether a device can become trunk or uplink
 * @br: the bridge
 * @dev: the device
 * @extack: where the reason goes
 *
 * Context: RTNL.
 * Return: 0 or a negative errno.
 */
int vtrunk_member_check(struct vtrunk *br, struct net_device *dev,
			struct netlink_ext_ack *extack)
{
	const struct vtrunk_uplink *uplink = vtrunk_uplink_of(dev);
	const struct vtrunk_trunk *trunk = vtrunk_trunk_of(dev);

	ASSERT_RTNL();

	if (!net_eq(dev_net(dev), dev_net(br->dev))) {
		NL_SET_ERR_MSG(extack,
			       "this device is in another network namespace");
		return -EXDEV;
	}
	if (trunk && trunk->br == br) {
		NL_SET_ERR_MSG(extack,
			       "this device is already a trunk of this bridge");
		return -EEXIST;
	}
	if (uplink && uplink->br == br) {
		NL_SET_ERR_MSG(extack,
			       "this device is already the uplink of this bridge");
		return -EEXIST;
	}
	if (trunk) {
		NL_SET_ERR_MSG(extack,
			       "this device is already a trunk of another bridge");
		return -EBUSY;
	}
	if (uplink) {
		NL_SET_ERR_MSG(extack,
			       "this device is already the uplink of another bridge");
		return -EBUSY;
	}
	if (netdev_master_upper_dev_get(dev)) {
		NL_SET_ERR_MSG(extack, "this device already has a master");
		return -EBUSY;
	}
	if (vlan_uses_dev(dev)) {
		NL_SET_ERR_MSG(extack, "this device has a VLAN device on it");
		return -EBUSY;
	}
	if (netdev_has_any_upper_dev(dev)) {
		NL_SET_ERR_MSG(extack, "this device has another device on it");
		return -EBUSY;
	}
	if (netdev_is_rx_handler_busy(dev)) {
		NL_SET_ERR_MSG(extack,
			       "this device's frames already go elsewhere");
		return -EBUSY;
	}
	return 0;
}

static int check_kind(struct net_device *dev, struct netlink_ext_ack *extack)
{
	const char *reason = NULL;

	if (vtrunk_device_is(dev))
		reason = "this device is a virtual trunk bridge";
	else if (netif_is_bridge_master(dev))
		reason = "this device is a bridge";
	else if (dev->flags & IFF_LOOPBACK)
		reason = "this device is a loopback device";
	else if (netif_is_geneve(dev))
		reason = "this device is Geneve and can only be an uplink";
	else if (dev->type != ARPHRD_ETHER || dev->addr_len != ETH_ALEN)
		reason = "this device is not an Ethernet device";
	else if (dev->priv_flags & IFF_DONT_BRIDGE)
		reason = "this device does not let its frames be bridged";
	if (!reason)
		return 0;
	vtrunk_refuse(extack, NULL, reason);
	return -EINVAL;
}

static bool has_address(struct net_device *dev)
{
	const struct in_device *in_dev = __in_dev_get_rtnl(dev);
	const struct inet6_ifaddr *ifp;
	struct inet6_dev *idev;
	bool found = false;

	if (in_dev && rtnl_dereference(in_dev->ifa_list))
		return true;
	if (!IS_ENABLED(CONFIG_IPV6))
		return false;
	/* The kernel gives every device that is up a link-local address. */
	idev = __in6_dev_get(dev);
	if (!idev)
		return false;
	read_lock_bh(&idev->lock);
	list_for_each_entry(ifp, &idev->addr_list, if_list)
		found |= !(ipv6_addr_type(&ifp->addr) & IPV6_ADDR_LINKLOCAL);
	read_unlock_bh(&idev->lock);
	return found;
}

/* What a host needs itself is not given away by mistake. */
static int check_host_use(struct vtrunk *br, struct net_device *dev,
			  struct netlink_ext_ack *extack)
{
	if (has_address(dev)) {
		NL_SET_ERR_MSG(extack,
			       "this device has an IP address; it becomes a trunk only with force");
		return -EBUSY;
	}
	if (vtrunk_route_default_uses(dev)) {
		NL_SET_ERR_MSG(extack,
			       "this device carries the default route; it becomes a trunk only with force");
		return -EBUSY;
	}
	if (vtrunk_route_remotes_use(br, dev)) {
		NL_SET_ERR_MSG(extack,
			       "this device carries the route to a remote; it becomes a trunk only with force");
		return -EBUSY;
	}
	return 0;
}

/* Only where the operator gave the bridge an MTU is it handed on. */
static int take_bridge_mtu(struct vtrunk_trunk *trunk,
			   struct netlink_ext_ack *extack)
{
	unsigned int old = trunk->dev->mtu;
	int err;

	if (!trunk->br->port_mtu)
		return 0;
	err = dev_set_mtu(trunk->dev, trunk->br->port_mtu);
	if (err)
		NL_SET_ERR_MSG(extack,
			       "this device refuses the MTU of this bridge");
	else
		trunk->old_mtu = old;
	return err;
}

static int trunk_hook(struct vtrunk_trunk *trunk,
		      struct netlink_ext_ack *extack)
{
	struct net_device *dev = trunk->dev;
	struct vtrunk *br = trunk->br;
	int err;

	err = dev_set_promiscuity(dev, 1);
	if (err) {
		NL_SET_ERR_MSG(extack,
			       "this device cannot be made promiscuous");
		return err;
	}
	err = netdev_rx_handler_register(dev, vtrunk_rx_trunk, trunk);
	if (err) {
		NL_SET_ERR_MSG(extack,
			       "this device's frames already go elsewhere");
		goto err_handler;
	}
	err = netdev_master_upper_dev_link(dev, br->dev, NULL, NULL, extack);
	if (err)
		goto err_link;
	err = take_bridge_mtu(trunk, extack);
	if (err)
		goto err_mtu;
	return 0;

err_mtu:
	netdev_upper_dev_unlink(dev, br->dev);
err_link:
	netdev_rx_handler_unregister(dev);
err_handler:
	dev_set_promiscuity(dev, -1);
	return err;
}

static void trunk_free_rcu(struct rcu_head *rcu)
{
	struct vtrunk_trunk *trunk = container_of(rcu, struct vtrunk_trunk,
						  rcu);

	vtrunk_counters_uninit(&trunk->counters);
	kfree(trunk->unknown_tags);
	kfree(trunk);
}

/**
 * vtrunk_trunk_create() - make a device a trunk
 * @br: the bridge
 * @dev: the device
 * @force: even if the host uses it
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL.
 * Return: 0 or a negative errno, and then nothing has changed.
 */
int vtrunk_trunk_create(struct vtrunk *br, struct net_device *dev, bool force,
			struct netlink_ext_ack *extack)
{
	struct vtrunk_trunk *trunk;
	int err;

	ASSERT_RTNL();

	err = check_kind(dev, extack);
	if (!err)
		err = vtrunk_member_check(br, dev, extack);
	if (!err && !force)
		err = check_host_use(br, dev, extack);
	if (err)
		return err;

	trunk = kzalloc(sizeof(*trunk), GFP_KERNEL_ACCOUNT);
	if (!trunk)
		return -ENOMEM;
	trunk->dev = dev;
	trunk->br = br;
	trunk->id = ++br->last_id;
	trunk->up = true;
	trunk->gate = VTRUNK_GATE_PASSING;
	vtrunk_announce_init(trunk);
	INIT_LIST_HEAD(&trunk->ports);
	ratelimit_state_init(&trunk->answers, HZ, ANSWERS_PER_SECOND);
	ratelimit_set_flags(&trunk->answers, RATELIMIT_MSG_ON_RELEASE);
	err = trunk_hook(trunk, extack);
	if (err) {
		vtrunk_announce_uninit(trunk);
		/* Frames may have been counted at it for a moment. */
		call_rcu(&trunk->rcu, trunk_free_rcu);
		return err;
	}
	netdev_hold(dev, &trunk->tracker, GFP_KERNEL);
	dev_disable_lro(dev);
	list_add_tail_rcu(&trunk->node, &br->trunk_list);
	vtrunk_device_update_headroom(br);
	vtrunk_features_update(br);
	vtrunk_status_trunk_changed(trunk, true);
	return 0;
}

/**
 * vtrunk_trunk_change() - change a trunk
 * @trunk: the trunk
 * @up: traffic passes
 * @locked: changes are refused
 * @announce: the networks are told when a VM has appeared
 *
 * Context: RTNL.
 */
void vtrunk_trunk_change(struct vtrunk_trunk *trunk, bool up, bool locked,
			 bool announce)
{
	bool arm = up != trunk->up || announce != trunk->announce.on;

	ASSERT_RTNL();

	WRITE_ONCE(trunk->up, up);
	WRITE_ONCE(trunk->announce.on, announce);
	trunk->locked = locked;
	if (arm)
		vtrunk_announce_arm(trunk);
	vtrunk_status_trunk_changed(trunk, true);
}

/**
 * vtrunk_trunk_destroy() - release a device and remove its ports
 * @trunk: the trunk
 *
 * 1. Unhooking waits until no frame from the device is under way. Then nothing
 *    begins to announce any more, and a round that is under way is waited for.
 * 2. Removing the ports takes them from the flood lists and the FDB, so no
 *    frame finds a way to the device that starts after that.
 * 3. Frames that found it before hold RCU: the trunk is freed by RCU, and the
 *    core waits likewise before it frees the device.
 *
 * Context: RTNL.
 */
void vtrunk_trunk_destroy(struct vtrunk_trunk *trunk)
{
	struct net_device *dev = trunk->dev;
	unsigned int block;

	ASSERT_RTNL();

	netdev_rx_handler_unregister(dev);
	vtrunk_announce_uninit(trunk);
	vtrunk_ports_destroy(trunk);
	vtrunk_notify_trunk(trunk, true);
	for (block = 0; block < VTRUNK_VID_BLOCKS; block++)
		WARN_ON_ONCE(rcu_access_pointer(trunk->vids[block]));
	list_del_rcu(&trunk->node);
	netdev_upper_dev_unlink(dev, trunk->br->dev);
	vtrunk_features_update(trunk->br);
	if (trunk->old_mtu)
		dev_set_mtu(dev, trunk->old_mtu);
	netdev_set_rx_headroom(dev, -1);
	dev_set_promiscuity(dev, -1);
	netdev_put(dev, &trunk->tracker);
	call_rcu(&trunk->rcu, trunk_free_rcu);
}

/* Cards that filter VLANs must be told which ones to let through. */
static bool filters_vids(const struct net_device *dev)
{
	return (dev->features | dev->hw_features) & NETIF_F_HW_VLAN_CTAG_FILTER;
}

/**
 * vtrunk_trunk_vid_reserve() - get what a port of a VID will need
 * @trunk: the trunk
 * @vid: the VID, which no port has, or 0 for untagged frames
 *
 * Context: RTNL.
 * Return: 0, and then vtrunk_trunk_vid_assign() cannot fail, or a negative
 * errno.
 */
int vtrunk_trunk_vid_reserve(struct vtrunk_trunk *trunk, u16 vid)
{
	struct vtrunk_vids *vids, *made = NULL;
	struct vtrunk_vids __rcu **slot;
	int err;

	ASSERT_RTNL();

	if (!vid)
		return 0;
	slot = &trunk->vids[vid / VTRUNK_VIDS_PER_BLOCK];
	vids = rtnl_dereference(*slot);
	if (!vids) {
		made = kzalloc(sizeof(*made), GFP_KERNEL_ACCOUNT);
		if (!made)
			return -ENOMEM;
		vids = made;
	}
	if (filters_vids(trunk->dev)) {
		err = vlan_vid_add(trunk->dev, htons(ETH_P_8021Q), vid);
		if (err) {
			kfree(made);
			return err;
		}
	}
	vids->count++;
	if (made)
		rcu_assign_pointer(*slot, made);
	return 0;
}

/**
 * vtrunk_trunk_vid_release() - undo vtrunk_trunk_vid_reserve()
 * @trunk: the trunk
 * @vid: the VID, which no port has any more, or 0 for untagged frames
 *
 * Context: RTNL.
 */
void vtrunk_trunk_vid_release(struct vtrunk_trunk *trunk, u16 vid)
{
	struct vtrunk_vids __rcu **slot;
	struct vtrunk_vids *vids;

	ASSERT_RTNL();

	if (!vid)
		return;
	slot = &trunk->vids[vid / VTRUNK_VIDS_PER_BLOCK];
	vids = rtnl_dereference(*slot);
	vids->count--;
	if (!vids->count) {
		RCU_INIT_POINTER(*slot, NULL);
		kfree_rcu(vids, rcu);
	}
	if (filters_vids(trunk->dev))
		vlan_vid_del(trunk->dev, htons(ETH_P_8021Q), vid);
}

/**
 * vtrunk_trunk_vid_assign() - say which port takes a VID
 * @trunk: the trunk
 * @vid: the VID, reserved, or 0 for untagged frames
 * @port: the port, or NULL for none
 *
 * Context: RTNL.
 */
void vtrunk_trunk_vid_assign(struct vtrunk_trunk *trunk, u16 vid,
			     struct vtrunk_port *port)
{
	struct vtrunk_vids *vids;

	ASSERT_RTNL();

	if (!vid) {
		rcu_assign_pointer(trunk->native, port);
		return;
	}
	vids = rtnl_dereference(trunk->vids[vid / VTRUNK_VIDS_PER_BLOCK]);
	rcu_assign_pointer(vids->port[vid % VTRUNK_VIDS_PER_BLOCK], port);
	if (port)
		vtrunk_unknown_tag_forget(trunk, vid);
}

/**
 * vtrunk_trunk_totals() - add up what a trunk and its ports have counted
 * @trunk: the trunk
 * @sum: to what it is added
 *
 * Context: RTNL or RCU.
 */
void vtrunk_trunk_totals(const struct vtrunk_trunk *trunk,
			 struct vtrunk_totals *sum)
{
	const struct vtrunk_port *port;

	vtrunk_totals_add(&trunk->retired, sum);
	vtrunk_counters_add(&trunk->counters, sum);
	list_for_each_entry_rcu(port, &trunk->ports, of_trunk,
				lockdep_rtnl_is_held())
		vtrunk_counters_add(port->counters, sum);
}
