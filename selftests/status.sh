#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The status of trunks and ports follows what the data path can do, and a change
# of it is reported, once:
#
#       br-trunk 192.0.2.1 --- underlay, MTU 1600 --- 192.0.2.2, of child alone
#         tap1 (a veth, whose other end is vm1): native alone, vlan 100 child
#         tap2: vlan 200 child

ALL_TESTS="
	carrier
	set_down
	bridge_down
	uplink_gone
	uplink_down
	remotes
	network_mtu
	underlay_mtu
	route_mtu
	ports_come_and_go
	ports_loaded
	no_news
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=events.sh
. "$SELFTESTS/events.sh"

setup()
{
	topo_hypervisors
	ip -n "$HV1" -b - <<-'END'
		link add br-mark type vtrunk
		link add tap1 up type veth peer name vm1
		link set vm1 up
		link add tap2 up type dummy
	END
	export TRUNKCTL_BRIDGE=br-trunk
	hv -b - <<-'END'
		bridge add br-trunk local 192.0.2.1
		network add alone vni 5002
		network add child vni 5001
		remote add 192.0.2.2 network child
		trunk add tap1 network alone
		subport add tap1 vlan 100 network child
		trunk add tap2
		subport add tap2 vlan 200 network child
	END
	busywait "$WAIT_MS" shows_all active
	monitor "$EVENTS" -j
	mark
}

shows_all()
{
	[ "$(statuses | cut -d ' ' -f 4 | sort -u)" = "$1" ]
}

# What show says, in the form of as_events.
statuses()
{
	hv -j -b - <<-'END' | as_events
		subport show
		trunk show
	END
}

# as_events: "subport DEV VID STATUS" or "trunk DEV - STATUS" of objects on
# stdin, "gone" if it is deleted; those of other kinds are left out.
as_events()
{
	jq -rs 'flatten | .[] | select(.dev and .status)
		| "\(if .selector then "subport" else "trunk" end) \(.dev)" +
		  " \(.vlan // "-")" +
		  " \(if .event == "del" then "gone" else .status end)"'
}

# reports STATUSES COMMAND...: these and no others, ports before trunks. A
# carrier and a route take their time, so they are waited for. What comes later
# is seen by the next one.
reports()
{
	local want=$1 got
	shift

	run "$@"
	busywait "$WAIT_MS" reported "$(wc -l <<<"$want")"
	got=$(events_from "$NEXT" | as_events)
	NEXT=$(($(wc -l <"$EVENTS") + 1))
	check_eq "$(sort <<<"$got")" "$want" "what is reported after: $*"
	check_eq "$(sort -s -k 1,1 <<<"$got")" "$got" "in order after: $*"
}

reported()
{
	[ "$(events_from "$NEXT" | grep -c '"status":')" -ge "$1" ]
}

# shown STATUSES: show says so too.
shown()
{
	check_eq "$(statuses | grep -Fx "$1" | sort)" "$1" "what is shown"
}

hv_link()
{
	ip -n "$HV1" link "$@"
}

TAP1_DOWN="subport tap1 - down
subport tap1 100 down
trunk tap1 - down"
TAP1_ACTIVE="subport tap1 - active
subport tap1 100 active
trunk tap1 - active"
CHILD_DEGRADED="subport tap1 100 degraded
subport tap2 200 degraded
trunk tap1 - degraded
trunk tap2 - degraded"
CHILD_ACTIVE="subport tap1 100 active
subport tap2 200 active
trunk tap1 - active
trunk tap2 - active"

carrier()
{
	reports "$TAP1_DOWN" hv_link set vm1 down
	shown "$TAP1_DOWN"
	reports "$TAP1_ACTIVE" hv_link set vm1 up
	log_test "without carrier a trunk and its ports are down"
}

set_down()
{
	reports "$TAP1_DOWN" hv trunk set tap1 down
	reports "$TAP1_ACTIVE" hv trunk set tap1 up
	reports "subport tap1 100 down" hv subport set tap1 vlan 100 down
	reports "subport tap1 100 active" hv subport set tap1 vlan 100 up
	log_test "a trunk takes its ports down, a port that is set down is alone"
}

bridge_down()
{
	reports "subport tap1 - down
subport tap1 100 down
subport tap2 200 down
trunk tap1 - down
trunk tap2 - down" hv_link set br-trunk down
	reports "subport tap1 - active
$CHILD_ACTIVE" hv_link set br-trunk up
	log_test "with the bridge down all are down"
}

uplink_gone()
{
	reports "$CHILD_DEGRADED" hv_link del genev_sys_6081
	shown "$CHILD_DEGRADED"
	reports "subport tap1 100 down
trunk tap1 - active" hv subport set tap1 vlan 100 down
	reports "subport tap1 100 degraded
trunk tap1 - degraded" hv subport set tap1 vlan 100 up
	run hv_link add genev_sys_6081 up type geneve external
	reports "$CHILD_ACTIVE" hv bridge set br-trunk uplink genev_sys_6081
	log_test "without uplink the ports that need it are degraded"
}

uplink_down()
{
	reports "$CHILD_DEGRADED" hv_link set genev_sys_6081 down
	reports "$CHILD_ACTIVE" hv_link set genev_sys_6081 up
	log_test "so they are while the uplink is down"
}

remotes()
{
	reports "$CHILD_DEGRADED" hv bridge set br-trunk uplink none
	reports "$CHILD_ACTIVE" hv remote set 192.0.2.2 network child down
	reports "$CHILD_DEGRADED" hv remote set 192.0.2.2 network child up
	reports "$CHILD_ACTIVE" hv remote del 192.0.2.2 network child
	reports "$CHILD_DEGRADED" hv remote add 192.0.2.2 network child
	reports "$CHILD_ACTIVE" hv bridge set br-trunk uplink genev_sys_6081
	log_test "a network needs an uplink while it has a remote that is up"
}

network_mtu()
{
	reports "$CHILD_DEGRADED" hv network set child mtu 1551
	reports "$CHILD_ACTIVE" hv network set child mtu 1550
	reports "$CHILD_DEGRADED" hv network set child mtu 1279
	reports "$CHILD_ACTIVE" hv network set child mtu auto
	log_test "an MTU beyond the path's, or too small for IPv6, degrades"
}

underlay_mtu()
{
	reports "$CHILD_DEGRADED" hv_link set under mtu 1329
	reports "$CHILD_ACTIVE" hv_link set under mtu 1600
	log_test "an underlay whose MTU leaves less than 1280 degrades"
}

route_mtu()
{
	reports "$CHILD_DEGRADED" ip -n "$HV1" route add 192.0.2.2 dev under \
		mtu 1329
	reports "$CHILD_ACTIVE" ip -n "$HV1" route del 192.0.2.2 dev under
	log_test "and so does a route"
}

ports_come_and_go()
{
	reports "$CHILD_DEGRADED" hv bridge set br-trunk uplink none
	reports "subport tap1 100 gone
trunk tap1 - active" hv subport del tap1 vlan 100
	reports "subport tap1 100 degraded
trunk tap1 - degraded" hv subport add tap1 vlan 100 network child
	reports "subport tap1 100 active
trunk tap1 - active" hv subport set tap1 vlan 100 network alone
	reports "subport tap1 100 degraded
trunk tap1 - degraded" hv subport set tap1 vlan 100 network child
	reports "$CHILD_ACTIVE" hv bridge set br-trunk uplink genev_sys_6081
	log_test "the status of a trunk follows its ports"
}

load()
{
	printf '%s\n' "$@" | hv trunk load tap1 -
}

ports_loaded()
{
	reports "$CHILD_DEGRADED" hv bridge set br-trunk uplink none
	reports "trunk tap1 - active" load "native network alone"
	reports "trunk tap1 - degraded" \
		load "native network alone" "vlan 100 network child"
	reports "$CHILD_ACTIVE" hv bridge set br-trunk uplink genev_sys_6081
	log_test "and a set of ports that is loaded"
}

no_news()
{
	mark
	caused ip -n "$HV1" -b - <<-'END'
		link set tap1 promisc on
		link set tap1 promisc off
		link set under mtu 1500
		link set under mtu 1600
		route add 192.0.2.2 dev under mtu 1400
		route del 192.0.2.2 dev under
	END
	check_eq "$GOT" "" "what is reported"
	caused hv remote set 192.0.2.2 network child up
	check_eq "$(as_events <<<"$GOT")" "" "what is reported of trunks"
	log_test "what changes no status is not reported"
}

tests_run
