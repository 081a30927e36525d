// SPDX-License-Identifier: GPL-2.0
/*
 * Conditions of nftables, as nft(8) prints them: a left side that is read
 * out of the packet, and a right side that is a value, a range, a prefix or a
 * set of these.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netinet/in.h>

#include "nft.h"

/**
 * enum kind - what the left side is
 * @UNKNOWN: nothing that is known here
 * @ABSENT: something that the packet does not have
 * @NUMBER: a number
 * @WORD: one of two words that mean the same
 * @ADDRESS: an IP address
 * @DEVICE: a device
 */
enum kind {
	UNKNOWN,
	ABSENT,
	NUMBER,
	WORD,
	ADDRESS,
	DEVICE,
};

/**
 * struct side - a left side
 * @kind: what it is
 * @number: the number, also that which a word stands for
 * @word: the word
 * @ip: the address
 * @dev: name of the device
 */
struct side {
	enum kind kind;
	uint32_t number;
	const char *word;
	const struct ip_addr *ip;
	const char *dev;
};

static const char *text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

static bool is_v4(const struct packet *packet)
{
	return packet->path->remote->ip.family == AF_INET;
}

static struct side udp(void)
{
	return (struct side){ WORD, IPPROTO_UDP, "udp", NULL, NULL };
}

static struct side from_address(const struct packet *packet, const char *field)
{
	struct side side = { .kind = UNKNOWN };

	if (!strcmp(field, "saddr"))
		side.ip = &packet->from;
	else if (!strcmp(field, "daddr"))
		side.ip = &packet->to;
	if (side.ip)
		side.kind = ADDRESS;
	return side;
}

static struct side from_payload(const struct packet *packet,
				const json_t *payload)
{
	static const char *const absent[] = {
		"tcp", "icmp", "icmpv6", "sctp", "dccp", "udplite", "esp",
		"ah", "comp", "igmp", "arp",
	};
	const char *protocol = text(payload, "protocol");
	const char *field = text(payload, "field");
	struct side side = { .kind = UNKNOWN };
	size_t i;

	for (i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		if (!strcmp(protocol, absent[i]))
			side.kind = ABSENT;
	if ((!strcmp(protocol, "udp") || !strcmp(protocol, "th")) &&
	    !strcmp(field, "dport")) {
		side.kind = NUMBER;
		side.number = packet->path->dport;
	}
	if (!strcmp(protocol, "ip") || !strcmp(protocol, "ip6")) {
		if (is_v4(packet) != !strcmp(protocol, "ip"))
			side.kind = ABSENT;
		else if (!strcmp(field, "protocol") ||
			 !strcmp(field, "nexthdr"))
			side = udp();
		else
			side = from_address(packet, field);
	}
	return side;
}

static struct side from_meta(const struct packet *packet, const char *key)
{
	struct side side = { .kind = UNKNOWN };
	bool in = !strncmp(key, "iif", 3);

	if (!strcmp(key, "l4proto"))
		return udp();
	if (!strcmp(key, "nfproto"))
		return (struct side){ WORD, is_v4(packet) ? 2 : 10,
				      is_v4(packet) ? "ipv4" : "ipv6", NULL,
				      NULL };
	if (!strcmp(key, "protocol"))
		return (struct side){ WORD, is_v4(packet) ? 0x800 : 0x86dd,
				      is_v4(packet) ? "ip" : "ip6", NULL,
				      NULL };
	if (!strcmp(key, "iif") || !strcmp(key, "iifname") ||
	    !strcmp(key, "oif") || !strcmp(key, "oifname")) {
		side.kind = in == packet->in ? DEVICE : ABSENT;
		side.dev = packet->path->dev.name;
	}
	return side;
}

static struct side from_packet(const struct packet *packet, const json_t *left)
{
	struct side side = { .kind = UNKNOWN };
	const json_t *part;

	part = json_object_get(left, "payload");
	if (part)
		return from_payload(packet, part);
	part = json_object_get(left, "meta");
	if (part)
		return from_meta(packet, text(part, "key"));
	/* Each inner flow is a flow of its own outside, so there are new ones. */
	part = json_object_get(left, "ct");
	if (part && !strcmp(text(part, "key"), "state"))
		side = (struct side){ WORD, 8, "new", NULL, NULL };
	return side;
}

static bool is_number(const json_t *value, uint32_t *number)
{
	const char *string = json_string_value(value);
	char *end;

	if (json_is_integer(value)) {
		*number = (uint32_t)json_integer_value(value);
		return true;
	}
	if (!string || !*string)
		return false;
	*number = (uint32_t)strtoul(string, &end, 0);
	return !*end;
}

static enum match compare_one(const struct side *side, const json_t *value)
{
	const char *string = json_string_value(value);
	uint32_t number;

	switch (side->kind) {
	case ABSENT:
		return MATCH_NO;
	case NUMBER:
		if (!is_number(value, &number))
			return MATCH_MAYBE;
		return number == side->number ? MATCH_YES : MATCH_NO;
	case WORD:
		if (is_number(value, &number))
			return number == side->number ? MATCH_YES : MATCH_NO;
		if (!string)
			return MATCH_MAYBE;
		return strcmp(string, side->word) ? MATCH_NO : MATCH_YES;
	case ADDRESS:
		if (!string || !side->ip->family)
			return MATCH_MAYBE;
		return match_prefix(side->ip, string, 128);
	case DEVICE:
		if (!string)
			return MATCH_MAYBE;
		return match_device(string, '*', side->dev);
	case UNKNOWN:
		break;
	}
	return MATCH_MAYBE;
}

static int compare_ips(const struct ip_addr *a, const struct ip_addr *b)
{
	return a->family == AF_INET ?
	       memcmp(&a->v4, &b->v4, sizeof(a->v4)) :
	       memcmp(&a->v6, &b->v6, sizeof(a->v6));
}

static enum match compare_range(const struct side *side, const json_t *range)
{
	const json_t *low = json_array_get(range, 0);
	const json_t *high = json_array_get(range, 1);
	const char *first = json_string_value(low);
	const char *last = json_string_value(high);
	struct ip_addr from, to;
	uint32_t a, b;

	if (side->kind == NUMBER && is_number(low, &a) && is_number(high, &b))
		return side->number >= a && side->number <= b ? MATCH_YES :
								MATCH_NO;
	if (side->kind != ADDRESS || !side->ip->family || !first || !last ||
	    !parse_ip(first, &from) || !parse_ip(last, &to))
		return MATCH_MAYBE;
	if (from.family != side->ip->family)
		return MATCH_NO;
	return compare_ips(&from, side->ip) <= 0 &&
	       compare_ips(side->ip, &to) <= 0 ? MATCH_YES : MATCH_NO;
}

static enum match compare(const struct nft *nft, const struct side *side,
			  const json_t *right)
{
	const json_t *part, *element;
	enum match best = MATCH_NO;
	enum match match;
	size_t i;

	if (side->kind == ABSENT)
		return MATCH_NO;
	part = nft_elements(nft, right);
	if (part) {
		json_array_foreach(part, i, element) {
			match = compare(nft, side, element);
			if (match > best)
				best = match;
		}
		return best;
	}
	part = json_object_get(right, "range");
	if (part)
		return compare_range(side, part);
	part = json_object_get(right, "prefix");
	if (part && side->kind == ADDRESS)
		return match_prefix(side->ip, text(part, "addr"), (unsigned int)
			json_integer_value(json_object_get(part, "len")));
	part = json_object_get(right, "elem");
	if (part)
		return compare(nft, side, json_object_get(part, "val"));
	if (json_is_string(right) && *json_string_value(right) == '@')
		return MATCH_MAYBE;
	return json_is_object(right) ? MATCH_MAYBE : compare_one(side, right);
}

/**
 * nft_elements() - the elements of a set
 * @nft: the ruleset
 * @set: the set, written out, or the name of one with an @ before it
 *
 * Sets of two tables may have one name; then it is not known which is meant.
 *
 * Return: an array, or NULL when @set is no set.
 */
const json_t *nft_elements(const struct nft *nft, const json_t *set)
{
	const json_t *found = NULL;
	const json_t *object, *named;
	const char *name = json_string_value(set);
	size_t i;

	if (json_is_array(set))
		return set;
	if (json_object_get(set, "set"))
		return json_object_get(set, "set");
	if (!name || *name != '@')
		return NULL;
	json_array_foreach(nft->objects, i, object) {
		named = json_object_get(object, "set");
		if (!named)
			named = json_object_get(object, "map");
		if (strcmp(text(named, "name"), name + 1))
			continue;
		if (found)
			return NULL;
		found = json_object_get(named, "elem");
	}
	return found;
}

/**
 * nft_compare() - whether a packet has a value
 * @nft: the ruleset
 * @packet: the packet
 * @left: what of the packet
 * @right: the value
 *
 * Return: whether it has.
 */
enum match nft_compare(const struct nft *nft, const struct packet *packet,
		       const json_t *left, const json_t *right)
{
	struct side side = from_packet(packet, left);

	return compare(nft, &side, right);
}

static enum match compare_order(const struct side *side, const char *op,
				const json_t *right)
{
	uint32_t number;
	bool yes;

	if (side->kind != NUMBER || !is_number(right, &number))
		return side->kind == ABSENT ? MATCH_NO : MATCH_MAYBE;
	if (*op == '<')
		yes = op[1] ? side->number <= number : side->number < number;
	else
		yes = op[1] ? side->number >= number : side->number > number;
	return yes ? MATCH_YES : MATCH_NO;
}

/**
 * nft_match() - whether a condition is true of a packet
 * @nft: the ruleset
 * @packet: the packet
 * @match: the condition
 *
 * Return: whether it is.
 */
enum match nft_match(const struct nft *nft, const struct packet *packet,
		     const json_t *match)
{
	struct side side = from_packet(packet, json_object_get(match, "left"));
	const json_t *right = json_object_get(match, "right");
	const char *op = text(match, "op");

	/* What is not there is not different either. */
	if (side.kind == ABSENT)
		return MATCH_NO;
	if (*op == '<' || *op == '>')
		return compare_order(&side, op, right);
	if (!strcmp(op, "!="))
		return match_not(compare(nft, &side, right));
	return compare(nft, &side, right);
}
