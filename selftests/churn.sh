#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The configuration comes and goes in the path of frames; what should work
# works again after each round:
#
#   VM1 === pings ==> tap1 -- HV1 br-trunk -- genev_sys_6081 -- under
#    |   broadcasts       all of this changes                    ||
#   VM2 <============ tap2 -- HV2 br-trunk -- genev_sys_6081 -- under
#
# needs: two CPUs

ALL_TESTS="
	ports
	retagged_ports
	moved_ports
	trunks
	networks
	remotes
	uplinks
	local_address
	fdb_entries
	all_at_once
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

ROUNDS=5

# configure NS LOCAL REMOTE TAP VID
configure()
{
	trunkctl -n "$1" bridge add br-trunk local "$2"
	trunkctl -n "$1" network add child vni 5001
	trunkctl -n "$1" network add parent vni 5002
	trunkctl -n "$1" network add other vni 5003
	trunkctl -n "$1" remote add "$3"
	trunkctl -n "$1" trunk add "$4" network parent
	trunkctl -n "$1" subport add "$4" vlan "$5" network child
}

setup()
{
	local ping=(ping -i 0.002 -q -n -w 280)

	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	ip -n "$VM1" addr add 203.0.113.11/24 dev eth0.100
	configure "$HV1" 192.0.2.1 192.0.2.2 tap1 100
	configure "$HV2" 192.0.2.2 192.0.2.1 tap2 200
	background PING_CHILD ip netns exec "$VM1" "${ping[@]}" \
		-I 203.0.113.11 203.0.113.2 >/dev/null 2>&1
	background PING_NOBODY ip netns exec "$VM1" "${ping[@]}" \
		203.0.113.99 >/dev/null 2>&1
	background PING_PARENT ip netns exec "$VM2" "${ping[@]}" \
		198.51.100.1 >/dev/null 2>&1
}

# rounds: what stdin says to trunkctl in HV1, so many times, in one go.
rounds()
{
	local lines i

	lines=$(cat)
	for ((i = 0; i < ROUNDS; i++)); do
		echo "$lines"
	done >"$TMP_DIR/lines"
	run trunkctl -n "$HV1" -b "$TMP_DIR/lines" >/dev/null
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$VM1" 198.51.100.2
}

ports()
{
	rounds <<-END
		subport del tap1 vlan 100
		subport del tap1 native
		subport add tap1 vlan 100 network child
		subport add tap1 native network parent
	END
	log_test "ports are removed and made again"
}

retagged_ports()
{
	rounds <<-END
		subport set tap1 vlan 100 retag 300
		subport set tap1 vlan 300 down retag 301
		subport set tap1 vlan 301 up retag 100
	END
	log_test "ports get other tags and go down and up"
}

moved_ports()
{
	rounds <<-END
		subport set tap1 vlan 100 network other
		subport set tap1 native network child
		subport set tap1 vlan 100 network parent
		subport set tap1 native network parent
		subport set tap1 vlan 100 network child
	END
	log_test "ports go to other networks"
}

trunks()
{
	rounds <<-END
		trunk del tap1
		trunk add tap1
		subport add tap1 vlan 100 network child
		trunk del tap1
		trunk add tap1 network parent
		subport add tap1 vlan 100 network child
	END
	log_test "a trunk is released and taken again"
}

networks()
{
	rounds <<-END
		subport del tap1 vlan 100
		network del child
		network add child vni 5004
		subport add tap1 vlan 100 network child
		subport del tap1 vlan 100
		network del child
		network add child vni 5001
		subport add tap1 vlan 100 network child
	END
	log_test "a network is removed and made again"
}

remotes()
{
	rounds <<-END
		remote add 192.0.2.2 network child
		remote del 192.0.2.2
		remote add 192.0.2.7
		remote del 192.0.2.2 network child
		remote del 192.0.2.7
		remote add 192.0.2.2 down
		remote set 192.0.2.2 up
	END
	log_test "remotes are removed, added, set down and up"
}

uplinks()
{
	rounds <<-END
		bridge set br-trunk uplink none
		bridge set br-trunk uplink genev_sys_6081
		bridge set br-trunk dstport 6085
		bridge set br-trunk dstport 6081
	END
	log_test "the uplink is detached, attached and replaced"
}

local_address()
{
	rounds <<-END
		bridge set br-trunk local 192.0.2.5
		bridge set br-trunk local 192.0.2.1
	END
	log_test "the local address changes"
}

fdb_entries()
{
	rounds <<-END
		fdb flush
		fdb add 02:00:00:00:00:02 network child remote 192.0.2.2
		fdb add 02:00:00:00:00:01 network child dev tap1 vlan 100 sticky
		fdb flush
		fdb del 02:00:00:00:00:01 network child
		fdb del 02:00:00:00:00:02 network child
	END
	log_test "entries come and go"
}

# Two configure at the same time.
all_at_once()
{
	local i

	for ((i = 0; i < 20; i++)); do
		echo "network set child mtu 1400"
		echo "subport add tap1 vlan 7 network other"
		echo "subport del tap1 vlan 7"
		echo "network set child mtu auto"
	done >"$TMP_DIR/others"
	background OTHER_PID "$TRUNKCTL" -n "$HV1" -force -b "$TMP_DIR/others" \
		>/dev/null 2>&1
	rounds <<-END
		subport set tap1 vlan 100 retag 300
		fdb flush
		subport set tap1 vlan 300 retag 100
	END
	wait "$OTHER_PID"
	check_err $? "the other one was refused"
	log_test "two configure at the same time"
}

tests_run
