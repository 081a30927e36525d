#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A port that is local-only and the tunnels do not know of each other. The ports
# are drawn in injector.sh; VLAN 300 of tap3 is local-only.

ALL_TESTS="
	its_flood_stays_here
	flood_of_a_tunnel_skips_it
	flood_of_a_port_reaches_it
	unicast_from_a_tunnel
	unicast_to_a_remote
	unicast_on_this_host
	its_mac_stays_here
	its_mac_stays_here_without_learning
	nobody_else
	long_frame_is_not_answered
	status_without_uplink
	replace_and_load
	off_again
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

readonly PLACE="tap3 vlan 300"

hv()
{
	trunkctl -n "$HV1" "$@"
}

setup()
{
	injector_topo
	injector_config
	hv subport set tap3 vlan 300 local-only on
	injector_start
}

# Where each MAC of the child network was learned.
place_of()
{
	hv -j fdb show network child mac "02:00:00:00:00:0$1" |
		jq -r '.[0] | if .dev then "\(.dev) \(.vlan)" else .ip end'
}

its_flood_stays_here()
{
	passes vm3 "all 3 8100:300 88b5 a" "vm1 all 3 8100:100 88b5 a" \
		"vm2 all 3 8100:200 88b5 a" "vm2 all 3 8100:202 88b5 a"
	passes vm3 "9 3 8100:300 88b5 a" "vm1 9 3 8100:100 88b5 a" \
		"vm2 9 3 8100:200 88b5 a" "vm2 9 3 8100:202 88b5 a"
	log_test "broadcasts and unknown unicast from it enter no tunnel"
}

flood_of_a_tunnel_skips_it()
{
	passes r2 "vni=$CHILD all 4 88b5 a" "vm1 all 4 8100:100 88b5 a" \
		"vm2 all 4 8100:200 88b5 a" "vm2 all 4 8100:202 88b5 a"
	log_test "a flood from a tunnel passes it over, and nothing is counted"
}

flood_of_a_port_reaches_it()
{
	passes vm1 "all 1 8100:100 88b5 a" "vm2 all 1 8100:200 88b5 a" \
		"vm2 all 1 8100:202 88b5 a" "vm3 all 1 8100:300 88b5 a" \
		"r2 vni=$CHILD all 1 88b5 a" "r3 vni=$CHILD all 1 88b5 a"
	log_test "a flood from another port reaches it and the tunnels"
}

unicast_from_a_tunnel()
{
	loses r2 "vni=$CHILD 3 4 88b5 a" "$PLACE" local_only
	log_test "unicast from a tunnel to it: local_only at the port"
}

unicast_to_a_remote()
{
	check_eq "$(place_of 4)" 192.0.2.2 "where MAC 4 is"
	loses vm3 "4 3 8100:300 88b5 a" "$PLACE" local_only
	log_test "unicast from it to a remote: local_only at the port"
}

unicast_on_this_host()
{
	passes vm1 "3 1 8100:100 88b5 a" "vm3 3 1 8100:300 88b5 a"
	passes vm3 "1 3 8100:300 88b5 a" "vm1 1 3 8100:100 88b5 a"
	log_test "unicast between it and another port passes"
}

its_mac_stays_here()
{
	loses r2 "vni=$CHILD all 3 88b5 a" br-trunk static_move
	check_eq "$(place_of 3)" "tap3 300" "where its MAC is"
	# Another port may have it, and it comes back.
	passes vm2 "1 3 8100:200 88b5 a" "vm1 1 3 8100:100 88b5 a"
	check_eq "$(place_of 3)" "tap2 200" "where its MAC is"
	passes vm3 "1 3 8100:300 88b5 a" "vm1 1 3 8100:100 88b5 a"
	check_eq "$(place_of 3)" "tap3 300" "where its MAC is"
	log_test "its MAC is not learned at a remote: static_move"
}

its_mac_stays_here_without_learning()
{
	run hv network set child learn off
	injector_baseline
	loses r2 "vni=$CHILD all 3 88b5 a" br-trunk static_move
	run hv network set child learn on
	injector_baseline
	log_test "nor does a frame with it pass where nothing is learned"
}

nobody_else()
{
	run hv network add alone vni 5003
	run hv subport add tap3 vlan 301 network alone local-only on
	injector_baseline
	loses vm3 "all 3 8100:301 88b5 a" "tap3 vlan 301" no_dest
	run hv subport del tap3 vlan 301
	run hv network del alone
	injector_baseline
	log_test "a flood from it with no other port here: no_dest"
}

# It is lost for the remotes anyway: what they take does not matter.
long_frame_is_not_answered()
{
	run hv network set child mtu 600
	injector_baseline
	passes vm3 "9 3 8100:300 ip4df:1000 a" \
		"vm1 9 3 8100:100 ip4df:1000 a" \
		"vm2 9 3 8100:200 ip4df:1000 a" \
		"vm2 9 3 8100:202 ip4df:1000 a"
	run hv network set child mtu auto
	injector_baseline
	log_test "what the tunnels take is no limit for it"
}

statuses()
{
	hv -j subport show tap3 | jq -r '[.[].status] | join(" ")'
}

status_without_uplink()
{
	run hv subport add tap3 vlan 302 network child
	run hv bridge set br-trunk uplink none
	check_eq "$(statuses)" "active degraded" "status, without an uplink"
	run hv subport del tap3 vlan 302
	check_eq "$(hv -j trunk show tap3 | jq -r '.[0].status')" active \
		"status of the trunk"
	run hv bridge set br-trunk uplink genev_sys_6081
	log_test "it needs no uplink to be active"
}

is_local_only()
{
	hv -j subport show tap3 vlan 300 | jq '.[0].local_only'
}

replace_and_load()
{
	check_eq "$(is_local_only)" true "local_only"
	check_eq "$(hv show | grep -c ' local-only on$')" 1 "lines of show"
	run hv subport replace tap3 vlan 300 network child
	check_eq "$(is_local_only)" false "local_only, after replace"
	echo "vlan 300 network child local-only on" |
		hv trunk load tap3 - >/dev/null
	check_eq "$(is_local_only)" true "local_only, after load"
	run hv subport set tap3 vlan 300 name here
	check_eq "$(is_local_only)" true "local_only, after set of the name"
	log_test "replace and load give it, set keeps it"
}

off_again()
{
	run hv subport set tap3 vlan 300 local-only off
	injector_baseline
	passes vm3 "all 3 8100:300 88b5 a" "vm1 all 3 8100:100 88b5 a" \
		"vm2 all 3 8100:200 88b5 a" "vm2 all 3 8100:202 88b5 a" \
		"r2 vni=$CHILD all 3 88b5 a" "r3 vni=$CHILD all 3 88b5 a"
	passes r3 "vni=$CHILD 3 5 88b5 a" "vm3 3 5 8100:300 88b5 a"
	log_test "off again, it is a port like any other"
}

tests_run
