# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Ten pings a second from VM3's eth0.200 to 203.0.113.1, a VM that moves between
# two hypervisors, and what became of them. Its MAC is in MAC.

# replies N: there are so many.
replies()
{
	[ "$(matching 'bytes from' "$TMP_DIR/pings")" -ge "$1" ]
}

# pings_start HV: the VM will be there, behind tap1.
pings_start()
{
	capture_start peer "$VM3" eth0.200 icmp
	capture_start new "$1" tap1 ether src "$MAC"
	background PING_PID ip netns exec "$VM3" \
		ping -n -i 0.1 -c 6000 -W 5 203.0.113.1 >"$TMP_DIR/pings"
	busywait "$WAIT_MS" replies 5
	check_err $? "no answers before the VM moved"
}

# twenty_more: answers come.
twenty_more()
{
	busywait "$WAIT_MS" replies \
		$(($(matching 'bytes from' "$TMP_DIR/pings") + 20))
	check_err $? "no more answers: $(tail -n 2 "$TMP_DIR/pings")"
}

# pings_end: twenty more, then the numbers, in the file "report".
pings_end()
{
	local first

	twenty_more
	stop_process "$PING_PID"
	capture_stop peer new
	first=$(decode "eth.src == $MAC" frame.time_epoch -- new |
		head -n 1 | cut -d, -f2)
	# Questions after the last answer were too late for theirs.
	decode icmp icmp.type icmp.seq frame.time_epoch -- peer |
		awk -F, -v first="$first" '
		$2 == 8 { asked[$3] = $4 }
		$2 == 0 {
			if ($3 + 0 > last)
				last = $3 + 0
			if ($3 in answered)
				twice++
			answered[$3]
			if (before && $4 - before > gap)
				gap = $4 - before
			before = $4
		}
		END {
			for (seq in asked) {
				if (seq in answered || seq + 0 > last)
					continue
				lost++
				if (asked[seq] > first)
					late++
			}
			printf "asked=%d lost=%d late=%d twice=%d gap=%.2f\n",
				length(asked), lost, late, twice, gap
		}' >"$TMP_DIR/report"
	note "$(<"$TMP_DIR/report")"
}

# no_loss: none after the first frame from the new place, ten at most in all.
no_loss()
{
	local asked lost late twice

	read -r asked lost late twice _ < <(sed 's/[a-z]*=//g' "$TMP_DIR/report")
	[ "${asked:-0}" -gt 20 ]
	check_err $? "only $asked questions were seen"
	[ "$lost" -le 10 ]
	check_err $? "$lost pings were lost, more than in a second"
	check_eq "$late" 0 "pings lost after the VM's first frame"
	check_eq "$twice" 0 "answers that came twice"
}
