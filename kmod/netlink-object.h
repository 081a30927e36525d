/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_NETLINK_OBJECT_H
#define _VTRUNK_NETLINK_OBJECT_H

#include <net/genetlink.h>
#include <net/netns/generic.h>

#include "netlink-gen.h"
#include "stats.h"
#include "vtrunk.h"

struct vtrunk_fdb_entry;
struct vtrunk_ip;
struct vtrunk_network;
struct vtrunk_port;
struct vtrunk_port_config;
struct vtrunk_remote;
struct vtrunk_trunk;

/*
 * What the netlink files of the objects share. A handler runs under RTNL with
 * its bridge in info->user_ptr[0]; a dump runs under RCU.
 */

extern struct genl_family vtrunk_nl_family;

/* The bridge of a request is always named by the same attribute. */
#define VTRUNK_NL_A_BRIDGE	((int)VTRUNK_A_BRIDGE_IFINDEX)

/**
 * struct vtrunk_nl_dump - where a dump is, in cb->ctx
 * @bridge: number of the bridge that it is at
 * @outer: number of the trunk or remote that it is at, or of the last object
 *	told; of FDB entries the hash of the last one
 * @inner: of a trunk the VID that comes next, of a remote the number of the
 *	last tunnel told, of FDB entries the VNI of the last one
 * @done: the bridge that the request names is done
 *
 * Zero is before the first. What is at the position may be gone when the next
 * message is written, which then goes on behind it.
 */
struct vtrunk_nl_dump {
	u64 bridge;
	u64 outer;
	u64 inner;
	bool done;
};

static inline struct vtrunk *vtrunk_nl_bridge(const struct genl_info *info)
{
	return info->user_ptr[0];
}

static inline struct vtrunk_net *vtrunk_nl_net(const struct net *net)
{
	return net_generic(net, vtrunk_net_id);
}

void vtrunk_nl_dump_enter(struct vtrunk_nl_dump *dump, u64 id);
int vtrunk_nl_dump_bridges(struct sk_buff *skb, struct netlink_callback *cb,
			   int (*one)(struct sk_buff *skb,
				      struct netlink_callback *cb,
				      struct vtrunk *br));
struct vtrunk_network *vtrunk_nl_network(struct vtrunk *br,
					 struct nlattr *vni,
					 struct nlattr *name,
					 struct netlink_ext_ack *extack);
struct vtrunk_trunk *vtrunk_nl_trunk_find(struct net *net,
					  const struct nlattr *attr,
					  struct netlink_ext_ack *extack);
struct vtrunk_trunk *vtrunk_nl_trunk(struct genl_info *info,
				     struct nlattr *attr);
int vtrunk_nl_ip(struct nlattr *ipv4, struct nlattr *ipv6,
		 struct vtrunk_ip *ip);
int vtrunk_nl_check_name(struct nlattr *attr, struct netlink_ext_ack *extack);
int vtrunk_nl_missing(struct genl_info *info, unsigned int type);
int vtrunk_nl_missing_in(struct netlink_ext_ack *extack,
			 const struct nlattr *nest, unsigned int type);
int vtrunk_nl_port_selector(struct nlattr **attrs, const struct nlattr *nest,
			    struct netlink_ext_ack *extack, u16 *vid);
int vtrunk_nl_port_keyless(const struct vtrunk_port_config *config,
			   const struct nlattr *attr,
			   const struct nlattr *nest,
			   struct netlink_ext_ack *extack);
int vtrunk_nl_port_flags(struct nlattr **attrs, struct netlink_ext_ack *extack,
			 struct vtrunk_port_config *config);
int vtrunk_nl_put_stats(struct sk_buff *skb, unsigned int type,
			const struct vtrunk_totals *sum);
int vtrunk_nl_put_ip(struct sk_buff *skb, unsigned int ipv4,
		     unsigned int ipv6, const struct vtrunk_ip *ip);

/* Writes the attributes of an object: the same for reply, dump and report. */
typedef int (*vtrunk_nl_fill)(struct sk_buff *skb, const void *object);

int vtrunk_nl_reply(struct genl_info *info, u8 cmd, vtrunk_nl_fill fill,
		    const void *object, gfp_t gfp);
int vtrunk_nl_dump(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		   vtrunk_nl_fill fill, const void *object);
int vtrunk_nl_put_message(struct sk_buff *skb, void *hdr, vtrunk_nl_fill fill,
			  const void *object);
int vtrunk_nl_answer(struct genl_info *info, struct sk_buff *skb, u8 cmd,
		     vtrunk_nl_fill fill, const void *object);
void vtrunk_nl_report(struct vtrunk *br, u8 cmd, vtrunk_nl_fill fill,
		      const void *object, gfp_t gfp);
void vtrunk_nl_changed(struct vtrunk *br);

#endif /* _VTRUNK_NETLINK_OBJECT_H */
