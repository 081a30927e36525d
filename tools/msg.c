// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/rtnetlink.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include <linux/vtrunk.h>

#include "msg.h"

/**
 * msg_genl() - begin a request to the family
 * @msg: the request
 * @cmd: the operation
 * @flags: netlink flags besides NLM_F_REQUEST and NLM_F_ACK
 *
 * The family's number is filled in when the request is sent.
 */
void msg_genl(struct msg *msg, uint8_t cmd, unsigned int flags)
{
	msg->nl = nlmsg_alloc();
	msg->failed = !msg->nl ||
		      !genlmsg_put(msg->nl, 0, 0, 0, 0, (int)flags, cmd,
				   VTRUNK_FAMILY_VERSION);
}

/**
 * msg_rtnl() - begin a request of rtnetlink
 * @msg: the request
 * @type: RTM_...
 * @flags: netlink flags besides NLM_F_REQUEST and NLM_F_ACK
 * @header: what such a request begins with
 * @len: length of that
 */
void msg_rtnl(struct msg *msg, uint16_t type, unsigned int flags,
	      const void *header, size_t len)
{
	msg->nl = nlmsg_alloc_simple(type, (int)flags);
	msg->failed = !msg->nl ||
		      nlmsg_append(msg->nl, (void *)header, len, NLMSG_ALIGNTO);
}

/**
 * msg_link() - begin a request about a network device
 * @msg: the request
 * @type: RTM_NEWLINK, RTM_SETLINK, RTM_DELLINK or RTM_GETLINK
 * @flags: netlink flags besides NLM_F_REQUEST and NLM_F_ACK
 * @ifindex: the device, or 0 to name it by attribute
 * @up_mask: interface flags to change
 * @up: their new values
 */
void msg_link(struct msg *msg, uint16_t type, unsigned int flags,
	      uint32_t ifindex, unsigned int up_mask, unsigned int up)
{
	struct ifinfomsg ifi = {
		.ifi_family = AF_UNSPEC,
		.ifi_index = (int)ifindex,
		.ifi_change = up_mask,
		.ifi_flags = up,
	};

	msg_rtnl(msg, type, flags, &ifi, sizeof(ifi));
}

/**
 * msg_free() - free a request
 * @msg: the request
 */
void msg_free(struct msg *msg)
{
	if (msg->nl)
		nlmsg_free(msg->nl);
	msg->nl = NULL;
}

/**
 * msg_put() - add an attribute
 * @msg: the request
 * @attr: the attribute
 * @data: its value
 * @len: length of the value
 *
 * The message grows as needed; libnl's own functions give up at one page.
 */
void msg_put(struct msg *msg, int attr, const void *data, size_t len)
{
	size_t size;

	while (!msg->failed && nla_put(msg->nl, attr, (int)len, data)) {
		size = 2 * nlmsg_get_max_size(msg->nl) + len;
		msg->failed = nlmsg_expand(msg->nl, size);
	}
}

/**
 * msg_flag() - add an attribute without a value
 * @msg: the request
 * @attr: the attribute
 */
void msg_flag(struct msg *msg, int attr)
{
	msg_put(msg, attr, NULL, 0);
}

/**
 * msg_u8() - add a number
 * @msg: the request
 * @attr: the attribute
 * @value: the number
 */
void msg_u8(struct msg *msg, int attr, uint8_t value)
{
	msg_put(msg, attr, &value, sizeof(value));
}

/**
 * msg_u16() - add a number
 * @msg: the request
 * @attr: the attribute
 * @value: the number
 */
void msg_u16(struct msg *msg, int attr, uint16_t value)
{
	msg_put(msg, attr, &value, sizeof(value));
}

/**
 * msg_u32() - add a number
 * @msg: the request
 * @attr: the attribute
 * @value: the number
 */
void msg_u32(struct msg *msg, int attr, uint32_t value)
{
	msg_put(msg, attr, &value, sizeof(value));
}

/**
 * msg_str() - add a text
 * @msg: the request
 * @attr: the attribute
 * @value: the text
 */
void msg_str(struct msg *msg, int attr, const char *value)
{
	msg_put(msg, attr, value, strlen(value) + 1);
}

/**
 * msg_ip() - add an IP address, if there is one
 * @msg: the request
 * @attr4: the attribute for an IPv4 address
 * @attr6: the attribute for an IPv6 address
 * @ip: the address
 */
void msg_ip(struct msg *msg, int attr4, int attr6, const struct ip_addr *ip)
{
	if (ip->family == AF_INET)
		msg_put(msg, attr4, &ip->v4, sizeof(ip->v4));
	else if (ip->family == AF_INET6)
		msg_put(msg, attr6, &ip->v6, sizeof(ip->v6));
}

/**
 * msg_net() - add a network as it was typed, if it was
 * @msg: the request
 * @attr_vni: the attribute for a VNI
 * @attr_name: the attribute for a name
 * @net: the network
 */
void msg_net(struct msg *msg, int attr_vni, int attr_name,
	     const struct net_id *net)
{
	if (net->name)
		msg_str(msg, attr_name, net->name);
	else if (net->vni)
		msg_u32(msg, attr_vni, net->vni);
}

/**
 * msg_len() - how long a request is so far
 * @msg: the request
 *
 * Return: the offset of what is added next, or 0 when memory ran out.
 */
size_t msg_len(const struct msg *msg)
{
	return msg->failed ? 0 : nlmsg_hdr(msg->nl)->nlmsg_len;
}

/**
 * msg_nest() - begin a nest
 * @msg: the request
 * @attr: the attribute that holds it
 *
 * Return: what msg_nest_end() needs. It is an offset, as the message moves in
 * memory when it grows.
 */
size_t msg_nest(struct msg *msg, int attr)
{
	size_t nest;

	if (msg->failed)
		return 0;
	nest = nlmsg_hdr(msg->nl)->nlmsg_len;
	msg_put(msg, attr, NULL, 0);
	return nest;
}

/**
 * msg_nest_end() - end a nest
 * @msg: the request
 * @nest: what msg_nest() returned
 */
void msg_nest_end(struct msg *msg, size_t nest)
{
	struct nlmsghdr *nlh;
	struct nlattr *attr;

	if (msg->failed)
		return;
	nlh = nlmsg_hdr(msg->nl);
	attr = (struct nlattr *)((char *)nlh + nest);
	attr->nla_len = (uint16_t)(nlh->nlmsg_len - nest);
}

static int attrs(const struct nlmsghdr *nlh, int header, struct nlattr **tb,
		 int max)
{
	if (nlmsg_parse((struct nlmsghdr *)nlh, header, tb, max, NULL))
		return -EBADMSG;
	return 0;
}

/**
 * msg_attrs() - read the attributes of a message of the family
 * @nlh: the message
 * @tb: where they go, by number; @max + 1 of them
 * @max: largest number to read
 *
 * Return: 0 or a negative errno.
 */
int msg_attrs(const struct nlmsghdr *nlh, struct nlattr **tb, int max)
{
	return attrs(nlh, GENL_HDRLEN, tb, max);
}

/**
 * msg_link_attrs() - read the attributes of a message about a device
 * @nlh: the message
 * @tb: where they go, by number; @max + 1 of them
 * @max: largest number to read
 *
 * Return: 0 or a negative errno.
 */
int msg_link_attrs(const struct nlmsghdr *nlh, struct nlattr **tb, int max)
{
	return attrs(nlh, sizeof(struct ifinfomsg), tb, max);
}

/**
 * msg_rtnl_attrs() - read the attributes of a message of rtnetlink
 * @nlh: the message
 * @len: length of what it begins with
 * @tb: where they go, by number; @max + 1 of them
 * @max: largest number to read
 *
 * Return: 0 or a negative errno.
 */
int msg_rtnl_attrs(const struct nlmsghdr *nlh, size_t len, struct nlattr **tb,
		   int max)
{
	return attrs(nlh, (int)len, tb, max);
}

/**
 * msg_nested() - read the attributes inside another one
 * @nest: that one
 * @tb: where they go, by number; @max + 1 of them
 * @max: largest number to read
 *
 * Return: 0 or a negative errno.
 */
int msg_nested(const struct nlattr *nest, struct nlattr **tb, int max)
{
	if (nla_parse_nested(tb, max, (struct nlattr *)nest, NULL))
		return -EBADMSG;
	return 0;
}

/**
 * msg_cmd() - the operation of a message of the family
 * @nlh: the message
 *
 * Return: the operation, or 0 for a message that is too short to have one.
 */
uint8_t msg_cmd(const struct nlmsghdr *nlh)
{
	if (nlh->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN)
		return 0;
	return ((const struct genlmsghdr *)NLMSG_DATA(nlh))->cmd;
}

/**
 * get_u32() - read a number of 8, 16 or 32 bits
 * @attr: the attribute, or NULL
 *
 * Return: the number; 0 if there is none.
 */
uint32_t get_u32(const struct nlattr *attr)
{
	switch (attr ? nla_len(attr) : 0) {
	case 1:
		return nla_get_u8(attr);
	case 2:
		return nla_get_u16(attr);
	case 4:
		return nla_get_u32(attr);
	default:
		return 0;
	}
}

/**
 * get_u64() - read a number of up to 64 bits
 * @attr: the attribute, or NULL
 *
 * Return: the number; 0 if there is none.
 */
uint64_t get_u64(const struct nlattr *attr)
{
	if (attr && nla_len(attr) == sizeof(uint64_t))
		return nla_get_u64(attr);
	return get_u32(attr);
}

/**
 * get_str() - read a text
 * @attr: the attribute, or NULL
 * @text: where the text goes; empty if there is none
 * @size: room in @text
 */
void get_str(const struct nlattr *attr, char *text, size_t size)
{
	size_t len = attr ? (size_t)nla_len(attr) : 0;

	if (len >= size)
		len = size - 1;
	if (len)
		memcpy(text, nla_data(attr), len);
	text[len] = '\0';
}

/**
 * get_ip() - read an IP address
 * @attr4: the attribute for an IPv4 address, or NULL
 * @attr6: the attribute for an IPv6 address, or NULL
 * @ip: where the address goes; its family is 0 if there is none
 */
void get_ip(const struct nlattr *attr4, const struct nlattr *attr6,
	    struct ip_addr *ip)
{
	memset(ip, 0, sizeof(*ip));
	if (attr4 && nla_len(attr4) == sizeof(ip->v4)) {
		ip->family = AF_INET;
		memcpy(&ip->v4, nla_data(attr4), sizeof(ip->v4));
	} else if (attr6 && nla_len(attr6) == sizeof(ip->v6)) {
		ip->family = AF_INET6;
		memcpy(&ip->v6, nla_data(attr6), sizeof(ip->v6));
	}
}

/**
 * get_mac() - read a MAC
 * @attr: the attribute, or NULL
 * @mac: where it goes; zero if there is none
 */
void get_mac(const struct nlattr *attr, uint8_t mac[MAC_LEN])
{
	memset(mac, 0, MAC_LEN);
	if (attr && nla_len(attr) == MAC_LEN)
		memcpy(mac, nla_data(attr), MAC_LEN);
}
