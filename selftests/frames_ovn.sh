#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Frames of networks in mode ovn: what option they carry into the tunnels, and
# what becomes of frames from there by the option that they carry.
#
#   tap1  native parent key 1   100 child key 11   101 qinq key 21 (qinq on)
#         102 child key 15
#   tap2  native parent key 2   200 child key 12   202 child key 13 (unknown on)
#         201 qinq key 22       203 plain
#   tap3                        300 child key 14   303 plain
#
# MACs 1 and 2 are known at VLAN 100 and 200, 4 behind r2 with key 41, 5 behind
# r3 with key 42. plain (5003) is of mode vni. The rest is as in injector.sh.

ALL_TESTS="
	known_unicast
	key_of_the_source
	broadcast
	unknown_unicast
	unknown_flood
	siblings
	learning
	local_only
	by_key
	group_keys
	source_left_out
	made_group
	group_with_mac
	any_ingress
	header_bit
	reserved_bit
	other_options
	last_option_counts
	no_option
	option_length
	critical_option
	same_key
	unknown_key
	inner_tags
	nothing_learned
	sources
	beside_mode_vni
	pairs_without_end
	address_changes
	mtu
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require mergecap python3 tcpdump tshark

PLAIN=5003

setup()
{
	injector_topo
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add parent vni $PARENT mode ovn
		network add child vni $CHILD mode ovn
		network add qinq vni $QINQ mode ovn unknown drop
		network add plain vni $PLAIN
		remote add 192.0.2.2
		remote add 192.0.2.3
		trunk add tap1
		subport add tap1 native network parent key 1
		subport add tap1 vlan 100 network child key 11
		subport add tap1 vlan 101 network qinq key 21 qinq on
		subport add tap1 vlan 102 network child key 15
		trunk add tap2
		subport add tap2 native network parent key 2
		subport add tap2 vlan 200 network child key 12
		subport add tap2 vlan 201 network qinq key 22
		subport add tap2 vlan 202 network child key 13 unknown on
		subport add tap2 vlan 203 network plain
		trunk add tap3
		subport add tap3 vlan 300 network child key 14
		subport add tap3 vlan 303 network plain
		fdb add 02:00:00:00:00:01 network child dev tap1 vlan 100
		fdb add 02:00:00:00:00:02 network child dev tap2 vlan 200
		fdb add 02:00:00:00:00:04 network child remote 192.0.2.2 key 41
		fdb add 02:00:00:00:00:05 network child remote 192.0.2.3 key 42
		fdb add 02:00:00:00:00:04 network parent remote 192.0.2.2 key 41
		fdb add 02:00:00:00:00:04 network qinq remote 192.0.2.2 key 41
	END
	injector_start
}

# option INGRESS EGRESS: as it is on the wire.
option()
{
	printf '01028001%04x%04x' "$1" "$2"
}

# in_child INGRESS EGRESS: what arrives at a remote, before the frame.
in_child()
{
	echo "vni=$CHILD options=$(option "$1" "$2")"
}

# from_ovn INGRESS EGRESS: what a remote sends, before the frame.
from_ovn()
{
	printf 'vni=%d opt=0102:80:%04x%04x' "$CHILD" "$1" "$2"
}

# refused REASON WORDS...: from r2, before a frame for VM1.
refused()
{
	local reason=$1
	shift

	loses r2 "$* 1 4 88b5 a" br-trunk "$reason"
}

known_unicast()
{
	sends vm1 "4 1 8100:100 88b5 a" "r2 $(in_child 11 41) 4 1 88b5 a"
	sends vm1 "5 1 8100:100 88b5 b" "r3 $(in_child 11 42) 5 1 88b5 b"
	sends vm1 "4 1 88b5 c" \
		"r2 vni=$PARENT options=$(option 1 41) 4 1 88b5 c"
	sends vm1 "2 1 8100:100 88b5 d" "vm2 2 1 8100:200 88b5 d"
	settles
	log_test "a known MAC: the keys of both ports, at its one place"
}

key_of_the_source()
{
	sends vm2 "4 2 8100:200 88b5 a" "r2 $(in_child 12 41) 4 2 88b5 a"
	sends vm2 "4 8 8100:202 88b5 b" "r2 $(in_child 13 41) 4 8 88b5 b"
	settles
	run trunkctl -n "$HV1" subport set tap2 vlan 200 key 32767
	sends vm2 "4 2 8100:200 88b5 c" "r2 $(in_child 32767 41) 4 2 88b5 c"
	settles
	run trunkctl -n "$HV1" fdb set 02:00:00:00:00:04 network child \
		remote 192.0.2.3 key 32766
	sends vm2 "4 2 8100:200 88b5 d" "r3 $(in_child 32767 32766) 4 2 88b5 d"
	settles
	run trunkctl -n "$HV1" fdb set 02:00:00:00:00:04 network child \
		remote 192.0.2.2
	sends vm2 "4 2 8100:200 88b5 e" "r2 $(in_child 32767 32766) 4 2 88b5 e"
	settles
	run trunkctl -n "$HV1" fdb set 02:00:00:00:00:04 network child \
		remote 192.0.2.2 key 41
	run trunkctl -n "$HV1" subport set tap2 vlan 200 key 12
	forget
	log_test "keys that change are those of the next frame"
}

broadcast()
{
	local dst

	for dst in all group; do
		sends vm1 "$dst 1 8100:100 88b5 a" \
			"r2 $(in_child 11 0x8000) $dst 1 88b5 a" \
			"r3 $(in_child 11 0x8000) $dst 1 88b5 a" \
			"vm1 $dst 1 8100:102 88b5 a" \
			"vm2 $dst 1 8100:200 88b5 a" \
			"vm2 $dst 1 8100:202 88b5 a" \
			"vm3 $dst 1 8100:300 88b5 a"
	done
	settles
	log_test "broadcast and multicast: one copy for each remote, group 0x8000"
}

unknown_unicast()
{
	passes vm1 "9 1 8100:100 88b5 a" \
		"r2 $(in_child 11 0x8001) 9 1 88b5 a" \
		"r3 $(in_child 11 0x8001) 9 1 88b5 a" \
		"vm2 9 1 8100:202 88b5 a"
	loses vm1 "9 1 8100:101 88b5 a" "tap1 vlan 101" unknown_unicast
	log_test "unknown unicast: marked ports, and group 0x8001 for the remotes"
}

unknown_flood()
{
	run trunkctl -n "$HV1" network set child unknown flood
	defer trunkctl -n "$HV1" network set child unknown marked
	passes vm1 "9 1 8100:100 88b5 a" \
		"r2 $(in_child 11 0x8000) 9 1 88b5 a" \
		"r3 $(in_child 11 0x8000) 9 1 88b5 a" \
		"vm1 9 1 8100:102 88b5 a" "vm2 9 1 8100:200 88b5 a" \
		"vm2 9 1 8100:202 88b5 a" "vm3 9 1 8100:300 88b5 a"
	log_test "with unknown flood it is for everybody, group 0x8000"
}

# As OVN's MLF_NESTED_CONTAINER lets it, though both are behind one device.
siblings()
{
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:06 network child \
		dev tap1 vlan 102
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:06 network child
	sends vm1 "6 1 8100:100 88b5 a" "vm1 6 1 8100:102 88b5 a"
	sends vm1 "1 6 8100:102 88b5 b" "vm1 1 6 8100:100 88b5 b"
	settles
	loses vm1 "1 1 8100:100 88b5 c" "tap1 vlan 100" same_port
	run trunkctl -n "$HV1" subport add tap3 native network child key 16
	defer trunkctl -n "$HV1" subport del tap3 native
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:03 network child \
		dev tap3 native
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:07 network child \
		dev tap3 vlan 300
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:07 network child
	sends vm3 "7 3 88b5 d" "vm3 7 3 8100:300 88b5 d"
	sends vm3 "3 7 8100:300 88b5 e" "vm3 3 7 88b5 e"
	settles
	log_test "siblings, and parent and child of one network, reach each other"
}

# VLAN 202 takes unknown unicast, so it learns; VLAN 300 does not.
learning()
{
	defer forget
	injector_baseline
	sends vm3 "2 3 8100:300 88b5 a" "vm2 2 3 8100:200 88b5 a"
	sends vm2 "1 8 8100:202 88b5 b" "vm1 1 8 8100:100 88b5 b"
	settles
	passes vm1 "8 1 8100:100 88b5 c" "vm2 8 1 8100:202 88b5 c"
	passes vm1 "3 1 8100:100 88b5 d" "vm2 3 1 8100:202 88b5 d" \
		"r2 $(in_child 11 0x8001) 3 1 88b5 d" \
		"r3 $(in_child 11 0x8001) 3 1 88b5 d"
	loses vm3 "1 2 8100:300 88b5 e" "tap3 vlan 300" static_move
	log_test "MACs are learned at ports that take unknown unicast, and not at others"
}

local_only()
{
	run trunkctl -n "$HV1" subport set tap1 vlan 100 local-only on
	defer trunkctl -n "$HV1" subport set tap1 vlan 100 local-only off
	loses vm1 "4 1 8100:100 88b5 a" "tap1 vlan 100" local_only
	loses r2 "$(from_ovn 41 11) 1 4 88b5 b" "tap1 vlan 100" local_only
	passes r2 "$(from_ovn 41 0x8000) all 4 88b5 c" \
		"vm1 all 4 8100:102 88b5 c" "vm2 all 4 8100:200 88b5 c" \
		"vm2 all 4 8100:202 88b5 c" "vm3 all 4 8100:300 88b5 c"
	log_test "local-only ports: nothing to and from tunnels"
}

by_key()
{
	sends r2 "$(from_ovn 41 11) 1 4 88b5 a" "vm1 1 4 8100:100 88b5 a"
	# Where the MAC is the sender has looked up: nobody asks again.
	sends r2 "$(from_ovn 41 14) 1 4 88b5 b" "vm3 1 4 8100:300 88b5 b"
	sends r2 "$(from_ovn 41 12) 9 4 88b5 c" "vm2 9 4 8100:200 88b5 c"
	sends r2 "$(from_ovn 41 12) all 4 88b5 d" "vm2 all 4 8100:200 88b5 d"
	sends r2 "$(from_ovn 41 13) 5 4 88b5 e" "vm2 5 4 8100:202 88b5 e"
	sends r2 "vni=$PARENT opt=0102:80:00290002 1 4 88b5 f" "vm2 1 4 88b5 f"
	settles
	log_test "from a tunnel to the port with the key, whatever the MACs are"
}

# to_all INGRESS EGRESS: from r2, to all ports of child.
to_all()
{
	sends r2 "$(from_ovn "$1" "$2") all 4 88b5 a" \
		"vm1 all 4 8100:100 88b5 a" "vm1 all 4 8100:102 88b5 a" \
		"vm2 all 4 8100:200 88b5 a" "vm2 all 4 8100:202 88b5 a" \
		"vm3 all 4 8100:300 88b5 a"
}

group_keys()
{
	to_all 41 0x8000
	settles
	to_all 41 0x8004
	settles
	passes r2 "$(from_ovn 41 0x8001) 9 4 88b5 b" "vm2 9 4 8100:202 88b5 b"
	loses r2 "vni=$PARENT opt=0102:80:00298001 9 4 88b5 c" br-trunk no_dest
	log_test "groups 0x8000 and 0x8004 are all ports, 0x8001 those marked"
}

source_left_out()
{
	passes r2 "$(from_ovn 11 0x8000) all 4 88b5 a" \
		"vm1 all 4 8100:102 88b5 a" "vm2 all 4 8100:200 88b5 a" \
		"vm2 all 4 8100:202 88b5 a" "vm3 all 4 8100:300 88b5 a"
	loses r2 "$(from_ovn 13 0x8001) 9 4 88b5 b" br-trunk no_dest
	log_test "a group leaves out the port that the frame says it comes from"
}

# What was made is for the ports that belong to it, as long as they do.
made_group()
{
	run trunkctl -n "$HV1" group add 32773 network child \
		dev tap1 vlan 100 dev tap2 vlan 200 dev tap3 vlan 300 \
		remote 192.0.2.3
	defer_quietly trunkctl -n "$HV1" group del 32773 network child
	passes r2 "$(from_ovn 41 32773) group 4 88b5 a" \
		"vm1 group 4 8100:100 88b5 a" "vm2 group 4 8100:200 88b5 a" \
		"vm3 group 4 8100:300 88b5 a"
	passes r2 "$(from_ovn 12 32773) group 4 88b5 b" \
		"vm1 group 4 8100:100 88b5 b" "vm3 group 4 8100:300 88b5 b"
	# Its successor belongs to it.
	run trunkctl -n "$HV1" subport set tap3 vlan 300 retag 301
	run trunkctl -n "$HV1" group del 32773 network child dev tap2 vlan 200
	# Its counters have another name.
	injector_baseline
	passes r2 "$(from_ovn 41 32773) group 4 88b5 c" \
		"vm1 group 4 8100:100 88b5 c" "vm3 group 4 8100:301 88b5 c"
	run trunkctl -n "$HV1" subport set tap3 vlan 301 network parent
	run trunkctl -n "$HV1" subport set tap3 vlan 301 network child
	run trunkctl -n "$HV1" subport set tap3 vlan 301 retag 300
	injector_baseline
	passes r2 "$(from_ovn 41 32773) group 4 88b5 d" \
		"vm1 group 4 8100:100 88b5 d"
	run trunkctl -n "$HV1" group del 32773 network child
	refused unknown_key "$(from_ovn 41 32773)"
	log_test "a group that was made is for the ports that belong to it"
}

group_with_mac()
{
	run trunkctl -n "$HV1" group add 32774 network child \
		mac 01:00:5e:00:00:fb dev tap1 vlan 100 dev tap2 vlan 200 \
		remote 192.0.2.3
	defer trunkctl -n "$HV1" group del 32774 network child
	passes vm1 "group 1 8100:100 88b5 a" "vm2 group 1 8100:200 88b5 a" \
		"r3 $(in_child 11 32774) group 1 88b5 a"
	passes vm3 "group 3 8100:300 88b5 b" "vm1 group 3 8100:100 88b5 b" \
		"vm2 group 3 8100:200 88b5 b" \
		"r3 $(in_child 14 32774) group 3 88b5 b"
	log_test "frames to the MAC of a group go to its ports and remotes alone"
}

any_ingress()
{
	to_all 0 0x8000
	settles
	sends r2 "$(from_ovn 0 11) 1 4 88b5 a" "vm1 1 4 8100:100 88b5 a"
	sends r2 "$(from_ovn 7777 11) 1 4 88b5 b" "vm1 1 4 8100:100 88b5 b"
	settles
	log_test "from a port that nobody knows, or none, it is taken"
}

header_bit()
{
	passes r2 "$(from_ovn 41 11) nocrit 1 4 88b5 a" \
		"vm1 1 4 8100:100 88b5 a"
	log_test "without the critical bit in the header it is taken, as by OVN"
}

reserved_bit()
{
	passes r2 "$(from_ovn 0x8029 11) 1 4 88b5 a" "vm1 1 4 8100:100 88b5 a"
	passes r2 "$(from_ovn 0x800b 0x8000) all 4 88b5 b" \
		"vm1 all 4 8100:102 88b5 b" "vm2 all 4 8100:200 88b5 b" \
		"vm2 all 4 8100:202 88b5 b" "vm3 all 4 8100:300 88b5 b"
	log_test "the reserved bit of the option is masked, as by OVN"
}

other_options()
{
	passes r2 "vni=$CHILD opt=ffff:7f:00010002 opt=0102:80:0029000b opt=0001:01: 1 4 88b5 a" \
		"vm1 1 4 8100:100 88b5 a"
	log_test "options that are not critical are passed over"
}

last_option_counts()
{
	passes r2 "$(from_ovn 41 12) opt=0102:80:0029000b 1 4 88b5 a" \
		"vm1 1 4 8100:100 88b5 a"
	log_test "of two options the last counts"
}

no_option()
{
	refused no_option "vni=$CHILD"
	refused no_option "vni=$CHILD opt=0102:00:0029000b"
	refused no_option "vni=$CHILD opt=ffff:7f:00010002"
	log_test "without the option: no_option"
}

option_length()
{
	refused option_length "vni=$CHILD opt=0102:80:"
	refused option_length "vni=$CHILD opt=0102:80:0029000b00000000"
	log_test "an option that is not of four bytes: option_length"
}

critical_option()
{
	refused bad_option "vni=$CHILD opt=0103:80:0029000b"
	refused bad_option "vni=$CHILD opt=0102:81:0029000b"
	refused bad_option "$(from_ovn 41 11) opt=ffff:ff:00000000"
	log_test "another critical option, before or behind: bad_option"
}

same_key()
{
	refused same_key "$(from_ovn 11 11)"
	refused same_key "$(from_ovn 0x800b 11)"
	log_test "for the port that it comes from: same_key"
}

unknown_key()
{
	refused unknown_key "$(from_ovn 41 77)"
	refused unknown_key "$(from_ovn 41 0)"
	refused unknown_key "$(from_ovn 0 0)"
	# Of another network, and of a port elsewhere.
	refused unknown_key "$(from_ovn 41 21)"
	refused unknown_key "$(from_ovn 42 41)"
	refused unknown_key "$(from_ovn 41 0x8002)"
	refused unknown_key "$(from_ovn 41 0xffff)"
	log_test "for a key that no port has here, and no group: unknown_key"
}

# OVN's receiver lets them through.
inner_tags()
{
	loses r2 "$(from_ovn 41 11) 1 4 8100:102 88b5 a" "tap1 vlan 100" \
		inner_tag
	loses r2 "vni=$PARENT opt=0102:80:00290001 1 4 8100:100 88b5 a" \
		"tap1 native" inner_tag
	passes r2 "vni=$QINQ opt=0102:80:00290015 1 4 8100:7 88b5 a" \
		"vm1 1 4 8100:101 8100:7 88b5 a"
	passes vm1 "4 1 8100:101 8100:7 88b5 b" \
		"r2 vni=$QINQ options=$(option 21 41) 4 1 8100:7 88b5 b"
	log_test "an inner tag leaves by no port without qinq: inner_tag"
}

nothing_learned()
{
	forget
	passes r2 "$(from_ovn 77 11) 1 7 88b5 a" "vm1 1 7 8100:100 88b5 a"
	check_eq "$(trunkctl -n "$HV1" -j fdb show mac 02:00:00:00:00:07)" "[]" \
		"what is known of MAC 7"
	# One that is configured elsewhere does not keep a frame from its port.
	passes r3 "$(from_ovn 41 11) 1 4 88b5 b" "vm1 1 4 8100:100 88b5 b"
	log_test "nothing is learned from tunnels"
}

sources()
{
	loses r2 "$(from_ovn 41 11) 1 group 88b5 a" br-trunk bad_source
	loses r2 "$(from_ovn 41 11) 1 zero 88b5 a" br-trunk bad_source
	loses r2 "$(from_ovn 41 0x8000) stp 4 88b5 a" br-trunk link_local
	loses r9 "$(from_ovn 41 11) 1 4 88b5 a" br-trunk unknown_remote
	loses r2 "$(from_ovn 41 11) oam 1 4 88b5 a" br-trunk oam
	log_test "addresses, remotes and control packets as in mode vni"
}

beside_mode_vni()
{
	defer forget
	loses r2 "vni=$PLAIN opt=0102:80:0029000b all 4 88b5 a" br-trunk \
		bad_option
	passes r2 "vni=$PLAIN all 4 88b5 b" "vm2 all 4 8100:203 88b5 b" \
		"vm3 all 4 8100:303 88b5 b"
	passes vm2 "4 2 8100:203 88b5 c" "r2 vni=$PLAIN 4 2 88b5 c"
	log_test "a network of mode vni on the same bridge keeps its own ways"
}

# A tunnel keeps metadata for a bounded number of pairs of ports, which is less.
PAIRS=1200

# many WHAT: "fdb WHAT" for a MAC of each pair.
many()
{
	local n

	for ((n = 0; n < PAIRS; n++)); do
		printf 'fdb %s 02:00:00:00:%02x:%02x network child' "$1" \
			$((16 + n / 256)) $((n % 256))
		if [ "$1" = add ]; then
			printf ' remote 192.0.2.3 key %d' $((2000 + n))
		fi
		echo
	done | trunkctl -n "$HV1" -b -
}

pairs_without_end()
{
	local mac n round

	run many add
	defer many del
	for round in a b; do
		: >"$TMP_DIR/got"
		for ((n = 0; n < PAIRS; n++)); do
			printf -v mac '02:00:00:00:%02x:%02x' \
				$((16 + n / 256)) $((n % 256))
			if ! injector_ask send vm1 "$mac 1 8100:100 88b5 a"; then
				fail "the injector did not send to $mac"
				return
			fi
			echo "r3 $(in_child 11 $((2000 + n))) $mac 1 88b5 a"
			# As many as the socket surely holds.
			if ((n % 100 == 99)); then
				injector_collect 100 >>"$TMP_DIR/got"
			fi
		done >"$TMP_DIR/sent"
		LC_ALL=C sort "$TMP_DIR/sent" >"$TMP_DIR/wanted"
		LC_ALL=C sort -o "$TMP_DIR/got" "$TMP_DIR/got"
		cmp "$TMP_DIR/got" "$TMP_DIR/wanted" >/dev/null
		check_err $? "round $round: $(diff "$TMP_DIR/got" \
			"$TMP_DIR/wanted" | head -n 4)"
	done
	settles
	log_test "$PAIRS pairs of ports, each with its own option, twice"
}

# The metadata of the first frame must not serve the second.
address_changes()
{
	ip -n "$HV1" addr add 192.0.2.11/24 dev under
	defer ip -n "$HV1" addr del 192.0.2.11/24 dev under
	defer trunkctl -n "$HV1" bridge set br-trunk local 192.0.2.1
	capture_start under "$UNDERLAY" under "udp port 6081"
	passes vm1 "4 1 8100:100 88b5 a" "r2 $(in_child 11 41) 4 1 88b5 a"
	run trunkctl -n "$HV1" bridge set br-trunk local 192.0.2.11
	passes vm1 "4 1 8100:100 88b5 b" "r2 $(in_child 11 41) 4 1 88b5 b"
	capture_stop under
	check_eq "$(decode geneve ip.src -- under | paste -sd ' ')" \
		"under,192.0.2.1 under,192.0.2.11" "outer sources"
	log_test "after a change of the local address frames leave from the new one"
}

path_mtu_is()
{
	[ "$(trunkctl -n "$HV1" -j remote show |
	     jq 'map(.path_mtu) | unique | .[]')" = "$1" ]
}

# 1400 - 50 - 8; OVN lets nobody break the outer packet up.
mtu()
{
	ip -n "$HV1" link set under mtu 1400
	defer ip -n "$HV1" link set under mtu 1600
	busywait "$WAIT_MS" path_mtu_is 1350
	check_err $? "remote show does not say path_mtu 1350"
	sends vm1 "4 1 8100:100 ip4df:1342 a" \
		"r2 $(in_child 11 41) 4 1 ip4df:1342 a"
	sends vm1 "4 1 8100:100 ip4:1342 b" \
		"r2 $(in_child 11 41) 4 1 ip4:1342 b"
	sends vm1 "4 1 8100:100 ip4df:1343 c" \
		"vm1 1 4 8100:100 toobig4:1342 576 c"
	sends vm1 "4 1 8100:100 ip6:1343 d" \
		"vm1 1 4 8100:100 toobig6:1342 1280 d"
	sends vm1 "4 1 8100:100 ip4:1343 e"
	settles "tap1 vlan 100: icmp_sent +2" "tap1 vlan 100: mtu +3"
	log_test "the option is a part of what has to fit, and DF is set"
}

tests_run
