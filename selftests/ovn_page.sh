#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Does what Documentation/ovn.rst says, in its order, with a real OVN:
#
#   HV1 192.0.2.1  OVN, chassis a     tap1 -- VM1    at b's tap1 as VM1_AT_B
#   HV2 192.0.2.2  vtrunk, chassis b  tap2 -- VM2
#
# "central" is where the databases are. What runs in a VM, and when it stops and
# runs elsewhere, the page leaves to others.

ALL_TESTS="
	configured
	as_imported
	vms_meet
	seen
	moved
	and_back
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=ovn_lib.sh
. "$SELFTESTS/ovn_lib.sh"
# shellcheck source=page.sh
. "$SELFTESTS/page.sh"
ovn_require ethtool ovn-trace tcpdump

PAGE=$SELFTESTS/../Documentation/ovn.rst
[ -e "$PAGE" ] || skip_all "the page is not here"
PATH=$(dirname "$(readlink -f "$(type -P "$TRUNKCTL")")"):$PATH

setup()
{
	topo_hypervisors
	# As the page calls it; what a sends has its checksums, as on a wire.
	ip -n "$HV2" link set under down
	ip -n "$HV2" link set under name eno1 up
	in_ns "$HV1" ethtool -K under tx off >/dev/null
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV2" tap2 2
	topo_vm VM1_AT_B "$HV2" tap1 1
	addresses "$VM1" 1
	addresses "$VM2" 2
	addresses "$VM1_AT_B" 1
	ip -n "$VM1_AT_B" link set eth0 down
	ovn_central
	ovn_node a "$HV1" 192.0.2.1
	ovn_vif a p1 tap1
}

# addresses VM N
addresses()
{
	ip -n "$1" addr add "198.51.100.$2/24" dev eth0
	topo_vlan "$1" 100 "203.0.113.$2/24"
}

# part FROM TO: of the page, from the line that begins so to the one that does.
part()
{
	sed -n "/^$1/,/^$2/p" "$PAGE"
}

# between FROM TO, section TITLE: the commands there, as page_steps has them; to
# it the second line of a command is what the first one prints.
between()
{
	part "$@" | page_steps "central|a|b"
}

section()
{
	page_section "$1" "$PAGE" | page_steps "central|a|b"
}

# type_at HOST COMMAND: what it prints is in the file "said".
type_at()
{
	case $1 in
	central)
		# Here, for it may set a variable.
		eval "$2"
		;;
	a)
		eval "on_node a $2"
		;;
	b)
		in_ns "$HV2" bash -c "$2"
		;;
	esac >"$TMP_DIR/said" 2>&1 </dev/null
	check_err $? "$1# $2: $(<"$TMP_DIR/said")"
}

# typed COMMAND: each command of stdin is handed to it, as HOST and COMMAND.
typed()
{
	local line host='' command='' count=0

	while IFS= read -r line; do
		if [ "${line:0:1}" = " " ]; then
			command+=$'\n'${line:1}
			continue
		fi
		[ -z "$host" ] || "$1" "$host" "$command"
		host=${line%% *} command=${line#* }
		count=$((count + 1))
	done < <(cat; echo "end of it")
	check_fail $((count > 1)) "no commands were found"
}

# The numbers of the page are examples: OVN is made to have the same.
numbers_of_the_page()
{
	nbctl --wait=sb \
		set Logical_Switch parent other_config:requested-tnl-key=1 -- \
		set Logical_Switch child other_config:requested-tnl-key=2 -- \
		set Logical_Switch_Port p1 options:requested-tnl-key=1 -- \
		set Logical_Switch_Port c1 options:requested-tnl-key=1 -- \
		set Logical_Switch_Port p2 options:requested-tnl-key=2 -- \
		set Logical_Switch_Port c2 options:requested-tnl-key=2
}

configured()
{
	typed type_at < <(between "Here hypervisor a" "OVN's switch is")
	run numbers_of_the_page
	typed type_at < <(section "Telling OVN about our host")
	run ovn_sync
	typed type_at < <(section "Telling our host about OVN")
	log_test "the commands of the page, at OVN's side and at ours"
}

# At b, what the page types is what the database says.
as_imported()
{
	ovn_import b p2=tap2 | sort >"$TMP_DIR/import"
	[ -s "$TMP_DIR/import" ]
	check_err $? "the database says nothing"
	check_eq "$(section "Telling our host about OVN" |
			sed -n 's/^b trunkctl //p' | grep -v "^bridge" | sort)" \
		"$(<"$TMP_DIR/import")" "commands of trunkctl"
	log_test "and they are what ovn_import makes of the database"
}

# meet VM VM: the first VM of the page and the second one.
meet()
{
	ping_ok "$1" 198.51.100.2
	ping_ok "$2" 198.51.100.1
	ping_ok "$1" 203.0.113.2
	ping_ok "$2" 203.0.113.1
}

vms_meet()
{
	meet "$VM1" "$VM2"
	tcp_ok "$VM2" 203.0.113.2 "$VM1"
	tcp_ok "$VM1" 198.51.100.1 "$VM2"
	log_test "the VMs reach each other, with and without a tag"
}

# see HOST COMMAND: it shows the pings that are going on.
see()
{
	local command=$2 like got

	case $command in
	*decode*)
		like='vni 2 \(child\) key 1 > 2 \(c2\)'
		;;
	*genev_sys*)
		like='IP 203\.0\.113\.1 > 203\.0\.113\.2: ICMP echo request'
		;;
	tcpdump*)
		like=$(page_like "$(part "The second one" "The data are" |
			sed -n 's/^  *//p' | paste -sd ' ')")
		;;
	*dump-flows*)
		like='geneve\(.*tap1'
		;;
	ovn-trace*)
		like='output to "c2"'
		;;
	*)
		fail "nobody says what $command shows"
		;;
	esac
	# Of what goes on for ever a few frames are enough.
	type_at "$1" "${command/tcpdump/timeout 60 tcpdump -c 4}"
	got=$(tr -s ' \t\n' ' ' <"$TMP_DIR/said")
	[[ $got =~ $like ]]
	check_err $? "$1# $command: $(<"$TMP_DIR/said")"
}

seen()
{
	background PING_PID ip netns exec "$VM1" ping -q -i 0.2 203.0.113.2 \
		>/dev/null
	typed see < <(section "To see it")
	log_test "what the page shows is seen"
}

# bound_at NAME: p1 and c1 are, and nowhere else.
bound_at()
{
	local uuid port

	uuid=$(sbctl --bare --columns=_uuid find Chassis "name=$1")
	for port in p1 c1; do
		check_eq "$(sbctl --bare --columns=chassis,additional_chassis \
			find Port_Binding "logical_port=$port")" "$uuid" \
			"where $port is"
	done
}

moved()
{
	typed type_at < <(between "VM1 moves from" "Now the VM stops")
	ip -n "$VM1" link set eth0 down
	ip -n "$VM1_AT_B" link set eth0 up
	typed type_at < <(between "Now the VM stops" "Back, from")
	run ovn_sync
	bound_at b
	meet "$VM1_AT_B" "$VM2"
	log_test "a VM moves to our host"
}

and_back()
{
	typed type_at < <(between "Back, from" "The VM stops at b")
	ip -n "$VM1_AT_B" link set eth0 down
	ip -n "$VM1" link set eth0 up
	typed type_at < <(between "The VM stops at b" "Another of our")
	run ovn_sync
	bound_at a
	meet "$VM1" "$VM2"
	log_test "and back"
}

tests_run
