# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Captures: tcpdump on any number of points, decoded together by tshark.

declare -A CAPTURE_PID=() CAPTURE_SAID=()

# capture_start POINT NS DEV [FILTER]: returns when tcpdump listens.
capture_start()
{
	local point=$1 ns=$2 dev=$3
	local log=$TMP_DIR/$point.log
	shift 3

	ip netns exec "$ns" tcpdump -Z root --immediate-mode -U -n -i "$dev" \
		-w "$TMP_DIR/$point.pcap" "$@" 2>>"$log" &
	CAPTURE_PID[$point]=$!
	CAPTURE_SAID[$point]=
	defer capture_kill "$point"
	busywait "$WAIT_MS" has_text "listening on" "$log"
	check_err $? "tcpdump did not start on $dev: $(cat "$log")"
}

capture_kill()
{
	local pid=${CAPTURE_PID[$1]:-}

	if [ "$pid" ]; then
		stop_process "$pid"
		unset "CAPTURE_PID[$1]"
	fi
}

# tcpdump answers SIGUSR1 with what it has written and what the kernel has
# for it. When both agree nothing is on its way any more. The kernel also counts
# what came just before the filter was set, which is never written: so the same
# answer three times will do as well.
capture_drained()
{
	local log=$TMP_DIR/$1.log written had before

	: >"$log"
	kill -USR1 "${CAPTURE_PID[$1]}" || return
	busywait "$WAIT_MS" has_text "received by filter" "$log" || return
	read -r written had < <(grep -oE '[0-9]+ packets? (captured|received)' \
		"$log" | sed 's/ .*//' | tr '\n' ' ')
	before=${CAPTURE_SAID[$1]:-}
	CAPTURE_SAID[$1]="${before##*,}, $written of $had"
	[ "$written" = "$had" ] ||
		[ "$before" = " $written of $had, $written of $had" ]
}

# capture_stop POINT...: with everything written.
capture_stop()
{
	local point

	for point in "$@"; do
		busywait "$WAIT_MS" capture_drained "$point"
		check_err $? "tcpdump at $point did not catch up"
		capture_kill "$point"
	done
}

# decode FILTER FIELD... -- POINT...: a line for each frame that FILTER takes,
# first the point, then the fields. Of a field that occurs twice, the innermost.
decode()
{
	local filter=$1 fields=() files=() point
	shift

	while [ "$1" != -- ]; do
		fields+=(-e "$1")
		shift
	done
	shift
	for point in "$@"; do
		files+=("$TMP_DIR/$point.pcap")
	done
	mergecap -I none -F pcapng -w "$TMP_DIR/merged.pcapng" "${files[@]}"
	tshark -n -r "$TMP_DIR/merged.pcapng" -Y "$filter" -T fields \
		-E occurrence=l -E separator=, \
		-e frame.interface_id "${fields[@]}" 2>/dev/null |
		awk -F, -v OFS=, -v points="$*" \
			'BEGIN { split(points, name, " ") }
			 { $1 = name[$1 + 1]; print }'
}

# matching REGEX FILE: the number of lines.
matching()
{
	grep -cE -- "$1" "$2" || :
}
