#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Parents in one network, children in different networks with one VID:
#
#            HV1 br-trunk                          HV2 br-trunk
#   VM1 eth0 ---- tap1 native --- parent (5002) --- native tap2 ---- eth0 VM2
#   eth0.100 ---- tap1 vlan 100 - child1 (5001)
#                                 child2 (5003) - vlan 100 tap2 ---- eth0.100

ALL_TESTS="
	children_do_not_meet
	child_stays_in_its_network
	parents_meet
	parents_over_tcp
	parents_every_hop
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=hops.sh
. "$(dirname "$0")/hops.sh"
require tcpdump tshark mergecap python3

# configure NS LOCAL REMOTE TAP CHILD
configure()
{
	trunkctl -n "$1" bridge add br-trunk local "$2"
	trunkctl -n "$1" network add child1 vni 5001
	trunkctl -n "$1" network add child2 vni 5003
	trunkctl -n "$1" network add parent vni 5002
	trunkctl -n "$1" remote add "$3"
	trunkctl -n "$1" trunk add "$4" network parent
	trunkctl -n "$1" subport add "$4" vlan 100 network "$5"
}

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 100 203.0.113.2/24
	configure "$HV1" 192.0.2.1 192.0.2.2 tap1 child1
	configure "$HV2" 192.0.2.2 192.0.2.1 tap2 child2
}

children_do_not_meet()
{
	ping_fails "$VM1" 203.0.113.2
	ping_fails "$VM2" 203.0.113.1
	log_test "VLAN 100 of VM1 and VLAN 100 of VM2 are two networks"
}

# The question goes out with the VNI of its network, and ends there.
child_stays_in_its_network()
{
	capture_start under "$HV1" under
	capture_start vm2.eth0 "$VM2" eth0
	ping_fails "$VM1" 203.0.113.2
	capture_stop under vm2.eth0

	decode "arp.dst.proto_ipv4 == 203.0.113.2" vlan.id geneve.vni \
		arp.dst.proto_ipv4 -- under vm2.eth0 | sort -u >"$TMP_DIR/arp"
	check_eq "$(cat "$TMP_DIR/arp")" "under,,0x001389,203.0.113.2" \
		"where the ARP question was seen"
	log_test "the ARP question crosses with VNI 5001 and reaches no VM"
}

parents_meet()
{
	ping_ok "$VM1" 198.51.100.2
	ping_ok "$VM2" 198.51.100.1
	log_test "the native ports are one network"
}

parents_over_tcp()
{
	tcp_ok "$VM2" 198.51.100.2 "$VM1"
	log_test "TCP between the parents carries every byte both ways"
}

parents_every_hop()
{
	hops_check - - 5002 198.51.100.1 198.51.100.2
	log_test "the parents' frames are untagged everywhere, with VNI 5002"
}

tests_run
