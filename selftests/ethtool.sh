#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What ethtool says about the bridge device: its driver, and the sums of what
# trunkctl counts at each object.
#
#   VM1 1 ---- tap1 vlan 100 --+            +-- r2 192.0.2.2
#   VM2 2 ---- tap2 vlan 200 --+-- child ---+
#   VM3 3 ---- tap3 vlan 300 --+   (5001)   +-- r3 192.0.2.3
#
# The ports are drawn in injector.sh.

ALL_TESTS="
	driver
	names
	sums
	a_loss_at_each_object
	answers
	learn_failed
	never_less
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require ethtool python3

setup()
{
	injector_topo
	injector_config
	injector_start
}

# "NAME VALUE" lines.
stats()
{
	in_ns "$HV1" ethtool -S br-trunk |
		sed -n 's/^ *\([a-z0-9_]*\): \([0-9]*\)$/\1 \2/p'
}

stat()
{
	stats | awk -v name="$1" '$1 == name { print $2 }'
}

driver()
{
	check_eq "$(in_ns "$HV1" ethtool -i br-trunk |
		awk '/^(driver|version):/ { print $2 }' | paste -sd ' ')" \
		"vtrunk $(< /sys/module/vtrunk/version)" "driver and version"
	log_test "ethtool -i names the driver and the module's version"
}

names()
{
	check_eq "$(stats | cut -d ' ' -f 1)" \
		"rx_packets
rx_bytes
tx_packets
tx_bytes
icmp_sent
icmp_suppressed
learn_failed
events_lost
$(trunkctl -n "$HV1" -j -s bridge show |
	jq -r '.[0].stats.drops | keys_unsorted[] | "drop_" + .')" \
		"the counters of ethtool -S"
	log_test "ethtool -S has every reason of trunkctl, by the same name"
}

# Sums over all objects: "drop_REASON N" lines, none that is 0.
sums_of_trunkctl()
{
	counters "$HV1" | awk '
		$(NF - 1) !~ /^([rt]x|icmp)_/ { n[$(NF - 1)] += $NF }
		END { for (r in n) if (n[r]) print "drop_" r, n[r] }' | sort
}

sums_are_equal()
{
	check_eq "$(stats | grep '^drop_' | grep -v ' 0$' | sort)" \
		"$(sums_of_trunkctl)" "drops by ethtool, and summed over all objects"
}

sums()
{
	injector_ask send vm1 "all 1 8100:100 88b5 a"
	injector_ask send r2 "vni=$CHILD all 4 88b5 a"
	injector_collect 8 >/dev/null
	check_eq "$(stats | grep '^[rt]x_')" \
		"$(trunkctl -n "$HV1" -j -s bridge show | jq -r '.[0].stats
			| to_entries[] | select(.key | test("^[rt]x_"))
			| "\(.key) \(.value)"')" "packets and bytes"
	log_test "packets and bytes are those of the bridge"
}

a_loss_at_each_object()
{
	injector_baseline
	loses vm1 "all 1 8100:555 88b5 a" tap1 unknown_vid
	loses vm1 "all 1 8100:100 8100:7 88b5 a" "tap1 vlan 100" inner_tag
	loses r2 "vni=7777 all 1 88b5 a" br-trunk unknown_vni
	run trunkctl -n "$HV1" network set child mtu 600
	injector_baseline
	injected vm3 "all 3 8100:300 88b5:1000 a" \
		"remote 192.0.2.2: mtu +1
remote 192.0.2.3: mtu +1" \
		"vm1 all 3 8100:100 88b5:1000 a
vm2 all 3 8100:200 88b5:1000 a
vm2 all 3 8100:202 88b5:1000 a"
	run trunkctl -n "$HV1" network set child mtu auto
	sums_are_equal
	check_eq "$(stats | awk '/_vid|_tag|_vni|_mtu/ { print $2 }' |
		paste -sd ' ')" "1 1 2 1" "unknown_vid, inner_tag, mtu, unknown_vni"
	log_test "losses of trunks, ports, remotes and the bridge add up"
}

# A frame that does not fit, with the address of a sender that can be answered.
answers()
{
	ip -n "$VM1" link add link eth0 name eth0.100 type vlan id 100
	defer ip -n "$VM1" link del eth0.100
	ip -n "$VM1" addr add 203.0.113.1/24 dev eth0.100
	ip -n "$VM1" link set eth0.100 up
	ip -n "$VM1" neigh add 203.0.113.4 lladdr 02:00:00:00:00:04 dev eth0.100
	run trunkctl -n "$HV1" network set child mtu 600
	defer trunkctl -n "$HV1" network set child mtu auto
	run trunkctl -n "$HV1" fdb add 02:00:00:00:00:04 network child \
		remote 192.0.2.2
	defer trunkctl -n "$HV1" fdb del 02:00:00:00:00:04 network child
	in_ns "$VM1" ping -q -n -c 1 -s 1000 -M "do" -W 0.1 203.0.113.4 \
		>/dev/null
	check_eq "$(stat icmp_sent) $(stat icmp_suppressed)" \
		"$(counters "$HV1" | awk '/ vlan .* icmp_/ { n[$(NF - 1)] += $NF }
			END { print n["icmp_sent"] + 0,
				    n["icmp_suppressed"] + 0 }')" \
		"answers by both tools"
	check_fail "$(stat icmp_sent)" "no answer was sent"
	log_test "answers to frames that do not fit are summed as well"
}

learn_failed()
{
	local before

	forget
	before=$(stat learn_failed)
	run trunkctl -n "$HV1" bridge set br-trunk fdb-max 1
	defer trunkctl -n "$HV1" bridge set br-trunk fdb-max 65536
	injector_ask send vm1 "all 7 8100:100 88b5 a"
	injector_ask send vm1 "all 8 8100:100 88b5 a"
	injector_collect 10 >/dev/null
	check_eq "$(stat learn_failed)" \
		"$(trunkctl -n "$HV1" -j bridge show | jq '.[0].learn_failed')" \
		"learn_failed by both tools"
	check_err $(($(stat learn_failed) == before)) "it did not grow"
	log_test "learn_failed is the bridge's"
}

never_less()
{
	local before link

	before=$(stats)
	run trunkctl -n "$HV1" trunk del tap1
	run trunkctl -n "$HV1" remote del 192.0.2.3
	check_eq "$(stats)" "$before" "counters after a trunk and a remote went"
	link=$(ip -n "$HV1" -j -s link show dev br-trunk | jq -r \
		'.[0].stats64 | .rx.dropped + .tx.dropped')
	check_eq "$link" "$(awk '/^drop_/ { n += $2 } END { print n }' \
		<<<"$before")" "dropped by ip -s link"
	log_test "what an object lost stays in the sum when it goes"
}

tests_run
