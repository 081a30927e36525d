// SPDX-License-Identifier: GPL-2.0
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/hash.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "flood.h"
#include "group.h"
#include "network.h"
#include "notify.h"
#include "option.h"
#include "remote.h"
#include "status.h"
#include "tunnel.h"
#include "vtrunk.h"

/**
 * vtrunk_name_is_valid() - whether a string can name a network or a port
 * @name: the string
 *
 * Digits alone are refused, so that a word is either a name or a VNI.
 *
 * Return: true if it is 1 to 63 of [A-Za-z0-9._:-], not all digits.
 */
bool vtrunk_name_is_valid(const char *name)
{
	bool digits_only = true;
	const char *c;

	for (c = name; *c; c++) {
		if (!isascii(*c) || (!isalnum(*c) && !strchr("._:-", *c)))
			return false;
		digits_only &= !!isdigit(*c);
	}
	return c - name <= VTRUNK_NAME_LEN && !digits_only;
}

/**
 * vtrunk_network_find() - look a network up by its VNI
 * @br: the bridge
 * @vni: the VNI
 *
 * Context: RTNL or RCU.
 * Return: the network or NULL.
 */
struct vtrunk_network *vtrunk_network_find(struct vtrunk *br, u32 vni)
{
	struct vtrunk_network *net;
	struct hlist_head *head;

	head = &br->networks[hash_32(vni, VTRUNK_NETWORK_BITS)];
	hlist_for_each_entry_rcu(net, head, hash, lockdep_rtnl_is_held())
		if (net->vni == vni)
			return net;
	return NULL;
}

/**
 * vtrunk_network_find_name() - look a network up by its name
 * @br: the bridge
 * @name: the name
 *
 * Context: RTNL or RCU.
 * Return: the network or NULL.
 */
struct vtrunk_network *vtrunk_network_find_name(struct vtrunk *br,
						const char *name)
{
	struct vtrunk_network *net;

	list_for_each_entry_rcu(net, &br->network_list, node,
				lockdep_rtnl_is_held())
		if (!strcmp(net->name, name))
			return net;
	return NULL;
}

static void config_write(struct vtrunk_network *net,
			 const struct vtrunk_network_config *config)
{
	if (config->name)
		strscpy_pad(net->name, config->name, sizeof(net->name));
	WRITE_ONCE(net->mtu, config->mtu);
	WRITE_ONCE(net->unknown, config->unknown);
	WRITE_ONCE(net->learn, config->learn);
	WRITE_ONCE(net->l2cp, config->l2cp);
}

static void network_free(struct vtrunk_network *net)
{
	vtrunk_flood_publish(net, NULL);
	kfree_rcu(net, rcu);
}

/**
 * vtrunk_network_create() - make a network
 * @br: the bridge
 * @vni: its VNI, not in use
 * @config: its settings, with a valid name that is not in use
 *
 * Context: RTNL.
 * Return: the network, or ERR_PTR(-ENOMEM).
 */
struct vtrunk_network *
vtrunk_network_create(struct vtrunk *br, u32 vni,
		      const struct vtrunk_network_config *config)
{
	struct vtrunk_network *net;
	struct vtrunk_remote *remote;
	int err;

	ASSERT_RTNL();

	net = kzalloc(sizeof(*net), GFP_KERNEL_ACCOUNT);
	if (!net)
		return ERR_PTR(-ENOMEM);
	net->vni = vni;
	net->mode = config->mode;
	if (net->mode == VTRUNK_MODE_OVN)
		net->options_len = VTRUNK_OPTION_LEN;
	net->br = br;
	net->id = ++br->last_id;
	net->salt = get_random_u64();
	INIT_LIST_HEAD(&net->groups);
	INIT_LIST_HEAD(&net->ports);
	INIT_LIST_HEAD(&net->tunnels);
	config_write(net, config);

	list_for_each_entry(remote, &br->remote_list, node) {
		if (!remote->everywhere)
			continue;
		err = PTR_ERR_OR_ZERO(vtrunk_tunnel_create(net, remote));
		if (err)
			goto err_tunnels;
	}
	err = vtrunk_flood_rebuild(net);
	if (err)
		goto err_tunnels;

	hlist_add_head_rcu(&net->hash,
			   &br->networks[hash_32(vni, VTRUNK_NETWORK_BITS)]);
	list_add_tail_rcu(&net->node, &br->network_list);
	vtrunk_notify_network(net, false);
	return net;

err_tunnels:
	vtrunk_tunnels_destroy(net);
	network_free(net);
	return ERR_PTR(err);
}

/**
 * vtrunk_network_config_get() - the present settings of a network
 * @net: the network
 * @config: where they go; the name is left out
 *
 * Context: RTNL.
 */
void vtrunk_network_config_get(const struct vtrunk_network *net,
			       struct vtrunk_network_config *config)
{
	ASSERT_RTNL();

	config->name = NULL;
	config->mode = net->mode;
	config->mtu = net->mtu;
	config->unknown = net->unknown;
	config->learn = net->learn;
	config->l2cp = net->l2cp;
}

/**
 * vtrunk_network_change() - change the settings of a network
 * @net: the network
 * @config: all its settings
 *
 * Context: RTNL.
 */
void vtrunk_network_change(struct vtrunk_network *net,
			   const struct vtrunk_network_config *config)
{
	ASSERT_RTNL();

	config_write(net, config);
	vtrunk_notify_network(net, false);
	vtrunk_status_network_changed(net->br, net);
}

/**
 * vtrunk_network_destroy() - remove a network
 * @net: the network; it has no ports, and its FDB entries go with it
 *
 * Context: RTNL.
 */
void vtrunk_network_destroy(struct vtrunk_network *net)
{
	struct vtrunk *br = net->br;

	ASSERT_RTNL();

	hlist_del_rcu(&net->hash);
	list_del_rcu(&net->node);
	/* Frames under way may still learn; they check this under the lock. */
	spin_lock_bh(&br->fdb.lock);
	net->dead = true;
	spin_unlock_bh(&br->fdb.lock);
	vtrunk_groups_destroy(net);
	vtrunk_tunnels_destroy(net);
	vtrunk_notify_network(net, true);
	network_free(net);
}
