/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SELFTESTS_NETLINK_H
#define _SELFTESTS_NETLINK_H

/*
 * Netlink requests made byte by byte, so that a test can send what no library
 * would.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/vtrunk.h>

#ifndef SOL_NETLINK
#define SOL_NETLINK	270
#endif

/* Room for a message. */
#define ROOM		(1 << 20)

/**
 * struct request - a message on its way out
 * @len: bytes used
 * @buf: the message
 */
struct request {
	size_t len;
	char buf[ROOM];
};

/**
 * struct answer - what the kernel says to a request
 * @err: errno, 0 for success
 * @offset: where the bad attribute is, or 0
 * @missing: type of the missing attribute, or 0
 * @text: the sentence
 */
struct answer {
	int err;
	uint32_t offset;
	uint32_t missing;
	char text[256];
};

static inline void put(struct request *r, uint16_t type, const void *data,
		       size_t len)
{
	struct nlattr *attr = (struct nlattr *)(r->buf + r->len);

	attr->nla_type = type;
	attr->nla_len = (uint16_t)(NLA_HDRLEN + len);
	memset(attr + 1, 0, NLA_ALIGN(len));
	if (len)
		memcpy(attr + 1, data, len);
	r->len += NLA_HDRLEN + NLA_ALIGN(len);
}

static inline void put_u8(struct request *r, uint16_t type, uint8_t value)
{
	put(r, type, &value, sizeof(value));
}

static inline void put_u16(struct request *r, uint16_t type, uint16_t value)
{
	put(r, type, &value, sizeof(value));
}

static inline void put_u32(struct request *r, uint16_t type, uint32_t value)
{
	put(r, type, &value, sizeof(value));
}

static inline void put_str(struct request *r, uint16_t type, const char *text)
{
	put(r, type, text, strlen(text) + 1);
}

static inline void begin(struct request *r, uint16_t type, uint16_t flags,
			 size_t header)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)r->buf;

	memset(r->buf, 0, NLMSG_HDRLEN + NLMSG_ALIGN(header));
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	r->len = NLMSG_HDRLEN + NLMSG_ALIGN(header);
}

static inline int open_netlink(int protocol)
{
	struct timeval timeout = { .tv_sec = 10 };
	int size = 1 << 20;
	int one = 1;
	int fd;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	return fd;
}

static inline void read_answer(const struct nlmsghdr *nlh, struct answer *a)
{
	const struct nlmsgerr *err = NLMSG_DATA(nlh);
	const struct nlattr *attr = (const struct nlattr *)(err + 1);
	const char *end = (const char *)nlh + nlh->nlmsg_len;
	size_t len;

	memset(a, 0, sizeof(*a));
	a->err = -err->error;
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	while ((const char *)attr + NLA_HDRLEN <= end && attr->nla_len) {
		switch (attr->nla_type & NLA_TYPE_MASK) {
		case NLMSGERR_ATTR_MSG:
			len = attr->nla_len - NLA_HDRLEN;
			if (len > sizeof(a->text) - 1)
				len = sizeof(a->text) - 1;
			memcpy(a->text, attr + 1, len);
			break;
		case NLMSGERR_ATTR_OFFS:
			memcpy(&a->offset, attr + 1, sizeof(a->offset));
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			memcpy(&a->missing, attr + 1, sizeof(a->missing));
			break;
		}
		attr = (const void *)((const char *)attr +
				      NLA_ALIGN(attr->nla_len));
	}
}

/* Send as much as there is, whatever the message says of its length. */
static inline bool ask_raw(int fd, struct request *r, struct answer *a)
{
	static char buf[ROOM];
	struct nlmsghdr *nlh = (struct nlmsghdr *)buf;
	ssize_t len;

	if (send(fd, r->buf, r->len, 0) != (ssize_t)r->len)
		return false;
	for (;;) {
		len = recv(fd, buf, sizeof(buf), 0);
		if (len < (ssize_t)NLMSG_HDRLEN)
			return false;
		if (nlh->nlmsg_type == NLMSG_ERROR) {
			read_answer(nlh, a);
			return true;
		}
	}
}

static inline bool ask(int fd, struct request *r, struct answer *a)
{
	((struct nlmsghdr *)r->buf)->nlmsg_len = (uint32_t)r->len;
	return ask_raw(fd, r, a);
}

static inline uint16_t family_id(int fd)
{
	static struct request r;
	static char buf[8192];
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
	const struct nlattr *attr;
	struct genlmsghdr *genl;
	ssize_t len;

	begin(&r, GENL_ID_CTRL, 0, GENL_HDRLEN);
	genl = (struct genlmsghdr *)(r.buf + NLMSG_HDRLEN);
	genl->cmd = CTRL_CMD_GETFAMILY;
	put_str(&r, CTRL_ATTR_FAMILY_NAME, VTRUNK_FAMILY_NAME);
	((struct nlmsghdr *)r.buf)->nlmsg_len = (uint32_t)r.len;
	((struct nlmsghdr *)r.buf)->nlmsg_flags &= (uint16_t)~NLM_F_ACK;
	if (send(fd, r.buf, r.len, 0) < 0)
		return 0;
	len = recv(fd, buf, sizeof(buf), 0);
	if (len < 0 || nlh->nlmsg_type == NLMSG_ERROR)
		return 0;
	attr = (const void *)(buf + NLMSG_HDRLEN + GENL_HDRLEN);
	while ((const char *)attr < buf + len) {
		if (attr->nla_type == CTRL_ATTR_FAMILY_ID)
			return *(const uint16_t *)(attr + 1);
		attr = (const void *)((const char *)attr +
				      NLA_ALIGN(attr->nla_len));
	}
	return 0;
}

static inline bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	bool done;

	if (fd < 0)
		return false;
	done = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return done;
}

static inline struct nlattr *attr_of(struct request *r, size_t at)
{
	return (struct nlattr *)(r->buf + at);
}

/* What follows is in a nest, until nest_end(). */
static inline size_t nest_begin(struct request *r, uint16_t type)
{
	size_t nest = r->len;

	put(r, type | NLA_F_NESTED, NULL, 0);
	return nest;
}

static inline void nest_end(struct request *r, size_t nest)
{
	attr_of(r, nest)->nla_len = (uint16_t)(r->len - nest);
}

static inline void begin_genl(struct request *r, uint16_t family, uint8_t cmd,
			      uint16_t flags)
{
	struct genlmsghdr *genl;

	begin(r, family, flags, GENL_HDRLEN);
	genl = (struct genlmsghdr *)(r->buf + NLMSG_HDRLEN);
	genl->cmd = cmd;
	genl->version = VTRUNK_FAMILY_VERSION;
}

static inline bool link_up(int fd, int ifindex)
{
	static struct request r;
	struct ifinfomsg *ifi;
	struct answer a;

	begin(&r, RTM_NEWLINK, 0, sizeof(*ifi));
	ifi = (struct ifinfomsg *)(r.buf + NLMSG_HDRLEN);
	ifi->ifi_index = ifindex;
	ifi->ifi_change = 1; /* IFF_UP */
	ifi->ifi_flags = 1;
	return ask(fd, &r, &a) && !a.err;
}

static inline bool add_link(int fd, const char *name, const char *kind)
{
	static struct request r;
	struct ifinfomsg *ifi;
	struct answer a;
	size_t nest;

	begin(&r, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof(*ifi));
	put_str(&r, IFLA_IFNAME, name);
	nest = nest_begin(&r, IFLA_LINKINFO);
	put_str(&r, IFLA_INFO_KIND, kind);
	nest_end(&r, nest);
	return ask(fd, &r, &a) && !a.err;
}

/* Namespaces of its own, where this process is root. */
static inline bool enter_namespaces(void)
{
	gid_t gid = getgid();
	char map[32];

	snprintf(map, sizeof(map), "0 %u 1", getuid());
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) ||
	    !write_file("/proc/self/uid_map", map) ||
	    !write_file("/proc/self/setgroups", "deny"))
		return false;
	snprintf(map, sizeof(map), "0 %u 1", gid);
	return write_file("/proc/self/gid_map", map);
}

/* The last attribute, as the kernel names it: by its offset. */
static inline uint32_t last_attr(const struct request *r)
{
	const char *at = r->buf + NLMSG_HDRLEN + GENL_HDRLEN;
	const char *end = r->buf + r->len;
	const char *last = at;

	while (at < end) {
		last = at;
		at += NLA_ALIGN(((const struct nlattr *)at)->nla_len);
	}
	return (uint32_t)(last - r->buf);
}

/* One dump, without what differs from one to the next. */
static inline size_t dump(int fd, uint16_t family, uint8_t cmd, char *state,
			  size_t room)
{
	static struct request r;
	static char buf[ROOM];
	const struct nlmsghdr *nlh;
	struct genlmsghdr *genl;
	size_t used = 0;
	size_t len;
	ssize_t got;

	begin(&r, family, NLM_F_DUMP, GENL_HDRLEN);
	genl = (struct genlmsghdr *)(r.buf + NLMSG_HDRLEN);
	genl->cmd = cmd;
	((struct nlmsghdr *)r.buf)->nlmsg_len = (uint32_t)r.len;
	if (send(fd, r.buf, r.len, 0) < 0)
		return 0;
	for (;;) {
		got = recv(fd, buf, sizeof(buf), 0);
		if (got <= 0)
			return 0;
		for (nlh = (const void *)buf; NLMSG_OK(nlh, got);
		     nlh = NLMSG_NEXT(nlh, got)) {
			if (nlh->nlmsg_type == NLMSG_DONE)
				return used;
			len = nlh->nlmsg_len - NLMSG_HDRLEN;
			if (nlh->nlmsg_type == NLMSG_ERROR ||
			    used + len > room)
				return 0;
			memcpy(state + used, NLMSG_DATA(nlh), len);
			used += len;
		}
	}
}

#endif /* _SELFTESTS_NETLINK_H */
