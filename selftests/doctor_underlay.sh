#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# trunkctl doctor, on what lies between the hypervisors: routes, MTU,
# neighbours, packet filters and switches of the host. As in doctor.sh each
# test makes a finding, sees it alone, and does what mends it. The topology is
# drawn in topo.sh.

ALL_TESTS="
	healthy
	passive
	probe
	probe_ipv6
	no_neighbour
	no_answer
	silent_remote
	silent_for_long
	underlay_mtu
	underlay_down
	no_route
	no_local
	rp_filter
	nft_rules
	nft_passes
	iptables_rules
	bridge_nf
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=doctor_lib.sh
. "$SELFTESTS/doctor_lib.sh"
require nft

setup()
{
	topo_two_vms
	doctor_bridges
}

healthy()
{
	is_healthy
	log_test "a healthy host has no finding"
}

# echoes [6]: echo requests that HV1 has sent.
echoes()
{
	in_ns "$HV1" cat "/proc/net/snmp6" /proc/net/snmp | awk -v v="${1:-4}" '
		$1 == "Icmp6OutEchos" && v == 6 { print $2 }
		$1 == "Icmp:" && !head { split($0, names); head = 1; next }
		$1 == "Icmp:" && v == 4 {
			for (i in names)
				if (names[i] == "OutEchos")
					print $i
		}'
}

neighbour()
{
	ip -n "$HV1" neigh show to "$1" dev under | grep -o "lladdr"
}

passive()
{
	local before

	before=$(echoes)
	run ip -n "$HV1" neigh flush dev under
	finds "no-neighbour 192.0.2.2 has no neighbour entry on under: nothing was heard of it for long, though frames were sent to 192.0.2.2."
	check_eq "$(neighbour 192.0.2.2)" "" "neighbour after a passive visit"
	check_eq "$(echoes)" "$before" "echo requests of a passive visit"
	log_test "without probe nothing is sent"
}

probe()
{
	local before

	before=$(echoes)
	# What the visit before found says so: trunkctl doctor probe.
	mends
	check_eq "$(echoes)" "$((before + 1))" "echo requests"
	check_eq "$(neighbour 192.0.2.2)" lladdr "neighbour after the probe"
	log_test "probe sends one echo request, and asks for the neighbour"
}

# IPv6 is off in the namespaces but for this.
probe_ipv6()
{
	local before ns

	for ns in "$HV1" "$HV2"; do
		run in_ns "$ns" sysctl -qw net.ipv6.conf.under.disable_ipv6=0
	done
	run ip -n "$HV1" addr add fd00::1/64 dev under nodad
	run ip -n "$HV2" addr add fd00::2/64 dev under nodad
	run trunkctl -n "$HV1" bridge set br-trunk local 192.0.2.1,fd00::1
	run trunkctl -n "$HV1" remote add fd00::2
	before=$(echoes 6)
	check_eq "$(trunkctl -n "$HV1" doctor probe)" \
		"healthy: bridges 1, remotes 2, trunks 1, ports 2" "a probe"
	check_eq "$(echoes 6)" "$((before + 1))" "echo requests"
	check_eq "$(neighbour fd00::2)" lladdr "neighbour after the probe"
	run trunkctl -n "$HV1" remote del fd00::2
	run trunkctl -n "$HV1" bridge set br-trunk local ::
	for ns in "$HV1" "$HV2"; do
		run in_ns "$ns" sysctl -qw net.ipv6.conf.under.disable_ipv6=1
	done
	log_test "probe sends one echo request over IPv6 as well"
}

no_neighbour()
{
	run ip -n "$HV2" link set under down
	run ip -n "$HV1" neigh flush dev under
	finds "no-neighbour 192.0.2.2 does not answer on under, so that nothing gets to 192.0.2.2: it is off, or on another network than under." \
		"$HV1" probe
	run ip -n "$HV2" link set under up
	mends
	log_test "a remote that does not answer for its address"
}

no_answer()
{
	run in_ns "$HV2" sysctl -qw net.ipv4.icmp_echo_ignore_all=1
	is_healthy
	finds "no-answer 192.0.2.2 does not answer a ping: it is off, or a firewall is in the way." \
		"$HV1" probe
	check_eq "$(said_of mend_at) $(said_of mend)" \
		"192.0.2.2 trunkctl doctor" "where it is mended"
	run in_ns "$HV2" sysctl -qw net.ipv4.icmp_echo_ignore_all=0
	log_test "a remote that does not answer a ping"
}

silent_remote()
{
	local mend

	run trunkctl -n "$HV2" remote del 192.0.2.1
	run trunkctl -n "$HV1" remote del 192.0.2.2
	run trunkctl -n "$HV1" remote add 192.0.2.2
	in_ns "$VM1" ping -c 1 -W 1 198.51.100.2 >/dev/null
	finds "silent-remote No frame ever came from 192.0.2.2, though @ were sent to it: it may lack this host as a remote, or its networks."
	mend=$(said_of mend)
	check_eq "$(said_of mend_at)" 192.0.2.2 "where it is mended"
	run in_ns "$HV2" bash -c "$mend"
	doctor_traffic
	is_healthy
	log_test "a remote that never sent anything"
}

last_frame()
{
	trunkctl -n "$HV1" -j remote show | jq '.[0].age'
}

older_than()
{
	[ "$(last_frame)" -ge "$1" ]
}

# Frames go there all the time, and were answered once.
silent_for_long()
{
	run trunkctl -n "$HV2" remote set 192.0.2.1 down
	defer run trunkctl -n "$HV2" remote set 192.0.2.1 up
	in_ns "$VM1" ping -c 1 -W 1 198.51.100.2 >/dev/null
	busywait "$WAIT_MS" older_than 3000
	check_err $? "the last frame is $(last_frame) ms old"
	is_healthy
	finds "silent-remote No frame has come from 192.0.2.2 for @ seconds: no VM of its networks runs there, or its frames get lost." \
		"$HV1" silent 2
	check_eq "$(said_of mend_at) $(said_of mend)" \
		"192.0.2.2 trunkctl doctor" "where it is mended"
	run trunkctl -n "$HV2" remote set 192.0.2.1 up
	doctor_traffic
	trunkctl -n "$HV1" doctor silent 60 >/dev/null
	check_err $? "a finding after traffic"
	log_test "a remote that has been silent for longer than it may"
}

# The module asks for it once in a while.
path_mtu_is()
{
	trunkctl -n "$HV1" -j remote show |
		jq -e ".[0].path_mtu == $1" >/dev/null
}

underlay_mtu()
{
	run ip -n "$HV1" link set under mtu 1500
	busywait "$WAIT_MS" path_mtu_is 1450
	finds "underlay-mtu under has MTU 1500: packets of up to 1450 get to 192.0.2.2, and the VM at tap1 may send 1500."
	run bash -c "$(said_of mend)"
	busywait "$WAIT_MS" path_mtu_is 1500
	is_healthy
	run ip -n "$HV1" link set under mtu 1600
	run ip -n "$HV1" route add 192.0.2.2 dev under mtu 1400
	busywait "$WAIT_MS" path_mtu_is 1350
	finds "underlay-mtu The way to 192.0.2.2 takes packets of up to 1350, by a route or by a router on it, and the VM at tap1 may send 1500."
	run ip -n "$HV1" route del 192.0.2.2
	busywait "$WAIT_MS" path_mtu_is 1550
	is_healthy
	log_test "the underlay's MTU is too small"
}

underlay_down()
{
	run ip -n "$HV1" link set under down
	finds "no-route under, which has the local address of br-trunk, is down: there is no route to 192.0.2.2."
	run bash -c "$(said_of mend)"
	doctor_traffic
	is_healthy
	log_test "the underlay's device is down"
}

no_route()
{
	run ip -n "$HV1" route del 192.0.2.0/24
	finds "no-route There is no route to 192.0.2.2: Network is unreachable."
	mends
	run ip -n "$HV1" route del 192.0.2.2
	run ip -n "$HV1" route add 192.0.2.0/24 dev under src 192.0.2.1
	log_test "there is no route to a remote"
}

no_local()
{
	run trunkctl -n "$HV1" bridge set br-trunk local 192.0.2.77
	finds "no-local br-trunk sends from 192.0.2.77, which is no address of this host: nothing gets to 192.0.2.2."
	mends
	log_test "the bridge sends from an address that the host does not have"
}

rp_filter()
{
	adf_ip_link_add "$HV1" other mtu 1600 type dummy
	run in_ns "$HV1" sysctl -qw net.ipv4.conf.all.rp_filter=0 \
		net.ipv4.conf.under.rp_filter=1
	is_healthy
	run ip -n "$HV1" link set other up
	run ip -n "$HV1" route add 192.0.2.2 dev other
	finds "rp-filter What 192.0.2.2 sends comes in by under, the way back is by other, and rp_filter drops it."
	mends
	run ip -n "$HV1" route del 192.0.2.2
	log_test "rp_filter drops what comes by another way than it goes"
}

# rules LINE...: HV1's only rules of nftables.
rules()
{
	printf '%s\n' "flush ruleset" "$@" | run ip netns exec "$HV1" nft -f -
}

input()
{
	rules "table inet t {" \
		"set peers { type ipv4_addr; elements = { 192.0.2.2, 192.0.2.3 }; }" \
		"chain sub { $2; }" \
		"chain input { type filter hook input priority 0; policy $1; $3; }" \
		"}"
}

# lost BY POLICY SUB RULES: the input chain drops what comes, by that.
lost()
{
	input "$2" "$3" "$4"
	finds "firewall nftables drops UDP port 6081 from 192.0.2.2: $1 of \"nft -a list chain inet t input\"."
}

# Not every kernel can reject.
reject()
{
	if printf '%s\n' "table inet probe {" "chain c { reject; }" "}" |
		ip netns exec "$HV1" nft -c -f - 2>/dev/null; then
		echo reject
	else
		echo drop
	fi
}

nft_rules()
{
	lost "rule @" accept "" "udp dport 6081 drop"
	mends
	lost "the policy" drop "" "tcp dport 22 accept"
	mends
	lost "the policy" drop "" "ip saddr 192.0.2.3 accept; iifname lo accept"
	lost "rule @" accept "ip saddr @peers $(reject)" "iifname \"un*\" jump sub"
	lost "rule @" accept "" "meta l4proto udp th dport { 53, 6000-6100 } drop"
	lost "rule @" accept "" "udp dport vmap { 53 : accept, 6081 : drop }"
	rules "table inet t { chain out { type filter hook output priority 0; ip daddr 192.0.2.0/24 udp dport != 53 drop; }; }"
	finds "firewall nftables drops UDP port 6081 to 192.0.2.2: rule @ of \"nft -a list chain inet t out\"."
	mends
	rules "table netdev t { chain in { type filter hook ingress device under priority 0; udp dport 6081 drop; }; }"
	finds "firewall nftables drops UDP port 6081 from 192.0.2.2: rule @ of \"nft -a list chain netdev t in\"."
	mends
	rules
	log_test "rules of nftables that drop UDP port 6081"
}

# passes POLICY SUB RULES: nothing is found.
passes()
{
	input "$1" "$2" "$3"
	is_healthy
}

nft_passes()
{
	passes drop "" "ip saddr @peers udp dport 6081 accept"
	passes drop "udp dport 6081 accept" "tcp dport 22 drop; jump sub"
	passes accept "drop" "ip saddr != 192.0.2.0/24 goto sub"
	passes drop "" "meta mark 7 accept"
	passes accept "" "iifname \"eno*\" udp dport 6081 drop"
	rules
	log_test "rules of nftables that let it pass, or may"
}

iptables_rules()
{
	if ! command -v iptables-legacy >/dev/null ||
	   ! in_ns "$HV1" iptables-legacy -L -n >/dev/null 2>&1; then
		log_test_skip "rules of iptables that drop UDP port 6081" \
			"no iptables-legacy"
		return
	fi
	iptables -A INPUT -i lo -j DROP
	iptables -A INPUT -p tcp --dport 22 -j DROP
	is_healthy
	iptables -A INPUT -s 192.0.2.0/24 -p udp -m multiport \
		--dports 53,6000:6100 -m comment --comment "no tunnels" -j DROP
	finds "firewall iptables drops UDP port 6081 from 192.0.2.2: see \"iptables-legacy -t filter -S INPUT\"."
	mends
	iptables -F INPUT
	iptables -N SUB
	iptables -A SUB -d 192.0.2.2/32 -j REJECT
	iptables -A OUTPUT ! -o lo -j SUB
	finds "firewall iptables drops UDP port 6081 to 192.0.2.2: see \"iptables-legacy -t filter -S OUTPUT\"."
	mends
	iptables -F OUTPUT
	iptables -P INPUT DROP
	finds "firewall iptables drops UDP port 6081 from 192.0.2.2: see \"iptables-legacy -t filter -S INPUT\"."
	mends
	iptables -F INPUT
	iptables -A INPUT -m mark --mark 7 -j ACCEPT
	is_healthy
	iptables -P INPUT ACCEPT
	log_test "rules of iptables that drop UDP port 6081"
}

iptables()
{
	run ip netns exec "$HV1" iptables-legacy "$@"
}

# The last one: it moves the underlay to a Linux bridge.
bridge_nf()
{
	if ! modprobe br_netfilter 2>/dev/null; then
		log_test_skip "a Linux bridge under the tunnel" "no br_netfilter"
		return
	fi
	run ip -n "$HV1" link add br0 mtu 1600 type bridge
	run ip -n "$HV1" addr del 192.0.2.1/24 dev under
	run ip -n "$HV1" link set under master br0
	run ip -n "$HV1" link set br0 up
	run ip -n "$HV1" addr add 192.0.2.1/24 dev br0
	doctor_traffic
	run in_ns "$HV1" sysctl -qw net.bridge.bridge-nf-call-iptables=1
	finds "bridge-nf br0 is a Linux bridge under the tunnel, and bridge-nf-call-iptables hands its frames to rules that are meant for forwarded packets."
	mends
	log_test "a Linux bridge under the tunnel hands frames to iptables"
}

tests_run
