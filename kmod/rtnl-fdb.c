// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "fdb.h"
#include "netlink-address.h"
#include "netlink-object.h"
#include "netlink-place.h"
#include "network.h"
#include "port.h"
#include "refuse.h"
#include "remote.h"
#include "rtnl-fdb.h"
#include "rtnl-neigh.h"
#include "trunk.h"

/* The core looks at few attributes, and not at their lengths. */
static int check_attrs(struct nlattr *tb[], struct netlink_ext_ack *extack)
{
	unsigned int type, len;

	for (type = 1; type <= NDA_MAX; type++) {
		if (!tb[type])
			continue;
		len = nla_len(tb[type]);
		switch (type) {
		case NDA_LLADDR:
		case NDA_VLAN:
		case NDA_MASTER:
		case NDA_NDM_STATE_MASK:
		case NDA_NDM_FLAGS_MASK:
			/* These it checks. */
			continue;
		case NDA_VNI:
		case NDA_SRC_VNI:
		case NDA_IFINDEX:
			if (len == sizeof(u32))
				continue;
			break;
		case NDA_DST:
			if (len == sizeof(struct in_addr) ||
			    len == sizeof(struct in6_addr))
				continue;
			break;
		default:
			NL_SET_ERR_MSG_ATTR(extack, tb[type],
					    "an FDB entry of a virtual trunk bridge has no such attribute");
			return -EOPNOTSUPP;
		}
		NL_SET_ERR_MSG_ATTR(extack, tb[type],
				    "this attribute has a wrong length");
		return -EINVAL;
	}
	return 0;
}

/* Either of src_vni and vni names the network; "bridge fdb get" can send the
 * latter only.
 */
static struct vtrunk_network *read_network(struct vtrunk *br,
					   struct nlattr *tb[],
					   struct netlink_ext_ack *extack)
{
	struct nlattr *src_vni = tb[NDA_SRC_VNI];
	struct nlattr *vni = tb[NDA_VNI];

	if (src_vni && vni && nla_get_u32(src_vni) != nla_get_u32(vni)) {
		NL_SET_ERR_MSG_ATTR(extack, vni,
				    "src_vni and vni name different networks");
		return ERR_PTR(-EINVAL);
	}
	return vtrunk_nl_network(br, src_vni ?: vni, NULL, extack);
}

static void read_ip(const struct nlattr *attr, struct vtrunk_ip *ip)
{
	memset(ip, 0, sizeof(*ip));
	if (nla_len(attr) == sizeof(struct in_addr)) {
		ip->family = AF_INET;
		ip->v4 = nla_get_in_addr(attr);
	} else {
		ip->family = AF_INET6;
		ip->v6 = nla_get_in6_addr(attr);
	}
}

static struct vtrunk_trunk *read_trunk(struct vtrunk *br,
				       const struct nlattr *attr,
				       struct netlink_ext_ack *extack)
{
	struct vtrunk_trunk *trunk;

	trunk = vtrunk_nl_trunk_find(dev_net(br->dev), attr, extack);
	if (IS_ERR(trunk) || trunk->br == br)
		return trunk;
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "this device is a trunk of another bridge");
	return ERR_PTR(-EINVAL);
}

static int check_places(struct nlattr *tb[], struct netlink_ext_ack *extack)
{
	if (!tb[NDA_DST] || !tb[NDA_IFINDEX])
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, tb[NDA_IFINDEX],
			    "an FDB entry is at one port or one remote");
	return -EINVAL;
}

/**
 * struct target - what a request for one entry is about
 * @mac: the MAC as a number
 * @net: the network
 * @place: the place, or NULL if none is named
 */
struct target {
	u64 mac;
	struct vtrunk_network *net;
	struct vtrunk_place *place;
};

/* The network of a port need not be named. */
static struct vtrunk_place *read_place(struct vtrunk *br, struct nlattr *tb[],
				       u16 vid, struct vtrunk_network **net,
				       struct netlink_ext_ack *extack)
{
	struct nlattr *via = tb[NDA_IFINDEX];
	const struct vtrunk_trunk *trunk;
	const struct vtrunk_port *port;
	struct vtrunk_ip ip;

	if (via) {
		trunk = read_trunk(br, via, extack);
		if (IS_ERR(trunk))
			return ERR_CAST(trunk);
		port = vtrunk_port_find(trunk, vid);
		if (port && !*net)
			*net = port->config.net;
		return vtrunk_nl_place_port(trunk, vid, *net, via, extack);
	}
	if (vid) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_VLAN],
				    "a VLAN id needs the trunk that it is on, name it with via");
		return ERR_PTR(-EINVAL);
	}
	if (!tb[NDA_DST] || !*net)
		return NULL;
	read_ip(tb[NDA_DST], &ip);
	return vtrunk_nl_place_remote(br, &ip, *net, tb[NDA_DST], extack);
}

static int read_target(struct vtrunk *br, struct nlattr *tb[],
		       const unsigned char *addr, u16 vid,
		       struct target *target, struct netlink_ext_ack *extack)
{
	int err;

	err = check_attrs(tb, extack) ?: check_places(tb, extack);
	if (err)
		return err;
	if (!is_valid_ether_addr(addr)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_LLADDR],
				    "this MAC is not one of a single station");
		return -EINVAL;
	}
	target->mac = ether_addr_to_u64(addr);
	target->net = read_network(br, tb, extack);
	if (IS_ERR(target->net))
		return PTR_ERR(target->net);
	target->place = read_place(br, tb, vid, &target->net, extack);
	if (IS_ERR(target->place))
		return PTR_ERR(target->place);
	if (target->net)
		return 0;
	NL_SET_ERR_MSG(extack,
		       "the network is missing, name it with src_vni or vni");
	return -EINVAL;
}

static int read_type(const struct ndmsg *ndm, u32 *type,
		     struct netlink_ext_ack *extack)
{
	if (ndm->ndm_flags & ~(NTF_SELF | NTF_MASTER | NTF_STICKY)) {
		NL_SET_ERR_MSG(extack, "an FDB entry takes no flag but sticky");
		return -EINVAL;
	}
	if (!(ndm->ndm_state & (NUD_NOARP | NUD_PERMANENT))) {
		NL_SET_ERR_MSG(extack,
			       "a configured entry is static or sticky");
		return -EINVAL;
	}
	*type = ndm->ndm_flags & NTF_STICKY ? VTRUNK_FDB_TYPE_STICKY :
					      VTRUNK_FDB_TYPE_STATIC;
	return 0;
}

static int no_entry(struct nlattr *tb[], struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG_ATTR(extack, tb[NDA_LLADDR],
			    "this MAC has no FDB entry in this network");
	return -ENOENT;
}

/* Add, append and replace differ in what may be there already. A MAC is at one
 * place, so append is add with a reason of its own.
 */
static int check_present(struct vtrunk *br, const struct target *target,
			 struct nlattr *tb[], u16 flags,
			 struct netlink_ext_ack *extack)
{
	const struct vtrunk_fdb_entry *entry;
	bool configured;

	rcu_read_lock();
	entry = vtrunk_fdb_find(&br->fdb, target->net, target->mac);
	configured = entry && entry->type != VTRUNK_FDB_TYPE_LEARNED;
	rcu_read_unlock();
	if (!configured)
		return flags & NLM_F_CREATE ? 0 : no_entry(tb, extack);
	if (!(flags & (NLM_F_EXCL | NLM_F_APPEND)))
		return vtrunk_nl_address_free(target->net, target->mac,
					      tb[NDA_LLADDR], extack);
	vtrunk_refuse(extack, tb[NDA_LLADDR], flags & NLM_F_APPEND ?
		      "a MAC is at one place only, replace moves it" :
		      "this MAC already has a configured FDB entry in this network");
	return -EEXIST;
}

/**
 * vtrunk_rtnl_fdb_add() - make a configured entry
 * @ndm: header of the request
 * @tb: its attributes
 * @dev: the bridge
 * @addr: the MAC
 * @vid: the VLAN id, or 0
 * @flags: of the request: create, excl, append, replace
 * @notified: set, because the FDB itself reports what changes
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL.
 * Return: 0 or a negative errno.
 */
int vtrunk_rtnl_fdb_add(struct ndmsg *ndm, struct nlattr *tb[],
			struct net_device *dev, const unsigned char *addr,
			u16 vid, u16 flags, bool *notified,
			struct netlink_ext_ack *extack)
{
	struct vtrunk *br = netdev_priv(dev);
	struct target target;
	u32 type;
	int err;

	*notified = true;
	err = read_type(ndm, &type, extack);
	if (err)
		return err;
	err = read_target(br, tb, addr, vid, &target, extack);
	if (err)
		return err;
	if (!target.place) {
		NL_SET_ERR_MSG(extack,
			       "the place is missing, name it with dst or via");
		return -EINVAL;
	}
	err = check_present(br, &target, tb, flags, extack);
	if (err)
		return err;
	/* The messages of rtnetlink have no room for one. */
	if (target.net->mode == VTRUNK_MODE_OVN &&
	    target.place->kind == VTRUNK_PLACE_TUNNEL) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_DST],
				    "an FDB entry at a remote of an ovn network needs a key, which trunkctl gives it");
		return -EOPNOTSUPP;
	}
	err = vtrunk_fdb_set(br, target.net, target.mac, target.place, 0,
			     type);
	if (err == -ENOSPC)
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_LLADDR],
				    "the FDB of this bridge is full");
	return err;
}

/**
 * vtrunk_rtnl_fdb_del() - remove an entry of any type
 * @ndm: header of the request
 * @tb: its attributes
 * @dev: the bridge
 * @addr: the MAC
 * @vid: the VLAN id, or 0
 * @notified: set, because the FDB itself reports what changes
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL.
 * Return: 0 or a negative errno.
 */
int vtrunk_rtnl_fdb_del(struct ndmsg *ndm, struct nlattr *tb[],
			struct net_device *dev, const unsigned char *addr,
			u16 vid, bool *notified,
			struct netlink_ext_ack *extack)
{
	struct vtrunk *br = netdev_priv(dev);
	struct vtrunk_fdb_entry *entry;
	struct target target;
	int err;

	*notified = true;
	err = read_target(br, tb, addr, vid, &target, extack);
	if (!err)
		err = vtrunk_nl_address_free(target.net, target.mac,
					     tb[NDA_LLADDR], extack);
	if (err)
		return err;
	rcu_read_lock();
	entry = vtrunk_fdb_find(&br->fdb, target.net, target.mac);
	if (!entry) {
		err = no_entry(tb, extack);
	} else if (target.place && target.place != READ_ONCE(entry->place)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_LLADDR],
				    "this MAC is at another place");
		err = -ENOENT;
	} else {
		vtrunk_fdb_del(br, entry);
	}
	rcu_read_unlock();
	return err;
}

/**
 * vtrunk_rtnl_fdb_get() - write an entry into a reply
 * @skb: the reply; the caller frees it after a refusal
 * @tb: attributes of the request
 * @dev: the bridge
 * @addr: the MAC
 * @vid: the VLAN id, or 0
 * @portid: who asks
 * @seq: number of the request
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL.
 * Return: 0 or a negative errno.
 */
int vtrunk_rtnl_fdb_get(struct sk_buff *skb, struct nlattr *tb[],
			struct net_device *dev, const unsigned char *addr,
			u16 vid, u32 portid, u32 seq,
			struct netlink_ext_ack *extack)
{
	struct vtrunk *br = netdev_priv(dev);
	const struct vtrunk_fdb_entry *entry;
	struct target target;
	int err;

	err = read_target(br, tb, addr, vid, &target, extack);
	if (err)
		return err;
	rcu_read_lock();
	entry = vtrunk_fdb_find(&br->fdb, target.net, target.mac);
	if (!entry)
		err = no_entry(tb, extack);
	else if (!vtrunk_rtnl_neigh_put(skb, portid, seq, RTM_NEWNEIGH, 0,
					entry))
		err = -EMSGSIZE;
	rcu_read_unlock();
	return err;
}

/* What is wanted is given by a mask and by what the masked bits are to be. */
static int check_states(const struct ndmsg *ndm, struct nlattr *tb[],
			struct netlink_ext_ack *extack)
{
	struct nlattr *states = tb[NDA_NDM_STATE_MASK];
	struct nlattr *flags = tb[NDA_NDM_FLAGS_MASK];

	if (!(states && ndm->ndm_state & nla_get_u16(states)) &&
	    !(flags && ndm->ndm_flags & nla_get_u8(flags)))
		return 0;
	NL_SET_ERR_MSG(extack,
		       "a flush forgets learned entries, others are removed one by one");
	return -EINVAL;
}

/**
 * vtrunk_rtnl_fdb_flush() - forget learned entries
 * @ndm: header of the request
 * @tb: its attributes
 * @dev: the bridge
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL.
 * Return: 0 or a negative errno.
 */
int vtrunk_rtnl_fdb_flush(const struct ndmsg *ndm, struct nlattr *tb[],
			  struct net_device *dev,
			  struct netlink_ext_ack *extack)
{
	struct vtrunk_nl_wanted wanted = {};
	struct vtrunk_fdb_filter filter = {
		.match	= vtrunk_nl_place_match,
		.arg	= &wanted,
	};
	struct vtrunk *br = netdev_priv(dev);
	const struct vtrunk_network *net;
	const struct vtrunk_trunk *trunk;
	int err;

	err = check_attrs(tb, extack) ?: check_places(tb, extack) ?:
	      check_states(ndm, tb, extack);
	if (err)
		return err;
	net = read_network(br, tb, extack);
	if (IS_ERR(net))
		return PTR_ERR(net);
	filter.net = net;
	if (tb[NDA_DST])
		read_ip(tb[NDA_DST], &wanted.ip);
	if (tb[NDA_IFINDEX]) {
		trunk = read_trunk(br, tb[NDA_IFINDEX], extack);
		if (IS_ERR(trunk))
			return PTR_ERR(trunk);
		wanted.ifindex = trunk->dev->ifindex;
	}
	if (tb[NDA_VLAN]) {
		wanted.has_port = true;
		wanted.vid = nla_get_u16(tb[NDA_VLAN]);
	}
	vtrunk_fdb_flush(br, &filter);
	return 0;
}
