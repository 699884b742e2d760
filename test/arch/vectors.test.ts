import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { numberOf } from '../../src/core/entry/entry.ts';
import { compareDecoding, compareMaking } from '../helpers/arch-comparison.ts';
import { ARCH_STEMS, type ArchStem, kernelOfStem, readArchVectors } from '../helpers/arch-vectors.ts';

/** Architectures with answers that differ from those of their kernels. */
const WRONG = new Set<string>();

/** Architectures with functions that nothing answers. */
const INCOMPLETE = new Set<string>();

/** `ARCHS=s390x,loongarch64` compares these alone, finished or not. */
const WANTED = process.env['ARCHS']?.split(',');

const unless = (unfinished: ReadonlySet<string>, { arch }: ArchStem): typeof test.skip =>
  (WANTED ? WANTED.includes(arch) : !unfinished.has(arch)) ? test : test.skip;

describe.each(ARCH_STEMS)('$stem', (about) => {
  const kernel = later(() => kernelOfStem(about));
  const decoding = later(() => compareDecoding(about, kernel(), readArchVectors(about, 'decode')));
  const making = later(() => compareMaking(about, kernel(), readArchVectors(about, 'encode')));

  unless(WRONG, about)('every answer is that of the kernel', () => {
    const { wrong } = decoding();
    expect([wrong.length, wrong.slice(0, 20)]).toEqual([0, []]);
  });

  unless(WRONG, about)('every entry is made as the kernel makes it', () => {
    const { wrong } = making();
    expect([wrong.length, wrong.slice(0, 20)]).toEqual([0, []]);
  });

  unless(INCOMPLETE, about)('no function of the kernel is missing', () => {
    expect([...decoding().absent, ...making().absent]).toEqual([]);
  });
});

test("Debian's .config alone does not say that an arm64 CPU has LPA2", () => {
  const [about] = ARCH_STEMS.filter(({ stem }) => stem === 'arm64-6.12');
  if (!about) throw new Error('no arm64-6.12');
  const raw = 0x00e8000102345f43n;
  const pfnOf = (options: readonly string[]): bigint | null =>
    numberOf(decodeEntry(kernelOfStem({ ...about, options }), raw), 'pfn');
  expect(pfnOf([])).toBe(0x102345n);
  expect(pfnOf(['--config', 'ARM64_LPA2=y'])).toBe(0xc000102345n);
});

test('there are 38 kernels of six architectures', () => {
  expect(ARCH_STEMS.length).toBe(38);
  expect(new Set(ARCH_STEMS.map(({ arch }) => arch)).size).toBe(6);
});

/** Remembers what `make` gives. */
function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
