#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Where a frame goes inside its network:
#
#   tap1 100 --+             +-- tap2 200
#              +--- child ---+-- tap2 202      the same trunk
#   remotes ---+             +-- tap3 300
#
# The ports are drawn in injector.sh.

ALL_TESTS="
	flood_once_each
	multicast_floods
	known_local
	known_remote
	known_sibling
	same_port
	unknown_floods
	unknown_marked
	unknown_marked_from_remote
	unknown_drop
	no_dest
	static_move
	sticky_move
	learned_move
	egress_inner_tag
	qinq_to_native
	device_down
	port_of_another_network
	retagged
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

# learn POINT FRAME: let a MAC be learned there, whatever arrives.
learn()
{
	injector_ask send "$1" "$2"
	injector_collect 1 >/dev/null
	injector_baseline
}

flood_once_each()
{
	# The remote is one of this network as well, and gets one copy still.
	run trunkctl -n "$HV1" remote add 192.0.2.2 network child
	defer trunkctl -n "$HV1" remote del 192.0.2.2 network child
	passes vm2 "all 2 8100:200 88b5 a" \
		"vm1 all 2 8100:100 88b5 a" "vm2 all 2 8100:202 88b5 a" \
		"vm3 all 2 8100:300 88b5 a" \
		"r2 vni=$CHILD all 2 88b5 a" "r3 vni=$CHILD all 2 88b5 a"
	log_test "broadcast: each port and remote once, not the source port"
}

multicast_floods()
{
	passes vm1 "group 1 8100:100 88b5 a" \
		"vm2 group 1 8100:200 88b5 a" "vm2 group 1 8100:202 88b5 a" \
		"vm3 group 1 8100:300 88b5 a" \
		"r2 vni=$CHILD group 1 88b5 a" "r3 vni=$CHILD group 1 88b5 a"
	log_test "multicast goes the way of broadcast"
}

known_local()
{
	defer forget
	learn vm2 "all 2 8100:200 88b5 a"
	passes vm1 "2 1 8100:100:6:0 88b5 a" "vm2 2 1 8100:200:6:0 88b5 a"
	passes r2 "vni=$CHILD 2 4 88b5 a" "vm2 2 4 8100:200 88b5 a"
	log_test "a known local MAC: one port, from a port and from a remote"
}

known_remote()
{
	defer forget
	learn r2 "vni=$CHILD all 4 88b5 a"
	learn r3 "vni=$CHILD all 5 88b5 a"
	passes vm1 "4 1 8100:100 88b5 a" "r2 vni=$CHILD 4 1 88b5 a"
	passes vm1 "5 1 8100:100 88b5 a" "r3 vni=$CHILD 5 1 88b5 a"
	log_test "a known remote MAC: that remote alone"
}

known_sibling()
{
	defer forget
	learn vm2 "all 2 8100:200 88b5 a"
	passes vm2 "2 7 8100:202 88b5 a" "vm2 2 7 8100:200 88b5 a"
	log_test "a MAC behind another tag of the same VM is reached by that tag"
}

same_port()
{
	defer forget
	learn vm1 "all 7 8100:100 88b5 a"
	loses vm1 "7 1 8100:100 88b5 a" "tap1 vlan 100" same_port
	log_test "a MAC behind the source port: same_port"
}

unknown_floods()
{
	defer forget
	passes vm1 "9 1 8100:100 88b5 a" \
		"vm2 9 1 8100:200 88b5 a" "vm2 9 1 8100:202 88b5 a" \
		"vm3 9 1 8100:300 88b5 a" \
		"r2 vni=$CHILD 9 1 88b5 a" "r3 vni=$CHILD 9 1 88b5 a"
	log_test "unknown unicast goes everywhere by default"
}

marked()
{
	run trunkctl -n "$HV1" network set child unknown marked
	defer trunkctl -n "$HV1" network set child unknown flood
	run trunkctl -n "$HV1" subport set tap3 vlan 300 unknown on
	defer trunkctl -n "$HV1" subport set tap3 vlan 300 unknown off
}

unknown_marked()
{
	marked
	defer forget
	passes vm1 "9 1 8100:100 88b5 a" "vm3 9 1 8100:300 88b5 a" \
		"r2 vni=$CHILD 9 1 88b5 a" "r3 vni=$CHILD 9 1 88b5 a"
	passes vm1 "all 1 8100:100 88b5 a" \
		"vm2 all 1 8100:200 88b5 a" "vm2 all 1 8100:202 88b5 a" \
		"vm3 all 1 8100:300 88b5 a" \
		"r2 vni=$CHILD all 1 88b5 a" "r3 vni=$CHILD all 1 88b5 a"
	log_test "unknown marked: marked ports and remotes, broadcast as ever"
}

unknown_marked_from_remote()
{
	marked
	defer forget
	passes r2 "vni=$CHILD 9 4 88b5 a" "vm3 9 4 8100:300 88b5 a"
	run trunkctl -n "$HV1" subport set tap3 vlan 300 unknown off
	loses r2 "vni=$CHILD 9 4 88b5 a" br-trunk no_dest
	log_test "unknown marked, from a remote: marked ports alone, else no_dest"
}

unknown_drop()
{
	run trunkctl -n "$HV1" network set child unknown drop
	defer trunkctl -n "$HV1" network set child unknown flood
	defer forget
	loses vm1 "9 1 8100:100 88b5 a" "tap1 vlan 100" unknown_unicast
	loses r2 "vni=$CHILD 9 4 88b5 a" br-trunk unknown_unicast
	log_test "unknown drop: unknown_unicast where it came in"
}

no_dest()
{
	run trunkctl -n "$HV1" network add lone vni 5009
	defer trunkctl -n "$HV1" network del lone
	loses r2 "vni=5009 all 4 88b5 a" br-trunk no_dest
	run trunkctl -n "$HV1" remote del 192.0.2.2
	run trunkctl -n "$HV1" remote del 192.0.2.3
	run trunkctl -n "$HV1" subport add tap1 vlan 109 network lone
	injector_baseline
	loses vm1 "all 1 8100:109 88b5 a" "tap1 vlan 109" no_dest
	loses vm1 "9 1 8100:109 88b5 a" "tap1 vlan 109" no_dest
	run trunkctl -n "$HV1" subport del tap1 vlan 109
	run trunkctl -n "$HV1" remote add 192.0.2.2
	run trunkctl -n "$HV1" remote add 192.0.2.3
	injector_baseline
	log_test "a flood with nobody to go to: no_dest"
}

# moves_are_refused TYPE: MAC 7 is configured at VM2.
moves_are_refused()
{
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:07 network child \
		dev tap2 vlan 200 "$1"
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:07 network child
	loses vm1 "all 7 8100:100 88b5 a" "tap1 vlan 100" static_move
	loses r2 "vni=$CHILD all 7 88b5 a" br-trunk static_move
	loses vm2 "all 7 8100:202 88b5 a" "tap2 vlan 202" static_move
	passes vm2 "1 7 8100:200 88b5 a" "vm1 1 7 8100:100 88b5 a"
	passes vm1 "7 1 8100:100 88b5 a" "vm2 7 1 8100:200 88b5 a"
	# In another network it is another MAC.
	learn vm1 "all 7 88b5 a"
}

static_move()
{
	defer forget
	learn vm1 "all 1 8100:100 88b5 a"
	moves_are_refused static
	log_test "a static MAC seen elsewhere: static_move, and it stays"
}

sticky_move()
{
	defer forget
	learn vm1 "all 1 8100:100 88b5 a"
	moves_are_refused sticky
	log_test "a sticky MAC seen elsewhere: static_move, and it stays"
}

learned_move()
{
	defer forget
	learn vm1 "all 7 8100:100 88b5 a"
	passes vm3 "7 3 8100:300 88b5 a" "vm1 7 3 8100:100 88b5 a"
	learn vm2 "all 7 8100:202 88b5 a"
	passes vm3 "7 3 8100:300 88b5 a" "vm2 7 3 8100:202 88b5 a"
	learn r3 "vni=$CHILD all 7 88b5 a"
	passes vm3 "7 3 8100:300 88b5 a" "r3 vni=$CHILD 7 3 88b5 a"
	log_test "a learned MAC moves with its frames, to and from remotes"
}

# What carries a tag inside leaves by no port that would mix it with its own.
egress_inner_tag()
{
	run trunkctl -n "$HV1" subport add tap3 vlan 301 network qinq
	defer injector_baseline
	defer trunkctl -n "$HV1" subport del tap3 vlan 301
	loses vm1 "all 1 8100:101 8100:300 88b5 a" "tap3 vlan 301" inner_tag \
		"vm2 all 1 8100:201 8100:300 88b5 a" \
		"r2 vni=$QINQ all 1 8100:300 88b5 a" \
		"r3 vni=$QINQ all 1 8100:300 88b5 a"
	log_test "a tagged frame leaves by no subport without qinq: inner_tag"
}

qinq_to_native()
{
	run trunkctl -n "$HV1" subport add tap3 native network qinq
	defer injector_baseline
	defer trunkctl -n "$HV1" subport del tap3 native
	loses vm1 "all 1 8100:101 8100:300 88b5 a" "tap3 native" inner_tag \
		"vm2 all 1 8100:201 8100:300 88b5 a" \
		"r2 vni=$QINQ all 1 8100:300 88b5 a" \
		"r3 vni=$QINQ all 1 8100:300 88b5 a"
	log_test "a tagged frame never leaves by a native port: inner_tag"
}

# A device that is down takes no frame.
device_down()
{
	defer forget
	learn vm3 "all 3 8100:300 88b5 a"
	run ip -n "$HV1" link set tap3 down
	loses vm1 "3 1 8100:100 88b5 a" "tap3 vlan 300" down
	passes vm1 "all 1 8100:100 88b5 a" \
		"vm2 all 1 8100:200 88b5 a" "vm2 all 1 8100:202 88b5 a" \
		"r2 vni=$CHILD all 1 88b5 a" "r3 vni=$CHILD all 1 88b5 a"
	run ip -n "$HV1" link set tap3 up
	log_test "to a trunk device that is down: down at the port"
}

port_of_another_network()
{
	run trunkctl -n "$HV1" subport set tap3 vlan 300 network parent
	passes vm1 "all 1 8100:100 88b5 a" \
		"vm2 all 1 8100:200 88b5 a" "vm2 all 1 8100:202 88b5 a" \
		"r2 vni=$CHILD all 1 88b5 a" "r3 vni=$CHILD all 1 88b5 a"
	passes vm1 "all 1 88b5 a" "vm2 all 1 88b5 a" \
		"vm3 all 1 8100:300 88b5 a" \
		"r2 vni=$PARENT all 1 88b5 a" "r3 vni=$PARENT all 1 88b5 a"
	run trunkctl -n "$HV1" subport set tap3 vlan 300 network child
	passes vm1 "all 1 88b5 a" "vm2 all 1 88b5 a" \
		"r2 vni=$PARENT all 1 88b5 a" "r3 vni=$PARENT all 1 88b5 a"
	log_test "a port that gets another network leaves the old one"
}

retagged()
{
	run trunkctl -n "$HV1" subport set tap3 vlan 300 retag 305
	injector_baseline
	loses vm3 "all 3 8100:300 88b5 a" tap3 unknown_vid
	passes vm1 "all 1 8100:100 88b5 a" \
		"vm2 all 1 8100:200 88b5 a" "vm2 all 1 8100:202 88b5 a" \
		"vm3 all 1 8100:305 88b5 a" \
		"r2 vni=$CHILD all 1 88b5 a" "r3 vni=$CHILD all 1 88b5 a"
	run trunkctl -n "$HV1" subport set tap3 vlan 305 retag 300
	injector_baseline
	log_test "a port that gets another tag loses the old one"
}

tests_run
