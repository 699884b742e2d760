import { readAddress, writeAddress } from '../entry/address.ts';
import { type EncodeFields, fieldsOf } from './encode-fields.ts';
import { swapEntryOf } from './encode-swap.ts';
import { type Entry, isTooWide } from '../entry/entry.ts';
import { encodingError, fieldRangeError, PteDecodeError, usageError } from '../errors.ts';
import { oncePer } from '../later.ts';
import { meantText } from '../nearest.ts';
import { printable } from '../printable.ts';
import { maskOfBits } from '../functions/function-bits.ts';
import { applyFunction, kernelFunctions } from '../functions/functions.ts';
import { passes, shapeOf } from '../entry/shapes.ts';
import type { State } from '../entry/state.ts';
import type { Form, Level } from '../rows/layout.ts';
import type { FormLayout, Kernel, ResolvedPfn } from '../rows/model.ts';
import { makeSwapPte } from '../entry/swap-entry.ts';
import { formatHex, formatU64, maskOf, not64, U64_MAX } from '../u64.ts';

/** How strict to be. */
export interface EncodeOptions {
  /** Give what the kernel's arithmetic gives, also for what does not fit or would read back as another state. */
  readonly force?: boolean;
}

const MAPPED: Readonly<Partial<Record<State, Form>>> = {
  present: 'leaf',
  protnone: 'protnone',
  table: 'table',
};

/**
 * Builds the 64-bit entry of one kernel from its fields: the inverse of `decodeEntry`. It never looks at a raw value.
 *
 * @param given what it shall be, or an entry that was decoded
 * @returns 0 .. 2^64-1
 * @throws PteDecodeError `ERR_USAGE` where a state wants more, `ERR_FIELD_RANGE` when a number does not fit its field,
 * `ERR_UNKNOWN_NAME` for a flag that the kernel does not have there, `ERR_NO_ENCODING` when no entry of this kernel is
 * such a thing. With `force` a frame that nobody named is 0, and only unknown names are refused.
 * @example encodeEntry(kernel, { state: 'swap', swap: { type: 1, offset: 0x1234n } }) // 0xfffffffffdb9600n
 */
export function encodeEntry(
  kernel: Kernel,
  given: EncodeFields | Entry,
  options: EncodeOptions = {},
): bigint {
  const fields = 'fields' in given ? fieldsOf(given) : given;
  const force = options.force ?? false;
  const level = fields.level ?? 'pte';
  const value = build(kernel, fields, level, force);
  if (force) return value & maskOf(kernel.entryBits - 1, 0);
  if (isTooWide(kernel, value))
    throw fieldRangeError(
      `state "${fields.state}": these fields give ${formatU64(value)}, and entries have ${kernel.entryBits} bits on ${kernel.id}`,
    );
  const read = shapeOf(kernel, level, value);
  // A type and offset of any number are what swp_entry_to_pte() takes, also where the result reads as empty.
  const isSwapWithType = fields.state === 'swap' && (read.form === 'swap' || read.form === 'none');
  const isEmptySpecial = fields.state === 'uffd-wp-special' && value === (kernel.uffdWpSpecial ?? 0n);
  if (read.state !== fields.state && !isSwapWithType && !isEmptySpecial)
    throw encodingError(
      `state "${fields.state}": these fields give ${formatU64(value)}, which reads as "${read.state}"`,
    );
  return value;
}

function build(kernel: Kernel, fields: EncodeFields, level: Level, force: boolean): bigint {
  const extra = (fields.reserved ?? 0n) | (fields.unknown ?? 0n);
  const form = MAPPED[fields.state];
  if (form) return buildMapped(kernel, fields, level, form, extra, force);
  if (fields.state === 'none') {
    const none = kernel.none(level);
    if (!none) throw encodingError(`state "none": no ${level} value means empty on ${kernel.arch}`);
    return none.value | flagBits(kernel.form(level, 'none'), fields.flags ?? [], fields.state) | extra;
  }
  const flags = flagBits(kernel.form(level, 'swap'), fields.flags ?? [], fields.state) | extra;
  if (fields.state === 'uffd-wp-special') return specialPte(kernel) | flags;
  const layout = kernel.swapAt(level);
  const entry = swapEntryOf(kernel, fields, fields.state, layout, force);
  return (makeSwapPte(layout, entry) & not64(fields.missing ?? 0n)) | flags;
}

function specialPte(kernel: Kernel): bigint {
  if (!kernel.uffdWpSpecialPatch)
    throw encodingError(
      `state "uffd-wp-special": ${kernel.id} does not have the special pte; it is in the profile uffd-wp-special`,
    );
  return kernel.uffdWpSpecial ?? 0n;
}

/** Normal form of a flag name: without `_PAGE_`, lower case, and before the renaming of 7.3. */
function normalName(name: string): string {
  const bare = name
    .toLowerCase()
    .replace(/^_?page_(?:swp_)?/, '')
    .replaceAll('-', '_');
  return bare === 'uffd' ? 'uffd_wp' : bare;
}

/** The flags of a layout with their normal names. */
const flagsOf = oncePer(({ rows }: FormLayout) =>
  rows.filter(({ kind }) => kind === 'flag').map((row) => ({ row, normal: normalName(row.name) })),
);

function flagBits(layout: FormLayout, names: readonly string[], state: State): bigint {
  let bits = 0n;
  for (const name of names) {
    const wanted = normalName(name);
    const found = flagsOf(layout).find(
      ({ row, normal }) => row.name === name || row.short === wanted || normal === wanted,
    );
    if (!found) {
      const known = flagsOf(layout).map(({ row }) => row);
      const names = [...new Set(known.map((candidate) => candidate.name))].join(', ') || 'no flags';
      const meant = meantText(
        name,
        known.flatMap((candidate) => [candidate.short, candidate.name]),
        `an entry of state "${state}" has ${names} on this kernel`,
      );
      throw new PteDecodeError('ERR_UNKNOWN_NAME', `flag "${printable(name)}": ${meant}`);
    }
    bits |= found.row.mask;
  }
  return bits;
}

function buildMapped(
  kernel: Kernel,
  fields: EncodeFields,
  level: Level,
  form: Form,
  extra: bigint,
  force: boolean,
): bigint {
  const layout = kernel.form(level, form);
  const named = flagBits(layout, fields.flags ?? [], fields.state);
  const given = named | pkeyBits(layout, fields.pkey ?? 0) | extra;
  const place = (bits: bigint): Placed => placeFrame(kernel, fields, level, form, bits);
  let placed: Placed;
  if (typeof fields.prot === 'bigint') {
    const made = force ? pfnEntry(kernel, level, fields.pfn ?? 0n, given | fields.prot) : undefined;
    if (made !== undefined) return made;
    placed = place(given | fields.prot);
  } else {
    placed = place(given);
    const isEnough = Boolean(fields.flags) && isMeant(kernel, fields, level, form, placed.value);
    if (!isEnough) placed = place(given | impliedBits(kernel, fields, level, form));
  }
  const { kept, phys, field } = placed;
  if (!force && typeof (fields.pfn ?? fields.phys) !== 'bigint')
    throw usageError(`state "${fields.state}": wants a pfn`);
  if (!force && kept !== phys)
    throw fieldRangeError(
      `pfn ${formatHex(phys >> BigInt(kernel.pageShift))}: wanted a frame whose address is within ${formatU64(readFrame(field, U64_MAX))} (level ${level})`,
    );
  return placed.value & not64(fields.missing ?? 0n);
}

/** An entry with its frame in place. */
interface Placed {
  readonly value: bigint;
  readonly field: ResolvedPfn;
  /** The address that was meant, and what the frame field keeps of it. */
  readonly phys: bigint;
  readonly kept: bigint;
}

/** Puts the address that is meant into the frame field that an entry of these bits has. */
function placeFrame(kernel: Kernel, fields: EncodeFields, level: Level, form: Form, bits: bigint): Placed {
  const layout = kernel.form(level, form);
  const field = fields.hugetlb
    ? layout.pfn.find(({ row }) => row.hugetlb)
    : (layout.pfn.find(({ when }) => !when || passes(bits, when)) ?? layout.pfn[0]);
  if (!field) throw encodingError(`state "${fields.state}": no entry of level ${level} is one`);
  const phys = addressOf(kernel, fields, form);
  const stored = field.pieces ? writeAddress(phys, field.pieces) : phys;
  const isInverted = field.inverted && bits !== 0n;
  const fixed = isInverted ? (field.row.fixed ?? 0n) : 0n;
  const value = BigInt.asUintN(64, (bits & U64_MAX) | ((isInverted ? ~stored : stored) & field.mask) | fixed);
  return { value, field, phys, kept: readFrame(field, stored) };
}

function readFrame(field: ResolvedPfn, bits: bigint): bigint {
  return field.pieces ? readAddress(bits & field.mask, field.pieces) : bits & field.mask;
}

/** `pfn_pte()`, `pfn_pmd()` or `pfn_pud()`: the kernel's arithmetic, whatever becomes of it, where it is known. */
function pfnEntry(kernel: Kernel, level: Level, pfn: bigint, prot: bigint): bigint | undefined {
  const known = new Set(kernelFunctions(kernel).map(({ name }) => name));
  const name = [`pfn_${level}`, 'pfn_pte'].find((candidate) => known.has(candidate));
  return name === undefined ? undefined : BigInt(applyFunction(kernel, name, { pfn, prot }));
}

/** The physical address meant: that of the frame, or the given one, of which a table can stand within a frame. */
function addressOf(kernel: Kernel, fields: EncodeFields, form: Form): bigint {
  const shift = BigInt(kernel.pageShift);
  const phys = fields.phys ?? undefined;
  if (phys === undefined) return (fields.pfn ?? 0n) << shift;
  const pfn = fields.pfn ?? phys >> shift;
  if (phys >> shift !== pfn)
    throw fieldRangeError(
      `phys ${formatHex(phys)}: not within the frame of pfn ${formatHex(pfn)}; one of the two is enough`,
    );
  return form === 'table' ? phys : pfn << shift;
}

/** Tells whether a value is of the form that is meant, valid for the CPU or not. */
function isMeant(kernel: Kernel, fields: EncodeFields, level: Level, form: Form, value: bigint): boolean {
  const shape = shapeOf(kernel, level, value);
  return shape.form === form && (shape.formRow?.invalid ?? false) === (fields.invalid ?? false);
}

/** The bits of the default entry of a form. */
function impliedBits(kernel: Kernel, fields: EncodeFields, level: Level, form: Form): bigint {
  const row = kernel
    .formsAt(level)
    .find(
      (candidate) =>
        candidate.form === form &&
        candidate.implies &&
        Boolean(candidate.invalid) === Boolean(fields.invalid),
    );
  return maskOfBits(kernel, row?.implies ?? [], level);
}

function pkeyBits(layout: FormLayout, pkey: number): bigint {
  if (pkey === 0) return 0n;
  const rows = layout.rows.filter((row) => row.role.startsWith('pkey'));
  if (rows.length === 0) throw encodingError('pkey: this kernel has no protection keys here');
  const max = 2 ** rows.length - 1;
  if (!Number.isInteger(pkey) || pkey < 0 || pkey > max)
    throw fieldRangeError(`pkey ${pkey}: wanted 0 to ${max}`);
  return rows.reduce((bits, row) => ((pkey >> Number(row.role.slice(4))) & 1 ? bits | row.mask : bits), 0n);
}
