// Memory that is write-protected by userfaultfd, and what a test wants done with it, a line each on standard input:
//   u N      take the protection from page N          d N  MADV_DONTNEED of page N
//   g N      MADV_GUARD_INSTALL of page N             m    mremap of the whole to another address
//   f        fork: prints the child, which waits       s F  PAGEMAP_SCAN of the whole into the file F
//   h        mprotect of page 0 to PROT_NONE and back
//   o        MADV_PAGEOUT of the whole: to swap, where there is some
//   r        register again, without write-protection   (before 7.3 the entries stay as they are)
// armed anon|shmem [async]; prints the address, the bytes and "ok" after each line. Exit status 77: not to be had here.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
#define PAGES 64
#define WP_HUGETLBFS_SHMEM (1ULL << 12)
#define WP_UNPOPULATED (1ULL << 13)
#define WP_ASYNC (1ULL << 15)

struct region { uint64_t start, end, categories; };
struct scan_arg { uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages, inverted, mask, anyof, return_mask; };
#define SCAN _IOWR('f', 16, struct scan_arg)

static int uffd;
static char *base;
static long page;

static void protect(char *at, size_t length, int on) {
  struct uffdio_writeprotect wp = {{(uint64_t)at, length}, on ? UFFDIO_WRITEPROTECT_MODE_WP : 0};
  if (ioctl(uffd, UFFDIO_WRITEPROTECT, &wp)) exit(77);
}

static void scan(const char *path) {
  struct region regions[PAGES];
  struct scan_arg arg = {.size = sizeof arg, .start = (uint64_t)base, .end = (uint64_t)base + PAGES * page,
                         .vec = (uint64_t)regions, .vec_len = PAGES, .return_mask = 0x1ff};
  int fd = open("/proc/self/pagemap", O_RDONLY);
  long got = ioctl(fd, SCAN, &arg);
  close(fd);
  FILE *file = fopen(path, "w");
  if (got > 0) fwrite(regions, sizeof regions[0], got, file);
  fclose(file);
}

int main(int argc, char **argv) {
  int shmem = argc > 1 && strcmp(argv[1], "shmem") == 0;
  int async = argc > 2;
  page = sysconf(_SC_PAGESIZE);
  uffd = syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);
  struct uffdio_api api = {.api = UFFD_API, .features = UFFD_FEATURE_PAGEFAULT_FLAG_WP | (shmem ? WP_HUGETLBFS_SHMEM : 0) |
                                                       (async ? WP_ASYNC | WP_UNPOPULATED : 0)};
  if (uffd < 0 || ioctl(uffd, UFFDIO_API, &api)) return 77;
  int fd = shmem ? memfd_create("armed", 0) : -1;
  if (shmem && ftruncate(fd, PAGES * page)) return 77;
  base = mmap(0, PAGES * page, PROT_READ | PROT_WRITE, shmem ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, fd, 0);
  madvise(base, PAGES * page, MADV_NOHUGEPAGE);
  for (int i = 0; i < PAGES; i++) base[i * page] = 1;
  struct uffdio_register reg = {.range = {(uint64_t)base, PAGES * page}, .mode = UFFDIO_REGISTER_MODE_WP};
  if (ioctl(uffd, UFFDIO_REGISTER, &reg)) return 77;
  protect(base, PAGES * page, 1);
  printf("%p %ld\n", base, PAGES * page);
  fflush(stdout);
  char line[4096];
  while (fgets(line, sizeof line, stdin)) {
    char *at = base + atoi(line + 1) * page;
    line[strcspn(line, "\n")] = 0;
    int child = 0;
    switch (line[0]) {
      case 'u': protect(at, page, 0); break;
      case 'd': madvise(at, page, MADV_DONTNEED); break;
      case 'g': if (shmem || madvise(at, page, MADV_GUARD_INSTALL)) { printf("not here\n"); fflush(stdout); continue; } break;
      case 'h': mprotect(base, page, PROT_NONE); mprotect(base, page, PROT_READ | PROT_WRITE); break;
      case 'm': {
        char *there = mmap(0, PAGES * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        base = mremap(base, PAGES * page, PAGES * page, MREMAP_MAYMOVE | MREMAP_FIXED, there);
        break;
      }
      case 'r':
        reg.mode = UFFDIO_REGISTER_MODE_MISSING;
        if (ioctl(uffd, UFFDIO_REGISTER, &reg)) { printf("not here\n"); fflush(stdout); continue; }
        break;
      case 'o': if (madvise(base, PAGES * page, MADV_PAGEOUT)) { printf("not here\n"); fflush(stdout); continue; } break;
      case 's': scan(line + 2); break;
      case 'f': if ((child = fork()) == 0) { pause(); return 0; } break;
    }
    printf("%p %d ok\n", base, child);
    fflush(stdout);
  }
  return 0;
}
