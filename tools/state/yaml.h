/* SPDX-License-Identifier: GPL-2.0 */
/* Nodes of a YAML or JSON document, read by a table of keys. */
#ifndef _TRUNKCTL_STATE_YAML_H
#define _TRUNKCTL_STATE_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "attr.h"
#include "file.h"

struct fy_node;

/* The longest scalar that anything takes. */
#define YAML_TEXT	2048

typedef void (*yaml_take)(struct reader *r, struct fy_node *node, void *object);

/**
 * struct yaml_key - a key of a mapping that is no plain setting
 * @name: the key
 * @take: takes its value
 */
struct yaml_key {
	const char *name;
	yaml_take take;
};

/**
 * struct yaml_map - what a mapping may hold
 * @keys: keys that are read by functions
 * @count: how many
 * @attrs: settings, or NULL
 */
struct yaml_map {
	const struct yaml_key *keys;
	size_t count;
	const struct attrs *attrs;
};

#define YAML_MAP(array, settings)	\
	{ array, sizeof(array) / sizeof((array)[0]), settings }

struct mark yaml_mark(const struct reader *r, struct fy_node *node);
bool yaml_text(struct reader *r, struct fy_node *node, const char *what,
	       char text[YAML_TEXT]);
bool yaml_number(struct reader *r, struct fy_node *node, const char *what,
		 uint32_t min, uint32_t max, uint32_t *value);
void yaml_read_map(struct reader *r, struct fy_node *node, const char *what,
		   const struct yaml_map *map, void *object);
void yaml_read_list(struct reader *r, struct fy_node *node, const char *what,
		    yaml_take take, void *object);
void yaml_read_named(struct reader *r, struct fy_node *node, const char *what,
		     void (*take)(struct reader *r, const char *name,
				  struct fy_node *key, struct fy_node *node,
				  void *object),
		     void *object);

void node_add(struct reader *r, struct list *list, const void *item,
	      size_t size);
bool node_ip(struct reader *r, struct fy_node *node, const char *what,
	     struct ip_addr *ip);
bool node_network(struct reader *r, struct fy_node *node,
		  char name[VTRUNK_NAME_LEN + 1]);
void node_fdb(struct reader *r, struct fy_node *node, void *object);
void node_groups(struct reader *r, struct fy_node *node, void *object);
void read_bridges(struct reader *r, struct fy_node *node, void *object);

#endif /* _TRUNKCTL_STATE_YAML_H */
