#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# IPv6 inside the networks; the underlay is IPv4:
#
#            HV1 br-trunk                        HV2 br-trunk
#   VM1 eth0 ---- tap1 native -- parent (5002) -- native tap2 ---- eth0 VM2
#   eth0.100 ---- tap1 vlan 100 -- child (5001) -- vlan 200 tap2 -- eth0.200
#     2001:db8:1::1                                        2001:db8:1::2

ALL_TESTS="
	neighbour_discovery
	link_local_addresses
	native_too
	tcp
	all_nodes
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require python3 tcpdump tshark mergecap

# configure NS LOCAL REMOTE TAP VID
configure()
{
	trunkctl -n "$1" bridge add br-trunk local "$2"
	trunkctl -n "$1" network add child vni 5001
	trunkctl -n "$1" network add parent vni 5002
	trunkctl -n "$1" remote add "$3"
	trunkctl -n "$1" trunk add "$4" network parent
	trunkctl -n "$1" subport add "$4" vlan "$5" network child
}

# guest NS VID N: eth0.VID has ::N of 2001:db8:1::/64, eth0 of 2001:db8:2::/64.
guest()
{
	ip -n "$1" link set eth0 down
	ns_ipv6_on "$1"
	ip -n "$1" link set eth0 up
	ip -n "$1" link add link eth0 name "eth0.$2" type vlan id "$2"
	ip -n "$1" link set "eth0.$2" up
	ip -n "$1" addr add "2001:db8:1::$3/64" dev "eth0.$2" nodad
	ip -n "$1" addr add "2001:db8:2::$3/64" dev eth0 nodad
}

setup()
{
	topo_two_vms
	configure "$HV1" 192.0.2.1 192.0.2.2 tap1 100
	configure "$HV2" 192.0.2.2 192.0.2.1 tap2 200
	guest "$VM1" 100 1
	guest "$VM2" 200 2
}

neighbour_discovery()
{
	capture_start under "$HV1" under
	ping_ok "$VM1" 2001:db8:1::2
	capture_stop under
	decode "icmpv6.type == 135 && icmpv6.nd.ns.target_address == 2001:db8:1::2" \
		geneve.vni vlan.id icmpv6.type -- under >"$TMP_DIR/nd"
	check_eq "$(sort -u "$TMP_DIR/nd")" "under,0x001389,,135" \
		"the solicitation on the underlay"
	check_eq "$(ip -n "$VM1" -j neigh show 2001:db8:1::2 dev eth0.100 |
		jq -r '.[0].lladdr')" 02:00:00:00:00:02 "the neighbour found"
	log_test "solicitation, advertisement and ping between the children"
}

link_local_address()
{
	ip -n "$1" -o -6 addr show dev "$2" scope link |
		awk '!/tentative/ { sub(/\/.*/, "", $4); print $4 }'
}

has_link_local_address()
{
	[ "$(link_local_address "$1" "$2")" ]
}

link_local_addresses()
{
	busywait "$WAIT_MS" has_link_local_address "$VM1" eth0.100
	check_err $? "VM1 has no link-local address"
	busywait "$WAIT_MS" has_link_local_address "$VM2" eth0.200
	check_err $? "VM2 has no link-local address"
	ping_ok "$VM1" "$(link_local_address "$VM2" eth0.200)%eth0.100"
	# The parent has the same address, on the same MAC, in its network.
	ping_ok "$VM1" "$(link_local_address "$VM2" eth0)%eth0"
	log_test "link-local addresses, one MAC in both networks"
}

native_too()
{
	ping_ok "$VM1" 2001:db8:2::2
	ping_ok "$VM2" 2001:db8:2::1
	log_test "ping between the parents"
}

tcp()
{
	tcp_ok "$VM2" 2001:db8:1::2 "$VM1"
	log_test "TCP over IPv6 carries every byte both ways"
}

# Multicast to all nodes reaches the one network that it was sent in.
all_nodes()
{
	capture_start vm2.vlan "$VM2" eth0.200 "ip6[40] = 128"
	capture_start vm2.eth0 "$VM2" eth0 "not vlan and ip6[40] = 128"
	in_ns "$VM1" ping -q -n -c 1 -W 5 ff02::1%eth0.100 >"$TMP_DIR/ping"
	check_err $? "no answer from ff02::1"
	capture_stop vm2.vlan vm2.eth0
	check_eq "$(decode icmpv6 ipv6.dst -- vm2.vlan vm2.eth0)" \
		"vm2.vlan,ff02::1" "where the echo request was seen"
	log_test "multicast to all nodes stays in its network"
}

tests_run
