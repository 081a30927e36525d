/* SPDX-License-Identifier: GPL-2.0 */
/* The spec's names of enum values, attributes and operations. */
#ifndef _TRUNKCTL_NAMES_H
#define _TRUNKCTL_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct names - the names of an enum's values
 * @list: the names, by value
 * @count: how many there are
 */
struct names {
	const char *const *list;
	unsigned int count;
};

extern const struct names names_mode;
extern const struct names names_unknown;
extern const struct names names_handover;
extern const struct names names_selector;
extern const struct names names_status;
extern const struct names names_fdb_type;
extern const struct names names_drop;
extern const struct names names_cmd;
extern const struct names names_bridge;
extern const struct names names_network;
extern const struct names names_remote;
extern const struct names names_trunk;
extern const struct names names_port;
extern const struct names names_fdb;
extern const struct names names_group;

const char *names_get(const struct names *names, uint32_t value);
bool names_find(const struct names *names, const char *text, uint32_t *value);
const struct names *names_of_cmd(uint8_t cmd);

#endif /* _TRUNKCTL_NAMES_H */
