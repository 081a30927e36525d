// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/in.h>
#include <linux/rtnetlink.h>
#include <net/ipv6.h>

#include "address.h"
#include "netlink-address.h"
#include "netlink-object.h"
#include "network.h"
#include "port.h"
#include "refuse.h"

static bool is_ip(const struct nlattr *attr)
{
	return nla_type(attr) == VTRUNK_A_PORT_ADDRESS_IPV4 ||
	       nla_type(attr) == VTRUNK_A_PORT_ADDRESS_IPV6;
}

static int put_one(struct sk_buff *skb, const struct vtrunk_address *address,
		   const struct vtrunk_ip *ip)
{
	struct nlattr *nest;
	u8 mac[ETH_ALEN];
	unsigned int i;

	u64_to_ether_addr(address->mac, mac);
	nest = nla_nest_start(skb, VTRUNK_A_PORT_ADDRESS);
	if (!nest || nla_put(skb, VTRUNK_A_PORT_ADDRESS_MAC, ETH_ALEN, mac))
		return -EMSGSIZE;
	for (i = 0; i < address->ip_count; i++)
		if (vtrunk_nl_put_ip(skb, VTRUNK_A_PORT_ADDRESS_IPV4,
				     VTRUNK_A_PORT_ADDRESS_IPV6, &ip[i]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * vtrunk_nl_addresses_put() - write the addresses of a port
 * @skb: the message
 * @addresses: the addresses, or NULL
 *
 * Return: 0, or -EMSGSIZE and the caller cancels the message.
 */
int vtrunk_nl_addresses_put(struct sk_buff *skb,
			    const struct vtrunk_addresses *addresses)
{
	const struct vtrunk_ip *ip;
	unsigned int i;

	if (!addresses)
		return 0;
	ip = addresses->ips;
	for (i = 0; i < addresses->count; i++) {
		if (put_one(skb, &addresses->list[i], ip))
			return -EMSGSIZE;
		ip += addresses->list[i].ip_count;
	}
	return 0;
}

/* The policy of the request has looked at lengths, and at what is unknown. */
static const struct nlattr *mac_of(const struct nlattr *nest)
{
	return nla_find_nested(nest, VTRUNK_A_PORT_ADDRESS_MAC);
}

/* How many there are; one alone with nothing in it is none. */
static int count(const struct vtrunk_nl_attrs *attrs,
		 struct netlink_ext_ack *extack, unsigned int *macs,
		 unsigned int *ips)
{
	const struct nlattr *attr, *ip, *bare = NULL;
	int rem, inner;

	*macs = 0;
	*ips = 0;
	nla_for_each_attr(attr, attrs->head, attrs->len, rem) {
		if (nla_type(attr) != VTRUNK_A_PORT_ADDRESS)
			continue;
		if (!mac_of(attr) && !bare)
			bare = attr;
		if (++*macs > VTRUNK_ADDRESSES_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "a port has at most 16 addresses");
			return -ERANGE;
		}
		nla_for_each_nested(ip, attr, inner)
			if (is_ip(ip))
				(*ips)++;
		if (*ips > VTRUNK_ADDRESS_IPS_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "the addresses of a port have at most 32 IP addresses");
			return -ERANGE;
		}
	}
	if (!bare)
		return 0;
	if (*macs > 1 || *ips)
		return vtrunk_nl_missing_in(extack, bare,
					    VTRUNK_A_PORT_ADDRESS_MAC);
	*macs = 0;
	return 0;
}

static int read_mac(const struct nlattr *attr, struct netlink_ext_ack *extack,
		    const struct vtrunk_addresses *before, u64 *mac)
{
	if (!is_valid_ether_addr(nla_data(attr))) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "this MAC is not one of a single station");
		return -EINVAL;
	}
	*mac = ether_addr_to_u64(nla_data(attr));
	if (!vtrunk_addresses_have(before, *mac))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "this MAC is given twice for this port");
	return -EINVAL;
}

static bool is_station(const struct vtrunk_ip *ip)
{
	if (ip->family == AF_INET)
		return !ipv4_is_zeronet(ip->v4) && !ipv4_is_loopback(ip->v4) &&
		       !ipv4_is_multicast(ip->v4) && !ipv4_is_lbcast(ip->v4);
	return !ipv6_addr_any(&ip->v6) && !ipv6_addr_loopback(&ip->v6) &&
	       !ipv6_addr_is_multicast(&ip->v6) &&
	       !ipv6_addr_v4mapped(&ip->v6);
}

static int read_ips(const struct nlattr *nest, struct netlink_ext_ack *extack,
		    struct vtrunk_address *address, struct vtrunk_ip *ips)
{
	struct vtrunk_ip *ip;
	struct nlattr *attr;
	bool v4;
	int rem;

	nla_for_each_nested(attr, nest, rem) {
		if (!is_ip(attr))
			continue;
		v4 = nla_type(attr) == VTRUNK_A_PORT_ADDRESS_IPV4;
		ip = &ips[address->ip_count++];
		vtrunk_nl_ip(v4 ? attr : NULL, v4 ? NULL : attr, ip);
		if (is_station(ip))
			continue;
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "this address is not one of a single station");
		return -EINVAL;
	}
	return 0;
}

static int fill(const struct vtrunk_nl_attrs *attrs,
		struct netlink_ext_ack *extack,
		struct vtrunk_addresses *addresses)
{
	struct vtrunk_ip *ips = addresses->ips;
	struct vtrunk_address *address;
	const struct nlattr *attr;
	int err, rem;
	u64 mac;

	addresses->count = 0;
	nla_for_each_attr(attr, attrs->head, attrs->len, rem) {
		if (nla_type(attr) != VTRUNK_A_PORT_ADDRESS)
			continue;
		err = read_mac(mac_of(attr), extack, addresses, &mac);
		if (err)
			return err;
		address = &addresses->list[addresses->count++];
		address->mac = mac;
		err = read_ips(attr, extack, address, ips);
		if (err)
			return err;
		ips += address->ip_count;
	}
	return 0;
}

/**
 * vtrunk_nl_addresses_read() - read the addresses of a port
 * @attrs: the attributes of the port, in which there is one at least
 * @extack: where the reason of a refusal goes
 * @config: gets them; it holds those that it has
 *
 * Return: 0 or a negative errno, and then @config is as it was.
 */
int vtrunk_nl_addresses_read(const struct vtrunk_nl_attrs *attrs,
			     struct netlink_ext_ack *extack,
			     struct vtrunk_port_config *config)
{
	struct vtrunk_addresses *addresses = NULL;
	unsigned int macs, ips;
	int err;

	err = count(attrs, extack, &macs, &ips);
	if (err)
		return err;
	if (macs) {
		addresses = vtrunk_addresses_alloc(macs, ips);
		if (!addresses)
			return -ENOMEM;
		err = fill(attrs, extack, addresses);
	}
	if (err) {
		vtrunk_addresses_put(addresses);
		return err;
	}
	vtrunk_addresses_put(config->addresses);
	config->addresses = addresses;
	return 0;
}

/**
 * vtrunk_nl_address_attr() - find the attribute that names a MAC
 * @attrs: the attributes of the port
 * @mac: the MAC as a number
 *
 * Return: the attribute, or NULL.
 */
const struct nlattr *vtrunk_nl_address_attr(const struct vtrunk_nl_attrs *attrs,
					    u64 mac)
{
	const struct nlattr *attr, *found;
	int rem;

	nla_for_each_attr(attr, attrs->head, attrs->len, rem) {
		if (nla_type(attr) != VTRUNK_A_PORT_ADDRESS)
			continue;
		found = mac_of(attr);
		if (found && ether_addr_to_u64(nla_data(found)) == mac)
			return found;
	}
	return NULL;
}

/* Whether a MAC has an entry that none of the ports that change gives up. */
static bool is_taken(const struct vtrunk_network *net, u64 mac,
		     const struct vtrunk_port *port,
		     const struct vtrunk_trunk *trunk)
{
	const struct vtrunk_fdb_entry *entry;
	const struct vtrunk_port *owner;
	bool configured;

	rcu_read_lock();
	entry = vtrunk_fdb_find(&net->br->fdb, net, mac);
	configured = entry &&
		     READ_ONCE(entry->type) != VTRUNK_FDB_TYPE_LEARNED;
	rcu_read_unlock();
	if (!configured)
		return false;
	owner = vtrunk_address_owner(net, mac);
	return !owner || (owner != port && owner->trunk != trunk);
}

/**
 * vtrunk_nl_addresses_check() - whether a port can have its addresses
 * @attrs: the attributes of the port
 * @network: the attribute that names its network, or NULL
 * @extack: where the reason of a refusal goes
 * @config: the settings of the port
 * @port: the port that is changed, or NULL
 * @trunk: the trunk whose ports are all replaced, or NULL
 *
 * Context: RTNL.
 * Return: 0, or -EEXIST.
 */
int vtrunk_nl_addresses_check(const struct vtrunk_nl_attrs *attrs,
			      const struct nlattr *network,
			      struct netlink_ext_ack *extack,
			      const struct vtrunk_port_config *config,
			      const struct vtrunk_port *port,
			      const struct vtrunk_trunk *trunk)
{
	const struct vtrunk_addresses *addresses = config->addresses;
	const struct nlattr *attr;
	unsigned int i;

	ASSERT_RTNL();

	for (i = 0; addresses && i < addresses->count; i++) {
		if (!is_taken(config->net, addresses->list[i].mac, port,
			      trunk))
			continue;
		attr = vtrunk_nl_address_attr(attrs, addresses->list[i].mac);
		if (attr)
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "this MAC already has a configured FDB entry in this network");
		else
			NL_SET_ERR_MSG_ATTR(extack, network,
					    "an address of this port already has a configured FDB entry in this network");
		return -EEXIST;
	}
	return 0;
}

/**
 * vtrunk_nl_address_free() - whether an FDB entry is nobody's address
 * @net: the network
 * @mac: the MAC as a number
 * @attr: the attribute that names it
 * @extack: where the reason of a refusal goes
 *
 * Context: RTNL.
 * Return: 0, or -EBUSY if the entry comes and goes with a port.
 */
int vtrunk_nl_address_free(const struct vtrunk_network *net, u64 mac,
			   const struct nlattr *attr,
			   struct netlink_ext_ack *extack)
{
	ASSERT_RTNL();

	if (!vtrunk_address_owner(net, mac))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "this MAC is an address of a port, which has to give it up first");
	return -EBUSY;
}
