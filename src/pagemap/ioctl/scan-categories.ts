import type { Availability } from '../../core/version.ts';

/** One category of PAGEMAP_SCAN. */
interface ScanCategory extends Availability {
  readonly bit: number;
  /** The kernel's macro without `PAGE_IS_`. */
  readonly name: string;
  readonly text: string;
  readonly src: string;
}

/** The first release with the ioctl. v6.7 include/uapi/linux/fs.h PAGEMAP_SCAN */
export const PAGEMAP_SCAN_SINCE = '6.7';

const TASK_MMU = 'fs/proc/task_mmu.c';
const UAPI = 'include/uapi/linux/fs.h';

/** The categories, bit 0 first. */
// prettier-ignore
export const SCAN_CATEGORIES: readonly ScanCategory[] = [
  { bit: 0, name: 'WPALLOWED', since: '6.7', text: 'the mapping is write-protected asynchronously', src: `v6.7 ${UAPI} PAGE_IS_WPALLOWED` },
  { bit: 1, name: 'WRITTEN', since: '6.7', text: 'not write-protected (any more)', src: `v6.7 ${UAPI} PAGE_IS_WRITTEN` },
  { bit: 2, name: 'FILE', since: '6.7', text: 'page of a file, or shared anonymous memory', src: `v6.7 ${UAPI} PAGE_IS_FILE` },
  { bit: 3, name: 'PRESENT', since: '6.7', text: 'page in memory', src: `v6.7 ${UAPI} PAGE_IS_PRESENT` },
  { bit: 4, name: 'SWAPPED', since: '6.7', text: 'neither none nor present: swap, migration, a marker, …', src: `v6.7 ${UAPI} PAGE_IS_SWAPPED` },
  { bit: 5, name: 'PFNZERO', since: '6.7', text: 'the zero page', src: `v6.7 ${UAPI} PAGE_IS_PFNZERO` },
  { bit: 6, name: 'HUGE', since: '6.7', text: 'mapped by an entry above the lowest level', src: `v6.7 ${UAPI} PAGE_IS_HUGE` },
  { bit: 7, name: 'SOFT_DIRTY', since: '6.8', text: 'written since clear_refs, or in a mapping that is new since then', src: `v6.8 ${UAPI} PAGE_IS_SOFT_DIRTY` },
  { bit: 8, name: 'GUARD', since: '6.16', text: 'guard region', src: `v6.17 ${UAPI} PAGE_IS_GUARD (a516403787e0, of May 2025)` },
  { bit: 9, name: 'ACCESSED', since: '7.3', text: 'not read-write-protected (any more)', src: `v7.3 ${UAPI} PAGE_IS_ACCESSED` },
];

/** What is known of a page besides its categories; absent: not known. */
export interface ScanFacts {
  readonly present: boolean;
  /** Bit 62 of the word. */
  readonly swapped: boolean;
  readonly none: boolean;
  /** A page slot of a swap area. */
  readonly slot: boolean;
  readonly marker: boolean;
  /** Bit 57, or the marker. */
  readonly protected: boolean;
  readonly file: boolean;
  readonly exclusive: boolean;
  readonly softDirty: boolean;
  readonly guard: boolean;
  /** Memory out of huge pages: of those pagemap shows no entry that is not present. */
  readonly hugetlb: boolean | undefined;
  /** The scan says HUGE, and PFNZERO. */
  readonly huge: boolean;
  readonly zero: boolean;
  /** False: an entry above the lowest level cannot map these pages; undefined: nothing says so. */
  readonly whole: boolean | undefined;
  /** The mapping is registered for write-protection, for read-write protection. */
  readonly uw: boolean | undefined;
  readonly ur: boolean | undefined;
  /** The scan says that the mapping is write-protected asynchronously: there WRITTEN is what protection is not. */
  readonly wpAllowed: boolean;
}

/** What a category must be for some pages. */
export interface ScanRule extends Availability {
  readonly category: string;
  readonly when: Partial<ScanFacts>;
  /** `either`: pagemap does not tell. */
  readonly must: boolean | 'either';
  readonly src: string;
}

const PTE = 'pagemap_page_category';
const HUGE = 'pagemap_hugetlb_category';

/**
 * What each category must be, by what pagemap and smaps say: of each category the first row that fits counts.
 *
 * Where write-protection is asynchronous (WPALLOWED) WRITTEN is the opposite of protection on every kernel: that is what
 * it is for. Elsewhere it is what the kernel makes it.
 */
// prettier-ignore
export const SCAN_RULES: readonly ScanRule[] = [
  { category: 'WPALLOWED', when: { uw: false }, must: false, src: `v6.7 ${TASK_MMU} pagemap_scan_test_walk` },
  { category: 'WPALLOWED', when: {}, must: 'either', src: `v6.7 ${TASK_MMU} pagemap_scan_test_walk` },

  { category: 'WRITTEN', when: { protected: true }, must: false, src: `v6.7 ${TASK_MMU} ${PTE}` },
  // Of a huge page for which there is no table the kernel leaves it out on purpose.
  { category: 'WRITTEN', when: { hugetlb: true, none: true, huge: false }, must: 'either', src: `v7.2 ${TASK_MMU} pagemap_scan_pte_hole` },
  { category: 'WRITTEN', when: { wpAllowed: true, none: false }, must: true, src: `v6.7 ${TASK_MMU} ${PTE}` },
  { category: 'WRITTEN', when: { wpAllowed: true, none: true }, must: true, src: `v7.2 ${TASK_MMU} ${PTE}, pagemap_scan_pte_hole` },
  { category: 'WRITTEN', when: { uw: false }, must: false, since: '7.3', src: `v7.3 ${TASK_MMU} ${PTE}` },
  { category: 'WRITTEN', when: { hugetlb: true, none: true }, must: 'either', src: `v6.7 ${TASK_MMU} ${HUGE}` },
  { category: 'WRITTEN', when: { none: true }, must: 'either', src: `v6.7 ${TASK_MMU} ${PTE}, pagemap_scan_pte_hole` },
  { category: 'WRITTEN', when: {}, must: true, src: `v6.7 ${TASK_MMU} ${PTE}` },

  { category: 'FILE', when: { huge: true, zero: true, file: true }, must: 'either', until: '7.3', src: `v6.12 ${TASK_MMU} pagemap_pmd_range, pagemap_thp_category` },
  { category: 'FILE', when: { hugetlb: true, present: false }, must: 'either', src: `v6.7 ${TASK_MMU} ${HUGE}` },
  { category: 'FILE', when: { file: true }, must: true, src: `v6.7 ${TASK_MMU} ${PTE}` },
  { category: 'FILE', when: {}, must: false, src: `v6.7 ${TASK_MMU} ${PTE}` },

  { category: 'PRESENT', when: { present: true }, must: true, src: `v6.7 ${TASK_MMU} ${PTE}` },
  { category: 'PRESENT', when: {}, must: false, src: `v6.7 ${TASK_MMU} ${PTE}` },

  { category: 'SWAPPED', when: { swapped: true }, must: true, src: `v6.7 ${TASK_MMU} ${PTE}` },
  { category: 'SWAPPED', when: { present: true }, must: false, src: `v6.7 ${TASK_MMU} ${PTE}` },
  // Bit 57 without bits 62 and 63 is the marker of a huge page.
  { category: 'SWAPPED', when: { none: false }, must: true, src: `v6.7 ${TASK_MMU} ${HUGE}` },
  { category: 'SWAPPED', when: { hugetlb: true }, must: 'either', src: `v6.7 ${TASK_MMU} ${HUGE}` },
  { category: 'SWAPPED', when: {}, must: false, src: `v6.7 ${TASK_MMU} ${PTE}` },

  { category: 'PFNZERO', when: { present: false }, must: false, src: `v6.7 ${TASK_MMU} ${PTE}` },
  { category: 'PFNZERO', when: { huge: true, file: true }, must: 'either', until: '7.3', src: `v6.12 ${TASK_MMU} pagemap_pmd_range, pagemap_thp_category` },
  { category: 'PFNZERO', when: { file: true }, must: false, src: `v6.7 ${TASK_MMU} ${PTE}` },
  { category: 'PFNZERO', when: { exclusive: true }, must: false, src: `v6.7 ${TASK_MMU} ${PTE}` },
  { category: 'PFNZERO', when: {}, must: 'either', src: `v6.7 ${TASK_MMU} ${PTE}` },

  // One entry maps frames in a row from a border of its size on.
  { category: 'HUGE', when: { whole: false }, must: false, src: `v6.7 ${TASK_MMU} pagemap_scan_thp_entry, include/linux/huge_mm.h thp_vma_suitable_order` },
  { category: 'HUGE', when: { hugetlb: true, none: false }, must: true, src: `v6.7 ${TASK_MMU} ${HUGE}` },
  // Huge pages are split before they go to swap; one that is migrated keeps its entry.
  { category: 'HUGE', when: { hugetlb: false, slot: true }, must: false, src: `v6.7 ${TASK_MMU} pagemap_thp_category, mm/vmscan.c shrink_folio_list` },
  { category: 'HUGE', when: { hugetlb: false, none: true }, must: false, src: `v6.7 ${TASK_MMU} pagemap_thp_category` },
  { category: 'HUGE', when: {}, must: 'either', src: `v6.7 ${TASK_MMU} pagemap_thp_category` },

  // Of a huge page pagemap shows what the mapping says, the scan also what the entry says.
  { category: 'SOFT_DIRTY', when: { softDirty: true }, must: true, src: `v6.8 ${TASK_MMU} ${PTE}, pagemap_scan_test_walk` },
  { category: 'SOFT_DIRTY', when: { hugetlb: true }, must: 'either', src: `v6.8 ${TASK_MMU} ${HUGE}, pagemap_hugetlb_range` },
  { category: 'SOFT_DIRTY', when: {}, must: false, src: `v6.8 ${TASK_MMU} ${PTE}` },

  { category: 'GUARD', when: {}, must: 'either', until: '6.17', src: `v6.17 ${TASK_MMU} ${PTE}: first release that was read` },
  { category: 'GUARD', when: { guard: true }, must: true, src: `v6.17 ${TASK_MMU} ${PTE}` },
  { category: 'GUARD', when: {}, must: false, src: `v6.17 ${TASK_MMU} ${PTE}` },

  { category: 'ACCESSED', when: { protected: true }, must: false, src: `v7.3 ${TASK_MMU} ${PTE}` },
  { category: 'ACCESSED', when: { ur: false }, must: false, src: `v7.3 ${TASK_MMU} ${PTE}` },
  { category: 'ACCESSED', when: { none: true }, must: 'either', src: `v7.3 ${TASK_MMU} ${PTE}` },
  { category: 'ACCESSED', when: {}, must: true, src: `v7.3 ${TASK_MMU} ${PTE}` },
];

/** Something about a category that differs from kernel to kernel, or that a kernel gets wrong. */
export interface ScanDifference extends Availability {
  readonly category: string;
  /** The pages that it concerns, and what the category is there. */
  readonly when: Partial<ScanFacts>;
  readonly is: boolean;
  readonly text: string;
  readonly src: string;
}

/** What users of the scan should know; shown with the number of pages that it concerns. */
// prettier-ignore
export const SCAN_DIFFERENCES: readonly ScanDifference[] = [
  { category: 'WRITTEN', when: { protected: false, none: false, uw: false }, is: true, until: '7.3', text: 'outside of mappings registered for write-protection every page counts as WRITTEN; from 7.3 on none does', src: `v6.12 and v7.3 ${TASK_MMU} ${PTE}` },
  { category: 'WRITTEN', when: { none: true, hugetlb: false, wpAllowed: true }, is: false, text: 'an empty page of a mapping with asynchronous write-protection is not WRITTEN: pages that were written and dropped are missed without fix 07b4377bdbe7 (in 7.2, 6.18.44 and 6.12.117), and without fix 40de8160ca7f where no page table is left', src: `fix 07b4377bdbe7 and fix 40de8160ca7f of ${TASK_MMU} ${PTE}, pagemap_scan_pte_hole` },
  { category: 'WRITTEN', when: { none: true, hugetlb: true, wpAllowed: true }, is: false, text: 'an empty huge page is never WRITTEN: truncation takes the protection, and a scan misses it', src: `v6.12 and v6.18 ${TASK_MMU} ${HUGE}` },
  { category: 'WRITTEN', when: { none: true, wpAllowed: false }, is: true, until: '7.3', text: 'an empty page counts as WRITTEN where a page table is left (fix 07b4377bdbe7: in 7.2, 6.18.44 and 6.12.117)', src: `fix 07b4377bdbe7 of ${TASK_MMU} ${PTE}` },
  { category: 'FILE', when: { huge: true, zero: true, file: true }, is: false, until: '7.3', text: 'the huge zero page counts as one of a file in pagemap, and not in the scan; 7.3 says it of neither', src: `v6.12 ${TASK_MMU} pagemap_pmd_range, pagemap_thp_category` },
  { category: 'SWAPPED', when: { swapped: true, marker: true }, is: true, text: 'a marker counts as SWAPPED: nothing of it need be in swap', src: `v6.7 ${TASK_MMU} ${PTE}` },
];
