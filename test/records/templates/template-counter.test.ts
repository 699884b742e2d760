import { describe, expect, test } from '@jest/globals';
import { formatHex } from '../../../src/core/u64.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import {
  type CountTemplate,
  createTemplateCounter,
  type Rows,
  type TemplateCounter,
} from '../../../src/records/templates/template-counter.ts';
import type { Key } from '../../../src/core/entry/keys.ts';
import { shapesOf } from '../../../src/core/entry/shapes.ts';
import { bitFlips, randomValues } from '../../helpers/values.ts';
import { readValues, type ValueInput } from '../../helpers/value-input.ts';

const WIDE: Key = {
  bits: 0x8400_0000_0001_0e65n,
  tests: [
    { xor: 0xffn, mask: 0xff0n },
    { xor: 0n, mask: (1n << 64n) - 1n, atLeast: 1n << 63n },
    { xor: 0xfff_f000n, mask: 0xfff_f000n, atLeast: 0x80_0000n },
  ],
};
const NARROW: Key = { bits: 0x41n, tests: [] };

/** What a key asks, put together by hand. */
function answers({ bits, tests }: Key, raw: bigint): string {
  return [
    formatHex(raw & bits),
    ...tests.map(({ xor, mask, atLeast = 1n }) => ((raw ^ xor) & mask) >= atLeast),
  ].join(' ');
}

function newCounter<T>(
  templates: readonly CountTemplate[],
  onRows?: (rows: Rows<T>) => void,
): TemplateCounter<T> {
  const counter = createTemplateCounter(templates, onRows);
  if (!counter) throw new Error('this Node has no WebAssembly');
  return counter;
}

function tally(names: Iterable<readonly [string, number]>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const [name, count] of names) counts.set(name, (counts.get(name) ?? 0) + count);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const ALL = { mask: 0n, value: 0n };

describe('counts what counting one by one counts', () => {
  test.each([
    { arch: 'x86_64', as: 'text' },
    { arch: 'x86_64', as: 'u64le' },
    { arch: 'arm64', as: 'text' },
    { arch: 's390x', as: 'u64be' },
    { arch: 'riscv64', as: 'text' },
  ] as const)('$arch, $as', ({ arch, as }) => {
    const templates = shapesOf(resolveKernel({ arch }), 'pte').map(({ mask, value, form }) => ({
      mask,
      value,
      key: form === 'none' ? undefined : WIDE,
    }));
    const values = [...randomValues(1500), ...randomValues(20).flatMap((value) => bitFlips(value)), 0n, 4n];
    const all = [...values, ...values];
    const nameOf = (raw: bigint): string => {
      const index = templates.findIndex(({ mask, value }) => (raw & mask) === value);
      return `${index} ${answers(WIDE, raw)}`;
    };
    const counter = newCounter<string>(templates);
    const seen: string[] = [];
    for (const { value, origin } of readValues({ as, values: all }, counter)) {
      if (counter.add(value, origin)) continue;
      seen.push(nameOf(value));
      counter.settle(value, nameOf(value));
    }
    const counts = [...counter.counts()];
    for (const { value, meaning, template } of counts) {
      expect(nameOf(value)).toBe(meaning);
      expect(meaning).toMatch(`${template} `);
    }
    expect(
      tally([
        ...seen.map((name) => [name, 1] as const),
        ...counts.map(({ meaning, count }) => [meaning, count] as const),
      ]),
    ).toEqual(tally(all.map((raw) => [nameOf(raw), 1] as const)));
    expect(seen.length + counter.counted).toBe(all.length);
    expect(counter.counted).toBeGreaterThan(values.length / 2);
  });

  test('a key that is not settled is seen again', () => {
    const counter = newCounter<string>([{ ...ALL, key: NARROW }]);
    const input: ValueInput = { as: 'text', text: '0x41\n0x1 0x41\n0x141 # three\n0x41\n0x41\n' };
    const seen: string[] = [];
    for (const { value, origin } of readValues(input, counter)) {
      if (counter.add(value, origin)) continue;
      seen.push(origin);
      if (seen.length === 4) counter.settle(value, 'three');
    }
    expect(seen).toEqual(['<stdin>:1:1', '<stdin>:2:1', '<stdin>:2:5', '<stdin>:3:1']);
    expect([...counter.counts()]).toEqual([{ meaning: 'three', value: 0x141n, count: 2, template: 0 }]);
  });

  test('reading ends when the caller has seen enough', () => {
    const counter = newCounter<string>([{ ...ALL, key: NARROW }]);
    let seen = 0;
    for (const { value } of readValues({ as: 'text', values: [1n, 1n, 1n, 0x40n, 1n] }, counter)) {
      seen += 1;
      if (value === 0x40n) break;
      counter.settle(value, '');
    }
    expect({ seen, counted: counter.counted }).toEqual({ seen: 2, counted: 2 });
  });

  test('more keys than there is room for: the rest stays with the caller', () => {
    const counter = newCounter<number>([{ ...ALL, key: { bits: 0xffff_ffffn, tests: [] } }]);
    const step = 0x9e37n;
    const settled = Array.from({ length: 60_000 }, (_, n) => counter.settle(BigInt(n) * step, n));
    expect(settled.lastIndexOf(true)).toBeLessThan(settled.indexOf(false));
    const counted = settled.map((_, n) => counter.add(BigInt(n) * step, ''));
    expect(counted).toEqual(settled);
    const total = [...counter.counts()].map(({ meaning, count }) => meaning * count);
    const room = settled.indexOf(false);
    expect(total.reduce((sum, n) => sum + n, 0)).toBe((room * (room - 1)) / 2);
  });

  test.each([{ key: undefined }, { key: { bits: (1n << 49n) - 1n, tests: [] } }])(
    'without a key that fits nothing is counted',
    ({ key }) => {
      const counter = newCounter<string>([{ ...ALL, key }]);
      expect(counter.settle(1n, '')).toBe(false);
      expect([...readValues({ as: 'text', values: [1n, 1n] }, counter)]).toHaveLength(2);
    },
  );
});

describe('values that are handed over in rows', () => {
  const templates: readonly CountTemplate[] = [
    { mask: 1n, value: 1n, key: NARROW },
    { ...ALL, key: NARROW, number: { xor: 0xff_f000n, mask: 0xff_f000n, shift: 12 } },
  ];

  test.each(['text', 'u64be'] as const)('%s: all of them, in order, with their places', (as) => {
    const values = Array.from({ length: 10_000 }, (_, n) => BigInt(n * 0x1234) & 0xff_ffffn);
    const rows: string[] = [];
    const counter = newCounter<string>(templates, ({ length, values: raws, numbers, meaning, origin }) => {
      for (let row = 0; row < length; row++)
        rows.push(`${raws[row]} ${numbers[row]} ${meaning(row)} ${origin(row)}`);
    });
    const rowOf = (raw: bigint, origin: string): string =>
      `${raw} ${(~raw & 0xff_f000n) >> 12n} ${formatHex(raw & 0x41n)} ${origin}`;
    for (const { value, origin } of readValues({ as, values }, counter)) {
      if (counter.add(value, origin)) continue;
      if ((value & 1n) === 0n) rows.push(rowOf(value, origin));
      counter.settle(value, formatHex(value & 0x41n));
    }
    const places = values.map((_, n) =>
      as === 'text' ? `<stdin>:${n + 1}:1` : `<stdin>@0x${(8 * n).toString(16)}`,
    );
    expect(rows).toEqual(
      values.flatMap((value, n) => ((value & 1n) === 0n ? [rowOf(value, places[n] ?? '')] : [])),
    );
  });

  test('values given one by one keep the place that they came with', () => {
    const rows: string[] = [];
    const counter = newCounter<string>(templates, ({ length, origin }) => {
      rows.push(`${length} ${origin(0)}`);
    });
    counter.settle(0n, '');
    expect([counter.add(0x2000n, 'argument 3'), counter.add(0x40n, 'argument 4')]).toEqual([true, false]);
    expect(rows).toEqual(['1 argument 3']);
  });
});
