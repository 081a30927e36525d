#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# trunkctl decode on what was captured at HV1: frames of two VMs, and packets that
# are sent there as if by HV2. What decode says of the wrong ones is what the
# module counts. The topology is drawn in topo.sh; children have MACs of their
# own, which end in 0b and 0c. VLAN 101 of VM1 and 102 of VM2 are in a network of
# mode ovn, keyed (5003), with keys 11 and 12.

ALL_TESTS="
	underlay
	uplink
	all_devices
	offloads
	wrong_frames
	wrong_keys
	elsewhere
	bridges
	without_libpcap
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=topo.sh
. "$SELFTESTS/topo.sh"
# shellcheck source=capture.sh
. "$SELFTESTS/capture.sh"
require ethtool jq tcpdump unshare

MAC1=02:00:00:00:00:0b
MAC2=02:00:00:00:00:0c
ECHO="IPv4 203.0.113.1 > 203.0.113.2 ICMP echo request"
ANSWER="IPv4 203.0.113.2 > 203.0.113.1 ICMP echo reply"

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/25
	topo_vlan "$VM2" 200 203.0.113.2/25
	topo_vlan "$VM1" 101 203.0.113.129/25
	topo_vlan "$VM2" 102 203.0.113.130/25
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
		network add keyed vni 5003 mode ovn
		subport add tap$2 vlan 10$2 network keyed name keyed$2 key 1$2
		fdb add 02:00:00:00:00:0$3 network keyed remote 192.0.2.$3 key 1$3
	END
}

# decoded POINT OPTION... [-- WORD...]: what decode prints; its status stays.
decoded()
{
	local point=$1 options=()
	shift

	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	trunkctl "${options[@]}" decode "$TMP_DIR/$point.pcap" "${@:2}" 2>&1
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

# Checksums that are left to a NIC, and packets that are left to be segmented.
offloads()
{
	capture_start under "$HV1" under udp port 6081
	tcp_ok "$VM2" 203.0.113.130 "$VM1"
	capture_stop under
	decoded under -n "$HV1" -j >"$TMP_DIR/objects"
	check_err $? "a fault: $(jq -c '.[] | select(.faults != [])' \
		"$TMP_DIR/objects" | head -n 1)"
	check_eq "$(jq '[.[] | select(.checksum == "unfilled" and
			(.inner | contains("TCP")))] | length > 9' \
		"$TMP_DIR/objects")" true "there are checksums to be filled in"
	check_eq "$(jq -r '.[] | select(.inner | contains("TCP")) |
			"\(.in_key) \(.in_port) \(.out_key) \(.out_port)"' \
		"$TMP_DIR/objects" | sort -u)" \
		"11 keyed1 12 null
12 null 11 keyed1" "keys, and names of ports here"
	log_test "what is left to a NIC is no fault; keys have the names of ports"
}

# inject HEX: what UDP carries from HV2 to HV1's tunnel.
inject()
{
	local hex=${1// /} text="" i

	for ((i = 0; i < ${#hex}; i += 2)); do
		text+="\\x${hex:i:2}"
	done
	in_ns "$HV2" bash -c "printf '$text' >/dev/udp/192.0.2.1/6081"
}

# A packet, from Geneve's header on, to VM1's child in VNI 5001, and in 5003.
# No stack knows what is inside, so that nothing more can be wrong with it.
MACS=02000000000b02000000000c
BODY=88b5$(printf '00%.0s' {1..46})
PLAIN=655800138900
KEYED=655800138b00

# hv_stat NAME: a counter of the whole bridge.
hv_stat()
{
	in_ns "$HV1" ethtool -S br-trunk |
		awk -v name="$1:" '$1 == name { print $2 }'
}

hv_stat_above()
{
	[ "$(hv_stat "$1")" -gt "$2" ]
}

# captured COUNTER HEX: a packet that makes the module's counter grow.
captured()
{
	local before

	before=$(hv_stat "$1")
	capture_start under "$HV1" under udp port 6081
	inject "$2"
	busywait "$WAIT_MS" hv_stat_above "$1" "$before"
	check_err $? "the module did not count $1"
	capture_stop under
}

# told FAULT TEXT HEX: the module drops that packet for the same.
told()
{
	captured "drop_${1//-/_}" "$3"
	decoded under -n "$HV1" >"$TMP_DIR/wrong"
	check_eq $? 1 "exit status with $1"
	check_eq "$(sed -n 's/.* ! //p' "$TMP_DIR/wrong")" "$2" "$1"
	check_eq "$(decoded under -n "$HV1" -j | jq -r '.[].faults[]')" \
		"$1" "$1 in JSON"
}

wrong_frames()
{
	told unknown-vni "br-trunk has no network of VNI 5009" \
		"0000 655800139100 $MACS $BODY"
	told oam "a control packet, by the OAM bit of the Geneve header" \
		"0080 $PLAIN $MACS $BODY"
	told bad-option "the critical option 0x0105/0x80 is not understood" \
		"0240 $PLAIN 01058001 00010002 $MACS $BODY"
	told bad-source "the source MAC 03:00:00:00:00:0c can be nobody's" \
		"0000 $PLAIN 02000000000b 03000000000c $BODY"
	told link-local "01:80:c2:00:00:0e is for the next bridge, and child has l2cp off" \
		"0000 $PLAIN 0180c200000e 02000000000c $BODY"
	told inner-tag "a tag, VLAN 7, where frames have none" \
		"0000 $PLAIN $MACS 81000007 $BODY"
	run trunkctl -n "$HV1" subport set tap1 vlan 100 qinq on
	defer trunkctl -n "$HV1" subport set tap1 vlan 100 qinq off
	check_eq "$(lines_of under "192.*tagged 7 type 0x88b5\$")" 1 \
		"a tag that a port takes: $(< "$TMP_DIR/lines")"
	run trunkctl -n "$HV1" remote del 192.0.2.2
	defer trunkctl -n "$HV1" remote add 192.0.2.2
	told unknown-remote "192.0.2.2 is no remote of child" \
		"0000 $PLAIN $MACS $BODY"
	log_test "what is wrong with a frame is what the module drops it for"
}

# fine WORDS HEX: decode finds nothing wrong, nor does the module.
fine()
{
	captured tx_packets "$2"
	check_eq "$(lines_of under "192.0.2.2 > 192.0.2.1 vni 5003 \(keyed\) $1 ")" \
		1 "$1: $(< "$TMP_DIR/lines")"
}

wrong_keys()
{
	run trunkctl -n "$HV1" group add 32773 network keyed dev tap1 vlan 101
	defer_quietly trunkctl -n "$HV1" group del 32773 network keyed
	fine "key 41 > 11 \(keyed1\)" \
		"0240 $KEYED 01028001 0029000b $MACS $BODY"
	fine "key 41 > 32773 \(group\)" \
		"0240 $KEYED 01028001 00298005 $MACS $BODY"
	told no-option "no option names the ports, and keyed has mode ovn" \
		"0000 $KEYED $MACS $BODY"
	told option-length "the option of the keys has 8 bytes of data instead of 4" \
		"0340 $KEYED 01028002 0029000b 00000000 $MACS $BODY"
	told same-key "the port 11 is the one that the frame comes from" \
		"0240 $KEYED 01028001 000b000b $MACS $BODY"
	told unknown-key "no port of keyed has the key 12 that it is for" \
		"0240 $KEYED 01028001 0029000c $MACS $BODY"
	run trunkctl -n "$HV1" group del 32773 network keyed
	told unknown-key "no group of keyed has the key 32773 that it is for" \
		"0240 $KEYED 01028001 00298005 $MACS $BODY"
	log_test "with keys: names where it is right, and what the module counts"
}

elsewhere()
{
	capture_start under "$HV1" under udp port 6081
	ping_ok "$VM1" 203.0.113.2
	capture_stop under
	decoded under -n "$VM1" >"$TMP_DIR/plain"
	check_err $? "exit status in a namespace without a bridge"
	check_eq "$(matching "192.0.2.1 > 192.0.2.2 vni 5001 $MAC1 > $MAC2 $ECHO" "$TMP_DIR/plain")" \
		3 "numbers: $(< "$TMP_DIR/plain")"
	check_eq "$(decoded under -n "$VM1" -- bridge br-trunk)" \
		"trunkctl: decode: br-trunk does not exist in this network namespace (ENODEV)" \
		"a bridge that is not there"
	log_test "without a bridge there are numbers"
}

bridges()
{
	local text

	capture_start under "$HV1" under udp port 6081
	ping_ok "$VM1" 203.0.113.2
	capture_stop under
	run trunkctl -n "$HV1" bridge add br-two dstport 6082 local 192.0.2.1
	defer trunkctl -n "$HV1" bridge del br-two
	text=$(decoded under -n "$HV1")
	check_eq $? 1 "exit status with two bridges"
	check_eq "$text" \
		"trunkctl: decode: this network namespace has 2 bridges, name one with \"bridge BR\": br-trunk, br-two (EINVAL)" \
		"what is said with two bridges"
	text=$(decoded under -n "$HV1" -- bridge br-trunk)
	check_err $? "exit status with a bridge that is named: $text"
	check_eq "$(grep -c "(child) .*$ECHO" <<<"$text")" 3 "names: $text"
	text=$(decoded under -n "$HV1" -- bridge br-two)
	check_eq "$(grep -c "$ECHO.* ! br-two has no network of VNI 5001" \
		<<<"$text")" 3 "the other bridge: $text"
	log_test "one of two bridges has to be named"
}

without_libpcap()
{
	local library

	library=$(ldconfig -p | sed -n 's/.*libpcap\.so\.0\.8 .*=> //p')
	check_eq "$(unshare -m bash -c "
		mount --bind /dev/null '$(readlink -f "$library")' &&
		'$TRUNKCTL' decode '$TMP_DIR/none' 2>&1")" \
		"trunkctl: decode: libpcap is needed to read captures, on Debian: apt install libpcap0.8 (ENOENT)" \
		"what is said without libpcap"
	log_test "without libpcap"
}

tests_run
