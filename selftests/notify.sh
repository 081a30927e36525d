#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every change is reported, to whoever listens:
#
#     trunkctl -j monitor <--- multicast group config --- HV1 br-trunk
#                                                          each command, MACs

ALL_TESTS="
	bridges
	networks
	remotes
	trunks
	ports
	learned_and_moved
	configured_entries
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

# listen [OBJECT]...: returns when the monitor hears a change made for that.
listen()
{
	: >"$EVENTS"
	background MONITOR_PID "$TRUNKCTL" -n "$HV1" -j monitor "$@" >>"$EVENTS"
	busywait "$WAIT_MS" heard "$@"
	check_err $? "the monitor does not hear"
	: >"$EVENTS"
}

heard()
{
	trunkctl -n "$HV1" network set qinq mtu auto
	trunkctl -n "$HV1" trunk set tap2 up
	trunkctl -n "$HV1" subport set tap1 vlan 101 up
	[ -s "$EVENTS" ]
}

# events_are WANTED JQ: a line for each event, as jq makes it.
events_are()
{
	busywait "$WAIT_MS" has_events "$(wc -l <<<"$1")"
	check_eq "$(jq -r '"\(.event) \(.object) " + ('"$2"')' "$EVENTS")" \
		"$1" "events"
}

bridges()
{
	listen
	run trunkctl -n "$HV1" bridge set br-trunk ageing 200
	run ip -n "$HV1" link add br-two type vtrunk
	run ip -n "$HV1" link del br-two
	events_are "new bridge br-trunk 200
new bridge br-two 300
del bridge br-two 300" '"\(.bridge) \(.ageing)"'
	run trunkctl -n "$HV1" bridge set br-trunk ageing 300
	log_test "a bridge is made, changed and removed"
}

networks()
{
	listen
	run trunkctl -n "$HV1" network add n1 vni 6001
	run trunkctl -n "$HV1" network set n1 name n2 mtu 1400
	run trunkctl -n "$HV1" network del n2
	events_are "new network n1 6001 0
new network n2 6001 1400
del network n2 6001 1400" '"\(.name) \(.vni) \(.mtu)"'
	log_test "a network is made, changed and removed"
}

remotes()
{
	listen
	run trunkctl -n "$HV1" remote add 192.0.2.8
	run trunkctl -n "$HV1" remote set 192.0.2.8 down
	run trunkctl -n "$HV1" remote add 192.0.2.8 network child
	run trunkctl -n "$HV1" remote del 192.0.2.8
	run trunkctl -n "$HV1" remote del 192.0.2.8 network child
	events_are "new remote 192.0.2.8 true every
new remote 192.0.2.8 false every
new remote 192.0.2.8 false child
del remote 192.0.2.8 false every
del remote 192.0.2.8 false child" '"\(.ip) \(.up) \(.network // "every")"'
	log_test "a remote is added, changed and removed, of all or one network"
}

trunks()
{
	run adf_ip_link_add "$HV1" tap7 type dummy
	listen trunk
	run trunkctl -n "$HV1" trunk add tap7
	run trunkctl -n "$HV1" trunk set tap7 locked on
	run trunkctl -n "$HV1" trunk set tap7 locked off
	run trunkctl -n "$HV1" trunk del tap7
	events_are "new trunk tap7 false
new trunk tap7 true
new trunk tap7 false
del trunk tap7 false" '"\(.dev) \(.locked)"'
	log_test "a trunk is made, changed and removed"
}

ports()
{
	listen
	run trunkctl -n "$HV1" subport add tap3 vlan 310 network child
	run trunkctl -n "$HV1" subport set tap3 vlan 310 retag 311 down
	run trunkctl -n "$HV1" subport replace tap3 vlan 311 network parent
	run trunkctl -n "$HV1" subport del tap3 vlan 311
	events_are "new subport tap3 310 child true
new subport tap3 311 child false
new subport tap3 311 parent true
del subport tap3 311 parent true" '"\(.dev) \(.vlan) \(.network) \(.up)"'
	log_test "a port is made, retagged, replaced and removed"
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

configured_entries()
{
	run trunkctl -n "$HV1" fdb flush >/dev/null
	listen
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:07 network child \
		dev tap1 vlan 100
	run trunkctl -n "$HV1" fdb del 02:00:00:00:00:07 network child
	events_are "new fdb 07 child tap1 100 static
del fdb 07 child tap1 100 static" "$PLACE"
	log_test "a static entry is made and removed"
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
