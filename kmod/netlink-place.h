/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_NETLINK_PLACE_H
#define _VTRUNK_NETLINK_PLACE_H

#include <linux/types.h>

#include "remote.h"

struct netlink_ext_ack;
struct nlattr;
struct vtrunk;
struct vtrunk_network;
struct vtrunk_place;
struct vtrunk_trunk;

/**
 * struct vtrunk_nl_wanted - which places a request is about
 * @ifindex: ports of this trunk, or 0
 * @has_port: the port with this selector only
 * @vid: its VLAN id, or 0 for the native port
 * @ip: this remote, unless the family is 0
 */
struct vtrunk_nl_wanted {
	u32 ifindex;
	bool has_port;
	u16 vid;
	struct vtrunk_ip ip;
};

bool vtrunk_nl_place_match(const struct vtrunk_place *place, const void *arg);
struct vtrunk_place *vtrunk_nl_place_port(const struct vtrunk_trunk *trunk,
					  u16 vid,
					  const struct vtrunk_network *net,
					  const struct nlattr *attr,
					  struct netlink_ext_ack *extack);
struct vtrunk_place *vtrunk_nl_place_remote(struct vtrunk *br,
					    const struct vtrunk_ip *ip,
					    const struct vtrunk_network *net,
					    const struct nlattr *attr,
					    struct netlink_ext_ack *extack);

#endif /* _VTRUNK_NETLINK_PLACE_H */
