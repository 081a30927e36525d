// SPDX-License-Identifier: GPL-2.0
/* Offloads that somebody switched off: everything works, at a fraction. */
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../nl.h"
#include "doctor.h"

/* Those that a tunnel and a VM live by, with the word that ethtool(8) takes. */
static const struct {
	const char *feature;
	const char *word;
} wanted[] = {
	{ "rx-gro", "gro" },
	{ "tx-generic-segmentation", "gso" },
	{ "tx-tcp-segmentation", "tso" },
	{ "tx-udp_tnl-segmentation", "tx-udp_tnl-segmentation" },
	{ "tx-checksum-ip-generic", "tx" },
	{ "tx-checksum-ipv4", "tx" },
	{ "rx-checksum", "rx" },
};

#define WANTED	(sizeof(wanted) / sizeof(wanted[0]))

static int ethtool(int fd, const char *dev, void *command)
{
	struct ifreq ifr = { .ifr_data = command };

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", dev);
	return ioctl(fd, SIOCETHTOOL, &ifr);
}

static struct ethtool_gstrings *feature_names(int fd, const char *dev)
{
	struct {
		struct ethtool_sset_info info;
		uint32_t count;
	} set = {
		.info.cmd = ETHTOOL_GSSET_INFO,
		.info.sset_mask = 1ULL << ETH_SS_FEATURES,
	};
	struct ethtool_gstrings *names;

	if (ethtool(fd, dev, &set) || !set.info.sset_mask)
		return NULL;
	names = calloc(1, sizeof(*names) + (size_t)set.count * ETH_GSTRING_LEN);
	if (!names)
		return NULL;
	names->cmd = ETHTOOL_GSTRINGS;
	names->string_set = ETH_SS_FEATURES;
	names->len = set.count;
	if (!ethtool(fd, dev, names))
		return names;
	free(names);
	return NULL;
}

/* The device could do it, and was told not to. What a VM's driver does not
 * take is asked for all the same.
 */
static bool is_off(const struct ethtool_gfeatures *features, uint32_t bit)
{
	const struct ethtool_get_features_block *block =
		&features->features[bit / 32];
	uint32_t mask = 1U << bit % 32;

	return block->available & mask && !(block->requested & mask) &&
	       !(block->active & mask);
}

static bool feature_is_off(const struct ethtool_gstrings *names,
			   const struct ethtool_gfeatures *features,
			   const char *feature)
{
	uint32_t i;

	for (i = 0; i < names->len; i++)
		if (!strncmp((const char *)names->data + i * ETH_GSTRING_LEN,
			     feature, ETH_GSTRING_LEN))
			return is_off(features, i);
	return false;
}

static void say_off(struct doctor *d, const struct bridge *b, const char *dev,
		    const bool off[WANTED])
{
	const char *last = "";
	char words[128] = "";
	char list[64] = "";
	struct finding *f;
	size_t i, used = 0, listed = 0;

	for (i = 0; i < WANTED; i++) {
		if (!off[i] || !strcmp(wanted[i].word, last))
			continue;
		last = wanted[i].word;
		used += (size_t)snprintf(words + used, sizeof(words) - used,
					 " %s on", last);
		listed += (size_t)snprintf(list + listed, sizeof(list) - listed,
					   "%s%s", listed ? ", " : "", last);
	}
	f = finding_new(d, "offload-off", false, b);
	finding_dev(f, dev);
	finding_say(d, f, "Offloads of %s are switched off (%s): large packets are cut and summed by the CPU.",
		    dev, list);
	finding_mend(d, f, "ethtool -K %s%s", dev, words);
}

/* What begins switched off: GRO of a veth pair, which does well without, and
 * on newer kernels what a Geneve device could do for a tunnel inside of it.
 */
static bool does_without(const struct link *link, const char *feature)
{
	if (!strcmp(link->kind, "geneve"))
		return !strcmp(feature, "tx-udp_tnl-segmentation");
	return !strcmp(link->kind, "veth") && !strcmp(feature, "rx-gro");
}

static void check_device(struct doctor *d, int fd, const struct bridge *b,
			 const char *dev)
{
	struct ethtool_gstrings *names = feature_names(fd, dev);
	struct ethtool_gfeatures *features;
	struct conn_error err;
	bool off[WANTED];
	bool any = false;
	struct link link;
	size_t blocks;
	size_t i;

	if (!names)
		return;
	link_get(d->ctx, dev, 0, &link, &err);
	blocks = (names->len + 31) / 32;
	features = calloc(1, sizeof(*features) +
			     blocks * sizeof(features->features[0]));
	if (features) {
		features->cmd = ETHTOOL_GFEATURES;
		features->size = (uint32_t)blocks;
	}
	if (features && !ethtool(fd, dev, features)) {
		for (i = 0; i < WANTED; i++) {
			off[i] = !does_without(&link, wanted[i].feature) &&
				 feature_is_off(names, features,
						wanted[i].feature);
			any |= off[i];
		}
		if (any)
			say_off(d, b, dev, off);
	}
	free(features);
	free(names);
}

/* The devices under the tunnels, each once. */
static void check_paths(struct doctor *d, int fd)
{
	const struct path *path, *other;

	world_for_each(path, &d->paths) {
		world_for_each(other, &d->paths)
			if (other->dev.ifindex == path->dev.ifindex)
				break;
		if (path->dev.ifindex && other == path)
			check_device(d, fd, path->bridge, path->dev.name);
	}
}

/**
 * check_offloads() - look at uplinks, trunks and the devices under the tunnels
 * @d: the visit
 */
void check_offloads(struct doctor *d)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	const struct bridges *bridges = &d->world.bridges;
	const struct trunk *t;
	size_t i;

	if (fd < 0)
		return;
	for (i = 0; i < bridges->count; i++)
		if (bridges->list[i].uplink)
			check_device(d, fd, &bridges->list[i],
				     bridges->list[i].uplink_name);
	world_for_each(t, &d->world.trunks)
		check_device(d, fd, doctor_bridge(d, t->bridge), t->ifname);
	check_paths(d, fd);
	close(fd);
}
