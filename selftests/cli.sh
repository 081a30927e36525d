#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The command line as an operator meets it: the seven commands that make a
# virtual trunk bridge, which bridge and namespace a command is about, batches,
# help, exit statuses and who may do what.
#
#     VM1               HV1                           HV2               VM2
#   +----------+     +----------+    192.0.2/24    +----------+     +----------+
#   | eth0.100 +-----+ tap1  .1 +------------------+ .2  tap2 +-----+ eth0.200 |
#   +----------+     +----------+                  +----------+     +----------+
#     203.0.113.1     genev_sys_6081       genev_sys_6081    203.0.113.2

ALL_TESTS="
	seven_commands
	statuses_and_streams
	version
	namespace
	no_bridge
	one_of_two_bridges
	bridge_of_the_trunk
	lists_of_two_bridges
	batch
	batch_failure
	batch_forced
	large_dump
	without_privilege
	not_loaded
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require setpriv tcpdump

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
}

hv()
{
	trunkctl -n "$HV1" "$@"
}

# typed NS: the commands on stdin, as they are typed in a shell there.
typed()
{
	run ip netns exec "$1" env PATH="$(dirname "$TRUNKCTL"):$PATH" bash -e
}

# ends STATUS STDOUT STDERR COMMAND...: the first line of each, and the status.
ends()
{
	local status=$1 out=$2 err=$3
	shift 3

	"$@" >"$TMP_DIR/out" 2>"$TMP_DIR/err" </dev/null
	check_eq $? "$status" "the exit status of: $*"
	check_eq "$(head -n 1 "$TMP_DIR/out")" "$out" "stdout of: $*"
	check_eq "$(head -n 1 "$TMP_DIR/err")" "$err" "stderr of: $*"
}

adf_bridge()
{
	run hv bridge add br-trunk local 192.0.2.1
	defer_quietly trunkctl -n "$HV1" bridge del br-trunk
}

# networks BRIDGE: their names.
networks()
{
	hv -j network show bridge "$1" | jq -r '[.[].name] | sort | join(" ")'
}

three_both_ways()
{
	local way="IP 203.0.113.1 > 203.0.113.2: ICMP echo request"
	local back="IP 203.0.113.2 > 203.0.113.1: ICMP echo reply"

	[ "$(matching "$way" "$1") $(matching "$back" "$1")" = "3 3" ]
}

seven_commands()
{
	typed "$HV1" <<-'END'
		trunkctl bridge add br-trunk local 192.0.2.1
		trunkctl network add child vni 5001
		trunkctl network add parent1 vni 5002
		trunkctl remote add 192.0.2.2
		trunkctl trunk add tap1 network parent1
		trunkctl subport add tap1 vlan 100 network child
	END
	typed "$HV2" <<-'END'
		trunkctl bridge add br-trunk local 192.0.2.2
		trunkctl network add child vni 5001
		trunkctl network add parent2 vni 5003
		trunkctl remote add 192.0.2.1
		trunkctl trunk add tap2 network parent2
		trunkctl subport add tap2 vlan 200 network child
	END
	background DUMP_PID ip netns exec "$HV1" tcpdump -l \
		-ni genev_sys_6081 icmp >"$TMP_DIR/seen" 2>"$TMP_DIR/log"
	busywait "$WAIT_MS" has_text "listening on" "$TMP_DIR/log"
	check_err $? "tcpdump did not start: $(cat "$TMP_DIR/log")"
	ping_ok "$VM1" 203.0.113.2
	# Without the word vlan the filter takes untagged frames alone.
	busywait "$WAIT_MS" three_both_ways "$TMP_DIR/seen"
	check_err $? "tcpdump has not seen both ways: $(cat "$TMP_DIR/seen")"
	run hv bridge del br-trunk
	run trunkctl -n "$HV2" bridge del br-trunk
	log_test "the seven commands as written; tcpdump sees both ways untagged"
}

statuses_and_streams()
{
	adf_bridge
	ends 0 "" "" hv network add child vni 5001
	ends 0 "child vni 5001 ports 0 remotes 0 fdb 0 bridge br-trunk" "" \
		hv network show
	ends 1 "" "trunkctl: network add: vni 5001 is already that of a network of br-trunk (EEXIST)" \
		hv network add other vni 5001
	ends 1 "" "trunkctl: network show: other does not exist (ENOENT)" \
		hv -j network show other
	ends 2 "" "trunkctl: network add: \"5001x\" is not a VNI (1-16777215)" \
		hv network add other vni 5001x
	ends 2 "" 'trunkctl: unknown object "netwrk", did you mean "network"?' \
		hv netwrk show
	ends 2 "" "Usage: trunkctl [OPTION]... OBJECT COMMAND ID [KEYWORD VALUE]..." \
		trunkctl
	ends 0 "Usage: trunkctl [OPTION]... OBJECT COMMAND ID [KEYWORD VALUE]..." "" \
		trunkctl help
	ends 0 "Usage: trunkctl network add NAME vni VNI [ NETATTR ]..." "" \
		hv network help
	check_eq "$(networks br-trunk)" child "networks"
	log_test "exit status 0, 1 and 2; results on stdout, errors on stderr"
}

version()
{
	ends 0 "trunkctl $(modinfo -F version "$VTRUNK_KO")" "" trunkctl -V
	log_test "-V names the version, which is the module's"
}

namespace()
{
	adf_bridge
	run in_ns "$HV2" "$TRUNKCTL" -n "$HV1" network add child vni 5001
	check_eq "$(networks br-trunk)" child "networks in the namespace named"
	check_eq "$(trunkctl -n "$HV2" -j show)" "[]" "objects in the other one"
	ends 1 "" "trunkctl: network namespace no.such.ns does not exist (ENOENT)" \
		trunkctl -n no.such.ns show
	log_test "-n works in another namespace and leaves its own alone"
}

no_bridge()
{
	local object

	for object in "" bridge network remote trunk subport fdb; do
		# shellcheck disable=SC2086
		ends 0 "[]" "" hv -j $object show
		# shellcheck disable=SC2086
		ends 0 "" "" hv $object show
	done
	ends 1 "" 'trunkctl: remote flush: this network namespace has no bridge, make one with "trunkctl bridge add" (ENODEV)' \
		hv remote flush
	log_test "without a bridge lists are empty, and changes say what to do"
}

adf_two_bridges()
{
	adf_bridge
	run adf_ip_link_add "$HV1" br-two type vtrunk
}

one_of_two_bridges()
{
	local two='this network namespace has 2 bridges, name one with "bridge BR": br-trunk, br-two (EINVAL)'

	adf_two_bridges
	ends 1 "" "trunkctl: network add: $two" hv network add a vni 1
	ends 1 "" "trunkctl: network show: $two" hv network show a
	run hv network add a vni 1 bridge br-two
	export TRUNKCTL_BRIDGE=br-two
	run hv network add b vni 2
	run hv network add c vni 3 bridge br-trunk
	ends 0 "b vni 2 ports 0 remotes 0 fdb 0 bridge br-two" "" \
		hv network show b
	TRUNKCTL_BRIDGE=nobridge
	ends 1 "" "trunkctl: network add: nobridge does not exist in this network namespace (ENODEV)" \
		hv network add d vni 4
	TRUNKCTL_BRIDGE=tap1
	ends 1 "" "trunkctl: network add: tap1 is not a virtual trunk bridge (EINVAL)" \
		hv network add d vni 4
	unset TRUNKCTL_BRIDGE
	check_eq "$(networks br-two), $(networks br-trunk)" "a b, c" "networks"
	log_test "of two bridges one is named, by bridge BR or the environment"
}

bridge_of_the_trunk()
{
	adf_two_bridges
	run hv network add a vni 1 bridge br-two
	run hv trunk add tap1 bridge br-two
	run hv subport add tap1 vlan 100 network a
	ends 1 "" "trunkctl: subport add: tap1 is a trunk of another bridge (EINVAL)" \
		hv subport add tap1 vlan 101 network a bridge br-trunk
	check_eq "$(hv -j subport show | jq -r '.[] | "\(.bridge) \(.vlan)"')" \
		"br-two 100" "ports"
	log_test "the bridge of a command follows from its trunk"
}

lists_of_two_bridges()
{
	adf_two_bridges
	run hv network add a vni 1 bridge br-two
	run hv network add b vni 1 bridge br-trunk
	check_eq "$(hv network show | sort)" \
		"a vni 1 ports 0 remotes 0 fdb 0 bridge br-two
b vni 1 ports 0 remotes 0 fdb 0 bridge br-trunk" "all networks"
	check_eq "$(hv -j show | jq -c '[.[].bridge] | unique')" \
		'["br-trunk","br-two"]' "bridges of the summary"
	check_eq "$(hv -j show bridge br-two | jq -c '[.[].bridge] | unique')" \
		'["br-two"]' "bridges of the summary of one"
	check_eq "$(hv show bridge br-two | head -n 1)" \
		"br-two  DOWN  no local address  no uplink  fdb 0 of 65536" \
		"the summary of a bridge without anything"
	log_test "lists are of all bridges, or of the one that is named"
}

batch()
{
	adf_bridge
	cat >"$TMP_DIR/batch" <<-'END'
		# what the host has
		network add child vni 5001   # of VM1

			remote add 192.0.2.2
		network show child
	END
	ends 0 "child vni 5001 ports 0 remotes 1 fdb 0 bridge br-trunk" "" \
		hv -b "$TMP_DIR/batch"
	check_eq "$(hv -j -b - <<<"remote show" | jq -r '.[0].ip')" 192.0.2.2 \
		"JSON of a batch"
	ends 0 "" "" hv -b -
	ends 1 "" "trunkctl: $TMP_DIR/none cannot be read (ENOENT)" \
		hv -b "$TMP_DIR/none"
	log_test "-b runs a file or standard input, without its comments"
}

# A line that the kernel refuses, and one that is wrong.
bad_batch()
{
	cat >"$TMP_DIR/batch" <<-END
		network add a vni 1

		$1
		network add c vni 3
	END
}

batch_failure()
{
	adf_bridge
	bad_batch "network add b vni 1"
	ends 1 "" "trunkctl: $TMP_DIR/batch:3: network add: vni 1 is already that of a network of br-trunk (EEXIST)" \
		hv -b "$TMP_DIR/batch"
	check_eq "$(networks br-trunk)" a "networks after a refusal"
	run hv network del a
	bad_batch "network ad b vni 1"
	"$TRUNKCTL" -n "$HV1" -b - <"$TMP_DIR/batch" 2>"$TMP_DIR/err"
	check_eq $? 2 "the exit status after wrong usage"
	check_eq "$(cat "$TMP_DIR/err")" \
		'trunkctl: -:3: network: unknown command "ad", did you mean "add"?' \
		"stderr"
	check_eq "$(networks br-trunk)" a "networks after wrong usage"
	log_test "a batch ends at the first failure, and names its line"
}

batch_forced()
{
	adf_bridge
	bad_batch "network add b vni 1"
	ends 1 "" "trunkctl: $TMP_DIR/batch:3: network add: vni 1 is already that of a network of br-trunk (EEXIST)" \
		hv -force -b "$TMP_DIR/batch"
	check_eq "$(networks br-trunk)" "a c" "networks"
	bad_batch "nonsense"
	"$TRUNKCTL" -n "$HV1" -force -b "$TMP_DIR/batch" 2>/dev/null
	check_eq $? 2 "the exit status, the worst of all"
	log_test "-force goes on after failures, the worst one counts"
}

# One message of a dump has room for some 60 of them.
large_dump()
{
	local vids

	adf_bridge
	run hv network add child vni 5001
	run hv trunk add tap1
	run hv -b - < <(seq -f "subport add tap1 vlan %g network child" 600)
	vids=$(seq 600 | paste -sd ,)
	check_eq "$(hv -j subport show | jq -r '[.[].vlan] | sort | join(",")')" \
		"$vids" "VLAN ids in JSON"
	check_eq "$(hv show | grep -cE '^  tap1  rx vlan [0-9]+ ')" 600 \
		"lines of the summary"
	check_eq "$(hv -j trunk show tap1 | jq '.[0].port_count')" 600 \
		"the trunk's port_count"
	log_test "a dump of several messages is complete"
}

without_privilege()
{
	local plain=(ip netns exec "$HV1" setpriv --bounding-set -net_admin
		"$TRUNKCTL")

	adf_bridge
	run hv network add child vni 5001
	ends 1 "" "trunkctl: network add: Operation not permitted (EPERM)" \
		"${plain[@]}" network add other vni 5
	ends 1 "" "trunkctl: bridge add: br-new: Operation not permitted (EPERM)" \
		"${plain[@]}" bridge add br-new dstport 6082
	ends 1 "" "trunkctl: bridge del: br-trunk: Operation not permitted (EPERM)" \
		"${plain[@]}" bridge del br-trunk
	check_eq "$("${plain[@]}" -j show)" "$(hv -j show)" \
		"what is shown without privilege"
	log_test "without CAP_NET_ADMIN nothing is changed, all is shown"
}

not_loaded()
{
	local line="trunkctl: vtrunk is not loaded: insmod vtrunk.ko"

	run rmmod vtrunk
	ends 1 "" "$line" hv show
	ends 1 "" "$line" hv -j network show
	ends 1 "" "$line" hv bridge add br-trunk
	ends 1 "" "$line" hv monitor
	ends 0 "Usage: trunkctl bridge add BR [ local IP[,IP] ] [ dstport PORT ]" \
		"" hv bridge help
	run load_vtrunk
	log_test "without the module it says how to load it"
}

tests_run
