#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A VM moves from HV1 to HV2 and back while its peer at HV3 sends it ten pings a
# second in a subport's network:
#
#   HV1 192.0.2.1   tap1 -- VM_A   the VM, while it is here
#   HV2 192.0.2.2   tap1 -- VM_B   the VM, while it is here
#   HV3 192.0.2.3   tap3 -- VM3    its peer
#
#   tap1 native parent, vlan 100 child 203.0.113.1; tap3 vlan 200 child
#   203.0.113.3
#
# VM_A and VM_B have the same MAC and address. Where the VM does not run its NIC
# is down, until just before it arrives. What is heard of it first at its new
# place is what QEMU sends then, an untagged RARP frame; by itself it says
# nothing.

ALL_TESTS="
	without_it_they_are_lost
	there
	and_back
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
# shellcheck source=pings.sh
. "$SELFTESTS/pings.sh"
require mergecap python3 tcpdump tshark

readonly MAC=02:00:00:00:00:01

setup()
{
	local hv n

	setup_ns HV1 HV2 HV3
	ip -n "$HV3" link add br0 type bridge
	ip -n "$HV3" link set br0 up
	ip -n "$HV3" addr add 192.0.2.3/24 dev br0
	for n in 1 2; do
		hv=HV$n
		ip -n "${!hv}" link add under mtu 1600 type veth \
			peer name "under$n" mtu 1600 netns "$HV3"
		ip -n "${!hv}" addr add "192.0.2.$n/24" dev under
		ip -n "${!hv}" link set under up
		ip -n "$HV3" link set "under$n" master br0 up
	done
	topo_vm VM_A "$HV1" tap1 1
	topo_vm VM_B "$HV2" tap1 1
	topo_vm VM3 "$HV3" tap3 3
	topo_vlan "$VM_A" 100 203.0.113.1/24
	topo_vlan "$VM_B" 100 203.0.113.1/24
	topo_vlan "$VM3" 200 203.0.113.3/24
	ip -n "$VM3" neigh replace 203.0.113.1 dev eth0.200 nud permanent \
		lladdr "$MAC"
	ip -n "$VM_B" link set eth0 down
	for n in 1 2 3; do
		hv=HV$n
		configure "${!hv}" "$n"
	done
	injector_run
	injector_ask raw "$VM_A" "$VM_A" eth0
	injector_ask raw "$VM_B" "$VM_B" eth0
}

# configure HV N: N is the last byte of its address.
configure()
{
	local n

	trunkctl -n "$1" -b - <<-END
		bridge add br-trunk local 192.0.2.$2
		network add parent vni 5000
		network add child vni 5001
	END
	for n in 1 2 3; do
		[ "$n" -eq "$2" ] || trunkctl -n "$1" remote add "192.0.2.$n"
	done
	if [ "$2" -eq 3 ]; then
		trunkctl -n "$1" -b - <<-END
			trunk add tap3 network parent
			subport add tap3 vlan 200 network child
		END
	else
		trunkctl -n "$1" -b - <<-END
			trunk add tap1 network parent
			subport add tap1 vlan 100 network child
		END
	fi
}

# moves FROM TO: the VM waits here with what it knows, as one that migrates, then
# stops there and runs here, and QEMU says so.
moves()
{
	ip -n "$2" link set eth0 up
	ip -n "$2" neigh replace 203.0.113.3 dev eth0.100 nud permanent \
		lladdr 02:00:00:00:00:03
	ip -n "$1" link set eth0 down
	injector_ask send "$2" "all 1 rarp 1"
	check_err $? "no RARP frame was sent"
}

# moves_without_loss FROM TO HV
moves_without_loss()
{
	pings_start "$3"
	moves "$1" "$2"
	pings_end
	no_loss
}

# in_parent IP: HV3 knows the VM there in the native port's network.
in_parent()
{
	trunkctl -n "$HV3" -j fdb show mac "$MAC" network parent |
		jq -e --arg ip "$1" '.[0].ip == $ip' >/dev/null
}

without_it_they_are_lost()
{
	local before

	pings_start "$HV2"
	moves "$VM_A" "$VM_B"
	busywait "$WAIT_MS" in_parent 192.0.2.2
	check_err $? "the RARP frame was not heard in parent"
	before=$(matching 'bytes from' "$TMP_DIR/pings")
	capture_start still "$HV3" under1 udp port 6081
	busywait "$WAIT_MS" many_still
	check_err $? "pings no longer go to HV1"
	check_eq "$(matching 'bytes from' "$TMP_DIR/pings")" "$before" \
		"answers since the VM has moved"
	# What it sends itself, tagged, is heard.
	in_ns "$VM_B" ping -q -n -c 1 -W 5 203.0.113.3 >/dev/null
	twenty_more
	stop_process "$PING_PID"
	moves "$VM_B" "$VM_A"
	in_ns "$VM_A" ping -q -n -c 1 -W 5 203.0.113.3 >/dev/null
	check_err $? "the VM is not back"
	log_test "without announce, a VM that moved is not found in its subport"
}

# Ten pings that HV3 still sends to HV1.
many_still()
{
	capture_drained still
	[ "$(tcpdump -n -r "$TMP_DIR/still.pcap" 2>/dev/null | wc -l)" -ge 10 ]
}

there()
{
	run trunkctl -n "$HV1" trunk set tap1 announce on
	run trunkctl -n "$HV2" trunk set tap1 announce on
	moves_without_loss "$VM_A" "$VM_B" "$HV2"
	log_test "with it, no ping is lost after its first frame from there"
}

and_back()
{
	moves_without_loss "$VM_B" "$VM_A" "$HV1"
	log_test "nor on its way back"
}

tests_run
