/* SPDX-License-Identifier: GPL-2.0 */
/* All netlink traffic of the tool. */
#ifndef _TRUNKCTL_NL_H
#define _TRUNKCTL_NL_H

#include <stdint.h>

#include <linux/netlink.h>

struct msg;
struct conn;

/**
 * struct conn_error - what the kernel answered
 * @err: errno, or 0 when it was done
 * @cmd: the operation that was asked for, or 0 for one of rtnetlink
 * @attr: the attribute that was wrong, or 0 when the kernel named none
 * @offset: where that is in the request
 * @value: the first bytes of its value
 * @len: length of its value, or 0
 * @text: the kernel's sentence, or empty
 */
struct conn_error {
	int err;
	uint8_t cmd;
	uint16_t attr;
	uint32_t offset;
	uint8_t value[16];
	uint16_t len;
	char text[256];
};

/**
 * typedef conn_reply - take one message of a reply or one event
 * @nlh: the message; for events NULL says that some were lost
 * @arg: what the caller gave
 *
 * Return: 0, or a negative errno, which ends the request.
 */
typedef int (*conn_reply)(const struct nlmsghdr *nlh, void *arg);

int conn_open(const char *netns, struct conn **result);
void conn_close(struct conn *conn);
int conn_genl(struct conn *conn, struct msg *msg, conn_reply reply, void *arg,
	      struct conn_error *err);
int conn_link(struct conn *conn, struct msg *msg, conn_reply reply, void *arg,
	      struct conn_error *err);
int conn_subscribe(struct conn *conn);
int conn_listen(struct conn *conn, conn_reply event, void *arg);

#endif /* _TRUNKCTL_NL_H */
