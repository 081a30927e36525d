// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sock.h"

/*
 * Room for one message that is received. The kernel puts as much of a dump
 * into one as the reader has room for, but not more than this.
 */
#define RECV_ROOM	32768

/**
 * sock_open() - make a socket
 * @sock: where it goes; sock_close() is needed after failure, too
 * @protocol: NETLINK_GENERIC or NETLINK_ROUTE
 *
 * Return: 0 or a negative errno.
 */
int sock_open(struct sock *sock, int protocol)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	int on = 1;

	sock->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (sock->fd < 0)
		return -errno;
	/*
	 * A kernel without one of these only says less, or echoes more; both
	 * are understood below.
	 */
	setsockopt(sock->fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(sock->fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	if (bind(sock->fd, (struct sockaddr *)&addr, sizeof(addr)))
		return -errno;
	return 0;
}

/**
 * sock_close() - close a socket
 * @sock: the socket
 */
void sock_close(struct sock *sock)
{
	if (sock->fd >= 0)
		close(sock->fd);
	free(sock->buf);
}

static int sock_send_once(struct sock *sock, const struct nlmsghdr *nlh)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	ssize_t n;

	do {
		n = sendto(sock->fd, nlh, nlh->nlmsg_len, 0,
			   (struct sockaddr *)&kernel, sizeof(kernel));
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : 0;
}

/**
 * sock_send() - send a request to the kernel
 * @sock: the socket
 * @nlh: the request; it gets the next number
 *
 * A message may be as long as the socket's send buffer, which is enough for
 * all but a trunk's whole set of ports.
 *
 * Return: 0 or a negative errno.
 */
int sock_send(struct sock *sock, struct nlmsghdr *nlh)
{
	int room = (int)nlh->nlmsg_len;
	int err;

	nlh->nlmsg_seq = ++sock->seq;
	err = sock_send_once(sock, nlh);
	if (err != -EMSGSIZE)
		return err;
	/* The plain one is bounded by a sysctl; the forced one needs rights. */
	if (setsockopt(sock->fd, SOL_SOCKET, SO_SNDBUFFORCE, &room,
		       sizeof(room)))
		setsockopt(sock->fd, SOL_SOCKET, SO_SNDBUF, &room,
			   sizeof(room));
	return sock_send_once(sock, nlh);
}

static ssize_t sock_recv_once(struct sock *sock, int flags)
{
	struct sockaddr_nl from = { 0 };
	struct iovec iov = { .iov_base = sock->buf, .iov_len = sock->size };
	struct msghdr msg = {
		.msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};
	ssize_t n;

	do {
		n = recvmsg(sock->fd, &msg, flags);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	/* Another process may send to this socket; only the kernel counts. */
	return from.nl_pid ? 0 : n;
}

static int sock_room(struct sock *sock, size_t size)
{
	char *buf;

	if (size <= sock->size)
		return 0;
	buf = realloc(sock->buf, size);
	if (!buf)
		return -ENOMEM;
	sock->buf = buf;
	sock->size = size;
	return 0;
}

/**
 * sock_recv() - receive one datagram, of whatever size
 * @sock: the socket; the datagram goes into its buffer
 *
 * Return: its length, 0 if it is not the kernel's, or a negative errno.
 */
ssize_t sock_recv(struct sock *sock)
{
	ssize_t n;
	int err;

	err = sock_room(sock, RECV_ROOM);
	if (err)
		return err;
	n = sock_recv_once(sock, MSG_PEEK | MSG_TRUNC);
	if (n < 0)
		return n;
	err = sock_room(sock, (size_t)n);
	return err ? err : sock_recv_once(sock, 0);
}
