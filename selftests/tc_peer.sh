#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The peer has one Geneve device in external mode, and tc between it and two
# ports: a filter for each key and direction.
#
#   PEER   under -- gnv -- flower enc_key_id 5001 --> port5001 -- FAR_CHILD
#                       <-- tunnel_key set id 5001 --
#                       -- flower enc_key_id 5002 --> port5002 -- FAR_PARENT
#                       <-- tunnel_key set id 5002 --
#
# What else there is, is drawn in peer.sh.

ALL_TESTS="
	ping_both_ways
	tcp_both_ways
	broadcast_both_ways
	large_packets
	parents
	keys_at_the_peer
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peer.sh
. "$SELFTESTS/peer.sh"
require arping python3 tc

setup()
{
	peer_topo
	peer_ports
	ip -n "$PEER" link add gnv mtu 9000 type geneve external
	ip -n "$PEER" link set gnv up
	tc -n "$PEER" qdisc add dev gnv clsact
	peer_filters 5001
	peer_filters 5002
	peer_addresses
}

# peer_filters VNI: between gnv and the port of that name.
peer_filters()
{
	tc -n "$PEER" qdisc add dev "port$1" clsact
	tc -n "$PEER" filter add dev "port$1" ingress protocol all matchall \
		action tunnel_key set id "$1" src_ip 192.0.2.2 \
			dst_ip 192.0.2.1 dst_port 6081 nocsum \
		action mirred egress redirect dev gnv
	tc -n "$PEER" filter add dev gnv ingress protocol all flower \
		enc_key_id "$1" enc_src_ip 192.0.2.1 \
		action tunnel_key unset \
		action mirred egress redirect dev "port$1"
}

# Of the filter's last action, to which all of its frames come.
peer_packets()
{
	case $1 in
	in)	tc -n "$PEER" -j -s filter show dev gnv ingress |
			jq "[.[].options | select(.keys.enc_key_id == $2) |
				.actions[-1].stats.packets] | add" ;;
	out)	tc -n "$PEER" -j -s filter show dev "port$2" ingress |
			jq '[.[].options.actions? | select(.) |
				.[-1].stats.packets] | add' ;;
	esac
}

tests_run
