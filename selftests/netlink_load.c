// SPDX-License-Identifier: GPL-2.0
/*
 * The request that replaces all ports of a trunk, as no tool would send it:
 * with a fault in the middle of 4094 ports, with ports that are no ports, twice
 * the same, too many. Each is refused with the attribute that is wrong, and
 * nothing has changed; what is right is done as a whole.
 *
 *   user and network namespace of its own
 *   +------------------------------------------------------------------+
 *   |  br0 (vtrunk) -- tap0 (dummy)   vlan 100 "hundred", vlan 200     |
 *   |               \- tap1 (dummy)   vlan 7 "taken"                   |
 *   +------------------------------------------------------------------+
 *   networks 5001 "child", 5002 "other"
 */
#define _GNU_SOURCE
#include <net/if.h>
#include <stdlib.h>

#include "kselftest_harness.h"
#include "netlink.h"

#define STATE_ROOM	(1 << 20)
#define ALL		VTRUNK_VID_MAX
#define MIDDLE		2000

FIXTURE(load) {
	struct request *r;	/* the request that a test builds */
	struct answer a;	/* and its answer */
	char *before;		/* the state before */
	char *now;		/* and after */
	size_t before_len;	/* length of the state before */
	uint16_t family;	/* number of the family */
	uint32_t bridge;	/* interface index of the bridge */
	uint32_t tap0;		/* of the trunk that is loaded */
	uint32_t tap1;		/* of the other trunk */
	int fd;			/* generic netlink */
};

#define SELF		FIXTURE_DATA(load) *self

static void command(SELF, uint8_t cmd)
{
	begin_genl(self->r, self->family, cmd, 0);
}

static bool done(SELF)
{
	return ask(self->fd, self->r, &self->a) && !self->a.err;
}

static void begin_load(SELF)
{
	command(self, VTRUNK_CMD_TRUNK_LOAD);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, self->tap0);
}

/* A port of the set, to which more can be added before nest_end(). */
static size_t begin_port(SELF, uint16_t vid)
{
	size_t nest = nest_begin(self->r, VTRUNK_A_TRUNK_PORT);

	put_u32(self->r, VTRUNK_A_PORT_SELECTOR,
		vid ? VTRUNK_SELECTOR_VLAN : VTRUNK_SELECTOR_NATIVE);
	if (vid)
		put_u16(self->r, VTRUNK_A_PORT_VID, vid);
	return nest;
}

static void put_port(SELF, uint16_t vid, uint32_t vni)
{
	size_t nest = begin_port(self, vid);

	put_u32(self->r, VTRUNK_A_PORT_VNI, vni);
	nest_end(self->r, nest);
}

static void put_ports(SELF, uint16_t first, uint16_t last)
{
	for (; first <= last; first++)
		put_port(self, first, 5001);
}

static size_t read_state(SELF, char *state)
{
	static const uint8_t cmds[] = {
		VTRUNK_CMD_NETWORK_GET, VTRUNK_CMD_TRUNK_GET,
		VTRUNK_CMD_PORT_GET,
	};
	size_t used = 0;
	size_t i;

	for (i = 0; i < sizeof(cmds); i++)
		used += dump(self->fd, self->family, cmds[i], state + used,
			     STATE_ROOM - used);
	return used;
}

static void remember(SELF)
{
	self->before_len = read_state(self, self->before);
}

static bool unchanged(SELF)
{
	size_t len = read_state(self, self->now);

	return len && len == self->before_len &&
	       !memcmp(self->now, self->before, len);
}

/* The request is refused in this way, and nothing has changed. */
#define REFUSED(errno_, offset_, text_) do {				\
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));			\
	EXPECT_EQ(errno_, self->a.err);					\
	EXPECT_EQ((uint32_t)(offset_), self->a.offset);			\
	EXPECT_STREQ(text_, self->a.text);				\
	EXPECT_TRUE(unchanged(self));					\
} while (0)

static bool add_network(SELF, uint32_t vni, const char *name)
{
	command(self, VTRUNK_CMD_NETWORK_NEW);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, vni);
	put_str(self->r, VTRUNK_A_NETWORK_NAME, name);
	return done(self);
}

static bool add_port(SELF, uint32_t tap, uint16_t vid, const char *name)
{
	command(self, VTRUNK_CMD_PORT_NEW);
	put_u32(self->r, VTRUNK_A_PORT_IFINDEX, tap);
	put_u32(self->r, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_VLAN);
	put_u16(self->r, VTRUNK_A_PORT_VID, vid);
	put_u32(self->r, VTRUNK_A_PORT_VNI, 5001);
	if (name)
		put_str(self->r, VTRUNK_A_PORT_NAME, name);
	return done(self);
}

static bool add_trunk(SELF, uint32_t tap)
{
	command(self, VTRUNK_CMD_TRUNK_NEW);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, tap);
	return done(self);
}

FIXTURE_SETUP(load)
{
	int link;

	self->r = calloc(1, sizeof(*self->r));
	self->before = calloc(2, STATE_ROOM);
	ASSERT_TRUE(self->r && self->before);
	self->now = self->before + STATE_ROOM;

	ASSERT_TRUE(enter_namespaces());
	link = open_netlink(NETLINK_ROUTE);
	ASSERT_LE(0, link);
	ASSERT_TRUE(add_link(link, "br0", "vtrunk"));
	ASSERT_TRUE(add_link(link, "tap0", "dummy"));
	ASSERT_TRUE(add_link(link, "tap1", "dummy"));
	close(link);
	self->bridge = if_nametoindex("br0");
	self->tap0 = if_nametoindex("tap0");
	self->tap1 = if_nametoindex("tap1");
	self->fd = open_netlink(NETLINK_GENERIC);
	ASSERT_LE(0, self->fd);
	self->family = family_id(self->fd);
	ASSERT_NE(0, self->family);

	ASSERT_TRUE(add_network(self, 5001, "child"));
	ASSERT_TRUE(add_network(self, 5002, "other"));
	ASSERT_TRUE(add_trunk(self, self->tap0));
	ASSERT_TRUE(add_trunk(self, self->tap1));
	ASSERT_TRUE(add_port(self, self->tap0, 100, "hundred"));
	ASSERT_TRUE(add_port(self, self->tap0, 200, NULL));
	ASSERT_TRUE(add_port(self, self->tap1, 7, "taken"));
	remember(self);
	ASSERT_TRUE(self->before_len > 0);
}

FIXTURE_TEARDOWN(load)
{
	close(self->fd);
	free(self->before);
	free(self->r);
}

/* What the load says it has done. */
static bool counted(SELF, uint32_t added, uint32_t removed, uint32_t changed,
		    uint32_t kept)
{
	const uint32_t wanted[] = { added, removed, changed, kept };
	static char buf[8192];
	const struct nlmsghdr *nlh = (const void *)buf;
	const struct nlattr *attr;
	unsigned int found = 0;
	uint32_t value;
	ssize_t len;
	int i;

	((struct nlmsghdr *)self->r->buf)->nlmsg_len = (uint32_t)self->r->len;
	if (send(self->fd, self->r->buf, self->r->len, 0) < 0)
		return false;
	len = recv(self->fd, buf, sizeof(buf), 0);
	if (len < NLMSG_HDRLEN || nlh->nlmsg_type != self->family)
		return false;
	attr = (const void *)(buf + NLMSG_HDRLEN + GENL_HDRLEN);
	while ((const char *)attr < buf + nlh->nlmsg_len) {
		i = attr->nla_type - VTRUNK_A_TRUNK_PORTS_ADDED;
		memcpy(&value, attr + 1, sizeof(value));
		if (i >= 0 && i < 4 && value == wanted[i])
			found |= 1u << i;
		attr = (const void *)((const char *)attr +
				      NLA_ALIGN(attr->nla_len));
	}
	/* The acknowledgment. */
	len = recv(self->fd, buf, sizeof(buf), 0);
	return len >= NLMSG_HDRLEN && nlh->nlmsg_type == NLMSG_ERROR &&
	       found == 15;
}

TEST_F(load, all_ports_and_none)
{
	begin_load(self);
	put_ports(self, 0, ALL);
	EXPECT_TRUE(counted(self, ALL - 1, 0, 1, 1));
	EXPECT_TRUE(counted(self, 0, 0, 0, ALL + 1));

	begin_load(self);
	put_ports(self, 0, MIDDLE);
	put_port(self, MIDDLE + 1, 5002);
	EXPECT_TRUE(counted(self, 0, ALL - MIDDLE - 1, 1, MIDDLE + 1));

	begin_load(self);
	EXPECT_TRUE(counted(self, 0, MIDDLE + 2, 0, 0));
}

enum fault {
	VID_RANGE, VNI_RANGE, NO_NETWORK, NO_SUCH_VNI, NO_SUCH_NAME,
	NO_SELECTOR, NO_VID, TAGGED_NATIVE, TPID, SWITCH, BAD_NAME, LONG_NAME,
	TAKEN_NAME, DEVICE, RETAG, STATS, EMPTY, TWICE, FAULTS
};

static const struct {
	int err;
	bool whole;	/* the port is named, not one of its attributes */
	const char *text;
} faults[FAULTS] = {
	[VID_RANGE] = { ERANGE, false, "integer out of range" },
	[VNI_RANGE] = { ERANGE, false, "integer out of range" },
	[NO_NETWORK] = { EINVAL, true, "a required attribute is missing" },
	[NO_SUCH_VNI] = { ENOENT, false, "this network does not exist" },
	[NO_SUCH_NAME] = { ENOENT, false, "this network does not exist" },
	[NO_SELECTOR] = { EINVAL, true, "a required attribute is missing" },
	[NO_VID] = { EINVAL, true, "a required attribute is missing" },
	[TAGGED_NATIVE] = { EINVAL, false, "the native port has no tag" },
	[TPID] = { EPROTONOSUPPORT, false,
		   "only 802.1Q tags select a subport" },
	[SWITCH] = { ERANGE, false, "integer out of range" },
	[BAD_NAME] = { EINVAL, false,
		       "this name is not 1 to 63 of A-Z a-z 0-9 . _ : - with a non-digit" },
	[LONG_NAME] = { EINVAL, false, "Attribute failed policy validation" },
	[TAKEN_NAME] = { EEXIST, false,
			 "this name is already that of a port of this bridge" },
	[DEVICE] = { EINVAL, false, "Unsupported attribute" },
	[RETAG] = { EINVAL, false, "Unsupported attribute" },
	[STATS] = { EINVAL, false, "Unsupported attribute" },
	[EMPTY] = { EINVAL, true, "a required attribute is missing" },
	[TWICE] = { EINVAL, true, "this VLAN is in the set twice" },
};

/* A port with one fault, in its last attribute where it is in one. */
static size_t put_fault(SELF, enum fault fault)
{
	char name[VTRUNK_NAME_LEN + 2];
	struct request *r = self->r;
	size_t nest = r->len;

	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	if (fault == EMPTY || fault == NO_SELECTOR)
		nest = nest_begin(r, VTRUNK_A_TRUNK_PORT);
	else if (fault == TWICE)
		nest = begin_port(self, 5);
	else if (fault == TAGGED_NATIVE || fault == NO_VID)
		nest = begin_port(self, 0);
	else
		nest = begin_port(self, MIDDLE);
	if (fault != EMPTY && fault != NO_NETWORK && fault != VNI_RANGE &&
	    fault != NO_SUCH_VNI && fault != NO_SUCH_NAME)
		put_u32(r, VTRUNK_A_PORT_VNI, 5001);
	if (fault == VID_RANGE)
		put_u16(r, VTRUNK_A_PORT_VID, VTRUNK_VID_MAX + 1);
	else if (fault == VNI_RANGE)
		put_u32(r, VTRUNK_A_PORT_VNI, VTRUNK_VNI_MAX + 1);
	else if (fault == NO_SUCH_VNI)
		put_u32(r, VTRUNK_A_PORT_VNI, 5003);
	else if (fault == NO_SUCH_NAME)
		put_str(r, VTRUNK_A_PORT_NETWORK, "cousin");
	else if (fault == NO_VID)
		put_u32(r, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_VLAN);
	else if (fault == TAGGED_NATIVE)
		put_u16(r, VTRUNK_A_PORT_VID, MIDDLE);
	else if (fault == TPID)
		put_u16(r, VTRUNK_A_PORT_TPID, 0x88a8);
	else if (fault == SWITCH)
		put_u8(r, VTRUNK_A_PORT_QINQ, 2);
	else if (fault == BAD_NAME)
		put_str(r, VTRUNK_A_PORT_NAME, "17");
	else if (fault == LONG_NAME)
		put_str(r, VTRUNK_A_PORT_NAME, name);
	else if (fault == TAKEN_NAME)
		put_str(r, VTRUNK_A_PORT_NAME, "taken");
	else if (fault == DEVICE)
		put_u32(r, VTRUNK_A_PORT_IFINDEX, self->tap1);
	else if (fault == RETAG)
		put_u16(r, VTRUNK_A_PORT_RETAG, 9);
	else if (fault == STATS)
		put_u32(r, VTRUNK_A_PORT_STATS, 0);
	nest_end(r, nest);
	return nest;
}

/* Where the last attribute of the last port is. */
static size_t last_in(const struct request *r, size_t nest)
{
	size_t at = nest + NLA_HDRLEN;
	size_t last = at;

	for (; at < r->len; at += NLA_ALIGN(attr_of((void *)r, at)->nla_len))
		last = at;
	return last;
}

TEST_F(load, one_fault_in_the_middle)
{
	size_t offset;
	size_t nest;
	int fault;

	for (fault = 0; fault < FAULTS; fault++) {
		begin_load(self);
		put_ports(self, 0, MIDDLE - 1);
		nest = put_fault(self, fault);
		offset = faults[fault].whole ? nest : last_in(self->r, nest);
		put_ports(self, MIDDLE + 1, ALL);
		REFUSED(faults[fault].err, offset, faults[fault].text);
	}
}

TEST_F(load, names)
{
	size_t nest;

	/* What the ports of the trunk have now does not count. */
	begin_load(self);
	nest = begin_port(self, 200);
	put_str(self->r, VTRUNK_A_PORT_NETWORK, "child");
	put_str(self->r, VTRUNK_A_PORT_NAME, "hundred");
	nest_end(self->r, nest);
	nest = begin_port(self, 100);
	put_str(self->r, VTRUNK_A_PORT_NETWORK, "other");
	put_u32(self->r, VTRUNK_A_PORT_VNI, 5002);
	put_str(self->r, VTRUNK_A_PORT_NAME, "two.hundred");
	nest_end(self->r, nest);
	EXPECT_TRUE(counted(self, 0, 0, 2, 0));
	remember(self);

	begin_load(self);
	nest = begin_port(self, 300);
	put_u32(self->r, VTRUNK_A_PORT_VNI, 5001);
	put_str(self->r, VTRUNK_A_PORT_NAME, "same");
	nest_end(self->r, nest);
	nest = begin_port(self, 200);
	put_u32(self->r, VTRUNK_A_PORT_VNI, 5001);
	put_str(self->r, VTRUNK_A_PORT_NAME, "same");
	nest_end(self->r, nest);
	REFUSED(EINVAL, last_in(self->r, nest),
		"this name is in the set twice");

	begin_load(self);
	nest = begin_port(self, 200);
	put_u32(self->r, VTRUNK_A_PORT_VNI, 5002);
	put_str(self->r, VTRUNK_A_PORT_NETWORK, "child");
	nest_end(self->r, nest);
	REFUSED(EINVAL, last_in(self->r, nest),
		"this network has another VNI");
}

TEST_F(load, locks)
{
	size_t nest;

	command(self, VTRUNK_CMD_PORT_SET);
	put_u32(self->r, VTRUNK_A_PORT_IFINDEX, self->tap0);
	put_u32(self->r, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_VLAN);
	put_u16(self->r, VTRUNK_A_PORT_VID, 200);
	put_u8(self->r, VTRUNK_A_PORT_LOCKED, 1);
	ASSERT_TRUE(done(self));
	remember(self);

	begin_load(self);
	put_ports(self, 300, 310);
	REFUSED(EPERM, NLMSG_HDRLEN + GENL_HDRLEN,
		"this port is locked and not in the set");
	begin_load(self);
	put_ports(self, 100, 100);
	nest = self->r->len;
	put_ports(self, 200, 200);
	REFUSED(EPERM, nest, "this port is locked");

	/* As it is it may stay. */
	begin_load(self);
	nest = begin_port(self, 200);
	put_u32(self->r, VTRUNK_A_PORT_VNI, 5001);
	put_u8(self->r, VTRUNK_A_PORT_LOCKED, 1);
	nest_end(self->r, nest);
	EXPECT_TRUE(counted(self, 0, 1, 0, 1));

	command(self, VTRUNK_CMD_TRUNK_SET);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, self->tap0);
	put_u8(self->r, VTRUNK_A_TRUNK_LOCKED, 1);
	ASSERT_TRUE(done(self));
	remember(self);
	begin_load(self);
	put_ports(self, 100, 110);
	REFUSED(EPERM, NLMSG_HDRLEN + GENL_HDRLEN, "this trunk is locked");
}

TEST_F(load, malformed)
{
	static char blob[60000];
	struct nlattr *attr;
	size_t nest;
	int i;

	/* A nest that does not say that it is one. */
	begin_load(self);
	put(self->r, VTRUNK_A_TRUNK_PORT, blob, 8);
	REFUSED(EINVAL, last_attr(self->r), "NLA_F_NESTED is missing");

	/* Zeroes, as far as an attribute can reach. */
	begin_load(self);
	put(self->r, VTRUNK_A_TRUNK_PORT | NLA_F_NESTED, blob, sizeof(blob));
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	EXPECT_EQ(EINVAL, self->a.err);
	EXPECT_TRUE(unchanged(self));

	/* An attribute in it that reaches beyond its end. */
	begin_load(self);
	nest = begin_port(self, 5);
	put_u32(self->r, VTRUNK_A_PORT_VNI, 5001);
	nest_end(self->r, nest);
	attr = attr_of(self->r, self->r->len - 8);
	attr->nla_len = 4000;
	put_ports(self, 6, ALL);
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	EXPECT_EQ(EINVAL, self->a.err);
	EXPECT_TRUE(unchanged(self));

	/* A port inside a port. */
	begin_load(self);
	nest = nest_begin(self->r, VTRUNK_A_TRUNK_PORT);
	put_port(self, 5, 5001);
	nest_end(self->r, nest);
	ASSERT_TRUE(ask(self->fd, self->r, &self->a));
	EXPECT_EQ(EINVAL, self->a.err);
	EXPECT_TRUE(unchanged(self));

	/* The same port as often as the send buffer lets a message hold it. */
	begin_load(self);
	for (i = 0; i < 14000; i++)
		put_port(self, 5, 5001);
	nest = NLMSG_HDRLEN + GENL_HDRLEN + 8;
	nest += NLA_ALIGN(attr_of(self->r, nest)->nla_len);
	REFUSED(EINVAL, nest, "this VLAN is in the set twice");
}

TEST_F(load, wrong_trunk)
{
	command(self, VTRUNK_CMD_TRUNK_LOAD);
	put_ports(self, 1, 5);
	REFUSED(EINVAL, 0, "a required attribute is missing");
	EXPECT_EQ((uint32_t)VTRUNK_A_TRUNK_IFINDEX, self->a.missing);

	command(self, VTRUNK_CMD_TRUNK_LOAD);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, self->bridge);
	put_ports(self, 1, 5);
	REFUSED(ENOENT, NLMSG_HDRLEN + GENL_HDRLEN,
		"this device is not a trunk");

	command(self, VTRUNK_CMD_TRUNK_LOAD);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, 99999);
	put_ports(self, 1, 5);
	REFUSED(ENODEV, NLMSG_HDRLEN + GENL_HDRLEN,
		"this device does not exist in this network namespace");

	/* What only answers have. */
	begin_load(self);
	put_u32(self->r, VTRUNK_A_TRUNK_PORTS_KEPT, 5);
	REFUSED(EINVAL, last_attr(self->r), "Unknown attribute type");
}

TEST_HARNESS_MAIN
