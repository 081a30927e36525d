# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
#     VM1               HV1                           HV2               VM2
#   +---------+     +--------------+             +--------------+     +---------+
#   |    eth0 +-----+ tap1         |  192.0.2/24 |         tap2 +-----+ eth0    |
#   | eth0.V  |     |        under +-------------+ under        |     | eth0.W  |
#   +---------+     |      .1      |   MTU 1600  |      .2      |     +---------+
#                   +--------------+             +--------------+
#
# A hypervisor is a namespace with one end of the underlay; a VM is a namespace
# whose eth0 is a veth, the other end being the tap in the hypervisor. Parents
# have addresses of 198.51.100.0/24, children of 203.0.113.0/24.

topo_hypervisor()
{
	setup_ns HV1
}

topo_hypervisors()
{
	setup_ns HV1 HV2
	topo_underlay 1600
}

# topo_underlay MTU: between HV1 and HV2.
topo_underlay()
{
	ip -n "$HV1" link add under mtu "$1" type veth \
		peer name under mtu "$1" netns "$HV2"
	ip -n "$HV1" addr add 192.0.2.1/24 dev under
	ip -n "$HV2" addr add 192.0.2.2/24 dev under
	ip -n "$HV1" link set under up
	ip -n "$HV2" link set under up
}

# topo_vm VM HV TAP N: its MAC ends in N.
topo_vm()
{
	local mac=02:00:00:00:00:0$4

	setup_ns "$1"
	ip -n "$2" link add "$3" type veth \
		peer name eth0 address "$mac" netns "${!1}"
	ip -n "${!1}" link set eth0 up
	ip -n "$2" link set "$3" up
}

# topo_vlan NS VID ADDR/LEN: eth0.VID with the MAC of eth0.
topo_vlan()
{
	ip -n "$1" link add link eth0 name "eth0.$2" type vlan id "$2"
	ip -n "$1" addr add "$3" dev "eth0.$2"
	ip -n "$1" link set "eth0.$2" up
}

# Two VMs on two hypervisors, for the scenarios: tap1 at HV1, tap2 at HV2.
topo_two_vms()
{
	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV2" tap2 2
	ip -n "$VM1" addr add 198.51.100.1/24 dev eth0
	ip -n "$VM2" addr add 198.51.100.2/24 dev eth0
}

ping_ok()
{
	in_ns "$1" ping -q -n -c 3 -i 0.2 -W 5 "$2" >"$TMP_DIR/ping" 2>&1
	check_err $? "no answer from $2: $(tail -n 3 "$TMP_DIR/ping")"
}

ping_fails()
{
	in_ns "$1" ping -q -n -c 3 -i 0.2 -w 2 "$2" >"$TMP_DIR/ping" 2>&1
	check_fail $? "an answer from $2, which must not be reached"
}

# tcp_ok NS ADDR CLIENT_NS: random bytes both ways, compared.
tcp_ok()
{
	local log=$TMP_DIR/tcp.log

	: >"$log"
	defer_scope_push
	background TCP_PID ip netns exec "$1" \
		python3 "$SELFTESTS/transfer.py" serve "$2" >"$log" 2>&1
	if ! busywait "$WAIT_MS" has_text listening "$log"; then
		fail "the TCP server at $2 did not start: $(cat "$log")"
	elif ! in_ns "$3" timeout 60 python3 "$SELFTESTS/transfer.py" \
	     connect "$2" >"$log.client" 2>&1; then
		fail "TCP to $2: $(tail -n 1 "$log.client" "$log")"
	fi
	defer_scope_pop
}
