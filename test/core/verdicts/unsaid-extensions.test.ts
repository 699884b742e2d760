import { describe, expect, test } from '@jest/globals';
import { Auditor } from '../../../src/core/verdicts/audit.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import {
  answerOn,
  compileEntryWhere,
  unsaidOf,
  whereProperties,
} from '../../../src/records/where/where-names.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

// Privileged architecture, "Svpbmt": bits 62:61 of a leaf; "Svnapot": bit 63 of a pte; both reserved without. A kernel sets
// them where the CPU has the extension: v6.12 arch/riscv/include/asm/pgtable-64.h riscv_page_io, pgtable.h pte_mknapot; since
// commits ff689fd21cb1 (5.19) and 82a1a1f3bfb6 (6.4).
const PAGE = 0x2000_10dfn;
const IO = PAGE | (1n << 62n);
const NAPOT = (1n << 63n) | 0x2000_20dfn;

describe.each([
  { kernel: '6.12', name: 'nobody says it', io: 'unknown', napot: 'unknown' },
  { kernel: '6.12,RISCV_ISA_EXT_SVPBMT=y', name: 'the CPU has Svpbmt', io: undefined, napot: 'unknown' },
  { kernel: '6.12,RISCV_ISA_EXT_SVPBMT=n', name: 'the CPU has no Svpbmt', io: 'violation', napot: 'unknown' },
  { kernel: '6.12,RISCV_ISA_SVPBMT=n', name: 'the kernel cannot use it', io: 'violation', napot: 'unknown' },
  { kernel: '6.1', name: 'Svnapot is later', io: 'unknown', napot: 'violation' },
  { kernel: '5.15', name: 'both are later', io: 'violation', napot: 'violation' },
])('bits that only some CPUs give a meaning, where $name', ({ kernel: named, io, napot }) => {
  const kernel = resolveKernel({ kernel: `${named},arch=riscv64` });
  const rows = [
    { raw: PAGE, grade: undefined },
    { raw: IO, grade: io },
    { raw: NAPOT, grade: napot },
    // Bit 54 is reserved on every CPU.
    { raw: IO | (1n << 54n), grade: 'violation' },
  ];

  test.each(rows)('$grade', ({ raw, grade }) => {
    const notes = decodeEntry(kernel, raw).notes.filter(({ code }) => code === 'reserved-bits');
    expect(notes.map((note) => note.grade)).toEqual(grade === undefined ? [] : [grade]);
    expect(new Auditor(kernel).add(raw, 'pte').map((broken) => broken.grade)).toEqual(
      grade === undefined ? [] : [grade],
    );
    const where = compileEntryWhere('notes has "reserved-bits"', kernel);
    const properties = whereProperties(kernel.layout);
    const context = { kernel, devices: undefined };
    const answer = answerOn(
      where,
      decodeEntry(kernel, raw),
      (read) => (asked) => properties.get(asked)?.of(read, context),
    );
    expect(answer).toBe(grade === 'unknown' ? undefined : grade === 'violation');
  });
});

test('the note says which extensions, and the option that would', () => {
  const kernel = resolveKernel({ kernel: '6.12,RISCV_ISA_EXT_SVNAPOT=n,arch=riscv64' });
  const [note] = decodeEntry(kernel, IO).notes;
  expect(note?.text).toBe(
    'bits are set that must be zero, unless the CPU has what they belong to: Svpbmt (--config RISCV_ISA_EXT_SVPBMT=y or =n)',
  );
  // What says why a condition has no answer has no bits to speak of.
  expect(unsaidOf(compileEntryWhere('notes has "reserved-bits"', kernel), kernel)).toMatch(
    /^whether the CPU has Svpbmt \(--config RISCV_ISA_EXT_SVPBMT=y or =n\) is not known/,
  );
});
