/*
 * The yardstick of `scan --summary`: reads the same page-table pages out of the same ELF core with pread, follows
 * the tables of x86-64 with 4 levels, and counts the present entries of the lowest level.
 * Usage: count-present FILE PGD
 */
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int fd;
static Elf64_Phdr *segments;
static int count;
static uint64_t present, tables;

static int read_table(uint64_t phys, uint64_t *table) {
  for (int i = 0; i < count; i++)
    if (segments[i].p_type == PT_LOAD && phys >= segments[i].p_paddr && phys + 4096 <= segments[i].p_paddr + segments[i].p_filesz)
      return pread(fd, table, 4096, segments[i].p_offset + phys - segments[i].p_paddr) == 4096;
  return 0;
}

static void descend(uint64_t phys, int level) {
  uint64_t table[512];
  if (!read_table(phys, table)) return;
  tables++;
  if (level == 0) {
    for (int i = 0; i < 512; i++) present += table[i] & 1;
    return;
  }
  for (int i = 0; i < 512; i++) {
    if (!(table[i] & 1)) continue;
    if (level < 3 && (table[i] & 0x80)) present++;
    else descend(table[i] & 0xffffffffff000ull, level - 1);
  }
}

int main(int argc, char **argv) {
  Elf64_Ehdr header;
  if (argc < 3 || (fd = open(argv[1], O_RDONLY)) < 0 || pread(fd, &header, sizeof header, 0) != sizeof header) return 1;
  count = header.e_phnum;
  segments = malloc(count * sizeof *segments);
  if (pread(fd, segments, count * sizeof *segments, header.e_phoff) < 0) return 1;
  descend(strtoull(argv[2], 0, 0), 3);
  printf("%lu present, %lu tables\n", present, tables);
  return 0;
}
