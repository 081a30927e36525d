#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the configuration refuses, word for word, with nothing changed:
#
#       br-trunk 192.0.2.1 -- remotes 192.0.2.2, 192.0.2.3 (child alone)
#         tap1: native parent (5002), vlan 100 child (5001) named c1, vlan 101
#         tap2: without ports

ALL_TESTS="
	vni_numbers
	vlan_numbers
	other_numbers
	names
	duplicate_network
	duplicate_remote
	duplicate_port
	duplicate_fdb_entry
	missing_network
	missing_port
	missing_remote
	missing_fdb_entry
	network_in_use
	fdb_limit
	ipv4_remotes
	ipv6_remotes
	local_address
	native_with_tags
	locked_trunk
	locked_port
	which_bridge
	bridge_twice
	without_privilege
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require setpriv

setup()
{
	topo_hypervisors
	ip -n "$HV1" link add tap1 type veth peer name vm1
	ip -n "$HV1" link add tap2 type veth peer name vm2
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add child vni 5001
		network add parent vni 5002
		remote add 192.0.2.2
		remote add 192.0.2.3 network child
		trunk add tap1 network parent
		subport add tap1 vlan 100 network child name c1
		subport add tap1 vlan 101 network child
		trunk add tap2
		fdb add 02:00:00:00:00:07 network parent dev tap1 native
		fdb add 02:00:00:00:00:08 network child remote 192.0.2.3
	END
}

# refused LINE WORD...: by trunkctl in HV1.
refused()
{
	refuses "trunkctl: $1" trunkctl -n "$HV1" "${@:2}"
}

# wrong LINE WORD...: not even sent.
wrong()
{
	usage_error "trunkctl: $1" trunkctl -n "$HV1" "${@:2}"
}

vni_numbers()
{
	local vni

	for vni in 0 16777216 4294967297 99999999999999999999 10x 0x10 -1 "" \
		" 5" 5.0; do
		wrong "network add: \"$vni\" is not a VNI (1-16777215)" \
			network add other vni "$vni"
	done
	wrong 'network del: "0" is not a VNI (1-16777215)' network del 0
	wrong 'subport add: "16777216" is not a VNI (1-16777215)' \
		subport add tap2 vlan 5 network 16777216
	unchanged "a wrong command line"
	log_test "VNI 0, 2^24 and what is no number"
}

vlan_numbers()
{
	local vid

	for vid in 0 4095 65636 10x 0x64 -1 ""; do
		wrong "subport add: \"$vid\" is not a VLAN id (1-4094)" \
			subport add tap2 vlan "$vid" network child
	done
	wrong 'subport set: "4095" is not a VLAN id (1-4094)' \
		subport set tap1 vlan 100 retag 4095
	unchanged "a wrong command line"
	log_test "VLAN 0, 4095 and what is no number"
}

other_numbers()
{
	wrong 'network add: "575" is not auto or an MTU (576-65535)' \
		network add other vni 5 mtu 575
	wrong 'network add: "65536" is not auto or an MTU (576-65535)' \
		network add other vni 5 mtu 65536
	wrong 'bridge set: "1000001" is not a number of seconds (0-1000000)' \
		bridge set br-trunk ageing 1000001
	wrong 'bridge set: "0" is not a number of FDB entries (1-4194304)' \
		bridge set br-trunk fdb-max 0
	unchanged "a wrong command line"
	log_test "MTU, ageing time and FDB limit out of range"
}

names()
{
	local name long

	long=$(printf 'n%.0s' {1..64})
	for name in "$long" "a b" "a/b" 123 "" "ä"; do
		wrong "network add: \"$name\" is not a name (1-63 of A-Z a-z 0-9 . _ : -, not all digits)" \
			network add "$name" vni 5
	done
	unchanged "a wrong command line"
	log_test "names that are too long, digits alone, or of other characters"
}

duplicate_network()
{
	refused "network add: vni 5001 is already that of a network of br-trunk (EEXIST)" \
		network add other vni 5001
	refused "network add: name child is already that of a network of br-trunk (EEXIST)" \
		network add child vni 5
	refused "network set: name child is already that of a network of br-trunk (EEXIST)" \
		network set parent name child mtu 1400
	log_test "a second network with a VNI or name"
}

duplicate_remote()
{
	refused "remote add: 192.0.2.2 is already a remote of every network (EEXIST)" \
		remote add 192.0.2.2
	refused "remote add: 192.0.2.3 is already a remote of child (EEXIST)" \
		remote add 192.0.2.3 network child down
	log_test "a remote twice, of every network or of one"
}

duplicate_port()
{
	refused "subport add: vlan 100 is already a subport of tap1 (EEXIST)" \
		subport add tap1 vlan 100 network parent
	refused "subport add: tap1 already has a native port (EEXIST)" \
		subport add tap1 native network child
	refused "subport set: vlan 101 is already a subport of tap1 (EEXIST)" \
		subport set tap1 vlan 100 retag 101 network parent
	refused "subport add: name c1 is already that of a port of br-trunk (EEXIST)" \
		subport add tap2 vlan 5 network child name c1
	refused "trunk add: tap1 is already a trunk of br-trunk (EEXIST)" \
		trunk add tap1 network child
	log_test "a trunk, a VLAN, a native port or a port's name twice"
}

duplicate_fdb_entry()
{
	refused "fdb add: 02:00:00:00:00:07 already has a configured FDB entry in parent (EEXIST)" \
		fdb add 02:00:00:00:00:07 network parent remote 192.0.2.2
	log_test "a second configured FDB entry of a MAC in a network"
}

missing_network()
{
	refused "network del: nowhere does not exist (ENOENT)" \
		network del nowhere
	refused "network set: vni 7777 does not exist (ENOENT)" \
		network set 7777 mtu 1400
	refused "subport add: nowhere does not exist (ENOENT)" \
		subport add tap2 vlan 5 network nowhere
	refused "trunk add: nowhere does not exist (ENOENT)" \
		trunk add vm2 network nowhere
	log_test "a network that does not exist"
}

missing_port()
{
	refused "subport del: vlan 555 is not a subport of tap1 (ENOENT)" \
		subport del tap1 vlan 555
	refused "subport set: tap2 has no native port (ENOENT)" \
		subport set tap2 native network child
	refused "subport add: vm1 is not a trunk (ENOENT)" \
		subport add vm1 vlan 5 network child
	refused "trunk del: vm1 is not a trunk (ENOENT)" trunk del vm1
	refused "subport add: nodev does not exist in this network namespace (ENODEV)" \
		subport add nodev vlan 5 network child
	log_test "a port or trunk that does not exist"
}

missing_remote()
{
	refused "remote del: 192.0.2.99 is not a remote of every network (ENOENT)" \
		remote del 192.0.2.99
	refused "remote del: 192.0.2.2 is not a remote of child (ENOENT)" \
		remote del 192.0.2.2 network child
	refused "remote set: 192.0.2.3 is not a remote of every network (ENOENT)" \
		remote set 192.0.2.3 down
	log_test "a remote that does not exist"
}

missing_fdb_entry()
{
	refused "fdb del: 02:00:00:00:00:99 has no FDB entry in child (ENOENT)" \
		fdb del 02:00:00:00:00:99 network child
	refused "fdb add: tap1 native is not in child (ENOENT)" \
		fdb add 02:00:00:00:00:99 network child dev tap1 native
	refused "fdb add: tap1 vlan 555 does not exist (ENOENT)" \
		fdb add 02:00:00:00:00:99 network child dev tap1 vlan 555
	refused "fdb add: 192.0.2.3 is not a remote of parent (ENOENT)" \
		fdb add 02:00:00:00:00:99 network parent remote 192.0.2.3
	log_test "an FDB entry, or its place, that does not exist"
}

network_in_use()
{
	refused "network del: child is still in use by a port (EBUSY)" \
		network del child
	run trunkctl -n "$HV1" network add lone vni 5003
	run trunkctl -n "$HV1" remote add 192.0.2.9 network lone
	refused "network del: vni 5003 is still in use by a remote of its own (EBUSY)" \
		network del 5003
	run trunkctl -n "$HV1" remote del 192.0.2.9 network lone
	run trunkctl -n "$HV1" network del lone
	log_test "a network that is in use"
}

fdb_limit()
{
	refused "bridge set: br-trunk has more FDB entries than that now (EBUSY)" \
		bridge set br-trunk fdb-max 1 ageing 17
	run trunkctl -n "$HV1" bridge set br-trunk fdb-max 2
	refused "fdb add: the FDB of br-trunk is full (ENOSPC)" \
		fdb add 02:00:00:00:00:09 network child dev tap1 vlan 100
	run trunkctl -n "$HV1" bridge set br-trunk fdb-max 65536
	log_test "fewer FDB entries than there are, and one more than may be"
}

ipv4_remotes()
{
	refused "remote add: 0.0.0.0 is zero (EINVAL)" remote add 0.0.0.0
	refused "remote add: 224.0.0.1 is multicast (EINVAL)" \
		remote add 224.0.0.1
	refused "remote add: 255.255.255.255 is broadcast (EINVAL)" \
		remote add 255.255.255.255
	refused "remote add: 192.0.2.255 is broadcast (EINVAL)" \
		remote add 192.0.2.255 network child
	refused "remote add: 192.0.2.1 is our own (EINVAL)" \
		remote add 192.0.2.1
	refused "remote add: 127.0.0.1 is our own (EINVAL)" \
		remote add 127.0.0.1
	run ip -n "$HV1" addr add 198.51.100.7/32 dev lo
	refused "remote add: 198.51.100.7 is our own (EINVAL)" \
		remote add 198.51.100.7
	wrong 'remote add: "192.0.2" is not an IP address' remote add 192.0.2
	wrong 'remote add: "192.0.2.256" is not an IP address' \
		remote add 192.0.2.256
	unchanged "a wrong command line"
	log_test "IPv4 remotes: zero, multicast, broadcast, our own"
}

ipv6_remotes()
{
	refused "remote add: :: is zero (EINVAL)" remote add ::
	refused "remote add: ff02::1 is multicast (EINVAL)" remote add ff02::1
	refused "remote add: fe80::1 is link-local and would need a device (EINVAL)" \
		remote add fe80::1
	refused "remote add: ::1 is our own (EINVAL)" remote add ::1
	refused "remote add: br-trunk has no local IPv6 address (EINVAL)" \
		remote add 2001:db8::2
	log_test "IPv6 remotes: zero, multicast, link-local, our own, no local"
}

local_address()
{
	refused "bridge set: 224.0.0.1 is not one of a single host (EINVAL)" \
		bridge set br-trunk local 224.0.0.1 ageing 17
	refused "bridge set: 192.0.2.2 is one of a remote (EINVAL)" \
		bridge set br-trunk local 192.0.2.2
	log_test "a local address that is multicast or a remote's"
}

native_with_tags()
{
	refused "subport add: the native port cannot carry tags (EINVAL)" \
		subport add tap2 native network child qinq on
	refused "subport set: the native port cannot carry tags (EINVAL)" \
		subport set tap1 native qinq on network child
	log_test "qinq on a native port"
}

locked_trunk()
{
	run trunkctl -n "$HV1" trunk set tap1 locked on
	refused "subport add: tap1 is locked (EPERM)" \
		subport add tap1 vlan 5 network child
	refused "subport set: tap1 is locked (EPERM)" \
		subport set tap1 vlan 100 down
	refused "subport replace: tap1 is locked (EPERM)" \
		subport replace tap1 vlan 100 network parent
	refused "subport del: tap1 is locked (EPERM)" \
		subport del tap1 vlan 100
	refused "trunk set: tap1 is locked (EPERM)" trunk set tap1 down
	refused "trunk del: tap1 is locked (EPERM)" trunk del tap1
	ip -n "$HV1" link set tap1 nomaster 2>/dev/null
	check_fail $? "ip link released a locked trunk"
	run trunkctl -n "$HV1" trunk set tap1 locked off
	log_test "changes of a locked trunk and its ports"
}

locked_port()
{
	run trunkctl -n "$HV1" subport set tap1 vlan 100 locked on
	refused "subport set: tap1 vlan 100 is locked (EPERM)" \
		subport set tap1 vlan 100 network parent
	refused "subport replace: tap1 vlan 100 is locked (EPERM)" \
		subport replace tap1 vlan 100 network parent
	refused "subport del: tap1 vlan 100 is locked (EPERM)" \
		subport del tap1 vlan 100
	run trunkctl -n "$HV1" subport set tap1 vlan 101 down
	run trunkctl -n "$HV1" subport set tap1 vlan 101 up
	run trunkctl -n "$HV1" subport set tap1 vlan 100 locked off
	log_test "changes of a locked port, not of its siblings"
}

which_bridge()
{
	refused "network add: tap1 is not a virtual trunk bridge (EINVAL)" \
		network add other vni 5 bridge tap1
	refused "network add: nobridge does not exist in this network namespace (ENODEV)" \
		network add other vni 5 bridge nobridge
	run adf_ip_link_add "$HV1" br-two type vtrunk
	refused "network add: this network namespace has 2 bridges, name one with \"bridge BR\": br-trunk, br-two (EINVAL)" \
		network add other vni 5
	refuses "trunkctl: network add: this network namespace has no bridge, make one with \"trunkctl bridge add\" (ENODEV)" \
		trunkctl -n "$HV2" network add other vni 5
	log_test "no bridge, several, or not one"
}

bridge_twice()
{
	refused "bridge add: br-trunk already exists (EEXIST)" \
		bridge add br-trunk local 192.0.2.1
	refused "bridge add: genev_sys_6081 already exists, say \"uplink genev_sys_6081\" to use it (EEXIST)" \
		bridge add br-two local 192.0.2.1
	refused "bridge add: genev_sys_6081 is already the uplink of another bridge (EBUSY)" \
		bridge add br-two uplink genev_sys_6081
	refused "bridge add: 224.0.0.1 is not one of a single host (EINVAL)" \
		bridge add br-two local 224.0.0.1 dstport 6082
	log_test "bridge add leaves nothing behind"
}

without_privilege()
{
	local line=": Operation not permitted (EPERM)"
	local plain=(ip netns exec "$HV1" setpriv --bounding-set -net_admin
		"$TRUNKCTL")

	refuses "trunkctl: network add$line" "${plain[@]}" \
		network add other vni 5
	refuses "trunkctl: network del$line" "${plain[@]}" network del child
	refuses "trunkctl: remote add$line" "${plain[@]}" remote add 192.0.2.9
	refuses "trunkctl: subport del$line" "${plain[@]}" \
		subport del tap1 vlan 100
	refuses "trunkctl: trunk del$line" "${plain[@]}" trunk del tap1
	refuses "trunkctl: fdb flush$line" "${plain[@]}" fdb flush
	refuses "trunkctl: bridge set$line" "${plain[@]}" \
		bridge set br-trunk ageing 5
	check_eq "$("${plain[@]}" -j network show | jq length)" 2 \
		"networks shown without privilege"
	log_test "without CAP_NET_ADMIN nothing is changed, all is shown"
}

tests_run
