#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The hypervisors meet over IPv6; the networks carry what they carry:
#
#            HV1 br-trunk  2001:db8::1      2001:db8::2  HV2 br-trunk
#   VM1 eth0.100 ---- tap1 vlan 100 -- child (5001) -- vlan 200 tap2 ---- VM2

ALL_TESTS="
	ping_and_broadcast
	tcp
	outer_header
	path_mtu
	stranger
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require ethtool python3 tcpdump tshark mergecap

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
	topo_hypervisors
	ns_ipv6_on "$HV1"
	ns_ipv6_on "$HV2"
	ip -n "$HV1" addr add 2001:db8::1/64 dev under nodad
	ip -n "$HV2" addr add 2001:db8::2/64 dev under nodad
	# Without a card to fill them in, checksums are complete in a capture.
	in_ns "$HV1" ethtool -K under tx off >/dev/null
	in_ns "$HV2" ethtool -K under tx off >/dev/null
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV2" tap2 2
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	configure "$HV1" 192.0.2.1,2001:db8::1 2001:db8::2 tap1 100
	configure "$HV2" 2001:db8::2 2001:db8::1 tap2 200
}

ping_and_broadcast()
{
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$VM2" 203.0.113.1
	log_test "ARP and ping both ways"
}

# Segments that the guest left to be cut and summed have two sums to fill in.
tcp()
{
	capture_start tcp "$HV1" under -c 40 udp and greater 1000
	tcp_ok "$VM2" 203.0.113.2 "$VM1"
	busywait "$WAIT_MS" has_text "40 packets captured" "$TMP_DIR/tcp.log"
	check_err $? "the capture: $(cat "$TMP_DIR/tcp.log")"
	tcpdump -nvv -r "$TMP_DIR/tcp.pcap" >"$TMP_DIR/sums" 2>/dev/null
	check_eq "$(matching "udp sum ok" "$TMP_DIR/sums")" 40 "outer sums"
	check_eq "$(matching "cksum 0x[0-9a-f]+ .correct." "$TMP_DIR/sums")" \
		40 "inner sums"
	log_test "TCP carries every byte both ways, with good checksums"
}

# Plain Geneve devices and Open vSwitch drop a zero checksum over IPv6.
outer_header()
{
	capture_start under "$HV1" under
	ping_ok "$VM1" 203.0.113.2
	capture_stop under
	tshark -n -r "$TMP_DIR/under.pcap" -o udp.check_checksum:TRUE \
		-Y "geneve && icmp" -T fields -E occurrence=f -E separator=, \
		-e ipv6.hlim -e udp.checksum.status -e geneve.vni \
		2>/dev/null | sort -u >"$TMP_DIR/outer"
	check_eq "$(cat "$TMP_DIR/outer")" "64,1,0x001389" \
		"hop limit, UDP checksum status (1 is good) and VNI"
	log_test "hop limit 64, a good UDP checksum, the VNI"
}

path_mtu()
{
	check_eq "$(trunkctl -n "$HV1" -j remote show | jq -r '.[0].path_mtu')" \
		1530 "path MTU over an underlay of 1600"
	log_test "the path MTU is the underlay's less 70"
}

# unknown_remote NS: how many frames from strangers its bridge has dropped.
unknown_remote()
{
	trunkctl -n "$1" -j -s bridge show |
		jq '.[0].stats.drops.unknown_remote'
}

has_dropped_more()
{
	[ "$(unknown_remote "$1")" -gt "$2" ]
}

stranger()
{
	local before

	run trunkctl -n "$HV2" remote del 2001:db8::1
	run trunkctl -n "$HV2" remote add 2001:db8::7
	defer trunkctl -n "$HV2" remote add 2001:db8::1
	before=$(unknown_remote "$HV2")
	ping_fails "$VM1" 203.0.113.2
	busywait "$WAIT_MS" has_dropped_more "$HV2" "$before"
	check_err $? "unknown_remote stays at $before"
	log_test "an IPv6 source that is no remote: unknown_remote"
}

tests_run
