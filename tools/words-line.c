// SPDX-License-Identifier: GPL-2.0
/* Words as such, whatever they mean. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "words.h"

/**
 * words_split() - cut a line into words
 * @ctx: the run
 * @line: the line; what follows a # is a comment
 * @argv: the words, ended by NULL; they point into @line
 *
 * Return: DONE, or USAGE after having said that there are too many.
 */
enum result words_split(const struct ctx *ctx, char *line,
			char *argv[WORDS_LINE])
{
	char *rest = line;
	int count = 0;
	char *word;

	while ((word = strtok_r(rest, " \t\r\n", &rest))) {
		if (*word == '#')
			break;
		if (count == WORDS_LINE - 1)
			return error_usage(ctx, "the line has too many words");
		argv[count++] = word;
	}
	argv[count] = NULL;
	return DONE;
}

/**
 * words_unknown() - refuse a word, naming those that are known
 * @ctx: the run
 * @what: what kind of word it is
 * @text: the word
 * @known: the words that would do, ended by NULL
 *
 * A typing error gets the nearest word. Where nothing is near, guessing would
 * mislead, so the whole choice is named.
 *
 * Return: USAGE.
 */
enum result words_unknown(const struct ctx *ctx, const char *what,
			  const char *text, const char *const *known)
{
	size_t best = SIZE_MAX;
	const char *near = NULL;
	char list[512] = "";
	size_t used = 0;
	size_t distance;

	if (!known[0])
		return error_usage(ctx, "unknown %s \"%s\", nothing more is known here",
				   what, text);
	for (; *known; known++) {
		distance = word_distance(text, *known);
		if (distance < best) {
			best = distance;
			near = *known;
		}
		if (used < sizeof(list))
			used += (size_t)snprintf(list + used,
						 sizeof(list) - used, "%s%s",
						 used ? ", " : "", *known);
	}
	if (best <= 1 + strlen(text) / 3 && best + 1 < strlen(near))
		return error_usage(ctx, "unknown %s \"%s\", did you mean \"%s\"?",
				   what, text, near);
	return error_usage(ctx, "unknown %s \"%s\", known here: %s", what, text,
			   list);
}
