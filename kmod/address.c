// SPDX-License-Identifier: GPL-2.0
#include <linux/rcupdate.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "address.h"
#include "fdb-entry.h"
#include "network.h"
#include "notify.h"
#include "port.h"
#include "trunk.h"
#include "vtrunk.h"

/*
 * The MACs that are known to be behind a port are static FDB entries. Whose an
 * entry is needs no mark: it is an address of the port that it points to if
 * that port's list has it. Nothing but a change of the list makes or removes
 * such an entry.
 */

/**
 * vtrunk_addresses_alloc() - make a list of stations
 * @count: how many
 * @ip_count: how many IP addresses they have
 *
 * Return: the list, zeroed, for vtrunk_addresses_put(), or NULL.
 */
struct vtrunk_addresses *vtrunk_addresses_alloc(unsigned int count,
						unsigned int ip_count)
{
	struct vtrunk_addresses *addresses;
	size_t size;

	size = struct_size(addresses, list, count);
	addresses = kzalloc(size + ip_count * sizeof(*addresses->ips),
			    GFP_KERNEL_ACCOUNT);
	if (!addresses)
		return NULL;
	refcount_set(&addresses->users, 1);
	addresses->count = count;
	addresses->ip_count = ip_count;
	addresses->ips = (struct vtrunk_ip *)&addresses->list[count];
	return addresses;
}

/**
 * vtrunk_addresses_get() - share a list
 * @addresses: the list, or NULL
 *
 * Return: @addresses, for vtrunk_addresses_put().
 */
struct vtrunk_addresses *
vtrunk_addresses_get(struct vtrunk_addresses *addresses)
{
	if (addresses)
		refcount_inc(&addresses->users);
	return addresses;
}

/**
 * vtrunk_addresses_put() - give a list back
 * @addresses: the list, or NULL
 */
void vtrunk_addresses_put(struct vtrunk_addresses *addresses)
{
	if (addresses && refcount_dec_and_test(&addresses->users))
		kfree(addresses);
}

/**
 * vtrunk_addresses_have() - whether a MAC is in a list
 * @addresses: the list, or NULL
 * @mac: the MAC as a number
 *
 * Return: true if it is.
 */
bool vtrunk_addresses_have(const struct vtrunk_addresses *addresses, u64 mac)
{
	unsigned int i;

	for (i = 0; addresses && i < addresses->count; i++)
		if (addresses->list[i].mac == mac)
			return true;
	return false;
}

/**
 * vtrunk_addresses_equal() - whether two lists say the same in the same order
 * @a: one list, or NULL
 * @b: the other, or NULL
 *
 * Return: true if they do.
 */
bool vtrunk_addresses_equal(const struct vtrunk_addresses *a,
			    const struct vtrunk_addresses *b)
{
	unsigned int i;

	if (a == b)
		return true;
	if (!a || !b || a->count != b->count || a->ip_count != b->ip_count)
		return false;
	for (i = 0; i < a->count; i++)
		if (a->list[i].mac != b->list[i].mac ||
		    a->list[i].ip_count != b->list[i].ip_count)
			return false;
	for (i = 0; i < a->ip_count; i++)
		if (!vtrunk_ip_equal(&a->ips[i], &b->ips[i]))
			return false;
	return true;
}

/**
 * vtrunk_address_owner() - the port that a MAC is an address of
 * @net: the network
 * @mac: the MAC as a number
 *
 * Context: RTNL or RCU.
 * Return: the port, or NULL if the MAC is no port's address.
 */
struct vtrunk_port *vtrunk_address_owner(const struct vtrunk_network *net,
					 u64 mac)
{
	struct vtrunk_port *port = NULL;
	struct vtrunk_fdb_entry *entry;
	struct vtrunk_place *place;

	rcu_read_lock();
	entry = vtrunk_fdb_find(&net->br->fdb, net, mac);
	place = entry ? READ_ONCE(entry->place) : NULL;
	if (place && place->kind == VTRUNK_PLACE_PORT)
		port = container_of(place, struct vtrunk_port, place);
	if (port && !vtrunk_addresses_have(port->config.addresses, mac))
		port = NULL;
	rcu_read_unlock();
	return port;
}

/* Whether the entry of an address is there already, at the port before. */
static bool stays(const struct vtrunk_port *port,
		  const struct vtrunk_port *old, u64 mac)
{
	return old && old->config.net == port->config.net &&
	       vtrunk_addresses_have(old->config.addresses, mac);
}

static int spare_alloc(struct vtrunk_port *port)
{
	struct vtrunk_fdb_entry *entry;

	entry = vtrunk_fdb_entry_alloc(GFP_KERNEL_ACCOUNT);
	if (!entry)
		return -ENOMEM;
	list_add(&entry->at, &port->spare);
	return 0;
}

static unsigned int spare_free(struct vtrunk_port *port)
{
	struct vtrunk_fdb_entry *entry, *next;
	unsigned int n = 0;

	list_for_each_entry_safe(entry, next, &port->spare, at) {
		vtrunk_fdb_entry_free(entry);
		n++;
	}
	INIT_LIST_HEAD(&port->spare);
	return n;
}

/**
 * vtrunk_addresses_reserve() - get what a port's addresses need in the FDB
 * @port: the port, which no frame sees yet
 * @old: the port whose successor it will be, or NULL
 *
 * Entries that are wanted are counted as if they were there. What the old port
 * gives back when its network changes makes room for them.
 *
 * Context: RTNL.
 * Return: 0, and then vtrunk_addresses_publish() cannot fail, -ENOSPC if the
 * FDB is full, or -ENOMEM.
 */
int vtrunk_addresses_reserve(struct vtrunk_port *port,
			     const struct vtrunk_port *old)
{
	const struct vtrunk_addresses *addresses = port->config.addresses;
	struct vtrunk_fdb *fdb = &port->trunk->br->fdb;
	unsigned int given_back = 0;
	unsigned int n = 0;
	unsigned int i;
	bool fits;

	ASSERT_RTNL();

	if (old && old->config.addresses)
		given_back = old->config.addresses->count;
	for (i = 0; addresses && i < addresses->count; i++) {
		if (stays(port, old, addresses->list[i].mac)) {
			given_back--;
			continue;
		}
		if (spare_alloc(port)) {
			spare_free(port);
			return -ENOMEM;
		}
		n++;
	}
	if (!n)
		return 0;
	spin_lock_bh(&fdb->lock);
	fits = fdb->count + n <= fdb->max + min(n, given_back);
	if (fits)
		WRITE_ONCE(fdb->count, fdb->count + n);
	spin_unlock_bh(&fdb->lock);
	if (fits)
		return 0;
	spare_free(port);
	return -ENOSPC;
}

/**
 * vtrunk_addresses_unreserve() - give back what was reserved and is not used
 * @port: the port
 *
 * Context: RTNL.
 */
void vtrunk_addresses_unreserve(struct vtrunk_port *port)
{
	struct vtrunk_fdb *fdb = &port->trunk->br->fdb;
	unsigned int n = spare_free(port);

	ASSERT_RTNL();

	if (!n)
		return;
	spin_lock_bh(&fdb->lock);
	WRITE_ONCE(fdb->count, fdb->count - n);
	spin_unlock_bh(&fdb->lock);
}

/* Remove an entry that the port before had and this one has not. In a set
 * another port may have taken it already.
 */
static void unpin(struct vtrunk_port *port, u64 mac)
{
	struct vtrunk *br = port->trunk->br;
	struct vtrunk_fdb_entry *entry;

	rcu_read_lock();
	spin_lock_bh(&br->fdb.lock);
	entry = vtrunk_fdb_entry_find(&br->fdb, port->config.net, mac);
	if (entry && entry->place == &port->place)
		vtrunk_fdb_entry_unlink(&br->fdb, entry);
	else
		entry = NULL;
	spin_unlock_bh(&br->fdb.lock);
	if (entry)
		vtrunk_notify_fdb(br, entry, true);
	rcu_read_unlock();
}

/* Make the entry of an address, or take the one that frames have made. */
static void pin(struct vtrunk_port *port, u64 mac)
{
	struct vtrunk_fdb *fdb = &port->trunk->br->fdb;
	struct vtrunk_fdb_entry *entry;
	bool changed = false;

	rcu_read_lock();
	spin_lock_bh(&fdb->lock);
	entry = vtrunk_fdb_entry_find(fdb, port->config.net, mac);
	if (!entry) {
		entry = list_first_entry(&port->spare, struct vtrunk_fdb_entry,
					 at);
		list_del(&entry->at);
		/* It was counted when it was reserved. */
		WRITE_ONCE(fdb->count, fdb->count - 1);
		vtrunk_fdb_entry_link(fdb, entry, port->config.net, mac,
				      &port->place, 0,
				      VTRUNK_FDB_TYPE_STATIC);
		changed = true;
	} else if (entry->place != &port->place ||
		   entry->type != VTRUNK_FDB_TYPE_STATIC) {
		vtrunk_fdb_entry_move(entry, &port->place,
				      VTRUNK_FDB_TYPE_STATIC);
		changed = true;
	}
	spin_unlock_bh(&fdb->lock);
	if (changed)
		vtrunk_notify_fdb(port->trunk->br, entry, false);
	rcu_read_unlock();
}

/**
 * vtrunk_addresses_publish() - let the FDB have a port's addresses
 * @port: the port; what its addresses need was reserved
 * @old: the port whose successor it is, or NULL; if the network is the same,
 *	its entries are at @port already
 *
 * Context: RTNL.
 */
void vtrunk_addresses_publish(struct vtrunk_port *port,
			      const struct vtrunk_port *old)
{
	const struct vtrunk_addresses *addresses = port->config.addresses;
	const struct vtrunk_addresses *before;
	unsigned int i;

	ASSERT_RTNL();

	before = old && old->config.net == port->config.net ?
		 old->config.addresses : NULL;
	for (i = 0; before && before != addresses && i < before->count; i++)
		if (!vtrunk_addresses_have(addresses, before->list[i].mac))
			unpin(port, before->list[i].mac);
	for (i = 0; addresses && i < addresses->count; i++)
		pin(port, addresses->list[i].mac);
	vtrunk_addresses_unreserve(port);
}
