// SPDX-License-Identifier: GPL-2.0
#include <linux/rculist.h>
#include <linux/rtnetlink.h>

#include "netlink-object.h"
#include "notify.h"
#include "status.h"
#include "trunk.h"
#include "unknown-tag.h"

static int fill_unknown_tag(struct sk_buff *skb,
			    const struct vtrunk_unknown_tag *tag)
{
	struct nlattr *nest;

	nest = nla_nest_start(skb, VTRUNK_A_TRUNK_UNKNOWN_TAG);
	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u16(skb, VTRUNK_A_UNKNOWN_TAG_TPID, tag->tpid) ||
	    nla_put_u16(skb, VTRUNK_A_UNKNOWN_TAG_VID, tag->vid) ||
	    nla_put_u64_64bit(skb, VTRUNK_A_UNKNOWN_TAG_PACKETS, tag->packets,
			      VTRUNK_A_UNKNOWN_TAG_PAD) ||
	    nla_put_u64_64bit(skb, VTRUNK_A_UNKNOWN_TAG_AGE, tag->age,
			      VTRUNK_A_UNKNOWN_TAG_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_unknown_tags(struct sk_buff *skb,
			     const struct vtrunk_trunk *trunk)
{
	u64 other = vtrunk_unknown_tags_other(trunk);
	struct vtrunk_unknown_tag tag;
	unsigned int i;

	for (i = 0; i < VTRUNK_UNKNOWN_TAGS_MAX; i++)
		if (vtrunk_unknown_tag_get(trunk, i, &tag) &&
		    fill_unknown_tag(skb, &tag))
			return -EMSGSIZE;
	if (!other)
		return 0;
	return nla_put_u64_64bit(skb, VTRUNK_A_TRUNK_UNKNOWN_TAGS_OTHER, other,
				 VTRUNK_A_TRUNK_PAD);
}

static int fill(struct sk_buff *skb, const void *object)
{
	const struct vtrunk_trunk *trunk = object;
	u16 unknown_vid = READ_ONCE(trunk->unknown_vid);
	struct vtrunk_totals sum = {};

	vtrunk_trunk_totals(trunk, &sum);
	if (nla_put_u32(skb, VTRUNK_A_TRUNK_BRIDGE_IFINDEX,
			trunk->br->dev->ifindex) ||
	    nla_put_u32(skb, VTRUNK_A_TRUNK_IFINDEX, trunk->dev->ifindex) ||
	    nla_put_string(skb, VTRUNK_A_TRUNK_IFNAME, trunk->dev->name) ||
	    nla_put_u8(skb, VTRUNK_A_TRUNK_UP, READ_ONCE(trunk->up)) ||
	    nla_put_u8(skb, VTRUNK_A_TRUNK_LOCKED, READ_ONCE(trunk->locked)) ||
	    nla_put_u8(skb, VTRUNK_A_TRUNK_ANNOUNCE,
		       READ_ONCE(trunk->announce.on)) ||
	    nla_put_u32(skb, VTRUNK_A_TRUNK_STATUS,
			vtrunk_trunk_status(trunk)) ||
	    nla_put_u32(skb, VTRUNK_A_TRUNK_PORT_COUNT,
			READ_ONCE(trunk->port_count)) ||
	    (unknown_vid && nla_put_u16(skb, VTRUNK_A_TRUNK_UNKNOWN_VID,
					unknown_vid)) ||
	    fill_unknown_tags(skb, trunk))
		return -EMSGSIZE;
	return vtrunk_nl_put_stats(skb, VTRUNK_A_TRUNK_STATS, &sum);
}

static struct vtrunk_trunk *target(struct genl_info *info)
{
	struct nlattr *attr = info->attrs[VTRUNK_A_TRUNK_IFINDEX];

	if (!attr)
		return ERR_PTR(vtrunk_nl_missing(info,
						 VTRUNK_A_TRUNK_IFINDEX));
	return vtrunk_nl_trunk(info, attr);
}

int vtrunk_nl_trunk_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_trunk *trunk = target(info);

	if (IS_ERR(trunk))
		return PTR_ERR(trunk);
	return vtrunk_nl_reply(info, VTRUNK_CMD_TRUNK_GET, fill, trunk,
			       GFP_KERNEL);
}

static int dump_bridge(struct sk_buff *skb, struct netlink_callback *cb,
		       struct vtrunk *br)
{
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	struct vtrunk_trunk *trunk;

	list_for_each_entry_rcu(trunk, &br->trunk_list, node) {
		if (trunk->id <= dump->outer)
			continue;
		if (vtrunk_nl_dump(skb, cb, VTRUNK_CMD_TRUNK_GET, fill, trunk))
			return -EMSGSIZE;
		dump->outer = trunk->id;
	}
	return 0;
}

int vtrunk_nl_trunk_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb)
{
	return vtrunk_nl_dump_bridges(skb, cb, dump_bridge);
}

void vtrunk_notify_trunk(struct vtrunk_trunk *trunk, bool deleted)
{
	vtrunk_nl_changed(trunk->br);
	vtrunk_nl_report(trunk->br, deleted ? VTRUNK_CMD_TRUNK_DEL_NTF :
					      VTRUNK_CMD_TRUNK_NTF,
			 fill, trunk, GFP_KERNEL);
}

static int check_locked(struct genl_info *info,
			const struct vtrunk_trunk *trunk)
{
	if (!trunk->locked)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VTRUNK_A_TRUNK_IFINDEX],
			    "this trunk is locked");
	return -EPERM;
}

int vtrunk_nl_trunk_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *announce = info->attrs[VTRUNK_A_TRUNK_ANNOUNCE];
	struct nlattr *ifindex = info->attrs[VTRUNK_A_TRUNK_IFINDEX];
	struct nlattr *locked = info->attrs[VTRUNK_A_TRUNK_LOCKED];
	struct nlattr *up = info->attrs[VTRUNK_A_TRUNK_UP];
	struct net_device *dev;
	int err;

	if (!ifindex)
		return vtrunk_nl_missing(info, VTRUNK_A_TRUNK_IFINDEX);
	dev = __dev_get_by_index(genl_info_net(info), nla_get_u32(ifindex));
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(info->extack, ifindex,
				    "this device does not exist in this network namespace");
		return -ENODEV;
	}
	err = vtrunk_trunk_create(vtrunk_nl_bridge(info), dev,
				  info->attrs[VTRUNK_A_TRUNK_FORCE],
				  info->extack);
	if (err) {
		NL_SET_BAD_ATTR(info->extack, ifindex);
		return err;
	}
	if (up || locked || announce)
		vtrunk_trunk_change(vtrunk_trunk_of(dev),
				    !up || nla_get_u8(up),
				    locked && nla_get_u8(locked),
				    announce && nla_get_u8(announce));
	return 0;
}

int vtrunk_nl_trunk_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *announce = info->attrs[VTRUNK_A_TRUNK_ANNOUNCE];
	struct nlattr *locked = info->attrs[VTRUNK_A_TRUNK_LOCKED];
	struct nlattr *up = info->attrs[VTRUNK_A_TRUNK_UP];
	struct vtrunk_trunk *trunk = target(info);
	int err;

	if (IS_ERR(trunk))
		return PTR_ERR(trunk);
	/* A locked trunk takes nothing but what unlocks it. */
	if (!locked || nla_get_u8(locked)) {
		err = check_locked(info, trunk);
		if (err)
			return err;
	}
	vtrunk_trunk_change(trunk, up ? nla_get_u8(up) : trunk->up,
			    locked ? nla_get_u8(locked) : trunk->locked,
			    announce ? nla_get_u8(announce) :
				       trunk->announce.on);
	return 0;
}

int vtrunk_nl_trunk_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_trunk *trunk = target(info);
	int err;

	if (IS_ERR(trunk))
		return PTR_ERR(trunk);
	err = check_locked(info, trunk);
	if (err)
		return err;
	vtrunk_trunk_destroy(trunk);
	return 0;
}
