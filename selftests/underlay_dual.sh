#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# One network with remotes of both families:
#
#             +------------+  .1           +-- r2 192.0.2.2    remote
#   VM1 tap1  | HV1        |               |   r9 192.0.2.9    nobody
#   VM2 tap2 -|  br-trunk  | under -- 1500-|
#   VM3 tap3  |            |               +-- r6 2001:db8::2  remote
#             +------------+  2001:db8::1      r7 2001:db8::9  nobody
#
# The ports are drawn in injector.sh. Behind r2 is MAC 4, behind r6 MAC 5.

ALL_TESTS="
	flood_to_both
	flood_from_each
	unicast_to_each
	sums_received
	sums_received_by_another_uplink
	sums_sent
	strangers
	mtu_of_each
	refused
	local_changes
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require ethtool python3 tcpdump

setup()
{
	injector_topo
	ip -n "$HV1" link set under mtu 1500
	ns_ipv6_on "$HV1"
	ns_ipv6_on "$UNDERLAY"
	ip -n "$HV1" addr add 2001:db8::1/64 dev under nodad
	ip -n "$UNDERLAY" addr add 2001:db8::2/64 dev under nodad
	ip -n "$UNDERLAY" addr add 2001:db8::9/64 dev under nodad
	permanent_neighbour "$HV1" 2001:db8::2 "$UNDERLAY"
	permanent_neighbour "$UNDERLAY" 2001:db8::1 "$HV1"
	# Without a card to fill them in, checksums are complete in a capture.
	in_ns "$HV1" ethtool -K under tx off >/dev/null
	injector_config
	trunkctl -n "$HV1" -b - <<-END
		remote del 192.0.2.3
		bridge set br-trunk local 2001:db8::1
		remote add 2001:db8::2
	END
	injector_start
	injector_ask vtep r6 "$UNDERLAY" 2001:db8::2 2001:db8::1
	injector_ask vtep r7 "$UNDERLAY" 2001:db8::9 2001:db8::1
}

# to_vms FRAME: how a broadcast of child arrives at the VMs.
to_vms()
{
	local source=$1 text=$2

	printf '%s\n' "vm1 all $source 8100:100 88b5 $text" \
		"vm2 all $source 8100:200 88b5 $text" \
		"vm2 all $source 8100:202 88b5 $text" \
		"vm3 all $source 8100:300 88b5 $text"
}

flood_to_both()
{
	sends vm1 "all 1 8100:100 88b5 a" "$(to_vms 1 a | sed 1d)" \
		"r2 vni=$CHILD all 1 88b5 a" "r6 vni=$CHILD all 1 88b5 a"
	settles
	log_test "a broadcast goes to remotes of both families, once to each"
}

# And not from one of them to the other.
flood_from_each()
{
	sends r2 "vni=$CHILD all 4 88b5 b" "$(to_vms 4 b)"
	sends r6 "vni=$CHILD all 5 88b5 c" "$(to_vms 5 c)"
	settles
	log_test "a broadcast from a remote of either family goes to the ports"
}

unicast_to_each()
{
	sends vm1 "4 1 8100:100 88b5 d" "r2 vni=$CHILD 4 1 88b5 d"
	sends vm1 "5 1 8100:100 88b5 e" "r6 vni=$CHILD 5 1 88b5 e"
	settles
	log_test "a MAC is learned at its remote, of either family"
}

# sums TEXT: with the outer checksum zero and not zero, over both families.
sums()
{
	local point mac

	for point in r2:4 r6:5; do
		mac=${point#*:}
		point=${point%:*}
		sends "$point" "vni=$CHILD 1 $mac 88b5 $1" \
			"vm1 1 $mac 8100:100 88b5 $1"
		sends "$point" "nosum vni=$CHILD 1 $mac 88b5 $1$1" \
			"vm1 1 $mac 8100:100 88b5 $1$1"
	done
	settles
}

sums_received()
{
	sums f
	check_eq "$(ip -n "$HV1" -d link show genev_sys_6081 |
		grep -ow udp6zerocsumrx)" udp6zerocsumrx "the uplink"
	log_test "zero and other UDP checksums are taken, over both families"
}

sums_received_by_another_uplink()
{
	run trunkctl -n "$HV1" bridge set br-trunk uplink none
	quietly ip -n "$HV1" link del genev_sys_6081
	run ip -n "$HV1" link add gnv0 type geneve external dstport 6081
	run ip -n "$HV1" link set gnv0 up
	run trunkctl -n "$HV1" bridge set br-trunk uplink gnv0
	sums g
	log_test "the same by an external Geneve device made by hand"
}

# Over IPv4 none is needed (RFC 8926, section 3.3).
sums_sent()
{
	capture_start under "$UNDERLAY" under udp and src port not 6081
	sends vm1 "4 1 8100:100 88b5 h" "r2 vni=$CHILD 4 1 88b5 h"
	sends vm1 "5 1 8100:100 88b5 i" "r6 vni=$CHILD 5 1 88b5 i"
	sends vm1 "4 1 8100:100 ip6:1300 j" "r2 vni=$CHILD 4 1 ip6:1300 j"
	sends vm1 "5 1 8100:100 ip6:1301 k" "r6 vni=$CHILD 5 1 ip6:1301 k"
	settles
	capture_stop under
	check_eq "$(tcpdump -nvv -r "$TMP_DIR/under.pcap" 2>/dev/null |
		sed -nE 's/.*(192.0.2.2|2001:db8::2)\.6081: \[([^]]*)\].*/\1 \2/p' |
		sort | uniq -c | sed 's/^ *//')" \
"2 192.0.2.2 no cksum
2 2001:db8::2 udp sum ok" "UDP checksums sent"
	log_test "none is sent over IPv4, a good one over IPv6"
}

strangers()
{
	sends r9 "vni=$CHILD all 6 88b5 l"
	sends r7 "vni=$CHILD all 7 88b5 m"
	settles "br-trunk: unknown_remote +2"
	log_test "a source of either family that is no remote: unknown_remote"
}

mtu_is()
{
	[ "$(trunkctl -n "$HV1" -j remote show |
	     jq -c '[.[] | [.ip, .path_mtu]] | sort')" = "$1" ]
}

mtu_of_each()
{
	busywait "$WAIT_MS" mtu_is '[["192.0.2.2",1450],["2001:db8::2",1430]]'
	check_err $? "remote show: $(trunkctl -n "$HV1" remote show)"
	sends vm1 "4 1 8100:100 ip4df:1450 n" \
		"r2 vni=$CHILD 4 1 ip4df:1450 n"
	sends vm1 "5 1 8100:100 ip4df:1430 o" \
		"r6 vni=$CHILD 5 1 ip4df:1430 o"
	sends vm1 "4 1 8100:100 ip4df:1451 p" \
		"vm1 1 4 8100:100 toobig4:1450 576 p"
	sends vm1 "5 1 8100:100 ip4df:1431 q" \
		"vm1 1 5 8100:100 toobig4:1430 576 q"
	settles "tap1 vlan 100: icmp_sent +2" "tap1 vlan 100: mtu +2"
	log_test "each has its path MTU, 50 and 70 less than the underlay's"
}

refused()
{
	local tool=(trunkctl -n "$HV1")

	refuses "trunkctl: remote add: fe80::2 is link-local and would need a device (EINVAL)" \
		"${tool[@]}" remote add fe80::2
	refuses "trunkctl: bridge set: br-trunk has remotes that need a local address (EBUSY)" \
		"${tool[@]}" bridge set br-trunk local 0.0.0.0
	refuses "trunkctl: bridge set: br-trunk has remotes that need a local address (EBUSY)" \
		"${tool[@]}" bridge set br-trunk local ::
	refuses "trunkctl: bridge set: fe80::1 is not one of a single host (EINVAL)" \
		"${tool[@]}" bridge set br-trunk local fe80::1
	refuses "trunkctl: bridge set: ::ffff:192.0.2.1 is an IPv4 one in IPv6 form (EINVAL)" \
		"${tool[@]}" bridge set br-trunk local ::ffff:192.0.2.1
	run "${tool[@]}" remote del 192.0.2.2
	run "${tool[@]}" bridge set br-trunk local 0.0.0.0
	refuses "trunkctl: remote add: br-trunk has no local IPv4 address (EINVAL)" \
		"${tool[@]}" remote add 192.0.2.2
	run "${tool[@]}" bridge set br-trunk local 192.0.2.1
	run "${tool[@]}" remote del 2001:db8::2
	run "${tool[@]}" bridge set br-trunk local ::
	refuses "trunkctl: remote add: br-trunk has no local IPv6 address (EINVAL)" \
		"${tool[@]}" remote add 2001:db8::2
	run "${tool[@]}" bridge set br-trunk local 2001:db8::1
	run "${tool[@]}" remote add 192.0.2.2
	run "${tool[@]}" remote add 2001:db8::2
	log_test "a remote needs a local address of its family"
}

# source_of IP: of the last outer packet to it.
source_of()
{
	tcpdump -nr "$TMP_DIR/source.pcap" 2>/dev/null |
		sed -nE "s/.* (.*)\.[0-9]+ > $1\.6081: .*/\1/p" | tail -n 1
}

local_changes()
{
	run ip -n "$HV1" addr add 192.0.2.11/24 dev under
	run ip -n "$HV1" addr add 2001:db8::11/64 dev under nodad
	run trunkctl -n "$HV1" bridge set br-trunk local 192.0.2.11,2001:db8::11
	capture_start source "$UNDERLAY" under udp dst port 6081
	injector_baseline
	sends vm1 "all 1 8100:100 88b5 r" "$(to_vms 1 r | sed 1d)" \
		"r2 vni=$CHILD all 1 88b5 r" "r6 vni=$CHILD all 1 88b5 r"
	settles
	capture_stop source
	check_eq "$(source_of 192.0.2.2) $(source_of 2001:db8::2)" \
		"192.0.2.11 2001:db8::11" "outer sources"
	log_test "both local addresses may change"
}

tests_run
