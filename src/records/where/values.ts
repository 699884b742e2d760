/**
 * What a record gives for a name of a condition. Integers are exact; a `number` counts as an integer when it is a safe
 * one. Text of the form `0x…` with up to 16 digits, as JSON records hold 64-bit values, is an integer too where the name
 * is one. `undefined` and null stand for no value.
 */
export type WhereValue = bigint | number | string | boolean | null | undefined | readonly string[];

/** Gives the value of a name under its canonical spelling. */
export type Lookup = (name: string) => WhereValue;

/** An integer of which some bits are not known: those of `open`, which are clear in `bits`. */
export class OpenInteger {
  readonly bits: bigint;
  readonly open: bigint;

  constructor(bits: bigint, open: bigint) {
    this.bits = bits & ~open;
    this.open = open;
  }
}

/** A list of which no more is known than the texts that it can have. */
export class OpenList {
  readonly possible: ReadonlySet<WhereValue>;

  constructor(possible: ReadonlySet<WhereValue>) {
    this.possible = possible;
  }
}

/** A value of which all is known that it can be. */
export class OneOf {
  readonly values: readonly WhereValue[];

  constructor(values: readonly WhereValue[]) {
    this.values = values;
  }
}

/** A value of which nothing is known, nor whether there is one. */
export const ANYTHING: unique symbol = Symbol('anything');

/** What is known of the value of a name. */
export type OpenValue = WhereValue | OpenInteger | OpenList | OneOf | typeof ANYTHING;

const HEX_TEXT = /^0x[0-9a-f]{1,16}$/i;

/** The integer that a value stands for, true and false being 1 and 0; undefined for anything else. */
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

/** Whether an integer holds as a condition: no value and zero do not. */
export const isTrue = (integer: bigint | undefined): boolean => integer !== undefined && integer !== 0n;
