#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The other side is a plain Linux Geneve device, which knows nothing of us:
#
#            HV1 br-trunk                       PEER 192.0.2.2
#   VM1 eth0 ---- tap1 native -- parent (5002) -- gnv5002 id 5002 198.51.100.2
#   eth0.100 ---- tap1 vlan 100 -- child (5001) -- gnv5001 id 5001 203.0.113.2

ALL_TESTS="
	ping_both_ways
	tcp_both_ways
	broadcast_both_ways
	parents
	large_packets
	wire_format
	checksums_on
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require python3 tcpdump tshark mergecap

setup()
{
	setup_ns HV1 PEER
	ip -n "$HV1" link add under mtu 1600 type veth \
		peer name under mtu 1600 netns "$PEER"
	ip -n "$HV1" addr add 192.0.2.1/24 dev under
	ip -n "$PEER" addr add 192.0.2.2/24 dev under
	ip -n "$HV1" link set under up
	ip -n "$PEER" link set under up
	peer_device 5001 203.0.113.2/24
	peer_device 5002 198.51.100.2/24

	topo_vm VM1 "$HV1" tap1 1
	ip -n "$VM1" addr add 198.51.100.1/24 dev eth0
	topo_vlan "$VM1" 100 203.0.113.1/24
	trunkctl -n "$HV1" bridge add br-trunk local 192.0.2.1
	trunkctl -n "$HV1" network add child vni 5001
	trunkctl -n "$HV1" network add parent vni 5002
	trunkctl -n "$HV1" remote add 192.0.2.2
	trunkctl -n "$HV1" trunk add tap1 network parent
	trunkctl -n "$HV1" subport add tap1 vlan 100 network child
}

# peer_device VNI ADDR [OPTION]...
peer_device()
{
	local vni=$1 addr=$2
	shift 2

	ip -n "$PEER" link add "gnv$vni" mtu 1500 type geneve id "$vni" \
		remote 192.0.2.1 "$@"
	ip -n "$PEER" addr add "$addr" dev "gnv$vni"
	ip -n "$PEER" link set "gnv$vni" up
}

ping_both_ways()
{
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$PEER" 203.0.113.1
	log_test "ping between a subport and the peer, both ways"
}

tcp_both_ways()
{
	tcp_ok "$PEER" 203.0.113.2 "$VM1"
	tcp_ok "$VM1" 203.0.113.1 "$PEER"
	log_test "TCP carries every byte, both ways"
}

# ask NS DEV ADDR: with nothing known, ARP goes by broadcast.
ask()
{
	run ip -n "$1" neigh flush dev "$2"
	ping_ok "$1" "$3"
}

broadcast_both_ways()
{
	capture_start vm1 "$VM1" eth0.100 arp
	capture_start peer "$PEER" gnv5001 arp
	run trunkctl -n "$HV1" fdb flush >/dev/null
	ask "$VM1" eth0.100 203.0.113.2
	run ip -n "$VM1" neigh flush dev eth0.100
	ask "$PEER" gnv5001 203.0.113.1
	capture_stop vm1 peer
	decode "arp.opcode == 1 && eth.dst == ff:ff:ff:ff:ff:ff" \
		arp.dst.proto_ipv4 -- vm1 peer | sort -u >"$TMP_DIR/asked"
	check_eq "$(cat "$TMP_DIR/asked")" \
"peer,203.0.113.1
peer,203.0.113.2
vm1,203.0.113.1
vm1,203.0.113.2" "ARP questions by broadcast"
	log_test "broadcast reaches the other side, both ways"
}

parents()
{
	ping_ok "$VM1" 198.51.100.2
	ping_ok "$PEER" 198.51.100.1
	log_test "the native port and the peer's other VNI"
}

large_packets()
{
	in_ns "$VM1" ping -q -n -c 2 -i 0.2 -W 5 -M "do" -s 1472 203.0.113.2 \
		>"$TMP_DIR/ping"
	check_err $? "no answer to 1500 bytes with DF"
	in_ns "$PEER" ping -q -n -c 2 -i 0.2 -W 5 -M "do" -s 1472 203.0.113.1 \
		>"$TMP_DIR/ping"
	check_err $? "no answer to 1500 bytes with DF from the peer"
	log_test "packets of the guest's full MTU"
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
	run peer_device 5001 203.0.113.2/24 udpcsum
	run ip -n "$VM1" neigh flush dev eth0.100
	ping_ok "$VM1" 203.0.113.2
	tcp_ok "$PEER" 203.0.113.2 "$VM1"
	log_test "a peer with outer checksums"
}

tests_run
