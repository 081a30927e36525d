# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Those who race: each changes one kind of thing, in random order, until the
# time is up. What they ask for is often impossible by then: a refusal is an
# answer too. They count in $TMP_DIR/raced, "KIND ASKED REFUSED".
#
# The commands of a racer follow from RACE_SEED and its name; when each of them
# runs beside those of the others does not.

RACE_SECONDS=${RACE_SECONDS:-15}
RACE_SEED=${RACE_SEED:-$((SRANDOM % 100000))}
RACE_LINES=12

# pick WORD...: one of them, in PICKED.
pick()
{
	shift $((RANDOM % $#))
	PICKED=$1
}

# say WORD...: a line for ask; each {a,b c,...} is one of its parts.
say()
{
	local line=$* words

	while [[ $line =~ ^([^\{]*)\{([^\}]*)\}(.*)$ ]]; do
		IFS=, read -ra words <<<"${BASH_REMATCH[2]}"
		line=${BASH_REMATCH[1]}
		line+=${words[RANDOM % ${#words[@]}]}${BASH_REMATCH[3]}
	done
	SAID+=("$line")
}

# A random hypervisor, its trunk and its VM in HV, TAP and VM.
pick_hypervisor()
{
	pick 1 2
	HV=HV$PICKED VM=VM$PICKED TAP=tap$PICKED
	HV=${!HV} VM=${!VM}
}

# To start a program takes longer than what it is asked: so it stays, and is
# asked again. PROGRAM_IN and PROGRAM_ERR are its ends, by its name here.

program_start()
{
	local name=$1 pipe=$TMP_DIR/$RACER.$1 in err
	shift

	[ -p "$pipe.in" ] || mkfifo "$pipe.in" "$pipe.err"
	"$@" <"$pipe.in" >/dev/null 2>"$pipe.err" &
	PROGRAM_PID[$name]=$!
	exec {in}>"$pipe.in" {err}<"$pipe.err"
	PROGRAM_IN[$name]=$in
	PROGRAM_ERR[$name]=$err
}

program_stop()
{
	local name=$1 in=${PROGRAM_IN[$1]} err=${PROGRAM_ERR[$1]}

	kill "${PROGRAM_PID[$name]}" 2>/dev/null
	wait "${PROGRAM_PID[$name]}" 2>/dev/null
	exec {in}>&- {err}<&-
	unset "PROGRAM_PID[$name]"
}

# ask NAME COMMAND...: what was said, and then a word that nobody knows, whose
# refusal shows that all before it is done.
ask()
{
	local name=$1 asked=${#SAID[@]} refused=0 line
	shift

	[ -n "${PROGRAM_PID[$name]-}" ] || program_start "$name" "$@"
	printf '%s\n' "${SAID[@]}" sync >&"${PROGRAM_IN[$name]}"
	while IFS= read -r -t 300 -u "${PROGRAM_ERR[$name]}" line; do
		case $line in
		trunkctl:*'"sync"'*)
			break ;;
		Object*'"sync"'*)
			read -r -t 300 -u "${PROGRAM_ERR[$name]}"
			break ;;
		trunkctl:*|"Command failed"*)
			refused=$((refused + 1)) ;;
		esac
	done
	ASKED=$((ASKED + asked))
	REFUSED=$((REFUSED + refused))
	SAID=()
	# It talks to a module that may have gone, and come back as another.
	[ "$refused" -lt "$asked" ] || program_stop "$name"
}

by_trunkctl()
{
	ask "trunkctl.$1" "$TRUNKCTL" -n "$1" -s -force -b -
}

by_ip()
{
	ask "ip.$1" ip -n "$1" -force -batch -
}

# racer KIND END_MS: the life of one of them. On a slow machine, too, it does
# enough to meet the others.
racer()
{
	local RACER=$1 ASKED=0 REFUSED=0 SAID=() rounds=0 name seed
	local -A PROGRAM_PID=() PROGRAM_IN=() PROGRAM_ERR=()

	# One seed, and yet not the same numbers for everybody.
	seed=$(cksum <<<"$RACE_SEED $1")
	RANDOM=${seed%% *}
	trap '' PIPE
	while (($(now_ms) < $2 || rounds < 2)); do
		"race_$1"
		rounds=$((rounds + 1))
	done
	for name in "${!PROGRAM_PID[@]}"; do
		program_stop "$name"
	done
	echo "$1 $ASKED $REFUSED" >>"$TMP_DIR/raced"
}

race_ports()
{
	local i

	pick_hypervisor
	for ((i = 0; i < RACE_LINES; i++)); do
		pick \
		"subport add $TAP vlan {100,200,300,301} network {child,other,extra}" \
		"subport del $TAP vlan {100,200,300,301}" \
		"subport set $TAP vlan {100,200} network {child,other}" \
		"subport set $TAP {native,vlan 100,vlan 200} {up,down}" \
		"subport replace $TAP vlan {100,200} network child name p{1,2}" \
		"subport {add,del} $TAP native network {parent,other}" \
		"subport flush $TAP"
		say "$PICKED"
	done
	by_trunkctl "$HV"
}

race_retag()
{
	local i

	pick_hypervisor
	# In two rounds on a slow machine there might never be one to retag.
	say "subport add $TAP vlan {100,200} network child"
	for ((i = 1; i < RACE_LINES; i++)); do
		say "subport set $TAP vlan {100,200,300,301} retag {100,200,300,301}"
	done
	by_trunkctl "$HV"
}

race_trunks()
{
	pick_hypervisor
	say "trunk del $TAP"
	say "trunk add $TAP {,announce on} {,network parent,network child}"
	say "subport add $TAP vlan {100,200} network child"
	say "trunk set $TAP {up,down} {,announce on,announce off}"
	by_trunkctl "$HV"
}

race_networks()
{
	local i

	pick_hypervisor
	for ((i = 0; i < RACE_LINES; i++)); do
		pick \
		"network add extra vni {5101,5102}" \
		"network del {extra,other,child}" \
		"network add other vni 5003" \
		"network add child vni 5001" \
		"network set {child,parent} learn {on,off} mtu {auto,1400}" \
		"network set {child,other} unknown {flood,drop} l2cp {on,off}"
		say "$PICKED"
	done
	by_trunkctl "$HV"
}

race_remotes()
{
	local i

	pick_hypervisor
	for ((i = 0; i < RACE_LINES; i++)); do
		pick \
		"remote add 192.0.2.{1,2,7} {,up,down}" \
		"remote del 192.0.2.{1,2,7}" \
		"remote add 192.0.2.{1,2,8} network {child,other}" \
		"remote del 192.0.2.{1,2,8} network {child,other}" \
		"remote set 192.0.2.{1,2} {up,down}" \
		"remote flush {,network child}" \
		"bridge set br-trunk local 192.0.2.{1,2,5}"
		say "$PICKED"
	done
	by_trunkctl "$HV"
}

race_fdb()
{
	local i

	pick_hypervisor
	for ((i = 0; i < RACE_LINES; i++)); do
		pick \
		"fdb flush {,network child,dev $TAP}" \
		"fdb show" \
		"fdb show network child" \
		"fdb add 02:00:00:00:00:0{1,2,7} network child remote 192.0.2.{1,2}" \
		"fdb add 02:00:00:00:00:0{1,2} network child dev $TAP vlan 100 {static,sticky}" \
		"fdb del 02:00:00:00:00:0{1,2,7} network child" \
		"bridge set br-trunk ageing {1,300}"
		say "$PICKED"
	done
	by_trunkctl "$HV"
}

race_dumps()
{
	local i

	pick_hypervisor
	for ((i = 0; i < RACE_LINES; i++)); do
		say "{show,subport show,network show,trunk show,remote show,bridge show}"
	done
	by_trunkctl "$HV"
}

race_links()
{
	local i

	pick_hypervisor
	for ((i = 0; i < RACE_LINES; i++)); do
		say "link set $TAP {up,down,up}"
		say "link set {under,genev_sys_6081,br-trunk} {up,down,up}"
	done
	say "link set $TAP up"
	say "link set under up"
	by_ip "$HV"
	say "link set eth0 down"
	say "link set eth0 up"
	by_ip "$VM"
}

race_mtus()
{
	local i

	pick_hypervisor
	for ((i = 0; i < RACE_LINES; i++)); do
		pick \
		"link set {$TAP,br-trunk} mtu {576,1280,1500,9000}" \
		"link set {under,genev_sys_6081} mtu {1400,1500,1600,9100}"
		say "$PICKED"
	done
	by_ip "$HV"
}

# The same name, another device.
race_uplinks()
{
	pick_hypervisor
	if ((RANDOM % 3)); then
		say "link del genev_sys_6081"
		say "link add genev_sys_6081 type geneve dstport 6081 external"
		say "link set genev_sys_6081 up"
		by_ip "$HV"
	fi
	say "bridge set br-trunk uplink {none,genev_sys_6081}"
	say "bridge set br-trunk uplink genev_sys_6081"
	by_trunkctl "$HV"
}

# A trunk whose device goes while it floods.
race_devices()
{
	pick_hypervisor
	say "link add tap8 type veth peer name peer8"
	say "link set peer8 up"
	say "link set tap8 up"
	by_ip "$HV"
	say "trunk add tap8 network {child,parent}"
	say "subport add tap8 vlan {100,101} network {child,other}"
	by_trunkctl "$HV"
	say "link del {tap8,peer8}"
	by_ip "$HV"
}

# Another hypervisor, which is the VM of one of ours, and goes with all it has.
race_namespaces()
{
	local name=race-$RANDOM

	pick_hypervisor
	quietly ip netns add "$name"
	say "link add tap9 type veth peer name eth9 netns $name"
	say "link set tap9 up"
	by_ip "$HV"
	quietly ip -n "$name" link set eth9 up
	say "trunk add tap9 network child"
	by_trunkctl "$HV"
	say "bridge add br-trunk local 192.0.2.9"
	say "network add child vni 5001"
	say "trunk add eth9 network child"
	by_trunkctl "$name"
	# It would keep the namespace.
	program_stop "trunkctl.$name"
	quietly ip netns del "$name"
	ASKED=$((ASKED + 1))
}

race_modules()
{
	if quietly rmmod vtrunk; then
		insmod "$VTRUNK_KO"
	else
		REFUSED=$((REFUSED + 1))
	fi
	ASKED=$((ASKED + 1))
	configure_both
}

# race SECONDS KIND...: all of them at once; they all come to their end.
race()
{
	local end=$(($(now_ms) + $1 * 1000)) kind pids=() pid
	shift

	: >"$TMP_DIR/raced"
	for kind in "$@"; do
		racer "$kind" "$end" &
		pids+=("$!")
	done
	for pid in "${pids[@]}"; do
		wait "$pid"
	done
	for kind in "$@"; do
		grep "^$kind " "$TMP_DIR/raced" || echo "$kind 0 0"
	done >"$TMP_DIR/counted"
	note "$(awk '{
		printf "%s%s %d (%d refused)", n++ ? ", " : "raced: ", $1, $2, $3
	}' "$TMP_DIR/counted")"
	check_eq "$(awk '!$2 { print $1 }' "$TMP_DIR/counted")" "" \
		"did not come to its end"
}

# Not all of what a kind asked for was refused.
each_did_something()
{
	check_eq "$(awk '$2 <= $3 { print $1 }' "$TMP_DIR/counted")" "" \
		"all was refused"
}
