/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_ADDRESS_H
#define _VTRUNK_ADDRESS_H

#include <linux/refcount.h>
#include <linux/types.h>

#include "remote.h"

struct vtrunk_network;
struct vtrunk_port;
struct vtrunk_port_config;
struct vtrunk_trunk;

/**
 * struct vtrunk_address - a station behind a port
 * @mac: its MAC as a number
 * @ip_count: how many of the IP addresses are its, behind those of the
 *	stations before it
 */
struct vtrunk_address {
	u64 mac;
	unsigned int ip_count;
};

/**
 * struct vtrunk_addresses - the stations behind a port
 * @users: who holds it
 * @count: length of @list
 * @ip_count: length of @ips
 * @ips: their IP addresses, one station's after the other's
 * @list: the stations
 *
 * It does not change. Ports and requests share it by counting.
 */
struct vtrunk_addresses {
	refcount_t users;
	unsigned int count;
	unsigned int ip_count;
	struct vtrunk_ip *ips; /* behind @list */
	struct vtrunk_address list[];
};

struct vtrunk_addresses *vtrunk_addresses_alloc(unsigned int count,
						unsigned int ip_count);
struct vtrunk_addresses *
vtrunk_addresses_get(struct vtrunk_addresses *addresses);
void vtrunk_addresses_put(struct vtrunk_addresses *addresses);
bool vtrunk_addresses_have(const struct vtrunk_addresses *addresses, u64 mac);
bool vtrunk_addresses_equal(const struct vtrunk_addresses *a,
			    const struct vtrunk_addresses *b);

struct vtrunk_port *vtrunk_address_owner(const struct vtrunk_network *net,
					 u64 mac);
int vtrunk_addresses_reserve(struct vtrunk_port *port,
			     const struct vtrunk_port *old);
void vtrunk_addresses_unreserve(struct vtrunk_port *port);
void vtrunk_addresses_publish(struct vtrunk_port *port,
			      const struct vtrunk_port *old);

#endif /* _VTRUNK_ADDRESS_H */
