/*
 * The plain way: getline, strtoull and one printf of the columns of `pte-decode --format line` per value.
 * With an argument the state and the letters are worked out for each value; without, they are constants, so that
 * nothing but reading and printing is measured.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
	uint64_t mask;
	char letter;
} flags[26] = {
	{ 1ull << 63, 'N' }, { 1ull << 62, 'K' }, { 1ull << 61, 'J' }, { 1ull << 60, 'I' }, { 1ull << 59, 'Z' },
	{ 1ull << 58, 'V' }, { 0, 'B' },	  { 0, 'R' },		{ 0, 'L' },	    { 1 << 11, 'Y' },
	{ 1 << 10, 'F' },    { 1 << 9, 'S' },	  { 1 << 8, 'G' },	{ 0, 'O' },	    { 0, 'H' },
	{ 1 << 7, 'Q' },     { 1 << 6, 'D' },	  { 1 << 5, 'A' },	{ 1 << 4, 'C' },    { 1 << 3, 'T' },
	{ 0, 'E' },	     { 1 << 2, 'U' },	  { 0, 'X' },		{ 1 << 1, 'W' },    { 0, 'M' },
	{ 1, 'P' },
};

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t capacity = 0;
	char letters[27] = "N----V---YF------A---U---P";

	(void)argv;
	while (getline(&line, &capacity, stdin) > 0) {
		uint64_t v = strtoull(line, NULL, 16);
		const char *state = "present";

		if (argc > 1) {
			state = (v & ~0x60ull) == 0 ? "none" : v & 1 ? "present" : v & 0x100 ? "protnone" : "swap";
			for (int i = 0; i < 26; i++)
				letters[i] = v & flags[i].mask ? flags[i].letter : '-';
		}
		printf("0x%016llx %-16s %s pfn 0x%llx\n", (unsigned long long)v, state, letters,
		       (unsigned long long)(v & 0xffffffffff000) >> 12);
	}
	return 0;
}
