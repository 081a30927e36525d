#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is shown of every object, word for word in text and JSON, with details
# and with counters:
#
#       br-trunk 192.0.2.1 -- remotes 192.0.2.2, 198.18.0.1 (child alone)
#         tap1 (VM1): native parent1 (5002), vlan 100 child (5001)
#         tap2 (VM2): vlan 200 child, vlan 300 child, set down; locked
#
#   VM1 pings VM2 from VLAN 100 to VLAN 200: 5 frames of 98 bytes each way. It
#   sends 2 to what is behind VLAN 300, and 2 in VLAN 20, which no port takes.

ALL_TESTS="
	show_bridge
	show_network
	show_remote
	show_trunk
	show_subport
	show_fdb
	show_all
	details_of_all
	counters_of_all
	one_by_one
	json_types
	pretty
	vlan_got_a_subport
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

setup()
{
	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV1" tap2 2
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM1" 20 198.51.100.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add child vni 5001
		network add parent1 vni 5002 mtu 1400 unknown drop learn off l2cp on
		remote add 192.0.2.2
		remote add 198.18.0.1 network child
		trunk add tap1 network parent1
		subport add tap1 vlan 100 network child name child1
		trunk add tap2
		subport add tap2 vlan 200 network child qinq on unknown on
		subport add tap2 vlan 300 network child down locked on
		fdb add 02:00:00:00:00:01 network child dev tap1 vlan 100
		fdb add 02:00:00:00:00:02 network child dev tap2 vlan 200
		fdb add 02:00:00:00:00:03 network child dev tap2 vlan 300
		fdb add 02:00:00:00:00:04 network child remote 192.0.2.2
		trunk set tap2 locked on
	END
	neighbour "$VM1" eth0.100 203.0.113.2 02:00:00:00:00:02
	neighbour "$VM1" eth0.100 203.0.113.3 02:00:00:00:00:03
	neighbour "$VM1" eth0.20 198.51.100.9 02:00:00:00:00:09
	neighbour "$VM2" eth0.200 203.0.113.1 02:00:00:00:00:01
	in_ns "$VM1" ping -q -n -c 5 -i 0.2 -W 5 203.0.113.2 >/dev/null
	in_ns "$VM1" ping -q -n -c 2 -i 0.2 -W 1 203.0.113.3 >/dev/null || :
	in_ns "$VM1" ping -q -n -c 2 -i 0.2 -W 1 198.51.100.9 >/dev/null || :
}

# No ARP, so that pings are all that VMs send.
neighbour()
{
	ip -n "$1" neigh replace "$3" lladdr "$4" dev "$2" nud permanent
}

hv()
{
	trunkctl -n "$HV1" "$@"
}

# shows WANTED WORD...: all that trunkctl prints, without an interface index.
shows()
{
	local want=$1 got
	shift

	got=$(hv "$@" | sed -E 's/(ifindex"?[: ])[0-9]+/\1N/')
	check_err "${PIPESTATUS[0]}" "trunkctl $*"
	check_eq "$got" "$want" "trunkctl $*"
}

show_bridge()
{
	local line="br-trunk up local 192.0.2.1 uplink genev_sys_6081 dstport 6081 ageing 300 fdb-max 65536 fdb 4"

	shows "$line" bridge show
	shows '[{"bridge":"br-trunk","up":true,"ifindex":N,"local_ipv4":"192.0.2.1","uplink":"genev_sys_6081","dstport":6081,"ageing":300,"fdb_max":65536,"handover":"auto","fdb_count":4,"learn_failed":0,"events_lost":0}]' \
		-j bridge show
	line=${line/up/up ifindex N}
	shows "${line/ fdb 4/ handover auto fdb 4} learn-failed 0 events-lost 0" \
		-d bridge show
	log_test "bridge show"
}

show_network()
{
	shows "child vni 5001 ports 3 remotes 2 fdb 4 bridge br-trunk
parent1 vni 5002 mtu 1400 unknown drop learn off l2cp on ports 1 remotes 1 fdb 0 bridge br-trunk" \
		network show
	shows '[{"bridge":"br-trunk","name":"child","vni":5001,"mode":"vni","mtu":0,"unknown":"flood","learn":true,"l2cp":false,"port_count":3,"remote_count":2,"fdb_count":4},{"bridge":"br-trunk","name":"parent1","vni":5002,"mode":"vni","mtu":1400,"unknown":"drop","learn":false,"l2cp":true,"port_count":1,"remote_count":1,"fdb_count":0}]' \
		-j network show
	shows "child vni 5001 mode vni mtu auto unknown flood learn on l2cp off ports 3 remotes 2 fdb 4 bridge br-trunk
parent1 vni 5002 mode vni mtu 1400 unknown drop learn off l2cp on ports 1 remotes 1 fdb 0 bridge br-trunk" \
		-d network show
	log_test "network show"
}

show_remote()
{
	shows "192.0.2.2 every network up path-mtu 1550 bridge br-trunk
198.18.0.1 network child vni 5001 up no route bridge br-trunk" remote show
	shows '[{"bridge":"br-trunk","ip":"192.0.2.2","up":true,"path_mtu":1550},{"bridge":"br-trunk","ip":"198.18.0.1","network":"child","vni":5001,"up":true}]' \
		-j remote show
	shows "198.18.0.1 network child vni 5001 up no route bridge br-trunk" \
		-d remote show network 5001
	log_test "remote show"
}

show_trunk()
{
	shows "tap1 up status active ports 2 bridge br-trunk
tap2 up locked on status active ports 2 bridge br-trunk" trunk show
	shows '[{"bridge":"br-trunk","dev":"tap1","up":true,"locked":false,"announce":false,"status":"active","port_count":2,"unknown_vid":20},{"bridge":"br-trunk","dev":"tap2","up":true,"locked":true,"announce":false,"status":"active","port_count":2}]' \
		-j trunk show
	check_eq "$(hv -d trunk show tap1 | sed 's/last [0-9]*s/last Ns/')" \
		"tap1 up locked off announce off status active ports 2 bridge br-trunk
    the VM sends VLAN 20, no subport: 2 frames, the last Ns ago" \
		"trunkctl -d trunk show tap1"
	shows "tap1 up status active ports 2 bridge br-trunk
    rx packets 7 bytes 686   tx packets 5 bytes 490
    dropped unknown_vid 2" -s trunk show tap1
	log_test "trunk show, with the VLAN that no subport takes"
}

show_subport()
{
	local stats='"stats":{"rx_packets":0,"rx_bytes":0,"tx_packets":0,"tx_bytes":0,"icmp_sent":0,"icmp_suppressed":0,"drops":{'

	shows "tap1 native network parent1 vni 5002 up status active bridge br-trunk
tap1 vlan 100 network child vni 5001 name child1 up status active bridge br-trunk
tap2 vlan 200 network child vni 5001 up qinq on unknown on status active bridge br-trunk
tap2 vlan 300 network child vni 5001 down locked on status down bridge br-trunk" \
		subport show
	shows '[{"bridge":"br-trunk","dev":"tap1","selector":"vlan","vlan":100,"proto":"802.1Q","network":"child","vni":5001,"name":"child1","up":true,"locked":false,"qinq":false,"unknown":false,"local_only":false,"status":"active"}]' \
		-j subport show tap1 vlan 100
	shows '[{"bridge":"br-trunk","dev":"tap1","selector":"native","network":"parent1","vni":5002,"up":true,"locked":false,"qinq":false,"unknown":false,"local_only":false,"status":"active"}]' \
		-j subport show tap1 native
	shows "tap2 vlan 200 network child vni 5001 up locked off qinq on unknown on local-only off status active bridge br-trunk" \
		-d subport show tap2 vlan 200
	shows "tap2 vlan 300 network child vni 5001 down locked on status down bridge br-trunk
    rx packets 0 bytes 0   tx packets 0 bytes 0
    dropped down 2" -s subport show tap2 vlan 300
	check_eq "$(hv -j -s subport show tap2 vlan 300 |
		grep -oF "$stats")" "$stats" "counters in JSON"
	check_eq "$(hv -j -s subport show tap2 vlan 300 |
		jq -c '.[0].stats.drops | [.down, .mtu]')" "[2,0]" \
		"drops in JSON, also those that never were"
	log_test "subport show"
}

show_fdb()
{
	check_eq "$(hv fdb show | sort)" \
		"02:00:00:00:00:01 network child vni 5001 dev tap1 vlan 100 static bridge br-trunk
02:00:00:00:00:02 network child vni 5001 dev tap2 vlan 200 static bridge br-trunk
02:00:00:00:00:03 network child vni 5001 dev tap2 vlan 300 static bridge br-trunk
02:00:00:00:00:04 network child vni 5001 remote 192.0.2.2 static bridge br-trunk" \
		"fdb show"
	shows '[{"bridge":"br-trunk","mac":"02:00:00:00:00:01","network":"child","vni":5001,"dev":"tap1","selector":"vlan","vlan":100,"proto":"802.1Q","type":"static"}]' \
		-j fdb show mac 02:00:00:00:00:01
	shows '[{"bridge":"br-trunk","mac":"02:00:00:00:00:04","network":"child","vni":5001,"ip":"192.0.2.2","type":"static"}]' \
		-j fdb show remote 192.0.2.2
	run hv fdb add 02:00:00:00:00:05 network child remote 192.0.2.2 sticky
	check_eq "$(hv fdb show mac 02:00:00:00:00:05 | sed 's/age [0-9]*s/age Ns/')" \
		"02:00:00:00:00:05 network child vni 5001 remote 192.0.2.2 sticky age Ns bridge br-trunk" \
		"an entry that ages"
	check_eq "$(hv -j fdb show mac 02:00:00:00:00:05 | jq -c '.[0] |
		[.type, (.age | type)]')" '["sticky","number"]' \
		"type and age in JSON"
	run hv fdb del 02:00:00:00:00:05 network child
	log_test "fdb show"
}

show_all()
{
	shows "br-trunk  up  local 192.0.2.1  uplink genev_sys_6081 (UDP 6081) up  fdb 4 of 65536
  network  child    vni 5001  ports 3  remotes 2  fdb 4
  network  parent1  vni 5002  ports 1  remotes 1  fdb 0  mtu 1400  unknown drop  learn off  l2cp on
  remote   192.0.2.2   up  every network  path-mtu 1550
  remote   198.18.0.1  up  network child (5001)  NO ROUTE
  trunk    tap1  active  ports 2  the VM sends VLAN 20, no subport
  trunk    tap2  active  ports 2  locked
  tap1  rx untagged -> parent1 (5002)          tx parent1 (5002) -> untagged
  tap1  rx vlan 100 -> strip -> child (5001)   tx child (5001) -> push 100  name child1
  tap2  rx vlan 200 -> strip -> child (5001)   tx child (5001) -> push 200  qinq on  unknown on
  tap2  rx vlan 300 -> strip -> child (5001)   tx child (5001) -> push 300  set down  locked" \
		show
	check_eq "$(hv -j show | jq -r '[.[].object] | join(" ")')" \
		"bridge network network remote remote trunk trunk subport subport subport subport" \
		"the objects in JSON"
	check_eq "$(hv -j show | jq -c '[.[] | select(.object == "trunk")
		| del(.object)]')" "$(hv -j trunk show)" "the trunks in JSON"
	log_test "show, with one line for each port"
}

details_of_all()
{
	check_eq "$(hv -d show | grep -E '^br|child  |vlan 100')" \
		"br-trunk  up  local 192.0.2.1  uplink genev_sys_6081 (UDP 6081) up  fdb 4 of 65536  ageing 300
  network  child    vni 5001  ports 3  remotes 2  fdb 4  mtu auto  unknown flood  learn on  l2cp off
  tap1  rx vlan 100 -> strip -> child (5001)   tx child (5001) -> push 100  name child1  qinq off  unknown off  local-only off" \
		"lines of trunkctl -d show"
	log_test "-d show says what has its default value"
}

counters_of_all()
{
	check_eq "$(hv -s show | grep -A 2 '^  tap2  rx vlan [23]00')" \
		"  tap2  rx vlan 200 -> strip -> child (5001)   tx child (5001) -> push 200  qinq on  unknown on
      rx packets 5 bytes 490   tx packets 5 bytes 490
  tap2  rx vlan 300 -> strip -> child (5001)   tx child (5001) -> push 300  set down  locked
      rx packets 0 bytes 0   tx packets 0 bytes 0
      dropped down 2" "lines of trunkctl -s show"
	check_eq "$(hv -s show | grep -A 2 '^  trunk    tap1')" \
		"  trunk    tap1  active  ports 2  the VM sends VLAN 20, no subport
      rx packets 7 bytes 686   tx packets 5 bytes 490
      dropped unknown_vid 2" "lines of the trunk"
	log_test "-s show says what came, what went and what was lost"
}

one_by_one()
{
	shows "$(hv network show | tail -n 1)" network show 5002
	shows "$(hv network show | head -n 1)" network show child
	shows "$(hv bridge show)" bridge show br-trunk
	shows "$(hv subport show | head -n 2)" subport show tap1
	shows "$(hv subport show | tail -n 3)" subport show network child
	shows "$(hv subport show | tail -n 2)" subport show tap2 network child
	shows "" subport show tap2 network parent1
	shows "[]" -j subport show tap2 network parent1
	log_test "one object, or those of a trunk or network"
}

json_types()
{
	local object flat names

	flat='type == "array" and all(.[]; type == "object" and
		all(del(.unknown_tags)[]; type != "object" and type != "array"))'
	names='[.. | objects | keys[]] | unique
		| map(select(test("^[a-z][a-z0-9_]*$") | not))'
	for object in "" bridge network remote trunk subport fdb; do
		# shellcheck disable=SC2086
		hv -j -d $object show >"$TMP_DIR/json"
		check_eq "$(jq "$flat" "$TMP_DIR/json")" true \
			"an array of flat objects: $object"
		# shellcheck disable=SC2086
		hv -j -s $object show >"$TMP_DIR/json"
		check_eq "$(jq -c "$names" "$TMP_DIR/json")" "[]" \
			"names with a character of their own: $object"
		# shellcheck disable=SC2086
		check_eq "$(jq -c '[.[] | del(.stats)]' "$TMP_DIR/json")" \
			"$(hv -j $object show)" "-s adds stats alone: $object"
	done
	log_test "JSON is an array of flat objects, -s adds stats"
}

pretty()
{
	check_eq "$(hv -j -p subport show tap1 native | head -n 4)" \
		'[
    {
        "bridge": "br-trunk",
        "dev": "tap1",' "the first lines"
	check_eq "$(hv -p -j show | jq -c .)" "$(hv -j show)" \
		"the same, without the blanks"
	shows "$(hv trunk show)" -p trunk show
	log_test "-p indents JSON"
}

vlan_got_a_subport()
{
	run hv subport add tap1 vlan 20 network child
	shows "tap1 up locked off announce off status active ports 3 bridge br-trunk" \
		-d trunk show tap1
	check_eq "$(hv show | grep "trunk    tap1")" \
		"  trunk    tap1  active  ports 3" "the trunk's line"
	run hv subport del tap1 vlan 20
	log_test "a VLAN that has got a subport is not missed any more"
}

tests_run
