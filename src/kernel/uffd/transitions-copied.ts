import { KEPT, type MemoryKind, type Move, type TransitionRow } from './model.ts';

const CLEARED: readonly Move[] = [
  ['present+wp', 'present'],
  ['swap+wp', 'swap'],
  ['other+wp', 'other'],
  ['marker+wp', 'none'],
];

/** Memory whose page table the child may not get: it finds the pages again by faults. */
const NOT_COPIED: readonly Move[] = [
  ['present+wp', 'none'],
  ['marker+wp', 'none'],
];

const COPIED_KINDS: readonly MemoryKind[] = ['anon', 'thp', 'shmem_private', 'file_private'];

/** The fix is in 6.13 and 6.12.11 (CVE-2025-21696); of 6.1, 6.1.192 is known to have it. */
// prettier-ignore
const LEFT_BY_MREMAP: TransitionRow = { events: ['mremap'], moves: KEPT, area: 'left', way: 'the move leaves the bits', text: 'the bits stayed in a mapping that is no longer registered', note: 'uffd_wp went along in mremap() though the new place is not registered: CVE-2025-21696, fixed by 0cef0bb836e3', src: '0cef0bb836e3 (v6.13, 6.12.11, 6.1.192 at the latest) mm/mremap.c move_ptes()' };

/** fork() and mremap(): entries are copied or moved. */
// prettier-ignore
export const FORK_ROWS: readonly TransitionRow[] = [
  { events: ['fork'], kinds: COPIED_KINDS, moves: CLEARED, area: 'left', way: 'the child has no protection', text: 'the child is not registered: the bit is cleared, markers are not copied', src: '8f34f1eac382 (v5.14) mm/memory.c copy_present_pte(), copy_nonpresent_pte()' },
  { events: ['fork'], moves: NOT_COPIED, area: 'left', way: 'the child has no protection', text: 'the page table was not copied', src: 'v5.19 mm/memory.c vma_needs_copy()' },
  { events: ['fork'], moves: [['present+wp', 'gone'], ['swap+wp', 'gone'], ['marker+wp', 'gone']], area: 'left', text: 'the child has no such mapping (MADV_DONTFORK)', src: 'v5.14 kernel/fork.c dup_mmap() VM_DONTCOPY' },
  { events: ['fork'], kinds: ['hugetlb_private'], moves: [['present+wp', 'present']], area: 'left', way: 'the child has no protection', text: 'the child is not registered: the bit is cleared', src: '5a2f8d22ace4 (v6.4) mm/hugetlb.c copy_hugetlb_page_range()' },
  { events: ['fork'], kinds: ['hugetlb_private'], moves: [['marker+wp', 'none']], area: 'left', way: 'the child keeps a bit without effect', text: 'markers are not copied', src: 'v5.19 mm/hugetlb.c copy_hugetlb_page_range()' },
  { events: ['fork'], kinds: ['hugetlb_private'], until: '6.4', moves: [['present+wp', 'present+wp']], area: 'left', way: 'the child keeps a bit without effect', text: 'private huge pages kept the bit in a child that is not registered', note: 'the child has uffd_wp on private huge pages without being registered: before 6.4 fork() does not clear it (5a2f8d22ace4); a set bit does not mean that a page is protected there', src: '5a2f8d22ace4 (v6.4) mm/hugetlb.c copy_hugetlb_page_range()' },
  { events: ['fork'], moves: KEPT, area: 'registered', way: 'AFTER is the parent', text: 'the parent keeps all', note: 'pages kept their protection as those of the parent do: a child without UFFD_FEATURE_EVENT_FORK has none', src: 'v5.14 mm/memory.c copy_present_pte()' },

  { events: ['mremap'], moves: CLEARED, area: 'left', way: 'the move clears the bits', text: 'the mapping is no longer registered, and the bits are cleared', src: '0cef0bb836e3 (v6.13) mm/mremap.c move_ptes(), mm/huge_memory.c move_huge_pmd(), mm/hugetlb.c move_huge_pte(); in 6.12.11 and later releases of older series too' },
  { events: ['mremap'], moves: KEPT, area: 'seen-registered', text: 'the mapping stayed where it was', src: 'v6.12 mm/mremap.c mremap_userfaultfd_prep()' },
  { ...LEFT_BY_MREMAP, until: '6.1.192' },
  { ...LEFT_BY_MREMAP, since: '6.2', until: '6.12.11' },
];
