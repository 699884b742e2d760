/**
 * What a name of an expression can stand for. Integers are exact; a `number` counts as an integer when it is a safe
 * one. Text of the form `0x…` with up to 16 digits, as records hold 64-bit values, counts as an integer too.
 * `undefined` is a name without a value and equals null.
 */
export type WhereValue = bigint | number | string | boolean | null | undefined | readonly WhereValue[];

const HEX_TEXT = /^0x[0-9a-f]{1,16}$/i;

/** The integer that a value stands for; booleans are 1 and 0. */
export function integerOf(value: WhereValue): bigint | undefined {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : undefined;
    case 'boolean':
      return value ? 1n : 0n;
    case 'string':
      return HEX_TEXT.test(value) ? BigInt(value) : undefined;
    default:
      return undefined;
  }
}

/** Whether two values are equal: as integers when both stand for one, otherwise of the same type and the same. */
export function areEqual(left: WhereValue, right: WhereValue): boolean {
  if (left === right) return true;
  if (left === null || left === undefined) return right === null || right === undefined;
  const leftInteger = integerOf(left);
  return leftInteger !== undefined && leftInteger === integerOf(right);
}

/** Orders two values that stand for integers: negative, zero or positive; undefined for any others. */
export function compareIntegers(left: WhereValue, right: WhereValue): number | undefined {
  const leftInteger = integerOf(left);
  const rightInteger = integerOf(right);
  if (leftInteger === undefined || rightInteger === undefined) return undefined;
  return leftInteger < rightInteger ? -1 : leftInteger > rightInteger ? 1 : 0;
}

/** Whether a value alone holds as a condition: integers other than zero, text and lists that are not empty, true. */
export function isTrue(value: WhereValue): boolean {
  const integer = integerOf(value);
  if (integer !== undefined) return integer !== 0n;
  return isList(value) || typeof value === 'string' ? value.length > 0 : false;
}

/** Whether a value equals an element of a list, or of a list inside that list. Anything but a list holds nothing. */
export function isMember(value: WhereValue, list: WhereValue): boolean {
  if (!isList(list)) return false;
  return list.some((item) =>
    isList(item) ? item.some((inner) => areEqual(value, inner)) : areEqual(value, item),
  );
}

function isList(value: WhereValue): value is readonly WhereValue[] {
  return Array.isArray(value);
}
