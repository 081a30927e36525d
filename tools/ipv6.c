// SPDX-License-Identifier: GPL-2.0
/*
 * A device that is up gets a link-local address and talks to the VM behind it:
 * router solicitations, MLD reports, duplicate address detection. A trunk is
 * to carry nothing that was not configured, so IPv6 is switched off on it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ipv6.h"

#define ADDRESSES	"/proc/self/net/if_inet6"
#define SWITCH		"/proc/sys/net/ipv6/conf/%s/disable_ipv6"

/* Scope of a link-local address in if_inet6. */
#define SCOPE_LINK	0x20

/**
 * ipv6_has_address() - tell whether someone gave a device an IPv6 address
 * @dev: name of the device
 *
 * Link-local addresses come by themselves and do not count.
 *
 * Return: true if it has an address of wider scope.
 */
bool ipv6_has_address(const char *dev)
{
	FILE *file = fopen(ADDRESSES, "re");
	char name[IFNAMSIZ + 1];
	bool found = false;
	unsigned int scope;

	if (!file)
		return false;
	while (!found &&
	       fscanf(file, "%*s %*x %*x %x %*x %16s", &scope, name) == 2)
		found = scope != SCOPE_LINK && !strcmp(name, dev);
	fclose(file);
	return found;
}

static int write_switch(const char *dev, char value, char *old)
{
	char path[PATH_MAX];
	int err = 0;
	int fd;

	snprintf(path, sizeof(path), SWITCH, dev);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (read(fd, old, 1) != 1)
		err = -EIO;
	else if (*old != value && pwrite(fd, &value, 1, 0) != 1)
		err = -errno;
	close(fd);
	return err;
}

/**
 * ipv6_disable() - switch the host's IPv6 off on a device
 * @dev: name of the device
 * @changed: set when it was on before
 *
 * A kernel without IPv6 has nothing to switch off, and says so with -ENOENT.
 *
 * Return: 0 or a negative errno.
 */
int ipv6_disable(const char *dev, bool *changed)
{
	char old = '1';
	int err;

	err = write_switch(dev, '1', &old);
	if (err == -ENOENT)
		return 0;
	*changed = !err && old == '0';
	return err;
}

/**
 * ipv6_enable() - undo ipv6_disable()
 * @dev: name of the device
 *
 * Return: 0 or a negative errno.
 */
int ipv6_enable(const char *dev)
{
	char old;

	return write_switch(dev, '0', &old);
}
