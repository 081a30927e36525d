/* SPDX-License-Identifier: GPL-2.0 */
/* A growing array of equal items. */
#ifndef _TRUNKCTL_LIST_H
#define _TRUNKCTL_LIST_H

#include <stddef.h>

/**
 * struct list - a growing array
 * @items: the items
 * @count: how many there are
 * @room: how many fit
 */
struct list {
	void *items;
	size_t count;
	size_t room;
};

int list_add(struct list *list, const void *item, size_t size);
int list_copy(struct list *to, const struct list *from, size_t size);
void list_free(struct list *list);

#endif /* _TRUNKCTL_LIST_H */
