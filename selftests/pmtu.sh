#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Guests and underlay of MTU 1500, and nobody has to be told:
#
#     HV1 192.0.2.1 ------ 1500 ----- ROUTER ----- 1500 ------ 192.0.2.65 HV2
#         2001:db8:a::1                                2001:db8:b::2
#   VM1 eth0 ------ tap1 native -- parent (5002) -- native tap2 ---- eth0 VM2
#   VM1 eth0.100 -- tap1 vlan 100 - child (5001) - vlan 200 tap2 eth0.200 VM2
#
# child meets its remotes over IPv4, which leaves 1450, parent over IPv6, which
# leaves 1430.

ALL_TESTS="
	tcp_over_ipv4
	tcp_over_ipv6
	tcp_of_the_native_port
	nothing_in_pieces
	ping_is_told
	udp_is_told
	router_takes_less
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require nstat python3 tcpdump

# configure NS LOCAL REMOTE4 REMOTE6 TAP VID
configure()
{
	trunkctl -n "$1" -b - <<-END
		bridge add br-trunk local $2
		network add child vni 5001
		network add parent vni 5002
		remote add $3 network child
		remote add $4 network parent
		trunk add $5 network parent
		subport add $5 vlan $6 network child
	END
}

# guest NS VID N: addresses that end in N.
guest()
{
	ns_ipv6_on "$1"
	ip -n "$1" addr add "198.51.100.$3/24" dev eth0
	ip -n "$1" addr add "2001:db8:1::$3/64" dev eth0 nodad
	topo_vlan "$1" "$2" "203.0.113.$3/24"
	ip -n "$1" addr add "2001:db8:2::$3/64" dev "eth0.$2" nodad
}

# link_to_router HV DEV IP ROUTER_IP IP6: the router's IPv6 address ends in ff.
link_to_router()
{
	ns_ipv6_on "$1"
	ns_ipv6_on "$ROUTER"
	ip -n "$1" link add under type veth peer name "$2" netns "$ROUTER"
	ip -n "$1" addr add "$3/26" dev under
	ip -n "$1" addr add "$5/64" dev under nodad
	ip -n "$ROUTER" addr add "$4/26" dev "$2"
	ip -n "$ROUTER" addr add "${5%::*}::ff/64" dev "$2" nodad
	ip -n "$1" link set under up
	ip -n "$ROUTER" link set "$2" up
	ip -n "$1" route add default via "$4"
	ip -n "$1" -6 route add default via "${5%::*}::ff"
}

setup()
{
	setup_ns HV1 HV2 ROUTER
	link_to_router "$HV1" near 192.0.2.1 192.0.2.2 2001:db8:a::1
	link_to_router "$HV2" far 192.0.2.65 192.0.2.66 2001:db8:b::2
	in_ns "$ROUTER" sysctl -qw net.ipv4.ip_forward=1 \
		net.ipv6.conf.all.forwarding=1
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV2" tap2 2
	guest "$VM1" 100 1
	guest "$VM2" 200 2
	configure "$HV1" 192.0.2.1,2001:db8:a::1 192.0.2.65 2001:db8:b::2 \
		tap1 100
	configure "$HV2" 192.0.2.65,2001:db8:b::2 192.0.2.1 2001:db8:a::1 \
		tap2 200
}

# forget_mtu: both guests forget what they know of paths.
forget_mtu()
{
	local ns

	for ns in "$VM1" "$VM2"; do
		run ip -n "$ns" route flush cache
		run ip -n "$ns" -6 route flush cache
	done
}

# knows NS ADDR MTU: what the guest remembers of a path.
knows()
{
	check_eq "$(ip -n "$1" -j route get "$2" |
		jq -r '.[0].metrics[0].mtu // "none"')" "$3" \
		"path MTU to $2 that the guest remembers"
}

# passes ADDR1 ADDR2 MTU: TCP between the guests' addresses, who learn the MTU.
passes()
{
	knows "$VM1" "$2" none
	tcp_ok "$VM2" "$2" "$VM1"
	knows "$VM1" "$2" "$3"
	knows "$VM2" "$1" "$3"
}

tcp_over_ipv4()
{
	passes 203.0.113.1 203.0.113.2 1450
	log_test "TCP of a VLAN: all bytes both ways, and the guests know 1450"
}

tcp_over_ipv6()
{
	passes 2001:db8:2::1 2001:db8:2::2 1450
	log_test "TCP over IPv6 of a VLAN: the same"
}

tcp_of_the_native_port()
{
	passes 198.51.100.1 198.51.100.2 1430
	log_test "TCP of the native port: the same with 1430"
}

# The IPv4 underlay would have broken up what is larger than it takes.
nothing_in_pieces()
{
	local ns

	for ns in "$HV1" "$HV2"; do
		check_eq "$(in_ns "$ns" nstat -asz IpFragCreates \
			Ip6FragCreates | awk 'NR > 1 { print $1, $2 }')" \
			"IpFragCreates 0
Ip6FragCreates 0" "outer fragments"
	done
	log_test "the underlay fragmented nothing"
}

# ping_says WORDS ADDR SIZE: one of VM1 with DF.
ping_says()
{
	in_ns "$VM1" ping -n -c 1 -W 5 -M "do" -s "$3" "$2" \
		>"$TMP_DIR/ping" 2>&1
	has_text "$1" "$TMP_DIR/ping"
	check_err $? "ping does not say \"$1\": $(cat "$TMP_DIR/ping")"
}

ping_is_told()
{
	forget_mtu
	capture_start tap1 "$HV1" tap1 icmp or icmp6
	ping_says "From 203.0.113.2 icmp_seq=1 Frag needed and DF set (mtu = 1450)" \
		203.0.113.2 1472
	ping_says " 0% packet loss" 203.0.113.2 1422
	ping_says "From 2001:db8:2::2 icmp_seq=1 Packet too big: mtu=1450" \
		2001:db8:2::2 1452
	ping_says " 0% packet loss" 2001:db8:2::2 1402
	ping_says "(mtu = 1430)" 198.51.100.2 1472
	ping_says " 0% packet loss" 198.51.100.2 1402
	ping_says "too big: mtu=1430" 2001:db8:1::2 1452
	ping_says " 0% packet loss" 2001:db8:1::2 1382
	capture_stop tap1
	tcpdump -nne -r "$TMP_DIR/tap1.pcap" 2>/dev/null |
		grep -E "need to frag|too big" |
		sed -E 's/^[^ ]+ ([^ ]+ > [^,]+),.*(vlan [0-9]+).*(mtu [0-9]+).*/\1 \2 \3/
			s/^[^ ]+ ([^ ]+ > [^,]+),.*(mtu [0-9]+).*/\1 \2/' \
			>"$TMP_DIR/answers"
	check_eq "$(cat "$TMP_DIR/answers")" \
"02:00:00:00:00:02 > 02:00:00:00:00:01 vlan 100 mtu 1450
02:00:00:00:00:02 > 02:00:00:00:00:01 vlan 100 mtu 1450
02:00:00:00:00:02 > 02:00:00:00:00:01 mtu 1430
02:00:00:00:00:02 > 02:00:00:00:00:01 mtu 1430" "answers at tap1"
	log_test "ping -M do is told the MTU, with the tag it was sent with"
}

udp_is_told()
{
	forget_mtu
	check_eq "$(in_ns "$VM1" python3 "$SELFTESTS/datagram.py" 203.0.113.2 \
		2001:db8:2::2 198.51.100.2 2001:db8:1::2 2>&1)" \
"203.0.113.2 EMSGSIZE EMSGSIZE 1450
2001:db8:2::2 EMSGSIZE EMSGSIZE 1450
198.51.100.2 EMSGSIZE EMSGSIZE 1430
2001:db8:1::2 EMSGSIZE EMSGSIZE 1430" "address, errors, MTU"
	log_test "UDP that must not be fragmented gets EMSGSIZE"
}

# Over IPv6 the router tells the hypervisor, which then tells its guests. Over
# IPv4 it breaks up what does not fit.
router_takes_less()
{
	forget_mtu
	run ip -n "$ROUTER" link set far mtu 1400
	run ip -n "$HV2" link set under mtu 1400
	tcp_ok "$VM2" 198.51.100.2 "$VM1"
	check_eq "$(trunkctl -n "$HV1" -j remote show |
		jq -c '[.[].path_mtu] | sort')" "[1330,1450]" "path MTUs"
	knows "$VM1" 198.51.100.2 1330
	ping_says " 0% packet loss" 203.0.113.2 1422
	log_test "a router in the underlay that takes less"
}

tests_run
