#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Networks of mode ovn, as they are configured and shown, and what is refused:
#
#       br-trunk 192.0.2.1 -- remotes 192.0.2.2, 192.0.2.3
#         child (5001) and parent (5002) of mode ovn, plain (5003) of mode vni
#         tap1: native parent key 1, vlan 100 child key 1, vlan 103 plain
#         tap2: vlan 200 child key 2

ALL_TESTS="
	mode_is_shown
	mode_stays
	key_is_needed
	key_is_unique
	key_in_mode_vni
	set_of_ports
	fdb_entries
	bridge_fdb
	addresses
	reports
	state_file
	state_file_faults
	keys_change_hands
	groups
	group_refusals
	groups_in_files
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=events.sh
. "$SELFTESTS/events.sh"
require bridge

setup()
{
	topo_hypervisors
	ip -n "$HV1" link add tap1 type veth peer name vm1
	ip -n "$HV1" link add tap2 type veth peer name vm2
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add child vni 5001 mode ovn
		network add parent vni 5002 mode ovn
		network add plain vni 5003
		remote add 192.0.2.2
		remote add 192.0.2.3
		trunk add tap1
		subport add tap1 native network parent key 1
		subport add tap1 vlan 100 network child key 1
		subport add tap1 vlan 103 network plain
		trunk add tap2
		subport add tap2 vlan 200 network child key 2
		fdb add 02:00:00:00:00:04 network child remote 192.0.2.2 key 41
	END
}

tool()
{
	run trunkctl -n "$HV1" "$@"
}

# refused LINE WORD...: by trunkctl in HV1.
refused()
{
	refuses "trunkctl: $1" trunkctl -n "$HV1" "${@:2}"
}

# asks FILTER WORD...: what jq makes of the answer.
asks()
{
	trunkctl -n "$HV1" -j "${@:2}" | jq -c "$1"
}

mode_is_shown()
{
	check_eq "$(asks 'map([.name, .mode, .unknown])' network show)" \
		'[["child","ovn","marked"],["parent","ovn","marked"],["plain","vni","flood"]]' \
		"the networks"
	check_eq "$(trunkctl -n "$HV1" network show child)" \
		"child vni 5001 mode ovn ports 2 remotes 2 fdb 1 bridge br-trunk" \
		"network show"
	check_eq "$(asks 'map(.key)' subport show tap1)" "[1,1,null]" "keys"
	check_eq "$(asks '.[0] | [.ip, .key]' fdb show)" '["192.0.2.2",41]' \
		"the entry"
	log_test "modes and keys are shown"
}

mode_stays()
{
	tool network set child mode ovn mtu 1400
	tool network set child mtu auto
	refused "network set: the wire mode of a network is chosen when it is made (EINVAL)" \
		network set child mode vni
	refused "network set: the wire mode of a network is chosen when it is made (EINVAL)" \
		network set 5003 mode ovn
	log_test "the mode of a network stays"
}

key_is_needed()
{
	local sentence="a port of an ovn network needs a key (EINVAL)"

	refused "subport add: $sentence" \
		subport add tap2 vlan 201 network child
	refused "subport add: $sentence" \
		subport add tap2 vlan 201 network child key 0
	refused "subport replace: $sentence" \
		subport replace tap2 vlan 200 network child
	refused "subport set: $sentence" subport set tap2 vlan 200 key 0
	refused "subport set: $sentence" \
		subport set tap1 vlan 103 network child
	tool subport set tap1 vlan 103 network child key 3
	tool subport set tap1 vlan 103 network plain
	check_eq "$(asks '.[0].key' subport show tap1 vlan 103)" 3 \
		"the key, back in mode vni"
	tool subport set tap1 vlan 103 key 0
	log_test "a port of mode ovn has a key"
}

key_is_unique()
{
	refused "subport add: a port of child already has this key (EEXIST)" \
		subport add tap2 vlan 201 network child key 1
	refused "subport set: a port of this network already has this key (EEXIST)" \
		subport set tap2 vlan 200 key 1
	refused "subport set: a port of parent already has this key (EEXIST)" \
		subport set tap1 vlan 100 network parent
	tool subport set tap2 vlan 200 key 2
	tool subport set tap2 vlan 200 key 9
	tool subport add tap2 vlan 201 network child key 2
	tool subport del tap2 vlan 201
	tool subport set tap2 vlan 200 key 2
	log_test "no two ports of a network have one key"
}

key_in_mode_vni()
{
	tool subport set tap1 vlan 103 key 1
	refused "subport add: a port of plain already has this key (EEXIST)" \
		subport add tap2 vlan 203 network plain key 1
	tool subport set tap1 vlan 103 key 0
	check_eq "$(asks '.[0] | has("key")' subport show tap1 vlan 103)" \
		false "the key is there"
	log_test "a port of mode vni may have a key, and lose it"
}

# loads SET...: into tap2, a line each.
loads()
{
	printf '%s\n' "$@" >"$TMP_DIR/set"
	trunkctl -n "$HV1" trunk load tap2 "$TMP_DIR/set"
}

set_of_ports()
{
	local at="trunkctl: $TMP_DIR/set"

	refuses "$at:2: trunk load: a port of an ovn network needs a key (EINVAL)" \
		loads "vlan 5 network child key 5" "vlan 6 network child"
	refuses "$at:2: trunk load: this key is in the set twice (EINVAL)" \
		loads "vlan 5 network child key 5" "vlan 6 network child key 5"
	refuses "$at:3: trunk load: a port of child already has this key (EEXIST)" \
		loads "vlan 5 network child key 5" "vlan 7 network plain key 1" \
		"vlan 6 network child key 1"
	run loads "vlan 200 network child key 5" "vlan 6 network child key 2" \
		"vlan 7 network parent key 2" "vlan 8 network plain key 2"
	check_eq "$(asks 'map([.vlan, .key])' subport show tap2)" \
		"[[6,2],[7,2],[8,2],[200,5]]" "VLANs and keys"
	run loads "vlan 200 network child key 2"
	log_test "a set of ports has keys, and may exchange them"
}

fdb_entries()
{
	local mac=02:00:00:00:00:05

	refused "fdb add: an FDB entry at a remote of an ovn network needs a key (EINVAL)" \
		fdb add "$mac" network child remote 192.0.2.2
	refused "fdb add: a key goes with a remote of an ovn network (EINVAL)" \
		fdb add "$mac" network plain remote 192.0.2.2 key 5
	tool fdb add "$mac" network child dev tap1 vlan 100
	refused "fdb set: an FDB entry at a remote of an ovn network needs a key (EINVAL)" \
		fdb set "$mac" network child remote 192.0.2.2
	tool fdb set "$mac" network child remote 192.0.2.2 key 5
	tool fdb set "$mac" network child remote 192.0.2.3
	check_eq "$(asks '.[0] | [.ip, .key, .type]' fdb show mac "$mac")" \
		'["192.0.2.3",5,"static"]' "the entry, at another remote"
	tool fdb set "$mac" network child remote 192.0.2.3 key 6 sticky
	check_eq "$(asks '.[0] | [.ip, .key, .type]' fdb show mac "$mac")" \
		'["192.0.2.3",6,"sticky"]' "the entry, with another key"
	tool fdb set "$mac" network child dev tap2 vlan 200
	check_eq "$(asks '.[0] | [.dev, .key]' fdb show mac "$mac")" \
		'["tap2",null]' "the entry, at a port"
	tool fdb del "$mac" network child
	check_eq "$(asks '.[0].fdb_count' network show child)" 1 \
		"entries of the network"
	log_test "an entry at a remote of mode ovn has a key, and no other has"
}

bridge_fdb()
{
	said 255 "Error: an FDB entry at a remote of an ovn network needs a key, which trunkctl gives it." \
		bridge -n "$HV1" fdb add 02:00:00:00:00:05 dev br-trunk \
		dst 192.0.2.2 src_vni 5001
	unchanged "bridge fdb add"
	check_eq "$(bridge -n "$HV1" fdb show dev br-trunk | sed 's/ $//')" \
		"02:00:00:00:00:04 dst 192.0.2.2 src_vni 5001 self static" \
		"bridge fdb show"
	run bridge -n "$HV1" fdb add 02:00:00:00:00:05 dev br-trunk via tap1 \
		vlan 100
	run bridge -n "$HV1" fdb del 02:00:00:00:00:05 dev br-trunk via tap1 \
		vlan 100
	log_test "bridge fdb shows entries with keys, and makes those without"
}

addresses()
{
	local mac=02:00:00:00:00:06

	refused "subport set: 02:00:00:00:00:04 already has a configured FDB entry in this network (EEXIST)" \
		subport set tap1 vlan 100 address 02:00:00:00:00:04
	tool subport set tap1 vlan 100 address "$mac,10.0.33.6"
	check_eq "$(asks 'map([.dev, .vlan, .key, .type])' fdb show mac "$mac")" \
		'[["tap1",100,null,"static"]]' "the entry"
	check_eq "$(asks '.[0] | [.key, .addresses]' subport show tap1 vlan 100)" \
		"[1,[\"$mac,10.0.33.6\"]]" "the port"
	refused "fdb set: $mac is an address of a port, which has to give it up first (EBUSY)" \
		fdb set "$mac" network child remote 192.0.2.2 key 5
	tool subport set tap1 vlan 100 network parent key 3
	check_eq "$(asks 'map([.network, .key, .type])' fdb show mac "$mac")" \
		'[["parent",null,"static"]]' "the entry, in the other network"
	tool subport set tap1 vlan 100 network child key 1 address none
	check_eq "$(asks . fdb show mac "$mac")" "[]" "the entry afterwards"
	log_test "an address of a port of mode ovn is an entry without a key"
}

reports()
{
	local events=$TMP_DIR/events

	ip -n "$HV1" link add br-mark type vtrunk
	defer ip -n "$HV1" link del br-mark
	export TRUNKCTL_BRIDGE=br-trunk
	defer unset TRUNKCTL_BRIDGE
	monitor "$events" -j network subport fdb
	tool network add more vni 5009 mode ovn
	tool subport set tap2 vlan 200 key 7
	tool subport set tap2 vlan 200 key 2
	tool fdb add 02:00:00:00:00:05 network child remote 192.0.2.3 key 43
	tool fdb set 02:00:00:00:00:05 network child remote 192.0.2.3 key 44
	tool fdb del 02:00:00:00:00:05 network child
	tool network del more
	busywait "$WAIT_MS" has_text '"del","object":"network".*"name":"more"' \
		"$events"
	check_err $? "the last event did not come"
	check_eq "$(grep -v br-mark "$events" |
		jq -r '"\(.event) \(.object) \(.mode) \(.key)"')" \
		"new network ovn null
new subport null 7
new subport null 2
new fdb null 43
new fdb null 44
del fdb null 44
del network ovn null" "events"
	log_test "monitor tells modes and keys"
}

# diff_is LINE...: between the file and what there is.
diff_is()
{
	check_eq "$(trunkctl -n "$HV1" diff "$TMP_DIR/state" 2>&1)" \
		"$([ $# = 0 ] || printf '%s\n' "$@")" "diff"
}

state_file()
{
	run trunkctl -n "$HV1" dump >"$TMP_DIR/state"
	cp "$TMP_DIR/state" "$TMP_DIR/dumped"
	check_eq "$(grep -c 'unknown' "$TMP_DIR/state")" 0 \
		"lines about unknown unicast, which is as usual"
	diff_is
	tool bridge del br-trunk
	tool apply "$TMP_DIR/state" >/dev/null
	check_eq "$(trunkctl -n "$HV1" dump)" "$(cat "$TMP_DIR/dumped")" \
		"what was applied"
	tool network set parent unknown flood
	diff_is "network set parent unknown marked bridge br-trunk"
	tool apply "$TMP_DIR/state" >/dev/null
	sed -i 's/key: 41/key: 42/' "$TMP_DIR/state"
	diff_is "fdb del 02:00:00:00:00:04 network child bridge br-trunk" \
		"fdb add 02:00:00:00:00:04 network child remote 192.0.2.2 key 42 static bridge br-trunk"
	log_test "dump and apply know modes and keys"
}

# faulty SED FAULT: the dumped file, edited, is wrong in this way.
faulty()
{
	sed "$1" "$TMP_DIR/dumped" >"$TMP_DIR/state"
	cmp -s "$TMP_DIR/state" "$TMP_DIR/dumped"
	check_fail $? "sed $1 changes nothing"
	trunkctl -n "$HV1" diff "$TMP_DIR/state" >/dev/null 2>"$TMP_DIR/err"
	check_fail $? "the file is taken, with $1"
	has_text "$2" "$TMP_DIR/err"
	check_err $? "no \"$2\" in: $(cat "$TMP_DIR/err")"
}

state_file_faults()
{
	trunkctl -n "$HV1" dump >"$TMP_DIR/dumped"
	faulty '/vlan: 200/,/key:/{/key:/d}' \
		"tap2 vlan 200 needs a key in network child, whose mode is ovn"
	faulty '/vlan: 200/,/key:/s/key: 2$/key: 1/' \
		"key 1 of network child is that of tap1 vlan 100 already"
	faulty '/key: 41/d' \
		"an entry at a remote needs a key in network child, whose mode is ovn"
	faulty "/^ *fdb:/,\$s/network: child/network: plain/" \
		"a key goes with a remote of a network whose mode is ovn"
	log_test "a state file that lacks a key, or has one twice, is refused"
}

keys_change_hands()
{
	trunkctl -n "$HV1" dump >"$TMP_DIR/dumped"
	sed '/vlan: 200/,/key:/s/key: 2$/key: 1/
		/vlan: 100/,/key:/s/key: 1$/key: 2/' "$TMP_DIR/dumped" \
		>"$TMP_DIR/state"
	diff_is "subport set tap1 vlan 100 key 32767" \
		"subport set tap2 vlan 200 key 32766" \
		"subport set tap1 vlan 100 key 2" \
		"subport set tap2 vlan 200 key 1"
	tool apply "$TMP_DIR/state" >/dev/null
	diff_is
	tool apply "$TMP_DIR/dumped" >/dev/null
	log_test "two ports exchange their keys by a state file"
}

add_group()
{
	tool group add 40000 network child mac 01:00:5e:01:01:01 \
		dev tap1 vlan 100 remote 192.0.2.2 dev tap2 vlan 200
	defer_quietly trunkctl -n "$HV1" group del 40000 network child
}

members()
{
	asks '.[0].members | map([.dev, .vlan, .ip])' group show network child
}

groups()
{
	add_group
	check_eq "$(members)" \
		'[["tap1",100,null],["tap2",200,null],[null,null,"192.0.2.2"]]' \
		"members"
	check_eq "$(trunkctl -n "$HV1" group show)" \
		"40000 network child vni 5001 mac 01:00:5e:01:01:01 dev tap1 vlan 100 dev tap2 vlan 200 remote 192.0.2.2 bridge br-trunk" \
		"group show"
	tool group add 33000 network child
	tool group add 33000 network parent dev tap1 native
	check_eq "$(asks 'map([.network, .key, (.members | length)])' \
		group show)" \
		'[["child",33000,0],["child",40000,3],["parent",33000,1]]' "groups"
	tool subport set tap2 vlan 200 name p
	tool group del 40000 network child remote 192.0.2.2
	check_eq "$(members | jq -c 'length')" 0 "members of 33000"
	tool group del 33000 network child
	check_eq "$(members)" '[["tap1",100,null],["tap2",200,null]]' \
		"members, one less"
	tool subport del tap2 vlan 200
	check_eq "$(members)" '[["tap1",100,null]]' "members, another less"
	tool subport add tap2 vlan 200 network child key 2
	tool remote del 192.0.2.3
	tool group add 33000 network parent remote 192.0.2.2
	tool remote del 192.0.2.2
	tool remote add 192.0.2.2
	tool remote add 192.0.2.3
	check_eq "$(asks '.[0].members | length' group show network parent)" 1 \
		"members of parent's, without the remote"
	tool group del 33000 network parent
	tool fdb add 02:00:00:00:00:04 network child remote 192.0.2.2 key 41
	log_test "groups have members, who leave them with their port or remote"
}

group_refusals()
{
	add_group
	refused "group add: groups are those of ovn networks (EINVAL)" \
		group add 40000 network plain
	refused "group add: this group is there by itself (EEXIST)" \
		group add 32768 network child dev tap1 vlan 100
	refused "group add: this group is there by itself (EEXIST)" \
		group add 32769 network child
	refused "group add: this group is there by itself (EEXIST)" \
		group add 32772 network child
	refused "group add: this group is there already (EEXIST)" \
		group add 40000 network child
	refused "group add: a member that is to be added is one already (EEXIST)" \
		group add 40000 network child dev tap1 vlan 100
	refused "group add: a member that is to be added is one already (EEXIST)" \
		group add 40001 network parent dev tap1 native dev tap1 native
	refused "group add: tap1 native is not in child (ENOENT)" \
		group add 40000 network child dev tap1 native
	refused "group add: tap1 vlan 9 does not exist (ENOENT)" \
		group add 40000 network child dev tap1 vlan 9
	refused "group add: 192.0.2.9 is not a remote of child (ENOENT)" \
		group add 40000 network child remote 192.0.2.9
	refused "group add: the MAC of a group is chosen when it is made (EINVAL)" \
		group add 40000 network child mac 01:00:5e:01:01:02 \
		remote 192.0.2.3
	refused "group add: 01:00:5e:01:01:01 is that of another group of the network (EEXIST)" \
		group add 40001 network child mac 01:00:5e:01:01:01
	refused "group del: this group does not exist (ENOENT)" \
		group del 40001 network child
	refused "group del: this group does not exist (ENOENT)" \
		group del 32768 network child
	refused "group del: a member that is to be removed is none (ENOENT)" \
		group del 40000 network child remote 192.0.2.3
	log_test "what groups cannot be"
}

groups_in_files()
{
	trunkctl -n "$HV1" dump >"$TMP_DIR/without"
	add_group
	trunkctl -n "$HV1" dump >"$TMP_DIR/state"
	cp "$TMP_DIR/state" "$TMP_DIR/dumped"
	diff_is
	tool apply "$TMP_DIR/without" >/dev/null
	check_eq "$(asks length group show)" 0 "groups"
	tool apply "$TMP_DIR/state" >/dev/null
	check_eq "$(trunkctl -n "$HV1" dump)" "$(cat "$TMP_DIR/dumped")" \
		"what was applied"
	tool bridge del br-trunk
	tool apply "$TMP_DIR/state" >/dev/null
	check_eq "$(trunkctl -n "$HV1" dump)" "$(cat "$TMP_DIR/dumped")" \
		"what was applied, from nothing"
	tool group del 40000 network child dev tap2 vlan 200
	diff_is "group add 40000 network child dev tap2 vlan 200 bridge br-trunk"
	faulty "/^ *groups:/,\$s/network: child/network: plain/" \
		"groups are those of networks whose mode is ovn"
	log_test "dump and apply know groups"
}

tests_run
