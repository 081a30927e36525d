#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# All ports of a trunk replaced at once, 4094 subports and the native port:
#
#      VM1                  HV1, br-trunk                        VM2
#     eth0.10 ---+          child 5001, learns           +--- eth0.10
#     eth0.11 ---+-- tap1   flooded 5002, does not  tap2 +--- eth0.11
#     eth0.12 ---+          bulk 5003, other 5004
#
# VLAN 10 is child and VLAN 11 flooded at both ends, and stay; VLAN 12 of tap1
# is child, and changes.
#
# needs: two CPUs

ALL_TESTS="
	whole_set
	loads_what_is_shown
	one_event
	siblings_lose_nothing
	changed_ports_keep
	refusals
	nothing_or_all
	shows_old_or_new
	many_networks
	trunk_goes
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require ping

SET_A=$TMP_DIR/set-a
SET_B=$TMP_DIR/set-b
BAD=$TMP_DIR/bad
EVENTS=$TMP_DIR/events

# sibling VID A B: the VLAN of both VMs, with addresses A and B. Nobody asks
# for addresses, so that each frame is one that ping sent.
sibling()
{
	topo_vlan "$VM1" "$1" "$2/24"
	topo_vlan "$VM2" "$1" "$3/24"
	ip -n "$VM1" neigh replace "$3" lladdr 02:00:00:00:00:02 \
		dev "eth0.$1" nud permanent
	ip -n "$VM2" neigh replace "$2" lladdr 02:00:00:00:00:01 \
		dev "eth0.$1" nud permanent
}

# The set that tap1 has, and the one that takes its place: half of the ports
# change, some go, some have another network.
write_sets()
{
	awk 'BEGIN {
		print "native network bulk"
		print "vlan 10 network child\nvlan 11 network flooded"
		print "vlan 12 network child name twelve"
		for (v = 1; v <= 4094; v++)
			if (v < 10 || v > 12)
				print "vlan " v " network " \
					(v < 20 ? "flooded" : "bulk")
	}' >"$SET_A"
	awk 'BEGIN {
		print "vlan 10 network child\nvlan 11 network flooded"
		print "vlan 12 network child name twelve unknown on local-only on"
		for (v = 13; v < 16; v++)
			print "vlan " v " network flooded unknown on"
		for (v = 40; v <= 4094; v++)
			print "vlan " v " network " \
				(v % 4 == 0 ? "other" : "bulk") \
				(v % 4 == 1 ? " name port." v : "")
	}' >"$SET_B"
}

setup()
{
	topo_hypervisor
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV1" tap2 2
	sibling 10 203.0.113.1 203.0.113.2
	sibling 11 198.51.100.1 198.51.100.2
	write_sets
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add child vni 5001
		network add flooded vni 5002 learn off
		network add bulk vni 5003
		network add other vni 5004
		trunk add tap1
		trunk add tap2
		subport add tap2 vlan 10 network child
		subport add tap2 vlan 11 network flooded
		trunk load tap1 $SET_A
	END
}

load()
{
	run trunkctl -n "$HV1" trunk load tap1 "$1"
}

# The ports of tap1 as lines of a file, in the order of their VLANs.
lines()
{
	trunkctl -n "$HV1" -j subport show tap1 | jq -r '.[]
		| (if .vlan then "vlan \(.vlan)" else .selector end)
		  + " network \(.network)"
		  + (if .name then " name \(.name)" else "" end)
		  + (if .up then "" else " down" end)
		  + (if .locked then " locked on" else "" end)
		  + (if .qinq then " qinq on" else "" end)
		  + (if .unknown then " unknown on" else "" end)
		  + (if .local_only then " local-only on" else "" end)'
}

# in_order FILE
in_order()
{
	sort -n -k 2,2 "$1"
}

whole_set()
{
	load "$SET_A"
	check_eq "$(lines)" "$(in_order "$SET_A")" "the first set"
	load - <"$SET_B"
	check_eq "$(lines)" "$(in_order "$SET_B")" "the second set"
	log_test "a trunk has the ports of the set, and no others"
}

has_event()
{
	[ -s "$EVENTS" ]
}

heard()
{
	trunkctl -n "$HV1" trunk set tap2 up
	has_event
}

# event_of FILE: load a set; all that the monitor tells of it.
event_of()
{
	: >"$EVENTS"
	load "$1"
	run trunkctl -n "$HV1" bridge set br-trunk ageing 300
	busywait "$WAIT_MS" has_text '"object":"bridge"' "$EVENTS"
	grep -v '"object":"bridge"' "$EVENTS"
}

one_event()
{
	local first second

	load "$SET_A"
	: >"$EVENTS"
	background MONITOR_PID "$TRUNKCTL" -n "$HV1" -j monitor >>"$EVENTS"
	busywait "$WAIT_MS" heard
	check_err $? "the monitor does not hear"
	first=$(event_of "$SET_B")
	second=$(event_of "$SET_B")
	check_eq "$(jq -r '"\(.event) \(.object) \(.bridge) \(.dev)" +
		" \(.ports_added) \(.ports_removed)" +
		" \(.ports_changed) \(.ports_kept)"' <<<"$first"$'\n'"$second")" \
		"load trunk br-trunk tap1 0 34 2032 2029
load trunk br-trunk tap1 0 0 0 4061" "the events"
	if (($(jq .generation <<<"$second") <= $(jq .generation <<<"$first")))
	then
		fail "the generation does not grow"
	fi
	log_test "a load is one event with the number of ports of each kind"
}

loads_what_is_shown()
{
	lines >"$TMP_DIR/shown"
	echo "native network bulk locked on qinq off" >>"$TMP_DIR/shown"
	load "$TMP_DIR/shown"
	check_eq "$(lines | head -n 2)" "native network bulk locked on
vlan 10 network child" "the ports"
	trunkctl -n "$HV1" subport set tap1 native locked off
	log_test "what is shown can be loaded"
}

# counted VID: frames that the port of tap1 took in and handed on, and those
# that VM1 sent and received there.
counted()
{
	trunkctl -n "$HV1" -j -s subport show tap1 vlan "$1" |
		jq -r '.[0].stats | "\(.rx_packets) \(.tx_packets)"'
	ip -n "$VM1" -j -s link show "eth0.$1" |
		jq -r '.[0].stats64 | "\(.tx.packets) \(.rx.packets)"'
}

# grown VID BEFORE: by how much each of them has grown, on a line.
grown()
{
	paste -d ' ' <(xargs -n 1 <<<"$2") <(counted "$1" | xargs -n 1) |
		awk '{ printf "%s%d", (NR > 1 ? " " : ""), $2 - $1 }'
}

# all_answered VID BEFORE: what was sent was counted, answered, counted and
# received.
all_answered()
{
	local grown

	read -ra grown < <(grown "$1" "$2")
	((grown[0] > 0 && grown[0] == grown[1] && grown[0] == grown[2] &&
	  grown[0] == grown[3]))
}

# Load one set after the other; the counts of VLAN 11 may only grow.
load_in_turn()
{
	local set was now

	was=$(counted 11 | head -n 1)
	for set in "$SET_B" "$SET_A" "$SET_B" "$SET_A" "$SET_B"; do
		load "$set"
		now=$(counted 11 | head -n 1)
		if ((${now% *} <= ${was% *} || ${now#* } < ${was#* })); then
			fail "counts have gone from $was to $now"
		fi
		was=$now
	done
}

siblings_lose_nothing()
{
	local learned flooded

	load "$SET_A"
	learned=$(counted 10)
	flooded=$(counted 11)
	# As fast as answers come, until they are stopped.
	background PING10_PID ip netns exec "$VM1" ping -f -q 203.0.113.2 \
		>/dev/null
	background PING11_PID ip netns exec "$VM1" ping -f -q 198.51.100.2 \
		>/dev/null
	load_in_turn
	stop_process "$PING10_PID"
	stop_process "$PING11_PID"
	if ! busywait "$WAIT_MS" all_answered 10 "$learned"; then
		fail "VLAN 10: taken in, handed on, sent, received:" \
			"$(grown 10 "$learned")"
	fi
	if ! busywait "$WAIT_MS" all_answered 11 "$flooded"; then
		fail "VLAN 11: taken in, handed on, sent, received:" \
			"$(grown 11 "$flooded")"
	fi
	note "VLAN 10 $(grown 10 "$learned"), VLAN 11 $(grown 11 "$flooded")"
	log_test "ports that stay lose no frame and no count"
}

# Without what a set changes on purpose.
entries()
{
	trunkctl -n "$HV1" -j fdb show network child |
		jq -r '.[] | "\(.mac) \(.dev) \(.vlan) \(.type)"' | sort
}

# keeps_counts BEFORE: what VLAN 12 has counted; others' frames may be flooded
# to it meanwhile, so that more is right.
keeps_counts()
{
	local was now

	read -ra was <<<"$1"
	read -ra now < <(counted 12 | head -n 1)
	if ((now[0] < was[0] || now[1] < was[1])); then
		fail "counts of VLAN 12 have gone from ${was[*]} to ${now[*]}"
	fi
}

changed_ports_keep()
{
	local before fdb

	load "$SET_A"
	ip -n "$VM1" link add link eth0 name eth0.12 \
		address 02:00:00:00:00:12 type vlan id 12
	defer ip -n "$VM1" link del eth0.12
	ip -n "$VM1" addr add 203.0.113.12/24 dev eth0.12
	ip -n "$VM1" link set eth0.12 up
	ip -n "$VM1" neigh replace 203.0.113.2 lladdr 02:00:00:00:00:02 \
		dev eth0.12 nud permanent
	ip -n "$VM2" neigh replace 203.0.113.12 lladdr 02:00:00:00:00:12 \
		dev eth0.10 nud permanent
	in_ns "$VM1" ping -q -n -c 2 -i 0.2 -W 5 -I eth0.12 203.0.113.2 \
		>"$TMP_DIR/ping" || fail "no answer on VLAN 12"
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:99 network child \
		dev tap1 vlan 12
	defer_quietly trunkctl -n "$HV1" fdb del 02:00:00:00:00:99 \
		network child
	before=$(counted 12 | head -n 1)
	fdb=$(entries)
	check_eq "$(grep -c "tap1 12" <<<"$fdb")" 2 "entries at VLAN 12"
	load "$SET_B"
	keeps_counts "$before"
	check_eq "$(entries)" "$fdb" "the FDB of child"
	sed 's/^vlan 12 .*/vlan 12 network other/' "$SET_B" >"$TMP_DIR/moved"
	load "$TMP_DIR/moved"
	keeps_counts "$before"
	check_eq "$(entries)" "$(grep -v "tap1 12" <<<"$fdb")" \
		"the FDB of child after the port left it"
	log_test "a port that changes keeps its counters, and its MACs in the network"
}

# refuses_line N LINE WORDS: set A with LINE in place of its Nth.
refuses_line()
{
	sed "$1s/.*/$2/" "$SET_A" >"$BAD"
	refuses "trunkctl: $BAD:$1: trunk load: $3" \
		trunkctl -n "$HV1" trunk load tap1 "$BAD"
}

# One refusal each with the smallest set, so that comparing is quick.
refusals()
{
	local load=(trunkctl -n "$HV1" trunk load)

	echo "vlan 10 network child" >"$BAD"
	load "$BAD"
	run trunkctl -n "$HV1" subport set tap2 vlan 10 name taken
	defer trunkctl -n "$HV1" subport set tap2 vlan 10 name ""
	cat >"$SET_A.small" <<-END
		# a comment, then nothing

		vlan 10 network child
		vlan 20 network other name some
	END
	bad()
	{
		cat "$SET_A.small" - >"$BAD" <<<"$1"
		refuses "trunkctl: $BAD:5: trunk load: $2" "${load[@]}" tap1 "$BAD"
	}
	bad "vlan 30 network cousin" "cousin does not exist (ENOENT)"
	bad "vlan 30 network 5009" "vni 5009 does not exist (ENOENT)"
	bad "native network child qinq on" \
		"the native port cannot carry tags (EINVAL)"
	bad "vlan 30 network child name taken" \
		"name taken is already that of a port of br-trunk (EEXIST)"
	bad "vlan 30 network child name some" \
		"name some is in the set twice (EINVAL)"
	cat "$SET_A.small" - >"$BAD" <<<"vlan 20 network child"
	usage_error "trunkctl: $BAD:5: trunk load: vlan 20 is in line 4 already" \
		"${load[@]}" tap1 "$BAD"
	refuses "trunkctl: trunk load: tap9 does not exist in this network namespace (ENODEV)" \
		"${load[@]}" tap9 "$SET_A.small"
	refuses "trunkctl: trunk load: lo is not a trunk (ENOENT)" \
		"${load[@]}" lo "$SET_A.small"

	run trunkctl -n "$HV1" subport set tap1 vlan 10 locked on
	refuses "trunkctl: $SET_A.small:3: trunk load: tap1 vlan 10 is locked (EPERM)" \
		"${load[@]}" tap1 "$SET_A.small"
	refuses "trunkctl: trunk load: tap1 vlan 10 is locked and not in the set (EPERM)" \
		"${load[@]}" tap1 /dev/null
	run trunkctl -n "$HV1" subport set tap1 vlan 10 locked off
	run trunkctl -n "$HV1" trunk set tap1 locked on
	refuses "trunkctl: trunk load: tap1 is locked (EPERM)" \
		"${load[@]}" tap1 "$SET_A.small"
	run trunkctl -n "$HV1" trunk set tap1 locked off
	log_test "refusals name the line and what is wrong"
}

nothing_or_all()
{
	load "$SET_B"
	refuses_line 2000 "vlan 1999 network cousin" \
		"cousin does not exist (ENOENT)"
	log_test "one fault among 4094 ports leaves everything as it was"
}

change_for_ever()
{
	while :; do
		trunkctl -n "$HV1" -b - <<-END
			trunk load tap1 $SET_A
			trunk load tap1 $SET_B
		END
	done
}

shows_old_or_new()
{
	local a b got seen=0 i
	local busy="trunkctl: subport show: the configuration changes faster than it can be read (EINTR)"

	a=$(in_order "$SET_A" | md5sum)
	b=$(in_order "$SET_B" | md5sum)
	load "$SET_A"
	defer_scope_push
	background CHANGER_PID change_for_ever
	for i in 1 2 3 4; do
		got=$(lines 2>"$TMP_DIR/err" | md5sum)
		if [ -s "$TMP_DIR/err" ]; then
			check_eq "$(cat "$TMP_DIR/err")" "$busy" "the words"
		elif [ "$got" = "$a" ] || [ "$got" = "$b" ]; then
			seen=$((seen + 1))
		else
			fail "show $i tells neither the old set nor the new one"
		fi
	done
	defer_scope_pop
	if ! ((seen)); then
		fail "no list was complete"
	fi
	log_test "a list is the old set or the new one, never a mixture"
}

many_networks()
{
	seq 4094 | awk '{ print "network add net" $1 " vni " 100000 + $1 }' \
		>"$TMP_DIR/networks"
	run trunkctl -n "$HV1" -b "$TMP_DIR/networks"
	sed 's/add \([^ ]*\) .*/del \1/' "$TMP_DIR/networks" >"$TMP_DIR/gone"
	seq 4094 | awk '{ print "vlan " $1 " network net" (4095 - $1) \
		" name port." $1 }' >"$TMP_DIR/many"
	load "$TMP_DIR/many"
	check_eq "$(lines)" "$(cat "$TMP_DIR/many")" "the set"
	load /dev/null
	check_eq "$(lines)" "" "the empty set"
	run trunkctl -n "$HV1" -b "$TMP_DIR/gone"
	log_test "4094 ports in 4094 networks"
}

trunk_goes()
{
	local networks="5001 5002 5003 5004"

	load "$SET_A"
	run trunkctl -n "$HV1" trunk del tap1
	check_eq "$(trunkctl -n "$HV1" -j network show |
		jq -r '[.[].port_count] | join(" ")')" "1 1 0 0" "ports left"
	run trunkctl -n "$HV1" trunk add tap1
	load "$SET_B"
	run ip -n "$HV1" link del tap1
	check_eq "$(trunkctl -n "$HV1" -j network show |
		jq -r '[.[].port_count] | join(" ")')" "1 1 0 0" \
		"ports left when the device went"
	run trunkctl -n "$HV1" trunk del tap2
	for vni in $networks; do
		run trunkctl -n "$HV1" network del "$vni"
	done
	log_test "a trunk of 4094 ports goes, and nothing holds its networks"
}

tests_run
