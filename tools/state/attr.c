// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "../names.h"
#include "../object.h"
#include "attr.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define AT(type, member)	offsetof(struct type, member)
#define TABLE(name, array, object)					\
	const struct attrs name = { array, COUNT(array), object }

static const struct bridge no_bridge = {
	.dstport = 6081,
	.ageing = 300,
	.fdb_max = 65536,
	.handover = VTRUNK_HANDOVER_AUTO,
};

static const struct attr bridge_list[] = {
	{ "ageing", "ageing", ATTR_NUMBER, AT(bridge, ageing), 0,
	  VTRUNK_AGEING_MAX, NULL },
	{ "fdb_max", "fdb-max", ATTR_NUMBER, AT(bridge, fdb_max), 1,
	  VTRUNK_FDB_LIMIT, NULL },
	{ "handover", "handover", ATTR_ENUM, AT(bridge, handover), 0, 0,
	  &names_handover },
};
TABLE(bridge_attrs, bridge_list, &no_bridge);

static const struct network no_network = {
	.mode = VTRUNK_MODE_VNI,
	.unknown = VTRUNK_UNKNOWN_FLOOD,
	.learn = true,
};

/* A new network of mode ovn, but for the mode, which has to be said. */
static const struct network no_ovn_network = {
	.mode = VTRUNK_MODE_VNI,
	.unknown = VTRUNK_UNKNOWN_MARKED,
	.learn = true,
};

static const struct attr network_list[] = {
	{ "mode", "mode", ATTR_ENUM, AT(network, mode), 0, 0, &names_mode },
	{ "mtu", "mtu", ATTR_MTU, AT(network, mtu), VTRUNK_MTU_MIN,
	  VTRUNK_MTU_MAX, NULL },
	{ "unknown", "unknown", ATTR_ENUM, AT(network, unknown), 0, 0,
	  &names_unknown },
	{ "learn", "learn", ATTR_BOOL, AT(network, learn), 0, 0, NULL },
	{ "l2cp", "l2cp", ATTR_BOOL, AT(network, l2cp), 0, 0, NULL },
};
TABLE(network_attrs, network_list, &no_network);

static const struct remote no_remote = {
	.up = true,
};

static const struct attr remote_list[] = {
	{ "up", "", ATTR_UP, AT(remote, up), 0, 0, NULL },
};
TABLE(remote_attrs, remote_list, &no_remote);

static const struct trunk no_trunk = {
	.up = true,
};

static const struct attr trunk_list[] = {
	{ "up", "", ATTR_UP, AT(trunk, up), 0, 0, NULL },
	{ "locked", "locked", ATTR_BOOL, AT(trunk, locked), 0, 0, NULL },
	{ "announce", "announce", ATTR_BOOL, AT(trunk, announce), 0, 0, NULL },
};
TABLE(trunk_attrs, trunk_list, &no_trunk);

static const struct port no_port = {
	.up = true,
};

static const struct attr port_list[] = {
	{ "name", "name", ATTR_NAME, AT(port, name), 0, 0, NULL },
	{ "key", "key", ATTR_NUMBER, AT(port, key), 0, VTRUNK_PORT_KEY_MAX,
	  NULL },
	{ "up", "", ATTR_UP, AT(port, up), 0, 0, NULL },
	{ "qinq", "qinq", ATTR_BOOL, AT(port, qinq), 0, 0, NULL },
	{ "unknown", "unknown", ATTR_BOOL, AT(port, unknown), 0, 0, NULL },
	{ "local_only", "local-only", ATTR_BOOL, AT(port, local_only), 0, 0,
	  NULL },
	{ "locked", "locked", ATTR_BOOL, AT(port, locked), 0, 0, NULL },
};
TABLE(port_attrs, port_list, &no_port);

static const void *at(const struct attr *attr, const void *object)
{
	return (const char *)object + attr->offset;
}

static bool get_bool(const struct attr *attr, const void *object)
{
	return *(const bool *)at(attr, object);
}

static uint32_t get_number(const struct attr *attr, const void *object)
{
	return *(const uint32_t *)at(attr, object);
}

/**
 * network_defaults() - what a network has that was given no settings but a mode
 * @mode: its mode
 *
 * Return: such a network, in which the mode counts as a setting.
 */
const struct network *network_defaults(uint32_t mode)
{
	return mode == VTRUNK_MODE_OVN ? &no_ovn_network : &no_network;
}

/**
 * attr_find() - find a setting by its key
 * @attrs: the settings
 * @key: the key
 *
 * Return: the setting, or NULL.
 */
const struct attr *attr_find(const struct attrs *attrs, const char *key)
{
	size_t i;

	for (i = 0; i < attrs->count; i++)
		if (!strcmp(attrs->list[i].key, key))
			return &attrs->list[i];
	return NULL;
}

/**
 * attr_equal() - compare a setting of two objects
 * @attr: the setting
 * @a: one object
 * @b: the other
 *
 * Return: whether it is the same.
 */
bool attr_equal(const struct attr *attr, const void *a, const void *b)
{
	switch (attr->type) {
	case ATTR_BOOL:
	case ATTR_UP:
		return get_bool(attr, a) == get_bool(attr, b);
	case ATTR_NAME:
		return !strcmp(at(attr, a), at(attr, b));
	default:
		return get_number(attr, a) == get_number(attr, b);
	}
}

static bool parse_bool(const char *text, bool *value)
{
	*value = !strcmp(text, "true");
	return *value || !strcmp(text, "false");
}

static bool parse_into_name(const char *text, char *name)
{
	if (!parse_name(text))
		return false;
	strcpy(name, text);
	return true;
}

/**
 * attr_parse() - take a setting from a state file
 * @attr: the setting
 * @text: its value
 * @object: where it goes
 *
 * Return: whether @text is a value of this setting.
 */
bool attr_parse(const struct attr *attr, const char *text, void *object)
{
	void *value = (char *)object + attr->offset;

	switch (attr->type) {
	case ATTR_BOOL:
	case ATTR_UP:
		return parse_bool(text, value);
	case ATTR_NAME:
		return parse_into_name(text, value);
	case ATTR_ENUM:
		return names_find(attr->names, text, value);
	case ATTR_MTU:
		if (!strcmp(text, "auto")) {
			*(uint32_t *)value = 0;
			return true;
		}
		/* fallthrough */
	default:
		return parse_u32(text, attr->min, attr->max, value);
	}
}

/**
 * attr_expects() - say what a setting can be
 * @attr: the setting
 * @text: where the words go
 * @size: room in @text
 */
void attr_expects(const struct attr *attr, char *text, size_t size)
{
	size_t used = 0;
	unsigned int i;

	switch (attr->type) {
	case ATTR_BOOL:
	case ATTR_UP:
		snprintf(text, size, "true or false");
		break;
	case ATTR_NAME:
		snprintf(text, size, "a name: 1 to 63 of A-Z a-z 0-9 . _ : -, not digits alone");
		break;
	case ATTR_ENUM:
		text[0] = '\0';
		for (i = 0; i < attr->names->count && used < size; i++)
			used += (size_t)snprintf(text + used, size - used,
						 "%s%s", i ? " or " : "",
						 names_get(attr->names, i));
		break;
	case ATTR_MTU:
		snprintf(text, size, "auto or a number from %u to %u",
			 attr->min, attr->max);
		break;
	default:
		snprintf(text, size, "a number from %u to %u", attr->min,
			 attr->max);
	}
}

/**
 * attr_value() - a setting as a state file has it
 * @attr: the setting
 * @object: the object
 * @text: where the value goes
 */
void attr_value(const struct attr *attr, const void *object,
		char text[ATTR_TEXT])
{
	const char *word = NULL;

	switch (attr->type) {
	case ATTR_BOOL:
	case ATTR_UP:
		word = get_bool(attr, object) ? "true" : "false";
		break;
	case ATTR_NAME:
		word = at(attr, object);
		break;
	case ATTR_ENUM:
		word = names_get(attr->names, get_number(attr, object));
		break;
	case ATTR_MTU:
		if (!get_number(attr, object))
			word = "auto";
		break;
	default:
		break;
	}
	if (word)
		snprintf(text, ATTR_TEXT, "%s", word);
	else
		snprintf(text, ATTR_TEXT, "%u", get_number(attr, object));
}

/**
 * attr_words() - the words of a command that make a setting
 * @attr: the setting
 * @object: the object
 * @text: where they go, with a space in front
 */
void attr_words(const struct attr *attr, const void *object,
		char text[ATTR_TEXT])
{
	char value[ATTR_TEXT];

	if (attr->type == ATTR_UP) {
		snprintf(text, ATTR_TEXT, " %s",
			 get_bool(attr, object) ? "up" : "down");
		return;
	}
	if (attr->type == ATTR_BOOL)
		strcpy(value, get_bool(attr, object) ? "on" : "off");
	else
		attr_value(attr, object, value);
	/* An empty name is a word as well. */
	snprintf(text, ATTR_TEXT, " %s %s", attr->word, value);
}
