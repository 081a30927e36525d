/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TGEN_TGEN_H
#define _TGEN_TGEN_H

#include <linux/if.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

/*
 * Source and sink of frames, to count what a frame costs on its way through
 * the kernel. For tests only.
 *
 * The kernel's own generator, pktgen, keeps a reference to each frame, so that
 * whoever wants to change the frame has to copy it, as they need not do with
 * frames of a VM or a NIC. Here a frame is given away.
 *
 * The devices tg0, tg1, ... look like a tap. A frame that is sent to one of
 * them is counted and freed. /proc/tgen takes lines of "name=value" words, each
 * of which is one measurement, and shows the result of the last one.
 *
 * A MAC is 02:KK:NN:NN:MM:MM: the kind of station, the network, and the number
 * of the MAC in its network; kind 0xff is broadcast.
 */

#define TGEN_BROADCAST	0xff
#define TGEN_OPTION_LEN	8
#define TGEN_MAX_BURST	256

/**
 * enum tgen_inject - how frames enter the kernel
 * @TGEN_RECEIVE: as if @dev had received them
 * @TGEN_METADATA: sent to @dev, a Geneve device, with tunnel metadata
 */
enum tgen_inject {
	TGEN_RECEIVE,
	TGEN_METADATA,
};

/**
 * struct tgen_config - one measurement
 * @dev: where frames enter
 * @end: device whose rx handler takes and frees them, or ""
 * @watch: device at which somebody looks on, as tcpdump does, or ""
 * @inject: enum tgen_inject
 * @frames: how many, in all
 * @burst: how many one after the other, in one timed window
 * @copies: how often each one leaves
 * @size: bytes of a frame, from its MAC header on, without tag
 * @gso: bytes of a TCP segment, or 0 for a UDP frame of one piece
 * @headroom: free bytes before a frame
 * @networks: how many, whose VIDs and VNIs follow each other
 * @macs: MACs of each network
 * @remotes: how many remotes send, or are sent to
 * @stride: steps from one frame's (network, MAC) to that of the next
 * @src: kind of the source MAC
 * @dst: kind of the destination MAC
 * @vid: VID of the first network's frames, or 0 for none
 * @vni: VNI of the first network
 * @outer: IP version of the tunnel's header in front of a frame, or 0 for none;
 *	with TGEN_METADATA the one to ask for
 * @port: UDP port of the tunnel
 * @option: data of OVN's Geneve option, or 0 for no option
 * @capture: keep the frame that leaves last, for /proc/tgen
 * @mark: show an emulator where windows begin and end
 */
struct tgen_config {
	char dev[IFNAMSIZ];
	char end[IFNAMSIZ];
	char watch[IFNAMSIZ];
	u32 inject;
	u32 frames;
	u32 burst;
	u32 copies;
	u32 size;
	u32 gso;
	u32 headroom;
	u32 networks;
	u32 macs;
	u32 remotes;
	u32 stride;
	u32 src;
	u32 dst;
	u32 vid;
	u32 vni;
	u32 outer;
	u32 port;
	u32 option;
	u32 capture;
	u32 mark;
};

/**
 * struct tgen_result - what a measurement found
 * @sent: frames that were given away
 * @delivered: copies that came out
 * @watched: frames that were looked at on their way
 * @windows: how many there were
 * @clean: of these, how many all copies came out of
 * @median: of the clean windows, tenths of a tick per frame
 * @total: of the whole run, less the making of frames, in the same unit
 */
struct tgen_result {
	u64 sent;
	u64 delivered;
	u64 watched;
	u32 windows;
	u32 clean;
	u64 median;
	u64 total;
};

/**
 * struct tgen_capture - the frame that left last
 * @len: its length
 * @tag: VID and priority of its tag beside the data, with bit 16 set, or 0
 * @headroom: free bytes before it
 * @data: its first bytes
 */
struct tgen_capture {
	u32 len;
	u32 tag;
	u32 headroom;
	u8 data[256];
};

struct sk_buff *tgen_frame_make(const struct tgen_config *config,
				struct net_device *dev, u32 index);
void tgen_option_put(u8 *at, u32 data);

int tgen_metadata_init(const struct tgen_config *config);
void tgen_metadata_set(struct sk_buff *skb, u32 index);
void tgen_metadata_uninit(void);

int tgen_measure_init(void);
void tgen_measure_uninit(void);
int tgen_measure(const struct tgen_config *config, struct tgen_result *result);

int tgen_ports_init(unsigned int count);
void tgen_ports_uninit(void);
u64 tgen_ports_delivered(void);
void tgen_ports_capture(struct tgen_capture *capture);

#endif /* _TGEN_TGEN_H */
