import type { SwapKind } from '../../core/rows/layout.ts';
import type { InputName, OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import { releasesWith } from '../../core/version.ts';

const SWAPOPS = 'include/linux/swapops.h';
const PGTABLE = 'arch/*/include/asm/pgtable.h (of the architecture)';
const LEAFOPS = 'include/linux/leafops.h';

/** The kinds of swap types that hold the number of a frame. */
const FRAMES: readonly SwapKind[] = ['migration', 'device-private', 'device-exclusive', 'hwpoison'];
const MARKER: readonly SwapKind[] = ['pte-marker'];
/** HWPOISON joined those of `is_pfn_swap_entry()`: commit 07a57a338adb. */
const HWPOISON_FRAMES = releasesWith('6.9', '6.8.8', '6.6.29', '6.1.91').map((releases) => ({
  ...releases,
  kinds: FRAMES,
}));

const LEAF = { since: '6.19', src: `v6.19 ${LEAFOPS}` } as const;
const SWP = { until: '6.19', src: `v6.12 ${SWAPOPS}` } as const;
const WP_ANY = { config: ['PTE_MARKER_UFFD_WP'], forms: ['swap'] } as const;
const UFFD_WP_ANY = [
  { ...WP_ANY, set: ['swp_uffd_wp'] },
  // pgtable_supports_uffd(), which uffd_supports_wp_marker() asks since 6.19.
  { ...WP_ANY, until: '6.19', kinds: MARKER, marker: 1n },
  { ...WP_ANY, since: '6.19', has: ['swp_uffd_wp'], kinds: MARKER, marker: 1n },
] as const;

/** What the generic headers answer of a swap pte: the same on every architecture. */
// prettier-ignore
export const swapPredicates = (): readonly PredicateRow[] => [
  { name: 'pte_swp_uffd_wp', since: '5.7', until: '7.3', when: [{ set: ['swp_uffd_wp'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_swp_uffd', since: '7.3', when: [{ set: ['swp_uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pte_swp_soft_dirty', when: [{ set: ['swp_soft_dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_swp_exclusive', since: '5.19', when: [{ set: ['swp_exclusive'] }], src: `v6.12 ${PGTABLE}` },
  { name: '__swp_type', number: '__swp_type', src: 'v6.12 arch/x86/include/asm/pgtable_64.h (of the architecture)' },
  { name: '__swp_offset', number: '__swp_offset', src: 'v6.12 arch/x86/include/asm/pgtable_64.h (of the architecture)' },
  { name: 'pte_to_swp_entry', ...SWP, number: 'swp_entry' },
  { name: 'softleaf_from_pte', ...LEAF, number: 'softleaf' },
  { name: 'swp_type', number: 'type', src: `v6.12 ${SWAPOPS}` },
  { name: 'swp_offset', number: 'offset', src: `v6.12 ${SWAPOPS}` },
  { name: 'non_swap_entry', ...SWP, when: [{ area: false }] },
  { name: 'is_migration_entry', ...SWP, when: [{ kinds: ['migration'] }] },
  { name: 'is_hwpoison_entry', when: [{ type: 'SWP_HWPOISON' }], src: `v6.12 ${SWAPOPS}` },
  { name: 'is_device_private_entry', ...SWP, when: [{ kinds: ['device-private'] }] },
  { name: 'is_write_migration_entry', until: '5.14', when: [{ type: 'SWP_MIGRATION_WRITE' }], src: `v5.11 ${SWAPOPS}` },
  { name: 'is_write_device_private_entry', until: '5.14', when: [{ type: 'SWP_DEVICE_WRITE' }], src: `v5.11 ${SWAPOPS}` },
  { name: 'is_writable_migration_entry', ...SWP, since: '5.14', when: [{ type: 'SWP_MIGRATION_WRITE' }] },
  { name: 'is_readable_migration_entry', ...SWP, since: '5.19', when: [{ type: 'SWP_MIGRATION_READ' }] },
  { name: 'is_readable_exclusive_migration_entry', ...SWP, since: '5.19', when: [{ type: 'SWP_MIGRATION_READ_EXCLUSIVE' }] },
  { name: 'is_writable_device_private_entry', ...SWP, since: '5.14', when: [{ type: 'SWP_DEVICE_WRITE' }] },
  { name: 'is_device_exclusive_entry', ...SWP, since: '5.14', when: [{ kinds: ['device-exclusive'] }] },
  { name: 'is_writable_device_exclusive_entry', since: '5.14', until: '6.15', when: [{ type: 'SWP_DEVICE_EXCLUSIVE_WRITE' }], src: `v6.12 ${SWAPOPS}` },
  { name: 'is_pfn_swap_entry', ...SWP, since: '5.14', when: [{ kinds: FRAMES.slice(0, 3) }, ...HWPOISON_FRAMES] },
  { name: 'migration_entry_to_pfn', until: '5.14', number: 'offset', src: `v5.11 ${SWAPOPS}` },
  { name: 'device_private_entry_to_pfn', until: '5.14', number: 'offset', src: `v5.11 ${SWAPOPS}` },
  { name: 'pte_swp_uffd_wp_special', config: ['UFFD_WP_SPECIAL_PATCH'], when: [{ special: true }], src: 'the patch "Introduce special pte for unmapped file-backed mem"' },
  { name: 'is_pte_marker_entry', ...SWP, since: '5.19', when: [{ kinds: MARKER }] },
  { name: 'is_pte_marker', ...SWP, since: '5.19', when: [{ kinds: MARKER, forms: ['swap'] }] },
  { name: 'pte_marker_get', ...SWP, since: '5.19', number: 'marker' },
  { name: 'pte_marker_entry_uffd_wp', ...SWP, since: '5.19', when: [{ config: ['PTE_MARKER_UFFD_WP'], kinds: MARKER, marker: 1n }] },
  { name: 'pte_marker_uffd_wp', ...SWP, since: '5.19', when: [{ ...WP_ANY, kinds: MARKER, marker: 1n }] },
  { name: 'pte_swp_uffd_wp_any', since: '5.19', until: '7.3', when: UFFD_WP_ANY, src: 'v6.12 include/linux/userfaultfd_k.h' },
  { name: 'pte_swp_uffd_any', since: '7.3', when: UFFD_WP_ANY, src: 'v7.3 include/linux/userfaultfd_k.h' },
  { name: 'pte_none_mostly', ...SWP, since: '5.19', when: [{ forms: ['none'] }, { kinds: MARKER, forms: ['swap'] }] },
  { name: 'swp_offset_pfn', ...SWP, since: '6.1', number: 'pfn' },
  { name: 'is_migration_entry_young', ...SWP, since: '6.1', when: [{ above: 'young' }] },
  { name: 'is_migration_entry_dirty', ...SWP, since: '6.1', when: [{ above: 'dirty' }] },
  { name: 'is_swapin_error_entry', since: '5.19', until: '6.6', when: [{ kinds: ['swapin-error'] }, { kinds: MARKER, marker: 2n }], src: `v6.1 ${SWAPOPS}` },
  { name: 'is_poisoned_swp_entry', ...SWP, since: '6.6', when: [{ kinds: MARKER, marker: 2n }] },
  { name: 'is_guard_swp_entry', since: '6.13', until: '6.19', when: [{ kinds: MARKER, marker: 4n }], src: `v6.13 ${SWAPOPS}` },
  { name: 'softleaf_type', ...LEAF, ranks: ['none', 'swap', 'SWP_MIGRATION_READ', 'SWP_MIGRATION_READ_EXCLUSIVE', 'SWP_MIGRATION_WRITE', 'SWP_DEVICE_READ', 'SWP_DEVICE_WRITE', 'SWP_DEVICE_EXCLUSIVE', 'SWP_HWPOISON', 'SWP_PTE_MARKER'] },
  { name: 'softleaf_is_none', ...LEAF, when: [{ zero: true }] },
  { name: 'softleaf_is_swap', ...LEAF, when: [{ zero: false, area: true }] },
  { name: 'softleaf_is_migration', ...LEAF, when: [{ kinds: ['migration'] }] },
  { name: 'softleaf_is_migration_write', ...LEAF, when: [{ type: 'SWP_MIGRATION_WRITE' }] },
  { name: 'softleaf_is_migration_read', ...LEAF, when: [{ type: 'SWP_MIGRATION_READ' }] },
  { name: 'softleaf_is_migration_read_exclusive', ...LEAF, when: [{ type: 'SWP_MIGRATION_READ_EXCLUSIVE' }] },
  { name: 'softleaf_is_hwpoison', ...LEAF, when: [{ type: 'SWP_HWPOISON' }] },
  { name: 'softleaf_is_device_private', ...LEAF, when: [{ kinds: ['device-private'] }] },
  { name: 'softleaf_is_device_private_write', ...LEAF, when: [{ type: 'SWP_DEVICE_WRITE' }] },
  { name: 'softleaf_is_device_exclusive', ...LEAF, when: [{ type: 'SWP_DEVICE_EXCLUSIVE' }] },
  { name: 'softleaf_has_pfn', ...LEAF, when: [{ kinds: FRAMES }] },
  { name: 'softleaf_is_marker', ...LEAF, when: [{ kinds: MARKER }] },
  { name: 'softleaf_to_marker', ...LEAF, number: 'marker' },
  { name: 'softleaf_is_uffd_wp_marker', ...LEAF, when: [{ kinds: MARKER, marker: 1n }] },
  { name: 'softleaf_is_poison_marker', ...LEAF, when: [{ kinds: MARKER, marker: 2n }] },
  { name: 'softleaf_is_guard_marker', ...LEAF, when: [{ kinds: MARKER, marker: 4n }] },
  { name: 'pte_is_marker', ...LEAF, when: [{ kinds: MARKER }] },
  { name: 'pte_is_uffd_wp_marker', ...LEAF, when: [{ kinds: MARKER, marker: 1n }] },
  { name: 'pte_is_uffd_marker', ...LEAF, when: [{ kinds: MARKER, marker: 3n }] },
  { name: 'softleaf_to_pfn', ...LEAF, number: 'pfn' },
  { name: 'softleaf_is_migration_young', ...LEAF, when: [{ above: 'young' }] },
  { name: 'softleaf_is_migration_dirty', ...LEAF, when: [{ above: 'dirty' }] },
];

const ENTRY: readonly InputName[] = ['type', 'offset'];
const MIGRATION: readonly InputName[] = ['offset', 'young', 'dirty'];
const OFFSET: readonly InputName[] = ['offset'];

/** What makes or changes a swap pte: the same on every architecture. */
// prettier-ignore
export const swapOperations = (): readonly OperationRow[] => [
  { name: 'pte_swp_mkuffd_wp', since: '5.7', until: '7.3', cases: [{ thenSet: ['swp_uffd_wp'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_swp_mkuffd', since: '7.3', cases: [{ thenSet: ['swp_uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pte_swp_clear_uffd_wp', since: '5.7', until: '7.3', cases: [{ thenClear: ['swp_uffd_wp'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_swp_clear_uffd', since: '7.3', cases: [{ thenClear: ['swp_uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pte_swp_mksoft_dirty', cases: [{ thenSet: ['swp_soft_dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_swp_clear_soft_dirty', cases: [{ thenClear: ['swp_soft_dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_swp_mkexclusive', since: '5.19', cases: [{ thenSet: ['swp_exclusive'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_swp_clear_exclusive', since: '5.19', cases: [{ thenClear: ['swp_exclusive'] }], src: `v6.12 ${PGTABLE}` },
  ...releasesWith('5.13', '5.12.13', '5.10.46').map((releases): OperationRow => ({ name: 'pte_swp_clear_flags', until: '5.19', ...releases, cases: [{ thenClear: ['swp_soft_dirty', 'swp_uffd_wp'] }], src: `v5.13 ${SWAPOPS}` })),
  { name: 'pte_swp_clear_flags', since: '5.19', cases: [{ thenClear: ['swp_exclusive', 'swp_soft_dirty', 'swp_uffd_wp'] }], src: `v6.12 ${SWAPOPS}` },
  { name: 'pte_same', takes: ['pte', 'other'], gives: 'result', of: ({ pte, other }) => pte === other, src: 'v6.12 include/linux/pgtable.h' },
  { name: 'swp_entry', takes: ENTRY, gives: 'val', makes: { as: 'generic' }, src: `v6.12 ${SWAPOPS}` },
  { name: '__swp_entry', takes: ENTRY, gives: 'val', makes: { as: 'word' }, src: `v6.12 ${PGTABLE}` },
  { name: 'swp_entry_to_pte', takes: ENTRY, makes: {}, src: `v6.12 ${SWAPOPS}` },
  { name: 'softleaf_to_pte', ...LEAF, takes: ENTRY, makes: {} },
  { name: 'make_pte_marker', since: '5.19', takes: ['marker'], makes: { type: 'SWP_PTE_MARKER' }, src: `v6.12 ${SWAPOPS}` },
  { name: 'make_poisoned_swp_entry', since: '6.6', takes: [], makes: { type: 'SWP_PTE_MARKER', offset: 2n }, src: `v6.12 ${SWAPOPS}` },
  { name: 'make_guard_swp_entry', since: '6.13', takes: [], makes: { type: 'SWP_PTE_MARKER', offset: 4n }, src: `v6.13 ${SWAPOPS}` },
  { name: 'make_readable_migration_entry', since: '5.14', takes: MIGRATION, makes: { type: 'SWP_MIGRATION_READ' }, src: `v6.12 ${SWAPOPS}` },
  { name: 'make_readable_exclusive_migration_entry', since: '5.19', takes: MIGRATION, makes: { type: 'SWP_MIGRATION_READ_EXCLUSIVE' }, src: `v6.12 ${SWAPOPS}` },
  { name: 'make_writable_migration_entry', since: '5.14', takes: MIGRATION, makes: { type: 'SWP_MIGRATION_WRITE' }, src: `v6.12 ${SWAPOPS}` },
  { name: 'make_readable_device_private_entry', since: '5.14', takes: OFFSET, makes: { type: 'SWP_DEVICE_READ' }, src: `v6.12 ${SWAPOPS}` },
  { name: 'make_writable_device_private_entry', since: '5.14', takes: OFFSET, makes: { type: 'SWP_DEVICE_WRITE' }, src: `v6.12 ${SWAPOPS}` },
  { name: 'make_readable_device_exclusive_entry', since: '5.14', until: '6.15', takes: OFFSET, makes: { type: 'SWP_DEVICE_EXCLUSIVE_READ' }, src: `v6.12 ${SWAPOPS}` },
  { name: 'make_writable_device_exclusive_entry', since: '5.14', until: '6.15', takes: OFFSET, makes: { type: 'SWP_DEVICE_EXCLUSIVE_WRITE' }, src: `v6.12 ${SWAPOPS}` },
  { name: 'make_device_exclusive_entry', since: '6.15', takes: OFFSET, makes: { type: 'SWP_DEVICE_EXCLUSIVE' }, src: `v6.17 ${SWAPOPS}` },
  { name: 'pte_swp_mkuffd_wp_special', config: ['UFFD_WP_SPECIAL_PATCH'], takes: [], cases: [{ config: ['USERFAULTFD'], thenSet: ['swp_uffd_wp'] }], src: 'the patch "Introduce special pte for unmapped file-backed mem"' },
];
