// SPDX-License-Identifier: GPL-2.0
/*
 * Rules of nftables. A packet of each tunnel is led through the ruleset as the
 * kernel would lead it. What a rule looks at and is not known here makes it a
 * rule that may match; when such a rule could save the packet, nothing is said.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "../error.h"
#include "firewall.h"
#include "nft.h"

/* Without the module there are no rules, and asking would load it. */
#define MODULE		"/sys/module/nf_tables"

/* Chains call chains 16 deep at most. */
#define DEPTH		16

/**
 * struct run - a packet on its way through the rules
 * @nft: the ruleset
 * @packet: the packet
 * @chain: the base chain
 * @culprit: the rule that drops it, or NULL for the policy
 */
struct run {
	const struct nft *nft;
	const struct packet *packet;
	const json_t *chain;
	const json_t *culprit;
};

static enum verdict run_chain(struct run *r, const char *name, int depth);

static enum verdict go(struct run *r, const json_t *to, bool back, int depth)
{
	const char *name = json_string_value(json_object_get(to, "target"));
	enum verdict verdict;

	if (!name || depth >= DEPTH)
		return UNSURE;
	verdict = run_chain(r, name, depth + 1);
	if (verdict != NEXT && verdict != BACK)
		return verdict;
	return back ? NEXT : BACK;
}

/* What a statement or an element of a map decides, whatever leads there. */
static enum verdict decide(struct run *r, const json_t *what, int depth)
{
	const json_t *to;

	if (json_object_get(what, "accept"))
		return PASS;
	if (json_object_get(what, "drop") || json_object_get(what, "reject"))
		return LOST;
	if (json_object_get(what, "return"))
		return BACK;
	if (json_object_get(what, "queue") || json_object_get(what, "fwd") ||
	    json_object_get(what, "tproxy") || json_object_get(what, "synproxy"))
		return UNSURE;
	to = json_object_get(what, "jump");
	if (to)
		return go(r, to, true, depth);
	to = json_object_get(what, "goto");
	return to ? go(r, to, false, depth) : NEXT;
}

static enum verdict decide_map(struct run *r, const json_t *vmap, int depth)
{
	const json_t *key = json_object_get(vmap, "key");
	const json_t *elements;
	const json_t *pair;
	enum match match;
	size_t i;

	elements = nft_elements(r->nft, json_object_get(vmap, "data"));
	if (!elements)
		return UNSURE;
	json_array_foreach(elements, i, pair) {
		match = nft_compare(r->nft, r->packet, key,
				    json_array_get(pair, 0));
		if (match == MATCH_YES)
			return decide(r, json_array_get(pair, 1), depth);
		if (match == MATCH_MAYBE)
			return UNSURE;
	}
	return NEXT;
}

/* Statements that neither match nor decide. */
static bool is_neutral(const json_t *statement)
{
	static const char *const neutral[] = {
		"counter", "log", "mangle", "notrack", "set", "ct helper",
		"ct timeout", "ct expectation", "flow", "last",
	};
	size_t i;

	for (i = 0; i < sizeof(neutral) / sizeof(neutral[0]); i++)
		if (json_object_get(statement, neutral[i]))
			return true;
	return false;
}

static enum verdict run_rule(struct run *r, const json_t *rule, int depth)
{
	const json_t *statements = json_object_get(rule, "expr");
	enum match match = MATCH_YES;
	enum verdict verdict = NEXT;
	const json_t *statement;
	const json_t *part;
	size_t i;

	json_array_foreach(statements, i, statement) {
		part = json_object_get(statement, "match");
		if (part) {
			match = match_and(match, nft_match(r->nft, r->packet,
							   part));
			if (match == MATCH_NO)
				return NEXT;
			continue;
		}
		if (is_neutral(statement))
			continue;
		part = json_object_get(statement, "vmap");
		verdict = part ? decide_map(r, part, depth) :
				 decide(r, statement, depth);
		if (verdict != NEXT)
			break;
		/* A limit, a quota, or what this version does not know. */
		if (!part && !json_object_get(statement, "jump"))
			match = match_and(match, MATCH_MAYBE);
	}
	if (verdict == NEXT || match == MATCH_YES)
		return verdict;
	return verdict == LOST ? NEXT : UNSURE;
}

static bool same(const json_t *a, const json_t *b, const char *key)
{
	const char *x = json_string_value(json_object_get(a, key));
	const char *y = json_string_value(json_object_get(b, key));

	return x && y && !strcmp(x, y);
}

static enum verdict run_chain(struct run *r, const char *name, int depth)
{
	const json_t *rule, *object;
	enum verdict verdict;
	const char *chain;
	size_t i;

	json_array_foreach(r->nft->objects, i, object) {
		rule = json_object_get(object, "rule");
		chain = json_string_value(json_object_get(rule, "chain"));
		if (!chain || strcmp(chain, name) ||
		    !same(rule, r->chain, "family") ||
		    !same(rule, r->chain, "table"))
			continue;
		verdict = run_rule(r, rule, depth);
		if (verdict == LOST && !r->culprit)
			r->culprit = rule;
		if (verdict != NEXT)
			return verdict;
	}
	return NEXT;
}

static bool is_one_of(const char *text, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(text, *list))
			return true;
	return false;
}

/*
 * nft 1.0.6 leaves the devices of a chain out of its JSON, so read them where it
 * prints them for people: table FAMILY NAME, chain NAME, type ... "DEV".
 */
static bool is_listed(const json_t *chain, const char *dev)
{
	const char *family = json_string_value(json_object_get(chain, "family"));
	const char *table = json_string_value(json_object_get(chain, "table"));
	const char *name = json_string_value(json_object_get(chain, "name"));
	FILE *pipe = popen("exec nft list chains 2>/dev/null", "re");
	char line[4096], want[300], quoted[IFNAMSIZ + 2];
	bool in_table = false, in_chain = false, found = false;

	if (!pipe)
		return false;
	snprintf(quoted, sizeof(quoted), "\"%s\"", dev);
	while (fgets(line, sizeof(line), pipe)) {
		if (!strncmp(line, "table ", 6)) {
			snprintf(want, sizeof(want), "table %s %s {\n", family, table);
			in_table = !strcmp(line, want);
		} else if (!strncmp(line, "\tchain ", 7)) {
			snprintf(want, sizeof(want), "\tchain %s {\n", name);
			in_chain = !strcmp(line, want);
		} else if (in_table && in_chain && strstr(line, quoted)) {
			found = true;
		}
	}
	pclose(pipe);
	return found;
}

/* A base chain of the device, which may have a list of them. */
static bool has_device(const json_t *chain, const char *dev)
{
	const json_t *devs = json_object_get(chain, "dev");
	const json_t *one;
	size_t i;

	if (!devs)
		return is_listed(chain, dev);
	if (json_is_string(devs))
		return !strcmp(json_string_value(devs), dev);
	json_array_foreach(devs, i, one)
		if (json_is_string(one) && !strcmp(json_string_value(one), dev))
			return true;
	return false;
}

/* Whether a packet meets a chain at all. */
static bool meets(const json_t *chain, const struct packet *packet)
{
	static const char *const in[] = { "ingress", "prerouting", "input",
					  NULL };
	static const char *const out[] = { "egress", "output", "postrouting",
					   NULL };
	bool v4 = packet->path->remote->ip.family == AF_INET;
	const char *family = json_string_value(json_object_get(chain,
							       "family"));
	const char *hook = json_string_value(json_object_get(chain, "hook"));
	const char *type = json_string_value(json_object_get(chain, "type"));

	if (!family || !hook || !type || !strcmp(type, "nat") ||
	    !is_one_of(hook, packet->in ? in : out))
		return false;
	if (!strcmp(hook, "ingress") || !strcmp(hook, "egress"))
		return has_device(chain, packet->path->dev.name);
	return !strcmp(family, "inet") || !strcmp(family, v4 ? "ip" : "ip6");
}

static void say(struct doctor *d, const struct run *r)
{
	const struct packet *packet = r->packet;
	bool v4 = packet->path->remote->ip.family == AF_INET;
	char ip[INET6_ADDRSTRLEN], which[64], where[256];
	struct finding *f = firewall_lost(d, packet);

	if (r->culprit)
		snprintf(which, sizeof(which), "rule %lld",
			 (long long)json_integer_value(json_object_get(r->culprit, "handle")));
	else
		snprintf(which, sizeof(which), "the policy");
	snprintf(where, sizeof(where), "%s %s %s",
		 json_string_value(json_object_get(r->chain, "family")),
		 json_string_value(json_object_get(r->chain, "table")),
		 json_string_value(json_object_get(r->chain, "name")));
	firewall_opposite(packet, ip);
	finding_say(d, f, "nftables drops UDP port %u %s %s: %s of \"nft -a list chain %s\".",
		    packet->path->dport, packet->in ? "from" : "to", ip, which,
		    where);
	finding_mend(d, f, "nft insert rule %s %s %s %s udp dport %u accept",
		     where, v4 ? "ip" : "ip6", packet->in ? "saddr" : "daddr",
		     ip, packet->path->dport);
}

static void run_packet(struct doctor *d, const struct nft *nft,
		       const struct packet *packet)
{
	const json_t *chain, *object;
	enum verdict verdict;
	const char *policy;
	size_t i;

	json_array_foreach(nft->objects, i, object) {
		struct run r = { .nft = nft, .packet = packet };

		chain = json_object_get(object, "chain");
		if (!chain || !meets(chain, packet))
			continue;
		r.chain = chain;
		verdict = run_chain(&r, json_string_value(json_object_get(chain, "name")),
				    0);
		policy = json_string_value(json_object_get(chain, "policy"));
		if ((verdict == NEXT || verdict == BACK) && policy &&
		    !strcmp(policy, "drop"))
			verdict = LOST;
		if (verdict == LOST)
			say(d, &r);
	}
}

static json_t *list_ruleset(struct doctor *d)
{
	FILE *pipe = popen("exec nft -j list ruleset 2>/dev/null", "re");
	json_t *list = NULL;

	if (pipe)
		list = json_loadf(pipe, 0, NULL);
	if (!pipe || pclose(pipe) || !list)
		error_warn(d->ctx, "the rules of nftables cannot be read: nft -j list ruleset fails");
	return list;
}

/**
 * check_nft() - look for rules of nftables that drop a tunnel's packets
 * @d: the visit
 */
void check_nft(struct doctor *d)
{
	struct nft nft = { .objects = NULL };
	const struct path *path;
	struct packet packet;
	json_t *list;
	int in;

	if (access(MODULE, F_OK))
		return;
	list = list_ruleset(d);
	nft.objects = json_object_get(list, "nftables");
	world_for_each(path, &d->paths) {
		if (!path->dev.ifindex)
			continue;
		for (in = 1; in >= 0; in--) {
			firewall_packet(path, in, &packet);
			run_packet(d, &nft, &packet);
		}
	}
	json_decref(list);
}
