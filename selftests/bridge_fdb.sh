#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The FDB in the words of iproute2, beside those of trunkctl:
#
#   VM1 1 --- tap1 native parent (5000)     HV1         HV2
#             tap1 vlan 100 child (5001) --- .1 under .2 --- tap2 vlan 200 --- 2
#             tap3 vlan 300 child             ::1   ::2      child
#
# The remotes of HV1 are 192.0.2.2 and 2001:db8::2, in every network.

# A MAC is one word.
# shellcheck disable=SC2086

ALL_TESTS="
	at_a_remote
	at_a_port
	sticky_entry
	learned
	append_and_replace
	one_entry
	removed
	flush
	monitor
	both_tools
	full
	refusals_add
	refusals_other
	many_entries
	several_bridges
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require bridge

readonly MAC=02:00:00:00:00

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	# The VMs ask each other nothing: they are heard when they are told to.
	ip -n "$VM1" neigh add 198.51.100.9 lladdr $MAC:09 dev eth0
	ip -n "$VM1" neigh add 203.0.113.2 lladdr $MAC:02 dev eth0.100
	ip -n "$VM2" neigh add 203.0.113.1 lladdr $MAC:01 dev eth0.200
	ns_ipv6_on "$HV1"
	ip -n "$HV1" addr add 2001:db8::1/64 dev under nodad
	ip -n "$HV1" link add tap3 type veth peer name vm3
	trunkctl -n "$HV1" -b - <<-'END'
		bridge add br-trunk local 192.0.2.1,2001:db8::1
		network add parent vni 5000
		network add child vni 5001
		remote add 192.0.2.2
		remote add 2001:db8::2
		trunk add tap1 network parent
		subport add tap1 vlan 100 network child
		trunk add tap3
		subport add tap3 vlan 300 network child
	END
	trunkctl -n "$HV2" -b - <<-'END'
		bridge add br-trunk local 192.0.2.2
		network add child vni 5001
		remote add 192.0.2.1
		trunk add tap2
		subport add tap2 vlan 200 network child
	END
}

fdb()
{
	bridge -n "$HV1" fdb "$@"
}

# A frame each way between VM1 and VM2.
tagged()
{
	in_ns "$VM1" ping -q -n -c 1 -W 5 203.0.113.2 >/dev/null
	check_err $? "no answer from VM2"
}

# One frame from VM1 without a tag.
untagged()
{
	in_ns "$VM1" ping -q -n -c 1 -W 0.1 198.51.100.9 >/dev/null || :
}

forget()
{
	run trunkctl -n "$HV1" fdb flush >/dev/null
}

# adf_entry MAC WORD...: added by bridge, removed with the scope.
adf_entry()
{
	run fdb add "$@"
	defer trunkctl -n "$HV1" fdb del "$1" network "$NET"
}

# shows LINE MAC...: exactly that line, of all that bridge fdb prints.
shows()
{
	check_eq "$(fdb show | sed -n "/^$2 /{s/ \$//;p}")" "$1" \
		"bridge fdb show, of $2"
}

# "MAC VNI PLACE TYPE" lines; those of each tool, should they differ.
entries()
{
	{
		bridge -n "$HV1" -j fdb show
		trunkctl -n "$HV1" -j fdb show bridge br-trunk
	} | jq -rs '
		(.[0]
		 | map(select(.ifname == "br-trunk" or .master == "br-trunk")
		 | "\(.mac) \(.src_vni) "
		   + (.dst // "\(.ifname) \(.vlan // "native")")
		   + if .state == "static" then " static"
		     elif .flags | index("sticky") then " sticky"
		     else " learned" end)
		 | sort) as $bridge
		| (.[1]
		   | map("\(.mac) \(.vni) "
		     + (.ip // "\(.dev) \(.vlan // "native")") + " \(.type)")
		   | sort) as $trunkctl
		| if $bridge == $trunkctl then $bridge[]
		  else "bridge", $bridge[], "trunkctl", $trunkctl[] end'
}

entries_are()
{
	check_eq "$(entries)" "$1" "the entries"
}

at_a_remote()
{
	NET=child
	adf_entry $MAC:07 dev br-trunk self dst 192.0.2.2 src_vni 5001
	adf_entry $MAC:08 dev br-trunk static dst 2001:db8::2 src_vni 5001
	NET=parent
	adf_entry $MAC:07 dev br-trunk dst 192.0.2.2 vni 5000
	check_eq "$(fdb show dev br-trunk | sort)" \
"$MAC:07 dst 192.0.2.2 src_vni 5000 self static
$MAC:07 dst 192.0.2.2 src_vni 5001 self static
$MAC:08 dst 2001:db8::2 src_vni 5001 self static" "bridge fdb show dev br-trunk"
	entries_are "$MAC:07 5000 192.0.2.2 static
$MAC:07 5001 192.0.2.2 static
$MAC:08 5001 2001:db8::2 static"
	log_test "an entry at a remote: dst and src_vni"
}

at_a_port()
{
	NET=child
	adf_entry $MAC:07 dev br-trunk via tap1 vlan 100
	NET=parent
	adf_entry $MAC:08 dev br-trunk static via tap1 src_vni 5000
	shows "$MAC:07 dev tap1 vlan 100 src_vni 5001 master br-trunk static" \
		$MAC:07
	shows "$MAC:08 dev tap1 src_vni 5000 master br-trunk static" $MAC:08
	entries_are "$MAC:07 5001 tap1 100 static
$MAC:08 5000 tap1 native static"
	log_test "an entry at a port: via and vlan, the network follows"
}

sticky_entry()
{
	NET=child
	adf_entry $MAC:07 dev br-trunk sticky dst 192.0.2.2 src_vni 5001
	shows "$MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001 self sticky" \
		$MAC:07
	entries_are "$MAC:07 5001 192.0.2.2 sticky"
	log_test "a sticky entry"
}

learned()
{
	forget
	tagged
	entries_are "$MAC:01 5001 tap1 100 learned
$MAC:02 5001 192.0.2.2 learned"
	shows "$MAC:01 dev tap1 vlan 100 src_vni 5001 master br-trunk" $MAC:01
	check_eq "$(bridge -n "$HV1" -s fdb show dev br-trunk |
		sed 's,[0-9]*/[0-9]* ,N/N ,; s/ $//')" \
		"$MAC:02 dst 192.0.2.2 src_vni 5001 used N/N self" "with -s"
	log_test "learned entries are shown"
}

append_and_replace()
{
	NET=child
	forget
	tagged
	defer trunkctl -n "$HV1" fdb del $MAC:02 network child
	run fdb append $MAC:02 dev br-trunk dst 192.0.2.2 src_vni 5001
	entries_are "$MAC:01 5001 tap1 100 learned
$MAC:02 5001 192.0.2.2 static"
	run fdb replace $MAC:02 dev br-trunk via tap3 vlan 300
	entries_are "$MAC:01 5001 tap1 100 learned
$MAC:02 5001 tap3 300 static"
	run fdb replace $MAC:01 dev br-trunk dst 192.0.2.2 src_vni 5001
	run fdb del $MAC:01 dev br-trunk src_vni 5001
	log_test "append makes an entry, replace moves it"
}

one_entry()
{
	NET=child
	adf_entry $MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001
	adf_entry $MAC:08 dev br-trunk via tap1 vlan 100
	check_eq "$(fdb get $MAC:07 dev br-trunk self vni 5001)" \
		"$MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001 self static" \
		"get, of the device itself"
	check_eq "$(fdb get $MAC:08 br br-trunk vni 5001)" \
		"$MAC:08 dev tap1 vlan 100 src_vni 5001 master br-trunk static" \
		"get, of the bridge"
	log_test "bridge fdb get"
}

removed()
{
	forget
	tagged
	run fdb add $MAC:07 dev br-trunk via tap1 vlan 100
	run fdb del $MAC:07 dev br-trunk via tap1 vlan 100
	run fdb add $MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001
	run fdb del $MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001
	run fdb del $MAC:02 dev br-trunk src_vni 5001
	entries_are "$MAC:01 5001 tap1 100 learned"
	log_test "an entry of any type is removed, by place or by network"
}

# flush_leaves LINES WORD...: of what two pings and an operator have made.
flush_leaves()
{
	local left=$1
	shift

	tagged
	untagged
	run fdb flush dev br-trunk "$@"
	entries_are "$left"
}

flush()
{
	local kept="$MAC:07 5001 tap1 100 static"
	local native="$MAC:01 5000 tap1 native learned"
	local vlan="$MAC:01 5001 tap1 100 learned"
	local remote="$MAC:02 5001 192.0.2.2 learned"

	NET=child
	adf_entry $MAC:07 dev br-trunk via tap1 vlan 100
	flush_leaves "$kept" self dynamic nopermanent nosticky
	flush_leaves "$remote
$kept" brport tap1
	flush_leaves "$native
$remote
$kept" vlan 100
	flush_leaves "$native
$vlan
$remote
$kept" brport tap3
	log_test "flush forgets learned entries: all, of a trunk, of a VLAN"
}

# The kernel adds an event of its own to what bridge itself does, until 6.13
# without a network.
events()
{
	sed -n '/ src_vni /{s/ $//;p}' "$TMP_DIR/events"
}

has_events()
{
	[ "$(events | wc -l)" -ge "$1" ]
}

hears()
{
	quietly fdb add $MAC:99 dev br-trunk via tap3 vlan 300
	quietly fdb del $MAC:99 dev br-trunk src_vni 5001
	grep -qs ^Deleted "$TMP_DIR/events"
}

monitor()
{
	forget
	background MONITOR_PID bridge -n "$HV1" monitor fdb \
		>>"$TMP_DIR/events"
	busywait "$WAIT_MS" hears
	check_err $? "bridge monitor does not hear"
	: >"$TMP_DIR/events"
	run fdb add $MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001
	run fdb replace $MAC:07 dev br-trunk sticky via tap3 vlan 300
	run fdb del $MAC:07 dev br-trunk src_vni 5001
	run trunkctl -n "$HV1" fdb add $MAC:08 network parent dev tap1 native
	run trunkctl -n "$HV1" fdb del $MAC:08 network parent
	untagged
	forget
	busywait "$WAIT_MS" has_events 7
	check_eq "$(events)" \
"$MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001 self static
$MAC:07 dev tap3 vlan 300 src_vni 5001 sticky master br-trunk
Deleted $MAC:07 dev tap3 vlan 300 src_vni 5001 sticky master br-trunk
$MAC:08 dev tap1 src_vni 5000 master br-trunk static
Deleted $MAC:08 dev tap1 src_vni 5000 master br-trunk static
$MAC:01 dev tap1 src_vni 5000 master br-trunk
Deleted $MAC:01 dev tap1 src_vni 5000 master br-trunk" "events"
	log_test "bridge monitor fdb: configured, moved, learned, gone"
}

both_tools()
{
	run fdb add $MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001
	run trunkctl -n "$HV1" fdb set $MAC:07 network child dev tap1 vlan 100
	entries_are "$MAC:07 5001 tap1 100 static"
	run fdb replace $MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001
	run trunkctl -n "$HV1" fdb del $MAC:07 network child
	run trunkctl -n "$HV1" fdb add $MAC:08 network child remote 192.0.2.2
	run fdb del $MAC:08 dev br-trunk src_vni 5001
	entries_are ""
	log_test "what one tool makes, the other changes and removes"
}

# no REASON WORD...: the kernel's reason; with get, bridge has another status.
no()
{
	local status=255

	if [ "$2" = get ]; then
		status=254
	fi
	said $status "Error: $1." bridge -n "$HV1" fdb "${@:2}"
}

full()
{
	NET=child
	forget
	adf_entry $MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001
	run trunkctl -n "$HV1" bridge set br-trunk fdb-max 1
	defer trunkctl -n "$HV1" bridge set br-trunk fdb-max 65536
	no "the FDB of this bridge is full" \
		add $MAC:08 dev br-trunk dst 192.0.2.2 src_vni 5001
	run fdb replace $MAC:07 dev br-trunk via tap1 vlan 100
	entries_are "$MAC:07 5001 tap1 100 static"
	log_test "at fdb-max an entry can be moved, not added"
}

refusals_add()
{
	local attribute="an FDB entry of a virtual trunk bridge has no such attribute"
	local ok="dst 192.0.2.2 src_vni 5001"

	NET=child
	forget
	adf_entry $MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001
	no "this MAC already has a configured FDB entry in this network" \
		add $MAC:07 dev br-trunk via tap1 vlan 100
	no "a MAC is at one place only, replace moves it" \
		append $MAC:07 dev br-trunk via tap1 vlan 100
	no "this MAC is not one of a single station" \
		add 01:00:5e:00:00:01 dev br-trunk $ok
	no "this MAC is not one of a single station" \
		append 00:00:00:00:00:00 dev br-trunk $ok
	no "a configured entry is static or sticky" \
		add $MAC:08 dev br-trunk dynamic $ok
	no "an FDB entry takes no flag but sticky" \
		add $MAC:08 dev br-trunk extern_learn $ok
	no "an FDB entry takes no flag but sticky" \
		replace $MAC:08 dev br-trunk use $ok
	no "$attribute" add $MAC:08 dev br-trunk port 4789 $ok
	no "$attribute" add $MAC:08 dev br-trunk nhid 1 src_vni 5001
	no "src_vni and vni name different networks" \
		add $MAC:08 dev br-trunk vni 5000 $ok
	no "the network is missing, name it with src_vni or vni" \
		add $MAC:08 dev br-trunk dst 192.0.2.2
	no "the place is missing, name it with dst or via" \
		add $MAC:08 dev br-trunk src_vni 5001
	no "this network does not exist" \
		add $MAC:08 dev br-trunk dst 192.0.2.2 src_vni 77
	no "this address is not a remote of this network" \
		add $MAC:08 dev br-trunk dst 192.0.2.9 src_vni 5001
	no "an FDB entry is at one port or one remote" \
		add $MAC:08 dev br-trunk dst 192.0.2.2 via tap1 src_vni 5001
	no "this port does not exist" \
		add $MAC:08 dev br-trunk via tap3
	no "this port is not in this network" \
		add $MAC:08 dev br-trunk via tap1 vlan 100 src_vni 5000
	no "this device is not a trunk" add $MAC:08 dev br-trunk via under
	no "a VLAN id needs the trunk that it is on, name it with via" \
		add $MAC:08 dev br-trunk vlan 100 src_vni 5001
	# The core asks the masters of its own bridge's ports only.
	said 255 "RTNETLINK answers: Operation not supported" \
		bridge -n "$HV1" fdb add $MAC:08 dev tap1 master static vlan 100
	unchanged
	log_test "what bridge fdb add, append and replace refuse"
}

refusals_other()
{
	local learned="a flush forgets learned entries, others are removed one by one"
	local word

	NET=child
	forget
	adf_entry $MAC:07 dev br-trunk dst 192.0.2.2 src_vni 5001
	no "this MAC has no FDB entry in this network" \
		del $MAC:07 dev br-trunk src_vni 5000
	no "this MAC is at another place" \
		del $MAC:07 dev br-trunk via tap1 vlan 100
	no "the network is missing, name it with src_vni or vni" \
		del $MAC:07 dev br-trunk dst 192.0.2.2
	no "this MAC has no FDB entry in this network" \
		get $MAC:08 br br-trunk vni 5001
	no "the network is missing, name it with src_vni or vni" \
		get $MAC:07 br br-trunk
	for word in permanent static nodynamic sticky added_by_user; do
		no "$learned" flush dev br-trunk $word
	done
	no "this device is not a trunk" flush dev br-trunk brport under
	unchanged
	log_test "what bridge fdb del, get and flush refuse"
}

many()
{
	local i

	for ((i = 0; i < 5000; i++)); do
		printf 'fdb add 02:00:00:00:%02x:%02x dev br-trunk %s\n' \
			$((i >> 8)) $((i & 255)) "$1"
	done
}

many_entries()
{
	local mine=$TMP_DIR/entries

	forget
	run bridge -n "$HV1" -batch <(many "dst 192.0.2.2 src_vni 5000")
	run bridge -n "$HV1" -batch <(many "via tap3 vlan 300" | head -n 700)
	entries >"$mine"
	check_eq "$(wc -l <"$mine")" 5700 "entries in one dump of either tool"
	check_eq "$(uniq "$mine" | wc -l)" 5700 "different ones"
	log_test "a dump of thousands of entries is complete"
}

# Each bridge has its own place in one dump.
several_bridges()
{
	run trunkctl -n "$HV1" -b - <<-'END'
		bridge add br-two local 192.0.2.1 dstport 6082
		network add other vni 5000 bridge br-two
		remote add 192.0.2.3 bridge br-two
	END
	defer trunkctl -n "$HV1" bridge del br-two
	run bridge -n "$HV1" -batch <(many "dst 192.0.2.3 src_vni 5000" |
		sed 's/br-trunk/br-two/' | head -n 800)
	check_eq "$(fdb show | awk '{ n[$3]++ }
		END { print n["br-trunk"], n["br-two"], n["tap3"] }')" \
		"5000 800 701" "entries of both, and of tap3"
	log_test "a dump goes through several bridges"
}

tests_run
