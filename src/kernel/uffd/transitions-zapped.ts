import type { MemoryKind, Move, TransitionRow } from './model.ts';

const ANONYMOUS: readonly MemoryKind[] = ['anon', 'thp'];
/** Memory of a file or of shmem: a marker can keep the protection of a page that is not mapped. */
const CACHED: readonly MemoryKind[] = ['shmem', 'shmem_private', 'file_private', 'file_shared'];
const OWN_COPIES: readonly MemoryKind[] = ['shmem_private', 'file_private'];
const HUGETLB: readonly MemoryKind[] = ['hugetlb', 'hugetlb_private'];

const DROPPED: readonly Move[] = [
  ['present+wp', 'none'],
  ['swap+wp', 'none'],
  ['other+wp', 'none'],
  ['marker+wp', 'none'],
];

/** munmap(), madvise(), holes and truncation: entries are zapped. */
// prettier-ignore
export const ZAP_ROWS: readonly TransitionRow[] = [
  { events: ['munmap'], moves: [...DROPPED, ['present+wp', 'gone'], ['swap+wp', 'gone'], ['marker+wp', 'gone'], ['other+wp', 'gone']], area: 'left', text: 'the mapping is gone, and with it all entries', src: 'v5.19 mm/memory.c unmap_vmas() ZAP_FLAG_DROP_MARKER' },

  { events: ['dontneed'], kinds: ANONYMOUS, moves: DROPPED, text: 'zapping anonymous memory drops everything', src: 'v5.19 mm/memory.c zap_install_uffd_wp_if_needed()' },
  { events: ['dontneed'], kinds: CACHED, since: '5.19', moves: [['present+wp', 'marker+wp'], ['swap+wp', 'marker+wp'], ['other+wp', 'marker+wp']], text: 'a marker keeps the protection', src: '999dad824c39 (v5.19) mm/memory.c zap_install_uffd_wp_if_needed()' },
  { events: ['dontneed'], kinds: HUGETLB, since: '5.19', moves: [['present+wp', 'marker+wp']], text: 'a marker keeps the protection', src: '05e90bd05eea (v5.19) mm/hugetlb.c __unmap_hugepage_range()' },

  { events: ['free'], kinds: ANONYMOUS, moves: [['swap+wp', 'none'], ['present+wp', 'none']], text: 'swap entries are freed, and pages when memory is wanted', src: 'v5.14 mm/madvise.c madvise_free_pte_range(), mm/rmap.c try_to_unmap_one()' },

  { events: ['remove', 'punch_hole', 'truncate'], kinds: CACHED, since: '5.19', moves: [['present+wp', 'marker+wp']], text: 'a marker keeps the protection', src: '999dad824c39 (v5.19) mm/memory.c unmap_mapping_range(), zap_install_uffd_wp_if_needed()' },
  { events: ['truncate'], kinds: OWN_COPIES, since: '5.19', moves: [['swap+wp', 'marker+wp']], text: 'copies of their own behind the end of the file are zapped too', src: 'v5.19 mm/truncate.c truncate_pagecache() even_cows' },
  { events: ['remove', 'punch_hole'], kinds: HUGETLB, since: '5.19', moves: [['present+wp', 'marker+wp']], text: 'a marker keeps the protection', src: '05e90bd05eea (v5.19) fs/hugetlbfs/inode.c hugetlbfs_punch_hole()' },
  { events: ['truncate'], kinds: HUGETLB, since: '5.19', moves: [['present+wp', 'none'], ['marker+wp', 'none']], text: 'truncation of hugetlb drops markers', note: 'truncation of hugetlb lost the protection, and PAGEMAP_SCAN still reports the pages as not written (seen on 6.12 and 6.18): a scan for written pages misses them', src: '05e90bd05eea (v5.19) fs/hugetlbfs/inode.c hugetlb_vmtruncate() ZAP_FLAG_DROP_MARKER' },
];
