// SPDX-License-Identifier: GPL-2.0
/* A trunk's whole set of ports, out of a file with one port on a line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>

#include "../error.h"
#include "../link.h"
#include "../list.h"
#include "../msg.h"
#include "../nl.h"
#include "cmd.h"

#define TEXT_ROOM	65536

/**
 * struct item - one port of the file
 * @p: what its line says
 * @file: the file
 * @line: number of the line
 * @offset: where it is in the request
 */
struct item {
	struct params p;
	const char *file;
	unsigned int line;
	size_t offset;
};

/**
 * struct set - all that a file says
 * @text: the file, which the items point into
 * @items: the ports
 * @line: by VLAN id, the line that has it; the native port is at 0
 */
struct set {
	char *text;
	struct list items;
	unsigned int line[VTRUNK_VID_MAX + 1];
};

/* The line of a file is what "subport add DEV" takes behind the device. */
static const struct verb line_verb = {
	.words = WORDS_SEL | W(NETWORK) | WORDS_PORTATTR,
	.required = S(SEL) | S(NETWORK),
};

static int read_all(FILE *file, char **text)
{
	size_t room = TEXT_ROOM;
	size_t used = 0;
	char *new;

	*text = malloc(room);
	if (!*text)
		return -ENOMEM;
	for (;;) {
		used += fread(*text + used, 1, room - used - 1, file);
		if (ferror(file))
			return errno ? -errno : -EIO;
		(*text)[used] = '\0';
		if (feof(file))
			return strlen(*text) == used ? 0 : -EILSEQ;
		if (used + 1 < room)
			continue;
		room *= 2;
		new = realloc(*text, room);
		if (!new)
			return -ENOMEM;
		*text = new;
	}
}

static int read_named(const char *name, char **text)
{
	FILE *file = fopen(name, "re");
	int err;

	if (!file)
		return -errno;
	err = read_all(file, text);
	fclose(file);
	return err;
}

static enum result read_text(const struct ctx *ctx, const char *name,
			     char **text)
{
	bool is_stdin = !strcmp(name, "-");
	int err;

	if (is_stdin && ctx->file && !strcmp(ctx->file, "-"))
		return error_usage(ctx, "standard input has the commands already");
	errno = 0;
	err = is_stdin ? read_all(stdin, text) : read_named(name, text);
	if (err == -EILSEQ)
		return error_usage(ctx, "%s is not a text file", name);
	if (err)
		return error_refused(ctx, -err, "%s cannot be read", name);
	return DONE;
}

static enum result add_item(const struct ctx *ctx, char **argv, const char *dev,
			    struct set *set)
{
	struct item item = { .file = ctx->file, .line = ctx->line };
	char what[32];

	if (words_parse(ctx, &line_verb, argv, &item.p))
		return USAGE;
	item.p.dev = dev;
	if (set->line[item.p.vid]) {
		snprintf(what, sizeof(what), "vlan %u", item.p.vid);
		return error_usage(ctx, "%s is in line %u already",
				   item.p.vid ? what : "the native port",
				   set->line[item.p.vid]);
	}
	set->line[item.p.vid] = item.line;
	if (list_add(&set->items, &item, sizeof(item)))
		return error_refused(ctx, ENOMEM, "out of memory");
	return DONE;
}

static enum result read_line(const struct ctx *ctx, char *line,
			     const char *dev, struct set *set)
{
	char *argv[WORDS_LINE];

	if (words_split(ctx, line, argv))
		return USAGE;
	return *argv ? add_item(ctx, argv, dev, set) : DONE;
}

static enum result read_set(const struct ctx *ctx, const struct params *p,
			    struct set *set)
{
	struct ctx at = *ctx;
	enum result result;
	char *line;
	char *next;

	result = read_text(ctx, p->file, &set->text);
	at.file = p->file;
	at.line = 0;
	for (line = set->text; !result && line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		at.line++;
		result = read_line(&at, line, p->dev, set);
	}
	return result;
}

/* The port of the set that the kernel's answer is about, if it is about one. */
static const struct item *find_item(const struct set *set, uint32_t offset)
{
	const struct item *items = set->items.items;
	const struct item *found = NULL;
	size_t i;

	for (i = 0; i < set->items.count && items[i].offset <= offset; i++)
		found = &items[i];
	return found;
}

/**
 * struct missed - a look for the locked port that a set has not
 * @set: the set
 * @subject: what is told about the port
 */
struct missed {
	const struct set *set;
	struct subject *subject;
};

static int take_missed(const struct nlmsghdr *nlh, void *arg)
{
	struct missed *missed = arg;
	struct port port;
	int err;

	err = read_port(nlh, &port);
	if (!err && port.locked && port.vid <= VTRUNK_VID_MAX &&
	    !missed->set->line[port.vid])
		subject_port(missed->subject, port.selector, port.vid);
	return err;
}

/* Name the port that the kernel would not remove: it has no line. */
static void name_missed(struct ctx *ctx, uint32_t ifindex,
			const struct set *set, struct subject *s)
{
	struct missed missed = { .set = set, .subject = s };
	struct conn_error err;
	struct msg msg;

	msg_genl(&msg, VTRUNK_CMD_PORT_GET, NLM_F_DUMP);
	msg_u32(&msg, VTRUNK_A_PORT_IFINDEX, ifindex);
	conn_genl(ctx->conn, &msg, take_missed, &missed, &err);
}

/* The socket said no, and not the kernel's other side. */
static bool is_too_long(const struct conn_error *err)
{
	return err->err == EMSGSIZE && !*err->text;
}

static enum result answer(struct ctx *ctx, const struct params *p,
			  uint32_t ifindex, const struct set *set,
			  struct conn_error *err)
{
	const struct item *item = find_item(set, err->offset);
	struct ctx at = *ctx;
	struct subject s;

	if (is_too_long(err))
		return error_refused(ctx, EMSGSIZE,
				     "%zu ports make a longer message than net.core.wmem_max allows",
				     set->items.count);
	if (!err->err || !item) {
		subject_init(&s, p);
		if (err->err == EPERM && strstr(err->text, "this port"))
			name_missed(ctx, ifindex, set, &s);
		return cmd_answer(ctx, err, &s);
	}
	at.file = item->file;
	at.line = item->line;
	subject_init(&s, &item->p);
	subject_bridge(&s, p->bridge);
	subject_address(&s, err);
	/* What is inside an item is an attribute of a port. */
	if (err->offset > item->offset)
		err->cmd = VTRUNK_CMD_PORT_NEW;
	return cmd_answer(&at, err, &s);
}

static enum result send_set(struct ctx *ctx, const struct params *p,
			    const struct set *set, uint32_t *ifindex,
			    struct conn_error *err)
{
	struct item *items = set->items.items;
	enum result result;
	struct link dev;
	struct msg msg;
	size_t nest;
	size_t i;

	result = link_find(ctx, p->dev, &dev);
	if (result)
		return result;
	msg_genl(&msg, VTRUNK_CMD_TRUNK_LOAD, 0);
	result = put_bridge(ctx, p, &msg, VTRUNK_A_TRUNK_BRIDGE_IFINDEX);
	if (result)
		return result;
	*ifindex = dev.ifindex;
	msg_u32(&msg, VTRUNK_A_TRUNK_IFINDEX, dev.ifindex);
	for (i = 0; i < set->items.count; i++) {
		items[i].offset = msg_len(&msg);
		nest = msg_nest(&msg, VTRUNK_A_TRUNK_PORT | NLA_F_NESTED);
		put_port(&msg, &items[i].p);
		msg_nest_end(&msg, nest);
	}
	conn_genl(ctx->conn, &msg, NULL, NULL, err);
	return DONE;
}

/**
 * trunk_load() - replace all ports of a trunk by those of a file
 * @ctx: the run
 * @p: what the command line says
 *
 * Nothing is sent before the whole file has proved to be right.
 *
 * Return: DONE, or another result after having said what is wrong.
 */
enum result trunk_load(struct ctx *ctx, const struct params *p)
{
	struct set set = { .text = NULL };
	struct conn_error err;
	uint32_t ifindex = 0;
	enum result result;

	result = read_set(ctx, p, &set);
	if (!result)
		result = ctx_connect(ctx);
	if (!result)
		result = send_set(ctx, p, &set, &ifindex, &err);
	if (!result)
		result = answer(ctx, p, ifindex, &set, &err);
	list_free(&set.items);
	free(set.text);
	return result;
}

/**
 * trunk_fill() - give a trunk without ports all those that it is to have
 * @ctx: the run
 * @dev: the trunk
 * @ports: what "subport add DEV" takes behind the device
 * @count: how many there are
 * @too_long: set when they do not go into one message; nothing is said then
 *
 * It is one message where "subport add" needs two for each port, and says of a
 * port what "subport add" would say.
 *
 * Return: DONE, or another result after having said what is wrong.
 */
enum result trunk_fill(struct ctx *ctx, const char *dev,
		       const struct port_words *ports, size_t count,
		       bool *too_long)
{
	struct set set = { .text = NULL };
	struct params p = { .dev = dev };
	enum result result = DONE;
	struct ctx at = *ctx;
	struct conn_error err;
	uint32_t ifindex = 0;
	size_t i;

	at.object = "subport";
	at.verb = "add";
	for (i = 0; !result && i < count; i++) {
		at.file = ports[i].file;
		at.line = ports[i].line;
		result = add_item(&at, ports[i].argv, dev, &set);
	}
	if (!result)
		result = send_set(&at, &p, &set, &ifindex, &err);
	*too_long = !result && is_too_long(&err);
	if (!result && !*too_long)
		result = answer(&at, &p, ifindex, &set, &err);
	list_free(&set.items);
	return result;
}
