/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_OPTION_H
#define _VTRUNK_OPTION_H

#include <linux/types.h>
#include <uapi/linux/vtrunk.h>

struct ip_tunnel_info;
struct vtrunk_frame;

/*
 * OVN's Geneve option, by which a frame says what ports of its network it goes
 * between: ovn-architecture(7), "Tunnel Encapsulations".
 *
 *	class 0x0102 | type 0x80 | length 1 word
 *	reserved, 1 bit | ingress port, 15 bits | egress port or group, 16 bits
 */
#define VTRUNK_OPTION_LEN	8

/* Groups that each network of mode ovn has; OVN's lib/mcast-group-index.h. */
#define VTRUNK_GROUP_FLOOD	0x8000
#define VTRUNK_GROUP_UNKNOWN	0x8001
#define VTRUNK_GROUP_FLOOD_L2	0x8004

/**
 * vtrunk_key_is_group() - whether a key is one of groups
 * @key: the key
 *
 * Return: true if it is, false if it is one of ports.
 */
static inline bool vtrunk_key_is_group(u16 key)
{
	return key > VTRUNK_PORT_KEY_MAX;
}

bool vtrunk_option_has_critical(const struct ip_tunnel_info *info);
bool vtrunk_option_read(const struct ip_tunnel_info *info,
			struct vtrunk_frame *frame, enum vtrunk_drop *reason);
void vtrunk_option_write(struct ip_tunnel_info *info, u16 ingress, u16 egress);

#endif /* _VTRUNK_OPTION_H */
