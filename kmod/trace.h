/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM vtrunk

#if !defined(_VTRUNK_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _VTRUNK_TRACE_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/tracepoint.h>
#include <uapi/linux/vtrunk.h>

#define VTRUNK_DROP_NAMES						\
	EM(NO_NATIVE, "no_native")					\
	EM(UNKNOWN_VID, "unknown_vid")					\
	EM(INNER_TAG, "inner_tag")					\
	EM(BAD_SOURCE, "bad_source")					\
	EM(LINK_LOCAL, "link_local")					\
	EM(DOWN, "down")						\
	EM(MTU, "mtu")							\
	EM(STATIC_MOVE, "static_move")					\
	EM(SAME_PORT, "same_port")					\
	EM(NO_DEST, "no_dest")						\
	EM(UNKNOWN_UNICAST, "unknown_unicast")				\
	EM(NO_UPLINK, "no_uplink")					\
	EM(UPLINK_TX, "uplink_tx")					\
	EM(PORT_TX, "port_tx")						\
	EM(UNKNOWN_VNI, "unknown_vni")					\
	EM(UNKNOWN_REMOTE, "unknown_remote")				\
	EM(BAD_OPTION, "bad_option")					\
	EM(OAM, "oam")							\
	EM(NO_METADATA, "no_metadata")					\
	EM(NOT_A_PORT, "not_a_port")					\
	EM(NO_MEMORY, "no_memory")					\
	EM(LOCAL_ONLY, "local_only")					\
	EM(NO_OPTION, "no_option")					\
	EM(OPTION_LENGTH, "option_length")				\
	EM(SAME_KEY, "same_key")					\
	EMe(UNKNOWN_KEY, "unknown_key")

/* Tell user space the values, so that tools can print the names. */
#undef EM
#undef EMe
#define EM(a, b)	TRACE_DEFINE_ENUM(VTRUNK_DROP_##a);
#define EMe(a, b)	TRACE_DEFINE_ENUM(VTRUNK_DROP_##a);
VTRUNK_DROP_NAMES

#undef EM
#undef EMe
#define EM(a, b)	{ VTRUNK_DROP_##a, b },
#define EMe(a, b)	{ VTRUNK_DROP_##a, b }

TRACE_EVENT(vtrunk_drop,

	TP_PROTO(const struct net_device *bridge, const struct sk_buff *skb,
		 unsigned int reason),

	TP_ARGS(bridge, skb, reason),

	TP_STRUCT__entry(
		__array(char, bridge, IFNAMSIZ)
		__array(char, dev, IFNAMSIZ)
		__field(const void *, skbaddr)
		__field(unsigned int, len)
		__field(unsigned int, reason)
	),

	TP_fast_assign(
		strscpy(__entry->bridge, bridge->name, IFNAMSIZ);
		strscpy(__entry->dev, skb->dev ? skb->dev->name : "", IFNAMSIZ);
		__entry->skbaddr = skb;
		__entry->len = skb->len;
		__entry->reason = reason;
	),

	TP_printk("bridge=%s dev=%s skbaddr=%p len=%u reason=%s",
		  __entry->bridge, __entry->dev, __entry->skbaddr,
		  __entry->len,
		  __print_symbolic(__entry->reason, VTRUNK_DROP_NAMES))
);

#endif /* _VTRUNK_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
