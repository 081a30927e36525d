/* SPDX-License-Identifier: GPL-2.0 */
/* The stations behind a port, as they are typed, sent and read. */
#ifndef _TRUNKCTL_ADDRESS_H
#define _TRUNKCTL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/vtrunk.h>

#include "parse.h"

struct msg;
struct nlmsghdr;

/* Room for one as text: a MAC and all IP addresses that there can be. */
#define ADDRESS_TEXT	(MAC_STRLEN + VTRUNK_ADDRESS_IPS_MAX * INET6_ADDRSTRLEN)

/**
 * struct addresses - the stations behind a port
 * @count: how many
 * @ip_count: how many IP addresses they have together
 * @list: their MACs, and how many of @ips each has, one's after the other's
 * @ips: their IP addresses
 */
struct addresses {
	unsigned int count;
	unsigned int ip_count;
	struct {
		uint8_t mac[MAC_LEN];
		uint8_t ip_count;
	} list[VTRUNK_ADDRESSES_MAX];
	struct ip_addr ips[VTRUNK_ADDRESS_IPS_MAX];
};

const char *address_parse(const char *text, struct addresses *addresses);
const char *address_format(const struct addresses *addresses, unsigned int i,
			   char text[ADDRESS_TEXT]);
bool address_has(const struct addresses *addresses, const uint8_t mac[MAC_LEN]);
bool address_equal(const struct addresses *a, const struct addresses *b);
void address_put(struct msg *msg, int attr, const struct addresses *addresses);
void address_read(const struct nlmsghdr *nlh, int attr,
		  struct addresses *addresses);

#endif /* _TRUNKCTL_ADDRESS_H */
