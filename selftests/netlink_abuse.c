// SPDX-License-Identifier: GPL-2.0
/*
 * Requests that nobody should send, to the netlink family vtrunk: truncated,
 * oversized, wrongly nested, with unknown, missing or malformed attributes, or
 * without CAP_NET_ADMIN. Each is refused with an errno, the attribute and, where
 * there is something to say, a sentence; nothing has changed afterwards.
 *
 *   user and network namespace of its own
 *   +-----------------------------------+
 *   |  br0 (vtrunk) -- tap0 (dummy)      |   network 5001, tap0 vlan 100 in it
 *   +-----------------------------------+
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/vtrunk.h>

#include "kselftest_harness.h"
#include "netlink.h"

#define STATE_ROOM	(1 << 16)
#define VNI		5001
#define VID		100
#define RANDOM_ROUNDS	3000

FIXTURE(vtrunk) {
	struct request *r;	/* the request that a test builds */
	struct answer a;	/* and its answer */
	char *before;		/* the state before */
	size_t before_len;	/* its length */
	uint16_t family;	/* number of the family */
	uint32_t bridge;	/* interface index of the bridge */
	uint32_t tap;		/* and of the trunk */
	int fd;			/* generic netlink */
};

#define COMMAND(cmd)	command(self, VTRUNK_CMD_ ## cmd)

static void command(FIXTURE_DATA(vtrunk) *self, uint8_t cmd)
{
	begin_genl(self->r, self->family, cmd, 0);
}

static size_t read_state(FIXTURE_DATA(vtrunk) *self, char *state)
{
	static const uint8_t cmds[] = {
		VTRUNK_CMD_BRIDGE_GET, VTRUNK_CMD_NETWORK_GET,
		VTRUNK_CMD_REMOTE_GET, VTRUNK_CMD_TRUNK_GET,
		VTRUNK_CMD_PORT_GET, VTRUNK_CMD_FDB_GET,
	};
	size_t used = 0;
	size_t i;

	for (i = 0; i < sizeof(cmds); i++)
		used += dump(self->fd, self->family, cmds[i], state + used,
			     STATE_ROOM - used);
	return used;
}

static bool unchanged(FIXTURE_DATA(vtrunk) *self)
{
	static char now[STATE_ROOM];
	size_t len = read_state(self, now);

	return len == self->before_len && !memcmp(now, self->before, len);
}

/* The request is refused in this way, and nothing has changed. */
#define REFUSED(errno_, offset_, text_) do {				\
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));			\
	EXPECT_EQ(errno_, self->a.err);					\
	EXPECT_EQ((uint32_t)(offset_), self->a.offset);				\
	EXPECT_STREQ(text_, self->a.text);				\
	EXPECT_TRUE(unchanged(self));					\
} while (0)

FIXTURE_SETUP(vtrunk)
{
	int link;

	self->r = calloc(1, sizeof(*self->r));
	self->before = calloc(1, STATE_ROOM);
	ASSERT_TRUE(self->r && self->before);

	ASSERT_TRUE(enter_namespaces());

	link = open_netlink(NETLINK_ROUTE);
	ASSERT_LE(0, link);
	ASSERT_TRUE(add_link(link, "br0", "vtrunk"));
	ASSERT_TRUE(add_link(link, "tap0", "dummy"));
	close(link);
	self->bridge = if_nametoindex("br0");
	self->tap = if_nametoindex("tap0");
	self->fd = open_netlink(NETLINK_GENERIC);
	ASSERT_LE(0, self->fd);
	self->family = family_id(self->fd);
	ASSERT_NE(0, self->family);

	COMMAND(NETWORK_NEW);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, VNI);
	put_str(self->r, VTRUNK_A_NETWORK_NAME, "child");
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	ASSERT_EQ(0, self->a.err);
	COMMAND(TRUNK_NEW);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, self->tap);
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	ASSERT_EQ(0, self->a.err);
	COMMAND(PORT_NEW);
	put_u32(self->r, VTRUNK_A_PORT_IFINDEX, self->tap);
	put_u32(self->r, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_VLAN);
	put_u16(self->r, VTRUNK_A_PORT_VID, VID);
	put_u32(self->r, VTRUNK_A_PORT_VNI, VNI);
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	ASSERT_EQ(0, self->a.err);

	self->before_len = read_state(self, self->before);
	ASSERT_TRUE(self->before_len > 0);
}

FIXTURE_TEARDOWN(vtrunk)
{
	close(self->fd);
	free(self->before);
	free(self->r);
}

TEST_F(vtrunk, vni_out_of_range)
{
	static const uint32_t vnis[] = { 0, VTRUNK_VNI_MAX + 1, UINT32_MAX };
	size_t i;

	for (i = 0; i < sizeof(vnis) / sizeof(vnis[0]); i++) {
		COMMAND(NETWORK_NEW);
		put_str(self->r, VTRUNK_A_NETWORK_NAME, "other");
		put_u32(self->r, VTRUNK_A_NETWORK_VNI, vnis[i]);
		REFUSED(ERANGE, last_attr(self->r), "integer out of range");
	}
}

TEST_F(vtrunk, vid_out_of_range)
{
	static const uint16_t vids[] = { 0, VTRUNK_VID_MAX + 1, UINT16_MAX };
	size_t i;

	for (i = 0; i < sizeof(vids) / sizeof(vids[0]); i++) {
		COMMAND(PORT_NEW);
		put_u32(self->r, VTRUNK_A_PORT_IFINDEX, self->tap);
		put_u32(self->r, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_VLAN);
		put_u32(self->r, VTRUNK_A_PORT_VNI, VNI);
		put_u16(self->r, VTRUNK_A_PORT_VID, vids[i]);
		REFUSED(ERANGE, last_attr(self->r), "integer out of range");
	}
}

TEST_F(vtrunk, wrong_length)
{
	static const char mac[7];

	COMMAND(NETWORK_NEW);
	put_str(self->r, VTRUNK_A_NETWORK_NAME, "other");
	put_u16(self->r, VTRUNK_A_NETWORK_VNI, 5002);
	REFUSED(EINVAL, last_attr(self->r), "invalid attribute length");

	COMMAND(FDB_NEW);
	put_u32(self->r, VTRUNK_A_FDB_VNI, VNI);
	put(self->r, VTRUNK_A_FDB_MAC, mac, sizeof(mac));
	REFUSED(ERANGE, last_attr(self->r),
		"binary attribute size out of range");

	COMMAND(NETWORK_SET);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, VNI);
	put(self->r, VTRUNK_A_NETWORK_MTU, NULL, 0);
	REFUSED(EINVAL, last_attr(self->r), "invalid attribute length");
}

TEST_F(vtrunk, long_names)
{
	char name[VTRUNK_NAME_LEN + 2];

	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	COMMAND(NETWORK_NEW);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, 5002);
	put_str(self->r, VTRUNK_A_NETWORK_NAME, name);
	REFUSED(EINVAL, last_attr(self->r),
		"Attribute failed policy validation");

	/* Without its end. */
	COMMAND(NETWORK_NEW);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, 5002);
	put(self->r, VTRUNK_A_NETWORK_NAME, name, 5);
	REFUSED(EINVAL, last_attr(self->r),
		"Attribute failed policy validation");
}

TEST_F(vtrunk, unknown_attribute)
{
	COMMAND(NETWORK_NEW);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, 5002);
	put_str(self->r, VTRUNK_A_NETWORK_NAME, "other");
	put_u32(self->r, 999, 1);
	REFUSED(EINVAL, last_attr(self->r), "Unknown attribute type");
}

/* Those of answers are not taken in requests. */
TEST_F(vtrunk, attribute_of_another_command)
{
	COMMAND(NETWORK_NEW);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, 5002);
	put_str(self->r, VTRUNK_A_NETWORK_NAME, "other");
	put_u32(self->r, VTRUNK_A_NETWORK_PORT_COUNT, 1);
	REFUSED(EINVAL, last_attr(self->r), "Unknown attribute type");

	COMMAND(PORT_SET);
	put_u32(self->r, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_VLAN);
	put_u16(self->r, VTRUNK_A_PORT_VID, VID);
	put_str(self->r, VTRUNK_A_PORT_IFNAME, "tap0");
	REFUSED(EINVAL, last_attr(self->r), "Unsupported attribute");
}

TEST_F(vtrunk, nested_where_nothing_nests)
{
	COMMAND(NETWORK_SET);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, VNI);
	put_u32(self->r, VTRUNK_A_NETWORK_MTU | NLA_F_NESTED, 1400);
	REFUSED(EINVAL, last_attr(self->r), "NLA_F_NESTED not expected");

	/* A nest with an attribute in it, for a number. */
	COMMAND(NETWORK_SET);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, VNI);
	put(self->r, VTRUNK_A_NETWORK_MTU, "\x08\0\x05\0\x78\x05\0\0", 8);
	REFUSED(EINVAL, last_attr(self->r), "invalid attribute length");
}

TEST_F(vtrunk, missing_attributes)
{
	static const struct {
		uint8_t cmd;
		uint32_t missing;
	} rows[] = {
		{ VTRUNK_CMD_NETWORK_NEW, VTRUNK_A_NETWORK_VNI },
		{ VTRUNK_CMD_NETWORK_SET, VTRUNK_A_NETWORK_VNI },
		{ VTRUNK_CMD_NETWORK_GET, VTRUNK_A_NETWORK_VNI },
		{ VTRUNK_CMD_NETWORK_DEL, VTRUNK_A_NETWORK_VNI },
		{ VTRUNK_CMD_REMOTE_NEW, VTRUNK_A_REMOTE_IPV4 },
		{ VTRUNK_CMD_REMOTE_SET, VTRUNK_A_REMOTE_IPV4 },
		{ VTRUNK_CMD_REMOTE_DEL, VTRUNK_A_REMOTE_IPV4 },
		{ VTRUNK_CMD_TRUNK_NEW, VTRUNK_A_TRUNK_IFINDEX },
		{ VTRUNK_CMD_TRUNK_SET, VTRUNK_A_TRUNK_IFINDEX },
		{ VTRUNK_CMD_TRUNK_GET, VTRUNK_A_TRUNK_IFINDEX },
		{ VTRUNK_CMD_TRUNK_DEL, VTRUNK_A_TRUNK_IFINDEX },
		{ VTRUNK_CMD_PORT_NEW, VTRUNK_A_PORT_IFINDEX },
		{ VTRUNK_CMD_PORT_SET, VTRUNK_A_PORT_IFINDEX },
		{ VTRUNK_CMD_PORT_GET, VTRUNK_A_PORT_IFINDEX },
		{ VTRUNK_CMD_PORT_DEL, VTRUNK_A_PORT_IFINDEX },
		{ VTRUNK_CMD_FDB_NEW, VTRUNK_A_FDB_MAC },
		{ VTRUNK_CMD_FDB_SET, VTRUNK_A_FDB_MAC },
		{ VTRUNK_CMD_FDB_GET, VTRUNK_A_FDB_MAC },
		{ VTRUNK_CMD_FDB_DEL, VTRUNK_A_FDB_MAC },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		command(self, rows[i].cmd);
		REFUSED(EINVAL, 0, "a required attribute is missing");
		EXPECT_EQ(rows[i].missing, self->a.missing) {
			TH_LOG("of command %u", rows[i].cmd);
		}
	}
}

/* A device of another namespace has no number in this one. */
TEST_F(vtrunk, devices_that_are_not_here)
{
	static const char text[] =
		"this device does not exist in this network namespace";

	COMMAND(TRUNK_NEW);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, 4711);
	REFUSED(ENODEV, last_attr(self->r), text);
	COMMAND(BRIDGE_SET);
	put_u32(self->r, VTRUNK_A_BRIDGE_UPLINK_IFINDEX, 4711);
	REFUSED(ENODEV, last_attr(self->r), text);
	COMMAND(PORT_DEL);
	put_u32(self->r, VTRUNK_A_PORT_IFINDEX, 4711);
	REFUSED(ENODEV, last_attr(self->r), text);
}

TEST_F(vtrunk, truncated)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)self->r->buf;
	struct nlattr *attr;

	/* No generic netlink header. */
	COMMAND(NETWORK_NEW);
	self->r->len = NLMSG_HDRLEN + 2;
	REFUSED(EINVAL, 0, "");

	/* An attribute longer than the message. */
	COMMAND(NETWORK_NEW);
	put_str(self->r, VTRUNK_A_NETWORK_NAME, "other");
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, 5002);
	attr = (struct nlattr *)(self->r->buf + self->r->len - 8);
	attr->nla_len = 12;
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	EXPECT_EQ(EINVAL, self->a.err);
	EXPECT_TRUE(unchanged(self));

	/* An attribute shorter than its own header. */
	attr->nla_len = 2;
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	EXPECT_EQ(EINVAL, self->a.err);
	EXPECT_TRUE(unchanged(self));

	/* Half an attribute header at the end. */
	attr->nla_len = 8;
	memset(self->r->buf + self->r->len, 0xff, 2);
	self->r->len += 2;
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	EXPECT_EQ(EINVAL, self->a.err);
	EXPECT_TRUE(unchanged(self));

	/* A message that says it is longer than it is has no answer; one that
	 * follows has.
	 */
	COMMAND(NETWORK_NEW);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, 5002);
	nlh->nlmsg_len = (uint32_t)self->r->len + 64;
	ASSERT_EQ((ssize_t)self->r->len,
		  send(self->fd, self->r->buf, self->r->len, 0));
	COMMAND(NETWORK_GET);
	REFUSED(EINVAL, 0, "a required attribute is missing");
}

TEST_F(vtrunk, oversized)
{
	static char blob[60000];
	int i;

	/* A name as long as an attribute can be. */
	COMMAND(NETWORK_NEW);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, 5002);
	put(self->r, VTRUNK_A_NETWORK_NAME, blob, sizeof(blob));
	REFUSED(ERANGE, last_attr(self->r),
		"Attribute failed policy validation");

	/* The same attribute ten thousand times: the last one counts. */
	COMMAND(NETWORK_SET);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, VNI);
	for (i = 0; i < 10000; i++)
		put_u32(self->r, VTRUNK_A_NETWORK_MTU, 1400);
	put_u32(self->r, VTRUNK_A_NETWORK_MTU, 100);
	REFUSED(ERANGE, last_attr(self->r),
		"this MTU is less than 576, and not 0 for automatic");
}

TEST_F(vtrunk, switches_are_0_or_1)
{
	COMMAND(NETWORK_SET);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, VNI);
	put_u8(self->r, VTRUNK_A_NETWORK_LEARN, 2);
	REFUSED(ERANGE, last_attr(self->r), "integer out of range");

	COMMAND(TRUNK_SET);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, self->tap);
	put_u8(self->r, VTRUNK_A_TRUNK_UP, 255);
	REFUSED(ERANGE, last_attr(self->r), "integer out of range");
}

TEST_F(vtrunk, unknown_commands)
{
	static const uint8_t cmds[] = {
		0, VTRUNK_CMD_NETWORK_NTF, VTRUNK_CMD_MAX + 1, 255,
	};
	size_t i;

	for (i = 0; i < sizeof(cmds); i++) {
		command(self, cmds[i]);
		REFUSED(EOPNOTSUPP, 0, "");
	}
}

static const uint8_t changing[] = {
	VTRUNK_CMD_BRIDGE_SET, VTRUNK_CMD_NETWORK_NEW, VTRUNK_CMD_NETWORK_SET,
	VTRUNK_CMD_NETWORK_DEL, VTRUNK_CMD_REMOTE_NEW, VTRUNK_CMD_REMOTE_SET,
	VTRUNK_CMD_REMOTE_DEL, VTRUNK_CMD_TRUNK_NEW, VTRUNK_CMD_TRUNK_SET,
	VTRUNK_CMD_TRUNK_DEL, VTRUNK_CMD_PORT_NEW, VTRUNK_CMD_PORT_SET,
	VTRUNK_CMD_PORT_DEL, VTRUNK_CMD_FDB_NEW, VTRUNK_CMD_FDB_SET,
	VTRUNK_CMD_FDB_DEL, VTRUNK_CMD_FDB_FLUSH, VTRUNK_CMD_TRUNK_LOAD,
};

TEST_F(vtrunk, without_cap_net_admin)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[2] = {};
	size_t i;

	ASSERT_EQ(0, syscall(SYS_capset, &header, none));
	for (i = 0; i < sizeof(changing); i++) {
		command(self, changing[i]);
		put_u32(self->r, 1, self->bridge);
		REFUSED(EPERM, 0, "");
	}
	/* Whoever may not change may look. */
	COMMAND(NETWORK_GET);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, VNI);
	((struct nlmsghdr *)self->r->buf)->nlmsg_flags |= NLM_F_ACK;
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	EXPECT_EQ(0, self->a.err);
}

/* All capabilities, but in a user namespace that the devices are not of. */
TEST_F(vtrunk, capable_elsewhere)
{
	size_t i;

	ASSERT_EQ(0, unshare(CLONE_NEWUSER));
	for (i = 0; i < sizeof(changing); i++) {
		command(self, changing[i]);
		put_u32(self->r, 1, self->bridge);
		REFUSED(EPERM, 0, "");
	}
}

/* Well-formed attributes with any content: all that must hold is that the
 * kernel lives, answers, and can still be asked.
 */
TEST_F(vtrunk, random_attributes)
{
	unsigned int seed = 5001;
	char data[64];
	size_t len;
	int attrs;
	size_t i;
	int n;

	for (n = 0; n < RANDOM_ROUNDS; n++) {
		command(self, (uint8_t)(rand_r(&seed) % (VTRUNK_CMD_MAX + 2)));
		attrs = rand_r(&seed) % 8;
		while (attrs--) {
			len = (size_t)(rand_r(&seed) % 5) * 2;
			for (i = 0; i < sizeof(data); i++)
				data[i] = (char)(rand_r(&seed) % 4);
			put(self->r, (uint16_t)(rand_r(&seed) % 18), data, len);
		}
		ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	}
	COMMAND(BRIDGE_GET);
	put_u32(self->r, VTRUNK_A_BRIDGE_IFINDEX, self->bridge);
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	EXPECT_EQ(0, self->a.err);
}

TEST_HARNESS_MAIN
