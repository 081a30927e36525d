# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# One ping between VM1 and VM2 of topo.sh, captured at every hop. Another VM
# stands for VM2 where the caller says VM2= and TAP2=.
#
#   eth0.V  eth0 -- tap1  genev_sys_6081  under == genev_sys_6081  tap2 -- eth0  eth0.W
#    none    V       V         none       VNI          none         W       W     none

# hops_frames POINT...: what tshark makes of the echoes.
hops_frames()
{
	decode "icmp.type == 8 || icmp.type == 0" vlan.id geneve.vni icmp.type \
		icmp.seq icmp.ident icmp.checksum ip.id eth.src eth.dst -- "$@"
}

# hops_table FILE: POINT TAG VNI REQUESTS REPLIES, a line for each kind.
hops_table()
{
	awk -F, '{
		key = $1 " " ($2 == "" ? "-" : $2) " " ($3 == "" ? "-" : $3)
		if ($4 == 8) requests[key]++; else replies[key]++
		seen[key]
	} END {
		for (key in seen)
			print key, requests[key] + 0, replies[key] + 0
	}' "$1" | sort
}

# hops_same_inside FILE POINTS: every point has the same frames, tag aside.
hops_same_inside()
{
	local points=$2

	cut -d, -f4- "$1" | sort | uniq -c |
		awk -v n="$points" '$1 != n { bad = 1 } END { exit bad || NR != 10 }'
}

# hops_check V W VNI ADDR1 ADDR2: V and W are VIDs or "-" for the native port.
hops_check()
{
	local v=$1 w=$2 vni
	local points=(vm1.eth0 tap1 genev1 under genev2 tap2 vm2.eth0)
	local frames=$TMP_DIR/frames

	vni=$(printf '0x%06x' "$3")
	capture_start vm1.eth0 "$VM1" eth0
	capture_start tap1 "$HV1" tap1
	capture_start genev1 "$HV1" genev_sys_6081
	capture_start under "$HV1" under
	capture_start genev2 "$HV2" genev_sys_6081
	capture_start tap2 "$HV2" "${TAP2:-tap2}"
	capture_start vm2.eth0 "$VM2" eth0
	if [ "$v" != - ]; then
		capture_start vm1.vlan "$VM1" "eth0.$v"
		points+=(vm1.vlan)
	fi
	if [ "$w" != - ]; then
		capture_start vm2.vlan "$VM2" "eth0.$w"
		points+=(vm2.vlan)
	fi

	in_ns "$VM1" ping -q -n -c 5 -i 0.2 -W 5 -I "$4" "$5" >"$TMP_DIR/ping"
	check_err $? "no answer from $5"
	capture_stop "${points[@]}"

	hops_frames "${points[@]}" >"$frames"
	check_eq "$(hops_table "$frames")" "$({
		echo "vm1.eth0 $v - 5 5"
		echo "tap1 $v - 5 5"
		echo "genev1 - - 5 5"
		echo "under - $vni 5 5"
		echo "genev2 - - 5 5"
		echo "tap2 $w - 5 5"
		echo "vm2.eth0 $w - 5 5"
		if [ "$v" != - ]; then
			echo "vm1.vlan - - 5 5"
		fi
		if [ "$w" != - ]; then
			echo "vm2.vlan - - 5 5"
		fi
	} | sort)" "tag, VNI, requests and replies at every hop"
	hops_same_inside "$frames" "${#points[@]}"
	check_err $? "the frames differ between the hops by more than the tag"
}
