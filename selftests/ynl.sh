#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The kernel's own netlink client (tools/net/ynl) reads our specification, and
# with nothing else it configures a bridge and hears of it:
#
#   tap1 native parent (5000), vlan 100 child (5001)
#   tap2 vlan 200 child               br-trunk --- remotes 192.0.2.2, 2001:db8::2
#
# $VTRUNK_YNL is a directory with tools/net/ynl and Documentation/netlink; by
# default the kernel tree that this directory is in.

ALL_TESTS="
	bridge
	networks
	remotes
	trunks
	ports
	sets
	entries
	groups
	dumps
	refusals
	removal
	all_of_the_spec
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

shopt -s extglob

TREE=${VTRUNK_YNL:-$(readlink -f "$SELFTESTS/../../../../..")}
SPEC=$SELFTESTS/../Documentation/netlink/specs/vtrunk.yaml
if [ ! -e "$SPEC" ]; then
	SPEC=$TREE/Documentation/netlink/specs/vtrunk.yaml
fi
if [ ! -d "$TREE/tools/net/ynl" ] || [ ! -e "$SPEC" ]; then
	skip_all "no tools/net/ynl: set VTRUNK_YNL"
fi
if ! /usr/bin/python3 -c 'import jsonschema, yaml' 2>/dev/null; then
	skip_all "python3-yaml or python3-jsonschema is not installed"
fi

setup()
{
	local ready

	topo_hypervisor
	ip -n "$HV1" link add br-trunk type vtrunk
	ip -n "$HV1" link add genev_sys_6081 type geneve external dstport 6081
	ip -n "$HV1" link add tap1 type veth peer name vm1
	ip -n "$HV1" link add tap2 type veth peer name vm2
	ip -n "$HV1" link set br-trunk up
	ip -n "$HV1" link set genev_sys_6081 up
	BR=$(ifindex br-trunk)
	GENEVE=$(ifindex genev_sys_6081)
	TAP1=$(ifindex tap1)
	TAP2=$(ifindex tap2)
	coproc YNL {
		WAIT_MS=$WAIT_MS exec ip netns exec "$HV1" \
			/usr/bin/python3 "$SELFTESTS/ynl.py" \
			"$TREE/tools/net/ynl" "$SPEC" \
			"$TREE/Documentation/netlink/genetlink-legacy.yaml"
	}
	defer stop_process "$YNL_PID"
	read -r -t 120 ready <&"${YNL[0]}"
	[ "$ready" = ready ]
}

ifindex()
{
	in_ns "$HV1" cat "/sys/class/net/$1/ifindex"
}

# ynl VERB FIELD...: as ynl.py says.
ynl()
{
	local IFS=$'\t' answer line

	if [ ! -e "/proc/${YNL_PID:-none}" ]; then
		bail_out "ynl.py has ended"
	fi
	# A field may go over several lines here.
	line=${*//$'\n'*($'\t')/ }
	echo "$line" >&"${YNL[1]}"
	read -r -t 120 answer <&"${YNL[0]}"
	check_eq "$answer" ok "$line"
}

bridge()
{
	ynl ask bridge-set "{ifindex: $BR, uplink-ifindex: $GENEVE, ageing: 60,
		fdb-max: 1000, handover: queue, local-ipv4: 192.0.2.1,
		local-ipv6: '2001:db8::1'}" null
	ynl hear "[bridge-ntf: {ifname: br-trunk, ageing: 60}]"
	ynl ask bridge-get "{ifindex: $BR}" "{ifindex: $BR, ifname: br-trunk,
		local-ipv4: 192.0.2.1, local-ipv6: '2001:db8::1',
		uplink-ifindex: $GENEVE, uplink-ifname: genev_sys_6081,
		dstport: 6081, ageing: 60, fdb-max: 1000, fdb-count: 0,
		learn-failed: 0, events-lost: 0, stats: {rx-packets: 0},
		handover: queue}"
	ynl dump bridge-get "{}" "[{ifname: br-trunk, fdb-max: 1000}]"
	log_test "a bridge is changed and read, addresses of both families"
}

networks()
{
	ynl ask network-new "{vni: 5000, name: parent}" null
	ynl ask network-new "{bridge-ifindex: $BR, vni: 5001, name: kid,
		mode: vni, mtu: 1400, unknown: marked, learn: 0, l2cp: 1}" null
	ynl hear "[network-ntf: {vni: 5000, name: parent, unknown: flood},
		network-ntf: {vni: 5001, name: kid, unknown: marked}]"
	ynl ask network-get "{name: kid}" "{bridge-ifindex: $BR, vni: 5001,
		mode: vni, mtu: 1400, unknown: marked, learn: 0, l2cp: 1,
		port-count: 0, remote-count: 0, fdb-count: 0}"
	ynl ask network-set "{vni: 5001, name: child, mtu: 0, unknown: flood,
		learn: 1, l2cp: 0}" null
	ynl hear "[network-ntf: {vni: 5001, name: child, mtu: 0}]"
	ynl dump network-get "{}" "[{name: parent}, {name: child, mtu: 0,
		unknown: flood, learn: 1, l2cp: 0}]"
	log_test "networks are made, changed and read"
}

remotes()
{
	ynl ask remote-new "{ipv4: 192.0.2.2}" null
	ynl ask remote-new "{ipv6: '2001:db8::2', network: child, up: 0}" null
	ynl ask remote-set "{ipv6: '2001:db8::2', network: child, up: 1}" null
	ynl hear "[remote-ntf: {ipv4: 192.0.2.2, up: 1},
		remote-ntf: {ipv6: '2001:db8::2', vni: 5001, up: 0},
		remote-ntf: {ipv6: '2001:db8::2', vni: 5001, up: 1}]"
	ynl ask remote-get "{ipv4: 192.0.2.2}" "{ipv4: 192.0.2.2, up: 1,
		stats: {rx-packets: 0, tx-bytes: 0}}"
	ynl dump remote-get "{}" "[{ipv4: 192.0.2.2},
		{ipv6: '2001:db8::2', vni: 5001, network: child}]"
	log_test "remotes are made, changed and read, of both families"
}

trunks()
{
	ynl ask trunk-new "{ifindex: $TAP1}" null
	ynl ask trunk-new "{ifindex: $TAP2, force: true, up: 0, locked: 1}" null
	ynl ask trunk-set "{ifindex: $TAP2, up: 1, locked: 0}" null
	ynl hear "[trunk-ntf: {ifname: tap1}, trunk-ntf: {ifname: tap2},
		trunk-ntf: {ifname: tap2, up: 0, locked: 1},
		trunk-ntf: {ifname: tap2, up: 1, locked: 0}]"
	ynl ask trunk-get "{ifindex: $TAP1}" "{bridge-ifindex: $BR,
		ifindex: $TAP1, ifname: tap1, up: 1, locked: 0, status: down,
		port-count: 0, stats: {rx-packets: 0}}"
	ynl dump trunk-get "{}" "[{ifname: tap1}, {ifname: tap2, locked: 0}]"
	log_test "trunks are made, changed and read"
}

ports()
{
	ynl ask port-new "{ifindex: $TAP1, selector: native, vni: 5000}" null
	ynl ask port-new "{ifindex: $TAP1, selector: vlan, vid: 100,
		tpid: 33024, network: child, name: p100, up: 0, locked: 0,
		qinq: 1, unknown: 1}" null
	ynl ask port-new "{ifindex: $TAP2, selector: vlan,
		vid: 201, vni: 5001}" null
	ynl ask port-set "{ifindex: $TAP2, selector: vlan,
		vid: 201, retag: 200, up: 0}" null
	ynl ask port-new "{ifindex: $TAP2, selector: vlan,
		vid: 200, vni: 5001, replace: true}" \
		null
	ynl hear "[port-ntf: {ifname: tap1, selector: native},
		port-ntf: {ifname: tap1, vid: 100, up: 0},
		port-ntf: {ifname: tap2, vid: 201, up: 1},
		port-ntf: {ifname: tap2, vid: 200, up: 0},
		port-ntf: {ifname: tap2, vid: 200, up: 1}]"
	ynl ask port-get "{ifindex: $TAP1, selector: vlan,
		vid: 100}" "{bridge-ifindex: $BR,
		ifindex: $TAP1, ifname: tap1, selector: vlan, vid: 100,
		tpid: 33024, vni: 5001, network: child, name: p100, up: 0,
		locked: 0, qinq: 1, unknown: 1, status: down,
		stats: {rx-packets: 0}}"
	ynl dump port-get "{}" "[{ifname: tap1, selector: native},
		{ifname: tap1, vid: 100}, {ifname: tap2, vid: 200, up: 1}]"
	log_test "ports are made, changed, retagged, replaced and read"
}

sets()
{
	local stays="{selector: vlan, vid: 200, vni: 5001}"

	ynl ask trunk-load "{ifindex: $TAP2, port: [$stays,
		{selector: native, network: parent}]}" "{bridge-ifindex: $BR,
		ifname: tap2, ports-added: 1, ports-removed: 0,
		ports-changed: 0, ports-kept: 1}"
	ynl ask trunk-load "{bridge-ifindex: $BR, ifindex: $TAP2,
		port: [$stays]}" "{ports-removed: 1, ports-kept: 1}"
	ynl hear "[trunk-load-ntf: {ifname: tap2, ports-added: 1},
		trunk-load-ntf: {ifname: tap2, ports-removed: 1}]"
	log_test "a set of ports takes the place of another"
}

entries()
{
	ynl ask fdb-new "{mac: '02:00:00:00:00:07', vni: 5001, ifindex: $TAP1,
		selector: vlan, vid: 100}" null
	ynl ask fdb-new "{mac: '02:00:00:00:00:08', network: child,
		ipv6: '2001:db8::2', type: sticky}" null
	ynl ask fdb-set "{mac: '02:00:00:00:00:07', vni: 5001,
		ipv4: 192.0.2.2}" null
	ynl hear "[fdb-ntf: {mac: '02:00:00:00:00:07', ifname: tap1, vid: 100},
		fdb-ntf: {mac: '02:00:00:00:00:08', ipv6: '2001:db8::2'},
		fdb-ntf: {mac: '02:00:00:00:00:07', ipv4: 192.0.2.2}]"
	ynl ask fdb-get "{mac: '02:00:00:00:00:07', vni: 5001}" \
		"{bridge-ifindex: $BR, mac: '02:00:00:00:00:07', vni: 5001,
		network: child, ipv4: 192.0.2.2, type: static}"
	ynl ask fdb-get "{mac: '02:00:00:00:00:08', vni: 5001}" \
		"{ipv6: '2001:db8::2', type: sticky}"
	ynl ask fdb-flush "{}" "{flushed: 0}"
	ynl dump fdb-get "{}" "[{vni: 5001}, {vni: 5001}]"
	log_test "FDB entries are made, changed and read"
}

groups()
{
	local port="ifindex: $TAP1, selector: vlan, vid: 109"
	local group="vni: 5009, key: 32773" member="[{$port}]"

	ynl ask network-new "{vni: 5009, name: ovn, mode: ovn}" null
	ynl ask port-new "{$port, network: ovn, key: 1}" null
	ynl ask group-new "{$group, mac: '01:00:5e:00:00:01'}" null
	ynl ask group-new "{$group, member: $member}" null
	ynl ask group-get "{$group}" "{bridge-ifindex: $BR, $group,
		network: ovn, mac: '01:00:5e:00:00:01', member: $member}"
	ynl dump group-get "{network: ovn}" "[{key: 32773}]"
	ynl ask group-del "{$group, member: $member}" null
	ynl ask group-del "{$group}" null
	ynl ask port-del "{$port}" null
	ynl ask network-del "{name: ovn}" null
	ynl hear "[network-ntf: {name: ovn}, port-ntf: {vid: 109, key: 1},
		group-ntf: {$group}, group-ntf: {$group, member: $member},
		group-ntf: {$group}, group-del-ntf: {$group},
		port-del-ntf: {vid: 109}, network-del-ntf: {name: ovn}]"
	log_test "groups are made, changed and read"
}

# That a filter of a dump is read by 6.1 as well, where one policy serves all.
dumps()
{
	ynl dump port-get "{ifindex: $TAP2}" "[{ifname: tap2}]"
	ynl dump port-get "{network: parent}" "[{selector: native}]"
	ynl dump fdb-get "{ipv4: 192.0.2.2}" "[{mac: '02:00:00:00:00:07'}]"
	ynl dump remote-get "{vni: 5001}" "[{ipv6: '2001:db8::2'}]"
	ynl dump network-get "{bridge-ifindex: $BR}" "[{vni: 5000}, {vni: 5001}]"
	log_test "a dump is narrowed"
}

refusals()
{
	ynl refuse network-new "{vni: 5001, name: other}" "{error: EEXIST,
		msg: this VNI is already that of a network of this bridge,
		bad-attr: .vni}"
	ynl refuse network-new "{name: other}" "{error: EINVAL,
		msg: a required attribute is missing, miss-type: vni}"
	ynl refuse network-new "{vni: 16777216, name: other}" \
		"{error: ERANGE, bad-attr: .vni, policy: {max-value: 16777215}}"
	ynl refuse fdb-new "{mac: '01:00:00:00:00:00', vni: 5001,
		ipv4: 192.0.2.2}" "{error: EINVAL, bad-attr: .mac,
		msg: this MAC is not one of a single station}"
	ynl hear "[]"
	log_test "a refusal has errno, sentence and the name of the attribute"
}

removal()
{
	ynl ask fdb-del "{mac: '02:00:00:00:00:07', vni: 5001}" null
	ynl ask port-del "{ifindex: $TAP2, selector: vlan,
		vid: 200}" null
	ynl ask trunk-del "{ifindex: $TAP2}" null
	ynl ask remote-del "{ipv6: '2001:db8::2', network: child}" null
	ynl ask port-del "{ifindex: $TAP1, selector: vlan,
		vid: 100}" null
	ynl ask network-del "{name: child}" null
	ynl hear "[fdb-del-ntf: {mac: '02:00:00:00:00:07'},
		port-del-ntf: {ifname: tap2, vid: 200},
		trunk-del-ntf: {ifname: tap2},
		fdb-del-ntf: {mac: '02:00:00:00:00:08'},
		remote-del-ntf: {ipv6: '2001:db8::2', vni: 5001},
		port-del-ntf: {ifname: tap1, vid: 100},
		network-del-ntf: {vni: 5001, name: child}]"
	run ip -n "$HV1" link del tap1
	run ip -n "$HV1" link del br-trunk
	ynl hear "[port-del-ntf: {ifname: tap1, selector: native},
		trunk-del-ntf: {ifname: tap1},
		network-del-ntf: {name: parent},
		remote-del-ntf: {ipv4: 192.0.2.2},
		bridge-del-ntf: {ifname: br-trunk}]"
	log_test "everything is removed, and heard of"
}

all_of_the_spec()
{
	ynl unused
	log_test "every operation of the specification was tried or heard"
}

tests_run
