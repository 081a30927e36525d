#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the uplink takes in, and what it does not, one counter each:
#
#   r2, r3 remotes, r9 nobody --- under | genev_sys_6081 | tap1, tap2, tap3
#         Geneve, as it is told         | or a reason    | with their tags
#
# The ports are drawn in injector.sh.

ALL_TESTS="
	tag_is_pushed
	native_is_untagged
	first_and_last_number
	never_to_a_tunnel
	unknown_vni
	unknown_remote
	remote_of_one_network
	remote_down
	critical_option
	other_options
	control_packet
	group_source
	link_local
	inner_tag_of_another_subport
	inner_tag_to_native
	inner_tag_with_qinq
	no_uplink
	no_metadata
	host_frames
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3 tc

setup()
{
	injector_topo
	injector_config
	injector_start
}

# child_gets POINT OUTER [DST]: from MAC 4 there, to every port of child.
child_gets()
{
	local dst=${3:-all}

	passes "$1" "$2 $dst 4 88b5 a" "vm1 $dst 4 8100:100 88b5 a" \
		"vm2 $dst 4 8100:200 88b5 a" "vm2 $dst 4 8100:202 88b5 a" \
		"vm3 $dst 4 8100:300 88b5 a"
}

tag_is_pushed()
{
	child_gets r2 "vni=$CHILD"
	log_test "each port pushes its own tag"
}

native_is_untagged()
{
	passes r2 "vni=$PARENT all 4 88b5 a" \
		"vm1 all 4 88b5 a" "vm2 all 4 88b5 a"
	log_test "a native port pushes none"
}

first_and_last_number()
{
	run trunkctl -n "$HV1" network add last vni 16777215
	defer trunkctl -n "$HV1" network del last
	run trunkctl -n "$HV1" subport add tap1 vlan 4094 network last
	defer trunkctl -n "$HV1" subport del tap1 vlan 4094
	run trunkctl -n "$HV1" subport add tap2 vlan 1 network last
	defer trunkctl -n "$HV1" subport del tap2 vlan 1
	injector_baseline
	defer forget
	passes r2 "vni=16777215 all 4 88b5 a" \
		"vm1 all 4 8100:4094 88b5 a" "vm2 all 4 8100:1 88b5 a"
	passes vm2 "all 2 8100:1 88b5 a" "vm1 all 2 8100:4094 88b5 a" \
		"r2 vni=16777215 all 2 88b5 a" "r3 vni=16777215 all 2 88b5 a"
	passes vm1 "2 1 8100:4094 88b5 a" "vm2 2 1 8100:1 88b5 a"
	log_test "VNI 16777215, and VIDs 1 and 4094, are numbers like others"
}

# Broadcast, multicast, unknown unicast, and unicast known at another remote.
never_to_a_tunnel()
{
	defer forget
	child_gets r2 "vni=$CHILD"
	child_gets r2 "vni=$CHILD" group
	child_gets r2 "vni=$CHILD" 9
	passes r3 "vni=$PARENT all 5 88b5 a" \
		"vm1 all 5 88b5 a" "vm2 all 5 88b5 a"
	loses r2 "vni=$PARENT 5 4 88b5 a" br-trunk no_dest
	log_test "what came from a tunnel goes to no tunnel"
}

unknown_vni()
{
	loses r2 "vni=7777 all 4 88b5 a" br-trunk unknown_vni
	loses r2 "vni=0 all 4 88b5 a" br-trunk unknown_vni
	loses r2 "vni=16777215 all 4 88b5 a" br-trunk unknown_vni
	log_test "a VNI of no network: unknown_vni"
}

unknown_remote()
{
	loses r9 "vni=$CHILD all 4 88b5 a" br-trunk unknown_remote
	log_test "a source that is no remote: unknown_remote"
}

remote_of_one_network()
{
	run trunkctl -n "$HV1" remote add 192.0.2.9 network child
	defer injector_baseline
	defer trunkctl -n "$HV1" remote del 192.0.2.9 network child
	child_gets r9 "vni=$CHILD"
	loses r9 "vni=$PARENT all 4 88b5 a" br-trunk unknown_remote
	passes vm3 "all 3 8100:300 88b5 a" "vm1 all 3 8100:100 88b5 a" \
		"vm2 all 3 8100:200 88b5 a" "vm2 all 3 8100:202 88b5 a" \
		"r2 vni=$CHILD all 3 88b5 a" "r3 vni=$CHILD all 3 88b5 a" \
		"r9 vni=$CHILD all 3 88b5 a"
	passes vm1 "all 1 88b5 a" "vm2 all 1 88b5 a" \
		"r2 vni=$PARENT all 1 88b5 a" "r3 vni=$PARENT all 1 88b5 a"
	log_test "a remote of one network is a stranger in the others"
}

remote_down()
{
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:04 network child \
		remote 192.0.2.2
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:04 network child
	run trunkctl -n "$HV1" remote set 192.0.2.2 down
	loses r2 "vni=$CHILD all 4 88b5 a" br-trunk down
	loses vm1 "4 1 8100:100 88b5 a" "tap1 vlan 100" down
	passes vm1 "all 1 88b5 a" \
		"vm2 all 1 88b5 a" "r3 vni=$PARENT all 1 88b5 a"
	run trunkctl -n "$HV1" remote set 192.0.2.2 up
	child_gets r2 "vni=$CHILD"
	log_test "a remote set down: down, both ways"
}

critical_option()
{
	loses r2 "vni=$CHILD opt=0102:80:00010002 all 4 88b5 a" \
		br-trunk bad_option
	loses r2 "vni=$CHILD opt=ffff:81: all 4 88b5 a" br-trunk bad_option
	loses r2 "vni=$CHILD opt=0102:01:00010002 opt=0103:ff:01020304 all 4 88b5 a" \
		br-trunk bad_option
	log_test "a critical option that is not understood: bad_option"
}

other_options()
{
	child_gets r2 "vni=$CHILD opt=0102:00:00010002"
	child_gets r2 "vni=$CHILD opt=ffff:7f:0001000200030004 opt=0001:01:"
	log_test "options that are not critical are passed over"
}

control_packet()
{
	loses r2 "vni=$CHILD oam all 4 88b5 a" br-trunk oam
	log_test "a control packet: oam"
}

group_source()
{
	loses r2 "vni=$CHILD all group 88b5 a" br-trunk bad_source
	loses r2 "vni=$CHILD all zero 88b5 a" br-trunk bad_source
	log_test "a group address or zero as source: bad_source"
}

link_local()
{
	loses r2 "vni=$CHILD stp 4 88b5 a" br-trunk link_local
	run trunkctl -n "$HV1" network set child l2cp on
	defer trunkctl -n "$HV1" network set child l2cp off
	child_gets r2 "vni=$CHILD" stp
	log_test "to 01:80:c2:00:00:00: link_local unless l2cp is on"
}

# A VM's VLAN 202 is not reached by somebody who may send into VLAN 200.
inner_tag_of_another_subport()
{
	defer forget
	passes vm1 "all 1 8100:100 88b5 a" "vm2 all 1 8100:200 88b5 a" \
		"vm2 all 1 8100:202 88b5 a" "vm3 all 1 8100:300 88b5 a" \
		"r2 vni=$CHILD all 1 88b5 a" "r3 vni=$CHILD all 1 88b5 a"
	loses r2 "vni=$CHILD 1 4 8100:101 88b5 a" "tap1 vlan 100" inner_tag
	loses r2 "vni=$CHILD 1 4 8100:0 88b5 a" "tap1 vlan 100" inner_tag
	loses r2 "vni=$CHILD 1 4 88a8:101 88b5 a" "tap1 vlan 100" inner_tag
	injected r2 "vni=$CHILD all 4 8100:202 88b5 a" \
		"$(printf '%s: inner_tag +1\n' "tap1 vlan 100" \
		"tap2 vlan 200" "tap2 vlan 202" "tap3 vlan 300")" ""
	log_test "an inner tag leaves by no subport without qinq: inner_tag"
}

# Untagged by the native port it would be a frame of VLAN 100.
inner_tag_to_native()
{
	defer forget
	passes vm1 "all 1 88b5 a" "vm2 all 1 88b5 a" \
		"r2 vni=$PARENT all 1 88b5 a" "r3 vni=$PARENT all 1 88b5 a"
	loses r2 "vni=$PARENT 1 4 8100:100 88b5 a" "tap1 native" inner_tag
	loses r2 "vni=$PARENT 1 4 8100:0 8100:100 88b5 a" "tap1 native" \
		inner_tag
	log_test "an inner tag never leaves by a native port: inner_tag"
}

inner_tag_with_qinq()
{
	passes r2 "vni=$QINQ all 4 8100:200:2:0 88b5 a" \
		"vm1 all 4 8100:101 8100:200:2:0 88b5 a" \
		"vm2 all 4 8100:201 8100:200:2:0 88b5 a"
	log_test "with qinq on it is payload behind the port's own tag"
}

no_uplink()
{
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:04 network child \
		remote 192.0.2.2
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:04 network child
	run trunkctl -n "$HV1" bridge set br-trunk uplink none
	loses vm1 "4 1 8100:100 88b5 a" "tap1 vlan 100" no_uplink
	injected vm1 "all 1 88b5 a" \
		"$(printf 'remote %s: no_uplink +1\n' 192.0.2.2 192.0.2.3)" \
		"vm2 all 1 88b5 a"
	run trunkctl -n "$HV1" bridge set br-trunk uplink genev_sys_6081
	passes vm1 "4 1 8100:100 88b5 a" "r2 vni=$CHILD 4 1 88b5 a"
	log_test "to a remote without an uplink: no_uplink"
}

# A redirect can bring a frame to the uplink that never was in a tunnel.
no_metadata()
{
	injector_ask raw wire "$UNDERLAY" under
	run tc -n "$HV1" qdisc add dev under clsact
	defer tc -n "$HV1" qdisc del dev under clsact
	run tc -n "$HV1" filter add dev under ingress protocol 0x88b5 \
		matchall action mirred ingress redirect dev genev_sys_6081
	loses wire "all 4 88b5 a" br-trunk no_metadata
	log_test "a frame at the uplink without tunnel metadata: no_metadata"
}

host_frames()
{
	injector_ask raw host "$HV1" br-trunk
	loses host "all 8 88b5 a" br-trunk not_a_port
	log_test "the host's own frames into the bridge device: not_a_port"
}

tests_run
