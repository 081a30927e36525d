#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Bridges and their uplinks, made, changed and removed by trunkctl bridge:
#
#       br-trunk -- genev_sys_6081 (made by trunkctl, or given)
#
#   in HV1: gnv0, Geneve in external mode, UDP 7000; gnv1, not external;
#           tap1, a veth
#
# What is refused half-way must leave nothing behind: state.sh compares all
# devices, with their details and addresses.

ALL_TESTS="
	add
	add_with_settings
	add_with_uplink
	add_ipv6_off
	name_taken
	uplink_refused
	geneve_name_taken
	geneve_left_over
	port_of_another_geneve
	port_of_a_process
	given_uplink_stays_down
	local_refused
	no_geneve_driver
	without_privilege
	set_settings
	set_uplink
	set_uplink_refused
	set_dstport
	set_dstport_refused
	del
	del_keeps_given
	del_finds_what_it_made
	made_by_ip_link
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require setpriv python3

setup()
{
	topo_hypervisors
	ns_ipv6_on "$HV1"
	ip -n "$HV1" link add tap1 type veth peer name vm1
	geneve_devices
}

geneve_devices()
{
	ip -n "$HV1" link add gnv0 type geneve external dstport 7000
	ip -n "$HV1" link add gnv1 type geneve id 5 remote 192.0.2.2 \
		dstport 7001
}

hv()
{
	run trunkctl -n "$HV1" "$@"
}

# Each test has its own bridges.
adf_bridge()
{
	defer_quietly trunkctl -n "$HV1" bridge del "$1"
	hv bridge add "$@"
}

refused()
{
	refuses "trunkctl: $1" trunkctl -n "$HV1" "${@:2}"
}

# device DEV JQ
device()
{
	ip -n "$HV1" -d -j link show dev "$1" 2>/dev/null | jq -cr ".[0]$2"
}

# geneve DEV: "PORT external MASTER up"
geneve()
{
	device "$1" ' | "\(.linkinfo.info_data.port) " +
		(if .linkinfo.info_data.external then "external" else "-" end) +
		" \(.master) " +
		(if .flags | index("UP") then "up" else "down" end)'
}

no_device()
{
	ip -n "$HV1" link show dev "$1" >/dev/null 2>&1
	check_fail $? "$1 is there"
}

bridge_shows()
{
	check_eq "$(trunkctl -n "$HV1" bridge show br-trunk)" \
		"br-trunk up $1" "bridge show"
}

add()
{
	adf_bridge br-trunk local 192.0.2.1
	bridge_shows "local 192.0.2.1 uplink genev_sys_6081 dstport 6081 ageing 300 fdb-max 65536 fdb 0"
	check_eq "$(geneve genev_sys_6081)" "6081 external br-trunk up" \
		"the Geneve device"
	check_eq "$(device br-trunk .linkinfo.info_kind)" vtrunk "the kind"
	log_test "bridge add makes bridge and Geneve device, attached and up"
}

add_with_settings()
{
	adf_bridge br-trunk uplink none ageing 0 fdb-max 7
	bridge_shows "uplink none ageing 0 fdb-max 7 fdb 0"
	no_device genev_sys_6081
	adf_bridge br-two local 2001:db8::1,192.0.2.1 dstport 6082
	check_eq "$(trunkctl -n "$HV1" bridge show br-two)" \
		"br-two up local 192.0.2.1,2001:db8::1 uplink genev_sys_6082 dstport 6082 ageing 300 fdb-max 65536 fdb 0" \
		"bridge show"
	check_eq "$(geneve genev_sys_6082)" "6082 external br-two up" \
		"the Geneve device"
	log_test "bridge add with every setting"
}

add_with_uplink()
{
	adf_bridge br-trunk local 192.0.2.1 uplink gnv0
	bridge_shows "local 192.0.2.1 uplink gnv0 dstport 7000 ageing 300 fdb-max 65536 fdb 0"
	check_eq "$(geneve gnv0)" "7000 external br-trunk up" "the uplink"
	no_device genev_sys_6081
	run ip -n "$HV1" link set gnv0 down
	log_test "bridge add takes a Geneve device that is there"
}

add_ipv6_off()
{
	adf_bridge br-trunk local 192.0.2.1
	check_eq "$(in_ns "$HV1" cat \
		/proc/sys/net/ipv6/conf/{br-trunk,genev_sys_6081}/disable_ipv6 |
		paste -sd ' ')" "1 1" "disable_ipv6 of both"
	check_eq "$(ip -n "$HV1" -6 -o addr show | grep -E 'br-|genev')" "" \
		"IPv6 addresses of both"
	log_test "bridge add switches the host's IPv6 off on both"
}

name_taken()
{
	refused "bridge add: tap1 already exists (EEXIST)" \
		bridge add tap1 local 192.0.2.1
	adf_bridge br-trunk uplink none
	refused "bridge add: br-trunk already exists (EEXIST)" \
		bridge add br-trunk local 192.0.2.1
	log_test "a name that is taken leaves nothing behind"
}

uplink_refused()
{
	refused "bridge add: nodev does not exist in this network namespace (ENODEV)" \
		bridge add br-trunk uplink nodev
	refused "bridge add: tap1 is not a Geneve device (EINVAL)" \
		bridge add br-trunk uplink tap1
	refused "bridge add: gnv1 is not in external mode (collect metadata) (EINVAL)" \
		bridge add br-trunk local 192.0.2.1 uplink gnv1
	adf_bridge br-two uplink gnv0
	defer ip -n "$HV1" link set gnv0 down
	refused "bridge add: gnv0 is already the uplink of another bridge (EBUSY)" \
		bridge add br-trunk uplink gnv0
	log_test "an uplink that cannot be one leaves nothing behind"
}

geneve_name_taken()
{
	run adf_ip_link_add "$HV1" genev_sys_6081 type dummy
	refused "bridge add: genev_sys_6081 already exists, say \"uplink genev_sys_6081\" to use it (EEXIST)" \
		bridge add br-trunk local 192.0.2.1
	log_test "a genev_sys_6081 that is there is not touched"
}

uplink_is()
{
	ip -n "$HV1" -j link show genev_sys_6081 |
		jq -r '.[] | "\(.ifindex) \(.master) \(.operstate)"'
}

# Without its bridge, as when the module is unloaded.
geneve_left_over()
{
	local made

	adf_bridge br-trunk local 192.0.2.1
	made=$(uplink_is)
	run ip -n "$HV1" link del br-trunk
	refused "bridge add: genev_sys_6081 already exists, say \"uplink genev_sys_6081\" to use it (EEXIST)" \
		bridge add br-two local 192.0.2.1
	hv bridge add br-trunk local 192.0.2.1
	check_eq "$(uplink_is)" "$made" "number, bridge and state of the device"
	hv bridge del br-trunk
	hv bridge add br-trunk local 192.0.2.1
	log_test "what was made for a bridge serves the next one of its name"
}

port_of_another_geneve()
{
	refused "bridge add: UDP port 7000 is taken in this network namespace (EBUSY)" \
		bridge add br-trunk local 192.0.2.1 dstport 7000
	log_test "the port of another external Geneve device leaves nothing behind"
}

# Another program that has the port, with IPv6 and IPv4.
adf_port_taken()
{
	rm -f "$TMP_DIR/bound"
	background HOLDER ip netns exec "$HV1" python3 -c '
import signal, socket, sys
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s.bind(("::", int(sys.argv[1])))
open(sys.argv[2], "w").close()
signal.pause()' "$1" "$TMP_DIR/bound"
	busywait "$WAIT_MS" test -e "$TMP_DIR/bound"
	check_err $? "UDP port $1 could not be taken"
}

port_of_a_process()
{
	adf_port_taken 6081
	refused "bridge add: UDP port 6081 is taken in this network namespace (EADDRINUSE)" \
		bridge add br-trunk local 192.0.2.1
	log_test "the port of another program leaves nothing behind"
}

given_uplink_stays_down()
{
	adf_port_taken 7000
	refused "bridge add: gnv0: Address already in use (EADDRINUSE)" \
		bridge add br-trunk local 192.0.2.1 uplink gnv0
	check_eq "$(geneve gnv0)" "7000 external null down" "the uplink"
	log_test "a given uplink that cannot come up is given back"
}

local_refused()
{
	refused "bridge add: 224.0.0.1 is not one of a single host (EINVAL)" \
		bridge add br-trunk local 224.0.0.1
	refused "bridge add: ff02::1 is not one of a single host (EINVAL)" \
		bridge add br-trunk local 192.0.2.1,ff02::1 uplink gnv0
	check_eq "$(geneve gnv0)" "7000 external null down" "the uplink"
	log_test "a local address that is refused leaves nothing behind"
}

# write_to FILE TEXT
write_to()
{
	echo "$2" >"$1"
}

no_geneve_driver()
{
	local loader=/proc/sys/kernel/modprobe

	run ip -n "$HV1" link del gnv0
	run ip -n "$HV1" link del gnv1
	defer geneve_devices
	defer write_to "$loader" "$(cat "$loader")"
	write_to "$loader" /bin/false
	run rmmod geneve
	refused "bridge add: this kernel has no Geneve driver: modprobe geneve (EOPNOTSUPP)" \
		bridge add br-trunk local 192.0.2.1
	log_test "without the Geneve driver nothing is left behind"
}

without_privilege()
{
	refuses "trunkctl: bridge add: br-trunk: Operation not permitted (EPERM)" \
		ip netns exec "$HV1" setpriv --bounding-set -net_admin \
		"$TRUNKCTL" bridge add br-trunk local 192.0.2.1
	log_test "without CAP_NET_ADMIN nothing is made"
}

set_settings()
{
	adf_bridge br-trunk local 192.0.2.1
	hv bridge set br-trunk ageing 10
	bridge_shows "local 192.0.2.1 uplink genev_sys_6081 dstport 6081 ageing 10 fdb-max 65536 fdb 0"
	hv bridge set br-trunk fdb-max 99 local 2001:db8::1
	bridge_shows "local 192.0.2.1,2001:db8::1 uplink genev_sys_6081 dstport 6081 ageing 10 fdb-max 99 fdb 0"
	hv bridge set br-trunk local 0.0.0.0 ageing 300
	bridge_shows "local 2001:db8::1 uplink genev_sys_6081 dstport 6081 ageing 300 fdb-max 99 fdb 0"
	hv bridge set br-trunk local 192.0.2.1,::
	bridge_shows "local 192.0.2.1 uplink genev_sys_6081 dstport 6081 ageing 300 fdb-max 99 fdb 0"
	hv remote add 192.0.2.2
	refused "bridge set: br-trunk has remotes that need a local address (EBUSY)" \
		bridge set br-trunk local 0.0.0.0
	log_test "bridge set: addresses, ageing and fdb-max"
}

set_uplink()
{
	adf_bridge br-trunk local 192.0.2.1
	hv bridge set br-trunk uplink none
	bridge_shows "local 192.0.2.1 uplink none ageing 300 fdb-max 65536 fdb 0"
	check_eq "$(geneve genev_sys_6081)" "6081 external null up" \
		"the Geneve device"
	hv bridge set br-trunk uplink gnv0
	defer ip -n "$HV1" link set gnv0 down
	bridge_shows "local 192.0.2.1 uplink gnv0 dstport 7000 ageing 300 fdb-max 65536 fdb 0"
	check_eq "$(geneve gnv0)" "7000 external br-trunk up" "the new uplink"
	log_test "bridge set uplink: none, and another that comes up"
}

set_uplink_refused()
{
	adf_bridge br-trunk uplink none
	refused "bridge set: gnv1 is not in external mode (collect metadata) (EINVAL)" \
		bridge set br-trunk uplink gnv1 local 192.0.2.1
	adf_port_taken 7000
	refused "bridge set: gnv0: Address already in use (EADDRINUSE)" \
		bridge set br-trunk uplink gnv0
	check_eq "$(geneve gnv0)" "7000 external null down" "the Geneve device"
	log_test "bridge set uplink: one that cannot be it, or cannot come up"
}

set_dstport()
{
	adf_bridge br-trunk local 192.0.2.1
	hv bridge set br-trunk dstport 6082 ageing 20
	bridge_shows "local 192.0.2.1 uplink genev_sys_6082 dstport 6082 ageing 20 fdb-max 65536 fdb 0"
	check_eq "$(geneve genev_sys_6082)" "6082 external br-trunk up" \
		"the new Geneve device"
	no_device genev_sys_6081
	state_forget
	said 0 "" trunkctl -n "$HV1" bridge set br-trunk dstport 6082
	unchanged "bridge set to the port it has"
	hv bridge del br-trunk
	no_device genev_sys_6082
	log_test "bridge set dstport puts another Geneve device in place"
}

set_dstport_refused()
{
	adf_bridge br-trunk local 192.0.2.1
	refused "bridge set: UDP port 7000 is taken in this network namespace (EBUSY)" \
		bridge set br-trunk dstport 7000
	adf_port_taken 6082
	refused "bridge set: UDP port 6082 is taken in this network namespace (EADDRINUSE)" \
		bridge set br-trunk dstport 6082
	run adf_ip_link_add "$HV1" genev_sys_6083 type dummy
	refused "bridge set: genev_sys_6083 already exists, say \"uplink genev_sys_6083\" to use it (EEXIST)" \
		bridge set br-trunk dstport 6083
	refused "bridge set: 224.0.0.1 is not one of a single host (EINVAL)" \
		bridge set br-trunk dstport 6084 local 224.0.0.1
	log_test "bridge set dstport: a port that is taken, or a refusal after it"
}

del()
{
	local before

	before=$(state)
	adf_bridge br-trunk local 192.0.2.1
	hv network add child vni 5001
	hv trunk add tap1 network child
	hv remote add 192.0.2.2
	hv bridge del br-trunk
	# IPv6 stays off on what was a trunk, as trunk del leaves it.
	run in_ns "$HV1" sysctl -qw net.ipv6.conf.tap1.disable_ipv6=0
	check_eq "$(state)" "$before" "all that is there after bridge del"
	refused "bridge del: br-trunk does not exist in this network namespace (ENODEV)" \
		bridge del br-trunk
	refused "bridge del: tap1 is not a virtual trunk bridge (EINVAL)" \
		bridge del tap1
	log_test "bridge del removes all that bridge add made"
}

del_keeps_given()
{
	adf_bridge br-trunk uplink gnv0
	adf_bridge br-two local 192.0.2.1
	hv bridge del br-trunk
	check_eq "$(geneve gnv0)" "7000 external null up" "the given uplink"
	check_eq "$(geneve genev_sys_6081)" "6081 external br-two up" \
		"the Geneve device of the other bridge"
	run ip -n "$HV1" link set gnv0 down
	log_test "bridge del leaves Geneve devices it did not make"
}

del_finds_what_it_made()
{
	adf_bridge br-trunk local 192.0.2.1
	hv bridge set br-trunk uplink none
	hv bridge del br-trunk
	no_device genev_sys_6081
	adf_bridge br-trunk local 192.0.2.1
	adf_bridge br-two uplink none
	hv bridge set br-trunk uplink none
	hv bridge set br-two uplink genev_sys_6081
	hv bridge del br-trunk
	check_eq "$(geneve genev_sys_6081)" "6081 external br-two up" \
		"the Geneve device that serves another bridge by now"
	run ip -n "$HV1" link del genev_sys_6081
	log_test "bridge del removes what it made, attached or not, unless in use"
}

made_by_ip_link()
{
	run adf_ip_link_add "$HV1" br-trunk type vtrunk
	run ip -n "$HV1" link set br-trunk up
	bridge_shows "uplink none ageing 300 fdb-max 65536 fdb 0"
	hv bridge set br-trunk local 192.0.2.1 dstport 6081 ageing 5
	bridge_shows "local 192.0.2.1 uplink genev_sys_6081 dstport 6081 ageing 5 fdb-max 65536 fdb 0"
	hv bridge del br-trunk
	no_device br-trunk
	no_device genev_sys_6081
	log_test "a bridge made by ip link is set up by bridge set"
}

tests_run
