#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A VM that appears is announced in all networks of its trunk. The ports are
# drawn in injector.sh; tap1 announces. Each announcement comes four times.

# A MAC is one word.
# shellcheck disable=SC2086

ALL_TESTS="
	nothing_before_the_first_frame
	nothing_when_off
	once_for_each_network
	native_network_too
	addresses_are_announced
	configured_elsewhere
	tagged_first_frame
	down_and_local_only
	rarp_begins_anew
	comes_back
	learned_here_and_counted
	shown_and_kept
	goes_away_amid_rounds
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

readonly MAC=02:00:00:00:00
readonly ROUNDS=4
# What a native frame from VM1 to everybody becomes.
readonly IN_PARENT=("vm2 all 1 88b5 a" "r2 vni=$PARENT all 1 88b5 a"
	"r3 vni=$PARENT all 1 88b5 a")

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

# announced NETWORK MAC: where that arrives, in all rounds.
announced()
{
	local points=() vni point n

	case $1 in
	parent)	vni=$PARENT points=(vm2:) ;;
	child)	vni=$CHILD points=(vm2:8100:200 vm2:8100:202 vm3:8100:300) ;;
	qinq)	vni=$QINQ points=(vm2:8100:201) ;;
	esac
	for ((n = 0; n < ROUNDS; n++)); do
		for point in "${points[@]}"; do
			echo "${point%%:*} all $2 ${point#*:} rarp $2" | tr -s ' '
		done
		echo "r2 vni=$vni all $2 rarp $2"
		echo "r3 vni=$vni all $2 rarp $2"
	done
}

# A trunk that waits for its first frame.
adf_waiting()
{
	defer injector_baseline
	defer forget
	defer quietly hv trunk set tap1 announce off
	forget
	hv trunk set tap1 announce on
	injector_baseline
}

# first FRAME ARRIVAL...: lists of arrivals may be empty or have many lines.
first()
{
	local frame=$1
	shift

	injected vm1 "$frame" "" "$(printf '%s\n' "$@" | grep .)"
}

nothing_before_the_first_frame()
{
	adf_waiting
	ip -n "$HV1" link set tap1 down
	ip -n "$HV1" link set tap1 up
	ip -n "$VM1" link set eth0 down
	ip -n "$VM1" link set eth0 up
	passes vm2 "all 2 8100:200 88b5 a" "vm1 all 2 8100:100 88b5 a" \
		"vm2 all 2 8100:202 88b5 a" "vm3 all 2 8100:300 88b5 a" \
		"r2 vni=$CHILD all 2 88b5 a" "r3 vni=$CHILD all 2 88b5 a"
	log_test "a carrier alone, or frames to the VM, announce nothing"
}

nothing_when_off()
{
	forget
	first "all 1 88b5 a" "${IN_PARENT[@]}"
	first "all 1 rarp 1" "vm2 all 1 rarp 1" \
		"r2 vni=$PARENT all 1 rarp 1" "r3 vni=$PARENT all 1 rarp 1"
	log_test "nothing is announced where that is not asked for"
}

once_for_each_network()
{
	adf_waiting
	first "all 1 88b5 a" "${IN_PARENT[@]}" \
		"$(announced child 1)" "$(announced qinq 1)"
	first "all 1 88b5 a" "${IN_PARENT[@]}"
	log_test "the first frame, and no other, has its MAC announced elsewhere"
}

native_network_too()
{
	adf_waiting
	passes vm2 "all 2 88b5 a" "vm1 all 2 88b5 a" \
		"r2 vni=$PARENT all 2 88b5 a" "r3 vni=$PARENT all 2 88b5 a"
	first "2 1 88b5 a" "vm2 2 1 88b5 a" "$(announced parent 1)" \
		"$(announced child 1)" "$(announced qinq 1)"
	log_test "after a frame that not all have heard, in its own network too"
}

addresses_are_announced()
{
	adf_waiting
	defer forget
	defer quietly hv fdb del $MAC:08 network child
	defer hv subport set tap1 vlan 100 address none
	run hv subport set tap1 vlan 100 address $MAC:06 address $MAC:07
	run hv fdb add $MAC:08 network child dev tap1 vlan 100
	# A learned one is known to others already.
	first "all 9 8100:100 88b5 a" "vm2 all 9 8100:200 88b5 a" \
		"vm2 all 9 8100:202 88b5 a" "vm3 all 9 8100:300 88b5 a" \
		"r2 vni=$CHILD all 9 88b5 a" "r3 vni=$CHILD all 9 88b5 a" \
		"$(announced child 6)" "$(announced child 7)" \
		"$(announced child 8)"
	log_test "of a port with addresses and FDB entries, those are announced"
}

configured_elsewhere()
{
	adf_waiting
	defer quietly hv fdb del $MAC:01 network child
	run hv fdb add $MAC:01 network child remote 192.0.2.2
	first "all 1 88b5 a" "${IN_PARENT[@]}" "$(announced qinq 1)"
	log_test "a MAC that is configured at another place is not announced"
}

tagged_first_frame()
{
	adf_waiting
	first "all 1 8100:101 88b5 a" "vm2 all 1 8100:201 88b5 a" \
		"r2 vni=$QINQ all 1 88b5 a" "r3 vni=$QINQ all 1 88b5 a"
	log_test "the MAC of a tagged frame is no guess for other ports"
}

down_and_local_only()
{
	adf_waiting
	defer hv subport set tap1 vlan 101 up
	defer hv subport set tap1 vlan 100 local-only off
	run hv subport set tap1 vlan 101 down
	run hv subport set tap1 vlan 100 local-only on
	first "all 1 88b5 a" "${IN_PARENT[@]}" \
		"$(announced child 1 | grep -v '^r')"
	log_test "a port that is down announces nothing, a local-only one no remote"
}

rarp_begins_anew()
{
	adf_waiting
	first "all 1 88b5 a" "${IN_PARENT[@]}" \
		"$(announced child 1)" "$(announced qinq 1)"
	first "all 1 rarp 1" "vm2 all 1 rarp 1" \
		"r2 vni=$PARENT all 1 rarp 1" "r3 vni=$PARENT all 1 rarp 1" \
		"$(announced child 1)" "$(announced qinq 1)"
	first "all 1 8100:101 rarp 1" "vm2 all 1 8100:201 rarp 1" \
		"r2 vni=$QINQ all 1 rarp 1" "r3 vni=$QINQ all 1 rarp 1"
	injected r2 "vni=$PARENT all 4 rarp 4" "" \
		"vm1 all 4 rarp 4
vm2 all 4 rarp 4"
	log_test "so does each RARP frame of the native port, and no other"
}

# The news of a carrier may come a second late.
vm_goes_and_comes()
{
	ip -n "$VM1" link set eth0 down
	busywait "$WAIT_MS" trunk_status_is down
	check_err $? "the trunk is still not down"
	ip -n "$VM1" link set eth0 up
	busywait "$WAIT_MS" trunk_status_is active
	check_err $? "the trunk is still not active"
}

trunk_status_is()
{
	hv -j trunk show tap1 | jq -e --arg is "$1" '.[0].status == $is' \
		>/dev/null
}

comes_back()
{
	local way

	adf_waiting
	first "all 1 88b5 a" "${IN_PARENT[@]}" \
		"$(announced child 1)" "$(announced qinq 1)"
	for way in vm tap trunk switch; do
		case $way in
		vm)	vm_goes_and_comes ;;
		tap)	ip -n "$HV1" link set tap1 down
			ip -n "$HV1" link set tap1 up ;;
		trunk)	run hv trunk set tap1 down
			run hv trunk set tap1 up ;;
		switch)	run hv trunk set tap1 announce off
			run hv trunk set tap1 announce on ;;
		esac
		first "all 1 88b5 a" "${IN_PARENT[@]}" \
			"$(announced child 1)" "$(announced qinq 1)"
	done
	log_test "and the first frame after the link or the trunk came back"
}

# What is counted at tap1's ports.
counted()
{
	hv -s -j subport show tap1 |
		jq -c '[.[] | [.vlan, .stats.announced]]'
}

learned_here_and_counted()
{
	defer injector_baseline
	defer forget
	defer quietly hv trunk set tap1 announce off
	run hv trunk del tap1
	run hv -b - <<-END
		trunk add tap1 network parent announce on
		subport add tap1 vlan 100 network child
		subport add tap1 vlan 101 network qinq qinq on
	END
	passes r2 "vni=$CHILD 3 1 88b5 a" "vm2 3 1 8100:200 88b5 a" \
		"vm1 3 1 8100:100 88b5 a" "vm2 3 1 8100:202 88b5 a" \
		"vm3 3 1 8100:300 88b5 a"
	first "all 1 88b5 a" "${IN_PARENT[@]}" \
		"$(announced child 1)" "$(announced qinq 1)"
	check_eq "$(hv -j fdb show mac $MAC:01 network child |
		jq -c '.[0] | [.dev, .vlan, .type]')" \
		'["tap1",100,"learned"]' "where child has it"
	check_eq "$(counted)" \
		"[[null,null],[100,$ROUNDS],[101,$ROUNDS]]" "announcements"
	hv -s subport show tap1 vlan 100 | grep -q "   announced $ROUNDS$"
	check_err $? "the text does not have it"
	log_test "it is learned here as well, and each announcement is counted"
}

# trunk_is TEXT SHOW
trunk_is()
{
	check_eq "$(hv trunk show tap1)" "$1" "trunk show"
	check_eq "$(hv show | grep '  trunk    tap1')" "$2" "show"
}

shown_and_kept()
{
	adf_waiting
	trunk_is "tap1 up announce on status active ports 3 bridge br-trunk" \
		"  trunk    tap1  active  ports 3  announce"
	check_eq "$(hv -j trunk show | jq -c '[.[] | [.dev, .announce]] | sort')" \
		'[["tap1",true],["tap2",false],["tap3",false]]' "JSON"
	hv dump >"$TMP_DIR/with.yaml"
	run hv trunk set tap1 announce off
	check_eq "$(hv diff "$TMP_DIR/with.yaml")" \
		"trunk set tap1 announce on" "the difference"
	check_eq "$(hv apply "$TMP_DIR/with.yaml")" \
		"trunk set tap1 announce on" "what is done"
	trunk_is "tap1 up announce on status active ports 3 bridge br-trunk" \
		"  trunk    tap1  active  ports 3  announce"
	run hv trunk set tap1 locked on
	check_eq "$(hv trunk set tap1 announce off 2>&1)" \
		"trunkctl: trunk set: tap1 is locked (EPERM)" "a locked trunk"
	run hv trunk set tap1 locked off
	check_eq "$(hv trunk set tap1 announce maybe 2>&1 | head -n 1)" \
		"trunkctl: trunk set: \"maybe\" is not on or off" \
		"a wrong word"
	log_test "shown, in the state file, and changed as other words are"
}

# Rounds are under way while what they walk over goes.
goes_away_amid_rounds()
{
	local n

	defer injector_baseline
	defer forget
	for ((n = 0; n < 8; n++)); do
		run hv trunk set tap1 announce on
		injector_ask send vm1 "all 1 rarp 1"
		case $((n % 4)) in
		0)	run hv subport del tap1 vlan 100
			run hv subport add tap1 vlan 100 network child ;;
		1)	run hv trunk set tap1 announce off ;;
		2)	run hv subport set tap1 vlan 100 network parent
			run hv subport set tap1 vlan 100 network child ;;
		3)	run hv trunk del tap1
			run hv -b - <<-END
				trunk add tap1 network parent
				subport add tap1 vlan 100 network child
				subport add tap1 vlan 101 network qinq qinq on
			END
			;;
		esac
	done
	run hv trunk set tap1 announce on
	injector_ask send vm1 "all 1 rarp 1"
	run hv bridge del br-trunk
	injector_config
	injector_collect 0 >/dev/null
	injector_baseline
	first "all 1 88b5 a" "${IN_PARENT[@]}"
	log_test "ports, trunk and bridge go amid rounds, and the rounds end"
}

tests_run
