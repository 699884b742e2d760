import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPteDecodeError } from '../../../src/core/errors.ts';
import { U64_MAX } from '../../../src/core/u64.ts';
import {
  type JoinedNumber,
  type NameWidth,
  type WideAtom,
  wideAtoms,
} from '../../../src/records/where/atoms.ts';
import { createNames } from '../../../src/records/where/names.ts';
import type { WhereValue } from '../../../src/records/where/values.ts';
import { compileWhere, type Where } from '../../../src/records/where/where.ts';

/** A small universe: each name with all its values; the second table holds what they mean to the oracle below. */
const UNIVERSE = {
  raw: [0n, 1n, 3n, 6n, U64_MAX],
  pfn: [null, 0n, 2n, 7n],
  type: [null, 0n, 1n, 3n],
  dirty: [null, false, true],
  present: [false, true],
  state: ['x', 'y', 'z'],
  mark: [null, 'x', 'w'],
  kind: [null, 'k'],
  tag: [null, '', 'x', '0x4'],
  flags: [[], ['f'], ['g', 'f']],
  notes: [null, [], ['x']],
} as const satisfies Record<string, readonly WhereValue[]>;
type Name = keyof typeof UNIVERSE;
type Record_ = { readonly [name in Name]: (typeof UNIVERSE)[name][number] };

const NAMES = createNames(
  [
    { name: 'raw', type: 'u64', always: true },
    { name: 'pfn', type: 'u64' },
    { name: 'type', type: 'number', max: 3n },
    { name: 'dirty', type: 'truth' },
    { name: 'present', type: 'truth', always: true },
    { name: 'state', type: 'text', values: UNIVERSE.state, always: true },
    { name: 'mark', type: 'text', values: ['x', 'w'] },
    { name: 'kind', type: 'text', values: ['k'] },
    { name: 'tag', type: 'text' },
    { name: 'flags', type: 'list', values: ['f', 'g'], always: true },
    { name: 'notes', type: 'list' },
  ],
  '',
);

const WIDTHS: Readonly<Record<string, NameWidth>> = { raw: 'wide', pfn: 'wide', tag: 'wide', type: 'placed' };
const widthOf = (name: string): NameWidth => WIDTHS[name] ?? 'narrow';

/** An expression, and what it means: written anew here, with nothing of the engine. */
interface Piece<Value> {
  readonly text: string;
  readonly of: (record: Record_) => Value;
}
type Integer = Piece<bigint | null>;
type Truth = Piece<boolean>;

const integerName = (name: 'raw' | 'pfn' | 'type' | 'dirty' | 'present'): Integer => ({
  text: name,
  of: (record) => {
    const value = record[name];
    return value === null ? null : BigInt(value);
  },
});
const INTEGERS = fc.constantFrom(...(['raw', 'pfn', 'type', 'dirty', 'present'] as const)).map(integerName);
const CONSTANTS: fc.Arbitrary<Integer> = fc
  .constantFrom(0n, 1n, 2n, 3n, 5n, 6n, 7n, U64_MAX)
  .map((value) => ({ text: `${value}`, of: () => value }));
const BITS: fc.Arbitrary<Integer> = fc
  .array(fc.oneof({ weight: 1, arbitrary: INTEGERS }, { weight: 2, arbitrary: CONSTANTS }), {
    minLength: 2,
    maxLength: 3,
  })
  .map((operands) => ({
    text: operands.map(({ text }) => text).join(' & '),
    of: (record) =>
      operands.reduce<bigint | null>((bits, operand) => {
        const value = operand.of(record);
        return bits === null || value === null ? null : bits & value;
      }, U64_MAX),
  }));
const INTEGER = fc.oneof(
  { weight: 4, arbitrary: INTEGERS },
  { weight: 3, arbitrary: CONSTANTS },
  { weight: 2, arbitrary: BITS },
);

const TEXTS: fc.Arbitrary<Piece<string | null>> = fc.oneof(
  fc
    .constantFrom('state' as const, 'mark' as const, 'kind' as const, 'tag' as const)
    .map((name) => ({ text: name, of: (record: Record_) => record[name] })),
  fc.constantFrom('x', 'y', 'w', '', '0x4').map((text) => ({ text: `"${text}"`, of: () => text })),
);
const NULL: Piece<null> = { text: 'null', of: () => null };

const EQUALITY = fc.constantFrom('==' as const, '!=' as const);
const ORDER = fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const);

function equality(
  op: '==' | '!=',
  left: Piece<bigint | string | null>,
  right: Piece<bigint | string | null>,
): Truth {
  return {
    text: `${left.text} ${op} ${right.text}`,
    of: (record) => (left.of(record) === right.of(record)) === (op === '=='),
  };
}

function order(op: '<' | '<=' | '>' | '>=', left: Integer, right: Integer): Truth {
  return {
    text: `${left.text} ${op} ${right.text}`,
    of: (record) => {
      const a = left.of(record);
      const b = right.of(record);
      if (a === null || b === null) return false;
      return op === '<' ? a < b : op === '<=' ? a <= b : op === '>' ? a > b : a >= b;
    },
  };
}

function membership(
  value: Piece<bigint | string | null>,
  items: readonly Piece<bigint | string | null>[],
): Truth {
  return {
    text: `${value.text} in (${items.map(({ text }) => text).join(', ')})`,
    of: (record) => items.some((item) => item.of(record) === value.of(record)),
  };
}

const COMPARISON: fc.Arbitrary<Truth> = fc.oneof(
  fc.tuple(EQUALITY, INTEGER, INTEGER).map((parts) => equality(...parts)),
  fc.tuple(EQUALITY, TEXTS, TEXTS).map((parts) => equality(...parts)),
  fc.tuple(EQUALITY, fc.oneof(INTEGER, TEXTS), fc.constant(NULL)).map((parts) => equality(...parts)),
  fc.tuple(ORDER, INTEGER, INTEGER).map((parts) => order(...parts)),
  fc
    .tuple(INTEGER, fc.array(fc.oneof(INTEGER, fc.constant(NULL)), { minLength: 1, maxLength: 3 }))
    .map((parts) => membership(...parts)),
  fc
    .tuple(TEXTS, fc.array(fc.oneof(TEXTS, fc.constant(NULL)), { minLength: 1, maxLength: 3 }))
    .map((parts) => membership(...parts)),
  fc
    .tuple(TEXTS, fc.constantFrom('flags' as const, 'notes' as const), fc.boolean())
    .map(([value, list, isHas]): Truth => ({
      text: isHas ? `${list} has ${value.text}` : `${value.text} in ${list}`,
      of: (record) => {
        const items: readonly (string | null)[] = record[list] ?? [];
        return items.includes(value.of(record));
      },
    })),
);

const ALONE: fc.Arbitrary<Truth> = fc.oneof(
  INTEGER.map(({ text, of }): Truth => ({ text, of: (record) => (of(record) ?? 0n) !== 0n })),
  fc
    .constantFrom('state' as const, 'mark' as const, 'tag' as const, 'flags' as const, 'notes' as const)
    .map((name): Truth => ({ text: name, of: (record) => (record[name]?.length ?? 0) > 0 })),
);

function compile(text: string): Where | undefined {
  try {
    return compileWhere(text, NAMES);
  } catch (error) {
    if (isPteDecodeError(error) && error.code === 'ERR_EXPRESSION') return undefined;
    throw error;
  }
}

/** Comparisons that are not refused, joined. */
const CONDITION = fc.letrec<{ condition: Truth }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 4, arbitrary: COMPARISON.filter(({ text }) => compile(text) !== undefined) },
    { weight: 1, arbitrary: ALONE.filter(({ text }) => compile(text) !== undefined) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('&&' as const, '||' as const), tie('condition'), tie('condition'))
        .map(([op, left, right]): Truth => ({
          text: `(${left.text}) ${op} (${right.text})`,
          of: (record) =>
            op === '&&' ? left.of(record) && right.of(record) : left.of(record) || right.of(record),
        })),
    },
    {
      weight: 1,
      arbitrary: tie('condition').map(({ text, of }): Truth => ({
        text: `not (${text})`,
        of: (record) => !of(record),
      })),
    },
    {
      weight: 1,
      arbitrary: tie('condition').map(({ text, of }): Truth => ({
        text: `(not (${text})) == true`,
        of: (record) => !of(record),
      })),
    },
  ),
})).condition;

const RECORD: fc.Arbitrary<Record_> = fc.record({
  raw: fc.constantFrom(...UNIVERSE.raw),
  pfn: fc.constantFrom(...UNIVERSE.pfn),
  type: fc.constantFrom(...UNIVERSE.type),
  dirty: fc.constantFrom(...UNIVERSE.dirty),
  present: fc.constantFrom(...UNIVERSE.present),
  state: fc.constantFrom(...UNIVERSE.state),
  mark: fc.constantFrom(...UNIVERSE.mark),
  kind: fc.constantFrom(...UNIVERSE.kind),
  tag: fc.constantFrom(...UNIVERSE.tag),
  flags: fc.constantFrom(...UNIVERSE.flags),
  notes: fc.constantFrom(...UNIVERSE.notes),
});

function lookupIn(record: Record_): (name: string) => WhereValue {
  const values = new Map<string, WhereValue>(Object.entries(record));
  return (name) => values.get(name);
}

/** The value of what some numbers and a mask have in common; null where one of them is. */
function joined({ names, mask }: JoinedNumber, record: Record_): bigint | null {
  const lookup = lookupIn(record);
  return names.reduce<bigint | null>((bits, name) => {
    const value = lookup(name);
    return bits === null || value === null ? null : bits & BigInt(String(value));
  }, mask);
}

/** The answer to an atom, as text. */
function answerTo(atom: WideAtom, record: Record_): string {
  if (atom.kind === 'text') return String(lookupIn(record)(atom.name) === atom.text);
  if (atom.kind === 'order') {
    const [a, b] = [joined(atom.left, record), joined(atom.right, record)];
    return a === null || b === null ? 'null' : a < b ? '<' : a > b ? '>' : '=';
  }
  const value = joined(atom.number, record);
  if (value === null) return 'null';
  const [range] = atom.ranges.filter(({ first, last }) => value >= first && value <= last);
  return range ? `in ${range.first}` : 'outside';
}

test('a condition means what it says, and its atoms and narrow names decide it', () => {
  let split = 0;
  fc.assert(
    fc.property(CONDITION, fc.array(RECORD, { minLength: 5, maxLength: 40 }), ({ text, of }, records) => {
      const where = compileWhere(text, NAMES);
      const atoms = wideAtoms(where, widthOf);
      expect(records.map((record) => where.evaluate(lookupIn(record)))).toEqual(records.map(of));
      if (!atoms) return;
      split += 1;
      const known = new Map<string, boolean>();
      for (const record of records) {
        const lookup = lookupIn(record);
        // Which names are null is the same for all entries of a shape.
        const key = JSON.stringify([
          atoms.atoms.map((atom) => answerTo(atom, record)),
          atoms.narrow.map((name) => String(lookup(name))),
          where.names.map((name) => lookup(name) === null),
        ]);
        const before = known.get(key) ?? of(record);
        known.set(key, before);
        expect(before).toBe(of(record));
      }
    }),
    { numRuns: 1000 },
  );
  expect(split).toBeGreaterThan(500);
});

test('only comparisons that say nothing are refused', () => {
  fc.assert(
    fc.property(COMPARISON, RECORD, ({ text, of }, record) => {
      if (compile(text)) return;
      const isNegated = / != /.test(text);
      // A refused list has one item at least that says nothing; `x & 0` and null tests of what is never null are constant.
      if (/ in \(| & /.test(text)) return;
      expect(of(record)).toBe(isNegated);
    }),
    { numRuns: 2000 },
  );
});

describe('wideAtoms', () => {
  const atomsOf = (text: string) => wideAtoms(compileWhere(text, NAMES), widthOf);
  const raw = { names: ['raw'], mask: U64_MAX };
  const pfn = { names: ['pfn'], mask: U64_MAX };
  const at = (value: bigint) => ({ first: value, last: value });

  test.each([
    { text: 'raw == 4', atom: { number: raw, ranges: [at(4n)] } },
    { text: '4 == raw', atom: { number: raw, ranges: [at(4n)] } },
    {
      text: 'pfn != 4',
      atom: {
        number: pfn,
        ranges: [
          { first: 0n, last: 3n },
          { first: 5n, last: U64_MAX },
        ],
      },
    },
    { text: 'raw < 4', atom: { number: raw, ranges: [{ first: 0n, last: 3n }] } },
    { text: '4 >= raw', atom: { number: raw, ranges: [{ first: 0n, last: 4n }] } },
    { text: 'raw > 4', atom: { number: raw, ranges: [{ first: 5n, last: U64_MAX }] } },
    { text: 'raw >= 4', atom: { number: raw, ranges: [{ first: 4n, last: U64_MAX }] } },
    { text: 'raw', atom: { number: raw, ranges: [{ first: 1n, last: U64_MAX }] } },
    { text: '6 & raw & 3 == 2', atom: { number: { ...raw, mask: 2n }, ranges: [at(2n)] } },
    { text: 'raw & 4', atom: { number: { ...raw, mask: 4n }, ranges: [{ first: 1n, last: U64_MAX }] } },
    { text: 'raw & pfn == 2', atom: { number: { ...raw, names: ['raw', 'pfn'] }, ranges: [at(2n)] } },
    {
      text: 'raw & pfn',
      atom: { number: { ...raw, names: ['raw', 'pfn'] }, ranges: [{ first: 1n, last: U64_MAX }] },
    },
  ])('$text is one range', ({ text, atom }) => {
    expect(atomsOf(text)?.atoms).toEqual([{ kind: 'range', ...atom }]);
    expect(atomsOf(text)?.narrow).toEqual([]);
  });

  test.each([
    { text: 'raw == pfn', left: raw, right: pfn },
    { text: 'raw & 4 < pfn', left: { ...raw, mask: 4n }, right: pfn },
    { text: 'pfn > type', left: pfn, right: { ...raw, names: ['type'] } },
  ])('$text is one order', ({ text, left, right }) => {
    expect(atomsOf(text)?.atoms).toEqual([{ kind: 'order', left, right }]);
  });

  test.each(['pfn == null', 'pfn & 4 != null', 'tag == null'])(
    '%s is the same for all entries of a shape',
    (text) => {
      expect(atomsOf(text)?.atoms).toEqual([]);
    },
  );

  test('a list of numbers is a question about each', () => {
    expect(atomsOf('pfn in (7, null, raw, 7)')?.atoms).toEqual([
      { kind: 'range', number: pfn, ranges: [at(7n)] },
      { kind: 'order', left: pfn, right: raw },
    ]);
  });

  test('texts are compared with constants', () => {
    expect(atomsOf('tag in ("x", "") || tag')?.atoms).toEqual([
      { kind: 'text', name: 'tag', text: 'x' },
      { kind: 'text', name: 'tag', text: '' },
    ]);
  });

  test('equal atoms are one, and what is not wide stays', () => {
    const split = atomsOf(
      'dirty && raw & 4 == 4 || !(4 == raw & 4) && pfn > 2 && type == 1 || (raw < 4) == present',
    );
    expect(split?.atoms).toHaveLength(3);
    expect(split?.narrow).toEqual(['dirty', 'type', 'present']);
  });

  test.each(['raw & dirty == 1', 'dirty || pfn < present', 'tag == mark', 'flags has tag', 'tag in notes'])(
    '%s is evaluated value by value',
    (text) => {
      expect(atomsOf(text)).toBeUndefined();
    },
  );

  test('a wide list is no atom', () => {
    const isNotes = (name: string): NameWidth => (name === 'notes' ? 'wide' : 'narrow');
    expect(wideAtoms(compileWhere('notes has "x"', NAMES), isNotes)).toBeUndefined();
    expect(wideAtoms(compileWhere('notes', NAMES), isNotes)).toBeUndefined();
  });
});
