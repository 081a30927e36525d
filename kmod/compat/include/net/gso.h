/* SPDX-License-Identifier: GPL-2.0 */
#ifdef VTRUNK_HAVE_GSO_HEADER
#include_next <net/gso.h>
#else
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#endif
