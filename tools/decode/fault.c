// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>

#include "frame.h"

static const char *const names[] = {
	[FAULT_OUTER_SHORT] = "outer-short",
	[FAULT_FRAGMENT] = "fragment",
	[FAULT_UDP_LENGTH] = "udp-length",
	[FAULT_CHECKSUM] = "udp-checksum",
	[FAULT_NO_CHECKSUM] = "no-udp-checksum",
	[FAULT_GENEVE_SHORT] = "geneve-short",
	[FAULT_VERSION] = "version",
	[FAULT_RESERVED] = "reserved",
	[FAULT_OAM] = "oam",
	[FAULT_PROTOCOL] = "protocol",
	[FAULT_OPTION_LENGTH] = "option-length",
	[FAULT_CRITICAL_BIT] = "critical-bit",
	[FAULT_BAD_OPTION] = "bad-option",
	[FAULT_OPTION] = "option",
	[FAULT_UNKNOWN_VNI] = "unknown-vni",
	[FAULT_UNKNOWN_REMOTE] = "unknown-remote",
	[FAULT_NO_OPTION] = "no-option",
	[FAULT_SAME_KEY] = "same-key",
	[FAULT_UNKNOWN_KEY] = "unknown-key",
	[FAULT_INNER_SHORT] = "inner-short",
	[FAULT_INNER_TAG] = "inner-tag",
	[FAULT_BAD_SOURCE] = "bad-source",
	[FAULT_LINK_LOCAL] = "link-local",
};

_Static_assert(sizeof(names) / sizeof(names[0]) == FAULT_COUNT,
	       "each fault has a name");
_Static_assert(FAULT_COUNT <= 32, "each fault has a bit");

/**
 * fault_name() - the name of a fault
 * @fault: the fault
 *
 * Return: the name.
 */
const char *fault_name(enum fault fault)
{
	return names[fault];
}

/* The first of its kind is kept: what comes later often follows from it. */
static void add(struct frame *f, enum fault fault, uint32_t *bits,
		const char *format, va_list ap)
{
	uint32_t bit = UINT32_C(1) << fault;

	if ((f->faults | f->notes) & bit)
		return;
	*bits |= bit;
	vsnprintf(f->text[fault], sizeof(f->text[fault]), format, ap);
}

/**
 * fault_add() - say what is wrong with a frame
 * @f: the frame
 * @fault: what it is
 * @format: the sentence, without a full stop
 */
void fault_add(struct frame *f, enum fault fault, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add(f, fault, &f->faults, format, ap);
	va_end(ap);
}

/**
 * fault_note() - say what is odd about a frame, but no fault
 * @f: the frame
 * @fault: what it is
 * @format: the sentence, without a full stop
 */
void fault_note(struct frame *f, enum fault fault, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add(f, fault, &f->notes, format, ap);
	va_end(ap);
}

/**
 * frame_take() - take a header off the beginning of what is left of a frame
 * @f: the frame
 * @b: what is left
 * @n: length of the header
 * @fault: what is wrong when there was not so much on the wire
 * @what: the header
 *
 * That the capture has only a part of it is no fault of the frame.
 *
 * Return: the header, or NULL.
 */
const uint8_t *frame_take(struct frame *f, struct bytes *b, size_t n,
			  enum fault fault, const char *what)
{
	if (n > b->length) {
		fault_add(f, fault, "%s of %zu bytes ends after %zu",
			  what, n, b->length);
		return NULL;
	}
	return n > b->have ? NULL : bytes_skip(b, n);
}
