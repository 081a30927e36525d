/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_NETLINK_ADDRESS_H
#define _VTRUNK_NETLINK_ADDRESS_H

#include <linux/types.h>

struct netlink_ext_ack;
struct nlattr;
struct sk_buff;
struct vtrunk_addresses;
struct vtrunk_network;
struct vtrunk_port;
struct vtrunk_port_config;
struct vtrunk_trunk;

/**
 * struct vtrunk_nl_attrs - attributes that a repeated one is looked for in
 * @head: the first
 * @len: their length in bytes
 */
struct vtrunk_nl_attrs {
	const struct nlattr *head;
	int len;
};

int vtrunk_nl_addresses_put(struct sk_buff *skb,
			    const struct vtrunk_addresses *addresses);
int vtrunk_nl_addresses_read(const struct vtrunk_nl_attrs *attrs,
			     struct netlink_ext_ack *extack,
			     struct vtrunk_port_config *config);
int vtrunk_nl_addresses_check(const struct vtrunk_nl_attrs *attrs,
			      const struct nlattr *network,
			      struct netlink_ext_ack *extack,
			      const struct vtrunk_port_config *config,
			      const struct vtrunk_port *port,
			      const struct vtrunk_trunk *trunk);
const struct nlattr *vtrunk_nl_address_attr(const struct vtrunk_nl_attrs *attrs,
					    u64 mac);
int vtrunk_nl_address_free(const struct vtrunk_network *net, u64 mac,
			   const struct nlattr *attr,
			   struct netlink_ext_ack *extack);

#endif /* _VTRUNK_NETLINK_ADDRESS_H */
