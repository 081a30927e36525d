// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <linux/vtrunk.h>

#include "error.h"
#include "names.h"
#include "words.h"

/* Largest number of words that a verb takes, with room for the end mark. */
#define WORDS_MAX	(W_COUNT + 1)

enum kind {
	K_BARE,			/* no value; min is what the word stands for */
	K_NUMBER,		/* decimal, min to max */
	K_VID,			/* the same, with a word on VID ranges */
	K_ENUM,			/* one of names */
	K_MTU,
	K_PROTO,
	K_DEV,
	K_UPLINK,
	K_NAME,
	K_NETWORK,
	K_IP,
	K_LOCAL,
	K_MAC,
	K_ADDRESS,		/* may be given more than once */
	K_GROUP_MAC,
};

static const char *const off_on[] = { "off", "on" };
static const struct names names_switch = { off_on, 2 };

/**
 * struct entry - one word
 * @text: how it is spelled
 * @slot: what it fills
 * @kind: what follows it
 * @offset: where the value goes in struct params
 * @min: smallest number; or what a bare word stands for
 * @max: largest number
 * @names: values by name
 * @what: the value in an error message
 */
struct entry {
	const char *text;
	enum slot slot;
	enum kind kind;
	size_t offset;
	uint32_t min;
	uint32_t max;
	const struct names *names;
	const char *what;
};

#define AT(member)	.offset = offsetof(struct params, member)
#define RANGE(lo, hi)	.min = (lo), .max = (hi)
#define SWITCH		.kind = K_ENUM, .names = &names_switch, .what = "on or off"
#define MEANS(value)	.kind = K_BARE, .min = (value)

#define WHAT_DEV	"a device name"
#define WHAT_NAME	"a name (1-63 of A-Z a-z 0-9 . _ : -, not all digits)"
#define WHAT_NETWORK	"the name or VNI of a network"
#define WHAT_IP		"an IP address"
#define WHAT_MAC	"a MAC"

static const struct entry entries[W_COUNT] = {
	[W_BRIDGE] = { "bridge", S_BRIDGE, K_DEV, AT(bridge),
		       .what = WHAT_DEV },
	[W_LOCAL] = { "local", S_LOCAL, K_LOCAL,
		      .what = "one IP address, or two of IPv4 and IPv6 with a comma between" },
	[W_DSTPORT] = { "dstport", S_DSTPORT, K_NUMBER, AT(dstport),
			RANGE(1, 65535), .what = "a UDP port" },
	[W_UPLINK] = { "uplink", S_UPLINK, K_UPLINK, AT(uplink),
		       .what = "a device name or none" },
	[W_AGEING] = { "ageing", S_AGEING, K_NUMBER, AT(ageing),
		       RANGE(0, VTRUNK_AGEING_MAX),
		       .what = "a number of seconds" },
	[W_FDB_MAX] = { "fdb-max", S_FDB_MAX, K_NUMBER, AT(fdb_max),
			RANGE(1, VTRUNK_FDB_LIMIT),
			.what = "a number of FDB entries" },
	[W_HANDOVER] = { "handover", S_HANDOVER, K_ENUM, AT(handover),
			 .names = &names_handover, .what = "auto or queue" },
	[W_VNI] = { "vni", S_VNI, K_NUMBER, AT(vni), RANGE(1, VTRUNK_VNI_MAX),
		    .what = "a VNI" },
	[W_NAME] = { "name", S_NAME, K_NAME, AT(name), .what = WHAT_NAME },
	[W_MODE] = { "mode", S_MODE, K_ENUM, AT(mode), .names = &names_mode,
		     .what = "a wire mode (vni or ovn)" },
	[W_MTU] = { "mtu", S_MTU, K_MTU, AT(mtu),
		    RANGE(VTRUNK_MTU_MIN, VTRUNK_MTU_MAX),
		    .what = "auto or an MTU" },
	[W_NET_UNKNOWN] = { "unknown", S_NET_UNKNOWN, K_ENUM, AT(net_unknown),
			    .names = &names_unknown,
			    .what = "flood, marked or drop" },
	[W_LEARN] = { "learn", S_LEARN, AT(learn), SWITCH },
	[W_L2CP] = { "l2cp", S_L2CP, AT(l2cp), SWITCH },
	[W_NETWORK] = { "network", S_NETWORK, K_NETWORK, AT(network),
			.what = WHAT_NETWORK },
	[W_UP] = { "up", S_UP, AT(up), MEANS(1) },
	[W_DOWN] = { "down", S_UP, AT(up), MEANS(0) },
	[W_LOCKED] = { "locked", S_LOCKED, AT(locked), SWITCH },
	[W_ANNOUNCE] = { "announce", S_ANNOUNCE, AT(announce), SWITCH },
	[W_FORCE] = { "force", S_FORCE, .kind = K_BARE },
	[W_NATIVE] = { "native", S_SEL, AT(selector),
		       MEANS(VTRUNK_SELECTOR_NATIVE) },
	[W_VLAN] = { "vlan", S_SEL, K_VID, AT(vid), RANGE(1, VTRUNK_VID_MAX),
		     .what = "a VLAN id" },
	[W_PROTO] = { "proto", S_PROTO, K_PROTO, .what = "802.1Q" },
	[W_RETAG] = { "retag", S_RETAG, K_VID, AT(retag),
		      RANGE(1, VTRUNK_VID_MAX), .what = "a VLAN id" },
	[W_QINQ] = { "qinq", S_QINQ, AT(qinq), SWITCH },
	[W_PORT_UNKNOWN] = { "unknown", S_PORT_UNKNOWN, AT(port_unknown),
			     SWITCH },
	[W_LOCAL_ONLY] = { "local-only", S_LOCAL_ONLY, AT(local_only),
			   SWITCH },
	[W_KEY] = { "key", S_KEY, K_NUMBER, AT(key),
		    RANGE(0, VTRUNK_PORT_KEY_MAX),
		    .what = "the key of a port, or 0 for none" },
	[W_ADDRESS] = { "address", S_ADDRESS, K_ADDRESS, AT(addresses),
			.what = "none, or a MAC with IP addresses behind it" },
	[W_DEV] = { "dev", S_TARGET, K_DEV, AT(dev), .what = WHAT_DEV },
	[W_REMOTE] = { "remote", S_TARGET, K_IP, AT(remote), .what = WHAT_IP },
	[W_REMOTE_KEY] = { "key", S_KEY, K_NUMBER, AT(key),
			   RANGE(1, VTRUNK_PORT_KEY_MAX),
			   .what = "the key of a port" },
	[W_MAC] = { "mac", S_MAC, K_MAC, AT(mac), .what = WHAT_MAC },
	[W_STATIC] = { "static", S_TYPE, AT(type),
		       MEANS(VTRUNK_FDB_TYPE_STATIC) },
	[W_STICKY] = { "sticky", S_TYPE, AT(type),
		       MEANS(VTRUNK_FDB_TYPE_STICKY) },
	[W_GROUP_MAC] = { "mac", S_MAC, K_GROUP_MAC, AT(mac),
			  .what = "the MAC of a group of stations" },
};

/* IDs are read like the values of words. */
static const struct entry ids[] = {
	[ID_BRIDGE] = { "BR", 0, K_DEV, AT(bridge), .what = WHAT_DEV },
	[ID_NEW_NAME] = { "NAME", 0, K_NAME, AT(name), .what = WHAT_NAME },
	[ID_NETWORK] = { "NET", 0, K_NETWORK, AT(net), .what = WHAT_NETWORK },
	[ID_REMOTE] = { "IP", 0, K_IP, AT(remote), .what = WHAT_IP },
	[ID_DEV] = { "DEV", 0, K_DEV, AT(dev), .what = WHAT_DEV },
	[ID_MAC] = { "MAC", 0, K_MAC, AT(mac), .what = WHAT_MAC },
	[ID_KEY] = { "KEY", 0, K_NUMBER, AT(key),
		     RANGE(VTRUNK_PORT_KEY_MAX + 1, 65535),
		     .what = "the key of a group" },
};

/* How a slot is filled, for "... is missing". */
static const char *const slot_texts[S_COUNT] = {
	[S_VNI] = "vni VNI",
	[S_NETWORK] = "network NET",
	[S_SEL] = "native or vlan VID",
	[S_UP] = "up or down",
	[S_TARGET] = "dev DEV SEL or remote IP",
};

/* Say that a value is not what the word wants, with the range if it has one. */
static enum result bad_value(const struct ctx *ctx, const struct entry *e,
			     const char *value)
{
	if (e->max)
		return error_usage(ctx, "\"%s\" is not %s (%u-%u)", value,
				   e->what, e->min, e->max);
	return error_usage(ctx, "\"%s\" is not %s", value, e->what);
}

static enum result no_value(const struct ctx *ctx, const struct entry *e)
{
	if (e->max)
		return error_usage(ctx, "\"%s\" needs %s (%u-%u)", e->text,
				   e->what, e->min, e->max);
	return error_usage(ctx, "\"%s\" needs %s", e->text, e->what);
}

static enum result take_vid(const struct ctx *ctx, const struct entry *e,
			    const char *value, uint32_t *number)
{
	size_t digits = strspn(value, "0123456789");
	bool range = digits && value[digits] == '-' &&
		     parse_digits(value + digits + 1);

	if (range || !strcmp(value, "rest"))
		return error_usage(ctx,
				   "\"%s\" is not %s (%u-%u): this version takes single 802.1Q VLAN ids",
				   value, e->what, e->min, e->max);
	if (!parse_u32(value, e->min, e->max, number))
		return bad_value(ctx, e, value);
	return DONE;
}

static enum result take_network(const struct ctx *ctx, const struct entry *e,
				const char *value, struct net_id *net)
{
	if (!parse_digits(value)) {
		if (!parse_name(value))
			return bad_value(ctx, e, value);
		net->name = value;
		return DONE;
	}
	if (!parse_u32(value, 1, VTRUNK_VNI_MAX, &net->vni))
		return error_usage(ctx, "\"%s\" is not a VNI (1-%u)", value,
				   VTRUNK_VNI_MAX);
	return DONE;
}

static enum result take_mac(const struct ctx *ctx, const struct entry *e,
			    const char *value, uint8_t mac[MAC_LEN])
{
	static const uint8_t zero[MAC_LEN];

	if (!parse_mac(value, mac))
		return bad_value(ctx, e, value);
	if (mac[0] & 1)
		return error_usage(ctx, "\"%s\" is a group address, no station has it",
				   value);
	if (!memcmp(mac, zero, MAC_LEN))
		return error_usage(ctx, "\"%s\" is the zero address, no station has it",
				   value);
	return DONE;
}

/* "none" stands alone, for the list that a port is to have is empty. */
static enum result take_address(const struct ctx *ctx, const struct entry *e,
				const char *value, struct params *p)
{
	bool none = !strcmp(value, "none");
	const char *wrong;

	if (p->no_address || (none && p->addresses.count))
		return error_usage(ctx, "\"%s none\" goes with no other \"%s\"",
				   e->text, e->text);
	p->no_address = none;
	if (none)
		return DONE;
	wrong = address_parse(value, &p->addresses);
	if (!wrong)
		return DONE;
	return error_usage(ctx, "\"%s\" is no address of a port: %s", value,
			   wrong);
}

static bool take_group_mac(const char *value, uint8_t mac[MAC_LEN])
{
	static const uint8_t all[MAC_LEN] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff
	};

	return parse_mac(value, mac) && mac[0] & 1 &&
	       memcmp(mac, all, MAC_LEN);
}

static bool take_mtu(const struct entry *e, const char *value, uint32_t *mtu)
{
	if (strcmp(value, "auto"))
		return parse_u32(value, e->min, e->max, mtu);
	*mtu = 0;
	return true;
}

/* A port's name may be empty, which takes the name away. */
static bool take_string(const struct entry *e, const char *value,
			const char **string)
{
	*string = value;
	if (e->kind == K_NAME)
		return parse_name(value) ||
		       (e == &entries[W_NAME] && !*value);
	return parse_ifname(value);
}

/* Read one value; a word without a value has value NULL. */
static enum result take(const struct ctx *ctx, const struct entry *e,
			const char *value, struct params *p)
{
	void *at = (char *)p + e->offset;
	bool ok = false;

	switch (e->kind) {
	case K_BARE:
		if (e->offset)
			*(uint32_t *)at = e->min;
		return DONE;
	case K_VID:
		if (e == &entries[W_VLAN])
			p->selector = VTRUNK_SELECTOR_VLAN;
		return take_vid(ctx, e, value, at);
	case K_NETWORK:
		return take_network(ctx, e, value, at);
	case K_MAC:
		return take_mac(ctx, e, value, at);
	case K_ADDRESS:
		return take_address(ctx, e, value, p);
	case K_PROTO:
		if (!strcmp(value, "802.1Q") || !strcmp(value, "802.1q"))
			return DONE;
		return error_usage(ctx,
				   "\"%s\" is not %s: this version takes single 802.1Q VLAN ids",
				   value, e->what);
	case K_NUMBER:
		ok = parse_u32(value, e->min, e->max, at);
		break;
	case K_ENUM:
		ok = names_find(e->names, value, at);
		break;
	case K_MTU:
		ok = take_mtu(e, value, at);
		break;
	case K_IP:
		ok = parse_ip(value, at);
		break;
	case K_GROUP_MAC:
		ok = take_group_mac(value, at);
		break;
	case K_LOCAL:
		ok = parse_local(value, &p->local4, &p->local6);
		break;
	case K_DEV:
	case K_UPLINK:
	case K_NAME:
		ok = take_string(e, value, at);
		break;
	}
	return ok ? DONE : bad_value(ctx, e, value);
}

static int find_word(const char *text, uint64_t words)
{
	int i;

	for (i = 0; i < W_COUNT; i++)
		if (words & BIT(i) && !strcmp(entries[i].text, text))
			return i;
	return -1;
}

static enum result unknown_word(const struct ctx *ctx, const char *text,
				uint64_t words)
{
	const char *known[WORDS_MAX];
	int count = 0;
	int i;

	for (i = 0; i < W_COUNT; i++)
		if (words & BIT(i))
			known[count++] = entries[i].text;
	known[count] = NULL;
	return words_unknown(ctx, "word", text, known);
}

static enum result missing(const struct ctx *ctx, const char *what)
{
	return error_usage(ctx, "%s is missing, see \"trunkctl %s help\"",
			   what, ctx->object);
}

/* Refuse the second word of a slot. */
static enum result twice(const struct ctx *ctx, const struct entry *e,
			 const char *first)
{
	if (!strcmp(first, e->text))
		return error_usage(ctx, "\"%s\" is given twice", first);
	return error_usage(ctx, "\"%s\" and \"%s\" exclude each other", first,
			   e->text);
}

/* What must be there, once everything was read. */
static enum result check_slots(const struct ctx *ctx, const struct verb *verb,
			       const struct params *p)
{
	int i;

	for (i = 0; i < S_COUNT; i++)
		if (verb->required & BIT(i) && !given(p, i))
			return missing(ctx, slot_texts[i]);
	if (verb->any && !(verb->any & p->given))
		return error_usage(ctx,
				   "nothing to change is given, see \"trunkctl %s help\"",
				   ctx->object);
	if (given(p, S_PROTO) &&
	    (!given(p, S_SEL) || p->selector != VTRUNK_SELECTOR_VLAN))
		return error_usage(ctx, "\"proto\" goes with \"vlan VID\"");
	return DONE;
}

/* What was said of one target is kept, and makes room for the next one. */
static enum result keep_target(const struct ctx *ctx, struct params *p,
			       const char *by[S_COUNT])
{
	struct target target = {
		.dev = p->dev,
		.selector = p->selector,
		.vid = p->vid,
		.ip = p->remote,
	};

	if (!given(p, S_TARGET) && given(p, S_SEL))
		return error_usage(ctx, "\"native\" and \"vlan\" go with \"dev DEV\"");
	if (!given(p, S_TARGET))
		return DONE;
	if (!p->dev == given(p, S_SEL))
		return error_usage(ctx, p->dev ?
				   "\"dev\" needs \"native\" or \"vlan VID\" as well" :
				   "\"native\" and \"vlan\" go with \"dev DEV\"");
	if (list_add(&p->targets, &target, sizeof(target)))
		return error_usage(ctx, "out of memory");
	p->dev = NULL;
	memset(&p->remote, 0, sizeof(p->remote));
	p->given &= ~(S(TARGET) | S(SEL) | S(PROTO));
	by[S_TARGET] = NULL;
	by[S_SEL] = NULL;
	by[S_PROTO] = NULL;
	return DONE;
}

/* The names that a value is one of; words that it can be are offered. */
static enum names_of next_value(const struct entry *e,
				void (*offer)(void *arg, const char *text),
				void *arg)
{
	unsigned int i;

	switch (e->kind) {
	case K_ENUM:
		for (i = 0; i < e->names->count; i++)
			offer(arg, names_get(e->names, i));
		break;
	case K_MTU:
		offer(arg, "auto");
		break;
	case K_PROTO:
		offer(arg, "802.1Q");
		break;
	case K_UPLINK:
		offer(arg, "none");
		return NAMES_DEVICE;
	case K_ADDRESS:
		offer(arg, "none");
		break;
	case K_DEV:
		return e == &entries[W_BRIDGE] ? NAMES_BRIDGE : NAMES_TRUNK;
	case K_NETWORK:
		return NAMES_NETWORK;
	case K_IP:
		return NAMES_REMOTE;
	default:
		break;
	}
	return NAMES_NONE;
}

/* The names that an ID is one of; what is to be made has none yet. */
static enum names_of next_id(const struct verb *verb)
{
	bool makes = verb->name && !strcmp(verb->name, "add");

	switch (verb->id) {
	case ID_BRIDGE:
		return makes ? NAMES_NONE : NAMES_BRIDGE;
	case ID_NETWORK:
		return NAMES_NETWORK;
	case ID_REMOTE:
		return makes ? NAMES_NONE : NAMES_REMOTE;
	case ID_DEV:
		/* A device that is to become a trunk may have to be forced. */
		return verb->words & W(FORCE) ? NAMES_DEVICE : NAMES_TRUNK;
	default:
		return NAMES_NONE;
	}
}

/**
 * words_next() - find what may come next
 * @verb: the verb
 * @argv: what follows it, ended by NULL; the last one is not looked at
 * @offer: gets each word that may stand there
 * @arg: handed to @offer
 *
 * Return: the names of which one may stand there as well.
 */
enum names_of words_next(const struct verb *verb, char **argv,
			 void (*offer)(void *arg, const char *text), void *arg)
{
	enum names_of names = NAMES_NONE;
	const struct entry *e;
	uint64_t slots = 0;
	int word;

	if (verb->id != ID_NONE) {
		if (!argv[1]) {
			names = next_id(verb);
			if (!verb->id_optional)
				return names;
		} else if (!verb->id_optional ||
			   find_word(*argv, verb->words) < 0) {
			argv++;
		}
	}
	if (verb->file) {
		if (!argv[1])
			return NAMES_FILE;
		argv++;
	}
	while (argv[1]) {
		word = find_word(*argv++, verb->words);
		if (word < 0)
			return NAMES_NONE;
		e = &entries[word];
		if (verb->many && e->slot == S_TARGET)
			slots &= ~(S(SEL) | S(PROTO));
		else if (e->kind != K_ADDRESS)
			slots |= BIT(e->slot);
		if (e->kind == K_BARE)
			continue;
		if (!argv[1])
			return next_value(e, offer, arg);
		argv++;
	}
	for (word = 0; word < W_COUNT; word++)
		if (verb->words & BIT(word) &&
		    !(slots & BIT(entries[word].slot)))
			offer(arg, entries[word].text);
	return names;
}

/**
 * words_parse() - read what follows a verb
 * @ctx: the run
 * @verb: the verb
 * @argv: the words, ended by NULL
 * @p: what they say; points into @argv
 *
 * Return: DONE, or USAGE after having said what is wrong.
 */
enum result words_parse(const struct ctx *ctx, const struct verb *verb,
			char **argv, struct params *p)
{
	const char *by[S_COUNT] = { NULL };
	const struct entry *e;
	int word;

	memset(p, 0, sizeof(*p));
	if (verb->id != ID_NONE) {
		if (*argv && (!verb->id_optional ||
			      find_word(*argv, verb->words) < 0)) {
			p->has_id = true;
			if (take(ctx, &ids[verb->id], *argv++, p))
				return USAGE;
		} else if (!verb->id_optional) {
			return missing(ctx, ids[verb->id].text);
		}
	}
	if (verb->file) {
		if (!*argv)
			return missing(ctx, "FILE");
		p->file = *argv++;
	}
	while (*argv) {
		word = find_word(*argv, verb->words);
		if (word < 0)
			return unknown_word(ctx, *argv, verb->words);
		e = &entries[word];
		if (verb->many && e->slot == S_TARGET &&
		    keep_target(ctx, p, by))
			return USAGE;
		if (by[e->slot] && e->kind != K_ADDRESS)
			return twice(ctx, e, by[e->slot]);
		by[e->slot] = e->text;
		p->given |= BIT(e->slot);
		argv++;
		if (e->kind != K_BARE && !*argv)
			return no_value(ctx, e);
		if (take(ctx, e, e->kind == K_BARE ? NULL : *argv++, p))
			return USAGE;
	}
	if (check_slots(ctx, verb, p) ||
	    (verb->many && keep_target(ctx, p, by)))
		return USAGE;
	return verb->check ? verb->check(ctx, p) : DONE;
}
