// SPDX-License-Identifier: GPL-2.0
/* What the readers of nftables and of iptables have in common. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "firewall.h"

/**
 * match_and() - both conditions
 * @a: the one
 * @b: the other
 *
 * Return: whether both match.
 */
enum match match_and(enum match a, enum match b)
{
	return a < b ? a : b;
}

/**
 * match_not() - the opposite
 * @a: a condition
 *
 * Return: whether it does not match.
 */
enum match match_not(enum match a)
{
	return (enum match)(MATCH_YES - a);
}

/**
 * match_prefix() - whether an address is in a prefix
 * @ip: the address; with family 0 it is not known
 * @text: the address of the prefix
 * @bits: its length; longer than an address means all of it
 *
 * Return: whether it is; MATCH_MAYBE when that cannot be told.
 */
enum match match_prefix(const struct ip_addr *ip, const char *text,
			unsigned int bits)
{
	unsigned char a[sizeof(ip->v6)], b[sizeof(ip->v6)];
	struct ip_addr prefix;
	unsigned int size;
	unsigned int i;

	if (!ip->family || !parse_ip(text, &prefix))
		return MATCH_MAYBE;
	if (ip->family != prefix.family)
		return MATCH_NO;
	size = ip->family == AF_INET ? sizeof(ip->v4) : sizeof(ip->v6);
	memcpy(a, &ip->v4, size);
	memcpy(b, &prefix.v4, size);
	for (i = 0; i < size * 8 && i < bits; i++)
		if ((a[i / 8] ^ b[i / 8]) & (0x80 >> i % 8))
			return MATCH_NO;
	return MATCH_YES;
}

/**
 * match_device() - whether a pattern means a device
 * @pattern: name of a device, or the beginning of one and a wildcard
 * @wildcard: that wildcard
 * @dev: name of the device
 *
 * Return: whether it does.
 */
enum match match_device(const char *pattern, char wildcard, const char *dev)
{
	size_t len = strlen(pattern);

	if (len && pattern[len - 1] == wildcard)
		return strncmp(pattern, dev, len - 1) ? MATCH_NO : MATCH_YES;
	return strcmp(pattern, dev) ? MATCH_NO : MATCH_YES;
}

/**
 * firewall_packet() - a packet of a tunnel
 * @path: the way that it goes
 * @in: whether it comes from the remote
 * @packet: where it goes
 */
void firewall_packet(const struct path *path, bool in, struct packet *packet)
{
	packet->path = path;
	packet->in = in;
	packet->from = in ? path->remote->ip : path->local;
	packet->to = in ? path->local : path->remote->ip;
}

/**
 * firewall_opposite() - the remote of a packet, for a rule
 * @packet: the packet
 * @ip: where its address goes
 */
void firewall_opposite(const struct packet *packet, char ip[INET6_ADDRSTRLEN])
{
	format_ip(&packet->path->remote->ip, ip);
}

/**
 * firewall_lost() - begin a finding about a packet that a rule drops
 * @d: the visit
 * @packet: the packet
 *
 * Return: the finding, or NULL.
 */
struct finding *firewall_lost(struct doctor *d, const struct packet *packet)
{
	struct finding *f = finding_new(d, "firewall", true,
					packet->path->bridge);

	finding_dev(f, packet->path->dev.name);
	if (f)
		f->ip = packet->path->remote->ip;
	return f;
}

/**
 * check_firewall() - look for rules that drop a tunnel's packets
 * @d: the visit
 */
void check_firewall(struct doctor *d)
{
	check_nft(d);
	check_iptables(d);
}
