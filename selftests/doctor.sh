#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# trunkctl doctor: a healthy host has no finding, and each test makes one, sees
# the doctor find it and nothing else, and does what the doctor says mends it.
# VM3 is at HV1 too, behind tap3; what else there is, is drawn in topo.sh.

ALL_TESTS="
	healthy
	no_bridge
	no_uplink
	port_held
	devices_down
	host_ipv6
	unknown_vid
	sends_tagged
	sends_untagged
	flapping_mac
	mac_of_two_hypervisors
	duplicate_mac
	fdb_full
	offloads_off
	pending
	not_applied
	state_file
	port_held_by_ovs
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=doctor_lib.sh
. "$SELFTESTS/doctor_lib.sh"
require ethtool

# Installed, or unpacked by scripts/openvswitch.
: "${VTRUNK_OVS=}"
PATH+=:$VTRUNK_OVS/usr/bin:$VTRUNK_OVS/usr/sbin

setup()
{
	topo_two_vms
	topo_vm VM3 "$HV1" tap3 3
	ip -n "$VM3" addr add 198.51.100.3/24 dev eth0
	doctor_bridges
}

healthy()
{
	local text

	text=$(trunkctl -n "$HV1" doctor)
	check_err $? "exit status of a healthy host: $text"
	check_eq "$text" "healthy: bridges 1, remotes 1, trunks 1, ports 2" \
		"what is said of a healthy host"
	check_eq "$(trunkctl -n "$HV1" -j doctor)" "[]" "JSON"
	log_test "a healthy host has no finding"
}

no_bridge()
{
	finds "no-bridge There is no bridge in this network namespace." "$VM1"
	log_test "a namespace without a bridge"
}

no_uplink()
{
	run trunkctl -n "$HV1" bridge set br-trunk uplink none
	finds "no-uplink br-trunk has no uplink, so that nothing gets to other hypervisors; genev_sys_6081 is there and not attached."
	mends
	run ip -n "$HV1" link del genev_sys_6081
	finds "no-uplink br-trunk has no uplink, so that nothing gets to other hypervisors."
	mends
	check_eq "$(doctor_uplink)" "genev_sys_6081 6081" "the uplink"
	log_test "the uplink is missing: attached again, or made again"
}

doctor_uplink()
{
	trunkctl -n "$HV1" -j bridge show | jq -r '.[] | "\(.uplink) \(.dstport)"'
}

port_held()
{
	run ip -n "$HV1" link del genev_sys_6081
	adf_ip_link_add "$HV1" gnv0 type geneve id 7 remote 192.0.2.9
	finds "port-held gnv0, a Geneve device for one network, holds UDP port 6081."
	run ip -n "$HV1" link del gnv0
	adf_ip_link_add "$HV1" vx0 type vxlan id 7 dstport 6081 remote 192.0.2.9
	run ip -n "$HV1" link set vx0 up
	finds "port-held A program or another tunnel holds UDP port 6081 (\"ss -lunp\" tells which), so that br-trunk cannot have it."
	mends
	check_eq "$(doctor_uplink)" "genev_sys_6082 6082" "the uplink"
	run ip -n "$HV1" link del vx0
	run trunkctl -n "$HV1" bridge set br-trunk dstport 6081
	log_test "UDP port 6081 is held by a Geneve device, or by something else"
}

port_held_by_ovs()
{
	if ! command -v ovs-dpctl >/dev/null; then
		log_test_skip "UDP port 6081 is held by Open vSwitch" \
			"no Open vSwitch"
		return
	fi
	run modprobe openvswitch
	run ip -n "$HV1" link del genev_sys_6081
	run in_ns "$HV1" ovs-dpctl add-dp dp0
	defer_quietly ip netns exec "$HV1" ovs-dpctl del-dp dp0
	adf_ip_link_add "$HV1" genev_sys_6081 type geneve external
	run in_ns "$HV1" ovs-dpctl add-if dp0 genev_sys_6081
	finds "port-held Open vSwitch holds UDP port 6081 with genev_sys_6081: end its tunnels here, or let all hypervisors of br-trunk use another port."
	mends
	check_eq "$(doctor_uplink)" "genev_sys_6082 6082" "the uplink"
	run in_ns "$HV1" ovs-dpctl del-dp dp0
	run ip -n "$HV1" link del genev_sys_6081
	run trunkctl -n "$HV1" bridge set br-trunk dstport 6081
	log_test "UDP port 6081 is held by Open vSwitch"
}

devices_down()
{
	run ip -n "$HV1" link set genev_sys_6081 down
	finds "uplink-down genev_sys_6081, the uplink of br-trunk, is down."
	mends
	run ip -n "$HV1" link set br-trunk down
	finds "bridge-down br-trunk is down, and takes no frame."
	mends
	run ip -n "$HV1" link set tap1 down
	finds "trunk-down tap1 is down, and carries no frame."
	mends
	log_test "uplink, bridge or trunk is down"
}

host_ipv6()
{
	run in_ns "$HV1" sysctl -qw net.ipv6.conf.tap1.disable_ipv6=0
	finds "host-ipv6 This host's own IPv6 speaks to the VM at tap1, which nobody configured."
	mends
	log_test "the host's own IPv6 is on at a trunk"
}

# counted DEV COUNTER: the trunk has lost a frame for that reason.
counted()
{
	trunkctl -n "$HV1" -j -s trunk show "$1" |
		jq -e ".[0].stats.drops.$2 > 0" >/dev/null
}

# sends NS DEV ADDR: one broadcast, which nobody has to answer.
sends()
{
	in_ns "$1" ping -c 1 -W 1 "$3" >/dev/null 2>&1
}

unknown_vid()
{
	topo_vlan "$VM1" 20 198.18.0.1/24
	sends "$VM1" eth0.20 198.18.0.9
	busywait "$WAIT_MS" counted tap1 unknown_vid
	finds "unknown-vid The VM at tap1 sends VLAN 20, which no subport takes; @ frames were lost."
	check_eq "$(said_of vlan)" 20 "the VLAN id"
	mends
	run ip -n "$VM1" link del eth0.20
	run trunkctl -n "$HV1" trunk del tap1
	run trunkctl -n "$HV1" trunk add tap1 network parent1
	run trunkctl -n "$HV1" subport add tap1 vlan 100 network child
	log_test "the VM sends a VLAN that no subport takes"
}

sends_tagged()
{
	run trunkctl -n "$HV1" trunk add tap3 network parent1
	defer run trunkctl -n "$HV1" trunk del tap3
	topo_vlan "$VM3" 30 198.18.0.3/24
	defer run ip -n "$VM3" link del eth0.30
	sends "$VM3" eth0.30 198.18.0.9
	busywait "$WAIT_MS" counted tap3 unknown_vid
	finds "swapped The VM at tap3 sends VLAN 30, which no port takes, and nothing untagged: its network parent1 should be at that VLAN."
	mends
	log_test "the VM tags what is configured to be untagged"
}

sends_untagged()
{
	run trunkctl -n "$HV1" trunk add tap3
	defer run trunkctl -n "$HV1" trunk del tap3
	run trunkctl -n "$HV1" subport add tap3 vlan 300 network child
	sends "$VM3" eth0 198.51.100.9
	busywait "$WAIT_MS" counted tap3 no_native
	finds "swapped The VM at tap3 sends untagged frames, which no port takes, and none with VLAN 300: its network child should be at the native port."
	mends
	log_test "the VM does not tag what is configured to be tagged"
}

# both_send NS NS: both VMs have the MAC of VM1, and send at the same time, to a
# MAC that nobody has, until it has moved often.
both_send()
{
	local ns senders=

	for ns in "$@"; do
		run ip -n "$ns" link set eth0 address 02:00:00:00:00:01
		run ip -n "$ns" neigh replace 198.51.100.9 dev eth0 \
			lladdr 02:00:00:00:00:09 nud permanent
		background "PING_PID" ip netns exec "$ns" \
			ping -q -n -i 0.05 198.51.100.9 >/dev/null 2>&1
		defer stop_process "$PING_PID"
		senders+=" $PING_PID"
	done
	busywait "$WAIT_MS" moved
	check_err $? "the MAC does not move"
	# shellcheck disable=SC2086 # several
	kill $senders
}

mac_of_two_hypervisors()
{
	both_send "$VM1" "$VM2"
	finds "flapping-mac 02:00:00:00:00:01 of network parent1 has moved @ times and is at @ now: two machines have it, or there is a loop. Give one another MAC, then forget what was learned."
	run ip -n "$VM2" link set eth0 address 02:00:00:00:00:02
	mends
	log_test "two VMs with one MAC, at two hypervisors"
}

flapping_mac()
{
	run trunkctl -n "$HV1" trunk add tap3 network parent1
	defer run trunkctl -n "$HV1" trunk del tap3
	both_send "$VM1" "$VM3"
	finds "flapping-mac 02:00:00:00:00:01 of network parent1 has moved @ times and is at @ native now: two machines have it, or there is a loop. Give one another MAC, then forget what was learned."
	run ip -n "$VM3" link set eth0 address 02:00:00:00:00:03
	mends
	log_test "two VMs with one MAC"
}

moved()
{
	trunkctl -n "$HV1" -j fdb show mac 02:00:00:00:00:01 network parent1 |
		jq -e '.[0].moves > 5' >/dev/null
}

duplicate_mac()
{
	run trunkctl -n "$HV1" trunk add tap3 network parent1
	defer run trunkctl -n "$HV1" trunk del tap3
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:01 network parent1 \
		dev tap3 native
	sends "$VM1" eth0 198.51.100.7
	busywait "$WAIT_MS" counted tap1 static_move
	finds "duplicate-mac tap1 native lost @ frames with a MAC that is configured at another place of network parent1, such as 02:00:00:00:00:01."
	mends
	run trunkctl -n "$HV1" fdb del 02:00:00:00:00:01 network parent1
	log_test "a MAC is configured at one port and used at another"
}

fdb_full()
{
	run trunkctl -n "$HV1" fdb flush
	run trunkctl -n "$HV1" bridge set br-trunk fdb-max 1
	ping_ok "$VM1" 198.51.100.2
	finds "fdb-full The FDB of br-trunk is full: 1 entries. @ addresses were not learned, and what is sent to such goes everywhere."
	mends
	run trunkctl -n "$HV1" bridge set br-trunk fdb-max 65536
	log_test "the FDB has come to its limit"
}

offloads_off()
{
	run in_ns "$HV1" ethtool -K genev_sys_6081 gro off
	finds "offload-off Offloads of genev_sys_6081 are switched off (gro): large packets are cut and summed by the CPU."
	mends
	run in_ns "$HV1" ethtool -K tap1 tso off gso off
	finds "offload-off Offloads of tap1 are switched off (gso, tso): large packets are cut and summed by the CPU."
	mends
	run in_ns "$HV1" ethtool -K under tx off >/dev/null
	finds "offload-off Offloads of under are switched off (@tx@): large packets are cut and summed by the CPU."
	mends
	log_test "offloads of uplink, trunk or underlay are off"
}

# A namespace has its state files in a folder of its own.
state_folder()
{
	FOLDER=/etc/netns/$HV1/vtrunk
	mkdir -p "$FOLDER"
	defer rm -rf "/etc/netns/$HV1"
}

pending()
{
	state_folder
	trunkctl -n "$HV1" dump >"$FOLDER/a.yaml"
	printf '      tap9: {native: {network: child}}\n' >>"$FOLDER/a.yaml"
	finds "pending $FOLDER/a.yaml:@: tap9 is pending: there is no such device. Start its VM, then attach it."
	adf_ip_link_add "$HV1" tap9 type dummy
	run ip -n "$HV1" link set tap9 up
	finds "pending $FOLDER/a.yaml:@: tap9 is there and not attached to br-trunk."
	mends
	log_test "a trunk of a state file is pending"
}

not_applied()
{
	state_folder
	printf '%s\n' "version: 1" "bridges: {br-more: {dstport: 6083}}" \
		>"$FOLDER/a.yaml"
	finds "not-applied $FOLDER/a.yaml:2: br-more is not there."
	mends
	run trunkctl -n "$HV1" bridge del br-more
	log_test "a bridge of a state file is not there"
}

state_file()
{
	state_folder
	echo "version: 1, bridges" >"$FOLDER/a.yaml"
	finds "state-file The state files in $FOLDER are wrong, see above."
	log_test "a state file that is wrong"
}

tests_run
