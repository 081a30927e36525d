/* SPDX-License-Identifier: GPL-2.0 */
/* Which port of a bridge has which MAC as its address. */
#ifndef _TRUNKCTL_STATE_CLAIM_H
#define _TRUNKCTL_STATE_CLAIM_H

#include <stdbool.h>

#include "state.h"

/**
 * struct claim - a MAC of a network that a port has
 * @vni: the network
 * @mac: the MAC
 * @port: the port
 */
struct claim {
	uint32_t vni;
	const uint8_t *mac;
	const struct state_port *port;
};

bool claims_make(const struct state_bridge *b, struct list *claims);
const struct claim *claims_find(const struct list *claims, uint32_t vni,
				const uint8_t *mac);

#endif /* _TRUNKCTL_STATE_CLAIM_H */
