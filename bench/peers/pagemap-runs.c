/* The plain C run loop: counts per state (top nine bits) and the number of runs, 1 MiB reads. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static uint64_t buffer[1 << 17];
static uint64_t counts[512];
int main(int argc, char **argv)
{
	int fd = argc > 1 ? open(argv[1], O_RDONLY) : 0;
	uint64_t runs = 0, length = 0;
	unsigned state = 512;
	ssize_t n;
	while ((n = read(fd, buffer, sizeof buffer)) > 0) {
		size_t words = n / 8;
		for (size_t i = 0; i < words; i++) {
			unsigned s = buffer[i] >> 55;
			if (s == state) {
				length++;
			} else {
				if (length)
					counts[state] += length;
				state = s;
				length = 1;
				runs++;
			}
		}
	}
	if (length)
		counts[state] += length;
	for (unsigned s = 0; s < 512; s++)
		if (counts[s])
			printf("%03x %llu\n", s, (unsigned long long)counts[s]);
	printf("runs %llu\n", (unsigned long long)runs);
	return 0;
}
