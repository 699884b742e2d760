/* Makes COUNT mappings that the kernel cannot join, touches each, says "ready" and waits for the end of input. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	size_t count = strtoul(argv[argc - 1], NULL, 0);
	char *p = mmap(NULL, count << 12, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char c;

	if (p == MAP_FAILED)
		return 1;
	for (size_t i = 0; i < count; i++) {
		p[i << 12] = 1;
		if (i & 1 && mprotect(p + (i << 12), 4096, PROT_READ))
			return 1;
	}
	puts("ready");
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
	return 0;
}
