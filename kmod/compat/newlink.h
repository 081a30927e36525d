/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_COMPAT_NEWLINK_H
#define _VTRUNK_COMPAT_NEWLINK_H

#include <net/rtnetlink.h>

#ifdef VTRUNK_HAVE_NEWLINK_PARAMS
#define VTRUNK_NEWLINK_OP(op, function)					\
static int op(struct net_device *dev,					\
	      struct rtnl_newlink_params *params,			\
	      struct netlink_ext_ack *extack)				\
{									\
	return function(dev, params, extack);				\
}
#else
struct rtnl_newlink_params {
	struct net *src_net;
	struct nlattr **tb;
	struct nlattr **data;
};

/* Defines OP for struct rtnl_link_ops, which calls FUNCTION as newer kernels
 * call it.
 */
#define VTRUNK_NEWLINK_OP(op, function)					\
static int op(struct net *src_net, struct net_device *dev,		\
	      struct nlattr *tb[], struct nlattr *data[],		\
	      struct netlink_ext_ack *extack)				\
{									\
	struct rtnl_newlink_params params = {				\
		.src_net = src_net,					\
		.tb = tb,						\
		.data = data,						\
	};								\
									\
	return function(dev, &params, extack);				\
}
#endif

#endif /* _VTRUNK_COMPAT_NEWLINK_H */
