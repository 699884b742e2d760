import type { Availability } from '../../core/version.ts';
import {
  type EventName,
  KEPT,
  type MemoryKind,
  type Move,
  type TransitionRow,
  type WpMode,
} from './model.ts';

/** Events that may leave any page as it is: they were of a part of the memory, or keep all. */
const KEEPING: readonly EventName[] = [
  'fork_event',
  'fork_parent',
  'mremap_event',
  'swapout',
  'swapin',
  'swapoff',
  'mprotect',
  'munmap',
  'dontneed',
  'free',
  'remove',
  'punch_hole',
  'truncate',
  'migrate',
  'unprotect',
  'write',
  'read',
  'clear_refs',
  'collapse',
  'guard',
];

const ANONYMOUS: readonly MemoryKind[] = ['anon', 'thp'];
/** Memory of a file or of shmem: a marker can keep the protection of a page that is not mapped. */
const CACHED: readonly MemoryKind[] = ['shmem', 'shmem_private', 'file_private', 'file_shared'];
const PRIVATE: readonly MemoryKind[] = ['anon', 'thp', 'shmem_private', 'file_private'];
const OWN_COPIES: readonly MemoryKind[] = ['shmem_private', 'file_private'];
const HUGETLB: readonly MemoryKind[] = ['hugetlb', 'hugetlb_private'];

const DROPPED: readonly Move[] = [
  ['present+wp', 'none'],
  ['swap+wp', 'none'],
  ['other+wp', 'none'],
  ['marker+wp', 'none'],
];

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

/** The fix is in 6.13 and 6.12.11 (CVE-2025-21696); of 6.1, 6.1.192 is known to have it. */
// prettier-ignore
const LEFT_BY_MREMAP: TransitionRow = { events: ['mremap'], moves: KEPT, area: 'left', way: 'the move leaves the bits', text: 'the bits stayed in a mapping that is no longer registered', note: 'uffd_wp went along in mremap() though the new place is not registered: CVE-2025-21696, fixed by 0cef0bb836e3', src: '0cef0bb836e3 (v6.13, 6.12.11, 6.1.192 at the latest) mm/mremap.c move_ptes()' };

/** The fix went to stable releases too; of 6.1, 6.1.192 is known to have it. */
// prettier-ignore
const LOST_BY_MIGRATION: TransitionRow = { events: ['migrate'], kinds: ['thp'], moves: [['present+wp', 'present']], frame: 'changed', per: 'huge-page', way: 'migration loses the bit', text: 'a huge page lost the protection when it was migrated', note: 'migration took the protection of a huge page: before 6.3 set_pmd_migration_entry() does not carry it over (24bf08c4376b)', src: '24bf08c4376b (v6.3) mm/huge_memory.c set_pmd_migration_entry()' };

/** Closing the userfaultfd clears since 6.9, 6.8.10 and 6.6.31 (CVE-2024-36881); of 6.1, 6.1.192 is known to do it. */
const LEFT_BEHIND =
  'the bits stayed behind, without effect: unregistering (before 6.0) and closing (before 6.9) did not clear them';
const LEFT_SRC =
  'f369b07c8614 (v6.0, 5.19.6) userfaultfd_unregister(), c88033efe9a3 (v6.9, 6.8.10, 6.6.31, 6.1.192 at the latest) userfaultfd_release()';

/** Every transition that is allowed; what is not protected before and after may do as it likes. */
// prettier-ignore
export const TRANSITIONS: readonly TransitionRow[] = [
  // fork() and mremap(): entries are copied or moved.
  { events: ['fork'], kinds: PRIVATE, moves: CLEARED, area: 'left', way: 'the child has no protection', text: 'the child is not registered: the bit is cleared, markers are not copied', src: '8f34f1eac382 (v5.14) mm/memory.c copy_present_pte(), copy_nonpresent_pte()' },
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

  // munmap(), madvise(), holes and truncation: entries are zapped.
  { events: ['munmap'], moves: [...DROPPED, ['present+wp', 'gone'], ['swap+wp', 'gone'], ['marker+wp', 'gone'], ['other+wp', 'gone']], area: 'left', text: 'the mapping is gone, and with it all entries', src: 'v5.19 mm/memory.c unmap_vmas() ZAP_FLAG_DROP_MARKER' },

  { events: ['dontneed'], kinds: ANONYMOUS, moves: DROPPED, text: 'zapping anonymous memory drops everything', src: 'v5.19 mm/memory.c zap_install_uffd_wp_if_needed()' },
  { events: ['dontneed'], kinds: CACHED, since: '5.19', moves: [['present+wp', 'marker+wp'], ['swap+wp', 'marker+wp'], ['other+wp', 'marker+wp']], text: 'a marker keeps the protection', src: '999dad824c39 (v5.19) mm/memory.c zap_install_uffd_wp_if_needed()' },
  { events: ['dontneed'], kinds: HUGETLB, since: '5.19', moves: [['present+wp', 'marker+wp']], text: 'a marker keeps the protection', src: '05e90bd05eea (v5.19) mm/hugetlb.c __unmap_hugepage_range()' },

  { events: ['free'], kinds: ANONYMOUS, moves: [['swap+wp', 'none'], ['present+wp', 'none']], text: 'swap entries are freed, and pages when memory is wanted', src: 'v5.14 mm/madvise.c madvise_free_pte_range(), mm/rmap.c try_to_unmap_one()' },

  { events: ['remove', 'punch_hole', 'truncate'], kinds: CACHED, since: '5.19', moves: [['present+wp', 'marker+wp']], text: 'a marker keeps the protection', src: '999dad824c39 (v5.19) mm/memory.c unmap_mapping_range(), zap_install_uffd_wp_if_needed()' },
  { events: ['truncate'], kinds: OWN_COPIES, since: '5.19', moves: [['swap+wp', 'marker+wp']], text: 'copies of their own behind the end of the file are zapped too', src: 'v5.19 mm/truncate.c truncate_pagecache() even_cows' },
  { events: ['remove', 'punch_hole'], kinds: HUGETLB, since: '5.19', moves: [['present+wp', 'marker+wp']], text: 'a marker keeps the protection', src: '05e90bd05eea (v5.19) fs/hugetlbfs/inode.c hugetlbfs_punch_hole()' },
  { events: ['truncate'], kinds: HUGETLB, since: '5.19', moves: [['present+wp', 'none'], ['marker+wp', 'none']], text: 'truncation of hugetlb drops markers', note: 'truncation of hugetlb lost the protection, and PAGEMAP_SCAN still reports the pages as not written (seen on 6.12 and 6.18): a scan for written pages misses them', src: '05e90bd05eea (v5.19) fs/hugetlbfs/inode.c hugetlb_vmtruncate() ZAP_FLAG_DROP_MARKER' },

  // What userfaultfd write-protection may do in an event beyond that.
  { events: KEEPING, moves: KEPT, area: 'registered', text: 'the page stayed as it was', src: 'v6.12 mm/mprotect.c change_pte_range(): only UFFDIO_WRITEPROTECT takes the bit from an entry' },
  { events: ['unregister'], moves: KEPT, area: 'registered', rest: true, text: 'the page lies outside of what was unregistered', src: 'v6.12 fs/userfaultfd.c userfaultfd_unregister()' },
  { events: ['unregister'], kinds: ['hugetlb', 'hugetlb_private'], moves: [['other+wp', 'other+wp']], text: 'poisoned huge pages are left alone', src: 'v6.12 mm/hugetlb.c hugetlb_change_protection() is_hugetlb_entry_hwpoisoned()' },
  { events: ['unregister'], until: '6.1.192', moves: KEPT, area: 'left', text: LEFT_BEHIND, src: LEFT_SRC },
  { events: ['unregister'], since: '6.2', until: '6.6.31', moves: KEPT, area: 'left', text: LEFT_BEHIND, src: LEFT_SRC },
  { events: ['unregister'], since: '6.7', until: '6.8.10', moves: KEPT, area: 'left', text: LEFT_BEHIND, src: LEFT_SRC },
  { events: ['unregister'], since: '5.19', moves: [['present+wp', 'present'], ['swap+wp', 'swap'], ['other+wp', 'other'], ['marker+wp', 'none']], area: 'left', text: 'unregistering clears the protection', src: 'f369b07c8614 (v6.0, 5.19.y) fs/userfaultfd.c userfaultfd_unregister() uffd_wp_range()' },

  { events: ['munmap'], moves: [['present+wp', 'present'], ['present+wp', 'swap'], ['swap+wp', 'present'], ['swap+wp', 'swap'], ['marker+wp', 'present'], ['marker+wp', 'swap']], area: 'seen-left', text: 'another mapping took the place, with pages of its own', src: 'v6.12 mm/mmap.c mmap_region(): a new mapping is registered with no userfaultfd' },

  { events: ['unprotect'], moves: [['present+wp', 'present'], ['swap+wp', 'swap'], ['other+wp', 'other']], text: 'that is what was asked for', src: 'v5.7 mm/mprotect.c change_pte_range() uffd_wp_resolve' },
  { events: ['unprotect'], since: '5.19', moves: [['marker+wp', 'none']], text: 'that is what was asked for: a marker goes away', src: 'v5.19 mm/mprotect.c change_pte_range(), mm/hugetlb.c hugetlb_change_protection()' },

  { events: ['write'], moves: [['present+wp', 'present'], ['swap+wp', 'present'], ['other+wp', 'present'], ['marker+wp', 'present']], text: 'the page was written to', src: 'v5.7 mm/memory.c do_wp_page() handle_userfault(); v6.7 mm/memory.c do_wp_page() userfaultfd_wp_async()' },
  { events: ['write', 'read', 'swapin'], moves: [['swap+wp', 'present+wp'], ['marker+wp', 'present+wp']], text: 'the page was mapped, and is still protected', src: 'v5.7 mm/memory.c do_swap_page() pte_swp_uffd_wp(); v5.19 mm/memory.c do_set_pte(), mm/hugetlb.c hugetlb_no_page(); v6.4 mm/memory.c do_anonymous_page()' },

  { events: ['write', 'read', 'migrate'], kinds: PRIVATE, moves: [['other+wp', 'present+wp']], text: 'the page came back from memory of a device, and is still protected', src: 'f45ec5ff16a7 (v5.7) mm/migrate.c remove_migration_pte() pte_swp_uffd_wp()' },
  { events: ['migrate'], kinds: PRIVATE, moves: [['present+wp', 'other+wp']], text: 'the page went to memory of a device, and is still protected', src: 'f45ec5ff16a7 (v5.7) mm/migrate.c remove_migration_pte() is_device_private_page()' },

  { events: ['swapout'], kinds: PRIVATE, moves: [['present+wp', 'swap+wp']], text: 'the swap entry keeps the bit', src: 'f45ec5ff16a7 (v5.7) mm/rmap.c try_to_unmap_one() pte_swp_mkuffd_wp()' },
  { events: ['swapout'], kinds: CACHED, since: '5.19', moves: [['present+wp', 'marker+wp']], text: 'a page of a file or shared memory leaves a marker', src: '999dad824c39 (v5.19) mm/rmap.c try_to_unmap_one() pte_install_uffd_wp_if_needed()' },

  { events: ['swapoff'], kinds: PRIVATE, moves: [['swap+wp', 'present+wp']], way: 'swapoff keeps the bit', text: 'the page came back with its protection', src: '14a762dd1977 (v5.19) mm/swapfile.c unuse_pte()' },
  { events: ['swapoff'], kinds: PRIVATE, until: '5.19', moves: [['swap+wp', 'present']], way: 'swapoff loses the bit', text: 'unuse_pte() did not carry the bit over', note: 'swapoff() lost the protection: before 5.19 unuse_pte() does not carry it over (14a762dd1977)', src: '14a762dd1977 (v5.19) mm/swapfile.c unuse_pte()' },

  { events: ['migrate'], kinds: ['thp'], moves: [['present+wp', 'present+wp']], frame: 'changed', per: 'huge-page', way: 'migration keeps the bit', text: 'the page was migrated with its protection', src: '24bf08c4376b (v6.3) mm/huge_memory.c set_pmd_migration_entry()' },
  { ...LOST_BY_MIGRATION, until: '6.1.192' },
  { ...LOST_BY_MIGRATION, since: '6.2', until: '6.3' },

  { events: ['collapse'], kinds: CACHED, since: '5.19', moves: [['present+wp', 'marker+wp']], text: 'the pages of the file were collapsed through another mapping: a marker stays', src: 'v6.1 mm/khugepaged.c collapse_file() unmap_mapping_pages()' },
  { events: ['guard'], kinds: ANONYMOUS, since: '6.13', moves: [['present+wp', 'guard'], ['swap+wp', 'guard'], ['other+wp', 'guard'], ['marker+wp', 'guard'], ['present+wp', 'none'], ['swap+wp', 'none'], ['other+wp', 'none'], ['marker+wp', 'none']], text: 'the page was zapped for a guard region, which may be gone again', note: 'MADV_GUARD_INSTALL on anonymous memory took the protection along: the pages are not protected when the guard is removed', src: '662df3e5c376 (v6.13) mm/madvise.c madvise_guard_install()' },
  { events: ['guard'], kinds: CACHED, since: '6.15', moves: [['present+wp', 'marker+wp']], text: 'the page was zapped, and its marker stands in the way of the guard region', note: 'MADV_GUARD_INSTALL does not return on write-protected memory of a file: the marker that zapping leaves is in the way of the guard region (seen on 6.18)', src: 'v6.15 mm/madvise.c guard_install_pte_entry()' },
];

/** Memory that a kernel can write-protect with userfaultfd. */
interface ProtectableRow extends Pick<Availability, 'since' | 'until'> {
  readonly kinds: readonly MemoryKind[];
  readonly modes: readonly WpMode[];
  readonly text: string;
  readonly src: string;
}

/** Since when which memory can be write-protected. */
// prettier-ignore
export const PROTECTABLE: readonly ProtectableRow[] = [
  { kinds: ['anon', 'thp'], modes: ['sync'], since: '5.7', text: 'anonymous memory', src: 'v5.7 fs/userfaultfd.c vma_can_userfault()' },
  { kinds: ['shmem', 'shmem_private', 'hugetlb', 'hugetlb_private'], modes: ['sync'], since: '5.19', text: 'shared memory and hugetlb (UFFD_FEATURE_WP_HUGETLBFS_SHMEM)', src: 'v5.19 include/linux/userfaultfd_k.h vma_can_userfault()' },
  { kinds: ['anon', 'thp', 'shmem', 'shmem_private', 'hugetlb', 'hugetlb_private', 'file_private', 'file_shared'], modes: ['async'], since: '6.7', text: 'all memory, with UFFD_FEATURE_WP_ASYNC', src: 'd61ea1cb0095 (v6.7) include/linux/userfaultfd_k.h vma_can_userfault()' },
];

/** A fault of kernels that takes the protection of a page: a finding all the same, whatever the event. */
interface KnownLoss extends Pick<Availability, 'since' | 'until'> {
  readonly kinds: readonly MemoryKind[];
  /** Flags of pagemap that a page has before, and none of those that it has after. */
  readonly before: readonly string[];
  readonly notAfter: readonly string[];
  readonly text: string;
  readonly src: string;
}

/** The fix is in 6.18, 6.17.4 and 6.12.54. */
// prettier-ignore
const ZEROS: KnownLoss = { kinds: ['anon', 'thp'], before: ['exclusive'], notAfter: ['exclusive', 'file'], text: 'it can be a page of zeros in a huge page that was split: the zero page took its place without the bit (fixed by 9658d698a8a8)', src: 'b1f202060afe (v6.12) mm/migrate.c try_to_map_unused_to_zeropage(), 9658d698a8a8 (v6.18, 6.17.4, 6.12.54)' };

/** Faults that pages which lost their protection where they are can show. */
export const KNOWN_LOSSES: readonly KnownLoss[] = [
  { ...ZEROS, since: '6.12', until: '6.12.54' },
  { ...ZEROS, since: '6.13', until: '6.17.4' },
];
