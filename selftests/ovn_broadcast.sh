#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Frames for more than one, and for nobody known, between a hypervisor of OVN's
# and one of ours:
#
#        HV1 192.0.2.1, OVN, chassis a    HV2 192.0.2.2, vtrunk, chassis b
#
#   VM1 tap1 vlan 100 child (c1)  MAC 1   tap2 vlan 100 child (c2)  MAC 2    VM2
#            203.0.113.1                           203.0.113.2
#                                         tap2 vlan 101 child (c2b) MAC 1b
#                                                  203.0.113.9, OVN knows not
#       tap1 vlan 102 other (o1)          tap2 vlan 102 other (o2)
#       tap1 vlan 103 other (o1b) MAC 1   tap2 vlan 103 other (o2b) MAC 2
#
# o1 and o2 take unknown addresses. c1 has security, of its MAC. VM1 and VM2 are
# sockets of injector.py as well.

ALL_TESTS="
	broadcast
	multicast
	unknown_unicast
	nobody_takes_unknown
	security_at_the_peer
	arp_is_answered_here
	arp_travels
	arp_from_ours
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
# shellcheck source=ovn_lib.sh
. "$SELFTESTS/ovn_lib.sh"
ovn_require arping mergecap python3 tshark

setup()
{
	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV2" tap2 2
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 100 203.0.113.2/24
	topo_vlan "$VM2" 101 203.0.113.9/24
	ip -n "$VM2" link set eth0.101 address 02:00:00:00:00:1b
	# Each device answers for its own address.
	in_ns "$VM2" sysctl -qw net.ipv4.conf.all.arp_ignore=1

	ovn_central
	ovn_node a "$HV1" 192.0.2.1
	ovn_vif a p1 tap1
	ovn_chassis b 192.0.2.2
	nb ls-add parent
	nb ls-add child
	nb ls-add other
	nb lsp-add parent p1
	nb lsp-add parent p2
	open_port child c1 "02:00:00:00:00:01 203.0.113.1" p1 100
	# With addresses in it nothing but IP and ARP would pass.
	nb lsp-set-port-security c1 02:00:00:00:00:01
	open_port child c2 "02:00:00:00:00:02 203.0.113.2" p2 100
	open_port child c2b "02:00:00:00:00:1b" p2 101
	open_port other o1 unknown p1 102
	open_port other o1b "02:00:00:00:00:01" p1 103
	open_port other o2 unknown p2 102
	open_port other o2b "02:00:00:00:00:02" p2 103
	nb_commit
	ovn_bind b p2 c2 c2b o2 o2b
	ovn_sync

	trunkctl -n "$HV2" bridge add br-trunk local 192.0.2.2
	ovn_configure "$HV2" b p2=tap2

	injector_run
	injector_ask raw vm1 "$VM1" eth0
	injector_ask raw vm2 "$VM2" eth0
}

# open_port SWITCH PORT ADDRESSES PARENT TAG: without security.
open_port()
{
	nb lsp-add "$1" "$2" "$4" "$5"
	nb lsp-set-addresses "$2" "$3"
}

# gets POINT FRAME [ARRIVAL]...: exactly there, "POINT FRAME" each.
gets()
{
	local from=$1 frame=$2 want
	shift 2

	want=$(printf '%s\n' "$@" | sort)
	injector_ask send "$from" "$frame"
	check_err $? "the injector did not send from $from: $frame"
	check_eq "$(injector_collect "$#")" "$want" \
		"where it arrived, from $from: $frame"
}

# to_all DST: from OVN's side both ports of ours get it, from ours the peer and
# the sibling do, each once and with its own tag; the source does not.
to_all()
{
	gets vm1 "$1 1 8100:100 88b5 a" \
		"vm2 $1 1 8100:100 88b5 a" "vm2 $1 1 8100:101 88b5 a"
	gets vm2 "$1 2 8100:100 88b5 b" \
		"vm1 $1 2 8100:100 88b5 b" "vm2 $1 2 8100:101 88b5 b"
	gets vm2 "$1 02:00:00:00:00:1b 8100:101 88b5 c" \
		"vm1 $1 02:00:00:00:00:1b 8100:100 88b5 c" \
		"vm2 $1 02:00:00:00:00:1b 8100:100 88b5 c"
}

broadcast()
{
	to_all all
	log_test "a broadcast reaches every port but its source's, once"
}

multicast()
{
	to_all group
	log_test "so does a multicast"
}

unknown_unicast()
{
	gets vm1 "9 1 8100:103 88b5 a" \
		"vm1 9 1 8100:102 88b5 a" "vm2 9 1 8100:102 88b5 a"
	gets vm2 "9 2 8100:103 88b5 b" \
		"vm1 9 2 8100:102 88b5 b" "vm2 9 2 8100:102 88b5 b"
	log_test "unknown unicast reaches the ports that take it, at both"
}

nobody_takes_unknown()
{
	gets vm1 "9 1 8100:100 88b5 a"
	gets vm2 "9 2 8100:100 88b5 b"
	gets vm2 "1 2 8100:100 88b5 c" "vm1 1 2 8100:100 88b5 c"
	log_test "where no port takes it, it reaches nobody"
}

# Our FDB is told a wrong address for c1: OVN's node stops the frame.
security_at_the_peer()
{
	run trunkctl -n "$HV2" fdb add 02:00:00:00:00:77 network child \
		remote 192.0.2.1 key "$(ovn_key c1)"
	defer trunkctl -n "$HV2" fdb del 02:00:00:00:00:77 network child
	capture_start under "$HV2" under udp port 6081
	gets vm2 "02:00:00:00:00:77 2 8100:100 88b5 a"
	gets vm2 "1 2 8100:100 88b5 b" "vm1 1 2 8100:100 88b5 b"
	capture_stop under
	check_eq "$(decode "eth.type == 0x88b5" eth.dst -- under)" \
"under,02:00:00:00:00:77
under,02:00:00:00:00:01" "what left our hypervisor"
	log_test "what is not for c1's address OVN does not give it"
}

# ask NS DEV ADDR: one question, and its answer. Nobody asks again what was asked
# before.
ask()
{
	run ip -n "$VM1" neigh flush all
	run ip -n "$VM2" neigh flush all
	in_ns "$1" arping -b -c 1 -w $((WAIT_MS / 1000)) -I "$2" "$3" \
		>"$TMP_DIR/arping"
	check_err $? "no answer from $3: $(tail -n 2 "$TMP_DIR/arping")"
}

# arp_frames: of the capture under, "SRC DST OPERATION" of what is inside.
arp_frames()
{
	decode arp eth.src eth.dst arp.opcode -- under | cut -d, -f2-
}

# The request is of a known address: OVN's node answers it itself.
arp_is_answered_here()
{
	capture_start under "$HV1" under udp port 6081
	ask "$VM1" eth0.100 203.0.113.2
	# What comes later shows that all of it has been seen.
	ping_ok "$VM1" 203.0.113.2
	capture_stop under
	check_eq "$(arp_frames | grep -c "^02:00:00:00:00:01,ff:ff:")" 0 \
		"questions of VM1 on the underlay"
	check_eq "$(decode "icmp.type == 8" eth.dst -- under | sort -u)" \
		"under,02:00:00:00:00:02" "where the ping went"
	log_test "of an address that OVN knows nobody is asked"
}

# travels NS DEV ADDR MAC FROM: that question and that answer on the underlay.
travels()
{
	capture_start under "$HV1" under udp port 6081
	ask "$1" "$2" "$3"
	capture_stop under
	check_eq "$(arp_frames)" \
"$5,ff:ff:ff:ff:ff:ff,1
$4,$5,2" "question and answer on the underlay"
}

arp_travels()
{
	travels "$VM1" eth0.100 203.0.113.9 \
		02:00:00:00:00:1b 02:00:00:00:00:01
	log_test "of another one our ports are asked, and one answers"
}

arp_from_ours()
{
	travels "$VM2" eth0.100 203.0.113.1 \
		02:00:00:00:00:01 02:00:00:00:00:02
	log_test "our question reaches OVN's port, and its answer ours"
}

tests_run
