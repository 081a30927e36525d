// SPDX-License-Identifier: GPL-2.0
/*
 * Bytes over TCP, many there and some back, and UDP datagrams that the kernel cuts out of one
 * write (UDP_SEGMENT), each of them compared with what was to come:
 *
 *   flow serve             says "listening", then serves until it is killed
 *   flow tcp ADDRESS...    1 when a byte differs or something is missing
 *   flow udp ADDRESS...    the same
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT	103
#endif

#define PORT		5202
#define THERE		(1 << 20)
#define BACK		(1 << 17)
#define SIZE		1400
#define AT_ONCE		40
#define DATAGRAMS	(2 * AT_ONCE)
#define SECONDS		30
#define BUFFER		(4 << 20)

static const char *peer = "";

static void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "flow: %s: ", peer);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

/* Byte @i of the stream or datagram that @seed names. */
static uint8_t pattern(uint32_t seed, uint32_t i)
{
	return ((i + seed * 7919) * 2654435761u) >> 24;
}

static void fill(uint8_t *to, uint32_t seed, uint32_t from, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		to[i] = pattern(seed, from + i);
}

static void compare(const uint8_t *got, uint32_t seed, uint32_t from,
		    size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (got[i] != pattern(seed, from + i))
			die("byte %zu of %u differs", from + i, seed);
}

static void set_timeouts(int fd)
{
	struct timeval limit = { .tv_sec = SECONDS };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static void stream_send(int fd, uint32_t seed, size_t len)
{
	static uint8_t bytes[THERE];
	size_t done = 0;
	ssize_t n;

	fill(bytes, seed, 0, len);
	while (done < len) {
		n = send(fd, bytes + done, len - done, MSG_NOSIGNAL);
		if (n <= 0)
			die("the stream broke after %zu bytes: %m", done);
		done += n;
	}
}

static void stream_receive(int fd, uint32_t seed, size_t len)
{
	uint8_t bytes[1 << 16];
	size_t done = 0;
	ssize_t n;

	while (done < len) {
		n = recv(fd, bytes, sizeof(bytes), 0);
		if (n <= 0)
			die("the stream ended after %zu bytes: %m", done);
		compare(bytes, seed, done, n);
		done += n;
	}
}

/* A datagram is its number, and bytes that follow from that. */
static void datagram_make(uint8_t *to, uint32_t number)
{
	memcpy(to, &number, sizeof(number));
	fill(to + sizeof(number), number, sizeof(number),
	     SIZE - sizeof(number));
}

static void datagram_check(const uint8_t *got, size_t len, uint8_t *seen)
{
	uint32_t number;

	if (len != SIZE)
		die("a datagram of %zu bytes instead of %d", len, SIZE);
	memcpy(&number, got, sizeof(number));
	if (number >= DATAGRAMS || seen[number])
		die("datagram %u is not one or came twice", number);
	seen[number] = 1;
	compare(got + sizeof(number), number, sizeof(number),
		SIZE - sizeof(number));
}

static int listening(int type)
{
	struct sockaddr_in6 any = {
		.sin6_family = AF_INET6,
		.sin6_port = htons(PORT),
	};
	int buffer = BUFFER;
	int off = 0, on = 1;
	int fd;

	fd = socket(AF_INET6, type, 0);
	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer));
	set_timeouts(fd);
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)))
		die("bind: %m");
	if (type == SOCK_STREAM && listen(fd, 8))
		die("listen: %m");
	return fd;
}

static void serve_stream(int listener)
{
	int fd = accept(listener, NULL, NULL);

	if (fd < 0)
		die("accept: %m");
	set_timeouts(fd);
	stream_receive(fd, 1, THERE);
	stream_send(fd, 2, BACK);
	close(fd);
}

/* All that belong together, then an answer. */
static void serve_datagrams(int fd)
{
	uint8_t seen[DATAGRAMS] = {};
	struct sockaddr_in6 from;
	socklen_t from_len;
	uint8_t bytes[1 << 16];
	ssize_t n;
	int i;

	for (i = 0; i < DATAGRAMS; i++) {
		from_len = sizeof(from);
		n = recvfrom(fd, bytes, sizeof(bytes), 0,
			     (struct sockaddr *)&from, &from_len);
		if (n < 0)
			die("%d of %d datagrams came: %m", i, DATAGRAMS);
		datagram_check(bytes, n, seen);
	}
	sendto(fd, "all", 3, 0, (struct sockaddr *)&from, from_len);
}

static void serve(void)
{
	struct pollfd fds[2] = {
		{ .fd = listening(SOCK_STREAM), .events = POLLIN },
		{ .fd = listening(SOCK_DGRAM), .events = POLLIN },
	};

	puts("listening");
	fflush(stdout);
	while (poll(fds, 2, -1) > 0) {
		if (fds[0].revents)
			serve_stream(fds[0].fd);
		if (fds[1].revents)
			serve_datagrams(fds[1].fd);
	}
}

static int connected(const struct addrinfo *info)
{
	int fd = socket(info->ai_family, info->ai_socktype, 0);

	set_timeouts(fd);
	if (connect(fd, info->ai_addr, info->ai_addrlen))
		die("connect: %m");
	return fd;
}

/* A device without checksums refuses UDP_SEGMENT: then one at a time. */
static void datagrams_send(int fd)
{
	static uint8_t bytes[AT_ONCE * SIZE];
	uint32_t number = 0;
	int size = SIZE;
	int none = 0;
	int i;

	if (setsockopt(fd, SOL_UDP, UDP_SEGMENT, &size, sizeof(size)))
		die("UDP_SEGMENT: %m");
	while (number < DATAGRAMS) {
		for (i = 0; i < AT_ONCE; i++)
			datagram_make(bytes + i * SIZE, number++);
		if (send(fd, bytes, sizeof(bytes), 0) == sizeof(bytes))
			continue;
		if (errno != EIO)
			die("send: %m");
		setsockopt(fd, SOL_UDP, UDP_SEGMENT, &none, sizeof(none));
		for (i = 0; i < AT_ONCE; i++)
			if (send(fd, bytes + i * SIZE, SIZE, 0) != SIZE)
				die("send: %m");
		setsockopt(fd, SOL_UDP, UDP_SEGMENT, &size, sizeof(size));
	}
}

static void send_to(const char *address, int type)
{
	struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = type,
	};
	struct addrinfo *info;
	char answer[4] = "";
	char port[8];
	int fd;

	peer = address;
	snprintf(port, sizeof(port), "%d", PORT);
	if (getaddrinfo(address, port, &hints, &info))
		die("not an address");
	fd = connected(info);
	if (type == SOCK_STREAM) {
		stream_send(fd, 1, THERE);
		stream_receive(fd, 2, BACK);
	} else {
		datagrams_send(fd);
		if (recv(fd, answer, sizeof(answer), 0) != 3)
			die("no answer to the datagrams: %m");
	}
	close(fd);
	freeaddrinfo(info);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int i;

	if (argc == 2 && !strcmp(what, "serve")) {
		peer = "server";
		serve();
		return 0;
	}
	if (argc < 3 || (strcmp(what, "tcp") && strcmp(what, "udp"))) {
		fprintf(stderr, "usage: flow serve | flow tcp|udp ADDRESS...\n");
		return 2;
	}
	for (i = 2; i < argc; i++)
		send_to(argv[i], *what == 't' ? SOCK_STREAM : SOCK_DGRAM);
	return 0;
}
