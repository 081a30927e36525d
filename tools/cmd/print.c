// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include <linux/if_ether.h>

#include "../error.h"
#include "../names.h"
#include "../out.h"
#include "cmd.h"

/* TPIDs as the grammar spells them. Ports have the first in this version. */
#define PROTO_8021Q	"802.1Q"
#define PROTO_8021AD	"802.1ad"

static void print_drops_text(const struct ctx *ctx, const struct stats *stats,
			     const char *indent)
{
	bool first = true;
	uint32_t i;

	for (i = 0; i <= VTRUNK_DROP_MAX; i++) {
		if (!stats->drops[i])
			continue;
		out_text(ctx->out, "%s%s%s %" PRIu64,
			 first ? "\n" : ", ", first ? indent : "",
			 names_get(&names_drop, i), stats->drops[i]);
		first = false;
	}
	if (stats->other)
		out_text(ctx->out, "%s%sother %" PRIu64, first ? "\n" : ", ",
			 first ? indent : "", stats->other);
}

static void print_drops_json(const struct ctx *ctx, const struct stats *stats)
{
	uint32_t i;

	out_nest(ctx->out, "drops");
	for (i = 0; i <= VTRUNK_DROP_MAX; i++)
		out_uint(ctx->out, names_get(&names_drop, i), NULL,
			 stats->drops[i]);
	if (stats->other)
		out_uint(ctx->out, "other", NULL, stats->other);
	out_nest_end(ctx->out);
}

static void print_icmp(const struct ctx *ctx, const struct stats *stats)
{
	out_uint(ctx->out, "icmp_sent",
		 stats->icmp_sent ? "   icmp sent " : NULL, stats->icmp_sent);
	out_uint(ctx->out, "icmp_suppressed",
		 stats->icmp_suppressed ? "   icmp suppressed " : NULL,
		 stats->icmp_suppressed);
}

/**
 * print_stats() - print counters, if they are wanted
 * @ctx: the run
 * @stats: the counters
 * @indent: what begins a line of text
 */
void print_stats(const struct ctx *ctx, const struct stats *stats,
		 const char *indent)
{
	char drops[64];

	if (!ctx->stats)
		return;
	out_text(ctx->out, "\n%s", indent);
	out_nest(ctx->out, "stats");
	out_uint(ctx->out, "rx_packets", "rx packets ", stats->rx_packets);
	out_uint(ctx->out, "rx_bytes", " bytes ", stats->rx_bytes);
	out_uint(ctx->out, "tx_packets", "   tx packets ", stats->tx_packets);
	out_uint(ctx->out, "tx_bytes", " bytes ", stats->tx_bytes);
	print_icmp(ctx, stats);
	if (stats->announced)
		out_uint(ctx->out, "announced", "   announced ",
			 stats->announced);
	if (out_is_json(ctx->out)) {
		print_drops_json(ctx, stats);
	} else {
		snprintf(drops, sizeof(drops), "%sdropped ", indent);
		print_drops_text(ctx, stats, drops);
	}
	out_nest_end(ctx->out);
}

/**
 * print_enum() - print a value by its name
 * @ctx: the run
 * @key: key in JSON, or NULL
 * @label: label in text, or NULL
 * @names: the names
 * @value: the value; one without a name is printed as a number
 */
void print_enum(const struct ctx *ctx, const char *key, const char *label,
		const struct names *names, uint32_t value)
{
	const char *name = names_get(names, value);
	char number[16];

	snprintf(number, sizeof(number), "%u", value);
	out_str(ctx->out, key, label, name ? name : number);
}

/**
 * print_ip() - print an address, if there is one
 * @ctx: the run
 * @key: key in JSON, or NULL
 * @label: label in text, or NULL
 * @ip: the address
 */
void print_ip(const struct ctx *ctx, const char *key, const char *label,
	      const struct ip_addr *ip)
{
	char text[INET6_ADDRSTRLEN];

	if (ip->family)
		out_str(ctx->out, key, label, format_ip(ip, text));
}

/**
 * print_selector() - print which frames a port takes
 * @ctx: the run
 * @selector: the selector
 * @vid: the VLAN id, with VTRUNK_SELECTOR_VLAN
 */
void print_selector(const struct ctx *ctx, uint32_t selector, uint32_t vid)
{
	print_enum(ctx, "selector", " ", &names_selector, selector);
	if (selector != VTRUNK_SELECTOR_VLAN)
		return;
	out_uint(ctx->out, "vlan", " ", vid);
	out_str(ctx->out, "proto", NULL, PROTO_8021Q);
}

/**
 * print_addresses() - print the stations behind a port, if there are any
 * @ctx: the run
 * @addresses: the stations
 * @label: label of each in text
 */
void print_addresses(const struct ctx *ctx, const struct addresses *addresses,
		     const char *label)
{
	char text[ADDRESS_TEXT];
	unsigned int i;

	if (!addresses->count)
		return;
	out_list(ctx->out, "addresses");
	for (i = 0; i < addresses->count; i++) {
		address_format(addresses, i, text);
		out_text(ctx->out, "%s%s", label, text);
		out_item(ctx->out, text);
	}
	out_nest_end(ctx->out);
}

/**
 * print_last_frame() - print when a remote was last heard of, with counters
 * @ctx: the run
 * @r: the remote
 *
 * For text; JSON has the age among the remote's own keys.
 */
void print_last_frame(const struct ctx *ctx, const struct remote *r)
{
	if (!ctx->stats)
		return;
	if (r->has_age)
		out_text(ctx->out, "  last frame %" PRIu64 "s ago",
			 r->age / 1000);
	else
		out_text(ctx->out, "  no frame yet");
}

static void print_unknown_tag(const struct ctx *ctx,
			      const struct unknown_tag *tag)
{
	bool service = tag->tpid == ETH_P_8021AD;

	out_text(ctx->out, "\n    the VM sends VLAN %u%s, no subport: %" PRIu64
		 " frame%s, the last %" PRIu64 "s ago", tag->vid,
		 service ? " (802.1ad)" : "", tag->packets,
		 tag->packets == 1 ? "" : "s", tag->age / 1000);
	out_nest(ctx->out, NULL);
	out_str(ctx->out, "proto", NULL, service ? PROTO_8021AD : PROTO_8021Q);
	out_uint(ctx->out, "vlan", NULL, tag->vid);
	out_uint(ctx->out, "packets", NULL, tag->packets);
	out_uint(ctx->out, "age", NULL, tag->age);
	out_nest_end(ctx->out);
}

/**
 * print_unknown_tags() - print the tags that no subport takes
 * @ctx: the run
 * @t: the trunk
 */
void print_unknown_tags(const struct ctx *ctx, const struct trunk *t)
{
	size_t i;

	out_list(ctx->out, "unknown_tags");
	for (i = 0; i < t->tag_count; i++)
		print_unknown_tag(ctx, &t->tags[i]);
	out_nest_end(ctx->out);
	out_uint(ctx->out, "unknown_tags_other",
		 t->tags_other ? "\n    other VLANs without a subport: frames " :
				 NULL, t->tags_other);
}

/**
 * print_time() - print when something happened, if that is wanted
 * @ctx: the run
 * @time: when it did
 */
void print_time(const struct ctx *ctx, const struct timespec *time)
{
	char zone[8] = "";
	char day[32] = "";
	char text[64];
	struct tm tm;

	if (!ctx->times || !localtime_r(&time->tv_sec, &tm))
		return;
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm);
	strftime(zone, sizeof(zone), "%z", &tm);
	snprintf(text, sizeof(text), "%s.%06ld%s", day, time->tv_nsec / 1000,
		 zone);
	out_str(ctx->out, "time", "", text);
	out_text(ctx->out, " ");
}

/**
 * view_end() - end a list
 * @ctx: the run
 *
 * Return: DONE, or REFUSED after having said that stdout does not take it.
 */
enum result view_end(const struct ctx *ctx)
{
	errno = 0;
	if (out_end(ctx->out))
		return DONE;
	return error_refused(ctx, errno ? errno : EIO,
			     "the result cannot be written");
}
