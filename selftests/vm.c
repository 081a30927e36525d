// SPDX-License-Identifier: GPL-2.0
/*
 * The process of a VM, as a hypervisor sees it: usage: vm TAP NETNS DEV
 *
 * It makes TAP and holds it open, and TAP goes when it ends. What it reads
 * there it writes to DEV in the namespace, whose network stack is the VM's, and
 * the other way round. It says "runs" when both are there.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Longer than any frame, for there is no segmentation offload. */
#define ROOM	65536

static void die(const char *what)
{
	fprintf(stderr, "vm: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int open_tap(const char *name)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd;

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &ifr))
		die(name);
	return fd;
}

static void enter(const char *netns)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		die(path);
	close(fd);
}

/* A tap that is down takes nothing, and a cable has no memory. */
static void copy(int from, int to)
{
	static char frame[ROOM];
	ssize_t len = read(from, frame, sizeof(frame));

	if (len < 0 && errno != EIO && errno != EINTR)
		die("read");
	if (len > 0 && write(to, frame, len) < 0 && errno != EIO)
		die("write");
}

int main(int argc, char **argv)
{
	struct pollfd fds[2] = { { .events = POLLIN }, { .events = POLLIN } };
	int i;

	if (argc != 4) {
		fputs("usage: vm TAP NETNS DEV\n", stderr);
		return 2;
	}
	fds[0].fd = open_tap(argv[1]);
	enter(argv[2]);
	fds[1].fd = open_tap(argv[3]);
	puts("runs");
	fflush(stdout);
	while (poll(fds, 2, -1) >= 0 || errno == EINTR)
		for (i = 0; i < 2; i++)
			if (fds[i].revents)
				copy(fds[i].fd, fds[!i].fd);
	die("poll");
	return 1;
}
