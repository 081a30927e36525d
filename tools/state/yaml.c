// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include <libfyaml.h>

#include "yaml.h"

/* The first scalar in a node, for its place in the file. */
static struct fy_token *first_token(struct fy_node *node)
{
	struct fy_node_pair *pair;
	void *prev = NULL;

	while (node && !fy_node_is_scalar(node)) {
		prev = NULL;
		if (fy_node_is_mapping(node)) {
			pair = fy_node_mapping_iterate(node, &prev);
			node = pair ? fy_node_pair_key(pair) : NULL;
		} else {
			node = fy_node_sequence_iterate(node, &prev);
		}
	}
	return node ? fy_node_get_scalar_token(node) : NULL;
}

/**
 * yaml_mark() - where a node is
 * @r: the reading
 * @node: the node, or NULL
 *
 * Return: its file, and its line as far as that is known.
 */
struct mark yaml_mark(const struct reader *r, struct fy_node *node)
{
	struct mark mark = { .file = r->file, .line = 1 };
	struct fy_token *token = first_token(node);
	const struct fy_mark *start;

	start = token ? fy_token_start_mark(token) : NULL;
	if (start)
		mark.line = (unsigned int)start->line + 1;
	return mark;
}

static bool is_empty(struct fy_node *node)
{
	return !node || fy_node_is_null(node);
}

/**
 * yaml_text() - take a scalar
 * @r: the reading
 * @node: the node
 * @what: what it is, for the fault
 * @text: where it goes
 *
 * Return: whether there is one; a fault has been said if not.
 */
bool yaml_text(struct reader *r, struct fy_node *node, const char *what,
	       char text[YAML_TEXT])
{
	struct mark mark = yaml_mark(r, node);
	const char *value = NULL;
	size_t len = 0;

	if (node && fy_node_is_scalar(node) && !fy_node_is_alias(node))
		value = fy_node_get_scalar(node, &len);
	if (!value || !len) {
		reader_fault(r, &mark, "%s has to be a single value", what);
		return false;
	}
	if (len >= YAML_TEXT || memchr(value, '\0', len)) {
		reader_fault(r, &mark, "%s is too long", what);
		return false;
	}
	memcpy(text, value, len);
	text[len] = '\0';
	return true;
}

/**
 * yaml_number() - take a number
 * @r: the reading
 * @node: the node
 * @what: what it is, for the fault
 * @min: the smallest
 * @max: the largest
 * @value: where it goes
 *
 * Return: whether it is one; a fault has been said if not.
 */
bool yaml_number(struct reader *r, struct fy_node *node, const char *what,
		 uint32_t min, uint32_t max, uint32_t *value)
{
	struct mark mark = yaml_mark(r, node);
	char text[YAML_TEXT];

	if (!yaml_text(r, node, what, text))
		return false;
	if (parse_u32(text, min, max, value))
		return true;
	reader_fault(r, &mark, "%s has to be a number from %u to %u, not \"%s\"",
		     what, min, max, text);
	return false;
}

static void take_attr(struct reader *r, struct fy_node *node,
		      const struct attr *attr, void *object)
{
	struct mark mark = yaml_mark(r, node);
	char text[YAML_TEXT];
	char expects[128];

	if (!yaml_text(r, node, attr->key, text) ||
	    attr_parse(attr, text, object))
		return;
	attr_expects(attr, expects, sizeof(expects));
	reader_fault(r, &mark, "%s has to be %s, not \"%s\"", attr->key,
		     expects, text);
}

static void near_key(const struct yaml_map *map, const char *text,
		     const char **near, size_t *best)
{
	size_t distance;
	size_t i;

	for (i = 0; i < map->count; i++) {
		distance = word_distance(text, map->keys[i].name);
		if (distance < *best) {
			*best = distance;
			*near = map->keys[i].name;
		}
	}
	for (i = 0; map->attrs && i < map->attrs->count; i++) {
		distance = word_distance(text, map->attrs->list[i].key);
		if (distance < *best) {
			*best = distance;
			*near = map->attrs->list[i].key;
		}
	}
}

static void unknown_key(struct reader *r, struct fy_node *key,
			const char *text, const char *what,
			const struct yaml_map *map)
{
	struct mark mark = yaml_mark(r, key);
	size_t best = 1 + strlen(text) / 3;
	const char *near = NULL;

	best++;
	near_key(map, text, &near, &best);
	if (near)
		reader_fault(r, &mark, "unknown key \"%s\" in %s, did you mean \"%s\"?",
			     text, what, near);
	else
		reader_fault(r, &mark, "unknown key \"%s\" in %s", text, what);
}

static void take_pair(struct reader *r, struct fy_node_pair *pair,
		      const char *what, const struct yaml_map *map,
		      void *object)
{
	struct fy_node *value = fy_node_pair_value(pair);
	struct fy_node *key = fy_node_pair_key(pair);
	const struct attr *attr = NULL;
	char text[YAML_TEXT];
	size_t i;

	if (!yaml_text(r, key, "a key", text))
		return;
	for (i = 0; i < map->count; i++) {
		if (!strcmp(map->keys[i].name, text)) {
			map->keys[i].take(r, value, object);
			return;
		}
	}
	if (map->attrs)
		attr = attr_find(map->attrs, text);
	if (attr)
		take_attr(r, value, attr, object);
	else
		unknown_key(r, key, text, what, map);
}

/**
 * yaml_read_map() - read a mapping
 * @r: the reading
 * @node: the node; an empty one has no keys
 * @what: what it is, for faults
 * @map: what it may hold
 * @object: where it goes
 */
void yaml_read_map(struct reader *r, struct fy_node *node, const char *what,
		   const struct yaml_map *map, void *object)
{
	struct mark mark = yaml_mark(r, node);
	struct fy_node_pair *pair;
	void *prev = NULL;

	if (is_empty(node))
		return;
	if (!fy_node_is_mapping(node)) {
		reader_fault(r, &mark, "%s has to be keys with values", what);
		return;
	}
	while ((pair = fy_node_mapping_iterate(node, &prev)))
		take_pair(r, pair, what, map, object);
}

/**
 * yaml_read_list() - read a list
 * @r: the reading
 * @node: the node; an empty one has no items
 * @what: what it is, for faults
 * @take: takes one item
 * @object: where it goes
 */
void yaml_read_list(struct reader *r, struct fy_node *node, const char *what,
		    yaml_take take, void *object)
{
	struct mark mark = yaml_mark(r, node);
	struct fy_node *item;
	void *prev = NULL;

	if (is_empty(node))
		return;
	if (!fy_node_is_sequence(node)) {
		reader_fault(r, &mark, "%s has to be a list", what);
		return;
	}
	while ((item = fy_node_sequence_iterate(node, &prev)))
		take(r, item, object);
}

/**
 * yaml_read_named() - read a mapping from names to objects
 * @r: the reading
 * @node: the node; an empty one has no objects
 * @what: what it is, for faults
 * @take: takes one object
 * @object: where it goes
 */
void yaml_read_named(struct reader *r, struct fy_node *node, const char *what,
		     void (*take)(struct reader *r, const char *name,
				  struct fy_node *key, struct fy_node *node,
				  void *object),
		     void *object)
{
	struct mark mark = yaml_mark(r, node);
	struct fy_node_pair *pair;
	char name[YAML_TEXT];
	void *prev = NULL;

	if (is_empty(node))
		return;
	if (!fy_node_is_mapping(node)) {
		reader_fault(r, &mark, "%s has to be names with what they have",
			     what);
		return;
	}
	while ((pair = fy_node_mapping_iterate(node, &prev)))
		if (yaml_text(r, fy_node_pair_key(pair), "a name", name))
			take(r, name, fy_node_pair_key(pair),
			     fy_node_pair_value(pair), object);
}
