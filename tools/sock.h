/* SPDX-License-Identifier: GPL-2.0 */
/* A netlink socket: whole messages, out and in. */
#ifndef _TRUNKCTL_SOCK_H
#define _TRUNKCTL_SOCK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <linux/netlink.h>

/**
 * struct sock - one netlink socket
 * @fd: the socket, or -1
 * @seq: number of the last request
 * @buf: the last message received
 * @size: room in @buf
 */
struct sock {
	int fd;
	uint32_t seq;
	char *buf;
	size_t size;
};

int sock_open(struct sock *sock, int protocol);
void sock_close(struct sock *sock);
int sock_send(struct sock *sock, struct nlmsghdr *nlh);
ssize_t sock_recv(struct sock *sock);

#endif /* _TRUNKCTL_SOCK_H */
