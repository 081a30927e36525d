# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# One function for each peer, which configures it from the batch files that
# setup.py wrote into the current directory.

# ports is what init has read from the job.
# shellcheck disable=SC2154

# The Geneve device that all peers share which can tell it where to send.
external_geneve()
{
	modprobe geneve
	ip link add gnv0 type geneve external dstport 6081
	echo 1 > /proc/sys/net/ipv6/conf/gnv0/disable_ipv6
	ip link set gnv0 up
}

# Frames are received, untagged and freed.
peer_null()
{
	:
}

# Frames are handed to the Geneve device, or taken from it.
peer_floor()
{
	external_geneve
}

peer_vtrunk()
{
	modprobe geneve && insmod /bench/vtrunk.ko && trunkctl -b trunkctl
}

# A bridge for each network.
peer_classic()
{
	modprobe -a geneve bridge 8021q && ip -batch ip
}

# One bridge, whose VXLAN device takes the VNI from the VLAN. A Geneve device
# cannot do that: it has no FDB of remotes.
peer_vlan_tunnel()
{
	modprobe -a bridge vxlan
	ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0 \
		mcast_snooping 0
	ip link add vx0 type vxlan external dstport 4789 nolearning \
		local 10.0.0.1
	ip link set vx0 master br0 up
	ip link set tg0 master br0
	ip link set br0 up
	bridge link set dev vx0 vlan_tunnel on learning off &&
		bridge -batch bridge
}

peer_tc()
{
	modprobe -a sch_ingress cls_flower act_mirred act_vlan act_tunnel_key
	external_geneve
	tc qdisc add dev tg0 clsact
	tc qdisc add dev gnv0 clsact
	tc -batch tc
}

# An interface's index as bpftool wants it.
index_of()
{
	local index

	read -r index < "/sys/class/net/$1/ifindex"
	printf '%02x %02x 00 00' $((index & 255)) $((index >> 8))
}

peer_bpf()
{
	local line devs dev

	modprobe -a sch_ingress cls_bpf
	external_geneve
	mkdir -p /sys/fs/bpf/maps
	bpftool prog loadall /bench/bpf.o /sys/fs/bpf/programs \
		pinmaps /sys/fs/bpf/maps || return 1
	devs=("$(index_of tg0)" "$(index_of gnv0)" "$(index_of tg2)")
	while IFS= read -r line; do
		line=${line//@0@/${devs[0]}}
		line=${line//@1@/${devs[1]}}
		echo "${line//@2@/${devs[2]}}"
	done < bpftool > /run/bpftool
	for dev in tg0:from_vm gnv0:from_remote; do
		tc qdisc add dev "${dev%:*}" clsact
		tc filter add dev "${dev%:*}" ingress bpf direct-action \
			pinned "/sys/fs/bpf/programs/${dev#*:}" || return 1
	done
	bpftool batch file /run/bpftool
}

# Flows of the kernel's datapath, as ovs-vswitchd and OVN make them.
peer_ovs()
{
	local n

	modprobe openvswitch
	external_geneve
	ovs-dpctl add-dp dp && ovs-dpctl add-if dp tg0 &&
		ovs-dpctl add-if dp gnv0 && ovs-dpctl add-if dp tg2 || return 1
	for ((n = 3; n < ports; n++)); do
		ovs-dpctl add-if dp "tg$n" || return 1
	done
	ovs-dpctl add-flows dp flows
}

# The same on a host where its module has not switched conntrack on.
peer_ovs-no-ct()
{
	peer_ovs && insmod /bench/no_conntrack.ko
}
