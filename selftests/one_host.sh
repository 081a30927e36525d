#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Two VMs on one hypervisor, no remote and no uplink used:
#
#                  HV1 br-trunk
#   VM1 eth0 ---- tap1 native ---- parent (5002) ---- native tap2 ---- eth0 VM2
#   eth0.100 ---- tap1 vlan 100 -- child (5001) ---- vlan 200 tap2 -- eth0.200
#   eth0.101 ---- tap1 vlan 101 -- other1 (5003)
#                                  other2 (5004) --- vlan 101 tap2 -- eth0.101

ALL_TESTS="
	children_reach_each_other
	parents_reach_each_other
	tcp
	tags_on_the_taps
	same_vid_in_two_networks
	nothing_leaves_the_host
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require python3 tcpdump tshark mergecap

setup()
{
	topo_hypervisor
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV1" tap2 2
	ip -n "$VM1" addr add 198.51.100.1/24 dev eth0
	ip -n "$VM2" addr add 198.51.100.2/24 dev eth0
	topo_vlan "$VM1" 100 203.0.113.1/25
	topo_vlan "$VM2" 200 203.0.113.2/25
	topo_vlan "$VM1" 101 203.0.113.129/25
	topo_vlan "$VM2" 101 203.0.113.130/25

	trunkctl -n "$HV1" bridge add br-trunk local 192.0.2.1
	trunkctl -n "$HV1" network add child vni 5001
	trunkctl -n "$HV1" network add parent vni 5002
	trunkctl -n "$HV1" network add other1 vni 5003
	trunkctl -n "$HV1" network add other2 vni 5004
	trunkctl -n "$HV1" trunk add tap1 network parent
	trunkctl -n "$HV1" subport add tap1 vlan 100 network child
	trunkctl -n "$HV1" subport add tap1 vlan 101 network other1
	trunkctl -n "$HV1" trunk add tap2 network parent
	trunkctl -n "$HV1" subport add tap2 vlan 200 network child
	trunkctl -n "$HV1" subport add tap2 vlan 101 network other2
}

children_reach_each_other()
{
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$VM2" 203.0.113.1
	log_test "VLAN 100 of VM1 reaches VLAN 200 of VM2"
}

parents_reach_each_other()
{
	ping_ok "$VM1" 198.51.100.2
	ping_ok "$VM2" 198.51.100.1
	log_test "the native ports reach each other"
}

tcp()
{
	tcp_ok "$VM2" 203.0.113.2 "$VM1"
	tcp_ok "$VM1" 198.51.100.1 "$VM2"
	log_test "TCP carries every byte, from tag to tag and untagged"
}

tags_on_the_taps()
{
	capture_start tap1 "$HV1" tap1
	capture_start tap2 "$HV1" tap2
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$VM1" 198.51.100.2
	capture_stop tap1 tap2
	check_eq "$(decode icmp vlan.id ip.dst icmp.type -- tap1 tap2 |
		sort | uniq -c | awk '{ print $2, $1 }')" \
"tap1,,198.51.100.1,0 3
tap1,,198.51.100.2,8 3
tap1,100,203.0.113.1,0 3
tap1,100,203.0.113.2,8 3
tap2,,198.51.100.1,0 3
tap2,,198.51.100.2,8 3
tap2,200,203.0.113.1,0 3
tap2,200,203.0.113.2,8 3" "echoes on the taps"
	log_test "tcpdump on the taps shows each VM's own tag, once per frame"
}

same_vid_in_two_networks()
{
	ping_fails "$VM1" 203.0.113.130
	ping_fails "$VM2" 203.0.113.129
	log_test "VLAN 101 of one is not VLAN 101 of the other"
}

nothing_leaves_the_host()
{
	capture_start uplink "$HV1" genev_sys_6081
	ping_ok "$VM1" 203.0.113.2
	ip -n "$VM1" neigh flush all
	ping_ok "$VM1" 203.0.113.2
	capture_stop uplink
	check_eq "$(decode frame eth.src -- uplink)" "" "frames on the uplink"
	log_test "without a remote nothing goes to the uplink"
}

tests_run
