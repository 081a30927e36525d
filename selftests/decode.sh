#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# trunkctl decode on frames of two VMs that were captured at HV1. The topology is
# drawn in topo.sh; children have MACs of their own, which end in 0b and 0c.

ALL_TESTS="
	underlay
	uplink
	all_devices
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=topo.sh
. "$SELFTESTS/topo.sh"
# shellcheck source=capture.sh
. "$SELFTESTS/capture.sh"
require jq tcpdump

MAC1=02:00:00:00:00:0b
MAC2=02:00:00:00:00:0c
ECHO="IPv4 203.0.113.1 > 203.0.113.2 ICMP echo request"
ANSWER="IPv4 203.0.113.2 > 203.0.113.1 ICMP echo reply"

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	ip -n "$VM1" link set eth0.100 address "$MAC1"
	ip -n "$VM2" link set eth0.200 address "$MAC2"
	bridge_of "$HV1" 1 2 100
	bridge_of "$HV2" 2 1 200
	ping_ok "$VM1" 203.0.113.2
}

# bridge_of NS N OTHER VID
bridge_of()
{
	trunkctl -n "$1" -b - <<-END
		bridge add br-trunk local 192.0.2.$2
		network add parent vni 5002
		network add child vni 5001
		remote add 192.0.2.$3
		trunk add tap$2 network parent
		subport add tap$2 vlan $4 network child name child$2
	END
}

# decoded POINT OPTION...: what decode prints; its status stays.
decoded()
{
	local point=$1
	shift

	trunkctl "$@" decode "$TMP_DIR/$point.pcap" 2>&1
}

# lines_of POINT REGEX: how many lines of decode at HV1 match.
lines_of()
{
	decoded "$1" -n "$HV1" >"$TMP_DIR/lines"
	check_err $? "exit status of decode: $(grep ' ! ' "$TMP_DIR/lines")"
	matching "^[0-9]+ [0-9]+\.[0-9]{6} $2" "$TMP_DIR/lines"
}

underlay()
{
	local out="192.0.2.1 > 192.0.2.2 vni 5001 \(child\) $MAC1 \(child1\) > $MAC2 $ECHO id [0-9]+ seq [0-9]+\$"
	local back="192.0.2.2 > 192.0.2.1 vni 5001 \(child\) $MAC2 > $MAC1 \(child1\) $ANSWER id [0-9]+ seq [0-9]+\$"

	capture_start under "$HV1" under
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$VM1" 198.51.100.2
	capture_stop under
	check_eq "$(lines_of under "$out")" 3 "requests: $(< "$TMP_DIR/lines")"
	check_eq "$(lines_of under "$back")" 3 "replies"
	check_eq "$(lines_of under "192.0.2.1 > 192.0.2.2 vni 5002 \(parent\) 02:00:00:00:00:01 \(tap1 native\) > 02:00:00:00:00:02 IPv4")" \
		3 "requests of the parents: $(< "$TMP_DIR/lines")"
	check_eq "$(decoded under -n "$HV1" -j | jq -r '.[] |
		select(.in_port == "child1") | "\(.src) \(.dst) \(.vni) \(.network) \(.inner_src) \(.inner_dst) \(.faults | length)"' | sort -u)" \
		"192.0.2.1 192.0.2.2 5001 child $MAC1 $MAC2 0" "JSON"
	log_test "a ping on the underlay, with the names of networks and ports"
}

uplink()
{
	local out="$MAC1 \(child1\) > $MAC2 $ECHO"

	capture_start genev "$HV1" genev_sys_6081
	ping_ok "$VM1" 203.0.113.2
	capture_stop genev
	check_eq "$(lines_of genev "no vni \(child\) $out")" 3 \
		"requests: $(< "$TMP_DIR/lines")"
	# In two networks a MAC says nothing.
	run trunkctl -n "$HV1" fdb add "$MAC1" network parent remote 192.0.2.2
	defer trunkctl -n "$HV1" fdb del "$MAC1" network parent
	run trunkctl -n "$HV1" fdb add "$MAC2" network parent remote 192.0.2.2
	defer trunkctl -n "$HV1" fdb del "$MAC2" network parent
	check_eq "$(lines_of genev "no vni $MAC1 > $MAC2 $ECHO")" 3 \
		"requests, with MACs in two networks: $(< "$TMP_DIR/lines")"
	log_test "a ping on the Geneve device, named by its MACs if they are clear"
}

all_devices()
{
	capture_start any "$HV1" any udp port 6081
	ping_ok "$VM1" 203.0.113.2
	capture_stop any
	check_eq "$(lines_of any "192.0.2.1 > 192.0.2.2 vni 5001 \(child\) $MAC1 \(child1\) > $MAC2 $ECHO")" \
		3 "requests: $(< "$TMP_DIR/lines")"
	log_test "a ping on tcpdump's device any"
}

tests_run
