# SPDX-License-Identifier: GPL-2.0
# The module, the tool, and the ways to test them.  "make help" lists targets.

# The running kernel when its headers are here, unless a series is named; else
# a kernel of the archive, which is only unpacked.
KDIR ?= $(if $(SERIES),,$(wildcard /lib/modules/$(shell uname -r)/build))
PREFIX ?= /usr
MODULE_DIR ?= /lib/modules
INSTALL ?= install

MAKEFLAGS += --no-print-directory

all: kmod tools

ifneq ($(KDIR),)
kmod:
	@$(MAKE) -C kmod KDIR="$(KDIR)"
else
kmod:
	+@series="$(or $(SERIES),6.1)"; dir=$$(scripts/kernel $$series build) && \
	scripts/toolchain $$series make -C kmod KDIR="$$dir"
endif

tools:
	@$(MAKE) -C tools

check:
	@SERIES="$(or $(SERIES),6.1)" TESTS="$(TESTS)" V="$(V)" \
		JOBS="$(JOBS)" scripts/check

check-debug:
	@SERIES=debug TESTS="$(TESTS)" V="$(V)" JOBS="$(JOBS)" scripts/check

# The kernels that one source has to run on.
MATRIX := 6.1 6.12 7.3
PAIR := 6.1 7.3

check-matrix:
	@SERIES="$(MATRIX)" PAIR="$(PAIR)" TESTS="$(TESTS)" V="$(V)" \
		JOBS="$(JOBS)" scripts/check

check-pair:
	@SERIES="$(PAIR)" PAIR="$(PAIR)" TESTS=none V="$(V)" scripts/check

check-boot:
	@SERIES="$(or $(SERIES),6.1)" BOOT="$(or $(SERIES),6.1)" TESTS=none \
		V="$(V)" scripts/check

check-vm:
	@SERIES="$(or $(SERIES),6.1)" VM="$(or $(SERIES),6.1)" TESTS=none \
		V="$(V)" scripts/check

deb:
	@scripts/deb

check-deb:
	@scripts/check-deb

check-kselftest:
	@SERIES="$(or $(SERIES),6.1)" scripts/kselftest $(TESTS)

mutants:
	@SERIES="$(or $(SERIES),6.1)" JOBS="$(JOBS)" scripts/mutants $(NAMES)

demo:
	@BREAK="$(BREAK)" selftests/demo/demo

bench:
	@PEERS="$(PEERS)" CASES="$(CASES)" SCALES="$(SCALES)" JOBS="$(JOBS)" \
		UPDATE="$(UPDATE)" selftests/bench/bench

bench-profile:
	@PEERS="$(PEERS)" CASES="$(CASES)" SCALES="$(SCALES)" \
		FUNCTIONS="$(FUNCTIONS)" selftests/bench/bench profile

lint:
	@scripts/lint $(CHECKS)

ynl:
	@scripts/ynl

install: all
	@release=$$(modinfo -F vermagic kmod/vtrunk.ko | cut -d' ' -f1) && \
	dir="$(DESTDIR)$(MODULE_DIR)/$$release" && \
	$(INSTALL) -D -m 644 kmod/vtrunk.ko "$$dir/updates/vtrunk.ko" && \
	{ test -n "$(DESTDIR)" || depmod "$$release"; }
	@$(MAKE) -C tools install DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)"
	@$(MAKE) -C dist install DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)"
	@$(INSTALL) -D -m 644 include/uapi/linux/vtrunk.h \
		"$(DESTDIR)$(PREFIX)/include/linux/vtrunk.h"
	@$(INSTALL) -D -m 644 Documentation/netlink/specs/vtrunk.yaml \
		"$(DESTDIR)$(PREFIX)/share/vtrunk/specs/vtrunk.yaml"

# Needs no kernel headers, unlike Kbuild's own.
clean:
	@find kmod selftests/bench/tgen \( -name '*.o' -o -name '*.ko' -o -name '*.mod' \
		-o -name '*.mod.c' -o -name '.*.cmd' -o -name '*.o.d' \
		-o -path '*/compat/config.h' -o -name modules.order -o -name Module.symvers \) -delete
	@rm -rf build
	@$(MAKE) -C tools clean
	@$(MAKE) -C selftests clean

help:
	@echo 'all       module and tool (the default)'
	@echo 'kmod      kmod/vtrunk.ko for the running kernel, KDIR=headers, SERIES=6.1|6.12|7.3'
	@echo 'tools     tools/trunkctl'
	@echo 'demo      two hypervisors, two VMs, in one command; BREAK=vid|vni|remote|nomod'
	@echo 'check     build and run every test in a guest; TESTS=names, SERIES=6.1'
	@echo 'check-matrix  the same on kernels 6.1, 6.12 and 7.3, and check-pair'
	@echo 'check-pair   two guests, of 6.1 and 7.3, as two hypervisors of one network'
	@echo 'check-boot   a guest that boots with systemd: the service, udev, a reboot'
	@echo 'check-vm     QEMU in the guest: a VM with virtio-net between two hypervisors'
	@echo 'deb       packages for Debian 12 in build/deb: vtrunk-dkms, -tools and -doc'
	@echo 'check-deb    build them, look at them, and build the module with DKMS'
	@echo 'check-debug  the same on a kernel that looks for errors, built once'
	@echo 'check-kselftest  some of them by the kernel'\''s own runner; TESTS=names'
	@echo 'mutants   test the tests with faults in the module; NAMES=names'
	@echo 'bench     count what a frame costs, in instructions; PEERS=, CASES=, SCALES='
	@echo 'bench-profile  where they are spent, by function'
	@echo 'lint      check the sources; CHECKS=names'
	@echo 'ynl       generate the netlink code from its spec'
	@echo 'install   module, tool, units, rules, header and spec below DESTDIR='
	@echo 'clean     remove what was built'
	@echo 'V=1 shows the commands.'

.PHONY: all kmod tools check check-matrix check-pair check-boot check-debug \
	check-deb check-kselftest check-vm deb mutants demo bench bench-profile lint \
	ynl install clean help
