/*
 * Makes mappings in known states and writes a line for each: name, start, number of pages, what was done.
 * Then waits for the end of standard input. What this kernel cannot do comes as "skip NAME reason".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif
#ifndef UFFD_FEATURE_WP_HUGETLBFS_SHMEM
#define UFFD_FEATURE_WP_HUGETLBFS_SHMEM (1 << 12)
#endif
#ifndef UFFD_FEATURE_WP_UNPOPULATED
#define UFFD_FEATURE_WP_UNPOPULATED (1 << 13)
#endif

#define PAGE 4096UL

/* A mapping with unmapped pages on both sides, so that it stays one of its own. */
static char *map(size_t pages, int prot, int flags, int fd)
{
	char *p = mmap(NULL, (pages + 2) * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	p = mmap(p + PAGE, pages * PAGE, prot, flags | MAP_FIXED, fd, 0);
	madvise(p, pages * PAGE, MADV_NOHUGEPAGE);
	munmap(p - PAGE, PAGE);
	munmap(p + pages * PAGE, PAGE);
	return p;
}

static void say(const char *name, const char *p, size_t pages)
{
	printf("%s %lx %zu\n", name, (unsigned long)p, pages);
}

static int skip(const char *name)
{
	printf("skip %s %s\n", name, strerror(errno));
	return 0;
}

static int open_uffd(uint64_t features)
{
	struct uffdio_api api = { .api = UFFD_API, .features = features };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);

	if (fd >= 0 && ioctl(fd, UFFDIO_API, &api) < 0)
		return -1;
	return fd;
}

static int protect(int uffd, char *p, size_t pages)
{
	struct uffdio_register reg = { .range = { (unsigned long)p, pages * PAGE }, .mode = UFFDIO_REGISTER_MODE_WP };
	struct uffdio_writeprotect wp = { .range = { (unsigned long)p, pages * PAGE }, .mode = UFFDIO_WRITEPROTECT_MODE_WP };

	return ioctl(uffd, UFFDIO_REGISTER, &reg) < 0 || ioctl(uffd, UFFDIO_WRITEPROTECT, &wp) < 0;
}

static void userfaultfd_states(void)
{
	int uffd = open_uffd(UFFD_FEATURE_PAGEFAULT_FLAG_WP | UFFD_FEATURE_WP_HUGETLBFS_SHMEM);
	char *p;

	if (uffd < 0) {
		skip("uffd");
		return;
	}
	p = map(4, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	memset(p, 1, 4 * PAGE);
	if (protect(uffd, p, 2))
		skip("uffd-anon");
	else
		say("uffd-anon", p, 4);
	p = map(4, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
	memset(p, 1, 4 * PAGE);
	if (protect(uffd, p, 4) || madvise(p, 2 * PAGE, MADV_DONTNEED))
		skip("uffd-shmem-dropped");
	else
		say("uffd-shmem-dropped", p, 4);
	/* A descriptor of its own: features cannot change later. */
	uffd = open_uffd(UFFD_FEATURE_PAGEFAULT_FLAG_WP | UFFD_FEATURE_WP_UNPOPULATED);
	p = map(3, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	if (uffd < 0 || protect(uffd, p, 3))
		skip("uffd-unpopulated");
	else
		say("uffd-unpopulated", p, 3);
}

int main(int argc, char **argv)
{
	char *p = map(4, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	volatile char seen;
	char c;

	memset(p, 1, 2 * PAGE);
	seen = p[2 * PAGE];
	say("anon", p, 4); /* two written, one read (zero page), one never touched */

	p = map(3, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
	memset(p, 1, 2 * PAGE);
	say("shmem", p, 3); /* two written, one never touched */

	p = map(2, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	memset(p, 1, 2 * PAGE);
	mprotect(p, 2 * PAGE, PROT_NONE);
	say("protnone", p, 2);

	p = map(6, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	memset(p, 1, 2 * PAGE);
	if (madvise(p + PAGE, 3 * PAGE, MADV_GUARD_INSTALL))
		skip("guard");
	else
		say("guard", p, 6); /* page 0 written, 1 to 3 guard, rest never touched */

	userfaultfd_states();

	if (argc > 1) {
		/* Large enough to be left out, were it called empty: 16 pages read (zero page), the rest never touched. */
		size_t i;
		p = map(1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
		madvise(p, (1 << 16) * PAGE, MADV_NOHUGEPAGE);
		for (i = 0; i < 16; i++)
			seen = p[i * PAGE];
		say("zero", p, 1 << 16);

		/* Reserved address space without pages, with one guard page in the middle of the second. */
		size_t pages = 1UL << 28;
		p = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (p == MAP_FAILED)
			skip("reserved");
		else
			say("reserved", p, pages);
	}
	printf("ready\n");
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
	(void)seen;
	return 0;
}
