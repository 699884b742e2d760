/*
 * The loop of page-types -p, written after its description: pagemap in batches of 65,536 words, for every present page
 * one pread of its kpageflags word, and a table of flag combinations that is searched by hash.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#define BATCH (64 << 10)
static uint64_t buffer[BATCH];
static uint64_t keys[1 << 16], counts[1 << 16];
static void add(uint64_t flags)
{
	unsigned h = (flags ^ flags >> 16 ^ flags >> 32 ^ flags >> 48) & 0xffff;
	while (counts[h] && keys[h] != flags)
		h = (h + 1) & 0xffff;
	keys[h] = flags;
	counts[h]++;
}
int main(int argc, char **argv)
{
	char path[64], line[8192];
	uint64_t start, end, pages = 0;
	FILE *maps;
	int fd, kp = open("/proc/kpageflags", O_RDONLY);

	snprintf(path, sizeof path, "/proc/%s/maps", argv[argc - 1]);
	maps = fopen(path, "r");
	snprintf(path, sizeof path, "/proc/%s/pagemap", argv[argc - 1]);
	fd = open(path, O_RDONLY);
	if (!maps || fd < 0 || kp < 0)
		return 2;
	while (fgets(line, sizeof line, maps)) {
		if (sscanf(line, "%lx-%lx", &start, &end) != 2 || strstr(line, "[vsyscall]"))
			continue;
		for (uint64_t page = start / 4096; page < end / 4096;) {
			size_t want = end / 4096 - page < BATCH ? end / 4096 - page : BATCH;
			ssize_t n = pread(fd, buffer, want * 8, page * 8);
			if (n <= 0)
				break;
			for (ssize_t i = 0; i < n / 8; i++) {
				uint64_t w = buffer[i], flags = 0;
				if (w >> 63 && (w & 0x7fffffffffffff) &&
				    pread(kp, &flags, 8, (w & 0x7fffffffffffff) * 8) == 8) {
					if (w >> 55 & 1)
						flags |= 1ull << 40;
					if (w >> 61 & 1)
						flags |= 1ull << 59;
					if (w >> 56 & 1)
						flags |= 1ull << 60;
				} else if (w >> 62 & 1) {
					flags = 1ull << 61;
				} else {
					continue;
				}
				add(flags);
				pages++;
			}
			page += n / 8;
		}
	}
	printf("%lu\n", pages);
	return 0;
}
