#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Frames that are larger than any wire takes, and frames without checksums, on
# their way from VM to VM: TCP and UDP, IPv4 and IPv6, both ways, with one
# offload after the other switched off or on, at one device after the other:
#
#     VM1                  HV1                           HV2              VM2
#   eth0.100 -- eth0 -- tap1 | genev_sys_6081 == genev_sys_6081 | tap2 -- eth0.200
#   eth0.101.203                    (under, MTU 1600)               eth0.201.203
#
# Children in child (5001), with tag 203 behind 101 and 201 in qinq (5003). Each
# byte is compared, and no receiver has met a wrong checksum.

ALL_TESTS="
	iperf3_ipv4
	iperf3_ipv6
	native
	tags_in_payload
	checksums_by_vm
	checksums_by_port
	checksums_by_uplink
	checksums_by_underlay
	segments_from_vm
	segments_at_port
	segments_at_uplink
	segments_at_underlay
	merged_at_port
	frag_lists
	frag_lists_taken_apart
	flooded
	not_merged_at_uplink
	tunnel_in_vm
	second_tag
	second_tag_frag_lists
	underlay_ipv6
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require ethtool iperf3 tcpdump

CHILDREN=(203.0.113.2 2001:db8:1::2)
PARENTS=(198.51.100.2 2001:db8:2::2)
INNER=(203.0.113.130 2001:db8:3::2)

# configure NS LOCAL REMOTE TAP VID QINQ_VID
configure()
{
	trunkctl -n "$1" -b - <<-END
		bridge add br-trunk local $2
		network add child vni 5001
		network add parent vni 5002
		network add qinq vni 5003
		remote add $3
		trunk add $4 network parent
		subport add $4 vlan $5 network child
		subport add $4 vlan $6 network qinq qinq on
	END
}

# guest NS VID QINQ_VID N: its addresses end in N.
guest()
{
	ip -n "$1" link set eth0 down
	ns_ipv6_on "$1"
	ip -n "$1" link set eth0 up
	topo_vlan "$1" "$2" "203.0.113.$4/25"
	ip -n "$1" link add link eth0 name "eth0.$3" type vlan id "$3"
	ip -n "$1" link set "eth0.$3" up
	ip -n "$1" link add link "eth0.$3" name inner mtu 1496 \
		type vlan id 203
	ip -n "$1" link set inner up
	ip -n "$1" addr add "203.0.113.$((128 + $4))/25" dev inner
	ip -n "$1" addr add "2001:db8:1::$4/64" dev "eth0.$2" nodad
	ip -n "$1" addr add "2001:db8:2::$4/64" dev eth0 nodad
	ip -n "$1" addr add "2001:db8:3::$4/64" dev inner nodad
}

setup()
{
	topo_two_vms
	configure "$HV1" 192.0.2.1 192.0.2.2 tap1 100 101
	configure "$HV2" 192.0.2.2 192.0.2.1 tap2 200 201
	guest "$VM1" 100 101 1
	guest "$VM2" 200 201 2
	# Where what is flooded goes to as well, and nobody listens.
	ip -n "$HV1" link add tap3 type veth peer name vm3
	ip -n "$HV1" link set tap3 up
	ip -n "$HV1" link set vm3 up
	trunkctl -n "$HV1" trunk add tap3
	trunkctl -n "$HV1" subport add tap3 vlan 300 network child
	server_start
}

server_start()
{
	: >"$TMP_DIR/server"
	background SERVER_PID ip netns exec "$VM2" "$SELFTESTS/flow" serve \
		>"$TMP_DIR/server" 2>&1
	busywait "$WAIT_MS" has_text listening "$TMP_DIR/server"
	check_err $? "the server did not start: $(cat "$TMP_DIR/server")"
}

# Wrong checksums that the stacks of all four have met, of every protocol: TCP,
# UDP and ICMP, the latter two for IPv6 as well, and UDP-Lite where it is.
wrong_checksums()
{
	local ns

	for ns in "$VM1" "$VM2" "$HV1" "$HV2"; do
		in_ns "$ns" cat /proc/net/snmp /proc/net/snmp6
	done | awk '
		/^(Tcp|Udp|UdpLite|Icmp):/ && !/[0-9]/ {
			for (i = 2; i <= NF; i++)
				column[i] = $i
			next
		}
		/^(Tcp|Udp|UdpLite|Icmp):/ {
			for (i = 2; i <= NF; i++)
				if (column[i] == "InCsumErrors") {
					sum += $i
					found++
				}
		}
		/InCsumErrors/ && /^(Udp|Icmp)/ { sum += $2; found++ }
		END { print found < 20 ? "counters are missing" : sum + 0 }'
}

# What the uplink of HV1 has sent: packets and bytes.
uplink_sent()
{
	in_ns "$HV1" sh -c 'cd /sys/class/net/genev_sys_6081/statistics &&
		cat tx_packets tx_bytes' | paste -sd ' '
}

# Frames that tap1 has taken in, each of which has gone to one remote.
taken_in()
{
	trunkctl -n "$HV1" -j -s subport show tap1 |
		jq '[.[].stats.rx_packets] | add'
}

# frames_of PACKETS BYTES: no segment has more than 1514 bytes, so a larger mean
# says that frames are whole; TCP puts two segments and more into one.
frames_of()
{
	if (($2 > 1600 * $1)); then
		echo whole
	else
		echo segments
	fi
}

# flow FRAMES PROTOCOL ADDRESS...: from VM1, every byte is compared.
flow()
{
	local want=$1 protocol=$2 before after taken_in
	shift

	if ! kill -0 "$SERVER_PID" 2>/dev/null; then
		server_start
	fi
	taken_in=$(taken_in)
	before=$(uplink_sent)
	in_ns "$VM1" "$SELFTESTS/flow" "$@" >"$TMP_DIR/client" 2>&1
	check_err $? "$protocol: $(cat "$TMP_DIR/client" "$TMP_DIR/server")"
	after=$(uplink_sent)
	# shellcheck disable=SC2086 # two numbers each
	set -- $before $after
	case $want in
	any)
		;;
	unsplit)
		# Counted for longer at the VM, so more there is no error.
		taken_in=$(($(taken_in) - taken_in))
		[ $(($3 - $1)) -le "$taken_in" ]
		check_err $? "$protocol: $taken_in frames have become $(($3 - $1))"
		;;
	*)
		check_eq "$(frames_of $(($3 - $1)) $(($4 - $2)))" "$want" \
			"frames of $protocol at the uplink"
		;;
	esac
}

# carried FRAMES ADDRESS...: TCP and UDP, "whole" or in "segments" at the
# uplink, "unsplit" where the VM may send frames of any size, or "any".
carried()
{
	flow "$1" tcp "${@:2}"
	flow "$1" udp "${@:2}"
	check_eq "$(wrong_checksums)" 0 "wrong checksums"
}

# Features of a device, and of its twin at the other end.

switch()
{
	local value=$1 ns=$2 dev=$3 feature settings=()
	shift 3

	for feature in "$@"; do
		settings+=("$feature" "$value")
	done
	in_ns "$ns" ethtool -K "$dev" "${settings[@]}" >/dev/null
}

# adf_vms on|off FEATURE...
adf_vms()
{
	adf_twins "$1" "$VM1" eth0 "$VM2" eth0 "${@:2}"
}

adf_taps()
{
	adf_twins "$1" "$HV1" tap1 "$HV2" tap2 "${@:2}"
}

adf_uplinks()
{
	adf_twins "$1" "$HV1" genev_sys_6081 "$HV2" genev_sys_6081 "${@:2}"
}

adf_underlay()
{
	adf_twins "$1" "$HV1" under "$HV2" under "${@:2}"
}

adf_twins()
{
	local value=$1 back=on ns=$2 dev=$3 ns2=$4 dev2=$5
	shift 5

	[ "$value" = off ] || back=off
	run switch "$value" "$ns" "$dev" "$@"
	defer switch "$back" "$ns" "$dev" "$@"
	run switch "$value" "$ns2" "$dev2" "$@"
	defer switch "$back" "$ns2" "$dev2" "$@"
}

# share POINT SRC: how many percent of the bytes from there lie in frames that
# are larger than the VM's MTU and the underlay's.
share()
{
	tcpdump -n -r "$TMP_DIR/$1.pcap" "src host $2" 2>/dev/null |
		awk '{ all += $NF; if ($NF > 1600) large += $NF }
		     END { print all ? int(100 * large / all) : "no" }'
}

# iperf3_whole ADDR1 ADDR2: from VM1 to VM2 and back.
iperf3_whole()
{
	local point src percent direction

	background IPERF_PID ip netns exec "$VM2" \
		iperf3 --forceflush -s >"$TMP_DIR/iperf" 2>&1
	busywait "$WAIT_MS" has_text listening "$TMP_DIR/iperf"
	check_err $? "iperf3 did not start: $(cat "$TMP_DIR/iperf")"
	capture_start uplink1 "$HV1" genev_sys_6081 -s 128 tcp port 5201
	capture_start uplink2 "$HV2" genev_sys_6081 -s 128 tcp port 5201
	for direction in "" -R; do
		# shellcheck disable=SC2086 # nothing or one word
		in_ns "$VM1" timeout 60 iperf3 -c "$2" -n 4M $direction \
			>"$TMP_DIR/client" 2>&1
		check_err $? "iperf3: $(tail -n 2 "$TMP_DIR/client")"
	done
	capture_stop uplink1 uplink2
	for point in uplink1 uplink2; do
		for src in "$1" "$2"; do
			percent=$(share "$point" "$src")
			[ "$percent" != no ] && ((percent >= 75))
			check_err $? "$point: $percent % of the bytes from $src are in large frames"
		done
	done
	check_eq "$(wrong_checksums)" 0 "wrong checksums"
}

iperf3_ipv4()
{
	iperf3_whole 203.0.113.1 203.0.113.2
	log_test "TCP by iperf3 is whole on both uplinks, both ways, IPv4"
}

iperf3_ipv6()
{
	iperf3_whole 2001:db8:1::1 2001:db8:1::2
	log_test "TCP by iperf3 is whole on both uplinks, both ways, IPv6"
}

native()
{
	carried whole "${PARENTS[@]}"
	log_test "frames of native ports stay whole"
}

tags_in_payload()
{
	adf_vms off txvlan rxvlan
	adf_taps off txvlan rxvlan
	carried whole "${CHILDREN[@]}"
	log_test "with tags in the payload, from VM and to VM"
}

checksums_by_vm()
{
	adf_vms off tx
	carried segments "${CHILDREN[@]}"
	log_test "with checksums that the VMs fill in themselves"
}

checksums_by_port()
{
	adf_taps off tx sg
	carried whole "${CHILDREN[@]}"
	log_test "with ports that need checksums and frames in one piece"
}

checksums_by_uplink()
{
	adf_uplinks off tx
	carried segments "${CHILDREN[@]}"
	log_test "with an uplink that needs checksums"
}

checksums_by_underlay()
{
	adf_underlay off tx
	carried whole "${CHILDREN[@]}"
	log_test "with an underlay that needs checksums"
}

segments_from_vm()
{
	adf_vms off tso gso tx-udp-segmentation
	carried segments "${CHILDREN[@]}"
	log_test "with VMs that segment themselves"
}

segments_at_port()
{
	adf_taps off tso gso tx-udp-segmentation txvlan
	carried whole "${CHILDREN[@]}"
	log_test "with ports that cannot segment"
}

segments_at_uplink()
{
	adf_uplinks off tso gso tx-udp-segmentation
	carried segments "${CHILDREN[@]}"
	log_test "with an uplink that cannot segment"
}

segments_at_underlay()
{
	adf_underlay off tso gso tx-udp-segmentation tx-udp_tnl-segmentation \
		tx-udp_tnl-csum-segmentation
	carried whole "${CHILDREN[@]}"
	log_test "with an underlay that cannot segment"
}

merged_at_port()
{
	adf_vms off tso tx-udp-segmentation
	adf_taps on gro rx-udp-gro-forwarding
	carried whole "${CHILDREN[@]}"
	log_test "segments that a trunk has merged (GRO) stay merged"
}

frag_lists()
{
	adf_vms off tso tx-udp-segmentation
	adf_taps on gro rx-gro-list
	carried whole "${CHILDREN[@]}"
	log_test "segments that a trunk has chained (frag list) stay chained"
}

frag_lists_taken_apart()
{
	adf_vms off tso tx-udp-segmentation
	adf_taps on gro rx-gro-list
	adf_taps off tx-gso-list tx-scatter-gather-fraglist tx-udp-segmentation
	carried whole "${CHILDREN[@]}"
	adf_uplinks off tx-gso-list tx-udp-segmentation tso
	carried segments "${CHILDREN[@]}"
	log_test "chained segments, with ports and uplinks that cannot take them"
}

# learn on|off, at both
learn()
{
	trunkctl -n "$HV1" network set child learn "$1"
	trunkctl -n "$HV2" network set child learn "$1"
}

flooded()
{
	run learn off
	defer learn on
	run trunkctl -n "$HV1" fdb flush
	run trunkctl -n "$HV2" fdb flush
	run switch off "$HV1" tap3 tx sg tx-gso-list txvlan \
		tx-scatter-gather-fraglist
	defer switch on "$HV1" tap3 tx sg tx-gso-list txvlan \
		tx-scatter-gather-fraglist
	carried whole "${CHILDREN[@]}"
	adf_vms off tso tx-udp-segmentation
	adf_taps on gro rx-gro-list
	carried whole "${CHILDREN[@]}"
	log_test "copies of a frame, one for a port that can do nothing"
}

not_merged_at_uplink()
{
	adf_vms off tso tx-udp-segmentation
	adf_uplinks off gro
	carried segments "${CHILDREN[@]}"
	adf_vms on tso tx-udp-segmentation
	carried unsplit "${CHILDREN[@]}"
	log_test "with an uplink that merges nothing"
}

# tunnel NS LOCAL REMOTE N
tunnel()
{
	run adf_ip_link_add "$1" tunnel type geneve id 7 remote "$2"
	run ip -n "$1" link set tunnel up
	run ip -n "$1" addr add "2001:db8:7::$3/64" dev tunnel nodad
}

tunnel_in_vm()
{
	tunnel "$VM1" 203.0.113.2 1
	tunnel "$VM2" 203.0.113.1 2
	carried any 2001:db8:7::2
	log_test "with a tunnel from VM to VM inside"
}

# The Geneve device takes no frame for segmentation that has a tag.
second_tag()
{
	carried any "${INNER[@]}"
	adf_vms off txvlan rxvlan
	adf_taps off txvlan
	carried any "${INNER[@]}"
	log_test "with a second tag as payload"
}

second_tag_frag_lists()
{
	adf_vms off tso tx-udp-segmentation
	adf_taps on gro rx-gro-list
	carried any "${INNER[@]}"
	log_test "chained segments with a second tag as payload"
}

# underlay NS LOCAL REMOTE OLD
underlay()
{
	trunkctl -n "$1" -b - <<-END
		bridge set br-trunk local $2
		remote del $4
		remote add $3
	END
}

# There the outer UDP has a checksum, and where the underlay cannot fill it in
# the receiver's core knows a sum over all that was in it.
underlay_ipv6()
{
	local n

	for n in 1 2; do
		local ns=HV$n

		run in_ns "${!ns}" sysctl -qw net.ipv6.conf.under.disable_ipv6=0
		run ip -n "${!ns}" addr add "2001:db8::$n/64" dev under nodad
	done
	run underlay "$HV1" 2001:db8::1 2001:db8::2 192.0.2.2
	defer underlay "$HV1" 192.0.2.1 192.0.2.2 2001:db8::2
	run underlay "$HV2" 2001:db8::2 2001:db8::1 192.0.2.1
	defer underlay "$HV2" 192.0.2.2 192.0.2.1 2001:db8::1
	carried whole "${CHILDREN[@]}"
	adf_underlay off tx
	adf_taps off txvlan
	carried whole "${CHILDREN[@]}"
	adf_vms off tx txvlan
	carried segments "${CHILDREN[@]}"
	carried any "${INNER[@]}"
	log_test "over IPv6, with all checksums filled in before the wire"
}

tests_run
