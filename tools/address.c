// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "address.h"
#include "msg.h"

static const char *parse_station(const char *text, uint8_t mac[MAC_LEN])
{
	static const uint8_t zero[MAC_LEN];

	if (!parse_mac(text, mac))
		return "it has to begin with a MAC";
	if (mac[0] & 1)
		return "its MAC is a group address, no station has it";
	if (!memcmp(mac, zero, MAC_LEN))
		return "its MAC is the zero address, no station has it";
	return NULL;
}

/**
 * address_parse() - read a station
 * @text: its MAC and, with commas between, its IP addresses
 * @addresses: gets it, behind those that are there
 *
 * Return: NULL, or what is wrong with the text.
 */
const char *address_parse(const char *text, struct addresses *addresses)
{
	char part[INET6_ADDRSTRLEN];
	uint8_t mac[MAC_LEN];
	const char *wrong;
	size_t len;
	unsigned int n;

	if (addresses->count == VTRUNK_ADDRESSES_MAX)
		return "a port has at most 16 addresses";
	len = strcspn(text, ",");
	snprintf(part, sizeof(part), "%.*s", (int)len, text);
	wrong = parse_station(part, mac);
	if (wrong)
		return wrong;
	if (address_has(addresses, mac))
		return "its MAC is there twice";
	for (n = 0; text[len]; n++) {
		text += len + 1;
		len = strcspn(text, ",");
		if (addresses->ip_count + n == VTRUNK_ADDRESS_IPS_MAX)
			return "the addresses of a port have at most 32 IP addresses";
		snprintf(part, sizeof(part), "%.*s", (int)len, text);
		if (len >= sizeof(part) ||
		    !parse_ip(part, &addresses->ips[addresses->ip_count + n]))
			return "IP addresses have to follow its MAC, with a comma before each";
	}
	memcpy(addresses->list[addresses->count].mac, mac, MAC_LEN);
	addresses->list[addresses->count].ip_count = (uint8_t)n;
	addresses->ip_count += n;
	addresses->count++;
	return NULL;
}

/**
 * address_format() - write a station as text
 * @addresses: the stations
 * @i: which one
 * @text: where the text goes
 *
 * Return: @text.
 */
const char *address_format(const struct addresses *addresses, unsigned int i,
			   char text[ADDRESS_TEXT])
{
	const struct ip_addr *ip = addresses->ips;
	char part[INET6_ADDRSTRLEN];
	unsigned int j;

	for (j = 0; j < i; j++)
		ip += addresses->list[j].ip_count;
	format_mac(addresses->list[i].mac, text);
	for (j = 0; j < addresses->list[i].ip_count; j++) {
		strcat(text, ",");
		strcat(text, format_ip(&ip[j], part));
	}
	return text;
}

/**
 * address_has() - whether one of the stations has a MAC
 * @addresses: the stations
 * @mac: the MAC
 *
 * Return: whether one has it.
 */
bool address_has(const struct addresses *addresses, const uint8_t mac[MAC_LEN])
{
	unsigned int i;

	for (i = 0; i < addresses->count; i++)
		if (!memcmp(addresses->list[i].mac, mac, MAC_LEN))
			return true;
	return false;
}

/**
 * address_equal() - compare stations
 * @a: some
 * @b: others
 *
 * Return: whether they are the same, in the same order.
 */
bool address_equal(const struct addresses *a, const struct addresses *b)
{
	unsigned int i;

	if (a->count != b->count || a->ip_count != b->ip_count)
		return false;
	for (i = 0; i < a->count; i++)
		if (memcmp(a->list[i].mac, b->list[i].mac, MAC_LEN) ||
		    a->list[i].ip_count != b->list[i].ip_count)
			return false;
	for (i = 0; i < a->ip_count; i++)
		if (!ip_equal(&a->ips[i], &b->ips[i]))
			return false;
	return true;
}

/**
 * address_put() - add stations to a request
 * @msg: the request
 * @attr: the attribute, which is repeated; one without a MAC says that there
 *	are none
 * @addresses: the stations
 */
void address_put(struct msg *msg, int attr, const struct addresses *addresses)
{
	const struct ip_addr *ip = addresses->ips;
	unsigned int i, j;
	size_t nest;

	if (!addresses->count)
		msg_nest_end(msg, msg_nest(msg, attr | NLA_F_NESTED));
	for (i = 0; i < addresses->count; i++) {
		nest = msg_nest(msg, attr | NLA_F_NESTED);
		msg_put(msg, VTRUNK_A_PORT_ADDRESS_MAC,
			addresses->list[i].mac, MAC_LEN);
		for (j = 0; j < addresses->list[i].ip_count; j++)
			msg_ip(msg, VTRUNK_A_PORT_ADDRESS_IPV4,
			       VTRUNK_A_PORT_ADDRESS_IPV6, ip++);
		msg_nest_end(msg, nest);
	}
}

static void read_one(struct nlattr *nest, struct addresses *addresses)
{
	struct nlattr *attr;
	unsigned int n = 0;
	int type, rem;

	nla_for_each_nested(attr, nest, rem) {
		type = nla_type(attr);
		if (type == VTRUNK_A_PORT_ADDRESS_MAC)
			get_mac(attr, addresses->list[addresses->count].mac);
		else if (addresses->ip_count + n < VTRUNK_ADDRESS_IPS_MAX)
			get_ip(type == VTRUNK_A_PORT_ADDRESS_IPV4 ? attr : NULL,
			       type == VTRUNK_A_PORT_ADDRESS_IPV6 ? attr : NULL,
			       &addresses->ips[addresses->ip_count + n++]);
	}
	addresses->list[addresses->count++].ip_count = (uint8_t)n;
	addresses->ip_count += n;
}

/**
 * address_read() - read the stations of a port
 * @nlh: the message
 * @attr: the attribute, which is repeated
 * @addresses: where they go
 */
void address_read(const struct nlmsghdr *nlh, int attr,
		  struct addresses *addresses)
{
	struct nlattr *at;
	int rem;

	memset(addresses, 0, sizeof(*addresses));
	nlmsg_for_each_attr(at, (struct nlmsghdr *)nlh, GENL_HDRLEN, rem)
		if (nla_type(at) == attr &&
		    addresses->count < VTRUNK_ADDRESSES_MAX)
			read_one(at, addresses);
}
