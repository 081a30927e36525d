/* SPDX-License-Identifier: GPL-2.0 */
/* The words of the command language, and what a command line says. */
#ifndef _TRUNKCTL_WORDS_H
#define _TRUNKCTL_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "address.h"
#include "list.h"
#include "parse.h"
#include "trunkctl.h"

/*
 * Every word of the language. Two entries may be spelled alike (the "unknown"
 * of a network and that of a port) as long as no verb takes both.
 */
enum word {
	W_BRIDGE,
	W_LOCAL,
	W_DSTPORT,
	W_UPLINK,
	W_AGEING,
	W_FDB_MAX,
	W_HANDOVER,
	W_VNI,
	W_NAME,
	W_MODE,
	W_MTU,
	W_NET_UNKNOWN,
	W_LEARN,
	W_L2CP,
	W_NETWORK,
	W_UP,
	W_DOWN,
	W_LOCKED,
	W_ANNOUNCE,
	W_FORCE,
	W_NATIVE,
	W_VLAN,
	W_PROTO,
	W_RETAG,
	W_QINQ,
	W_PORT_UNKNOWN,
	W_LOCAL_ONLY,
	W_KEY,
	W_ADDRESS,
	W_DEV,
	W_REMOTE,
	W_REMOTE_KEY,
	W_MAC,
	W_STATIC,
	W_STICKY,
	W_GROUP_MAC,
	W_COUNT,
};

#define BIT(n)		(UINT64_C(1) << (n))
#define W(word)		BIT(W_##word)

#define WORDS_SEL	(W(NATIVE) | W(VLAN) | W(PROTO))
#define WORDS_TARGET	(W(DEV) | W(REMOTE) | WORDS_SEL)
#define WORDS_NETATTR	(W(MODE) | W(MTU) | W(NET_UNKNOWN) | W(LEARN) | W(L2CP))
#define WORDS_PORTATTR	(W(NAME) | W(UP) | W(DOWN) | W(LOCKED) | W(QINQ) | \
			 W(PORT_UNKNOWN) | W(LOCAL_ONLY) | W(KEY) | W(ADDRESS))

/*
 * What can be said once in a command. Words of one slot exclude one another.
 */
enum slot {
	S_BRIDGE,
	S_LOCAL,
	S_DSTPORT,
	S_UPLINK,
	S_AGEING,
	S_FDB_MAX,
	S_HANDOVER,
	S_VNI,
	S_NAME,
	S_MODE,
	S_MTU,
	S_NET_UNKNOWN,
	S_LEARN,
	S_L2CP,
	S_NETWORK,
	S_UP,
	S_LOCKED,
	S_ANNOUNCE,
	S_FORCE,
	S_SEL,
	S_PROTO,
	S_RETAG,
	S_QINQ,
	S_PORT_UNKNOWN,
	S_LOCAL_ONLY,
	S_KEY,
	S_ADDRESS,
	S_TARGET,
	S_MAC,
	S_TYPE,
	S_COUNT,
};

#define S(slot)		BIT(S_##slot)

#define SLOTS_PORTATTR	(S(NAME) | S(UP) | S(LOCKED) | S(QINQ) | \
			 S(PORT_UNKNOWN) | S(LOCAL_ONLY) | S(KEY) | S(ADDRESS))

/**
 * enum id - what follows the verb
 * @ID_NONE: nothing
 * @ID_BRIDGE: a bridge
 * @ID_NEW_NAME: the name of a network to be made
 * @ID_NETWORK: the name or VNI of a network
 * @ID_REMOTE: an IP address
 * @ID_DEV: a trunk
 * @ID_MAC: a MAC
 * @ID_KEY: the key of a group
 */
enum id {
	ID_NONE,
	ID_BRIDGE,
	ID_NEW_NAME,
	ID_NETWORK,
	ID_REMOTE,
	ID_DEV,
	ID_MAC,
	ID_KEY,
};

/**
 * struct target - one of many ports and remotes
 * @dev: the trunk, or NULL for a remote
 * @selector: native port or subport
 * @vid: VLAN id of a subport
 * @ip: the remote
 */
struct target {
	const char *dev;
	uint32_t selector;
	uint32_t vid;
	struct ip_addr ip;
};

/**
 * struct params - what a command line says
 * @given: a bit per slot that was filled
 * @has_id: whether an ID was given
 * @bridge: bridge, by keyword or as ID
 * @dev: trunk, by keyword or as ID
 * @file: file, or - for standard input
 * @uplink: device named by "uplink", or "none"
 * @name: name of a network to be made, or the value of "name"
 * @net: network, as ID
 * @network: network, by keyword
 * @remote: remote, by keyword or as ID
 * @local4: IPv4 address of a bridge
 * @local6: IPv6 address of a bridge
 * @mac: MAC, by keyword or as ID
 * @dstport: UDP port of a Geneve device to be made
 * @ageing: ageing time in seconds
 * @fdb_max: largest number of FDB entries
 * @handover: how frames go to their devices
 * @vni: VNI of a network to be made
 * @mode: wire mode
 * @mtu: MTU, 0 for auto
 * @net_unknown: what a network does with unknown unicast
 * @learn: whether a network learns addresses
 * @l2cp: whether a network forwards link-local control frames
 * @up: up or down
 * @locked: whether changes are refused
 * @announce: whether a VM that appears is announced
 * @selector: native port or subport
 * @vid: VLAN id of a subport
 * @retag: new VLAN id
 * @qinq: whether a second tag is carried
 * @port_unknown: whether a port takes unknown unicast
 * @local_only: whether a port is for this host alone
 * @key: key of a port, here or behind a remote
 * @addresses: stations behind a port
 * @no_address: whether it was said that there are none
 * @type: type of an FDB entry
 * @targets: struct target, where a verb takes many
 */
struct params {
	uint64_t given;
	bool has_id;
	const char *bridge;
	const char *dev;
	const char *file;
	const char *uplink;
	const char *name;
	struct net_id net;
	struct net_id network;
	struct ip_addr remote;
	struct ip_addr local4;
	struct ip_addr local6;
	uint8_t mac[MAC_LEN];
	uint32_t dstport;
	uint32_t ageing;
	uint32_t fdb_max;
	uint32_t handover;
	uint32_t vni;
	uint32_t mode;
	uint32_t mtu;
	uint32_t net_unknown;
	uint32_t learn;
	uint32_t l2cp;
	uint32_t up;
	uint32_t locked;
	uint32_t announce;
	uint32_t selector;
	uint32_t vid;
	uint32_t retag;
	uint32_t qinq;
	uint32_t port_unknown;
	uint32_t local_only;
	uint32_t key;
	struct addresses addresses;
	bool no_address;
	uint32_t type;
	struct list targets;
};

/**
 * struct verb - one command of an object
 * @name: the verb
 * @run: what it does
 * @check: rules that the other members cannot say, or NULL; sends nothing
 * @id: what follows the verb
 * @id_optional: whether that may be missing
 * @file: whether a file follows that
 * @offline: it does not need the kernel at first, and connects by itself
 * @many: it takes any number of targets; the caller frees them
 * @words: a bit per word that may follow
 * @required: a bit per slot that must be filled
 * @any: a bit per slot of which at least one must be filled, or 0
 */
struct verb {
	const char *name;
	enum result (*run)(struct ctx *ctx, const struct params *p);
	enum result (*check)(const struct ctx *ctx, const struct params *p);
	enum id id;
	bool id_optional;
	bool file;
	bool offline;
	bool many;
	uint64_t words;
	uint64_t required;
	uint64_t any;
};

/**
 * enum names_of - names of the running system, of which one is wanted
 * @NAMES_NONE: none
 * @NAMES_BRIDGE: virtual trunk bridges
 * @NAMES_NETWORK: networks
 * @NAMES_REMOTE: remotes
 * @NAMES_TRUNK: trunks
 * @NAMES_DEVICE: all network devices
 * @NAMES_FILE: files
 */
enum names_of {
	NAMES_NONE,
	NAMES_BRIDGE,
	NAMES_NETWORK,
	NAMES_REMOTE,
	NAMES_TRUNK,
	NAMES_DEVICE,
	NAMES_FILE,
};

static inline bool given(const struct params *p, enum slot slot)
{
	return p->given & BIT(slot);
}

/* More words than any line has. */
#define WORDS_LINE	64

enum result words_split(const struct ctx *ctx, char *line,
			char *argv[WORDS_LINE]);
enum result words_parse(const struct ctx *ctx, const struct verb *verb,
			char **argv, struct params *p);
enum names_of words_next(const struct verb *verb, char **argv,
			 void (*offer)(void *arg, const char *text), void *arg);
enum result words_unknown(const struct ctx *ctx, const char *what,
			  const char *text, const char *const *known);

#endif /* _TRUNKCTL_WORDS_H */
