// SPDX-License-Identifier: GPL-2.0
#include <linux/init.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <net/genetlink.h>
#include <net/rtnetlink.h>

#include "device.h"
#include "fdb.h"
#include "flow.h"
#include "netlink.h"

static int __init vtrunk_init(void)
{
	int err;

	vtrunk_flow_module_init();
	err = vtrunk_fdb_module_init();
	if (err)
		return err;
	err = vtrunk_device_module_init();
	if (err)
		goto err_device;
	err = vtrunk_netlink_module_init();
	if (err)
		goto err_netlink;
	return 0;

err_netlink:
	vtrunk_device_module_uninit();
err_device:
	vtrunk_fdb_module_uninit();
	return err;
}

static void __exit vtrunk_exit(void)
{
	vtrunk_netlink_module_uninit();
	vtrunk_device_module_uninit();
	/* Objects that were given to RCU are freed by functions of ours. */
	rcu_barrier();
	vtrunk_fdb_module_uninit();
}

module_init(vtrunk_init);
module_exit(vtrunk_exit);

MODULE_DESCRIPTION("Virtual trunk bridge: VLAN subports switched over Geneve");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
MODULE_ALIAS_RTNL_LINK("vtrunk");
MODULE_ALIAS_GENL_FAMILY("vtrunk");
