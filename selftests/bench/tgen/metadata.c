// SPDX-License-Identifier: GPL-2.0
#include <linux/if_ether.h>
#include <linux/slab.h>
#include <net/dst_cache.h>
#include <net/dst_metadata.h>

#include "tgen.h"

/* One for each (network, MAC), with a route cache: as little as a Geneve device
 * that is told where to send can be given.
 */
static struct metadata_dst **stations;
static u32 station_count;

/* With it OVN asks for the checksum and for DF. */
static void option_set(struct ip_tunnel_info *info, u32 data)
{
	u8 option[TGEN_OPTION_LEN];

	tgen_option_put(option, data);
	ip_tunnel_info_opts_set(info, option, sizeof(option),
				TUNNEL_GENEVE_OPT);
	info->key.tun_flags |= TUNNEL_CRIT_OPT | TUNNEL_CSUM |
			       TUNNEL_DONT_FRAGMENT;
}

static struct metadata_dst *metadata_alloc(const struct tgen_config *config,
					   u32 index)
{
	u32 remote = index / config->networks % config->remotes;
	u32 vni = config->vni + index % config->networks;
	struct ip_tunnel_info *info;
	struct metadata_dst *md;

	md = metadata_dst_alloc(config->option ? TGEN_OPTION_LEN : 0,
				METADATA_IP_TUNNEL, GFP_KERNEL);
	if (!md)
		return NULL;
	info = &md->u.tun_info;
	if (dst_cache_init(&info->dst_cache, GFP_KERNEL)) {
		dst_release(&md->dst);
		return NULL;
	}
	info->mode = IP_TUNNEL_INFO_TX;
	info->key.tun_id = key32_to_tunnel_id(cpu_to_be32(vni));
	info->key.ttl = 64;
	info->key.tun_flags = TUNNEL_KEY;
	if (config->option)
		option_set(info, config->option);
	if (config->outer == 6) {
		info->mode |= IP_TUNNEL_INFO_IPV6;
		info->key.tun_flags |= TUNNEL_CSUM;
		info->key.u.ipv6.src.s6_addr32[0] = htonl(0xfd000000);
		info->key.u.ipv6.src.s6_addr32[3] = htonl(1);
		info->key.u.ipv6.dst.s6_addr32[0] = htonl(0xfd000000);
		info->key.u.ipv6.dst.s6_addr32[3] = htonl(2 + remote);
	} else {
		info->key.u.ipv4.src = htonl(0x0a000001);
		info->key.u.ipv4.dst = htonl(0x0a000002 + remote);
	}
	return md;
}

/**
 * tgen_metadata_init() - make what frames carry to a Geneve device
 * @config: what is measured
 *
 * Return: 0 or -ENOMEM.
 */
int tgen_metadata_init(const struct tgen_config *config)
{
	u32 total = config->networks * config->macs;

	tgen_metadata_uninit();
	stations = kcalloc(total, sizeof(*stations), GFP_KERNEL);
	if (!stations)
		return -ENOMEM;
	while (station_count < total) {
		stations[station_count] = metadata_alloc(config, station_count);
		if (!stations[station_count])
			return -ENOMEM;
		station_count++;
	}
	return 0;
}

/**
 * tgen_metadata_set() - tell a frame where to go
 * @skb: the frame
 * @index: number of its (network, MAC)
 */
void tgen_metadata_set(struct sk_buff *skb, u32 index)
{
	struct metadata_dst *md;

	md = stations[index];
	dst_hold(&md->dst);
	skb_dst_set(skb, &md->dst);
	skb->protocol = htons(ETH_P_IP);
	skb_set_network_header(skb, ETH_HLEN);
}

/**
 * tgen_metadata_uninit() - remove it again; frames may hold it a while longer
 */
void tgen_metadata_uninit(void)
{
	while (station_count)
		dst_release(&stations[--station_count]->dst);
	kfree(stations);
	stations = NULL;
}
