/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's objects, as they are read out of its messages. */
#ifndef _TRUNKCTL_OBJECT_H
#define _TRUNKCTL_OBJECT_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/vtrunk.h>

#include "address.h"
#include "parse.h"

struct nlattr;
struct nlmsghdr;

/**
 * struct stats - counters
 * @rx_packets: frames taken in
 * @rx_bytes: their bytes
 * @tx_packets: frames handed out
 * @tx_bytes: their bytes
 * @icmp_sent: answers to frames that did not fit
 * @icmp_suppressed: answers that were due and not sent
 * @announced: announcements of MACs
 * @drops: frames lost, by reason
 * @other: frames lost for reasons that this version does not know
 */
struct stats {
	uint64_t rx_packets;
	uint64_t rx_bytes;
	uint64_t tx_packets;
	uint64_t tx_bytes;
	uint64_t icmp_sent;
	uint64_t icmp_suppressed;
	uint64_t announced;
	uint64_t drops[VTRUNK_DROP_MAX + 1];
	uint64_t other;
};

/**
 * struct bridge - a virtual trunk bridge
 * @ifindex: its number
 * @ifname: its name
 * @local4: outer source address for IPv4 remotes
 * @local6: outer source address for IPv6 remotes
 * @uplink: number of its Geneve device, or 0
 * @uplink_name: name of its Geneve device
 * @dstport: UDP port of the Geneve device
 * @ageing: ageing time in seconds
 * @fdb_max: largest number of FDB entries
 * @handover: how frames go to the devices that they leave by
 * @fdb_count: number of FDB entries
 * @learn_failed: addresses that were not learned
 * @events_lost: events that were not sent
 * @stats: counters
 */
struct bridge {
	uint32_t ifindex;
	char ifname[IFNAMSIZ];
	struct ip_addr local4;
	struct ip_addr local6;
	uint32_t uplink;
	char uplink_name[IFNAMSIZ];
	uint32_t dstport;
	uint32_t ageing;
	uint32_t fdb_max;
	uint32_t handover;
	uint32_t fdb_count;
	uint64_t learn_failed;
	uint64_t events_lost;
	struct stats stats;
};

/**
 * struct network - a layer-2 broadcast domain
 * @bridge: number of its bridge
 * @vni: its VNI
 * @name: its name
 * @mode: wire mode
 * @mtu: MTU, 0 for auto
 * @unknown: what it does with unknown unicast
 * @learn: whether it learns addresses
 * @l2cp: whether it forwards link-local control frames
 * @ports: number of ports
 * @remotes: number of remotes that it floods to
 * @fdb_count: number of FDB entries
 */
struct network {
	uint32_t bridge;
	uint32_t vni;
	char name[VTRUNK_NAME_LEN + 1];
	uint32_t mode;
	uint32_t mtu;
	uint32_t unknown;
	bool learn;
	bool l2cp;
	uint32_t ports;
	uint32_t remotes;
	uint32_t fdb_count;
};

/**
 * struct remote - another hypervisor
 * @bridge: number of its bridge
 * @ip: its address
 * @vni: the network it is a remote of, or 0 for every network
 * @network: name of that network
 * @up: whether frames go to it and come from it
 * @path_mtu: largest inner packet that reaches it, or 0 without a route
 * @has_age: whether a frame came from it
 * @age: milliseconds since the last one
 * @stats: counters
 */
struct remote {
	uint32_t bridge;
	struct ip_addr ip;
	uint32_t vni;
	char network[VTRUNK_NAME_LEN + 1];
	bool up;
	uint32_t path_mtu;
	bool has_age;
	uint64_t age;
	struct stats stats;
};

/**
 * struct unknown_tag - a tag that a VM sends and no subport takes
 * @tpid: the TPID
 * @vid: the VID
 * @packets: number of frames
 * @age: milliseconds since the last one
 */
struct unknown_tag {
	uint32_t tpid;
	uint32_t vid;
	uint64_t packets;
	uint64_t age;
};

/**
 * struct trunk - a device that carries a VM's trunk
 * @bridge: number of its bridge
 * @ifindex: its number
 * @ifname: its name
 * @up: whether traffic passes
 * @locked: whether changes are refused
 * @announce: whether a VM that appears is announced
 * @status: what the data path can do
 * @ports: number of ports
 * @unknown_vid: VID of the last frame that no subport took, or 0
 * @tags: tags that no subport takes
 * @tag_count: number of @tags
 * @tags_other: frames with more such tags than there is room for
 * @stats: counters
 */
struct trunk {
	uint32_t bridge;
	uint32_t ifindex;
	char ifname[IFNAMSIZ];
	bool up;
	bool locked;
	bool announce;
	uint32_t status;
	uint32_t ports;
	uint32_t unknown_vid;
	struct unknown_tag tags[VTRUNK_UNKNOWN_TAGS_MAX];
	size_t tag_count;
	uint64_t tags_other;
	struct stats stats;
};

/**
 * struct port - a logical port
 * @bridge: number of its bridge
 * @ifindex: number of its trunk
 * @ifname: name of its trunk
 * @selector: native port or subport
 * @vid: VLAN id of a subport
 * @tpid: TPID of a subport
 * @vni: VNI of its network
 * @network: name of its network
 * @name: its name, or empty
 * @up: whether traffic passes
 * @locked: whether changes are refused
 * @qinq: whether a second tag is carried
 * @unknown: whether it takes unknown unicast
 * @local_only: whether it is for this host alone
 * @key: its key in its network, or 0
 * @addresses: the stations that are known to be behind it
 * @status: what the data path can do
 * @stats: counters
 */
struct port {
	uint32_t bridge;
	uint32_t ifindex;
	char ifname[IFNAMSIZ];
	uint32_t selector;
	uint32_t vid;
	uint32_t tpid;
	uint32_t vni;
	char network[VTRUNK_NAME_LEN + 1];
	char name[VTRUNK_NAME_LEN + 1];
	bool up;
	bool locked;
	bool qinq;
	bool unknown;
	bool local_only;
	uint32_t key;
	struct addresses addresses;
	uint32_t status;
	struct stats stats;
};

/**
 * struct fdb - a forwarding entry
 * @bridge: number of its bridge
 * @mac: its MAC
 * @vni: VNI of its network
 * @network: name of its network
 * @ifindex: number of the trunk it is at, or 0
 * @ifname: name of the trunk it is at
 * @selector: selector of the port it is at
 * @vid: VLAN id of the port it is at
 * @ip: the remote it is at
 * @key: key of the port behind the remote, or 0
 * @type: where it comes from
 * @has_age: whether it has an age
 * @age: milliseconds since a frame with this source MAC
 * @moves: how often it came from another place
 */
struct fdb {
	uint32_t bridge;
	uint8_t mac[MAC_LEN];
	uint32_t vni;
	char network[VTRUNK_NAME_LEN + 1];
	uint32_t ifindex;
	char ifname[IFNAMSIZ];
	uint32_t selector;
	uint32_t vid;
	struct ip_addr ip;
	uint32_t key;
	uint32_t type;
	bool has_age;
	uint32_t age;
	uint32_t moves;
};

/**
 * struct member - a port or remote of a group
 * @ifindex: number of the trunk, or 0 for a remote
 * @ifname: name of the trunk
 * @selector: selector of the port
 * @vid: VLAN id of the port
 * @ip: the remote
 */
struct member {
	uint32_t ifindex;
	char ifname[IFNAMSIZ];
	uint32_t selector;
	uint32_t vid;
	struct ip_addr ip;
};

/**
 * struct group - ports and remotes that one key on the wire stands for
 * @bridge: number of its bridge
 * @vni: VNI of its network
 * @network: name of its network
 * @key: its key
 * @has_mac: whether it has a MAC
 * @mac: its MAC
 * @members: its members, sorted
 * @count: number of @members
 */
struct group {
	uint32_t bridge;
	uint32_t vni;
	char network[VTRUNK_NAME_LEN + 1];
	uint32_t key;
	bool has_mac;
	uint8_t mac[MAC_LEN];
	struct member members[VTRUNK_GROUP_MEMBERS_MAX];
	size_t count;
};

/**
 * struct load - what a load did to a trunk
 * @bridge: number of its bridge
 * @ifname: name of the trunk
 * @added: ports that were made
 * @removed: ports that were removed
 * @changed: ports that got other settings
 * @kept: ports that stayed as they were
 * @generation: changes of the configuration so far
 */
struct load {
	uint32_t bridge;
	char ifname[IFNAMSIZ];
	uint32_t added;
	uint32_t removed;
	uint32_t changed;
	uint32_t kept;
	uint32_t generation;
};

int read_bridge(const struct nlmsghdr *nlh, struct bridge *b);
int read_network(const struct nlmsghdr *nlh, struct network *n);
int read_remote(const struct nlmsghdr *nlh, struct remote *r);
int read_trunk(const struct nlmsghdr *nlh, struct trunk *t);
int read_load(const struct nlmsghdr *nlh, struct load *l);
int read_port(const struct nlmsghdr *nlh, struct port *p);
int read_fdb(const struct nlmsghdr *nlh, struct fdb *f);
int read_group(const struct nlmsghdr *nlh, struct group *g);
int compare_members(const void *a, const void *b);

#endif /* _TRUNKCTL_OBJECT_H */
