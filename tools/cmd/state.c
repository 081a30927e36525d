// SPDX-License-Identifier: GPL-2.0
/* dump, diff and apply: the whole configuration as a file. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "../error.h"
#include "../link.h"
#include "../nl.h"
#include "../out.h"
#include "../state/file.h"
#include "../state/plan.h"
#include "cmd.h"

/* Two that change the configuration by a file must not mix. */
#define LOCK_FILE	"/run/vtrunk.lock"

static const char dump_help[] =
"trunkctl dump [ json ]\n"
"\n"
"Prints the whole configuration as a state file, YAML or JSON. Learned entries\n"
"are not part of it.\n";

static const char diff_help[] =
"trunkctl diff { FILE | DIR | - }\n"
"\n"
"Prints the commands that would make the configuration what the file says, and\n"
"exits with 1 when there are any. Bridges that the file does not name are left\n"
"alone. Of a folder all *.yaml and *.json are read.\n";

static const char apply_help[] =
"trunkctl apply { FILE | DIR | - } [ trunk DEV [ optional ] ]\n"
"\n"
"Makes the configuration what the file says, with the commands that diff prints.\n"
"The file is checked as a whole before anything changes. What stays as it is is\n"
"not touched: it keeps its traffic and its counters. When a command is refused,\n"
"what was there before is restored.\n"
"\n"
"A trunk without its device is pending. It is attached by \"apply FILE trunk DEV\"\n"
"when the device has appeared, which looks at this trunk only. With \"optional\"\n"
"there is nothing to do, and no error, when the file does not name it or it has\n"
"gone again: so a rule may ask for every device that appears.\n";

/**
 * struct work - a file and what it meets
 * @want: what the file says
 * @before: what the kernel has
 * @plan: the commands between them
 */
struct work {
	struct state want;
	struct state before;
	struct plan plan;
};

static void work_free(struct work *w)
{
	state_free(&w->want);
	state_free(&w->before);
	plan_free(&w->plan);
}

static void mark_pending(struct ctx *ctx, struct state *want,
			 const struct state *have)
{
	const struct state_bridge *there;
	struct conn_error err;
	struct state_bridge *b;
	struct state_trunk *t;
	struct link link;

	state_for_each(b, &want->bridges) {
		there = state_bridge_find(have, b->bridge.ifname);
		state_for_each(t, &b->trunks) {
			if (there && state_trunk_find(there, t->trunk.ifname))
				continue;
			t->pending = link_get(ctx, t->trunk.ifname, 0, &link,
					      &err);
		}
	}
}

/* Read the file and the kernel, and find out what is between them. */
static enum result compare(struct ctx *ctx, const char *path, const char *only,
			   struct work *w)
{
	struct state have = { .bridges = { NULL, 0, 0 } };
	enum result result;

	result = state_read(ctx, path, &w->want);
	if (!result)
		result = ctx_connect(ctx);
	if (!result)
		result = state_load(ctx, &w->before);
	/* Making the plan changes names in what is there. */
	if (!result && state_copy(&have, &w->before))
		result = error_refused(ctx, ENOMEM, "out of memory");
	if (!result) {
		mark_pending(ctx, &w->want, &w->before);
		plan_make(&w->plan, &have, &w->want, only);
		if (w->plan.failed)
			result = error_refused(ctx, ENOMEM, "out of memory");
	}
	state_free(&have);
	return result;
}

static void print_command(struct ctx *ctx, const struct command *command)
{
	out_open(ctx->out);
	out_str(ctx->out, "command", "", command->text);
	out_close(ctx->out);
}

static void say_pending(struct ctx *ctx, const struct work *w)
{
	const struct state_bridge *b;
	const struct state_trunk *t;
	struct ctx place = *ctx;

	state_for_each(b, &w->want.bridges) {
		state_for_each(t, &b->trunks) {
			if (!t->pending)
				continue;
			place.file = t->mark.file;
			place.line = t->mark.line;
			error_line(&place, "%s is pending: there is no such device",
				   t->trunk.ifname);
		}
	}
}

/**
 * struct line - a command of a plan as words
 * @text: the words, with zeros between them
 * @argv: the words, ended by NULL
 */
struct line {
	char *text;
	char *argv[WORDS_LINE];
};

/* The words of a plan have no blanks in them. */
static bool line_cut(struct line *line, const struct command *command)
{
	char *rest, *word;
	int argc = 0;

	line->text = strdup(command->text);
	if (!line->text)
		return false;
	rest = line->text;
	while ((word = strsep(&rest, " ")) && argc < WORDS_LINE - 1)
		line->argv[argc++] = strcmp(word, "''") ? word : word + 2;
	line->argv[argc] = NULL;
	return true;
}

static enum result run_command(struct ctx *ctx, const struct command *command)
{
	struct ctx run = *ctx;
	enum result result;
	struct line line;

	if (!line_cut(&line, command))
		return error_refused(ctx, ENOMEM, "out of memory");
	run.file = command->mark.file;
	run.line = command->mark.line;
	result = command_run(&run, line.argv);
	free(line.text);
	return result;
}

#define ADDS_PORT	"subport add "

/* How long the name of the trunk is in a command that adds a port, or 0. */
static size_t trunk_len(const struct command *command)
{
	if (strncmp(command->text, ADDS_PORT, strlen(ADDS_PORT)))
		return 0;
	return strcspn(command->text + strlen(ADDS_PORT), " ");
}

static bool has_ports(const struct state *have, const char *ifname)
{
	const struct state_bridge *b;

	state_for_each(b, &have->bridges)
		if (state_has_ports(b, ifname))
			return true;
	return false;
}

/*
 * How many commands from this one on give all its ports to a trunk that has
 * none: those can be sent as one.
 */
static size_t filling(const struct command *command, size_t left,
		      const struct state *have)
{
	size_t len = trunk_len(command);
	size_t same = strlen(ADDS_PORT) + len + 1;
	char ifname[IFNAMSIZ];
	size_t n = 1;

	if (!len || len >= sizeof(ifname))
		return 1;
	memcpy(ifname, command->text + strlen(ADDS_PORT), len);
	ifname[len] = '\0';
	if (has_ports(have, ifname))
		return 1;
	while (n < left && !strncmp(command[n].text, command->text, same))
		n++;
	return n;
}

static enum result fill(struct ctx *ctx, const struct command *commands,
			size_t count, bool *too_long)
{
	struct port_words *ports = calloc(count, sizeof(*ports));
	struct line *lines = calloc(count, sizeof(*lines));
	enum result result = DONE;
	size_t i;

	for (i = 0; ports && lines && i < count; i++) {
		if (!line_cut(&lines[i], &commands[i]))
			break;
		ports[i].argv = lines[i].argv + 3;
		ports[i].file = commands[i].mark.file;
		ports[i].line = commands[i].mark.line;
	}
	if (i < count)
		result = error_refused(ctx, ENOMEM, "out of memory");
	else
		result = trunk_fill(ctx, lines[0].argv[2], ports, count,
				    too_long);
	while (i--)
		free(lines[i].text);
	free(lines);
	free(ports);
	return result;
}

/* Carry out commands until one is refused. @have is what is there before. */
static enum result run_plan(struct ctx *ctx, const struct plan *plan,
			    const struct state *have)
{
	const struct command *commands = plan->commands.items;
	size_t count = plan->commands.count;
	enum result result = DONE;
	bool too_long = false;
	size_t i, n;

	for (i = 0; !result && i < count; i += n) {
		n = too_long ? 1 : filling(&commands[i], count - i, have);
		if (n > 1)
			result = fill(ctx, &commands[i], n, &too_long);
		if (n == 1 || too_long) {
			result = run_command(ctx, &commands[i]);
			n = 1;
		}
	}
	return result;
}

/* Bring back what was there. What cannot be brought back is said. */
static void restore(struct ctx *ctx, struct work *w)
{
	struct state now = { .bridges = { NULL, 0, 0 } };
	struct plan plan = { .failed = false };
	const struct command *command;
	bool whole = true;

	if (state_load(ctx, &now))
		whole = false;
	else
		plan_restore(&plan, &now, &w->before, &w->want);
	state_for_each(command, &plan.commands)
		if (run_command(ctx, command))
			whole = false;
	error_line(ctx, whole && !plan.failed ?
		   "what was there before is restored" :
		   "what was there before could not be restored as a whole");
	plan_free(&plan);
	state_free(&now);
}

/*
 * A signal in the middle would leave a mixture. Printing what is done comes
 * after it is done, so that a reader that goes away does no harm either.
 */
static enum result carry_out(struct ctx *ctx, struct work *w)
{
	enum result result;
	sigset_t all, old;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	result = run_plan(ctx, &w->plan, &w->before);
	if (result)
		restore(ctx, w);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return result ? REFUSED : DONE;
}

static enum result lock(struct ctx *ctx, int *fd)
{
	*fd = open(LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0 || flock(*fd, LOCK_EX))
		return error_refused(ctx, errno, "%s cannot be locked",
				     LOCK_FILE);
	return DONE;
}

static enum result dump_run(struct ctx *ctx, char **argv)
{
	struct state state = { .bridges = { NULL, 0, 0 } };
	static const char *const known[] = { "json", "help", NULL };
	bool json = out_is_json(ctx->out);
	enum result result;

	if (*argv && strcmp(*argv, "json"))
		return words_unknown(ctx, "word", *argv, known);
	if (*argv && argv[1])
		return error_usage(ctx, "\"%s\" is one word too many", argv[1]);
	result = ctx_connect(ctx);
	if (!result)
		result = state_load(ctx, &state);
	if (!result)
		result = state_write(ctx, &state, json || *argv);
	state_free(&state);
	return result;
}

static enum result diff_run(struct ctx *ctx, char **argv)
{
	struct work w = { .plan = { .failed = false } };
	const struct command *command;
	enum result result;

	if (!*argv || argv[1])
		return error_usage(ctx, "one file, one folder or - is needed, see \"trunkctl diff help\"");
	result = compare(ctx, *argv, NULL, &w);
	if (!result) {
		state_for_each(command, &w.plan.commands)
			print_command(ctx, command);
		say_pending(ctx, &w);
		result = view_end(ctx);
		if (!result && w.plan.commands.count)
			result = REFUSED;
	}
	work_free(&w);
	return result;
}

static enum result read_apply(struct ctx *ctx, char **argv, const char **only,
			      bool *optional)
{
	static const char *const behind[] = { "optional", NULL };
	static const char *const known[] = { "trunk", NULL };

	if (!*argv)
		return error_usage(ctx, "a file, a folder or - is missing, see \"trunkctl apply help\"");
	argv++;
	if (!*argv)
		return DONE;
	if (strcmp(*argv, "trunk"))
		return words_unknown(ctx, "word", *argv, known);
	if (!argv[1] || !parse_ifname(argv[1]))
		return error_usage(ctx, "\"trunk\" needs the name of a device");
	*only = argv[1];
	if (!argv[2])
		return DONE;
	if (strcmp(argv[2], "optional"))
		return words_unknown(ctx, "word", argv[2], behind);
	if (argv[3])
		return error_usage(ctx, "\"%s\" is one word too many", argv[3]);
	*optional = true;
	return DONE;
}

/*
 * Whether a trunk that was asked for is in the file, with its device. There is
 * nothing to do for one that is not, so the plan is empty then.
 */
static enum result check_only(struct ctx *ctx, const struct work *w,
			      const char *only, bool optional, const char *path)
{
	const struct state_trunk *t = NULL;
	const struct state_bridge *b;

	state_for_each(b, &w->want.bridges)
		if (!t)
			t = state_trunk_find(b, only);
	if (optional && (!t || t->pending))
		return DONE;
	if (!t)
		return error_refused(ctx, ENOENT, "%s is not a trunk in %s",
				     only, path);
	if (t->pending)
		return error_refused(ctx, ENODEV, "there is no device %s",
				     only);
	return DONE;
}

static enum result apply_run(struct ctx *ctx, char **argv)
{
	struct work w = { .plan = { .failed = false } };
	const struct command *command;
	const char *only = NULL;
	bool optional = false;
	enum result result;
	int fd = -1;

	result = read_apply(ctx, argv, &only, &optional);
	if (!result)
		result = lock(ctx, &fd);
	if (!result)
		result = compare(ctx, *argv, only, &w);
	if (!result && only)
		result = check_only(ctx, &w, only, optional, *argv);
	if (!result)
		result = carry_out(ctx, &w);
	if (!result) {
		state_for_each(command, &w.plan.commands)
			print_command(ctx, command);
		if (!only)
			say_pending(ctx, &w);
		result = view_end(ctx);
	}
	work_free(&w);
	if (fd >= 0)
		close(fd);
	return result;
}

static const char *const dump_form[] = { "json", NULL };
static const char *const apply_form[] = { "trunk DEV", NULL };

const struct object object_dump = {
	.name = "dump",
	.run = dump_run,
	.form = dump_form,
	.help = dump_help,
};

const struct object object_diff = {
	.name = "diff",
	.run = diff_run,
	.file = true,
	.help = diff_help,
};

const struct object object_apply = {
	.name = "apply",
	.run = apply_run,
	.form = apply_form,
	.file = true,
	.help = apply_help,
};
