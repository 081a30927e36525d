#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What trunkctl monitor prints of commands: one event for each change, in the
# order in which things come and go, with the state that show prints.
#
#       br-trunk --- trunkctl -j monitor ---> events
#         tap1 (VM1, MAC 1): vlan 100 child (5001)
#         tap2: vlan 200 child

ALL_TESTS="
	bridge_made
	bridge_changed
	bridge_deleted
	network_events
	remote_events
	trunk_events
	subport_events
	entry_events
	trunk_goes_with_its_ports
	network_goes_with_its_entries
	remote_goes_with_its_entries
	text
	module_removed
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=events.sh
. "$SELFTESTS/events.sh"

setup()
{
	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	topo_vlan "$VM1" 100 203.0.113.1/24
	ip -n "$HV1" link add tap2 type veth peer name vm2
	ip -n "$HV1" link add br-mark type vtrunk
	export TRUNKCTL_BRIDGE=br-trunk
	monitor "$EVENTS" -j
	MONITOR_PID=$!
}

hvs()
{
	MARKED=no
	run hv "$@"
}

adf_bridge()
{
	hvs bridge add br-trunk local 192.0.2.1
	defer_quietly trunkctl -n "$HV1" bridge del br-trunk
}

adf_config()
{
	adf_bridge
	hvs -b - <<-'END'
		network add child vni 5001
		remote add 192.0.2.2
		trunk add tap1
		trunk add tap2
		subport add tap1 vlan 100 network child
		subport add tap2 vlan 200 network child
	END
}

# in_short: "EVENT OBJECT ID" of each event on stdin.
in_short()
{
	jq -r '"\(.event) \(.object) " +
		if .object == "bridge" then .bridge
		elif .object == "network" then .name
		elif .object == "remote" then "\(.ip) \(.network)"
		elif .object == "trunk" then .dev
		elif .object == "subport" then "\(.dev) \(.vlan)"
		else "\(.mac[-2:]) \(.dev // .ip) \(.type)" end'
}

# causes EVENTS COMMAND...: just these.
causes()
{
	local want=$1
	shift

	caused "$@"
	check_eq "$(in_short <<<"$GOT")" "$want" "the events of: $*"
}

# as_shown OBJECT [WORD]...: the last event says what show says, but for the
# state of a bridge's device, which is no matter of the family.
as_shown()
{
	local object=$1
	shift

	check_eq "$(tail -n 1 <<<"$GOT" | jq -c 'del(.event, .object, .age)')" \
		"$(hv -j "$object" show "$@" | jq -c '.[-1] | del(.age)
			| if has("ageing") then del(.up) else . end')" \
		"the event and $object show $*"
}

bridge_made()
{
	defer_quietly trunkctl -n "$HV1" bridge del br-trunk
	caused hv bridge add br-trunk local 192.0.2.1
	check_eq "$(in_short <<<"$GOT" | sort -u)" "new bridge br-trunk" \
		"the events of bridge add"
	as_shown bridge br-trunk
	log_test "a bridge that is made"
}

bridge_changed()
{
	adf_bridge
	causes "new bridge br-trunk" hv bridge set br-trunk ageing 10 fdb-max 99
	as_shown bridge br-trunk
	causes "new bridge br-trunk" hv bridge set br-trunk uplink none
	as_shown bridge br-trunk
	causes "new bridge br-trunk" hv bridge set br-trunk \
		uplink genev_sys_6081 local 192.0.2.1,2001:db8::1
	as_shown bridge br-trunk
	causes "new bridge br-trunk" \
		ip -n "$HV1" link set genev_sys_6081 nomaster
	as_shown bridge br-trunk
	log_test "a bridge that is changed: settings, uplink, each one event"
}

bridge_deleted()
{
	adf_config
	caused hv bridge del br-trunk
	check_eq "$(in_short <<<"$GOT" | grep -v "new bridge" | sort)" \
		"del bridge br-trunk
del network child
del remote 192.0.2.2 null
del subport tap1 100
del subport tap2 200
del trunk tap1
del trunk tap2" "the events of bridge del"
	check_eq "$(in_short <<<"$GOT" | tail -n 1)" "del bridge br-trunk" \
		"the last"
	log_test "a bridge that is removed, with all that was on it"
}

network_events()
{
	adf_bridge
	causes "new network a" hv network add a vni 1 mtu 1400 learn off
	as_shown network a
	causes "new network b" hv network set a name b mtu auto unknown drop
	as_shown network b
	causes "del network b" hv network del b
	log_test "a network that is made, changed, removed"
}

remote_events()
{
	adf_bridge
	hvs network add child vni 5001
	causes "new remote 192.0.2.2 null" hv remote add 192.0.2.2
	as_shown remote
	causes "new remote 192.0.2.2 null" hv remote set 192.0.2.2 down
	as_shown remote
	causes "new remote 192.0.2.3 child" hv remote add 192.0.2.3 network child
	as_shown remote network child
	causes "del remote 192.0.2.3 child" hv remote del 192.0.2.3 network child
	causes "del remote 192.0.2.2 null" hv remote flush
	log_test "a remote that is added, set down, removed"
}

trunk_events()
{
	adf_bridge
	causes "new trunk tap1" hv trunk add tap1
	as_shown trunk tap1
	causes "new trunk tap1" hv trunk set tap1 down locked on
	as_shown trunk tap1
	causes "new trunk tap1" hv trunk set tap1 up locked off
	causes "del trunk tap1" hv trunk del tap1
	causes "new trunk tap1" ip -n "$HV1" link set tap1 master br-trunk
	as_shown trunk tap1
	causes "del trunk tap1" ip -n "$HV1" link set tap1 nomaster
	log_test "a trunk that is made, changed, removed, by any tool"
}

subport_events()
{
	adf_config
	hvs network add other vni 5002
	causes "new subport tap1 7" hv subport add tap1 vlan 7 network child \
		name p7 qinq on
	as_shown subport tap1 vlan 7
	causes "new subport tap1 7" hv subport set tap1 vlan 7 network other down
	as_shown subport tap1 vlan 7
	causes "new subport tap1 8" hv subport set tap1 vlan 7 retag 8
	causes "new subport tap1 7" hv subport set tap1 vlan 8 retag 7
	causes "new subport tap1 7" hv subport replace tap1 vlan 7 network child
	as_shown subport tap1 vlan 7
	causes "new subport tap1 null" hv subport add tap1 native network other
	as_shown subport tap1 native
	causes "del subport tap1 7" hv subport del tap1 vlan 7
	causes "del subport tap1 100" hv subport flush tap1
	log_test "a port that is made, changed, retagged, replaced, removed"
}

frame_of_vm1()
{
	ip -n "$VM1" neigh replace 203.0.113.9 lladdr 02:00:00:00:00:09 \
		dev eth0.100 nud permanent
	in_ns "$VM1" ping -q -n -c 1 -W 0.1 203.0.113.9 >/dev/null || :
}

entry_events()
{
	adf_config
	causes "new fdb 01 tap1 learned" frame_of_vm1
	as_shown fdb mac 02:00:00:00:00:01
	causes "" frame_of_vm1
	causes "new fdb 07 tap1 static" hv fdb add 02:00:00:00:00:07 \
		network child dev tap1 vlan 100
	as_shown fdb mac 02:00:00:00:00:07
	causes "new fdb 07 192.0.2.2 sticky" hv fdb set 02:00:00:00:00:07 \
		network child remote 192.0.2.2 sticky
	as_shown fdb mac 02:00:00:00:00:07
	causes "del fdb 07 192.0.2.2 sticky" hv fdb del 02:00:00:00:00:07 \
		network child
	log_test "an entry that is learned, once, or configured, changed, removed"
}

trunk_goes_with_its_ports()
{
	adf_config
	hvs fdb add 02:00:00:00:00:07 network child dev tap1 vlan 100
	caused hv trunk del tap1
	check_eq "$(in_short <<<"$GOT" | sort)" "del fdb 07 tap1 static
del subport tap1 100
del trunk tap1" "the events of trunk del"
	check_eq "$(in_short <<<"$GOT" | tail -n 1)" "del trunk tap1" "the last"
	log_test "a trunk goes after its ports and their entries"
}

network_goes_with_its_entries()
{
	adf_config
	hvs network add other vni 5002
	hvs fdb add 02:00:00:00:00:07 network other remote 192.0.2.2
	causes "del fdb 07 192.0.2.2 static
del network other" hv network del other
	log_test "a network goes after its entries"
}

remote_goes_with_its_entries()
{
	adf_config
	hvs fdb add 02:00:00:00:00:07 network child remote 192.0.2.2
	causes "del fdb 07 192.0.2.2 static
del remote 192.0.2.2 null" hv remote del 192.0.2.2
	log_test "a remote goes after its entries"
}

text()
{
	local file=$TMP_DIR/text time='[0-9-]{10}T[0-9:]{8}\.[0-9]{6}[+-][0-9]{4}'

	adf_bridge
	monitor "$file" -t
	caused hv -s -d -b - <<-'END'
		network add child vni 5001
		trunk add tap1
		subport add tap1 vlan 100 network child
		fdb add 02:00:00:00:00:07 network child dev tap1 vlan 100
		trunk del tap1
	END
	busywait "$WAIT_MS" has_text "Deleted trunk" "$file"
	check_err $? "what is missing"
	check_eq "$(sed -E "/br-mark/d; s/^$time /TIME /" "$file")" \
		"TIME network child vni 5001 ports 0 remotes 0 fdb 0 bridge br-trunk
TIME trunk tap1 up status active ports 0 bridge br-trunk
TIME subport tap1 vlan 100 network child vni 5001 up status active bridge br-trunk
TIME fdb 02:00:00:00:00:07 network child vni 5001 dev tap1 vlan 100 static bridge br-trunk
TIME Deleted fdb 02:00:00:00:00:07 network child vni 5001 dev tap1 vlan 100 static bridge br-trunk
TIME Deleted subport tap1 vlan 100 network child vni 5001 up status active bridge br-trunk
TIME Deleted trunk tap1 up status active ports 0 bridge br-trunk" "text"
	log_test "events as text, with the time"
}

monitor_ended()
{
	! kill -0 "$MONITOR_PID" 2>/dev/null
}

module_removed()
{
	run rmmod vtrunk
	busywait "$WAIT_MS" monitor_ended
	check_err $? "monitor goes on"
	wait "$MONITOR_PID"
	check_eq $? 1 "the exit status of monitor"
	check_eq "$(tail -n 1 "$EVENTS")" \
		"trunkctl: monitor: vtrunk was removed (ENODEV)" "the last line"
	run load_vtrunk
	log_test "monitor ends when the module is removed"
}

tests_run
