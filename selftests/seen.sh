#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a trunk tells of frames that no subport takes, and a remote of frames
# that came from it. The ports are drawn in injector.sh.

ALL_TESTS="
	unknown_vids_fill_the_table
	unknown_vids_are_listed
	unknown_vid_age
	unknown_vid_gets_a_port
	unknown_vid_gets_a_port_by_retag
	unknown_vids_in_text
	remote_never_seen
	remote_seen
	remote_age
	lost_frame_is_seen
	remote_of_one_network
	silent_vid_makes_room
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3

setup()
{
	injector_topo
	injector_config
	injector_start
}

hv()
{
	trunkctl -n "$HV1" "$@"
}

# tags DEV: "PROTO VLAN PACKETS" of each that no subport takes, on one line.
tags()
{
	hv -j -d trunk show "$1" | jq -r '[.[0].unknown_tags[] |
		"\(.proto) \(.vlan) \(.packets)"] | join(", ")'
}

tags_are()
{
	[ "$(tags "$1")" = "$2" ]
}

# check_tags DEV WANTED
check_tags()
{
	busywait "$WAIT_MS" tags_are "$1" "$2"
	check_eq "$(tags "$1")" "$2" "what $1 sends without a subport"
}

# send_tags POINT N TAG...: frames with each tag.
send_tags()
{
	local from=$1 tag
	shift

	for tag in "$@"; do
		injector_ask send "$from" "all 1 $tag 88b5 a"
	done
}

# "LISTED FRAMES DROPPED": how many VIDs, their frames and the others', and
# what was lost for that reason.
table_of()
{
	hv -j -d -s trunk show "$1" | jq -r '.[0] |
		"\(.unknown_tags | length) \(([.unknown_tags[].packets] | add)
		+ .unknown_tags_other) \(.stats.drops.unknown_vid)"'
}

table_is()
{
	[ "$(table_of "$1")" = "$2" ]
}

# tap3 is left to its full table until the last test.
unknown_vids_fill_the_table()
{
	local n

	for ((n = 0; n < 40; n++)); do
		send_tags vm3 "8100:$((1000 + n))" "8100:$((1000 + n))"
	done
	busywait "$WAIT_MS" table_is tap3 "32 80 80"
	check_eq "$(table_of tap3)" "32 80 80" "VIDs, frames and lost frames"
	check_eq "$(hv -j -d trunk show tap3 | jq '.[0].unknown_tags_other')" \
		16 "frames that found no room"
	log_test "of 40 VIDs without subport 32 are listed, the others counted"
}

unknown_vids_are_listed()
{
	send_tags vm1 8100:20 8100:30 8100:20 88a8:20 8100:4095 8100:20 88a8:0
	check_tags tap1 "802.1Q 20 3, 802.1Q 30 1, 802.1Q 4095 1, 802.1ad 0 1, 802.1ad 20 1"
	check_tags tap2 ""
	check_eq "$(hv -j trunk show tap1 | jq -c '.[0].unknown_tags')" null \
		"without -d"
	log_test "VIDs without subport are listed by TPID and VID, with counts"
}

age_of_30()
{
	hv -j -d trunk show tap1 |
		jq '.[0].unknown_tags[] | select(.vlan == 30) | .age'
}

older_than()
{
	(($(age_of_30) > $1))
}

younger_than()
{
	(($(age_of_30) < $1))
}

unknown_vid_age()
{
	local age

	busywait "$WAIT_MS" older_than 1500
	check_err $? "it does not age"
	age=$(age_of_30)
	send_tags vm1 8100:30
	busywait "$WAIT_MS" younger_than "$age"
	check_err $? "a frame does not make it young again"
	log_test "it is known when the last frame came"
}

unknown_vid_gets_a_port()
{
	local rest="802.1Q 30 2, 802.1Q 4095 1, 802.1ad 0 1, 802.1ad 20 1"

	send_tags vm1 8100:20
	check_tags tap1 "802.1Q 20 4, $rest"
	check_eq "$(hv -j trunk show tap1 | jq '.[0].unknown_vid')" 20 "the last"
	run hv subport add tap1 vlan 20 network child
	check_tags tap1 "$rest"
	check_eq "$(hv -j trunk show tap1 | jq '.[0].unknown_vid')" null \
		"the last, once there is a subport"
	send_tags vm1 8100:20
	injector_collect 4 >/dev/null
	check_tags tap1 "$rest"
	run hv subport del tap1 vlan 20
	check_tags tap1 "$rest"
	send_tags vm1 8100:20
	check_tags tap1 "802.1Q 20 1, $rest"
	log_test "a VID that gets a subport leaves the list; later it counts anew"
}

unknown_vid_gets_a_port_by_retag()
{
	run hv subport set tap1 vlan 101 retag 30
	check_tags tap1 "802.1Q 20 1, 802.1Q 4095 1, 802.1ad 0 1, 802.1ad 20 1"
	run hv subport set tap1 vlan 30 retag 101
	printf '%s\n' "native network parent" "vlan 100 network child" \
		"vlan 101 network qinq qinq on" "vlan 20 network child" |
		hv trunk load tap1 - >/dev/null
	check_tags tap1 "802.1Q 4095 1, 802.1ad 0 1, 802.1ad 20 1"
	log_test "so does one that gets a subport by retag or load"
}

unknown_vids_in_text()
{
	send_tags vm2 8100:77 88a8:78 88a8:78
	check_tags tap2 "802.1Q 77 1, 802.1ad 78 2"
	check_eq "$(hv -d trunk show tap2 | sed '1d;s/last [0-9]*s/last Ns/')" \
		"    the VM sends VLAN 77, no subport: 1 frame, the last Ns ago
    the VM sends VLAN 78 (802.1ad), no subport: 2 frames, the last Ns ago" \
		"trunkctl -d trunk show tap2"
	check_eq "$(hv -d trunk show tap3 | tail -n 1)" \
		"    other VLANs without a subport: frames 16" "the others"
	log_test "-d trunk show says what the VM sends"
}

# ages: "ADDRESS STATE" of each remote, with "never" or "seen".
ages()
{
	hv -j remote show | jq -r '[.[] | "\(.ip) \(if .age then "seen"
		else "never" end)"] | unique | join(", ")'
}

ages_are()
{
	[ "$(ages)" = "$1" ]
}

check_ages()
{
	busywait "$WAIT_MS" ages_are "$1"
	check_eq "$(ages)" "$1" "who was seen"
}

remote_never_seen()
{
	check_ages "192.0.2.2 never, 192.0.2.3 never"
	check_eq "$(hv -s remote show | grep -o ' no frame yet')" \
		" no frame yet
 no frame yet" "trunkctl -s remote show"
	log_test "a remote that no frame came from says so"
}

remote_seen()
{
	injector_ask send r2 "vni=$CHILD all 4 88b5 a"
	check_ages "192.0.2.2 seen, 192.0.2.3 never"
	check_eq "$(hv -s remote show | sed 's/last frame [0-9]*s/last frame Ns/')" \
		"192.0.2.2 every network up path-mtu 1550 bridge br-trunk  last frame Ns ago
    rx packets 1 bytes 60   tx packets 1 bytes 60
192.0.2.3 every network up path-mtu 1550 bridge br-trunk  no frame yet
    rx packets 0 bytes 0   tx packets 1 bytes 60" "trunkctl -s remote show"
	log_test "a frame from a remote is seen, with counters of each remote"
}

remote_older_than()
{
	(($(hv -j remote show | jq '.[0].age') > $1))
}

remote_younger_than()
{
	(($(hv -j remote show | jq '.[0].age') < $1))
}

remote_age()
{
	local age

	busywait "$WAIT_MS" remote_older_than 1500
	check_err $? "it does not age"
	age=$(hv -j remote show | jq '.[0].age')
	injector_ask send r2 "vni=$PARENT all 4 88b5 a"
	busywait "$WAIT_MS" remote_younger_than "$age"
	check_err $? "a frame does not make it young again"
	log_test "it is known when the last frame came from a remote"
}

# It is no frame of a remote's VM, but the remote is alive.
lost_frame_is_seen()
{
	injector_ask send r3 "vni=7777 all 4 88b5 a"
	injector_ask send r2 "vni=$CHILD all 4 88b5 a"
	check_ages "192.0.2.2 seen, 192.0.2.3 never"
	injector_ask send r3 "vni=$CHILD all zero 88b5 a"
	check_ages "192.0.2.2 seen, 192.0.2.3 seen"
	check_eq "$(hv -j -s remote show |
		jq '.[] | select(.ip == "192.0.2.3").stats.rx_packets')" 0 \
		"frames taken in"
	log_test "a frame that is lost is seen, one of another's network is not"
}

remote_of_one_network()
{
	local all="192.0.2.2 seen, 192.0.2.3 seen"

	run hv remote add 192.0.2.9 network child
	defer trunkctl -n "$HV1" remote del 192.0.2.9 network child
	run hv remote add 192.0.2.2 network child
	defer trunkctl -n "$HV1" remote del 192.0.2.2 network child
	injector_ask send r9 "vni=$PARENT all 5 88b5 a"
	injector_ask send r9 "vni=$CHILD all 5 88b5 a"
	check_ages "$all, 192.0.2.9 seen"
	check_eq "$(hv -j -s remote show |
		jq '.[] | select(.ip == "192.0.2.9").stats.rx_packets')" 1 \
		"frames taken in"
	check_eq "$(hv -j -s remote show | jq -c '[.[] |
		select(.ip == "192.0.2.2").stats.rx_packets] | unique |
		length')" 1 "different counters of one address"
	log_test "so it is with a remote of one network; the address counts once"
}

newcomer_listed()
{
	send_tags vm3 8100:7
	tags tap3 | grep -q '802.1Q 7 '
}

# In a full table a tag that was silent for ten seconds gives way.
silent_vid_makes_room()
{
	busywait "$WAIT_MS" newcomer_listed
	check_err $? "VLAN 7 is not listed"
	check_eq "$(table_of tap3 | cut -d ' ' -f 1)" 32 "VIDs"
	check_eq "$(table_of tap3 | awk '{ print $2 - $3 }')" 0 \
		"frames that are in no count"
	log_test "a VID that fell silent makes room for another"
}

tests_run
