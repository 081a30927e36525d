// SPDX-License-Identifier: GPL-2.0
/*
 * Rules of iptables in its old form, which the kernel keeps apart from those of
 * nftables. They are read as iptables-legacy-save prints them; a word that is
 * not known here makes a rule that may match.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../error.h"
#include "firewall.h"

#define LINE_WORDS	64
#define DEPTH		16

/**
 * struct rule - a line of a table
 * @chain: its chain
 * @words: its words, ended by NULL; for a chain's head only its policy
 * @is_head: whether it names a chain and its policy
 */
struct rule {
	char *chain;
	char *words[LINE_WORDS];
	bool is_head;
};

/**
 * struct table - a table
 * @name: its name
 * @program: what lists and changes it
 * @rules: struct rule
 * @packet: the packet that is led through it
 */
struct table {
	const char *name;
	const char *program;
	struct list rules;
	struct packet packet;
};

static enum verdict run_chain(const struct table *t, const char *name,
			      int depth);

/* "6081", "6000:6100", or several of these with commas between. */
static enum match match_port(const char *text, uint32_t port)
{
	unsigned int low, high;
	int used;

	for (; *text; text += used + (text[used] == ',')) {
		if (sscanf(text, "%u%n", &low, &used) != 1)
			return MATCH_MAYBE;
		high = low;
		if (text[used] == ':')
			used += 1 + (int)strspn(text + used + 1, "0123456789");
		sscanf(text, "%*u:%u", &high);
		if (port >= low && port <= high)
			return MATCH_YES;
		if (text[used] && text[used] != ',')
			return MATCH_MAYBE;
	}
	return MATCH_NO;
}

static enum match match_address(const struct ip_addr *ip, const char *text)
{
	const char *slash = strchr(text, '/');
	char address[INET6_ADDRSTRLEN];
	unsigned int bits = 128;

	snprintf(address, sizeof(address), "%.*s",
		 slash ? (int)(slash - text) : (int)strlen(text), text);
	if (slash && sscanf(slash, "/%u", &bits) != 1)
		return MATCH_MAYBE;
	return match_prefix(ip, address, bits);
}

/* An established flow is not a new one; tunnels always have new ones. */
static enum match match_state(const char *text)
{
	return strstr(text, "NEW") ? MATCH_YES : MATCH_NO;
}

/* The value of a word, or MATCH_MAYBE for a word that is not known. */
static enum match match_word(const struct packet *p, const char *word,
			     const char *value)
{
	if (!strcmp(word, "-p"))
		return !strcmp(value, "udp") || !strcmp(value, "all") ?
		       MATCH_YES : MATCH_NO;
	if (!strcmp(word, "-s"))
		return match_address(&p->from, value);
	if (!strcmp(word, "-d"))
		return match_address(&p->to, value);
	if (!strcmp(word, "-i"))
		return p->in ? match_device(value, '+', p->path->dev.name) :
			       MATCH_NO;
	if (!strcmp(word, "-o"))
		return p->in ? MATCH_NO :
			       match_device(value, '+', p->path->dev.name);
	if (!strcmp(word, "--dport") || !strcmp(word, "--dports"))
		return match_port(value, p->path->dport);
	if (!strcmp(word, "--state") || !strcmp(word, "--ctstate"))
		return match_state(value);
	if (!strcmp(word, "-m") || !strcmp(word, "--comment"))
		return MATCH_YES;
	return MATCH_MAYBE;
}

static enum verdict decide(const struct table *t, const char *target,
			   bool jump, int depth)
{
	enum verdict verdict;

	if (!strcmp(target, "ACCEPT"))
		return PASS;
	if (!strcmp(target, "DROP") || !strcmp(target, "REJECT"))
		return LOST;
	if (!strcmp(target, "RETURN"))
		return BACK;
	if (!strcmp(target, "NFQUEUE"))
		return UNSURE;
	verdict = depth < DEPTH ? run_chain(t, target, depth + 1) : UNSURE;
	if (verdict == BACK)
		return jump ? NEXT : BACK;
	return verdict == NEXT && !jump ? BACK : verdict;
}

static enum verdict run_rule(const struct table *t, const struct rule *rule,
			     int depth)
{
	enum match match = MATCH_YES;
	enum verdict verdict = NEXT;
	char *const *word;
	enum match one;
	bool negated;

	for (word = rule->words; *word; word++) {
		negated = !strcmp(*word, "!");
		word += negated;
		if (!*word || !word[1])
			break;
		if (!strcmp(*word, "-j") || !strcmp(*word, "-g")) {
			verdict = decide(t, word[1], !strcmp(*word, "-j"),
					 depth);
			break;
		}
		one = match_word(&t->packet, *word, word[1]);
		match = match_and(match, negated ? match_not(one) : one);
		if (match == MATCH_NO)
			return NEXT;
		if (word[1][0] != '-')
			word++;
	}
	if (verdict == NEXT || match == MATCH_YES)
		return verdict;
	return verdict == LOST ? NEXT : UNSURE;
}

/* At the end of a chain its policy; a chain of the user's has none. */
static enum verdict run_chain(const struct table *t, const char *name,
			      int depth)
{
	enum verdict policy = NEXT;
	enum verdict verdict;
	const struct rule *rule;

	world_for_each(rule, &t->rules) {
		if (strcmp(rule->chain, name))
			continue;
		if (rule->is_head) {
			if (!strcmp(rule->words[0], "DROP"))
				policy = LOST;
			continue;
		}
		verdict = run_rule(t, rule, depth);
		if (verdict == BACK && !depth)
			return policy;
		if (verdict != NEXT)
			return verdict;
	}
	return policy;
}

/* Cut a line into words; what is in quotes is one. */
static void split(char *line, char *words[LINE_WORDS])
{
	int count = 0;
	char end;

	while (count < LINE_WORDS - 1) {
		line += strspn(line, " \n");
		if (!*line)
			break;
		end = *line == '"' ? '"' : ' ';
		line += end == '"';
		words[count++] = line;
		while (*line && *line != end && *line != '\n') {
			if (*line == '\\' && line[1])
				line++;
			line++;
		}
		if (*line)
			*line++ = '\0';
	}
	words[count] = NULL;
}

static void add_line(struct doctor *d, struct table *t, char *line)
{
	char *words[LINE_WORDS];
	struct rule rule = { .is_head = *line == ':' };
	int i;

	split(line, words);
	if (!words[0] || !words[1])
		return;
	if (rule.is_head) {
		rule.chain = strdup(words[0] + 1);
		rule.words[0] = strdup(words[1]);
	} else if (!strcmp(words[0], "-A")) {
		rule.chain = strdup(words[1]);
		for (i = 2; words[i]; i++)
			rule.words[i - 2] = strdup(words[i]);
	} else {
		return;
	}
	if (!rule.chain || list_add(&t->rules, &rule, sizeof(rule)))
		d->failed = true;
}

static void read_table(struct doctor *d, struct table *t)
{
	char command[128];
	char *line = NULL;
	size_t size = 0;
	FILE *pipe;

	snprintf(command, sizeof(command), "exec %s-save -t %s 2>/dev/null",
		 t->program, t->name);
	pipe = popen(command, "re");
	while (pipe && getline(&line, &size, pipe) >= 0)
		add_line(d, t, line);
	free(line);
	if (!pipe || pclose(pipe))
		error_warn(d->ctx, "table %s of iptables cannot be read: %s-save fails",
			   t->name, t->program);
}

static void free_table(struct table *t)
{
	struct rule *rule;
	char **word;

	world_for_each(rule, &t->rules) {
		for (word = rule->words; *word; word++)
			free(*word);
		free(rule->chain);
	}
	list_free(&t->rules);
}

static void say(struct doctor *d, const struct table *t, const char *chain)
{
	const struct packet *packet = &t->packet;
	struct finding *f = firewall_lost(d, packet);
	char ip[INET6_ADDRSTRLEN];

	firewall_opposite(packet, ip);
	finding_say(d, f, "iptables drops UDP port %u %s %s: see \"%s -t %s -S %s\".",
		    packet->path->dport, packet->in ? "from" : "to", ip,
		    t->program, t->name, chain);
	finding_mend(d, f, "%s -t %s -I %s %s %s -p udp --dport %u -j ACCEPT",
		     t->program, t->name, chain, packet->in ? "-s" : "-d", ip,
		     packet->path->dport);
}

static void run_table(struct doctor *d, struct table *t, int family)
{
	static const char *const chains[2][2] = {
		{ "OUTPUT", "POSTROUTING" }, { "PREROUTING", "INPUT" },
	};
	const struct path *path;
	int in, i;

	world_for_each(path, &d->paths) {
		if (!path->dev.ifindex || path->remote->ip.family != family)
			continue;
		for (in = 1; in >= 0; in--) {
			firewall_packet(path, in, &t->packet);
			for (i = 0; i < 2; i++)
				if (run_chain(t, chains[in][i], 0) == LOST)
					say(d, t, chains[in][i]);
		}
	}
}

/* Asking for a table makes it: only those that are there are read. */
static void check_family(struct doctor *d, int family, const char *names,
			 const char *program)
{
	FILE *file = fopen(names, "re");
	char name[32];

	if (!file)
		return;
	while (fscanf(file, "%31s", name) == 1) {
		struct table t = { .name = name, .program = program };

		if (!strcmp(name, "nat"))
			continue;
		read_table(d, &t);
		run_table(d, &t, family);
		free_table(&t);
	}
	fclose(file);
}

/**
 * check_iptables() - look for rules of iptables that drop a tunnel's packets
 * @d: the visit
 */
void check_iptables(struct doctor *d)
{
	check_family(d, AF_INET, "/proc/self/net/ip_tables_names",
		     "iptables-legacy");
	check_family(d, AF_INET6, "/proc/self/net/ip6_tables_names",
		     "ip6tables-legacy");
}
