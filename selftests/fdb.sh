#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The forwarding database: what is learned, kept, moved, aged and forgotten.
#
#   VM1 1 ---- tap1 vlan 100 --+            +-- r2 192.0.2.2, MACs from 4 on
#   VM2 2 ---- tap2 vlan 200 --+-- child ---+
#   VM3 3 ---- tap3 vlan 300 --+   (5001)   +-- r3 192.0.2.3
#
# The ports are drawn in injector.sh.

ALL_TESTS="
	learned_at_a_port
	learned_at_a_remote
	per_network
	moves
	learn_off
	static_entries
	set_by_add
	removed
	flush_filters
	flush_keeps_configured
	ageing
	sticky_ages
	frames_keep_it_young
	limit
	gone_with_the_port
	gone_with_the_remote
	stays_when_retagged
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

fdb()
{
	run trunkctl -n "$HV1" fdb "$@"
}

# entries [FILTER]...: "MAC NETWORK PLACE TYPE" lines.
entries()
{
	trunkctl -n "$HV1" -j fdb show "$@" | jq -r '.[] |
		"\(.mac[-2:]) \(.network) " +
		if .ip then .ip
		elif .selector == "vlan" then "\(.dev) vlan \(.vlan)"
		else "\(.dev) \(.selector)" end + " \(.type)"' | sort
}

entries_are()
{
	check_eq "$(entries)" "$1" "the entries $2"
}

# seen POINT FRAME: sent, and all copies are through.
seen()
{
	injector_ask send "$1" "$2"
	injector_collect 1 >/dev/null
}

learned_at_a_port()
{
	local start age

	defer forget
	start=$(now_ms)
	seen vm1 "all 1 8100:100 88b5 a"
	seen vm2 "all 2 88b5 a"
	entries_are "01 child tap1 vlan 100 learned
02 parent tap2 native learned" "after two frames"
	age=$(trunkctl -n "$HV1" -j fdb show mac 02:00:00:00:00:01 |
		jq '.[0].age')
	# The kernel's clock here has steps of a second at most.
	if ((age < 0 || age > $(now_ms) - start + 1000)); then
		fail "age $age of an entry made $(($(now_ms) - start)) ms ago"
	fi
	log_test "a source MAC is learned at its port"
}

learned_at_a_remote()
{
	defer forget
	seen r2 "vni=$CHILD all 4 88b5 a"
	seen r3 "vni=$PARENT all 5 88b5 a"
	entries_are "04 child 192.0.2.2 learned
05 parent 192.0.2.3 learned" "after two frames"
	log_test "a source MAC from a tunnel is learned at the remote"
}

per_network()
{
	defer forget
	seen vm1 "all 1 8100:100 88b5 a"
	seen vm1 "all 1 88b5 a"
	seen r2 "vni=$QINQ all 1 88b5 a"
	entries_are "01 child tap1 vlan 100 learned
01 parent tap1 native learned
01 qinq 192.0.2.2 learned" "of one MAC"
	log_test "one MAC has a place of its own in each network"
}

moves()
{
	defer forget
	seen vm1 "all 7 8100:100 88b5 a"
	seen vm3 "all 7 8100:300 88b5 a"
	entries_are "07 child tap3 vlan 300 learned" "after a move"
	seen r2 "vni=$CHILD all 7 88b5 a"
	entries_are "07 child 192.0.2.2 learned" "after a move to a remote"
	seen r3 "vni=$CHILD all 7 88b5 a"
	entries_are "07 child 192.0.2.3 learned" "after a move between remotes"
	seen vm2 "all 7 8100:202 88b5 a"
	entries_are "07 child tap2 vlan 202 learned" "after the move back"
	seen vm2 "all 7 8100:202 88b5 b"
	check_eq "$(trunkctl -n "$HV1" -j fdb show | jq -c '.[].moves')" 4 \
		"moves that were counted"
	log_test "a learned entry moves with its MAC"
}

learn_off()
{
	run trunkctl -n "$HV1" network set child learn off
	defer trunkctl -n "$HV1" network set child learn on
	defer forget
	seen vm1 "all 1 8100:100 88b5 a"
	seen r2 "vni=$CHILD all 4 88b5 a"
	seen vm1 "all 1 88b5 a"
	entries_are "01 parent tap1 native learned" "with learn off in child"
	log_test "with learn off nothing is learned, in that network"
}

static_entries()
{
	fdb add 02:00:00:00:00:07 network child dev tap1 vlan 100
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:07 network child
	fdb add 02:00:00:00:00:08 network 5001 remote 192.0.2.3 sticky
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:08 network child
	fdb add 02:00:00:00:00:09 network parent dev tap2 native static
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:09 network parent
	entries_are "07 child tap1 vlan 100 static
08 child 192.0.2.3 sticky
09 parent tap2 native static" "that were added"
	log_test "static and sticky entries, at ports and at remotes"
}

set_by_add()
{
	seen vm2 "all 7 8100:200 88b5 a"
	entries_are "07 child tap2 vlan 200 learned" "before"
	fdb add 02:00:00:00:00:07 network child dev tap1 vlan 100
	entries_are "07 child tap1 vlan 100 static" "after"
	fdb del 02:00:00:00:00:07 network child
	log_test "a configured entry takes the place of a learned one"
}

removed()
{
	seen vm2 "all 7 8100:200 88b5 a"
	fdb del 02:00:00:00:00:07 network child
	entries_are "" "after del"
	log_test "an entry of any type is removed by MAC and network"
}

flush_filters()
{
	local all

	defer forget
	all="01 child tap1 vlan 100 learned
01 parent tap1 native learned
02 child tap2 vlan 200 learned
04 child 192.0.2.2 learned
05 parent 192.0.2.3 learned"
	seen vm1 "all 1 8100:100 88b5 a"
	seen vm1 "all 1 88b5 a"
	seen vm2 "all 2 8100:200 88b5 a"
	seen r2 "vni=$CHILD all 4 88b5 a"
	seen r3 "vni=$PARENT all 5 88b5 a"
	entries_are "$all" "learned"
	check_eq "$(entries network child)" "$(grep child <<<"$all")" \
		"entries shown by network"
	check_eq "$(entries dev tap1)" "$(grep tap1 <<<"$all")" \
		"entries shown by device"
	check_eq "$(entries remote 192.0.2.2)" \
		"$(grep 192.0.2.2 <<<"$all")" "entries shown by remote"
	check_eq "$(entries mac 02:00:00:00:00:01)" \
		"$(grep ^01 <<<"$all")" "entries shown by MAC"
	fdb flush network parent remote 192.0.2.3 >/dev/null
	entries_are "$(grep -v ^05 <<<"$all")" "after network and remote"
	fdb flush dev tap2 >/dev/null
	entries_are "$(grep -v '^0[25]' <<<"$all")" "after dev tap2"
	fdb flush mac 02:00:00:00:00:01 >/dev/null
	entries_are "04 child 192.0.2.2 learned" "after the MAC"
	fdb flush remote 192.0.2.2 >/dev/null
	entries_are "" "after the remote"
	log_test "show and flush by network, device, remote and MAC"
}

flush_keeps_configured()
{
	defer forget
	fdb add 02:00:00:00:00:07 network child dev tap1 vlan 100
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:07 network child
	fdb add 02:00:00:00:00:08 network child remote 192.0.2.3 sticky
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:08 network child
	seen vm2 "all 2 8100:200 88b5 a"
	fdb flush >/dev/null
	entries_are "07 child tap1 vlan 100 static
08 child 192.0.2.3 sticky" "after flush"
	log_test "flush keeps static and sticky entries"
}

no_entries()
{
	[ -z "$(entries)" ]
}

ageing()
{
	run trunkctl -n "$HV1" bridge set br-trunk ageing 1
	defer trunkctl -n "$HV1" bridge set br-trunk ageing 300
	fdb add 02:00:00:00:00:07 network child dev tap1 vlan 100
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:07 network child
	seen vm2 "all 2 8100:200 88b5 a"
	seen r2 "vni=$CHILD all 4 88b5 a"
	busywait "$WAIT_MS" only_static
	check_err $? "what did not age: $(entries)"
	log_test "silent entries age, static ones do not"
}

only_static()
{
	[ "$(entries)" = "07 child tap1 vlan 100 static" ]
}

sticky_ages()
{
	run trunkctl -n "$HV1" bridge set br-trunk ageing 1
	defer trunkctl -n "$HV1" bridge set br-trunk ageing 300
	fdb add 02:00:00:00:00:08 network child remote 192.0.2.3 sticky
	busywait "$WAIT_MS" no_entries
	check_err $? "what did not age: $(entries)"
	log_test "a sticky entry ages when its MAC is silent"
}

# older AGE: of MAC 2, in milliseconds
older()
{
	[ "$(trunkctl -n "$HV1" -j fdb show mac 02:00:00:00:00:02 |
		jq ".[0].age >= $1")" = true ]
}

refreshed()
{
	seen vm2 "all 2 8100:200 88b5 a"
	not older 3000
}

frames_keep_it_young()
{
	defer forget
	seen vm2 "all 2 8100:200 88b5 a"
	busywait "$WAIT_MS" older 3000
	check_err $? "the age does not grow"
	busywait "$WAIT_MS" refreshed
	check_err $? "the age is not that of the last frame"
	log_test "an entry is as old as the last frame of its MAC"
}

limit()
{
	local failed

	defer forget
	fdb add 02:00:00:00:00:07 network child dev tap3 vlan 300
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:07 network child
	run trunkctl -n "$HV1" bridge set br-trunk fdb-max 2
	defer trunkctl -n "$HV1" bridge set br-trunk fdb-max 65536
	seen vm1 "all 1 8100:100 88b5 a"
	failed=$(trunkctl -n "$HV1" -j bridge show | jq '.[0].learn_failed')
	injector_baseline
	passes vm2 "1 2 8100:200 88b5 a" "vm1 1 2 8100:100 88b5 a"
	passes vm1 "2 1 8100:100 88b5 a" \
		"vm2 2 1 8100:200 88b5 a" "vm2 2 1 8100:202 88b5 a" \
		"vm3 2 1 8100:300 88b5 a" \
		"r2 vni=$CHILD 2 1 88b5 a" "r3 vni=$CHILD 2 1 88b5 a"
	entries_are "01 child tap1 vlan 100 learned
07 child tap3 vlan 300 static" "at the limit"
	check_eq "$(trunkctl -n "$HV1" -j bridge show |
		jq -c '.[0] | [.learn_failed, .fdb_count, .fdb_max]')" \
		"[$((failed + 1)),2,2]" "learn_failed, fdb_count and fdb_max"
	log_test "at fdb-max nothing is learned, and frames still go"
}

gone_with_the_port()
{
	defer forget
	run trunkctl -n "$HV1" subport add tap3 vlan 301 network child
	seen vm3 "all 3 8100:301 88b5 a"
	entries_are "03 child tap3 vlan 301 learned" "before"
	run trunkctl -n "$HV1" subport del tap3 vlan 301
	entries_are "" "after the port"
	log_test "what was learned at a port goes with it"
}

gone_with_the_remote()
{
	defer forget
	run trunkctl -n "$HV1" remote add 192.0.2.9 network child
	seen r9 "vni=$CHILD all 9 88b5 a"
	entries_are "09 child 192.0.2.9 learned" "before"
	run trunkctl -n "$HV1" remote del 192.0.2.9 network child
	entries_are "" "after the remote"
	log_test "what was learned from a remote goes with it"
}

stays_when_retagged()
{
	defer forget
	fdb add 02:00:00:00:00:07 network child dev tap3 vlan 300
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:07 network child
	seen vm3 "all 3 8100:300 88b5 a"
	run trunkctl -n "$HV1" subport set tap3 vlan 300 retag 301
	entries_are "03 child tap3 vlan 301 learned
07 child tap3 vlan 301 static" "after retag"
	run trunkctl -n "$HV1" subport set tap3 vlan 301 retag 300
	log_test "entries follow a port that gets another tag"
}

tests_run
