#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# How frames go to the device that they leave by: straight to its driver, or the
# way of the host's own frames, which the tracepoint net_dev_queue sees. The
# ports are drawn in injector.sh.

ALL_TESTS="
	setting
	straight
	told_to_queue
	captured
	queued
	filtered
	mirrored
	hooked
	to_a_port
	to_a_port_with_a_queue
	own_network_after_the_queue
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
# shellcheck source=capture.sh
. "$SELFTESTS/capture.sh"
require python3 tc tcpdump nft

readonly UPLINK=genev_sys_6081
readonly TRACE=/sys/kernel/tracing/instances/vtrunk-$$
readonly COUNT=20
readonly OUT="4 1 8100:100 88b5 a" ARRIVES="r2 vni=$CHILD 4 1 88b5 a"

hv()
{
	trunkctl -n "$HV1" "$@"
}

setup()
{
	[ -d /sys/kernel/tracing/events/net ] ||
		mount -t tracefs tracefs /sys/kernel/tracing
	injector_topo
	injector_config
	injector_start
	# Where MACs 2 and 4 are.
	injector_ask send r2 "vni=$CHILD all 4 88b5 a"
	injector_ask send r2 "vni=$PARENT all 4 88b5 a"
	injector_ask send vm2 "all 2 8100:200 88b5 a"
	busywait "$WAIT_MS" has_lines 3
	injector_collect 0 >"$TMP_DIR/arrived"
	mkdir "$TRACE"
	defer rmdir "$TRACE"
	trace_device "$UPLINK"
	echo 1 >"$TRACE/events/net/net_dev_queue/enable"
	defer eval "echo 0 >$TRACE/events/net/net_dev_queue/enable"
}

has_lines()
{
	[ "$(hv -j fdb show | jq length)" -eq "$1" ]
}

trace_device()
{
	echo "name == \"$1\"" >"$TRACE/events/net/net_dev_queue/filter"
}

# arrivals N: "COUNT POINT FRAME" for each kind.
arrivals()
{
	local lines

	lines=$(injector_collect "$1")
	uniq -c <<<"$lines" | sed 's/^ *//'
}

# goes N WHAT: of COUNT frames from VM1 to the remote N go the long way.
goes()
{
	frames_go "$1" "$OUT" "$ARRIVES" "$2"
}

# frames_go N FRAME ARRIVAL WHAT
frames_go()
{
	echo >"$TRACE/trace"
	injector_ask burst "$COUNT" vm1 "$2"
	check_err $? "the injector did not send"
	check_eq "$(arrivals "$COUNT")" "$COUNT $3" "what arrived, $4"
	check_eq "$(grep -c net_dev_queue "$TRACE/trace")" "$1" \
		"frames that went the long way, $4"
}

setting()
{
	check_eq "$(hv -j bridge show | jq -r '.[].handover')" auto "by default"
	run hv bridge set br-trunk handover queue
	check_eq "$(hv bridge show | grep -o 'handover [a-z]*')" \
		"handover queue" "as told"
	run hv bridge set br-trunk handover auto
	check_eq "$(hv bridge show | grep -c handover)" 0 "the default is not shown"
	check_eq "$(hv bridge set br-trunk handover none 2>&1)" \
		'trunkctl: bridge set: "none" is not auto or queue' "another word"
	log_test "bridge set handover auto|queue"
}

straight()
{
	goes 0 "when nobody looks"
	log_test "when nobody looks, frames go straight to the driver"
}

told_to_queue()
{
	run hv bridge set br-trunk handover queue
	defer hv bridge set br-trunk handover auto
	goes "$COUNT" "with handover queue"
	log_test "with handover queue none does"
}

captured()
{
	capture_start out "$HV1" "$UPLINK"
	goes "$COUNT" "during a capture"
	capture_stop out
	check_eq "$(decode "eth.dst == 02:00:00:00:00:04" frame.number -- out | wc -l)" \
		"$COUNT" "frames in the capture"
	goes 0 "after the capture"
	log_test "a capture has every frame"
}

# queue_packets: that the uplink's queueing discipline has sent.
queue_packets()
{
	tc -n "$HV1" -s -j qdisc show dev "$UPLINK" | jq '.[0].packets'
}

queued()
{
	run tc -n "$HV1" qdisc add dev "$UPLINK" root pfifo limit 1000
	goes "$COUNT" "with a queueing discipline"
	check_eq "$(queue_packets)" "$COUNT" "packets of the queueing discipline"
	run tc -n "$HV1" qdisc del dev "$UPLINK" root
	goes 0 "without it again"
	log_test "a queueing discipline has every frame"
}

filtered()
{
	run tc -n "$HV1" qdisc add dev "$UPLINK" clsact
	run tc -n "$HV1" filter add dev "$UPLINK" egress matchall action pass
	goes "$COUNT" "with a filter"
	check_eq "$(tc -n "$HV1" -s -j filter show dev "$UPLINK" egress |
		jq '[.[].options.actions[]?.stats.packets] | add')" "$COUNT" \
		"packets of the filter"
	run tc -n "$HV1" qdisc del dev "$UPLINK" clsact
	goes 0 "without it again"
	log_test "a tc egress filter has every frame"
}

mirrored()
{
	run ip -n "$HV1" link add mirror type dummy
	defer ip -n "$HV1" link del mirror
	run ip -n "$HV1" link set mirror up
	run tc -n "$HV1" qdisc add dev "$UPLINK" clsact
	defer tc -n "$HV1" qdisc del dev "$UPLINK" clsact
	run tc -n "$HV1" filter add dev "$UPLINK" egress matchall \
		action mirred egress mirror dev mirror
	goes "$COUNT" "with a mirror"
	check_eq "$(ip -n "$HV1" -s -j link show mirror |
		jq '.[0].stats64.tx.packets')" "$COUNT" "packets of the mirror"
	log_test "a mirror has every frame"
}

hooked()
{
	if ! in_ns "$HV1" nft -f - 2>"$TMP_DIR/nft" <<-END
		table netdev t {
			chain c {
				type filter hook egress device "$UPLINK" priority 0
				counter
			}
		}
		END
	then
		log_test_skip "an nftables egress chain has every frame" \
			"this kernel or nft has no egress hook"
		return
	fi
	goes "$COUNT" "with an egress chain"
	check_eq "$(in_ns "$HV1" nft -j list table netdev t |
		jq '.nftables[].rule?.expr[]?.counter?.packets | numbers')" \
		"$COUNT" "packets of the chain"
	run in_ns "$HV1" nft delete table netdev t
	goes 0 "without it again"
	log_test "an nftables egress chain has every frame"
}

to_a_port()
{
	trace_device tap2
	defer trace_device "$UPLINK"
	frames_go 0 "2 1 8100:100 88b5 a" "vm2 2 1 8100:200 88b5 a" \
		"when nobody looks"
	log_test "frames go straight to a port's driver"
}

to_a_port_with_a_queue()
{
	trace_device tap2
	defer trace_device "$UPLINK"
	run tc -n "$HV1" qdisc add dev tap2 root fq_codel
	defer tc -n "$HV1" qdisc del dev tap2 root
	frames_go "$COUNT" "2 1 8100:100 88b5 a" "vm2 2 1 8100:200 88b5 a" \
		"with fq_codel"
	log_test "a port's queueing discipline has every frame"
}

# Frames wait in the queue while others of another network are handed over.
own_network_after_the_queue()
{
	local i

	run tc -n "$HV1" qdisc add dev "$UPLINK" root netem delay 20ms limit 1000
	defer tc -n "$HV1" qdisc del dev "$UPLINK" root
	for ((i = 0; i < COUNT; i++)); do
		injector_ask send vm1 "4 1 8100:100 88b5 child"
		injector_ask send vm1 "4 1 88b5 parent"
	done
	check_eq "$(arrivals $((2 * COUNT)))" \
		"$COUNT r2 vni=$PARENT 4 1 88b5 parent"$'\n'"$COUNT r2 vni=$CHILD 4 1 88b5 child" \
		"what arrived"
	log_test "a frame that waited in a queue still has its own VNI"
}

tests_run
