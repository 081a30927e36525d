# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Completion of trunkctl, which knows its words itself. The line is cut here:
# bash would cut at the colons of a MAC and of an IPv6 address as well.

_trunkctl()
{
	local line=${COMP_LINE:0:COMP_POINT} words last

	read -ra words <<<"$line"
	if [[ $line == *[[:space:]] ]]; then
		words+=("")
	fi
	mapfile -t COMPREPLY < <("${words[0]}" complete "${words[@]:1}" \
		2>/dev/null)
	if [ "${COMPREPLY[*]-}" = / ]; then
		COMPREPLY=()
		compopt -o default 2>/dev/null
		return
	fi
	last=${words[-1]}
	if [[ $last == *:* && $COMP_WORDBREAKS == *:* ]]; then
		COMPREPLY=("${COMPREPLY[@]#"${last%:*}:"}")
	fi
}

complete -F _trunkctl trunkctl
