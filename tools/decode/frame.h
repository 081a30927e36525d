/* SPDX-License-Identifier: GPL-2.0 */
/* A captured frame, what was read out of it, and what is wrong with it. */
#ifndef _TRUNKCTL_DECODE_FRAME_H
#define _TRUNKCTL_DECODE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/time.h>

#include "../parse.h"
#include "bytes.h"

/* The UDP port that IANA has given to Geneve. */
#define GENEVE_PORT	6081

/* The option by which OVN names the ports: class, type, length of the data. */
#define OVN_CLASS	0x0102
#define OVN_TYPE	0x80
#define OVN_LENGTH	4

/* Keys from here on are those of groups; these exist by themselves. */
#define GROUP_FIRST	0x8000
#define GROUP_FLOOD	0x8000
#define GROUP_UNKNOWN	0x8001
#define GROUP_FLOOD_L2	0x8004

/*
 * What may be wrong with a frame, in the order in which it is said. Those that
 * the module drops frames for have the names of the drop reasons.
 */
enum fault {
	FAULT_OUTER_SHORT,
	FAULT_FRAGMENT,
	FAULT_UDP_LENGTH,
	FAULT_CHECKSUM,
	FAULT_NO_CHECKSUM,
	FAULT_GENEVE_SHORT,
	FAULT_VERSION,
	FAULT_RESERVED,
	FAULT_OAM,
	FAULT_PROTOCOL,
	FAULT_OPTION_LENGTH,
	FAULT_CRITICAL_BIT,
	FAULT_BAD_OPTION,
	FAULT_OPTION,
	FAULT_UNKNOWN_VNI,
	FAULT_UNKNOWN_REMOTE,
	FAULT_NO_OPTION,
	FAULT_SAME_KEY,
	FAULT_UNKNOWN_KEY,
	FAULT_INNER_SHORT,
	FAULT_INNER_TAG,
	FAULT_BAD_SOURCE,
	FAULT_LINK_LOCAL,
	FAULT_COUNT,
};

#define FAULT_TEXT	160

/**
 * enum checksum - what is known of the outer UDP checksum
 * @CHECKSUM_UNKNOWN: nothing, as not all of the datagram is in the capture
 * @CHECKSUM_NONE: it is zero, which says that there is none
 * @CHECKSUM_RIGHT: it is right
 * @CHECKSUM_UNFILLED: this, or the one of the inner packet, is left to a device
 *	that it has still to pass, as is usual where a packet is sent
 * @CHECKSUM_WRONG: it is wrong
 */
enum checksum {
	CHECKSUM_UNKNOWN,
	CHECKSUM_NONE,
	CHECKSUM_RIGHT,
	CHECKSUM_UNFILLED,
	CHECKSUM_WRONG,
};

/**
 * enum kind - what a frame is
 * @KIND_PLAIN: a frame that is no packet of a tunnel
 * @KIND_GENEVE: a Geneve packet, or the first fragment of one
 * @KIND_FRAGMENT: a later fragment of a UDP packet, which has no ports
 */
enum kind {
	KIND_PLAIN,
	KIND_GENEVE,
	KIND_FRAGMENT,
};

/**
 * struct outer - the packet of the underlay
 * @vlan: VLAN id of its outermost tag, or 0
 * @src: who sent it
 * @dst: who it is for
 * @sport: UDP source port
 * @dport: UDP destination port
 * @fragment: whether it is a fragment
 * @id: what its fragments have in common
 * @offset: where in the packet this fragment begins
 * @udp: the UDP datagram, up to the end of the packet
 * @checksum: what is known of its checksum
 */
struct outer {
	uint16_t vlan;
	struct ip_addr src;
	struct ip_addr dst;
	uint16_t sport;
	uint16_t dport;
	bool fragment;
	uint32_t id;
	uint32_t offset;
	struct bytes udp;
	enum checksum checksum;
};

/**
 * struct geneve - the Geneve header
 * @whole: whether the fixed part of it is there, and of a known version
 * @vni: the VNI
 * @protocol: type of what is inside
 * @critical: whether the C bit is set
 * @options: number of options
 * @class: class of the first one
 * @type: type of the first one
 * @complete: whether all options could be read
 * @has_ovn: whether one of them has OVN's class and type
 * @has_keys: whether that names ports
 * @in_key: key of the port that the frame comes from
 * @out_key: key of the port or group that it is for
 */
struct geneve {
	bool whole;
	uint32_t vni;
	uint16_t protocol;
	bool critical;
	unsigned int options;
	uint16_t class;
	uint8_t type;
	bool complete;
	bool has_ovn;
	bool has_keys;
	uint16_t in_key;
	uint16_t out_key;
};

#define INNER_TEXT	320

/**
 * struct inner - the frame of a VM
 * @has_addresses: whether its MACs are there
 * @dst: destination MAC
 * @src: source MAC
 * @tags: number of tags
 * @vlan: VLAN id of the outermost one
 * @l4: a TCP or UDP header that all of the rest belongs to, or NULL
 * @l4_check: where the checksum is in that
 * @text: what is in the frame, in a few words
 */
struct inner {
	bool has_addresses;
	uint8_t dst[MAC_LEN];
	uint8_t src[MAC_LEN];
	unsigned int tags;
	uint16_t vlan;
	const uint8_t *l4;
	size_t l4_check;
	char text[INNER_TEXT];
};

/**
 * struct frame - a captured frame
 * @number: its number in the capture, from 1 on
 * @time: when it was captured
 * @offset: time since the first frame, in microseconds
 * @all: all of it
 * @kind: what it is
 * @outer: the packet of the underlay
 * @geneve: the Geneve header
 * @inner: the frame of a VM
 * @faults: a bit for each thing that is wrong
 * @notes: a bit for each thing that is only worth a remark
 * @text: a sentence for each bit
 */
struct frame {
	uint64_t number;
	struct timeval time;
	int64_t offset;
	struct bytes all;
	enum kind kind;
	struct outer outer;
	struct geneve geneve;
	struct inner inner;
	uint32_t faults;
	uint32_t notes;
	char text[FAULT_COUNT][FAULT_TEXT];
};

/* How many packets in fragments are kept in mind. */
#define FRAGMENTS	16

/**
 * struct fragment - a packet that came in fragments
 * @src: who sent it
 * @dst: who it is for
 * @id: what its fragments have in common
 */
struct fragment {
	struct ip_addr src;
	struct ip_addr dst;
	uint32_t id;
};

/**
 * struct reader - what is the same for all frames of a capture
 * @link: kind of device that it was captured at, as libpcap says it
 * @port: a UDP port of Geneve besides its own, or 0
 * @fragments: Geneve packets that came in fragments, the last ones
 * @fragment_count: how many there were in all
 */
struct reader {
	int link;
	uint16_t port;
	struct fragment fragments[FRAGMENTS];
	unsigned int fragment_count;
};

/* What is wrong (fault.c). */
__attribute__((format(printf, 3, 4)))
void fault_add(struct frame *f, enum fault fault, const char *format, ...);
__attribute__((format(printf, 3, 4)))
void fault_note(struct frame *f, enum fault fault, const char *format, ...);
const char *fault_name(enum fault fault);
const uint8_t *frame_take(struct frame *f, struct bytes *b, size_t n,
			  enum fault fault, const char *what);

/* The layers, each in a file of its name. */
bool link_is_known(int link);
void frame_read(struct frame *f, struct reader *reader);
bool outer_read(struct frame *f, struct bytes b, uint16_t type, uint16_t port,
		struct bytes *payload);
void geneve_read(struct frame *f, struct bytes b);
void inner_ethernet(struct frame *f, struct bytes b);
void inner_packet(struct frame *f, struct bytes b, uint16_t type);
void checksum_check(struct frame *f);

#endif /* _TRUNKCTL_DECODE_FRAME_H */
