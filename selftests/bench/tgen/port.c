// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "tgen.h"

static struct net_device **ports;
static unsigned int port_count;
static struct tgen_capture *captured;
static DEFINE_PER_CPU(u64, delivered);

static void keep(const struct sk_buff *skb)
{
	captured->len = skb->len;
	captured->tag = 0;
	if (skb_vlan_tag_present(skb))
		captured->tag = BIT(16) | skb_vlan_tag_get(skb);
	captured->headroom = skb_headroom(skb);
	skb_copy_bits(skb, 0, captured->data,
		      min_t(u32, skb->len, sizeof(captured->data)));
}

/* Where IPv6 is on, the kernel reports its groups when it likes. */
static bool is_the_kernels(const struct sk_buff *skb)
{
	return skb->data[0] == 0x33 && skb->data[1] == 0x33;
}

static netdev_tx_t port_xmit(struct sk_buff *skb, struct net_device *dev)
{
	if (is_the_kernels(skb)) {
		consume_skb(skb);
		return NETDEV_TX_OK;
	}
	dev_lstats_add(dev, skb->len);
	this_cpu_inc(delivered);
	if (unlikely(captured))
		keep(skb);
	consume_skb(skb);
	return NETDEV_TX_OK;
}

static int port_init(struct net_device *dev)
{
	dev->lstats = netdev_alloc_pcpu_stats(struct pcpu_lstats);
	return dev->lstats ? 0 : -ENOMEM;
}

static void port_uninit(struct net_device *dev)
{
	free_percpu(dev->lstats);
}

static void port_stats(struct net_device *dev, struct rtnl_link_stats64 *stats)
{
	dev_lstats_read(dev, &stats->tx_packets, &stats->tx_bytes);
}

static const struct net_device_ops port_ops = {
	.ndo_init = port_init,
	.ndo_uninit = port_uninit,
	.ndo_start_xmit = port_xmit,
	.ndo_get_stats64 = port_stats,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_set_mac_address = eth_mac_addr,
};

/* What a tap has, and for the underlay a NIC that segments tunnels. */
static void port_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &port_ops;
	dev->needs_free_netdev = true;
	/* So that no protocol sends frames of its own. */
	dev->flags &= ~IFF_MULTICAST;
	dev->priv_flags |= IFF_NO_QUEUE | IFF_LIVE_ADDR_CHANGE;
	dev->features |= NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_HW_CSUM |
			 NETIF_F_HIGHDMA | NETIF_F_LLTX | NETIF_F_ALL_TSO |
			 NETIF_F_GSO_UDP_L4 | NETIF_F_GSO_ENCAP_ALL;
	dev->hw_enc_features |= dev->features;
	dev->vlan_features |= dev->features;
	dev->features |= NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_STAG_TX;
	dev->hw_features |= dev->features;
	dev->min_mtu = 0;
	dev->max_mtu = 0;
	eth_hw_addr_random(dev);
}

static int port_create(unsigned int number)
{
	struct net_device *dev;
	int err;

	dev = alloc_netdev(0, "tg%d", NET_NAME_ENUM, port_setup);
	if (!dev)
		return -ENOMEM;
	err = register_netdev(dev);
	if (err) {
		free_netdev(dev);
		return err;
	}
	ports[number] = dev;
	return 0;
}

/**
 * tgen_ports_init() - make the devices
 * @count: how many
 *
 * Return: 0 or a negative errno.
 */
int tgen_ports_init(unsigned int count)
{
	int err;

	ports = kcalloc(count, sizeof(*ports), GFP_KERNEL);
	if (!ports)
		return -ENOMEM;
	for (port_count = 0; port_count < count; port_count++) {
		err = port_create(port_count);
		if (err) {
			tgen_ports_uninit();
			return err;
		}
	}
	return 0;
}

/**
 * tgen_ports_uninit() - remove the devices
 */
void tgen_ports_uninit(void)
{
	LIST_HEAD(list);

	rtnl_lock();
	while (port_count)
		unregister_netdevice_queue(ports[--port_count], &list);
	unregister_netdevice_many(&list);
	rtnl_unlock();
	kfree(ports);
}

/**
 * tgen_ports_delivered() - frames that were sent to the devices
 *
 * Apart from those of the devices, which take long to add up where there are
 * many.
 *
 * Return: their number since the devices were made.
 */
u64 tgen_ports_delivered(void)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu(delivered, cpu);
	return sum;
}

/**
 * tgen_ports_capture() - keep the frame that leaves last
 * @capture: where, or NULL to keep none
 */
void tgen_ports_capture(struct tgen_capture *capture)
{
	captured = capture;
}
