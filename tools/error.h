/* SPDX-License-Identifier: GPL-2.0 */
/* What goes to stderr: "trunkctl: OBJECT VERB: SENTENCE (ERRNO)". */
#ifndef _TRUNKCTL_ERROR_H
#define _TRUNKCTL_ERROR_H

#include <net/if.h>
#include <stdint.h>

#include <linux/vtrunk.h>

#include "trunkctl.h"
#include "words.h"

struct conn_error;

/**
 * struct subject - what a request was about, in the words of the command line
 * @vlan: the VLAN, or the native port
 * @dev: the trunk, or the device that is to be one
 * @network: the network
 * @vni: the VNI
 * @name: the name that is to be given
 * @ip: the address
 * @mac: the MAC
 * @bridge: the bridge
 * @port: the logical port
 *
 * The kernel's sentences are constant and say "this VLAN" or "this trunk"; the
 * members take the place of such phrases. An empty one leaves the phrase.
 */
struct subject {
	char vlan[32];
	char dev[IFNAMSIZ];
	char network[VTRUNK_NAME_LEN + 1];
	char vni[16];
	char name[VTRUNK_NAME_LEN + 8];
	char ip[INET6_ADDRSTRLEN];
	char mac[MAC_STRLEN];
	char bridge[IFNAMSIZ];
	char port[IFNAMSIZ + 16];
};

void subject_init(struct subject *s, const struct params *p);
void subject_dev(struct subject *s, const char *dev);
void subject_bridge(struct subject *s, const char *bridge);
void subject_port(struct subject *s, uint32_t selector, uint32_t vid);
void subject_address(struct subject *s, const struct conn_error *err);
void subject_ip(struct subject *s, const struct ip_addr *ip);

void subject_apply(const struct subject *s, const char *sentence, char *text,
		   size_t size);

__attribute__((format(printf, 2, 3)))
void error_line(const struct ctx *ctx, const char *format, ...);

__attribute__((format(printf, 2, 3)))
enum result error_usage(const struct ctx *ctx, const char *format, ...);

__attribute__((format(printf, 3, 4)))
enum result error_refused(const struct ctx *ctx, int err, const char *format,
			  ...);

__attribute__((format(printf, 2, 3)))
void error_warn(const struct ctx *ctx, const char *format, ...);

enum result error_nl(const struct ctx *ctx, const struct conn_error *err,
		     const struct subject *s);

#endif /* _TRUNKCTL_ERROR_H */
