#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Each thing below is taken away while frames run through all of them:
#
#   VM1 === pings ==> tap1 -- HV1 br-trunk -- genev_sys_6081 -- under
#    |   broadcasts                                              ||
#    |                                                         under
#   VM2 <========== tap2 -- HV2 br-trunk -- genev_sys_6081 ------+
#
# Afterwards everything else goes too, and the module is unloaded and loaded.
#
# needs: two CPUs

ALL_TESTS="
	trunk_device
	trunk_device_moved
	uplink
	underlay
	bridge
	bridge_by_trunkctl
	guest_namespace
	hypervisor_namespace
	both_namespaces
	module
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require ping rmmod insmod

# configure NS LOCAL REMOTE TAP VID
configure()
{
	trunkctl -n "$1" bridge add br-trunk local "$2" &&
		trunkctl -n "$1" network add child vni 5001 &&
		trunkctl -n "$1" network add parent vni 5002 &&
		trunkctl -n "$1" remote add "$3" &&
		trunkctl -n "$1" trunk add "$4" network parent &&
		trunkctl -n "$1" subport add "$4" vlan "$5" network child
}

# Pings in both networks, and broadcasts: nobody has 203.0.113.99.
traffic()
{
	local flood=(ping -i 0.002 -q -n -w 120)

	background PING_CHILD ip netns exec "$VM1" "${flood[@]}" 203.0.113.2 \
		>/dev/null 2>&1
	background PING_NOBODY ip netns exec "$VM1" "${flood[@]}" 203.0.113.99 \
		>/dev/null 2>&1
	background PING_PARENT ip netns exec "$VM2" "${flood[@]}" 198.51.100.1 \
		>/dev/null 2>&1
}

carried()
{
	[ "$(counter "$HV1" "tap1 vlan 100" rx_packets)" -ge "$1" ]
}

# In a scope of its own, that undone ends with.
begin()
{
	defer_scope_push
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	run configure "$HV1" 192.0.2.1 192.0.2.2 tap1 100
	run configure "$HV2" 192.0.2.2 192.0.2.1 tap2 200
	traffic
	busywait "$WAIT_MS" carried 50
	check_err $? "no traffic"
}

unloaded()
{
	rmmod vtrunk 2>"$TMP_DIR/rmmod"
}

released()
{
	! dmesg | tail -n +"$1" | grep -q "unregister_netdevice: waiting"
}


undone()
{
	local lines

	lines=$(dmesg | wc -l)
	defer_scope_pop
	check_eq "$(ip netns list | grep -E '^(hv|vm)[12]-')" "" "namespaces"
	busywait "$WAIT_MS" unloaded
	check_err $? "rmmod: $(cat "$TMP_DIR/rmmod")"
	released $((lines + 1))
	check_err $? "a device was not let go: $(dmesg | tail -n 1)"
	run load_vtrunk
}

# gone OBJECT: HV1 has none of it any more.
gone()
{
	check_eq "$(trunkctl -n "$HV1" -j "$1" show)" "[]" "what is left of $1"
}

trunk_device()
{
	begin
	run ip -n "$HV1" link del tap1
	gone trunk
	gone subport
	undone
	log_test "a trunk's device is deleted"
}

trunk_device_moved()
{
	begin
	run ip -n "$HV1" link set tap1 netns "$VM2"
	gone trunk
	undone
	log_test "a trunk's device goes to another namespace"
}

uplink()
{
	begin
	run ip -n "$HV1" link del genev_sys_6081
	check_eq "$(trunkctl -n "$HV1" -j trunk show | jq -r '.[0].status')" \
		degraded "the trunk's status"
	undone
	log_test "the uplink is deleted"
}

underlay()
{
	begin
	run ip -n "$HV1" link del under
	undone
	log_test "the underlay's device is deleted"
}

bridge()
{
	begin
	run ip -n "$HV1" link del br-trunk
	gone bridge
	undone
	log_test "the bridge is deleted by ip link"
}

bridge_by_trunkctl()
{
	begin
	run trunkctl -n "$HV1" bridge del br-trunk
	gone bridge
	check_eq "$(ip -n "$HV1" -o link show type geneve)" "" \
		"the Geneve device that bridge add made"
	undone
	log_test "bridge del, and the Geneve device that bridge add made"
}

guest_namespace()
{
	begin
	# What runs in a namespace would keep it.
	stop_process "$PING_CHILD"
	stop_process "$PING_NOBODY"
	run ip netns del "$VM1"
	undone
	log_test "a guest's namespace is deleted"
}

hypervisor_namespace()
{
	begin
	run ip netns del "$HV1"
	undone
	log_test "a hypervisor's namespace is deleted"
}

both_namespaces()
{
	begin
	run ip netns del "$HV1"
	run ip netns del "$HV2"
	undone
	log_test "both hypervisors' namespaces are deleted"
}

module()
{
	begin
	run rmmod vtrunk
	vtrunk_loaded
	check_fail $? "the module is still there"
	check_eq "$(ip -n "$HV1" -o link show type vtrunk 2>/dev/null)" "" \
		"bridges"
	run load_vtrunk
	gone bridge
	undone
	log_test "the module is unloaded"
}

tests_run
