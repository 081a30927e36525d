/* SPDX-License-Identifier: GPL-2.0 */
/* Packet filters: what they do to a tunnel's packets. */
#ifndef _TRUNKCTL_DOCTOR_FIREWALL_H
#define _TRUNKCTL_DOCTOR_FIREWALL_H

#include "doctor.h"

/* A rule may match by what is not known here, such as a mark. */
enum match {
	MATCH_NO,
	MATCH_MAYBE,
	MATCH_YES,
};

/**
 * struct packet - a packet of a tunnel, the first of its flow
 * @path: the way that it goes
 * @in: it comes from the remote; otherwise it goes there
 * @from: source address; family 0 when it is not known
 * @to: destination address; the same
 */
struct packet {
	const struct path *path;
	bool in;
	struct ip_addr from;
	struct ip_addr to;
};

/**
 * enum verdict - what rules do to a packet
 * @NEXT: nothing; the next one decides
 * @BACK: back to the chain before
 * @PASS: it goes on
 * @LOST: it is dropped or rejected
 * @UNSURE: that cannot be told from here
 */
enum verdict {
	NEXT,
	BACK,
	PASS,
	LOST,
	UNSURE,
};

enum match match_and(enum match a, enum match b);
enum match match_not(enum match a);
enum match match_prefix(const struct ip_addr *ip, const char *text,
			unsigned int bits);
enum match match_device(const char *pattern, char wildcard, const char *dev);
struct finding *firewall_lost(struct doctor *d, const struct packet *packet);
void firewall_opposite(const struct packet *packet,
		       char ip[INET6_ADDRSTRLEN]);

void check_nft(struct doctor *d);
void check_iptables(struct doctor *d);

/* Both directions of each way. */
void firewall_packet(const struct path *path, bool in, struct packet *packet);

#endif /* _TRUNKCTL_DOCTOR_FIREWALL_H */
