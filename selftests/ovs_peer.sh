#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The peer is Open vSwitch with the kernel's datapath. Its one tunnel port
# takes key and remote from the flows:
#
#   PEER   under -- genev_sys_6081 -- br-int -- port5001 -- FAR_CHILD
#                                            -- port5002 -- FAR_PARENT
#
# What else there is, is drawn in peer.sh.

ALL_TESTS="
	ping_both_ways
	tcp_both_ways
	broadcast_both_ways
	large_packets
	parents
	keys_at_the_peer
	datapath_flows
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peer.sh
. "$SELFTESTS/peer.sh"

# Installed, or unpacked by scripts/openvswitch.
: "${VTRUNK_OVS=}"
PATH+=:$VTRUNK_OVS/usr/bin:$VTRUNK_OVS/usr/sbin
PATH+=:$VTRUNK_OVS/usr/lib/openvswitch-switch
require arping python3 ovs-appctl ovs-ofctl ovs-vsctl ovs-vswitchd \
	ovsdb-server ovsdb-tool

setup()
{
	peer_topo
	peer_ports
	ovs_start
	in_ns "$PEER" ovs-vsctl \
		-- add-br br-int -- set-fail-mode br-int secure \
		-- add-port br-int port5001 \
		-- add-port br-int port5002 \
		-- add-port br-int gnv \
		-- set interface gnv type=geneve options:key=flow \
			options:remote_ip=flow
	ovs_flows 5001
	ovs_flows 5002
	peer_addresses
}

ovs_start()
{
	export OVS_RUNDIR=$TMP_DIR/ovs OVS_LOGDIR=$TMP_DIR/ovs
	export OVS_SYSCONFDIR=$TMP_DIR/ovs OVS_DBDIR=$TMP_DIR/ovs

	mkdir "$OVS_RUNDIR"
	modprobe openvswitch
	ovsdb-tool create "$OVS_DBDIR/conf.db" \
		"$VTRUNK_OVS/usr/share/openvswitch/vswitch.ovsschema"
	background OVSDB_PID ip netns exec "$PEER" ovsdb-server \
		--remote="punix:$OVS_RUNDIR/db.sock" \
		"$OVS_DBDIR/conf.db" 2>"$OVS_RUNDIR/ovsdb.log"
	busywait "$WAIT_MS" test -S "$OVS_RUNDIR/db.sock"
	in_ns "$PEER" ovs-vsctl --no-wait init
	background VSWITCHD_PID ip netns exec "$PEER" ovs-vswitchd --pidfile \
		2>"$OVS_RUNDIR/vswitchd.log"
}

# ovs_flows VNI: between the tunnel port and the port of that name.
ovs_flows()
{
	in_ns "$PEER" ovs-ofctl add-flow br-int "in_port=port$1,\
actions=set_field:$1->tun_id,set_field:192.0.2.1->tun_dst,output:gnv"
	in_ns "$PEER" ovs-ofctl add-flow br-int \
		"in_port=gnv,tun_id=$1,tun_src=192.0.2.1,actions=output:port$1"
}

# Of the OpenFlow flow; the datapath reports to it now and then.
peer_packets()
{
	local match="in_port=port$2"

	[ "$1" = out ] || match="in_port=gnv,tun_id=$2"
	in_ns "$PEER" ovs-appctl revalidator/wait
	in_ns "$PEER" ovs-ofctl dump-aggregate br-int "$match" |
		sed 's/.*packet_count=\([0-9]*\).*/\1/'
}

# What the kernel really matched and did.
datapath_flows()
{
	local flows

	ping_ok "$VM1" 203.0.113.2
	flows=$(in_ns "$PEER" ovs-appctl dpctl/dump-flows --names)
	grep -qE 'tunnel\(tun_id=0x1389,src=192\.0\.2\.1,.*'\
'in_port\(genev_sys_6081\).*eth_type\(0x0800\).*actions:port5001$' \
		<<<"$flows"
	check_err $? "no flow takes key 0x1389 to port5001"
	grep -qE 'in_port\(port5001\).*eth_type\(0x0800\).*'\
'actions:set\(tunnel\(tun_id=0x1389,dst=192\.0\.2\.1,.*genev_sys_6081$' \
		<<<"$flows"
	check_err $? "no flow takes port5001 to key 0x1389"
	grep -qE 'vlan|0x8100' <<<"$flows"
	check_fail $? "the datapath sees a tag"
	((RET == 0)) || note "$flows"
	log_test "the kernel's datapath has the key and no tag"
}

tests_run
