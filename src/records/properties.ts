import { flagNames, markerRows as setMarkerRows, numberOf, pageSizeOf } from '../core/entry/entry.ts';
import type { DecodedEntry } from '../core/verdicts/decode.ts';
import { joinKeys, type Key, keyOfBits, NO_KEY } from '../core/entry/keys.ts';
import { later, oncePer } from '../core/later.ts';
import { type BitRow, LEVELS } from '../core/rows/layout.ts';
import type { ArchLayout } from '../core/rows/architecture.ts';
import { keyOfNotes, NOTE_CODES } from '../core/verdicts/notes.ts';
import type { QuestionName } from '../core/verdicts/answers.ts';
import { keyOfReads, QUESTIONS } from '../core/verdicts/questions.ts';
import { keyOfRules, RULE_IDS, RULE_TEXT, type RuleId } from '../core/verdicts/rules.ts';
import { buildsOf } from '../core/verdicts/unknowns.ts';
import type { FieldRow, NumberName, Shape } from '../core/entry/shapes.ts';
import { PLACED_STATES, SWAP_CLASSES, swapClassOf } from '../core/entry/state.ts';
import { MARKER_NAMES } from '../kernel/marker-names.ts';
import {
  type Brief,
  cellText,
  type Dependence,
  keyOfRows,
  pathOf,
  type Property,
  type RecordContext,
} from './property.ts';

const onKey = (key: Key) => ({ kind: 'key', key }) as const;
const constant = (): Dependence => onKey(NO_KEY);

/** What a question answers. */
function asked(
  name: string,
  question: QuestionName,
  rest: Pick<Property, 'type' | 'text' | 'always'>,
): Property {
  return {
    name,
    ...rest,
    of: (entry) => QUESTIONS[question].of(entry),
    depends: (shape, kernel) => onKey(keyOfReads([question], shape, kernel)),
  };
}

/** A number that the entry holds. */
function number(name: string, place: NumberName, text: string): Property {
  return {
    name,
    type: 'u64',
    text,
    of: (entry) => numberOf(entry, place),
    depends: (shape) => ({ kind: 'number', place: shape.numbers[place] }),
  };
}

const rule = (id: RuleId): Property => ({
  name: `rule${id}`,
  type: 'truth',
  text: `rule ${id} holds: ${RULE_TEXT[id]}`,
  // Whether some kernels have the bit of the third nobody knows, nor of others what the swap types of the fourth stand for.
  ...(id === '1' || id === '2' ? { always: true } : {}),
  aside: true,
  path: ['rules', id],
  json: (entry) => entry.rules[id],
  of: (entry) => entry.rules[id].holds,
  depends: (shape, kernel) => onKey(keyOfRules([id], buildsOf(kernel, shape))),
});

const truth = (name: string, question: QuestionName, text: string, always = false): Property =>
  asked(name, question, { type: 'truth', text, ...(always ? { always } : {}) });

const brief = (at: number, text: Brief['text'] = (cell) => cell): Pick<Property, 'brief'> => ({
  brief: { at, text },
});
const unlessZero = (at: number, name: string): Pick<Property, 'brief'> =>
  brief(at, (cell) => (cell === '0x0' ? '' : `${name} ${cell}`));
/** What an entry that is no page keeps for the page that comes back. */
const kept = (at: number, name: string): Pick<Property, 'brief'> =>
  brief(at, (cell, { form }) => (form !== 'swap' ? '' : cell === 'true' ? name : `not ${name}`));

/** What can be said of an entry of any architecture. */
// prettier-ignore
const common = later((): readonly Property[] => [
  { name: 'raw', type: 'u64', aside: true, wide: true, always: true, text: 'the value itself', of: (entry) => entry.raw, depends: () => ({ kind: 'raw' }) },
  { name: 'arch', type: 'text', aside: true, always: true, text: 'architecture', of: ({ kernel }) => kernel.arch, depends: constant },
  { name: 'kernel', type: 'text', aside: true, always: true, text: 'the kernel that it was read for', of: ({ kernel }) => kernel.id, depends: constant },
  { name: 'paging', type: 'number', aside: true, always: true, text: 'page-table levels in use', of: ({ kernel }) => kernel.paging, depends: constant },
  { name: 'level', type: 'text', aside: true, values: LEVELS, always: true, text: 'table level that it stands in', of: ({ level }) => level, depends: constant },
  { name: 'state', type: 'text', ...brief(0), values: PLACED_STATES, always: true, text: 'what it is; `unmapped` where the address tells that it is a page of the kernel', of: ({ state }) => state, depends: constant },
  { name: 'class', type: 'text', aside: true, values: SWAP_CLASSES, text: 'kind of swap pte after the review of the patch: a.1 normal, a.2 special, b none', of: ({ state }) => swapClassOf(state), depends: constant },
  { name: 'flags', type: 'list', aside: true, ...brief(7), always: true, text: 'macros of the flag bits that are set, from the highest bit down', of: flagNames, depends: (shape) => ({ kind: 'names', rows: flagRows(shape) }), rows: flagRows },
  { ...number('pfn', 'pfn', 'frame number, in pages of the kernel'), ...brief(3, (cell) => `pfn ${cell}`) },
  number('phys', 'phys', 'physical address of the frame or of the lower table'),
  { name: 'page_size', type: 'number', text: 'bytes that a leaf maps', of: (entry) => { const size = pageSizeOf(entry); return size === null ? null : Number(size); }, depends: constant },
  { name: 'swap.type', type: 'number', ...brief(1, (cell, entry) => `type ${cell} ${swapName(entry, {}) ?? ''}`.trimEnd()), text: 'swp_type()', of: QUESTIONS.type.of, depends: (shape, kernel) => ({ ...onKey(keyOfReads(['type'], shape, kernel)), place: shape.numbers.type ?? null }) },
  { ...number('swap.offset', 'offset', 'swp_offset(): page slot, frame number or marker bits'), ...brief(2, (cell) => `offset ${cell}`) },
  { name: 'swap.name', type: 'text', text: 'the swap device where it is known, else the name of the swap type', of: swapName, depends: (shape, kernel) => onKey(keyOfReads(['type_name'], shape, kernel)) },
  number('marker', 'marker', 'bits of a PTE marker'),
  { name: 'marker_names', type: 'list', ...brief(4, (cell) => cell || 'no known marker bit'), text: 'names of the bits of a PTE marker, from the lowest', of: markerNames, depends: (shape) => onKey(keyOfRows(markerRows(shape))), rows: markerRows },
  truth('present', 'present', 'what *_present() of the level says', true),
  { name: 'leaf', type: 'truth', aside: true, always: true, text: 'it maps a page, with access or without', of: ({ form }) => form === 'leaf' || form === 'protnone', depends: constant },
  { name: 'swap_like', type: 'truth', aside: true, always: true, text: 'neither none nor present, as swap entries and markers are', of: ({ form }) => form === 'swap', depends: constant },
  truth('writable', 'writable', 'what the kernel would answer: a page may be written; of a migration or device entry: once it goes back'),
  { ...truth('young', 'young', 'what the kernel would answer: used since it was last cleared'), ...kept(5, 'young') },
  { ...truth('dirty', 'dirty', 'what the kernel would answer: written, whichever bit keeps that'), ...kept(6, 'dirty') },
  truth('uffd_wp', 'uffd_wp', 'what the kernel would answer: protected by userfaultfd, by the bit of a page, that of a swap entry, or a marker'),
  truth('soft_dirty', 'soft_dirty', 'what the kernel would answer: written since clear_refs'),
  truth('exclusive', 'exclusive', 'what the kernel would answer: the swapped or migrating page belongs to this process alone'),
  asked('pkey', 'pkey', { type: 'number', text: 'protection key of a leaf' }),
  truth('invalid', 'invalid', 'a leaf or a table for the kernel, and invalid for the CPU: a page that is being split, reserved bits', true),
  truth('hugetlb', 'hugetlb', 'a PROT_NONE leaf whose frame was inverted as hugetlb does it', true),
  { name: 'reserved', type: 'u64', ...unlessZero(8, 'reserved'), always: true, text: 'bits that are set and must be zero, or that no kernel sets', of: (entry) => entry.reserved, depends: (shape) => plain(shape.reserved) },
  { name: 'unknown', type: 'u64', ...unlessZero(9, 'unknown'), always: true, text: 'bits that are set and mean nothing on this kernel', of: (entry) => entry.unknown, depends: (shape) => plain(shape.unknown) },
  { name: 'missing', type: 'u64', always: true, text: 'bits that are clear and set in every entry of this form', of: (entry) => entry.missing, depends: missingPlace },
]);

/** What stands behind the flags. */
// prettier-ignore
const last = later((): readonly Property[] => [
  ...RULE_IDS.map(rule),
  { name: 'notes', type: 'list', aside: true, values: NOTE_CODES, always: true, text: 'codes of the notes', json: (entry) => entry.notes, of: (entry) => entry.notes.map(({ code }) => code), depends: (shape, kernel, others) => onKey(joinKeys(buildsOf(kernel, shape).map((each) => keyOfNotes(each.shape, each.kernel, others)))) },
  { name: 'input', type: 'text', aside: true, text: 'the text that it was read from', of: (_, { place }) => place?.input ?? null, depends: () => ({ kind: 'place', what: 'input' }) },
  { name: 'origin', type: 'text', aside: true, text: 'where it was read', of: (_, { place }) => place?.origin ?? null, depends: () => ({ kind: 'place', what: 'origin' }) },
]);

function plain(mask: bigint): Dependence {
  return { kind: 'number', place: { hole: { xor: 0n, mask, shift: 0 }, pieces: undefined } };
}

/** Fixed bits that are clear; where address bits stand in two places, all of the address. */
function missingPlace({ fixed, frame, numbers }: Shape): Dependence {
  if (frame?.twice && numbers.phys) return { kind: 'number', place: numbers.phys };
  return { kind: 'number', place: { hole: { xor: fixed, mask: fixed, shift: 0 }, pieces: undefined } };
}

const flagRows = (shape: Shape): readonly FieldRow[] => shape.fields.filter(({ kind }) => kind === 'flag');

/** The rows that the bits of a marker can have. */
export function markerRows(shape: Shape): readonly FieldRow[] {
  return shape.fields.filter(({ role }) => role.startsWith('marker_'));
}

/** Names of the marker bits of an entry, from the lowest; null when it is no marker. */
export function markerNames(entry: Pick<DecodedEntry, 'raw' | 'shape' | 'state'>): readonly string[] | null {
  if (entry.state !== 'pte-marker') return null;
  return setMarkerRows(entry).map(({ name }) => name);
}

/** The name of a swap entry: the device from /proc/swaps where it is known, else the kernel's name of the type. */
export function swapName(
  entry: Pick<DecodedEntry, 'raw' | 'shape' | 'kernel' | 'state'>,
  { devices }: Pick<RecordContext, 'devices'>,
): string | null {
  const number = numberOf(entry, 'type');
  if (number === null) return null;
  const type = Number(number);
  const name = entry.kernel.swapTypes[type]?.name ?? null;
  return entry.state === 'swap' ? (devices?.get(type) ?? name) : name;
}

/** A truth value out of the rows that fit: null where an entry has no such bit. */
function bitProperty(
  name: string,
  text: string,
  fits: (row: Pick<FieldRow, 'name' | 'short' | 'kind'>) => boolean,
): Property {
  const mineIn = oncePer(({ fields }: Shape) => fields.filter(fits));
  return {
    name,
    type: 'truth',
    text,
    of(entry) {
      const mine = mineIn(entry.shape);
      return mine.length === 0 ? null : mine.some(({ mask, xor }) => ((entry.raw ^ xor) & mask) !== 0n);
    },
    depends: (shape) =>
      onKey(keyOfBits(mineIn(shape).reduce((bits, row) => bits | row.mask, 0n) & ~shape.settled)),
  };
}

/** The names that JSON has already, which no flag can have. */
const reservedNames = later((): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const property of commonProperties()) {
    const [object, key] = pathOf(property);
    names.add(property.name).add(object ?? key);
    if (property.path) names.add(key);
  }
  return names;
});

/** The rows of single bits of an architecture. */
function flagsOf({ rows, encryption }: ArchLayout): readonly BitRow[] {
  return [...rows, ...(encryption ? [encryption] : [])].filter(({ kind }) => kind === 'flag');
}

/** The flags of an architecture by their short names, and the bits of markers. */
function flagProperties(layout: ArchLayout): readonly Property[] {
  const reserved = reservedNames();
  const rows = flagsOf(layout).filter(({ short }) => !reserved.has(short));
  const shorts = [...new Set(rows.map(({ short }) => short))];
  const flags = shorts.map((short) => {
    const mine = rows.filter((row) => row.short === short);
    const names = [...new Set(mine.map(({ name }) => name))].join(', ');
    return bitProperty(
      short,
      `bit ${names}: ${mine[0]?.set ?? ''}`,
      (row) => row.kind === 'flag' && row.short === short,
    );
  });
  const markers = MARKER_NAMES.filter((short) => !reserved.has(short)).map((short) =>
    bitProperty(short, `marker bit: ${short}`, (row) => row.kind === 'part' && row.short === short),
  );
  return [...flags, ...markers];
}

/** What can be said of an entry of any architecture: all but single bits. */
export const commonProperties = (): readonly Property[] => [...common(), ...last()];

/**
 * Everything that can be said of an entry of an architecture: the one table from which the JSON record and its schema,
 * the columns of CSV and TSV, the names of `--where`, the rows of `diff` and `compare`, completion and the documentation
 * come.
 */
export const propertiesOf = oncePer((layout: ArchLayout): readonly Property[] => [
  ...common(),
  ...flagProperties(layout),
  ...last(),
]);

/** The single bits of an architecture by the kernel's macros: names of `--where` beside the properties. */
export const macroProperties = oncePer((layout: ArchLayout): readonly Property[] =>
  [...new Set(flagsOf(layout).map(({ name }) => name))].map((name) =>
    bitProperty(name, `bit ${name}`, (row) => row.kind === 'flag' && row.name === name),
  ),
);

const briefs = later(() =>
  common()
    .flatMap((property) => (property.brief ? [{ property, ...property.brief }] : []))
    .toSorted((left, right) => left.at - right.at),
);

/** What a kernel reads out of a value, in a line that differs where another kernel reads it differently. */
export function briefly(entry: DecodedEntry): string {
  const context = { kernel: entry.kernel };
  return briefs()
    .flatMap(({ property, text }) =>
      property.of(entry, context) === null ? [] : text(cellText(property, entry, context), entry) || [],
    )
    .join('; ');
}
