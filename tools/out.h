/* SPDX-License-Identifier: GPL-2.0 */
/* Results on stdout: one print call serves text and JSON. */
#ifndef _TRUNKCTL_OUT_H
#define _TRUNKCTL_OUT_H

#include <stdbool.h>
#include <stdint.h>

struct out;

/*
 * Each value has a key for JSON and a label for text, which is printed right
 * before it. A value without a key is for text only, one without a label for
 * JSON only.
 */
struct out *out_new(bool json, bool pretty);
void out_free(struct out *out);
bool out_is_json(const struct out *out);

bool out_end(struct out *out);
void out_lines(struct out *out);

void out_open(struct out *out);
void out_close(struct out *out);
void out_nest(struct out *out, const char *key);
void out_list(struct out *out, const char *key);
void out_nest_end(struct out *out);
void out_item(struct out *out, const char *value);

void out_str(struct out *out, const char *key, const char *label,
	     const char *value);
void out_uint(struct out *out, const char *key, const char *label,
	      uint64_t value);
void out_bool(struct out *out, const char *key, const char *label, bool value);

__attribute__((format(printf, 2, 3)))
void out_text(struct out *out, const char *format, ...);

#endif /* _TRUNKCTL_OUT_H */
