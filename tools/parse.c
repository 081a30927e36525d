// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <ctype.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include <linux/vtrunk.h>

#include "parse.h"

/* Longest word that is worth comparing; grammar words are far shorter. */
#define WORD_MAX	32

/**
 * parse_digits() - tell whether a text is made of decimal digits only
 * @text: the text
 *
 * Return: true if it has at least one character and all are digits.
 */
bool parse_digits(const char *text)
{
	size_t len = strlen(text);

	return len && strspn(text, "0123456789") == len;
}

/**
 * parse_u32() - read a decimal number
 * @text: the text
 * @min: smallest number that is taken
 * @max: largest number that is taken
 * @value: where the number goes; untouched on failure
 *
 * strtoul() takes signs, blanks, and a leading zero in more than one way. A
 * leading zero is refused here: whoever types "0100" may mean octal.
 *
 * Return: true if the whole text is one number in range.
 */
bool parse_u32(const char *text, uint32_t min, uint32_t max, uint32_t *value)
{
	uint64_t sum = 0;

	if (!parse_digits(text) || (text[0] == '0' && text[1]))
		return false;
	for (; *text; text++) {
		sum = sum * 10 + (uint64_t)(*text - '0');
		if (sum > max)
			return false;
	}
	if (sum < min)
		return false;
	*value = (uint32_t)sum;
	return true;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/**
 * parse_mac() - read a MAC
 * @text: six pairs of hexadecimal digits, separated by colons
 * @mac: where it goes
 *
 * Return: true if the text is a MAC, of whatever kind.
 */
bool parse_mac(const char *text, uint8_t mac[MAC_LEN])
{
	int high, low, i;

	if (strlen(text) != MAC_STRLEN - 1)
		return false;
	for (i = 0; i < MAC_LEN; i++, text += 3) {
		high = hex_value(text[0]);
		low = hex_value(text[1]);
		if (high < 0 || low < 0)
			return false;
		if (text[2] != (i == MAC_LEN - 1 ? '\0' : ':'))
			return false;
		mac[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/**
 * parse_ip() - read an IPv4 or IPv6 address
 * @text: the text, without prefix length and without zone
 * @ip: where it goes
 *
 * Return: true if the text is an address.
 */
bool parse_ip(const char *text, struct ip_addr *ip)
{
	memset(ip, 0, sizeof(*ip));
	if (inet_pton(AF_INET, text, &ip->v4) == 1)
		ip->family = AF_INET;
	else if (inet_pton(AF_INET6, text, &ip->v6) == 1)
		ip->family = AF_INET6;
	return ip->family;
}

/**
 * parse_local() - read the addresses of a bridge
 * @text: one address, or one of each family with a comma between
 * @v4: where the IPv4 address goes; its family is 0 when there is none
 * @v6: where the IPv6 address goes; its family is 0 when there is none
 *
 * Return: true if the text is that.
 */
bool parse_local(const char *text, struct ip_addr *v4, struct ip_addr *v6)
{
	char part[INET6_ADDRSTRLEN];
	struct ip_addr ip;
	size_t len;

	v4->family = 0;
	v6->family = 0;
	for (;;) {
		len = strcspn(text, ",");
		if (len >= sizeof(part))
			return false;
		memcpy(part, text, len);
		part[len] = '\0';
		if (!parse_ip(part, &ip))
			return false;
		if (ip.family == AF_INET ? v4->family : v6->family)
			return false;
		*(ip.family == AF_INET ? v4 : v6) = ip;
		if (!text[len])
			return true;
		text += len + 1;
	}
}

/**
 * parse_name() - check the name of a network or a port
 * @text: the name
 *
 * Return: true if it has the form that the kernel takes.
 */
bool parse_name(const char *text)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789._:-";
	size_t len = strlen(text);

	return len && len <= VTRUNK_NAME_LEN && !parse_digits(text) &&
	       strspn(text, allowed) == len;
}

/**
 * parse_ifname() - check the name of a network device
 * @text: the name
 *
 * Return: true if the kernel could have a device of that name.
 */
bool parse_ifname(const char *text)
{
	size_t len = strlen(text);

	if (!len || len >= IFNAMSIZ)
		return false;
	return strcmp(text, ".") && strcmp(text, "..") &&
	       strcspn(text, "/: \t\n\v\f\r") == len;
}

/**
 * ip_equal() - tell whether two addresses are the same
 * @a: one address
 * @b: the other one
 *
 * Return: whether they are; two that are none are the same, too.
 */
bool ip_equal(const struct ip_addr *a, const struct ip_addr *b)
{
	if (a->family != b->family)
		return false;
	if (a->family == AF_INET)
		return a->v4.s_addr == b->v4.s_addr;
	return !a->family || IN6_ARE_ADDR_EQUAL(&a->v6, &b->v6);
}

/**
 * format_ip() - write an address as text
 * @ip: the address
 * @text: where the text goes
 *
 * Return: @text.
 */
const char *format_ip(const struct ip_addr *ip, char text[INET6_ADDRSTRLEN])
{
	if (!inet_ntop(ip->family, &ip->v4, text, INET6_ADDRSTRLEN))
		text[0] = '\0';
	return text;
}

/**
 * format_mac() - write a MAC as text
 * @mac: the MAC
 * @text: where the text goes
 *
 * Return: @text.
 */
const char *format_mac(const uint8_t mac[MAC_LEN], char text[MAC_STRLEN])
{
	snprintf(text, MAC_STRLEN, "%02x:%02x:%02x:%02x:%02x:%02x",
		 mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
	return text;
}

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/**
 * word_distance() - count the typing errors between two words
 * @a: one word
 * @b: the other word
 *
 * A letter too many, one missing, a wrong one, and two neighbours swapped
 * count as one error each.
 *
 * Return: the number of errors.
 */
size_t word_distance(const char *a, const char *b)
{
	size_t row[3][WORD_MAX + 1];
	size_t la = strnlen(a, WORD_MAX);
	size_t lb = strnlen(b, WORD_MAX);
	size_t *before = row[0];
	size_t *last = row[1];
	size_t *now = row[2];
	size_t *spare;
	size_t i, j;

	for (j = 0; j <= lb; j++)
		last[j] = j;
	for (i = 1; i <= la; i++) {
		now[0] = i;
		for (j = 1; j <= lb; j++) {
			now[j] = min3(last[j] + 1, now[j - 1] + 1,
				      last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[lb];
}
