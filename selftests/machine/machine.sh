# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A VM that is QEMU: one of Linux, with busybox, whose NIC is virtio-net. What is
# in its directory qemu/machine has made: "image", its kernel, "initrd", and
# "state", what it was when it had booted.

readonly MACHINE_MAC=52:54:00:00:00:01

# machine DIR SCRIPT OPTION...: as Documentation/howto/libvirt.rst says. Its
# console is standard input and output. It takes the place of the shell that
# calls it, so that whoever stops that stops the machine. Its clock counts
# instructions: where these take long, it would otherwise do nothing but answer
# its timer.
machine()
{
	local dir=$1 script=$2
	shift 2

	exec qemu-system-x86_64 -accel tcg,thread=single -cpu qemu64 -m 96 \
		-icount shift=6 \
		-machine pc,acpi=off,hpet=off,usb=off \
		-nodefaults -no-user-config -no-reboot -display none \
		-serial stdio \
		-netdev "tap,id=net0,ifname=tap1,script=$script,downscript=no" \
		-device "virtio-net-pci,netdev=net0,mac=$MACHINE_MAC,romfile=" \
		-kernel "$dir/image" -initrd "$dir/initrd" -append "$MACHINE_BOOT" \
		"$@"
}

# An emulated machine in an emulated one has few instructions to spare.
MACHINE_BOOT="console=ttyS0 quiet panic=-1 acpi=off nosmp nokaslr"
MACHINE_BOOT+=" tsc=reliable no_timer_check mitigations=off ipv6.disable=1"
readonly MACHINE_BOOT
