/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	netlink/specs/vtrunk.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_VTRUNK_H
#define _UAPI_LINUX_VTRUNK_H

#define VTRUNK_FAMILY_NAME	"vtrunk"
#define VTRUNK_FAMILY_VERSION	1

#define VTRUNK_VNI_MAX			16777215
#define VTRUNK_VID_MAX			4094
#define VTRUNK_NAME_LEN			63
#define VTRUNK_AGEING_MAX		1000000
#define VTRUNK_FDB_LIMIT		4194304
#define VTRUNK_MTU_MIN			576
#define VTRUNK_MTU_MAX			65535
#define VTRUNK_PORT_KEY_MAX		32767
#define VTRUNK_GROUP_MEMBERS_MAX	64
#define VTRUNK_UNKNOWN_TAGS_MAX		32
#define VTRUNK_ADDRESSES_MAX		16
#define VTRUNK_ADDRESS_IPS_MAX		32

/**
 * enum vtrunk_mode - Wire mode of a network.
 * @VTRUNK_MODE_VNI: Geneve with the VNI and no options; addresses are learned.
 * @VTRUNK_MODE_OVN: Geneve as OVN has it: an option names the port that a
 *   frame comes from and the port or group that it is for.
 */
enum vtrunk_mode {
	VTRUNK_MODE_VNI,
	VTRUNK_MODE_OVN,
};

/**
 * enum vtrunk_unknown - What happens to a unicast frame whose destination is
 *   not in the FDB.
 * @VTRUNK_UNKNOWN_FLOOD: It goes to every port and every remote of the
 *   network.
 * @VTRUNK_UNKNOWN_MARKED: It goes to the ports that are marked as taking
 *   unknown addresses and, when it came from a port, to every remote.
 * @VTRUNK_UNKNOWN_DROP: It is dropped.
 */
enum vtrunk_unknown {
	VTRUNK_UNKNOWN_FLOOD,
	VTRUNK_UNKNOWN_MARKED,
	VTRUNK_UNKNOWN_DROP,
};

/**
 * enum vtrunk_handover - How frames go to the devices that they leave by.
 * @VTRUNK_HANDOVER_AUTO: Straight to the driver, as long as the device has no
 *   queue and nobody looks at what it sends; else as with queue.
 * @VTRUNK_HANDOVER_QUEUE: Always past captures, filters, tracepoints and the
 *   queueing discipline, as the host's own frames go.
 */
enum vtrunk_handover {
	VTRUNK_HANDOVER_AUTO,
	VTRUNK_HANDOVER_QUEUE,
};

/**
 * enum vtrunk_selector - Which frames of a trunk belong to a port.
 * @VTRUNK_SELECTOR_NATIVE: Untagged and priority-tagged frames.
 * @VTRUNK_SELECTOR_VLAN: Frames with one outer TPID and VID.
 */
enum vtrunk_selector {
	VTRUNK_SELECTOR_NATIVE,
	VTRUNK_SELECTOR_VLAN,
};

/**
 * enum vtrunk_status - What the data path can do, computed when it is asked
 *   for.
 * @VTRUNK_STATUS_DOWN: No carrier, not up, or set down.
 * @VTRUNK_STATUS_DEGRADED: Frames pass, but an enabled port cannot do all its
 *   work: its network has remotes and the bridge no uplink, or the MTU is
 *   unusable.
 * @VTRUNK_STATUS_ACTIVE: All enabled ports can work.
 */
enum vtrunk_status {
	VTRUNK_STATUS_DOWN,
	VTRUNK_STATUS_DEGRADED,
	VTRUNK_STATUS_ACTIVE,
};

/**
 * enum vtrunk_fdb_type - Where an FDB entry comes from and what may change it.
 * @VTRUNK_FDB_TYPE_LEARNED: Made by a frame; moves with the MAC and ages.
 * @VTRUNK_FDB_TYPE_STATIC: Configured; never moves and never ages.
 * @VTRUNK_FDB_TYPE_STICKY: Configured; never moves, and ages when the MAC
 *   falls silent.
 */
enum vtrunk_fdb_type {
	VTRUNK_FDB_TYPE_LEARNED,
	VTRUNK_FDB_TYPE_STATIC,
	VTRUNK_FDB_TYPE_STICKY,
};

/**
 * enum vtrunk_drop - Why a frame was lost. Every lost frame is counted once,
 *   under one reason, at the port, trunk, remote or bridge that lost it.
 * @VTRUNK_DROP_NO_NATIVE: Untagged or priority-tagged, and the trunk has no
 *   native port.
 * @VTRUNK_DROP_UNKNOWN_VID: No subport of the trunk takes this TPID and VID.
 * @VTRUNK_DROP_INNER_TAG: A second tag inside the outer one where the port
 *   does not carry it, or a tagged frame on its way out of such a port.
 * @VTRUNK_DROP_BAD_SOURCE: The source MAC is zero or a group address.
 * @VTRUNK_DROP_LINK_LOCAL: Sent to 01:80:c2:00:00:00 to 0f (IEEE 802.1Q, table
 *   8-1), which a bridge does not forward, and the network does not say l2cp.
 * @VTRUNK_DROP_DOWN: The port, trunk, remote or bridge is down.
 * @VTRUNK_DROP_MTU: The frame does not fit the path or the port it had to
 *   take.
 * @VTRUNK_DROP_STATIC_MOVE: The source MAC has a static or sticky FDB entry at
 *   another place.
 * @VTRUNK_DROP_SAME_PORT: The destination is the port that the frame came
 *   from.
 * @VTRUNK_DROP_NO_DEST: A flood that had nobody to go to.
 * @VTRUNK_DROP_UNKNOWN_UNICAST: Destination not in the FDB, and the network
 *   drops such frames.
 * @VTRUNK_DROP_NO_UPLINK: The destination is a remote and the bridge has no
 *   uplink.
 * @VTRUNK_DROP_UPLINK_TX: The Geneve device's queue refused the frame.
 * @VTRUNK_DROP_PORT_TX: The trunk device's queue refused the frame.
 * @VTRUNK_DROP_UNKNOWN_VNI: From the uplink, with a VNI that no network has.
 * @VTRUNK_DROP_UNKNOWN_REMOTE: From the uplink, and the outer source address
 *   is no remote of the bridge or of the network.
 * @VTRUNK_DROP_BAD_OPTION: From the uplink, with a critical Geneve option that
 *   is not understood (RFC 8926, section 3.5).
 * @VTRUNK_DROP_OAM: From the uplink, a Geneve control packet (RFC 8926,
 *   section 3.4).
 * @VTRUNK_DROP_NO_METADATA: From the uplink without the metadata that names
 *   VNI and source.
 * @VTRUNK_DROP_NOT_A_PORT: Sent by the host's own stack into the bridge
 *   device.
 * @VTRUNK_DROP_NO_MEMORY: Memory for a copy of the frame was not available.
 * @VTRUNK_DROP_LOCAL_ONLY: Between a tunnel and a port that is local-only.
 * @VTRUNK_DROP_NO_OPTION: From the uplink, in a network of mode ovn, without
 *   the option that names the ports.
 * @VTRUNK_DROP_OPTION_LENGTH: From the uplink, in a network of mode ovn, and
 *   the option that names the ports is not of four bytes.
 * @VTRUNK_DROP_SAME_KEY: From the uplink, for the very port that its option
 *   says it comes from.
 * @VTRUNK_DROP_UNKNOWN_KEY: From the uplink, for a key that no port of the
 *   network has here, nor a group.
 */
enum vtrunk_drop {
	VTRUNK_DROP_NO_NATIVE,
	VTRUNK_DROP_UNKNOWN_VID,
	VTRUNK_DROP_INNER_TAG,
	VTRUNK_DROP_BAD_SOURCE,
	VTRUNK_DROP_LINK_LOCAL,
	VTRUNK_DROP_DOWN,
	VTRUNK_DROP_MTU,
	VTRUNK_DROP_STATIC_MOVE,
	VTRUNK_DROP_SAME_PORT,
	VTRUNK_DROP_NO_DEST,
	VTRUNK_DROP_UNKNOWN_UNICAST,
	VTRUNK_DROP_NO_UPLINK,
	VTRUNK_DROP_UPLINK_TX,
	VTRUNK_DROP_PORT_TX,
	VTRUNK_DROP_UNKNOWN_VNI,
	VTRUNK_DROP_UNKNOWN_REMOTE,
	VTRUNK_DROP_BAD_OPTION,
	VTRUNK_DROP_OAM,
	VTRUNK_DROP_NO_METADATA,
	VTRUNK_DROP_NOT_A_PORT,
	VTRUNK_DROP_NO_MEMORY,
	VTRUNK_DROP_LOCAL_ONLY,
	VTRUNK_DROP_NO_OPTION,
	VTRUNK_DROP_OPTION_LENGTH,
	VTRUNK_DROP_SAME_KEY,
	VTRUNK_DROP_UNKNOWN_KEY,

	/* private: */
	__VTRUNK_DROP_MAX,
	VTRUNK_DROP_MAX = (__VTRUNK_DROP_MAX - 1)
};

enum {
	VTRUNK_A_BRIDGE_IFINDEX = 1,
	VTRUNK_A_BRIDGE_IFNAME,
	VTRUNK_A_BRIDGE_LOCAL_IPV4,
	VTRUNK_A_BRIDGE_LOCAL_IPV6,
	VTRUNK_A_BRIDGE_UPLINK_IFINDEX,
	VTRUNK_A_BRIDGE_UPLINK_IFNAME,
	VTRUNK_A_BRIDGE_DSTPORT,
	VTRUNK_A_BRIDGE_AGEING,
	VTRUNK_A_BRIDGE_FDB_MAX,
	VTRUNK_A_BRIDGE_FDB_COUNT,
	VTRUNK_A_BRIDGE_LEARN_FAILED,
	VTRUNK_A_BRIDGE_EVENTS_LOST,
	VTRUNK_A_BRIDGE_STATS,
	VTRUNK_A_BRIDGE_PAD,
	VTRUNK_A_BRIDGE_HANDOVER,

	__VTRUNK_A_BRIDGE_MAX,
	VTRUNK_A_BRIDGE_MAX = (__VTRUNK_A_BRIDGE_MAX - 1)
};

enum {
	VTRUNK_A_NETWORK_BRIDGE_IFINDEX = 1,
	VTRUNK_A_NETWORK_VNI,
	VTRUNK_A_NETWORK_NAME,
	VTRUNK_A_NETWORK_MODE,
	VTRUNK_A_NETWORK_MTU,
	VTRUNK_A_NETWORK_UNKNOWN,
	VTRUNK_A_NETWORK_LEARN,
	VTRUNK_A_NETWORK_L2CP,
	VTRUNK_A_NETWORK_PORT_COUNT,
	VTRUNK_A_NETWORK_REMOTE_COUNT,
	VTRUNK_A_NETWORK_FDB_COUNT,

	__VTRUNK_A_NETWORK_MAX,
	VTRUNK_A_NETWORK_MAX = (__VTRUNK_A_NETWORK_MAX - 1)
};

enum {
	VTRUNK_A_REMOTE_BRIDGE_IFINDEX = 1,
	VTRUNK_A_REMOTE_IPV4,
	VTRUNK_A_REMOTE_IPV6,
	VTRUNK_A_REMOTE_VNI,
	VTRUNK_A_REMOTE_NETWORK,
	VTRUNK_A_REMOTE_UP,
	VTRUNK_A_REMOTE_PATH_MTU,
	VTRUNK_A_REMOTE_STATS,
	VTRUNK_A_REMOTE_AGE,
	VTRUNK_A_REMOTE_PAD,

	__VTRUNK_A_REMOTE_MAX,
	VTRUNK_A_REMOTE_MAX = (__VTRUNK_A_REMOTE_MAX - 1)
};

enum {
	VTRUNK_A_TRUNK_BRIDGE_IFINDEX = 1,
	VTRUNK_A_TRUNK_IFINDEX,
	VTRUNK_A_TRUNK_IFNAME,
	VTRUNK_A_TRUNK_FORCE,
	VTRUNK_A_TRUNK_UP,
	VTRUNK_A_TRUNK_LOCKED,
	VTRUNK_A_TRUNK_STATUS,
	VTRUNK_A_TRUNK_PORT_COUNT,
	VTRUNK_A_TRUNK_UNKNOWN_VID,
	VTRUNK_A_TRUNK_STATS,
	VTRUNK_A_TRUNK_PORT,
	VTRUNK_A_TRUNK_PORTS_ADDED,
	VTRUNK_A_TRUNK_PORTS_REMOVED,
	VTRUNK_A_TRUNK_PORTS_CHANGED,
	VTRUNK_A_TRUNK_PORTS_KEPT,
	VTRUNK_A_TRUNK_GENERATION,
	VTRUNK_A_TRUNK_UNKNOWN_TAG,
	VTRUNK_A_TRUNK_UNKNOWN_TAGS_OTHER,
	VTRUNK_A_TRUNK_PAD,
	VTRUNK_A_TRUNK_ANNOUNCE,

	__VTRUNK_A_TRUNK_MAX,
	VTRUNK_A_TRUNK_MAX = (__VTRUNK_A_TRUNK_MAX - 1)
};

enum {
	VTRUNK_A_UNKNOWN_TAG_TPID = 1,
	VTRUNK_A_UNKNOWN_TAG_VID,
	VTRUNK_A_UNKNOWN_TAG_PACKETS,
	VTRUNK_A_UNKNOWN_TAG_AGE,
	VTRUNK_A_UNKNOWN_TAG_PAD,

	__VTRUNK_A_UNKNOWN_TAG_MAX,
	VTRUNK_A_UNKNOWN_TAG_MAX = (__VTRUNK_A_UNKNOWN_TAG_MAX - 1)
};

enum {
	VTRUNK_A_PORT_BRIDGE_IFINDEX = 1,
	VTRUNK_A_PORT_IFINDEX,
	VTRUNK_A_PORT_IFNAME,
	VTRUNK_A_PORT_SELECTOR,
	VTRUNK_A_PORT_VID,
	VTRUNK_A_PORT_TPID,
	VTRUNK_A_PORT_VNI,
	VTRUNK_A_PORT_NETWORK,
	VTRUNK_A_PORT_NAME,
	VTRUNK_A_PORT_UP,
	VTRUNK_A_PORT_LOCKED,
	VTRUNK_A_PORT_QINQ,
	VTRUNK_A_PORT_UNKNOWN,
	VTRUNK_A_PORT_RETAG,
	VTRUNK_A_PORT_REPLACE,
	VTRUNK_A_PORT_STATUS,
	VTRUNK_A_PORT_STATS,
	VTRUNK_A_PORT_LOCAL_ONLY,
	VTRUNK_A_PORT_KEY,
	VTRUNK_A_PORT_ADDRESS,

	__VTRUNK_A_PORT_MAX,
	VTRUNK_A_PORT_MAX = (__VTRUNK_A_PORT_MAX - 1)
};

enum {
	VTRUNK_A_PORT_ADDRESS_MAC = 1,
	VTRUNK_A_PORT_ADDRESS_IPV4,
	VTRUNK_A_PORT_ADDRESS_IPV6,

	__VTRUNK_A_PORT_ADDRESS_MAX,
	VTRUNK_A_PORT_ADDRESS_MAX = (__VTRUNK_A_PORT_ADDRESS_MAX - 1)
};

enum {
	VTRUNK_A_FDB_BRIDGE_IFINDEX = 1,
	VTRUNK_A_FDB_MAC,
	VTRUNK_A_FDB_VNI,
	VTRUNK_A_FDB_NETWORK,
	VTRUNK_A_FDB_IFINDEX,
	VTRUNK_A_FDB_IFNAME,
	VTRUNK_A_FDB_SELECTOR,
	VTRUNK_A_FDB_VID,
	VTRUNK_A_FDB_IPV4,
	VTRUNK_A_FDB_IPV6,
	VTRUNK_A_FDB_TYPE,
	VTRUNK_A_FDB_AGE,
	VTRUNK_A_FDB_FLUSHED,
	VTRUNK_A_FDB_MOVES,
	VTRUNK_A_FDB_KEY,

	__VTRUNK_A_FDB_MAX,
	VTRUNK_A_FDB_MAX = (__VTRUNK_A_FDB_MAX - 1)
};

enum {
	VTRUNK_A_GROUP_BRIDGE_IFINDEX = 1,
	VTRUNK_A_GROUP_VNI,
	VTRUNK_A_GROUP_NETWORK,
	VTRUNK_A_GROUP_KEY,
	VTRUNK_A_GROUP_MAC,
	VTRUNK_A_GROUP_MEMBER,

	__VTRUNK_A_GROUP_MAX,
	VTRUNK_A_GROUP_MAX = (__VTRUNK_A_GROUP_MAX - 1)
};

enum {
	VTRUNK_A_GROUP_MEMBER_IFINDEX = 1,
	VTRUNK_A_GROUP_MEMBER_IFNAME,
	VTRUNK_A_GROUP_MEMBER_SELECTOR,
	VTRUNK_A_GROUP_MEMBER_VID,
	VTRUNK_A_GROUP_MEMBER_IPV4,
	VTRUNK_A_GROUP_MEMBER_IPV6,

	__VTRUNK_A_GROUP_MEMBER_MAX,
	VTRUNK_A_GROUP_MEMBER_MAX = (__VTRUNK_A_GROUP_MEMBER_MAX - 1)
};

enum {
	VTRUNK_A_STATS_RX_PACKETS = 1,
	VTRUNK_A_STATS_RX_BYTES,
	VTRUNK_A_STATS_TX_PACKETS,
	VTRUNK_A_STATS_TX_BYTES,
	VTRUNK_A_STATS_DROP,
	VTRUNK_A_STATS_PAD,
	VTRUNK_A_STATS_ICMP_SENT,
	VTRUNK_A_STATS_ICMP_SUPPRESSED,
	VTRUNK_A_STATS_ANNOUNCED,

	__VTRUNK_A_STATS_MAX,
	VTRUNK_A_STATS_MAX = (__VTRUNK_A_STATS_MAX - 1)
};

enum {
	VTRUNK_A_DROP_COUNT_REASON = 1,
	VTRUNK_A_DROP_COUNT_PACKETS,
	VTRUNK_A_DROP_COUNT_PAD,

	__VTRUNK_A_DROP_COUNT_MAX,
	VTRUNK_A_DROP_COUNT_MAX = (__VTRUNK_A_DROP_COUNT_MAX - 1)
};

enum {
	VTRUNK_CMD_BRIDGE_GET = 1,
	VTRUNK_CMD_BRIDGE_SET,
	VTRUNK_CMD_BRIDGE_NTF,
	VTRUNK_CMD_BRIDGE_DEL_NTF,
	VTRUNK_CMD_NETWORK_GET,
	VTRUNK_CMD_NETWORK_NEW,
	VTRUNK_CMD_NETWORK_SET,
	VTRUNK_CMD_NETWORK_DEL,
	VTRUNK_CMD_NETWORK_NTF,
	VTRUNK_CMD_NETWORK_DEL_NTF,
	VTRUNK_CMD_REMOTE_GET,
	VTRUNK_CMD_REMOTE_NEW,
	VTRUNK_CMD_REMOTE_SET,
	VTRUNK_CMD_REMOTE_DEL,
	VTRUNK_CMD_REMOTE_NTF,
	VTRUNK_CMD_REMOTE_DEL_NTF,
	VTRUNK_CMD_TRUNK_GET,
	VTRUNK_CMD_TRUNK_NEW,
	VTRUNK_CMD_TRUNK_SET,
	VTRUNK_CMD_TRUNK_DEL,
	VTRUNK_CMD_TRUNK_NTF,
	VTRUNK_CMD_TRUNK_DEL_NTF,
	VTRUNK_CMD_PORT_GET,
	VTRUNK_CMD_PORT_NEW,
	VTRUNK_CMD_PORT_SET,
	VTRUNK_CMD_PORT_DEL,
	VTRUNK_CMD_PORT_NTF,
	VTRUNK_CMD_PORT_DEL_NTF,
	VTRUNK_CMD_FDB_GET,
	VTRUNK_CMD_FDB_NEW,
	VTRUNK_CMD_FDB_SET,
	VTRUNK_CMD_FDB_DEL,
	VTRUNK_CMD_FDB_FLUSH,
	VTRUNK_CMD_FDB_NTF,
	VTRUNK_CMD_FDB_DEL_NTF,
	VTRUNK_CMD_TRUNK_LOAD,
	VTRUNK_CMD_TRUNK_LOAD_NTF,
	VTRUNK_CMD_GROUP_GET,
	VTRUNK_CMD_GROUP_NEW,
	VTRUNK_CMD_GROUP_DEL,
	VTRUNK_CMD_GROUP_NTF,
	VTRUNK_CMD_GROUP_DEL_NTF,

	__VTRUNK_CMD_MAX,
	VTRUNK_CMD_MAX = (__VTRUNK_CMD_MAX - 1)
};

#define VTRUNK_MCGRP_CONFIG	"config"

#endif /* _UAPI_LINUX_VTRUNK_H */
