// SPDX-License-Identifier: GPL-2.0
/*
 * VMs behind real taps with the virtio-net header: frames that only such a VM
 * can hand over, and what the others get for them. Commands on stdin, each
 * answered by lines and a dot:
 *
 *   open NAME NETNS DEV all|none    a tap, and what its VM takes unfinished;
 *                                   answers with "uso" if it could take that
 *   send NAME KIND TAGS COUNT       to everybody, COUNT VMs are to get it
 *
 * TAGS is "-", a VID, or "VID.VID", outer first. KIND is one of the table below
 * and 4 or 6. The answer has a line for each VM that got all the bytes: "NAME
 * TAGS KIND" in one frame for segmentation; "KIND*N full" in N frames with their
 * own checksums, "partial" in such whose checksums the VM has to fill in.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifndef TUN_F_USO4
#define TUN_F_USO4	0x20
#define TUN_F_USO6	0x40
#endif
#ifndef VIRTIO_NET_HDR_GSO_UDP_L4
#define VIRTIO_NET_HDR_GSO_UDP_L4	5
#endif

#define TAPS_MAX	8
#define ROOM		(1 << 17)
#define SEGMENT		1400
#define LONG		20000
#define LONGEST		65480
#define SHORT		1000
#define SEQ		1000000
#define TCP_LEN		20
#define UDP_LEN		8
#define TCP		6
#define UDP		17
#define FRAGMENT	44
#define TPID		0x8100

/**
 * struct kind - what a frame is
 * @name: its name, before 4 or 6
 * @proto: TCP or UDP
 * @gso: enum of the virtio-net header, that of IPv4
 * @partial: the checksum is to be filled in
 * @len: bytes of payload
 */
static const struct kind {
	const char *name;
	uint8_t proto;
	uint8_t gso;
	bool partial;
	int len;
} kinds[] = {
	{ "sum", TCP, 0, false, SHORT },
	{ "tcp", TCP, 0, true, SHORT },
	{ "udp", UDP, 0, true, SHORT },
	{ "tso", TCP, VIRTIO_NET_HDR_GSO_TCPV4, true, LONG },
	{ "bare", TCP, VIRTIO_NET_HDR_GSO_TCPV4, false, LONG },
	{ "max", TCP, VIRTIO_NET_HDR_GSO_TCPV4, true, LONGEST },
	{ "ufo", UDP, VIRTIO_NET_HDR_GSO_UDP, true, LONG },
	{ "uso", UDP, VIRTIO_NET_HDR_GSO_UDP_L4, true, LONG },
	{},
};

/**
 * struct got - what a VM has got of the frame that was sent
 * @frames: number of frames
 * @bytes: of payload in them
 * @full: frames with a checksum of their own
 * @fragments: frames that are IP fragments
 * @gso: enum of the virtio-net header, of the last
 * @family: 4 or 6
 * @proto: TCP or UDP
 * @tags: as in a command
 * @wrong: what is wrong with it, or empty
 */
struct got {
	int frames;
	int bytes;
	int full;
	int fragments;
	int gso;
	int family;
	uint8_t proto;
	char tags[16];
	char wrong[128];
};

/**
 * struct tap - a VM
 * @name: its name
 * @fd: the tap
 * @got: what came
 * @data: what lies behind the IP headers of fragments
 */
static struct tap {
	char name[16];
	int fd;
	struct got got;
	uint8_t data[ROOM];
} taps[TAPS_MAX];

static int tap_count;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static uint32_t sum(const void *from, int len, uint32_t start)
{
	const uint8_t *p = from;
	int i;

	for (i = 0; i < len; i++)
		start += i & 1 ? p[i] : p[i] << 8;
	while (start >> 16)
		start = (start & 0xffff) + (start >> 16);
	return start;
}

static uint32_t pseudo(const uint8_t *ip, int family, uint8_t proto, int len)
{
	if (family == 4)
		return sum(ip + 12, 8, proto + len);
	return sum(ip + 8, 32, proto + len);
}

static void put16(uint8_t *p, uint16_t value)
{
	p[0] = value >> 8;
	p[1] = value;
}

static uint16_t get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

static uint8_t pattern(int i)
{
	return (i * 2654435761u) >> 24;
}

static int header_len(uint8_t proto)
{
	return proto == TCP ? TCP_LEN : UDP_LEN;
}

static int checksum_offset(uint8_t proto)
{
	return proto == TCP ? 16 : 6;
}

/* Returns the length of the header. */
static int make_ip(uint8_t *ip, int family, uint8_t proto, int len)
{
	if (family == 4) {
		memcpy(ip, "\x45\0\0\0\0\1\x40\0\x40", 9);
		put16(ip + 2, 20 + len);
		ip[9] = proto;
		memcpy(ip + 12, "\xcb\0\x71\1\xcb\0\x71\2", 8);
		put16(ip + 10, ~sum(ip, 20, 0));
		return 20;
	}
	ip[0] = 0x60;
	put16(ip + 4, len);
	ip[6] = proto;
	ip[7] = 64;
	memcpy(ip + 8, "\x20\1\x0d\xb8\0\1\0\0\0\0\0\0\0\0\0\1", 16);
	memcpy(ip + 24, "\x20\1\x0d\xb8\0\1\0\0\0\0\0\0\0\0\0\2", 16);
	return 40;
}

static void make_l4(uint8_t *l4, const uint8_t *ip, int family,
		    const struct kind *kind)
{
	int len = header_len(kind->proto) + kind->len;
	uint32_t start = pseudo(ip, family, kind->proto, len);
	uint8_t *check = l4 + checksum_offset(kind->proto);
	int i;

	put16(l4, 1111);
	put16(l4 + 2, 2222);
	if (kind->proto == TCP) {
		l4[5] = SEQ >> 16;
		put16(l4 + 6, SEQ & 0xffff);
		l4[12] = TCP_LEN / 4 << 4;
		l4[13] = 0x10;
		put16(l4 + 14, 5000);
	} else {
		put16(l4 + 4, len);
	}
	for (i = 0; i < kind->len; i++)
		l4[header_len(kind->proto) + i] = pattern(i);
	put16(check, kind->partial ? start : ~sum(l4, len, start));
}

/* The whole frame with its virtio-net header; returns the length. */
static int make(uint8_t *to, int source, const struct kind *kind, int family,
		const char *tags)
{
	struct virtio_net_hdr *vnet = (struct virtio_net_hdr *)to;
	uint8_t *eth = to + sizeof(*vnet), *p = eth + 12, *ip;

	memset(to, 0, 256);
	memset(eth, 0xff, 6);
	memcpy(eth + 6, "\2\0\0\0\0", 5);
	eth[11] = source;
	while (*tags && *tags != '-') {
		put16(p, TPID);
		put16(p + 2, strtol(tags, (char **)&tags, 10));
		tags += *tags == '.';
		p += 4;
	}
	put16(p, family == 4 ? 0x0800 : 0x86dd);
	ip = p + 2;
	p = ip + make_ip(ip, family, kind->proto,
			 header_len(kind->proto) + kind->len);
	make_l4(p, ip, family, kind);
	if (kind->partial) {
		vnet->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
		vnet->csum_start = p - eth;
		vnet->csum_offset = checksum_offset(kind->proto);
	}
	vnet->gso_type = kind->gso;
	if (kind->gso == VIRTIO_NET_HDR_GSO_TCPV4 && family == 6)
		vnet->gso_type = VIRTIO_NET_HDR_GSO_TCPV6;
	p += header_len(kind->proto);
	if (kind->gso) {
		vnet->gso_size = SEGMENT;
		vnet->hdr_len = p - eth;
	}
	return p + kind->len - to;
}

static void wrong(struct tap *tap, const char *format, ...)
{
	va_list args;

	if (*tap->got.wrong)
		return;
	va_start(args, format);
	vsnprintf(tap->got.wrong, sizeof(tap->got.wrong), format, args);
	va_end(args);
}

/* A fragment: all of them together have one checksum, see complete(). */
static void take_fragment(struct tap *tap, const uint8_t *from, int offset,
			  int len)
{
	if (offset + len > ROOM)
		return wrong(tap, "a fragment at %d", offset);
	memcpy(tap->data + offset, from, len);
	tap->got.fragments++;
	tap->got.bytes += len - (offset ? 0 : header_len(tap->got.proto));
}

static void take_l4(struct tap *tap, const struct virtio_net_hdr *vnet,
		    const uint8_t *eth, const uint8_t *ip, const uint8_t *l4,
		    int len)
{
	const int offset = checksum_offset(tap->got.proto);
	const int skip = header_len(tap->got.proto);
	uint32_t start = pseudo(ip, tap->got.family, tap->got.proto, len);
	int at = tap->got.bytes, i;

	if (vnet->flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) {
		if (vnet->csum_start != l4 - eth || vnet->csum_offset != offset)
			wrong(tap, "checksum at %d+%d, not %d+%d",
			      vnet->csum_start, vnet->csum_offset,
			      (int)(l4 - eth), offset);
		if (get16(l4 + offset) != start)
			wrong(tap, "partial checksum");
	} else {
		tap->got.full++;
		if (sum(l4, len, start) != 0xffff)
			wrong(tap, "checksum");
	}
	if (tap->got.proto == TCP)
		at = (l4[5] << 16 | get16(l4 + 6)) - SEQ;
	else if (get16(l4 + 4) != len)
		wrong(tap, "UDP length %d, not %d", get16(l4 + 4), len);
	for (i = 0; i < len - skip; i++)
		if (l4[skip + i] != pattern(at + i))
			return wrong(tap, "byte %d differs", at + i);
	tap->got.bytes += len - skip;
}

/* From the IP header to the end of the frame. */
static void take_ip(struct tap *tap, const struct virtio_net_hdr *vnet,
		    const uint8_t *eth, const uint8_t *ip, int len)
{
	int skip = tap->got.family == 4 ? 20 : 40;
	int said = tap->got.family == 4 ? get16(ip + 2) : 40 + get16(ip + 4);
	int fragment;

	if (said != len)
		return wrong(tap, "IP length %d, not %d", said, len);
	if (tap->got.family == 4) {
		if (sum(ip, 20, 0) != 0xffff)
			wrong(tap, "IP checksum");
		tap->got.proto = ip[9];
		fragment = get16(ip + 6) & 0x3fff;
		if (fragment)
			return take_fragment(tap, ip + 20,
					     (fragment & 0x1fff) * 8, len - 20);
	} else {
		tap->got.proto = ip[6];
		if (tap->got.proto == FRAGMENT) {
			tap->got.proto = ip[40];
			return take_fragment(tap, ip + 48,
					     get16(ip + 42) & ~7, len - 48);
		}
	}
	take_l4(tap, vnet, eth, ip, ip + skip, len - skip);
}

static void take(struct tap *tap)
{
	static uint8_t room[ROOM];
	struct virtio_net_hdr *vnet = (struct virtio_net_hdr *)room;
	uint8_t *eth = room + sizeof(*vnet), *p = eth + 12;
	char tags[16] = "";
	int len;

	len = read(tap->fd, room, sizeof(room));
	if (len < (int)sizeof(*vnet) + 60)
		return wrong(tap, "a frame of %d bytes", len);
	tap->got.frames++;
	for (; get16(p) == TPID; p += 4)
		snprintf(tags + strlen(tags), 8, "%s%d", *tags ? "." : "",
			 get16(p + 2));
	if (!*tags)
		strcpy(tags, "-");
	if (*tap->got.tags && strcmp(tap->got.tags, tags))
		wrong(tap, "tag %s after %s", tags, tap->got.tags);
	strcpy(tap->got.tags, tags);
	tap->got.family = get16(p) == 0x0800 ? 4 : 6;
	if (vnet->gso_type && vnet->gso_size != SEGMENT)
		wrong(tap, "segments of %d bytes", vnet->gso_size);
	tap->got.gso = vnet->gso_type;
	take_ip(tap, vnet, eth, p + 2, room + len - p - 2);
}

/* Fragments as one datagram; its address lies in none of them any more. */
static void complete(struct tap *tap, const struct kind *kind)
{
	uint8_t ip[40] = {};
	int len = header_len(kind->proto) + kind->len, i;

	if (!tap->got.fragments || tap->got.bytes != kind->len)
		return;
	make_ip(ip, tap->got.family, kind->proto, len);
	tap->got.full = tap->got.frames;
	if (sum(tap->data, len,
		pseudo(ip, tap->got.family, kind->proto, len)) != 0xffff)
		wrong(tap, "checksum of the whole");
	for (i = 0; i < kind->len; i++)
		if (tap->data[header_len(kind->proto) + i] != pattern(i))
			return wrong(tap, "byte %d differs", i);
}

static const char *kind_got(const struct tap *tap)
{
	switch (tap->got.gso) {
	case 0:
		if (tap->got.fragments)
			return "fragment";
		return tap->got.proto == TCP ? "tcp" : "udp";
	case VIRTIO_NET_HDR_GSO_TCPV4:
		return tap->got.family == 4 ? "tso" : "tso-of-4-";
	case VIRTIO_NET_HDR_GSO_TCPV6:
		return tap->got.family == 6 ? "tso" : "tso-of-6-";
	case VIRTIO_NET_HDR_GSO_UDP:
		return "ufo";
	case VIRTIO_NET_HDR_GSO_UDP_L4:
		return "uso";
	default:
		return "unknown";
	}
}

static void print(struct tap *tap, const struct kind *kind)
{
	if (tap->got.bytes != kind->len)
		wrong(tap, "%d bytes of %d", tap->got.bytes, kind->len);
	printf("%s %s %s%d", tap->name, tap->got.tags, kind_got(tap), tap->got.family);
	if (tap->got.frames > 1)
		printf("*%d", tap->got.frames);
	if (tap->got.full == tap->got.frames)
		printf(" full");
	else if (tap->got.full)
		printf(" mixed");
	else if (!tap->got.gso)
		printf(" partial");
	if (*tap->got.wrong)
		printf(" WRONG %s", tap->got.wrong);
	putchar('\n');
}

/* Reads until @count VMs have everything, and then what is there already. */
static void collect(const struct kind *kind, int count)
{
	struct pollfd fds[TAPS_MAX];
	int done, i;

	do {
		for (done = 0, i = 0; i < tap_count; i++) {
			done += taps[i].got.bytes >= kind->len;
			fds[i].fd = taps[i].fd;
			fds[i].events = POLLIN;
		}
		if (poll(fds, tap_count,
			 done >= count ? 0 : atoi(getenv("WAIT_MS"))) <= 0)
			break;
		for (i = 0; i < tap_count; i++)
			if (fds[i].revents)
				take(&taps[i]);
	} while (1);
	for (i = 0; i < tap_count; i++) {
		if (!taps[i].got.frames)
			continue;
		complete(&taps[i], kind);
		print(&taps[i], kind);
	}
}

static void send_frame(char *name, const char *word, const char *tags,
		       int count)
{
	const int end = strlen(word) - 1;
	static uint8_t room[ROOM];
	const struct kind *kind;
	int i, len;

	for (kind = kinds; kind->name; kind++)
		if (!strncmp(kind->name, word, end) && !kind->name[end])
			break;
	for (i = 0; i < tap_count && strcmp(taps[i].name, name); i++)
		;
	if (!kind->name || i == tap_count) {
		printf("cannot send %s from %s\n", word, name);
		return;
	}
	len = make(room, i + 1, kind, word[end] - '0', tags);
	for (i = 0; i < tap_count; i++)
		memset(&taps[i].got, 0, sizeof(taps[i].got));
	for (i = 0; strcmp(taps[i].name, name); i++)
		;
	if (write(taps[i].fd, room, len) != len)
		printf("%s refused: %s\n", word, strerror(errno));
	else
		collect(kind, count);
}

static void open_tap(const char *name, const char *netns, const char *dev,
		     bool all)
{
	int base = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;
	struct ifreq ifr = {};
	struct tap *tap = &taps[tap_count++];
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		die(path);
	close(fd);
	snprintf(tap->name, sizeof(tap->name), "%.15s", name);
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%.15s", dev);
	ifr.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
	tap->fd = open("/dev/net/tun", O_RDWR);
	if (tap->fd < 0 || ioctl(tap->fd, TUNSETIFF, &ifr))
		die(dev);
	if (!all)
		return;
	if (!ioctl(tap->fd, TUNSETOFFLOAD, base | TUN_F_USO4 | TUN_F_USO6))
		puts("uso");
	else if (ioctl(tap->fd, TUNSETOFFLOAD, base))
		die("TUNSETOFFLOAD");
}

int main(void)
{
	char line[256], word[4][64];
	int count;

	while (fgets(line, sizeof(line), stdin)) {
		if (sscanf(line, "open %63s %63s %63s %63s", word[0], word[1],
			   word[2], word[3]) == 4)
			open_tap(word[0], word[1], word[2],
				 !strcmp(word[3], "all"));
		else if (sscanf(line, "send %63s %63s %63s %d", word[0],
				word[1], word[2], &count) == 4)
			send_frame(word[0], word[1], word[2], count);
		else
			puts("what?");
		puts(".");
		fflush(stdout);
	}
	return 0;
}
