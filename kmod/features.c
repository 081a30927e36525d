// SPDX-License-Identifier: GPL-2.0
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "features.h"
#include "trunk.h"
#include "uplink.h"
#include "vtrunk.h"

/* What a member cannot do the core does before it hands a frame to it. */
#define COMMON_FEATURES	(NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_HIGHDMA | \
			 NETIF_F_HW_CSUM | NETIF_F_GSO_SOFTWARE | \
			 NETIF_F_GSO_ENCAP_ALL)
#define TAG_FEATURES	(NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_STAG_TX)

/**
 * vtrunk_features_setup() - what a new bridge device can do
 * @dev: the device, before it is registered
 */
void vtrunk_features_setup(struct net_device *dev)
{
	dev->features |= COMMON_FEATURES | TAG_FEATURES;
	dev->hw_features = COMMON_FEATURES | TAG_FEATURES;
	dev->vlan_features = COMMON_FEATURES;
	dev->hw_enc_features = COMMON_FEATURES;
	/* As it is again when the last member has left. */
	netif_set_tso_max_size(dev, TSO_MAX_SIZE);
}

/**
 * vtrunk_features_fix() - what the bridge device can do with its members
 * @dev: the bridge device
 * @features: what is wanted
 *
 * Of what the core can do in a member's place, one member that can do it is
 * enough.
 *
 * Context: RTNL; the ndo_fix_features of bridge devices.
 * Return: what of @features remains.
 */
netdev_features_t vtrunk_features_fix(struct net_device *dev,
				      netdev_features_t features)
{
	const struct vtrunk *br = netdev_priv(dev);
	const struct vtrunk_uplink *uplink = rtnl_dereference(br->uplink);
	const netdev_features_t wanted = features;
	const struct vtrunk_trunk *trunk;

	ASSERT_RTNL();

	if (!uplink && list_empty(&br->trunk_list))
		return features;
	features &= ~NETIF_F_ONE_FOR_ALL;
	if (uplink)
		features = netdev_increment_features(features,
						     uplink->dev->features,
						     wanted);
	list_for_each_entry(trunk, &br->trunk_list, node)
		features = netdev_increment_features(features,
						     trunk->dev->features,
						     wanted);
	return netdev_add_tso_features(features, wanted);
}

/**
 * vtrunk_features_update() - a member came, went, or can do something else
 * @br: the bridge
 *
 * The largest frame for segmentation is the smallest of those of the members.
 *
 * Context: RTNL.
 */
void vtrunk_features_update(struct vtrunk *br)
{
	const struct vtrunk_uplink *uplink = rtnl_dereference(br->uplink);
	const struct vtrunk_trunk *trunk;
	unsigned int size = TSO_MAX_SIZE;
	unsigned int segs = TSO_MAX_SEGS;

	ASSERT_RTNL();

	if (uplink) {
		size = uplink->dev->tso_max_size;
		segs = uplink->dev->tso_max_segs;
	}
	list_for_each_entry(trunk, &br->trunk_list, node) {
		size = min(size, trunk->dev->tso_max_size);
		segs = min_t(unsigned int, segs, trunk->dev->tso_max_segs);
	}
	netif_set_tso_max_size(br->dev, size);
	netif_set_tso_max_segs(br->dev, segs);
	netdev_update_features(br->dev);
}
