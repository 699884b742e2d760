import { decodeEntry } from '../core/verdicts/decode.ts';
import { PteDecodeError } from '../core/errors.ts';
import { later, oncePer } from '../core/later.ts';
import type { ArchLayout } from '../core/rows/architecture.ts';
import type { Level } from '../core/rows/layout.ts';
import type { Kernel } from '../core/rows/model.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import { propertiesOf } from './properties.ts';
import { pathOf, type Property } from './property.ts';
import type { JsonFields } from './read.ts';

/** Truth values, and the frame; other numbers are of another width or unit in other levels and kernels. */
const isCompared = ({ name, type, json }: Property): boolean =>
  (type === 'truth' && json === undefined) || name === 'pfn';

/** The numbers that an entry is made of: one of them stands, null or not, in every record of an entry. */
const MADE_OF: readonly string[] = ['pfn', 'phys', 'prot', 'swap', 'marker'];

const comparedOf = oncePer((layout: ArchLayout) => propertiesOf(layout).filter(isCompared));

/**
 * Refuses a record that says something else than the entry which was made of it: most keys are no fields, but follow from those. Truth
 * values and the frame are compared; null, and a key that is not there, say nothing, nor does what still stands as `raw` says it: in a
 * whole record of which the fields were changed it is left from before.
 *
 * @param raw the entry that was made
 * @throws PteDecodeError `ERR_RECORD` for what is neither a number nor true or false, and for a record without fields; `ERR_NO_ENCODING`
 */
export function refuseContradiction(fields: JsonFields, kernel: Kernel, raw: bigint, level: Level): void {
  const entry = decodeEntry(kernel, raw, { level });
  const before = later(() => {
    const seen = fields.integer('raw');
    return seen === undefined ? undefined : decodeEntry(kernel, BigInt.asUintN(64, seen), { level });
  });
  if (fields.has('raw') && !MADE_OF.some((key) => fields.mentions(key)) && before()?.raw !== raw)
    throw new PteDecodeError(
      'ERR_RECORD',
      `"raw" says nothing of its fields: wanted ${MADE_OF.map((key) => `"${key}"`).join(', ')}, as records of decode have them`,
    );
  for (const property of comparedOf(kernel.layout)) {
    const [object, key] = pathOf(property);
    const holder = object === undefined ? fields : fields.object(object);
    if (holder?.has(key) !== true) continue;
    const made = property.of(entry, { kernel });
    const said = property.type === 'truth' ? holder.truth(key) : holder.integer(key);
    if (isSame(said, made)) continue;
    const seen = before();
    if (seen && isSame(said, property.of(seen, { kernel }))) continue;
    throw new PteDecodeError(
      'ERR_NO_ENCODING',
      `"${property.name}": ${shown(said)}, but the other fields give ${formatU64(raw)}, where it is ${shown(asInteger(made) ?? made)}; --force gives it all the same`,
    );
  }
}

/** What an entry has no bit for is not so either. */
const isSame = (said: unknown, value: unknown): boolean =>
  said === (value ?? false) || said === asInteger(value);

const asInteger = (value: unknown): bigint | undefined =>
  typeof value === 'number' ? BigInt(value) : typeof value === 'bigint' ? value : undefined;

const shown = (value: unknown): string => (typeof value === 'bigint' ? formatHex(value) : String(value));
