// SPDX-License-Identifier: GPL-2.0
/* 6.5, d457a0e329b0 ("net: move gso declarations and functions to their own
 * files")
 */
#include <net/gso.h> /* may be missing */
