import { oncePer } from '../later.ts';
import { isTooWide, readEntry } from '../entry/entry.ts';
import type { Kernel, ResolvedRow, SwapType } from '../rows/model.ts';
import { type RuleId, type RuleResults, RULE_IDS, rulesAsBuilt } from './rules.ts';
import { swpUffdWp } from './questions.ts';
import { buildUnsaid, otherBuildOf } from './unknowns.ts';
import { shapeOf, swapFieldMask } from '../entry/shapes.ts';
import {
  fieldMax,
  frameOffsetBits,
  makeSwapPte,
  SWAP_HEADER_PAGES,
  SWAP_TYPES,
  swpOffset,
  swpType,
} from '../entry/swap-entry.ts';
import { formatHex, formatU64, not64 } from '../u64.ts';

/** The offsets that entries of one swap type carry: a range, or the non-empty combinations of some bits. */
type OffsetSet =
  | { readonly kind: 'range'; readonly first: bigint; readonly last: bigint }
  | { readonly kind: 'bits'; readonly mask: bigint };

/** The entries that the kernel makes of one swap type. */
interface EntryFamily {
  readonly type: SwapType;
  readonly offsets: OffsetSet;
}

/** An entry that the kernel makes, and that a value cannot be told from. */
export interface Collision {
  readonly type: number;
  readonly name: string;
  readonly kind: SwapType['kind'];
  readonly offset: bigint;
  /** Kernel names of the flag bits. */
  readonly flags: readonly string[];
  readonly flagBits: bigint;
}

/** Whether a value can serve as the special pte. */
export interface SpecialVerdict {
  readonly value: bigint;
  /** False also where a rule is not known to hold. */
  readonly holds: boolean;
  /** The four rules; the fourth is decided by the proof. */
  readonly rules: RuleResults;
  readonly collision: Collision | null;
  /** What code reads that decodes the value before it compares all bits; null when that names nothing usable either. */
  readonly caution: string | null;
}

/** The values that satisfy all four rules, simplest first, or why there is none. */
export interface SpecialSearch {
  readonly values: readonly bigint[];
  /** How it is known that nothing simpler exists, or nothing at all. */
  readonly proof: string;
  /** The rule that no value satisfies, when there is none. */
  readonly impossible: RuleId | null;
}

/** The offsets of one swap type in entries that can be valid. */
function offsetsOf(kernel: Kernel, type: SwapType): OffsetSet {
  const largest = fieldMax(kernel.swap.offset) & kernel.offsetMask;
  const upTo = (last: bigint): bigint => (last < largest ? last : largest);
  switch (type.kind) {
    case 'swap':
      return { kind: 'range', first: 1n, last: upTo(SWAP_HEADER_PAGES - 1n) };
    case 'pte-marker':
      return { kind: 'bits', mask: kernel.markerMask };
    default:
      return {
        kind: 'range',
        first: 0n,
        last: upTo((1n << BigInt(frameOffsetBits(kernel, type.kind))) - 1n),
      };
  }
}

/**
 * Everything that the swap encoding of a kernel makes: each type in use with the offsets it can carry. With any
 * combination of the flags of `swapFlags` these are all swap-like ptes there are.
 */
export const entryFamilies = oncePer((kernel: Kernel): readonly EntryFamily[] =>
  kernel.swapTypes
    .filter(({ number }) => number < SWAP_TYPES && BigInt(number) <= fieldMax(kernel.swap.type))
    .map((type) => ({ type, offsets: offsetsOf(kernel, type) })),
);

/** The flags that any swap pte may carry: exclusive, soft-dirty and uffd-wp, where the kernel has them. */
export function swapFlags(kernel: Kernel): readonly ResolvedRow[] {
  return kernel.form('pte', 'swap').rows.filter((row) => row.kind === 'flag' && row.role.startsWith('swp_'));
}

/** Whether an offset is one of a set. */
export function hasOffset(set: OffsetSet, offset: bigint): boolean {
  return set.kind === 'range'
    ? offset >= set.first && offset <= set.last
    : offset !== 0n && (offset & not64(set.mask)) === 0n;
}

function describeSet(set: OffsetSet): string {
  return set.kind === 'range'
    ? `${formatHex(set.first)} to ${formatHex(set.last)}`
    : `non-empty combinations of ${formatHex(set.mask)}`;
}

interface Membership {
  readonly collision: Collision | null;
  readonly why: string;
}

/**
 * Decides whether the kernel makes a swap pte of this value. The type, offset and flag bits of an entry are disjoint, so
 * a value is made exactly if it has no bit beside them, all fixed bits, and an offset that its type can carry.
 */
function membership(kernel: Kernel, value: bigint): Membership {
  const flags = swapFlags(kernel);
  const flagMask = flags.reduce((mask, row) => mask | row.mask, 0n);
  const stray = value & not64(swapFieldMask(kernel.swap) | flagMask);
  if (stray !== 0n)
    return { collision: null, why: `no entry that the kernel makes has the bits ${formatU64(stray)}` };
  const missing = kernel.swap.fixed & not64(value);
  if (missing !== 0n)
    return {
      collision: null,
      why: `every swap pte that the kernel makes has the bits ${formatU64(missing)}`,
    };
  const type = swpType(kernel.swap, value);
  const offset = swpOffset(kernel.swap, value);
  const family = entryFamilies(kernel).find((known) => known.type.number === type);
  if (!family) return { collision: null, why: `the kernel has no swap type ${type}` };
  const { name, kind } = family.type;
  const range = `${name} (type ${type}) carries the offsets ${describeSet(family.offsets)}`;
  if (!hasOffset(family.offsets, offset))
    return { collision: null, why: `${range}, not ${formatHex(offset)}` };
  const set = flags.filter((row) => (value & row.mask) !== 0n);
  return {
    collision: {
      type,
      name,
      kind,
      offset,
      flags: set.map((row) => row.name),
      flagBits: value & flagMask,
    },
    why: `the kernel makes the same bits: ${name} (type ${type}), offset ${formatHex(offset)}${
      set.length > 0 ? ` with ${set.map((row) => row.name).join(', ')}` : ''
    }`,
  };
}

/** The bits of the entry that a collision names: the value it was found for. */
export function collisionValue(kernel: Kernel, collision: Collision): bigint {
  return makeSwapPte(kernel.swap, { type: collision.type, offset: collision.offset }) | collision.flagBits;
}

/**
 * Checks a candidate for `UFFD_WP_SWP_PTE_SPECIAL` against the four rules, the fourth by proof: whether the value is
 * in the set of all swap ptes that this kernel makes. Where that hangs on how the kernel is built, and nobody said it, the
 * fourth is not known.
 *
 * @param value 0 .. 2^64-1
 */
export function checkSpecial(kernel: Kernel, value: bigint): SpecialVerdict {
  if (isTooWide(kernel, value)) return tooWide(kernel, value);
  const entry = readEntry(kernel, value, 'pte');
  const read = rulesAsBuilt(entry);
  const { collision, why } =
    entry.form === 'swap' ? membership(kernel, value) : { collision: null, why: read['4'].why };
  const other = otherBuildOf(entry);
  if (other && (membership(other, value).collision === null) !== (collision === null)) {
    const open = { holds: null, why: buildUnsaid(kernel) };
    return { value, holds: false, rules: { ...read, '4': open }, collision: null, caution: null };
  }
  const rules = { ...read, '4': { holds: collision === null, why } };
  return {
    value,
    holds: RULE_IDS.every((id) => rules[id].holds),
    rules,
    collision,
    caution: collision === null && !read['4'].holds ? read['4'].why : null,
  };
}

/** What is to be said of a value that no entry can have. */
function tooWide(kernel: Kernel, value: bigint): SpecialVerdict {
  const no = { holds: false, why: `an entry has ${kernel.entryBits} bits here` };
  return {
    value,
    holds: false,
    rules: { '1': no, '2': no, '3': no, '4': no },
    collision: null,
    caution: null,
  };
}

/** Whether a value satisfies all four rules: what `checkSpecial` decides, without its reasons. */
export function isSound(kernel: Kernel, value: bigint): boolean {
  const bit = kernel.mask('swp_uffd_wp');
  return (
    bit !== 0n &&
    (value & bit) !== 0n &&
    !isTooWide(kernel, value) &&
    shapeOf(kernel, 'pte', value).form === 'swap' &&
    membership(kernel, value).collision === null
  );
}

/** All sums of `count` of the bits, smallest first. */
function* combinations(bits: readonly bigint[], count: number): Generator<bigint, void, undefined> {
  if (count === 0) {
    yield 0n;
    return;
  }
  for (const [index, bit] of bits.entries())
    for (const rest of combinations(bits.slice(0, index), count - 1)) yield bit | rest;
}

/**
 * Finds the values that satisfy all four rules, those with fewer bits first, then the smaller ones.
 *
 * Without a uffd-wp bit none exists. With one, some value always does: offset 0 of type 0 with that bit, for slot 0 of
 * a swap area is its header; so counting bits upward ends.
 *
 * @param max how many to find, at least 1
 */
export function findSpecial(kernel: Kernel, max: number): SpecialSearch {
  const bit = kernel.mask('swp_uffd_wp');
  if (bit === 0n)
    return {
      values: [],
      impossible: '3',
      proof:
        swpUffdWp(kernel) === 0n
          ? 'no value satisfies rule 3: this kernel has no uffd-wp bit in a swap pte'
          : 'rule 3: whether this build has a uffd-wp bit in a swap pte is not known',
    };
  const others = Array.from({ length: kernel.entryBits }, (_, n) => 1n << BigInt(n)).filter(
    (other) => other !== bit,
  );
  const values: bigint[] = [];
  let proof = '';
  for (let count = 0; count <= others.length && values.length < max; count += 1)
    for (const rest of combinations(others, count)) {
      const value = bit | rest;
      if (!isSound(kernel, value)) continue;
      if (values.push(value) === 1) proof = proofOf(kernel, value);
      if (values.length === max) break;
    }
  return { values, impossible: null, proof };
}

function proofOf(kernel: Kernel, first: bigint): string {
  const count = first.toString(2).replaceAll('0', '').length;
  const smaller =
    count === 1
      ? 'rule 3 wants this bit, and it alone satisfies the other rules: nothing simpler exists'
      : `no value of fewer than ${count} bits satisfies all four rules: each was tried`;
  const { rules } = checkSpecial(kernel, first);
  return `${smaller}; rule 4: ${rules['4'].why}`;
}
