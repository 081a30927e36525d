// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"

/**
 * list_add() - append an item
 * @list: the list
 * @item: the item; it is copied
 * @size: its size, the same for all items of the list
 *
 * Return: 0 or a negative errno.
 */
int list_add(struct list *list, const void *item, size_t size)
{
	size_t room = list->room ? 2 * list->room : 16;
	void *items;

	if (list->count == list->room) {
		items = reallocarray(list->items, room, size);
		if (!items)
			return -ENOMEM;
		list->items = items;
		list->room = room;
	}
	memcpy((char *)list->items + list->count++ * size, item, size);
	return 0;
}

/**
 * list_copy() - copy a list
 * @to: where it goes; list_free() is needed after success
 * @from: the list
 * @size: size of its items
 *
 * Return: 0 or a negative errno.
 */
int list_copy(struct list *to, const struct list *from, size_t size)
{
	memset(to, 0, sizeof(*to));
	if (!from->count)
		return 0;
	to->items = reallocarray(NULL, from->count, size);
	if (!to->items)
		return -ENOMEM;
	memcpy(to->items, from->items, from->count * size);
	to->count = from->count;
	to->room = from->count;
	return 0;
}

/**
 * list_free() - free a list
 * @list: the list; it is empty afterwards
 */
void list_free(struct list *list)
{
	free(list->items);
	memset(list, 0, sizeof(*list));
}
