// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>
#include <string.h>

#include <linux/vtrunk.h>

#include "names.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/*
 * A table that ends before or after the enum does not build; a table with a
 * hole or a wrong name fails tests/names.py, which reads the spec.
 */
#define NAMES(table, array, last)					\
	_Static_assert(COUNT(array) == (last) + 1, #array " is not the enum"); \
	const struct names table = { array, COUNT(array) }

static const char *const mode[] = {
	[VTRUNK_MODE_VNI] = "vni",
	[VTRUNK_MODE_OVN] = "ovn",
};
NAMES(names_mode, mode, VTRUNK_MODE_OVN);

static const char *const unknown[] = {
	[VTRUNK_UNKNOWN_FLOOD] = "flood",
	[VTRUNK_UNKNOWN_MARKED] = "marked",
	[VTRUNK_UNKNOWN_DROP] = "drop",
};
NAMES(names_unknown, unknown, VTRUNK_UNKNOWN_DROP);

static const char *const handover[] = {
	[VTRUNK_HANDOVER_AUTO] = "auto",
	[VTRUNK_HANDOVER_QUEUE] = "queue",
};
NAMES(names_handover, handover, VTRUNK_HANDOVER_QUEUE);

static const char *const selector[] = {
	[VTRUNK_SELECTOR_NATIVE] = "native",
	[VTRUNK_SELECTOR_VLAN] = "vlan",
};
NAMES(names_selector, selector, VTRUNK_SELECTOR_VLAN);

static const char *const status[] = {
	[VTRUNK_STATUS_DOWN] = "down",
	[VTRUNK_STATUS_DEGRADED] = "degraded",
	[VTRUNK_STATUS_ACTIVE] = "active",
};
NAMES(names_status, status, VTRUNK_STATUS_ACTIVE);

static const char *const fdb_type[] = {
	[VTRUNK_FDB_TYPE_LEARNED] = "learned",
	[VTRUNK_FDB_TYPE_STATIC] = "static",
	[VTRUNK_FDB_TYPE_STICKY] = "sticky",
};
NAMES(names_fdb_type, fdb_type, VTRUNK_FDB_TYPE_STICKY);

/* Text and JSON say these names alike, hence the underscores. */
static const char *const drop[] = {
	[VTRUNK_DROP_NO_NATIVE] = "no_native",
	[VTRUNK_DROP_UNKNOWN_VID] = "unknown_vid",
	[VTRUNK_DROP_INNER_TAG] = "inner_tag",
	[VTRUNK_DROP_BAD_SOURCE] = "bad_source",
	[VTRUNK_DROP_LINK_LOCAL] = "link_local",
	[VTRUNK_DROP_DOWN] = "down",
	[VTRUNK_DROP_MTU] = "mtu",
	[VTRUNK_DROP_STATIC_MOVE] = "static_move",
	[VTRUNK_DROP_SAME_PORT] = "same_port",
	[VTRUNK_DROP_NO_DEST] = "no_dest",
	[VTRUNK_DROP_UNKNOWN_UNICAST] = "unknown_unicast",
	[VTRUNK_DROP_NO_UPLINK] = "no_uplink",
	[VTRUNK_DROP_UPLINK_TX] = "uplink_tx",
	[VTRUNK_DROP_PORT_TX] = "port_tx",
	[VTRUNK_DROP_UNKNOWN_VNI] = "unknown_vni",
	[VTRUNK_DROP_UNKNOWN_REMOTE] = "unknown_remote",
	[VTRUNK_DROP_BAD_OPTION] = "bad_option",
	[VTRUNK_DROP_OAM] = "oam",
	[VTRUNK_DROP_NO_METADATA] = "no_metadata",
	[VTRUNK_DROP_NOT_A_PORT] = "not_a_port",
	[VTRUNK_DROP_NO_MEMORY] = "no_memory",
	[VTRUNK_DROP_LOCAL_ONLY] = "local_only",
	[VTRUNK_DROP_NO_OPTION] = "no_option",
	[VTRUNK_DROP_OPTION_LENGTH] = "option_length",
	[VTRUNK_DROP_SAME_KEY] = "same_key",
	[VTRUNK_DROP_UNKNOWN_KEY] = "unknown_key",
};
NAMES(names_drop, drop, VTRUNK_DROP_MAX);

static const char *const bridge[] = {
	[VTRUNK_A_BRIDGE_IFINDEX] = "ifindex",
	[VTRUNK_A_BRIDGE_IFNAME] = "ifname",
	[VTRUNK_A_BRIDGE_LOCAL_IPV4] = "local-ipv4",
	[VTRUNK_A_BRIDGE_LOCAL_IPV6] = "local-ipv6",
	[VTRUNK_A_BRIDGE_UPLINK_IFINDEX] = "uplink-ifindex",
	[VTRUNK_A_BRIDGE_UPLINK_IFNAME] = "uplink-ifname",
	[VTRUNK_A_BRIDGE_DSTPORT] = "dstport",
	[VTRUNK_A_BRIDGE_AGEING] = "ageing",
	[VTRUNK_A_BRIDGE_FDB_MAX] = "fdb-max",
	[VTRUNK_A_BRIDGE_FDB_COUNT] = "fdb-count",
	[VTRUNK_A_BRIDGE_LEARN_FAILED] = "learn-failed",
	[VTRUNK_A_BRIDGE_EVENTS_LOST] = "events-lost",
	[VTRUNK_A_BRIDGE_STATS] = "stats",
	[VTRUNK_A_BRIDGE_PAD] = "pad",
	[VTRUNK_A_BRIDGE_HANDOVER] = "handover",
};
NAMES(names_bridge, bridge, VTRUNK_A_BRIDGE_MAX);

static const char *const network[] = {
	[VTRUNK_A_NETWORK_BRIDGE_IFINDEX] = "bridge-ifindex",
	[VTRUNK_A_NETWORK_VNI] = "vni",
	[VTRUNK_A_NETWORK_NAME] = "name",
	[VTRUNK_A_NETWORK_MODE] = "mode",
	[VTRUNK_A_NETWORK_MTU] = "mtu",
	[VTRUNK_A_NETWORK_UNKNOWN] = "unknown",
	[VTRUNK_A_NETWORK_LEARN] = "learn",
	[VTRUNK_A_NETWORK_L2CP] = "l2cp",
	[VTRUNK_A_NETWORK_PORT_COUNT] = "port-count",
	[VTRUNK_A_NETWORK_REMOTE_COUNT] = "remote-count",
	[VTRUNK_A_NETWORK_FDB_COUNT] = "fdb-count",
};
NAMES(names_network, network, VTRUNK_A_NETWORK_MAX);

static const char *const remote[] = {
	[VTRUNK_A_REMOTE_BRIDGE_IFINDEX] = "bridge-ifindex",
	[VTRUNK_A_REMOTE_IPV4] = "ipv4",
	[VTRUNK_A_REMOTE_IPV6] = "ipv6",
	[VTRUNK_A_REMOTE_VNI] = "vni",
	[VTRUNK_A_REMOTE_NETWORK] = "network",
	[VTRUNK_A_REMOTE_UP] = "up",
	[VTRUNK_A_REMOTE_PATH_MTU] = "path-mtu",
	[VTRUNK_A_REMOTE_STATS] = "stats",
	[VTRUNK_A_REMOTE_AGE] = "age",
	[VTRUNK_A_REMOTE_PAD] = "pad",
};
NAMES(names_remote, remote, VTRUNK_A_REMOTE_MAX);

static const char *const trunk[] = {
	[VTRUNK_A_TRUNK_BRIDGE_IFINDEX] = "bridge-ifindex",
	[VTRUNK_A_TRUNK_IFINDEX] = "ifindex",
	[VTRUNK_A_TRUNK_IFNAME] = "ifname",
	[VTRUNK_A_TRUNK_FORCE] = "force",
	[VTRUNK_A_TRUNK_UP] = "up",
	[VTRUNK_A_TRUNK_LOCKED] = "locked",
	[VTRUNK_A_TRUNK_STATUS] = "status",
	[VTRUNK_A_TRUNK_PORT_COUNT] = "port-count",
	[VTRUNK_A_TRUNK_UNKNOWN_VID] = "unknown-vid",
	[VTRUNK_A_TRUNK_STATS] = "stats",
	[VTRUNK_A_TRUNK_PORT] = "port",
	[VTRUNK_A_TRUNK_PORTS_ADDED] = "ports-added",
	[VTRUNK_A_TRUNK_PORTS_REMOVED] = "ports-removed",
	[VTRUNK_A_TRUNK_PORTS_CHANGED] = "ports-changed",
	[VTRUNK_A_TRUNK_PORTS_KEPT] = "ports-kept",
	[VTRUNK_A_TRUNK_GENERATION] = "generation",
	[VTRUNK_A_TRUNK_UNKNOWN_TAG] = "unknown-tag",
	[VTRUNK_A_TRUNK_UNKNOWN_TAGS_OTHER] = "unknown-tags-other",
	[VTRUNK_A_TRUNK_PAD] = "pad",
	[VTRUNK_A_TRUNK_ANNOUNCE] = "announce",
};
NAMES(names_trunk, trunk, VTRUNK_A_TRUNK_MAX);

static const char *const port[] = {
	[VTRUNK_A_PORT_BRIDGE_IFINDEX] = "bridge-ifindex",
	[VTRUNK_A_PORT_IFINDEX] = "ifindex",
	[VTRUNK_A_PORT_IFNAME] = "ifname",
	[VTRUNK_A_PORT_SELECTOR] = "selector",
	[VTRUNK_A_PORT_VID] = "vid",
	[VTRUNK_A_PORT_TPID] = "tpid",
	[VTRUNK_A_PORT_VNI] = "vni",
	[VTRUNK_A_PORT_NETWORK] = "network",
	[VTRUNK_A_PORT_NAME] = "name",
	[VTRUNK_A_PORT_UP] = "up",
	[VTRUNK_A_PORT_LOCKED] = "locked",
	[VTRUNK_A_PORT_QINQ] = "qinq",
	[VTRUNK_A_PORT_UNKNOWN] = "unknown",
	[VTRUNK_A_PORT_RETAG] = "retag",
	[VTRUNK_A_PORT_REPLACE] = "replace",
	[VTRUNK_A_PORT_STATUS] = "status",
	[VTRUNK_A_PORT_STATS] = "stats",
	[VTRUNK_A_PORT_LOCAL_ONLY] = "local-only",
	[VTRUNK_A_PORT_KEY] = "key",
	[VTRUNK_A_PORT_ADDRESS] = "address",
};
NAMES(names_port, port, VTRUNK_A_PORT_MAX);

static const char *const fdb[] = {
	[VTRUNK_A_FDB_BRIDGE_IFINDEX] = "bridge-ifindex",
	[VTRUNK_A_FDB_MAC] = "mac",
	[VTRUNK_A_FDB_VNI] = "vni",
	[VTRUNK_A_FDB_NETWORK] = "network",
	[VTRUNK_A_FDB_IFINDEX] = "ifindex",
	[VTRUNK_A_FDB_IFNAME] = "ifname",
	[VTRUNK_A_FDB_SELECTOR] = "selector",
	[VTRUNK_A_FDB_VID] = "vid",
	[VTRUNK_A_FDB_IPV4] = "ipv4",
	[VTRUNK_A_FDB_IPV6] = "ipv6",
	[VTRUNK_A_FDB_TYPE] = "type",
	[VTRUNK_A_FDB_AGE] = "age",
	[VTRUNK_A_FDB_FLUSHED] = "flushed",
	[VTRUNK_A_FDB_MOVES] = "moves",
	[VTRUNK_A_FDB_KEY] = "key",
};
NAMES(names_fdb, fdb, VTRUNK_A_FDB_MAX);

static const char *const group[] = {
	[VTRUNK_A_GROUP_BRIDGE_IFINDEX] = "bridge-ifindex",
	[VTRUNK_A_GROUP_VNI] = "vni",
	[VTRUNK_A_GROUP_NETWORK] = "network",
	[VTRUNK_A_GROUP_KEY] = "key",
	[VTRUNK_A_GROUP_MAC] = "mac",
	[VTRUNK_A_GROUP_MEMBER] = "member",
};
NAMES(names_group, group, VTRUNK_A_GROUP_MAX);

static const char *const cmds[] = {
	[VTRUNK_CMD_BRIDGE_GET] = "bridge-get",
	[VTRUNK_CMD_BRIDGE_SET] = "bridge-set",
	[VTRUNK_CMD_BRIDGE_NTF] = "bridge-ntf",
	[VTRUNK_CMD_BRIDGE_DEL_NTF] = "bridge-del-ntf",
	[VTRUNK_CMD_NETWORK_GET] = "network-get",
	[VTRUNK_CMD_NETWORK_NEW] = "network-new",
	[VTRUNK_CMD_NETWORK_SET] = "network-set",
	[VTRUNK_CMD_NETWORK_DEL] = "network-del",
	[VTRUNK_CMD_NETWORK_NTF] = "network-ntf",
	[VTRUNK_CMD_NETWORK_DEL_NTF] = "network-del-ntf",
	[VTRUNK_CMD_REMOTE_GET] = "remote-get",
	[VTRUNK_CMD_REMOTE_NEW] = "remote-new",
	[VTRUNK_CMD_REMOTE_SET] = "remote-set",
	[VTRUNK_CMD_REMOTE_DEL] = "remote-del",
	[VTRUNK_CMD_REMOTE_NTF] = "remote-ntf",
	[VTRUNK_CMD_REMOTE_DEL_NTF] = "remote-del-ntf",
	[VTRUNK_CMD_TRUNK_GET] = "trunk-get",
	[VTRUNK_CMD_TRUNK_NEW] = "trunk-new",
	[VTRUNK_CMD_TRUNK_SET] = "trunk-set",
	[VTRUNK_CMD_TRUNK_DEL] = "trunk-del",
	[VTRUNK_CMD_TRUNK_NTF] = "trunk-ntf",
	[VTRUNK_CMD_TRUNK_DEL_NTF] = "trunk-del-ntf",
	[VTRUNK_CMD_PORT_GET] = "port-get",
	[VTRUNK_CMD_PORT_NEW] = "port-new",
	[VTRUNK_CMD_PORT_SET] = "port-set",
	[VTRUNK_CMD_PORT_DEL] = "port-del",
	[VTRUNK_CMD_PORT_NTF] = "port-ntf",
	[VTRUNK_CMD_PORT_DEL_NTF] = "port-del-ntf",
	[VTRUNK_CMD_FDB_GET] = "fdb-get",
	[VTRUNK_CMD_FDB_NEW] = "fdb-new",
	[VTRUNK_CMD_FDB_SET] = "fdb-set",
	[VTRUNK_CMD_FDB_DEL] = "fdb-del",
	[VTRUNK_CMD_FDB_FLUSH] = "fdb-flush",
	[VTRUNK_CMD_FDB_NTF] = "fdb-ntf",
	[VTRUNK_CMD_FDB_DEL_NTF] = "fdb-del-ntf",
	[VTRUNK_CMD_TRUNK_LOAD] = "trunk-load",
	[VTRUNK_CMD_TRUNK_LOAD_NTF] = "trunk-load-ntf",
	[VTRUNK_CMD_GROUP_GET] = "group-get",
	[VTRUNK_CMD_GROUP_NEW] = "group-new",
	[VTRUNK_CMD_GROUP_DEL] = "group-del",
	[VTRUNK_CMD_GROUP_NTF] = "group-ntf",
	[VTRUNK_CMD_GROUP_DEL_NTF] = "group-del-ntf",
};
NAMES(names_cmd, cmds, VTRUNK_CMD_MAX);

/**
 * names_get() - the name of a value
 * @names: the table
 * @value: the value
 *
 * Return: the name, or NULL for a value that this version does not know.
 */
const char *names_get(const struct names *names, uint32_t value)
{
	return value < names->count ? names->list[value] : NULL;
}

/**
 * names_find() - the value of a name
 * @names: the table
 * @text: the name
 * @value: where the value goes
 *
 * Return: true if there is such a name.
 */
bool names_find(const struct names *names, const char *text, uint32_t *value)
{
	uint32_t i;

	for (i = 0; i < names->count; i++) {
		if (names->list[i] && !strcmp(names->list[i], text)) {
			*value = i;
			return true;
		}
	}
	return false;
}

/**
 * names_of_cmd() - the attribute names of an operation
 * @cmd: the operation
 *
 * Return: the attribute names of the object that @cmd is about.
 */
const struct names *names_of_cmd(uint8_t cmd)
{
	if (cmd <= VTRUNK_CMD_BRIDGE_DEL_NTF)
		return &names_bridge;
	if (cmd <= VTRUNK_CMD_NETWORK_DEL_NTF)
		return &names_network;
	if (cmd <= VTRUNK_CMD_REMOTE_DEL_NTF)
		return &names_remote;
	if (cmd <= VTRUNK_CMD_TRUNK_DEL_NTF)
		return &names_trunk;
	if (cmd <= VTRUNK_CMD_PORT_DEL_NTF)
		return &names_port;
	if (cmd <= VTRUNK_CMD_FDB_DEL_NTF)
		return &names_fdb;
	if (cmd <= VTRUNK_CMD_TRUNK_LOAD_NTF)
		return &names_trunk;
	return &names_group;
}
