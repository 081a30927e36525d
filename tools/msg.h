/* SPDX-License-Identifier: GPL-2.0 */
/* Netlink messages: writing requests, reading replies. No input or output. */
#ifndef _TRUNKCTL_MSG_H
#define _TRUNKCTL_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/netlink.h>

#include "parse.h"

struct nl_msg;

/**
 * struct msg - a request that is being written
 * @nl: the message
 * @failed: whether memory ran out; nothing more is written then
 *
 * Failure is remembered and found when the request is sent, so that writing
 * one needs no checks.
 */
struct msg {
	struct nl_msg *nl;
	bool failed;
};

void msg_genl(struct msg *msg, uint8_t cmd, unsigned int flags);
void msg_link(struct msg *msg, uint16_t type, unsigned int flags,
	      uint32_t ifindex, unsigned int up_mask, unsigned int up);
void msg_rtnl(struct msg *msg, uint16_t type, unsigned int flags,
	      const void *header, size_t len);
void msg_free(struct msg *msg);

void msg_put(struct msg *msg, int attr, const void *data, size_t len);
void msg_flag(struct msg *msg, int attr);
void msg_u8(struct msg *msg, int attr, uint8_t value);
void msg_u16(struct msg *msg, int attr, uint16_t value);
void msg_u32(struct msg *msg, int attr, uint32_t value);
void msg_str(struct msg *msg, int attr, const char *value);
void msg_ip(struct msg *msg, int attr4, int attr6, const struct ip_addr *ip);
void msg_net(struct msg *msg, int attr_vni, int attr_name,
	     const struct net_id *net);
size_t msg_nest(struct msg *msg, int attr);
void msg_nest_end(struct msg *msg, size_t nest);
size_t msg_len(const struct msg *msg);

int msg_attrs(const struct nlmsghdr *nlh, struct nlattr **tb, int max);
int msg_link_attrs(const struct nlmsghdr *nlh, struct nlattr **tb, int max);
int msg_rtnl_attrs(const struct nlmsghdr *nlh, size_t len, struct nlattr **tb,
		   int max);
int msg_nested(const struct nlattr *nest, struct nlattr **tb, int max);
uint8_t msg_cmd(const struct nlmsghdr *nlh);

uint32_t get_u32(const struct nlattr *attr);
uint64_t get_u64(const struct nlattr *attr);
void get_str(const struct nlattr *attr, char *text, size_t size);
void get_ip(const struct nlattr *attr4, const struct nlattr *attr6,
	    struct ip_addr *ip);
void get_mac(const struct nlattr *attr, uint8_t mac[MAC_LEN]);

#endif /* _TRUNKCTL_MSG_H */
