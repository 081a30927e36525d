#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What frames, time and other devices change is reported, and nothing else:
#
#     trunkctl -j monitor <--- multicast group config --- HV1 br-trunk
#
# What commands change is in monitor.sh. The ports are drawn in injector.sh.

ALL_TESTS="
	learned_and_moved
	flushed_and_aged
	device_goes
	refusals_are_silent
	objects_wanted
	other_namespaces
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

EVENTS=$TMP_DIR/events

setup()
{
	injector_topo
	injector_config
	injector_start
	setup_ns ELSEWHERE
}

has_events()
{
	[ "$(wc -l <"$EVENTS")" -ge "$1" ]
}

# listen [OBJECT]...: returns when the monitor has told all of what is changed
# to see whether it listens, which goes by a number. Subports come last.
MARK=0

listen()
{
	local last

	: >"$EVENTS"
	background MONITOR_PID "$TRUNKCTL" -n "$HV1" -j monitor "$@" >>"$EVENTS"
	busywait "$WAIT_MS" heard
	last="\"name\":\"m$MARK\""
	if [ "$*" = "fdb network" ]; then
		last="\"mtu\":$((1000 + MARK)),"
	fi
	busywait "$WAIT_MS" has_text "$last" "$EVENTS"
	check_err $? "the monitor does not hear"
	: >"$EVENTS"
}

heard()
{
	MARK=$((MARK + 1))
	trunkctl -n "$HV1" -b - <<-END
		network set qinq mtu $((1000 + MARK))
		subport set tap1 vlan 101 name m$MARK
	END
	[ -s "$EVENTS" ]
}

# events_are WANTED JQ: a line for each event, as jq makes it.
events_are()
{
	busywait "$WAIT_MS" has_events "$(wc -l <<<"$1")"
	check_eq "$(jq -r '"\(.event) \(.object) " + ('"$2"')' "$EVENTS")" \
		"$1" "events"
}

# Where an entry is.
PLACE='"\(.mac[-2:]) \(.network) \(.dev // .ip) \(.vlan // "-") \(.type)"'

seen()
{
	injector_ask send "$1" "$2"
	injector_collect 1 >/dev/null
}

learned_and_moved()
{
	run trunkctl -n "$HV1" fdb flush >/dev/null
	listen
	seen vm1 "all 7 8100:100 88b5 a"
	seen vm1 "all 7 8100:100 88b5 a"
	seen vm3 "all 7 8100:300 88b5 a"
	seen r2 "vni=$CHILD all 7 88b5 a"
	events_are "new fdb 07 child tap1 100 learned
new fdb 07 child tap3 300 learned
new fdb 07 child 192.0.2.2 - learned" "$PLACE"
	log_test "a MAC is learned and moves: one event each"
}

flushed_and_aged()
{
	run trunkctl -n "$HV1" fdb flush >/dev/null
	seen vm1 "all 7 8100:100 88b5 a"
	listen fdb network
	run trunkctl -n "$HV1" fdb flush >/dev/null
	events_are "del fdb 07 child tap1 100 learned" "$PLACE"
	seen vm1 "all 7 8100:100 88b5 a"
	run trunkctl -n "$HV1" bridge set br-trunk ageing 1
	events_are "del fdb 07 child tap1 100 learned
new fdb 07 child tap1 100 learned
del fdb 07 child tap1 100 learned" "$PLACE"
	run trunkctl -n "$HV1" bridge set br-trunk ageing 300
	log_test "an entry is flushed, and ages"
}

device_goes()
{
	run ip -n "$HV1" link add tap7 type dummy
	run trunkctl -n "$HV1" trunk add tap7 network child
	listen
	run ip -n "$HV1" link del tap7
	events_are "del subport tap7 native
del trunk tap7 null" '"\(.dev) \(.selector)"'
	log_test "a device that goes takes its port and trunk along"
}

refusals_are_silent()
{
	listen
	quietly trunkctl -n "$HV1" network add child vni 6001
	quietly trunkctl -n "$HV1" subport add tap1 vlan 100 network child
	quietly trunkctl -n "$HV1" remote add 192.0.2.2
	run trunkctl -n "$HV1" network set child mtu auto
	events_are "new network child" '"\(.name)"'
	log_test "what is refused is not reported"
}

objects_wanted()
{
	listen subport
	run trunkctl -n "$HV1" network set child mtu auto
	run trunkctl -n "$HV1" subport set tap1 vlan 100 up
	events_are "new subport tap1" '"\(.dev)"'
	log_test "monitor OBJECT prints that object's changes alone"
}

other_namespaces()
{
	listen
	run ip -n "$ELSEWHERE" link add br-else type vtrunk
	run trunkctl -n "$ELSEWHERE" network add n1 vni 6001
	run trunkctl -n "$HV1" network set child mtu auto
	events_are "new network child" '"\(.name)"'
	log_test "another namespace's changes are not seen here"
}

tests_run
