#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Everything changes at the same time, at both ends and from two CPUs, while
# frames run from both sides; afterwards the same bridges work as before:
#
#   VM1 === pings ==> tap1 -- HV1 br-trunk -- genev_sys_6081 -- under
#    |   broadcasts                                              ||
#   VM2 <== pings === tap2 -- HV2 br-trunk -- genev_sys_6081 -- under
#
# RACE_SECONDS= says for how long, RACE_SEED= repeats the commands of a run.
#
# needs: two CPUs

ALL_TESTS="
	configuration
	devices
	all_with_the_module
	counters_agree
	nothing_stays
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=racers.sh
. "$SELFTESTS/racers.sh"
require ping rmmod insmod

# On one line each: what a bridge is to be, whatever it is now.
configuration_of()
{
	cat <<-END
		bridge add br-trunk local $1 uplink genev_sys_6081
		trunk del $3
		fdb del 02:00:00:00:00:01 network child
		fdb del 02:00:00:00:00:02 network child
		fdb del 02:00:00:00:00:07 network child
		remote flush
		remote flush network child
		remote flush network parent
		network del extra
		network del other
		network add child vni 5001
		network add parent vni 5002
		network set child unknown flood learn on l2cp off mtu auto
		network set parent unknown flood learn on l2cp off mtu auto
		bridge set br-trunk local $1 ageing 300
		bridge set br-trunk uplink genev_sys_6081
		remote add $2 up
		remote set $2 up
		trunk add $3 network parent up
		subport add $3 vlan $4 network child
	END
}

links_of()
{
	cat <<-END
		link set br-trunk mtu 1500 up
		link set genev_sys_6081 mtu 65000 up
		link set under mtu 1600 up
		link set $1 mtu 1500 up
	END
}

# Half of it is refused, because it is so already.
configure()
{
	quietly ip -n "$1" link add genev_sys_6081 type geneve dstport 6081 \
		external || :
	configuration_of "${@:2}" | quietly "$TRUNKCTL" -n "$1" -force -b - || :
	links_of "$4" | quietly ip -n "$1" -force -batch - || :
}

configure_both()
{
	configure "$HV1" 192.0.2.1 192.0.2.2 tap1 100
	configure "$HV2" 192.0.2.2 192.0.2.1 tap2 200
}

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	configure_both
}

# Of all objects, without what frames and time change.
configured()
{
	show "$1" | jq -cS 'del(.[] | .age?, .status?, .carrier?, .fdb_count?, .ifindex?,
			.events_lost?, .path_mtu?)
		| .[] | select(.type? != "learned")'
}

# Pings in both networks from both sides, and broadcasts. With -c and not -w:
# that would end them when a host cannot be reached for a while.
traffic()
{
	local flood=(ping -i 0.004 -q -n -c 150000)

	ip netns exec "$VM1" "${flood[@]}" 203.0.113.2 >"$TMP_DIR/ping.child" \
		2>/dev/null &
	PINGS=($!)
	ip netns exec "$VM1" "${flood[@]}" -b 203.0.113.255 >/dev/null 2>&1 &
	PINGS+=($!)
	ip netns exec "$VM2" "${flood[@]}" 198.51.100.1 >"$TMP_DIR/ping.parent" \
		2>/dev/null &
	PINGS+=($!)
	ip netns exec "$VM2" "${flood[@]}" -b 198.51.100.255 >/dev/null 2>&1 &
	PINGS+=($!)
}

traffic_end()
{
	kill -INT "${PINGS[@]}"
	wait "${PINGS[@]}"
	note "$(grep -h transmitted "$TMP_DIR"/ping.{child,parent})"
}

# storm KIND...: a third of the time, under traffic; then all is as it was.
storm()
{
	local seconds=$((RACE_SECONDS / 3 > 0 ? RACE_SECONDS / 3 : 1)) before

	note "RACE_SEED=$RACE_SEED RACE_SECONDS=$RACE_SECONDS"
	before=$(configured "$HV1"; configured "$HV2")
	traffic
	race "$seconds" "$@"
	traffic_end
	configure_both
	check_eq "$(configured "$HV1"; configured "$HV2")" "$before" \
		"the configuration"
	busywait "$WAIT_MS" quietly in_ns "$VM1" ping -q -n -c 1 -W 1 203.0.113.2
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$VM2" 198.51.100.1
}

configuration()
{
	storm ports retag trunks networks remotes fdb dumps
	each_did_something
	log_test "ports, tags, networks, remotes, entries and dumps race"
}

devices()
{
	storm links mtus uplinks devices namespaces ports fdb dumps
	each_did_something
	log_test "links, MTUs, uplinks, devices and namespaces race with them"
}

all_with_the_module()
{
	storm modules ports retag networks uplinks devices namespaces fdb dumps
	log_test "all race with the module's end and return"
}

# After all that, a frame is still counted once where it passes, and no number
# has gone below nothing.
counters_agree()
{
	local place

	counters "$HV1" >"$TMP_DIR/before"
	run in_ns "$VM1" ping -q -n -c 10 -i 0.05 -W 5 203.0.113.2 >/dev/null
	counters "$HV1" >"$TMP_DIR/after"
	for place in "tap1 vlan 100: rx_packets" "tap1 vlan 100: tx_packets" \
	    "remote 192.0.2.2: rx_packets" "remote 192.0.2.2: tx_packets"; do
		check_eq "$(counters_grown "$TMP_DIR/before" "$TMP_DIR/after" |
			grep -c "^$place +1[0-4]\$")" 1 "$place grew by 10"
	done
	check_eq "$(drops_grown "$TMP_DIR/before" "$TMP_DIR/after")" "" "drops"
	check_eq "$(awk '$NF > 10000000' "$TMP_DIR/after")" "" \
		"more frames or bytes than there were"
	log_test "counters are right"
}

unloaded()
{
	rmmod vtrunk 2>"$TMP_DIR/rmmod"
}

nothing_stays()
{
	run trunkctl -n "$HV1" bridge del br-trunk
	run trunkctl -n "$HV2" bridge del br-trunk
	check_eq "$(ip netns list | grep race-)" "" "namespaces"
	busywait "$WAIT_MS" unloaded
	check_err $? "rmmod: $(cat "$TMP_DIR/rmmod")"
	check_eq "$(dmesg | grep "unregister_netdevice: waiting")" "" "devices"
	run load_vtrunk
	log_test "nothing is left"
}

tests_run
