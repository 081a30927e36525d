// SPDX-License-Identifier: GPL-2.0
/*
 * What stays as it is gets no command. The order follows from what the kernel
 * refuses: what is taken has to be given back first, networks are there before
 * their ports and go after them, and locks are opened first and closed last.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../names.h"
#include "attr.h"
#include "change.h"
#include "plan-group.h"

/**
 * plan_emit() - add a command to a plan
 * @plan: the plan
 * @mark: what it is for
 * @format: its words
 */
void plan_emit(struct plan *plan, const struct mark *mark, const char *format,
	       ...)
{
	struct command command = { .mark = *mark };
	va_list ap;

	va_start(ap, format);
	if (vasprintf(&command.text, format, ap) < 0)
		command.text = NULL;
	va_end(ap);
	if (!command.text ||
	    list_add(&plan->commands, &command, sizeof(command))) {
		free(command.text);
		plan->failed = true;
	}
}

/**
 * plan_changed() - the words for settings of one object that another has not
 * @attrs: the settings
 * @have: what is there
 * @want: what is wanted
 * @words: where the words go, each with a space in front
 *
 * Locks are not among them: they are set when all else is done.
 *
 * Return: @words.
 */
const char *plan_changed(const struct attrs *attrs, const void *have,
			 const void *want, char words[PLAN_LINE])
{
	char text[ATTR_TEXT];
	const struct attr *a;

	words[0] = '\0';
	for (a = attrs->list; a < attrs->list + attrs->count; a++) {
		if (attr_equal(a, have, want) || !strcmp(a->key, "locked"))
			continue;
		attr_words(a, want, text);
		strcat(words, text);
	}
	return words;
}

/**
 * plan_sel() - the words for which frames a port takes
 * @selector: the selector
 * @vid: the VLAN id
 * @text: where they go
 *
 * Return: @text.
 */
const char *plan_sel(uint32_t selector, uint32_t vid, char text[16])
{
	if (selector == VTRUNK_SELECTOR_VLAN)
		snprintf(text, 16, "vlan %u", vid);
	else
		strcpy(text, "native");
	return text;
}

/**
 * plan_of_network() - the words for what is of one network only
 * @name: its name, or empty
 * @text: where they go, with a space in front
 *
 * Return: @text.
 */
const char *plan_of_network(const char *name, char text[80])
{
	snprintf(text, 80, *name ? " network %s" : "%s", name);
	return text;
}

/**
 * plan_have_trunk() - find the trunk that there is
 * @c: the bridge
 * @ifname: name of its device
 *
 * Return: the trunk, or NULL.
 */
struct state_trunk *plan_have_trunk(const struct change *c,
				    const char *ifname)
{
	return c->have ? state_trunk_find(c->have, ifname) : NULL;
}

/**
 * plan_is_out() - whether what is on a trunk is left alone
 * @c: the bridge
 * @ifname: name of the trunk's device, or empty
 *
 * Nothing on a trunk whose device is not there can be configured, and nothing
 * is to be on one that was not asked for.
 *
 * Return: whether it is.
 */
bool plan_is_out(const struct change *c, const char *ifname)
{
	const struct state_trunk *t;

	if (c->only && strcmp(c->only, ifname))
		return true;
	t = state_trunk_find(c->want, ifname);
	return t && t->pending;
}

static void local_words(const struct state_bridge *b, char text[PLAN_LINE])
{
	char ip[INET6_ADDRSTRLEN];
	const char *comma = "";

	strcpy(text, " local ");
	if (b->bridge.local4.family) {
		strcat(text, format_ip(&b->bridge.local4, ip));
		comma = ",";
	}
	if (b->bridge.local6.family) {
		strcat(text, comma);
		strcat(text, format_ip(&b->bridge.local6, ip));
	}
}

static bool has_local(const struct state_bridge *b)
{
	return b->bridge.local4.family || b->bridge.local6.family;
}

static void uplink_words(const struct state_bridge *b, char text[PLAN_LINE])
{
	if (b->makes_uplink)
		snprintf(text, PLAN_LINE, " dstport %u", b->bridge.dstport);
	else
		snprintf(text, PLAN_LINE, " uplink %s", b->bridge.uplink_name);
}

static void add_bridge(struct change *c)
{
	char local[PLAN_LINE] = "", uplink[PLAN_LINE] = "", settings[PLAN_LINE];
	const struct state_bridge *want = c->want;

	if (has_local(want))
		local_words(want, local);
	if (!want->makes_uplink ||
	    want->bridge.dstport !=
	    ((const struct bridge *)bridge_attrs.defaults)->dstport)
		uplink_words(want, uplink);
	plan_emit(c->plan, &want->mark, "bridge add %s%s%s%s",
		  want->bridge.ifname, local, uplink,
		  plan_changed(&bridge_attrs, bridge_attrs.defaults,
			       &want->bridge, settings));
}

static void set_bridge(struct change *c)
{
	char local[PLAN_LINE] = "", uplink[PLAN_LINE] = "", settings[PLAN_LINE];
	const struct bridge *want = &c->want->bridge;
	const struct bridge *have = &c->have->bridge;

	if ((want->local4.family && !ip_equal(&want->local4, &have->local4)) ||
	    (want->local6.family && !ip_equal(&want->local6, &have->local6)))
		local_words(c->want, local);
	if (strcmp(want->uplink_name, have->uplink_name))
		uplink_words(c->want, uplink);
	plan_changed(&bridge_attrs, have, want, settings);
	if (*local || *uplink || *settings)
		plan_emit(c->plan, &c->want->mark, "bridge set %s%s%s%s",
			  want->ifname, local, uplink, settings);
}

/* A local address is needed as long as there are remotes of its family. */
static void clear_local(struct change *c)
{
	const struct bridge *want = &c->want->bridge;
	const struct bridge *have = &c->have->bridge;

	if (have->local4.family && !want->local4.family)
		plan_emit(c->plan, &c->want->mark,
			  "bridge set %s local 0.0.0.0", want->ifname);
	if (have->local6.family && !want->local6.family)
		plan_emit(c->plan, &c->want->mark, "bridge set %s local ::",
			  want->ifname);
}

static void unlock(struct change *c)
{
	const struct state_trunk *t, *trunk;
	const struct state_port *p, *port;
	char sel[16];

	state_for_each(t, &c->have->trunks) {
		trunk = state_trunk_find(c->want, t->trunk.ifname);
		if (t->trunk.locked && trunk && !trunk->trunk.locked &&
		    !plan_is_out(c, t->trunk.ifname))
			plan_emit(c->plan, &trunk->mark,
				  "trunk set %s locked off", t->trunk.ifname);
	}
	state_for_each(p, &c->have->ports) {
		port = state_port_find(c->want, &p->port);
		if (p->port.locked && port && !port->port.locked &&
		    !plan_is_out(c, p->port.ifname))
			plan_emit(c->plan, &port->mark,
				  "subport set %s %s locked off",
				  p->port.ifname,
				  plan_sel(p->port.selector, p->port.vid, sel));
	}
}

static void lock(struct change *c)
{
	const struct state_trunk *t, *trunk;
	const struct state_port *p, *port;
	char sel[16];

	state_for_each(p, &c->want->ports) {
		port = c->have ? state_port_find(c->have, &p->port) : NULL;
		if (p->port.locked && !(port && port->port.locked) &&
		    !plan_is_out(c, p->port.ifname))
			plan_emit(c->plan, &p->mark,
				  "subport set %s %s locked on", p->port.ifname,
				  plan_sel(p->port.selector, p->port.vid, sel));
	}
	state_for_each(t, &c->want->trunks) {
		trunk = plan_have_trunk(c, t->trunk.ifname);
		if (t->trunk.locked && !(trunk && trunk->trunk.locked) &&
		    !plan_is_out(c, t->trunk.ifname))
			plan_emit(c->plan, &t->mark, "trunk set %s locked on",
				  t->trunk.ifname);
	}
}

/* Forwarding entries. */

static bool same_place(const struct fdb *a, const struct fdb *b)
{
	return a->type == b->type && a->selector == b->selector &&
	       a->vid == b->vid && a->key == b->key &&
	       !strcmp(a->ifname, b->ifname) &&
	       ip_equal(&a->ip, &b->ip);
}

/* An entry that moves is made anew: its old place may go before it can move. */
static void del_fdb(struct change *c)
{
	const struct state_fdb *f, *wanted;
	char mac[MAC_STRLEN];

	state_for_each(f, &c->have->fdb) {
		wanted = state_fdb_find(c->want, &f->fdb);
		if (plan_is_out(c, f->fdb.ifname))
			continue;
		if (!wanted || !same_place(&f->fdb, &wanted->fdb))
			plan_emit(c->plan,
				  wanted ? &wanted->mark : &c->want->mark,
				  "fdb del %s network %s%s",
				  format_mac(f->fdb.mac, mac), f->fdb.network,
				  c->bridge);
	}
}

static void add_fdb(struct change *c)
{
	const struct state_fdb *f, *there;
	char target[INET6_ADDRSTRLEN + 32];
	char ip[INET6_ADDRSTRLEN];
	char key[16] = "";
	char mac[MAC_STRLEN];
	char sel[16];

	state_for_each(f, &c->want->fdb) {
		there = c->have ? state_fdb_find(c->have, &f->fdb) : NULL;
		if ((there && same_place(&there->fdb, &f->fdb)) ||
		    plan_is_out(c, f->fdb.ifname))
			continue;
		if (f->fdb.key)
			snprintf(key, sizeof(key), " key %u", f->fdb.key);
		else
			key[0] = '\0';
		if (f->fdb.ip.family)
			snprintf(target, sizeof(target), "remote %s%s",
				 format_ip(&f->fdb.ip, ip), key);
		else
			snprintf(target, sizeof(target), "dev %s %s",
				 f->fdb.ifname,
				 plan_sel(f->fdb.selector, f->fdb.vid, sel));
		plan_emit(c->plan, &f->mark, "fdb add %s network %s %s %s%s",
			  format_mac(f->fdb.mac, mac), f->fdb.network, target,
			  names_get(&names_fdb_type, f->fdb.type), c->bridge);
	}
}

/* Remotes. */

static void del_remotes(struct change *c)
{
	const struct state_remote *r;
	char ip[INET6_ADDRSTRLEN];
	char network[80];

	state_for_each(r, &c->have->remotes)
		if (!state_remote_find(c->want, &r->remote.ip, r->remote.vni))
			plan_emit(c->plan, &c->want->mark, "remote del %s%s%s",
				  format_ip(&r->remote.ip, ip),
				  plan_of_network(r->remote.network, network),
				  c->bridge);
}

static void make_remotes(struct change *c)
{
	const struct state_remote *r, *there;
	char ip[INET6_ADDRSTRLEN];
	char network[80];
	char words[PLAN_LINE];

	state_for_each(r, &c->want->remotes) {
		there = c->have ? state_remote_find(c->have, &r->remote.ip,
						    r->remote.vni) : NULL;
		plan_changed(&remote_attrs, there ? &there->remote :
			     remote_attrs.defaults, &r->remote, words);
		if (!there || *words)
			plan_emit(c->plan, &r->mark, "remote %s %s%s%s%s",
				  there ? "set" : "add",
				  format_ip(&r->remote.ip, ip),
				  plan_of_network(r->remote.network, network),
				  words, c->bridge);
	}
}

/* Networks. */

static void make_networks(struct change *c)
{
	const struct state_network *n, *there;
	char name[VTRUNK_NAME_LEN + 8];
	char words[PLAN_LINE];

	state_for_each(n, &c->want->networks) {
		there = c->have ? state_network_find(c->have, n->network.vni) :
				  NULL;
		plan_changed(&network_attrs, there ? &there->network :
			     network_defaults(n->network.mode), &n->network,
			     words);
		if (!there) {
			plan_emit(c->plan, &n->mark,
				  "network add %s vni %u%s%s", n->network.name,
				  n->network.vni, words, c->bridge);
			continue;
		}
		name[0] = '\0';
		if (strcmp(there->network.name, n->network.name))
			snprintf(name, sizeof(name), " name %s",
				 n->network.name);
		if (*name || *words)
			plan_emit(c->plan, &n->mark, "network set %s%s%s%s",
				  there->network.name, name, words, c->bridge);
	}
}

static void del_networks(struct change *c)
{
	const struct state_network *n;

	state_for_each(n, &c->have->networks)
		if (!state_network_find(c->want, n->network.vni))
			plan_emit(c->plan, &c->want->mark, "network del %s%s",
				  n->network.name, c->bridge);
}

static void change_bridge(struct change *c)
{
	if (!c->have) {
		add_bridge(c);
	} else {
		set_bridge(c);
		unlock(c);
		plan_del_groups(c);
		del_fdb(c);
		del_remotes(c);
		clear_local(c);
		plan_del_trunks(c);
		plan_free_port_names(c);
		plan_free_port_keys(c);
		plan_free_addresses(c);
		plan_free_network_names(c);
	}
	make_networks(c);
	make_remotes(c);
	plan_make_trunks(c);
	plan_make_ports(c);
	if (c->have)
		del_networks(c);
	add_fdb(c);
	plan_add_groups(c);
	lock(c);
}

/* What a device needs that appeared: bridge and networks are there already. */
static void change_trunk(struct change *c)
{
	if (c->have) {
		unlock(c);
		plan_del_groups(c);
		del_fdb(c);
		plan_del_trunks(c);
		plan_free_port_names(c);
		plan_free_port_keys(c);
		plan_free_addresses(c);
	}
	plan_make_trunks(c);
	plan_make_ports(c);
	add_fdb(c);
	plan_add_groups(c);
	lock(c);
}

/**
 * plan_make() - find the commands that turn one state into another
 * @plan: where they go; an empty plan
 * @have: what is there; names change in it as commands change them
 * @want: what is wanted of the bridges that it names
 * @only: the one trunk that is to be changed, or NULL for all there is
 */
void plan_make(struct plan *plan, struct state *have, const struct state *want,
	       const char *only)
{
	struct change c = { .plan = plan, .only = only };

	state_for_each(c.want, &want->bridges) {
		c.have = state_bridge_find(have, c.want->bridge.ifname);
		snprintf(c.bridge, sizeof(c.bridge), " bridge %s",
			 c.want->bridge.ifname);
		if (!only)
			change_bridge(&c);
		else if (state_trunk_find(c.want, only))
			change_trunk(&c);
	}
}

/**
 * plan_restore() - find the commands that bring back what was there
 * @plan: where they go; an empty plan
 * @have: what is there now
 * @before: what was there
 * @scope: names the bridges that may have been changed
 */
void plan_restore(struct plan *plan, struct state *have,
		  const struct state *before, const struct state *scope)
{
	struct change c = { .plan = plan };
	const struct state_bridge *b;

	state_for_each(b, &scope->bridges) {
		c.have = state_bridge_find(have, b->bridge.ifname);
		c.want = state_bridge_find(before, b->bridge.ifname);
		snprintf(c.bridge, sizeof(c.bridge), " bridge %s",
			 b->bridge.ifname);
		if (c.want)
			change_bridge(&c);
		else if (c.have)
			plan_emit(plan, &b->mark, "bridge del %s",
				  b->bridge.ifname);
	}
}

/**
 * plan_free() - free a plan
 * @plan: the plan; it is empty afterwards
 */
void plan_free(struct plan *plan)
{
	struct command *command;

	state_for_each(command, &plan->commands)
		free(command->text);
	list_free(&plan->commands);
}
