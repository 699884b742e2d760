import { expect, test } from '@jest/globals';
import { compileCertain } from '../../../src/records/where/certain.ts';
import { createNames } from '../../../src/records/where/names.ts';
import { ANYTHING, OpenInteger, type OpenValue } from '../../../src/records/where/values.ts';
import { compileWhere } from '../../../src/records/where/where.ts';

const names = createNames(
  [
    { name: 'x', type: 'u64', max: 7n },
    { name: 'y', type: 'u64', max: 7n },
    { name: 't', type: 'text' },
  ],
  '',
);
const VALUES = Array.from({ length: 8 }, (_, value) => BigInt(value));
const OPEN = VALUES.flatMap((open) =>
  VALUES.filter((bits) => (bits & open) === 0n).map((bits) => ({ bits, open })),
);
const allOf = ({ bits, open }: { readonly bits: bigint; readonly open: bigint }): readonly bigint[] =>
  VALUES.filter((value) => (value & ~open) === bits);

// What an open integer may be is asked one by one.
test.each([
  'x', 'x & 5', 'x == 3', 'x != 3', 'x < 4', 'x <= 3', 'x > 2', 'x >= 6', 'x in (1, 5)', 'x & 6 == 2', 'x == null', 'x != null',
  '1 < x', 'x & 3 in (1, 2)', 'x not in (0, 7)',
])('an answer that does not depend on open bits: %s', (text) => {
  const { root, evaluate } = compileWhere(text, names);
  const { answer } = compileCertain(root);
  for (const { bits, open } of OPEN) {
    const answers = new Set(allOf({ bits, open }).map((value) => evaluate(() => value)));
    const found = answer(({ mayHold }) => mayHold(() => new OpenInteger(bits, open)));
    expect([...answers]).toContain(found ?? [...answers][0]);
    // Each element of a list is asked by itself.
    if (!text.includes(' in ')) expect(found === undefined).toBe(answers.size > 1);
  }
}); // prettier-ignore

test.each(['x == y', 'x != y', 'x < y', 'x >= y', 'x & y', 'x & y == 2'])('of two: %s', (text) => {
  const { root, evaluate } = compileWhere(text, names);
  const { answer } = compileCertain(root);
  for (const x of OPEN)
    for (const y of OPEN) {
      const answers = new Set(
        allOf(x).flatMap((one) => allOf(y).map((other) => evaluate((name) => (name === 'x' ? one : other)))),
      );
      const found = answer(({ mayHold }) =>
        mayHold((name) => (name === 'x' ? new OpenInteger(x.bits, x.open) : new OpenInteger(y.bits, y.open))),
      );
      // It may be without an answer where the bits of one and of the other decide together.
      if (found !== undefined) expect([...answers]).toEqual([found]);
    }
});

test('nothing follows from a value of which nothing is known', () => {
  const ask = (text: string, value: OpenValue): boolean | undefined =>
    compileCertain(compileWhere(text, names).root).answer(({ mayHold }) => mayHold(() => value));
  expect(
    ['x == 1', 'x == null', 'x', 't == "a"', 't', 'x in (1, 2)', 't in ("a", "b")'].map((text) =>
      ask(text, ANYTHING),
    ),
  ).toEqual(Array(7).fill(undefined));
});
