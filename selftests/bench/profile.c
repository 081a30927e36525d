// SPDX-License-Identifier: GPL-2.0
/*
 * A plugin of QEMU's that looks at what the guest does between the two marks of
 * tgen: instructions by address, LOCK operations, indirect branches, and misses of
 * caches that it models (L1I and L1D of 32 KiB, 8 ways; L2 of 1 MiB, 16 ways; the
 * least recently used line goes, nothing is fetched ahead).
 *
 * options: out=FILE, skip=WINDOWS that are not counted
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin.h"

#define LINE_BITS	6
#define HASH_BITS	16
#define MARK_BEGIN	0x7e11ab1e
#define MARK_END	0x7e11ab1f

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;

/**
 * struct insn - an instruction of the kernel
 * @next: in the chain of its hash
 * @address: where it is
 * @count: how often it ran in the windows that count
 * @lock: it locks the bus
 * @indirect: it branches to where a register or memory says
 */
struct insn {
	struct insn *next;
	uint64_t address;
	uint64_t count;
	bool lock;
	bool indirect;
};

/**
 * struct cache - model of a cache
 * @sets: how many sets it has
 * @ways: lines in each
 * @line: what they hold
 * @used: when each was used
 * @clock: uses so far
 */
struct cache {
	unsigned int sets;
	unsigned int ways;
	uint64_t *line;
	uint64_t *used;
	uint64_t clock;
};

/**
 * struct counts - what is counted, in a window and in all of them
 * @windows: how many there were
 * @insns: instructions
 * @locks: of these, how many lock the bus
 * @indirects: of these, how many branch indirectly
 * @l1i: misses of L1 for code
 * @l1d: misses of L1 for data
 * @l2: misses of L2 for data
 */
struct counts {
	uint64_t windows;
	uint64_t insns;
	uint64_t locks;
	uint64_t indirects;
	uint64_t l1i;
	uint64_t l1d;
	uint64_t l2;
};

static struct insn *insns[1 << HASH_BITS];
static struct cache l1i, l1d, l2;
static struct counts counts;
static uint64_t last_line;
static uint64_t skip;
static uint64_t seen;
static const char *out = "profile.out";
static bool inside;

static void cache_init(struct cache *cache, unsigned int kib, unsigned int ways)
{
	cache->ways = ways;
	cache->sets = (kib << 10 >> LINE_BITS) / ways;
	cache->line = calloc(cache->sets * ways, sizeof(*cache->line));
	cache->used = calloc(cache->sets * ways, sizeof(*cache->used));
}

static bool cache_has(struct cache *cache, uint64_t line)
{
	unsigned int first = line % cache->sets * cache->ways;
	unsigned int i, oldest = first;

	cache->clock++;
	for (i = first; i < first + cache->ways; i++) {
		if (cache->line[i] == line) {
			cache->used[i] = cache->clock;
			return true;
		}
		if (cache->used[i] < cache->used[oldest])
			oldest = i;
	}
	cache->line[oldest] = line;
	cache->used[oldest] = cache->clock;
	return false;
}

static void insn_runs(unsigned int vcpu, void *data)
{
	struct insn *insn = data;
	uint64_t line = insn->address >> LINE_BITS;

	(void)vcpu;
	if (!inside)
		return;
	if (line != last_line && !cache_has(&l1i, line)) {
		counts.l1i += seen >= skip;
		cache_has(&l2, line);
	}
	last_line = line;
	if (seen < skip)
		return;
	insn->count++;
	counts.insns++;
	counts.locks += insn->lock;
	counts.indirects += insn->indirect;
}

static void memory_is_used(unsigned int vcpu, qemu_plugin_meminfo_t info,
			   uint64_t address, void *data)
{
	uint64_t line = address >> LINE_BITS;

	(void)vcpu;
	(void)info;
	(void)data;
	if (!inside || cache_has(&l1d, line))
		return;
	counts.l1d += seen >= skip;
	if (!cache_has(&l2, line))
		counts.l2 += seen >= skip;
}

static void window_begins(unsigned int vcpu, void *data)
{
	(void)vcpu;
	(void)data;
	inside = true;
}

static void window_ends(unsigned int vcpu, void *data)
{
	(void)vcpu;
	(void)data;
	if (inside && seen >= skip)
		counts.windows++;
	seen += inside;
	inside = false;
}

static struct insn *insn_at(uint64_t address)
{
	uint64_t hash = address * 0x9e3779b97f4a7c15;
	struct insn **head = &insns[hash >> (64 - HASH_BITS)];
	struct insn *insn;

	for (insn = *head; insn; insn = insn->next)
		if (insn->address == address)
			return insn;
	insn = calloc(1, sizeof(*insn));
	insn->address = address;
	insn->next = *head;
	*head = insn;
	return insn;
}

static bool is_prefix(uint8_t byte)
{
	switch (byte) {
	case 0x26: case 0x2e: case 0x36: case 0x3e: /* segments, branch hints */
	case 0x64: case 0x65: case 0x66: case 0x67:
	case 0xf0: case 0xf2: case 0xf3:
		return true;
	default:
		return (byte & 0xf0) == 0x40; /* REX */
	}
}

/* XCHG with memory locks without a prefix. */
static void decode(struct insn *insn, const uint8_t *code, size_t len)
{
	size_t at = 0;

	insn->lock = false;
	for (; at < len && is_prefix(code[at]); at++)
		if (code[at] == 0xf0)
			insn->lock = true;
	if (at + 1 >= len)
		return;
	if ((code[at] & 0xfe) == 0x86 && code[at + 1] >> 6 != 3)
		insn->lock = true;
	/* CALL and JMP */
	if (code[at] == 0xff) {
		uint8_t what = code[at + 1] >> 3 & 7;

		insn->indirect = what == 2 || what == 4;
	}
}

/* mov $imm32,%eax */
static uint32_t mark_of(const uint8_t *code, size_t len)
{
	uint32_t mark;

	if (len != 5 || code[0] != 0xb8)
		return 0;
	memcpy(&mark, code + 1, sizeof(mark));
	return mark;
}

static void block_is_translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	struct qemu_plugin_insn *at;
	struct insn *insn;
	const uint8_t *code;
	uint64_t address;
	size_t i, len;

	(void)id;
	for (i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
		at = qemu_plugin_tb_get_insn(tb, i);
		code = qemu_plugin_insn_data(at);
		len = qemu_plugin_insn_size(at);
		address = qemu_plugin_insn_vaddr(at);
		/* The kernel is in the upper half. */
		if (!(address >> 63))
			continue;
		switch (mark_of(code, len)) {
		case MARK_BEGIN:
			qemu_plugin_register_vcpu_insn_exec_cb(at, window_begins,
							       QEMU_PLUGIN_CB_NO_REGS,
							       NULL);
			continue;
		case MARK_END:
			qemu_plugin_register_vcpu_insn_exec_cb(at, window_ends,
							       QEMU_PLUGIN_CB_NO_REGS,
							       NULL);
			continue;
		}
		insn = insn_at(address);
		decode(insn, code, len);
		qemu_plugin_register_vcpu_insn_exec_cb(at, insn_runs,
						       QEMU_PLUGIN_CB_NO_REGS,
						       insn);
		qemu_plugin_register_vcpu_mem_cb(at, memory_is_used,
						 QEMU_PLUGIN_CB_NO_REGS,
						 QEMU_PLUGIN_MEM_RW, NULL);
	}
}

static void guest_ends(qemu_plugin_id_t id, void *data)
{
	const struct insn *insn;
	unsigned int i;
	FILE *to;

	(void)id;
	(void)data;
	to = fopen(out, "w");
	if (!to)
		return;
	fprintf(to, "windows %lu instructions %lu lock %lu indirect %lu l1i %lu l1d %lu l2 %lu\n",
		counts.windows, counts.insns, counts.locks, counts.indirects,
		counts.l1i, counts.l1d, counts.l2);
	for (i = 0; i < 1 << HASH_BITS; i++)
		for (insn = insns[i]; insn; insn = insn->next)
			if (insn->count)
				fprintf(to, "%lx %lu %d %d\n", insn->address,
					insn->count, insn->lock,
					insn->indirect);
	fclose(to);
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id,
					   const void *info, int argc,
					   char **argv)
{
	int i;

	(void)info;
	for (i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "out=", 4))
			out = strdup(argv[i] + 4);
		else if (!strncmp(argv[i], "skip=", 5))
			skip = strtoul(argv[i] + 5, NULL, 10);
		else
			return -1;
	}
	cache_init(&l1i, 32, 8);
	cache_init(&l1d, 32, 8);
	cache_init(&l2, 1024, 16);
	qemu_plugin_register_vcpu_tb_trans_cb(id, block_is_translated);
	qemu_plugin_register_atexit_cb(id, guest_ends, NULL);
	return 0;
}
