#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The addresses of a port: each MAC is a static FDB entry that lives and moves
# with the port. The ports are drawn in injector.sh; MACs 1, 2 and 3 are those
# of the VMs, 6 to 9 are nobody's until a test says so.

# A MAC is one word.
# shellcheck disable=SC2086

ALL_TESTS="
	known_without_a_frame
	elsewhere_it_is_an_impostor
	learned_becomes_static
	shown
	set_replaces
	moves_with_network_and_tag
	goes_with_the_port
	refusals_of_values
	refusals_of_the_fdb
	refusal_when_full
	entry_of_an_address_stays
	whole_sets
	refusals_of_sets
	events
	state_file
	state_file_swaps
	state_file_faults
	many
	under_traffic
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

readonly MAC=02:00:00:00:00

hv()
{
	trunkctl -n "$HV1" "$@"
}

setup()
{
	injector_topo
	injector_config
	injector_start
}

# Ports as they were, for the next test.
adf_plain()
{
	defer injector_baseline
	defer forget
	defer hv subport set tap1 vlan 100 address none network child
	defer hv subport set tap2 vlan 200 address none network child
	forget
}

# What is configured in the FDB, an entry on a line.
entries()
{
	hv -j fdb show "$@" | jq -r '.[] | select(.type != "learned") |
		"\(.mac[15:]) \(.network) \(.dev) \(.vlan) \(.type)"' | sort
}

# entries_are LINES [FILTER]...
entries_are()
{
	local want=$1
	shift

	check_eq "$(entries "$@")" "$want" "configured entries"
}

known_without_a_frame()
{
	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:06,203.0.113.6
	injector_baseline
	passes vm3 "6 3 8100:300 88b5 a" "vm1 6 3 8100:100 88b5 a"
	passes r2 "vni=$CHILD 6 4 88b5 a" "vm1 6 4 8100:100 88b5 a"
	# In the networks of its trunk's other ports it is not known.
	passes vm2 "6 2 88b5 a" "vm1 6 2 88b5 a" \
		"r2 vni=$PARENT 6 2 88b5 a" "r3 vni=$PARENT 6 2 88b5 a"
	log_test "a frame to an address is not flooded, before any came from there"
}

elsewhere_it_is_an_impostor()
{
	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:06
	injector_baseline
	loses vm3 "all 6 8100:300 88b5 a" "tap3 vlan 300" static_move
	loses r2 "vni=$CHILD all 6 88b5 a" br-trunk static_move
	passes vm1 "3 6 8100:100 88b5 a" "vm2 3 6 8100:200 88b5 a" \
		"vm2 3 6 8100:202 88b5 a" "vm3 3 6 8100:300 88b5 a" \
		"r2 vni=$CHILD 3 6 88b5 a" "r3 vni=$CHILD 3 6 88b5 a"
	log_test "a frame with it from another port or a remote: static_move"
}

learned_becomes_static()
{
	adf_plain
	passes r2 "vni=$CHILD 1 6 88b5 a" "vm1 1 6 8100:100 88b5 a" \
		"vm2 1 6 8100:200 88b5 a" "vm2 1 6 8100:202 88b5 a" \
		"vm3 1 6 8100:300 88b5 a"
	check_eq "$(hv -j fdb show mac $MAC:06 | jq -r '.[0].ip')" 192.0.2.2 \
		"where it was learned"
	run hv subport set tap1 vlan 100 address $MAC:06
	entries_are "06 child tap1 100 static"
	check_eq "$(hv -j fdb show mac $MAC:06 | jq length)" 1 "entries of it"
	log_test "what was learned elsewhere becomes the static entry"
}

shown()
{
	adf_plain
	run hv subport set tap1 vlan 100 \
		address $MAC:06,203.0.113.6,2001:db8::6 address $MAC:07
	check_eq "$(hv subport show tap1 vlan 100)" \
		"tap1 vlan 100 network child vni 5001 up address $MAC:06,203.0.113.6,2001:db8::6 address $MAC:07 status active bridge br-trunk" \
		"subport show"
	check_eq "$(hv -j subport show tap1 | jq -c '.[].addresses')" \
		"null
[\"$MAC:06,203.0.113.6,2001:db8::6\",\"$MAC:07\"]
null" "subport show, in JSON"
	check_eq "$(hv show | grep -o '  address .*')" \
		"  address $MAC:06,203.0.113.6,2001:db8::6  address $MAC:07" \
		"show"
	check_eq "$(hv fdb show mac $MAC:07)" \
		"$MAC:07 network child vni 5001 dev tap1 vlan 100 static bridge br-trunk" \
		"fdb show"
	check_eq "$(hv -j subport show tap2 | jq 'any(has("addresses"))')" \
		false "others have none"
	log_test "subport show, show, fdb show and JSON have the addresses"
}

set_replaces()
{
	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:06 address $MAC:07
	entries_are "06 child tap1 100 static
07 child tap1 100 static"
	run hv subport set tap1 vlan 100 address $MAC:07 address $MAC:08
	entries_are "07 child tap1 100 static
08 child tap1 100 static"
	run hv subport set tap1 vlan 100 name one unknown on
	entries_are "07 child tap1 100 static
08 child tap1 100 static"
	run hv subport set tap1 vlan 100 name '' unknown off address none
	entries_are ""
	run hv subport set tap1 vlan 100 address $MAC:06
	run hv subport replace tap1 vlan 100 network child
	entries_are ""
	log_test "set replaces the list or keeps it, none and replace empty it"
}

moves_with_network_and_tag()
{
	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:06
	run hv subport set tap1 vlan 100 retag 110
	entries_are "06 child tap1 110 static"
	injector_baseline
	passes vm3 "6 3 8100:300 88b5 a" "vm1 6 3 8100:110 88b5 a"
	run hv subport set tap1 vlan 110 network qinq retag 100
	entries_are "06 qinq tap1 100 static"
	# Where it was, nobody keeps it.
	injector_baseline
	passes vm3 "1 6 8100:300 88b5 a" "vm2 1 6 8100:200 88b5 a" \
		"vm2 1 6 8100:202 88b5 a" "r2 vni=$CHILD 1 6 88b5 a" \
		"r3 vni=$CHILD 1 6 88b5 a"
	log_test "it moves with the port to another network and another tag"
}

goes_with_the_port()
{
	adf_plain
	run hv subport add tap3 vlan 301 network child address $MAC:06
	entries_are "06 child tap3 301 static"
	run hv subport del tap3 vlan 301
	entries_are ""
	run hv subport add tap3 vlan 301 network child address $MAC:06
	run hv trunk del tap3
	entries_are ""
	check_eq "$(hv -j bridge show | jq '.[0].fdb_count')" 0 "entries"
	run hv trunk add tap3
	run hv subport add tap3 vlan 300 network child
	log_test "it is gone with the port, and with the trunk"
}

refusals_of_values()
{
	adf_plain
	usage_error "trunkctl: subport set: \"none,\" is no address of a port: it has to begin with a MAC" \
		hv subport set tap1 vlan 100 address $MAC:06 address none,
	usage_error "trunkctl: subport set: \"address none\" goes with no other \"address\"" \
		hv subport set tap1 vlan 100 address $MAC:06 address none
	usage_error "trunkctl: subport set: \"$MAC:06,203.0.113.256\" is no address of a port: IP addresses have to follow its MAC, with a comma before each" \
		hv subport set tap1 vlan 100 address $MAC:06,203.0.113.256
	usage_error "trunkctl: subport set: \"03:00:00:00:00:06\" is no address of a port: its MAC is a group address, no station has it" \
		hv subport set tap1 vlan 100 address 03:00:00:00:00:06
	usage_error "trunkctl: subport set: \"$MAC:06\" is no address of a port: its MAC is there twice" \
		hv subport set tap1 vlan 100 address $MAC:06 address $MAC:06
	refuses "trunkctl: subport set: 224.0.0.1 is not one of a single station (EINVAL)" \
		hv subport set tap1 vlan 100 address $MAC:06,203.0.113.6,224.0.0.1
	refuses "trunkctl: subport set: ff02::1 is not one of a single station (EINVAL)" \
		hv subport set tap1 vlan 100 address $MAC:06,ff02::1
	refuses "trunkctl: subport set: 0.0.0.0 is not one of a single station (EINVAL)" \
		hv subport set tap1 vlan 100 address $MAC:06,0.0.0.0
	log_test "values that no station has are refused"
}

refusals_of_the_fdb()
{
	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:06
	refuses "trunkctl: subport set: $MAC:06 already has a configured FDB entry in child (EEXIST)" \
		hv subport set tap2 vlan 200 network child address $MAC:07 address $MAC:06
	run hv fdb add $MAC:07 network child remote 192.0.2.2
	refuses "trunkctl: subport set: $MAC:07 already has a configured FDB entry in this network (EEXIST)" \
		hv subport set tap2 vlan 200 address $MAC:07
	refuses "trunkctl: fdb add: $MAC:06 already has a configured FDB entry in child (EEXIST)" \
		hv fdb add $MAC:06 network child remote 192.0.2.2
	# In another network it is another station, until it comes here.
	run hv subport set tap2 vlan 201 address $MAC:06
	refuses "trunkctl: subport set: an address of tap2 vlan 201 already has a configured FDB entry in child (EEXIST)" \
		hv subport set tap2 vlan 201 network child
	run hv subport set tap2 vlan 201 address none
	run hv fdb del $MAC:07 network child
	log_test "a MAC that is configured elsewhere in the network is refused"
}

refusal_when_full()
{
	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:06
	run hv bridge set br-trunk fdb-max 2
	refuses "trunkctl: subport set: the FDB of br-trunk is full (ENOSPC)" \
		hv subport set tap1 vlan 100 bridge br-trunk \
		address $MAC:07 address $MAC:08 address $MAC:09
	# What moves needs no more room than it had.
	run hv bridge set br-trunk fdb-max 1
	run hv subport set tap1 vlan 100 network qinq
	entries_are "06 qinq tap1 100 static"
	run hv subport set tap1 vlan 100 address $MAC:07
	entries_are "07 qinq tap1 100 static"
	run hv bridge set br-trunk fdb-max 65536
	check_eq "$(hv -j bridge show | jq '.[0].fdb_count')" 1 "entries"
	log_test "a full FDB takes no more of them, but lets them move"
}

entry_of_an_address_stays()
{
	local why="is an address of a port, which has to give it up first"

	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:06
	refuses "trunkctl: fdb del: $MAC:06 $why (EBUSY)" \
		hv fdb del $MAC:06 network child
	refuses "trunkctl: fdb set: $MAC:06 $why (EBUSY)" \
		hv fdb set $MAC:06 network child dev tap1 vlan 100 sticky
	said 255 "Error: this MAC $why." \
		bridge -n "$HV1" fdb del $MAC:06 dev br-trunk self src_vni $CHILD
	said 255 "Error: this MAC $why." \
		bridge -n "$HV1" fdb replace $MAC:06 dev br-trunk self \
		src_vni $CHILD dst 192.0.2.2
	unchanged bridge fdb
	check_eq "$(hv -j fdb flush | jq -c .)" '[{"flushed":0}]' "a flush"
	run hv subport set tap1 vlan 100 address none
	refuses "trunkctl: fdb del: $MAC:06 has no FDB entry in child (ENOENT)" \
		hv fdb del $MAC:06 network child
	log_test "fdb del and set of it are refused, flush leaves it"
}

load_tap2()
{
	hv trunk load tap2 - >/dev/null
}

# The set that injector.sh configures, with more words for 200 and 202.
set_of_tap2()
{
	cat <<-END
		native network parent
		vlan 200 network child $1
		vlan 201 network qinq qinq on
		vlan 202 network child $2
	END
}

whole_sets()
{
	adf_plain
	run load_tap2 < <(set_of_tap2 "address $MAC:06,203.0.113.6" "")
	entries_are "06 child tap2 200 static"
	# From the one to the other, either way round, and both.
	run load_tap2 < <(set_of_tap2 "" "address $MAC:06")
	entries_are "06 child tap2 202 static"
	run load_tap2 < <(set_of_tap2 "address $MAC:06" "address $MAC:07")
	entries_are "06 child tap2 200 static
07 child tap2 202 static"
	run load_tap2 < <(set_of_tap2 "address $MAC:07" "address $MAC:06")
	entries_are "06 child tap2 202 static
07 child tap2 200 static"
	run load_tap2 < <(set_of_tap2 "" "")
	entries_are ""
	check_eq "$(hv -j bridge show | jq '.[0].fdb_count')" 0 "entries"
	log_test "sets give, move and take addresses"
}

refusals_of_sets()
{
	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:06
	set_of_tap2 "" "address $MAC:07 address $MAC:06" >"$TMP_DIR/set"
	refuses "trunkctl: $TMP_DIR/set:4: trunk load: $MAC:06 already has a configured FDB entry in child (EEXIST)" \
		hv trunk load tap2 "$TMP_DIR/set"
	set_of_tap2 "address $MAC:07" "address $MAC:08 address $MAC:07" \
		>"$TMP_DIR/set"
	refuses "trunkctl: $TMP_DIR/set:4: trunk load: $MAC:07 is an address of two ports of child (EINVAL)" \
		hv trunk load tap2 "$TMP_DIR/set"
	set_of_tap2 "address $MAC:07,0.0.0.0" "" >"$TMP_DIR/set"
	refuses "trunkctl: $TMP_DIR/set:2: trunk load: 0.0.0.0 is not one of a single station (EINVAL)" \
		hv trunk load tap2 "$TMP_DIR/set"
	run hv bridge set br-trunk fdb-max 1
	set_of_tap2 "address $MAC:07" "" >"$TMP_DIR/set"
	refuses "trunkctl: trunk load: the FDB of br-trunk is full (ENOSPC)" \
		hv trunk load tap2 "$TMP_DIR/set" bridge br-trunk
	run hv bridge set br-trunk fdb-max 65536
	log_test "sets with addresses that cannot be are refused whole"
}

has_events()
{
	local want

	for want in "$@"; do
		has_text "$want" "$TMP_DIR/events" || return
	done
}

# What is subscribed to is not said, so events are made until one comes.
listens()
{
	hv network set child mtu 1300
	hv network set child mtu auto
	[ -s "$TMP_DIR/events" ]
}

events()
{
	adf_plain
	: >"$TMP_DIR/events"
	background MONITOR "$TRUNKCTL" -n "$HV1" monitor subport fdb network \
		>"$TMP_DIR/events"
	busywait "$WAIT_MS" listens
	check_err $? "monitor hears nothing"
	run hv subport set tap1 vlan 100 address $MAC:06,203.0.113.6
	run hv subport set tap1 vlan 100 address none
	busywait "$WAIT_MS" has_events "address $MAC:06,203.0.113.6" \
		"^fdb $MAC:06 .* static" "^Deleted fdb $MAC:06 .* static"
	check_err $? "events: $(cat "$TMP_DIR/events")"
	log_test "the port, the entry and its end are reported"
}

# dumped: the ports with addresses and the entries of the state file.
dumped()
{
	hv dump json | jq -c '.bridges["br-trunk"] | [.trunks[] |
		(.native, .subports[]?) | .addresses | select(.)], .fdb'
}

state_file()
{
	adf_plain
	defer quietly hv fdb del $MAC:09 network child
	run hv subport set tap1 vlan 100 address $MAC:06,203.0.113.6,2001:db8::6
	run hv fdb add $MAC:09 network child dev tap1 vlan 100
	check_eq "$(dumped)" "[[\"$MAC:06,203.0.113.6,2001:db8::6\"]]
[{\"mac\":\"$MAC:09\",\"network\":\"child\",\"dev\":\"tap1\",\"vlan\":100,\"type\":\"static\"}]" \
		"dump"
	hv dump >"$TMP_DIR/state.yaml"
	check_eq "$(hv diff "$TMP_DIR/state.yaml")" "" "diff with the dump"
	run hv subport set tap1 vlan 100 address none
	check_eq "$(hv diff "$TMP_DIR/state.yaml")" \
		"subport set tap1 vlan 100 address $MAC:06,203.0.113.6,2001:db8::6" \
		"diff after the address was taken away"
	run hv apply "$TMP_DIR/state.yaml" >/dev/null
	entries_are "06 child tap1 100 static
09 child tap1 100 static"
	hv dump json | jq 'del(.. | .addresses?)' >"$TMP_DIR/none.yaml"
	check_eq "$(hv diff "$TMP_DIR/none.yaml")" \
		"subport set tap1 vlan 100 address none" "diff with none"
	log_test "dump has addresses once, diff and apply change them"
}

state_file_swaps()
{
	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:06
	run hv subport set tap2 vlan 200 address $MAC:07
	hv dump | sed "s/$MAC:06/$MAC:0x/; s/$MAC:07/$MAC:06/; s/$MAC:0x/$MAC:07/" \
		>"$TMP_DIR/swap.yaml"
	run hv apply "$TMP_DIR/swap.yaml" >/dev/null
	entries_are "06 child tap2 200 static
07 child tap1 100 static"
	check_eq "$(hv diff "$TMP_DIR/swap.yaml")" "" "diff afterwards"
	log_test "apply lets ports exchange their addresses"
}

# finds TEXT: diff of the file says that, and nothing is done.
finds()
{
	check_eq "$(hv diff "$TMP_DIR/faulty.yaml" 2>&1)" \
		"trunkctl: $TMP_DIR/faulty.yaml:$1" "diff"
}

state_file_faults()
{
	cat >"$TMP_DIR/faulty.yaml" <<-END
		version: 1
		bridges:
		  br-trunk:
		    networks: {child: {vni: 5001}}
		    trunks:
		      tap1:
		        subports:
		          - {vlan: 100, network: child, addresses: ["$MAC:06,203.0.113.6"]}
		          - {vlan: 101, network: child, addresses: ["$MAC:06"]}
	END
	finds "9: $MAC:06 is an address of tap1 vlan 100 in network child already"
	sed -i "9d" "$TMP_DIR/faulty.yaml"
	echo "    fdb: [{mac: \"$MAC:06\", network: child, dev: tap1, vlan: 100}]" \
		>>"$TMP_DIR/faulty.yaml"
	finds "9: $MAC:06 is an address of tap1 vlan 100 in network child already"
	sed -i "9d; s/203.0.113.6/203.0.113/" "$TMP_DIR/faulty.yaml"
	finds "8: \"$MAC:06,203.0.113\" is no address of a port: IP addresses have to follow its MAC, with a comma before each"
	log_test "a file with one MAC twice, or no address, is refused with its line"
}

# What a port can have at most: 16 MACs, and 32 IP addresses with all of them.
many()
{
	local words ips n
	local -a pairs=()

	adf_plain
	for n in {16..31}; do
		pairs+=("$n" "$n")
	done
	words=$(printf "address $MAC:%x,2001:db8:0123:4567:89ab:cdef:0123:%x " \
		"${pairs[@]}")
	run hv subport set tap1 vlan 100 $words
	check_eq "$(hv -j subport show tap1 vlan 100 |
		jq '.[0].addresses | length')" 16 "addresses"
	check_eq "$(entries | wc -l)" 16 "entries"
	hv dump >"$TMP_DIR/many.yaml"
	run hv subport set tap1 vlan 100 address none
	run hv apply "$TMP_DIR/many.yaml" >/dev/null
	check_eq "$(hv dump | diff - "$TMP_DIR/many.yaml")" "" "dump afterwards"
	usage_error "trunkctl: subport set: \"$MAC:20\" is no address of a port: a port has at most 16 addresses" \
		hv subport set tap1 vlan 100 $words address $MAC:20
	ips=$(printf ",203.0.113.%d" {1..32})
	run hv subport set tap1 vlan 100 address "$MAC:10$ips"
	check_eq "$(hv -j subport show tap1 vlan 100 | jq -r '.[0].addresses[]')" \
		"$MAC:10$ips" "the address"
	usage_error "trunkctl: subport set: \"$MAC:10$ips,203.0.113.33\" is no address of a port: the addresses of a port have at most 32 IP addresses" \
		hv subport set tap1 vlan 100 address "$MAC:10$ips,203.0.113.33"
	log_test "sixteen MACs, 32 IP addresses, and no more"
}

# Changes that keep an address lose no frame to it or from it.
under_traffic()
{
	local i

	adf_plain
	run hv subport set tap1 vlan 100 address $MAC:01
	injector_baseline
	for i in {1..20}; do
		sends vm1 "3 1 8100:100 88b5 a" "vm3 3 1 8100:300 88b5 a" \
			"vm2 3 1 8100:200 88b5 a" "vm2 3 1 8100:202 88b5 a" \
			"r2 vni=$CHILD 3 1 88b5 a" "r3 vni=$CHILD 3 1 88b5 a"
		sends r2 "vni=$CHILD 1 4 88b5 a" "vm1 1 4 8100:100 88b5 a"
		hv subport set tap1 vlan 100 name "n$i" \
			address $MAC:01 address "$MAC:1$((i % 10))"
	done
	# shellcheck disable=SC2119
	settles
	run hv subport set tap1 vlan 100 name ''
	log_test "the list changes twenty times, and no frame is lost"
}

tests_run
