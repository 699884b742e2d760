/*
 * Does one event after the other to write-protected memory, and waits for a line of standard input around each:
 *   before NAME KIND START PAGES        the memory is protected
 *   after PID START                     the event is over: whose memory to look at, and where it is now
 *   planted PAGE                        the protection of this page was removed; -1: of none, none is left
 * What this kernel cannot do comes as "skip NAME reason".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif
#ifndef UFFD_FEATURE_WP_HUGETLBFS_SHMEM
#define UFFD_FEATURE_WP_HUGETLBFS_SHMEM (1 << 12)
#endif

#define PAGE 4096UL
#define HUGE (2UL << 20)

static char *memory, *moved;
static size_t pages;
static int uffd, file;
static pid_t child;

static void wait_line(void)
{
	char c;

	fflush(stdout);
	do
		if (read(0, &c, 1) != 1)
			_exit(0);
	while (c != '\n');
}

static int protect(char *p, size_t bytes, int mode)
{
	struct uffdio_writeprotect wp = { .range = { (unsigned long)p, bytes }, .mode = mode };

	return ioctl(uffd, UFFDIO_WRITEPROTECT, &wp);
}

static int arm(void)
{
	struct uffdio_api api = { .api = UFFD_API,
				  .features = UFFD_FEATURE_PAGEFAULT_FLAG_WP | UFFD_FEATURE_WP_HUGETLBFS_SHMEM };
	struct uffdio_register reg = { .range = { (unsigned long)memory, pages * PAGE },
				       .mode = UFFDIO_REGISTER_MODE_WP };

	uffd = syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);
	return uffd < 0 || ioctl(uffd, UFFDIO_API, &api) < 0 || ioctl(uffd, UFFDIO_REGISTER, &reg) < 0 ||
	       protect(memory, pages * PAGE, UFFDIO_WRITEPROTECT_MODE_WP) < 0;
}

/* Whether the memory is one huge page. */
static int is_huge(void)
{
	char line[4096], start[32];
	long kilobytes = 0;
	int here = 0;
	FILE *smaps = fopen("/proc/self/smaps", "r");

	snprintf(start, sizeof(start), "%lx-", (unsigned long)memory);
	while (smaps && fgets(line, sizeof(line), smaps)) {
		if (!strncmp(line, start, strlen(start)))
			here = 1;
		if (here && sscanf(line, "AnonHugePages: %ld kB", &kilobytes) == 1)
			break;
	}
	if (smaps)
		fclose(smaps);
	return kilobytes * 1024UL == HUGE;
}

static int make(const char *kind)
{
	size_t bytes;

	file = -1;
	if (!strcmp(kind, "thp")) {
		bytes = HUGE;
		char *p = mmap(NULL, 2 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		memory = (char *)(((unsigned long)p + HUGE - 1) & ~(HUGE - 1));
		if (memory > p)
			munmap(p, memory - p);
		munmap(memory + HUGE, p + 2 * HUGE - (memory + HUGE));
		madvise(memory, bytes, MADV_HUGEPAGE);
	} else if (!strcmp(kind, "anon")) {
		bytes = 16 * PAGE;
		memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		madvise(memory, bytes, MADV_NOHUGEPAGE);
	} else {
		bytes = 16 * PAGE;
		file = memfd_create("events", 0);
		if (file < 0 || ftruncate(file, bytes))
			return -1;
		memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	}
	pages = bytes / PAGE;
	memset(memory, 1, bytes);
	if (arm())
		return -1;
	errno = ENOMEM;
	return !strcmp(kind, "thp") && !is_huge();
}

static int dontneed(void) { return madvise(memory + 2 * PAGE, 2 * PAGE, MADV_DONTNEED); }

static int pageout(void)
{
	char text[4096] = "";
	int swaps = open("/proc/swaps", O_RDONLY);

	if (swaps >= 0 && read(swaps, text, sizeof(text) - 1) >= 0)
		close(swaps);
	/* A heading, and a line for each swap area: without one nothing goes anywhere. */
	if (!strchr(text, '\n') || !strchr(strchr(text, '\n') + 1, '\n')) {
		errno = ENODEV;
		return -1;
	}
	return madvise(memory, pages * PAGE, MADV_PAGEOUT);
}

static int guard(void) { return madvise(memory + 2 * PAGE, 2 * PAGE, MADV_GUARD_INSTALL); }
/* Both split a huge page. */
static int protpart(void) { return mprotect(memory + 2 * PAGE, 2 * PAGE, PROT_READ); }
static int unmapped(void) { return munmap(memory + 2 * PAGE, 2 * PAGE); }
static int protnone(void) { return mprotect(memory, pages * PAGE, PROT_NONE); }
static int punch(void) { return madvise(memory + 2 * PAGE, 2 * PAGE, MADV_REMOVE); }
static int truncated(void) { return ftruncate(file, 4 * PAGE) || ftruncate(file, pages * PAGE); }

static int unregister(void)
{
	struct uffdio_range range = { (unsigned long)memory, pages * PAGE };

	return ioctl(uffd, UFFDIO_UNREGISTER, &range);
}

static int move(void)
{
	char *place = mmap(NULL, pages * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	moved = mremap(memory, pages * PAGE, pages * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, place);
	return moved == MAP_FAILED;
}

static int forked(void)
{
	child = fork();
	if (child == 0)
		for (;;)
			pause();
	return child < 0;
}

static const struct {
	const char *name, *kind;
	int (*event)(void);
	int in_child, plant;
} STEPS[] = {
	{ "dontneed", "anon", dontneed, 0, 5 },  { "dontneed", "shmem", dontneed, 0, 2 },
	{ "dontneed", "thp", dontneed, 0, 9 },   { "mprotect", "thp", protpart, 0, 300 },
	{ "munmap", "thp", unmapped, 0, 511 },   { "swapout", "anon", pageout, 0, 5 },
	{ "swapout", "shmem", pageout, 0, 5 },   { "mremap", "anon", move, 0, -1 },
	{ "mremap", "shmem", move, 0, -1 },      { "fork", "anon", forked, 1, -1 },
	{ "fork", "shmem", forked, 1, -1 },      { "fork_parent", "anon", forked, 0, 3 },
	{ "mprotect", "anon", protnone, 0, 3 },  { "guard", "anon", guard, 0, 9 },
	{ "remove", "shmem", punch, 0, 2 },      { "truncate", "shmem", truncated, 0, 9 },
	{ "unregister", "anon", unregister, 0, -1 },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(STEPS) / sizeof(*STEPS); i++) {
		child = 0;
		if (make(STEPS[i].kind)) {
			printf("skip %s/%s %s\n", STEPS[i].name, STEPS[i].kind, strerror(errno));
			continue;
		}
		moved = memory;
		printf("before %s %s %lx %zu\n", STEPS[i].name, STEPS[i].kind, (unsigned long)memory, pages);
		wait_line();
		if (STEPS[i].event()) {
			printf("skip %s/%s %s\n", STEPS[i].name, STEPS[i].kind, strerror(errno));
		} else {
			printf("after %d %lx\n", STEPS[i].in_child ? child : getpid(), (unsigned long)moved);
			wait_line();
			if (STEPS[i].plant >= 0)
				protect(memory + STEPS[i].plant * PAGE, PAGE, 0);
			printf("planted %d\n", STEPS[i].plant);
			wait_line();
		}
		if (child > 0) {
			kill(child, SIGKILL);
			waitpid(child, NULL, 0);
		}
		close(uffd);
		munmap(moved, pages * PAGE);
		if (file >= 0)
			close(file);
	}
	printf("end\n");
	fflush(stdout);
	return 0;
}
