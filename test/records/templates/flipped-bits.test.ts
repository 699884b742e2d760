import { afterAll, describe, expect, test } from '@jest/globals';
import { ARCHITECTURES } from '../../../src/arch/index.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { type Level, LEVELS } from '../../../src/core/rows/layout.ts';
import type { Kernel } from '../../../src/core/rows/model.ts';
import { shapesOf } from '../../../src/core/entry/shapes.ts';
import { formatHex, not64 } from '../../../src/core/u64.ts';
import { otherKernels } from '../../../src/kernel/others.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import type { TemplateFormat } from '../../../src/records/templates/template.ts';
import { boundaries } from '../../helpers/architectures.ts';
import { bitFlips, randomValues } from '../../helpers/values.ts';
import { formats, writing } from '../../helpers/template-writing.ts';
import { readVectors, VECTOR_SETS } from '../../helpers/vectors.ts';

/** How many times as many values as in every run: `npm run test:many`. */
const MANY = Number(process.env['MANY'] ?? '1');
const BASES = MANY;

/** The values of the vectors, in an order that has all sorts of them in any part. */
const vectors: readonly bigint[] = [
  ...new Set(
    VECTOR_SETS.flatMap(({ stem }) =>
      readVectors(stem, 'decode').map((row) => BigInt(String(row['raw'] ?? row['val'] ?? '0x0'))),
    ),
  ),
];
let turn = 0;
const nextVector = (): bigint => vectors[(turn += 7919) % vectors.length] ?? 0n;

/** Values of vectors, and the bits of all shapes of a level with those of a vector beside them. */
function basesOf(kernel: Kernel, level: Level): readonly bigint[] {
  const ofShape = shapesOf(kernel, level).map(({ mask, value }) => value | (nextVector() & not64(mask)));
  const step = Math.max(1, Math.ceil(ofShape.length / BASES));
  return [
    ...Array.from({ length: BASES }, nextVector),
    ...ofShape.filter((_, index) => (index + turn) % step === 0),
    ...randomValues(BASES >> 1),
  ].map((value) => BigInt.asUintN(kernel.entryBits, value));
}

const PIECE = 1000;

/** Compares what a writer gives for values in their order with the texts of one by one. */
function compare(
  kernel: Kernel,
  level: Level,
  format: TemplateFormat,
  values: readonly bigint[],
  texts: readonly string[],
): void {
  const { writer, take } = writing(format);
  writer.begin('');
  for (let start = 0; start < values.length; start += PIECE) {
    const piece = values.slice(start, start + PIECE);
    for (const value of piece)
      writer.show(value, '', '', () => ({
        entry: decodeEntry(kernel, value, { level, others: otherKernels() }),
        context: { kernel, place: { input: '', origin: '' } },
      }));
    const wanted = texts.slice(start, start + PIECE);
    const got = take();
    if (got === wanted.join('')) continue;
    const lines = got.split('\n');
    const wrong = piece.findIndex((_, index) => `${lines[index] ?? ''}\n` !== wanted[index]);
    expect(`${kernel.id} ${level} ${formatHex(piece[wrong] ?? 0n)}: ${lines[wrong] ?? ''}\n`).toBe(
      wanted[wrong],
    );
  }
}

/** Properties of machines that most of an architecture lack, and which change what bits mean. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  riscv64: ['RISCV_ISA_EXT_SVNAPOT', 'RISCV_ISA_EXT_SVPBMT'],
  arm64: ['ARM64_LPA2'],
};

/** The oldest kernel of an architecture and the newest, this one with the properties of other machines too; with many values, those between in which something changed. */
function kernelsOf(arch: string): readonly Kernel[] {
  const releases = boundaries(arch);
  const chosen = releases.filter((_, index) => MANY > 1 || index === 0 || index === releases.length - 1);
  const named = arch === 'x86_64' ? ['5.4', 'uffd-wp-special'] : [];
  const config = new Map((PROPERTIES[arch] ?? []).map((symbol) => [symbol, true]));
  const newest = releases.at(-1);
  return [
    ...[...new Set([...chosen, ...named])].map((kernel) => resolveKernel({ kernel, arch })),
    ...(config.size === 0 || newest === undefined ? [] : [resolveKernel({ kernel: newest, arch, config })]),
  ];
}

describe('a warm writer gives what decoding one by one gives, single bits flipped', () => {
  let compared = 0;
  afterAll(() => {
    if (MANY > 1) process.stdout.write(`${compared} values, each in two formats and two orders\n`);
  });

  test.each(ARCHITECTURES.map(({ arch }) => ({ arch })))(
    '$arch',
    ({ arch }) => {
      for (const kernel of kernelsOf(arch))
        for (const level of LEVELS) {
          const values = basesOf(kernel, level).flatMap((base) => [
            base,
            ...bitFlips(base, kernel.entryBits),
          ]);
          compared += values.length;
          const entries = values.map((value) =>
            decodeEntry(kernel, value, { level, others: otherKernels() }),
          );
          const context = { kernel, place: { input: '', origin: '' } };
          for (const format of formats(kernel, level)) {
            const texts = entries.map((entry) => format.render(entry, context));
            compare(kernel, level, format, values, texts);
            compare(kernel, level, format, values.toReversed(), texts.toReversed());
          }
        }
    },
    3_600_000,
  );

  // v4.14 arch/x86/include/asm/pgtable.h pud_bad: RW, USER, accessed and dirty are no bits of such an entry, and not bad either.
  test('page-directory pointers of i386 before 4.19', () => {
    const kernel = resolveKernel({ arch: 'i386', kernel: '4.14' });
    const values = [0x81n, 0x61n, 0x161n, 0x21n, 0x9n, 0x67n, 0x1n, (1n << 52n) | 0x61n];
    const entries = values.map((value) => decodeEntry(kernel, value, { level: 'pgd' }));
    expect(entries.map(({ notes }) => notes.some(({ code }) => code === 'bad-table'))).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
      false,
      true,
    ]);
    const context = { kernel, place: { input: '', origin: '' } };
    for (const format of formats(kernel, 'pgd')) {
      const texts = entries.map((entry) => format.render(entry, context));
      compare(kernel, 'pgd', format, values, texts);
      compare(kernel, 'pgd', format, values.toReversed(), texts.toReversed());
    }
  });
});
