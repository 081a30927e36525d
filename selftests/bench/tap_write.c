// SPDX-License-Identifier: GPL-2.0
/*
 * Writes frames to a tap, as the process of a VM does, each with one write() and
 * a virtio-net header, and prints what one costs. The time stamp counter counts
 * instructions in the guest of the benchmark.
 *
 * Each number of frames that stands in a line of stdin is a round; until the
 * first one the tap has a carrier, and no frames.
 *
 * usage: tap_write DEV VID
 */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define FRAME_LEN	64	/* with its tag */

struct frame {
	struct virtio_net_hdr virtio;
	uint8_t dest[ETH_ALEN];
	uint8_t source[ETH_ALEN];
	uint16_t tpid;
	uint16_t tci;
	uint16_t type;
	struct iphdr ip;
	struct udphdr udp;
	uint8_t rest[FRAME_LEN - 18 - sizeof(struct iphdr) -
		     sizeof(struct udphdr)];
} __attribute__((packed));

static uint16_t checksum(const void *data, size_t len)
{
	const uint8_t *at = data;
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i < len; i += 2)
		sum += at[i] << 8 | at[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(~sum);
}

static void fill(struct frame *frame, unsigned int vid)
{
	const uint8_t dest[] = { 0x02, 0xaa }, source[] = { 0x02, 0xbb };
	const size_t len = FRAME_LEN - 18;

	memset(frame, 0, sizeof(*frame));
	memcpy(frame->dest, dest, sizeof(dest));
	memcpy(frame->source, source, sizeof(source));
	frame->tpid = htons(ETH_P_8021Q);
	frame->tci = htons(vid);
	frame->type = htons(ETH_P_IP);
	frame->ip.version = 4;
	frame->ip.ihl = 5;
	frame->ip.tot_len = htons(len);
	frame->ip.frag_off = htons(IP_DF);
	frame->ip.ttl = 64;
	frame->ip.protocol = IPPROTO_UDP;
	frame->ip.saddr = htonl(0xc0a80001);
	frame->ip.daddr = htonl(0xc0a80002);
	frame->ip.check = checksum(&frame->ip, sizeof(frame->ip));
	frame->udp.source = htons(1024);
	frame->udp.dest = htons(9);
	frame->udp.len = htons(len - sizeof(frame->ip));
}

static double each_of(int fd, const struct frame *frame, unsigned long frames)
{
	uint64_t begin = __builtin_ia32_rdtsc();
	unsigned long i;

	for (i = 0; i < frames; i++)
		if (write(fd, frame, sizeof(*frame)) != sizeof(*frame))
			err(1, "write");
	return (double)(__builtin_ia32_rdtsc() - begin) / frames;
}

int main(int argc, char **argv)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR };
	struct frame frame;
	char line[32];
	int fd;

	if (argc != 3)
		errx(2, "usage: tap_write DEV VID");
	fill(&frame, strtoul(argv[2], NULL, 10));
	fd = open("/dev/net/tun", O_RDWR);
	if (fd < 0)
		err(1, "/dev/net/tun");
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", argv[1]);
	if (ioctl(fd, TUNSETIFF, &ifr))
		err(1, "%s", argv[1]);
	puts("ready");
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		printf("%.1f\n", each_of(fd, &frame, strtoul(line, NULL, 10)));
		fflush(stdout);
	}
	return 0;
}
