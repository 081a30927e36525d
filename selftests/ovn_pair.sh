#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Two hypervisors of vtrunk in networks of mode ovn, one over an underlay of
# IPv4 and one over IPv6:
#
#          HV1 br-trunk                                     HV2 br-trunk
#   eth0.100 - tap1 vlan 100 key 1 - four (5004) - key 2 vlan 200 tap2 - eth0.200
#   eth0.101 - tap1 vlan 101 key 3 - six  (5006) - key 4 vlan 201 tap2 - eth0.201

ALL_TESTS="
	children_reach_each_other
	children_over_tcp
	bytes_over_ipv4
	bytes_over_ipv6
	frames_stay_whole
	bridge_goes
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require tcpdump tshark python3 ethtool

# configure NS LOCAL REMOTE TAP VID KEY FAR_MAC FAR_KEY: VID and KEY of four;
# those of six are one and two more.
configure()
{
	trunkctl -n "$1" -b - <<-END
		bridge add br-trunk local 192.0.2.$2,2001:db8::$2
		network add four vni 5004 mode ovn
		network add six vni 5006 mode ovn
		remote add 192.0.2.$3 network four
		remote add 2001:db8::$3 network six
		trunk add $4
		subport add $4 vlan $5 network four key $6
		subport add $4 vlan $(($5 + 1)) network six key $(($6 + 2))
		fdb add $7 network four remote 192.0.2.$3 key $8
		fdb add $7 network six remote 2001:db8::$3 key $(($8 + 2))
	END
}

setup()
{
	local n

	topo_two_vms
	for n in 1 2; do
		local hv=HV$n vm=VM$n
		ns_ipv6_on "${!hv}"
		ip -n "${!hv}" link set under down
		ip -n "${!hv}" addr add "2001:db8::$n/64" dev under nodad
		ip -n "${!hv}" link set under up
		topo_vlan "${!vm}" "${n}00" "203.0.113.$n/25"
		topo_vlan "${!vm}" "${n}01" "203.0.113.$((128 + n))/25"
	done
	ip -n "$HV1" addr add 192.0.2.1/24 dev under 2>/dev/null || :
	ip -n "$HV2" addr add 192.0.2.2/24 dev under 2>/dev/null || :
	configure "$HV1" 1 2 tap1 100 1 02:00:00:00:00:02 2
	configure "$HV2" 2 1 tap2 200 2 02:00:00:00:00:01 1
}

children_reach_each_other()
{
	ping_ok "$VM1" 203.0.113.2
	ping_ok "$VM2" 203.0.113.1
	ping_ok "$VM1" 203.0.113.130
	ping_ok "$VM2" 203.0.113.129
	log_test "ping over IPv4 and over IPv6"
}

children_over_tcp()
{
	tcp_ok "$VM2" 203.0.113.2 "$VM1"
	tcp_ok "$VM1" 203.0.113.129 "$VM2"
	log_test "TCP carries every byte, over IPv4 and over IPv6"
}

# wire FIELD...: of each Geneve packet that was captured these fields of the
# outer headers, whether the UDP checksum is right, and the first 16 bytes that
# UDP carries; each line once.
wire()
{
	local fields=() field

	for field; do
		fields+=(-e "$field")
	done
	tshark -n -o udp.check_checksum:TRUE -r "$TMP_DIR/under.pcap" \
		-Y geneve -T fields -E occurrence=f -E separator=' ' \
		"${fields[@]}" -e udp.checksum.status -e udp.payload \
		2>"$TMP_DIR/tshark" |
		sed -E 's/([0-9a-f]{32})[0-9a-f]*$/\1/' | sort -u
}

# on_the_wire ADDRESS FIELD...: ARP anew and ping to ADDRESS, captured where
# checksums are whole already.
on_the_wire()
{
	local address=$1
	shift

	in_ns "$HV1" ethtool -K under tx off >/dev/null
	in_ns "$HV2" ethtool -K under tx off >/dev/null
	ip -n "$VM1" neigh flush all
	ip -n "$VM2" neigh flush all
	capture_start under "$HV1" under "udp port 6081"
	ping_ok "$VM1" "$address"
	capture_stop under
	wire "$@"
}

# 0240 6558 VNI 00, 0102 8001 ingress egress.
bytes_over_ipv4()
{
	on_the_wire 203.0.113.2 ip.src ip.flags.df ip.ttl >"$TMP_DIR/wire"
	check_eq "$(cat "$TMP_DIR/wire")" \
		"192.0.2.1 1 64 1 0240655800138c000102800100010002
192.0.2.1 1 64 1 0240655800138c000102800100018000
192.0.2.2 1 64 1 0240655800138c000102800100020001" \
		"source, DF, TTL, checksum, Geneve header and option"
	log_test "over IPv4: OVN's bytes, DF, TTL 64, a valid UDP checksum"
}

bytes_over_ipv6()
{
	on_the_wire 203.0.113.130 ipv6.src ipv6.hlim >"$TMP_DIR/wire"
	check_eq "$(cat "$TMP_DIR/wire")" \
		"2001:db8::1 64 1 0240655800138e000102800100030004
2001:db8::1 64 1 0240655800138e000102800100038000
2001:db8::2 64 1 0240655800138e000102800100040003" \
		"source, hop limit, checksum, Geneve header and option"
	log_test "over IPv6: OVN's bytes, hop limit 64, a valid UDP checksum"
}

# longest NS: the longest frame that arrived at the underlay, in bytes.
longest()
{
	tshark -n -r "$TMP_DIR/under.pcap" -T fields -e frame.len \
		2>/dev/null | sort -n | tail -n 1
}

frames_stay_whole()
{
	local address

	for address in 203.0.113.2 203.0.113.130; do
		in_ns "$HV1" ethtool -K under tx on >/dev/null
		in_ns "$HV2" ethtool -K under tx on >/dev/null
		capture_start under "$HV2" under -s 100 "udp port 6081"
		tcp_ok "$VM2" "$address" "$VM1"
		capture_stop under
		if (($(longest) < 3000)); then
			fail "no frame to $address has more than $(longest) bytes"
		fi
	done
	log_test "TCP passes unsegmented between the hypervisors"
}

queued()
{
	tc -n "$HV1" -s qdisc show dev genev_sys_6081 |
		grep -q 'backlog [1-9]'
}

# Frames wait in a queue with the metadata that they have.
bridge_goes()
{
	local claim="a bridge goes while frames with its metadata are in a queue"

	if ! quietly tc -n "$HV1" qdisc add dev genev_sys_6081 root \
	     netem delay 5s; then
		log_test_skip "$claim" "no netem"
		return
	fi
	defer_quietly tc -n "$HV1" qdisc del dev genev_sys_6081 root
	background PING_PID ip netns exec "$VM1" ping -q -i 0.2 203.0.113.2 \
		>/dev/null
	busywait "$WAIT_MS" queued
	check_err $? "no frame is in the queue"
	run trunkctl -n "$HV1" bridge del br-trunk
	configure "$HV1" 1 2 tap1 100 1 02:00:00:00:00:02 2
	ping_ok "$VM1" 203.0.113.2
	log_test "$claim"
}

tests_run
