// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <net/net_namespace.h>
#include <net/netfilter/nf_conntrack.h>

/* The module of Open vSwitch asks for the hooks of conntrack when it is loaded,
 * whether a flow needs them or not, and each outer packet of the host pays.
 * This gives them back, once, to see what is left without. For tests only;
 * it cannot be removed.
 */
static int __init no_conntrack_init(void)
{
	nf_ct_netns_put(&init_net, NFPROTO_INET);
	return 0;
}

module_init(no_conntrack_init);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Gives back the conntrack hooks of Open vSwitch, for tests");
