// SPDX-License-Identifier: GPL-2.0
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/geneve.h>
#include <net/netlink.h>
#include <net/rtnetlink.h>

#include "device.h"
#include "features.h"
#include "packet.h"
#include "trunk.h"
#include "uplink.h"
#include "vtrunk.h"

/**
 * vtrunk_uplink_of() - the uplink that a device is
 * @dev: the device
 *
 * Context: RTNL or RCU.
 * Return: the uplink or NULL.
 */
struct vtrunk_uplink *vtrunk_uplink_of(const struct net_device *dev)
{
	if (rcu_dereference_rtnl(dev->rx_handler) != vtrunk_rx_uplink)
		return NULL;
	return rcu_dereference_rtnl(dev->rx_handler_data);
}

/* The Geneve driver keeps its settings to itself, so it is asked to describe
 * the device as it would to user space. What it says cannot change later.
 */
static int geneve_inspect(struct net_device *dev, bool *external,
			  __be16 *dstport)
{
	struct nlattr *attr;
	struct sk_buff *skb;
	int left;
	int err;

	*external = false;
	*dstport = 0;
	skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	err = dev->rtnl_link_ops->fill_info(skb, dev);
	if (err)
		goto out;
	attr = (struct nlattr *)skb->data;
	for (left = skb->len; nla_ok(attr, left);
	     attr = nla_next(attr, &left)) {
		if (nla_type(attr) == IFLA_GENEVE_COLLECT_METADATA)
			*external = true;
		if (nla_type(attr) == IFLA_GENEVE_PORT)
			*dstport = nla_get_be16(attr);
	}
out:
	nlmsg_free(skb);
	return err;
}

static int uplink_check(struct vtrunk *br, struct net_device *dev,
			__be16 *dstport, struct netlink_ext_ack *extack)
{
	bool external;
	int err;

	if (!netif_is_geneve(dev)) {
		NL_SET_ERR_MSG(extack, "this device is not a Geneve device");
		return -EINVAL;
	}
	err = vtrunk_member_check(br, dev, extack);
	if (err)
		return err;
	if (rtnl_dereference(br->uplink)) {
		NL_SET_ERR_MSG(extack, "this bridge already has an uplink");
		return -EBUSY;
	}
	err = geneve_inspect(dev, &external, dstport);
	if (err)
		return err;
	if (!external) {
		NL_SET_ERR_MSG(extack,
			       "this device is not in external mode (collect metadata)");
		return -EINVAL;
	}
	return 0;
}

/**
 * vtrunk_uplink_attach() - give a bridge its uplink
 * @br: the bridge
 * @dev: a Geneve device
 * @extack: where the reason of a refusal goes
 *
 * The caller reports the change of the bridge.
 *
 * Context: RTNL.
 * Return: 0 or a negative errno, and then nothing has changed.
 */
int vtrunk_uplink_attach(struct vtrunk *br, struct net_device *dev,
			 struct netlink_ext_ack *extack)
{
	struct vtrunk_uplink *uplink;
	__be16 dstport;
	int err;

	ASSERT_RTNL();

	err = uplink_check(br, dev, &dstport, extack);
	if (err)
		return err;
	uplink = kzalloc(sizeof(*uplink), GFP_KERNEL_ACCOUNT);
	if (!uplink)
		return -ENOMEM;
	uplink->dev = dev;
	uplink->br = br;
	uplink->dstport = dstport;
	err = netdev_rx_handler_register(dev, vtrunk_rx_uplink, uplink);
	if (err) {
		NL_SET_ERR_MSG(extack,
			       "this device's frames already go elsewhere");
		goto err_handler;
	}
	err = netdev_master_upper_dev_link(dev, br->dev, NULL, NULL, extack);
	if (err)
		goto err_link;
	netdev_hold(dev, &uplink->tracker, GFP_KERNEL);
	rcu_assign_pointer(br->uplink, uplink);
	vtrunk_device_update_headroom(br);
	vtrunk_features_update(br);
	return 0;

err_link:
	netdev_rx_handler_unregister(dev);
err_handler:
	kfree_rcu(uplink, rcu);
	return err;
}

/**
 * vtrunk_uplink_detach() - take the uplink from a bridge
 * @br: the bridge; it has one
 *
 * Frames that read the pointer before hold RCU, and the core waits for them
 * before it frees the device. The caller reports the change of the bridge.
 *
 * Context: RTNL.
 */
void vtrunk_uplink_detach(struct vtrunk *br)
{
	struct vtrunk_uplink *uplink = rtnl_dereference(br->uplink);
	struct net_device *dev = uplink->dev;

	ASSERT_RTNL();

	netdev_rx_handler_unregister(dev);
	RCU_INIT_POINTER(br->uplink, NULL);
	netdev_upper_dev_unlink(dev, br->dev);
	netdev_put(dev, &uplink->tracker);
	kfree_rcu(uplink, rcu);
	vtrunk_device_update_headroom(br);
	vtrunk_features_update(br);
}
