/* Prints the columns of `pagemap --entries --format line`, one printf per entry. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>
static uint64_t buffer[1 << 17];
int main(int argc, char **argv)
{
	int fd = argc > 1 ? open(argv[1], O_RDONLY) : 0;
	uint64_t vaddr = 0;
	ssize_t n;
	while ((n = read(fd, buffer, sizeof buffer)) > 0) {
		for (size_t i = 0; i < n / 8; i++, vaddr += 4096) {
			uint64_t w = buffer[i];
			char flags[6] = {
				w >> 61 & 1 ? 'f' : '-', w >> 58 & 1 ? 'g' : '-', w >> 57 & 1 ? 'u' : '-',
				w >> 56 & 1 ? 'x' : '-', w >> 55 & 1 ? 'd' : '-', 0,
			};
			if (w >> 63)
				printf("0x%016llx 0x%016llx %-18s %s pfn 0x%llx\n", (unsigned long long)vaddr,
				       (unsigned long long)w, "present", flags, (unsigned long long)(w & 0x7fffffffffffff));
			else if (w >> 62 && (w & 31) == 31)
				printf("0x%016llx 0x%016llx %-18s %s\n", (unsigned long long)vaddr, (unsigned long long)w,
				       w & 32 ? "pte-marker:uffd_wp" : "pte-marker:guard", flags);
			else if (w >> 62)
				printf("0x%016llx 0x%016llx %-18s %s %u:0x%llx\n", (unsigned long long)vaddr,
				       (unsigned long long)w, "swap", flags, (unsigned)(w & 31),
				       (unsigned long long)(w >> 5 & 0x3ffffffffffff));
			else
				printf("0x%016llx 0x%016llx %-18s %s\n", (unsigned long long)vaddr, (unsigned long long)w,
				       "none", flags);
		}
	}
	return 0;
}
