/* SPDX-License-Identifier: GPL-2.0 */
/* Values as they are typed: strict, and without any I/O. */
#ifndef _TRUNKCTL_PARSE_H
#define _TRUNKCTL_PARSE_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAC_LEN		6
#define MAC_STRLEN	18

/**
 * struct ip_addr - an IPv4 or IPv6 address
 * @family: AF_INET, AF_INET6, or 0 when there is none
 * @v4: the address, in network byte order
 * @v6: the address
 */
struct ip_addr {
	int family;
	union {
		struct in_addr v4;
		struct in6_addr v6;
	};
};

/**
 * struct net_id - a network as it was typed
 * @name: its name, or NULL when it was named by its VNI
 * @vni: the VNI, when @name is NULL
 */
struct net_id {
	const char *name;
	uint32_t vni;
};

bool parse_u32(const char *text, uint32_t min, uint32_t max, uint32_t *value);
bool parse_digits(const char *text);
bool parse_mac(const char *text, uint8_t mac[MAC_LEN]);
bool parse_ip(const char *text, struct ip_addr *ip);
bool parse_local(const char *text, struct ip_addr *v4, struct ip_addr *v6);
bool parse_name(const char *text);
bool parse_ifname(const char *text);

bool ip_equal(const struct ip_addr *a, const struct ip_addr *b);

const char *format_ip(const struct ip_addr *ip, char text[INET6_ADDRSTRLEN]);
const char *format_mac(const uint8_t mac[MAC_LEN], char text[MAC_STRLEN]);

size_t word_distance(const char *a, const char *b);

#endif /* _TRUNKCTL_PARSE_H */
