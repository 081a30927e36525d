#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the EXAMPLES of a manual page show is run as it stands there, in the
# order of the page, and prints what it prints there. "..." is any text. A file
# that an example shows with cat is made so. Comments of the page add what it
# does not show: "first: COMMAND" is run, "while: COMMAND" is done again and
# again while the next example runs, which then is stopped.
#
#       HV1, one for each page: under (192.0.2.1/24), tap1, tap2

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

PAGES=$SELFTESTS/../tools/man
[ -d "$PAGES" ] || skip_all "the manual pages are not here"

ALL_TESTS=
for PAGE in "$PAGES"/trunkctl*.8; do
	PAGE=${PAGE##*/}
	ALL_TESTS+=" $PAGE"
	eval "$PAGE() { page $PAGE; }"
done

setup()
{
	if [ ! -d /etc/vtrunk ]; then
		mkdir /etc/vtrunk
		defer rmdir /etc/vtrunk
	fi
}

# steps PAGE: "first COMMAND", "while COMMAND", "run COMMAND", and behind that
# "wants LINE" for each line that it prints.
steps()
{
	awk '/^\.Sh / { inside = /EXAMPLES/ }
		!inside { next }
		/^\.\\" (first|while): / {
			sub(/: /, " ")
			print substr($0, 5)
		}
		/^\.Bd -literal/ { display = 1; next }
		/^\.Ed/ { display = 0 }
		!display { next }
		/^# / { print "run " substr($0, 3); next }
		{ sub(/^\\&/, ""); print "wants " $0 }' "$PAGES/$1" |
		sed 's/\\e/\\/g'
}

# The steps of the page, complete ones.
COMMANDS=() WANTED=() DURING=()

read_steps()
{
	local kind text during=

	COMMANDS=() WANTED=() DURING=()
	while IFS= read -r text; do
		kind=${text%% *} text=${text#* }
		case $kind in
		while)	during+="$text; " ;;
		wants)	WANTED[-1]+=$text$'\n' ;;
		*)	COMMANDS+=("$text")
			WANTED+=("")
			DURING+=("$during")
			during= ;;
		esac
	done
}

# Until twice as much has come as is wanted, because it may have begun to listen
# in the middle.
watch_step()
{
	local lines=$((2 * $(wc -l <<<"$3")))

	cat <<-END
		$1 >$TMP_DIR/watched &
		for ((i = 0; i < 500; i++)); do
			$2
			[ \$(wc -l <$TMP_DIR/watched) -lt $lines ] || break
		done
		kill \$!
		cat $TMP_DIR/watched
	END
}

# A script that does all steps, with a line before the output of each.
script()
{
	local i command

	echo "exec 2>&1"
	echo "trunkctl() { \"\$TRUNKCTL\" \"\$@\"; }"
	echo "mount -t tmpfs vtrunk /etc/vtrunk"
	for i in "${!COMMANDS[@]}"; do
		command=${COMMANDS[i]}
		echo "echo '== $i'"
		if [ -n "${DURING[i]}" ]; then
			watch_step "\"\$TRUNKCTL\" ${command#trunkctl }" \
				"${DURING[i]}" "${WANTED[i]}"
			continue
		fi
		[[ $command != "cat "* ]] ||
			printf '%s <<-"END"\n%sEND\n' \
				"cat >${command#cat }" "${WANTED[i]}"
		printf '%s\n' "$command"
	done
}

# pattern TEXT: a regular expression of it, in which "..." is any text.
pattern()
{
	sed -E 's/[][\.*^$+?(){}|]/\\&/g; s/\\\.\\\.\\\./.*/g' <<<"$1"
}

# page PAGE
page()
{
	local i got like

	setup_ns HV1
	ip -n "$HV1" -b - <<-END
		link add under type dummy
		link add tap1 type dummy
		link add tap2 type dummy
		addr add 192.0.2.1/24 dev under
		link set under up
		link set tap1 up
		link set tap2 up
	END
	read_steps < <(steps "$1")
	script >"$TMP_DIR/script"
	in_ns "$HV1" bash "$TMP_DIR/script" >"$TMP_DIR/got"
	for i in "${!COMMANDS[@]}"; do
		got=$(sed "1,/^== $i\$/d; /^== /,\$d" "$TMP_DIR/got")
		like=$(pattern "${WANTED[i]%$'\n'}")
		[ -n "${DURING[i]}" ] || like="^$like\$"
		[[ $got =~ $like ]] ||
			check_eq "$got" "${WANTED[i]%$'\n'}" \
				"what is printed by: ${COMMANDS[i]}"
	done
	check_fail "$((${#COMMANDS[@]}))" "there are no examples"
	log_test "$1: ${#COMMANDS[@]} commands do what the page says"
}

tests_run
