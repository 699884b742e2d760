import { type Key, keyOfBits, NO_KEY } from '../../../core/entry/keys.ts';
import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { U64_MAX } from '../../../core/u64.ts';
import type { PlacedChoice } from '../../../images/scan/entry-choice.ts';
import { pageNumber } from '../../../images/scan/scan.ts';
import { isWithin } from '../../../images/scan/groups.ts';
import type { Mappings } from '../../../pages/mappings.ts';
import { mappingName } from '../../../pages/page-filter.ts';
import { type Dependence, keyOfDependence, type RecordContext } from '../../../records/property.ts';
import { elementKey } from '../../../records/templates/condition-key.ts';
import { compileCertain } from '../../../records/where/certain.ts';
import { bitsOfPages, type WhereName } from '../../../records/where/names.ts';
import { nameUses } from '../../../records/where/tree.ts';
import type { WhereValue } from '../../../records/where/values.ts';
import {
  answerOn,
  compileEntryWhere,
  isOfAnyRun,
  readingsOf,
  unsaidOf,
  whereProperties,
} from '../../../records/where/where-names.ts';

/** What a property depends on in a group: all values of one can be the same. */
function keyOf(depends: Dependence): Key | undefined {
  if (depends.kind === 'raw') return keyOfBits(U64_MAX);
  return depends.kind === 'number' && depends.place === undefined ? NO_KEY : keyOfDependence(depends);
}

/** What is shown of ranges, and is nothing of the entries that they are made of. */
const OF_RANGES =
  'it is of ranges, and a condition decides on each entry before ranges are made of them; page_size is the size of a leaf';

/** Names of pagemap and of what scan shows that are none of the conditions of scan. */
const ABSENT: readonly (readonly [string, string])[] = [
  ['pages', OF_RANGES],
  ['entries', OF_RANGES],
];

/** What is known of where entries stand, beside their properties. */
interface Place {
  readonly name: WhereName;
  readonly of: (entry: DecodedEntry, vaddr: bigint) => WhereValue;
}

function placesOf(kernel: Kernel, mappings: Mappings | undefined): readonly Place[] {
  const bits = (): bigint => bitsOfPages(2 ** kernel.pageShift);
  const sizes = new Map(kernel.levels.map(({ level, shift }) => [level, 1n << BigInt(shift)]));
  return [
    { name: { name: 'vaddr', type: 'u64', always: true, bits }, of: (_, vaddr) => vaddr },
    {
      name: { name: 'end', type: 'u64', always: true, bits },
      of: ({ level }, vaddr) => vaddr + (sizes.get(level) ?? 0n),
    },
    ...(mappings
      ? [
          {
            name: { name: 'vma', type: 'text', spell: mappingName } as const,
            of: (_: DecodedEntry, vaddr: bigint) => mappings.at(pageNumber(kernel, vaddr))?.vma.name,
          },
        ]
      : []),
  ];
}

/** Names that speak of entries of tables, if any do: a condition without them asks for pages. */
const OF_TABLES: readonly string[] = ['level', 'state', 'class', 'leaf', 'page_size', 'pfn', 'phys'];

/**
 * Chooses entries by an expression over the properties of entries, their addresses (`vaddr`, and `end` one behind the last), and
 * with mappings the name of that in which an entry begins (`vma`). What is the same in a group is asked once for
 * the group, and decides for it where it can.
 *
 * @returns also whether it asks, by where they stand, for pages and not for the tables that lead there
 * @param mappings those of `--maps`; undefined without it
 * @param unasked called with what nobody said of the kernel, and how many entries are not chosen because it hangs on that
 * @throws PteDecodeError as `compileEntryWhere`
 */
export function whereChoice(
  text: string,
  kernel: Kernel,
  context: RecordContext,
  mappings?: Mappings,
  unasked?: (unsaid: string, entries: number) => void,
): PlacedChoice {
  const places = placesOf(kernel, mappings);
  const placed = new Map(places.map(({ name: { name }, of }) => [name, of]));
  const more = places.map(({ name }) => name);
  const unsaid = mappings ? [] : [['vma', '--maps FILE says which mapping an entry is in'] as const];
  const absent = new Map([...ABSENT, ...unsaid]);
  const where = compileEntryWhere(text, kernel, { more, absent, hasAddresses: true });
  const properties = whereProperties(kernel.layout);
  const certain = compileCertain(where.root);
  const why = unsaidOf(where, kernel);
  const told = (entries: number): void => unasked?.(why, entries);
  return {
    isOfPages:
      where.names.some((name) => placed.has(name)) && !where.names.some((name) => OF_TABLES.includes(name)),
    group(group) {
      const { sample } = group;
      const answers = readingsOf(where, sample).map((read) => {
        const isSettled = (name: string): boolean => {
          const property = properties.get(name);
          const key =
            elementKey(where, property, read.shape) ??
            (property && keyOf(property.depends(read.shape, read.kernel, [])));
          return key !== undefined && isWithin(group, key);
        };
        return certain.answer(({ node, holds }) =>
          nameUses(node).every(({ name }) => isSettled(name))
            ? holds((name) => properties.get(name)?.of(isOfAnyRun(name) ? sample : read, context))
            : undefined,
        );
      });
      if (answers.includes(undefined)) return undefined;
      return answers.every((answer) => answer === answers[0]) ? answers[0] : 'open';
    },
    unasked: told,
    entry(entry, vaddr) {
      const answer = answerOn(where, entry, (read) => (name) => {
        const place = placed.get(name);
        return place ? place(read, vaddr) : properties.get(name)?.of(read, context);
      });
      if (answer === undefined) told(1);
      return answer === true;
    },
  };
}
