#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module alone: it needs no other module, a bare insmod loads it on a
# machine that has loaded nothing yet, it brings its link kind and netlink
# family, and it leaves nothing behind.
#
#     insmod vtrunk.ko ---> link kind vtrunk, genl family vtrunk
#            |                          |
#            +--------- rmmod ----------+---> nothing

ALL_TESTS="
	no_dependencies
	bare_insmod
	link_kind
	unload
	load_again
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# Written by the guest before it loads the module.
BEFORE=/run/vtrunk/modules.boot
BR=br-smoke

# In the list: asking for it by its name would load an installed module.
family()
{
	genl ctrl list 2>/dev/null | grep -qx "Name: vtrunk"
}

no_dependencies()
{
	check_eq "$(modinfo -F depends "$VTRUNK_KO")" "" "modinfo -F depends"
	log_test "the module depends on no other"
}

bare_insmod()
{
	local title="a bare insmod loads it on a fresh boot"

	if [ ! -e "$BEFORE" ]; then
		log_test_skip "$title" "not in the guest of selftests/qemu"
		return
	fi
	check_eq "$(awk '/^(bridge|geneve|openvswitch|udp_tunnel|vtrunk) / {
			print $1 }' "$BEFORE")" "" "modules loaded before"
	run vtrunk_loaded
	log_test "$title"
}

link_kind()
{
	run family
	run ip link add "$BR" type vtrunk
	check_eq "$(ip -j -d link show dev "$BR" |
		jq -r '.[0].linkinfo.info_kind')" vtrunk "kind of $BR"
	run ip link del "$BR"
	log_test "it brings its link kind and netlink family"
}

unload()
{
	run ip link add "$BR" type vtrunk
	run rmmod vtrunk
	vtrunk_loaded
	check_fail $? "the module is still there"
	ip link show dev "$BR" >/dev/null 2>&1
	check_fail $? "$BR is still there"
	family
	check_fail $? "the netlink family is still there"
	log_test "rmmod with a bridge in place leaves nothing behind"
}

load_again()
{
	load_vtrunk
	check_err $? "insmod"
	run family
	run ip link add "$BR" type vtrunk
	run ip link del "$BR"
	log_test "it loads again"
}

tests_run
