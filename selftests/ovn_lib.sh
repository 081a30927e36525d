# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A real OVN in this machine: databases and ovn-northd, and nodes, which are
# namespaces with an Open vSwitch and an ovn-controller of their own. All talk
# over sockets in $TMP_DIR/ovn, so that nothing but Geneve is on the underlay.
#
#   central   ovsdb-server (northbound, southbound), ovn-northd
#   NODE      ovsdb-server, ovs-vswitchd, ovn-controller, br-int, genev_sys_6081
#
# A hypervisor without ovn-controller, ours, is made known by ovn_chassis.

# Installed, or unpacked by scripts/openvswitch.
: "${VTRUNK_OVS=}"
PATH+=:$VTRUNK_OVS/usr/bin:$VTRUNK_OVS/usr/sbin
PATH+=:$VTRUNK_OVS/usr/lib/openvswitch-switch
OVN_SHARE=$VTRUNK_OVS/usr/share
OVN_DIR=$TMP_DIR/ovn

export OVN_RUNDIR=$OVN_DIR/central OVN_LOGDIR=$OVN_DIR/central
export OVN_DBDIR=$OVN_DIR/central OVN_SYSCONFDIR=$OVN_DIR/central
export OVS_RUNDIR=$OVN_DIR/central
# One server has both databases.
export OVN_NB_DB=unix:$OVN_DIR/db.sock OVN_SB_DB=unix:$OVN_DIR/db.sock

ovn_require()
{
	require ovn-controller ovn-nbctl ovn-northd ovn-sbctl ovs-appctl \
		ovs-ofctl ovs-vsctl ovs-vswitchd ovsdb-server ovsdb-tool "$@"
	"$TRUNKCTL" network help | grep -q ovn ||
		skip_all "this trunkctl knows no networks of mode ovn"
	modprobe -anq openvswitch vport-geneve ||
		skip_all "the kernel has no Open vSwitch with Geneve"
}

# ovn_daemon NAME COMMAND...: in the background; what it says is in NAME.log.
# The command is a program, whose pid is the one that is stopped.
ovn_daemon()
{
	local log=$OVN_DIR/$1.log
	shift

	background OVN_PID "$@" >>"$log" 2>&1
}

# Commands for one of the databases, separated by --: starting a program is what
# takes time. It may say that the machine is slow; that is nobody's fault.
nbctl()
{
	ovn-nbctl -vconsole:err --timeout=$((WAIT_MS / 1000)) "$@"
}

sbctl()
{
	ovn-sbctl -vconsole:err --timeout=$((WAIT_MS / 1000)) "$@"
}

ovn_central()
{
	local dir=$OVN_DIR/central db

	modprobe -a openvswitch vport-geneve
	mkdir -p "$dir"
	for db in nb sb; do
		ovsdb-tool create "$dir/$db.db" "$OVN_SHARE/ovn/ovn-$db.ovsschema"
	done
	ovn_daemon central/db ovsdb-server --remote="punix:$OVN_DIR/db.sock" \
		"$dir/nb.db" "$dir/sb.db"
	busywait "$WAIT_MS" test -S "$OVN_DIR/db.sock"
	ovn_daemon central/northd ovn-northd
}

# on_node NAME COMMAND...: with that node's Open vSwitch and ovn-controller.
on_node()
{
	local dir=$OVN_DIR/$1
	shift

	env {OVS,OVN}_{RUNDIR,LOGDIR,DBDIR,SYSCONFDIR}="$dir" "$@"
}

# ovn_node NAME NS IP: returns when the databases have the node.
ovn_node()
{
	local name=$1 ns=$2 ip=$3 dir=$OVN_DIR/$1

	mkdir "$dir"
	ovsdb-tool create "$dir/conf.db" \
		"$OVN_SHARE/openvswitch/vswitch.ovsschema"
	node_daemon "$name" "$ns" ovsdb-server \
		--remote="punix:$dir/db.sock" "$dir/conf.db"
	busywait "$WAIT_MS" test -S "$dir/db.sock"
	on_node "$name" ovs-vsctl --no-wait init \
		-- set open_vswitch . "external_ids:system-id=$name" \
			"external_ids:ovn-remote=$OVN_SB_DB" \
			external_ids:ovn-encap-type=geneve \
			"external_ids:ovn-encap-ip=$ip" \
		-- add-br br-int -- set-fail-mode br-int secure
	node_daemon "$name" "$ns" ovs-vswitchd "unix:$dir/db.sock"
	node_daemon "$name" "$ns" ovn-controller "unix:$dir/db.sock"
	sbctl wait-until Chassis "$name" "name=$name"
}

# node_daemon NAME NS PROGRAM ARGUMENT...
node_daemon()
{
	local name=$1 ns=$2
	shift 2

	ovn_daemon "$name/$1" env \
		{OVS,OVN}_{RUNDIR,LOGDIR,DBDIR,SYSCONFDIR}="$OVN_DIR/$name" \
		ip netns exec "$ns" "$@" --pidfile
}

# ovn_vif NAME PORT DEV: the node's device is that logical port's.
ovn_vif()
{
	on_node "$1" ovs-vsctl add-port br-int "$3" \
		-- set interface "$3" "external_ids:iface-id=$2"
}

# ovn_chassis NAME IP: a hypervisor that has no ovn-controller. Without what it
# is said to be able to do, ovn-northd would do without that everywhere.
ovn_chassis()
{
	sbctl chassis-add "$1" geneve "$2" \
		-- set Chassis "$1" other_config:ct-no-masked-label=true \
			other_config:ovn-ct-lb-related=true \
			other_config:mac-binding-timestamp=true \
			other_config:port-up-notif=true
}

# ovn_bind CHASSIS PORT...: those logical ports are there.
ovn_bind()
{
	local chassis=$1 port commands=()
	shift

	for port in "$@"; do
		commands+=(-- lsp-bind "$port" "$chassis")
	done
	sbctl "${commands[@]:1}"
}

# The nodes have what the northbound database says.
ovn_sync()
{
	nbctl --wait=hv sync
}

# ovn_import CHASSIS PORT=DEV...: what the southbound database says about the
# networks of the ports that are bound there, as commands of trunkctl. Which
# device a VM has, the database does not know.
ovn_import()
{
	local chassis=$1
	shift

	sbctl --format=json \
		-- --columns=_uuid,tunnel_key,external_ids \
			list Datapath_Binding \
		-- --columns=_uuid,name list Chassis \
		-- --columns=chassis_name,type,ip list Encap \
		-- --columns=logical_port,datapath,tunnel_key,chassis,mac,parent_port,tag,type \
			list Port_Binding |
		jq -nr -f "$SELFTESTS/ovn_import.jq" \
			--arg here "$chassis" --args "$@"
}

# ovn_configure NS CHASSIS PORT=DEV...: does it, on the bridge that is there.
ovn_configure()
{
	local ns=$1
	shift

	ovn_import "$@" >"$TMP_DIR/import"
	trunkctl -n "$ns" -b "$TMP_DIR/import"
}

# ovn_key PORT: its key, and the VNI of its network.
ovn_key()
{
	sbctl --bare --columns=tunnel_key find Port_Binding "logical_port=$1"
}

ovn_vni()
{
	sbctl --bare --columns=tunnel_key find Datapath_Binding \
		"external_ids:name=$1"
}

# Commands for the northbound database, which go there in one transaction.
OVN_NB=()

nb()
{
	OVN_NB+=(-- "$@")
}

# Returns when the southbound database has it too.
nb_commit()
{
	nbctl --wait=sb "${OVN_NB[@]:1}"
	OVN_NB=()
}

# nb_port SWITCH PORT ADDRESSES [PARENT TAG]: those addresses and no others.
nb_port()
{
	local switch=$1 port=$2 addresses=$3
	shift 3

	nb lsp-add "$switch" "$port" "$@"
	nb lsp-set-addresses "$port" "$addresses"
	nb lsp-set-port-security "$port" "$addresses"
}

# ovn_underlay NS...: devices "under" in them, 192.0.2.1 for the first and so on,
# joined by a bridge in a namespace of its own.
ovn_underlay()
{
	local ns n=0

	setup_ns UNDERLAY
	ip -n "$UNDERLAY" link add joint type bridge mcast_snooping 0
	ip -n "$UNDERLAY" link set joint mtu 1600 up
	for ns in "$@"; do
		n=$((n + 1))
		ip -n "$UNDERLAY" link add "under$n" mtu 1600 master joint \
			type veth peer name under mtu 1600 netns "$ns"
		ip -n "$UNDERLAY" link set "under$n" up
		ip -n "$ns" addr add "192.0.2.$n/24" dev under
		ip -n "$ns" link set under up
	done
}
