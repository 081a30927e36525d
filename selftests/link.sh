#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The bridge as a network device, made and used with ip link alone:
#
#       br-trunk (kind vtrunk)
#         |        |        \
#       tap1     tap2     genev_sys_6081
#      trunk    trunk       uplink

ALL_TESTS="
	kind
	enslave
	uplink_by_ip_link
	release
	promiscuity
	uplink_comes_and_goes
	mtu_left_alone
	mtu_handed_on
	mtu_given_back
	rename
	status
	bridge_stays
	bridge_goes
	trunk_moves_away
	uplink_moves_away
	second_bridge
	features_follow
	segmentation_limit
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

setup()
{
	topo_hypervisor
	ip -n "$HV1" link add tap1 type veth peer name vm1
	ip -n "$HV1" link add tap2 type veth peer name vm2
}

# Each test has a bridge of its own.
adf_bridge()
{
	run adf_ip_link_add "$HV1" br-trunk type vtrunk
	run ip -n "$HV1" link set br-trunk up
}

hv_link()
{
	ip -n "$HV1" link "$@"
}

# attribute DEV JQ
attribute()
{
	ip -n "$HV1" -d -j link show dev "$1" | jq -r ".[0]$2"
}

trunks()
{
	trunkctl -n "$HV1" -j trunk show | jq -r '[.[].dev] | sort | join(" ")'
}

kind()
{
	adf_bridge
	check_eq "$(attribute br-trunk .linkinfo.info_kind)" vtrunk "kind"
	check_eq "$(trunkctl -n "$HV1" -j bridge show | jq -r '.[0].bridge')" \
		br-trunk "what trunkctl shows"
	log_test "ip link add type vtrunk makes a bridge, empty and usable"
}

enslave()
{
	adf_bridge
	run hv_link set tap1 master br-trunk
	run hv_link set tap2 master br-trunk
	check_eq "$(trunks)" "tap1 tap2" "trunks"
	check_eq "$(attribute tap1 .master)" br-trunk "master of tap1"
	check_eq "$(attribute tap1 .linkinfo.info_slave_kind)" vtrunk \
		"the kind of tap1's master"
	check_eq "$(trunkctl -n "$HV1" -j subport show)" "[]" "ports"
	log_test "ip link set master makes a trunk, without ports"
}

adf_geneve()
{
	run adf_ip_link_add "$HV1" genev_sys_6081 type geneve external
	run hv_link set genev_sys_6081 up
}

uplink_of_bridge()
{
	trunkctl -n "$HV1" -j bridge show br-trunk |
		jq -r '.[0] | "\(.uplink) \(.dstport)"'
}

uplink_by_ip_link()
{
	adf_bridge
	adf_geneve
	run hv_link set genev_sys_6081 master br-trunk
	check_eq "$(uplink_of_bridge)" "genev_sys_6081 6081" "the uplink"
	check_eq "$(trunks)" "" "trunks"
	run hv_link set genev_sys_6081 nomaster
	check_eq "$(uplink_of_bridge)" "null null" "the uplink after nomaster"
	log_test "a Geneve device that is enslaved is the uplink"
}

release()
{
	adf_bridge
	run hv_link set tap1 master br-trunk
	run hv_link set tap1 nomaster
	check_eq "$(trunks)" "" "trunks"
	check_eq "$(attribute tap1 .master)" null "master of tap1"
	run hv_link set tap1 master br-trunk
	check_eq "$(trunks)" tap1 "trunks after the second time"
	log_test "ip link set nomaster releases a trunk"
}

promiscuity()
{
	adf_bridge
	check_eq "$(attribute tap1 .promiscuity)" 0 "promiscuity before"
	run hv_link set tap1 master br-trunk
	check_eq "$(attribute tap1 .promiscuity)" 1 "promiscuity as a trunk"
	run hv_link set tap1 nomaster
	check_eq "$(attribute tap1 .promiscuity)" 0 "promiscuity after"
	log_test "a trunk is promiscuous, and no longer than it is one"
}

uplink_comes_and_goes()
{
	adf_bridge
	adf_geneve
	run hv_link set tap1 master br-trunk
	run hv_link set genev_sys_6081 master br-trunk
	run hv_link set tap2 master br-trunk
	run hv_link set genev_sys_6081 nomaster
	check_eq "$(trunks)" "tap1 tap2" "trunks"
	run hv_link set genev_sys_6081 master br-trunk
	check_eq "$(uplink_of_bridge)" "genev_sys_6081 6081" "the uplink"
	log_test "an uplink comes and goes, its trunks stay"
}

mtu_left_alone()
{
	adf_bridge
	adf_geneve
	run hv_link set tap1 mtu 1450
	run hv_link set tap1 master br-trunk
	run hv_link set genev_sys_6081 master br-trunk
	check_eq "$(attribute tap1 .mtu)" 1450 "the MTU of the trunk"
	run hv_link set tap1 nomaster
	check_eq "$(attribute tap1 .mtu)" 1450 "the MTU after release"
	run hv_link set tap1 mtu 1500
	log_test "a trunk's MTU is left alone unless the bridge was given one"
}

mtu_handed_on()
{
	adf_bridge
	run hv_link set tap1 master br-trunk
	run hv_link set br-trunk mtu 1400
	check_eq "$(attribute tap1 .mtu)" 1400 "the MTU of a trunk"
	run hv_link set tap2 master br-trunk
	check_eq "$(attribute tap2 .mtu)" 1400 "the MTU of a later trunk"
	run hv_link set br-trunk mtu 1420
	check_eq "$(attribute tap1 .mtu) $(attribute tap2 .mtu)" "1420 1420" \
		"the MTU of both"
	log_test "an MTU given to the bridge is handed on to its trunks"
}

mtu_given_back()
{
	adf_bridge
	run hv_link set tap1 mtu 1480
	run hv_link set tap1 master br-trunk
	run hv_link set br-trunk mtu 1400
	run hv_link set tap1 nomaster
	check_eq "$(attribute tap1 .mtu)" 1480 "the MTU after release"
	run hv_link set tap1 mtu 1500
	log_test "a released trunk has its own MTU again"
}

rename()
{
	adf_bridge
	run hv_link set tap1 master br-trunk
	run hv_link set tap1 name tap9
	check_eq "$(trunks)" tap9 "trunks"
	run hv_link set tap9 name tap1
	log_test "a trunk may be renamed"
}

status_is()
{
	[ "$(trunkctl -n "$HV1" -j trunk show tap1 |
	     jq -r '.[0].status')" = "$1" ]
}

# Computed from what the data path can do: a network with remotes needs an
# uplink that is up.
status()
{
	run trunkctl -n "$HV1" bridge add br-trunk local 192.0.2.1
	defer trunkctl -n "$HV1" bridge del br-trunk
	run trunkctl -n "$HV1" network add child vni 5001
	run trunkctl -n "$HV1" remote add 192.0.2.2
	run hv_link set tap1 up
	run hv_link set vm1 up
	run trunkctl -n "$HV1" trunk add tap1 network child
	run busywait "$WAIT_MS" status_is active
	run trunkctl -n "$HV1" trunk set tap1 down
	run status_is down
	run trunkctl -n "$HV1" trunk set tap1 up
	run trunkctl -n "$HV1" bridge set br-trunk uplink none
	run status_is degraded
	run trunkctl -n "$HV1" bridge set br-trunk uplink genev_sys_6081
	run status_is active
	run hv_link set vm1 down
	run busywait "$WAIT_MS" status_is down
	run hv_link set tap1 down
	log_test "status: active, down, degraded without uplink, no carrier"
}

bridge_stays()
{
	setup_ns ELSEWHERE
	adf_bridge
	hv_link set br-trunk netns "$ELSEWHERE" 2>/dev/null
	check_fail $? "the bridge went to another namespace"
	log_test "a bridge does not move to another namespace"
}

bridge_goes()
{
	adf_bridge
	adf_geneve
	run hv_link set tap1 master br-trunk
	run hv_link set genev_sys_6081 master br-trunk
	run hv_link del br-trunk
	check_eq "$(attribute tap1 .master) $(attribute genev_sys_6081 .master)" \
		"null null" "masters"
	check_eq "$(attribute tap1 .promiscuity)" 0 "promiscuity"
	log_test "ip link del releases trunks and uplink"
}

trunk_moves_away()
{
	setup_ns ELSEWHERE
	adf_bridge
	run hv_link set tap1 master br-trunk
	run trunkctl -n "$HV1" network add child vni 5001
	run trunkctl -n "$HV1" subport add tap1 vlan 100 network child
	run hv_link set tap1 netns "$ELSEWHERE"
	check_eq "$(trunks)" "" "trunks"
	check_eq "$(trunkctl -n "$HV1" -j subport show)" "[]" "ports"
	check_eq "$(ip -n "$ELSEWHERE" -d -j link show dev tap1 |
		jq -c '.[0] | [.master, .promiscuity]')" "[null,0]" \
		"master and promiscuity in the other namespace"
	run ip -n "$ELSEWHERE" link set tap1 netns "$HV1"
	log_test "a trunk that moves to another namespace is released"
}

uplink_moves_away()
{
	setup_ns ELSEWHERE
	adf_bridge
	run hv_link add genev_sys_6081 type geneve external
	run hv_link set genev_sys_6081 master br-trunk
	hv_link set genev_sys_6081 netns "$ELSEWHERE" 2>/dev/null ||
		run hv_link del genev_sys_6081
	check_eq "$(uplink_of_bridge)" "null null" "the uplink"
	log_test "an uplink that goes away is detached"
}

second_bridge()
{
	adf_bridge
	run adf_ip_link_add "$HV1" br-two type vtrunk
	run hv_link set tap1 master br-trunk
	run hv_link set tap2 master br-two
	check_eq "$(trunkctl -n "$HV1" -j trunk show |
		jq -r '.[] | "\(.bridge) \(.dev)"' | sort | paste -sd ,)" \
		"br-trunk tap1,br-two tap2" "trunks by bridge"
	run trunkctl -n "$HV1" network add child vni 5001 bridge br-trunk
	run trunkctl -n "$HV1" network add child vni 5001 bridge br-two
	log_test "two bridges in a namespace have their own trunks and networks"
}

# What ethtool -k says of the bridge, "on" or "off", in the order of the names.
features()
{
	in_ns "$HV1" ethtool -k br-trunk | awk -v names="$*" '
		{ sub(":", "", $1); is[$1] = $2 ($3 == "[fixed]" ? $3 : "") }
		END {
			n = split(names, name, " ")
			for (i = 1; i <= n; i++)
				printf "%s%s", is[name[i]], i < n ? " " : "\n"
		}'
}

# features_are UDP WHEN: the others never change. Tags stay beside the frame, LRO
# is never on, and TCP is segmented as late as can be.
features_are()
{
	check_eq "$(features tx-vlan-offload tx-vlan-stag-hw-insert \
		large-receive-offload tcp-segmentation-offload \
		tx-checksumming tx-udp-segmentation)" \
		"on on off[fixed] on on $1" "$2"
}

# What the core can do in its place the bridge has as soon as one member can.
features_follow()
{
	adf_bridge
	features_are on "without members"
	run in_ns "$HV1" ethtool -K tap1 tx-udp-segmentation off
	defer in_ns "$HV1" ethtool -K tap1 tx-udp-segmentation on
	run hv_link set tap1 master br-trunk
	features_are off "with a member that cannot segment UDP"
	run hv_link set tap2 master br-trunk
	features_are on "with one that can, too"
	run in_ns "$HV1" ethtool -K tap2 tx-udp-segmentation off
	features_are off "after that one was changed"
	adf_geneve
	run hv_link set genev_sys_6081 master br-trunk
	features_are on "with an uplink that can"
	run hv_link set genev_sys_6081 nomaster
	features_are off "after it has left"
	run in_ns "$HV1" ethtool -K tap2 tx-udp-segmentation on
	run hv_link set tap2 nomaster
	run hv_link set tap1 nomaster
	features_are on "without members again"
	log_test "the bridge's features follow those of its members"
}

segmentation_limit()
{
	local veth

	adf_bridge
	adf_geneve
	veth=$(attribute tap1 .tso_max_size)
	run hv_link set tap1 master br-trunk
	check_eq "$(attribute br-trunk .tso_max_size)" "$veth" \
		"the largest frame, with a veth"
	run hv_link set genev_sys_6081 master br-trunk
	check_eq "$(attribute br-trunk .tso_max_size)" \
		"$(attribute genev_sys_6081 .tso_max_size)" \
		"the largest frame, with an uplink"
	run hv_link set genev_sys_6081 nomaster
	check_eq "$(attribute br-trunk .tso_max_size)" "$veth" \
		"the largest frame, without it"
	log_test "the bridge takes no larger frame than its members do"
}

tests_run
