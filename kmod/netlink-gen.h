/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	netlink/specs/vtrunk.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_VTRUNK_GEN_H
#define _LINUX_VTRUNK_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/vtrunk.h>

/* Common nested types */
extern const struct nla_policy vtrunk_group_member_nl_policy[VTRUNK_A_GROUP_MEMBER_IPV6 + 1];
extern const struct nla_policy vtrunk_port_address_nl_policy[VTRUNK_A_PORT_ADDRESS_IPV6 + 1];
extern const struct nla_policy vtrunk_port_settings_nl_policy[VTRUNK_A_PORT_ADDRESS + 1];

extern const struct nla_policy vtrunk_bridge_get_nl_policy[VTRUNK_A_BRIDGE_IFINDEX + 1];

extern const struct nla_policy vtrunk_bridge_set_nl_policy[VTRUNK_A_BRIDGE_HANDOVER + 1];

extern const struct nla_policy vtrunk_network_get_nl_policy[VTRUNK_A_NETWORK_NAME + 1];

extern const struct nla_policy vtrunk_network_new_nl_policy[VTRUNK_A_NETWORK_L2CP + 1];

extern const struct nla_policy vtrunk_network_set_nl_policy[VTRUNK_A_NETWORK_L2CP + 1];

extern const struct nla_policy vtrunk_network_del_nl_policy[VTRUNK_A_NETWORK_NAME + 1];

extern const struct nla_policy vtrunk_remote_get_nl_policy[VTRUNK_A_REMOTE_NETWORK + 1];

extern const struct nla_policy vtrunk_remote_new_nl_policy[VTRUNK_A_REMOTE_UP + 1];

extern const struct nla_policy vtrunk_remote_set_nl_policy[VTRUNK_A_REMOTE_UP + 1];

extern const struct nla_policy vtrunk_remote_del_nl_policy[VTRUNK_A_REMOTE_NETWORK + 1];

extern const struct nla_policy vtrunk_trunk_get_nl_policy[VTRUNK_A_TRUNK_IFINDEX + 1];

extern const struct nla_policy vtrunk_trunk_new_nl_policy[VTRUNK_A_TRUNK_ANNOUNCE + 1];

extern const struct nla_policy vtrunk_trunk_set_nl_policy[VTRUNK_A_TRUNK_ANNOUNCE + 1];

extern const struct nla_policy vtrunk_trunk_del_nl_policy[VTRUNK_A_TRUNK_IFINDEX + 1];

extern const struct nla_policy vtrunk_port_get_nl_policy[VTRUNK_A_PORT_NETWORK + 1];

extern const struct nla_policy vtrunk_port_new_nl_policy[VTRUNK_A_PORT_ADDRESS + 1];

extern const struct nla_policy vtrunk_port_set_nl_policy[VTRUNK_A_PORT_ADDRESS + 1];

extern const struct nla_policy vtrunk_port_del_nl_policy[VTRUNK_A_PORT_NETWORK + 1];

extern const struct nla_policy vtrunk_fdb_get_nl_policy[VTRUNK_A_FDB_IPV6 + 1];

extern const struct nla_policy vtrunk_fdb_new_nl_policy[VTRUNK_A_FDB_KEY + 1];

extern const struct nla_policy vtrunk_fdb_set_nl_policy[VTRUNK_A_FDB_KEY + 1];

extern const struct nla_policy vtrunk_fdb_del_nl_policy[VTRUNK_A_FDB_NETWORK + 1];

extern const struct nla_policy vtrunk_fdb_flush_nl_policy[VTRUNK_A_FDB_IPV6 + 1];

extern const struct nla_policy vtrunk_trunk_load_nl_policy[VTRUNK_A_TRUNK_PORT + 1];

extern const struct nla_policy vtrunk_group_get_nl_policy[VTRUNK_A_GROUP_KEY + 1];

extern const struct nla_policy vtrunk_group_new_nl_policy[VTRUNK_A_GROUP_MEMBER + 1];

extern const struct nla_policy vtrunk_group_del_nl_policy[VTRUNK_A_GROUP_MEMBER + 1];

/* Ops table for vtrunk */
extern const struct genl_ops vtrunk_nl_ops[27];

int vtrunk_nl_bridge_get_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_bridge_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int vtrunk_nl_bridge_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_network_get_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_network_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int vtrunk_nl_network_new_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_network_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_network_del_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_remote_get_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_remote_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int vtrunk_nl_remote_new_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_remote_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_remote_del_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_trunk_get_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_trunk_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int vtrunk_nl_trunk_new_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_trunk_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_trunk_del_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_port_get_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtrunk_nl_port_new_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_port_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_port_del_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_fdb_get_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_fdb_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtrunk_nl_fdb_new_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_fdb_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_fdb_del_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_trunk_load_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_group_get_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_group_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int vtrunk_nl_group_new_doit(struct sk_buff *skb, struct genl_info *info);
int vtrunk_nl_group_del_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	VTRUNK_NLGRP_CONFIG,
};

#endif /* _LINUX_VTRUNK_GEN_H */
