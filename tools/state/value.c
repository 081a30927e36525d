// SPDX-License-Identifier: GPL-2.0
/* Values of a state file that occur in more than one place. */
#include <string.h>

#include <libfyaml.h>

#include "yaml.h"

/**
 * node_add() - add what was read to a list
 * @r: the reading; without memory nothing of the file can be relied upon
 * @list: the list
 * @item: what was read
 * @size: its size
 */
void node_add(struct reader *r, struct list *list, const void *item,
	      size_t size)
{
	struct mark mark = { .file = r->file, .line = 1 };

	if (list_add(list, item, size))
		reader_fault(r, &mark, "out of memory");
}

/**
 * node_ip() - an IP address
 * @r: the reading
 * @node: its node
 * @what: its key
 * @ip: the address
 *
 * Return: true if it is one; otherwise that was said.
 */
bool node_ip(struct reader *r, struct fy_node *node, const char *what,
	     struct ip_addr *ip)
{
	struct mark mark = yaml_mark(r, node);
	char text[YAML_TEXT];

	if (!yaml_text(r, node, what, text))
		return false;
	if (parse_ip(text, ip))
		return true;
	reader_fault(r, &mark, "\"%s\" is not an IP address", text);
	return false;
}

/**
 * node_network() - a network, which is a name or a VNI
 * @r: the reading
 * @node: its node
 * @name: what is written; which of them it is in the end, the check finds out
 *
 * Return: true if it is one; otherwise that was said.
 */
bool node_network(struct reader *r, struct fy_node *node,
		  char name[VTRUNK_NAME_LEN + 1])
{
	struct mark mark = yaml_mark(r, node);
	char text[YAML_TEXT];
	uint32_t vni;

	if (!yaml_text(r, node, "network", text))
		return false;
	if (parse_name(text) || parse_u32(text, 1, VTRUNK_VNI_MAX, &vni)) {
		strcpy(name, text);
		return true;
	}
	reader_fault(r, &mark, "\"%s\" is neither the name of a network nor a VNI",
		     text);
	return false;
}
