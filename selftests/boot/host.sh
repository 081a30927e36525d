# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The machine that has booted is a hypervisor, with the files that "make install"
# brought. The other one is a namespace, configured by hand.
#
#   VM1 eth0 ---- tap1 native -- parent (5002)   parent (5002) -- native tap2 ---- eth0 VM2
#   eth0.100 --- tap1 vlan 100 -- child (5001)   child (5001) -- vlan 200 tap2 -- eth0.200
#            192.0.2.1 under =========================== under 192.0.2.2

# shellcheck source=../lib.sh
. "$SELFTESTS_DIR/lib.sh"
[ -n "${VTRUNK_GUEST-}" ] || skip_all "changes the machine that it runs on"
require systemctl udevadm

# That is what the service is for.
load_vtrunk()
{
	:
}

here()
{
	trunkctl "$@"
}

other_hypervisor()
{
	setup_ns HV2
	ip link add under mtu 1600 type veth \
		peer name under mtu 1600 netns "$HV2"
	defer ip link del under
	ip addr add 192.0.2.1/24 dev under
	ip -n "$HV2" addr add 192.0.2.2/24 dev under
	ip link set under up
	ip -n "$HV2" link set under up
	topo_vm VM2 "$HV2" tap2 2
	ip -n "$VM2" addr add 198.51.100.2/24 dev eth0
	topo_vlan "$VM2" 200 203.0.113.2/24
	trunkctl -n "$HV2" -b - <<-'END'
		bridge add br-trunk local 192.0.2.2
		network add child vni 5001
		network add parent vni 5002
		remote add 192.0.2.1
		trunk add tap2 network parent
		subport add tap2 vlan 200 network child
	END
}

# What the VM itself does when it boots.
vm_boots()
{
	ip -n "$1" link set eth0 address 02:00:00:00:00:01 up
	ip -n "$1" addr add 198.51.100.1/24 dev eth0
	topo_vlan "$1" 100 203.0.113.1/24
}

# vm_start: VM1, whose process makes tap1. Nothing here says anything to vtrunk.
vm_start()
{
	local log=$TMP_DIR/vm.log

	background VM_PID "$SELFTESTS/vm" tap1 "$VM1" eth0 >"$log" 2>&1
	busywait "$WAIT_MS" has_text runs "$log"
	check_err $? "the VM does not start: $(cat "$log")"
	vm_boots "$VM1"
}

answers()
{
	in_ns "$1" ping -q -n -c 1 -W 1 "$2" >/dev/null 2>&1
}

# reaches NS ADDRESS: soon, but not at once, for udev and systemd have to come by.
reaches()
{
	busywait "$WAIT_MS" answers "$1" "$2"
	check_err $? "no answer from $2: $(journal)"
}

journal()
{
	journalctl -q --no-pager -n 15 -o cat -u 'vtrunk*'
}

# unit_is NAME STATE
unit_is()
{
	check_eq "$(systemctl show -P ActiveState "$1")" "$2" "state of $1"
}

# pending_is TRUNK...: these are pending, and nothing else differs from the files.
pending_is()
{
	check_eq "$({ here diff /etc/vtrunk 2>&1 || echo "status $?"; } |
		sed 's/^trunkctl: .*: diff: \(.*\) is pending: .*/\1/' | sort |
		paste -sd ' ')" "$*" "what the files want besides"
}
