#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Run the tests in turn and add up.  Each says how many of its cases passed,
# failed and were skipped on its last line.
#
# Usage: check.sh "PROGRAM [ARGUMENT]..."...

passed=0
failed=0
skipped=0

for test; do
	# The words of a test are its command line.
	# shellcheck disable=SC2086
	output=$($test 2>&1)
	status=$?
	last=$(printf '%s\n' "$output" | tail -n 1)
	case $last in
	*' passed, '*' failed, '*' skipped')
		# shellcheck disable=SC2086
		set -- $last
		passed=$((passed + $1))
		failed=$((failed + $3))
		skipped=$((skipped + $5))
		printf '%s\n' "$output" | sed '$d'
		;;
	*)
		printf 'not ok: %s: exit %s\n%s\n' "$test" "$status" "$output"
		failed=$((failed + 1))
		;;
	esac
done

echo "tools: $passed passed, $failed failed, $skipped skipped"
test "$failed" -eq 0
