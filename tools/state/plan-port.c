// SPDX-License-Identifier: GPL-2.0
/* The commands for trunks and their ports. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "change.h"

/**
 * plan_del_trunks() - remove the trunks and ports that are not wanted
 * @c: the bridge
 */
void plan_del_trunks(struct change *c)
{
	const struct state_trunk *t;
	const struct state_port *p;
	char sel[16];

	state_for_each(t, &c->have->trunks)
		if (!c->only && !state_trunk_find(c->want, t->trunk.ifname))
			plan_emit(c->plan, &c->want->mark, "trunk del %s",
				  t->trunk.ifname);
	state_for_each(p, &c->have->ports) {
		if (state_trunk_find(c->want, p->port.ifname) &&
		    !state_port_find(c->want, &p->port) &&
		    !plan_is_out(c, p->port.ifname))
			plan_emit(c->plan, &c->want->mark, "subport del %s %s",
				  p->port.ifname,
				  plan_sel(p->port.selector, p->port.vid, sel));
	}
}

/**
 * plan_make_trunks() - make the trunks that are wanted, or change them
 * @c: the bridge
 */
void plan_make_trunks(struct change *c)
{
	const struct state_trunk *t, *there;
	char words[PLAN_LINE];

	state_for_each(t, &c->want->trunks) {
		if (plan_is_out(c, t->trunk.ifname))
			continue;
		there = plan_have_trunk(c, t->trunk.ifname);
		plan_changed(&trunk_attrs, there ? &there->trunk :
			     trunk_attrs.defaults, &t->trunk, words);
		if (!there)
			plan_emit(c->plan, &t->mark, "trunk add %s%s%s",
				  t->trunk.ifname, words, c->bridge);
		else if (*words)
			plan_emit(c->plan, &t->mark, "trunk set %s%s",
				  t->trunk.ifname, words);
	}
}

/* " address A address B", if that is not what the port has already. */
static char *address_words(const struct addresses *have,
			   const struct addresses *want)
{
	char text[ADDRESS_TEXT];
	char *words = NULL;
	size_t size = 0;
	unsigned int i;
	FILE *file;

	file = open_memstream(&words, &size);
	if (!file)
		return NULL;
	if (!want->count && have->count)
		fputs(" address none", file);
	for (i = 0; i < want->count && !address_equal(have, want); i++)
		fprintf(file, " address %s", address_format(want, i, text));
	if (fclose(file)) {
		free(words);
		return NULL;
	}
	return words;
}

static void make_port(struct change *c, const struct state_port *p)
{
	const struct state_port *there;
	const struct port *before;
	char words[PLAN_LINE];
	char network[80] = "";
	char *addresses;
	char sel[16];

	there = c->have ? state_port_find(c->have, &p->port) : NULL;
	before = there ? &there->port : port_attrs.defaults;
	if (!there || there->port.vni != p->port.vni)
		plan_of_network(p->port.network, network);
	plan_changed(&port_attrs, before, &p->port, words);
	addresses = address_words(&before->addresses, &p->port.addresses);
	if (!addresses)
		c->plan->failed = true;
	else if (!there || *network || *words || *addresses)
		plan_emit(c->plan, &p->mark, "subport %s %s %s%s%s%s",
			  there ? "set" : "add", p->port.ifname,
			  plan_sel(p->port.selector, p->port.vid, sel),
			  network, words, addresses);
	free(addresses);
}

/**
 * plan_make_ports() - make the ports that are wanted, or change them
 * @c: the bridge
 */
void plan_make_ports(struct change *c)
{
	const struct state_port *p;

	state_for_each(p, &c->want->ports)
		if (!plan_is_out(c, p->port.ifname))
			make_port(c, p);
}
