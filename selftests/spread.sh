#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The outer UDP source port, by which the underlay spreads flows over its paths:
# one for each flow, and as even as what the kernel's own Geneve device makes of
# the same flows, on "kernel" at port 6082. The ports are drawn in injector.sh.

ALL_TESTS="
	a_hundred_thousand
	each_kind
	one_for_each_flow
	fragments_together
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=injector.sh
. "$SELFTESTS/injector.sh"
require python3 "$SELFTESTS/spread"

# By chance one run in ten thousand is beyond it, with 255 degrees of freedom.
readonly CHI2_MAX=345

setup()
{
	injector_topo
	injector_config
	injector_start
	injector_ask send r2 "vni=$PARENT all 4 88b5 a"
	injector_collect 2 >"$TMP_DIR/arrived"
	ip -n "$HV1" link add kernel mtu 1400 type geneve id 7 \
		remote 192.0.2.2 dstport 6082
	ip -n "$HV1" link set kernel up
}

# ours KIND FLOWS FRAMES, theirs the same: PORTS SPLIT CHI2
ours()
{
	"$SELFTESTS/spread" "$@" "$VM1" eth0 "$UNDERLAY" under 6081
}

theirs()
{
	"$SELFTESTS/spread" "$@" "$HV1" kernel "$UNDERLAY" under 6082
}

# as_even KIND FLOWS: ours are on as many ports, and as evenly.
as_even()
{
	local ports split chi2 their_ports

	read -r ports split chi2 < <(ours "$1" "$2" 1)
	read -r their_ports _ < <(theirs "$1" "$2" 1)
	note "$1: $ports ports, chi-squared $chi2; the kernel's own $their_ports ports"
	check_err $((100 * ${ports:-0} < 97 * ${their_ports:-1})) \
		"$1: $ports ports, where the kernel has $their_ports"
	check_err $((${chi2:-9999} > CHI2_MAX)) "$1: chi-squared $chi2"
	check_eq "$split" 0 "$1: flows with two ports"
}

a_hundred_thousand()
{
	as_even udp4 100000
	log_test "100,000 flows are spread as the kernel spreads them"
}

each_kind()
{
	as_even tcp4 10000
	as_even udp6 10000
	as_even icmp4 10000
	log_test "TCP, IPv6, and packets without ports, by their addresses"
}

one_for_each_flow()
{
	check_eq "$(ours udp4 500 4 | cut -d' ' -f2)" 0 "udp4: flows with two ports"
	check_eq "$(ours udp6 500 4 | cut -d' ' -f2)" 0 "udp6: flows with two ports"
	check_eq "$(ours mac 500 4 | cut -d' ' -f2)" 0 "mac: flows with two ports"
	check_err $(($(ours mac 500 1 | cut -d' ' -f1) < 450)) \
		"frames of other protocols are not told apart by their MACs"
	log_test "the frames of one flow have one port, by MACs if not of IP"
}

fragments_together()
{
	check_eq "$(ours frag4 500 4 | cut -d' ' -f2)" 0 "datagrams with two ports"
	log_test "all fragments of a datagram have one port"
}

tests_run
