// SPDX-License-Identifier: GPL-2.0
/* What is wrong with a frame by what the bridge knows. */
#include <string.h>

#include "frame.h"
#include "known.h"

static void judge_remote(struct frame *f, const struct known *k,
			 const struct network *net)
{
	const struct ip_addr *peer = NULL;
	char text[INET6_ADDRSTRLEN];

	if (known_local(k, &f->outer.dst))
		peer = &f->outer.src;
	else if (known_local(k, &f->outer.src))
		peer = &f->outer.dst;
	/* Captured elsewhere: nobody here knows who may speak to whom. */
	if (peer && !known_remote(k, peer, net->vni))
		fault_add(f, FAULT_UNKNOWN_REMOTE, "%s is no remote of %s",
			  format_ip(peer, text), net->name);
}

static void judge_options(struct frame *f, const struct network *net)
{
	const struct geneve *g = &f->geneve;

	if (net->mode == VTRUNK_MODE_OVN) {
		if (g->complete && !g->has_ovn)
			fault_add(f, FAULT_NO_OPTION,
				  "no option names the ports, and %s has mode ovn",
				  net->name);
		return;
	}
	if (g->has_ovn)
		fault_add(f, FAULT_BAD_OPTION,
			  "the option of the keys is critical, and %s has mode vni",
			  net->name);
	else if (g->options)
		fault_note(f, FAULT_OPTION,
			   "option 0x%04x/0x%02x, which says nothing in mode vni",
			   g->class, g->type);
}

/* The keys of other hosts' ports are theirs to know. */
static void judge_key(struct frame *f, const struct known *k,
		      const struct network *net)
{
	const struct geneve *g = &f->geneve;

	if (known_local(k, &f->outer.dst) &&
	    !known_has_group(k, net->vni, g->out_key) &&
	    !known_port_by_key(k, net->vni, g->out_key))
		fault_add(f, FAULT_UNKNOWN_KEY,
			  "no %s of %s has the key %u that it is for",
			  g->out_key < GROUP_FIRST ? "port" : "group",
			  net->name, g->out_key);
	if (known_local(k, &f->outer.src) &&
	    !known_port_by_key(k, net->vni, g->in_key))
		fault_add(f, FAULT_UNKNOWN_KEY,
			  "no port of %s has the key %u that it comes from",
			  net->name, g->in_key);
}

static void judge_keys(struct frame *f, const struct known *k,
		       const struct network *net)
{
	const struct geneve *g = &f->geneve;

	if (!g->has_keys || (net && net->mode != VTRUNK_MODE_OVN))
		return;
	if (!g->out_key)
		fault_add(f, FAULT_UNKNOWN_KEY, "key 0 is no port's");
	else if (g->in_key == g->out_key)
		fault_add(f, FAULT_SAME_KEY,
			  "the port %u is the one that the frame comes from",
			  g->out_key);
	else if (net)
		judge_key(f, k, net);
}

static void judge_inner(struct frame *f, const struct known *k,
			const struct network *net)
{
	static const uint8_t reserved[MAC_LEN - 1] = { 0x01, 0x80, 0xc2 };
	char mac[MAC_STRLEN];

	if (f->inner.tags && !(net && known_takes_tags(k, net->vni)))
		fault_add(f, FAULT_INNER_TAG,
			  "a tag, VLAN %u, where frames have none",
			  f->inner.vlan);
	if (f->inner.has_addresses && net && !net->l2cp &&
	    !memcmp(f->inner.dst, reserved, sizeof(reserved)) &&
	    f->inner.dst[MAC_LEN - 1] < 0x10)
		fault_add(f, FAULT_LINK_LOCAL,
			  "%s is for the next bridge, and %s has l2cp off",
			  format_mac(f->inner.dst, mac), net->name);
}

/**
 * judge() - say what is wrong with a frame by what the bridge knows
 * @f: the frame
 * @k: what is known
 */
void judge(struct frame *f, const struct known *k)
{
	const struct network *net = NULL;

	if (f->kind == KIND_FRAGMENT)
		return;
	if (f->kind == KIND_PLAIN) {
		judge_inner(f, k, known_network_of(k, f));
		return;
	}
	if (!f->geneve.whole)
		return;
	net = known_network(k, f->geneve.vni);
	if (net) {
		judge_remote(f, k, net);
		judge_options(f, net);
	} else if (k->there) {
		fault_add(f, FAULT_UNKNOWN_VNI, "%s has no network of VNI %u",
			  k->bridge.ifname, f->geneve.vni);
	}
	judge_keys(f, k, net);
	judge_inner(f, k, net);
}
