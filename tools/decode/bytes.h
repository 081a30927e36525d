/* SPDX-License-Identifier: GPL-2.0 */
/* A part of a frame, of which the capture may have only the beginning. */
#ifndef _TRUNKCTL_DECODE_BYTES_H
#define _TRUNKCTL_DECODE_BYTES_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct bytes - a part of a frame
 * @at: where it begins
 * @have: how many bytes of it are in the capture
 * @length: how many it had on the wire, never less than @have
 */
struct bytes {
	const uint8_t *at;
	size_t have;
	size_t length;
};

static inline uint16_t be16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t be24(const uint8_t *at)
{
	return (uint32_t)at[0] << 16 | be16(at + 1);
}

static inline uint32_t be32(const uint8_t *at)
{
	return (uint32_t)be16(at) << 16 | be16(at + 2);
}

/* Take bytes off the beginning; the caller has seen that they are there. */
static inline const uint8_t *bytes_skip(struct bytes *b, size_t n)
{
	const uint8_t *at = b->at;

	b->at += n;
	b->have -= n;
	b->length -= n;
	return at;
}

/* Leave out what is behind a length: padding, or another header's say. */
static inline void bytes_limit(struct bytes *b, size_t length)
{
	if (b->length > length)
		b->length = length;
	if (b->have > length)
		b->have = length;
}

#endif /* _TRUNKCTL_DECODE_BYTES_H */
