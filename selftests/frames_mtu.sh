#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Frames that do not fit, one counter each, and what their senders are told:
#
#   VM1, VM2, VM3 eth0 MTU 1500 ---- HV1 ---- under MTU 1400 ---- r2, r3
#                                      1400 - 50 = 1350 inside
#
# The ports are drawn in injector.sh.

ALL_TESTS="
	path_mtu_is_shown
	fits
	ipv6_too_long
	ipv4_df_too_long
	ipv4_without_df
	other_protocols
	answer_by_the_native_port
	answer_with_an_inner_tag
	answer_to_echo_and_first_fragment
	no_answer
	flood_too_long
	unknown_unicast
	network_mtu
	mtu_of_no_host
	port_mtu
	limited
	path_mtu_follows
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

setup()
{
	injector_topo
	underlay_mtu 1400
	injector_config
	injector_start
	trunkctl -n "$HV1" -b - <<-END
		fdb add 02:00:00:00:00:04 network child remote 192.0.2.2
		fdb add 02:00:00:00:00:04 network parent remote 192.0.2.2
		fdb add 02:00:00:00:00:04 network qinq remote 192.0.2.2
		fdb add 02:00:00:00:00:01 network child dev tap1 vlan 100
		fdb add 02:00:00:00:00:03 network child dev tap3 vlan 300
	END
}

underlay_mtu()
{
	ip -n "$HV1" link set under mtu "$1"
	ip -n "$UNDERLAY" link set under mtu "$1"
}

path_mtu_is()
{
	[ "$(trunkctl -n "$HV1" -j remote show |
	     jq 'map(.path_mtu) | unique | .[]')" = "$1" ]
}

# answered FRAME ANSWER: from VM1, lost, and answered to it.
answered()
{
	sends vm1 "$1" "vm1 $2"
}

# tell PLACE N [COUNT]...: at a port of VM1 N frames are lost and answered.
tell()
{
	local place=$1 n=$2
	shift 2

	settles "$place: icmp_sent +$n" "$place: mtu +$n" "$@"
}

# unanswered KIND...: each a packet from VM1 to a remote; all are lost, and
# nothing comes back.
unanswered()
{
	local kind

	for kind; do
		sends vm1 "4 1 8100:100 $kind a"
	done
	settles "tap1 vlan 100: mtu +$#"
}

path_mtu_is_shown()
{
	busywait "$WAIT_MS" path_mtu_is 1350
	check_err $? "remote show does not say path_mtu 1350"
	log_test "trunkctl shows what fits: 1400 - 50"
}

fits()
{
	local kind

	for kind in ip4:1350 ip4df:1350 ip6:1350 88b5:1350; do
		sends vm1 "4 1 8100:100 $kind a" "r2 vni=$CHILD 4 1 $kind a"
	done
	# Tags inside are part of what has to fit.
	sends vm1 "4 1 8100:101 8100:7 ip4df:1346 a" \
		"r2 vni=$QINQ 4 1 8100:7 ip4df:1346 a"
	settles
	log_test "1350 bytes pass, whatever they are"
}

ipv6_too_long()
{
	answered "4 1 8100:100 ip6:1351 a" "1 4 8100:100 toobig6:1350 1280 a"
	answered "4 1 8100:100 ip6:1500 b" "1 4 8100:100 toobig6:1350 1280 b"
	tell "tap1 vlan 100" 2
	log_test "IPv6 of 1351 bytes to a remote: mtu, and packet too big"
}

# The answer has PCP and DEI of the tag as well.
ipv4_df_too_long()
{
	answered "4 1 8100:100 ip4df:1351 a" "1 4 8100:100 toobig4:1350 576 a"
	answered "4 1 8100:100:5:1 ip4df:1500 b" \
		"1 4 8100:100:5:1 toobig4:1350 576 b"
	tell "tap1 vlan 100" 2
	log_test "IPv4 with DF of 1351 bytes: mtu, and fragmentation needed"
}

# The underlay takes it in two pieces.
ipv4_without_df()
{
	sends vm1 "4 1 8100:100 ip4:1500 a" "r2 vni=$CHILD 4 1 ip4:1500 a"
	sends vm1 "4 1 8100:101 8100:7 ip4:1400 a" \
		"r2 vni=$QINQ 4 1 8100:7 ip4:1400 a"
	settles
	log_test "IPv4 without DF is fragmented by the underlay and arrives"
}

other_protocols()
{
	unanswered 88b5:1351
	log_test "any other protocol of 1351 bytes to a remote: mtu"
}

answer_by_the_native_port()
{
	answered "4 1 ip4df:1400 a" "1 4 toobig4:1350 576 a"
	answered "4 1 8100:0:3:0 ip6:1400 b" "1 4 toobig6:1350 1280 b"
	tell "tap1 native" 2
	log_test "an untagged frame is answered untagged"
}

answer_with_an_inner_tag()
{
	answered "4 1 8100:101 8100:7 ip4df:1347 a" \
		"1 4 8100:101 8100:7 toobig4:1346 576 a"
	answered "4 1 8100:101 88a8:6:2:0 8100:7 ip6:1400 a" \
		"1 4 8100:101 88a8:6:2:0 8100:7 toobig6:1342 1280 a"
	tell "tap1 vlan 101" 2
	log_test "tags inside the frame are in the answer, and in its MTU"
}

answer_to_echo_and_first_fragment()
{
	local kind

	for kind in echo first; do
		answered "4 1 8100:100 ip4df/$kind:1400 $kind" \
			"1 4 8100:100 toobig4:1350 576 $kind"
		answered "4 1 8100:100 ip6/$kind:1400 $kind" \
			"1 4 8100:100 toobig6:1350 1280 $kind"
	done
	tell "tap1 vlan 100" 4
	log_test "ICMP requests and first fragments are answered"
}

no_answer()
{
	local kind kinds=()

	for kind in error redirect middle nobody self fromgroup togroup \
	    tonobody; do
		kinds+=("ip4df/$kind:1400" "ip6/$kind:1400")
	done
	unanswered "${kinds[@]}"
	log_test "no answer to ICMP errors, other fragments, odd addresses"
}

flood_too_long()
{
	sends vm1 "all 1 8100:100 ip6:1400 a" \
		"vm2 all 1 8100:200 ip6:1400 a" \
		"vm2 all 1 8100:202 ip6:1400 a" \
		"vm3 all 1 8100:300 ip6:1400 a"
	sends vm1 "group 1 ip4df:1400 a" "vm2 group 1 ip4df:1400 a"
	settles "remote 192.0.2.2: mtu +2" "remote 192.0.2.3: mtu +2"
	log_test "of a flood the remotes' copies are lost, unanswered"
}

# One answer, whatever the number of copies: r3 takes less than r2.
unknown_unicast()
{
	run ip -n "$HV1" route add 192.0.2.3/32 dev under src 192.0.2.1 mtu 1340
	busywait "$WAIT_MS" path_mtu_is $'1290\n1350'
	check_err $? "remote show does not say path_mtu 1290 and 1350"
	sends vm1 "9 1 ip4df:1320 a" "r2 vni=$PARENT 9 1 ip4df:1320 a" \
		"vm1 1 9 toobig4:1290 576 a" "vm2 9 1 ip4df:1320 a"
	settles "remote 192.0.2.3: mtu +1" "tap1 native: icmp_sent +1"
	run ip -n "$HV1" route del 192.0.2.3/32
	log_test "unicast to nowhere known: one answer, with the smallest MTU"
}

network_mtu()
{
	run trunkctl -n "$HV1" network set child mtu 1300
	sends vm1 "4 1 8100:100 ip4df:1300 a" "r2 vni=$CHILD 4 1 ip4df:1300 a"
	answered "4 1 8100:100 ip4df:1301 b" "1 4 8100:100 toobig4:1300 576 b"
	sends vm1 "3 1 8100:100 ip4df:1500 c" "vm3 3 1 8100:300 ip4df:1500 c"
	tell "tap1 vlan 100" 1
	log_test "the network's mtu holds for remotes where it is smaller"
}

# Nobody is told less than what each host must be able to take.
mtu_of_no_host()
{
	run trunkctl -n "$HV1" network set child mtu 1279
	answered "4 1 8100:100 ip4df:1280 a" "1 4 8100:100 toobig4:1279 576 a"
	sends vm1 "4 1 8100:100 ip6:1280 b"
	settles "tap1 vlan 100: icmp_sent +1" "tap1 vlan 100: mtu +2"
	run trunkctl -n "$HV1" network set child mtu auto
	passes vm1 "4 1 8100:100 ip4df:1350 a" \
		"r2 vni=$CHILD 4 1 ip4df:1350 a"
	log_test "IPv6 is never told less than 1280"
}

# What came from another hypervisor is not answered: its sender is not here.
port_mtu()
{
	run ip -n "$HV1" link set tap3 mtu 1000
	run ip -n "$VM3" link set eth0 mtu 1000
	sends vm1 "3 1 8100:100 ip4df:1000 a" "vm3 3 1 8100:300 ip4df:1000 a"
	answered "3 1 8100:100 ip4df:1100 b" "1 3 8100:100 toobig4:1000 576 b"
	sends r2 "vni=$CHILD 3 4 ip4df:1100 c"
	sends vm1 "all 1 8100:100 88b5:1100 d" \
		"vm2 all 1 8100:200 88b5:1100 d" \
		"vm2 all 1 8100:202 88b5:1100 d" \
		"r2 vni=$CHILD all 1 88b5:1100 d" \
		"r3 vni=$CHILD all 1 88b5:1100 d"
	settles "tap1 vlan 100: icmp_sent +1" "tap3 vlan 300: mtu +3"
	run ip -n "$HV1" link set tap3 mtu 1500
	run ip -n "$VM3" link set eth0 mtu 1500
	log_test "a frame longer than its trunk device's MTU: mtu at the port"
}

# grown PLACE NAME: since the baseline.
grown()
{
	counts_grown | sed -n "s/^$1: $2 +//p"
}

all_are_lost()
{
	counters "$HV1" >"$TMP_DIR/after"
	[ "$(grown "tap1 native" mtu)" = 500 ]
}

# A hundred in a second, for all ports of a trunk together.
limited()
{
	local sent suppressed seconds=$SECONDS

	injector_ask burst 500 vm1 "4 1 ip4df:1400 a"
	injector_collect 0 >/dev/null
	busywait "$WAIT_MS" all_are_lost
	check_err $? "mtu has not grown by 500"
	sent=$(grown "tap1 native" icmp_sent)
	suppressed=$(grown "tap1 native" icmp_suppressed)
	seconds=$((SECONDS - seconds + 2))
	check_eq $((sent + suppressed)) 500 "answers sent and suppressed"
	((sent > 0 && sent <= 100 * seconds && suppressed > 0))
	check_err $? "$sent of 500 answers in $seconds seconds"
	check_eq "$(trunkctl -n "$HV1" -s subport show tap1 native |
		grep -o "icmp suppressed .*")" "icmp suppressed $suppressed" \
		"the text of trunkctl"
	mv "$TMP_DIR/after" "$TMP_DIR/before"
	log_test "answers are limited, and those not sent are counted"
}

path_mtu_follows()
{
	underlay_mtu 1600
	busywait "$WAIT_MS" path_mtu_is 1550
	check_err $? "remote show does not say path_mtu 1550"
	passes vm1 "4 1 8100:100 ip6:1500 a" "r2 vni=$CHILD 4 1 ip6:1500 a"
	underlay_mtu 1400
	busywait "$WAIT_MS" path_mtu_is 1350
	check_err $? "remote show does not say path_mtu 1350"
	answered "4 1 8100:100 ip6:1500 a" "1 4 8100:100 toobig6:1350 1280 a"
	tell "tap1 vlan 100" 1
	log_test "the underlay's MTU may change"
}

tests_run
