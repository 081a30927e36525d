# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# One case is one kind of frames and their way.  measure() sends them and prints
#
#   RESULT PEER CASE copies N sent N delivered N windows N clean N median N total N
#   FRAME PEER CASE len N tag X headroom N data X
#
# The kinds of stations and the VIDs are those of setup.py.

# What init has set from the job or for itself.
# shellcheck disable=SC2154,SC2034

FAR=0xaa VM1=0xbb VM2=0xdd SIBLING=0xee EVERYBODY=0xff

# Data of OVN's option: the far station has key 2, ours has key 1.
LEAVES=0x00010002 ARRIVES=0x00020001

# The device that the tunnels of a peer leave by.
uplink_of()
{
	case $peer in
	vtrunk)		echo genev_sys_6081 ;;
	classic)	echo g0 ;;
	vlan_tunnel)	echo vx0 ;;
	*)		echo gnv0 ;;
	esac
}

# What tgen needs to hear for a case.
words_of()
{
	case $1 in
	transmit)
		echo "dev=tg0 src=$VM1 dst=$FAR vid=100" ;;
	transmit-tso)
		echo "dev=tg0 src=$VM1 dst=$FAR vid=100 size=62000 gso=1448" ;;
	transmit-ipv6)
		echo "dev=tg0 src=$VM1 dst=$FAR vid=3600 vni=8600" ;;
	transmit-ovn)
		echo "dev=tg0 src=$VM1 dst=$FAR vid=3700 vni=8700" ;;
	transmit-watched)
		echo "dev=tg0 src=$VM1 dst=$FAR vid=100 watch=$(uplink_of)" ;;
	receive-ovn)
		echo "dev=tg1 src=$FAR dst=$VM1 outer=4 vni=8700 option=$ARRIVES" ;;
	receive)
		echo "dev=tg1 src=$FAR dst=$VM1 outer=4" ;;
	receive-ipv6)
		echo "dev=tg1 src=$FAR dst=$VM1 outer=6 vni=8600" ;;
	local|local-queue)
		echo "dev=tg0 src=$VM1 dst=$VM2 vid=100" ;;
	hairpin)
		echo "dev=tg0 src=$VM1 dst=$SIBLING vid=100" ;;
	flood-remotes-*)
		echo "dev=tg0 src=$VM1 dst=$EVERYBODY vid=$((2500 + ${1##*-}))" ;;
	flood-*)
		echo "dev=tg0 src=$VM1 dst=$EVERYBODY vid=$((2000 + ${1##*-}))" ;;
	esac
}

# Prints what a peer needs tgen to hear; fails for what it cannot do.
words()
{
	case $peer-$1 in
	null-transmit)
		echo "$(words_of "$1") end=tg0" ;;
	null-receive)
		echo "$(words_of "$1") end=tg1" ;;
	floor-transmit-ipv6)
		echo "$(words_of "$1") dev=gnv0 inject=1 vid=0 outer=6" ;;
	floor-transmit-ovn)
		echo "$(words_of "$1") dev=gnv0 inject=1 vid=0 option=$LEAVES" ;;
	floor-transmit*)
		echo "$(words_of "$1") dev=gnv0 inject=1 vid=0" ;;
	floor-receive*)
		echo "$(words_of "$1") end=gnv0" ;;
	null-*|floor-*)
		return 1 ;;
	vlan_tunnel-receive)
		echo "$(words_of "$1") port=4789" ;;
	vlan_tunnel-transmit|vlan_tunnel-transmit-tso|vlan_tunnel-transmit-watched)
		words_of "$1" ;;
	vlan_tunnel-*|bpf-hairpin|bpf-*-ipv6)
		return 1 ;;
	classic-*-ovn|bpf-*-ovn|tc-*-ovn)
		return 1 ;;
	tc-flood-*|bpf-flood-*)
		return 1 ;;
	*)
		words_of "$1" ;;
	esac
}

copies_of()
{
	case $1 in
	flood-*)	echo "${1##*-}" ;;
	*)		echo 1 ;;
	esac
}

frames_of()
{
	local few

	case $1 in
	*-tso)		few=$((frames / 8)) ;;
	flood-*)	few=$((frames / ${1##*-})) ;;
	*)		few=$frames ;;
	esac
	echo $((few < 128 ? 128 : few))
}

# A peer whose tunnels have one remote each hears the others in vain.
remotes_of()
{
	case $peer in
	classic)	echo 1 ;;
	*)		echo "$remotes" ;;
	esac
}

tgen()
{
	echo "$*" > /proc/tgen
}

# Every station sends a frame, so that a peer that learns knows where each is.
# What is flooded meanwhile comes out more than once, which does not matter yet.
teach()
{
	local round=$1

	case $peer-$taught in
	vtrunk-|classic-)	taught=yes ;;
	*)			return 0 ;;
	esac
	[ "$scale" = tap ] ||
		tgen "dev=tg0 src=$VM1 dst=$FAR vid=100 $round" || return 1
	tgen "dev=tg1 src=$FAR dst=$VM1 outer=4 $round" &&
		tgen "dev=tg2 src=$VM2 dst=$VM1 vid=200 $round" || return 1
	[ "$scale" = 1,1,1 ] || return 0
	tgen "dev=tg0 src=$SIBLING dst=$VM1 vid=3000 frames=32" &&
		tgen "dev=tg0 src=$VM1 dst=$FAR vid=3600 frames=32" &&
		tgen "dev=tg1 src=$FAR dst=$VM1 outer=6 vni=8600 frames=32"
}

before()
{
	case $1 in
	local-queue)
		modprobe sch_fq_codel
		tc qdisc replace dev tg2 root fq_codel ;;
	esac
}

after()
{
	case $1 in
	local-queue)
		tc qdisc del dev tg2 root ;;
	esac
}

# Sets count to the frames that were sent to tg1.
count_delivered()
{
	local fields

	while read -ra fields; do
		[ "${fields[0]}" != tg1: ] || count=${fields[10]}
	done < /proc/net/dev
}

# The devices above a tap come up some time after the process that opened it.
settle_carrier()
{
	local turn state

	for ((turn = 0; turn < 200; turn++)); do
		# One that is "down" by itself is somebody's who takes frames
		# by other ways.
		state=$(cat /sys/class/net/tg0/operstate \
			/sys/class/net/tg0/upper_*/operstate 2>/dev/null)
		case $state in
		down*|*lowerlayerdown*)
			read -rt 0.05 -u "${WRITER[0]}" || : ;;
		*)	return 0 ;;
		esac
	done
	failure="the tap has no carrier"
	return 1
}

# Sets each to what one of so many frames costs.
tap_round()
{
	echo "$1" >&"${WRITER[1]}"
	read -ru "${WRITER[0]}" each
}

# One process writes frames to a tap.
measure_tap()
{
	local count before each to

	failure="tap_write fails"
	teach "frames=32" || return 1
	coproc WRITER { exec tap_write tg0 100; }
	read -ru "${WRITER[0]}" each && settle_carrier || return 1
	tap_round 1024 || return 1
	count_delivered
	before=$count
	tap_round "$frames" || return 1
	count_delivered
	to=${WRITER[1]}
	exec {to}>&-
	wait "$WRITER_PID"
	say "RESULT $peer tap copies 1 sent $frames delivered $((count - before))" \
		"windows 0 clean 0 median $each total $each"
}

# A case is warm after it has been done once. Then it is measured twice, for what
# else the kernel does now and then.
measure()
{
	local name=$1 words shape stations=$((networks * macs)) line many n
	local round=$((stations < 32 ? 32 : stations))

	words=$(words "$name") || return 0
	if [ "$name" = tap ]; then
		measure_tap
		return
	fi
	failure="tgen refuses it"
	shape="networks=$networks macs=$macs remotes=$(remotes_of)"
	teach "$shape frames=$round" || return 1
	shape+=" copies=$(copies_of "$name")"
	many=$(frames_of "$name")
	before "$name"
	tgen "$words $shape frames=$((round < many / 8 ? many / 8 : round))" ||
		return 1
	for n in 1 2; do
		tgen "$words $shape frames=$many mark=$profile" || return 1
		read -r line < /proc/tgen
		say "RESULT $peer $name copies $(copies_of "$name") $line"
	done
	tgen "$words $shape frames=32 capture=1" || return 1
	{ read -r _; read -r line; } < /proc/tgen
	say "FRAME $peer $name $line"
	after "$name"
}
