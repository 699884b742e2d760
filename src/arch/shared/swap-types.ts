import type { MarkerRow, SpecialTypeRow } from '../../core/rows/layout.ts';

const SWAP_H = 'include/linux/swap.h';
const SWAPOPS_H = 'include/linux/swapops.h';

/**
 * The special swap types in the order in which they are numbered. The rows that hold for a kernel fill the top of
 * 0..31, so the last one is always 31 and each missing row moves those before it up by one.
 */
// prettier-ignore
export const SPECIAL_TYPES: readonly SpecialTypeRow[] = [
  { name: 'SWP_HWPOISON', kind: 'hwpoison', config: ['MEMORY_FAILURE'], text: 'page with a hardware memory error', src: `v4.18 ${SWAP_H} SWP_HWPOISON` },
  { name: 'SWP_MIGRATION_READ', kind: 'migration', config: ['MIGRATION'], text: 'page being migrated, read-only', src: `v4.18 ${SWAP_H} SWP_MIGRATION_READ` },
  { name: 'SWP_MIGRATION_READ_EXCLUSIVE', kind: 'migration', since: '5.19', config: ['MIGRATION'], text: 'page being migrated, read-only, exclusive', src: `v5.19 ${SWAP_H} SWP_MIGRATION_READ_EXCLUSIVE` },
  { name: 'SWP_MIGRATION_WRITE', kind: 'migration', writable: true, config: ['MIGRATION'], text: 'page being migrated, writable', src: `v4.18 ${SWAP_H} SWP_MIGRATION_WRITE` },
  { name: 'SWP_DEVICE_WRITE', kind: 'device-private', writable: true, config: ['DEVICE_PRIVATE'], text: 'page in device memory, writable', src: `v4.18 ${SWAP_H} SWP_DEVICE_WRITE` },
  { name: 'SWP_DEVICE_READ', kind: 'device-private', config: ['DEVICE_PRIVATE'], text: 'page in device memory, read-only', src: `v4.18 ${SWAP_H} SWP_DEVICE_READ` },
  { name: 'SWP_DEVICE_EXCLUSIVE_WRITE', kind: 'device-exclusive', writable: true, since: '5.14', until: '6.15', config: ['DEVICE_PRIVATE'], text: 'page in exclusive use by a device, writable', src: `v5.14 ${SWAP_H} SWP_DEVICE_EXCLUSIVE_WRITE` },
  { name: 'SWP_DEVICE_EXCLUSIVE_READ', kind: 'device-exclusive', since: '5.14', until: '6.15', config: ['DEVICE_PRIVATE'], text: 'page in exclusive use by a device, read-only', src: `v5.14 ${SWAP_H} SWP_DEVICE_EXCLUSIVE_READ` },
  { name: 'SWP_DEVICE_EXCLUSIVE', kind: 'device-exclusive', since: '6.15', config: ['DEVICE_PRIVATE'], text: 'page in exclusive use by a device', src: `v6.17 ${SWAP_H} SWP_DEVICE_EXCLUSIVE` },
  { name: 'SWP_PTE_MARKER', kind: 'pte-marker', since: '5.19', config: ['PTE_MARKER'], text: 'PTE marker: no page, a note to the kernel', src: `v5.19 ${SWAP_H} SWP_PTE_MARKER` },
  { name: 'SWP_SWAPIN_ERROR', kind: 'swapin-error', since: '5.19', until: '6.2', config: ['SWAPIN_ERROR_TYPE'], text: 'page that could not be read back from swap', src: `v5.19 ${SWAP_H} SWP_SWAPIN_ERROR` },
];

/** The symbol of special types that some distributions have and others do not: with it those before them have lower numbers. */
export const TYPES_BY_BUILD = 'DEVICE_PRIVATE';

/** The bits of a PTE marker (the swap offset of a `SWP_PTE_MARKER` entry). */
// prettier-ignore
export const MARKERS: readonly MarkerRow[] = [
  { mask: 1n, name: 'PTE_MARKER_UFFD_WP', short: 'uffd_wp', since: '5.19', askedWith: 'PTE_MARKER_UFFD_WP', text: 'write-protected by userfaultfd', src: `v5.19 ${SWAPOPS_H} PTE_MARKER_UFFD_WP; v6.2 include/linux/userfaultfd_k.h pte_marker_entry_uffd_wp` },
  { mask: 2n, name: 'PTE_MARKER_SWAPIN_ERROR', short: 'poisoned', since: '6.2', until: '6.6', text: 'page that could not be read back from swap', src: `v6.2 ${SWAPOPS_H} PTE_MARKER_SWAPIN_ERROR` },
  { mask: 2n, name: 'PTE_MARKER_POISONED', short: 'poisoned', since: '6.6', text: 'poisoned: access gives SIGBUS', src: `v6.6 ${SWAPOPS_H} PTE_MARKER_POISONED` },
  { mask: 4n, name: 'PTE_MARKER_GUARD', short: 'guard', since: '6.13', text: 'guard region: access gives SIGSEGV', src: `v6.13 ${SWAPOPS_H} PTE_MARKER_GUARD` },
];
