# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Events of HV1, as trunkctl monitor prints them. A second bridge, br-mark, is
# changed to mark the end of what a test looks at.

EVENTS=$TMP_DIR/events

hv()
{
	trunkctl -n "$HV1" "$@"
}

# monitor FILE OPTIONS [OBJECT]...: in the background, listening; ended with
# the scope. What is subscribed to is not said, so events are made until one
# comes.
monitor()
{
	local file=$1 options=$2
	shift 2

	: >"$file"
	# shellcheck disable=SC2086
	"$TRUNKCTL" -n "$HV1" $options monitor "$@" >>"$file" 2>&1 &
	defer stop_process $!
	busywait "$WAIT_MS" monitor_listens "$file"
	check_err $? "no event from: trunkctl $options monitor $*"
}

monitor_listens()
{
	hv -b - <<-'END'
		bridge set br-mark ageing 300
		network add mark vni 1 bridge br-mark
		network del mark bridge br-mark
	END
	[ -s "$1" ]
}

# Its number, whether it is the last event, and where the next one will be.
MARK=1000
MARKED=no
NEXT=1

# Events come in the order of what they report: with the mark all are there.
mark()
{
	MARK=$((MARK + 1))
	run hv bridge set br-mark fdb-max "$MARK"
	busywait "$WAIT_MS" has_text "\"fdb_max\":$MARK," "$EVENTS"
	check_err $? "no event of the mark"
	MARKED=yes
	NEXT=$(($(wc -l <"$EVENTS") + 1))
}

# caused COMMAND...: leaves the events of a command in GOT, without the mark.
caused()
{
	local from

	if [ "$MARKED" = no ]; then
		mark
	fi
	from=$NEXT
	run "$@"
	mark
	# shellcheck disable=SC2034 # The callers look at it.
	GOT=$(events_from "$from")
}

# events_from LINE: without the mark.
events_from()
{
	tail -n "+$1" "$EVENTS" | grep -v '"bridge":"br-mark"'
}
