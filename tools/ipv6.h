/* SPDX-License-Identifier: GPL-2.0 */
/* The host's own IPv6 on a trunk device. */
#ifndef _TRUNKCTL_IPV6_H
#define _TRUNKCTL_IPV6_H

#include <stdbool.h>

bool ipv6_has_address(const char *dev);
int ipv6_disable(const char *dev, bool *changed);
int ipv6_enable(const char *dev);

#endif /* _TRUNKCTL_IPV6_H */
