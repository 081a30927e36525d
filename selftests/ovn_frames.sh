#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The same Geneve packets to a hypervisor of OVN's and to one of ours, and what
# comes out of the tap at each. Ports and keys are drawn in ovn_twins.sh.
#
# A row of a table is
#
#   NAME|WORD... FRAME|OVN|vtrunk|what vtrunk counts|why they differ
#
# with the words of ovn_frames.py. What comes out is written as its tags, and
# "--" is nothing. All rows are in Documentation/ovn.rst as well.
#
# TYPE in a frame is an EtherType that no other row has. Of a packet whose
# options it cannot read Open vSwitch makes a flow that drops whatever has the
# same VNI, source and EtherType and as many bytes of options. No row is to meet
# that.

ALL_TESTS="
	keys
	groups
	options
	headers
	inner_tags
	inner_addresses
	one_wrong_byte
	page
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=ovn_lib.sh
. "$SELFTESTS/ovn_lib.sh"
# shellcheck source=ovn_twins.sh
. "$SELFTESTS/ovn_twins.sh"
# shellcheck source=page.sh
. "$SELFTESTS/page.sh"
ovn_require python3

PAGE=$SELFTESTS/../Documentation/ovn.rst

setup()
{
	twins_setup
	MINE=02:00:00:00:00:01
	PEER=02:00:00:00:00:02
	FRAME="$MINE $PEER TYPE"
	ALL="ff:ff:ff:ff:ff:ff $PEER TYPE"
	CHILD="vni=$VNI_CHILD"
	# As OVN sends it, from c2: to c1, and to c1b, which has no security.
	KEYS="$CHILD in=$C2 out=$C1"
	OPEN="$CHILD in=$C2 out=$C1B"
	# What the tables have: NAME OVN, and of ours what comes out or why not.
	: >"$TMP_DIR/rows"
}

TYPE=$((0xa000))

# row NAME WORDS: for ovn_frames.py, in the list ROWS.
row()
{
	TYPE=$((TYPE + 1))
	ROWS+="$1 ${2/TYPE/$(printf %x "$TYPE")}"$'\n'
}

# Unlike any other, so that it overtakes none.
last_row()
{
	row last "$CHILD in=32767 out=$C1 $FRAME"
}

# frames_in CELL: how many came out.
frames_in()
{
	case $1 in
	--)	echo 0 ;;
	*)	awk -F+ '{ print NF }' <<<"$1" ;;
	esac
}

# table: of stdin; both columns and the losses are as they should be.
table()
{
	local name words ovn ours loss why want='' losses='' count=2

	ROWS=
	while IFS='|' read -r name words ovn ours loss why; do
		row "$name" "$words"
		want+="$name $ovn $ours"$'\n'
		losses+=${loss:+$loss$'\n'}
		count=$((count + $(frames_in "$ovn") + $(frames_in "$ours")))
		if [ "$ovn" != "$ours" ] && [ -z "$why" ]; then
			fail "nobody says why $name differs"
		fi
		[ -z "$loss" ] || ours=${loss##*: }
		echo "$name $ovn $ours" >>"$TMP_DIR/rows"
	done
	last_row
	want+="last 100 100"

	counters "$HV2" >"$TMP_DIR/before"
	frames inject "$count" <<<"$ROWS" >"$TMP_DIR/got"
	check_err $? "ovn_frames.py"
	check_eq "$(<"$TMP_DIR/got")" "$want" "what came out: row, OVN, vtrunk"
	counters "$HV2" >"$TMP_DIR/after"
	check_eq "$(drops_grown "$TMP_DIR/before" "$TMP_DIR/after")" \
		"$(sort <<<"$losses" | uniq -c |
			sed -En 's/^ *([0-9]+) (.+)$/\2 +\1/p' | sort)" \
		"what vtrunk counted"
}

keys()
{
	local other="vni=$VNI_OTHER in=$O2 out=$O1B" bridge="br-trunk: "

	table <<-END
	port|$KEYS $FRAME|100|100
	second-port|$OPEN $FRAME|101|101
	other-network|$other $FRAME|103|103
	no-source|$CHILD in=0 out=$C1 $FRAME|100|100
	stranger|$CHILD in=4711 out=$C1 $FRAME|100|100
	reserved-bit|$CHILD in=$((C2 | 0x8000)) out=$C1 $FRAME|100|100
	sibling|$CHILD in=$C1B out=$C1 $FRAME|100|100
	itself|$CHILD in=$C1 out=$C1 $FRAME|--|--|${bridge}same_key
	elsewhere|$CHILD in=$C1 out=$C2 $FRAME|--|--|${bridge}unknown_key
	nobody|$CHILD in=$C2 out=777 $FRAME|--|--|${bridge}unknown_key
	key-zero|$CHILD in=$C2 out=0 $FRAME|--|--|${bridge}unknown_key
	no-network|vni=4711 in=$C2 out=$C1 $FRAME|--|--|${bridge}unknown_vni
	vni-zero|vni=0 in=$C2 out=$C1 $FRAME|--|--|${bridge}unknown_vni
	END
	log_test "by the egress key, and only in the network that the VNI names"
}

groups()
{
	local from="$CHILD in=$C2" other="vni=$VNI_OTHER in=$O2"
	local bridge="br-trunk: "

	table <<-END
	flood|$from out=0x8000 $ALL|100+101|100+101
	flood-own|$CHILD in=$C1 out=0x8000 $ALL|101|101
	flood-sibling|$CHILD in=$C1B out=0x8000 $ALL|100|100
	flood-no-source|$CHILD in=0 out=0x8000 $ALL|100+101|100+101
	flood-l2|$from out=0x8004 $ALL|100+101|100+101
	unknown|$other out=0x8001 $FRAME|102|102
	unknown-nobody|$from out=0x8001 $FRAME|--|--|${bridge}no_dest
	mrouters|$from out=0x8002 $ALL|--|--|${bridge}unknown_key
	no-group|$from out=0xffff $ALL|--|--|${bridge}unknown_key
	END
	log_test "a group's ports here, but the one that the frame comes from"
}

options()
{
	local good more bridge="br-trunk: "

	good=$(printf 'opt=0102:80:%04x%04x' "$C2" "$C1")
	more=$(printf 'opt=0102:80:%04x%04x' "$C2" "$C1B")
	table <<-END
	by-hand|$CHILD $good $FRAME|100|100
	one-behind|$CHILD $good opt=0103:01:01020304 $FRAME|100|100
	one-before|$CHILD opt=0103:01: $good $FRAME|100|100
	twice|$CHILD $good $more $FRAME|101|101
	none|$CHILD $FRAME|--|--|${bridge}no_option
	two-words|$CHILD ${good}00000000 $FRAME|--|--|${bridge}option_length
	no-words|$CHILD opt=0102:80: $FRAME|--|--|${bridge}option_length
	class|$CHILD ${good/0102/0103} $FRAME|--|--|${bridge}bad_option
	type|$CHILD ${good/:80:/:81:} $FRAME|--|--|${bridge}bad_option
	critical|$CHILD $good opt=0103:81:01020304 $FRAME|--|--|${bridge}bad_option
	END
	log_test "the option: class, type, length, and others beside it"
}

headers()
{
	table <<-END
	not-critical|crit=0 $KEYS $FRAME|100|100
	reserved|flags=0x3f rsvd=0xff $KEYS $FRAME|100|100
	control|oam $KEYS $FRAME|100|--|br-trunk: oam|it is for the hypervisor
	version|ver=1 $KEYS $FRAME|--|--
	no-ethernet|proto=0x0800 $KEYS $FRAME|--|--
	no-checksum|udp=zero $KEYS $FRAME|100|100
	bad-checksum|udp=wrong $KEYS $FRAME|--|--
	no-remote|src=192.0.2.9 $KEYS $FRAME|--|--|br-trunk: unknown_remote
	END
	log_test "Geneve's header, the UDP checksum, the outer source"
}

inner_tags()
{
	local to="$KEYS $MINE $PEER" tags="tap1 vlan 100: inner_tag"
	local why="a VM is not to be given tags that nobody gave it"

	table <<-END
	tag|$to 8100:5 TYPE|100/5|--|$tags|$why
	tag-of-sibling|$to 8100:101 TYPE|100/101|--|$tags|$why
	tag-zero|$to 8100:0:5:0 TYPE|100/0|--|$tags|$why
	service-tag|$to 88a8:5 TYPE|100/88a8:5|--|$tags|$why
	END
	run trunkctl -n "$HV2" subport set tap1 vlan 100 qinq on
	defer trunkctl -n "$HV2" subport set tap1 vlan 100 qinq off
	table <<-END
	tag-qinq|$to 8100:5 TYPE|100/5|100/5
	service-tag-qinq|$to 88a8:5 TYPE|100/88a8:5|100/88a8:5
	END
	log_test "tags inside: at ours only with qinq"
}

inner_addresses()
{
	local other=02:00:00:00:00:77
	local bad="br-trunk: bad_source" local="br-trunk: link_local"
	local looks="the source's hypervisor looks addresses up"
	local nobody="no station has such an address"
	local next="it is for the next bridge alone, unless l2cp is on"

	table <<-END
	wrong-ip|$KEYS $MINE $PEER ip4:60|--|100||$looks
	wrong-mac|$KEYS $other $PEER TYPE|--|100||$looks
	any-mac|$OPEN $other $PEER TYPE|101|101
	any-ip|$OPEN $other $PEER ip4:60|101|101
	broadcast|$KEYS ff:ff:ff:ff:ff:ff $PEER TYPE|100|100
	multicast|$KEYS 01:00:5e:00:00:fb $PEER TYPE|100|100
	own-source|$OPEN $other $MINE TYPE|101|101
	group-source|$OPEN $other 01:00:5e:00:00:fb TYPE|101|--|$bad|$nobody
	zero-source|$OPEN $other 00:00:00:00:00:00 TYPE|101|--|$bad|$nobody
	link-local|$OPEN 01:80:c2:00:00:0e $PEER TYPE|101|--|$local|$next
	END
	log_test "addresses inside: c1 has security at OVN, c1b none"
}

# Of what the builder writes, from Geneve's header to the MACs inside: with a
# bit of any byte turned, a good row is red at both. The lowest bits of bytes 1
# and 7 mean nothing; rows "reserved" and "control" have others of theirs. The
# ingress key, bytes 12 and 13, counts where a group leaves out a port.
one_wrong_byte()
{
	local flood="$CHILD in=$C1B out=0x8000 $ALL" byte name ovn ours

	ROWS=
	row good "$KEYS $FRAME"
	row good-group "$flood"
	for byte in 0 {2..6} {8..11} {14..27}; do
		row "byte-$byte" "flip=$byte $KEYS $FRAME"
	done
	row byte-12 "flip=12 $flood"
	row byte-13 "flip=13 $flood"
	last_row
	frames inject 6 <<<"$ROWS" >"$TMP_DIR/got"
	check_err $? "ovn_frames.py"
	while read -r name ovn ours; do
		case $name in
		good*|last)
			check_eq "$ovn $ours" "100 100" "row $name"
			;;
		*)
			if [ "$ovn" = 100 ] || [ "$ours" = 100 ]; then
				fail "$name is wrong: OVN $ovn, vtrunk $ours"
			fi
			;;
		esac
	done <"$TMP_DIR/got"
	check_eq "$(grep -c ^byte "$TMP_DIR/got")" 26 "bytes"
	log_test "one wrong byte of the builder is seen at both"
}

# page_rows: the same of the page.
page_rows()
{
	page_section "The same packets at both" "$PAGE" |
		awk '/^=+ / { inside++ }
			inside == 2 && /^[a-z]/ { print $1, $2, $3 }'
}

# The table in the page is the one that the tests before have run.
page()
{
	local claim="the page has these rows and no others"

	if ! [ -e "$PAGE" ]; then
		log_test_skip "$claim" "the page is not here"
		return
	fi
	check_eq "$(page_rows)" "$(<"$TMP_DIR/rows")" "row, OVN, vtrunk"
	log_test "$claim"
}

tests_run
