#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Parents in different networks, children in one network with different VIDs:
#
#            HV1 br-trunk                        HV2 br-trunk
#   VM1 eth0 ---- tap1 native -- parent1 (5002)
#                                parent2 (5003) -- native tap2 ---- eth0 VM2
#   eth0.100 ---- tap1 vlan 100 -- child (5001) -- vlan 200 tap2 --- eth0.200

ALL_TESTS="
	children_reach_each_other
	children_over_tcp
	every_hop
	parents_do_not_meet
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=hops.sh
. "$(dirname "$0")/hops.sh"
require tcpdump tshark mergecap python3

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24

	trunkctl -n "$HV1" bridge add br-trunk local 192.0.2.1
	trunkctl -n "$HV1" network add child vni 5001
	trunkctl -n "$HV1" network add parent1 vni 5002
	trunkctl -n "$HV1" remote add 192.0.2.2
	trunkctl -n "$HV1" trunk add tap1 network parent1
	trunkctl -n "$HV1" subport add tap1 vlan 100 network child

	trunkctl -n "$HV2" bridge add br-trunk local 192.0.2.2
	trunkctl -n "$HV2" network add child vni 5001
	trunkctl -n "$HV2" network add parent2 vni 5003
	trunkctl -n "$HV2" remote add 192.0.2.1
	trunkctl -n "$HV2" trunk add tap2 network parent2
	trunkctl -n "$HV2" subport add tap2 vlan 200 network child
}

children_reach_each_other()
{
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$VM2" 203.0.113.1
	log_test "VLAN 100 of VM1 and VLAN 200 of VM2 are one network"
}

children_over_tcp()
{
	tcp_ok "$VM2" 203.0.113.2 "$VM1"
	tcp_ok "$VM1" 203.0.113.1 "$VM2"
	log_test "TCP carries every byte both ways"
}

every_hop()
{
	hops_check 100 200 5001 203.0.113.1 203.0.113.2
	log_test "100 at VM1, VNI 5001 untagged between, 200 at VM2"
}

parents_do_not_meet()
{
	ping_fails "$VM1" 198.51.100.2
	ping_fails "$VM2" 198.51.100.1
	log_test "the native ports are two networks"
}

tests_run
