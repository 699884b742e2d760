import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { encodeEntry } from '../../src/core/encode/encode.ts';
import { type Bits, type Form, LEVELS } from '../../src/core/rows/layout.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { maskOfBits } from '../../src/core/functions/function-bits.ts';
import { shapeOf, swapFieldMask } from '../../src/core/entry/shapes.ts';
import { evaluatePredicates, predicateNames } from '../../src/core/functions/predicates.ts';
import { maskOf, not64, U64_MAX } from '../../src/core/u64.ts';
import { otherKernels } from '../../src/kernel/others.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { ARCHITECTURES } from '../../src/arch/index.ts';
import { IS_ALL } from '../helpers/arch-vectors.ts';
import { kernelsOf } from '../helpers/architectures.ts';
import { factsOf, whole } from '../helpers/facts.ts';

const FORMS: readonly Form[] = ['none', 'leaf', 'protnone', 'table', 'swap'];

/** Values of few bits, of few clear bits, and of any: what tells forms apart is often in one bit. */
const values = fc.oneof(
  fc.bigInt({ min: 0n, max: U64_MAX }),
  fc.array(fc.nat(63), { maxLength: 5 }).map((bits) => bits.reduce((v, n) => v | (1n << BigInt(n)), 0n)),
  fc.array(fc.nat(63), { maxLength: 5 }).map((bits) => bits.reduce((v, n) => v ^ (1n << BigInt(n)), U64_MAX)),
  fc.bigInt({ min: 0n, max: 0xfffn }),
  fc.tuple(fc.bigInt({ min: 0n, max: 0xfffn }), fc.nat(52)).map(([v, n]) => v << BigInt(n)),
);

/** A value of as many bits as an entry of a kernel has. */
function fit({ entryBits }: Kernel, value: bigint): bigint {
  return BigInt.asUintN(entryBits, value);
}

/** The bits of an entry that are a number: the frame, or type and offset. */
function numberMask(kernel: Kernel, entry: ReturnType<typeof decodeEntry>): bigint {
  if (entry.form === 'swap') return swapFieldMask(kernel.swapAt(entry.level));
  if (entry.form === 'none') return kernel.none(entry.level)?.value ?? 0n;
  return entry.shape.frame ? entry.shape.frame.mask | (entry.shape.frame.row.fixed ?? 0n) : 0n;
}

describe.each(ARCHITECTURES.map(({ arch }) => ({ arch })))('$arch', ({ arch }) => {
  const kernels = kernelsOf(arch);
  const cases = fc.tuple(fc.constantFrom(...kernels.map(({ id }) => id)), fc.constantFrom(...LEVELS), values);
  const known = new Map(kernels.map((kernel) => [kernel.id, kernel]));
  const kernelOf = (id: string): Kernel => known.get(id) ?? resolveKernel({ kernel: id });

  test('a decoded entry encodes to the same 64 bits', () => {
    fc.assert(
      fc.property(cases, ([id, level, value]) => {
        const kernel = kernelOf(id);
        const raw = fit(kernel, value);
        expect(encodeEntry(kernel, factsOf(decodeEntry(kernel, raw, { level })))).toBe(raw);
      }),
      { numRuns: IS_ALL ? 1500 : 700 },
    );
  });

  test('so do entries at the edges of the forms, with each single bit flipped', () => {
    // A frame within the smallest address that an entry of 64 bits has: 36 bits, on i386.
    const wide = 0x2_1004_0000n;
    const wrong: string[] = [];
    // Of each kernel the gate flips every third bit, of the next one others.
    const step = IS_ALL ? 1n : 3n;
    for (const [index, kernel] of kernels.entries())
      for (const level of LEVELS) {
        const frame = fit(kernel, wide);
        const edges = [
          kernel.none(level)?.value ?? 0n,
          kernel.swapAt(level).fixed,
          ...kernel.formsAt(level).flatMap(({ when }) => when.map(({ set }) => set)),
        ];
        for (const edge of new Set(edges)) {
          const values = [edge, edge | frame];
          for (let n = BigInt(index) % step; n < kernel.entryBits; n += step)
            values.push((edge | frame) ^ (1n << n));
          for (const raw of values)
            if (encodeEntry(kernel, factsOf(decodeEntry(kernel, raw, { level }))) !== raw)
              wrong.push(`${kernel.id} ${level} ${raw.toString(16)}`);
        }
      }
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  test('every set bit is named, a number, reserved or unknown, and nothing twice', () => {
    fc.assert(
      fc.property(cases, ([id, level, value]) => {
        const kernel = kernelOf(id);
        const raw = fit(kernel, value);
        const entry = factsOf(decodeEntry(kernel, raw, { level }));
        const rows = kernel.form(level, entry.form).rows;
        const flags = rows
          .filter((row) => row.kind === 'flag' && entry.flags.includes(row.name))
          .reduce((mask, row) => mask | (raw & row.mask), 0n);
        const parts = [
          flags,
          raw & numberMask(kernel, decodeEntry(kernel, raw, { level })) & not64(flags),
          entry.reserved,
          entry.unknown,
        ];
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(raw);
        expect(entry.reserved & entry.unknown).toBe(0n);
      }),
      { numRuns: IS_ALL ? 1000 : 500 },
    );
  });

  test('a bit reported as unknown changes nothing but raw and unknown', () => {
    fc.assert(
      fc.property(cases, ([id, level, value]) => {
        const kernel = kernelOf(id);
        const raw = fit(kernel, value);
        const entry = decodeEntry(kernel, raw, { level, others: otherKernels() });
        for (let n = 0n; n < 64n; n += 1n) {
          const bit = 1n << n;
          if ((entry.unknown & bit) === 0n) continue;
          const without = decodeEntry(kernel, raw & not64(bit), { level, others: otherKernels() });
          // Any bit at all keeps an entry from being empty, one without a name too.
          if (without.form === 'none' && entry.form !== 'none') continue;
          expect(whole(without, { raw, unknown: entry.unknown })).toEqual(whole(entry));
        }
      }),
      { numRuns: 250 },
    );
  });

  test('any value has an answer of every function', () => {
    fc.assert(
      fc.property(cases, ([id, , value]) => {
        const kernel = kernelOf(id);
        const raw = fit(kernel, value);
        expect(Object.keys(evaluatePredicates(kernel, raw))).toEqual(predicateNames(kernel));
      }),
      { numRuns: 300 },
    );
  });

  test('a state and a frame are enough to encode, and give an entry without reserved bits', () => {
    const odd: string[] = [];
    for (const kernel of kernels)
      for (const { level } of kernel.levels)
        for (const state of ['present', 'protnone', 'table'] as const) {
          const form = state === 'present' ? 'leaf' : state;
          if (!kernel.formsAt(level).some((row) => row.form === form && !row.invalid)) continue;
          // A multiple of every page size, within the address bits.
          const top = Math.min(48, kernel.entryBits - 1, kernel.pageShift + kernel.pfnBits - 1);
          const pfn = 1n << BigInt(top - kernel.pageShift);
          const raw = encodeEntry(kernel, { state, level, pfn });
          const entry = factsOf(decodeEntry(kernel, raw, { level }));
          if (entry.state !== state || entry.pfn !== pfn || entry.reserved !== 0n || entry.invalid)
            odd.push(`${kernel.id} ${level} ${state}: ${raw.toString(16)}`);
        }
    expect(odd).toEqual([]);
  });

  test('each form of a level has one default entry, and that is of the form', () => {
    for (const kernel of kernels)
      for (const level of LEVELS)
        for (const form of FORMS)
          for (const invalid of [false, true]) {
            const rows = kernel
              .formsAt(level)
              .filter((row) => row.form === form && (row.invalid ?? false) === invalid);
            if (rows.length === 0) continue;
            const implied = rows.flatMap((row) =>
              row.implies ? [maskOfBits(kernel, row.implies, level)] : [],
            );
            expect([kernel.id, level, form, implied.length]).toEqual([kernel.id, level, form, 1]);
            // An entry of s390 without an address is not present, whatever its bits; one of loongarch is invalid if it is 0.
            const frame = kernel.form(level, form).pfn[0]?.mask ?? 0n;
            const isAnyFrame = rows.some(({ when }) => when.some(({ clear }) => (clear & frame) === 0n));
            const shape = shapeOf(kernel, level, (implied[0] ?? 0n) | (isAnyFrame ? frame : 0n));
            expect([kernel.id, level, shape.form]).toEqual([kernel.id, level, form]);
            expect(shape.formRow?.invalid ?? false).toBe(invalid);
          }
  });

  test('the functions name roles that exist, and everything has a source', () => {
    const roles = new Set(ARCHITECTURES.flatMap(({ layout: { rows } }) => rows.map(({ role }) => role)));
    const layout = ARCHITECTURES.find((candidate) => candidate.arch === arch)?.layout;
    const predicates = [...(layout?.predicates() ?? [])];
    const operations = layout?.operations() ?? [];
    const { forms = [], none = [], pfn = [], swap = [] } = layout ?? {};
    const conditions = predicates.flatMap((row) => ('when' in row ? row.when : []));
    const cases = operations.flatMap((row) => ('cases' in row ? row.cases : []));
    const lists: readonly (Bits | undefined)[] = [
      ...conditions.flatMap(({ set, clear }) => [set, clear]),
      ...cases.flatMap(({ set, clear, thenSet, thenClear }) => [set, clear, thenSet, thenClear]),
      ...forms.map(({ implies }) => implies),
    ];
    const unknown = lists
      .flatMap((bits) => bits ?? [])
      .filter((bit) => typeof bit === 'string' && !roles.has(bit));
    expect(unknown).toEqual([]);
    for (const { src } of [...predicates, ...operations, ...forms, ...none, ...pfn, ...swap])
      expect(src).toMatch(/^(v\d+\.\d+ (arch|include)\/|the patch ")/);
  });

  test('a kernel is found again by its id', () => {
    for (const kernel of kernels) expect(resolveKernel({ kernel: kernel.id }).id).toBe(kernel.id);
  });

  test('rows of one form and level do not overlap, beside the frame number or type and offset', () => {
    const overlaps: string[] = [];
    for (const kernel of kernels)
      for (const level of LEVELS)
        for (const form of FORMS) {
          const { rows, pfn } = kernel.form(level, form);
          // Bits that some frame number leaves to the rows are theirs.
          const frames = pfn.map((field) => field.mask);
          const number =
            form === 'swap'
              ? swapFieldMask(kernel.swapAt(level)) & not64(kernel.swapAt(level).fixed)
              : frames.reduce((mask, frame) => mask & frame, frames[0] ?? 0n);
          let seen = form === 'swap' ? kernel.swapAt(level).fixed : 0n;
          for (const row of rows) {
            if ((row.mask & (seen | number)) !== 0n)
              overlaps.push(`${kernel.id} ${level} ${form} ${row.name}`);
            seen |= row.mask;
          }
        }
    expect([...new Set(overlaps)].slice(0, 10)).toEqual([]);
  });

  test('rows name every bit that an empty entry may have', () => {
    for (const kernel of kernels)
      for (const level of LEVELS) {
        const ignored = kernel.none(level)?.ignores ?? 0n;
        expect([kernel.id, level, ignored & not64(kernel.form(level, 'none').claimed)]).toEqual([
          kernel.id,
          level,
          0n,
        ]);
      }
  });

  test('every row has a source, fits in 64 bits, and one letter has one name', () => {
    const layout = ARCHITECTURES.find((candidate) => candidate.arch === arch)?.layout;
    const letters = new Map<string, string>();
    for (const row of layout?.rows ?? []) {
      expect(row.src).toMatch(/^(v\d+\.\d+ arch\/|Intel SDM|Arm ARM|RISC-V|z\/Arch|LoongArch|Power ISA)/);
      expect(maskOf(row.hi, row.lo) <= U64_MAX && row.hi >= row.lo && row.lo >= 0).toBe(true);
      if (row.kind === 'flag') expect([row.name, row.hi]).toEqual([row.name, row.lo]);
      if (row.letter === undefined) continue;
      // Where nobody knows whether a kernel has a bit its row says so, by the same letter.
      const role = row.role.replace(/^maybe_/, '');
      expect(`${row.letter} ${letters.get(row.letter) ?? role}`).toBe(`${row.letter} ${role}`);
      letters.set(row.letter, role);
    }
  });

  test('every row is in force in some kernel, and fires on its own bits', () => {
    const layout = ARCHITECTURES.find((candidate) => candidate.arch === arch)?.layout;
    const idle = (layout?.rows ?? []).filter(
      (row) =>
        !kernels.some((kernel) =>
          row.forms.some((form) =>
            LEVELS.some((level) =>
              kernel.form(level, form).rows.some(({ src, name }) => src === row.src && name === row.name),
            ),
          ),
        ),
    );
    expect(idle.map((row) => `${row.name} ${row.since ?? ''} ${row.until ?? ''}`)).toEqual([]);
  });
});
