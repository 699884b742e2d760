import { U64_MAX } from '../../core/u64.ts';
import { largestOf, type WhereName } from './names.ts';
import type { Comparison, Literal, WhereNode } from './tree.ts';

/** Integers between two limits, no bit of which lies outside a mask. */
export interface IntegerDomain {
  readonly kind: 'integer';
  readonly min: bigint;
  readonly max: bigint;
  readonly bits: bigint;
  /** Every value, where they are few. */
  readonly numbers?: readonly bigint[];
  readonly isConstant: boolean;
  readonly isTruth: boolean;
  readonly canBeNull: boolean;
}

/** What a piece of an expression can be. */
export type Domain =
  | IntegerDomain
  /** Text, or a list of texts; `values` are all that are possible, where that is known. */
  | {
      readonly kind: 'text' | 'list';
      readonly values: readonly string[] | undefined;
      /** Values that are possible elsewhere. */
      readonly elsewhere?: readonly string[] | undefined;
      /** What is possible besides, as records spell it. */
      readonly spell?: ((text: string) => string | undefined) | undefined;
      readonly canBeNull: boolean;
    }
  | { readonly kind: 'null'; readonly canBeNull: true };

/** A piece whose names are known, and what it can be. */
export interface Checked {
  readonly node: WhereNode;
  readonly domain: Domain;
}

/** True or false, as conditions are. */
export const TRUTH: IntegerDomain = {
  kind: 'integer',
  min: 0n,
  max: 1n,
  bits: 1n,
  isConstant: false,
  isTruth: true,
  canBeNull: false,
};

/** All bits up to the highest one of a number. */
function bitsUpTo(largest: bigint): bigint {
  let bits = largest;
  for (let shift = 1n; shift < 64n; shift *= 2n) bits |= bits >> shift;
  return bits;
}

/** What a name can be. */
export function domainOfName(name: WhereName): Domain {
  const canBeNull = name.always !== true;
  if (name.type === 'text' || name.type === 'list')
    return {
      kind: name.type,
      values: name.values,
      elsewhere: name.elsewhere,
      spell: name.spell,
      canBeNull,
    };
  const rest = { kind: 'integer', isConstant: false, isTruth: name.type === 'truth', canBeNull } as const;
  const numbers = name.truths?.().map(BigInt) ?? name.numbers?.();
  if (numbers) {
    const bits = numbers.reduce((all, number) => all | number, 0n);
    return { ...rest, min: numbers[0] ?? 0n, max: numbers.at(-1) ?? 0n, bits, numbers };
  }
  const bits = name.bits?.() ?? bitsUpTo(largestOf(name));
  return { ...rest, min: 0n, max: name.bits ? bits : largestOf(name), bits };
}

/** What a constant is. */
export function domainOfLiteral({ value }: Pick<Literal, 'value'>): Domain {
  if (value === null) return { kind: 'null', canBeNull: true };
  if (typeof value === 'string') return { kind: 'text', values: [value], canBeNull: false };
  const integer = BigInt(value);
  return {
    kind: 'integer',
    min: integer,
    max: integer,
    bits: integer,
    isConstant: true,
    isTruth: typeof value === 'boolean',
    canBeNull: false,
  };
}

/** What is left of integers that are joined by `&`. */
export function domainOfBits(operands: readonly IntegerDomain[]): IntegerDomain {
  const bits = operands.reduce((left, operand) => left & operand.bits, U64_MAX);
  const isConstant = operands.every((operand) => operand.isConstant);
  const max = operands.reduce((least, operand) => (operand.max < least ? operand.max : least), bits);
  return {
    kind: 'integer',
    min: isConstant ? bits : 0n,
    max,
    bits,
    isConstant,
    isTruth: false,
    canBeNull: operands.some(({ canBeNull }) => canBeNull),
  };
}

/** Whether an integer can be equal to another. */
function canEqual(left: IntegerDomain, right: IntegerDomain): boolean {
  if (left.min > right.max || right.min > left.max) return false;
  // Zero is the only number without bits, so limits alone tell more of it.
  const fits = (one: IntegerDomain, other: IntegerDomain): boolean =>
    !one.isConstant || ((one.min & other.bits) === one.min && (other.numbers?.includes(one.min) ?? true));
  return fits(left, right) && fits(right, left);
}

/** Whether a truth value can differ from true or false. */
function canDiffer({ numbers = [0n, 1n], canBeNull }: IntegerDomain, { min }: IntegerDomain): boolean {
  return canBeNull || numbers.some((number) => number !== min);
}

/** Whether it is a truth value that is compared with true or false. */
const isTruthWith = (value: IntegerDomain, other: IntegerDomain): boolean =>
  value.isTruth && !value.isConstant && other.isConstant && other.max <= 1n;

/**
 * Whether a comparison of two integers says something: `==` and `!=` of such as cannot be equal do not. Of a truth value it need
 * only be possible that it holds.
 *
 * @param isWanted whether more holds when it is true, as in `Checker.condition`
 */
export function canCompare(
  op: Comparison,
  left: IntegerDomain,
  right: IntegerDomain,
  isWanted = true,
): boolean {
  const [value, other] = left.isConstant ? [right, left] : [left, right];
  if ((op === '==' || op === '!=') && isTruthWith(value, other)) {
    if (!isWanted) return true;
    if (op === '!=') return canDiffer(value, other);
  }
  switch (op) {
    case '==':
    case '!=':
      return canEqual(left, right);
    case '<':
      return left.min < right.max;
    case '<=':
      return left.min <= right.max;
    case '>':
      return left.max > right.min;
    case '>=':
      return left.max >= right.min;
    default: {
      const never: never = op;
      return never;
    }
  }
}
