// SPDX-License-Identifier: GPL-2.0
/*
 * Parsers, the distance of words, the kernel's phrases, messages, and answers
 * that a kernel gives only when it is in need, or newer than this tool.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/msg.h>

#include "../address.h"
#include "../error.h"
#include "../msg.h"
#include "../names.h"
#include "../nl.h"
#include "../object.h"
#include "../parse.h"

static unsigned int passed;
static unsigned int failed;

#define CHECK(condition)						\
	do {								\
		if (condition) {					\
			passed++;					\
		} else {						\
			failed++;					\
			printf("not ok: %s:%d: %s\n", __FILE__,		\
			       __LINE__, #condition);			\
		}							\
	} while (0)

static bool number(const char *text, uint32_t min, uint32_t max,
		   uint32_t expected)
{
	uint32_t value = ~expected;

	return parse_u32(text, min, max, &value) && value == expected;
}

static bool no_number(const char *text, uint32_t min, uint32_t max)
{
	uint32_t value = 77;

	return !parse_u32(text, min, max, &value) && value == 77;
}

static void test_numbers(void)
{
	CHECK(number("0", 0, 10, 0));
	CHECK(number("1", 1, 4094, 1));
	CHECK(number("4094", 1, 4094, 4094));
	CHECK(number("16777215", 1, 16777215, 16777215));
	CHECK(number("4294967295", 0, 4294967295, 4294967295));
	CHECK(no_number("", 0, 10));
	CHECK(no_number("10x", 0, 100));
	CHECK(no_number("x10", 0, 100));
	CHECK(no_number("+1", 0, 100));
	CHECK(no_number("-1", 0, 100));
	CHECK(no_number(" 1", 0, 100));
	CHECK(no_number("1 ", 0, 100));
	CHECK(no_number("0x10", 0, 100));
	CHECK(no_number("1e1", 0, 100));
	CHECK(no_number("010", 0, 100));
	CHECK(no_number("00", 0, 100));
	CHECK(no_number("0", 1, 4094));
	CHECK(no_number("4095", 1, 4094));
	CHECK(no_number("16777216", 1, 16777215));
	CHECK(no_number("4294967296", 0, 4294967295));
	CHECK(no_number("4294967297", 0, 4294967295));
	CHECK(no_number("18446744073709551617", 0, 4294967295));
	CHECK(no_number("99999999999999999999999999999999", 0, 4294967295));
}

static void test_macs(void)
{
	static const uint8_t want[MAC_LEN] = { 0xfa, 0x16, 0x3e, 0, 1, 0xAb };
	char text[MAC_STRLEN];
	uint8_t mac[MAC_LEN];

	CHECK(parse_mac("fa:16:3e:00:01:AB", mac) && !memcmp(mac, want, 6));
	CHECK(!strcmp(format_mac(want, text), "fa:16:3e:00:01:ab"));
	CHECK(!parse_mac("", mac));
	CHECK(!parse_mac("fa:16:3e:00:01", mac));
	CHECK(!parse_mac("fa:16:3e:00:01:ab:", mac));
	CHECK(!parse_mac("fa:16:3e:00:01:ab:cd", mac));
	CHECK(!parse_mac("fa-16-3e-00-01-ab", mac));
	CHECK(!parse_mac("fa:16:3e:0:1:ab", mac));
	CHECK(!parse_mac("fa:16:3e:0 :01:ab", mac));
	CHECK(!parse_mac("ga:16:3e:00:01:ab", mac));
}

static void test_addresses(void)
{
	char text[INET6_ADDRSTRLEN];
	struct ip_addr v4;
	struct ip_addr v6;
	struct ip_addr ip;

	CHECK(parse_ip("192.0.2.1", &ip) && ip.family == AF_INET);
	CHECK(!strcmp(format_ip(&ip, text), "192.0.2.1"));
	CHECK(parse_ip("2001:db8::1", &ip) && ip.family == AF_INET6);
	CHECK(!strcmp(format_ip(&ip, text), "2001:db8::1"));
	CHECK(parse_ip("192.0.2.1", &v4) && parse_ip("192.0.2.1", &ip));
	CHECK(ip_equal(&v4, &ip));
	CHECK(parse_ip("192.0.2.2", &ip) && !ip_equal(&v4, &ip));
	CHECK(parse_ip("2001:db8::1", &v6) && !ip_equal(&v4, &v6));
	CHECK(parse_ip("2001:db8::1", &ip) && ip_equal(&v6, &ip));
	CHECK(parse_ip("2001:db8::2", &ip) && !ip_equal(&v6, &ip));
	CHECK(parse_ip("0.0.0.0", &ip) && ip.family == AF_INET);
	CHECK(parse_ip("::", &ip) && ip.family == AF_INET6);
	CHECK(!parse_ip("", &ip));
	CHECK(!parse_ip("192.0.2", &ip));
	CHECK(!parse_ip("192.0.2.256", &ip));
	CHECK(!parse_ip("192.0.2.1/24", &ip));
	CHECK(!parse_ip("192.0.2.01x", &ip));
	CHECK(!parse_ip("fe80::1%eth0", &ip));
	CHECK(!parse_ip("host", &ip));
	CHECK(parse_local("192.0.2.1", &v4, &v6) && v4.family && !v6.family);
	CHECK(parse_local("2001:db8::1", &v4, &v6) && !v4.family && v6.family);
	CHECK(parse_local("192.0.2.1,2001:db8::1", &v4, &v6) && v4.family &&
	      v6.family);
	CHECK(parse_local("2001:db8::1,192.0.2.1", &v4, &v6) && v4.family &&
	      v6.family);
	CHECK(!parse_local("192.0.2.1,192.0.2.2", &v4, &v6));
	CHECK(!parse_local("192.0.2.1,", &v4, &v6));
	CHECK(!parse_local(",192.0.2.1", &v4, &v6));
	CHECK(!parse_local("", &v4, &v6));
	CHECK(!parse_local("192.0.2.1,2001:db8::1,::1", &v4, &v6));
}

static void test_stations(void)
{
	struct addresses a = { .count = 0 }, b = { .count = 0 };
	char text[ADDRESS_TEXT];

	CHECK(!address_parse("02:00:00:00:00:01,192.0.2.1,2001:db8::1", &a));
	CHECK(!address_parse("02:00:00:00:00:02", &a));
	CHECK(a.count == 2 && a.ip_count == 2 && a.list[0].ip_count == 2);
	CHECK(!strcmp(address_format(&a, 0, text),
		      "02:00:00:00:00:01,192.0.2.1,2001:db8::1"));
	CHECK(!strcmp(address_format(&a, 1, text), "02:00:00:00:00:02"));
	CHECK(address_parse("02:00:00:00:00:02,192.0.2.2", &a));
	CHECK(address_parse("02:00:00:00:00:03,", &a));
	CHECK(address_parse("02:00:00:00:00:03,192.0.2.2/24", &a));
	CHECK(address_parse("02:00:00:00:00:03:04", &a));
	CHECK(address_parse("192.0.2.1", &a));
	CHECK(address_parse("", &a));
	CHECK(a.count == 2 && a.ip_count == 2);
	b = a;
	CHECK(address_equal(&a, &b));
	b.list[1].mac[5] = 9;
	CHECK(!address_equal(&a, &b));
	b = a;
	CHECK(!parse_ip("2001:db8::2", &b.ips[1]) || !address_equal(&a, &b));
}

static void test_names(void)
{
	char name[66];

	CHECK(parse_name("child"));
	CHECK(parse_name("a"));
	CHECK(parse_name("10x"));
	CHECK(parse_name("A-Z_a.z:0"));
	CHECK(!parse_name(""));
	CHECK(!parse_name("10"));
	CHECK(!parse_name("a b"));
	CHECK(!parse_name("a/b"));
	CHECK(!parse_name("\303\244"));
	memset(name, 'n', sizeof(name));
	name[63] = '\0';
	CHECK(parse_name(name));
	name[63] = 'n';
	name[64] = '\0';
	CHECK(!parse_name(name));
	CHECK(parse_ifname("tap1"));
	CHECK(parse_ifname("fifteen-letters"));
	CHECK(!parse_ifname("sixteen-letters."));
	CHECK(!parse_ifname(""));
	CHECK(!parse_ifname("."));
	CHECK(!parse_ifname(".."));
	CHECK(!parse_ifname("a/b"));
	CHECK(!parse_ifname("a b"));
	CHECK(!parse_ifname("a:b"));
}

static void test_distance(void)
{
	CHECK(word_distance("vlan", "vlan") == 0);
	CHECK(word_distance("vlna", "vlan") == 1);
	CHECK(word_distance("vla", "vlan") == 1);
	CHECK(word_distance("vlaan", "vlan") == 1);
	CHECK(word_distance("flan", "vlan") == 1);
	CHECK(word_distance("", "vlan") == 4);
	CHECK(word_distance("vlan", "") == 4);
	CHECK(word_distance("netwrok", "network") == 1);
	CHECK(word_distance("kitten", "sitting") == 3);
	CHECK(word_distance("a-word-that-is-far-longer-than-any-other-here",
			    "up") == 32);
}

static bool says(const struct subject *s, const char *sentence,
		 const char *expected)
{
	char text[128];

	subject_apply(s, sentence, text, sizeof(text));
	if (strcmp(text, expected))
		printf("  \"%s\"\n", text);
	return !strcmp(text, expected);
}

static void test_phrases(void)
{
	struct params p = {
		.given = S(SEL) | S(NETWORK), .dev = "tap1", .vid = 100,
		.selector = VTRUNK_SELECTOR_VLAN, .network = { "child", 0 },
	};
	struct subject s;
	char tiny[8];

	subject_init(&s, &p);
	CHECK(says(&s, "this VLAN is already a subport of this trunk",
		   "vlan 100 is already a subport of tap1"));
	CHECK(says(&s, "This device's frames already go elsewhere",
		   "tap1's frames already go elsewhere"));
	CHECK(says(&s, "this port is locked", "tap1 vlan 100 is locked"));
	CHECK(says(&s, "this network does not exist", "child does not exist"));
	CHECK(says(&s, "this bridge is full", "this bridge is full"));
	CHECK(says(&s, "this portion of this", "this portion of this"));
	CHECK(says(&s, "xthis port", "xthis port"));
	CHECK(says(&s, "", ""));
	subject_apply(&s, "this trunk is locked", tiny, sizeof(tiny));
	CHECK(!strcmp(tiny, "tap1 is"));
	p.selector = VTRUNK_SELECTOR_NATIVE;
	p.network.name = NULL;
	p.network.vni = 5001;
	subject_init(&s, &p);
	CHECK(says(&s, "this port is locked", "tap1 native is locked"));
	CHECK(says(&s, "this VLAN is taken", "the native port is taken"));
	CHECK(says(&s, "this network, this VNI", "vni 5001, vni 5001"));
}

static void test_messages(void)
{
	struct nlattr *tb[VTRUNK_A_PORT_MAX + 1];
	struct nlmsghdr *nlh;
	struct port port;
	char text[8];
	struct msg msg;
	unsigned int i;

	msg_genl(&msg, VTRUNK_CMD_PORT_GET, 0);
	msg_u32(&msg, VTRUNK_A_PORT_VNI, 5001);
	msg_u16(&msg, VTRUNK_A_PORT_VID, 100);
	msg_u8(&msg, VTRUNK_A_PORT_UP, 1);
	msg_str(&msg, VTRUNK_A_PORT_NETWORK, "a-name-that-is-long");
	msg_put(&msg, VTRUNK_A_PORT_STATUS, "abc", 3);
	nlh = nlmsg_hdr(msg.nl);
	CHECK(!msg.failed && msg_cmd(nlh) == VTRUNK_CMD_PORT_GET);
	CHECK(!msg_attrs(nlh, tb, VTRUNK_A_PORT_MAX));
	CHECK(get_u32(tb[VTRUNK_A_PORT_VNI]) == 5001);
	CHECK(get_u64(tb[VTRUNK_A_PORT_VID]) == 100);
	CHECK(get_u32(tb[VTRUNK_A_PORT_UP]) == 1);
	CHECK(get_u32(tb[VTRUNK_A_PORT_STATUS]) == 0);
	CHECK(get_u32(tb[VTRUNK_A_PORT_NAME]) == 0);
	get_str(tb[VTRUNK_A_PORT_NETWORK], text, sizeof(text));
	CHECK(!strcmp(text, "a-name-"));
	CHECK(!read_port(nlh, &port) && port.vid == 100 && port.up);
	msg_free(&msg);
	/* More than fits into a page. */
	msg_genl(&msg, VTRUNK_CMD_PORT_NEW, 0);
	for (i = 0; i < 20000; i++)
		msg_u32(&msg, VTRUNK_A_PORT_VNI, i);
	nlh = nlmsg_hdr(msg.nl);
	CHECK(!msg.failed && nlh->nlmsg_len == 20 + 8 * 20000);
	msg_free(&msg);
}

/* Tell whether an answer has a result, and is put into these words. */
static bool answered(struct conn_error err, enum result result,
		     const char *expected)
{
	struct ctx ctx = { .object = "network", .verb = "add" };
	struct subject s = { .network = "child" };
	FILE *real = stderr;
	enum result got;
	size_t size;
	char *text;
	bool same;

	stderr = open_memstream(&text, &size);
	got = error_nl(&ctx, &err, &s);
	fclose(stderr);
	stderr = real;
	same = !strcmp(text, expected);
	if (!same)
		printf("  \"%s\"\n", text);
	free(text);
	return same && got == result;
}

static void test_answers(void)
{
	struct conn_error err = { .cmd = VTRUNK_CMD_NETWORK_NEW };

	CHECK(answered(err, DONE, ""));
	strcpy(err.text, "this network is large");
	CHECK(answered(err, DONE,
		       "trunkctl: network add: warning: child is large\n"));
	err.err = ENOMEM;
	CHECK(answered(err, REFUSED,
		       "trunkctl: network add: child is large (ENOMEM)\n"));
	err.err = ERANGE;
	err.attr = VTRUNK_A_NETWORK_MTU;
	strcpy(err.text, "integer out of range");
	CHECK(answered(err, REFUSED,
		       "trunkctl: network add: mtu: integer out of range (ERANGE)\n"));
	err.err = ENOMEM;
	err.text[0] = '\0';
	CHECK(answered(err, REFUSED,
		       "trunkctl: network add: Cannot allocate memory (ENOMEM)\n"));
	err.err = 524;
	CHECK(answered(err, REFUSED,
		       "trunkctl: network add: Unknown error 524 (errno 524)\n"));
}

static void put_drop(struct msg *msg, uint32_t reason, uint64_t packets)
{
	size_t drop = msg_nest(msg, VTRUNK_A_STATS_DROP);

	msg_u32(msg, VTRUNK_A_DROP_COUNT_REASON, reason);
	msg_put(msg, VTRUNK_A_DROP_COUNT_PACKETS, &packets, sizeof(packets));
	msg_nest_end(msg, drop);
}

static void test_counters(void)
{
	struct port port;
	struct msg msg;
	size_t stats;

	msg_genl(&msg, VTRUNK_CMD_PORT_GET, 0);
	stats = msg_nest(&msg, VTRUNK_A_PORT_STATS);
	put_drop(&msg, VTRUNK_DROP_MTU, 2);
	put_drop(&msg, VTRUNK_DROP_MAX + 1, 3);
	put_drop(&msg, VTRUNK_DROP_MAX + 2, 4);
	msg_nest_end(&msg, stats);
	CHECK(!read_port(nlmsg_hdr(msg.nl), &port));
	CHECK(port.stats.drops[VTRUNK_DROP_MTU] == 2);
	CHECK(port.stats.drops[VTRUNK_DROP_DOWN] == 0);
	CHECK(port.stats.other == 7);
	msg_free(&msg);
}

/* Whatever comes from the socket is read without leaving it. */
static void test_garbage(void)
{
	union {
		char bytes[256];
		struct nlmsghdr nlh;
	} u;
	uint32_t random = 1;
	unsigned int read = 0;
	union {
		struct bridge bridge;
		struct network network;
		struct remote remote;
		struct trunk trunk;
		struct port port;
		struct fdb fdb;
	} object;
	unsigned int round;
	size_t i;

	for (round = 0; round < 20000; round++) {
		for (i = 0; i < sizeof(u.bytes); i++) {
			random = random * 1103515245 + 12345;
			/* Mostly small numbers, as lengths and types are. */
			u.bytes[i] = random >> 28 ? (char)(random >> 16 & 15) :
						    (char)(random >> 16);
		}
		u.nlh.nlmsg_len = 16 + (random >> 16) % 240;
		read += !read_bridge(&u.nlh, &object.bridge);
		read += !read_network(&u.nlh, &object.network);
		read += !read_remote(&u.nlh, &object.remote);
		read += !read_trunk(&u.nlh, &object.trunk);
		read += !read_port(&u.nlh, &object.port);
		read += !read_fdb(&u.nlh, &object.fdb);
		(void)msg_cmd(&u.nlh);
	}
	CHECK(read > 1000);
}

int main(void)
{
	test_numbers();
	test_macs();
	test_addresses();
	test_stations();
	test_names();
	test_distance();
	test_phrases();
	test_messages();
	test_answers();
	test_counters();
	test_garbage();
	printf("%u passed, %u failed, 0 skipped\n", passed, failed);
	return failed ? 1 : 0;
}
