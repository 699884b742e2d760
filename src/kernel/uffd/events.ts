import { foldSpelling } from '../../core/spelling.ts';
import type { Availability } from '../../core/version.ts';
import type { EventName } from './model.ts';

/** An event that `pagemap diff --event` knows. */
export interface EventRow extends Pick<Availability, 'since'> {
  readonly name: EventName;
  /** Other names of the same. */
  readonly aka: readonly string[];
  readonly text: string;
  /** Memory is at another address afterwards. */
  readonly moves?: boolean;
}

/** Events that change what pagemap says of write-protected memory, or might. */
// prettier-ignore
export const EVENTS: readonly EventRow[] = [
  { name: 'fork', aka: ['fork_swapped'], text: 'fork() without UFFD_FEATURE_EVENT_FORK: AFTER is the child' },
  { name: 'fork_event', aka: ['fork_event_swapped'], text: 'fork() with UFFD_FEATURE_EVENT_FORK: AFTER is the child' },
  { name: 'fork_parent', aka: [], text: 'fork(): AFTER is the parent' },
  { name: 'mremap', aka: ['mremap_move', 'mremap_move_swapped', 'mremap_dontunmap'], text: 'mremap() to another address without UFFD_FEATURE_EVENT_REMAP', moves: true },
  { name: 'mremap_event', aka: ['mremap_move_event'], text: 'mremap() to another address with UFFD_FEATURE_EVENT_REMAP', moves: true },
  { name: 'swapout', aka: [], text: 'pages went to swap or back to their file: reclaim, MADV_PAGEOUT' },
  { name: 'swapin', aka: [], text: 'pages came back from swap' },
  { name: 'swapoff', aka: [], text: 'swapoff() of the device that held them' },
  { name: 'mprotect', aka: ['mprotect_part', 'protnone', 'protnone_back'], text: 'mprotect(), to PROT_NONE and back too; NUMA hinting' },
  { name: 'munmap', aka: ['munmap_part', 'munmap_mmap'], text: 'munmap(), with or without a new mmap() at the same place' },
  { name: 'dontneed', aka: ['dontneed_part'], text: 'MADV_DONTNEED' },
  { name: 'free', aka: ['madv_free'], text: 'MADV_FREE' },
  { name: 'remove', aka: ['madv_remove'], text: 'MADV_REMOVE' },
  { name: 'punch_hole', aka: [], text: 'fallocate(FALLOC_FL_PUNCH_HOLE) on the file' },
  { name: 'truncate', aka: ['truncate_half'], text: 'ftruncate() of the file' },
  { name: 'migrate', aka: [], text: 'page migration: move_pages(), compaction, NUMA balancing' },
  { name: 'unprotect', aka: ['unwp_one', 'unwp_swapped'], text: 'UFFDIO_WRITEPROTECT without UFFDIO_WRITEPROTECT_MODE_WP' },
  { name: 'write', aka: [], text: 'writes, answered by the program or the kernel' },
  { name: 'read', aka: ['read_all'], text: 'reads' },
  { name: 'unregister', aka: ['close_uffd'], text: 'UFFDIO_UNREGISTER, or the userfaultfd was closed' },
  { name: 'clear_refs', aka: [], text: '4 written to /proc/PID/clear_refs' },
  { name: 'collapse', aka: ['collapse_other_mapping'], text: 'MADV_COLLAPSE, khugepaged' },
  { name: 'guard', aka: ['guard_install', 'guard_install_populated', 'guard_install_empty', 'guard_install_remove'], text: 'MADV_GUARD_INSTALL, MADV_GUARD_REMOVE', since: '6.13' },
];

/** The event of a name or another name of it; undefined when there is none. */
export function findEvent(text: string): EventRow | undefined {
  const wanted = foldSpelling(text);
  return EVENTS.find(({ name, aka }) => name === wanted || aka.includes(wanted));
}
