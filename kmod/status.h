/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_STATUS_H
#define _VTRUNK_STATUS_H

#include <uapi/linux/vtrunk.h>

struct vtrunk_port;
struct vtrunk_trunk;

enum vtrunk_status vtrunk_port_status(const struct vtrunk_port *port);
enum vtrunk_status vtrunk_trunk_status(const struct vtrunk_trunk *trunk);

#endif /* _VTRUNK_STATUS_H */
