#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Frames that do not fit, one counter each:
#
#   VM1, VM2, VM3 eth0 MTU 1500 ---- HV1 ---- under MTU 1400 ---- r2, r3
#                                      1400 - 50 = 1350 inside
#
# The ports are drawn in injector.sh.

ALL_TESTS="
	path_mtu_is_shown
	fits
	ipv6_too_long
	ipv4_df_too_long
	ipv4_without_df
	other_protocols
	flood_too_long
	network_mtu
	port_mtu
	path_mtu_follows
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

setup()
{
	injector_topo
	underlay_mtu 1400
	injector_config
	injector_start
	trunkctl -n "$HV1" fdb add 02:00:00:00:00:04 network child \
		remote 192.0.2.2
	trunkctl -n "$HV1" fdb add 02:00:00:00:00:03 network child \
		dev tap3 vlan 300
}

underlay_mtu()
{
	ip -n "$HV1" link set under mtu "$1"
	ip -n "$UNDERLAY" link set under mtu "$1"
}

path_mtu_is()
{
	[ "$(trunkctl -n "$HV1" -j remote show |
	     jq 'map(.path_mtu) | unique | .[]')" = "$1" ]
}

path_mtu_is_shown()
{
	busywait "$WAIT_MS" path_mtu_is 1350
	check_err $? "remote show does not say path_mtu 1350"
	log_test "trunkctl shows what fits: 1400 - 50"
}

fits()
{
	local kind

	for kind in ip4:1350 ip4df:1350 ip6:1350 88b5:1350; do
		passes vm1 "4 1 8100:100 $kind a" "r2 vni=$CHILD 4 1 $kind a"
	done
	log_test "1350 bytes pass, whatever they are"
}

ipv6_too_long()
{
	loses vm1 "4 1 8100:100 ip6:1351 a" "tap1 vlan 100" mtu
	loses vm1 "4 1 8100:100 ip6:1500 a" "tap1 vlan 100" mtu
	log_test "IPv6 of 1351 bytes to a remote: mtu"
}

ipv4_df_too_long()
{
	loses vm1 "4 1 8100:100 ip4df:1351 a" "tap1 vlan 100" mtu
	log_test "IPv4 with DF of 1351 bytes to a remote: mtu"
}

# The underlay takes it in two pieces.
ipv4_without_df()
{
	passes vm1 "4 1 8100:100 ip4:1500 a" "r2 vni=$CHILD 4 1 ip4:1500 a"
	log_test "IPv4 without DF is fragmented by the underlay and arrives"
}

other_protocols()
{
	loses vm1 "4 1 8100:100 88b5:1351 a" "tap1 vlan 100" mtu
	log_test "any other protocol of 1351 bytes to a remote: mtu"
}

flood_too_long()
{
	injected vm1 "all 1 8100:100 ip6:1400 a" \
		"$(printf 'remote %s: mtu +1\n' 192.0.2.2 192.0.2.3)" \
		"$(printf 'vm%s all 1 8100:%s ip6:1400 a\n' 2 200 2 202 3 300)"
	log_test "of a flood the remotes' copies are lost, at the remotes"
}

network_mtu()
{
	run trunkctl -n "$HV1" network set child mtu 1300
	passes vm1 "4 1 8100:100 ip4df:1300 a" \
		"r2 vni=$CHILD 4 1 ip4df:1300 a"
	loses vm1 "4 1 8100:100 ip4df:1301 a" "tap1 vlan 100" mtu
	passes vm1 "3 1 8100:100 ip4df:1500 a" "vm3 3 1 8100:300 ip4df:1500 a"
	run trunkctl -n "$HV1" network set child mtu auto
	passes vm1 "4 1 8100:100 ip4df:1350 a" \
		"r2 vni=$CHILD 4 1 ip4df:1350 a"
	log_test "the network's mtu holds for remotes where it is smaller"
}

port_mtu()
{
	run ip -n "$HV1" link set tap3 mtu 1000
	run ip -n "$VM3" link set eth0 mtu 1000
	passes vm1 "3 1 8100:100 ip4df:1000 a" "vm3 3 1 8100:300 ip4df:1000 a"
	loses vm1 "3 1 8100:100 ip4df:1100 a" "tap3 vlan 300" mtu
	run ip -n "$HV1" link set tap3 mtu 1500
	run ip -n "$VM3" link set eth0 mtu 1500
	log_test "a frame longer than its trunk device's MTU: mtu at the port"
}

path_mtu_follows()
{
	underlay_mtu 1600
	busywait "$WAIT_MS" path_mtu_is 1550
	check_err $? "remote show does not say path_mtu 1550"
	passes vm1 "4 1 8100:100 ip6:1500 a" "r2 vni=$CHILD 4 1 ip6:1500 a"
	underlay_mtu 1400
	busywait "$WAIT_MS" path_mtu_is 1350
	check_err $? "remote show does not say path_mtu 1350"
	loses vm1 "4 1 8100:100 ip6:1500 a" "tap1 vlan 100" mtu
	log_test "the underlay's MTU may change"
}

tests_run
