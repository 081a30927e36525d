/* SPDX-License-Identifier: GPL-2.0 */
/* Network devices: finding, making, changing and removing them. */
#ifndef _TRUNKCTL_LINK_H
#define _TRUNKCTL_LINK_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "trunkctl.h"

struct conn_error;

/* Longest alias that the kernel keeps, with its end. */
#define LINK_ALIAS_SIZE	256

/**
 * struct link - a network device
 * @ifindex: its number
 * @name: its name
 * @kind: its kind, or empty
 * @alias: its alias, or empty
 * @up: whether it is set up
 * @master: number of the device it is enslaved to, or 0
 * @mtu: its MTU
 * @noarp: whether it asks nobody for a MAC
 * @geneve_port: UDP port of a Geneve device, or 0
 * @geneve_external: whether it is told the VNI with each frame
 */
struct link {
	uint32_t ifindex;
	char name[IFNAMSIZ];
	char kind[32];
	char alias[LINK_ALIAS_SIZE];
	bool up;
	uint32_t master;
	uint32_t mtu;
	bool noarp;
	uint16_t geneve_port;
	bool geneve_external;
};

/**
 * typedef link_visit - look at one device
 * @link: the device
 * @arg: what the caller gave
 *
 * Return: 0, or a negative errno, which ends the list.
 */
typedef int (*link_visit)(const struct link *link, void *arg);

int link_get(struct ctx *ctx, const char *name, uint32_t ifindex,
	     struct link *link, struct conn_error *err);
enum result link_find(struct ctx *ctx, const char *name, struct link *link);
int link_each(struct ctx *ctx, link_visit visit, void *arg,
	      struct conn_error *err);
int link_find_alias(struct ctx *ctx, const char *alias, struct link *link,
		    struct conn_error *err);
int link_add_bridge(struct ctx *ctx, const char *name, struct conn_error *err);
int link_add_geneve(struct ctx *ctx, const char *name, uint32_t dstport,
		    struct conn_error *err);
int link_set_alias(struct ctx *ctx, uint32_t ifindex, const char *alias,
		   struct conn_error *err);
int link_set_up(struct ctx *ctx, uint32_t ifindex, bool up,
		struct conn_error *err);
int link_del(struct ctx *ctx, const struct link *link, struct conn_error *err);

#endif /* _TRUNKCTL_LINK_H */
