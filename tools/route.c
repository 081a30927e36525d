// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <string.h>

#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "msg.h"
#include "nl.h"
#include "route.h"

/* rtnetlink has one attribute for addresses of both families. */
static void put_ip(struct msg *msg, int attr, const struct ip_addr *ip)
{
	if (ip->family == AF_INET)
		msg_put(msg, attr, &ip->v4, sizeof(ip->v4));
	else if (ip->family == AF_INET6)
		msg_put(msg, attr, &ip->v6, sizeof(ip->v6));
}

static void get_rtnl_ip(const struct nlattr *attr, int family,
			struct ip_addr *ip)
{
	if (!attr)
		return;
	if (family == AF_INET)
		get_ip(attr, NULL, ip);
	else
		get_ip(NULL, attr, ip);
}

static unsigned char bits(const struct ip_addr *ip)
{
	if (!ip->family)
		return 0;
	return ip->family == AF_INET ? 32 : 128;
}

static int take_route(const struct nlmsghdr *nlh, void *arg)
{
	struct nlattr *tb[RTA_MAX + 1];
	struct route *route = arg;
	const struct rtmsg *rtm;

	if (msg_rtnl_attrs(nlh, sizeof(*rtm), tb, RTA_MAX))
		return -EBADMSG;
	rtm = NLMSG_DATA(nlh);
	route->oif = get_u32(tb[RTA_OIF]);
	get_rtnl_ip(tb[RTA_GATEWAY], rtm->rtm_family, &route->next);
	get_rtnl_ip(tb[RTA_PREFSRC], rtm->rtm_family, &route->source);
	return 0;
}

/**
 * route_get() - ask the kernel for the route of a tunnel's packets
 * @ctx: the run
 * @query: the packet
 * @route: where the answer goes
 */
void route_get(struct ctx *ctx, const struct route_query *query,
	       struct route *route)
{
	struct rtmsg rtm = {
		.rtm_family = (unsigned char)query->to.family,
		.rtm_dst_len = bits(&query->to),
		.rtm_src_len = bits(&query->from),
	};
	uint16_t port = htons((uint16_t)query->dport);
	struct conn_error err;
	struct msg msg;

	memset(route, 0, sizeof(*route));
	route->next = query->to;
	msg_rtnl(&msg, RTM_GETROUTE, 0, &rtm, sizeof(rtm));
	put_ip(&msg, RTA_DST, &query->to);
	put_ip(&msg, RTA_SRC, &query->from);
	msg_u8(&msg, RTA_IP_PROTO, IPPROTO_UDP);
	msg_put(&msg, RTA_DPORT, &port, sizeof(port));
	conn_link(ctx->conn, &msg, take_route, route, &err);
	route->err = err.err;
}

static int take_state(const struct nlmsghdr *nlh, void *arg)
{
	const struct ndmsg *ndm = NLMSG_DATA(nlh);
	uint32_t *state = arg;

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*ndm)))
		return -EBADMSG;
	*state = ndm->ndm_state;
	return 0;
}

/**
 * route_neighbour() - what is known of a neighbour
 * @ctx: the run
 * @ifindex: number of the device it is behind
 * @ip: its address
 *
 * Return: its state, NUD_..., or 0 when there is no entry.
 */
uint32_t route_neighbour(struct ctx *ctx, uint32_t ifindex,
			 const struct ip_addr *ip)
{
	struct ndmsg ndm = {
		.ndm_family = (unsigned char)ip->family,
		.ndm_ifindex = (int)ifindex,
	};
	struct conn_error err;
	uint32_t state = 0;
	struct msg msg;

	msg_rtnl(&msg, RTM_GETNEIGH, 0, &ndm, sizeof(ndm));
	put_ip(&msg, NDA_DST, ip);
	conn_link(ctx->conn, &msg, take_state, &state, &err);
	return state;
}

/**
 * struct address_search - a search among the host's addresses
 * @ip: the address
 * @ifindex: number of the device that has it
 */
struct address_search {
	const struct ip_addr *ip;
	uint32_t ifindex;
};

static int match_address(const struct nlmsghdr *nlh, void *arg)
{
	struct ip_addr ip = { .family = 0 };
	struct address_search *search = arg;
	struct nlattr *tb[IFA_MAX + 1];
	const struct ifaddrmsg *ifa;

	if (msg_rtnl_attrs(nlh, sizeof(*ifa), tb, IFA_MAX))
		return -EBADMSG;
	ifa = NLMSG_DATA(nlh);
	get_rtnl_ip(tb[IFA_LOCAL] ? tb[IFA_LOCAL] : tb[IFA_ADDRESS],
		    ifa->ifa_family, &ip);
	if (ip.family != search->ip->family)
		return 0;
	if (ip.family == AF_INET ? ip.v4.s_addr == search->ip->v4.s_addr :
				   IN6_ARE_ADDR_EQUAL(&ip.v6, &search->ip->v6))
		search->ifindex = ifa->ifa_index;
	return 0;
}

/**
 * route_address() - find the device that has an address of this host
 * @ctx: the run
 * @ip: the address
 *
 * Return: its number, or 0 when no device has the address.
 */
uint32_t route_address(struct ctx *ctx, const struct ip_addr *ip)
{
	struct ifaddrmsg ifa = { .ifa_family = (unsigned char)ip->family };
	struct address_search search = { ip, 0 };
	struct conn_error err;
	struct msg msg;

	msg_rtnl(&msg, RTM_GETADDR, NLM_F_DUMP, &ifa, sizeof(ifa));
	conn_link(ctx->conn, &msg, match_address, &search, &err);
	return search.ifindex;
}
