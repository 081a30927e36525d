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

pings_start()
{
	capture_start peer "$VM3" eth0.200 icmp
	capture_start new "$1" tap1 ether src "$MAC"
	background PING_PID ip netns exec "$VM3" \
		ping -n -i 0.1 -c 6000 -W 5 203.0.113.1 >"$TMP_DIR/pings"
	busywait "$WAIT_MS" replies 5
}

# replies N: there are so many.
replies()
{
	[ "$(matching 'bytes from' "$TMP_DIR/pings")" -ge "$1" ]
}

# pings_end: twenty more, then the numbers, in REPORT.
pings_end()
{
	local first

	busywait "$WAIT_MS" replies \
		$(($(matching 'bytes from' "$TMP_DIR/pings") + 20))
	check_err $? "no more answers: $(tail -n 2 "$TMP_DIR/pings")"
	stop_process "$PING_PID"
	capture_stop peer new
	first=$(decode "eth.src == $MAC" frame.time_epoch -- new |
		head -n 1 | cut -d, -f2)
	# Questions after the last answer were too late for theirs.
	decode icmp icmp.type icmp.seq frame.time_epoch -- peer |
		awk -F, -v first="$first" '
		$2 == 8 { asked[$3] = $4 }
		$2 == 0 {
			if ($3 + 0 > last)
				last = $3 + 0
			if ($3 in answered)
				twice++
			answered[$3]
			if (before && $4 - before > gap)
				gap = $4 - before
			before = $4
		}
		END {
			for (seq in asked) {
				if (seq in answered || seq + 0 > last)
					continue
				lost++
				if (asked[seq] > first)
					late++
			}
			printf "asked=%d lost=%d late=%d twice=%d gap=%.2f\n",
				length(asked), lost, late, twice, gap
		}' >"$TMP_DIR/report"
	note "$(<"$TMP_DIR/report")"
}

# no_loss: none after the first frame from the new place, ten at most in all.
no_loss()
{
	local asked lost late twice

	read -r asked lost late twice _ < <(sed 's/[a-z]*=//g' "$TMP_DIR/report")
	[ "${asked:-0}" -gt 20 ]
	check_err $? "only $asked questions were seen"
	[ "$lost" -le 10 ]
	check_err $? "$lost pings were lost, more than in a second"
	check_eq "$late" 0 "pings lost after the VM's first frame"
	check_eq "$twice" 0 "answers that came twice"
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
