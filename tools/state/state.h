/* SPDX-License-Identifier: GPL-2.0 */
/* A whole configuration: what a state file asks for, or what the kernel has. */
#ifndef _TRUNKCTL_STATE_H
#define _TRUNKCTL_STATE_H

#include <stdbool.h>

#include "../list.h"
#include "../object.h"
#include "../trunkctl.h"

/* The version of the file format. */
#define STATE_VERSION	1

/**
 * struct mark - where a state file says something
 * @file: name of the file, or NULL for what the kernel has
 * @line: line in it, from 1
 */
struct mark {
	const char *file;
	unsigned int line;
};

/*
 * The items of a state. Each begins with the object itself, so that the tables
 * of attr.h serve objects of either origin.
 */
struct state_network {
	struct network network;
	struct mark mark;
};

struct state_remote {
	struct remote remote;
	struct mark mark;
};

/**
 * struct state_trunk - a trunk
 * @trunk: the trunk
 * @mark: where it is said
 * @pending: whether there is no such device at present
 */
struct state_trunk {
	struct trunk trunk;
	struct mark mark;
	bool pending;
};

struct state_port {
	struct port port;
	struct mark mark;
};

struct state_fdb {
	struct fdb fdb;
	struct mark mark;
};

struct state_group {
	struct group group;
	struct mark mark;
};

/**
 * struct state_bridge - a bridge and all that is on it
 * @bridge: the bridge
 * @mark: where it is said
 * @makes_uplink: whether the uplink is a Geneve device that trunkctl makes
 * @networks: struct state_network, by VNI
 * @remotes: struct state_remote; with VNI 0 those of every network
 * @trunks: struct state_trunk, by name
 * @ports: struct state_port, by trunk, selector and VID
 * @fdb: struct state_fdb, static and sticky ones
 * @groups: struct state_group, by network and key
 */
struct state_bridge {
	struct bridge bridge;
	struct mark mark;
	bool makes_uplink;
	struct list networks;
	struct list remotes;
	struct list trunks;
	struct list ports;
	struct list fdb;
	struct list groups;
};

/**
 * struct state - a whole configuration
 * @bridges: struct state_bridge, by name
 * @names: char *, names of files that marks point to
 */
struct state {
	struct list bridges;
	struct list names;
};

/* For each item of a list, which may have none. */
#define state_for_each(item, list)					\
	for ((item) = (list)->items;					\
	     (list)->count &&						\
	     (item) < (__typeof__(item))(list)->items + (list)->count;	\
	     (item)++)

void state_free(struct state *state);
int state_copy(struct state *to, const struct state *from);
void state_sort(struct state *state);

struct state_bridge *state_bridge_find(const struct state *state,
				       const char *name);
struct state_network *state_network_find(const struct state_bridge *b,
					 uint32_t vni);
struct state_network *state_network_named(const struct state_bridge *b,
					  const char *name);
struct state_remote *state_remote_find(const struct state_bridge *b,
				       const struct ip_addr *ip, uint32_t vni);
struct state_trunk *state_trunk_find(const struct state_bridge *b,
				     const char *ifname);
struct state_port *state_port_find(const struct state_bridge *b,
				   const struct port *port);
bool state_has_ports(const struct state_bridge *b, const char *ifname);
struct state_fdb *state_fdb_find(const struct state_bridge *b,
				 const struct fdb *fdb);
struct state_group *state_group_find(const struct state_bridge *b,
				     uint32_t vni, uint32_t key);

void state_name_uplink(struct state_bridge *b);
enum result state_load(struct ctx *ctx, struct state *state);

#endif /* _TRUNKCTL_STATE_H */
