// SPDX-License-Identifier: GPL-2.0
#include <linux/rculist.h>
#include <linux/rtnetlink.h>

#include "netlink-object.h"
#include "network.h"
#include "notify.h"
#include "refuse.h"
#include "remote.h"
#include "tunnel.h"

static int fill(struct sk_buff *skb, const void *object)
{
	const struct vtrunk_network *net = object;

	if (nla_put_u32(skb, VTRUNK_A_NETWORK_BRIDGE_IFINDEX,
			net->br->dev->ifindex) ||
	    nla_put_u32(skb, VTRUNK_A_NETWORK_VNI, net->vni) ||
	    nla_put_string(skb, VTRUNK_A_NETWORK_NAME, net->name) ||
	    nla_put_u32(skb, VTRUNK_A_NETWORK_MODE, net->mode) ||
	    nla_put_u32(skb, VTRUNK_A_NETWORK_MTU, READ_ONCE(net->mtu)) ||
	    nla_put_u32(skb, VTRUNK_A_NETWORK_UNKNOWN,
			READ_ONCE(net->unknown)) ||
	    nla_put_u8(skb, VTRUNK_A_NETWORK_LEARN, READ_ONCE(net->learn)) ||
	    nla_put_u8(skb, VTRUNK_A_NETWORK_L2CP, READ_ONCE(net->l2cp)) ||
	    nla_put_u32(skb, VTRUNK_A_NETWORK_PORT_COUNT,
			READ_ONCE(net->port_count)) ||
	    nla_put_u32(skb, VTRUNK_A_NETWORK_REMOTE_COUNT,
			READ_ONCE(net->tunnel_count)) ||
	    nla_put_u32(skb, VTRUNK_A_NETWORK_FDB_COUNT,
			READ_ONCE(net->fdb_count)))
		return -EMSGSIZE;
	return 0;
}

/* The network that a request is about. */
static struct vtrunk_network *target(struct genl_info *info)
{
	struct vtrunk_network *net;

	net = vtrunk_nl_network(vtrunk_nl_bridge(info),
				info->attrs[VTRUNK_A_NETWORK_VNI],
				info->attrs[VTRUNK_A_NETWORK_NAME],
				info->extack);
	return net ?: ERR_PTR(vtrunk_nl_missing(info, VTRUNK_A_NETWORK_VNI));
}

int vtrunk_nl_network_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_network *net = target(info);

	if (IS_ERR(net))
		return PTR_ERR(net);
	return vtrunk_nl_reply(info, VTRUNK_CMD_NETWORK_GET, fill, net,
			       GFP_KERNEL);
}

static int dump_bridge(struct sk_buff *skb, struct netlink_callback *cb,
		       struct vtrunk *br)
{
	struct vtrunk_nl_dump *dump = (void *)cb->ctx;
	struct vtrunk_network *net;

	list_for_each_entry_rcu(net, &br->network_list, node) {
		if (net->id <= dump->outer)
			continue;
		if (vtrunk_nl_dump(skb, cb, VTRUNK_CMD_NETWORK_GET, fill, net))
			return -EMSGSIZE;
		dump->outer = net->id;
	}
	return 0;
}

int vtrunk_nl_network_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	return vtrunk_nl_dump_bridges(skb, cb, dump_bridge);
}

void vtrunk_notify_network(struct vtrunk_network *net, bool deleted)
{
	vtrunk_nl_changed(net->br);
	vtrunk_nl_report(net->br, deleted ? VTRUNK_CMD_NETWORK_DEL_NTF :
					    VTRUNK_CMD_NETWORK_NTF,
			 fill, net, GFP_KERNEL);
}

static void read_config(struct genl_info *info,
			struct vtrunk_network_config *config)
{
	struct nlattr **attrs = info->attrs;

	if (attrs[VTRUNK_A_NETWORK_NAME])
		config->name = nla_data(attrs[VTRUNK_A_NETWORK_NAME]);
	if (attrs[VTRUNK_A_NETWORK_MTU])
		config->mtu = nla_get_u32(attrs[VTRUNK_A_NETWORK_MTU]);
	if (attrs[VTRUNK_A_NETWORK_UNKNOWN])
		config->unknown = nla_get_u32(attrs[VTRUNK_A_NETWORK_UNKNOWN]);
	if (attrs[VTRUNK_A_NETWORK_LEARN])
		config->learn = nla_get_u8(attrs[VTRUNK_A_NETWORK_LEARN]);
	if (attrs[VTRUNK_A_NETWORK_L2CP])
		config->l2cp = nla_get_u8(attrs[VTRUNK_A_NETWORK_L2CP]);
}

/* What the policy cannot check. @net is the network that is changed, or NULL
 * for a new one.
 */
static int precheck(struct genl_info *info, const struct vtrunk_network *net)
{
	struct nlattr *name = info->attrs[VTRUNK_A_NETWORK_NAME];
	struct nlattr *mode = info->attrs[VTRUNK_A_NETWORK_MODE];
	struct nlattr *mtu = info->attrs[VTRUNK_A_NETWORK_MTU];
	const struct vtrunk_network *other;
	int err;

	if (mode && net && nla_get_u32(mode) != net->mode) {
		NL_SET_ERR_MSG_ATTR(info->extack, mode,
				    "the wire mode of a network is chosen when it is made");
		return -EINVAL;
	}

	if (mtu && nla_get_u32(mtu) && nla_get_u32(mtu) < VTRUNK_MTU_MIN) {
		NL_SET_ERR_MSG_ATTR(info->extack, mtu,
				    "this MTU is less than 576, and not 0 for automatic");
		return -ERANGE;
	}
	if (!name)
		return 0;
	err = vtrunk_nl_check_name(name, info->extack);
	if (err)
		return err;
	other = vtrunk_network_find_name(vtrunk_nl_bridge(info),
					 nla_data(name));
	if (other && other != net) {
		NL_SET_ERR_MSG_ATTR(info->extack, name,
				    "this name is already that of a network of this bridge");
		return -EEXIST;
	}
	return 0;
}

int vtrunk_nl_network_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_network_config config = { .learn = true };
	struct nlattr *mode = info->attrs[VTRUNK_A_NETWORK_MODE];
	struct nlattr *vni = info->attrs[VTRUNK_A_NETWORK_VNI];
	struct vtrunk *br = vtrunk_nl_bridge(info);
	int err;

	if (!vni)
		return vtrunk_nl_missing(info, VTRUNK_A_NETWORK_VNI);
	if (!info->attrs[VTRUNK_A_NETWORK_NAME])
		return vtrunk_nl_missing(info, VTRUNK_A_NETWORK_NAME);
	if (vtrunk_network_find(br, nla_get_u32(vni))) {
		NL_SET_ERR_MSG_ATTR(info->extack, vni,
				    "this VNI is already that of a network of this bridge");
		return -EEXIST;
	}
	err = precheck(info, NULL);
	if (err)
		return err;
	config.mode = mode ? nla_get_u32(mode) : VTRUNK_MODE_VNI;
	if (config.mode == VTRUNK_MODE_OVN)
		config.unknown = VTRUNK_UNKNOWN_MARKED;
	read_config(info, &config);
	return PTR_ERR_OR_ZERO(vtrunk_network_create(br, nla_get_u32(vni),
						     &config));
}

int vtrunk_nl_network_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *vni = info->attrs[VTRUNK_A_NETWORK_VNI];
	struct vtrunk_network_config config;
	struct vtrunk_network *net;
	int err;

	if (!vni)
		return vtrunk_nl_missing(info, VTRUNK_A_NETWORK_VNI);
	net = vtrunk_nl_network(vtrunk_nl_bridge(info), vni, NULL,
				info->extack);
	if (IS_ERR(net))
		return PTR_ERR(net);
	err = precheck(info, net);
	if (err)
		return err;
	vtrunk_network_config_get(net, &config);
	read_config(info, &config);
	vtrunk_network_change(net, &config);
	return 0;
}

static bool has_own_remotes(const struct vtrunk_network *net)
{
	const struct vtrunk_tunnel *tunnel;

	list_for_each_entry(tunnel, &net->tunnels, of_net)
		if (tunnel->own)
			return true;
	return false;
}

int vtrunk_nl_network_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtrunk_network *net = target(info);
	const char *reason = NULL;

	if (IS_ERR(net))
		return PTR_ERR(net);
	if (net->port_count)
		reason = "this network is still in use by a port";
	else if (has_own_remotes(net))
		reason = "this network is still in use by a remote of its own";
	if (reason) {
		vtrunk_refuse(info->extack, info->attrs[VTRUNK_A_NETWORK_VNI] ?:
					    info->attrs[VTRUNK_A_NETWORK_NAME],
			      reason);
		return -EBUSY;
	}
	vtrunk_network_destroy(net);
	return 0;
}
