/* SPDX-License-Identifier: GPL-2.0 */
/* What the running bridge knows about the frames of a capture. */
#ifndef _TRUNKCTL_DECODE_KNOWN_H
#define _TRUNKCTL_DECODE_KNOWN_H

#include "../list.h"
#include "../world.h"

struct frame;
struct params;

/**
 * struct station - where a MAC is
 * @mac: the MAC
 * @vni: VNI of the network
 * @port: the port that it is at, or NULL when it is at a remote
 */
struct station {
	uint8_t mac[MAC_LEN];
	uint32_t vni;
	const struct port *port;
};

/**
 * struct known_group - a group that was made
 * @vni: VNI of its network
 * @key: its key
 */
struct known_group {
	uint32_t vni;
	uint32_t key;
};

/**
 * struct known - the bridge, and what is on it
 * @there: whether there is a bridge; otherwise the rest is empty
 * @bridge: the bridge
 * @world: what is configured
 * @stations: struct station, in order of their MACs
 * @groups: struct known_group
 */
struct known {
	bool there;
	struct bridge bridge;
	struct world world;
	struct list stations;
	struct list groups;
};

/* Room for a port's name. */
#define PLACE_TEXT	(VTRUNK_NAME_LEN + 1)

enum result known_load(struct ctx *ctx, const struct params *p,
		       struct known *k);
void known_order(struct known *k);
void known_free(struct known *k);

bool known_local(const struct known *k, const struct ip_addr *ip);
const struct network *known_network(const struct known *k, uint32_t vni);
bool known_remote(const struct known *k, const struct ip_addr *ip,
		  uint32_t vni);
bool known_takes_tags(const struct known *k, uint32_t vni);
const struct port *known_port_by_key(const struct known *k, uint32_t vni,
				     uint32_t key);
bool known_has_group(const struct known *k, uint32_t vni, uint32_t key);
const struct port *known_port_of(const struct known *k, uint32_t vni,
				 const uint8_t mac[MAC_LEN]);
const struct network *known_network_of(const struct known *k,
				       const struct frame *f);
const char *known_port_text(const struct port *port, char text[PLACE_TEXT]);

void judge(struct frame *f, const struct known *k);
void frame_print(const struct ctx *ctx, const struct known *k,
		 const struct frame *f);

#endif /* _TRUNKCTL_DECODE_KNOWN_H */
