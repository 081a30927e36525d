#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Parents in one network, children in one network with one VID:
#
#            HV1 br-trunk                        HV2 br-trunk
#   VM1 eth0 ---- tap1 native -- parent (5002) -- native tap2 ---- eth0 VM2
#   eth0.100 ---- tap1 vlan 100 -- child (5001) -- vlan 100 tap2 -- eth0.100

ALL_TESTS="
	children_reach_each_other
	children_over_tcp
	children_every_hop
	parents_meet
	parents_over_tcp
	parents_every_hop
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=hops.sh
. "$(dirname "$0")/hops.sh"
require tcpdump tshark mergecap python3

# configure NS LOCAL REMOTE TAP
configure()
{
	trunkctl -n "$1" bridge add br-trunk local "$2"
	trunkctl -n "$1" network add child vni 5001
	trunkctl -n "$1" network add parent vni 5002
	trunkctl -n "$1" remote add "$3"
	trunkctl -n "$1" trunk add "$4" network parent
	trunkctl -n "$1" subport add "$4" vlan 100 network child
}

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 100 203.0.113.2/24
	configure "$HV1" 192.0.2.1 192.0.2.2 tap1
	configure "$HV2" 192.0.2.2 192.0.2.1 tap2
}

children_reach_each_other()
{
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$VM2" 203.0.113.1
	log_test "VLAN 100 of both VMs is one network"
}

children_over_tcp()
{
	tcp_ok "$VM2" 203.0.113.2 "$VM1"
	log_test "TCP between the children carries every byte both ways"
}

children_every_hop()
{
	hops_check 100 100 5001 203.0.113.1 203.0.113.2
	log_test "100 at both VMs, VNI 5001 untagged between"
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
