#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Counters say what was sent, no more and no less:
#
#   VM1 --114 bytes--> tap1 vlan 100 --+--> tap2 vlan 200, tap2 vlan 202
#                                      +--> tap3 vlan 300
#                                      +--> r2 192.0.2.2, r3 192.0.2.3
#
# Bytes are those from the destination MAC on, without the outer tag. The ports
# are drawn in injector.sh.
#
# needs: two CPUs

ALL_TESTS="
	from_a_port
	from_a_remote
	unicast
	inner_tag_counts
	ip_link
	drops_of_the_trunk
	kept_when_set
	kept_when_retagged
	kept_when_replaced
	removed_ports_stay_in_the_sum
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

setup()
{
	injector_topo
	injector_config
	injector_start
}

# A frame of 114 bytes, without the tag.
readonly BODY="88b5:100 a"

# three POINT FRAME COUNT: send a frame three times, COUNT copies arrive.
three()
{
	injector_ask send "$1" "$2"
	injector_ask send "$1" "$2"
	injector_ask send "$1" "$2"
	injector_collect $((3 * $3)) >/dev/null
}

grown()
{
	counters "$HV1" >"$TMP_DIR/after"
	counters_grown "$TMP_DIR/before" "$TMP_DIR/after"
}

# grown_is LINE...: each "PLACE: WAY PACKETS", of 114 bytes each.
grown_is()
{
	local line place way packets

	check_eq "$(grown)" "$(for line in "$@"; do
		read -r way packets <<<"${line##*: }"
		place=${line%: *}
		echo "$place: ${way}_bytes +$((packets * 114))"
		echo "$place: ${way}_packets +$packets"
	done | sort)" "what was counted"
}

from_a_port()
{
	defer forget
	injector_baseline
	three vm1 "all 1 8100:100 $BODY" 5
	grown_is "tap1: rx 3" "tap1 vlan 100: rx 3" \
		"tap2: tx 6" "tap2 vlan 200: tx 3" "tap2 vlan 202: tx 3" \
		"tap3: tx 3" "tap3 vlan 300: tx 3" \
		"remote 192.0.2.2: tx 3" "remote 192.0.2.3: tx 3" \
		"br-trunk: rx 3" "br-trunk: tx 9"
	log_test "a broadcast from a port: one rx, a tx for each copy"
}

from_a_remote()
{
	defer forget
	injector_baseline
	three r2 "vni=$PARENT all 4 $BODY" 2
	grown_is "remote 192.0.2.2: rx 3" \
		"tap1: tx 3" "tap1 native: tx 3" \
		"tap2: tx 3" "tap2 native: tx 3" "br-trunk: tx 6"
	log_test "a broadcast from a remote: rx of the remote, tx of the ports"
}

unicast()
{
	defer forget
	three vm3 "all 3 8100:300 $BODY" 5
	injector_baseline
	three vm1 "3 1 8100:100 $BODY" 1
	grown_is "tap1: rx 3" "tap1 vlan 100: rx 3" \
		"tap3: tx 3" "tap3 vlan 300: tx 3" \
		"br-trunk: rx 3" "br-trunk: tx 3"
	log_test "unicast: one rx, one tx"
}

# A tag inside is payload: four bytes more.
inner_tag_counts()
{
	defer forget
	injector_baseline
	three vm1 "all 1 8100:101 8100:7 $BODY" 3
	check_eq "$(grown | grep 'tap2 vlan 201')" \
"tap2 vlan 201: tx_bytes +354
tap2 vlan 201: tx_packets +3" "with qinq"
	log_test "an inner tag counts as payload"
}

ip_link()
{
	local before after

	defer forget
	before=$(link_stats)
	three vm1 "all 1 8100:100 $BODY" 5
	three vm1 "all 1 8100:555 $BODY" 0
	three r2 "vni=7777 all 1 $BODY" 0
	busywait "$WAIT_MS" link_dropped $((${before##* } + 6))
	check_err $? "not the 3 frames that tap1 lost and the 3 of the bridge"
	after=$(link_stats)
	# shellcheck disable=SC2086
	set -- $before $after
	check_eq "$(($6 - $1)) $(($7 - $2)) $(($8 - $3)) $(($9 - $4))" \
		"3 342 9 1026" "packets and bytes in, packets and bytes out"
	log_test "ip -s link shows the bridge's packets, bytes and drops"
}

# Packets and bytes in, packets and bytes out, dropped.
link_stats()
{
	ip -n "$HV1" -j -s link show dev br-trunk | jq -r '.[0].stats64 |
		"\(.rx.packets) \(.rx.bytes) \(.tx.packets) \(.tx.bytes) \(.rx.dropped)"'
}

link_dropped()
{
	local stats

	stats=$(link_stats)
	[ "${stats##* }" = "$1" ]
}

total_drops()
{
	trunkctl -n "$HV1" -j -s trunk show "$1" |
		jq ".[0].stats.drops.$2 // 0"
}

# Here as trunkctl shows it: a trunk's drops include those of its ports.
drops_of_the_trunk()
{
	local before

	before=$(total_drops tap1 inner_tag)
	three vm1 "all 1 8100:100 8100:7 $BODY" 0
	injector_baseline
	loses vm1 "all 1 8100:555 $BODY" tap1 unknown_vid
	check_eq "$(total_drops tap1 inner_tag)" $((before + 3)) \
		"inner_tag of the trunk"
	log_test "a trunk's drops are its ports' and its own"
}

# port_counts DEV VID: "RX DROPS" of a subport.
port_counts()
{
	trunkctl -n "$HV1" -j -s subport show "$1" vlan "$2" | jq -r \
		'.[0].stats | "\(.rx_packets) \(.drops.inner_tag // 0)"'
}

# With something to keep.
used()
{
	run trunkctl -n "$HV1" subport add tap3 vlan "$1" network qinq
	three vm3 "all 3 8100:$1 $BODY" 4
	three vm3 "all 3 8100:$1 8100:7 $BODY" 0
	check_eq "$(port_counts tap3 "$1")" "3 3" "counters before"
}

kept_when_set()
{
	defer forget
	used 310
	defer trunkctl -n "$HV1" subport del tap3 vlan 310
	run trunkctl -n "$HV1" subport set tap3 vlan 310 down
	run trunkctl -n "$HV1" subport set tap3 vlan 310 up name p310
	run trunkctl -n "$HV1" subport set tap3 vlan 310 network child
	check_eq "$(port_counts tap3 310)" "3 3" "counters after set"
	log_test "a port that is set keeps its counters"
}

kept_when_retagged()
{
	defer forget
	used 311
	run trunkctl -n "$HV1" subport set tap3 vlan 311 retag 312
	defer trunkctl -n "$HV1" subport del tap3 vlan 312
	check_eq "$(port_counts tap3 312)" "3 3" "counters after retag"
	log_test "a port that gets another tag keeps its counters"
}

kept_when_replaced()
{
	defer forget
	used 313
	defer trunkctl -n "$HV1" subport del tap3 vlan 313
	run trunkctl -n "$HV1" subport replace tap3 vlan 313 network child
	check_eq "$(port_counts tap3 313)" "3 3" "counters after replace"
	log_test "a port that is replaced keeps its counters"
}

trunk_rx()
{
	trunkctl -n "$HV1" -j -s trunk show tap3 |
		jq -c '.[0].stats | [.rx_packets, .rx_bytes, .drops.inner_tag]'
}

removed_ports_stay_in_the_sum()
{
	local before

	defer forget
	used 314
	before=$(trunk_rx)
	run trunkctl -n "$HV1" subport del tap3 vlan 314
	check_eq "$(trunk_rx)" "$before" "the trunk's counters after del"
	log_test "what a removed port counted stays in its trunk's sum"
}

tests_run
