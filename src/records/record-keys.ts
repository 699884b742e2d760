import { type PteDecodeError, recordError } from '../core/errors.ts';
import { oncePer } from '../core/later.ts';
import { nearest } from '../core/nearest.ts';
import { printable } from '../core/printable.ts';
import type { ArchLayout } from '../core/rows/architecture.ts';
import { propertiesOf } from './properties.ts';
import { pathOf } from './property.ts';
import type { JsonFields } from './read.ts';

/** Keys that records have beside the properties: what `encode` takes, and what commands that show entries say of them. */
// prettier-ignore
const BESIDE: readonly string[] = [
  'schema', 'prot', 'predicates',
  'line', 'column', 'shape', 'generic', 'kernel_source', 'set_aside', 'release', 'mentioned', 'assumed', 'shown_before', 'address', 'findings', 'folded', 'same_as', 'error',
  'vaddr', 'end', 'pages', 'entries', 'vma', 'broken', 'unknown_rules', 'unknown_notes', 'index', 'entry_phys',
  'check', 'holds', 'why', 'markers', 'kpageflags',
];

/** Keys of the object `swap`. */
const OF_SWAP: readonly string[] = ['type', 'offset', 'name'];

const keysOf = oncePer((layout: ArchLayout): ReadonlySet<string> => {
  const paths = propertiesOf(layout).map(pathOf);
  return new Set([...BESIDE, ...paths.map(([object, key]) => object ?? key)]);
});

/**
 * Refuses a key that no record of an entry has: what it was meant to say would be lost.
 *
 * @param layout that of the kernel that the record is taken for
 * @param own that of its own, which can be of another architecture
 * @throws PteDecodeError `ERR_RECORD` with the key that was probably meant
 */
export function refuseUnknownKeys(fields: JsonFields, layout: ArchLayout, own: () => ArchLayout): void {
  const known = keysOf(layout);
  const wrong = fields.keys.find((key) => !known.has(key) && !keysOf(own()).has(key));
  if (wrong !== undefined) throw unknownKey(wrong, [...known], OF_SWAP);
  const inSwap = fields.object('swap')?.keys.find((key) => !OF_SWAP.includes(key));
  if (inSwap !== undefined) throw unknownKey(`swap.${inSwap}`, [], OF_SWAP);
}

/** @param inSwap keys that are meant in the object `swap` */
function unknownKey(key: string, known: readonly string[], inSwap: readonly string[]): PteDecodeError {
  const near = nearest(key.replace(/^swap\./, ''), [...known, ...inSwap]);
  const meant = near === undefined || known.includes(near) ? near : `swap.${near}`;
  const hint = meant === undefined ? '' : `: did you mean ${meant}?`;
  return recordError(`"${printable(key)}": no key of a record of an entry${hint}`);
}
