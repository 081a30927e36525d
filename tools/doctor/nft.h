/* SPDX-License-Identifier: GPL-2.0 */
/* Expressions of nftables, against a packet. */
#ifndef _TRUNKCTL_DOCTOR_NFT_H
#define _TRUNKCTL_DOCTOR_NFT_H

#include <jansson.h>

#include "firewall.h"

/**
 * struct nft - a ruleset
 * @objects: its objects, as nft(8) lists them
 */
struct nft {
	const json_t *objects;
};

const json_t *nft_elements(const struct nft *nft, const json_t *set);
enum match nft_compare(const struct nft *nft, const struct packet *packet,
		       const json_t *left, const json_t *right);
enum match nft_match(const struct nft *nft, const struct packet *packet,
		     const json_t *match);

#endif /* _TRUNKCTL_DOCTOR_NFT_H */
