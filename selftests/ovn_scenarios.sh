#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The three scenarios between a hypervisor of OVN's and one of ours:
#
#        HV1 192.0.2.1, OVN, chassis a    HV2 192.0.2.2, vtrunk, chassis b
#
#   VM1 tap1 native   parent (p1)         tap2 native   parent   (p2) VM2
#       tap1 vlan 100 child  (c1)         tap2 vlan 100 child    (c2)
#                                         tap3 native   parent2  (p3) VM3
#                                         tap3 vlan 200 child    (c3)
#                                         tap4 native   parent   (p4) VM4
#                                         tap4 vlan 100 child2   (c4)
#
# OVN is told where p2 to p4 and their children are. Keys and VNIs are OVN's.

ALL_TESTS="
	a_children
	a_parents
	a_every_hop
	b_children
	b_parents
	b_every_hop
	c_children
	c_parents
	ipv6
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=hops.sh
. "$SELFTESTS/hops.sh"
# shellcheck source=ovn_lib.sh
. "$SELFTESTS/ovn_lib.sh"
ovn_require mergecap tshark

setup()
{
	local switch

	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV2" tap2 2
	topo_vm VM3 "$HV2" tap3 3
	topo_vm VM4 "$HV2" tap4 4
	addresses "$VM1" 1 100
	addresses "$VM2" 2 100
	addresses "$VM3" 3 200
	addresses "$VM4" 4 100

	ovn_central
	ovn_node a "$HV1" 192.0.2.1
	ovn_vif a p1 tap1
	ovn_chassis b 192.0.2.2
	for switch in parent parent2 child child2; do
		nb ls-add "$switch"
	done
	native parent p1 1
	native parent p2 2
	native parent2 p3 3
	native parent p4 4
	tagged child c1 1 p1 100
	tagged child c2 2 p2 100
	tagged child c3 3 p3 200
	tagged child2 c4 4 p4 100
	nb_commit
	ovn_bind b p2 c2 p3 c3 p4 c4
	ovn_sync

	trunkctl -n "$HV2" bridge add br-trunk local 192.0.2.2
	ovn_configure "$HV2" b p2=tap2 p3=tap3 p4=tap4
	VNI=$(ovn_vni child)
}

# addresses VM N VID
addresses()
{
	ip -n "$1" addr add "198.51.100.$2/24" dev eth0
	topo_vlan "$1" "$3" "203.0.113.$2/24"
	in_ns "$1" sysctl -qw "net/ipv6/conf/eth0.$3/disable_ipv6=0"
	ip -n "$1" addr add "2001:db8::$2/64" dev "eth0.$3" nodad
}

# native SWITCH PORT N, tagged SWITCH PORT N PARENT TAG
native()
{
	nb_port "$1" "$2" "02:00:00:00:00:0$3 198.51.100.$3"
}

tagged()
{
	nb_port "$1" "$2" "02:00:00:00:00:0$3 203.0.113.$3 2001:db8::$3" \
		"$4" "$5"
}

# both_ways NS ADDR NS ADDR
both_ways()
{
	ping_ok "$1" "$4"
	ping_ok "$3" "$2"
}

neither_way()
{
	ping_fails "$1" "$4"
	ping_fails "$3" "$2"
}

a_children()
{
	both_ways "$VM1" 203.0.113.1 "$VM2" 203.0.113.2
	tcp_ok "$VM2" 203.0.113.2 "$VM1"
	log_test "a: VLAN 100 of VM1 and VLAN 100 of VM2 are one network"
}

a_parents()
{
	both_ways "$VM1" 198.51.100.1 "$VM2" 198.51.100.2
	tcp_ok "$VM1" 198.51.100.1 "$VM2"
	log_test "a: the native ports are one network"
}

a_every_hop()
{
	hops_check 100 100 "$VNI" 203.0.113.1 203.0.113.2
	hops_check - - "$(ovn_vni parent)" 198.51.100.1 198.51.100.2
	log_test "a: 100 at VM1, untagged between, 100 at VM2; so untagged ones"
}

b_children()
{
	both_ways "$VM1" 203.0.113.1 "$VM3" 203.0.113.3
	tcp_ok "$VM3" 203.0.113.3 "$VM1"
	tcp_ok "$VM1" 203.0.113.1 "$VM3"
	log_test "b: VLAN 100 of VM1 and VLAN 200 of VM3 are one network"
}

b_parents()
{
	neither_way "$VM1" 198.51.100.1 "$VM3" 198.51.100.3
	log_test "b: their native ports are two networks"
}

b_every_hop()
{
	VM2=$VM3 TAP2=tap3 \
		hops_check 100 200 "$VNI" 203.0.113.1 203.0.113.3
	log_test "b: 100 at VM1, untagged between, 200 at VM3"
}

c_children()
{
	neither_way "$VM1" 203.0.113.1 "$VM4" 203.0.113.4
	log_test "c: VLAN 100 of VM1 and VLAN 100 of VM4 are two networks"
}

c_parents()
{
	both_ways "$VM1" 198.51.100.1 "$VM4" 198.51.100.4
	log_test "c: their native ports are one network"
}

ipv6()
{
	both_ways "$VM1" 2001:db8::1 "$VM2" 2001:db8::2
	both_ways "$VM1" 2001:db8::1 "$VM3" 2001:db8::3
	neither_way "$VM1" 2001:db8::1 "$VM4" 2001:db8::4
	tcp_ok "$VM3" 2001:db8::3 "$VM1"
	log_test "IPv6 the same: a and b reach each other, c does not"
}

tests_run
