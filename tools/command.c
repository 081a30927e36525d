// SPDX-License-Identifier: GPL-2.0
/* The table of objects, and the running of one command. */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "error.h"

static const struct object *const objects[] = {
	&object_bridge,
	&object_network,
	&object_remote,
	&object_trunk,
	&object_subport,
	&object_fdb,
	&object_group,
	&object_show,
	&object_monitor,
	&object_dump,
	&object_diff,
	&object_apply,
	&object_doctor,
	&object_decode,
	NULL,
};

static enum result unknown_object(const struct ctx *ctx, const char *text)
{
	const char *known[sizeof(objects) / sizeof(objects[0]) + 1];
	size_t i;

	for (i = 0; objects[i]; i++)
		known[i] = objects[i]->name;
	known[i++] = "help";
	known[i] = NULL;
	return words_unknown(ctx, "object", text, known);
}

static enum result unknown_verb(const struct ctx *ctx,
				const struct object *object, const char *text)
{
	const char *known[16];
	size_t i;

	for (i = 0; object->verbs[i].name; i++)
		known[i] = object->verbs[i].name;
	known[i++] = "help";
	known[i] = NULL;
	return words_unknown(ctx, "command", text, known);
}

/**
 * command_objects() - the objects of the language
 *
 * Return: all of them, ended by NULL.
 */
const struct object *const *command_objects(void)
{
	return objects;
}

/**
 * command_help() - print what was asked for
 * @ctx: the run
 * @text: the text
 *
 * Return: DONE, or REFUSED if it could not be written.
 */
enum result command_help(const struct ctx *ctx, const char *text)
{
	fputs(text, stdout);
	return view_end(ctx);
}

/* The lines of usage come first, as in "ip OBJECT help". */
static enum result object_help(const struct ctx *ctx,
			       const struct object *object)
{
	const char *indent = "Usage: ";
	const char *text = object->help;
	const char *end;

	for (; *text != '\n'; text = end + 1) {
		end = strchr(text, '\n');
		printf("%s%.*s\n", indent, (int)(end - text), text);
		indent = "       ";
	}
	return command_help(ctx, text);
}

/**
 * command_run() - run one command
 * @ctx: the run
 * @argv: its words, beginning with the object, ended by NULL
 *
 * Return: what came of it.
 */
enum result command_run(struct ctx *ctx, char **argv)
{
	const struct object *object;
	const struct verb *verb;
	struct params params;
	size_t i;

	ctx->object = NULL;
	ctx->verb = NULL;
	for (i = 0; objects[i] && strcmp(objects[i]->name, *argv); i++)
		;
	object = objects[i];
	if (!object)
		return unknown_object(ctx, *argv);
	ctx->object = object->name;
	argv++;
	if (*argv && !strcmp(*argv, "help") && !argv[1])
		return object_help(ctx, object);
	if (object->run)
		return object->run(ctx, argv);
	if (!*argv)
		return error_usage(ctx, "which command is missing, see \"trunkctl %s help\"",
				   object->name);
	for (verb = object->verbs; verb->name; verb++)
		if (!strcmp(verb->name, *argv))
			break;
	if (!verb->name)
		return unknown_verb(ctx, object, *argv);
	ctx->verb = verb->name;
	if (words_parse(ctx, verb, argv + 1, &params))
		return USAGE;
	if (!verb->offline && ctx_connect(ctx))
		return REFUSED;
	return verb->run(ctx, &params);
}
