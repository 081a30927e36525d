#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Two tags of one VM in one network, and the native port in it as well:
#
#   VM1 in three namespaces            HV1 br-trunk
#      eth0.100 --+                  vlan 100 --+
#      eth0.101 --+-- eth0 -- tap1 - vlan 101 --+-- child (5001) -- tap2 VM2
#      eth0     --+                  native   --+                 vlan 200
#
# Each VLAN interface of VM1 lies in a namespace of its own with a MAC of its
# own, so that only the hypervisor can bring their frames together.

ALL_TESTS="
	reached_with_own_tag
	native_and_tag
	broadcast_reaches_siblings
	not_back_to_the_source
	tcp
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require python3 tcpdump tshark mergecap

# tag VAR VID MAC ADDR: eth0.VID of VM1 in a namespace of its own.
tag()
{
	setup_ns "$1"
	ip -n "$VM1" link add link eth0 name "eth0.$2" address "$3" \
		type vlan id "$2"
	ip -n "$VM1" link set "eth0.$2" netns "${!1}"
	ip -n "${!1}" addr add "$4" dev "eth0.$2"
	ip -n "${!1}" link set "eth0.$2" up
}

setup()
{
	topo_hypervisor
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV1" tap2 2
	ip -n "$VM1" addr add 203.0.113.1/24 dev eth0
	tag TAG100 100 02:00:00:00:01:00 203.0.113.100/24
	tag TAG101 101 02:00:00:00:01:01 203.0.113.101/24
	topo_vlan "$VM2" 200 203.0.113.2/24

	trunkctl -n "$HV1" bridge add br-trunk local 192.0.2.1
	trunkctl -n "$HV1" network add child vni 5001
	trunkctl -n "$HV1" trunk add tap1 network child
	trunkctl -n "$HV1" subport add tap1 vlan 100 network child
	trunkctl -n "$HV1" subport add tap1 vlan 101 network child
	trunkctl -n "$HV1" trunk add tap2
	trunkctl -n "$HV1" subport add tap2 vlan 200 network child
}

reached_with_own_tag()
{
	capture_start vm1.eth0 "$VM1" eth0
	ping_ok "$TAG100" 203.0.113.101
	ping_ok "$TAG101" 203.0.113.2
	capture_stop vm1.eth0
	check_eq "$(decode "icmp && ip.addr == 203.0.113.100" \
		vlan.id icmp.type -- vm1.eth0 | sort | uniq -c |
		awk '{ print $2, $1 }')" \
"vm1.eth0,100,0 3
vm1.eth0,100,8 3
vm1.eth0,101,0 3
vm1.eth0,101,8 3" "echoes between VLAN 100 and VLAN 101 on VM1's eth0"
	log_test "VLAN 100 and 101 of one VM reach each other by their own tags"
}

native_and_tag()
{
	ping_ok "$VM1" 203.0.113.100
	ping_ok "$TAG101" 203.0.113.1
	log_test "the native port and a tag of one VM reach each other"
}

# A host that is not there is asked for three times, from VLAN 100: who got how
# many of the questions.
ask()
{
	capture_start vm1.eth0 "$VM1" eth0 arp
	capture_start vm2.eth0 "$VM2" eth0 arp
	in_ns "$TAG100" ping -q -n -c 1 -w 10 203.0.113.77 >"$TMP_DIR/ping" 2>&1
	# It asks no more while one capture has ended and the other has not.
	ip -n "$TAG100" neigh flush all
	capture_stop vm1.eth0 vm2.eth0
	decode "arp.dst.proto_ipv4 == 203.0.113.77" vlan.id -- \
		vm1.eth0 vm2.eth0 | sort | uniq -c | awk '{ print $2, $1 }'
}

# copies POINT,TAG: how many of the questions were seen there.
copies()
{
	awk -v where="$1" '$1 == where { print $2 }' "$TMP_DIR/asked"
}

# How often the guest asks depends on the time it has; each time it asks, every
# other port gets one copy.
broadcast_reaches_siblings()
{
	local asked

	ask >"$TMP_DIR/asked"
	asked=$(copies vm2.eth0,200)
	check_eq "$(grep -v 'vm1.eth0,100' "$TMP_DIR/asked")" \
"vm1.eth0, $asked
vm1.eth0,101 $asked
vm2.eth0,200 $asked" "copies of each broadcast"
	log_test "a broadcast reaches the sibling ports, each with its tag"
}

# On VM1's eth0 what is seen with tag 100 is what it sent itself.
not_back_to_the_source()
{
	ask >"$TMP_DIR/asked"
	check_eq "$(copies vm1.eth0,100)" \
		"$(copies vm2.eth0,200 | grep . || echo some)" \
		"broadcasts with tag 100, one for each copy elsewhere"
	log_test "a broadcast does not come back to its port"
}

tcp()
{
	tcp_ok "$TAG101" 203.0.113.101 "$TAG100"
	log_test "TCP from tag to tag of one VM carries every byte"
}

tests_run
