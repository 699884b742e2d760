import type { Availability } from '../core/version.ts';

/** One row of the pagemap word: bits `hi`..`lo`, in some releases. */
export interface PagemapRow extends Availability {
  readonly hi: number;
  readonly lo: number;
  /** The kernel's macro, verbatim. */
  readonly name: string;
  /** The short name, as in `flags`; it is the name in `--where` too. */
  readonly short: string;
  readonly kind: 'state' | 'flag' | 'number';
  /** No word without bit 62 has it. */
  readonly onlySwapped?: true;
  /** The letter of `--format line`. */
  readonly letter?: string;
  readonly text: string;
  readonly src: string;
}

/** The name of a bit that the kernel does not have: of a word, of a marker, of the categories or of kpageflags. */
export const unknownBit = (bit: number): string => `bit_${bit}`;

/** The bit that a name of `unknownBit` stands for; undefined for any other word. `bit-N` is the spelling of 0.1.0. */
export function bitOfUnknown(name: string): number | undefined {
  const bit = /^bit[-_](\d{1,2})$/i.exec(name)?.[1];
  return bit === undefined ? undefined : Number(bit);
}

/** The bits of a word that stand for flags; which of them do depends on the release. */
export const FLAG_BITS: readonly number[] = [61, 60, 59, 58, 57, 56, 55];

const TASK_MMU = 'fs/proc/task_mmu.c';

/**
 * A word of /proc/PID/pagemap, bit 63 first. It is not a page-table entry: the kernel makes it up for each page.
 *
 * Between 3.11 and 4.1 bits 55..60 still held the page shift until something was written to a clear_refs file; those
 * releases are read as they are after that.
 */
// prettier-ignore
export const PAGEMAP_ROWS: readonly PagemapRow[] = [
  { hi: 63, lo: 63, name: 'PM_PRESENT', short: 'present', kind: 'state', text: 'page in memory (with PROT_NONE too)', src: `v4.4 ${TASK_MMU} PM_PRESENT` },
  { hi: 62, lo: 62, name: 'PM_SWAP', short: 'swapped', kind: 'state', text: 'neither none nor present: swap, migration, marker, …', src: `v4.4 ${TASK_MMU} PM_SWAP` },
  { hi: 61, lo: 61, name: 'PM_FILE', short: 'file', kind: 'flag', letter: 'f', since: '3.5', text: 'page of a file, or shared anonymous memory', src: `v4.4 ${TASK_MMU} PM_FILE` },
  { hi: 60, lo: 55, name: 'PM_PSHIFT', short: 'page_shift', kind: 'number', until: '3.11', text: 'log2 of the page size', src: 'v3.10 Documentation/vm/pagemap.txt bits 55-60' },
  { hi: 58, lo: 58, name: 'PM_GUARD_REGION', short: 'guard', kind: 'flag', onlySwapped: true, letter: 'g', since: '6.15', text: 'guard region: access gives SIGSEGV', src: `v6.17 ${TASK_MMU} PM_GUARD_REGION` },
  { hi: 57, lo: 57, name: 'PM_UFFD_WP', short: 'uffd_wp', kind: 'flag', letter: 'u', since: '5.14', text: 'write-protected by userfaultfd (7.3: or read-write-protected, in an RWP mapping)', src: `v5.14 ${TASK_MMU} PM_UFFD_WP` },
  { hi: 56, lo: 56, name: 'PM_MMAP_EXCLUSIVE', short: 'exclusive', kind: 'flag', letter: 'x', since: '4.2', text: 'mapped by this process alone', src: `v4.4 ${TASK_MMU} PM_MMAP_EXCLUSIVE` },
  { hi: 55, lo: 55, name: 'PM_SOFT_DIRTY', short: 'soft_dirty', kind: 'flag', letter: 'd', since: '3.11', text: 'written since clear_refs, or in a mapping that is new since then', src: `v4.4 ${TASK_MMU} PM_SOFT_DIRTY` },
  { hi: 54, lo: 0, name: 'PM_PFRAME', short: 'number', kind: 'number', text: 'present: frame number; swapped: swap type (0-4) and offset (5-54)', src: `v4.4 ${TASK_MMU} PM_PFRAME_MASK` },
];
