import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/decode.ts';
import { type Level, LEVELS } from '../../../src/core/layout.ts';
import type { Kernel } from '../../../src/core/model.ts';
import { formatHex } from '../../../src/core/u64.ts';
import { otherKernels } from '../../../src/kernel/others.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import type { RecordContext } from '../../../src/records/properties.ts';
import { jsonFormat, lineFormat, type TemplateFormat } from '../../../src/records/templates/template.ts';
import { createTemplateWriter, type TemplateWriter } from '../../../src/records/templates/template-writer.ts';
import { kernelsOf } from '../../helpers/architectures.ts';
import { readVectors, VECTOR_SETS } from '../../helpers/vectors.ts';

/** Numbers that look random and are the same in every run. */
function* randomWords(): Generator<bigint, never, undefined> {
  let state = 88_172_645_463_325_252n;
  for (;;) {
    state ^= BigInt.asUintN(64, state << 13n);
    state ^= state >> 7n;
    state ^= BigInt.asUintN(64, state << 17n);
    yield state;
  }
}

const words = randomWords();
const next = (): bigint => words.next().value;
const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** Values of all kinds: any bits, few bits, many bits, flags alone, small numbers under a swap type. */
const KINDS: readonly (() => bigint)[] = [
  next,
  () => next() & next() & next(),
  () => next() | next() | next(),
  () => next() & 0xf800_0000_0000_0fffn,
  () => next() & 0xff80_0000_0000_01ffn & next(),
  () => u64((next() & 0xf800_0000_0000_007en) | (~(next() & 0xffn) << 9n)) & ~0x101n,
];

function formats(kernel: Kernel, level: Level): TemplateFormat[] {
  const around = { kernel, level, others: otherKernels() };
  return [jsonFormat(around), lineFormat(around)];
}

interface Writing {
  readonly writer: TemplateWriter;
  readonly take: () => string;
}

function writing(format: TemplateFormat): Writing {
  let text = '';
  const writer = createTemplateWriter(format, (bytes) => {
    text += Buffer.from(bytes).toString();
  });
  if (!writer) throw new Error('this Node has no WebAssembly');
  return {
    writer,
    take: () => {
      writer.flush();
      const all = text;
      text = '';
      return all;
    },
  };
}

/** Compares what the writer gives with the long way; gives the number of values that needed the long way. */
function compare(kernel: Kernel, level: Level, format: TemplateFormat, values: readonly bigint[]): number {
  const { writer, take } = writing(format);
  const others = otherKernels();
  writer.begin('a "b"\\:');
  let decoded = 0;
  for (const [index, value] of values.entries()) {
    const place = { input: formatHex(value), origin: `a "b"\\:${index}:1` };
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
    const step = Math.max(1, Math.floor(kernels.length / 2));
    for (const kernel of kernels.filter((_, index) => index % step === 0))
      for (const level of LEVELS) {
        const values = Array.from({ length: 30 }, (_, index) => KINDS[index % KINDS.length]?.() ?? 0n);
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

  test.each(['uffd-wp-special', 'debian-6.12', 'debian-7.3,paging=5', '4.14', '6.1,enc-bit=47'])(
    'many random values of %s, few of them the long way',
    (name) => {
      const kernel = resolveKernel({ kernel: name });
      const values = Array.from({ length: 1200 }, (_, index) => KINDS[index % KINDS.length]?.() ?? 0n);
      const [json, line] = formats(kernel, 'pte').map((format) => compare(kernel, 'pte', format, values));
      expect(json).toBeLessThan(1000);
      expect(line).toBeLessThan(800);
    },
  );
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

  test('every level of every architecture has templates', () => {
    for (const { arch } of ARCHITECTURES)
      for (const level of LEVELS)
        for (const format of formats(resolveKernel({ arch }), level)) {
          const { writer } = writing(format);
          expect({ arch, level, enough: writer.templates > 2 }).toEqual({ arch, level, enough: true });
        }
  });
});
