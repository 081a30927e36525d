// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "out.h"

/* Nests inside an object: the statistics, and the drops in them; or a list,
 * and an object of it.
 */
#define DEPTH	3

/**
 * struct out - where results go
 * @json: whether JSON is printed
 * @pretty: whether JSON is indented
 * @lines: whether each object is a line of its own, not part of an array
 * @failed: whether memory ran out
 * @objects: objects printed so far
 * @depth: nests that are open
 * @stack: the object that is being printed, and the nests in it
 */
struct out {
	bool json;
	bool pretty;
	bool lines;
	bool failed;
	unsigned int objects;
	int depth;
	json_t *stack[DEPTH];
};

/**
 * out_new() - make an output
 * @json: print JSON
 * @pretty: indent it
 *
 * Return: the output, or NULL.
 */
struct out *out_new(bool json, bool pretty)
{
	struct out *out = calloc(1, sizeof(*out));

	if (!out)
		return NULL;
	out->json = json;
	out->pretty = pretty;
	return out;
}

/**
 * out_free() - free an output
 * @out: the output
 */
void out_free(struct out *out)
{
	free(out);
}

/**
 * out_is_json() - tell whether JSON is printed
 * @out: the output
 *
 * Return: true for JSON, false for text.
 */
bool out_is_json(const struct out *out)
{
	return out->json;
}

/**
 * out_end() - end the list of objects, which may be empty
 * @out: the output
 *
 * Return: true if all was printed.
 */
bool out_end(struct out *out)
{
	if (out->json && !out->lines) {
		if (!out->objects)
			putchar('[');
		fputs(out->pretty && out->objects ? "\n]\n" : "]\n", stdout);
	}
	out->objects = 0;
	return !fflush(stdout) && !ferror(stdout) && !out->failed;
}

/**
 * out_lines() - print each object on a line of its own, at once
 * @out: the output
 */
void out_lines(struct out *out)
{
	out->lines = true;
	out->pretty = false;
}

/**
 * out_open() - begin an object
 * @out: the output
 */
void out_open(struct out *out)
{
	if (!out->json)
		return;
	out->depth = 0;
	out->stack[0] = json_object();
	if (!out->stack[0])
		out->failed = true;
}

/* An object is written as soon as it is complete: long lists need no memory. */
static void print_object(struct out *out, const json_t *object)
{
	char *text = json_dumps(object, out->pretty ? JSON_INDENT(4) :
						      JSON_COMPACT);
	const char *at;

	if (!text) {
		out->failed = true;
		return;
	}
	if (!out->lines)
		putchar(out->objects ? ',' : '[');
	out->objects++;
	if (out->pretty)
		fputs("\n    ", stdout);
	/* Indent by the depth of the array that jansson knows nothing of. */
	for (at = text; *at; at++) {
		putchar(*at);
		if (*at == '\n')
			fputs("    ", stdout);
	}
	free(text);
}

/**
 * out_close() - end an object; in text, end its line
 * @out: the output
 */
void out_close(struct out *out)
{
	if (out->json && out->stack[0]) {
		print_object(out, out->stack[0]);
		json_decref(out->stack[0]);
		out->stack[0] = NULL;
	}
	if (!out->json || out->lines)
		putchar('\n');
	if (out->lines)
		fflush(stdout);
}

/* The value is freed if it cannot be set. */
static bool set(struct out *out, const char *key, json_t *value)
{
	json_t *nest = out->stack[out->depth];
	int err;

	err = key ? json_object_set_new(nest, key, value) :
		    json_array_append_new(nest, value);
	if (err)
		out->failed = true;
	return !err;
}

static void begin(struct out *out, const char *key, json_t *nest)
{
	bool done = set(out, key, nest);

	out->stack[++out->depth] = done ? nest : NULL;
}

/**
 * out_nest() - begin an object inside the object; nothing in text
 * @out: the output
 * @key: its key, or NULL inside a list
 */
void out_nest(struct out *out, const char *key)
{
	if (out->json && out->depth + 1 < DEPTH)
		begin(out, key, json_object());
}

/**
 * out_list() - begin a list inside the object; nothing in text
 * @out: the output
 * @key: its key
 */
void out_list(struct out *out, const char *key)
{
	if (out->json && out->depth + 1 < DEPTH)
		begin(out, key, json_array());
}

/**
 * out_nest_end() - end an object or a list inside the object
 * @out: the output
 */
void out_nest_end(struct out *out)
{
	if (out->json && out->depth)
		out->depth--;
}

/**
 * out_item() - add a text to the list that is open; nothing in text
 * @out: the output
 * @value: the text
 */
void out_item(struct out *out, const char *value)
{
	if (out->json)
		set(out, NULL, json_string(value));
}

/**
 * out_str() - print a text
 * @out: the output
 * @key: key in JSON, or NULL for text only
 * @label: label in text, or NULL for JSON only
 * @value: the text
 */
void out_str(struct out *out, const char *key, const char *label,
	     const char *value)
{
	if (!out->json && label)
		printf("%s%s", label, value);
	if (out->json && key)
		set(out, key, json_string(value));
}

/**
 * out_uint() - print a number
 * @out: the output
 * @key: key in JSON, or NULL for text only
 * @label: label in text, or NULL for JSON only
 * @value: the number
 */
void out_uint(struct out *out, const char *key, const char *label,
	      uint64_t value)
{
	if (!out->json && label)
		printf("%s%" PRIu64, label, value);
	if (out->json && key)
		set(out, key, json_integer((json_int_t)value));
}

/**
 * out_bool() - print a switch
 * @out: the output
 * @key: key in JSON, or NULL for text only
 * @label: label in text, or NULL for JSON only
 * @value: whether it is on
 */
void out_bool(struct out *out, const char *key, const char *label, bool value)
{
	if (!out->json && label)
		printf("%s%s", label, value ? "on" : "off");
	if (out->json && key)
		set(out, key, json_boolean(value));
}

/**
 * out_text() - print something in text only
 * @out: the output
 * @format: as for printf()
 */
void out_text(struct out *out, const char *format, ...)
{
	va_list ap;

	if (out->json)
		return;
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
}
