import { type EntryFacts, matchingForm, readFacts } from './facts.ts';
import type { Kernel } from './model.ts';
import { answerOf } from './predicates.ts';
import { SWAP_HEADER_PAGES, SWAP_TYPES } from './swap-entry.ts';
import { not64 } from './u64.ts';
import { isAvailable } from './version.ts';

/** The codes of all notes; they stay the same from release to release. */
export type NoteCode =
  | 'none-accessed-dirty'
  | 'none-matches-special'
  | 'uffd-wp-writable'
  | 'swap-uffd-wp-writable'
  | 'rwp-or-protnone-uffd'
  | 'shadow-stack'
  | 'dirty-not-writable'
  | 'invalid-leaf'
  | 'bad-table'
  | 'large-not-leaf'
  | 'swap-at-level'
  | 'raw-fields-zero'
  | 'not-the-special'
  | 'special-on-stock-kernel'
  | 'swap-slot-zero'
  | 'offset-beyond-swapfile'
  | 'pfn-beyond-memory'
  | 'no-such-type'
  | 'offset-truncated'
  | 'missing-bits'
  | 'marker-empty'
  | 'marker-unknown-bits'
  | 'swap-accessed-dirty'
  | 'reserved-bits'
  | 'other-kernels';

/** Something an expert would point at. */
export interface Note {
  readonly code: NoteCode;
  readonly text: string;
}

/** A kernel with the name of the range of releases that it stands for. */
export interface LabelledKernel {
  readonly label: string;
  readonly kernel: Kernel;
  /** First and last release of a range; ranges that follow each other and agree are told as one. */
  readonly span?: readonly [string, string];
}

/** Short names of the flags and marker bits that notes look at; which others are set never changes a note. */
export const NOTED_FLAGS = [
  'accessed',
  'dirty',
  'rw',
  'pse',
  'uffd_wp',
  'devmap',
  'saved_dirty',
  'poisoned',
  'guard',
] as const;
type NotedFlag = (typeof NOTED_FLAGS)[number];

interface NoteRow {
  readonly code: NoteCode;
  /** The text when the note applies; it holds no number of the value itself, only names and constants. */
  readonly text: (facts: EntryFacts, kernel: Kernel) => string | undefined;
}

const when = (condition: boolean, text: string): string | undefined => (condition ? text : undefined);
const isMapped = (facts: EntryFacts): boolean => facts.form === 'leaf' || facts.form === 'protnone';
const has = (facts: EntryFacts, short: NotedFlag): boolean => facts.short.includes(short);
const since = (kernel: Kernel, release: string): boolean =>
  isAvailable({ since: release }, kernel.version, kernel.config);

/** A swap-like entry all of whose type and offset bits are zero, which an inverted offset turns into its maximum. */
function hasZeroFields(facts: EntryFacts, kernel: Kernel): boolean {
  return (
    facts.form === 'swap' &&
    kernel.swap.offset.inverted &&
    facts.swap?.type === 0 &&
    facts.swap.rawOffset === 0n
  );
}

// prettier-ignore
const ROWS: readonly NoteRow[] = [
  { code: 'none-accessed-dirty', text: (f, k) => when(f.form === 'none' && f.flags.length > 0,
    `only ${noneNames(f, k)} is set: ${f.level}_none() is true, ${k.none(f.level)?.why ?? 'because it ignores them'}`) },
  { code: 'none-matches-special', text: (f, k) => when(f.raw === 0n && k.uffdWpSpecial === 0n,
    `spurious match: without CONFIG_HAVE_ARCH_USERFAULTFD_WP the special value is 0, so pte_swp_uffd_wp_special() is true for this ${f.form === 'none' ? 'empty entry' : 'value, which is not even an empty entry here'}`) },
  { code: 'uffd-wp-writable', text: (f) => when(isMapped(f) && has(f, 'uffd_wp') && has(f, 'rw'),
    'write-protected by userfaultfd and writable at once: writes go unnoticed (page_table_check warns from 6.10 on)') },
  { code: 'swap-uffd-wp-writable', text: (f) => when(f.form === 'swap' && has(f, 'uffd_wp') && f.writable === true,
    'write-protected by userfaultfd in an entry that restores a writable page (page_table_check warns from 6.10 on)') },
  { code: 'rwp-or-protnone-uffd', text: (f, k) => when(f.form === 'protnone' && has(f, 'uffd_wp') && k.config('USERFAULTFD_RWP'),
    'read-write-protected (RWP) page, or a uffd-wp page under PROT_NONE: only the mapping tells, VmFlags "ur" or "uw" in smaps') },
  { code: 'shadow-stack', text: (f, k) => when(isMapped(f) && has(f, 'dirty') && !has(f, 'rw') && k.config('CPU_SHADOW_STACK'),
    'dirty and not writable: a shadow-stack page, so pte_write() is true') },
  { code: 'dirty-not-writable', text: (f, k) => when(f.form === 'leaf' && has(f, 'dirty') && !has(f, 'rw') && !k.config('CPU_SHADOW_STACK') && k.mask('saved_dirty') !== 0n,
    'dirty and not writable is the shadow-stack encoding: since 6.6 the kernel moves dirty to _PAGE_SAVED_DIRTY when it takes write permission away') },
  { code: 'invalid-leaf', text: (f, k) => f.invalid ? matchingForm(k, f.raw, f.level)?.text ??
    `a page that is being split or changed (pmd_mkinvalid and the like); ${f.level}_present() is true, the CPU ignores it` : undefined },
  { code: 'bad-table', text: (f, k) => when(f.form === 'table' && isBadTable(f, k),
    `${f.level}_bad() is true: the kernel would report and clear this entry`) },
  { code: 'large-not-leaf', text: (f, k) => when(k.mask('pse') !== 0n && f.form === 'protnone' && f.level !== 'pte' && !has(f, 'pse'),
    'PROT_NONE without PSE: no large page, and no table either') },
  { code: 'swap-at-level', text: swapAtLevel },
  { code: 'raw-fields-zero', text: (f, k) => when(hasZeroFields(f, k),
    'the raw type and offset fields are 0, but the offset is stored inverted, so swp_offset() is its maximum 0x3ffffffffffff; the comment of the patch ("type == offset == 0") speaks of the raw fields') },
  { code: 'not-the-special', text: (f, k) => when(k.uffdWpSpecial !== undefined && k.uffdWpSpecial !== 0n && f.state === 'swap' && has(f, 'uffd_wp') && hasZeroFields(f, k),
    'not the special pte: pte_same() compares all 64 bits, and more than _PAGE_SWP_UFFD_WP is set') },
  { code: 'special-on-stock-kernel', text: stockKernelText },
  { code: 'swap-slot-zero', text: (f, k) => when(f.state === 'swap' && f.swap?.offset === 0n,
    since(k, '6.19')
      ? 'slot 0 is the header of the swap area: no page is ever there; type 0 with offset 0 counts as none (softleaf_is_none), though pte_none() is false'
      : 'slot 0 is the header of the swap area: no page is ever there; type 0 with offset 0 is ignored by the lookup functions, and a fault on it repeats forever without a message') },
  { code: 'offset-beyond-swapfile', text: (f, k) => when(f.state === 'swap' && f.swap !== null && (f.swap.offset & k.offsetMask) >= SWAP_HEADER_PAGES,
    'the offset is beyond any swap area (2^32 pages): a corrupted entry, or one of another kernel') },
  { code: 'pfn-beyond-memory', text: (f, k) => when(f.form === 'swap' && f.pfn !== null && f.swap !== null && (f.swap.offset & k.offsetMask) >> BigInt(k.pfnBits + (f.state === 'migration' && k.migrationAd ? 2 : 0)) !== 0n,
    'the frame number is beyond physical memory: a corrupted entry, or one of another kernel') },
  { code: 'no-such-type', text: (f) => when(f.state === 'swap' && f.swap !== null && f.swap.type >= SWAP_TYPES,
    'no swap type is above 31: a corrupted entry, or one of another kernel') },
  { code: 'offset-truncated', text: (f, k) => when(f.swap !== null && (f.swap.offset & not64(k.offsetMask)) !== 0n,
    'the kernel keeps only the low bits of this offset in its 32-bit swp_entry_t: it looks up another slot') },
  { code: 'missing-bits', text: (f) => when(f.missing !== 0n,
    'bits are clear that every swap entry of this architecture has set') },
  { code: 'marker-empty', text: (f) => when(f.state === 'pte-marker' && f.marker === 0n,
    'a marker without a bit: the kernel answers a fault on it with SIGBUS and a warning') },
  { code: 'marker-unknown-bits', text: (f, k) => when(f.marker !== null && (f.marker & not64(k.markerMask)) !== 0n,
    'marker bits that this kernel does not have; it ignores them') },
  { code: 'swap-accessed-dirty', text: (f) => when(f.form === 'swap' && (has(f, 'accessed') || has(f, 'dirty')),
    'accessed or dirty in a swap-like entry: set by the CPU (erratum) or by corruption; type and offset do not depend on them') },
  { code: 'reserved-bits', text: (f) => when(f.reserved !== 0n, 'bits are set that must be zero or that no kernel sets') },
];

/** The bits that an empty entry may have, in words. */
function noneNames(facts: EntryFacts, kernel: Kernel): string {
  return kernel
    .form(facts.level, 'none')
    .rows.map((row) => row.short)
    .reverse()
    .join(' or ');
}

function isBadTable(facts: EntryFacts, kernel: Kernel): boolean {
  if (facts.reserved !== 0n) return true;
  if (facts.level !== 'pmd' && facts.level !== 'pud') return false;
  return answerOf(kernel, `${facts.level}_bad`, facts.raw & not64(facts.unknown)) === true;
}

function swapAtLevel(facts: EntryFacts, kernel: Kernel): string | undefined {
  if (facts.form !== 'swap' || facts.level === 'pte') return undefined;
  if (facts.level === 'p4d' || facts.level === 'pgd')
    return 'the kernel stores no swap entry at this level: a corrupted entry';
  const valid =
    facts.level === 'pmd' &&
    (facts.state === 'migration' || (facts.state === 'device-private' && since(kernel, '6.19')));
  return valid ? undefined : `as a ${facts.level} entry this can only be hugetlb's`;
}

/** What kernels without the patch do with the value of the special pte, where that was observed. */
function stockKernelText(facts: EntryFacts, kernel: Kernel): string | undefined {
  const mask = kernel.mask('swp_uffd_wp');
  if (kernel.uffdWpSpecialPatch || mask === 0n || facts.raw !== mask || facts.level !== 'pte')
    return undefined;
  const noPage = facts.swap?.type === 0 && facts.swap.offset === 0n;
  if (noPage)
    return 'the special value of the patch, which this kernel does not have: here it is a swap pte of type 0, offset 0, which names no page';
  const start =
    'the special value of the patch, which this kernel does not have: here it is a swap pte with an offset beyond any swap area';
  if (isAvailable({ since: '7.0' }, kernel.version, kernel.config))
    return `${start}; touching the page faults for ever with "get_swap_device: Bad swap offset entry 3ffffffffffff" (seen on 7.3), munmap does not oops`;
  if (isAvailable({ since: '6.12' }, kernel.version, kernel.config))
    return `${start}; touching the page faults for ever with "get_swap_device: Bad swap offset entry 3ffffffffffff", and munmap oopses in lookup_swap_cgroup_id (seen on 6.12)`;
  if (isAvailable({ since: '5.12' }, kernel.version, kernel.config))
    return `${start}; touching the page faults for ever with "get_swap_device: Bad swap offset entry 3ffffffffffff", and munmap logs "BUG: Bad page map" (seen on 6.1)`;
  return start;
}

/**
 * Finds what an expert would point at in an entry.
 *
 * @param others kernels to compare with; without them the note `other-kernels` is never given
 */
export function findNotes(
  kernel: Kernel,
  facts: EntryFacts,
  others: readonly LabelledKernel[],
): readonly Note[] {
  const notes: Note[] = [];
  for (const row of ROWS) {
    const text = row.text(facts, kernel);
    if (text !== undefined) notes.push({ code: row.code, text });
  }
  const elsewhere = otherMeanings(kernel, facts, others);
  if (elsewhere !== undefined) notes.push({ code: 'other-kernels', text: elsewhere });
  return notes;
}

/** Lowest number that any covered kernel gives to a special swap type (5.19-6.1 with all options). */
export const LOWEST_SPECIAL_TYPE = 22;

/**
 * Whether any other kernel could read the value differently, from the bits alone: special swap types, a leaf with
 * devmap or saved-dirty, whose bits moved, and the value of the special pte.
 */
function mayDiffer(facts: EntryFacts): boolean {
  if (facts.swap)
    return facts.swap.type >= LOWEST_SPECIAL_TYPE || facts.raw === 4n || facts.state === 'uffd-wp-special';
  return isMapped(facts) && (has(facts, 'devmap') || has(facts, 'saved_dirty'));
}

function otherMeanings(
  kernel: Kernel,
  facts: EntryFacts,
  others: readonly LabelledKernel[],
): string | undefined {
  if (others.length === 0 || !mayDiffer(facts)) return undefined;
  const mine = meaning(facts);
  // Bits that mean nothing here must not change what is said.
  const known = facts.raw & not64(facts.unknown);
  const labels = new Map<string, string[]>();
  let before: { text: string; span: readonly [string, string] } | undefined;
  for (const other of others) {
    if (other.kernel.swap !== kernel.swap) continue;
    const text = meaning(readFacts(other.kernel, known, facts.level));
    const list = labels.get(text) ?? [];
    const joined =
      other.span && before?.text === text ? ([before.span[0], other.span[1]] as const) : other.span;
    if (joined !== other.span) list.pop();
    labels.set(text, [...list, joined ? joined.join('-') : other.label]);
    before = joined && { text, span: joined };
  }
  labels.delete(mine);
  if (labels.size === 0) return undefined;
  const parts = [...labels].map(([text, kernels]) => `${text} on ${kernels.join(', ')}`);
  return `means something else on other kernels: ${parts.join('; ')}`;
}

/** What tells two readings of one value apart: state and type, or the names of bits 57 and 58. */
function meaning(facts: EntryFacts): string {
  if (facts.form !== 'swap') {
    const names = facts.flags.filter((flag) => flag === '_PAGE_DEVMAP' || flag === '_PAGE_SAVED_DIRTY');
    return names.length > 0 ? names.join(' and ') : 'bits without a name';
  }
  if (facts.state === 'pte-marker') {
    const names = (['uffd_wp', 'poisoned', 'guard'] as const).filter((name) => has(facts, name));
    return `pte-marker (${names.join(', ') || 'no bit'})`;
  }
  return facts.swap && facts.swap.kind !== 'swap' ? `${facts.state} (${facts.swap.name})` : facts.state;
}
