// SPDX-License-Identifier: GPL-2.0
/* Options, files of commands, and the exit status. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "complete.h"
#include "error.h"
#include "nl.h"
#include "out.h"

static const char usage[] =
"Usage: trunkctl [OPTION]... OBJECT COMMAND ID [KEYWORD VALUE]...\n"
"       trunkctl [OPTION]... show | monitor [OBJECT]...\n"
"       trunkctl [OPTION]... dump [json] | diff FILE | apply FILE |\n"
"                            doctor [probe] | decode FILE\n"
"       trunkctl [-n NETNS] [-force] -b FILE|-\n"
"       trunkctl OBJECT help\n"
"\n"
"  bridge    virtual trunk bridges and their uplinks\n"
"  network   layer-2 broadcast domains, each with a VNI\n"
"  remote    other hypervisors\n"
"  trunk     devices with a VM behind them\n"
"  subport   which VLAN of a trunk is in which network\n"
"  fdb       where a MAC is\n"
"  show      all of it, one line per port\n"
"  monitor   changes, as they happen\n"
"  dump      all of it, as a state file\n"
"  diff      what a state file would change\n"
"  apply     make it what a state file says\n"
"  doctor    what may keep frames from their way, and what mends it\n"
"  decode    what is in captured frames, and what is wrong with them\n"
"\n"
"  -j  JSON          -s  counters   -n NETNS  other network namespace\n"
"  -p  indent JSON   -d  details    -b FILE   commands of a file\n"
"  -t  event times   -V  version    -force    go on after errors\n";

static const char *const known[] = {
	"-j", "-p", "-s", "-d", "-t", "-n", "-b", "-force", "-V", "-h", NULL
};

/**
 * struct options - what the command line says before the object
 * @json: -j
 * @pretty: -p
 * @force: -force
 * @version: -V
 * @help: -h, or the word help
 * @batch: file of -b, or NULL
 */
struct options {
	bool json;
	bool pretty;
	bool force;
	bool version;
	bool help;
	const char *batch;
};

static enum result run_file(struct ctx *ctx, FILE *file, bool force)
{
	enum result worst = DONE;
	char *argv[WORDS_LINE];
	enum result result;
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, file) >= 0) {
		ctx->line++;
		ctx->object = NULL;
		result = words_split(ctx, line, argv);
		if (!result && *argv)
			result = command_run(ctx, argv);
		if (result > worst)
			worst = result;
		if (worst && !force)
			break;
	}
	free(line);
	return worst;
}

static enum result run_batch(struct ctx *ctx, const struct options *options)
{
	enum result result;
	FILE *file = stdin;

	if (strcmp(options->batch, "-"))
		file = fopen(options->batch, "re");
	if (!file)
		return error_refused(ctx, errno, "%s cannot be read",
				     options->batch);
	ctx->file = options->batch;
	result = run_file(ctx, file, options->force);
	ctx->object = NULL;
	if (ferror(file))
		result = error_refused(ctx, EIO, "the file cannot be read");
	if (file != stdin)
		fclose(file);
	return result;
}

/* The value of an option: the next word. */
static enum result option_value(const struct ctx *ctx, char ***argv,
				const char **value, const char *what)
{
	const char *option = **argv;

	if (*value)
		return error_usage(ctx, "\"%s\" is given twice", option);
	if (!*++*argv)
		return error_usage(ctx, "\"%s\" needs %s", option, what);
	*value = **argv;
	return DONE;
}

static enum result read_option(struct ctx *ctx, char ***argv,
			       struct options *options)
{
	const struct {
		const char *text;
		bool *set;
	} flags[] = {
		{ "-j", &options->json },
		{ "-p", &options->pretty },
		{ "-s", &ctx->stats },
		{ "-d", &ctx->details },
		{ "-t", &ctx->times },
		{ "-force", &options->force },
		{ "-V", &options->version },
		{ "-h", &options->help },
		{ "--help", &options->help },
	};
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (!strcmp(**argv, flags[i].text)) {
			*flags[i].set = true;
			return DONE;
		}
	}
	if (!strcmp(**argv, "-n"))
		return option_value(ctx, argv, &ctx->netns,
				    "the name of a network namespace");
	if (!strcmp(**argv, "-b"))
		return option_value(ctx, argv, &options->batch,
				    "a file, or - for standard input");
	return words_unknown(ctx, "option", **argv, known);
}

static enum result read_options(struct ctx *ctx, char ***argv,
				struct options *options)
{
	for (; **argv && ***argv == '-'; ++*argv)
		if (read_option(ctx, argv, options))
			return USAGE;
	if (ctx->netns && (!*ctx->netns || strchr(ctx->netns, '/')))
		return error_usage(ctx, "\"%s\" is not the name of a network namespace",
				   ctx->netns);
	if (options->force && !options->batch)
		return error_usage(ctx, "\"-force\" goes with \"-b\"");
	if (options->batch && **argv)
		return error_usage(ctx, "\"%s\": with \"-b\" the commands are in the file",
				   **argv);
	if (**argv && !strcmp(**argv, "help") && !(*argv)[1])
		options->help = true;
	return DONE;
}

static enum result run_line(struct ctx *ctx, char **argv)
{
	struct options options = { .json = false };

	if (read_options(ctx, &argv, &options))
		return USAGE;
	ctx->out = out_new(options.json, options.pretty);
	if (!ctx->out)
		return error_refused(ctx, ENOMEM, "out of memory");
	if (options.version)
		return command_help(ctx, "trunkctl " TRUNKCTL_VERSION "\n");
	if (options.help)
		return command_help(ctx, usage);
	if (*argv && !strcmp(*argv, "complete"))
		return complete_run(ctx, argv + 1, known);
	if (options.batch)
		return run_batch(ctx, &options);
	if (!*argv) {
		fputs(usage, stderr);
		return USAGE;
	}
	return command_run(ctx, argv);
}

int main(int argc, char **argv)
{
	struct ctx ctx = { .netns = NULL };
	enum result result;

	(void)argc;
	result = run_line(&ctx, argv + 1);
	out_free(ctx.out);
	conn_close(ctx.conn);
	return result;
}
