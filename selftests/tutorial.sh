#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Does what Documentation/tutorial.rst says, in its order, on two bare hosts,
# and compares what is printed with what the page shows; "..." is any text.
#
#       HV1 eno1 (192.0.2.1) ---- eno1 (192.0.2.2) HV2

ALL_TESTS="tutorial"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=page.sh
. "$SELFTESTS/page.sh"

PAGE=$SELFTESTS/../Documentation/tutorial.rst
[ -e "$PAGE" ] || skip_all "the tutorial is not here"
PATH=$(dirname "$(type -P "$TRUNKCTL")"):$PATH

setup()
{
	setup_ns HV1 HV2
	ip -n "$HV1" link add eno1 type veth peer name eno1 netns "$HV2"
	ip -n "$HV1" addr add 192.0.2.1/24 dev eno1
	ip -n "$HV2" addr add 192.0.2.2/24 dev eno1
	ip -n "$HV1" link set eno1 up
	ip -n "$HV2" link set eno1 up
	mkdir -p /etc/vtrunk
	mount -t tmpfs vtrunk /etc/vtrunk
	defer umount /etc/vtrunk
	defer_quietly ip netns del vm1
	defer_quietly ip netns del vm2
}

# step HOST COMMAND WANTED
step()
{
	local ns=$1 got status like

	case $1 in
	hv*)	ns=${1^^} ns=${!ns} ;;
	esac
	# A namespace made inside of "ip netns exec" is not seen outside of it.
	case $2 in
	"ip netns "*)
		got=$(bash -c "$2" 2>&1)
		;;
	*)
		got=$(in_ns "$ns" bash -c "$2" 2>&1)
		;;
	esac
	status=$?
	like=$(page_like "$3")
	if [ -z "$3" ]; then
		check_err "$status" "$1# $2: $got"
	elif ! [[ $got =~ ^$like$ ]]; then
		check_eq "$got" "$3" "what is printed by $1# $2"
	fi
}

tutorial()
{
	local line host='' command='' wanted='' count=0

	while IFS= read -r line; do
		if [ "${line:0:1}" = " " ]; then
			wanted+=${wanted:+$'\n'}${line:1}
			continue
		fi
		[ -z "$host" ] || step "$host" "$command" "$wanted"
		host=${line%% *} command=${line#* } wanted=
		count=$((count + 1))
	done < <(page_steps "hv1|hv2|vm1|vm2" "$PAGE"; echo "end of it")
	check_fail $((count < 40 ? 0 : 1)) "only $count commands were found"
	check_eq "$(ip netns list | grep -c '^vm[12]\>')" 0 "VMs left behind"
	log_test "the commands of the tutorial, from two bare hosts to a ping"
}

tests_run
