/* SPDX-License-Identifier: GPL-2.0 */
/* The objects of the command language, and how each is printed. */
#ifndef _TRUNKCTL_CMD_H
#define _TRUNKCTL_CMD_H

#include "../bridges.h"
#include "../nl.h"
#include "../object.h"
#include "../trunkctl.h"
#include "../words.h"

struct link;
struct msg;
struct names;
struct subject;
struct timespec;

/**
 * struct object - one object of the language
 * @name: its name
 * @verbs: its commands, ended by an empty one
 * @run: what it does by itself, when it has no commands
 * @form: words that may follow then, for completion: each alone, or with BR or
 *	DEV behind it for a name that follows it; ended by NULL
 * @file: whether a file comes before them
 * @help: what "trunkctl OBJECT help" prints: lines of usage, an empty one, and
 *	what there is to say of them
 */
struct object {
	const char *name;
	const struct verb *verbs;
	enum result (*run)(struct ctx *ctx, char **argv);
	const char *const *form;
	bool file;
	const char *help;
};

extern const struct object object_bridge;
extern const struct object object_network;
extern const struct object object_remote;
extern const struct object object_trunk;
extern const struct object object_subport;
extern const struct object object_fdb;
extern const struct object object_group;
extern const struct object object_show;
extern const struct object object_monitor;
extern const struct object object_dump;
extern const struct object object_diff;
extern const struct object object_apply;
extern const struct object object_doctor;
extern const struct object object_decode;

/* Running commands (command.c). */
const struct object *const *command_objects(void);
enum result command_help(const struct ctx *ctx, const char *text);
enum result command_run(struct ctx *ctx, char **argv);

/*
 * Each prints one object between out_open() and out_close(). What is on a
 * bridge carries the bridge's number; people want its name.
 */
void print_bridge(const struct ctx *ctx, const struct bridge *b,
		  const struct link *link);
void print_network(const struct ctx *ctx, const struct network *n,
		   const char *bridge);
void print_remote(const struct ctx *ctx, const struct remote *r,
		  const char *bridge);
void print_trunk(const struct ctx *ctx, const struct trunk *t,
		 const char *bridge);
void print_port(const struct ctx *ctx, const struct port *p,
		const char *bridge);
void print_fdb(const struct ctx *ctx, const struct fdb *f, const char *bridge);
void print_group(const struct ctx *ctx, const struct group *g,
		 const char *bridge);

/* A port in a request, as its line says it (cmd/subport.c). */
void put_port(struct msg *msg, const struct params *p);

/* A whole set of ports (cmd/load.c). */
enum result trunk_load(struct ctx *ctx, const struct params *p);

/**
 * struct port_words - a port as words
 * @argv: SEL network NET and so on, ended by NULL
 * @file: the file that wants it
 * @line: where in it
 */
struct port_words {
	char **argv;
	const char *file;
	unsigned int line;
};

enum result trunk_fill(struct ctx *ctx, const char *dev,
		       const struct port_words *ports, size_t count,
		       bool *too_long);

/* Networks as a list (cmd/network.c). */
int network_collect(const struct nlmsghdr *nlh, void *arg);
int network_compare(const void *a, const void *b);

/* Pieces that several objects have in common (cmd/print.c). */
void print_stats(const struct ctx *ctx, const struct stats *stats,
		 const char *indent);
void print_enum(const struct ctx *ctx, const char *key, const char *label,
		const struct names *names, uint32_t value);
void print_ip(const struct ctx *ctx, const char *key, const char *label,
	      const struct ip_addr *ip);
void print_last_frame(const struct ctx *ctx, const struct remote *r);
void print_time(const struct ctx *ctx, const struct timespec *time);
void print_unknown_tags(const struct ctx *ctx, const struct trunk *t);
void print_addresses(const struct ctx *ctx, const struct addresses *addresses,
		     const char *label);
void print_selector(const struct ctx *ctx, uint32_t selector, uint32_t vid);

/**
 * struct view - a list that is being printed
 * @ctx: the run
 * @bridges: the bridges, for their names
 */
struct view {
	struct ctx *ctx;
	struct bridges bridges;
};

enum result view_end(const struct ctx *ctx);

/* Requests (cmd/send.c). */
enum result cmd_send(struct ctx *ctx, const struct params *p,
		     const char *bridge, struct msg *msg, conn_reply reply,
		     void *arg);
enum result cmd_answer(struct ctx *ctx, const struct conn_error *err,
		       struct subject *s);
enum result find_trunk(struct ctx *ctx, const struct params *p,
		       struct link *dev);
enum result put_bridge(struct ctx *ctx, const struct params *p,
		       struct msg *msg, int attr);

#endif /* _TRUNKCTL_CMD_H */
