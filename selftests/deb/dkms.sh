# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# DKMS builds the module for a kernel, out of the package alone, in folders of
# its own: the headers are those that scripts/kernel has unpacked, and of the
# machine that this runs on nothing but the program dkms is used.

# shellcheck source=debs.sh
. "$(dirname "$(readlink -f "$0")")/debs.sh"
require dkms modinfo openssl

setup()
{
	unpack vtrunk-dkms
	SOURCE=$(echo "$TMP_DIR"/vtrunk-dkms/usr/src/vtrunk-*)
	VERSION=${SOURCE##*-}
	mkdir "$TMP_DIR"/{tree,modules,bin}
	# A key of this run only; one program signs for all kernels.
	cat >"$TMP_DIR/framework.conf" <<-END_CONF
		source_tree="${SOURCE%/*}"
		dkms_tree="$TMP_DIR/tree"
		install_tree="$TMP_DIR/modules"
		sign_file="$("$TOP/scripts/kernel" 6.1 build)/scripts/sign-file"
		mok_signing_key="$TMP_DIR/mok.key"
		mok_certificate="$TMP_DIR/mok.pub"
	END_CONF
	dkms_here add >/dev/null
}

# dkms_here ACTION OPTION...: with those settings instead of this machine's, which
# no option of dkms names.
dkms_here()
{
	# shellcheck disable=SC2016 # the inner shell expands them
	unshare --mount sh -euc '
		mount --bind "$0" /etc/dkms/framework.conf
		exec dkms "$@" --no-depmod
	' "$TMP_DIR/framework.conf" "$@" -m vtrunk -v "$VERSION"
}

# With the compiler that the headers of a series want. That changes the root
# directory, so it is make alone that does.
compile_as()
{
	cat >"$TMP_DIR/bin/make" <<-END_MAKE
		#!/bin/sh
		PATH=$PATH exec "$TOP/scripts/toolchain" $1 make "\$@"
	END_MAKE
	chmod +x "$TMP_DIR/bin/make"
}

# builds_for SERIES
builds_for()
{
	local kdir release module log=$TMP_DIR/dkms.log

	kdir=$("$TOP/scripts/kernel" "$1" build)
	check_err $? "no kernel $1"
	release=$("$TOP/scripts/kernel" "$1" release)
	mkdir -p "$TMP_DIR/modules/$release"
	compile_as "$1"
	PATH=$TMP_DIR/bin:$PATH dkms_here install -k "$release" \
		--kernelsourcedir "$kdir" >"$log" 2>&1
	check_err $? "dkms: $(cat "$log"; tail -n 20 "$TMP_DIR"/tree/vtrunk/*/build/make.log)"
	module=$(echo "$TMP_DIR/modules/$release/updates/dkms/"vtrunk.ko*)
	check_eq "$(modinfo -F vermagic "$module" | cut -d' ' -f1)" "$release" \
		"release that the module is for"
	check_eq "$(modinfo -F version "$module")" "$VERSION" "its version"
	check_eq "$(modinfo -F depends "$module")" "" "its dependencies"
	check_eq "$(modinfo -F signer "$module")" "DKMS module signing key" \
		"who signed it"
	dkms_here remove --all >/dev/null 2>&1
	check_err $? "dkms remove"
	[ ! -e "$module" ]
	check_err $? "the module is left"
	log_test "dkms builds, signs, installs and removes the module of $1"
}
