# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A hypervisor of OVN's and one of ours with the same ports, keys and MACs, so
# that both can be given the same frames, and a third one as their peer:
#
#   HV1 192.0.2.1  chassis a, OVN    tap1 native  parent (p1)  MAC 1   VM1
#   HV2 192.0.2.2  vtrunk              "  vlan 100 child (c1)  MAC 1   VM2
#                                      "  vlan 101 child (c1b) MAC 1b
#                                      "  vlan 102 other (o1)
#                                      "  vlan 103 other (o1b) MAC 1b
#                                      "  vlan 104 parent (e1) MAC 1e
#   FAR 192.0.2.3  chassis x         child (c2) MAC 2, other (o2) MAC 2
#
# OVN knows of HV1 and FAR. HV2 is told what OVN has for HV1. Of all ports c1
# alone has security, with 203.0.113.7; o1 takes unknown addresses.

twins_setup()
{
	setup_ns HV1 HV2 FAR
	ovn_underlay "$HV1" "$HV2" "$FAR"
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV2" tap1 1

	ovn_central
	ovn_node a "$HV1" 192.0.2.1
	ovn_vif a p1 tap1
	ovn_chassis x 192.0.2.3
	nb ls-add parent
	nb ls-add child
	nb ls-add other
	nb lsp-add parent p1
	nb lsp-set-addresses p1 "02:00:00:00:00:01"
	nb lsp-add parent p2
	nb_port child c1 "02:00:00:00:00:01 203.0.113.7" p1 100
	twins_port child c1b "02:00:00:00:00:1b" p1 101
	twins_port child c2 "02:00:00:00:00:02" p2 100
	twins_port other o1 unknown p1 102
	twins_port other o1b "02:00:00:00:00:1b" p1 103
	twins_port other o2 "02:00:00:00:00:02" p2 103
	twins_port parent e1 "02:00:00:00:00:1e" p1 104
	nb_commit
	ovn_bind x p2 c2 o2
	ovn_sync

	trunkctl -n "$HV2" bridge add br-trunk local 192.0.2.2
	ovn_configure "$HV2" a p1=tap1
	twins_keys
}

# twins_port SWITCH PORT ADDRESSES PARENT TAG: without security.
twins_port()
{
	nb lsp-add "$1" "$2" "$4" "$5"
	nb lsp-set-addresses "$2" "$3"
}

# The keys and VNIs in variables of that name.
twins_keys()
{
	local port key

	while read -r port key; do
		declare -g "${port^^}=$key"
	done < <(sbctl --bare --columns=logical_port,tunnel_key \
		list Port_Binding | sed '/^$/d' | paste -d ' ' - -)
	# shellcheck disable=SC2034 # tests name them
	VNI_CHILD=$(ovn_vni child) VNI_OTHER=$(ovn_vni other)
}

# frames WORD [N]: ovn_frames.py with the rows of stdin.
frames()
{
	local word=$1
	shift

	WAIT_MS=$WAIT_MS QUIET_MS=$QUIET_MS \
		python3 "$SELFTESTS/ovn_frames.py" "$word" "$VM1" "$VM2" "$FAR" \
		"$(in_ns "$HV1" cat /sys/class/net/under/address)" \
		"$(in_ns "$HV2" cat /sys/class/net/under/address)" "$@"
}
