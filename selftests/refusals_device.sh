#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Devices that cannot be a trunk or an uplink, word for word, nothing changed:
#
#       br-trunk -- genev_sys_6081, tap1       br-two (no uplink)
#       lo, a bridge, its port, a tun, an ipip, a VLAN device and the one under
#       it, one with an address, one with a route, one of another namespace

ALL_TESTS="
	does_not_exist
	lives_elsewhere
	loopback
	bridges
	enslaved
	trunk_of_another_bridge
	uplinks_as_trunks
	not_ethernet
	vlan_device_on_it
	macvlan_on_it
	ip_address
	default_route
	route_to_a_remote
	no_devices_on_a_trunk
	no_devices_on_the_uplink
	not_geneve
	not_external
	second_uplink
	uplink_of_another_bridge
	enslaved_uplink
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

setup()
{
	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add child vni 5001 bridge br-trunk
		trunk add tap1 bridge br-trunk
		bridge add br-two local 192.0.2.1 uplink none
	END
}

refused()
{
	refuses "trunkctl: $1" trunkctl -n "$HV1" "${@:2}"
}

# trunk_refused DEV WHY ERRNO: by trunkctl, and by ip link in the same words.
trunk_refused()
{
	refused "trunk add: $1 $2 ($3)" trunk add "$1" bridge br-trunk
	ip_refused "this device $2" link set dev "$1" master br-trunk
}

# ip_refused SENTENCE WORD...: by ip, with the sentence of the kernel.
ip_refused()
{
	said 2 "Error: $1." ip -n "$HV1" "${@:2}"
	unchanged "$@"
}

adf_port()
{
	run adf_ip_link_add "$HV1" "$1" type dummy
	run ip -n "$HV1" link set "$1" up
}

does_not_exist()
{
	refused "trunk add: nodev does not exist in this network namespace (ENODEV)" \
		trunk add nodev bridge br-trunk
	refused "bridge set: nodev does not exist in this network namespace (ENODEV)" \
		bridge set br-two uplink nodev
	log_test "a device that does not exist"
}

lives_elsewhere()
{
	refused "trunk add: eth0 does not exist in this network namespace (ENODEV)" \
		trunk add eth0 bridge br-trunk
	log_test "a device that lives in another namespace"
}

loopback()
{
	trunk_refused lo "is a loopback device" EINVAL
	log_test "the loopback device"
}

bridges()
{
	run adf_ip_link_add "$HV1" br0 type bridge
	trunk_refused br0 "is a bridge" EINVAL
	trunk_refused br-two "is a virtual trunk bridge" EINVAL
	refused "trunk add: br-trunk is a virtual trunk bridge (EINVAL)" \
		trunk add br-trunk bridge br-trunk
	log_test "a bridge, the kernel's or ours"
}

enslaved()
{
	run adf_ip_link_add "$HV1" br0 type bridge
	adf_port port0
	run ip -n "$HV1" link set port0 master br0
	refused "trunk add: port0 already has a master (EBUSY)" \
		trunk add port0 bridge br-trunk force
	log_test "a port of another bridge"
}

trunk_of_another_bridge()
{
	refused "trunk add: tap1 is already a trunk of another bridge (EBUSY)" \
		trunk add tap1 bridge br-two
	log_test "a trunk of another bridge"
}

uplinks_as_trunks()
{
	run adf_ip_link_add "$HV1" gnv type geneve id 5 remote 192.0.2.9 \
		dstport 6085
	refused "trunk add: gnv is Geneve and can only be an uplink (EINVAL)" \
		trunk add gnv bridge br-trunk
	refused "trunk add: genev_sys_6081 is Geneve and can only be an uplink (EINVAL)" \
		trunk add genev_sys_6081 bridge br-trunk
	log_test "a Geneve device, the uplink or another"
}

not_ethernet()
{
	quietly modprobe tun
	run ip -n "$HV1" tuntap add tun0 mode tun
	defer_quietly ip -n "$HV1" link del tun0
	run adf_ip_link_add "$HV1" ipip0 type ipip remote 192.0.2.9 \
		local 192.0.2.1
	trunk_refused tun0 "is not an Ethernet device" EINVAL
	trunk_refused ipip0 "is not an Ethernet device" EINVAL
	log_test "a device without Ethernet frames"
}

vlan_device_on_it()
{
	adf_port port1
	run ip -n "$HV1" link add link port1 name port1.5 type vlan id 5
	trunk_refused port1 "has a VLAN device on it" EBUSY
	refused "trunk add: port1 has a VLAN device on it (EBUSY)" \
		trunk add port1 bridge br-trunk force
	run ip -n "$HV1" link del port1.5
	run trunkctl -n "$HV1" trunk add port1 bridge br-trunk
	log_test "a device with a VLAN device on it, until that is gone"
}

macvlan_on_it()
{
	adf_port port2
	run ip -n "$HV1" link add link port2 name mac2 type macvlan
	trunk_refused port2 "has another device on it" EBUSY
	log_test "a device with a macvlan on it"
}

ip_address()
{
	local why="has an IP address; it becomes a trunk only with force"

	adf_port port3
	run ip -n "$HV1" addr add 198.51.100.9/24 dev port3
	trunk_refused port3 "$why" EBUSY
	run ip -n "$HV1" addr flush dev port3
	run in_ns "$HV1" sysctl -qw net.ipv6.conf.port3.disable_ipv6=0
	run ip -n "$HV1" addr add 2001:db8::9/64 dev port3
	trunk_refused port3 "$why" EBUSY
	run trunkctl -n "$HV1" trunk add port3 bridge br-trunk force
	log_test "a device with an IP address, unless forced"
}

default_route()
{
	adf_port port4
	run ip -n "$HV1" route add default dev port4
	trunk_refused port4 \
		"carries the default route; it becomes a trunk only with force" \
		EBUSY
	run trunkctl -n "$HV1" trunk add port4 bridge br-trunk force
	log_test "a device that carries the default route, unless forced"
}

route_to_a_remote()
{
	adf_port port5
	run ip -n "$HV1" route add 198.51.100.64/26 dev port5
	run trunkctl -n "$HV1" remote add 198.51.100.77 bridge br-trunk
	defer trunkctl -n "$HV1" remote del 198.51.100.77 bridge br-trunk
	trunk_refused port5 \
		"carries the route to a remote; it becomes a trunk only with force" \
		EBUSY
	trunk_refused under \
		"has an IP address; it becomes a trunk only with force" EBUSY
	run trunkctl -n "$HV1" trunk add port5 bridge br-trunk force
	log_test "a device that carries the route to a remote, unless forced"
}

no_devices_on_a_trunk()
{
	ip_refused "the lower device is a trunk of a vtrunk bridge" \
		link add link tap1 name tap1.5 type vlan id 5
	# The core's own words: its macvlan wants the same hook.
	said 2 "RTNETLINK answers: Device or resource busy" \
		ip -n "$HV1" link add link tap1 name mac1 type macvlan
	log_test "a VLAN or macvlan device on a trunk"
}

no_devices_on_the_uplink()
{
	ip_refused "the lower device is the uplink of a vtrunk bridge" \
		link add link genev_sys_6081 name gnv.5 type vlan id 5
	log_test "a VLAN device on the uplink"
}

not_geneve()
{
	adf_port port6
	refused "bridge set: port6 is not a Geneve device (EINVAL)" \
		bridge set br-two uplink port6
	log_test "an uplink that is no Geneve device"
}

not_external()
{
	run adf_ip_link_add "$HV1" gnv type geneve id 5 remote 192.0.2.9 \
		dstport 6085
	refused "bridge set: gnv is not in external mode (collect metadata) (EINVAL)" \
		bridge set br-two uplink gnv ageing 17
	ip_refused "this device is not in external mode (collect metadata)" \
		link set gnv master br-two
	log_test "a Geneve device that is not external"
}

second_uplink()
{
	run adf_ip_link_add "$HV1" gnv type geneve external dstport 6085
	refused "bridge set: br-trunk already has an uplink (EBUSY)" \
		bridge set br-trunk uplink gnv
	ip_refused "this bridge already has an uplink" \
		link set gnv master br-trunk
	log_test "a second uplink"
}

uplink_of_another_bridge()
{
	refused "bridge set: genev_sys_6081 is already the uplink of another bridge (EBUSY)" \
		bridge set br-two uplink genev_sys_6081
	log_test "the uplink of another bridge"
}

enslaved_uplink()
{
	run adf_ip_link_add "$HV1" br0 type bridge
	run adf_ip_link_add "$HV1" gnv type geneve external dstport 6085
	run ip -n "$HV1" link set gnv master br0
	refused "bridge set: gnv already has a master (EBUSY)" \
		bridge set br-two uplink gnv
	log_test "an uplink that is a port of another bridge"
}

tests_run
