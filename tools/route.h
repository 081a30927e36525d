/* SPDX-License-Identifier: GPL-2.0 */
/* How the host reaches an address: route, neighbour, device of an address. */
#ifndef _TRUNKCTL_ROUTE_H
#define _TRUNKCTL_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "parse.h"
#include "trunkctl.h"

/**
 * struct route - what the kernel does with a packet to an address
 * @err: errno of the look-up, or 0
 * @oif: number of the device it leaves by
 * @next: who takes it there: a gateway, or the address itself
 * @source: the address that it would get of itself
 */
struct route {
	int err;
	uint32_t oif;
	struct ip_addr next;
	struct ip_addr source;
};

/**
 * struct route_query - a packet of a tunnel
 * @to: where it goes
 * @from: its source address; family 0 lets the kernel choose
 * @dport: its UDP port
 */
struct route_query {
	struct ip_addr to;
	struct ip_addr from;
	uint32_t dport;
};

void route_get(struct ctx *ctx, const struct route_query *query,
	       struct route *route);
uint32_t route_neighbour(struct ctx *ctx, uint32_t ifindex,
			 const struct ip_addr *ip);
uint32_t route_address(struct ctx *ctx, const struct ip_addr *ip);

#endif /* _TRUNKCTL_ROUTE_H */
