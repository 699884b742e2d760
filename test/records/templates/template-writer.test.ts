import { describe, expect, test } from '@jest/globals';
import { type DecodedEntry, decodedWith, decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { joinKeys } from '../../../src/core/entry/keys.ts';
import type { JudgeKey } from '../../../src/records/templates/judge-key.ts';
import { type Level, LEVELS } from '../../../src/core/rows/layout.ts';
import type { Kernel } from '../../../src/core/rows/model.ts';
import { formatHex } from '../../../src/core/u64.ts';
import { otherKernels } from '../../../src/kernel/others.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import type { RecordContext } from '../../../src/records/property.ts';
import { tableFormat } from '../../../src/records/templates/table-template.ts';
import type { TemplateFormat } from '../../../src/records/templates/template.ts';
import { bitFlips, randomValues } from '../../helpers/values.ts';
import { IS_ALL } from '../../helpers/arch-vectors.ts';
import { kernelsOf } from '../../helpers/architectures.ts';
import { formats, writing } from '../../helpers/template-writing.ts';
import { readValues, type ValueInput } from '../../helpers/value-input.ts';
import { readVectors, VECTOR_SETS } from '../../helpers/vectors.ts';

/** Compares what the writer gives with the long way; gives the number of values that needed the long way. */
function compare(
  kernel: Kernel,
  level: Level,
  format: TemplateFormat,
  values: readonly bigint[],
  prefix = 'a "b"\\:',
): number {
  const { writer, take } = writing(format);
  const others = otherKernels();
  expect(writer.templates).toBeGreaterThan(2);
  writer.begin(prefix);
  let decoded = 0;
  for (const [index, value] of values.entries()) {
    const place = { input: formatHex(value), origin: `${prefix}${index}:1` };
    const make = (): { entry: ReturnType<typeof decodeEntry>; context: RecordContext } => ({
      entry: decodeEntry(kernel, value, { level, others }),
      context: { kernel, place },
    });
    writer.show(value, place.input, place.origin, () => {
      decoded += 1;
      return make();
    });
    const got = take();
    const { entry, context } = make();
    const wanted = format.render(entry, context);
    if (got !== wanted) expect(`${kernel.id} ${level} ${formatHex(value)}: ${got}`).toBe(wanted);
  }
  return decoded;
}

describe('templates give what decoding one by one gives', () => {
  test.each(ARCHITECTURES.map(({ arch }) => ({ arch })))('$arch, all levels', ({ arch }) => {
    const kernels = kernelsOf(arch);
    const step = Math.max(1, Math.ceil(kernels.length / 2));
    for (const kernel of kernels.filter((_, index) => index % step === 0))
      for (const level of LEVELS) {
        const values = randomValues(30, kernel.entryBits);
        for (const format of formats(kernel, level)) compare(kernel, level, format, values);
      }
  });

  test.each(VECTOR_SETS)('values of the vectors $stem', ({ stem, kernel: name }) => {
    const kernel = resolveKernel({ kernel: name });
    const values = readVectors(stem, 'decode').map((row) =>
      BigInt(String(row['raw'] ?? row['val'] ?? '0x0')),
    );
    for (const format of formats(kernel, 'pte')) compare(kernel, 'pte', format, values.slice(0, 300));
  });

  test.each([
    'uffd-wp-special',
    'debian-7.3,paging=5',
    '6.1,enc-bit=47',
    ...(IS_ALL ? ['4.14', 'debian-6.12', '4.18,UFFD_WP_BACKPORT=y'] : []),
  ])('many random values of %s, few of them the long way', (name) => {
    const kernel = resolveKernel({ kernel: name });
    const values = randomValues(1200);
    const [json, line] = formats(kernel, 'pte').map((format) => compare(kernel, 'pte', format, values));
    expect(json).toBeLessThan(1000);
    expect(line).toBeLessThan(800);
  });

  test.each([
    { name: 'debian-7.3', format: 'csv' },
    { name: '4.18,L1TF_LAYOUT=y,UFFD_WP_BACKPORT=y', format: 'tsv' },
  ] as const)('$format of many random values of $name', ({ name, format }) => {
    const kernel = resolveKernel({ kernel: name });
    const table = tableFormat({ kernel, level: 'pte', others: otherKernels() }, format);
    expect(compare(kernel, 'pte', table, randomValues(1000), '<stdin>:')).toBeLessThan(900);
  });
});

describe('TemplateWriter', () => {
  const kernel = resolveKernel({});
  const [, line] = formats(kernel, 'pte');
  if (!line) throw new Error('no line format');

  test('writes what it is given in order, however long', () => {
    const { writer, take } = writing(line);
    const long = 'é'.repeat(200_000);
    writer.add('first\n');
    writer.add(long);
    writer.add('last\n');
    expect(take()).toBe(`first\n${long}last\n`);
  });

  test('a template that does not give the text of its first value is not used again', () => {
    const wrong: TemplateFormat = { templates: line.templates, render: (entry) => `${entry.raw}\n` };
    const { writer, take } = writing(wrong);
    const show = (value: bigint): void => {
      writer.show(value, '', '', () => ({ entry: decodeEntry(kernel, value), context: { kernel } }));
    };
    for (const value of [0x67n, 0x67n, 0x1067n]) show(value);
    expect(take()).toBe('103\n103\n4199\n');
  });

  test('texts that depend on a limit, on both sides of it', () => {
    const tests = [{ xor: 0xff00n, mask: 0xffff00n, atLeast: 0x123400n }];
    const text = (raw: bigint): string =>
      `${((raw ^ 0xff00n) & 0xffff00n) >= 0x123400n ? 'high' : 'low'} ${raw & 3n}\n`;
    const { writer, take } = writing({
      templates: [
        {
          mask: 0n,
          value: 0n,
          sections: [{ kind: 'text', key: { bits: 3n, tests }, text: ({ entry }) => text(entry.raw) }],
        },
      ],
      render: ({ raw }) => text(raw),
    });
    const values = [...bitFlips(0x12cb00n), ...bitFlips(0x12cc01n), ...bitFlips(0x12ca03n)];
    let decoded = 0;
    for (const value of values)
      writer.show(value, '', '', () => {
        decoded += 1;
        return { entry: decodeEntry(kernel, value), context: { kernel } };
      });
    expect(take()).toBe(values.map(text).join(''));
    expect(decoded).toBe(new Set(values.map(text)).size);
  });
});

/** Questions that have no answer in the kernel, and the answers to some of them no value: they hold for every way of reading one. */
const PARTS: readonly { key: JudgeKey; holds: (entry: DecodedEntry) => boolean | undefined }[] = [
  {
    key: { bits: 0x8400_0000_0001_0e65n, tests: [] },
    holds: ({ raw }) => (raw & 0x8400_0000_0001_0e65n).toString(2).replaceAll('0', '').length % 4 !== 0,
  },
  {
    key: { bits: 0x200n, tests: [] },
    holds: ({ raw }) => (raw & 0x200n) === 0n || undefined,
  },
  {
    key: { bits: 2n, tests: [{ xor: 0n, mask: (1n << 64n) - 1n, atLeast: 0x25n }] },
    holds: ({ raw }) => raw >= 0x25n || (raw & 2n) !== 0n,
  },
  {
    key: { bits: 0n, tests: [{ xor: 0xf_ffff_ffff_f000n, mask: 0xf_ffff_f000n, atLeast: 0x3_1234_5000n }] },
    holds: ({ raw }) => ((raw ^ 0xf_ffff_ffff_f000n) & 0xf_ffff_f000n) >= 0x3_1234_5000n,
  },
];

const KEY: JudgeKey = joinKeys(PARTS.map(({ key }) => key));

function filtered(format: TemplateFormat, key: JudgeKey | undefined): TemplateFormat {
  return {
    ...format,
    templates: format.templates.map((template) => ({ ...template, key })),
    filter: (entry) => {
      const answers = PARTS.map(({ holds }) => holds(entry));
      return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
    },
  };
}

/** What a writer makes of an input, and how many values it could not write by itself. */
function filter(
  format: TemplateFormat,
  kernel: Kernel,
  input: ValueInput,
): { text: string; open: number; decoded: number } {
  const { writer, take } = writing(format);
  let decoded = 0;
  for (const { value, text, origin } of readValues(input, writer)) {
    writer.show(value, text, origin, () => {
      decoded += 1;
      return { entry: decodeEntry(kernel, value), context: { kernel, place: { input: text, origin } } };
    });
  }
  return { text: take(), open: writer.unasked, decoded };
}

/** The same without a writer. */
function filterOneByOne(
  format: TemplateFormat,
  kernel: Kernel,
  input: ValueInput,
): { text: string; open: number } {
  let text = '';
  let open = 0;
  for (const item of readValues(input)) {
    const entry = decodeEntry(kernel, item.value);
    const context = { kernel, place: { input: item.text, origin: item.origin } };
    const isWanted = format.filter?.(entry, context);
    if (isWanted) text += format.render(entry, context);
    if (isWanted === undefined) open += 1;
  }
  return { text, open };
}

describe('a filter passes over what it passes over one by one', () => {
  const NAMES = [
    { kernel: 'uffd-wp-special' },
    { kernel: '5.14' },
    { kernel: '7.3', arch: 'arm64' },
    { kernel: '6.12', arch: 's390x' },
    { kernel: '6.1', arch: 'loongarch64' },
  ];

  test.each(NAMES.flatMap((name) => (['text', 'u64le', 'u64be'] as const).map((as) => ({ ...name, as }))))(
    '$kernel $arch, $as: random values and single bits flipped, cold and warm',
    ({ as, ...spec }) => {
      const kernel = resolveKernel(spec);
      const values = [...randomValues(120), ...randomValues(2).flatMap((value) => bitFlips(value))];
      const input = { as, values: [...values, ...values.toReversed()] };
      for (const format of formats(kernel, 'pte').map((plain) => filtered(plain, KEY))) {
        const wanted = filterOneByOne(format, kernel, input);
        const { decoded, ...got } = filter(format, kernel, input);
        expect(got).toEqual(wanted);
        expect(got.open).toBeGreaterThan(20);
        expect(decoded).toBeLessThan(values.length);
      }
    },
  );

  const kernel = resolveKernel({});
  const [json, line] = formats(kernel, 'pte');
  if (!json || !line) throw new Error('no format');

  test('lines with more than one value, comments, and tokens that are none', () => {
    const values = randomValues(40).map(formatHex);
    const lines = values.flatMap((text, index) => [
      `${text} ${values.at(-index) ?? ''}`,
      `${text}   # a comment`,
      index % 3 === 0 ? `${text} 0xzz` : `  ${text}\r`,
      text.slice(2).padStart(16, '0').toUpperCase(),
      text,
    ]);
    const input = { as: 'text' as const, text: [...lines, ...lines].join('\n') };
    const format = filtered(json, KEY);
    expect(filter(format, kernel, input)).toMatchObject(filterOneByOne(format, kernel, input));
  });

  test.each([
    { name: 'nobody knows the key', key: undefined },
    { name: 'the key is too wide', key: { bits: (1n << 49n) - 1n, tests: [] } },
  ])('one by one where $name', ({ key }) => {
    const input = { as: 'text' as const, values: randomValues(300) };
    const format = filtered(line, key);
    const { decoded, ...got } = filter(format, kernel, input);
    expect(got).toEqual(filterOneByOne(format, kernel, input));
    expect(decoded).toBe(300);
  });

  test('more keys than there is room for', () => {
    const holds = ({ raw }: DecodedEntry): boolean => (raw & 0x7000n) === 0n;
    const format: TemplateFormat = {
      ...line,
      templates: line.templates.map((template) => ({ ...template, key: { bits: 0xfffff000n, tests: [] } })),
      filter: holds,
    };
    const base = decodeEntry(kernel, 0x25n);
    const { writer, take } = writing(format);
    const frames = Array.from({ length: 60_000 }, (_, index) => BigInt(index));
    let judged = 0;
    for (const pfn of [...frames, ...frames.slice(-1000)]) {
      const raw = (pfn << 12n) | 0x25n;
      writer.show(raw, '', '', () => {
        judged += 1;
        return {
          entry: (pfn & 7n) === 0n ? decodeEntry(kernel, raw) : decodedWith(base, { raw, notes: [] }),
          context: { kernel },
        };
      });
    }
    const wanted = [...frames, ...frames.slice(-1000)].filter((pfn) => (pfn & 7n) === 0n);
    expect(take().match(/pfn 0x[0-9a-f]+/g)).toEqual(wanted.map((pfn) => `pfn ${formatHex(pfn)}`));
    expect(judged).toBe(60_000);
  });
});
