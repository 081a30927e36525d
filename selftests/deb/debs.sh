# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Debian's packages, as `make deb' has left them in build/deb, unpacked. Nothing
# is installed, and nothing is loaded.

SELFTESTS_DIR=$(dirname "$(readlink -f "$0")")/..
TOP=$(readlink -f "$SELFTESTS_DIR/..")
DEBS=${DEBS:-$TOP/build/deb}
# What is tested is in the packages.
TRUNKCTL=$(type -P true)
# shellcheck source=../lib.sh
. "$SELFTESTS_DIR/lib.sh"

load_vtrunk()
{
	:
}

deb()
{
	echo "$DEBS/$1"_*.deb
}

# field PACKAGE FIELD
field()
{
	dpkg-deb -f "$(deb "$1")" "$2"
}

# upstream DEBS: the version of the module in them
upstream()
{
	local version

	version=$(DEBS=$1 field vtrunk-dkms Version)
	echo "${version%-*}"
}

# unpack PACKAGE: below $TMP_DIR/PACKAGE
unpack()
{
	[ -e "$(deb "$1")" ] || bail_out "no $1 in $DEBS: run make deb"
	dpkg-deb -x "$(deb "$1")" "$TMP_DIR/$1"
}

# Of a file in the tree: the version that the next release has.
released()
{
	dpkg-parsechangelog -l "$TOP/debian/changelog" -S Version
}

# files DIR: what is in it but folders, by the path from there
files()
{
	(cd "$1" && find . -type f -o -type l) | LC_ALL=C sort
}
