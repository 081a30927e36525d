#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What trunkctl prints, in text and as JSON:
#
#     trunkctl [-j] [-p] [-s] [-d] OBJECT show
#        |
#     br-trunk 192.0.2.1 -- genev_sys_6081, remote 192.0.2.2
#        tap1: native parent1 (5002), vlan 100 child (5001)

ALL_TESTS="
	uplink_is_made
	json_shapes
	json_statistics
	pretty_json
	text
	statistics_in_text
	details
	unknown_vlan_is_told
	names_and_numbers
	status
	help
	bridge_del
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

setup()
{
	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add child vni 5001
		network add parent1 vni 5002
		remote add 192.0.2.2
		trunk add tap1 network parent1
		subport add tap1 vlan 100 network child
	END
}

hv1()
{
	trunkctl -n "$HV1" "$@"
}

uplink_is_made()
{
	check_eq "$(ip -n "$HV1" -d -j link show dev genev_sys_6081 | jq -c \
		'.[0] | [.linkinfo.info_data.external, .linkinfo.info_data.port,
			 .master, (.flags | index("UP") != null)]')" \
		'[true,6081,"br-trunk",true]' "genev_sys_6081"
	check_eq "$(ip -n "$HV1" -j link show dev br-trunk |
		jq -c '.[0].flags | index("UP") != null')" true "br-trunk is up"
	log_test "bridge add makes genev_sys_6081, attaches it and sets both up"
}

# json OBJECT WANTED [WORD]...: of the first element, keys sorted.
json()
{
	check_eq "$(hv1 -j "$1" show "${@:3}" |
		jq -cS '.[0] | del(.ifindex)')" \
		"$(jq -cS . <<<"$2")" "the JSON of $1"
}

json_shapes()
{
	json bridge '{"bridge": "br-trunk", "up": true,
		"local_ipv4": "192.0.2.1", "uplink": "genev_sys_6081",
		"dstport": 6081, "ageing": 300, "fdb_max": 65536,
		"fdb_count": 0, "learn_failed": 0, "events_lost": 0}'
	json network '{"bridge": "br-trunk", "name": "child", "vni": 5001,
		"mode": "vni", "mtu": 0, "unknown": "flood", "learn": true,
		"l2cp": false, "port_count": 1, "remote_count": 1,
		"fdb_count": 0}' child
	json remote '{"bridge": "br-trunk", "ip": "192.0.2.2", "up": true,
		"path_mtu": 1550}'
	json trunk '{"bridge": "br-trunk", "dev": "tap1", "up": true,
		"locked": false, "status": "active", "port_count": 2}'
	json subport '{"bridge": "br-trunk", "dev": "tap1",
		"selector": "vlan", "vlan": 100, "proto": "802.1Q",
		"network": "child", "vni": 5001, "up": true, "locked": false,
		"qinq": false, "unknown": false, "status": "active"}' \
		tap1 vlan 100
	json subport '{"bridge": "br-trunk", "dev": "tap1",
		"selector": "native", "network": "parent1", "vni": 5002,
		"up": true, "locked": false, "qinq": false, "unknown": false,
		"status": "active"}' tap1 native
	run hv1 fdb add 02:00:00:00:00:09 network child remote 192.0.2.2
	json fdb '{"bridge": "br-trunk", "mac": "02:00:00:00:00:09",
		"network": "child", "vni": 5001, "ip": "192.0.2.2",
		"type": "static"}'
	run hv1 fdb del 02:00:00:00:00:09 network child
	check_eq "$(hv1 -j fdb show)" "[]" "the JSON of nothing"
	log_test "JSON: an array of flat objects, for every object"
}

json_statistics()
{
	local object

	for object in bridge remote trunk subport; do
		check_eq "$(hv1 -j -s "$object" show |
			jq -c '.[0].stats | keys')" \
			'["drops","rx_bytes","rx_packets","tx_bytes","tx_packets"]' \
			"the statistics of $object"
	done
	check_eq "$(hv1 -j trunk show | jq '.[0] | has("stats")')" false \
		"statistics without -s"
	log_test "JSON: -s adds stats with drops"
}

pretty_json()
{
	check_eq "$(hv1 -j -p network show | jq -c .)" "$(hv1 -j network show)" \
		"the content with -p"
	check_eq "$(($(hv1 -j -p network show | wc -l) > 10))" 1 \
		"more than ten lines with -p"
	log_test "-p prints the same JSON over many lines"
}

# has_line REGEX WORD...: trunkctl prints a line that matches.
has_line()
{
	hv1 "${@:2}" >"$TMP_DIR/text" 2>&1
	if ! grep -qE -- "$1" "$TMP_DIR/text"; then
		fail "no line like \"$1\": ${*:2}"
		note "$(cat "$TMP_DIR/text")"
	fi
}

text()
{
	has_line '^br-trunk .*192\.0\.2\.1.*genev_sys_6081' bridge show
	has_line '^child vni 5001' network show
	has_line '^192\.0\.2\.2 every network up' remote show
	has_line '^tap1 up' trunk show
	has_line '^tap1 vlan 100 network child vni 5001' subport show
	has_line '^tap1 native network parent1 vni 5002' subport show tap1
	has_line '100.*child' show
	log_test "text: a line that begins with the object's name"
}

statistics_in_text()
{
	has_line 'rx vlan 100 -> strip -> child \(5001\) +tx child \(5001\) -> push 100' \
		-s show
	has_line 'rx packets [0-9]+ bytes [0-9]+ +tx packets [0-9]+ bytes [0-9]+' \
		-s subport show
	log_test "-s show: what each port strips and pushes"
}

details()
{
	has_line 'learn on' -d network show child
	has_line 'qinq off' -d subport show tap1 vlan 100
	log_test "-d prints what has its default as well"
}

unknown_vlan_is_told()
{
	run ip -n "$VM1" link add link eth0 name eth0.20 type vlan id 20
	run ip -n "$VM1" addr add 198.51.100.1/24 dev eth0.20
	run ip -n "$VM1" link set eth0.20 up
	in_ns "$VM1" ping -q -c 1 -w 1 198.51.100.2 >"$TMP_DIR/ping" 2>&1
	has_line "the VM sends VLAN 20, no subport" -d trunk show tap1
	run hv1 subport add tap1 vlan 20 network child
	hv1 -d trunk show tap1 | grep -q "no subport"
	check_fail $? "VLAN 20 is told, and has a subport by now"
	run hv1 subport del tap1 vlan 20
	run ip -n "$VM1" link del eth0.20
	log_test "a VLAN that no subport takes is told, as long as it is so"
}

names_and_numbers()
{
	run hv1 network set child name kids
	run hv1 subport set tap1 vlan 100 name p100
	check_eq "$(hv1 -j subport show network 5001 |
		jq -r '.[] | "\(.network) \(.name)"')" "kids p100" \
		"the port, found by its network's VNI"
	check_eq "$(hv1 -j subport show network kids | jq length)" 1 \
		"the port, found by its network's new name"
	run hv1 network set kids name child
	run hv1 subport set tap1 vlan 100 name ""
	check_eq "$(hv1 -j subport show tap1 vlan 100 |
		jq '.[0] | has("name")')" false "a name after it was taken away"
	log_test "networks by name or VNI, new names, no name"
}

status_is()
{
	[ "$(hv1 -j trunk show tap1 | jq -r '.[0].status')" = "$1" ]
}

status()
{
	run hv1 trunk set tap1 down
	run status_is down
	run hv1 trunk set tap1 up
	run status_is active
	run hv1 bridge set br-trunk uplink none
	run status_is degraded
	run hv1 bridge set br-trunk uplink genev_sys_6081
	run status_is active
	run ip -n "$VM1" link set eth0 down
	run busywait "$WAIT_MS" status_is down
	run ip -n "$VM1" link set eth0 up
	run busywait "$WAIT_MS" status_is active
	log_test "status: down, degraded without uplink, active"
}

help()
{
	local object

	for object in bridge network remote trunk subport fdb monitor; do
		trunkctl "$object" help >"$TMP_DIR/text" 2>"$TMP_DIR/errors"
		check_eq "$? $(wc -c <"$TMP_DIR/errors")" "0 0" "$object help"
		grep -q "^trunkctl $object" "$TMP_DIR/text"
		check_err $? "$object help says nothing of $object"
	done
	log_test "help of every object goes to stdout with 0"
}

bridge_del()
{
	run hv1 bridge del br-trunk
	check_eq "$(ip -n "$HV1" -o link show type geneve)" "" \
		"Geneve devices"
	check_eq "$(hv1 -j bridge show)" "[]" "bridges"
	run adf_ip_link_add "$HV1" gnv type geneve external dstport 6085
	run hv1 bridge add br-trunk local 192.0.2.1 uplink gnv
	run hv1 bridge del br-trunk
	check_eq "$(ip -n "$HV1" -j link show type geneve |
		jq -r '.[].ifname')" gnv "Geneve devices"
	log_test "bridge del removes the Geneve device that bridge add made"
}

tests_run
