/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The settings of objects, one line each: how a state file spells a setting,
 * which word of the command language makes it, and where an object holds it.
 * Reading, writing and comparing states go by these tables.
 */
#ifndef _TRUNKCTL_STATE_ATTR_H
#define _TRUNKCTL_STATE_ATTR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct names;
struct network;

/* Room for the value of any setting, as text. */
#define ATTR_TEXT	64

/**
 * enum attr_type - what a setting is
 * @ATTR_BOOL: true or false, on or off in a command
 * @ATTR_UP: true or false, up or down in a command, without another word
 * @ATTR_NUMBER: a number
 * @ATTR_MTU: a number, or auto
 * @ATTR_NAME: a name, or nothing
 * @ATTR_ENUM: one of some words
 */
enum attr_type {
	ATTR_BOOL,
	ATTR_UP,
	ATTR_NUMBER,
	ATTR_MTU,
	ATTR_NAME,
	ATTR_ENUM,
};

/**
 * struct attr - a setting
 * @key: its key in a state file
 * @word: its word in a command
 * @type: what it is
 * @offset: where it is in the object
 * @min: smallest number
 * @max: largest number
 * @names: the words of an enum
 */
struct attr {
	const char *key;
	const char *word;
	enum attr_type type;
	size_t offset;
	uint32_t min;
	uint32_t max;
	const struct names *names;
};

/**
 * struct attrs - the settings of a kind of object
 * @list: the settings
 * @count: how many
 * @defaults: an object that was given none
 */
struct attrs {
	const struct attr *list;
	size_t count;
	const void *defaults;
};

extern const struct attrs bridge_attrs;
extern const struct attrs network_attrs;
extern const struct attrs remote_attrs;
extern const struct attrs trunk_attrs;
extern const struct attrs port_attrs;

const struct network *network_defaults(uint32_t mode);
const struct attr *attr_find(const struct attrs *attrs, const char *key);
bool attr_equal(const struct attr *attr, const void *a, const void *b);
bool attr_parse(const struct attr *attr, const char *text, void *object);
void attr_expects(const struct attr *attr, char *text, size_t size);
void attr_value(const struct attr *attr, const void *object,
		char text[ATTR_TEXT]);
void attr_words(const struct attr *attr, const void *object,
		char text[ATTR_TEXT]);

#endif /* _TRUNKCTL_STATE_ATTR_H */
