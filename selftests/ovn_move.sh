#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A VM moves from OVN's hypervisor a to ours, b, and back, while its peer at c
# sends it ten pings a second:
#
#   HV1 192.0.2.1  OVN, chassis a     tap1 -- VM_A   the VM, while it is here
#   HV2 192.0.2.2  vtrunk, chassis b  tap1 -- VM_B   the VM, while it is here
#   HV3 192.0.2.3  OVN, chassis c     tap3 -- VM3    its peer
#
#   tap1 vlan 100 child (c1) 203.0.113.1, tap3 vlan 200 child (c3) 203.0.113.3
#
# VM_A and VM_B have the same MAC and address, and the NIC of one is down: where
# it is up, there the VM runs. While it moves c sends to both places, which is
# what Port_Binding's additional_chassis is for.

ALL_TESTS="
	to_ours
	and_back
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=ovn_lib.sh
. "$SELFTESTS/ovn_lib.sh"
# shellcheck source=pings.sh
. "$SELFTESTS/pings.sh"
ovn_require arping mergecap tshark

MAC=02:00:00:00:00:01

setup()
{
	setup_ns HV1 HV2 HV3
	ovn_underlay "$HV1" "$HV2" "$HV3"
	topo_vm VM_A "$HV1" tap1 1
	topo_vm VM_B "$HV2" tap1 1
	topo_vm VM3 "$HV3" tap3 3
	topo_vlan "$VM_A" 100 203.0.113.1/24
	topo_vlan "$VM_B" 100 203.0.113.1/24
	topo_vlan "$VM3" 200 203.0.113.3/24
	ip -n "$VM_B" link set eth0 down

	ovn_central
	ovn_node a "$HV1" 192.0.2.1
	ovn_node c "$HV3" 192.0.2.3
	ovn_chassis b 192.0.2.2
	ovn_vif a p1 tap1
	ovn_vif c p3 tap3
	nb ls-add parent
	nb ls-add child
	nb lsp-add parent p1
	nb lsp-add parent p3
	nb_port child c1 "$MAC 203.0.113.1" p1 100
	nb_port child c3 "02:00:00:00:00:03 203.0.113.3" p3 200
	nb_commit
	ovn_sync

	B=$(sbctl --bare --columns=_uuid find Chassis name=b)
	VNI=$(ovn_vni child)
	C1=$(ovn_key c1)
	C3=$(ovn_key c3)
	trunkctl -n "$HV2" -b - <<-END
		bridge add br-trunk local 192.0.2.2
		network add child vni $VNI mode ovn
		remote add 192.0.2.1 network child
		remote add 192.0.2.3 network child
		fdb add $MAC network child remote 192.0.2.1 key $C1
		fdb add 02:00:00:00:00:03 network child remote 192.0.2.3 key $C3
	END
	ping_ok "$VM3" 203.0.113.1
}

# stops NS, runs NS: the VM there.
stops()
{
	ip -n "$1" link set eth0 down
}

# What it says first is where it is now.
runs()
{
	ip -n "$1" link set eth0 up
	in_ns "$1" arping -q -U -c 1 -I eth0.100 203.0.113.1
}

to_ours()
{
	pings_start "$HV2"

	# b is ready, and c sends to a and to b.
	run trunkctl -n "$HV2" -b - <<-END
		trunk add tap1
		subport add tap1 vlan 100 network child key $C1
		fdb set $MAC network child dev tap1 vlan 100
	END
	run sbctl set Port_Binding c1 "additional_chassis=$B"
	run ovn_sync

	stops "$VM_A"
	runs "$VM_B"

	# a lets go of it, and it is b's alone.
	run on_node a ovs-vsctl del-port br-int tap1
	run sbctl wait-until Port_Binding c1 'chassis=[]' \
		-- wait-until Port_Binding p1 'chassis=[]'
	# At once, or c would send to b twice.
	run sbctl lsp-bind p1 b -- lsp-bind c1 b \
		-- clear Port_Binding c1 additional_chassis
	run ovn_sync

	pings_end
	no_loss
	log_test "from OVN's hypervisor to ours, and hardly a ping is lost"
}

and_back()
{
	pings_start "$HV1"

	# c sends to b and, when a has the port, to a.
	run sbctl lsp-unbind p1 -- lsp-unbind c1 \
		-- set Port_Binding c1 "additional_chassis=$B"
	run ovn_vif a p1 tap1
	run sbctl wait-until Port_Binding c1 'chassis!=[]'
	run ovn_sync

	stops "$VM_B"
	runs "$VM_A"

	run sbctl clear Port_Binding c1 additional_chassis
	run trunkctl -n "$HV2" -b - <<-END
		fdb set $MAC network child remote 192.0.2.1 key $C1
		trunk del tap1
	END
	run ovn_sync

	pings_end
	no_loss
	log_test "and back"
}

tests_run
