// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	netlink/specs/vtrunk.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink-gen.h"

#include <uapi/linux/vtrunk.h>

/* Integer value ranges */
static const struct netlink_range_validation vtrunk_a_bridge_ageing_range = {
	.max	= VTRUNK_AGEING_MAX,
};

static const struct netlink_range_validation vtrunk_a_bridge_fdb_max_range = {
	.min	= 1ULL,
	.max	= VTRUNK_FDB_LIMIT,
};

static const struct netlink_range_validation vtrunk_a_network_vni_range = {
	.min	= 1ULL,
	.max	= VTRUNK_VNI_MAX,
};

static const struct netlink_range_validation vtrunk_a_network_mtu_range = {
	.max	= VTRUNK_MTU_MAX,
};

static const struct netlink_range_validation vtrunk_a_remote_vni_range = {
	.min	= 1ULL,
	.max	= VTRUNK_VNI_MAX,
};

static const struct netlink_range_validation vtrunk_a_port_vni_range = {
	.min	= 1ULL,
	.max	= VTRUNK_VNI_MAX,
};

static const struct netlink_range_validation vtrunk_a_fdb_vni_range = {
	.min	= 1ULL,
	.max	= VTRUNK_VNI_MAX,
};

static const struct netlink_range_validation vtrunk_a_group_vni_range = {
	.min	= 1ULL,
	.max	= VTRUNK_VNI_MAX,
};

static const struct netlink_range_validation vtrunk_a_group_key_range = {
	.min	= 32768ULL,
	.max	= 65535ULL,
};

/* Common nested types */
const struct nla_policy vtrunk_group_member_nl_policy[VTRUNK_A_GROUP_MEMBER_IPV6 + 1] = {
	[VTRUNK_A_GROUP_MEMBER_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_GROUP_MEMBER_IFNAME] = { .type = NLA_NUL_STRING, },
	[VTRUNK_A_GROUP_MEMBER_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_GROUP_MEMBER_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_GROUP_MEMBER_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_GROUP_MEMBER_IPV6] = NLA_POLICY_EXACT_LEN(16),
};

const struct nla_policy vtrunk_port_address_nl_policy[VTRUNK_A_PORT_ADDRESS_IPV6 + 1] = {
	[VTRUNK_A_PORT_ADDRESS_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTRUNK_A_PORT_ADDRESS_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_PORT_ADDRESS_IPV6] = NLA_POLICY_EXACT_LEN(16),
};

const struct nla_policy vtrunk_port_settings_nl_policy[VTRUNK_A_PORT_ADDRESS + 1] = {
	[VTRUNK_A_PORT_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_PORT_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_PORT_TPID] = { .type = NLA_U16, },
	[VTRUNK_A_PORT_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_port_vni_range),
	[VTRUNK_A_PORT_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_PORT_NAME] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_PORT_UP] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_LOCKED] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_QINQ] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_UNKNOWN] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_LOCAL_ONLY] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_KEY] = NLA_POLICY_MAX(NLA_U16, VTRUNK_PORT_KEY_MAX),
	[VTRUNK_A_PORT_ADDRESS] = NLA_POLICY_NESTED(vtrunk_port_address_nl_policy),
};

/* VTRUNK_CMD_BRIDGE_GET - do */
const struct nla_policy vtrunk_bridge_get_nl_policy[VTRUNK_A_BRIDGE_IFINDEX + 1] = {
	[VTRUNK_A_BRIDGE_IFINDEX] = { .type = NLA_U32, },
};

/* VTRUNK_CMD_BRIDGE_SET - do */
const struct nla_policy vtrunk_bridge_set_nl_policy[VTRUNK_A_BRIDGE_HANDOVER + 1] = {
	[VTRUNK_A_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_BRIDGE_LOCAL_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_BRIDGE_LOCAL_IPV6] = NLA_POLICY_EXACT_LEN(16),
	[VTRUNK_A_BRIDGE_UPLINK_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_BRIDGE_AGEING] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_bridge_ageing_range),
	[VTRUNK_A_BRIDGE_FDB_MAX] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_bridge_fdb_max_range),
	[VTRUNK_A_BRIDGE_HANDOVER] = NLA_POLICY_MAX(NLA_U32, 1),
};

/* VTRUNK_CMD_NETWORK_GET - do */
const struct nla_policy vtrunk_network_get_nl_policy[VTRUNK_A_NETWORK_NAME + 1] = {
	[VTRUNK_A_NETWORK_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_NETWORK_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_network_vni_range),
	[VTRUNK_A_NETWORK_NAME] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
};

/* VTRUNK_CMD_NETWORK_NEW - do */
const struct nla_policy vtrunk_network_new_nl_policy[VTRUNK_A_NETWORK_L2CP + 1] = {
	[VTRUNK_A_NETWORK_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_NETWORK_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_network_vni_range),
	[VTRUNK_A_NETWORK_NAME] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_NETWORK_MODE] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_NETWORK_MTU] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_network_mtu_range),
	[VTRUNK_A_NETWORK_UNKNOWN] = NLA_POLICY_MAX(NLA_U32, 2),
	[VTRUNK_A_NETWORK_LEARN] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_NETWORK_L2CP] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VTRUNK_CMD_NETWORK_SET - do */
const struct nla_policy vtrunk_network_set_nl_policy[VTRUNK_A_NETWORK_L2CP + 1] = {
	[VTRUNK_A_NETWORK_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_NETWORK_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_network_vni_range),
	[VTRUNK_A_NETWORK_NAME] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_NETWORK_MODE] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_NETWORK_MTU] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_network_mtu_range),
	[VTRUNK_A_NETWORK_UNKNOWN] = NLA_POLICY_MAX(NLA_U32, 2),
	[VTRUNK_A_NETWORK_LEARN] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_NETWORK_L2CP] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VTRUNK_CMD_NETWORK_DEL - do */
const struct nla_policy vtrunk_network_del_nl_policy[VTRUNK_A_NETWORK_NAME + 1] = {
	[VTRUNK_A_NETWORK_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_NETWORK_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_network_vni_range),
	[VTRUNK_A_NETWORK_NAME] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
};

/* VTRUNK_CMD_REMOTE_GET - do */
const struct nla_policy vtrunk_remote_get_nl_policy[VTRUNK_A_REMOTE_NETWORK + 1] = {
	[VTRUNK_A_REMOTE_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_REMOTE_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_REMOTE_IPV6] = NLA_POLICY_EXACT_LEN(16),
	[VTRUNK_A_REMOTE_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_remote_vni_range),
	[VTRUNK_A_REMOTE_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
};

/* VTRUNK_CMD_REMOTE_NEW - do */
const struct nla_policy vtrunk_remote_new_nl_policy[VTRUNK_A_REMOTE_UP + 1] = {
	[VTRUNK_A_REMOTE_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_REMOTE_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_REMOTE_IPV6] = NLA_POLICY_EXACT_LEN(16),
	[VTRUNK_A_REMOTE_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_remote_vni_range),
	[VTRUNK_A_REMOTE_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_REMOTE_UP] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VTRUNK_CMD_REMOTE_SET - do */
const struct nla_policy vtrunk_remote_set_nl_policy[VTRUNK_A_REMOTE_UP + 1] = {
	[VTRUNK_A_REMOTE_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_REMOTE_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_REMOTE_IPV6] = NLA_POLICY_EXACT_LEN(16),
	[VTRUNK_A_REMOTE_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_remote_vni_range),
	[VTRUNK_A_REMOTE_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_REMOTE_UP] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VTRUNK_CMD_REMOTE_DEL - do */
const struct nla_policy vtrunk_remote_del_nl_policy[VTRUNK_A_REMOTE_NETWORK + 1] = {
	[VTRUNK_A_REMOTE_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_REMOTE_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_REMOTE_IPV6] = NLA_POLICY_EXACT_LEN(16),
	[VTRUNK_A_REMOTE_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_remote_vni_range),
	[VTRUNK_A_REMOTE_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
};

/* VTRUNK_CMD_TRUNK_GET - do */
const struct nla_policy vtrunk_trunk_get_nl_policy[VTRUNK_A_TRUNK_IFINDEX + 1] = {
	[VTRUNK_A_TRUNK_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_TRUNK_IFINDEX] = { .type = NLA_U32, },
};

/* VTRUNK_CMD_TRUNK_NEW - do */
const struct nla_policy vtrunk_trunk_new_nl_policy[VTRUNK_A_TRUNK_ANNOUNCE + 1] = {
	[VTRUNK_A_TRUNK_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_TRUNK_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_TRUNK_FORCE] = { .type = NLA_FLAG, },
	[VTRUNK_A_TRUNK_UP] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_TRUNK_LOCKED] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_TRUNK_ANNOUNCE] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VTRUNK_CMD_TRUNK_SET - do */
const struct nla_policy vtrunk_trunk_set_nl_policy[VTRUNK_A_TRUNK_ANNOUNCE + 1] = {
	[VTRUNK_A_TRUNK_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_TRUNK_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_TRUNK_UP] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_TRUNK_LOCKED] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_TRUNK_ANNOUNCE] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VTRUNK_CMD_TRUNK_DEL - do */
const struct nla_policy vtrunk_trunk_del_nl_policy[VTRUNK_A_TRUNK_IFINDEX + 1] = {
	[VTRUNK_A_TRUNK_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_TRUNK_IFINDEX] = { .type = NLA_U32, },
};

/* VTRUNK_CMD_PORT_GET - do */
const struct nla_policy vtrunk_port_get_nl_policy[VTRUNK_A_PORT_NETWORK + 1] = {
	[VTRUNK_A_PORT_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_PORT_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_PORT_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_PORT_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_PORT_TPID] = { .type = NLA_U16, },
	[VTRUNK_A_PORT_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_port_vni_range),
	[VTRUNK_A_PORT_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
};

/* VTRUNK_CMD_PORT_NEW - do */
const struct nla_policy vtrunk_port_new_nl_policy[VTRUNK_A_PORT_ADDRESS + 1] = {
	[VTRUNK_A_PORT_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_PORT_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_PORT_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_PORT_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_PORT_TPID] = { .type = NLA_U16, },
	[VTRUNK_A_PORT_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_port_vni_range),
	[VTRUNK_A_PORT_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_PORT_NAME] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_PORT_UP] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_LOCKED] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_QINQ] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_UNKNOWN] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_LOCAL_ONLY] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_KEY] = NLA_POLICY_MAX(NLA_U16, VTRUNK_PORT_KEY_MAX),
	[VTRUNK_A_PORT_ADDRESS] = NLA_POLICY_NESTED(vtrunk_port_address_nl_policy),
	[VTRUNK_A_PORT_REPLACE] = { .type = NLA_FLAG, },
};

/* VTRUNK_CMD_PORT_SET - do */
const struct nla_policy vtrunk_port_set_nl_policy[VTRUNK_A_PORT_ADDRESS + 1] = {
	[VTRUNK_A_PORT_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_PORT_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_PORT_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_PORT_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_PORT_TPID] = { .type = NLA_U16, },
	[VTRUNK_A_PORT_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_port_vni_range),
	[VTRUNK_A_PORT_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_PORT_NAME] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_PORT_UP] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_LOCKED] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_QINQ] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_UNKNOWN] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_LOCAL_ONLY] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTRUNK_A_PORT_KEY] = NLA_POLICY_MAX(NLA_U16, VTRUNK_PORT_KEY_MAX),
	[VTRUNK_A_PORT_ADDRESS] = NLA_POLICY_NESTED(vtrunk_port_address_nl_policy),
	[VTRUNK_A_PORT_RETAG] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
};

/* VTRUNK_CMD_PORT_DEL - do */
const struct nla_policy vtrunk_port_del_nl_policy[VTRUNK_A_PORT_NETWORK + 1] = {
	[VTRUNK_A_PORT_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_PORT_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_PORT_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_PORT_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_PORT_TPID] = { .type = NLA_U16, },
	[VTRUNK_A_PORT_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_port_vni_range),
	[VTRUNK_A_PORT_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
};

/* VTRUNK_CMD_FDB_GET - do */
const struct nla_policy vtrunk_fdb_get_nl_policy[VTRUNK_A_FDB_IPV6 + 1] = {
	[VTRUNK_A_FDB_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTRUNK_A_FDB_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_fdb_vni_range),
	[VTRUNK_A_FDB_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_FDB_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_FDB_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_FDB_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_IPV6] = NLA_POLICY_EXACT_LEN(16),
};

/* VTRUNK_CMD_FDB_NEW - do */
const struct nla_policy vtrunk_fdb_new_nl_policy[VTRUNK_A_FDB_KEY + 1] = {
	[VTRUNK_A_FDB_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTRUNK_A_FDB_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_fdb_vni_range),
	[VTRUNK_A_FDB_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_FDB_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_FDB_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_FDB_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_IPV6] = NLA_POLICY_EXACT_LEN(16),
	[VTRUNK_A_FDB_KEY] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_PORT_KEY_MAX),
	[VTRUNK_A_FDB_TYPE] = NLA_POLICY_MAX(NLA_U32, 2),
};

/* VTRUNK_CMD_FDB_SET - do */
const struct nla_policy vtrunk_fdb_set_nl_policy[VTRUNK_A_FDB_KEY + 1] = {
	[VTRUNK_A_FDB_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTRUNK_A_FDB_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_fdb_vni_range),
	[VTRUNK_A_FDB_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_FDB_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_FDB_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_FDB_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_IPV6] = NLA_POLICY_EXACT_LEN(16),
	[VTRUNK_A_FDB_KEY] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_PORT_KEY_MAX),
	[VTRUNK_A_FDB_TYPE] = NLA_POLICY_MAX(NLA_U32, 2),
};

/* VTRUNK_CMD_FDB_DEL - do */
const struct nla_policy vtrunk_fdb_del_nl_policy[VTRUNK_A_FDB_NETWORK + 1] = {
	[VTRUNK_A_FDB_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTRUNK_A_FDB_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_fdb_vni_range),
	[VTRUNK_A_FDB_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
};

/* VTRUNK_CMD_FDB_FLUSH - do */
const struct nla_policy vtrunk_fdb_flush_nl_policy[VTRUNK_A_FDB_IPV6 + 1] = {
	[VTRUNK_A_FDB_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTRUNK_A_FDB_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_fdb_vni_range),
	[VTRUNK_A_FDB_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_FDB_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_SELECTOR] = NLA_POLICY_MAX(NLA_U32, 1),
	[VTRUNK_A_FDB_VID] = NLA_POLICY_RANGE(NLA_U16, 1, VTRUNK_VID_MAX),
	[VTRUNK_A_FDB_IPV4] = { .type = NLA_U32, },
	[VTRUNK_A_FDB_IPV6] = NLA_POLICY_EXACT_LEN(16),
};

/* VTRUNK_CMD_TRUNK_LOAD - do */
const struct nla_policy vtrunk_trunk_load_nl_policy[VTRUNK_A_TRUNK_PORT + 1] = {
	[VTRUNK_A_TRUNK_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_TRUNK_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_TRUNK_PORT] = NLA_POLICY_NESTED(vtrunk_port_settings_nl_policy),
};

/* VTRUNK_CMD_GROUP_GET - do */
const struct nla_policy vtrunk_group_get_nl_policy[VTRUNK_A_GROUP_KEY + 1] = {
	[VTRUNK_A_GROUP_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_GROUP_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_group_vni_range),
	[VTRUNK_A_GROUP_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_GROUP_KEY] = NLA_POLICY_FULL_RANGE(NLA_U16, &vtrunk_a_group_key_range),
};

/* VTRUNK_CMD_GROUP_NEW - do */
const struct nla_policy vtrunk_group_new_nl_policy[VTRUNK_A_GROUP_MEMBER + 1] = {
	[VTRUNK_A_GROUP_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_GROUP_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_group_vni_range),
	[VTRUNK_A_GROUP_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_GROUP_KEY] = NLA_POLICY_FULL_RANGE(NLA_U16, &vtrunk_a_group_key_range),
	[VTRUNK_A_GROUP_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTRUNK_A_GROUP_MEMBER] = NLA_POLICY_NESTED(vtrunk_group_member_nl_policy),
};

/* VTRUNK_CMD_GROUP_DEL - do */
const struct nla_policy vtrunk_group_del_nl_policy[VTRUNK_A_GROUP_MEMBER + 1] = {
	[VTRUNK_A_GROUP_BRIDGE_IFINDEX] = { .type = NLA_U32, },
	[VTRUNK_A_GROUP_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtrunk_a_group_vni_range),
	[VTRUNK_A_GROUP_NETWORK] = { .type = NLA_NUL_STRING, .len = VTRUNK_NAME_LEN, },
	[VTRUNK_A_GROUP_KEY] = NLA_POLICY_FULL_RANGE(NLA_U16, &vtrunk_a_group_key_range),
	[VTRUNK_A_GROUP_MEMBER] = NLA_POLICY_NESTED(vtrunk_group_member_nl_policy),
};

/* Ops table for vtrunk */
const struct genl_ops vtrunk_nl_ops[27] = {
	{
		.cmd		= VTRUNK_CMD_BRIDGE_GET,
		.doit		= vtrunk_nl_bridge_get_doit,
		.dumpit		= vtrunk_nl_bridge_get_dumpit,
		.policy		= vtrunk_bridge_get_nl_policy,
		.maxattr	= VTRUNK_A_BRIDGE_IFINDEX,
	},
	{
		.cmd		= VTRUNK_CMD_BRIDGE_SET,
		.doit		= vtrunk_nl_bridge_set_doit,
		.policy		= vtrunk_bridge_set_nl_policy,
		.maxattr	= VTRUNK_A_BRIDGE_HANDOVER,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_NETWORK_GET,
		.doit		= vtrunk_nl_network_get_doit,
		.dumpit		= vtrunk_nl_network_get_dumpit,
		.policy		= vtrunk_network_get_nl_policy,
		.maxattr	= VTRUNK_A_NETWORK_NAME,
	},
	{
		.cmd		= VTRUNK_CMD_NETWORK_NEW,
		.doit		= vtrunk_nl_network_new_doit,
		.policy		= vtrunk_network_new_nl_policy,
		.maxattr	= VTRUNK_A_NETWORK_L2CP,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_NETWORK_SET,
		.doit		= vtrunk_nl_network_set_doit,
		.policy		= vtrunk_network_set_nl_policy,
		.maxattr	= VTRUNK_A_NETWORK_L2CP,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_NETWORK_DEL,
		.doit		= vtrunk_nl_network_del_doit,
		.policy		= vtrunk_network_del_nl_policy,
		.maxattr	= VTRUNK_A_NETWORK_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_REMOTE_GET,
		.doit		= vtrunk_nl_remote_get_doit,
		.dumpit		= vtrunk_nl_remote_get_dumpit,
		.policy		= vtrunk_remote_get_nl_policy,
		.maxattr	= VTRUNK_A_REMOTE_NETWORK,
	},
	{
		.cmd		= VTRUNK_CMD_REMOTE_NEW,
		.doit		= vtrunk_nl_remote_new_doit,
		.policy		= vtrunk_remote_new_nl_policy,
		.maxattr	= VTRUNK_A_REMOTE_UP,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_REMOTE_SET,
		.doit		= vtrunk_nl_remote_set_doit,
		.policy		= vtrunk_remote_set_nl_policy,
		.maxattr	= VTRUNK_A_REMOTE_UP,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_REMOTE_DEL,
		.doit		= vtrunk_nl_remote_del_doit,
		.policy		= vtrunk_remote_del_nl_policy,
		.maxattr	= VTRUNK_A_REMOTE_NETWORK,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_TRUNK_GET,
		.doit		= vtrunk_nl_trunk_get_doit,
		.dumpit		= vtrunk_nl_trunk_get_dumpit,
		.policy		= vtrunk_trunk_get_nl_policy,
		.maxattr	= VTRUNK_A_TRUNK_IFINDEX,
	},
	{
		.cmd		= VTRUNK_CMD_TRUNK_NEW,
		.doit		= vtrunk_nl_trunk_new_doit,
		.policy		= vtrunk_trunk_new_nl_policy,
		.maxattr	= VTRUNK_A_TRUNK_ANNOUNCE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_TRUNK_SET,
		.doit		= vtrunk_nl_trunk_set_doit,
		.policy		= vtrunk_trunk_set_nl_policy,
		.maxattr	= VTRUNK_A_TRUNK_ANNOUNCE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_TRUNK_DEL,
		.doit		= vtrunk_nl_trunk_del_doit,
		.policy		= vtrunk_trunk_del_nl_policy,
		.maxattr	= VTRUNK_A_TRUNK_IFINDEX,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_PORT_GET,
		.doit		= vtrunk_nl_port_get_doit,
		.dumpit		= vtrunk_nl_port_get_dumpit,
		.policy		= vtrunk_port_get_nl_policy,
		.maxattr	= VTRUNK_A_PORT_NETWORK,
	},
	{
		.cmd		= VTRUNK_CMD_PORT_NEW,
		.doit		= vtrunk_nl_port_new_doit,
		.policy		= vtrunk_port_new_nl_policy,
		.maxattr	= VTRUNK_A_PORT_ADDRESS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_PORT_SET,
		.doit		= vtrunk_nl_port_set_doit,
		.policy		= vtrunk_port_set_nl_policy,
		.maxattr	= VTRUNK_A_PORT_ADDRESS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_PORT_DEL,
		.doit		= vtrunk_nl_port_del_doit,
		.policy		= vtrunk_port_del_nl_policy,
		.maxattr	= VTRUNK_A_PORT_NETWORK,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_FDB_GET,
		.doit		= vtrunk_nl_fdb_get_doit,
		.dumpit		= vtrunk_nl_fdb_get_dumpit,
		.policy		= vtrunk_fdb_get_nl_policy,
		.maxattr	= VTRUNK_A_FDB_IPV6,
	},
	{
		.cmd		= VTRUNK_CMD_FDB_NEW,
		.doit		= vtrunk_nl_fdb_new_doit,
		.policy		= vtrunk_fdb_new_nl_policy,
		.maxattr	= VTRUNK_A_FDB_KEY,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_FDB_SET,
		.doit		= vtrunk_nl_fdb_set_doit,
		.policy		= vtrunk_fdb_set_nl_policy,
		.maxattr	= VTRUNK_A_FDB_KEY,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_FDB_DEL,
		.doit		= vtrunk_nl_fdb_del_doit,
		.policy		= vtrunk_fdb_del_nl_policy,
		.maxattr	= VTRUNK_A_FDB_NETWORK,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_FDB_FLUSH,
		.doit		= vtrunk_nl_fdb_flush_doit,
		.policy		= vtrunk_fdb_flush_nl_policy,
		.maxattr	= VTRUNK_A_FDB_IPV6,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_TRUNK_LOAD,
		.doit		= vtrunk_nl_trunk_load_doit,
		.policy		= vtrunk_trunk_load_nl_policy,
		.maxattr	= VTRUNK_A_TRUNK_PORT,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_GROUP_GET,
		.doit		= vtrunk_nl_group_get_doit,
		.dumpit		= vtrunk_nl_group_get_dumpit,
		.policy		= vtrunk_group_get_nl_policy,
		.maxattr	= VTRUNK_A_GROUP_KEY,
	},
	{
		.cmd		= VTRUNK_CMD_GROUP_NEW,
		.doit		= vtrunk_nl_group_new_doit,
		.policy		= vtrunk_group_new_nl_policy,
		.maxattr	= VTRUNK_A_GROUP_MEMBER,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VTRUNK_CMD_GROUP_DEL,
		.doit		= vtrunk_nl_group_del_doit,
		.policy		= vtrunk_group_del_nl_policy,
		.maxattr	= VTRUNK_A_GROUP_MEMBER,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
};

static const struct genl_multicast_group vtrunk_nl_mcgrps[] = {
	[VTRUNK_NLGRP_CONFIG] = { "config", },
};
