import { oncePer } from '../later.ts';
import type { Entry } from '../entry/entry.ts';
import { type Key, joinKeys, narrowKey } from '../entry/keys.ts';
import type { Form, Level } from '../rows/layout.ts';
import { isOfHugetlb, levelOfRows } from '../rows/level-of-rows.ts';
import type { Kernel } from '../rows/model.ts';
import { keyOfOthers, type LabelledKernel, otherMeanings } from './other-meanings.ts';
import type { Ask, QuestionName } from './answers.ts';
import { asking, keyOfReads, supposing } from './questions.ts';
import { extensionsUnsaid, isMemorySizeUnknown, isUffdWpUnknown, unsaidExtensions } from './unknowns.ts';
import type { Shape } from '../entry/shapes.ts';
import { tellingLevel } from '../functions/telling-level.ts';
import type { State } from '../entry/state.ts';
import { formatHex, maskOf } from '../u64.ts';
import { isAvailable, isInRelease, type Availability } from '../version.ts';

/**
 * How much weight what is said of an entry has: a `remark` explains, what is `suspicious` an intact kernel makes too,
 * though rarely, and a `violation` no intact kernel makes. Verdicts hang on violations alone.
 */
export const GRADES = ['remark', 'suspicious', 'violation'] as const;
export type Grade = (typeof GRADES)[number];

/** The notes by their codes, which stay the same from release to release. */
// prettier-ignore
export const NOTE_KINDS = [
  { code: 'none-accessed-dirty', grade: 'remark' },
  { code: 'none-matches-special', grade: 'violation' },
  { code: 'uffd-wp-writable', grade: 'violation' },
  { code: 'swap-uffd-wp-writable', grade: 'violation' },
  { code: 'rwp-or-protnone-uffd', grade: 'remark' },
  { code: 'shadow-stack', grade: 'remark' },
  { code: 'dirty-not-writable', grade: 'suspicious' },
  { code: 'invalid-leaf', grade: 'remark' },
  { code: 'other-machine', grade: 'remark' },
  { code: 'bad-table', grade: 'violation' },
  { code: 'large-not-leaf', grade: 'violation' },
  { code: 'swap-at-level', grade: 'remark' },
  { code: 'page-slot-at-level', grade: 'suspicious' },
  { code: 'frame-not-aligned', grade: 'violation' },
  { code: 'raw-fields-zero', grade: 'remark' },
  { code: 'not-the-special', grade: 'remark' },
  { code: 'special-on-stock-kernel', grade: 'suspicious' },
  { code: 'swap-slot-zero', grade: 'violation' },
  { code: 'offset-beyond-swapfile', grade: 'violation' },
  { code: 'pfn-beyond-memory', grade: 'violation' },
  { code: 'no-such-type', grade: 'violation' },
  { code: 'offset-truncated', grade: 'violation' },
  { code: 'missing-bits', grade: 'violation' },
  { code: 'marker-empty', grade: 'violation' },
  { code: 'marker-unknown-bits', grade: 'violation' },
  { code: 'swap-accessed-dirty', grade: 'suspicious' },
  { code: 'reserved-bits', grade: 'violation' },
  { code: 'other-kernels', grade: 'remark' },
] as const satisfies readonly { code: string; grade: Grade }[];
export type NoteCode = (typeof NOTE_KINDS)[number]['code'];

/** The codes of all notes. */
export const NOTE_CODES: readonly NoteCode[] = NOTE_KINDS.map(({ code }) => code);

const GRADE_OF: ReadonlyMap<string, Grade> = new Map(NOTE_KINDS.map(({ code, grade }) => [code, grade]));

/** How much weight a note has. */
export function gradeOfNote(code: NoteCode): Grade {
  return GRADE_OF.get(code) ?? 'remark';
}

/** Something an expert would point at. */
export interface Note {
  readonly code: NoteCode;
  /** `unknown`: a violation, or nothing: it hangs on what nobody says of the kernel. */
  readonly grade: Grade | 'unknown';
  readonly text: string;
}

/** Something that can be said of an entry: of which ones, in which releases, what it reads, and its words when it applies. */
export interface NoteRow<Name extends QuestionName = QuestionName> extends Availability {
  readonly code: Exclude<NoteCode, 'other-kernels'>;
  /** Where it weighs more here than its code does elsewhere. */
  readonly grade?: Grade;
  /** Only of entries of these forms, states and levels; absent: of all. */
  readonly forms?: readonly Form[];
  readonly states?: readonly State[];
  readonly levels?: readonly Level[];
  /** Only on kernels for which this holds. */
  readonly on?: (kernel: Kernel) => boolean;
  /** On these kernels it hangs on what nobody says. */
  readonly isUnknown?: (kernel: Kernel) => boolean;
  readonly reads: readonly Name[];
  /** It holds no number of the value itself, only names and constants. */
  readonly text: (ask: Ask<Name>, kernel: Kernel) => string | undefined;
}

function note<Name extends QuestionName>(row: NoteRow<Name>): NoteRow {
  return row;
}

const when = (condition: boolean | null, text: string): string | undefined =>
  condition === true ? text : undefined;

const LEAF = ['leaf', 'protnone'] as const;
const SLOT_ZERO = 'slot 0 is the header of the swap area: no page is ever there; type 0 with offset 0';
const SPECIAL_HERE = 'the special value of the patch, which this kernel does not have: here it is a swap pte';
const FAULTS_FOREVER =
  'touching the page faults for ever with "get_swap_device: Bad swap offset entry 3ffffffffffff"';

const isCpuUnknown = (kernel: Kernel): boolean => unsaidExtensions(kernel).length > 0;
const hasPse = (kernel: Kernel): boolean => kernel.mask('pse') !== 0n;
/** Whether some entry is none of this machine and intact on another. */
const knowsOtherMachines = (kernel: Kernel): boolean =>
  kernel.layout.forms.some(
    (row) =>
      row.text !== undefined && row.invalid !== true && isAvailable(row, kernel.version, kernel.config),
  );
const hasShadowStack = (kernel: Kernel): boolean => kernel.config('CPU_SHADOW_STACK');
/** The kernel without the patch whose uffd-wp swap bit alone was the patch's special pte. */
const isStock = (kernel: Kernel): boolean => !kernel.uffdWpSpecialPatch && kernel.mask('swp_uffd_wp') !== 0n;
const invertsOffsets = (kernel: Kernel): boolean => kernel.swap.offset.inverted ?? false;

const beyondMemory = (form: string | undefined): string =>
  `${form === 'swap' ? 'the frame number' : 'its address'} is beyond physical memory: a corrupted entry, or one of another kernel`;

/** What kernels without the patch do with the value of the special pte: where a page slot is beyond any swap area. */
const stockKernel = (seen: string, range: Availability): NoteRow =>
  note({
    code: 'special-on-stock-kernel',
    ...range,
    levels: ['pte'],
    on: isStock,
    reads: ['is_bare_uffd_wp', 'type_zero', 'offset_zero'],
    text: (ask) =>
      when(
        ask('is_bare_uffd_wp') && !(ask('type_zero') && ask('offset_zero')),
        `${SPECIAL_HERE} with an offset beyond any swap area${seen}`,
      ),
  });

/** The notes, in the order in which they are told. */
// prettier-ignore
export const NOTES: readonly NoteRow[] = [
  note({ code: 'none-accessed-dirty', forms: ['none'], reads: ['level', 'any_flag'], text: (ask, k) => when(ask('any_flag'),
    `only ${noneNames(k, ask('level'))} is set: ${tellingLevel(k, ask('level'))}_none() is true, ${k.none(ask('level'))?.why ?? 'because it ignores them'}`) }),
  note({ code: 'none-matches-special', on: (k) => k.uffdWpSpecial === 0n, reads: ['form', 'is_zero'], text: (ask) => when(ask('is_zero'),
    `spurious match: without CONFIG_HAVE_ARCH_USERFAULTFD_WP the special value is 0, so pte_swp_uffd_wp_special() is true for this ${ask('form') === 'none' ? 'empty entry' : 'value, which is not even an empty entry here'}`) }),
  note({ code: 'uffd-wp-writable', forms: LEAF, reads: ['uffd_wp', 'rw'], text: (ask) => when(ask('rw') && ask('uffd_wp'),
    'write-protected by userfaultfd and writable at once: writes go unnoticed (page_table_check warns from 6.10 on)') }),
  note({ code: 'swap-uffd-wp-writable', forms: ['swap'], reads: ['uffd_wp', 'writable'], text: (ask) => when(ask('uffd_wp') && ask('writable'),
    'write-protected by userfaultfd in an entry that restores a writable page (page_table_check warns from 6.10 on)') }),
  note({ code: 'rwp-or-protnone-uffd', forms: ['protnone'], on: (k) => k.config('USERFAULTFD_RWP'), reads: ['uffd_wp'], text: (ask) => when(ask('uffd_wp'),
    'read-write-protected (RWP) page, or a uffd-wp page under PROT_NONE: only the mapping tells, VmFlags "ur" or "uw" in smaps') }),
  note({ code: 'shadow-stack', forms: LEAF, on: hasShadowStack, reads: ['dirty_bit', 'rw'], text: (ask) => when(ask('dirty_bit') && !ask('rw'),
    'dirty and not writable: a shadow-stack page, so pte_write() is true') }),
  note({ code: 'dirty-not-writable', forms: ['leaf'], on: (k) => !hasShadowStack(k) && k.mask('saved_dirty') !== 0n, reads: ['dirty_bit', 'rw'], text: (ask) => when(ask('dirty_bit') && !ask('rw'),
    'dirty and not writable is the shadow-stack encoding: since 6.6 the kernel moves dirty to _PAGE_SAVED_DIRTY when it takes write permission away') }),
  note({ code: 'invalid-leaf', grade: 'violation', reads: ['corrupt', 'form_text'], text: (ask) => (ask('corrupt') ? (ask('form_text') ?? undefined) : undefined) }),
  note({ code: 'invalid-leaf', reads: ['level', 'invalid', 'corrupt', 'form_text'], text: (ask) => when(ask('invalid') && !ask('corrupt'), ask('form_text') ??
    `a page that is being split or changed (pmd_mkinvalid and the like); ${ask('level')}_present() is true, the CPU ignores it`) }),
  note({ code: 'other-machine', on: knowsOtherMachines, reads: ['invalid', 'form_text'], text: (ask) => (ask('invalid') ? undefined : (ask('form_text') ?? undefined)) }),
  note({ code: 'bad-table', forms: ['table'], reads: ['bad_table'], text: (ask) => when(ask('bad_table') !== null,
    `${ask('bad_table')}() is true: the kernel would report and clear this entry`) }),
  note({ code: 'large-not-leaf', forms: ['protnone'], levels: ['pgd', 'p4d', 'pud', 'pmd'], on: hasPse, reads: ['pse'], text: (ask) => when(!ask('pse'),
    'PROT_NONE without PSE: no large page, and no table either') }),
  note({ code: 'swap-at-level', grade: 'violation', forms: ['swap'], levels: ['pgd', 'p4d'], reads: ['level'], text: (ask, k) => when(!isOfHugetlb(k, ask('level')),
    'the kernel stores no swap entry at this level: a corrupted entry') }),
  note({ code: 'swap-at-level', forms: ['swap'], levels: ['pgd', 'p4d', 'pud', 'pmd'], reads: ['level', 'state'], text: (ask, k) => when(levelOfRows(k, ask('level')) === 'pmd' ? !(ask('state') === 'migration' || (ask('state') === 'device-private' && hasDevicePmds(k))) : isOfHugetlb(k, ask('level')),
    `as a ${ask('level')} entry this can only be hugetlb's`) }),
  note({ code: 'page-slot-at-level', states: ['swap'], levels: ['pgd', 'p4d', 'pud', 'pmd'], reads: ['level'], text: (ask, k) => when(isOfHugetlb(k, ask('level')),
    `a page slot of a whole ${ask('level')}: hugetlb pages are never swapped out, and others are split first`) }),
  note({ code: 'frame-not-aligned', forms: ['swap'], levels: ['pgd', 'pud', 'pmd'], reads: ['level', 'frame_unaligned'], text: (ask, k) => when(ask('frame_unaligned') && isOfHugetlb(k, ask('level')),
    `the frame is not the first one of a ${ask('level')} page${invertsOffsets(k) && k.mask('uffd_wp') !== 0n ? '; clearing the uffd-wp bit of present entries in a hugetlb entry that is none does this (fork before the fix 83abe2fd5b3a)' : ''}`) }),
  note({ code: 'raw-fields-zero', states: ['swap', 'uffd-wp-special'], on: invertsOffsets, reads: ['type_zero', 'raw_offset_zero'], text: (ask, k) => when(ask('type_zero') && ask('raw_offset_zero'),
    `the raw type and offset fields are 0, but the offset is stored inverted, so swp_offset() is its maximum ${formatHex(maskOf(k.swap.offset.width - 1, 0))}${k.mask('swp_uffd_wp') === 0n ? '' : '; the comment of the patch ("type == offset == 0") speaks of the raw fields'}`) }),
  note({ code: 'not-the-special', states: ['swap'], on: (k) => invertsOffsets(k) && k.uffdWpSpecial !== undefined && k.uffdWpSpecial !== 0n, reads: ['type_zero', 'raw_offset_zero', 'uffd_wp'], text: (ask) => when(ask('uffd_wp') && ask('type_zero') && ask('raw_offset_zero'),
    'not the special pte: pte_same() compares all 64 bits, and more than _PAGE_SWP_UFFD_WP is set') }),
  note({ code: 'special-on-stock-kernel', levels: ['pte'], on: isStock, reads: ['is_bare_uffd_wp', 'type_zero', 'offset_zero'], text: (ask) => when(ask('is_bare_uffd_wp') && ask('type_zero') && ask('offset_zero'),
    `${SPECIAL_HERE} of type 0, offset 0, which names no page`) }),
  stockKernel('', { until: '5.12' }),
  stockKernel(`; ${FAULTS_FOREVER}, and munmap logs "BUG: Bad page map" (seen on 6.1)`, { since: '5.12', until: '6.12' }),
  stockKernel(`; ${FAULTS_FOREVER}, and munmap oopses in lookup_swap_cgroup_id (seen on 6.12)`, { since: '6.12', until: '7.0' }),
  stockKernel(`; ${FAULTS_FOREVER} (seen on 7.3), munmap does not oops`, { since: '7.0' }),
  note({ code: 'swap-slot-zero', states: ['swap'], until: '6.19', reads: ['offset_zero'], text: (ask) => when(ask('offset_zero'),
    `${SLOT_ZERO} is ignored by the lookup functions, and a fault on it repeats forever without a message`) }),
  note({ code: 'swap-slot-zero', states: ['swap'], since: '6.19', reads: ['offset_zero'], text: (ask) => when(ask('offset_zero'),
    `${SLOT_ZERO} counts as none (softleaf_is_none), though pte_none() is false`) }),
  note({ code: 'offset-beyond-swapfile', states: ['swap'], reads: ['slot_beyond'], text: (ask) => when(ask('slot_beyond'),
    'the offset is beyond any swap area (2^32 pages): a corrupted entry, or one of another kernel') }),
  note({ code: 'pfn-beyond-memory', reads: ['form', 'frame_beyond', 'frame_beyond_any'], text: (ask, kernel) => when(ask('frame_beyond_any') || (ask('frame_beyond') && !isMemorySizeUnknown(kernel)),
    beyondMemory(ask('form'))) }),
  note({ code: 'pfn-beyond-memory', on: isMemorySizeUnknown, isUnknown: isMemorySizeUnknown, reads: ['form', 'frame_beyond', 'frame_beyond_any'], text: (ask, kernel) => when(ask('frame_beyond') && !ask('frame_beyond_any'),
    `${beyondMemory(ask('form'))}, unless ${kernel.layout.morePhysBits?.text ?? ''}`) }),
  note({ code: 'no-such-type', states: ['swap'], reads: ['type_beyond'], text: (ask) => when(ask('type_beyond'),
    'no swap type is above 31: a corrupted entry, or one of another kernel') }),
  note({ code: 'offset-truncated', forms: ['swap'], reads: ['offset_truncated'], text: (ask) => when(ask('offset_truncated'),
    'the kernel keeps only the low bits of this offset in its 32-bit swp_entry_t: it looks up another slot') }),
  note({ code: 'missing-bits', forms: ['swap'], reads: ['missing'], text: (ask) => when(ask('missing'),
    'bits are clear that every swap entry of this architecture has set') }),
  note({ code: 'marker-empty', states: ['pte-marker'], reads: ['offset_zero'], text: (ask) => when(ask('offset_zero'),
    'a marker without a bit: the kernel answers a fault on it with SIGBUS and a warning') }),
  note({ code: 'marker-unknown-bits', states: ['pte-marker'], reads: ['marker_unknown'], text: (ask) => when(ask('marker_unknown'),
    'marker bits that this kernel does not have; it ignores them') }),
  note({ code: 'marker-unknown-bits', states: ['pte-marker'], on: (k) => !k.config('PTE_MARKER_UFFD_WP'), reads: ['marker_unasked'], text: (ask) => when(ask('marker_unasked'),
    'a marker that no kernel without CONFIG_PTE_MARKER_UFFD_WP, such as this one, makes or asks for') }),
  note({ code: 'swap-accessed-dirty', forms: ['swap'], reads: ['accessed_bit', 'dirty_bit'], text: (ask) => when(ask('accessed_bit') === true || ask('dirty_bit') === true,
    'accessed or dirty in a swap-like entry: set by the CPU or by corruption; type and offset do not depend on them') }),
  note({ code: 'reserved-bits', reads: ['reserved', 'reserved_any'], text: (ask, kernel) => when(ask('reserved') && (ask('reserved_any') || !isCpuUnknown(kernel)), 'bits are set that must be zero or that no kernel sets') }),
  note({ code: 'reserved-bits', on: isCpuUnknown, isUnknown: isCpuUnknown, reads: ['reserved', 'reserved_any'], text: (ask, kernel) => when(ask('reserved') && !ask('reserved_any'), `bits are set that must be zero, unless the CPU has what they belong to: ${extensionsUnsaid(kernel)}`) }),
];

/** Device-private pmds came with 6.19: include/linux/leafops.h pmd_is_device_private_entry. */
function hasDevicePmds(kernel: Kernel): boolean {
  return isAvailable({ since: '6.19' }, kernel.version, kernel.config);
}

/** The bits that an empty entry may have, in words. */
function noneNames(kernel: Kernel, level: Level): string {
  return kernel
    .form(level, 'none')
    .rows.map((row) => row.short)
    .reverse()
    .join(' or ');
}

/** The notes that a kernel can have. */
export const notesOf = oncePer((kernel: Kernel): readonly NoteRow[] =>
  NOTES.filter((row) => isInRelease(row, kernel.version) && (row.on?.(kernel) ?? true)),
);

/** Whether a note can be said of the entries of a shape. */
function canSay({ forms, states, levels }: NoteRow, { form, state, level }: Shape): boolean {
  return (
    (!forms || forms.includes(form)) &&
    (!states || states.includes(state)) &&
    (!levels || levels.includes(level))
  );
}

/** The codes of the notes that can be said of entries of some shapes, as far as the shapes tell. */
export function codesOf(kernel: Kernel, shapes: readonly Shape[]): ReadonlySet<NoteCode> {
  const rows = notesOf(kernel).filter((row) => shapes.some((shape) => canSay(row, shape)));
  return new Set<NoteCode>([...rows.map(({ code }) => code), 'other-kernels']);
}

/**
 * Finds what an expert would point at in an entry.
 *
 * @param others kernels to compare with; without them the note `other-kernels` is never given
 */
export function findNotes(entry: Entry, others: readonly LabelledKernel[] = []): readonly Note[] {
  // Notes are about the entries of processes.
  if (entry.form === 'unmapped') return [];
  const ask = asking(entry);
  const notes: Note[] = [];
  for (const row of notesOf(entry.kernel)) {
    const text = canSay(row, entry.shape) ? row.text(ask, entry.kernel) : undefined;
    if (text === undefined) continue;
    const grade = row.isUnknown?.(entry.kernel) === true ? 'unknown' : (row.grade ?? gradeOfNote(row.code));
    notes.push({ code: row.code, grade, text });
  }
  const elsewhere = otherMeanings(entry, others);
  if (elsewhere !== undefined)
    notes.push({ code: 'other-kernels', grade: gradeOfNote('other-kernels'), text: elsewhere });
  return notes;
}

/** The notes that hang on the uffd-wp bits, where nobody knows whether the kernel has them. */
const doubtfulNotes = oncePer((kernel: Kernel): readonly NoteRow[] =>
  isUffdWpUnknown(kernel)
    ? notesOf(kernel).filter(({ reads }) => reads.includes('uffd_wp') || reads.includes('reserved'))
    : [],
);

/** The codes of the notes that a kernel can have or not, because nobody knows whether it has the bit that they hang on. */
export const doubtfulCodes = oncePer(
  (kernel: Kernel): ReadonlySet<string> => new Set(doubtfulNotes(kernel).map(({ code }) => code)),
);

/** What can be said of an entry or not, because nobody knows whether the kernel has the bit that it hangs on. */
export function findDoubts(entry: Entry): readonly Note[] {
  const ask = supposing(entry);
  return doubtfulNotes(entry.kernel).flatMap((row) => {
    if (!canSay(row, entry.shape) || row.text(asking(entry), entry.kernel) !== undefined) return [];
    const text = row.text(ask, entry.kernel);
    if (text === undefined) return [];
    const { code, grade = gradeOfNote(code), reads } = row;
    const supposed = reads.includes('uffd_wp') ? 'has' : 'has none';
    return [
      {
        code,
        grade,
        text: `whether this build has the uffd-wp bits is not known; if it ${supposed}: ${text}`,
      },
    ];
  });
}

/** What the notes of the values of a shape depend on, doubtful ones too. */
export function keyOfNotes(shape: Shape, kernel: Kernel, others: readonly LabelledKernel[] = []): Key {
  const reads = notesOf(kernel).flatMap((row) => (canSay(row, shape) ? row.reads : []));
  return narrowKey(joinKeys([keyOfReads(reads, shape, kernel), keyOfOthers(shape, kernel, others)]), shape);
}
