# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What trunkctl says about a namespace: its state, and its counters.

# show NS FLAGS: all objects, one JSON array each.
show()
{
	local ns=$1
	shift

	trunkctl -n "$ns" -j "$@" -b - <<-END
		bridge show
		network show
		remote show
		trunk show
		subport show
		fdb show
	END
}

# All that a refusal must leave alone, our objects and everybody's devices. The
# age of an entry and a carrier on its way are nobody's doing.
state()
{
	local ns

	for ns in ${HV1:-} ${HV2:-}; do
		show "$ns" | sed -E 's/"age":[0-9.]+,?//g'
		ip -n "$ns" -d -o link show
		ip -n "$ns" -o addr show
	done
}

# refuses LINE COMMAND...: the command says exactly LINE, exits with 1, and
# nothing has changed.
refuses()
{
	local want=$1 before after got status
	shift

	before=$(state)
	got=$("$@" 2>&1)
	status=$?
	after=$(state)
	check_eq "$got" "$want" "the words of: $*"
	check_eq "$status" 1 "the exit status of: $*"
	if [ "$before" != "$after" ]; then
		fail "changed by a command that was refused: $*"
		note "$(diff <(echo "$before") <(echo "$after"))"
	fi
}

# usage_error LINE COMMAND...: the first line on stderr is LINE, exits with 2,
# and nothing has changed.
usage_error()
{
	local want=$1 before got status
	shift

	before=$(state)
	got=$("$@" 2>&1 >/dev/null)
	status=$?
	check_eq "${got%%$'\n'*}" "$want" "the words of: $*"
	check_eq "$status" 2 "the exit status of: $*"
	if [ "$before" != "$(state)" ]; then
		fail "changed by a command that is wrong: $*"
	fi
}

# counters NS: "PLACE: NAME VALUE" lines. A place is BRIDGE, DEV, DEV native,
# DEV vlan V or remote IP; a drop has the name of its reason.
#
# A trunk's drops include its ports'; here it has only those of its own, so
# that every lost frame shows at one place.
counters()
{
	show "$1" -s | jq -rs '
		flatten
		| map(select(.stats)
		    | .place = if .selector == "vlan" then "\(.dev) vlan \(.vlan)"
			elif .selector then "\(.dev) \(.selector)"
			elif .ip then "remote \(.ip)"
			else .dev // .bridge end)
		| unique_by(.place)
		| . as $all
		| .[]
		| . as $one
		| (if .dev and (.selector | not)
		   then .stats.drops |= with_entries(.key as $reason
			| .value -= ([$all[]
			    | select(.selector and .dev == $one.dev)
			    | .stats.drops[$reason] // 0] | add // 0))
		   else . end)
		| .place as $place
		| .stats
		| (del(.drops) + .drops)
		| to_entries[]
		| "\($place): \(.key) \(.value)"'
}

# counter NS PLACE NAME: its value, 0 if it was never needed.
counter()
{
	counters "$1" | awk -v key="$2: $3 " \
		'index($0, key) == 1 { v = substr($0, length(key) + 1) }
		 END { print v + 0 }'
}

# counters_grown BEFORE AFTER: what has grown between two files that were
# written by counters, "PLACE: NAME +N" lines.
counters_grown()
{
	awk -v before="$1" '
		function split_line() {
			value = $NF
			sub(/ [0-9]+$/, "")
		}
		BEGIN {
			while ((getline < before) > 0) {
				split_line()
				old[$0] = value
			}
		}
		{
			split_line()
			if (value - old[$0])
				printf "%s +%d\n", $0, value - old[$0]
		}' "$2" | sort
}

# drops_grown BEFORE AFTER: the same for lost frames alone.
drops_grown()
{
	counters_grown "$@" | grep -vE ': [rt]x_(packets|bytes) ' || :
}
