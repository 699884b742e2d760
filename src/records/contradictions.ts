import { decodeEntry } from '../core/verdicts/decode.ts';
import { encodingError, recordError } from '../core/errors.ts';
import { later, oncePer } from '../core/later.ts';
import type { ArchLayout } from '../core/rows/architecture.ts';
import type { Level } from '../core/rows/layout.ts';
import type { Kernel } from '../core/rows/model.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import { propertiesOf } from './properties.ts';
import { pathOf, type Property } from './property.ts';
import { isOfPagemap, type JsonFields } from './read.ts';

/** Numbers that follow from what an entry is made of. */
const NUMBERS: readonly string[] = ['pfn', 'phys', 'page_size', 'marker', 'pkey', 'swap.type', 'swap.offset'];

/** Those that type and offset say, which count where a record has them. */
const IN_SWAP: readonly string[] = ['pfn', 'phys', 'marker'];

const isCompared = ({ name, type, json }: Property): boolean =>
  (type === 'truth' && json === undefined) || NUMBERS.includes(name);

/** What is compared, and where records have it. */
const comparedOf = oncePer((layout: ArchLayout) =>
  propertiesOf(layout)
    .filter(isCompared)
    .map((property) => ({ property, path: pathOf(property) })),
);

/**
 * Refuses a record that says something else than the entry which was made of it: most keys are no fields, but follow from those. Truth
 * values and numbers are compared; null, and a key that is not there, say nothing, nor does what still stands as `raw` says it: in a
 * whole record of which the fields were changed it is left from before.
 *
 * @param raw the entry that was made
 * @param own the kernel that the record was made for, where another one is wished
 * @throws PteDecodeError `ERR_RECORD` for what is neither a number nor true or false, and for a record without fields; `ERR_NO_ENCODING`
 */
export function refuseContradiction(
  fields: JsonFields,
  kernel: Kernel,
  raw: bigint,
  level: Level,
  own: () => Kernel = () => kernel,
): void {
  const entry = decodeEntry(kernel, raw, { level });
  const before = later(() => {
    const seen = isOfPagemap(fields) ? undefined : fields.integer('raw');
    return seen === undefined ? undefined : decodeEntry(own(), BigInt.asUintN(64, seen), { level });
  });
  if (fields.has('raw') && !fields.has('flags') && !fields.has('prot') && before()?.raw !== raw)
    throw recordError(
      'a record with "raw" and without its fields: wanted "flags" or "prot", as records of decode have them',
    );
  const context = { kernel };
  for (const { property, path } of comparedOf(kernel.layout)) {
    const [object, key] = path;
    const holder = object === undefined ? fields : fields.object(object);
    if (holder?.has(key) !== true) continue;
    const made = property.of(entry, context);
    const said = property.type === 'truth' ? holder.truth(key) : holder.integer(key);
    if (isSame(property, kernel, said, made)) continue;
    const seen = before();
    if (seen && isSame(property, seen.kernel, said, property.of(seen, { kernel: seen.kernel }))) continue;
    const hint =
      IN_SWAP.includes(key) && fields.has('swap')
        ? ': "swap" says it, and wants to be changed or left out'
        : '';
    throw encodingError(
      `"${property.name}": ${shown(said)}, but the other fields give ${formatU64(raw)}, where it is ${shown(asInteger(made) ?? made)}${hint}; --force gives it all the same`,
    );
  }
}

/** Whether a record says what an entry has: what there is no bit for is not so, or key 0; an address may lie within its frame. */
function isSame({ name }: Property, kernel: Kernel, said: unknown, value: unknown): boolean {
  const has = asInteger(value);
  if (name === 'phys' && typeof said === 'bigint' && has !== undefined)
    return said >> BigInt(kernel.pageShift) === has >> BigInt(kernel.pageShift);
  return said === (has ?? value ?? (name === 'pkey' ? 0n : false));
}

const asInteger = (value: unknown): bigint | undefined =>
  typeof value === 'number' ? BigInt(value) : typeof value === 'bigint' ? value : undefined;

const shown = (value: unknown): string => (typeof value === 'bigint' ? formatHex(value) : String(value));
