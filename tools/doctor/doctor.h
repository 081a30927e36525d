/* SPDX-License-Identifier: GPL-2.0 */
/* What may keep frames from their way, each with the command that mends it. */
#ifndef _TRUNKCTL_DOCTOR_H
#define _TRUNKCTL_DOCTOR_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "../link.h"
#include "../list.h"
#include "../object.h"
#include "../route.h"
#include "../world.h"

/**
 * struct finding - something that is wrong
 * @kind: what it is, in one word
 * @error: frames are lost; otherwise they may be
 * @bridge: the bridge, or empty
 * @dev: a device, or empty
 * @ip: a remote, or none
 * @network: a network, or empty
 * @vlan: a VLAN id, or 0
 * @mac: a MAC, or empty
 * @text: the sentence
 * @mend: the command that mends it
 * @there: that command is for the remote, not for this host
 */
struct finding {
	const char *kind;
	bool error;
	char bridge[IFNAMSIZ];
	char dev[IFNAMSIZ];
	struct ip_addr ip;
	char network[VTRUNK_NAME_LEN + 1];
	uint32_t vlan;
	char mac[MAC_STRLEN];
	char *text;
	char *mend;
	bool there;
};

/**
 * struct path - the way to a remote
 * @bridge: the bridge
 * @remote: the remote
 * @local: source address of the tunnel; family 0 when none is set
 * @dport: UDP port of the tunnel
 * @route: what the host's routes say
 * @dev: the device that it leaves by; number 0 without a route
 * @neighbour: state of the entry for @route.next, NUD_..., or 0
 * @answered: whether it answered a probe
 */
struct path {
	const struct bridge *bridge;
	const struct remote *remote;
	struct ip_addr local;
	uint32_t dport;
	struct route route;
	struct link dev;
	uint32_t neighbour;
	bool answered;
};

/**
 * struct doctor - one visit
 * @ctx: the run
 * @world: what is configured
 * @paths: struct path, one for each remote that is up
 * @findings: struct finding
 * @failed: whether memory ran out
 */
struct doctor {
	struct ctx *ctx;
	struct world world;
	struct list paths;
	struct list findings;
	bool failed;
};

/* The UDP port of a bridge that has no uplink to tell it. */
#define DSTPORT_DEFAULT	6081

/* Findings (finding.c). */
struct finding *finding_new(struct doctor *d, const char *kind, bool error,
			    const struct bridge *b);
__attribute__((format(printf, 3, 4)))
void finding_say(struct doctor *d, struct finding *f, const char *format, ...);
__attribute__((format(printf, 3, 4)))
void finding_mend(struct doctor *d, struct finding *f, const char *format,
		  ...);
void finding_dev(struct finding *f, const char *dev);
void finding_network(struct finding *f, const char *network);
void finding_print(struct doctor *d, const struct finding *f);
void findings_free(struct doctor *d);

/* Ways (path.c). */
void paths_find(struct doctor *d, bool probe);
const struct bridge *doctor_bridge(const struct doctor *d, uint32_t ifindex);
bool proc_number(const char *path, int *value);

/* What is looked at. */
void check_uplinks(struct doctor *d);
void check_underlay(struct doctor *d);
void check_remotes(struct doctor *d, bool probed, uint32_t silent);
void check_firewall(struct doctor *d);
void check_trunks(struct doctor *d);
void check_fdb(struct doctor *d);
void check_offloads(struct doctor *d);
void check_state(struct doctor *d);

#endif /* _TRUNKCTL_DOCTOR_H */
