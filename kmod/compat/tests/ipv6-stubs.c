// SPDX-License-Identifier: GPL-2.0
/* 7.1, 964870b4b901 ("ipv6: remove ipv6_stub infrastructure completely") */
#include <net/ipv6_stubs.h> /* may be missing */
