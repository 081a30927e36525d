# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Single frames into one hypervisor, and what becomes of them:
#
#          VM1 eth0 ---- tap1 +------------+          +-- r2 192.0.2.2  remote
#          VM2 eth0 ---- tap2 | HV1        | under -- |-- r3 192.0.2.3  remote
#          VM3 eth0 ---- tap3 |  br-trunk  | .1       +-- r9 192.0.2.9  nobody
#                             +------------+
#
#   tap1  native parent   100 child   101 qinq   (qinq on)
#   tap2  native parent   200 child   201 qinq   (qinq on)   202 child
#   tap3                  300 child
#
#   parent 5000, child 5001, qinq 5002
#
# VMs and remotes are sockets of injector.py, where frames are described too.
# The VMs have MACs 1, 2 and 3; behind the remotes are 4 and 5.

# shellcheck disable=SC2034 # tests name them
CHILD=5001 PARENT=5000 QINQ=5002

# permanent_neighbour NS ADDR OTHER: on "under", the MAC of OTHER's.
permanent_neighbour()
{
	ip -n "$1" neigh replace "$2" dev under nud permanent lladdr \
		"$(in_ns "$3" cat /sys/class/net/under/address)"
}

injector_topo()
{
	local n

	topo_hypervisor
	setup_ns UNDERLAY
	ip -n "$HV1" link add under mtu 1600 type veth \
		peer name under mtu 1600 netns "$UNDERLAY"
	ip -n "$HV1" addr add 192.0.2.1/24 dev under
	ip -n "$HV1" link set under up
	for n in 2 3 9; do
		ip -n "$UNDERLAY" addr add "192.0.2.$n/24" dev under
	done
	ip -n "$UNDERLAY" link set under up
	# The hosts ask each other nothing: all on the wire is the tests'.
	for n in 2 3 9; do
		permanent_neighbour "$HV1" "192.0.2.$n" "$UNDERLAY"
	done
	permanent_neighbour "$UNDERLAY" 192.0.2.1 "$HV1"
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV1" tap2 2
	topo_vm VM3 "$HV1" tap3 3
}

injector_config()
{
	trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1
		network add parent vni $PARENT
		network add child vni $CHILD
		network add qinq vni $QINQ
		remote add 192.0.2.2
		remote add 192.0.2.3
		trunk add tap1 network parent
		subport add tap1 vlan 100 network child
		subport add tap1 vlan 101 network qinq qinq on
		trunk add tap2 network parent
		subport add tap2 vlan 200 network child
		subport add tap2 vlan 201 network qinq qinq on
		subport add tap2 vlan 202 network child
		trunk add tap3
		subport add tap3 vlan 300 network child
	END
}

# The program, without any points.
injector_run()
{
	coproc INJECTOR {
		WAIT_MS=$WAIT_MS QUIET_MS=$QUIET_MS \
			exec python3 "$SELFTESTS/injector.py"
	}
	defer stop_process "$INJECTOR_PID"
}

injector_start()
{
	injector_run
	injector_ask raw vm1 "$VM1" eth0
	injector_ask raw vm2 "$VM2" eth0
	injector_ask raw vm3 "$VM3" eth0
	injector_ask vtep r2 "$UNDERLAY" 192.0.2.2 192.0.2.1
	injector_ask vtep r3 "$UNDERLAY" 192.0.2.3 192.0.2.1
	injector_ask vtep r9 "$UNDERLAY" 192.0.2.9 192.0.2.1
	injector_baseline
}

injector_ask()
{
	local answer

	if [ ! -e "/proc/${INJECTOR_PID:-none}" ]; then
		bail_out "injector.py has ended"
	fi
	echo "$*" >&"${INJECTOR[1]}"
	read -r -t 60 answer <&"${INJECTOR[0]}"
	[ "$answer" = open ] || [ "$answer" = sent ]
}

# injector_collect N: prints what arrived.
injector_collect()
{
	local line

	echo "collect $1" >&"${INJECTOR[1]}"
	while read -r -t 60 line <&"${INJECTOR[0]}" && [ "$line" != . ]; do
		echo "$line"
	done
}

# After anything but a frame that may change a counter.
injector_baseline()
{
	counters "$HV1" >"$TMP_DIR/before"
}

# Everything learned is forgotten.
forget()
{
	run trunkctl -n "$HV1" fdb flush >/dev/null
}

# drops_are LINES: since the baseline; what is read becomes the next baseline.
drops_are()
{
	counters "$HV1" >"$TMP_DIR/after"
	[ "$(drops_grown "$TMP_DIR/before" "$TMP_DIR/after")" = "$1" ]
}

# injected POINT FRAME LOSSES ARRIVALS: send one, compare where it arrived and
# what was counted, each a list of lines.
injected()
{
	local losses=$3 arrivals=$4 count=0

	if [ "$arrivals" ]; then
		arrivals=$(sort <<<"$arrivals")
		count=$(wc -l <<<"$arrivals")
	fi
	injector_ask send "$1" "$2"
	check_err $? "the injector did not send from $1: $2"
	check_eq "$(injector_collect "$count")" "$arrivals" \
		"where it arrived, from $1: $2"
	if ! busywait $((QUIET_MS * 2)) drops_are "$losses"; then
		check_eq "$(drops_grown "$TMP_DIR/before" "$TMP_DIR/after")" \
			"$losses" "what was counted, from $1: $2"
	fi
	mv "$TMP_DIR/after" "$TMP_DIR/before"
}

# passes POINT FRAME ARRIVAL...: exactly there, "POINT FRAME" each; no loss.
passes()
{
	local from=$1 frame=$2
	shift 2

	injected "$from" "$frame" "" "$(printf '%s\n' "$@")"
}

# loses POINT FRAME PLACE REASON [ARRIVAL]...: one loss, there, for that
# reason, and nothing arrives but what is named.
loses()
{
	local from=$1 frame=$2 loss="$3: $4 +1"
	shift 4

	injected "$from" "$frame" "$loss" "$(printf '%s\n' "$@")"
}

# Many frames, looked at together: sends for each, then settles.
INJECTED_ARRIVALS=

# sends POINT FRAME [ARRIVAL]...: "POINT FRAME" each.
sends()
{
	injector_ask send "$1" "$2"
	check_err $? "the injector did not send from $1: $2"
	shift 2
	if (($#)); then
		INJECTED_ARRIVALS+=$(printf '\n%s' "$@")
	fi
}

# settles [GROWN]...: all that was sent has arrived where it should and nothing
# else has; of losses and answers, exactly these "PLACE: NAME +N" were counted.
settles()
{
	local arrivals want count=0

	arrivals=$(sed 1d <<<"$INJECTED_ARRIVALS" | sort)
	INJECTED_ARRIVALS=
	if [ "$arrivals" ]; then
		count=$(wc -l <<<"$arrivals")
	fi
	check_eq "$(injector_collect "$count")" "$arrivals" "what arrived"
	want=$(printf '%s\n' "$@" | sort)
	if ! busywait $((QUIET_MS * 2)) counts_are "$want"; then
		check_eq "$(counts_grown)" "$want" "what was counted"
	fi
	mv "$TMP_DIR/after" "$TMP_DIR/before"
}

counts_grown()
{
	counters_grown "$TMP_DIR/before" "$TMP_DIR/after" |
		grep -vE ': [rt]x_(packets|bytes) ' || :
}

counts_are()
{
	counters "$HV1" >"$TMP_DIR/after"
	[ "$(counts_grown)" = "$1" ]
}
