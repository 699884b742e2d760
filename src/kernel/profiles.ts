/** A kernel that users name: a release with the configuration it was built with. */
export interface Profile {
  readonly name: string;
  /** Release whose code it is; stable back-ports count, so this can be X.Y.Z. */
  readonly release: string;
  /** What Debian's builds of it are called up to the machine, where that does not tell the release. */
  readonly build?: string;
  readonly uffdWpSpecialPatch: boolean;
  /** Symbols (without `CONFIG_`) that differ from the documented standard configuration. */
  readonly config: Readonly<Record<string, boolean>>;
  readonly text: string;
  readonly src: string;
}

/** The named profiles; every `X.Y` release beside them has the standard configuration. */
// prettier-ignore
export const PROFILES: readonly Profile[] = [
  { name: 'uffd-wp-special', release: '5.11.4', uffdWpSpecialPatch: true, config: { DEVICE_PRIVATE: true }, text: 'Linux 5.11 with "mm/userfaultfd: Introduce special pte for unmapped file-backed mem"', src: 'v5.11.4 plus the patch; x86_64 defconfig with the options of the standard configuration and DEVICE_PRIVATE' },
  { name: 'debian-6.1', release: '6.1.192', build: '6.1.0-56', uffdWpSpecialPatch: false, config: {}, text: 'Debian 12, 6.1.0-56-amd64', src: 'Debian linux 6.1.192-2, config-6.1.0-56-amd64' },
  { name: 'debian-6.12', release: '6.12.117', uffdWpSpecialPatch: false, config: {}, text: 'Debian 12 backports, 6.12.117+deb12-amd64', src: 'Debian linux 6.12.117-1~deb12u1, config-6.12.117+deb12-amd64' },
  { name: 'debian-7.3', release: '7.3.4', uffdWpSpecialPatch: false, config: {}, text: 'Debian 13 backports, 7.3.4+deb13-amd64', src: 'Debian linux 7.3.4-1~bpo13+1, config-7.3.4+deb13-amd64' },
];

/** The profile that is assumed when nobody names a kernel. */
export const DEFAULT_PROFILE = 'uffd-wp-special';

/** Every release covered, oldest first; all have the standard configuration when named as `X.Y`. */
export const RELEASES: readonly string[] = [
  ...series(4, 14, 20),
  ...series(5, 0, 19),
  ...series(6, 0, 19),
  ...series(7, 0, 3),
];

/** No series has had so many stable releases: the longest, 4.9, ended with 4.9.337 (kernel.org, January 2023). */
export const MOST_STABLE_RELEASES = 400;

/** The same newest first, with the older ones that the tables of some architectures cover as far as logs need it. */
export const NEWEST_FIRST: readonly string[] = [...series(4, 1, 13), ...RELEASES].toReversed();

/** Releases since which the kernel prints something as it does, as far as logs tell by it which kernel wrote them. */
export const MESSAGE_RELEASES = {
  /** The second line of a bad page map. v6.18 mm/memory.c __print_bad_page_map_pgtable */
  badPageWalk: '6.18',
  /** Its values have 16 digits (8, where entries have 32 bits); before, they are filled up to 8. v7.3 mm/memory.c print_bad_page_map */
  badPageFilled: '7.3',
  /** "Bad page map" instead of "Bad pte". v2.6.29 mm/memory.c print_bad_pte */
  badPageMap: '2.6.29',
  /** v6.8 mm/memory.c zap_pte_range */
  unrecognizedSwap: '6.8',
  /** `__FILE__` names the folder (a wide bound). Logs of 2.5.40 have "slab.c:1374", those of October 2002 (2.5.44) "mm/slab.c:1374" */
  foldersInFileNames: '2.5.41',
  /** "[#1]" counts oopses. v2.6.0 arch/i386/kernel/traps.c die; logs of 2.5.64 have none */
  oopsCounter: '2.5.65',
  /**
   * No fault kills a process by itself on any architecture that there are tables for: all call pagefault_out_of_memory() (a
   * wide bound; x86 since 2.6.29). mn10300, openrisc, score and tile print "VM: killing process" up to 3.11.
   */
  pagefaultOutOfMemory: '2.6.39',
  /** "invalid opcode" instead of "invalid operand". i386 since 2.6.16 (arch/i386/kernel/traps.c), x86_64 before 2.6.32 (a wide bound) */
  invalidOpcode: '2.6.32',
  /** The dump of a page is less urgent than the rest of a bad page map. v5.0 mm/debug.c __dump_page (1c6fb1d89e73: pr_warn) */
  pageDumpWarning: '5.0',
  /** LIST_POISON1 is 0x100 behind POISON_POINTER_DELTA, not 0x00100100. v4.3 include/linux/poison.h (8a5e5e02fc83) */
  listPoisonDelta: '4.3',
  /** The type of a `swp_entry_t` leaves room for radix trees above it. v3.1 include/linux/swapops.h SWP_TYPE_SHIFT */
  swapTypeBelowTop: '3.1',
  /** No oops says which file of sysfs was touched last (a wide bound). v2.6.32 fs/sysfs/file.c sysfs_printk_last_file */
  lastSysfsFile: '3.1',
  /** A bad page map has the file and its functions in one line. v4.1 mm/memory.c print_bad_pte */
  badPageFile: '4.1',
  /** "read_folio:" instead of "readpage:" there. v5.19 mm/memory.c print_bad_pte; v5.18 has the other */
  readFolio: '5.19',
  /** The dump of a page has "pages's memcg:" instead of "page->mem_cgroup:". v5.11 mm/debug.c __dump_page (bcfe06bf2622) */
  pageMemcgData: '5.11',
  /** A wrong count of pages has the name of its type ("type:") instead of a number ("idx:"). v5.4 kernel/fork.c check_mm (8495f7e67347) */
  rssCounterType: '5.4',
  /** A wrong count of pages has its process behind it (a wide bound). v7.0 kernel/fork.c check_mm */
  rssCounterComm: '7.0',
  /** A null pointer in a bad page map is no longer "(null)" behind blanks, but zeros. v5.4 mm/memory.c print_bad_pte: %px (patch of 31 August 2019) */
  nullAsZeros: '5.4',
  /** The dump of a page has "flags:" instead of "page flags:". v3.18 mm/debug.c dump_flags; v3.17 mm/page_alloc.c dump_page_flags */
  pageFlags: '3.18',
  /** The dump of a page begins with "refcount:" instead of "count:" (a wide bound). v5.4 mm/debug.c __dump_page */
  pageRefcount: '5.4',
  /** And that is not older than this (a wide bound). v4.19 mm/debug.c __dump_page: "count:" */
  pageRefcountFirst: '4.20',
  /** Its pointer is printed hashed, with zeros above 32 bits; with no_hash_pointers there is a pfn in the same line. v5.9 mm/debug.c __dump_page (54a75157d979) */
  pageHashed: '5.9',
  /** The dump of a page has no pointer to it. v6.9 mm/debug.c __dump_folio (fae7d834c43c); v6.8 __dump_page: "page:%p refcount:" */
  pageWithoutPointer: '6.9',
  /** The direct mapping of x86_64 begins at ffff88..., not at ffff81... (a wide bound). v2.6.32 arch/x86/include/asm/page_64_types.h __PAGE_OFFSET */
  directMapMoved: '2.6.32',
  /** The type of a `swp_entry_t` leaves room for one bit of an xarray. v4.20 include/linux/swapops.h SWP_TYPE_SHIFT */
  swapTypeForXarray: '4.20',
  /** "[#1]" of an oops is followed by PREEMPT no more. v6.15 arch/x86/kernel/dumpstack.c __die_header, arch/arm64/kernel/traps.c __die */
  preemptInStack: '6.15',
  /** The dump of a large page has "entire_mapcount:" (a wide bound), and no "compound_mapcount:" any more (another). v6.1 mm/debug.c __dump_page; v6.6 the same */
  entireMapcount: '6.2',
  noCompoundMapcount: '6.4',
  /** And "mapcount:" in front of that. v6.10 mm/debug.c __dump_folio (05c5323b2a34) */
  folioMapcount: '6.10',
  /** "in file[start+length]" has an offset in front of the start (a wide bound). v6.12 mm/memory.c print_vma_addr */
  offsetOfCode: '6.12',
  /** Pointers are printed hashed (by wish not, since 5.12); those of x86_64 begin at ffff888... since 4.20. v4.15 lib/vsprintf.c ptr_to_id */
  hashedPointers: '4.15',
  /** And that is not older than this: Android brought it to its 4.14 */
  hashedPointersFirst: '4.14',
  /** pgd_clear_bad(), pud_clear_bad() and pmd_clear_bad() are in mm/pgtable-generic.c (a wide bound). v3.11 mm/memory.c; v4.4 mm/pgtable-generic.c */
  clearBadMoved: '3.13',
  /** "PID:" and "Comm:" instead of "Pid:" and "comm:" where a process is told with its taint. v3.10 kernel/printk.c dump_stack_print_info */
  upperCasePid: '3.10',
  /** "task.stack:" instead of "ti:" and "task.ti:". v4.8 kernel/printk/printk.c show_regs_print_info (8b70ca65616b) */
  taskStack: '4.8',
  /** "UID:" where a process is told, and the flags of a taint by name. v6.11 lib/dump_stack.c dump_stack_print_info, kernel/panic.c print_tainted_verbose */
  uidOfProcess: '6.11',
  /** A generic entry instead of the pte in messages about swap. include/linux/swapops.h, of the tree between v2.5.20 and v2.5.21 (3 June 2002) */
  genericSwap: '2.5.20',
  /** "swap_info_get:" instead of "swap_free:". v4.11 mm/swapfile.c _swap_info_get */
  swapInfoGet: '4.11',
  /** "get_swap_device:" instead of "swap_dup:". v5.3 mm/swapfile.c __swap_duplicate */
  getSwapDevice: '5.3',
  /** "_swap_info_get:" and "__swap_info_get:" instead of "swap_info_get:". v5.12 mm/swapfile.c */
  swapFunctionNames: '5.12',
} as const;

function series(major: number, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${major}.${first + index}`);
}
