/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VTRUNK_ETHTOOL_H
#define _VTRUNK_ETHTOOL_H

#include <linux/ethtool.h>

extern const struct ethtool_ops vtrunk_ethtool_ops;

#endif /* _VTRUNK_ETHTOOL_H */
