#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# How often the module itself asks for memory while frames pass, as the kernel
# traces it. What is drawn in injector.sh, and of it
#
#   tap1  100 plain (5001)   101 keyed (5003, mode ovn) key 11
#   tap2  200 plain          201 keyed key 12
#
# MACs 2 and 4 are known at VLAN 200 and 201, and behind r2. Clones of flooded
# frames are the core's, and not counted.

ALL_TESTS="
	to_a_port
	to_a_remote
	to_a_remote_of_ovn
	to_all
	from_a_tunnel
	from_ovn
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

TRACING=/sys/kernel/tracing
TRACE=$TRACING/instances/vtrunk-test
# Frames; as many as a socket surely holds.
MANY=100

[ -e "$TRACING/trace" ] || quietly mount -t tracefs tracefs "$TRACING"
[ -e "$TRACING/kprobe_events" ] ||
	skip_all "the kernel has no tracing of functions"
grep -q ' metadata_dst_alloc$' /proc/kallsyms ||
	skip_all "the kernel makes tunnel metadata elsewhere"

setup()
{
	injector_topo
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add plain vni 5001
		network add keyed vni 5003 mode ovn
		remote add 192.0.2.2
		trunk add tap1
		subport add tap1 vlan 100 network plain
		subport add tap1 vlan 101 network keyed key 11
		trunk add tap2
		subport add tap2 vlan 200 network plain
		subport add tap2 vlan 201 network keyed key 12
		fdb add 02:00:00:00:00:02 network plain dev tap2 vlan 200
		fdb add 02:00:00:00:00:04 network plain remote 192.0.2.2
		fdb add 02:00:00:00:00:04 network keyed remote 192.0.2.2 key 41
	END
	injector_run
	injector_ask raw vm1 "$VM1" eth0
	injector_ask raw vm2 "$VM2" eth0
	injector_ask vtep r2 "$UNDERLAY" 192.0.2.2 192.0.2.1
	trace_start
}

# The kernel's allocators when the module calls them, and what makes tunnel
# metadata, which calls them itself; the Geneve device does that for each packet.
trace_start()
{
	local at size event

	read -r size at < <(awk '$1 == "vtrunk" { print $2, $6 }' /proc/modules)
	# shellcheck disable=SC2016 # the kernel's variable: who has called
	echo 'p:vtrunk_test/md metadata_dst_alloc call_site=$stack0:x64' \
		>>"$TRACING/kprobe_events"
	defer_quietly eval "echo -:vtrunk_test/md >>$TRACING/kprobe_events"
	mkdir "$TRACE"
	defer rmdir "$TRACE"
	for event in "$TRACE"/events/{kmem/km*alloc*,vtrunk_test/md}; do
		printf 'call_site >= %s && call_site < 0x%x' "$at" \
			$((at + size)) >"$event/filter"
		echo 1 >"$event/enable"
	done
}

# asked N ARRIVALS POINT FRAME: how often for N such frames, of which together
# so many arrive.
asked()
{
	local count=$1 arrivals=$2
	shift 2

	: >"$TRACE/trace"
	while [ "$count" -gt 0 ]; do
		injector_ask send "$@"
		check_err $? "the injector did not send: $*"
		count=$((count - 1))
	done
	injector_collect "$arrivals" >"$TMP_DIR/got"
	check_eq "$(wc -l <"$TMP_DIR/got")" "$arrivals" \
		"frames that arrived of $*"
	ASKED=$(grep -vc '^#' "$TRACE/trace")
}

# free_of_cost ARRIVALS POINT FRAME: once it has passed, more of it cost nothing.
free_of_cost()
{
	asked 1 "$@"
	asked "$MANY" $((MANY * $1)) "${@:2}"
	check_eq "$ASKED" 0 "allocations for $MANY of ${*:2}"
}

# costs ARRIVALS POINT FRAME: that it does is seen.
costs()
{
	asked 1 "$@"
	check_fail $((ASKED == 0 ? 0 : 1)) "no allocation was seen for ${*:2}"
}

to_a_port()
{
	costs 1 vm1 "2 1 8100:100 88b5 a"
	free_of_cost 1 vm1 "2 1 8100:100 88b5 a"
	log_test "to a port: nothing, once the source's MAC is learned"
}

to_a_remote()
{
	free_of_cost 1 vm1 "4 1 8100:100 88b5 a"
	log_test "to a remote: nothing"
}

to_a_remote_of_ovn()
{
	costs 1 vm1 "4 1 8100:101 88b5 a"
	free_of_cost 1 vm1 "4 1 8100:101 88b5 a"
	log_test "in mode ovn: nothing, once two ports have met"
}

to_all()
{
	free_of_cost 2 vm1 "all 1 8100:100 88b5 a"
	free_of_cost 2 vm1 "all 1 8100:101 88b5 a"
	log_test "to all, in both modes: nothing but the core's clones"
}

from_a_tunnel()
{
	free_of_cost 1 r2 "vni=5001 2 4 88b5 a"
	log_test "from a tunnel: nothing"
}

from_ovn()
{
	free_of_cost 1 r2 "vni=5003 opt=0102:80:0029000c 2 4 88b5 a"
	log_test "from a tunnel in mode ovn: nothing"
}

tests_run
