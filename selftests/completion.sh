#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The names that completion finds in the running system, by the function that
# bash calls. The words of the language are tested with the tool.
#
#   HV1: br-trunk: child, parent, remotes of both families
#        tap1 is a trunk, tap2 is none

ALL_TESTS="
	names
	one_namespace
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

COMPLETION=$SELFTESTS/../tools/completion/trunkctl.bash
[ -e "$COMPLETION" ] ||
	COMPLETION=/usr/share/bash-completion/completions/trunkctl
[ -e "$COMPLETION" ] || skip_all "the completion for bash is not here"
# shellcheck disable=SC1090
. "$COMPLETION"

setup()
{
	topo_hypervisor
	ip -n "$HV1" link add tap1 type dummy
	ip -n "$HV1" link add tap2 type dummy
	run trunkctl -n "$HV1" -b - <<-END
		bridge add br-trunk local 192.0.2.1,2001:db8::1
		network add child vni 5001
		network add parent vni 5002
		remote add 192.0.2.2
		remote add 2001:db8::2
		trunk add tap1
	END
}

# completes LINE WORD...: what may stand at the end of the line.
completes()
{
	local line=$1 COMP_LINE COMP_POINT COMPREPLY=()
	shift

	COMP_LINE="$TRUNKCTL $line"
	COMP_POINT=${#COMP_LINE}
	_trunkctl
	check_eq "$(printf '%s\n' "${COMPREPLY[@]}" | sort | xargs)" "$*" \
		"completion of: $line"
}

names()
{
	local n="-n $HV1"

	completes "$n network del " child parent
	completes "$n network set ch" child
	completes "$n network add ch"
	completes "$n bridge del " br-trunk
	completes "$n subport add " tap1
	completes "$n trunk add tap" tap1 tap2
	completes "$n subport add tap1 vlan 7 network p" parent
	completes "$n remote del 192" 192.0.2.2
	# bash has cut the word at the colons, and wants the rest.
	completes "$n remote del 2001:db8::" 2
	completes "$n bridge set br-trunk uplink gen" genev_sys_6081
	completes "$n apply file trunk tap" tap1 tap2
	completes "$n show bridge " br-trunk
	log_test "names of bridges, networks, remotes, trunks and devices"
}

one_namespace()
{
	completes "-n ${HV1%-*}-" "$HV1"
	completes "network del "
	log_test "names are those of the namespace that the line names"
}

tests_run
