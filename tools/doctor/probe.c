// SPDX-License-Identifier: GPL-2.0
/*
 * One echo request to each remote. The kernel asks for the neighbour before it
 * can send one, so that the neighbour is known afterwards, or known to be
 * silent, whether the remote answers pings or not.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../error.h"
#include "doctor.h"
#include "probe.h"

/* Three requests for a neighbour take three seconds; then it is silent. */
#define PROBE_MS	4000

/**
 * struct echo - what echo requests and replies of both families begin with
 * @type: request or reply
 * @code: 0
 * @checksum: checksum; the kernel fills in that of ICMPv6
 * @id: our process
 * @seq: the path
 */
struct echo {
	uint8_t type;
	uint8_t code;
	uint16_t checksum;
	uint16_t id;
	uint16_t seq;
};

/**
 * struct probe - the sockets
 * @fd4: of ICMP, or -1
 * @fd6: of ICMPv6, or -1
 * @id: what replies to us carry
 * @waiting: replies that may still come
 */
struct probe {
	int fd4;
	int fd6;
	uint16_t id;
	unsigned int waiting;
};

static int probe_socket(int family)
{
	return socket(family, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		      family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6);
}

static uint16_t checksum(const struct echo *echo)
{
	uint32_t sum = 0;
	uint16_t words[sizeof(*echo) / 2];
	size_t i;

	memcpy(words, echo, sizeof(*echo));
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~(sum + (sum >> 16));
}

static socklen_t fill_address(const struct ip_addr *ip,
			      struct sockaddr_storage *address)
{
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)address;
	struct sockaddr_in *in = (struct sockaddr_in *)address;

	memset(address, 0, sizeof(*address));
	address->ss_family = (sa_family_t)ip->family;
	if (ip->family == AF_INET) {
		in->sin_addr = ip->v4;
		return sizeof(*in);
	}
	in6->sin6_addr = ip->v6;
	return sizeof(*in6);
}

/* The source address goes with the packet, so that one socket serves all. */
static void send_echo(struct probe *p, const struct path *path, uint16_t seq)
{
	bool v4 = path->remote->ip.family == AF_INET;
	struct echo echo = {
		.type = v4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST,
		.id = p->id,
		.seq = htons(seq),
	};
	struct iovec iov = { &echo, sizeof(echo) };
	char control[CMSG_SPACE(sizeof(struct in6_pktinfo))];
	struct in6_pktinfo info6 = { .ipi6_addr = path->local.v6 };
	struct in_pktinfo info4 = { .ipi_spec_dst = path->local.v4 };
	struct sockaddr_storage to;
	struct msghdr msg = {
		.msg_name = &to,
		.msg_namelen = fill_address(&path->remote->ip, &to),
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};
	struct cmsghdr *cmsg;
	size_t len = v4 ? sizeof(info4) : sizeof(info6);

	if (v4)
		echo.checksum = checksum(&echo);
	if (path->local.family) {
		memset(control, 0, sizeof(control));
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(len);
		cmsg = CMSG_FIRSTHDR(&msg);
		cmsg->cmsg_level = v4 ? IPPROTO_IP : IPPROTO_IPV6;
		cmsg->cmsg_type = v4 ? IP_PKTINFO : IPV6_PKTINFO;
		cmsg->cmsg_len = CMSG_LEN(len);
		memcpy(CMSG_DATA(cmsg), v4 ? (void *)&info4 : (void *)&info6,
		       len);
	}
	if (sendmsg(v4 ? p->fd4 : p->fd6, &msg, 0) >= 0)
		p->waiting++;
}

/* A raw socket of IPv4 hands over the IP header as well. */
static void take_reply(struct doctor *d, struct probe *p, int fd, bool v4)
{
	struct path *paths = d->paths.items;
	unsigned char buf[256];
	struct echo echo;
	size_t skip = 0;
	ssize_t len;
	uint16_t seq;

	len = recv(fd, buf, sizeof(buf), 0);
	if (v4 && len >= (ssize_t)sizeof(struct iphdr))
		skip = (buf[0] & 0xf) * 4U;
	if (len < (ssize_t)(skip + sizeof(echo)))
		return;
	memcpy(&echo, buf + skip, sizeof(echo));
	seq = ntohs(echo.seq);
	if (echo.type != (v4 ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY) ||
	    echo.id != p->id || seq >= d->paths.count || paths[seq].answered)
		return;
	paths[seq].answered = true;
	p->waiting--;
}

static int ms_left(const struct timespec *end)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int)((end->tv_sec - now.tv_sec) * 1000 +
		     (end->tv_nsec - now.tv_nsec) / 1000000);
}

static void wait_replies(struct doctor *d, struct probe *p)
{
	struct pollfd fds[] = {
		{ .fd = p->fd4, .events = POLLIN },
		{ .fd = p->fd6, .events = POLLIN },
	};
	struct timespec end;
	int left;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += PROBE_MS / 1000;
	while (p->waiting && (left = ms_left(&end)) > 0) {
		if (poll(fds, 2, left) <= 0)
			continue;
		if (fds[0].revents)
			take_reply(d, p, p->fd4, true);
		if (fds[1].revents)
			take_reply(d, p, p->fd6, false);
	}
}

/**
 * probe_paths() - send one packet to each remote, and wait for the answers
 * @d: the visit
 */
void probe_paths(struct doctor *d)
{
	struct probe p = {
		.fd4 = probe_socket(AF_INET),
		.fd6 = probe_socket(AF_INET6),
		.id = (uint16_t)getpid(),
	};
	const struct path *path;
	uint16_t seq = 0;

	if (p.fd4 < 0)
		error_warn(d->ctx, "nothing can be sent: %s", strerror(errno));
	world_for_each(path, &d->paths) {
		if (path->dev.ifindex)
			send_echo(&p, path, seq);
		seq++;
	}
	wait_replies(d, &p);
	if (p.fd4 >= 0)
		close(p.fd4);
	if (p.fd6 >= 0)
		close(p.fd6);
}
