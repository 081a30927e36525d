#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What set, replace, del and flush of every object change, and what they leave:
#
#       br-trunk 192.0.2.1 -- remote 192.0.2.2
#         tap1 (VM1): native parent1 (5002), vlan 100 child (5001)
#         tap2: no trunk yet

ALL_TESTS="
	network_set
	network_del
	remote_set
	remote_del
	remote_flush
	trunk_add
	trunk_set
	trunk_set_native
	trunk_set_refused
	trunk_del
	subport_add
	subport_set
	subport_replace
	subport_replace_makes
	subport_del
	subport_flush
	subport_flush_locked
	fdb_change
	fdb_flush
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

setup()
{
	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	topo_vlan "$VM1" 100 203.0.113.1/24
	ip -n "$HV1" link add tap2 type veth peer name vm2
}

# Each test begins with the same configuration.
adf_config()
{
	defer_quietly trunkctl -n "$HV1" bridge del br-trunk
	run hv -b - <<-'END'
		bridge add br-trunk local 192.0.2.1
		network add child vni 5001
		network add parent1 vni 5002
		remote add 192.0.2.2
		trunk add tap1 network parent1
		subport add tap1 vlan 100 network child name child1
	END
}

hv()
{
	trunkctl -n "$HV1" "$@"
}

hvs()
{
	run hv "$@"
}

# shows WANTED OBJECT [WORD]...: all that is shown, but the bridge's name.
shows()
{
	local want=$1 object=$2 got
	shift 2

	got=$(hv "$object" show "$@" | sed 's/ bridge br-trunk$//')
	check_eq "$got" "$want" "trunkctl $object show $*"
}

network_set()
{
	adf_config
	hvs network set child name kid mtu 1400 unknown marked learn off l2cp on
	shows "kid vni 5001 mtu 1400 unknown marked learn off l2cp on ports 1 remotes 1 fdb 0" \
		network 5001
	shows "tap1 vlan 100 network kid vni 5001 name child1 up status active" \
		subport tap1 vlan 100
	hvs network set 5001 mtu auto
	shows "kid vni 5001 unknown marked learn off l2cp on ports 1 remotes 1 fdb 0" \
		network kid
	hvs network set kid unknown drop learn on l2cp off
	shows "kid vni 5001 unknown drop ports 1 remotes 1 fdb 0" network kid
	hvs network set kid unknown flood name child mode vni
	shows "child vni 5001 ports 1 remotes 1 fdb 0
parent1 vni 5002 ports 1 remotes 1 fdb 0" network
	log_test "network set: every attribute, by name and by VNI"
}

network_del()
{
	adf_config
	hvs network add a vni 16777215 mtu 576 unknown marked learn off l2cp on mode vni
	shows "a vni 16777215 mtu 576 unknown marked learn off l2cp on ports 0 remotes 1 fdb 0" \
		network a
	hvs network add b vni 1
	hvs network del a
	hvs network del 1
	shows "child vni 5001 ports 1 remotes 1 fdb 0
parent1 vni 5002 ports 1 remotes 1 fdb 0" network
	log_test "network add with every attribute; del by name and by VNI"
}

remote_set()
{
	adf_config
	hvs remote add 192.0.2.3 network child down
	hvs remote add 192.0.2.3
	shows "192.0.2.2 every network up path-mtu 1550
192.0.2.3 every network down path-mtu 1550
192.0.2.3 network child vni 5001 down path-mtu 1550" remote
	hvs remote set 192.0.2.3 up
	hvs remote set 192.0.2.2 down
	shows "192.0.2.2 every network down path-mtu 1550
192.0.2.3 every network up path-mtu 1550
192.0.2.3 network child vni 5001 up path-mtu 1550" remote
	log_test "remote set: whether it is up belongs to the address"
}

remote_del()
{
	adf_config
	hvs remote add 192.0.2.2 network child
	hvs remote add 192.0.2.3 network 5001
	hvs remote del 192.0.2.2
	shows "192.0.2.2 network child vni 5001 up path-mtu 1550
192.0.2.3 network child vni 5001 up path-mtu 1550" remote
	hvs remote del 192.0.2.3 network child
	shows "192.0.2.2 network child vni 5001 up path-mtu 1550" remote
	shows "parent1 vni 5002 ports 1 remotes 0 fdb 0" network parent1
	log_test "remote del takes away what the same words added"
}

remote_flush()
{
	adf_config
	hvs remote add 192.0.2.2 network child
	hvs remote add 192.0.2.3 network child
	hvs remote add 192.0.2.4 network parent1
	hvs remote flush network child
	shows "192.0.2.2 every network up path-mtu 1550
192.0.2.4 network parent1 vni 5002 up path-mtu 1550" remote
	hvs remote flush
	shows "" remote
	log_test "remote flush: those of one network, or all"
}

trunk_add()
{
	adf_config
	hvs trunk add tap2 down locked on
	shows "tap2 down locked on status down ports 0" trunk tap2
	hvs trunk set tap2 locked off
	hvs trunk del tap2
	hvs trunk add tap2 locked on network 5001
	shows "tap2 native network child vni 5001 up status down" subport tap2
	check_eq "$(hv -j trunk show tap2 | jq -c '.[0] | [.up, .locked]')" \
		"[true,true]" "up and locked"
	hvs trunk set tap2 locked off
	hvs trunk del tap2
	# The port is refused when the trunk is there already.
	refuses "trunkctl: trunk add: nowhere does not exist (ENOENT)" \
		trunkctl -n "$HV1" trunk add tap2 network nowhere
	log_test "trunk add: down, locked, with a native port, or not at all"
}

trunk_set()
{
	adf_config
	hvs trunk set tap1 down
	shows "tap1 down status down ports 2" trunk tap1
	check_eq "$(hv show | grep '  trunk ')" \
		"  trunk    tap1  down  ports 2  set down" "the line in show"
	hvs trunk set tap1 up locked on
	shows "tap1 up locked on status active ports 2" trunk tap1
	check_eq "$(hv show | grep '  trunk ')" \
		"  trunk    tap1  active  ports 2  locked" "the line in show"
	hvs trunk set tap1 locked off network child
	shows "tap1 up status active ports 2" trunk tap1
	log_test "trunk set: up, down and locked"
}

trunk_set_native()
{
	adf_config
	hvs trunk set tap1 network child
	shows "tap1 native network child vni 5001 up status active" \
		subport tap1 native
	hvs subport del tap1 native
	shows "tap1 vlan 100 network child vni 5001 name child1 up status active" \
		subport tap1
	hvs trunk set tap1 network 5002
	shows "tap1 native network parent1 vni 5002 up status active" \
		subport tap1 native
	log_test "trunk set network: moves the native port, or makes it"
}

# The lock has gone when the network is refused, and comes back.
trunk_set_refused()
{
	adf_config
	hvs trunk set tap1 locked on
	refuses "trunkctl: trunk set: nowhere does not exist (ENOENT)" \
		trunkctl -n "$HV1" trunk set tap1 locked off network nowhere
	refuses "trunkctl: trunk set: tap1 is locked (EPERM)" \
		trunkctl -n "$HV1" trunk set tap1 network child down
	shows "tap1 up locked on status active ports 2" trunk tap1
	hvs trunk set tap1 locked off
	log_test "trunk set: all or nothing"
}

trunk_del()
{
	adf_config
	hvs fdb add 02:00:00:00:00:07 network child dev tap1 vlan 100
	hvs trunk del tap1
	shows "" trunk
	shows "" subport
	shows "" fdb
	check_eq "$(ip -n "$HV1" -j link show dev tap1 | jq '.[0].master')" \
		null "the master of tap1"
	shows "child vni 5001 ports 0 remotes 1 fdb 0
parent1 vni 5002 ports 0 remotes 1 fdb 0" network
	log_test "trunk del removes its ports and their entries"
}

subport_add()
{
	adf_config
	hvs subport add tap1 network 5001 qinq on name p1 unknown on down \
		vlan 4094 locked on proto 802.1Q
	shows "tap1 vlan 4094 network child vni 5001 name p1 down locked on qinq on unknown on status down" \
		subport tap1 vlan 4094
	hvs subport add tap1 vlan 1 network child
	shows "tap1 vlan 1 network child vni 5001 up status active" \
		subport tap1 vlan 1
	hvs subport set tap1 vlan 4094 locked off
	log_test "subport add with every attribute, and with none"
}

subport_set()
{
	adf_config
	hvs subport set tap1 vlan 100 retag 200 network 5002
	shows "tap1 vlan 200 network parent1 vni 5002 name child1 up status active" \
		subport tap1 vlan 200
	hvs subport set tap1 vlan 200 name other qinq on unknown on down \
		local-only on
	shows "tap1 vlan 200 network parent1 vni 5002 name other down qinq on unknown on local-only on status down" \
		subport tap1 vlan 200
	hvs subport set tap1 vlan 200 up qinq off unknown off local-only off
	hvs subport set tap1 vlan 200 name ""
	hvs subport set tap1 native name uplinked
	shows "tap1 native network parent1 vni 5002 name uplinked up status active
tap1 vlan 200 network parent1 vni 5002 up status active" subport tap1
	log_test "subport set changes what is named, and keeps the rest"
}

# Two frames from the VM, which go to the remote.
two_frames()
{
	ip -n "$VM1" neigh replace 203.0.113.2 lladdr 02:00:00:00:00:02 \
		dev eth0.100 nud permanent
	in_ns "$VM1" ping -q -n -c 2 -i 0.2 -W 1 203.0.113.2 >/dev/null
}

taken_in()
{
	hv -j -s subport show tap1 vlan "$1" | jq '.[0].stats.rx_packets'
}

subport_replace()
{
	adf_config
	two_frames
	check_eq "$(taken_in 100)" 2 "frames taken in before"
	hvs subport set tap1 vlan 100 qinq on unknown on local-only on down
	hvs subport replace tap1 vlan 100 network parent1
	shows "tap1 vlan 100 network parent1 vni 5002 up status active" \
		subport tap1 vlan 100
	check_eq "$(taken_in 100)" 2 "frames taken in, after replace"
	hvs subport replace tap1 vlan 100 network child name c2 qinq on
	shows "tap1 vlan 100 network child vni 5001 name c2 up qinq on status active" \
		subport tap1 vlan 100
	hvs subport set tap1 vlan 100 retag 101
	check_eq "$(taken_in 101)" 2 "frames taken in, after retag"
	log_test "subport replace: defaults for what is not named, same counters"
}

subport_replace_makes()
{
	adf_config
	hvs subport replace tap1 vlan 7 network child unknown on
	shows "tap1 vlan 7 network child vni 5001 up unknown on status active" \
		subport tap1 vlan 7
	check_eq "$(taken_in 7)" 0 "frames taken in"
	hvs subport replace tap1 native network child
	shows "tap1 native network child vni 5001 up status active" \
		subport tap1 native
	log_test "subport replace makes a port that is not there"
}

subport_del()
{
	adf_config
	hvs subport del tap1 vlan 100
	shows "tap1 native network parent1 vni 5002 up status active" subport
	hvs subport del tap1 native
	shows "" subport
	shows "tap1 up status active ports 0" trunk
	log_test "subport del"
}

subport_flush()
{
	adf_config
	hvs -b - < <(seq -f "subport add tap1 vlan %g network child" 200 300)
	check_eq "$(hv -j subport show tap1 | jq length)" 103 "ports before"
	hvs subport flush tap1
	shows "tap1 native network parent1 vni 5002 up status active" subport
	hvs subport flush tap1
	refuses "trunkctl: subport flush: tap2 is not a trunk (ENOENT)" \
		trunkctl -n "$HV1" subport flush tap2
	log_test "subport flush removes all of a trunk but its native port"
}

subport_flush_locked()
{
	adf_config
	hvs subport add tap1 vlan 101 network child locked on
	hvs subport add tap1 vlan 102 network child
	hv subport flush tap1 2>"$TMP_DIR/err"
	check_eq $? 1 "the exit status"
	check_eq "$(cat "$TMP_DIR/err")" \
		"trunkctl: subport flush: tap1 vlan 101 is locked (EPERM)" \
		"stderr"
	shows "tap1 native network parent1 vni 5002 up status active
tap1 vlan 101 network child vni 5001 up locked on status active" subport
	hvs trunk set tap1 locked on
	hv subport flush tap1 2>"$TMP_DIR/err"
	check_eq "$(cat "$TMP_DIR/err")" \
		"trunkctl: subport flush: tap1 is locked (EPERM)" \
		"stderr with a locked trunk"
	hvs trunk set tap1 locked off
	log_test "subport flush goes on after a locked port, not on a locked trunk"
}

fdb_change()
{
	adf_config
	hvs fdb add FA:16:3E:00:00:01 network child dev tap1 vlan 100
	shows "fa:16:3e:00:00:01 network child vni 5001 dev tap1 vlan 100 static" \
		fdb
	hvs fdb set fa:16:3e:00:00:01 remote 192.0.2.2 network 5001
	shows "fa:16:3e:00:00:01 network child vni 5001 remote 192.0.2.2 static" \
		fdb
	hvs fdb set fa:16:3e:00:00:01 network child dev tap1 vlan 100 sticky
	check_eq "$(hv -j fdb show | jq -c '.[0] | [.dev, .vlan, .type]')" \
		'["tap1",100,"sticky"]' "after it was made sticky"
	hvs fdb add fa:16:3e:00:00:01 network parent1 dev tap1 native static
	hvs fdb del fa:16:3e:00:00:01 network child
	shows "fa:16:3e:00:00:01 network parent1 vni 5002 dev tap1 native static" \
		fdb
	hvs fdb del fa:16:3e:00:00:01 network 5002
	shows "" fdb
	log_test "fdb add, set and del"
}

fdb_flush()
{
	adf_config
	check_eq "$(hv -j fdb flush)" '[{"flushed":0}]' "of nothing"
	two_frames
	hvs fdb add 02:00:00:00:00:07 network child dev tap1 vlan 100
	check_eq "$(hv -s fdb flush dev tap1 native)" "flushed 0" "of another port"
	check_eq "$(hv -s fdb flush dev tap1 vlan 100)" "flushed 1" "of a port"
	two_frames
	check_eq "$(hv -j fdb flush)" '[{"flushed":1}]' "of all"
	two_frames
	check_eq "$(hv fdb flush)" "" "without being asked how many"
	shows "02:00:00:00:00:07 network child vni 5001 dev tap1 vlan 100 static" \
		fdb
	log_test "fdb flush says how many learned entries it forgot"
}

tests_run
