#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Who looks at the frames of an uplink comes and goes while VMs ping each other
# in two networks. VMs and hypervisors are drawn in topo.sh.

ALL_TESTS="
	queue
	filter
	capture
	setting
	nobody_got_others
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=topo.sh
. "$SELFTESTS/topo.sh"
# shellcheck source=capture.sh
. "$SELFTESTS/capture.sh"
require ping tc tcpdump

readonly UPLINK=genev_sys_6081
# How often who looks comes, at least, and how many pings are under way then.
readonly ROUNDS=3 PINGS=1500

# configure HV OWN OTHER TAP VID
configure()
{
	trunkctl -n "$1" -b - <<-END
		bridge add br-trunk local $2
		network add parent vni 5000
		network add child vni 5001
		remote add $3
		trunk add $4 network parent
		subport add $4 vlan $5 network child
	END
}

setup()
{
	topo_two_vms
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	configure "$HV1" 192.0.2.1 192.0.2.2 tap1 100
	configure "$HV2" 192.0.2.2 192.0.2.1 tap2 200
	ping_ok "$VM1" 198.51.100.2
	ping_ok "$VM1" 203.0.113.2
}

# lossless COMMAND: again and again, while both networks are pinged.
lossless()
{
	local network rounds=0 pids=() pid

	for network in 198.51.100 203.0.113; do
		in_ns "$VM1" ping -q -n -i 0.002 -W 10 -c "$PINGS" "$network.2" \
			>"$TMP_DIR/ping.$network" 2>&1 &
		pids+=("$!")
	done
	while kill -0 "${pids[@]}" 2>/dev/null; do
		"$1"
		rounds=$((rounds + 1))
	done
	for pid in "${pids[@]}"; do
		wait "$pid"
	done
	note "$rounds rounds"
	check_err $((rounds < ROUNDS)) "only $rounds rounds met the pings"
	for network in 198.51.100 203.0.113; do
		check_eq "$(grep -o '[0-9]* packets transmitted, [0-9]* received' \
			"$TMP_DIR/ping.$network")" \
			"$PINGS packets transmitted, $PINGS received" \
			"pings to $network.2"
	done
}

come_and_go_queue()
{
	tc -n "$HV1" qdisc add dev "$UPLINK" root pfifo limit 1000
	tc -n "$HV1" qdisc del dev "$UPLINK" root
}

queue()
{
	lossless come_and_go_queue
	log_test "a queueing discipline comes and goes, and no frame is lost"
}

come_and_go_filter()
{
	tc -n "$HV1" filter add dev "$UPLINK" egress matchall action pass
	tc -n "$HV1" filter del dev "$UPLINK" egress
}

# The clsact stands: the core drops what meets its coming or going, unless the
# frame needs no such thing, which newer kernels do not tell.
filter()
{
	run tc -n "$HV1" qdisc add dev "$UPLINK" clsact
	lossless come_and_go_filter
	run tc -n "$HV1" qdisc del dev "$UPLINK" clsact
	log_test "a tc egress filter comes and goes, and no frame is lost"
}

come_and_go_capture()
{
	capture_start load "$HV1" "$UPLINK"
	capture_kill load
}

capture()
{
	lossless come_and_go_capture
	log_test "a capture comes and goes, and no frame is lost"
}

come_and_go_setting()
{
	trunkctl -n "$HV1" bridge set br-trunk handover queue
	trunkctl -n "$HV1" bridge set br-trunk handover auto
}

setting()
{
	lossless come_and_go_setting
	log_test "handover is set and set back, and no frame is lost"
}

# A ping of one network that came with the VNI of the other would have been
# answered there, or lost here under its reason.
nobody_got_others()
{
	check_eq "$(counters "$HV2" | awk '/: [a-z_]+ [1-9]/ && !/packets|bytes/')" \
		"" "lost at the other hypervisor"
	log_test "the other hypervisor has lost nothing"
}

tests_run
