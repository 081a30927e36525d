// SPDX-License-Identifier: GPL-2.0
/*
 * libnl writes and reads the attributes, but its receive path is not used: it
 * turns errnos into codes of its own, drops the sentence that comes with a
 * refusal, and lets a caller mix up whose answer it waits for.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <netlink/msg.h>

#include <linux/vtrunk.h>

#include "msg.h"
#include "nl.h"
#include "sock.h"

#define NETNS_DIR	"/run/netns/"

/*
 * How often a dump that the configuration outran is asked for again, and how
 * long to wait before, in milliseconds: each time twice as long, up to the
 * second number. All of it takes a second.
 */
#define DUMP_TRIES	20
#define DUMP_PAUSE	1
#define DUMP_PAUSE_MAX	64

/* Room for events while their reader is busy, in bytes. */
#define EVENT_ROOM	(4 << 20)

/**
 * struct conn - connection to the kernel
 * @genl: generic netlink
 * @route: rtnetlink
 * @event: events of the family
 * @family: number of the family
 * @group: number of its multicast group
 */
struct conn {
	struct sock genl;
	struct sock route;
	struct sock event;
	uint16_t family;
	uint32_t group;
};

/**
 * struct reply - messages that are kept until all have come
 * @data: the messages
 * @used: length of @data
 * @size: room in @data
 */
struct reply {
	char *data;
	size_t used;
	size_t size;
};

/* Keep a copy of a message. */
static int reply_add(struct reply *reply, const struct nlmsghdr *nlh)
{
	size_t len = NLMSG_ALIGN(nlh->nlmsg_len);
	size_t size = reply->size ? reply->size : 8192;
	char *data;

	while (size < reply->used + len)
		size *= 2;
	if (size != reply->size) {
		data = realloc(reply->data, size);
		if (!data)
			return -ENOMEM;
		reply->data = data;
		reply->size = size;
	}
	memset(reply->data + reply->used, 0, len);
	memcpy(reply->data + reply->used, nlh, nlh->nlmsg_len);
	reply->used += len;
	return 0;
}

static int reply_walk(const struct reply *reply, conn_reply fn, void *arg)
{
	const struct nlmsghdr *nlh;
	size_t at;
	int err;

	for (at = 0; at < reply->used; at += NLMSG_ALIGN(nlh->nlmsg_len)) {
		nlh = (const struct nlmsghdr *)(reply->data + at);
		err = fn(nlh, arg);
		if (err)
			return err;
	}
	return 0;
}

/* Find out which attribute of the request is at an offset. */
static void find_attr(const struct nlmsghdr *request, uint32_t offset,
		      struct conn_error *err)
{
	struct nlattr attr;

	if (offset < NLMSG_HDRLEN ||
	    offset + sizeof(attr) > request->nlmsg_len)
		return;
	memcpy(&attr, (const char *)request + offset, sizeof(attr));
	err->attr = attr.nla_type & NLA_TYPE_MASK;
	err->len = (uint16_t)(attr.nla_len - NLA_HDRLEN);
	if (attr.nla_len < NLA_HDRLEN ||
	    offset + attr.nla_len > request->nlmsg_len)
		err->len = 0;
	memcpy(err->value, (const char *)request + offset + NLA_HDRLEN,
	       err->len < sizeof(err->value) ? err->len : sizeof(err->value));
}

/*
 * Read the end of an answer: the error and, behind it, what explains it. Both
 * an acknowledgment and the end of a dump can carry them.
 */
static void read_ack(const struct nlmsghdr *nlh, const struct nlmsghdr *request,
		     struct conn_error *err)
{
	struct nlattr *tb[NLMSGERR_ATTR_MAX + 1];
	const char *data = NLMSG_DATA(nlh);
	size_t len = nlh->nlmsg_len - NLMSG_HDRLEN;
	size_t skip = sizeof(int);
	struct nlmsgerr ack;
	int code = 0;

	if (len < sizeof(code))
		return;
	memcpy(&code, data, sizeof(code));
	err->err = code < 0 ? -code : 0;
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		if (len < sizeof(ack))
			return;
		memcpy(&ack, data, sizeof(ack));
		skip = sizeof(ack);
		if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
			skip += NLMSG_ALIGN(ack.msg.nlmsg_len) - NLMSG_HDRLEN;
	}
	if (skip > len)
		return;
	if (nla_parse(tb, NLMSGERR_ATTR_MAX, (struct nlattr *)(data + skip),
		      (int)(len - skip), NULL))
		return;
	get_str(tb[NLMSGERR_ATTR_MSG], err->text, sizeof(err->text));
	if (tb[NLMSGERR_ATTR_OFFS]) {
		err->offset = get_u32(tb[NLMSGERR_ATTR_OFFS]);
		find_attr(request, err->offset, err);
	}
}

/*
 * Wait for the whole answer to a request. Messages are kept in reply, as a
 * dump that turns out to be inconsistent must not have been acted on.
 */
static int wait_reply(struct sock *sock, const struct nlmsghdr *request,
		      struct reply *reply, struct conn_error *err, bool *again)
{
	const struct nlmsghdr *nlh;
	ssize_t left;
	int rc;

	*again = false;
	for (;;) {
		left = sock_recv(sock);
		if (left < 0)
			return (int)left;
		for (nlh = (struct nlmsghdr *)sock->buf;
		     left > 0 && NLMSG_OK(nlh, (size_t)left);
		     nlh = NLMSG_NEXT(nlh, left)) {
			if (nlh->nlmsg_seq != request->nlmsg_seq)
				continue;
			if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
				*again = true;
			if (nlh->nlmsg_type == NLMSG_ERROR ||
			    nlh->nlmsg_type == NLMSG_DONE) {
				read_ack(nlh, request, err);
				return 0;
			}
			rc = reply_add(reply, nlh);
			if (rc)
				return rc;
		}
	}
}

static int request_once(struct sock *sock, struct nlmsghdr *nlh,
			struct reply *reply, struct conn_error *err,
			bool *again)
{
	int rc;

	reply->used = 0;
	err->err = 0;
	err->attr = 0;
	err->offset = 0;
	err->len = 0;
	err->text[0] = '\0';
	rc = sock_send(sock, nlh);
	if (!rc)
		rc = wait_reply(sock, nlh, reply, err, again);
	if (rc)
		err->err = -rc;
	return -err->err;
}

static void dump_pause(int tries)
{
	long ms = DUMP_PAUSE;
	struct timespec ts;

	while (--tries && ms < DUMP_PAUSE_MAX)
		ms *= 2;
	ts.tv_sec = 0;
	ts.tv_nsec = ms * 1000000;
	nanosleep(&ts, NULL);
}

/* Send a request, wait for its answer, hand that over, free the request. */
static int request(struct sock *sock, struct msg *msg, conn_reply fn,
		   void *arg, struct conn_error *err)
{
	struct reply reply = { NULL };
	struct nlmsghdr *nlh;
	bool again = false;
	int tries = 0;
	int rc;

	if (msg->failed) {
		msg_free(msg);
		err->err = ENOMEM;
		return -ENOMEM;
	}
	nlh = nlmsg_hdr(msg->nl);
	nlh->nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
	do {
		if (tries)
			dump_pause(tries);
		rc = request_once(sock, nlh, &reply, err, &again);
	} while (!rc && again && ++tries < DUMP_TRIES);
	if (!rc && again) {
		err->err = EINTR;
		snprintf(err->text, sizeof(err->text),
			 "the configuration changes faster than it can be read");
		rc = -EINTR;
	}
	if (!rc && fn) {
		rc = reply_walk(&reply, fn, arg);
		err->err = -rc;
	}
	free(reply.data);
	msg_free(msg);
	return rc;
}

/**
 * conn_genl() - send a request to the family and wait for the answer
 * @conn: the connection
 * @msg: the request; it is freed
 * @reply: takes each message of the answer, or NULL
 * @arg: handed to @reply
 * @err: what the kernel answered
 *
 * With NLM_F_DUMP in the request the answer is a list; it is asked for again
 * when the configuration changed while it was read.
 *
 * Return: 0 or the negative of @err->err.
 */
int conn_genl(struct conn *conn, struct msg *msg, conn_reply reply, void *arg,
	      struct conn_error *err)
{
	memset(err, 0, sizeof(*err));
	if (!msg->failed) {
		nlmsg_hdr(msg->nl)->nlmsg_type = conn->family;
		err->cmd = msg_cmd(nlmsg_hdr(msg->nl));
	}
	return request(&conn->genl, msg, reply, arg, err);
}

/**
 * conn_link() - send a request about a network device and wait for the answer
 * @conn: the connection
 * @msg: the request; it is freed
 * @reply: takes each message of the answer, or NULL
 * @arg: handed to @reply
 * @err: what the kernel answered
 *
 * Return: 0 or the negative of @err->err.
 */
int conn_link(struct conn *conn, struct msg *msg, conn_reply reply, void *arg,
	      struct conn_error *err)
{
	int rc;

	memset(err, 0, sizeof(*err));
	if (conn->route.fd < 0) {
		rc = sock_open(&conn->route, NETLINK_ROUTE);
		if (rc) {
			msg_free(msg);
			err->err = -rc;
			return rc;
		}
	}
	return request(&conn->route, msg, reply, arg, err);
}

/* Read the number of the multicast group out of the family's description. */
static uint32_t read_group(const struct nlattr *groups)
{
	struct nlattr *tb[CTRL_ATTR_MCAST_GRP_MAX + 1];
	const struct nlattr *group;
	char name[GENL_NAMSIZ];
	int rem;

	if (!groups)
		return 0;
	nla_for_each_nested(group, groups, rem) {
		if (msg_nested(group, tb, CTRL_ATTR_MCAST_GRP_MAX))
			continue;
		get_str(tb[CTRL_ATTR_MCAST_GRP_NAME], name, sizeof(name));
		if (!strcmp(name, VTRUNK_MCGRP_CONFIG))
			return get_u32(tb[CTRL_ATTR_MCAST_GRP_ID]);
	}
	return 0;
}

static int read_family(const struct nlmsghdr *nlh, void *arg)
{
	struct nlattr *tb[CTRL_ATTR_MAX + 1];
	struct conn *conn = arg;

	if (msg_attrs(nlh, tb, CTRL_ATTR_MAX))
		return -EBADMSG;
	conn->family = (uint16_t)get_u32(tb[CTRL_ATTR_FAMILY_ID]);
	conn->group = read_group(tb[CTRL_ATTR_MCAST_GROUPS]);
	return conn->family ? 0 : -ENOENT;
}

static int find_family(struct conn *conn)
{
	struct conn_error err = { 0 };
	struct msg msg;

	msg_genl(&msg, CTRL_CMD_GETFAMILY, 0);
	msg_str(&msg, CTRL_ATTR_FAMILY_NAME, VTRUNK_FAMILY_NAME);
	if (!msg.failed)
		nlmsg_hdr(msg.nl)->nlmsg_type = GENL_ID_CTRL;
	return request(&conn->genl, &msg, read_family, conn, &err);
}

/* A socket belongs to the namespace in which it was made, so go there first. */
static int enter_netns(const char *netns)
{
	char path[sizeof(NETNS_DIR) + NAME_MAX];
	int err = 0;
	int fd;

	snprintf(path, sizeof(path), NETNS_DIR "%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (setns(fd, CLONE_NEWNET))
		err = -errno;
	close(fd);
	return err;
}

/**
 * conn_open() - connect to the family
 * @netns: name of a network namespace, or NULL for the present one
 * @result: where the connection goes; NULL if the namespace cannot be entered
 *
 * The process stays in the namespace. conn_close() is needed after failure as
 * well.
 *
 * Return: 0, or a negative errno; -ENOENT with a connection in @result means
 * that the module is not loaded.
 */
int conn_open(const char *netns, struct conn **result)
{
	struct conn *conn;
	int err;

	*result = NULL;
	if (netns) {
		err = enter_netns(netns);
		if (err)
			return err;
	}
	conn = calloc(1, sizeof(*conn));
	if (!conn)
		return -ENOMEM;
	conn->genl.fd = -1;
	conn->route.fd = -1;
	conn->event.fd = -1;
	*result = conn;
	err = sock_open(&conn->genl, NETLINK_GENERIC);
	return err ? err : find_family(conn);
}

/**
 * conn_close() - disconnect
 * @conn: the connection, or NULL
 */
void conn_close(struct conn *conn)
{
	if (!conn)
		return;
	sock_close(&conn->event);
	sock_close(&conn->route);
	sock_close(&conn->genl);
	free(conn);
}

/* Tell whether a message says that the family has gone. */
static bool family_gone(const struct conn *conn, const struct nlmsghdr *nlh)
{
	struct nlattr *tb[CTRL_ATTR_MAX + 1];

	return nlh->nlmsg_type == GENL_ID_CTRL &&
	       msg_cmd(nlh) == CTRL_CMD_DELFAMILY &&
	       !msg_attrs(nlh, tb, CTRL_ATTR_MAX) &&
	       get_u32(tb[CTRL_ATTR_FAMILY_ID]) == conn->family;
}

/**
 * conn_subscribe() - ask for events
 * @conn: the connection
 *
 * They are kept until conn_listen() takes them.
 *
 * Return: 0 or a negative errno.
 */
int conn_subscribe(struct conn *conn)
{
	/* The family controller's only group has its own number. */
	unsigned int groups[] = { conn->group, GENL_ID_CTRL };
	int room = EVENT_ROOM;
	size_t i;
	int err;

	err = sock_open(&conn->event, NETLINK_GENERIC);
	if (err)
		return err;
	/* The plain one is bounded by a sysctl; the forced one needs rights. */
	if (setsockopt(conn->event.fd, SOL_SOCKET, SO_RCVBUFFORCE, &room,
		       sizeof(room)))
		setsockopt(conn->event.fd, SOL_SOCKET, SO_RCVBUF, &room,
			   sizeof(room));
	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (setsockopt(conn->event.fd, SOL_NETLINK,
			       NETLINK_ADD_MEMBERSHIP, &groups[i],
			       sizeof(groups[i])))
			return -errno;
	return 0;
}

/**
 * conn_listen() - wait for events, for ever
 * @conn: the connection, subscribed
 * @event: takes each event
 * @arg: handed to @event
 *
 * Return: a negative errno; -ENODEV means that the module was removed.
 */
int conn_listen(struct conn *conn, conn_reply event, void *arg)
{
	const struct nlmsghdr *nlh;
	ssize_t left;
	int err = 0;

	while (!err) {
		left = sock_recv(&conn->event);
		if (left == -ENOBUFS) {
			err = event(NULL, arg);
			continue;
		}
		if (left < 0)
			return (int)left;
		for (nlh = (struct nlmsghdr *)conn->event.buf;
		     !err && left > 0 && NLMSG_OK(nlh, (size_t)left);
		     nlh = NLMSG_NEXT(nlh, left)) {
			if (nlh->nlmsg_type == conn->family)
				err = event(nlh, arg);
			else if (family_gone(conn, nlh))
				err = -ENODEV;
		}
	}
	return err;
}
