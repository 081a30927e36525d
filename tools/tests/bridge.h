/* SPDX-License-Identifier: GPL-2.0 */
/* A bridge for tests of decode, without a kernel. */
#ifndef _TRUNKCTL_TESTS_BRIDGE_H
#define _TRUNKCTL_TESTS_BRIDGE_H

struct known;

const struct known *bridge_known(void);

#endif /* _TRUNKCTL_TESTS_BRIDGE_H */
