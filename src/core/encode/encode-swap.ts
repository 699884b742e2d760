import type { EncodeFields } from './encode-fields.ts';
import { encodingError, fieldRangeError, usageError } from '../errors.ts';
import type { SwapKind, SwapLayout } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import type { State } from '../entry/state.ts';
import { fieldMax, type SwapEntry, swapTypeOf } from '../entry/swap-entry.ts';
import { formatHex } from '../u64.ts';

/**
 * The type and offset that fields ask for: given as they are, or those of the special type that a state means.
 *
 * @param force give what the kernel's arithmetic gives, also for what does not fit
 * @throws PteDecodeError `ERR_USAGE` where a state wants more, `ERR_FIELD_RANGE`, `ERR_NO_ENCODING`
 */
export function swapEntryOf(
  kernel: Kernel,
  fields: EncodeFields,
  state: State,
  layout: SwapLayout,
  force: boolean,
): SwapEntry {
  const given = fields.swap;
  if (given) {
    checkSwap(kernel, given, state, layout, force);
    return given;
  }
  if (state === 'swap') throw usageError('state "swap": wants a type and an offset');
  // Without the type the kernel's stubs give swp_entry(0, 0).
  if (force && !kernel.swapTypes.some((type) => type.kind === state)) return { type: 0, offset: 0n };
  const type = typeFor(kernel, state, fields);
  const offset = offsetFor(kernel, state, fields, force);
  checkSwap(kernel, { type, offset }, state, layout, force);
  return { type, offset };
}

function checkSwap(kernel: Kernel, entry: SwapEntry, state: State, layout: SwapLayout, force: boolean): void {
  if (force) return;
  const { type, offset } = layout;
  if (!Number.isInteger(entry.type) || entry.type < 0 || BigInt(entry.type) > fieldMax(type))
    throw fieldRangeError(`swap type ${entry.type}: wanted 0 to ${fieldMax(type)}`);
  if (entry.offset < 0n || entry.offset > fieldMax(offset))
    throw fieldRangeError(
      `swap offset ${formatHex(entry.offset)}: the field has ${offset.width} bits, at most ${formatHex(fieldMax(offset))}`,
    );
  const known = swapTypeOf(kernel, entry.type);
  if (state !== 'swap' && known.kind !== state)
    throw encodingError(
      `state "${state}": swap type ${entry.type} is ${known.name} (${known.kind}) on ${kernel.id}`,
    );
}

/** The number of the special type that a state means, chosen among several by `writable` and `exclusive`. */
function typeFor(kernel: Kernel, state: Exclude<State, 'swap'>, fields: EncodeFields): number {
  const all = kernel.swapTypes.filter((type) => type.kind === (state satisfies State | SwapKind));
  const writable = fields.writable ?? false;
  const pool = all.filter((type) => type.writable === writable);
  const chosen = fields.exclusive ? pool.find((type) => type.name.endsWith('EXCLUSIVE')) : pool[0];
  if (chosen) return chosen.number;
  throw encodingError(
    all.length === 0
      ? `state "${state}": ${kernel.id} has no such swap type`
      : `state "${state}": ${kernel.id} has only ${all.map((type) => type.name).join(', ')}`,
  );
}

function offsetFor(kernel: Kernel, state: State, fields: EncodeFields, force: boolean): bigint {
  if (state === 'pte-marker') {
    if (fields.marker === undefined || fields.marker === null)
      throw usageError('state "pte-marker": wants marker bits');
    return fields.marker;
  }
  const pfn = fields.pfn;
  if (pfn === undefined || pfn === null)
    throw usageError(`state "${state}": wants a pfn, or a swap type and offset`);
  const bits = kernel.swpPfnBits ?? kernel.pfnBits;
  if (!force && pfn >> BigInt(bits) !== 0n)
    throw fieldRangeError(`pfn ${formatHex(pfn)}: a frame number has at most ${bits} bits on ${kernel.id}`);
  if (!fields.young && !fields.dirty) return pfn;
  if (state !== 'migration' || !kernel.migrationAd || kernel.swpPfnBits === undefined)
    throw encodingError(`state "${state}": ${kernel.id} keeps no young and dirty in it`);
  const first = BigInt(kernel.swpPfnBits);
  return pfn | (fields.young ? 1n << first : 0n) | (fields.dirty ? 1n << (first + 1n) : 0n);
}
