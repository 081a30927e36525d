// SPDX-License-Identifier: GPL-2.0
/*
 * Prints the JSON schema of state files. Settings, their ranges and their
 * defaults come from the tables that trunkctl itself reads such files by.
 */
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>
#include <linux/vtrunk.h>

#include "names.h"
#include "object.h"
#include "state/attr.h"
#include "state/state.h"

#define NAME	"^(?![0-9]+$)[A-Za-z0-9._:-]{1,63}$"
#define DEVICE	"^(?!\\.{1,2}$)[^/:\\s]{1,15}$"
#define MAC	"^(?!00(:00){5}$)[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}$"
#define ADDRESS	"^(?!00(:00){5})[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}" \
		"(,([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)){0,32}$"
#define GROUP_MAC "^[0-9A-Fa-f][13579BDFbdf](:[0-9A-Fa-f]{2}){5}$"
#define IPV4	"^[0-9]{1,3}(\\.[0-9]{1,3}){3}$"
#define IPV6	"^[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*$"

/* Without memory there is no schema. */
static json_t *need(json_t *json)
{
	if (!json) {
		fputs("schema: out of memory\n", stderr);
		exit(1);
	}
	return json;
}

static json_t *range(uint32_t min, uint32_t max)
{
	return need(json_pack("{s:s, s:I, s:I}", "type", "integer",
			      "minimum", (json_int_t)min,
			      "maximum", (json_int_t)max));
}

static json_t *pattern(const char *text)
{
	return need(json_pack("{s:s, s:s}", "type", "string", "pattern", text));
}

static json_t *ref(const char *name)
{
	return need(json_pack("{s:s+}", "$ref", "#/definitions/", name));
}

static json_t *list_of(json_t *items)
{
	return need(json_pack("{s:[s, s], s:o}", "type", "array", "null",
			      "items", items));
}

static json_t *choice(const struct names *names)
{
	json_t *list = need(json_array());
	unsigned int i;

	for (i = 0; i < names->count; i++)
		json_array_append_new(list, need(json_string(names_get(names,
								       i))));
	return need(json_pack("{s:o}", "enum", list));
}

static json_t *attr_type(const struct attr *attr)
{
	switch (attr->type) {
	case ATTR_BOOL:
	case ATTR_UP:
		return need(json_pack("{s:s}", "type", "boolean"));
	case ATTR_NAME:
		return ref("name");
	case ATTR_ENUM:
		return choice(attr->names);
	case ATTR_MTU:
		return need(json_pack("{s:[o, {s:s}]}", "anyOf",
				      range(attr->min, attr->max),
				      "const", "auto"));
	case ATTR_NUMBER:
		break;
	}
	return range(attr->min, attr->max);
}

static json_t *attr_default(const struct attr *attr, const void *object)
{
	char text[ATTR_TEXT];

	attr_value(attr, object, text);
	switch (attr->type) {
	case ATTR_BOOL:
	case ATTR_UP:
	case ATTR_NUMBER:
		return json_loads(text, JSON_DECODE_ANY, NULL);
	default:
		return *text ? json_string(text) : NULL;
	}
}

/* A mapping with the settings of a table, and with nothing that is unknown. */
static json_t *mapping(const struct attrs *attrs, json_t *properties)
{
	json_t *value, *schema;
	size_t i;

	for (i = 0; attrs && i < attrs->count; i++) {
		schema = attr_type(&attrs->list[i]);
		value = attr_default(&attrs->list[i], attrs->defaults);
		/* What stands beside a reference is not looked at. */
		if (value && !json_object_get(schema, "$ref"))
			json_object_set(schema, "default", value);
		json_decref(value);
		json_object_set_new(properties, attrs->list[i].key, schema);
	}
	return need(json_pack("{s:[s, s], s:o, s:b}", "type", "object", "null",
			      "properties", properties,
			      "additionalProperties", 0));
}

static json_t *requiring(json_t *schema, const char *a, const char *b)
{
	json_t *list = need(json_pack("[s]", a));

	if (b)
		json_array_append_new(list, need(json_string(b)));
	json_object_set_new(schema, "required", list);
	/* Nothing is no mapping that has what is required. */
	json_object_set_new(schema, "type", need(json_string("object")));
	return schema;
}

/* A mapping from names to what they have. */
static json_t *named(const char *name, const char *item)
{
	return need(json_pack("{s:[s, s], s:o, s:o}", "type", "object", "null",
			      "propertyNames", pattern(name),
			      "additionalProperties", ref(item)));
}

static json_t *address(void)
{
	return need(json_pack("{s:[{s:s, s:s, s:s}, {s:s, s:s, s:s}]}", "anyOf",
			      "type", "string", "format", "ipv4",
			      "pattern", IPV4,
			      "type", "string", "format", "ipv6",
			      "pattern", IPV6));
}

static json_t *network_id(void)
{
	return need(json_pack("{s:[o, o]}", "anyOf", ref("name"),
			      range(1, VTRUNK_VNI_MAX)));
}

static json_t *remote(void)
{
	json_t *whole = mapping(&remote_attrs,
				need(json_pack("{s:o}", "ip", ref("address"))));

	return need(json_pack("{s:[o, o]}", "anyOf", ref("address"),
			      requiring(whole, "ip", NULL)));
}

static json_t *network(void)
{
	json_t *own = need(json_pack("{s:o, s:o}",
				     "vni", range(1, VTRUNK_VNI_MAX),
				     "remotes", list_of(ref("remote"))));

	return requiring(mapping(&network_attrs, own), "vni", NULL);
}

static json_t *addresses(void)
{
	json_t *list = list_of(pattern(ADDRESS));

	json_object_set_new(list, "maxItems",
			    need(json_integer(VTRUNK_ADDRESSES_MAX)));
	return list;
}

static json_t *native(void)
{
	json_t *own = need(json_pack("{s:o, s:o}",
				     "network", ref("network_id"),
				     "addresses", addresses()));
	json_t *schema = requiring(mapping(&port_attrs, own), "network", NULL);

	json_object_set_new(json_object_get(schema, "properties"), "qinq",
			    need(json_pack("{s:b}", "const", 0)));
	return need(json_pack("{s:[o, {s:s}]}", "anyOf", schema,
			      "type", "null"));
}

static json_t *subport(void)
{
	json_t *own = need(json_pack("{s:o, s:o, s:o}",
				     "vlan", range(1, VTRUNK_VID_MAX),
				     "network", ref("network_id"),
				     "addresses", addresses()));

	return requiring(mapping(&port_attrs, own), "vlan", "network");
}

static json_t *trunk(void)
{
	return mapping(&trunk_attrs,
		       need(json_pack("{s:o, s:o}",
				      "native", ref("native"),
				      "subports", list_of(ref("subport")))));
}

static json_t *fdb_entry(void)
{
	json_t *own = need(json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:{s:[s, s], s:s}}",
				     "mac", pattern(MAC),
				     "network", ref("network_id"),
				     "dev", pattern(DEVICE),
				     "vlan", range(1, VTRUNK_VID_MAX),
				     "remote", ref("address"),
				     "key", range(1, VTRUNK_PORT_KEY_MAX),
				     "type", "enum", "static", "sticky",
				     "default", "static"));
	json_t *schema = requiring(mapping(NULL, own), "mac", "network");

	json_object_set_new(schema, "oneOf",
			    need(json_pack("[{s:[s]}, {s:[s]}]",
					   "required", "dev",
					   "required", "remote")));
	json_object_set_new(schema, "dependencies",
			    need(json_pack("{s:[s], s:[s]}", "vlan", "dev",
					   "key", "remote")));
	return schema;
}

static json_t *member(void)
{
	json_t *own = need(json_pack("{s:o, s:o, s:o}",
				     "dev", pattern(DEVICE),
				     "vlan", range(1, VTRUNK_VID_MAX),
				     "remote", ref("address")));
	json_t *schema = mapping(NULL, own);

	json_object_set_new(schema, "type", need(json_string("object")));
	json_object_set_new(schema, "oneOf",
			    need(json_pack("[{s:[s]}, {s:[s]}]",
					   "required", "dev",
					   "required", "remote")));
	json_object_set_new(schema, "dependencies",
			    need(json_pack("{s:[s]}", "vlan", "dev")));
	return schema;
}

static json_t *group(void)
{
	json_t *members = list_of(member());
	json_t *own;

	json_object_set_new(members, "maxItems",
			    need(json_integer(VTRUNK_GROUP_MEMBERS_MAX)));
	own = need(json_pack("{s:o, s:o, s:o, s:o}",
			     "key", range(VTRUNK_PORT_KEY_MAX + 1, 65535),
			     "network", ref("network_id"),
			     "mac", pattern(GROUP_MAC),
			     "members", members));
	return requiring(mapping(NULL, own), "key", "network");
}

static json_t *local(void)
{
	return need(json_pack("{s:[o, {s:[s, s], s:o, s:i}]}", "anyOf",
			      ref("address"), "type", "array", "null",
			      "items", ref("address"), "maxItems", 2));
}

static json_t *bridge(void)
{
	json_t *own = need(json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
				     "local", local(),
				     "dstport", range(1, 65535),
				     "uplink", pattern(DEVICE),
				     "remotes", list_of(ref("remote")),
				     "networks", named(NAME, "network"),
				     "trunks", named(DEVICE, "trunk"),
				     "fdb", list_of(ref("fdb_entry")),
				     "groups", list_of(group())));
	json_t *schema = mapping(&bridge_attrs, own);

	/* dstport is for a Geneve device that is to be made. */
	json_object_set_new(schema, "not",
			    need(json_pack("{s:s, s:[s, s]}", "type", "object",
					   "required", "dstport", "uplink")));
	return schema;
}

static json_t *file(void)
{
	json_t *own = need(json_pack("{s:{s:i}, s:o}",
				     "version", "const", STATE_VERSION,
				     "bridges", named(DEVICE, "bridge")));
	json_t *schema = requiring(mapping(NULL, own), "version", NULL);
	json_t *definitions;

	definitions = need(json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
				     "address", address(),
				     "name", pattern(NAME),
				     "network_id", network_id(),
				     "remote", remote(),
				     "network", network(),
				     "native", native(),
				     "subport", subport(),
				     "trunk", trunk(),
				     "fdb_entry", fdb_entry(),
				     "bridge", bridge()));
	json_object_set_new(schema, "definitions", definitions);
	return schema;
}

int main(void)
{
	json_t *schema = need(json_pack("{s:s, s:s}", "$schema",
					"http://json-schema.org/draft-07/schema#",
					"title", "State file of trunkctl"));
	json_t *whole = file();

	json_object_update(schema, whole);
	json_decref(whole);
	if (json_dumpf(schema, stdout, JSON_INDENT(2)) ||
	    fputc('\n', stdout) == EOF || fflush(stdout))
		return 1;
	json_decref(schema);
	return 0;
}
