# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The frame of every selftest, in the words of the kernel's own net selftests.
#
# A script names its tests in ALL_TESTS, may define setup(), and ends with
# tests_run. Each test is a function that ends with log_test "CLAIM"; what it
# defers is undone when it returns, what setup() defers when the script exits.

# Statuses of kselftest; the callers use them.
# shellcheck disable=SC2034
readonly KSFT_PASS=0 KSFT_FAIL=1 KSFT_XFAIL=2 KSFT_SKIP=4

SELFTESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly SELFTESTS
# What is tested: as the caller says, or of this tree, or what is installed.
if [ -z "${TRUNKCTL:-}" ]; then
	TRUNKCTL=$SELFTESTS/../tools/trunkctl
	[ -x "$TRUNKCTL" ] || TRUNKCTL=$(type -P trunkctl || echo trunkctl)
fi
export TRUNKCTL
if [ -z "${VTRUNK_KO:-}" ]; then
	VTRUNK_KO=$SELFTESTS/../kmod/vtrunk.ko
	[ -e "$VTRUNK_KO" ] || VTRUNK_KO=vtrunk
fi

# Longest wait for something that must happen, and how long a thing that must
# not happen is watched for, in milliseconds.
WAIT_MS=20000
QUIET_MS=300
if [ "${KSFT_MACHINE_SLOW:-no}" = yes ]; then
	WAIT_MS=$((WAIT_MS * 3))
	QUIET_MS=$((QUIET_MS * 2))
fi

trunkctl()
{
	"$TRUNKCTL" "$@"
}

in_ns()
{
	ip netns exec "$@"
}

# Deferred commands run last to first when their scope ends.

declare -A DEFERRED=()
declare -a DEFER_COUNT=(0)
DEFER_SCOPE=0

defer()
{
	local n=${DEFER_COUNT[DEFER_SCOPE]}

	if [ "$BASHPID" != "$$" ]; then
		echo "# defer in a subshell is lost: $*" >&2
		return 1
	fi
	DEFERRED[$DEFER_SCOPE,$n]=${*@Q}
	DEFER_COUNT[DEFER_SCOPE]=$((n + 1))
}

defer_scope_push()
{
	DEFER_SCOPE=$((DEFER_SCOPE + 1))
	DEFER_COUNT[DEFER_SCOPE]=0
}

defer_scope_run()
{
	local n

	for ((n = DEFER_COUNT[DEFER_SCOPE] - 1; n >= 0; n--)); do
		eval "${DEFERRED[$DEFER_SCOPE,$n]}"
		unset "DEFERRED[$DEFER_SCOPE,$n]"
	done
	DEFER_COUNT[DEFER_SCOPE]=0
}

defer_scope_pop()
{
	defer_scope_run
	DEFER_SCOPE=$((DEFER_SCOPE - 1))
}

cleanup()
{
	local status=$?

	trap - ERR
	while ((DEFER_SCOPE > 0)); do
		defer_scope_pop
	done
	defer_scope_run
	exit "$status"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

TMP_DIR=$(mktemp -d -t vtrunk.XXXXXX)
readonly TMP_DIR
defer rm -rf "$TMP_DIR"

# Waiting: for a condition, never for a length of time.

mkfifo "$TMP_DIR/never"
exec {NEVER_FD}<>"$TMP_DIR/never"

now_ms()
{
	echo $((${EPOCHREALTIME/[.,]/} / 1000))
}

# busywait MS COMMAND...: until COMMAND succeeds; its status when time is up.
busywait()
{
	local end=$(($(now_ms) + $1))
	shift

	until "$@"; do
		if (($(now_ms) > end)); then
			return 1
		fi
		read -r -t 0.05 -u "$NEVER_FD" || :
	done
}

not()
{
	! "$@"
}

# Results of the test that runs.

RET=0

note()
{
	local line

	while IFS= read -r line; do
		echo "#   $line"
	done <<<"$*"
}

fail()
{
	RET=1
	note "FAIL: $*"
}

check_err()
{
	if [ "$1" -ne 0 ]; then
		fail "$2"
	fi
}

check_fail()
{
	if [ "$1" -eq 0 ]; then
		fail "$2"
	fi
}

# check_eq GOT WANTED WHAT
check_eq()
{
	if [ "$1" != "$2" ]; then
		fail "$3"
		note "  wanted: $2"
		note "  got:    $1"
	fi
}

# A command of a test that has to succeed, and may change something.
run()
{
	state_forget
	"$@"
	check_err $? "$*"
}

TEST_NUMBER=0
TESTS_FAILED=0
TESTS_SKIPPED=0
LOGGED=0

log_test()
{
	local verdict=ok

	LOGGED=1
	TEST_NUMBER=$((TEST_NUMBER + 1))
	if ((RET)); then
		verdict="not ok"
		TESTS_FAILED=$((TESTS_FAILED + 1))
	fi
	echo "$verdict $TEST_NUMBER $*"
}

log_test_skip()
{
	LOGGED=1
	TEST_NUMBER=$((TEST_NUMBER + 1))
	TESTS_SKIPPED=$((TESTS_SKIPPED + 1))
	echo "ok $TEST_NUMBER $1 # SKIP $2"
}

bail_out()
{
	trap - ERR
	echo "Bail out! $*"
	exit "$KSFT_FAIL"
}

skip_all()
{
	echo "TAP version 13"
	echo "1..0 # SKIP $*"
	exit "$KSFT_SKIP"
}

require()
{
	local command

	for command in "$@"; do
		if ! command -v "$command" >/dev/null; then
			skip_all "$command is not installed"
		fi
	done
}

vtrunk_loaded()
{
	[ -d /sys/module/vtrunk ]
}

load_vtrunk()
{
	if vtrunk_loaded; then
		return
	fi
	case $VTRUNK_KO in
	*/*)	insmod "$VTRUNK_KO" ;;
	*)	modprobe "$VTRUNK_KO" ;;
	esac
}

tests_run()
{
	local test

	if [ "$(id -u)" -ne 0 ]; then
		skip_all "needs root"
	fi
	require "$TRUNKCTL" ip jq

	echo "TAP version 13"
	# shellcheck disable=SC2086
	set -- ${TESTS:-$ALL_TESTS}
	echo "1..$#"
	set -E
	trap 'bail_out "setup: $BASH_COMMAND (line $LINENO)"' ERR
	load_vtrunk
	if declare -F setup >/dev/null; then
		setup
	fi
	trap - ERR
	set +E

	for test in "$@"; do
		RET=0
		LOGGED=0
		defer_scope_push
		"$test"
		if ! ((LOGGED)); then
			RET=1
			log_test "$test ended without a result"
		fi
		defer_scope_pop
		state_forget
	done
	echo "# Totals: pass:$(($# - TESTS_FAILED - TESTS_SKIPPED))" \
	     "fail:$TESTS_FAILED xfail:0 xpass:0" \
	     "skip:$TESTS_SKIPPED error:0"
	if ((TESTS_FAILED)); then
		exit "$KSFT_FAIL"
	fi
	if ((TESTS_SKIPPED == $#)); then
		exit "$KSFT_SKIP"
	fi
	exit "$KSFT_PASS"
}

# Namespaces and processes.

# setup_ns VAR...: a namespace for each, its random name in VAR. IPv6 is off
# there, so that a guest sends nothing by itself; ns_ipv6_on turns it on.
setup_ns()
{
	local var name

	for var in "$@"; do
		name=$(mktemp -u "${var,,}-XXXXXX")
		ip netns add "$name" || return
		defer_quietly ip netns del "$name"
		declare -g "$var=$name"
		ns_ipv6 "$name" 1
		ip -n "$name" link set lo up
	done
}

# ns_ipv6 NS DISABLED
ns_ipv6()
{
	in_ns "$1" sysctl -qw "net.ipv6.conf.all.disable_ipv6=$2" \
		"net.ipv6.conf.default.disable_ipv6=$2"
}

ns_ipv6_on()
{
	ns_ipv6 "$1" 0
}

stop_process()
{
	kill "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

# background VAR COMMAND...: its pid in VAR; stopped when the scope ends.
background()
{
	local var=$1
	shift

	"$@" &
	declare -g "$var=$!"
	defer stop_process "$!"
}

has_text()
{
	grep -qs -- "$1" "$2"
}

# What a test sets, its scope takes back.

adf_ip_link_add()
{
	local ns=$1 name=$2
	shift 2

	ip -n "$ns" link add name "$name" "$@" || return
	defer_quietly ip -n "$ns" link del dev "$name"
}

adf_ip_addr_add()
{
	ip -n "$1" addr add "$3" dev "$2" || return
	defer_quietly ip -n "$1" addr del "$3" dev "$2"
}

adf_ip_route_add()
{
	local ns=$1
	shift

	ip -n "$ns" route add "$@" || return
	defer_quietly ip -n "$ns" route del "$@"
}

# For what the test may have removed itself.
defer_quietly()
{
	defer quietly "$@"
}

quietly()
{
	"$@" >/dev/null 2>&1
}

# shellcheck source=state.sh
. "$SELFTESTS/state.sh"
# shellcheck source=capture.sh
. "$SELFTESTS/capture.sh"
# shellcheck source=topo.sh
. "$SELFTESTS/topo.sh"
