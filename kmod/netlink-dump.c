// SPDX-License-Identifier: GPL-2.0
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <net/sock.h>

#include "device.h"
#include "netlink-object.h"
#include "notify.h"

/*
 * Dumps run under RCU only, message by message, while the configuration may
 * change. Positions survive that, and a generation tells the reader of it.
 */

/* The bridge that a dump is at, NULL after the last, or an error pointer. */
static struct vtrunk *dump_bridge(struct sk_buff *skb,
				  struct netlink_callback *cb)
{
	struct nlattr **attrs = genl_info_dump(cb)->attrs;
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	struct nlattr *attr = attrs[VTRUNK_NL_A_BRIDGE];
	struct net *net = sock_net(skb->sk);
	struct net_device *dev;
	struct vtrunk *br;

	if (attr) {
		if (dump->done)
			return NULL;
		dev = dev_get_by_index_rcu(net, nla_get_u32(attr));
		if (dev && vtrunk_device_is(dev))
			return netdev_priv(dev);
		NL_SET_ERR_MSG_ATTR(cb->extack, attr,
				    "this bridge does not exist in this network namespace");
		return ERR_PTR(-ENODEV);
	}
	list_for_each_entry_rcu(br, &vtrunk_nl_net(net)->bridges, node)
		if (br->id >= dump->bridge)
			return br;
	return NULL;
}

/**
 * vtrunk_nl_dump_enter() - go to a trunk or remote, unless the dump is at it
 * @dump: the position
 * @id: number of the trunk or remote
 */
void vtrunk_nl_dump_enter(struct vtrunk_nl_dump *dump, u64 id)
{
	if (dump->outer == id)
		return;
	dump->outer = id;
	dump->inner = 0;
}

static void enter_bridge(struct vtrunk_nl_dump *dump, const struct vtrunk *br)
{
	if (dump->bridge == br->id)
		return;
	dump->bridge = br->id;
	dump->outer = 0;
	dump->inner = 0;
}

/* Number the message by the configuration that it is read from. The core flags
 * a dump whose numbers differ. The last call of a dump writes nothing but its
 * end, so a change while the others read is always found; one that is still
 * under way has no number of its own yet.
 */
static void dump_sequence(const struct vtrunk_net *vn,
			  struct netlink_callback *cb)
{
	bool changing;

	smp_rmb(); /* after what the last message was read from */
	changing = READ_ONCE(vn->changing);
	smp_rmb(); /* see vtrunk_nl_changed() */
	cb->seq = READ_ONCE(vn->generation) ?: 1;
	smp_rmb(); /* before what this message is read from */
	if (changing)
		cb->prev_seq = cb->seq > 1 ? cb->seq - 1 : 2;
}

/**
 * vtrunk_nl_dump_bridges() - dump the objects of one bridge or of all
 * @skb: the dump's message
 * @cb: the dump
 * @one: dumps those of one bridge, from the position in cb->ctx on; returns
 *	-EMSGSIZE when the message is full
 *
 * The sequence number lets the reader tell that the configuration changed
 * between two messages.
 *
 * Return: as a dumpit does.
 */
int vtrunk_nl_dump_bridges(struct sk_buff *skb, struct netlink_callback *cb,
			   int (*one)(struct sk_buff *skb,
				      struct netlink_callback *cb,
				      struct vtrunk *br))
{
	struct vtrunk_net *vn = vtrunk_nl_net(sock_net(skb->sk));
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	struct vtrunk *br;
	int err = 0;

	rcu_read_lock();
	dump_sequence(vn, cb);
	while (!err) {
		br = dump_bridge(skb, cb);
		if (!br)
			break;
		if (IS_ERR(br)) {
			err = PTR_ERR(br);
			break;
		}
		enter_bridge(dump, br);
		err = one(skb, cb, br);
		if (!err) {
			dump->bridge++;
			dump->outer = 0;
			dump->inner = 0;
			dump->done = true;
		}
	}
	rcu_read_unlock();
	return err && err != -EMSGSIZE ? err : skb->len;
}

/**
 * vtrunk_nl_dump() - add an object to a dump
 * @skb: the dump's message
 * @cb: the dump
 * @cmd: command of the answer
 * @fill: writes the object
 * @object: the object
 *
 * Context: RCU.
 * Return: 0, or -EMSGSIZE if it belongs into the next message.
 */
int vtrunk_nl_dump(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		   vtrunk_nl_fill fill, const void *object)
{
	void *hdr;

	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			  &vtrunk_nl_family, NLM_F_MULTI, cmd);
	if (hdr)
		genl_dump_check_consistent(cb, hdr);
	return vtrunk_nl_put_message(skb, hdr, fill, object);
}

/**
 * vtrunk_nl_changed() - let dumps know that the configuration has changed
 * @br: the bridge
 *
 * Context: RTNL.
 */
void vtrunk_nl_changed(struct vtrunk *br)
{
	struct vtrunk_net *vn = vtrunk_nl_net(dev_net(br->dev));

	ASSERT_RTNL();

	/* Whoever saw a part of the change sees one of these as well. */
	smp_wmb(); /* after the last step */
	WRITE_ONCE(vn->generation, vn->generation + 1);
	smp_wmb(); /* one of them is seen at any time */
	WRITE_ONCE(vn->changing, false);
}

void vtrunk_notify_begin(struct vtrunk *br)
{
	struct vtrunk_net *vn = vtrunk_nl_net(dev_net(br->dev));

	ASSERT_RTNL();

	WRITE_ONCE(vn->changing, true);
	smp_wmb(); /* before the first step */
}
