#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Frames as only a VM with virtio-net hands them over, to every other VM:
#
#             HV1                                     HV2
#   vm1 -- tap1 native, 100, 101 |           | tap2 native, 200, 201 -- vm2
#   vm3 -- tap3 native, 300, 301 | == under == tap4 native, 400, 401 -- vm4
#
# vm1, vm2 and vm3 take what is unfinished, vm4 nothing. All native ports are in
# parent, the others in child, and in qinq with tags behind their own.

ALL_TESTS="
	checksums
	segmentation
	segmentation_without_checksum
	udp_fragmentation
	udp_segmentation
	second_tag
	ports_that_cannot
	largest
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require ethtool

# configure NS LOCAL REMOTE TAP... N
configure()
{
	local n

	trunkctl -n "$1" -b - <<-END
		bridge add br-trunk local $2
		network add parent vni 5000
		network add child vni 5001
		network add qinq vni 5002
		remote add $3
	END
	for n in "${@:4}"; do
		trunkctl -n "$1" -b - <<-END
			trunk add tap$n network parent
			subport add tap$n vlan ${n}00 network child
			subport add tap$n vlan ${n}01 network qinq qinq on
		END
	done
}

# Lines up to the dot, in $ANSWER.
ask()
{
	local line

	ANSWER=
	echo "$*" >&"${TAPS[1]}"
	while IFS= read -r -t 120 -u "${TAPS[0]}" line && [ "$line" != . ]; do
		ANSWER+="$line"$'\n'
	done
	ANSWER=${ANSWER%$'\n'}
}

setup()
{
	[ -e /dev/net/tun ] || modprobe tun
	topo_hypervisors
	coproc TAPS {
		WAIT_MS=$WAIT_MS exec "$SELFTESTS/taps"
	}
	defer stop_process "$TAPS_PID"
	ask open vm1 "$HV1" tap1 all
	USO=$ANSWER
	ask open vm2 "$HV2" tap2 all
	ask open vm3 "$HV1" tap3 all
	ask open vm4 "$HV2" tap4 none
	ip -n "$HV1" link set tap1 up
	ip -n "$HV1" link set tap3 up
	ip -n "$HV2" link set tap2 up
	ip -n "$HV2" link set tap4 up
	configure "$HV1" 192.0.2.1 192.0.2.2 1 3
	configure "$HV2" 192.0.2.2 192.0.2.1 2 4
}

# everybody KIND TAGS VM2 VM3 VM4: vm1 sends that frame, and each VM gets what
# is said, by its own tag.
everybody()
{
	local kind=$1 tags=$2 inner=

	[[ $tags != *.* ]] || inner=.${tags#*.}
	ask send vm1 "$kind" "$tags" 3
	if [ "$tags" = - ]; then
		set -- - - - "${@:3}"
	else
		set -- "2${tags:1:2}$inner" "3${tags:1:2}$inner" \
			"4${tags:1:2}$inner" "${@:3}"
	fi
	check_eq "$ANSWER" \
"vm2 $1 $4
vm3 $2 $5
vm4 $3 $6" "of $kind with tag $tags"
}

checksums()
{
	local kind tags

	for tags in - 100; do
		for kind in tcp4 tcp6 udp4 udp6; do
			everybody "$kind" "$tags" "$kind partial" \
				"$kind partial" "$kind full"
		done
		everybody sum4 "$tags" "tcp4 full" "tcp4 full" "tcp4 full"
		everybody sum6 "$tags" "tcp6 full" "tcp6 full" "tcp6 full"
	done
	log_test "a checksum is filled in for the VM that cannot do it"
}

segmentation()
{
	local tags

	for tags in - 100; do
		everybody tso4 "$tags" tso4 tso4 "tcp4*15 full"
		everybody tso6 "$tags" tso6 tso6 "tcp6*15 full"
	done
	log_test "TSO arrives whole, and in segments where it must"
}

segmentation_without_checksum()
{
	everybody bare4 100 tso4 tso4 "tcp4*15 full"
	everybody bare6 100 tso6 tso6 "tcp6*15 full"
	log_test "TSO without the request for checksums gets them"
}

udp_fragmentation()
{
	local tags

	for tags in - 100; do
		everybody ufo4 "$tags" "fragment4*15 full" \
			"fragment4*15 full" "fragment4*15 full"
		everybody ufo6 "$tags" "fragment6*15 full" \
			"fragment6*15 full" "fragment6*15 full"
	done
	log_test "UFO arrives in fragments with one checksum"
}

udp_segmentation()
{
	local tags

	if [ "$USO" != uso ]; then
		log_test_skip "USO arrives whole" "taps of this kernel have none"
		return
	fi
	for tags in - 100; do
		everybody uso4 "$tags" uso4 uso4 "udp4*15 full"
		everybody uso6 "$tags" uso6 uso6 "udp6*15 full"
	done
	log_test "USO arrives whole, and in segments where it must"
}

# The Geneve device takes no frame for segmentation that has a tag.
second_tag()
{
	run in_ns "$HV2" ethtool -K genev_sys_6081 gro off
	defer in_ns "$HV2" ethtool -K genev_sys_6081 gro on
	everybody tcp4 101.7 "tcp4 full" "tcp4 partial" "tcp4 full"
	everybody udp6 101.7 "udp6 full" "udp6 partial" "udp6 full"
	everybody tso4 101.7 "tcp4*15 full" tso4 "tcp4*15 full"
	everybody tso6 101.7 "tcp6*15 full" tso6 "tcp6*15 full"
	everybody ufo4 101.7 "fragment4*15 full" "fragment4*15 full" \
		"fragment4*15 full"
	everybody ufo6 101.7 "fragment6*15 full" "fragment6*15 full" \
		"fragment6*15 full"
	log_test "a second tag stays before all of them"
}

ports_that_cannot()
{
	run in_ns "$HV2" ethtool -K tap2 txvlan off
	defer in_ns "$HV2" ethtool -K tap2 txvlan on
	run in_ns "$HV1" ethtool -K tap3 tx off sg off txvlan off >/dev/null
	defer_quietly in_ns "$HV1" ethtool -K tap3 tx on sg on txvlan on
	everybody tcp4 100 "tcp4 partial" "tcp4 full" "tcp4 full"
	everybody tso4 100 tso4 "tcp4*15 full" "tcp4*15 full"
	everybody tso6 100 tso6 "tcp6*15 full" "tcp6*15 full"
	log_test "for a port that cannot put the tag in, the core does"
}

# With the outer headers it is more than the underlay takes: how often it is
# segmented and merged on its way is not said.
largest()
{
	local kind

	for kind in max4 max6; do
		ask send vm1 "$kind" 100 3
		check_eq "$(grep -vc WRONG <<<"$ANSWER")" 3 \
			"VMs that got $kind: $ANSWER"
	done
	log_test "a frame of 64 KB arrives, with its outer headers or without"
}

tests_run
