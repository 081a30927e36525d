// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "names.h"
#include "nl.h"

/* The kernel's phrases, and the member of struct subject that replaces each. */
#define PHRASE(text, member)	{ text, offsetof(struct subject, member) }

static const struct {
	const char *text;
	size_t offset;
} phrases[] = {
	PHRASE("this VLAN", vlan),
	PHRASE("this trunk", dev),
	PHRASE("this device", dev),
	PHRASE("this network", network),
	PHRASE("this VNI", vni),
	PHRASE("this name", name),
	PHRASE("this remote", ip),
	PHRASE("this address", ip),
	PHRASE("this MAC", mac),
	PHRASE("this bridge", bridge),
	PHRASE("this port", port),
};

/*
 * Sentences of the netlink core about values that the family's policy does not
 * take. They say nothing about the object, so the attribute is named as well.
 */
static const char *const policy_sentences[] = {
	"Attribute failed policy validation",
	"integer out of range",
	"invalid attribute",
	"Invalid flag",
	"unexpected",
	"reserved",
};

/**
 * subject_dev() - say which device a request is about
 * @s: the subject
 * @dev: name of the device, or NULL
 */
void subject_dev(struct subject *s, const char *dev)
{
	snprintf(s->dev, sizeof(s->dev), "%s", dev ? dev : "");
}

/**
 * subject_bridge() - say which bridge a request is about
 * @s: the subject
 * @bridge: name of the bridge, or NULL
 */
void subject_bridge(struct subject *s, const char *bridge)
{
	snprintf(s->bridge, sizeof(s->bridge), "%s", bridge ? bridge : "");
}

/**
 * subject_port() - say which port of the subject's device a request is about
 * @s: the subject
 * @selector: the port's selector
 * @vid: its VLAN id, with VTRUNK_SELECTOR_VLAN
 */
void subject_port(struct subject *s, uint32_t selector, uint32_t vid)
{
	char sel[16] = "native";

	if (selector == VTRUNK_SELECTOR_VLAN)
		snprintf(sel, sizeof(sel), "vlan %u", vid);
	snprintf(s->vlan, sizeof(s->vlan), "%s",
		 selector == VTRUNK_SELECTOR_VLAN ? sel : "the native port");
	snprintf(s->port, sizeof(s->port), "%s %s", s->dev, sel);
}

/**
 * subject_ip() - say which address a request is about
 * @s: the subject
 * @ip: the address
 */
void subject_ip(struct subject *s, const struct ip_addr *ip)
{
	format_ip(ip, s->ip);
}

/**
 * subject_address() - say which address of a port is refused
 * @s: the subject
 * @err: the refusal of a request that may have several
 */
void subject_address(struct subject *s, const struct conn_error *err)
{
	struct ip_addr ip = { .family = 0 };

	if (err->len == MAC_LEN && strstr(err->text, "this MAC"))
		format_mac(err->value, s->mac);
	if (!strstr(err->text, "this address"))
		return;
	if (err->len == sizeof(ip.v4)) {
		ip.family = AF_INET;
		memcpy(&ip.v4, err->value, sizeof(ip.v4));
	} else if (err->len == sizeof(ip.v6)) {
		ip.family = AF_INET6;
		memcpy(&ip.v6, err->value, sizeof(ip.v6));
	}
	if (ip.family)
		subject_ip(s, &ip);
}

static void subject_net(struct subject *s, const struct net_id *net)
{
	if (net->name) {
		snprintf(s->network, sizeof(s->network), "%s", net->name);
	} else if (net->vni) {
		snprintf(s->network, sizeof(s->network), "vni %u", net->vni);
		snprintf(s->vni, sizeof(s->vni), "vni %u", net->vni);
	}
}

/**
 * subject_init() - take the subject from the command line
 * @s: the subject
 * @p: what the command line says
 */
void subject_init(struct subject *s, const struct params *p)
{
	static const uint8_t no_mac[MAC_LEN];

	memset(s, 0, sizeof(*s));
	subject_dev(s, p->dev);
	subject_bridge(s, p->bridge);
	subject_net(s, given(p, S_NETWORK) ? &p->network : &p->net);
	if (given(p, S_SEL))
		subject_port(s, p->selector, p->vid);
	if (given(p, S_VNI))
		snprintf(s->vni, sizeof(s->vni), "vni %u", p->vni);
	if (p->name)
		snprintf(s->name, sizeof(s->name), "name %s", p->name);
	if (p->remote.family)
		subject_ip(s, &p->remote);
	if (memcmp(p->mac, no_mac, MAC_LEN))
		format_mac(p->mac, s->mac);
}

/* What stands in place of the phrase that @at begins with, if one does. */
static const char *phrase_value(const struct subject *s, const char *at,
				size_t *len)
{
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		*len = strlen(phrases[i].text);
		if (tolower((unsigned char)at[0]) != 't' ||
		    strncmp(at + 1, phrases[i].text + 1, *len - 1) ||
		    isalnum((unsigned char)at[*len]))
			continue;
		value = (const char *)s + phrases[i].offset;
		return *value ? value : NULL;
	}
	return NULL;
}

/**
 * subject_apply() - put the subject's words into a sentence of the kernel
 * @s: the subject
 * @sentence: the sentence
 * @text: where the result goes, cut off if it does not fit
 * @size: room in @text
 */
void subject_apply(const struct subject *s, const char *sentence, char *text,
		   size_t size)
{
	const char *value;
	size_t used = 0;
	bool start = true;
	size_t len;

	while (*sentence && used + 1 < size) {
		value = start ? phrase_value(s, sentence, &len) : NULL;
		start = !isalnum((unsigned char)*sentence);
		if (!value) {
			text[used++] = *sentence++;
			continue;
		}
		sentence += len;
		while (*value && used + 1 < size)
			text[used++] = *value++;
	}
	text[used] = '\0';
}

__attribute__((format(printf, 3, 0)))
static void print_line(const struct ctx *ctx, const char *mark,
		       const char *format, va_list ap)
{
	/* What was printed so far comes first where both go to one place. */
	fflush(stdout);
	fputs("trunkctl: ", stderr);
	if (ctx->file)
		fprintf(stderr, "%s:%u: ", ctx->file, ctx->line);
	if (ctx->object && ctx->verb)
		fprintf(stderr, "%s %s: ", ctx->object, ctx->verb);
	else if (ctx->object)
		fprintf(stderr, "%s: ", ctx->object);
	fputs(mark, stderr);
	vfprintf(stderr, format, ap);
}

/**
 * error_line() - print a sentence
 * @ctx: the run
 * @format: the sentence
 */
void error_line(const struct ctx *ctx, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	print_line(ctx, "", format, ap);
	va_end(ap);
	fputc('\n', stderr);
}

/**
 * error_usage() - say that the command line is wrong
 * @ctx: the run
 * @format: the sentence
 *
 * Return: USAGE.
 */
enum result error_usage(const struct ctx *ctx, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	print_line(ctx, "", format, ap);
	va_end(ap);
	fputc('\n', stderr);
	return USAGE;
}

static void print_errno(int err)
{
	const char *name = strerrorname_np(err);

	if (name)
		fprintf(stderr, " (%s)\n", name);
	else
		fprintf(stderr, " (errno %d)\n", err);
}

/**
 * error_refused() - say why something was not done
 * @ctx: the run
 * @err: the errno that fits
 * @format: the sentence
 *
 * Return: REFUSED.
 */
enum result error_refused(const struct ctx *ctx, int err, const char *format,
			  ...)
{
	va_list ap;

	va_start(ap, format);
	print_line(ctx, "", format, ap);
	va_end(ap);
	print_errno(err);
	return REFUSED;
}

/**
 * error_warn() - say what is odd about something that was done
 * @ctx: the run
 * @format: the sentence
 */
void error_warn(const struct ctx *ctx, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	print_line(ctx, "warning: ", format, ap);
	va_end(ap);
	fputc('\n', stderr);
}

static bool is_policy_sentence(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(policy_sentences) / sizeof(policy_sentences[0]);
	     i++)
		if (!strncmp(text, policy_sentences[i],
			     strlen(policy_sentences[i])))
			return true;
	return false;
}

/**
 * error_nl() - say what the kernel answered
 * @ctx: the run
 * @err: the answer
 * @s: what the request was about
 *
 * A sentence that comes with success is a warning.
 *
 * Return: DONE on success, otherwise REFUSED.
 */
enum result error_nl(const struct ctx *ctx, const struct conn_error *err,
		     const struct subject *s)
{
	const char *attr = NULL;
	char text[512];

	subject_apply(s, err->text, text, sizeof(text));
	if (!err->err) {
		if (*text)
			error_warn(ctx, "%s", text);
		return DONE;
	}
	if (!*text)
		return error_refused(ctx, err->err, "%s", strerror(err->err));
	if (err->cmd && is_policy_sentence(err->text))
		attr = names_get(names_of_cmd(err->cmd), err->attr);
	if (attr)
		return error_refused(ctx, err->err, "%s: %s", attr, text);
	return error_refused(ctx, err->err, "%s", text);
}
