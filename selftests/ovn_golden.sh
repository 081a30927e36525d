#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What our hypervisor sends is byte for byte what OVN's sends for the same frame
# of the VM. Outer addresses, IP identification and checksum, and the UDP source
# port and checksum may differ; the checksums are right. What goes back to other
# ports of the VM is the same, too. Ports and keys are drawn in ovn_twins.sh; they
# are the same at both, so that VNI and option are too.

ALL_TESTS="
	unicast
	groups
	sizes
	siblings
	siblings_and_all
	unknown
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=ovn_lib.sh
. "$SELFTESTS/ovn_lib.sh"
# shellcheck source=ovn_twins.sh
. "$SELFTESTS/ovn_twins.sh"
ovn_require ethtool python3

setup()
{
	twins_setup
	# So that checksums are in the frames that are seen.
	in_ns "$HV1" ethtool -K under tx off >/dev/null
	in_ns "$HV2" ethtool -K under tx off >/dev/null
	PEER=02:00:00:00:00:02
}

# same KEYS ROW...: "INGRESS:EGRESS" in hex, and rows of ovn_frames.py: each frame
# leaves both hypervisors once, and the same.
same()
{
	local keys=$1 row
	shift

	printf '%s\n' "$@" | frames golden >"$TMP_DIR/got"
	check_eq "$(<"$TMP_DIR/got")" "$(
		for row in "$@"; do
			echo "${row%% *} 1+1 $keys same"
		done)" "row, copies of OVN's and ours, keys, verdict"
}

hex()
{
	printf '%x:%x' "$1" "$2"
}

unicast()
{
	same "$(hex "$C1B" "$C2")" \
		"plain $PEER 02:00:00:00:00:1b 8100:101 88b5" \
		"ip4 $PEER 02:00:00:00:00:1b 8100:101 ip4df:500" \
		"ip6 $PEER 02:00:00:00:00:1b 8100:101 ip6:100"
	same "$(hex "$O1B" "$O2")" \
		"other $PEER 02:00:00:00:00:1b 8100:103 88b5"
	log_test "to a port: the same bytes"
}

groups()
{
	same "$(hex "$C1B" 0x8000)" \
		"broadcast ff:ff:ff:ff:ff:ff 02:00:00:00:00:1b 8100:101 88b5" \
		"multicast 01:00:5e:00:00:fb 02:00:00:00:00:1b 8100:101 88b5" \
		"ip6group 33:33:00:00:00:01 02:00:00:00:00:1b 8100:101 ip6/togroup:80"
	log_test "to the flood group: the same bytes"
}

sizes()
{
	same "$(hex "$C1B" "$C2")" \
		"s46 $PEER 02:00:00:00:00:1b 8100:101 88b5:46" \
		"s47 $PEER 02:00:00:00:00:1b 8100:101 88b5:47" \
		"s1400 $PEER 02:00:00:00:00:1b 8100:101 88b5:1400" \
		"s1500 $PEER 02:00:00:00:00:1b 8100:101 88b5:1500"
	log_test "from the shortest to the longest: the same bytes"
}

# back N ROW...: "NAME TAGS FRAME", where TAGS are those of what comes back to
# the VM; N frames come from both hypervisors together.
back()
{
	local count=$1 row name tags want=''
	shift

	for row in "$@"; do
		read -r name tags _ <<<"$row"
		want+="$name $tags $tags"$'\n'
	done
	printf '%s\n' "$@" | sed -E 's/^([^ ]+) [^ ]+/\1/' |
		frames nested "$count" >"$TMP_DIR/got"
	check_eq "$(<"$TMP_DIR/got")" "${want%$'\n'}" "row, OVN, vtrunk"
}

# OVN's MLF_NESTED_CONTAINER: a port of the VM has others of it as neighbours.
siblings()
{
	local mine=02:00:00:00:00:01 b=02:00:00:00:00:1b e=02:00:00:00:00:1e

	back 10 "child-child 100 $mine $b 8100:101 88b5" \
		"unknown-child 103 $b 02:00:00:00:00:03 8100:102 88b5" \
		"parent-child 104 $e $mine 88b5" \
		"child-parent none $mine $e 8100:104 88b5" \
		"itself -- $b $b 8100:101 88b5" \
		"elsewhere wire $PEER $b 8100:101 88b5"
	log_test "to a port of the same VM: child, parent, but not the source itself"
}

siblings_and_all()
{
	local all=ff:ff:ff:ff:ff:ff

	back 12 "child-all 100+wire $all 02:00:00:00:00:1b 8100:101 88b5" \
		"parent-all 104+wire $all 02:00:00:00:00:01 88b5" \
		"other-all none+wire $all 02:00:00:00:00:1e 8100:104 88b5"
	log_test "to all: the other ports of the same VM get it, the source does not"
}

# OVN knows which hypervisors have ports that take it, ours does not.
unknown()
{
	frames nested 3 >"$TMP_DIR/got" \
		<<<"row 02:00:00:00:00:77 02:00:00:00:00:1b 8100:103 88b5"
	check_eq "$(<"$TMP_DIR/got")" "row 102 102+wire" "row, OVN, vtrunk"
	log_test "unknown unicast: OVN spares hypervisors where no port takes it"
}

tests_run
