// SPDX-License-Identifier: GPL-2.0
/*
 * How many flows spread over outer UDP source ports:
 *
 *   spread KIND FLOWS FRAMES NETNS DEV NETNS DEV PORT
 *
 * sends FRAMES frames of each of FLOWS flows into the first device and looks, at the second one,
 * for the UDP packets to PORT that they come in. KIND is udp4 tcp4 udp6 icmp4 mac, or frag4, whose
 * first frame is a first fragment and whose others are further ones. It prints
 *
 *   PORTS SPLIT CHI2
 *
 * how many source ports there were, how many flows had more than one, and Pearson's chi-squared of
 * the ports in 256 ranges, which is near 255 when they are spread by chance.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BATCH	50
#define RANGES	256
#define LENGTH	64
#define WAIT_MS	20000

static const char *const kinds[] = {
	"udp4", "tcp4", "udp6", "icmp4", "mac", "frag4",
};
enum kind { UDP4, TCP4, UDP6, ICMP4, MAC, FRAG4, KINDS };

static void die(const char *what)
{
	fprintf(stderr, "spread: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int open_at(const char *netns, const char *dev, int protocol)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET };
	int size = 64 << 20;
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/var/run/netns/%s", netns);
	fd = open(path, O_RDONLY);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		die(path);
	close(fd);
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	at.sll_ifindex = if_nametoindex(dev);
	at.sll_protocol = htons(protocol);
	if (fd < 0 || !at.sll_ifindex ||
	    bind(fd, (struct sockaddr *)&at, sizeof(at)))
		die(dev);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	return fd;
}

/* Flows differ as those of a network do: in a row, in low bits. */
static void ipv4(uint8_t *at, enum kind kind, unsigned int flow, unsigned int n)
{
	static const uint8_t protocol[] = {
		[UDP4] = IPPROTO_UDP, [TCP4] = IPPROTO_TCP,
		[ICMP4] = IPPROTO_ICMP, [FRAG4] = IPPROTO_UDP,
	};
	struct iphdr ip = {
		.version = 4, .ihl = 5, .ttl = 64, .id = htons(flow),
		.tot_len = htons(LENGTH - ETH_HLEN),
		.protocol = protocol[kind],
	};
	bool ports = kind == UDP4 || kind == TCP4;
	uint16_t pair[2] = { htons(5000), htons(5000 + (ports ? flow % 100 : n)) };
	unsigned int host = ports ? flow / 100 : flow;

	ip.saddr = htonl(0x0a000000 + host % 64);
	ip.daddr = htonl(0x0a010000 + host / 64);
	if (kind == FRAG4)
		ip.frag_off = htons(n ? n * 8 : IP_MF);
	memcpy(at, &ip, sizeof(ip));
	memcpy(at + sizeof(ip), pair, sizeof(pair));
}

static void ipv6(uint8_t *at, unsigned int flow)
{
	struct ip6_hdr ip = {
		.ip6_vfc = 6 << 4, .ip6_nxt = IPPROTO_UDP, .ip6_hlim = 64,
		.ip6_plen = htons(LENGTH - ETH_HLEN - sizeof(ip)),
	};
	uint16_t pair[2] = { htons(5000), htons(5000 + flow % 100) };

	ip.ip6_src.s6_addr[0] = ip.ip6_dst.s6_addr[0] = 0xfd;
	ip.ip6_src.s6_addr[15] = flow / 100 % 64;
	ip.ip6_dst.s6_addr[14] = flow / 6400 >> 8;
	ip.ip6_dst.s6_addr[15] = flow / 6400;
	memcpy(at, &ip, sizeof(ip));
	memcpy(at + sizeof(ip), pair, sizeof(pair));
}

static void build(uint8_t *frame, enum kind kind, unsigned int flow,
		  unsigned int n)
{
	static const uint16_t types[] = {
		[UDP4] = ETH_P_IP, [TCP4] = ETH_P_IP, [UDP6] = ETH_P_IPV6,
		[ICMP4] = ETH_P_IP, [MAC] = 0x88b5, [FRAG4] = ETH_P_IP,
	};
	struct ether_header eth = {
		.ether_dhost = { 2, 0, 0, 0, 0, 4 },
		.ether_shost = { 2, 0, 0, 0, 0, 1 },
		.ether_type = htons(types[kind]),
	};

	memset(frame, 0, LENGTH);
	if (kind == MAC) {
		eth.ether_shost[4] = flow >> 8;
		eth.ether_shost[5] = flow;
		eth.ether_shost[0] = 6;
	}
	memcpy(frame, &eth, sizeof(eth));
	if (kind == UDP6)
		ipv6(frame + sizeof(eth), flow);
	else if (kind != MAC)
		ipv4(frame + sizeof(eth), kind, flow, n);
}

/* The source port of a Geneve packet to a port, or 0 if it is none. */
static unsigned int source_port(const uint8_t *frame, ssize_t len,
				unsigned int dport)
{
	const size_t at = ETH_HLEN + sizeof(struct iphdr);
	struct udphdr udp;

	if (len < (ssize_t)(at + sizeof(udp)) ||
	    frame[ETH_HLEN + 9] != IPPROTO_UDP)
		return 0;
	memcpy(&udp, frame + at, sizeof(udp));
	return ntohs(udp.uh_dport) == dport ? ntohs(udp.uh_sport) : 0;
}

static unsigned int receive(int fd, unsigned int dport)
{
	struct pollfd event = { .fd = fd, .events = POLLIN };
	uint8_t frame[256];
	unsigned int port;
	ssize_t len;

	do {
		if (poll(&event, 1, WAIT_MS) != 1) {
			fprintf(stderr, "spread: not all came out\n");
			exit(1);
		}
		len = recv(fd, frame, sizeof(frame), 0);
		if (len < 0)
			die("receive");
		port = source_port(frame, len, dport);
	} while (!port);
	return port;
}

int main(int argc, char **argv)
{
	static unsigned int seen[65536], range[RANGES];
	unsigned int flow, n, i, port, flows, frames, dport;
	unsigned int ports = 0, split = 0;
	uint8_t frame[LENGTH];
	double chi2 = 0, mean;
	enum kind kind;
	int in, out;

	if (argc != 9)
		return 2;
	for (kind = 0; kind < KINDS && strcmp(argv[1], kinds[kind]); kind++)
		;
	if (kind == KINDS)
		return 2;
	flows = atoi(argv[2]);
	frames = atoi(argv[3]);
	dport = atoi(argv[8]);
	out = open_at(argv[6], argv[7], ETH_P_IP);
	in = open_at(argv[4], argv[5], 0);
	for (flow = 0; flow < flows; flow += BATCH) {
		unsigned int first[BATCH], differs[BATCH] = { 0 };

		for (n = 0; n < frames; n++) {
			for (i = 0; i < BATCH; i++) {
				build(frame, kind, flow + i, n);
				if (send(in, frame, LENGTH, 0) != LENGTH)
					die("send");
			}
			for (i = 0; i < BATCH; i++) {
				port = receive(out, dport);
				if (!n)
					first[i] = port;
				else if (port != first[i])
					differs[i] = 1;
				ports += !seen[port]++;
				range[port * RANGES / 65536] += !n;
			}
		}
		for (i = 0; i < BATCH; i++)
			split += differs[i];
	}
	mean = (double)flows / RANGES;
	for (i = 0; i < RANGES; i++)
		chi2 += (range[i] - mean) * (range[i] - mean) / mean;
	printf("%u %u %.0f\n", ports, split, chi2);
	return 0;
}
