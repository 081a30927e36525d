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

# All that a refusal must leave alone in HV1, our objects and everybody's
# devices. The age of an entry and a carrier on its way are nobody's doing.
state()
{
	{
		show "$HV1"
		printf '%s\n' "link show" "addr show" |
			ip -n "$HV1" -d -o -b -
	} | sed -E 's/"(age|status)":("[a-z]+"|[0-9]+),?//g
		    s/,?(LOWER_UP|NO-CARRIER|M-DOWN)//g; s/ state [A-Z]+//
		    /inet6 fe80:/d'
}

# The state that the last refusal left; what a test changes on purpose, by
# run, makes it void.
STATE=

state_forget()
{
	STATE=
}

# unchanged COMMAND...: compares, and names the command that changed something.
unchanged()
{
	local now

	now=$(state)
	if [ "$now" != "$STATE" ]; then
		fail "changed by a command that was refused: $*"
		echo "$STATE" >"$TMP_DIR/state"
		note "$(echo "$now" | diff "$TMP_DIR/state" -)"
		STATE=$now
	fi
}

# said STATUS LINE COMMAND...: the command exits with STATUS and says LINE
# first, on stderr or stdout.
said()
{
	local status=$1 want=$2 got
	shift 2

	if [ -z "$STATE" ]; then
		STATE=$(state)
	fi
	got=$("$@" 2>&1)
	check_eq "$?" "$status" "the exit status of: $*"
	check_eq "${got%%$'\n'*}" "$want" "the words of: $*"
}

# refuses LINE COMMAND...: the kernel or trunkctl says no, and nothing has
# changed.
refuses()
{
	said 1 "$@"
	shift
	unchanged "$@"
}

# usage_error LINE COMMAND...: the command line is wrong, nothing is sent. A
# test ends its list of them with unchanged.
usage_error()
{
	said 2 "$@"
}

# counters NS: "PLACE: NAME VALUE" lines. A place is BRIDGE, DEV, DEV native,
# DEV vlan V or remote IP; a drop has the name of its reason.
#
# A trunk's drops and answers include its ports'; here it has only those of its
# own, so that every lost frame shows at one place.
counters()
{
	show "$1" -s | jq -rs '
		flatten
		| map(select(.stats)
		    | .stats |= (del(.drops) + .drops)
		    | .place = if .selector == "vlan" then "\(.dev) vlan \(.vlan)"
			elif .selector then "\(.dev) \(.selector)"
			elif .ip then "remote \(.ip)"
			else .dev // .bridge end)
		| unique_by(.place)
		| . as $all
		| .[]
		| . as $one
		| (if .dev and (.selector | not)
		   then .stats |= with_entries(.key as $name
			| if $name | startswith("rx_") or startswith("tx_")
			  then .
			  else .value -= ([$all[]
			    | select(.selector and .dev == $one.dev)
			    | .stats[$name] // 0] | add // 0) end)
		   else . end)
		| .place as $place
		| .stats
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
	counters_grown "$@" |
		grep -vE ': ([rt]x_(packets|bytes)|icmp_[a-z]+|announced) ' || :
}
