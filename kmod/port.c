// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "flood.h"
#include "network.h"
#include "notify.h"
#include "port.h"
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
	struct vtrunk_trunk *trunk;
	struct vtrunk_port *port;

	ASSERT_RTNL();

	list_for_each_entry(trunk, &br->trunk_list, node)
		list_for_each_entry(port, &trunk->ports, of_trunk)
			if (!strcmp(port->config.name, name))
				return port;
	return NULL;
}

static struct vtrunk_port *port_alloc(struct vtrunk_trunk *trunk,
				      const struct vtrunk_port_config *config,
				      struct vtrunk_counters *counters)
{
	struct vtrunk_port *port;

	port = kzalloc(sizeof(*port), GFP_KERNEL_ACCOUNT);
	if (!port)
		return NULL;
	vtrunk_place_init(&port->place, VTRUNK_PLACE_PORT);
	port->trunk = trunk;
	port->config = *config;
	port->counters = counters;
	port->stats = counters->stats;
	return port;
}

static void port_join(struct vtrunk_port *port)
{
	struct vtrunk_network *net = port->config.net;

	list_add_tail(&port->of_net, &net->ports);
	WRITE_ONCE(net->port_count, net->port_count + 1);
}

static void port_leave(struct vtrunk_port *port)
{
	struct vtrunk_network *net = port->config.net;

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
	struct vtrunk_counters *counters;
	struct vtrunk_flood *flood;
	struct vtrunk_port *port;
	int err = -ENOMEM;

	ASSERT_RTNL();

	counters = kzalloc(sizeof(*counters), GFP_KERNEL_ACCOUNT);
	if (!counters)
		return -ENOMEM;
	if (vtrunk_counters_init(counters))
		goto err_counters;
	port = port_alloc(trunk, config, counters);
	if (!port)
		goto err_port;
	port_join(port);
	flood = vtrunk_flood_build(config->net);
	if (!flood)
		goto err_flood;
	err = vtrunk_trunk_vid_set(trunk, config->vid, port);
	if (err)
		goto err_vid;
	vtrunk_flood_publish(config->net, flood);
	list_add_tail_rcu(&port->of_trunk, &trunk->ports);
	WRITE_ONCE(trunk->port_count, trunk->port_count + 1);
	vtrunk_notify_port(port, false);
	return 0;

err_vid:
	kvfree(flood);
err_flood:
	port_leave(port);
	kfree(port);
err_port:
	vtrunk_counters_uninit(counters);
err_counters:
	kfree(counters);
	return err;
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
	int err = -ENOMEM;

	port_leave(old);
	port_join(new);
	flood = vtrunk_flood_build(new_net);
	if (!flood)
		goto err_flood;
	if (retagged) {
		err = vtrunk_trunk_vid_set(trunk, new->config.vid, new);
		if (err)
			goto err_vid;
	}

	/* Entries first: a configured one at the old place would make a
	 * frame that comes from the new one look like an impostor's.
	 */
	if (old_net == new_net)
		vtrunk_place_replace(trunk->br, &old->place, &new->place);
	else
		vtrunk_place_forget(trunk->br, &old->place);
	vtrunk_trunk_vid_set(trunk, old->config.vid, retagged ? NULL : new);
	vtrunk_flood_publish(new_net, flood);
	if (old_net != new_net)
		vtrunk_flood_remove(old_net, &old->place);
	list_replace_rcu(&old->of_trunk, &new->of_trunk);
	return 0;

err_vid:
	kvfree(flood);
err_flood:
	port_leave(new);
	port_join(old);
	return err;
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

	new = port_alloc(port->trunk, config, port->counters);
	if (!new)
		return -ENOMEM;
	err = port_swap(port, new);
	if (err) {
		kfree(new);
		return err;
	}
	kfree_rcu(port, rcu);
	vtrunk_notify_port(new, false);
	return 0;
}

static void port_free_rcu(struct rcu_head *rcu)
{
	struct vtrunk_port *port = container_of(rcu, struct vtrunk_port, rcu);

	vtrunk_counters_uninit(port->counters);
	kfree(port->counters);
	kfree(port);
}

/**
 * vtrunk_port_destroy() - remove a port
 * @port: the port; what it counted stays in its trunk's sum
 *
 * Context: RTNL.
 */
void vtrunk_port_destroy(struct vtrunk_port *port)
{
	struct vtrunk_trunk *trunk = port->trunk;

	ASSERT_RTNL();

	vtrunk_trunk_vid_set(trunk, port->config.vid, NULL);
	list_del_rcu(&port->of_trunk);
	WRITE_ONCE(trunk->port_count, trunk->port_count - 1);
	port_leave(port);
	vtrunk_flood_remove(port->config.net, &port->place);
	vtrunk_place_forget(trunk->br, &port->place);
	vtrunk_notify_port(port, true);
	vtrunk_counters_add(port->counters, &trunk->retired);
	call_rcu(&port->rcu, port_free_rcu);
}

/**
 * vtrunk_ports_destroy() - remove all ports of a trunk
 * @trunk: the trunk
 *
 * Context: RTNL.
 */
void vtrunk_ports_destroy(struct vtrunk_trunk *trunk)
{
	struct vtrunk_port *port, *next;

	ASSERT_RTNL();

	list_for_each_entry_safe(port, next, &trunk->ports, of_trunk)
		vtrunk_port_destroy(port);
}
