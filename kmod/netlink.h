/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_NETLINK_H
#define _VTRUNK_NETLINK_H

int vtrunk_netlink_module_init(void);
void vtrunk_netlink_module_uninit(void);

#endif /* _VTRUNK_NETLINK_H */
