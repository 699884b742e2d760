/* Populates MIB mebibytes in pages of 4 KiB, reserves TIB tebibytes, says "ready" and waits for the end of input. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	size_t used = strtoul(argv[1], NULL, 0) << 20, reserved = strtoul(argv[argc - 1], NULL, 0) << 40;
	char *p = mmap(NULL, used, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char c;

	madvise(p, used, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < used; i += 4096)
		p[i] = 1;
	if (argc > 2 && reserved && mmap(NULL, reserved, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED)
		return 1;
	puts("ready");
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
	return 0;
}
