// SPDX-License-Identifier: GPL-2.0
/*
 * What may come next on a command line: "trunkctl complete WORD..." for the
 * shell. The last word is the one that is being typed, and may be empty.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include <linux/netlink.h>

#include "cmd/cmd.h"
#include "complete.h"
#include "link.h"
#include "msg.h"

/**
 * struct completion - what is looked for
 * @ctx: the run
 * @begun: how the word begins
 */
struct completion {
	struct ctx *ctx;
	const char *begun;
};

static void offer(void *arg, const char *text)
{
	const struct completion *c = arg;

	if (*text && !strncmp(text, c->begun, strlen(c->begun)))
		puts(text);
}

static int offer_network(const struct nlmsghdr *nlh, void *arg)
{
	struct network n;
	int err;

	err = read_network(nlh, &n);
	if (!err)
		offer(arg, n.name);
	return err;
}

static int offer_remote(const struct nlmsghdr *nlh, void *arg)
{
	char text[INET6_ADDRSTRLEN];
	struct remote r;
	int err;

	err = read_remote(nlh, &r);
	if (!err)
		offer(arg, format_ip(&r.ip, text));
	return err;
}

static int offer_trunk(const struct nlmsghdr *nlh, void *arg)
{
	struct trunk t;
	int err;

	err = read_trunk(nlh, &t);
	if (!err)
		offer(arg, t.ifname);
	return err;
}

static int offer_bridge(const struct nlmsghdr *nlh, void *arg)
{
	struct bridge b;
	int err;

	err = read_bridge(nlh, &b);
	if (!err)
		offer(arg, b.ifname);
	return err;
}

static int offer_device(const struct link *link, void *arg)
{
	offer(arg, link->name);
	return 0;
}

/* Names of the running system; without the module there are none. */
static void offer_names(struct completion *c, enum names_of of)
{
	static const struct {
		uint8_t cmd;
		conn_reply take;
	} dumps[] = {
		[NAMES_BRIDGE] = { VTRUNK_CMD_BRIDGE_GET, offer_bridge },
		[NAMES_NETWORK] = { VTRUNK_CMD_NETWORK_GET, offer_network },
		[NAMES_REMOTE] = { VTRUNK_CMD_REMOTE_GET, offer_remote },
		[NAMES_TRUNK] = { VTRUNK_CMD_TRUNK_GET, offer_trunk },
	};
	struct conn_error err;
	struct msg msg;

	if (of == NAMES_NONE)
		return;
	if (of == NAMES_FILE) {
		puts("/");
		return;
	}
	if (ctx_connect(c->ctx))
		return;
	if (of == NAMES_DEVICE) {
		link_each(c->ctx, offer_device, c, &err);
		return;
	}
	msg_genl(&msg, dumps[of].cmd, NLM_F_DUMP);
	conn_genl(c->ctx->conn, &msg, dumps[of].take, c, &err);
}

static void offer_namespaces(struct completion *c)
{
	struct dirent *entry;
	DIR *dir;

	dir = opendir("/run/netns");
	while (dir && (entry = readdir(dir)))
		if (*entry->d_name != '.')
			offer(c, entry->d_name);
	if (dir)
		closedir(dir);
}

/*
 * Options, up to the object; an option's value is offered here. Returns
 * whether that was all.
 */
static bool next_option(struct completion *c, char ***argv,
			const char *const *options)
{
	for (; (**argv)[0] == '-' && (*argv)[1]; ++*argv) {
		if (!strcmp(**argv, "-b")) {
			offer_names(c, NAMES_FILE);
			return true;
		}
		if (strcmp(**argv, "-n"))
			continue;
		++*argv;
		if (!(*argv)[1]) {
			offer_namespaces(c);
			return true;
		}
		c->ctx->netns = **argv;
	}
	if ((*argv)[1])
		return false;
	if (***argv == '-')
		for (; *options; options++)
			offer(c, *options);
	return ***argv == '-';
}

/* The name of the form's word, and what follows it. */
static const char *form_word(const char *form, char word[32])
{
	size_t len = strcspn(form, " ");

	snprintf(word, 32, "%.*s", (int)len, form);
	return form[len] ? form + len + 1 : NULL;
}

static bool said(char **argv, const char *word)
{
	for (; argv[1]; argv++)
		if (!strcmp(*argv, word))
			return true;
	return false;
}

/* What follows an object that has no commands. */
static void next_form(struct completion *c, const struct object *object,
		      char **argv)
{
	const char *const *form;
	const char *value;
	char word[32];
	size_t last;

	if (object->file) {
		if (!argv[1]) {
			offer_names(c, NAMES_FILE);
			return;
		}
		argv++;
	}
	for (last = 0; argv[last + 1]; last++)
		;
	for (form = object->form; form && *form; form++) {
		value = form_word(*form, word);
		if (value && last && !strcmp(argv[last - 1], word)) {
			offer_names(c, strcmp(value, "BR") ? NAMES_DEVICE :
				    NAMES_BRIDGE);
			return;
		}
	}
	for (form = object->form; form && *form; form++) {
		form_word(*form, word);
		if (!said(argv, word))
			offer(c, word);
	}
}

static void next_verb(struct completion *c, const struct object *object,
		      char **argv)
{
	const struct verb *verb;

	for (verb = object->verbs; verb->name; verb++) {
		if (!argv[1])
			offer(c, verb->name);
		else if (!strcmp(verb->name, *argv))
			break;
	}
	if (!argv[1])
		offer(c, "help");
	else if (verb->name)
		offer_names(c, words_next(verb, argv + 1, offer, c));
}

/**
 * complete_run() - print what the last word of a command line can be
 * @ctx: the run
 * @argv: the words of the command line, with their end mark
 * @options: the options that there are, ended by NULL
 *
 * Each possible word comes on a line; a line of "/" stands for the names of
 * files.
 *
 * Return: DONE, or REFUSED if it could not be written.
 */
enum result complete_run(struct ctx *ctx, char **argv,
			 const char *const *options)
{
	const struct object *const *objects = command_objects();
	struct completion c = { .ctx = ctx, .begun = "" };
	size_t i;

	if (!*argv)
		return DONE;
	for (i = 0; argv[i]; i++)
		c.begun = argv[i];
	if (next_option(&c, &argv, options))
		return view_end(ctx);
	if (!argv[1])
		offer(&c, "help");
	for (; *objects; objects++) {
		if (!argv[1]) {
			offer(&c, (*objects)->name);
		} else if (!strcmp((*objects)->name, *argv)) {
			if ((*objects)->verbs)
				next_verb(&c, *objects, argv + 1);
			else
				next_form(&c, *objects, argv + 1);
			break;
		}
	}
	return view_end(ctx);
}
