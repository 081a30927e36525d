#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# State files: what dump prints, apply makes; what stays is not touched; what
# fails is undone. The taps lead nowhere but for two, which a network joins.

ALL_TESTS="
	makes_everything
	second_changes_nothing
	dump_is_identity
	json_is_identity
	swaps
	stays_untouched
	restores
	restores_nothing
	pending
	one_trunk
	other_bridges
	removes
	locked_is_refused
	faults_before_changes
	folder
	one_of_many
	many
"

# How many trunks of 64 subports are made; selftests/bench/config measures.
MANY=100

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

SCHEMA=$SELFTESTS/../tools/obj/state.schema.json
[ -e "$SCHEMA" ] || SCHEMA=/usr/share/vtrunk/state.schema.json

setup()
{
	topo_hypervisor
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV1" tap2 2
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	cat >"$TMP_DIR/whole.yaml" <<-'END'
		version: 1
		bridges:
		  br-trunk:
		    local: [192.0.2.1, "2001:db8::1"]
		    ageing: 3000
		    fdb_max: 1000
		    remotes: [192.0.2.2, 2001:db8::2, {ip: 192.0.2.3, up: false}]
		    networks:
		      parent: {vni: 5002, unknown: marked, learn: false}
		      child: {vni: 5001, mtu: 1450, remotes: [192.0.2.9]}
		      other: {vni: 5003, l2cp: true}
		    trunks:
		      tap1:
		        native: {network: parent, name: p1}
		        subports:
		          - {vlan: 100, network: child, name: c1}
		          - {vlan: 101, network: 5001, qinq: true, unknown: true, local_only: true}
		      tap2:
		        subports:
		          - {vlan: 200, network: child, name: c2}
		          - {vlan: 201, network: other, up: false, locked: true}
		    fdb:
		      - {mac: "02:00:00:00:00:09", network: child, dev: tap1, vlan: 100}
		      - {mac: "02:00:00:00:00:0a", network: parent, remote: 192.0.2.2, type: sticky}
		    handover: queue
	END
}

tool()
{
	run trunkctl -n "$HV1" "$@"
}

whole()
{
	tool apply "$TMP_DIR/whole.yaml" >/dev/null
}

# file_with SED...: the whole file, edited.
file_with()
{
	sed "$@" "$TMP_DIR/whole.yaml" >"$TMP_DIR/edited.yaml"
}

# configured: the configuration, without numbers of devices.
configured()
{
	trunkctl -n "$HV1" dump
}

# differs FILE COMMAND...: diff prints exactly these lines.
differs()
{
	local file=$1 status
	shift

	trunkctl -n "$HV1" diff "$file" >"$TMP_DIR/diff" 2>"$TMP_DIR/diff.err"
	status=$?
	check_eq "$(cat "$TMP_DIR/diff")" "$(printf '%s\n' "$@")" "diff $file"
	check_eq "$status" "$(($# > 0))" "exit status of diff"
}

# refused TEXT COMMAND...: with that on stderr, whole, and exit status 1.
refused()
{
	local text=$1 status
	shift

	trunkctl -n "$HV1" "$@" >/dev/null 2>"$TMP_DIR/err"
	status=$?
	check_eq "$(cat "$TMP_DIR/err")" "$text" "$*"
	check_eq "$status" 1 "exit status of $*"
}

makes_everything()
{
	whole
	check_eq "$(trunkctl -n "$HV1" show | wc -l)" 15 "lines of show"
	check_eq "$(trunkctl -n "$HV1" -j subport show tap1 vlan 101 |
		jq -r '.[] | "\(.network) \(.qinq) \(.unknown) \(.local_only)"')" \
		"child true true true" "a subport"
	check_eq "$(trunkctl -n "$HV1" -j fdb show mac 02:00:00:00:00:0a |
		jq -r '.[] | "\(.ip) \(.type)"')" "192.0.2.2 sticky" "an entry"
	log_test "apply makes bridge, networks, remotes, trunks, ports, entries"
}

# What is subscribed to is not said, so events are made until one comes.
listens()
{
	tool network set other mtu 1300
	tool network set other mtu auto
	[ -s "$TMP_DIR/events" ]
}

second_changes_nothing()
{
	local lines

	"$TRUNKCTL" -n "$HV1" monitor >"$TMP_DIR/events" &
	defer stop_process $!
	busywait "$WAIT_MS" listens
	check_err $? "no event"
	tool network set other mtu 1401
	busywait "$WAIT_MS" has_text "mtu 1401" "$TMP_DIR/events"
	lines=$(wc -l <"$TMP_DIR/events")
	whole
	check_eq "$(trunkctl -n "$HV1" apply "$TMP_DIR/whole.yaml")" "" \
		"what the second apply does"
	# Events keep their order: when this one is there, all are.
	tool network set other mtu 1500
	busywait "$WAIT_MS" has_text "mtu 1500" "$TMP_DIR/events"
	check_err $? "no event of the change"
	# One for the mtu that the first took back, one for the last.
	check_eq "$(wc -l <"$TMP_DIR/events")" "$((lines + 2))" "events"
	tool network set other mtu auto
	log_test "the second apply sends nothing"
}

dump_is_identity()
{
	configured >"$TMP_DIR/dump.yaml"
	differs "$TMP_DIR/dump.yaml"
	tool bridge del br-trunk
	tool apply "$TMP_DIR/dump.yaml" >/dev/null
	check_eq "$(configured)" "$(cat "$TMP_DIR/dump.yaml")" "dump of a dump"
	differs "$TMP_DIR/whole.yaml"
	log_test "dump | apply brings back all of it"
}

json_is_identity()
{
	trunkctl -n "$HV1" dump json >"$TMP_DIR/dump.json"
	jq -e '.version == 1 and .bridges["br-trunk"].trunks.tap2.subports[1]
		== {vlan: 201, network: "other", up: false, locked: true}' \
		"$TMP_DIR/dump.json" >/dev/null
	check_err $? "types in JSON: $(cat "$TMP_DIR/dump.json")"
	differs "$TMP_DIR/dump.json"
	if [ -e "$SCHEMA" ]; then
		python3 -W ignore -m jsonschema -i "$TMP_DIR/dump.json" \
			"$SCHEMA" >"$TMP_DIR/out" 2>&1
		check_err $? "the schema refuses it: $(head -n 3 "$TMP_DIR/out")"
	fi
	log_test "JSON: types as such, and the identity too"
}

swaps()
{
	file_with -e 's/parent: {vni: 5002/X: {vni: 5002/' \
		-e 's/child: {vni: 5001/parent: {vni: 5001/' \
		-e 's/X: {vni/child: {vni/' -e 's/name: p1/name: X/' \
		-e 's/name: c1/name: p1/' -e 's/name: X/name: c1/' \
		-e 's/5001, qinq/parent, qinq/'
	tool apply "$TMP_DIR/edited.yaml" >/dev/null
	differs "$TMP_DIR/edited.yaml"
	whole
	differs "$TMP_DIR/whole.yaml"
	log_test "networks and ports can swap their names"
}

stays_untouched()
{
	local before
	ip netns exec "$VM1" ping -q -n -i 0.05 203.0.113.2 \
		>"$TMP_DIR/ping" 2>&1 &
	defer stop_process $!
	busywait "$WAIT_MS" counted 3
	check_err $? "VLAN 100 and 200 do not reach each other"
	before=$(received)
	file_with -e 's/vlan: 101/vlan: 102/' \
		-e 's/parent: {vni: 5002/upper: {vni: 5004/' \
		-e 's/network: parent/network: upper/'
	tool apply "$TMP_DIR/edited.yaml" >/dev/null
	busywait "$WAIT_MS" counted $((before + 3))
	check_err $? "traffic stopped, or counters went back"
	whole
	kill -INT $!
	wait $!
	check_eq "$(sed -n 's/.* \([0-9]*\)% packet loss.*/\1/p' \
		"$TMP_DIR/ping")" 0 "percent of packets lost"
	log_test "ports that stay keep counters, and lose no packet"
}

received()
{
	trunkctl -n "$HV1" -j -s subport show tap1 vlan 100 |
		jq '.[].stats.rx_packets'
}

counted()
{
	[ "$(received)" -ge "$1" ]
}

restores()
{
	local before

	before=$(configured)
	file_with -e 's/vlan: 100/vlan: 300/' -e 's/other: /else: /' \
		-e 's/network: other/network: else/' -e 's/^      tap2:/      lo:/' \
		-e 's/remotes: \[192.0.2.2,/remotes: [192.0.2.2, 192.0.2.7,/' \
		-e '/fdb:/,/sticky/d'
	refused "trunkctl: $TMP_DIR/edited.yaml:18: trunk add: lo is a loopback device (EINVAL)
trunkctl: apply: what was there before is restored" \
		apply "$TMP_DIR/edited.yaml"
	check_eq "$(configured)" "$before" "the configuration afterwards"
	log_test "a failure in the middle: what was there is restored"
}

restores_nothing()
{
	local before

	before=$(configured)
	sed -e 's/br-trunk/br-second/' -e 's/local:/dstport: 6082\n    local:/' \
		-e 's/tap1/lo/' "$TMP_DIR/whole.yaml" |
		sed '/tap2:/,$d' >"$TMP_DIR/edited.yaml"
	refused "trunkctl: $TMP_DIR/edited.yaml:14: trunk add: lo is a loopback device (EINVAL)
trunkctl: apply: what was there before is restored" \
		apply "$TMP_DIR/edited.yaml"
	check_eq "$(configured)" "$before" "the configuration afterwards"
	ip -n "$HV1" link show genev_sys_6082 >/dev/null 2>&1
	check_fail $? "a Geneve device is left behind"
	log_test "a bridge that fails in the middle is gone again"
}

pending()
{
	file_with -e 's/^    fdb:/      tap9: {native: {network: child}}\n    fdb:/'
	trunkctl -n "$HV1" apply "$TMP_DIR/edited.yaml" >"$TMP_DIR/out" \
		2>"$TMP_DIR/err"
	check_err $? "a tap that is not there is an error"
	check_eq "$(cat "$TMP_DIR/out" "$TMP_DIR/err")" \
		"trunkctl: $TMP_DIR/edited.yaml:22: apply: tap9 is pending: there is no such device" \
		"output"
	log_test "a tap that does not exist is pending"
}

one_trunk()
{
	local dev

	refused "trunkctl: apply: there is no device tap9 (ENODEV)" \
		apply "$TMP_DIR/edited.yaml" trunk tap9
	refused "trunkctl: apply: tap8 is not a trunk in $TMP_DIR/edited.yaml (ENOENT)" \
		apply "$TMP_DIR/edited.yaml" trunk tap8
	for dev in tap8 tap9; do
		check_eq "$(trunkctl -n "$HV1" apply "$TMP_DIR/edited.yaml" \
			trunk "$dev" optional 2>&1; echo $?)" 0 "$dev, optional"
	done
	tool subport set tap1 vlan 100 down
	adf_ip_link_add "$HV1" tap9 type dummy
	check_eq "$(trunkctl -n "$HV1" apply "$TMP_DIR/edited.yaml" \
		trunk tap9 optional)" \
		"trunk add tap9 bridge br-trunk
subport add tap9 native network child" "what is done"
	differs "$TMP_DIR/edited.yaml" "subport set tap1 vlan 100 up"
	whole
	log_test "apply FILE trunk DEV attaches that one, and looks at no other"
}

other_bridges()
{
	tool bridge add br-other dstport 6090 local 192.0.2.100
	defer run trunkctl -n "$HV1" bridge del br-other
	tool network add child vni 9 bridge br-other
	whole
	check_eq "$(trunkctl -n "$HV1" network show bridge br-other | wc -l)" 1 \
		"networks of another bridge"
	differs "$TMP_DIR/whole.yaml"
	log_test "a bridge that the file does not name is left alone"
}

removes()
{
	printf '%s\n' "version: 1" "bridges:" "  br-trunk:" \
		"    local: 192.0.2.1" >"$TMP_DIR/edited.yaml"
	tool subport set tap2 vlan 201 locked off
	tool apply "$TMP_DIR/edited.yaml" >/dev/null
	check_eq "$(trunkctl -n "$HV1" show | wc -l)" 1 "lines of show"
	differs "$TMP_DIR/edited.yaml"
	whole
	log_test "a list that is missing is empty"
}

locked_is_refused()
{
	tool trunk set tap1 locked on
	file_with -e 's/^      tap1:/&\n        locked: true/' \
		-e 's/vlan: 101/vlan: 103/'
	refused "trunkctl: $TMP_DIR/edited.yaml:3: subport del: tap1 is locked (EPERM)
trunkctl: apply: what was there before is restored" \
		apply "$TMP_DIR/edited.yaml"
	file_with -e 's/vlan: 101/vlan: 103/'
	tool apply "$TMP_DIR/edited.yaml" >/dev/null
	differs "$TMP_DIR/edited.yaml"
	whole
	log_test "a lock holds; a file without it opens it first"
}

faults_before_changes()
{
	local before

	before=$(configured)
	file_with -e 's/ageing/agein/' -e 's/mtu: 1450/mtu: 10/' \
		-e 's/vlan: 101/vlan: 4095/' -e 's/02:00:00:00:00:09/x/'
	refused "trunkctl: $TMP_DIR/edited.yaml:5: unknown key \"agein\" in a bridge, did you mean \"ageing\"?
trunkctl: $TMP_DIR/edited.yaml:10: mtu has to be auto or a number from 576 to 65535, not \"10\"
trunkctl: $TMP_DIR/edited.yaml:17: vlan has to be a number from 1 to 4094, not \"4095\"
trunkctl: $TMP_DIR/edited.yaml:23: \"x\" is not a MAC address" \
		apply "$TMP_DIR/edited.yaml"
	file_with -e 's/network: other/network: others/' -e 's/c2/c1/' \
		-e 's/vni: 5003/vni: 5001/' -e 's/, "2001:db8::1"//' \
		-e 's/vlan: 101/vlan: 100/'
	refused "trunkctl: $TMP_DIR/edited.yaml:21: br-trunk has no network others
trunkctl: $TMP_DIR/edited.yaml:11: vni 5001 is that of network child already
trunkctl: $TMP_DIR/edited.yaml:7: remote 2001:db8::2 needs an IPv6 address in local of br-trunk
trunkctl: $TMP_DIR/edited.yaml:17: tap1 vlan 100 is there twice
trunkctl: $TMP_DIR/edited.yaml:20: name c1 is that of tap1 vlan 100 already" \
		apply "$TMP_DIR/edited.yaml"
	check_eq "$(configured)" "$before" "the configuration afterwards"
	log_test "every fault is said with its line, before anything changes"
}

folder()
{
	mkdir "$TMP_DIR/folder"
	cp "$TMP_DIR/whole.yaml" "$TMP_DIR/folder/a.yaml"
	printf '%s\n' '{"version": 1, "bridges": {"br-more": {"dstport": 6083}}}' \
		>"$TMP_DIR/folder/b.json"
	echo "no state" >"$TMP_DIR/folder/README"
	check_eq "$(trunkctl -n "$HV1" apply "$TMP_DIR/folder")" \
		"bridge add br-more dstport 6083" "what is done"
	tool bridge del br-more
	cp "$TMP_DIR/whole.yaml" "$TMP_DIR/folder/c.yaml"
	trunkctl -n "$HV1" diff "$TMP_DIR/folder" 2>"$TMP_DIR/err"
	check_eq "$(head -n 1 "$TMP_DIR/err")" \
		"trunkctl: $TMP_DIR/folder/c.yaml:3: bridge br-trunk is in $TMP_DIR/folder/a.yaml:3 already" \
		"a bridge in two files"
	log_test "of a folder all state files are read"
}

# A trunk without ports gets them as one, and what is wrong with one of them is
# said as if it had come alone.
one_of_many()
{
	local before

	tool trunk del tap1
	tool subport set tap2 vlan 200 name taken
	before=$(configured)
	# shellcheck disable=SC2016 # the last line, to sed
	file_with -e 's/name: c1/name: taken/' -e 's/, name: c2//' \
		-e '/^    fdb:/,$d'
	refused "trunkctl: $TMP_DIR/edited.yaml:16: subport add: name taken is already that of a port of br-trunk (EEXIST)
trunkctl: apply: what was there before is restored" \
		apply "$TMP_DIR/edited.yaml" trunk tap1
	check_eq "$(configured)" "$before" "the configuration afterwards"
	whole
	differs "$TMP_DIR/whole.yaml"
	log_test "a port that is refused among many is named, with its line"
}

# many_file: MANY trunks of 64 subports each, in as many networks.
many_file()
{
	local i v

	printf '%s\n' "version: 1" "bridges:" "  br-trunk:" "    networks:"
	for ((v = 1; v <= 64; v++)); do
		echo "      n$v: {vni: $v}"
	done
	echo "    trunks:"
	for ((i = 1; i <= MANY; i++)); do
		echo "      many$i:"
		echo "        subports:"
		for ((v = 1; v <= 64; v++)); do
			echo "          - {vlan: $v, network: n$v, name: p$i-$v}"
		done
	done
}

many()
{
	tool bridge del br-trunk
	for ((i = 1; i <= MANY; i++)); do
		echo "link add name many$i type dummy"
	done | ip -n "$HV1" -b -
	many_file >"$TMP_DIR/many.yaml"
	tool apply "$TMP_DIR/many.yaml" >/dev/null
	check_eq "$(trunkctl -n "$HV1" -j subport show | jq length)" \
		$((MANY * 64)) "ports"
	check_eq "$(trunkctl -n "$HV1" apply "$TMP_DIR/many.yaml")" "" \
		"what the second apply does"
	configured >"$TMP_DIR/dump.yaml"
	differs "$TMP_DIR/dump.yaml"
	# The ports of two trunks swap their names.
	sed 's/name: p1-/name: X-/; s/name: p2-/name: p1-/; s/name: X-/name: p2-/' \
		"$TMP_DIR/dump.yaml" >"$TMP_DIR/edited.yaml"
	tool apply "$TMP_DIR/edited.yaml" >/dev/null
	differs "$TMP_DIR/edited.yaml"
	tool bridge del br-trunk
	tool apply "$TMP_DIR/dump.yaml" >/dev/null
	check_eq "$(configured | cksum)" "$(cksum <"$TMP_DIR/dump.yaml")" \
		"dump of a dump"
	printf '%s\n' "version: 1" "bridges: {br-trunk: {}}" |
		run trunkctl -n "$HV1" apply - >/dev/null
	check_eq "$(trunkctl -n "$HV1" show | wc -l)" 1 "lines of show"
	log_test "$MANY trunks of 64 subports come, are dumped, and go again"
}

tests_run
