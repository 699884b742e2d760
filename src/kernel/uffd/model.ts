import type { Availability } from '../../core/version.ts';

/** Kinds of memory that userfaultfd write-protection treats differently. `thp`: anonymous, with huge pages. */
export const MEMORY_KINDS = [
  'anon',
  'thp',
  'shmem',
  'shmem_private',
  'hugetlb',
  'hugetlb_private',
  'file_private',
  'file_shared',
] as const;
export type MemoryKind = (typeof MEMORY_KINDS)[number];

/** How a write to a protected page is answered: a program does it (`sync`), or the kernel (UFFD_FEATURE_WP_ASYNC). */
export const WP_MODES = ['sync', 'async'] as const;
export type WpMode = (typeof WP_MODES)[number];

/** Where a page is, as far as write-protection is concerned. A page that migrates is present. */
export type PagePlace =
  | 'present'
  /** A swap entry. */
  | 'swap'
  /** A PTE marker of uffd-wp: nothing is mapped or swapped. */
  | 'marker'
  /** A guard region. */
  | 'guard'
  /** No entry. */
  | 'none'
  /** No mapping. */
  | 'gone'
  /** A poisoned page, memory of a device, another marker. */
  | 'other';

/** A place, and `+wp` where pagemap says that the page is write-protected (bit 57). */
export type PageState = PagePlace | `${PagePlace}+wp`;

/** From what, to what. */
export type Move = readonly [from: PageState, to: PageState];

/** Nothing happened to the protection. */
export const KEPT: readonly Move[] = [
  ['present+wp', 'present+wp'],
  ['swap+wp', 'swap+wp'],
  ['marker+wp', 'marker+wp'],
  ['other+wp', 'other+wp'],
];

/** What can happen to memory. */
export type EventName =
  | 'fork'
  | 'fork_event'
  | 'fork_parent'
  | 'mremap'
  | 'mremap_event'
  | 'swapout'
  | 'swapin'
  | 'swapoff'
  | 'mprotect'
  | 'munmap'
  | 'dontneed'
  | 'free'
  | 'remove'
  | 'punch_hole'
  | 'truncate'
  | 'migrate'
  | 'unprotect'
  | 'write'
  | 'read'
  | 'unregister'
  | 'clear_refs'
  | 'collapse'
  | 'guard';

/** Transitions that one page may make in an event, in some releases and kinds of memory. */
export interface TransitionRow extends Pick<Availability, 'since' | 'until'> {
  readonly events: readonly EventName[];
  /** Absent: all. */
  readonly kinds?: readonly MemoryKind[];
  readonly moves: readonly Move[];
  /**
   * Whether the mapping stayed registered for write-protection (`uw` of VmFlags); absent: either. Where nothing is known
   * of the flags, `registered` and `left` both hold, and `seen-registered` and `seen-left` do not.
   */
  readonly area?: 'registered' | 'seen-registered' | 'left' | 'seen-left';
  /**
   * What the kernel, or the event, does to a whole mapping: of rows of one event with different ways only one is true of
   * the pages of a mapping. Which one, the pages themselves must say.
   */
  readonly way?: string;
  /** The pages are not those of the event: only others, that went as it does, show that it took place. */
  readonly rest?: true;
  /** The frame of the page changed with it. */
  readonly frame?: 'changed';
  /** The way is that of one huge page, not of a mapping. */
  readonly per?: 'huge-page';
  /** What happens, in words. */
  readonly text: string;
  /** What an expert would add when it was seen. */
  readonly note?: string;
  /** Kernel tag or commit, file, symbol. */
  readonly src: string;
}
