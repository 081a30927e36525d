# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the doctor finds, and whether what it says mends it.

PATH=$(dirname "$(type -P "$TRUNKCTL")"):$PATH

# Bridges on both hypervisors, VM1 and VM2, and traffic in both networks.
doctor_bridges()
{
	topo_vlan "$VM1" 100 203.0.113.1/24
	topo_vlan "$VM2" 200 203.0.113.2/24
	doctor_bridge "$HV1" 1 2 100
	doctor_bridge "$HV2" 2 1 200
	doctor_traffic
}

doctor_bridge()
{
	trunkctl -n "$1" -b - <<-END
		bridge add br-trunk local 192.0.2.$2
		network add parent1 vni 5002
		network add child vni 5001
		remote add 192.0.2.$3
		trunk add tap$2 network parent1
		subport add tap$2 vlan $4 network child
	END
}

# Frames in both directions, and neighbours that are known.
doctor_traffic()
{
	local end=0

	while ! in_ns "$VM1" ping -q -n -c 1 -W 2 198.51.100.2 >/dev/null ||
	      ! in_ns "$VM1" ping -q -n -c 1 -W 2 203.0.113.2 >/dev/null; do
		((end++ < 10)) || return
	done
}

# finds "KIND SENTENCE" [NS] [WORD...]: that and nothing else. An @ in it stands
# for what differs from run to run; the words are for the doctor.
finds()
{
	local wanted=$1 got status

	trunkctl -n "${2:-$HV1}" -j doctor "${@:3}" >"$TMP_DIR/doctor" \
		2>"$TMP_DIR/doctor.err"
	status=$?
	check_eq "$status" 1 "exit status of doctor: $(cat "$TMP_DIR/doctor.err")"
	got=$(jq -r '.[] | "\(.finding) \(.text)"' "$TMP_DIR/doctor")
	wanted=${wanted//\\/\\\\}
	wanted=${wanted//[/\\[}
	# shellcheck disable=SC2053 # a pattern
	if [[ $got != ${wanted//@/*} ]]; then
		check_eq "$got" "$1" "what doctor finds"
	fi
}

# said_of KEY: of the finding.
said_of()
{
	jq -r ".[0].$1" "$TMP_DIR/doctor"
}

# mends: the command of the finding; after it there is none.
mends()
{
	local mend

	mend=$(said_of mend)
	bash -c "$mend" >"$TMP_DIR/mend" 2>&1
	check_err $? "$mend: $(cat "$TMP_DIR/mend")"
	is_healthy
}

is_healthy()
{
	local text

	text=$(trunkctl -n "$HV1" doctor 2>&1)
	check_err $? "found: $text"
}
