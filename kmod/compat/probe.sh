#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Asks a kernel's headers which features they have, by compiling a test for
# each, and writes the answers to a header.
#
# usage: probe.sh TESTS HEADER COMPILER FLAGS...

set -eu

tests=$1
header=$2
shift 2
set -- "$@" -DKBUILD_MODNAME='"vtrunk"' -DKBUILD_BASENAME='"probe"' \
	-fsyntax-only
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# A test that does not compile must not mean anything else than "no": what they
# include has to be there, but for a header that is the question itself.
sed -n '/^#include/{/may be missing/!p}' "$tests"/*.c | LC_ALL=C sort -u > "$tmp/control.c"
if ! "$@" "$tmp/control.c" > "$tmp/log" 2>&1; then
	cat "$tmp/log" >&2
	echo "probe.sh: the kernel's headers do not compile" >&2
	exit 1
fi

for test in "$tests"/*.c; do
	name=$(basename "$test" .c)
	"$@" "$test" > /dev/null 2>&1 && : > "$tmp/$name" &
done
wait

{
	echo "/* What compat/probe.sh found in the kernel's headers. */"
	for test in "$tests"/*.c; do
		name=$(basename "$test" .c)
		symbol=VTRUNK_HAVE_$(echo "$name" | tr 'a-z-' 'A-Z_')
		if [ -e "$tmp/$name" ]; then
			echo "#define $symbol 1"
		else
			echo "/* #undef $symbol */"
		fi
	done
} > "$tmp/header"
mv "$tmp/header" "$header"
