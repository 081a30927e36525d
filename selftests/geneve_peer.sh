#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The peer has a plain Linux Geneve device for each network: gnv5001, gnv5002.
# What else there is, is drawn in peer.sh.

ALL_TESTS="
	ping_both_ways
	tcp_both_ways
	broadcast_both_ways
	large_packets
	parents
	keys_at_the_peer
	wire_format
	checksums_on
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peer.sh
. "$SELFTESTS/peer.sh"
require arping python3 tcpdump tshark mergecap

setup()
{
	peer_topo
	peer_device 5001
	peer_device 5002
	FAR_CHILD=$PEER FAR_CHILD_DEV=gnv5001
	FAR_PARENT=$PEER FAR_PARENT_DEV=gnv5002
	peer_addresses
}

# peer_device VNI [OPTION]...
peer_device()
{
	local vni=$1
	shift

	ip -n "$PEER" link add "gnv$vni" mtu 9000 type geneve id "$vni" \
		remote 192.0.2.1 "$@"
}

peer_packets()
{
	local from=rx

	[ "$1" = in ] || from=tx
	ip -n "$PEER" -j -s link show dev "gnv$2" |
		jq ".[].stats64.$from.packets"
}

wire_format()
{
	capture_start under "$HV1" under
	ping_ok "$VM1" 203.0.113.2
	capture_stop under
	check_eq "$(decode "icmp.type == 8" udp.dstport geneve.version \
		geneve.flags geneve.option geneve.proto_type geneve.vni \
		vlan.id -- under | sort -u)" \
		"under,6081,0,0x00,,0x6558,0x001389," "the outer headers"
	check_eq "$(tshark -n -r "$TMP_DIR/under.pcap" -Y "icmp.type == 8" \
		-T fields -E occurrence=f -e ip.src -e ip.dst -e ip.ttl \
		2>/dev/null | sort -u | tr '\t' ' ')" \
		"192.0.2.1 192.0.2.2 64" "outer source, destination and TTL"
	log_test "Geneve version 0, no options, Ethernet inside, no tag"
}

# A peer that sends outer UDP checksums is understood as well.
checksums_on()
{
	run ip -n "$PEER" link del gnv5001
	run peer_device 5001 udpcsum
	run ip -n "$PEER" addr add 203.0.113.2/24 dev gnv5001
	run ip -n "$PEER" link set gnv5001 up
	run ip -n "$VM1" neigh flush dev eth0.100
	ping_ok "$VM1" 203.0.113.2
	tcp_ok "$PEER" 203.0.113.2 "$VM1"
	log_test "a peer with outer checksums"
}

tests_run
