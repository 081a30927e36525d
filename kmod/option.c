// SPDX-License-Identifier: GPL-2.0
#include <net/geneve.h>
#include <net/ip_tunnels.h>

#include "compat/tunnel_key.h"
#include "option.h"
#include "packet.h"

#define OVN_CLASS	0x0102
#define OVN_TYPE	0x80
#define OVN_WORDS	1

/* The option at an offset, which moves on behind it; NULL behind the last. The
 * Geneve device has seen to it that the lengths add up.
 */
static const struct geneve_opt *next_option(const struct ip_tunnel_info *info,
					    int *offset)
{
	const u8 *options = ip_tunnel_info_opts((struct ip_tunnel_info *)info);
	const struct geneve_opt *opt;

	if (!vtrunk_tunnel_key_has(&info->key, IP_TUNNEL_GENEVE_OPT_BIT) ||
	    *offset + (int)sizeof(*opt) > info->options_len)
		return NULL;
	opt = (const struct geneve_opt *)(options + *offset);
	*offset += sizeof(*opt) + opt->length * 4;
	return *offset <= info->options_len ? opt : NULL;
}

/**
 * vtrunk_option_has_critical() - whether a frame has options to be understood
 * @info: its tunnel metadata
 *
 * RFC 8926, section 3.5: an option with the critical bit in its type must be
 * understood. Outside of mode ovn none is.
 *
 * Return: true if it has one.
 */
bool vtrunk_option_has_critical(const struct ip_tunnel_info *info)
{
	const struct geneve_opt *opt;
	int offset = 0;

	while ((opt = next_option(info, &offset)))
		if (opt->type & GENEVE_CRIT_OPT_TYPE)
			return true;
	return false;
}

/**
 * vtrunk_option_read() - read what ports a frame goes between
 * @info: its tunnel metadata
 * @frame: where the keys go
 * @reason: where the reason goes if they cannot be had
 *
 * The critical bit of the header is not asked for, the reserved one of the
 * option is masked, and of several options the last counts, as in OVN.
 *
 * Return: true if the frame names them.
 */
bool vtrunk_option_read(const struct ip_tunnel_info *info,
			struct vtrunk_frame *frame, enum vtrunk_drop *reason)
{
	const struct geneve_opt *opt;
	bool found = false;
	int offset = 0;
	__be32 word;
	u32 data;

	while ((opt = next_option(info, &offset))) {
		if (opt->opt_class != htons(OVN_CLASS) ||
		    opt->type != OVN_TYPE) {
			if (!(opt->type & GENEVE_CRIT_OPT_TYPE))
				continue;
			*reason = VTRUNK_DROP_BAD_OPTION;
			return false;
		}
		if (opt->length != OVN_WORDS) {
			*reason = VTRUNK_DROP_OPTION_LENGTH;
			return false;
		}
		memcpy(&word, opt->opt_data, sizeof(word));
		data = be32_to_cpu(word);
		frame->ingress = data >> 16 & VTRUNK_PORT_KEY_MAX;
		frame->egress = data;
		found = true;
	}
	*reason = VTRUNK_DROP_NO_OPTION;
	if (!found)
		return false;
	*reason = VTRUNK_DROP_SAME_KEY;
	return !frame->ingress || frame->ingress != frame->egress;
}

/**
 * vtrunk_option_write() - say what ports frames go between
 * @info: tunnel metadata with room for the option, not shared yet
 * @ingress: key of the port that they come from
 * @egress: key of the port or group that they are for
 */
void vtrunk_option_write(struct ip_tunnel_info *info, u16 ingress, u16 egress)
{
	struct geneve_opt opt = {
		.opt_class	= htons(OVN_CLASS),
		.type		= OVN_TYPE,
		.length		= OVN_WORDS,
	};
	__be32 word = cpu_to_be32((u32)ingress << 16 | egress);
	u8 *options;

	info->options_len = VTRUNK_OPTION_LEN;
	options = ip_tunnel_info_opts(info);
	memcpy(options, &opt, sizeof(opt));
	memcpy(options + sizeof(opt), &word, sizeof(word));
	vtrunk_tunnel_key_set(&info->key, IP_TUNNEL_GENEVE_OPT_BIT);
	vtrunk_tunnel_key_set(&info->key, IP_TUNNEL_CRIT_OPT_BIT);
}
