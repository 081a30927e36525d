#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What operators hang on devices goes on working:
#
#   VM1 eth0.100 -- tap1 [tc, nft, tcpdump] -- HV1 br-trunk -- genev_sys_6081
#                                                       [mirror -> copy, tcpdump]
#                                                                  |
#   VM2 eth0.200 -- tap2 ---------- HV2 br-trunk ---------- genev_sys_6081

ALL_TESTS="
	tcpdump_on_the_taps
	tcpdump_on_the_uplink
	tc_filter_on_a_tap
	tc_egress_on_a_tap
	nft_ingress_on_a_tap
	mirror_of_what_leaves
	mirror_of_what_arrives
	shaper_on_the_uplink
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require tc nft tcpdump tshark mergecap

# configure NS LOCAL REMOTE TAP VID
configure()
{
	trunkctl -n "$1" bridge add br-trunk local "$2"
	trunkctl -n "$1" network add child vni 5001
	trunkctl -n "$1" remote add "$3"
	trunkctl -n "$1" trunk add "$4"
	trunkctl -n "$1" subport add "$4" vlan "$5" network child
}

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	ip -n "$VM1" addr add 203.0.113.11/24 dev eth0.100
	configure "$HV1" 192.0.2.1 192.0.2.2 tap1 100
	configure "$HV2" 192.0.2.2 192.0.2.1 tap2 200
	ip -n "$HV1" link add copy type dummy
	ip -n "$HV1" link set copy up
}

# echoes POINT: "TAG TYPE COUNT" lines.
echoes()
{
	decode "icmp.type == 8 || icmp.type == 0" vlan.id icmp.type -- "$1" |
		awk -F, '{ print ($2 == "" ? "-" : $2), $3 }' |
		sort | uniq -c | awk '{ print $2, $3, $1 }'
}

tcpdump_on_the_taps()
{
	capture_start tap1 "$HV1" tap1
	ping_ok "$VM1" 203.0.113.2
	capture_stop tap1
	check_eq "$(echoes tap1)" "100 0 3
100 8 3" "echoes on tap1"
	log_test "tcpdump on a tap: both directions, tagged"
}

tcpdump_on_the_uplink()
{
	capture_start uplink "$HV1" genev_sys_6081 icmp
	ping_ok "$VM1" 203.0.113.2
	capture_stop uplink
	check_eq "$(echoes uplink)" "- 0 3
- 8 3" "echoes on genev_sys_6081"
	log_test "tcpdump on genev_sys_6081: both directions, untagged"
}

# adf_clsact DEV: for tc filters.
adf_clsact()
{
	run tc -n "$HV1" qdisc add dev "$1" clsact
	defer tc -n "$HV1" qdisc del dev "$1" clsact
}

tc_filter_on_a_tap()
{
	adf_clsact tap1
	run tc -n "$HV1" filter add dev tap1 ingress protocol 802.1Q \
		flower vlan_id 100 vlan_ethtype ip src_ip 203.0.113.11 \
		action drop
	in_ns "$VM1" ping -q -n -c 3 -i 0.2 -w 2 -I 203.0.113.11 203.0.113.2 \
		>"$TMP_DIR/ping" 2>&1
	check_fail $? "the flow that the filter drops has an answer"
	check_eq "$(tc -n "$HV1" -j -s filter show dev tap1 ingress |
		jq '[.[].options?.actions[0].stats.drops? // empty] | add > 0')" \
		true "drops of the filter"
	ping_ok "$VM1" 203.0.113.2
	log_test "an ingress filter on a tap drops one flow and no other"
}

tc_egress_on_a_tap()
{
	adf_clsact tap1
	run tc -n "$HV1" filter add dev tap1 egress protocol 802.1Q \
		flower vlan_id 100 vlan_ethtype ip dst_ip 203.0.113.11 \
		action drop
	in_ns "$VM1" ping -q -n -c 3 -i 0.2 -w 2 -I 203.0.113.11 203.0.113.2 \
		>"$TMP_DIR/ping" 2>&1
	check_fail $? "the flow that the filter drops has an answer"
	ping_ok "$VM1" 203.0.113.2
	log_test "an egress filter on a tap drops one flow and no other"
}

nft_ingress_on_a_tap()
{
	run in_ns "$HV1" nft -f - <<-END
		table netdev guard {
			chain tap1 {
				type filter hook ingress device tap1 priority 0;
				vlan id 100 ip saddr 203.0.113.11 counter drop
				vlan id 100 ip saddr 203.0.113.1 counter
			}
		}
	END
	defer in_ns "$HV1" nft delete table netdev guard
	in_ns "$VM1" ping -q -n -c 3 -i 0.2 -w 2 -I 203.0.113.11 203.0.113.2 \
		>"$TMP_DIR/ping" 2>&1
	check_fail $? "the flow that nftables drops has an answer"
	in_ns "$VM1" ping -q -n -c 3 -i 0.2 -W 5 -I 203.0.113.1 203.0.113.2 \
		>"$TMP_DIR/ping"
	check_err $? "no answer to a flow that nftables only counts"
	check_eq "$(in_ns "$HV1" nft -j list table netdev guard |
		jq -c '[.nftables[].rule?.expr[]?.counter?.packets // empty
			| . >= 3]')" "[true,true]" "counters of nftables"
	log_test "nftables at a tap's ingress drops one flow, counts another"
}

# mirrored DIRECTION: echoes that the mirror of the uplink has copied.
mirrored()
{
	adf_clsact genev_sys_6081
	run tc -n "$HV1" filter add dev genev_sys_6081 "$1" matchall \
		action mirred egress mirror dev copy
	capture_start copy "$HV1" copy icmp
	ping_ok "$VM1" 203.0.113.2
	capture_stop copy
	echoes copy >"$TMP_DIR/mirrored"
}

mirror_of_what_leaves()
{
	mirrored egress
	check_eq "$(cat "$TMP_DIR/mirrored")" "- 8 3" "copies"
	log_test "a mirror of what leaves by genev_sys_6081"
}

mirror_of_what_arrives()
{
	mirrored ingress
	check_eq "$(cat "$TMP_DIR/mirrored")" "- 0 3" "copies"
	log_test "a mirror of what arrives at genev_sys_6081"
}

# A queue on the uplink is used, not passed by.
shaper_on_the_uplink()
{
	run tc -n "$HV1" qdisc add dev genev_sys_6081 root handle 1: pfifo
	defer tc -n "$HV1" qdisc del dev genev_sys_6081 root
	ping_ok "$VM1" 203.0.113.2
	check_eq "$(tc -n "$HV1" -j -s qdisc show dev genev_sys_6081 |
		jq '.[] | select(.handle == "1:") | .packets >= 3')" true \
		"packets through the queue"
	log_test "a queueing discipline on genev_sys_6081 sees every frame"
}

tests_run
