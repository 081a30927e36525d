#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a trunk takes in, and what it does not, one counter each:
#
#   VM1 eth0 ---- tap1 | native  VLAN 100  VLAN 101 qinq |     | VM2, VM3
#     any frame        |   one of these, or a reason     | --> | two remotes
#
# The ports are drawn in injector.sh.

ALL_TESTS="
	untagged_is_native
	priority_tagged_is_native
	priority_tag_keeps_pcp
	priority_tag_before_a_tag
	no_native
	tag_is_stripped
	pcp_and_dei_stay
	unknown_vid
	reserved_vid
	service_tag
	inner_tag
	inner_tag_with_qinq
	group_source
	zero_source
	link_local
	link_local_with_l2cp
	port_down
	trunk_down
	bridge_down
	locked
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

setup()
{
	injector_topo
	injector_config
	injector_start
}

# child_takes DST [PCP:DEI]: from VM1 in network child it reaches all others.
child_takes()
{
	local pcp=${2:+:$2}

	passes vm1 "$1 1 8100:100$pcp 88b5 a" \
		"vm2 $1 1 8100:200$pcp 88b5 a" "vm2 $1 1 8100:202$pcp 88b5 a" \
		"vm3 $1 1 8100:300$pcp 88b5 a" \
		"r2 vni=$CHILD $1 1 88b5 a" "r3 vni=$CHILD $1 1 88b5 a"
}

untagged_is_native()
{
	passes vm1 "all 1 88b5 a" "vm2 all 1 88b5 a" \
		"r2 vni=$PARENT all 1 88b5 a" "r3 vni=$PARENT all 1 88b5 a"
	log_test "untagged frames are the native port's"
}

priority_tagged_is_native()
{
	passes vm1 "all 1 8100:0:3:0 88b5 a" "vm2 all 1 88b5 a" \
		"r2 vni=$PARENT all 1 88b5 a" "r3 vni=$PARENT all 1 88b5 a"
	loses vm3 "all 3 8100:0:3:0 88b5 a" tap3 no_native
	log_test "priority-tagged frames (VID 0) are the native port's"
}

priority_tag_keeps_pcp()
{
	run trunkctl -n "$HV1" subport add tap3 vlan 301 network parent
	defer trunkctl -n "$HV1" subport del tap3 vlan 301
	passes vm1 "all 1 8100:0:3:1 88b5 a" "vm2 all 1 88b5 a" \
		"vm3 all 1 8100:301:3:1 88b5 a" \
		"r2 vni=$PARENT all 1 88b5 a" "r3 vni=$PARENT all 1 88b5 a"
	log_test "PCP and DEI of a priority tag go into the tag of another port"
}

priority_tag_before_a_tag()
{
	loses vm1 "all 1 8100:0 8100:100 88b5 a" "tap1 native" inner_tag
	log_test "a tag behind VID 0 is an inner tag"
}

no_native()
{
	loses vm3 "all 3 88b5 a" tap3 no_native
	log_test "untagged without a native port: no_native at the trunk"
}

tag_is_stripped()
{
	child_takes all
	log_test "a known VID is stripped, and other ports push their own"
}

pcp_and_dei_stay()
{
	child_takes all 5:1
	log_test "PCP and DEI stay from one VM to another"
}

unknown_vid()
{
	loses vm1 "all 1 8100:555 88b5 a" tap1 unknown_vid
	check_eq "$(trunkctl -n "$HV1" -j trunk show tap1 |
		jq '.[0].unknown_vid')" 555 "the VID that trunkctl remembers"
	loses vm1 "all 1 8100:200 88b5 a" tap1 unknown_vid
	check_eq "$(trunkctl -n "$HV1" -j trunk show tap1 |
		jq '.[0].unknown_vid')" 200 "the VID that trunkctl remembers"
	log_test "a VID of no subport: unknown_vid at the trunk, remembered"
}

reserved_vid()
{
	loses vm1 "all 1 8100:4095 88b5 a" tap1 unknown_vid
	log_test "VID 4095: unknown_vid"
}

service_tag()
{
	loses vm1 "all 1 88a8:100 88b5 a" tap1 unknown_vid
	loses vm1 "all 1 88a8:100 8100:100 88b5 a" tap1 unknown_vid
	loses vm1 "all 1 88a8:0 88b5 a" tap1 unknown_vid
	log_test "an outer TPID of 0x88a8 is no 802.1Q tag: unknown_vid"
}

inner_tag()
{
	loses vm1 "all 1 8100:100 8100:101 88b5 a" "tap1 vlan 100" inner_tag
	loses vm1 "all 1 8100:100 88a8:7 88b5 a" "tap1 vlan 100" inner_tag
	loses vm1 "all 1 8100:100 8100:0 88b5 a" "tap1 vlan 100" inner_tag
	log_test "a second tag: inner_tag at the port"
}

inner_tag_with_qinq()
{
	local inner

	for inner in 8100:7 8100:100:3:1 88a8:7 "8100:7 8100:8"; do
		passes vm1 "all 1 8100:101 $inner 88b5 a" \
			"vm2 all 1 8100:201 $inner 88b5 a" \
			"r2 vni=$QINQ all 1 $inner 88b5 a" \
			"r3 vni=$QINQ all 1 $inner 88b5 a"
	done
	passes vm1 "all 1 8100:101 88b5 a" "vm2 all 1 8100:201 88b5 a" \
		"r2 vni=$QINQ all 1 88b5 a" "r3 vni=$QINQ all 1 88b5 a"
	log_test "with qinq on, inner tags are payload, and only the outer goes"
}

group_source()
{
	loses vm1 "all group 8100:100 88b5 a" "tap1 vlan 100" bad_source
	loses vm1 "all all 88b5 a" "tap1 native" bad_source
	log_test "a group address as source: bad_source"
}

zero_source()
{
	loses vm1 "all zero 8100:100 88b5 a" "tap1 vlan 100" bad_source
	log_test "zero as source: bad_source"
}

link_local()
{
	loses vm1 "stp 1 88b5 a" "tap1 native" link_local
	loses vm1 "lldp 1 8100:100 88b5 a" "tap1 vlan 100" link_local
	loses vm1 "01:80:c2:00:00:0f 1 8100:100 88b5 a" "tap1 vlan 100" \
		link_local
	passes vm1 "01:80:c2:00:00:10 1 88b5 a" \
		"vm2 01:80:c2:00:00:10 1 88b5 a" \
		"r2 vni=$PARENT 01:80:c2:00:00:10 1 88b5 a" \
		"r3 vni=$PARENT 01:80:c2:00:00:10 1 88b5 a"
	log_test "01:80:c2:00:00:00 to 0f: link_local, and 10 passes"
}

link_local_with_l2cp()
{
	run trunkctl -n "$HV1" network set child l2cp on
	defer trunkctl -n "$HV1" network set child l2cp off
	child_takes stp
	loses vm1 "stp 1 88b5 a" "tap1 native" link_local
	log_test "with l2cp on they pass, in that network only"
}

# Nobody who is down is asked in a flood: nothing is lost there.
port_down()
{
	defer forget
	child_takes all
	run trunkctl -n "$HV1" subport set tap1 vlan 100 down
	loses vm1 "all 1 8100:100 88b5 a" "tap1 vlan 100" down
	loses vm3 "1 3 8100:300 88b5 a" "tap1 vlan 100" down
	passes vm3 "all 3 8100:300 88b5 a" \
		"vm2 all 3 8100:200 88b5 a" "vm2 all 3 8100:202 88b5 a" \
		"r2 vni=$CHILD all 3 88b5 a" "r3 vni=$CHILD all 3 88b5 a"
	passes vm1 "all 1 88b5 a" "vm2 all 1 88b5 a" \
		"r2 vni=$PARENT all 1 88b5 a" "r3 vni=$PARENT all 1 88b5 a"
	run trunkctl -n "$HV1" subport set tap1 vlan 100 up
	child_takes all
	log_test "a port set down: down, both ways, its siblings go on"
}

trunk_down()
{
	defer forget
	passes vm3 "all 3 8100:300 88b5 a" "vm1 all 3 8100:100 88b5 a" \
		"vm2 all 3 8100:200 88b5 a" "vm2 all 3 8100:202 88b5 a" \
		"r2 vni=$CHILD all 3 88b5 a" "r3 vni=$CHILD all 3 88b5 a"
	run trunkctl -n "$HV1" trunk set tap3 down
	loses vm3 "all 3 8100:300 88b5 a" tap3 down
	loses vm1 "3 1 8100:100 88b5 a" "tap3 vlan 300" down
	passes vm1 "all 1 8100:100 88b5 a" \
		"vm2 all 1 8100:200 88b5 a" "vm2 all 1 8100:202 88b5 a" \
		"r2 vni=$CHILD all 1 88b5 a" "r3 vni=$CHILD all 1 88b5 a"
	run trunkctl -n "$HV1" trunk set tap3 up
	child_takes all
	log_test "a trunk set down: down, both ways"
}

bridge_down()
{
	run ip -n "$HV1" link set br-trunk down
	loses vm1 "all 1 8100:100 88b5 a" br-trunk down
	loses r2 "vni=$CHILD all 4 88b5 a" br-trunk down
	run ip -n "$HV1" link set br-trunk up
	child_takes all
	log_test "the bridge down: down, from a trunk and from the uplink"
}

locked()
{
	run trunkctl -n "$HV1" subport set tap1 vlan 100 locked on
	run trunkctl -n "$HV1" trunk set tap1 locked on
	child_takes all
	run trunkctl -n "$HV1" trunk set tap1 locked off
	run trunkctl -n "$HV1" subport set tap1 vlan 100 locked off
	log_test "a locked trunk and a locked port carry traffic"
}

tests_run
