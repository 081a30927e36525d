# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The other side is not ours. What it is, the script says that sources this;
# Documentation/interoperation.rst has a row for each.
#
#            HV1 br-trunk                          PEER 192.0.2.2
#   VM1 eth0 ---- tap1 native -- parent (5002) ----- ... FAR_PARENT
#   198.51.100.1         |                               198.51.100.2
#                        |
#   eth0.100 ---- tap1 vlan 100 -- child (5001) ---- ... FAR_CHILD
#   203.0.113.1, 2001:db8::1                             203.0.113.2, 2001:db8::2
#
# The MTU is 9000 inside and 9050 between the hypervisors: 9000-byte packets
# fit to the byte.

# What is behind the peer: namespaces and devices.
FAR_CHILD_DEV=eth0
FAR_PARENT_DEV=eth0

# peer_topo: HV1, PEER, VM1 and our side's configuration.
peer_topo()
{
	setup_ns HV1 PEER
	ip -n "$HV1" link add under mtu 9050 type veth \
		peer name under mtu 9050 netns "$PEER"
	ip -n "$HV1" addr add 192.0.2.1/24 dev under
	ip -n "$PEER" addr add 192.0.2.2/24 dev under
	ip -n "$HV1" link set under up
	ip -n "$PEER" link set under up

	topo_vm VM1 "$HV1" tap1 1
	ip -n "$HV1" link set tap1 mtu 9000
	ip -n "$VM1" link set eth0 mtu 9000
	ip -n "$VM1" addr add 198.51.100.1/24 dev eth0
	topo_vlan "$VM1" 100 203.0.113.1/24
	peer_ipv6 "$VM1" eth0.100 2001:db8::1/64
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add child vni 5001
		network add parent vni 5002
		remote add 192.0.2.2
		trunk add tap1 network parent
		subport add tap1 vlan 100 network child
	END
}

# peer_ipv6 NS DEV ADDR: on that device only, so that others are silent.
peer_ipv6()
{
	in_ns "$1" sysctl -qw "net/ipv6/conf/$2/disable_ipv6=0"
	ip -n "$1" addr add "$3" dev "$2" nodad
}

# peer_ports: two ports at the peer, port5001 and port5002, with a host each.
peer_ports()
{
	setup_ns FAR_CHILD FAR_PARENT
	ip -n "$PEER" link add port5001 mtu 9000 type veth \
		peer name eth0 mtu 9000 netns "$FAR_CHILD"
	ip -n "$PEER" link add port5002 mtu 9000 type veth \
		peer name eth0 mtu 9000 netns "$FAR_PARENT"
	ip -n "$PEER" link set port5001 up
	ip -n "$PEER" link set port5002 up
}

# peer_addresses: of what is behind the peer.
peer_addresses()
{
	ip -n "$FAR_CHILD" addr add 203.0.113.2/24 dev "$FAR_CHILD_DEV"
	ip -n "$FAR_CHILD" link set "$FAR_CHILD_DEV" up
	peer_ipv6 "$FAR_CHILD" "$FAR_CHILD_DEV" 2001:db8::2/64
	ip -n "$FAR_PARENT" addr add 198.51.100.2/24 dev "$FAR_PARENT_DEV"
	ip -n "$FAR_PARENT" link set "$FAR_PARENT_DEV" up
}

ping_both_ways()
{
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$FAR_CHILD" 203.0.113.1
	ping_ok "$VM1" 2001:db8::2
	ping_ok "$FAR_CHILD" 2001:db8::1
	log_test "ping between a subport and the peer, IPv4 and IPv6"
}

tcp_both_ways()
{
	tcp_ok "$FAR_CHILD" 203.0.113.2 "$VM1"
	tcp_ok "$VM1" 2001:db8::1 "$FAR_CHILD"
	log_test "TCP carries every byte both ways, IPv4 and IPv6"
}

# ask NS DEV ADDR: two questions by broadcast, answered once each.
ask()
{
	in_ns "$1" arping -b -c 2 -w $((WAIT_MS / 1000)) -I "$2" "$3" >"$TMP_DIR/arping"
	check_eq "$(tail -n 2 "$TMP_DIR/arping")" \
"Sent 2 probes (2 broadcast(s))
Received 2 response(s)" "arping of $3"
}

# Multicast: without a neighbour IPv6 asks a group.
broadcast_both_ways()
{
	run trunkctl -n "$HV1" fdb flush >/dev/null
	ask "$VM1" eth0.100 203.0.113.2
	ask "$FAR_CHILD" "$FAR_CHILD_DEV" 203.0.113.1
	run ip -n "$VM1" neigh flush dev eth0.100
	ping_ok "$VM1" 2001:db8::2
	run ip -n "$FAR_CHILD" neigh flush dev "$FAR_CHILD_DEV"
	ping_ok "$FAR_CHILD" 2001:db8::1
	log_test "broadcast and multicast reach the other side, both ways"
}

# whole NS ADDR DATA: a packet that no one may break up.
whole()
{
	in_ns "$1" ping -q -n -c 2 -i 0.2 -W 5 -M "do" -s "$3" "$2" \
		>"$TMP_DIR/ping" 2>&1
	check_err $? "$2 does not answer to $3 bytes of data"
}

large_packets()
{
	whole "$VM1" 203.0.113.2 8972
	whole "$FAR_CHILD" 203.0.113.1 8972
	whole "$VM1" 2001:db8::2 8952
	whole "$FAR_CHILD" 2001:db8::1 8952
	log_test "packets of 9000 bytes in one piece, IPv4 and IPv6"
}

parents()
{
	ping_ok "$VM1" 198.51.100.2
	ping_ok "$FAR_PARENT" 198.51.100.1
	log_test "the native port and the peer's other key"
}

# Each script has peer_packets DIRECTION VNI: the peer's count of frames "in"
# from us or "out" to us with this VNI.
peer_counts()
{
	echo "$(peer_packets in 5001) $(peer_packets out 5001)" \
		"$(peer_packets in 5002) $(peer_packets out 5002)"
}

# more BEFORE AFTER: which of the four counts tell of MANY_PINGS; neighbours ask
# for each other now and then, which is less.
MANY_PINGS=40

more()
{
	local -a before after
	local i names=(in5001 out5001 in5002 out5002) list=

	read -ra before <<<"$1"
	read -ra after <<<"$2"
	for i in "${!names[@]}"; do
		((after[i] - before[i] < MANY_PINGS)) || list+=" ${names[i]}"
	done
	echo "${list# }"
}

many_pings()
{
	in_ns "$VM1" ping -q -n -c "$MANY_PINGS" -i 0.01 -W 5 "$1" \
		>"$TMP_DIR/ping"
	check_err $? "not every answer from $1"
}

keys_at_the_peer()
{
	local before after

	before=$(peer_counts)
	many_pings 203.0.113.2
	after=$(peer_counts)
	check_eq "$(more "$before" "$after")" "in5001 out5001" \
		"keys of the subport's frames"
	many_pings 198.51.100.2
	check_eq "$(more "$after" "$(peer_counts)")" "in5002 out5002" \
		"keys of the native port's frames"
	log_test "the peer counts each network under its own key"
}
