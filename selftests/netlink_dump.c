// SPDX-License-Identifier: GPL-2.0
/*
 * Dumps that are longer than a message, of what changes between two messages:
 * what was there all the time is told once, and a change of the configuration
 * marks the dump as interrupted. The kernel writes one message for each that is
 * received, so the change comes exactly there, on another socket.
 *
 *   user and network namespace of its own
 *   +-------------------------------------------+
 *   |  br0 (vtrunk) -- tap0 (dummy)   vlan 1    |   network 5001 "child"
 *   +-------------------------------------------+
 *
 * needs: two CPUs
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <stdlib.h>

#include "kselftest_harness.h"
#include "netlink.h"

/* Room for a message of a dump, so that a few hundred objects take several. */
#define SMALL		4096
#define KEYS		4096

FIXTURE(dump) {
	struct request *r;	/* the request that a test builds */
	struct answer a;	/* and its answer */
	uint32_t *key;		/* what the objects are told apart by */
	unsigned int *told;	/* how often each one was told */
	bool *gone;		/* whether it was removed meanwhile */
	size_t count;		/* number of objects */
	size_t last;		/* number of the last one told */
	unsigned int messages;	/* messages of the dump */
	bool interrupted;	/* the kernel has marked it */
	uint16_t family;	/* number of the family */
	uint32_t tap0;		/* interface index of the trunk */
	int link;		/* rtnetlink */
	int fd;			/* generic netlink, for changes */
	int dumper;		/* and for dumps */
};

#define SELF		FIXTURE_DATA(dump) *self

static void command(SELF, uint8_t cmd)
{
	begin_genl(self->r, self->family, cmd, 0);
}

static bool done(SELF)
{
	return ask(self->fd, self->r, &self->a) && !self->a.err;
}

static void put_load(SELF, uint32_t vids, uint8_t up)
{
	uint16_t vid;
	size_t nest;

	command(self, VTRUNK_CMD_TRUNK_LOAD);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, self->tap0);
	for (vid = 1; vid <= vids; vid++) {
		nest = nest_begin(self->r, VTRUNK_A_TRUNK_PORT);
		put_u32(self->r, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_VLAN);
		put_u16(self->r, VTRUNK_A_PORT_VID, vid);
		put_u32(self->r, VTRUNK_A_PORT_VNI, 5001);
		put_u8(self->r, VTRUNK_A_PORT_UP, up);
		nest_end(self->r, nest);
	}
}

static void put_network(SELF, uint8_t cmd, uint32_t vni)
{
	char name[16];

	snprintf(name, sizeof(name), "n%u", vni);
	command(self, cmd);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, vni);
	put_str(self->r, VTRUNK_A_NETWORK_NAME, name);
}

static void put_remote(SELF, uint8_t cmd, uint32_t last, uint32_t vni)
{
	command(self, cmd);
	put_u32(self->r, VTRUNK_A_REMOTE_IPV4, htonl(0xc6336400 + last));
	if (vni)
		put_u32(self->r, VTRUNK_A_REMOTE_VNI, vni);
}

static void put_entry(SELF, uint8_t cmd, uint32_t number)
{
	uint8_t mac[6] = { 2, 0 };

	memcpy(mac + 2, &number, sizeof(number));
	command(self, cmd);
	put(self->r, VTRUNK_A_FDB_MAC, mac, sizeof(mac));
	put_u32(self->r, VTRUNK_A_FDB_VNI, 5001);
	if (cmd == VTRUNK_CMD_FDB_DEL)
		return;
	put_u32(self->r, VTRUNK_A_FDB_IFINDEX, self->tap0);
	put_u32(self->r, VTRUNK_A_FDB_SELECTOR, VTRUNK_SELECTOR_VLAN);
	put_u16(self->r, VTRUNK_A_FDB_VID, 1);
}

static void put_dump(SELF, uint8_t cmd)
{
	begin_genl(self->r, self->family, cmd, NLM_F_DUMP);
}

FIXTURE_SETUP(dump)
{
	self->r = calloc(1, sizeof(*self->r));
	self->key = calloc(KEYS, sizeof(*self->key));
	self->told = calloc(KEYS, sizeof(*self->told));
	self->gone = calloc(KEYS, sizeof(*self->gone));
	ASSERT_TRUE(self->r && self->key && self->told && self->gone);
	ASSERT_TRUE(enter_namespaces());
	self->link = open_netlink(NETLINK_ROUTE);
	self->dumper = open_netlink(NETLINK_GENERIC);
	self->fd = open_netlink(NETLINK_GENERIC);
	ASSERT_TRUE(self->link >= 0 && self->dumper >= 0 && self->fd >= 0);
	/* Without it the kernel has no routes to ask what an address is. */
	ASSERT_TRUE(link_up(self->link, (int)if_nametoindex("lo")));
	ASSERT_TRUE(add_link(self->link, "br0", "vtrunk"));
	ASSERT_TRUE(add_link(self->link, "tap0", "dummy"));
	self->tap0 = if_nametoindex("tap0");
	self->family = family_id(self->fd);
	ASSERT_NE(0, self->family);

	command(self, VTRUNK_CMD_BRIDGE_SET);
	put_u32(self->r, VTRUNK_A_BRIDGE_LOCAL_IPV4, htonl(0xc0000201));
	ASSERT_TRUE(done(self));
	command(self, VTRUNK_CMD_NETWORK_NEW);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, 5001);
	put_str(self->r, VTRUNK_A_NETWORK_NAME, "child");
	ASSERT_TRUE(done(self));
	command(self, VTRUNK_CMD_TRUNK_NEW);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, self->tap0);
	ASSERT_TRUE(done(self));
	put_load(self, 1, 1);
	ASSERT_TRUE(done(self));
}

FIXTURE_TEARDOWN(dump)
{
	close(self->fd);
	close(self->dumper);
	close(self->link);
	free(self->gone);
	free(self->told);
	free(self->key);
	free(self->r);
}

/* Count the object that a message tells. */
static void count_object(SELF, const struct nlmsghdr *nlh, uint16_t type,
			 size_t skip, size_t len)
{
	const char *end = (const char *)nlh + nlh->nlmsg_len;
	const struct nlattr *attr;
	uint32_t key = 0;
	size_t i;

	attr = (const void *)((const char *)nlh + NLMSG_HDRLEN + GENL_HDRLEN);
	while ((const char *)attr < end) {
		if (attr->nla_type == type)
			memcpy(&key, (const char *)(attr + 1) + skip, len);
		attr = (const void *)((const char *)attr +
				      NLA_ALIGN(attr->nla_len));
	}
	for (i = 0; i < self->count; i++) {
		if (self->key[i] != key)
			continue;
		self->told[i]++;
		self->last = i;
	}
}

/**
 * struct kind - how the objects of a dump are read and removed
 * @cmd: the dump
 * @type: attribute that tells them apart
 * @skip: where the number in it begins
 * @len: length of the number
 * @change: what happens between two messages
 */
struct kind {
	uint8_t cmd;
	uint16_t type;
	size_t skip;
	size_t len;
	bool (*change)(SELF, size_t i);
};

/* One message of the dump. */
static bool receive(SELF, const struct kind *kind, bool *end)
{
	static char buf[SMALL];
	const struct nlmsghdr *nlh;
	ssize_t len;

	len = recv(self->dumper, buf, sizeof(buf), MSG_TRUNC);
	if (len <= 0 || len > (ssize_t)sizeof(buf))
		return false;
	self->messages++;
	for (nlh = (const void *)buf; NLMSG_OK(nlh, len);
	     nlh = NLMSG_NEXT(nlh, len)) {
		if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
			self->interrupted = true;
		if (nlh->nlmsg_type == NLMSG_ERROR)
			return false;
		if (nlh->nlmsg_type == NLMSG_DONE)
			*end = true;
		else
			count_object(self, nlh, kind->type, kind->skip,
				     kind->len);
	}
	return true;
}

static size_t first_missing(SELF)
{
	size_t i;

	for (i = 0; i < self->count && (self->told[i] || self->gone[i]); i++)
		;
	return i;
}

static bool remove_one(SELF, const struct kind *kind, size_t i)
{
	if (i >= self->count || self->gone[i])
		return true;
	self->gone[i] = true;
	return kind->change(self, i);
}

/* Between two messages go the last object that was told, one told long before,
 * and one that was not told yet.
 */
static bool change(SELF, const struct kind *kind, size_t first)
{
	return remove_one(self, kind, self->last) &&
	       remove_one(self, kind, first) &&
	       remove_one(self, kind, first_missing(self));
}

static bool read_dump(SELF, const struct kind *kind, bool disturb)
{
	size_t first = 0;
	bool end = false;

	self->messages = 0;
	self->interrupted = false;
	memset(self->told, 0, KEYS * sizeof(*self->told));
	put_dump(self, kind->cmd);
	((struct nlmsghdr *)self->r->buf)->nlmsg_len = (uint32_t)self->r->len;
	if (send(self->dumper, self->r->buf, self->r->len, 0) < 0)
		return false;
	while (!end) {
		if (!receive(self, kind, &end))
			return false;
		if (disturb && !end && !change(self, kind, first++))
			return false;
	}
	return true;
}

/* All that is there was told once, and what is gone not more than that. */
static bool complete(SELF)
{
	size_t i;

	for (i = 0; i < self->count; i++) {
		if (self->gone[i] ? self->told[i] <= 1 : self->told[i] == 1)
			continue;
		printf("# object %zu of %zu, %u: told %u times\n", i,
		       self->count, self->key[i], self->told[i]);
		return false;
	}
	return true;
}

/* A quiet dump, and one of what changes meanwhile. */
#define DUMPS(kind_, interrupted_) do {					\
	ASSERT_TRUE(read_dump(self, kind_, false));			\
	EXPECT_TRUE(complete(self));					\
	EXPECT_FALSE(self->interrupted);				\
	EXPECT_LE(3u, self->messages);					\
	ASSERT_TRUE(read_dump(self, kind_, true));			\
	EXPECT_TRUE(complete(self));					\
	EXPECT_EQ(interrupted_, self->interrupted);			\
} while (0)

static bool del_port(SELF, size_t i)
{
	command(self, VTRUNK_CMD_PORT_DEL);
	put_u32(self->r, VTRUNK_A_PORT_IFINDEX, self->tap0);
	put_u32(self->r, VTRUNK_A_PORT_SELECTOR, VTRUNK_SELECTOR_VLAN);
	put_u16(self->r, VTRUNK_A_PORT_VID, (uint16_t)self->key[i]);
	return done(self);
}

static const struct kind ports = {
	.cmd = VTRUNK_CMD_PORT_GET, .type = VTRUNK_A_PORT_VID, .len = 2,
	.change = del_port,
};

TEST_F(dump, ports)
{
	put_load(self, VTRUNK_VID_MAX, 1);
	ASSERT_TRUE(done(self));
	for (; self->count < VTRUNK_VID_MAX; self->count++)
		self->key[self->count] = (uint32_t)self->count + 1;
	DUMPS(&ports, true);
}

static bool load_others(SELF, size_t i)
{
	self->gone[i] = false;
	put_load(self, (uint32_t)self->count, self->messages % 2);
	return done(self);
}

static const struct kind loads = {
	.cmd = VTRUNK_CMD_PORT_GET, .type = VTRUNK_A_PORT_VID, .len = 2,
	.change = load_others,
};

/* All ports change at once, again and again. */
TEST_F(dump, ports_that_are_loaded)
{
	put_load(self, 200, 1);
	ASSERT_TRUE(done(self));
	for (; self->count < 200; self->count++)
		self->key[self->count] = (uint32_t)self->count + 1;
	DUMPS(&loads, true);
}

static bool del_network(SELF, size_t i)
{
	command(self, VTRUNK_CMD_NETWORK_DEL);
	put_u32(self->r, VTRUNK_A_NETWORK_VNI, self->key[i]);
	return done(self);
}

static const struct kind networks = {
	.cmd = VTRUNK_CMD_NETWORK_GET, .type = VTRUNK_A_NETWORK_VNI, .len = 4,
	.change = del_network,
};

TEST_F(dump, networks)
{
	for (; self->count < 300; self->count++) {
		self->key[self->count] = (uint32_t)self->count + 1;
		put_network(self, VTRUNK_CMD_NETWORK_NEW,
			    self->key[self->count]);
		ASSERT_TRUE(done(self));
	}
	DUMPS(&networks, true);
}

static bool del_remote(SELF, size_t i)
{
	put_remote(self, VTRUNK_CMD_REMOTE_DEL, (uint32_t)i, 0);
	return done(self);
}

static const struct kind remotes = {
	.cmd = VTRUNK_CMD_REMOTE_GET, .type = VTRUNK_A_REMOTE_IPV4, .len = 4,
	.change = del_remote,
};

TEST_F(dump, remotes)
{
	for (; self->count < 200; self->count++) {
		self->key[self->count] = htonl(0xc6336400 +
					       (uint32_t)self->count);
		put_remote(self, VTRUNK_CMD_REMOTE_NEW, (uint32_t)self->count,
			   0);
		ASSERT_TRUE(done(self));
	}
	DUMPS(&remotes, true);
}

static bool part_remote(SELF, size_t i)
{
	put_remote(self, VTRUNK_CMD_REMOTE_DEL, 1, self->key[i]);
	return done(self);
}

static const struct kind scopes = {
	.cmd = VTRUNK_CMD_REMOTE_GET, .type = VTRUNK_A_REMOTE_VNI, .len = 4,
	.change = part_remote,
};

/* One remote, added to many networks. */
TEST_F(dump, scopes_of_a_remote)
{
	for (; self->count < 200; self->count++) {
		self->key[self->count] = (uint32_t)self->count + 1;
		put_network(self, VTRUNK_CMD_NETWORK_NEW,
			    self->key[self->count]);
		ASSERT_TRUE(done(self));
		put_remote(self, VTRUNK_CMD_REMOTE_NEW, 1,
			   self->key[self->count]);
		ASSERT_TRUE(done(self));
	}
	DUMPS(&scopes, true);
}

static bool del_trunk(SELF, size_t i)
{
	command(self, VTRUNK_CMD_TRUNK_DEL);
	put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX, self->key[i]);
	return done(self);
}

static const struct kind trunks = {
	.cmd = VTRUNK_CMD_TRUNK_GET, .type = VTRUNK_A_TRUNK_IFINDEX, .len = 4,
	.change = del_trunk,
};

TEST_F(dump, trunks)
{
	char name[16];

	for (; self->count < 80; self->count++) {
		snprintf(name, sizeof(name), "t%zu", self->count);
		ASSERT_TRUE(add_link(self->link, name, "dummy"));
		self->key[self->count] = if_nametoindex(name);
		command(self, VTRUNK_CMD_TRUNK_NEW);
		put_u32(self->r, VTRUNK_A_TRUNK_IFINDEX,
			self->key[self->count]);
		ASSERT_TRUE(done(self));
	}
	DUMPS(&trunks, true);
}

static bool del_bridge(SELF, size_t i)
{
	static struct request r;
	struct ifinfomsg *ifi;
	struct answer a;

	begin(&r, RTM_DELLINK, 0, sizeof(*ifi));
	ifi = (struct ifinfomsg *)(r.buf + NLMSG_HDRLEN);
	ifi->ifi_index = (int)self->key[i];
	return ask(self->link, &r, &a) && !a.err;
}

static const struct kind bridges = {
	.cmd = VTRUNK_CMD_BRIDGE_GET, .type = VTRUNK_A_BRIDGE_IFINDEX, .len = 4,
	.change = del_bridge,
};

TEST_F(dump, bridges)
{
	char name[16];

	for (; self->count < 60; self->count++) {
		snprintf(name, sizeof(name), "b%zu", self->count);
		ASSERT_TRUE(add_link(self->link, name, "vtrunk"));
		self->key[self->count] = if_nametoindex(name);
	}
	DUMPS(&bridges, true);
}

/* Beside the entry that goes, many others come, so that the table grows. */
static bool del_entry(SELF, size_t i)
{
	uint32_t n = 0x10000 * (self->messages + 1);
	uint32_t end = n + 400;

	put_entry(self, VTRUNK_CMD_FDB_DEL, self->key[i]);
	if (!done(self))
		return false;
	for (; self->messages < 6 && n < end; n++) {
		put_entry(self, VTRUNK_CMD_FDB_NEW, n + (uint32_t)i * 512);
		if (!ask(self->fd, self->r, &self->a) ||
		    (self->a.err && self->a.err != EEXIST))
			return false;
	}
	return true;
}

static const struct kind entries = {
	.cmd = VTRUNK_CMD_FDB_GET, .type = VTRUNK_A_FDB_MAC, .skip = 2,
	.len = 4, .change = del_entry,
};

/* MACs are not configuration: they come and go all the time, and mark no dump
 * as interrupted.
 */
TEST_F(dump, entries)
{
	for (; self->count < 600; self->count++) {
		self->key[self->count] = (uint32_t)self->count + 1;
		put_entry(self, VTRUNK_CMD_FDB_NEW, self->key[self->count]);
		ASSERT_TRUE(done(self));
	}
	DUMPS(&entries, false);
}

TEST_HARNESS_MAIN
