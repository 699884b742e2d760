import { kernelError } from '../../core/errors.ts';
import { numberOf } from '../../core/entry/entry.ts';
import { NO_KEY } from '../../core/entry/keys.ts';
import { later, oncePer } from '../../core/later.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import type { Kernel } from '../../core/rows/model.ts';
import {
  buildUnsaid,
  extensionsUnsaid,
  isMemorySizeUnknown,
  isUffdWpUnknown,
  unsaidExtensions,
} from '../../core/verdicts/unknowns.ts';
import { codesOf, doubtfulCodes } from '../../core/verdicts/notes.ts';
import { RULE_IDS } from '../../core/verdicts/rules.ts';
import type { NumberName, Shape } from '../../core/entry/shapes.ts';
import { UNMAPPED } from '../../core/entry/state.ts';
import {
  decodedAsBuilt,
  type DecodedEntry,
  decodedOtherwise,
  decodedWith,
} from '../../core/verdicts/decode.ts';
import { not64 } from '../../core/u64.ts';
import { otherKernels } from '../../kernel/others.ts';
import {
  architectureName,
  architectureNames,
  kernelId,
  kernelNames,
  pagingModes,
} from '../../kernel/possible.ts';
import { macroProperties, propertiesOf } from '../properties.ts';
import type { Property, PropertyValue } from '../property.ts';
import { createNames, type Names, type WhereName } from './names.ts';
import { partOf, rowNames, samplesOf, truthsOf, valueOf, valuesOf } from './shape-values.ts';
import { ANYTHING, type Lookup, OpenList, type OpenValue } from './values.ts';
import { compileWhere, elementsAsked, type Where } from './where.ts';

const HELP = 'names are those of docs/properties.md, and the flags that "pte-decode layout" shows';

/** Whether an entry holds type and offset: `swap == null` asks for the object of the record. */
const HOLDS_SWAP: Property = {
  name: 'swap',
  type: 'truth',
  text: 'it holds type and offset: true, or null for other entries',
  of: ({ form }) => (form === 'swap' ? true : null),
  depends: () => ({ kind: 'key', key: NO_KEY }),
};

/** What conditions on decoded entries can speak of: the properties, and each single bit by its macro. */
export const whereProperties = oncePer((layout: ArchLayout): ReadonlyMap<string, Property> => {
  const listed = [...macroProperties(layout), ...propertiesOf(layout), HOLDS_SWAP];
  return new Map(listed.map((property) => [property.name, property]));
});

/** The bits that a number can have. */
function bitsOfNumber(kernel: Kernel, shapes: readonly Shape[], name: NumberName): bigint {
  return shapes.reduce((bits, shape) => {
    const place = shape.numbers[name];
    return place ? bits | (numberOf({ raw: not64(place.hole.xor), shape, kernel }, name) ?? 0n) : bits;
  }, 0n);
}

/** The numbers of a set, from the lowest. */
function integersOf(values: ReadonlySet<PropertyValue>): readonly bigint[] {
  return [...values]
    .flatMap((value) => (typeof value === 'number' ? [BigInt(value)] : []))
    .toSorted((left, right) => (left < right ? -1 : Number(left > right)));
}

/** The bits of a protection key. */
function keyBits({ rows }: ArchLayout): bigint {
  const roles = new Set(rows.map(({ role }) => role).filter((role) => role.startsWith('pkey')));
  return (1n << BigInt(roles.size)) - 1n;
}

type Limits = Omit<WhereName, 'name' | 'type' | 'always'>;

/** What is possible beyond what the table of properties says. */
function limitsOf(
  kernel: Kernel,
  shapes: () => readonly Shape[],
  hasDevices: boolean,
): ReadonlyMap<string, Limits> {
  const { layout, swapTypes, markers } = kernel;
  const bits = (name: NumberName): Limits => ({ bits: () => bitsOfNumber(kernel, shapes(), name) });
  const swapNames = hasDevices ? {} : { values: [...new Set(swapTypes.map(({ name }) => name))] };
  return new Map<string, Limits>([
    ['arch', { values: architectureNames(), spell: architectureName }],
    ['kernel', { values: kernelNames(), spell: kernelId }],
    ['paging', { numbers: () => pagingModes().map(BigInt) }],
    ['marker_names', { values: markers.map(({ name }) => name) }],
    ['pfn', bits('pfn')],
    ['phys', bits('phys')],
    ['swap.type', { max: BigInt(swapTypes.length - 1) }],
    ['swap.offset', bits('offset')],
    ['swap.name', swapNames],
    ['marker', bits('marker')],
    ['pkey', { bits: () => keyBits(layout) }],
  ]);
}

/** Names whose answer hangs on a bit that some distributions' kernels can have or not. */
const DOUBTFUL: readonly string[] = ['uffd_wp', 'rule3', 'reserved', 'unknown'];

/** Whether nobody knows if a kernel has the bit on which the answer to a name hangs. */
function isDoubtful(kernel: Kernel, name: string): boolean {
  return DOUBTFUL.includes(name) && isUffdWpUnknown(kernel);
}

/** Whether a condition asks for a note that nobody knows an entry to have, or for the notes as a whole. */
function asksDoubtfulNote(kernel: Kernel, { root }: Where): boolean {
  const codes = doubtfulCodes(kernel);
  const asked = elementsAsked(root, 'notes');
  return codes.size > 0 && (asked === undefined || [...asked].some((code) => codes.has(code)));
}

/** Texts that are the same in all entries of a shape, and the lists of the names of its rows and of what is said of it. */
const HANG_ON_SHAPE: readonly string[] = ['state', 'class', 'level', 'flags', 'notes'];

/** What can be asked of any run, so that one condition serves several. */
const OF_ANY_RUN: readonly string[] = ['arch', 'kernel', 'paging'];
export const isOfAnyRun = (name: string): boolean => OF_ANY_RUN.includes(name);

/** What conditions are made for, beside the kernel. */
interface NameOptions {
  /** The levels in which the entries can stand; all that the kernel has when absent. */
  readonly levels?: readonly Level[];
  /** Names that the records have besides. */
  readonly more?: readonly WhereName[];
  /** Why names that the records show are none of conditions. */
  readonly absent?: ReadonlyMap<string, string>;
  /** Swap devices have names of their own. */
  readonly hasDevices?: boolean;
  /** The addresses of the entries are known, and with them the states that an address decides on. */
  readonly hasAddresses?: boolean;
}

/**
 * The names of conditions on decoded entries, with their types and what they can be: what no entry of these levels can
 * be with this kernel is refused, as far as the shapes of entries tell.
 */
export function whereNames(
  kernel: Kernel,
  { levels, more = [], absent, hasDevices = false, hasAddresses = false }: NameOptions = {},
): Names {
  const shapes = later(() =>
    (levels ?? kernel.levels.map(({ level }) => level)).flatMap((level) => [
      ...samplesOf(kernel)(level).keys(),
    ]),
  );
  const limits = limitsOf(kernel, shapes, hasDevices);
  // Entries with addresses are compared with no other kernels.
  const notesIn = (read: readonly Shape[]): ReadonlySet<string> =>
    new Set([...codesOf(kernel, read)].filter((code) => !(hasAddresses && code === 'other-kernels')));
  const all = (property: Property): readonly string[] =>
    property.rows ? macroProperties(kernel.layout).map(({ name }) => name) : (property.values ?? []);
  const names = [...whereProperties(kernel.layout).values()].map((property): WhereName => {
    const { name, type, values } = property;
    const always = property.always ?? isSettledRule(kernel, name);
    const common = { name, type, ...(always ? { always } : {}) };
    if (type === 'truth' && !isDoubtful(kernel, name))
      return { ...common, truths: () => truthsOf(kernel, shapes(), property) };
    if (name === 'page_size')
      return { ...common, numbers: () => integersOf(valuesOf(kernel, shapes(), property)) };
    if (!HANG_ON_SHAPE.includes(name))
      return { ...common, ...(values ? { values } : {}), ...limits.get(name) };
    const here = later((): ReadonlySet<PropertyValue> =>
      name === 'notes'
        ? notesIn(shapes())
        : property.rows
          ? rowNames(shapes(), property)
          : valuesOf(kernel, shapes(), property),
    );
    const isHere = (value: string): boolean => here().has(value) || (hasAddresses && value === UNMAPPED);
    return {
      ...common,
      get values() {
        return all(property).filter(isHere);
      },
      get elsewhere() {
        return all(property).filter((value) => !isHere(value));
      },
    };
  });
  const where = levels?.length === 1 ? ` at level ${levels.join('')}` : '';
  const properties = whereProperties(kernel.layout);
  const kindOf =
    (shape: Shape) =>
    (name: string): OpenValue => {
      // Which other kernels a value is compared with, no shape tells.
      if (name === 'notes') return new OpenList(notesIn([shape]));
      const isFree = isOfAnyRun(name) || (hasDevices && name === 'swap.name');
      const property = isFree || isDoubtful(kernel, name) ? undefined : properties.get(name);
      const settled = property && valueOf(kernel, shape, property);
      return settled ? settled.value : property ? partOf(kernel, shape, property) : ANYTHING;
    };
  const unmapped = (name: string): OpenValue => (name === 'state' ? UNMAPPED : ANYTHING);
  const kinds = (): readonly ((name: string) => OpenValue)[] => [
    ...shapes().map(kindOf),
    ...(hasAddresses ? [unmapped] : []),
  ];
  return createNames([...names, ...more], HELP, `with this kernel${where}`, kinds, absent);
}

/** Whether a rule holds or fails for any entry of a kernel. */
const isSettledRule = (kernel: Kernel, name: string): boolean =>
  name === 'rule3' ? !isDoubtful(kernel, name) : name === 'rule4' && kernel.otherBuild === undefined;

/** Reads a condition that can be true for a kernel, or for the same one built in the other way, where nobody said in which. */
function compileForBuilds(text: string, kernel: Kernel, options?: NameOptions): Where {
  try {
    return compileWhere(text, whereNames(kernel, options));
  } catch (error) {
    if (kernel.otherBuild === undefined) throw error;
    try {
      return compileWhere(text, whereNames(kernel.otherBuild.kernel, options));
    } catch {
      throw error;
    }
  }
}

/**
 * Reads a condition on decoded entries.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`; `ERR_KERNEL_UNKNOWN` where it asks for a bit that nobody knows the kernel to have
 */
export function compileEntryWhere(text: string, kernel: Kernel, options?: NameOptions): Where {
  const where = compileForBuilds(text, kernel, options);
  const doubtful = where.names.find((name) =>
    name === 'notes' ? asksDoubtfulNote(kernel, where) : isDoubtful(kernel, name),
  );
  if (doubtful !== undefined)
    throw kernelError(
      `${doubtful}: whether this build has the uffd-wp bits is not known; flags asks for the bit itself`,
    );
  return where;
}

/** What an entry is, for all that is known: as each build reads it, and without the notes that are unknown. */
export function readingsOf(
  { names }: Where,
  entry: DecodedEntry,
): readonly [DecodedEntry, ...DecodedEntry[]] {
  const asksNotes = names.includes('notes');
  const isCompared = asksNotes && entry.notes.some(({ code }) => code === 'other-kernels');
  const others = isCompared ? otherKernels() : [];
  const other = decodedOtherwise(entry, others);
  const rules = other ? RULE_IDS.filter((id) => names.includes(`rule${id}`)) : [];
  const usual = other && (rules.length > 0 || asksNotes) ? decodedAsBuilt(entry, others) : entry;
  const readings: [DecodedEntry, ...DecodedEntry[]] = other ? [usual, other] : [usual];
  // Of a rule that holds in one of them alone it is shown that nobody knows it.
  if (other && rules.some((id) => usual.rules[id].holds !== other.rules[id].holds))
    readings.push(decodedWith(entry, { rules: entry.rules, notes: asksNotes ? usual.notes : [] }));
  const mayBeOpen = isMemorySizeUnknown(entry.kernel) || unsaidExtensions(entry.kernel).length > 0;
  if (!asksNotes || !mayBeOpen) return readings;
  for (const read of [...readings]) {
    const notes = read.notes.filter(({ grade }) => grade !== 'unknown');
    if (notes.length < read.notes.length) readings.push(decodedWith(read, { notes }));
  }
  return readings;
}

/** Why a condition has no answer for an entry with other readings. */
export function unsaidOf({ names }: Where, kernel: Kernel): string {
  const build = kernel.otherBuild ? buildUnsaid(kernel) : [];
  const more = isMemorySizeUnknown(kernel) ? (kernel.layout.morePhysBits?.text ?? '') : '';
  const cpu = extensionsUnsaid(kernel);
  const open = names.includes('notes')
    ? [more, cpu && `the CPU has ${cpu}`].filter((text) => text !== '')
    : [];
  return [open.map((text) => `whether ${text} is not known`), build].flat().join('; or ');
}

/**
 * Whether a condition holds for an entry; undefined where that hangs on what nobody said of the kernel.
 *
 * @param lookupOf what an entry has for the names of the condition
 */
export function answerOn(
  where: Where,
  entry: DecodedEntry,
  lookupOf: (entry: DecodedEntry) => Lookup,
): boolean | undefined {
  const [usual, ...others] = readingsOf(where, entry);
  const here = lookupOf(usual);
  const answer = where.evaluate(here);
  for (const other of others) {
    const there = lookupOf(other);
    if (where.evaluate((name) => (isOfAnyRun(name) ? here : there)(name)) !== answer) return undefined;
  }
  return answer;
}
