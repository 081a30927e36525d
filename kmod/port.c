// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/stringhash.h>

#include "address.h"
#include "flood.h"
#include "group.h"
#include "network.h"
#include "notify.h"
#include "port.h"
#include "status.h"
#include "trunk.h"
#include "vtrunk.h"

/**
 * vtrunk_port_find() - look a port up by its selector
 * @trunk: the trunk
 * @vid: VLAN id, or 0 for the native port
 *
 * Context: RTNL or RCU.
 * Return: the port or NULL.
 */
struct vtrunk_port *vtrunk_port_find(const struct vtrunk_trunk *trunk, u16 vid)
{
	struct vtrunk_vids *vids;

	if (!vid)
		return rcu_dereference_rtnl(trunk->native);
	vids = rcu_dereference_rtnl(trunk->vids[vid / VTRUNK_VIDS_PER_BLOCK]);
	if (!vids)
		return NULL;
	return rcu_dereference_rtnl(vids->port[vid % VTRUNK_VIDS_PER_BLOCK]);
}

static struct hlist_head *named(struct vtrunk *br, const char *name)
{
	u32 hash = full_name_hash(NULL, name, strlen(name));

	return &br->port_names[hash_32(hash, VTRUNK_PORT_NAME_BITS)];
}

/**
 * vtrunk_port_find_name() - look a port up by its name
 * @br: the bridge
 * @name: the name, not empty
 *
 * Context: RTNL.
 * Return: the port or NULL.
 */
struct vtrunk_port *vtrunk_port_find_name(struct vtrunk *br, const char *name)
{
	struct vtrunk_port *port;

	ASSERT_RTNL();

	hlist_for_each_entry(port, named(br, name), by_name)
		if (!strcmp(port->config.name, name))
			return port;
	return NULL;
}

/**
 * vtrunk_port_find_key() - look a port up by its key
 * @net: the network
 * @key: the key, not 0
 *
 * Context: RTNL; frames ask vtrunk_flood_port().
 * Return: the port or NULL.
 */
struct vtrunk_port *vtrunk_port_find_key(const struct vtrunk_network *net,
					 u16 key)
{
	struct vtrunk_port *port;

	ASSERT_RTNL();

	list_for_each_entry(port, &net->ports, of_net)
		if (port->config.key == key)
			return port;
	return NULL;
}

/* In mode ovn whoever configures the network knows where its MACs are, except
 * for those at ports that take unknown ones.
 */
static bool learns(const struct vtrunk_port_config *config)
{
	return config->net->mode == VTRUNK_MODE_VNI || config->unknown;
}

/**
 * vtrunk_port_alloc() - make a port that no frame sees yet
 * @trunk: its trunk
 * @config: its settings, checked
 * @old: the port whose successor it is, or NULL
 *
 * Context: RTNL.
 * Return: the port, for vtrunk_port_abandon() if it is not used, or
 * ERR_PTR(): -ENOSPC if the FDB has no room for its addresses, or -ENOMEM.
 */
struct vtrunk_port *vtrunk_port_alloc(struct vtrunk_trunk *trunk,
				      const struct vtrunk_port_config *config,
				      const struct vtrunk_port *old)
{
	struct vtrunk_counters *counters;
	struct vtrunk_port *port;
	int err;

	ASSERT_RTNL();

	port = kzalloc(sizeof(*port), GFP_KERNEL_ACCOUNT);
	if (!port)
		return ERR_PTR(-ENOMEM);
	vtrunk_place_init(&port->place, VTRUNK_PLACE_PORT);
	port->place.local_only = config->local_only;
	port->place.learns = learns(config);
	port->trunk = trunk;
	port->config = *config;
	INIT_LIST_HEAD(&port->spare);
	err = vtrunk_addresses_reserve(port, old);
	if (err)
		goto err_addresses;
	if (old) {
		counters = old->counters;
	} else {
		counters = kzalloc(sizeof(*counters), GFP_KERNEL_ACCOUNT);
		if (!counters)
			goto err_counters;
		if (vtrunk_counters_init(counters))
			goto err_stats;
	}
	port->counters = counters;
	port->stats = counters->stats;
	vtrunk_addresses_get(config->addresses);
	return port;

err_stats:
	kfree(counters);
err_counters:
	err = -ENOMEM;
	vtrunk_addresses_unreserve(port);
err_addresses:
	kfree(port);
	return ERR_PTR(err);
}

static void counters_free(struct vtrunk_counters *counters)
{
	vtrunk_counters_uninit(counters);
	kfree(counters);
}

/**
 * vtrunk_port_abandon() - free a port that no frame has seen
 * @port: the port
 * @old: the port whose successor it would have been, or NULL
 *
 * Context: RTNL.
 */
void vtrunk_port_abandon(struct vtrunk_port *port,
			 const struct vtrunk_port *old)
{
	if (!old)
		counters_free(port->counters);
	vtrunk_addresses_unreserve(port);
	vtrunk_addresses_put(port->config.addresses);
	kfree(port);
}

/**
 * vtrunk_port_join() - enter a port in its network, and its name in the bridge
 * @port: the port; frames see it with the network's next flood list
 *
 * Context: RTNL.
 */
void vtrunk_port_join(struct vtrunk_port *port)
{
	struct vtrunk_network *net = port->config.net;

	ASSERT_RTNL();

	if (port->config.name[0])
		hlist_add_head(&port->by_name,
			       named(port->trunk->br, port->config.name));
	list_add_tail(&port->of_net, &net->ports);
	WRITE_ONCE(net->port_count, net->port_count + 1);
}

/**
 * vtrunk_port_leave() - take a port out of its network, and free its name
 * @port: the port
 *
 * Context: RTNL.
 */
void vtrunk_port_leave(struct vtrunk_port *port)
{
	struct vtrunk_network *net = port->config.net;

	ASSERT_RTNL();

	hlist_del_init(&port->by_name);
	list_del(&port->of_net);
	WRITE_ONCE(net->port_count, net->port_count - 1);
}

/**
 * vtrunk_port_create() - make a port
 * @trunk: the trunk, on which the selector is free
 * @config: its settings, checked
 *
 * Context: RTNL.
 * Return: 0 or a negative errno, and then nothing has changed.
 */
int vtrunk_port_create(struct vtrunk_trunk *trunk,
		       const struct vtrunk_port_config *config)
{
	struct vtrunk_flood *flood;
	struct vtrunk_port *port;
	int err;

	ASSERT_RTNL();

	port = vtrunk_port_alloc(trunk, config, NULL);
	if (IS_ERR(port))
		return PTR_ERR(port);
	err = vtrunk_trunk_vid_reserve(trunk, config->vid);
	if (err)
		goto err_vid;
	vtrunk_port_join(port);
	flood = vtrunk_flood_build(config->net);
	if (!flood) {
		err = -ENOMEM;
		goto err_flood;
	}
	vtrunk_addresses_publish(port, NULL);
	vtrunk_trunk_vid_assign(trunk, config->vid, port);
	vtrunk_flood_publish(config->net, flood);
	list_add_tail_rcu(&port->of_trunk, &trunk->ports);
	WRITE_ONCE(trunk->port_count, trunk->port_count + 1);
	vtrunk_status_port_made(port);
	vtrunk_notify_port(port, false);
	vtrunk_status_ports_changed(trunk);
	return 0;

err_flood:
	vtrunk_port_leave(port);
	vtrunk_trunk_vid_release(trunk, config->vid);
err_vid:
	vtrunk_port_abandon(port, NULL);
	return err;
}

/**
 * vtrunk_port_inherit() - let a successor take a port's list place and entries
 * @old: the port
 * @new: its successor, which takes the VID next
 *
 * Entries come before the VID: a configured one at the old place would make a
 * frame that comes from the new one look like an impostor's.
 *
 * Context: RTNL.
 */
void vtrunk_port_inherit(struct vtrunk_port *old, struct vtrunk_port *new)
{
	struct vtrunk *br = old->trunk->br;

	ASSERT_RTNL();

	if (old->config.net == new->config.net) {
		vtrunk_place_replace(br, &old->place, &new->place);
	} else {
		vtrunk_groups_leave(old->config.net, old->counters);
		vtrunk_place_forget(br, &old->place);
	}
	vtrunk_addresses_publish(new, old);
	list_replace_rcu(&old->of_trunk, &new->of_trunk);
}

/* Let the successor take the place of a port. All that can fail comes before
 * anything that frames would notice.
 */
static int port_swap(struct vtrunk_port *old, struct vtrunk_port *new)
{
	struct vtrunk_network *old_net = old->config.net;
	struct vtrunk_network *new_net = new->config.net;
	bool retagged = old->config.vid != new->config.vid;
	struct vtrunk_trunk *trunk = old->trunk;
	struct vtrunk_flood *flood;
	int err;

	if (retagged) {
		err = vtrunk_trunk_vid_reserve(trunk, new->config.vid);
		if (err)
			return err;
	}
	vtrunk_port_leave(old);
	vtrunk_port_join(new);
	flood = vtrunk_flood_build(new_net);
	if (!flood)
		goto err_flood;

	vtrunk_port_inherit(old, new);
	vtrunk_trunk_vid_assign(trunk, new->config.vid, new);
	if (retagged) {
		vtrunk_trunk_vid_assign(trunk, old->config.vid, NULL);
		vtrunk_trunk_vid_release(trunk, old->config.vid);
	}
	vtrunk_flood_publish(new_net, flood);
	if (old_net != new_net)
		vtrunk_flood_remove(old_net, &old->place);
	return 0;

err_flood:
	vtrunk_port_leave(new);
	vtrunk_port_join(old);
	if (retagged)
		vtrunk_trunk_vid_release(trunk, new->config.vid);
	return -ENOMEM;
}

static void superseded_free_rcu(struct rcu_head *rcu)
{
	struct vtrunk_port *port = container_of(rcu, struct vtrunk_port, rcu);

	vtrunk_addresses_put(port->config.addresses);
	kfree(port);
}

/**
 * vtrunk_port_supersede() - end a port that has a successor everywhere
 * @port: the port; the successor has its counters
 *
 * Context: RTNL.
 */
void vtrunk_port_supersede(struct vtrunk_port *port)
{
	ASSERT_RTNL();

	vtrunk_status_port_gone(port);
	call_rcu(&port->rcu, superseded_free_rcu);
}

/**
 * vtrunk_port_change() - change the settings of a port
 * @port: the port; its successor has its counters
 * @config: all settings, checked; another selector only within VLANs
 *
 * FDB entries stay if the network stays.
 *
 * Context: RTNL.
 * Return: 0 or a negative errno, and then nothing has changed.
 */
int vtrunk_port_change(struct vtrunk_port *port,
		       const struct vtrunk_port_config *config)
{
	struct vtrunk_port *new;
	int err;

	ASSERT_RTNL();

	new = vtrunk_port_alloc(port->trunk, config, port);
	if (IS_ERR(new))
		return PTR_ERR(new);
	err = port_swap(port, new);
	if (err) {
		vtrunk_port_abandon(new, port);
		return err;
	}
	vtrunk_port_supersede(port);
	vtrunk_status_port_made(new);
	vtrunk_notify_port(new, false);
	vtrunk_status_ports_changed(new->trunk);
	return 0;
}

static void port_free_rcu(struct rcu_head *rcu)
{
	struct vtrunk_port *port = container_of(rcu, struct vtrunk_port, rcu);

	counters_free(port->counters);
	vtrunk_addresses_put(port->config.addresses);
	kfree(port);
}

/**
 * vtrunk_port_retire() - end a port that frames find no more
 * @port: the port, out of the VIDs, the trunk's list, the flood list and the
 *	FDB; what it counted stays in its trunk's sum
 *
 * Context: RTNL.
 */
void vtrunk_port_retire(struct vtrunk_port *port)
{
	struct vtrunk_trunk *trunk = port->trunk;

	ASSERT_RTNL();

	vtrunk_groups_leave(port->config.net, port->counters);
	vtrunk_status_port_gone(port);
	vtrunk_counters_add(port->counters, &trunk->retired);
	call_rcu(&port->rcu, port_free_rcu);
}

/**
 * vtrunk_port_withdraw() - take a port out of all but the flood list and FDB
 * @port: the port
 *
 * Context: RTNL.
 */
void vtrunk_port_withdraw(struct vtrunk_port *port)
{
	struct vtrunk_trunk *trunk = port->trunk;

	ASSERT_RTNL();

	vtrunk_trunk_vid_assign(trunk, port->config.vid, NULL);
	vtrunk_trunk_vid_release(trunk, port->config.vid);
	list_del_rcu(&port->of_trunk);
	WRITE_ONCE(trunk->port_count, trunk->port_count - 1);
	vtrunk_port_leave(port);
}

/**
 * vtrunk_port_destroy() - remove a port
 * @port: the port
 *
 * Context: RTNL.
 */
void vtrunk_port_destroy(struct vtrunk_port *port)
{
	struct vtrunk_trunk *trunk = port->trunk;

	ASSERT_RTNL();

	vtrunk_port_withdraw(port);
	vtrunk_flood_remove(port->config.net, &port->place);
	vtrunk_place_forget(trunk->br, &port->place);
	vtrunk_notify_port(port, true);
	vtrunk_port_retire(port);
	vtrunk_status_ports_changed(trunk);
}
