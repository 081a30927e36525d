// SPDX-License-Identifier: GPL-2.0
#include "../decode/known.h"
#include "bridge.h"

/* 5001 as Linux speaks Geneve, 5002 and 5003 as OVN does. */
static struct network networks[] = {
	{ .bridge = 1, .vni = 5001, .name = "child" },
	{ .bridge = 1, .vni = 5002, .name = "ovn", .mode = VTRUNK_MODE_OVN },
	{ .bridge = 1, .vni = 5003, .name = "open", .l2cp = true,
	  .mode = VTRUNK_MODE_OVN },
	{ .bridge = 2, .vni = 5004, .name = "other" },
};

static struct port ports[] = {
	{ .bridge = 1, .ifindex = 2, .ifname = "tap1", .vni = 5001,
	  .selector = VTRUNK_SELECTOR_VLAN, .vid = 100, .name = "child1" },
	{ .bridge = 1, .ifindex = 2, .ifname = "tap1", .vni = 5002,
	  .selector = VTRUNK_SELECTOR_VLAN, .vid = 200, .key = 1 },
	{ .bridge = 1, .ifindex = 2, .ifname = "tap1", .vni = 5003,
	  .qinq = true, .key = 1 },
	{ .bridge = 2, .ifindex = 3, .ifname = "tap2", .vni = 5002,
	  .name = "wrong", .key = 2 },
};

static struct remote remotes[] = {
	{ .bridge = 1 },
	{ .bridge = 1, .vni = 5003 },
};

/* The first MAC is here, the second one there; both in one network. */
static struct station stations[] = {
	{ .mac = { 2, 0, 0, 0, 0, 1 }, .vni = 5001, .port = &ports[0] },
	{ .mac = { 2, 0, 0, 0, 0, 1 }, .vni = 5003, .port = &ports[2] },
	{ .mac = { 2, 0, 0, 0, 0, 2 }, .vni = 5001 },
};

static struct known_group groups[] = {
	{ .vni = 5002, .key = 0x8005 },
};

#define LIST(array)	{ array, sizeof(array) / sizeof((array)[0]), 0 }

static struct known known = {
	.there = true,
	.bridge = { .ifindex = 1, .ifname = "br-trunk", .dstport = 6082 },
	.world = {
		.networks = LIST(networks),
		.remotes = LIST(remotes),
		.ports = LIST(ports),
	},
	.stations = LIST(stations),
	.groups = LIST(groups),
};

/**
 * bridge_known() - a bridge that knows some of what is in the tests' frames
 *
 * Return: what it knows.
 */
const struct known *bridge_known(void)
{
	parse_ip("192.0.2.1", &known.bridge.local4);
	parse_ip("2001:db8::1", &known.bridge.local6);
	parse_ip("192.0.2.2", &remotes[0].ip);
	parse_ip("192.0.2.3", &remotes[1].ip);
	known_order(&known);
	return &known;
}
