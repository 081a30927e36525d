#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# DHCP over subports: the server is a VM on one hypervisor, the client on the
# other, in different VLANs of one network:
#
#   VM1 udhcpc                                                   VM2 dnsmasq
#   eth0.100 -- tap1 vlan 100 -- child (5001) -- vlan 200 tap2 -- eth0.200
#   HV1 br-trunk                                   HV2 br-trunk  203.0.113.2

ALL_TESTS="
	lease_by_udhcpc
	lease_by_dhclient
	leased_address_works
	not_on_the_native_port
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
require dnsmasq udhcpc dhclient

# configure NS LOCAL REMOTE TAP VID
configure()
{
	trunkctl -n "$1" bridge add br-trunk local "$2"
	trunkctl -n "$1" network add child vni 5001
	trunkctl -n "$1" network add parent vni 5002
	trunkctl -n "$1" remote add "$3"
	trunkctl -n "$1" trunk add "$4" network parent
	trunkctl -n "$1" subport add "$4" vlan "$5" network child
}

setup()
{
	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV2" tap2 2
	ip -n "$VM1" link add link eth0 name eth0.100 type vlan id 100
	ip -n "$VM1" link set eth0.100 up
	topo_vlan "$VM2" 200 203.0.113.2/24
	configure "$HV1" 192.0.2.1 192.0.2.2 tap1 100
	configure "$HV2" 192.0.2.2 192.0.2.1 tap2 200

	background DNSMASQ_PID ip netns exec "$VM2" dnsmasq --keep-in-foreground \
		--conf-file=/dev/null --port=0 --interface=eth0.200 \
		--bind-interfaces --user=root --log-facility=- --log-dhcp \
		--dhcp-range=203.0.113.100,203.0.113.120,255.255.255.0,1h \
		--dhcp-option=option:router,203.0.113.2 \
		--dhcp-leasefile="$TMP_DIR/leases" --pid-file= \
		2>"$TMP_DIR/dnsmasq.log"
	busywait "$WAIT_MS" has_text "IP range 203.0.113.100" \
		"$TMP_DIR/dnsmasq.log"
	cat >"$TMP_DIR/udhcpc.script" <<-'END'
		#!/bin/sh
		if [ "$1" = bound ]; then
			ip addr add "$ip/24" dev "$interface"
			echo "bound $ip router $router server $serverid"
		fi
	END
	chmod +x "$TMP_DIR/udhcpc.script"
}

lease_by_udhcpc()
{
	in_ns "$VM1" timeout 60 udhcpc -f -q -n -t 10 -i eth0.100 \
		-s "$TMP_DIR/udhcpc.script" >"$TMP_DIR/udhcpc.log" 2>&1
	check_err $? "udhcpc: $(tail -n 3 "$TMP_DIR/udhcpc.log")"
	check_eq "$(grep -o 'router.*' "$TMP_DIR/udhcpc.log")" \
		"router 203.0.113.2 server 203.0.113.2" "the lease"
	check_eq "$(awk '{ print $2 }' "$TMP_DIR/leases")" 02:00:00:00:00:01 \
		"the server's lease file"
	log_test "udhcpc in VLAN 100 gets a lease from dnsmasq in VLAN 200"
}

leased_address_works()
{
	in_ns "$VM1" udhcpc -f -q -n -t 10 -i eth0.100 \
		-s "$TMP_DIR/udhcpc.script" >"$TMP_DIR/udhcpc.log" 2>&1
	check_eq "$(ip -n "$VM1" -j addr show dev eth0.100 |
		jq '.[0].addr_info | length >= 1')" true "an address"
	ping_ok "$VM1" 203.0.113.2
	log_test "the leased address reaches the server"
}

lease_by_dhclient()
{
	run ip -n "$VM1" addr flush dev eth0.100
	in_ns "$VM1" timeout 60 dhclient -4 -1 -v -sf /bin/true \
		-lf "$TMP_DIR/dhclient.leases" -pf "$TMP_DIR/dhclient.pid" \
		-cf /dev/null eth0.100 >"$TMP_DIR/dhclient.log" 2>&1
	check_err $? "dhclient: $(tail -n 3 "$TMP_DIR/dhclient.log")"
	if [ -s "$TMP_DIR/dhclient.pid" ]; then
		kill "$(cat "$TMP_DIR/dhclient.pid")"
	fi
	check_eq "$(grep -c 'dhcp-server-identifier 203.0.113.2' \
		"$TMP_DIR/dhclient.leases")" 1 "the client's lease file"
	log_test "dhclient gets one as well"
}

# The parents' network has no server; the child's must not answer there.
not_on_the_native_port()
{
	in_ns "$VM1" timeout 60 udhcpc -f -q -n -t 2 -T 1 -A 1 -i eth0 \
		-s "$TMP_DIR/udhcpc.script" >"$TMP_DIR/udhcpc.log" 2>&1
	check_fail $? "a lease on the native port"
	log_test "the native port gets no lease from the child network"
}

tests_run
