#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Does what Documentation/howto/metadata.rst says on two hypervisors, for its
# network, child, and for a second one, other, with the same addresses in it:
#
#   VM1 eth0.100 -- tap1 +-- child (5001) --+ tap2 -- eth0.200 VM2
#   VM3 eth0.100 -- tap3 +-- other (5002) --+ tap4 -- eth0.200 VM4
#   meta-child -- md-child                    md-child -- meta-child
#   meta-other -- md-other                    md-other -- meta-other
#                       hv1 ============ hv2
#
# VM1 and VM3 have one MAC, VM2 and VM4 another one. Each hypervisor has files
# and a host name of its own.

ALL_TESTS="
	servers_start
	lease_of_its_own_host
	metadata_of_its_own_host
	servers_are_alike
	no_frame_of_theirs_leaves
	questions_stay_home
	vms_still_meet
	two_macs
	not_of_the_other_host
	after_a_reboot
	taken_away
"

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=page.sh
. "$SELFTESTS/page.sh"
require busybox dnsmasq hostname nsenter tc tcpdump tshark mergecap udhcpc

PAGE=$SELFTESTS/../Documentation/howto/metadata.rst
[ -e "$PAGE" ] || skip_all "the how-to is not here"
PATH=$(dirname "$(readlink -f "$(type -P "$TRUNKCTL")")"):$PATH
readonly VNI_OF="child 5001 other 5002"
readonly SERVER=203.0.113.2 META=169.254.169.254

# host N NAME NS: a host of its own, as far as files and its name go.
host()
{
	local log=$TMP_DIR/host$1.log

	background "HOST$1" ip netns exec "$3" unshare --mount --uts \
		--propagation private sh -c "
			hostname $2 &&
			mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /srv &&
			mount -t tmpfs tmpfs /etc/vtrunk &&
			mkdir /etc/vtrunk/metadata && echo there &&
			exec tail -f /dev/null" >"$log"
	busywait "$WAIT_MS" has_text there "$log"
	defer_quietly end_servers "$1"
}

# on N COMMAND: a line of shell at a hypervisor.
on()
{
	local pid=HOST$1

	nsenter -t "${!pid}" -m -n -u bash -c "$2"
}

end_servers()
{
	# shellcheck disable=SC2016 # that shell's variables
	on "$1" 'for ns in $(ip netns list | cut -d " " -f 1); do
			ip netns pids $ns | xargs -r kill
			ip netns del $ns
		done'
}

# configure N LOCAL REMOTE VID TAP_OF_CHILD TAP_OF_OTHER
configure()
{
	on "$1" "trunkctl -b -" <<-END
		bridge add br-trunk local $2
		remote add $3
		network add child vni 5001
		network add other vni 5002
		trunk add $5
		trunk add $6
		subport add $5 vlan $4 network child
		subport add $6 vlan $4 network other
	END
}

# A VM asks on a VLAN of its eth0.
vm_vlan()
{
	ip -n "$1" link add link eth0 name "eth0.$2" type vlan id "$2"
	ip -n "$1" link set "eth0.$2" up
}

setup()
{
	[ -d /etc/vtrunk ] || { mkdir /etc/vtrunk; defer rmdir /etc/vtrunk; }
	topo_hypervisors
	topo_vm VM1 "$HV1" tap1 1
	topo_vm VM2 "$HV2" tap2 2
	topo_vm VM3 "$HV1" tap3 1
	topo_vm VM4 "$HV2" tap4 2
	vm_vlan "$VM1" 100
	vm_vlan "$VM2" 200
	vm_vlan "$VM3" 100
	vm_vlan "$VM4" 200
	host 1 hv1 "$HV1"
	host 2 hv2 "$HV2"
	configure 1 192.0.2.1 192.0.2.2 100 tap1 tap3
	configure 2 192.0.2.2 192.0.2.1 200 tap2 tap4
	cat >"$TMP_DIR/udhcpc.script" <<-'END'
		#!/bin/sh
		[ "$1" = bound ] || exit 0
		ip addr flush dev "$interface"
		ip addr add "$ip/24" dev "$interface"
		echo "bound $ip server $serverid routes $staticroutes"
		set -- $staticroutes
		while [ $# -gt 1 ]; do
			ip route replace "$1" via "$2"
			shift 2
		done
	END
	chmod +x "$TMP_DIR/udhcpc.script"
}

# as_of NETWORK: the page's text, said of that network.
as_of()
{
	local vni=${VNI_OF##*"$1 "}

	sed "s/child/$1/g; s/5001/${vni%% *}/g"
}

# section TITLE NETWORK: the commands of a section, on both hypervisors.
section()
{
	local line n got

	while IFS= read -r line; do
		line=${line#hv }
		for n in 1 2; do
			got=$(on "$n" "$line" 2>&1 </dev/null)
			check_err $? "hv$n# $line: $got"
		done
	done < <(page_section "$1" "$PAGE" | page_steps hv | as_of "$2")
	[ "$line" ] || [ "$got" ] || [ "${n-}" ] || fail "no command in: $1"
}

# files NETWORK: those of the page, on both hypervisors.
files()
{
	local name n

	for name in hosts conf env; do
		for n in 1 2; do
			page_file "/etc/vtrunk/metadata/child.$name" "$PAGE" |
				as_of "$1" |
				on "$n" "cat >/etc/vtrunk/metadata/$1.$name"
		done
	done
}

servers_start()
{
	local net n

	for net in child other; do
		files "$net"
		section "The namespace and its port" "$net"
		section DHCP "$net"
		section Metadata "$net"
	done
	for n in 1 2; do
		check_eq "$(on "$n" "trunkctl -j subport show" | jq -r '
			.[] | select(.local_only) |
			"\(.dev) \(.selector) \(.network) \(.status)"')" \
			"md-child native child active
md-other native other active" "local-only ports of hv$n"
	done
	log_test "the commands of the how-to, on two hypervisors, for two networks"
}

# lease VM DEV: asks for a lease, like a VM that boots and knows nobody; what
# the client was given, or nothing.
lease()
{
	ip -n "$1" neigh flush dev "$2"
	in_ns "$1" timeout 120 udhcpc -f -q -n -t 8 -T 2 -i "$2" \
		-O staticroutes -s "$TMP_DIR/udhcpc.script" 2>"$TMP_DIR/udhcpc.log" |
		grep '^bound'
}

readonly ROUTE="routes $META/32 $SERVER"

leases_come()
{
	check_eq "$(lease "$VM1" eth0.100)" \
		"bound 203.0.113.11 server $SERVER $ROUTE" "the lease of VM1"
	check_eq "$(lease "$VM2" eth0.200)" \
		"bound 203.0.113.12 server $SERVER $ROUTE" "the lease of VM2"
}

# leased N NETWORK: the MACs that a server has given leases to.
leased()
{
	on "$1" "cut -d ' ' -f 2 /run/metadata-$2.leases"
}

lease_of_its_own_host()
{
	leases_come
	check_eq "$(lease "$VM3" eth0.100)" \
		"bound 203.0.113.11 server $SERVER $ROUTE" "the lease of VM3"
	check_eq "$(lease "$VM4" eth0.200)" \
		"bound 203.0.113.12 server $SERVER $ROUTE" "the lease of VM4"
	for net in child other; do
		check_eq "$(leased 1 "$net")" 02:00:00:00:00:01 \
			"what $net has at hv1"
		check_eq "$(leased 2 "$net")" 02:00:00:00:00:02 \
			"what $net has at hv2"
	done
	log_test "each VM has its lease from the server of its host, with option 121"
}

# whose NS: the host that answers the VM in it, by HTTP.
whose()
{
	in_ns "$1" timeout 30 bash -c "exec 3<>/dev/tcp/$META/80 && printf \
		'GET /latest/meta-data/placement/availability-zone HTTP/1.0\r\n\r\n' \
		>&3 && cat <&3" 2>&1 | tail -n 1
}

metadata_of_its_own_host()
{
	check_eq "$(ip -n "$VM1" -j route get "$META" |
		jq -r '.[0] | "\(.gateway) \(.dev)"')" \
		"$SERVER eth0.100" "the way to $META"
	check_eq "$(whose "$VM1") $(whose "$VM3")" "hv1 hv1" \
		"who answers VM1 and VM3"
	check_eq "$(whose "$VM2") $(whose "$VM4")" "hv2 hv2" \
		"who answers VM2 and VM4"
	log_test "each VM reaches the metadata of its own host"
}

# server N: the addresses of its child's.
server()
{
	on "$1" "ip -n meta-child -j -4 addr show dev eth0" |
		jq -r '.[0].addr_info[] | "\(.local)/\(.prefixlen)"'
}

mac_of()
{
	on "$1" "ip -n meta-child -j link show dev eth0" | jq -r '.[0].address'
}

moves()
{
	on "$1" "trunkctl -s -j bridge show" |
		jq '[.[0].stats.drops | .static_move // 0] | add'
}

servers_are_alike()
{
	check_eq "$(server 1)" "$SERVER/24
$META/32" "addresses at hv1"
	check_eq "$(server 2)" "$(server 1)" "addresses at hv2"
	check_eq "$(mac_of 2)" "$(mac_of 1)" "MAC at hv2"
	check_eq "$(moves 1) $(moves 2)" "0 0" "attempts of it to move"
	log_test "both servers of a network have the same addresses and MAC"
}

# Both uplinks, in files of that name.
uplinks_start()
{
	capture_start "$1-1" "$HV1" genev_sys_6081
	capture_start "$1-2" "$HV2" genev_sys_6081
}

# seen NAME FILTER: frames that both uplinks had together.
seen()
{
	decode "$2" eth.src -- "$1-1" "$1-2" | wc -l
}

# of_servers NAME: frames from and to them, and what only they say.
of_servers()
{
	local mac filter="dhcp.type == 2 || tcp || arp.src.proto_ipv4 == $SERVER"

	for mac in "$(mac_of 1)" "$(mac_of 2)"; do
		filter+=" || eth.addr == $mac"
	done
	seen "$1" "$filter || ip.addr == $SERVER || ip.addr == $META"
}

readonly QUESTIONS="dhcp.type == 1 || arp.dst.proto_ipv4 == $SERVER"

no_frame_of_theirs_leaves()
{
	uplinks_start theirs
	leases_come
	check_eq "$(whose "$VM1") $(whose "$VM2")" "hv1 hv2" "who answers"
	capture_stop theirs-1 theirs-2
	check_eq "$(of_servers theirs)" 0 "frames of the servers in the tunnel"
	# The page says so: a broadcast of a VM goes everywhere.
	check_fail $(($(seen theirs "$QUESTIONS") == 0 ? 0 : 1)) \
		"the questions of the VMs are not there"
	log_test "no frame of a server and none to it is on genev_sys_6081"
}

# The page's filter for tcpdump.
filter_of_page()
{
	sed -n "s/^  # tcpdump -nn -i genev_sys_6081 '\(.*\)'$/\1/p" "$PAGE"
}

# nothing_leaves NAME: while both VMs of child get a lease and metadata.
nothing_leaves()
{
	local filter

	filter=$(filter_of_page)
	[ "$filter" ]
	check_err $? "the page has no filter for tcpdump"
	capture_start "$1-1" "$HV1" genev_sys_6081 "$filter"
	capture_start "$1-2" "$HV2" genev_sys_6081 "$filter"
	leases_come
	check_eq "$(whose "$VM1") $(whose "$VM2")" "hv1 hv2" "who answers"
	capture_stop "$1-1" "$1-2"
	check_eq "$(decode frame eth.src eth.dst _ws.col.Info -- "$1-1" "$1-2")" \
		"" "frames that the page's filter takes"
}

questions_stay_home()
{
	section "What still leaves the host" child
	nothing_leaves home
	# The other network has no such filters.
	uplinks_start others
	lease "$VM3" eth0.100 >/dev/null
	capture_stop others-1 others-2
	check_fail $(($(seen others "dhcp.type == 1") == 0 ? 0 : 1)) \
		"the questions of the other network are not there"
	log_test "with its filters nothing of DHCP, ARP and HTTP leaves the host"
}

# Two VMs of a network, and what they say in the tunnel.
vms_still_meet()
{
	uplinks_start vms
	run ip -n "$VM1" neigh flush dev eth0.100
	ping_ok "$VM1" 203.0.113.12
	ping_ok "$VM2" 203.0.113.11
	capture_stop vms-1 vms-2
	# Three requests and replies, twice, at both ends.
	check_eq "$(seen vms icmp)" 24 "echoes in the tunnel"
	check_fail $(($(seen vms "arp.dst.proto_ipv4 == 203.0.113.12") == 0 ? 0 : 1)) \
		"ARP between the VMs is not there"
	log_test "VMs of the network reach each other through the tunnel meanwhile"
}

two_macs()
{
	on 2 "ip -n meta-child link set dev eth0 address 02:00:00:00:fe:02"
	check_err $? "setting the MAC"
	nothing_leaves macs
	ping_ok "$VM1" 203.0.113.12
	check_eq "$(moves 1) $(moves 2)" "0 0" "attempts of a MAC to move"
	log_test "with a MAC for each of them it is the same"
}

not_of_the_other_host()
{
	on 2 "ip netns pids meta-child | xargs -r kill"
	run ip -n "$VM2" neigh flush dev eth0.200
	check_eq "$(lease "$VM2" eth0.200)" "" "a lease without a server here"
	check_eq "$(whose "$VM2" | grep '^hv')" "" "metadata of another host"
	check_eq "$(leased 1 child)" 02:00:00:00:00:01 "what hv1 has"
	check_eq "$(whose "$VM1")" hv1 "who answers VM1"
	log_test "where a host's own servers are silent, no other host answers"
}

# unit N NETWORK: what the page's unit starts.
unit()
{
	local unit="/etc/systemd/system/vtrunk-metadata@.service" line got may_fail

	while IFS= read -r line; do
		may_fail=no
		[ "${line:0:1}" != - ] || may_fail=yes line=${line#-}
		line=${line//%i/$2}
		line=${line/#\/usr\/sbin\/vtrunk-attach/$SELFTESTS/../dist/sbin/vtrunk-attach}
		got=$(on "$1" ". /etc/vtrunk/metadata/$2.env; $line" 2>&1) ||
			[ "$may_fail" = yes ] ||
			fail "hv$1: $line: $got"
	done < <(page_file "$unit" "$PAGE" | sed -n 's/^ExecStart=//p')
}

after_a_reboot()
{
	local n net wanted

	for n in 1 2; do
		on "$n" "trunkctl dump >/etc/vtrunk/br-trunk.yaml"
		wanted=$(page_section "Keeping it" "$PAGE" | sed -n \
			'/^    md-child:/,/^$/ { s/^ *//; /./p }')
		check_eq "$(on "$n" "cat /etc/vtrunk/br-trunk.yaml" |
			sed -n '/^      md-child:/,/^      [^ ]/ p' |
			sed '$d; s/^ *//')" "$wanted" "the trunk in hv$n's file"
		end_servers "$n"
		on "$n" "trunkctl bridge del br-trunk; rm -rf /run/metadata*"
	done
	check_eq "$(lease "$VM1" eth0.100)" "" "a lease of nobody"
	for n in 1 2; do
		on "$n" "trunkctl apply /etc/vtrunk" >"$TMP_DIR/apply.log" 2>&1
		check_eq "$(grep -c 'md-.* pending' "$TMP_DIR/apply.log")" 2 \
			"servers that are not there at boot"
		for net in child other; do
			unit "$n" "$net"
		done
	done
	nothing_leaves reboot
	check_eq "$(lease "$VM3" eth0.100)" \
		"bound 203.0.113.11 server $SERVER $ROUTE" "the lease of VM3"
	check_eq "$(whose "$VM3")" hv1 "who answers VM3"
	log_test "after a reboot the unit brings the servers, the file their ports"
}

taken_away()
{
	local n

	section "Taking it away" child
	section "Taking it away" other
	for n in 1 2; do
		check_eq "$(on "$n" "ip netns list; ls /sys/class/net |
			grep ^md-; tc filter show dev genev_sys_6081 egress")" \
			"" "what is left at hv$n"
		check_eq "$(on "$n" "trunkctl -j trunk show" |
			jq -r '.[].dev | select(startswith("md-"))')" "" \
			"trunks that are left"
	done
	log_test "all of it can be taken away again"
}

tests_run
