import { afterAll, describe, expect, test } from '@jest/globals';
import { formatHex, formatU64 } from '../../../src/core/u64.ts';
import { joinHalves } from '../../../src/images/address.ts';
import { halfRange, pageAddress, scanTables } from '../../../src/images/scan/scan.ts';
import { walkAddress } from '../../../src/images/walk/walk.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { runOnDisk } from '../../helpers/fake-io.ts';
import { jsonLines, property } from '../../helpers/json.ts';
import { pagesMemory } from '../../helpers/real-kernels.ts';
import { TableBuilder } from '../../helpers/table-builder.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/**
 * Tables of z/Architecture of which all entries lead on: 2048 entries each, to the table of the next level, and to a page in the
 * end. Bits 7:6 and 1:0 of an entry of a region table are offset and length of the next one.
 */
const AT = { R1: 0x1_0000n, R2: 0x2_0000n, R3: 0x3_0000n, S: 0x4_0000n, P: 0x5_0000n } as const;
const INVALID = { R1: 0x2cn, R2: 0x28n, R3: 0x24n, S: 0x20n } as const;
const LEVELS = ['R1', 'R2', 'R3', 'S'] as const;
type Region = (typeof LEVELS)[number];
const LEVEL_NAMES: Readonly<Record<Region, string>> = { R1: 'pgd', R2: 'p4d', R3: 'pud', S: 'pmd' };

interface Lengths {
  readonly offset: number;
  readonly length: number;
}

const entryTo = (level: 'R1' | 'R2' | 'R3', { offset, length }: Lengths): bigint => {
  const next = { R1: AT.R2, R2: AT.R3, R3: AT.S }[level];
  return next | (INVALID[level] & 0xcn) | BigInt(offset << 6) | BigInt(length);
};

function build(lengths: Lengths): TableBuilder {
  const builder = new TableBuilder('big');
  for (const level of ['R1', 'R2', 'R3'] as const) builder.table(AT[level], 2048, entryTo(level, lengths));
  return builder.table(AT.S, 2048, AT.P).table(AT.P, 256, 0x8000_003dn);
}

/**
 * At which table a translation ends in an exception, in the order of the Principles of Operation, chapter 3 "Translation
 * Process" (as arch/s390/kvm/gaccess.c guest_translate() has it): the two highest bits of an index are held against the
 * length of the ASCE for the top table, and against offset and length of the entry for each further one.
 */
function exceptionOf(top: number, ofTop: number, { offset, length }: Lengths, vaddr: bigint): Region | null {
  for (const [depth, level] of LEVELS.entries()) {
    if (depth < top) continue;
    const quarter = Number((vaddr >> BigInt(62 - 11 * depth)) & 3n);
    const isThere = depth === top ? quarter <= ofTop : quarter >= offset && quarter <= length;
    if (!isThere) return level;
  }
  return null;
}

describe.each([
  { paging: 5, top: 0 },
  { paging: 4, top: 1 },
  { paging: 3, top: 2 },
  { paging: 2, top: 3 },
])('$paging levels', ({ paging, top }) => {
  const kernel = resolveKernel({ kernel: '6.12', arch: 's390x', paging });
  const level = LEVELS[top] ?? 'S';
  const lengths = [0, 1, 2, 3].flatMap((offset) => [0, 1, 2, 3].map((length) => ({ offset, length })));

  test.each(lengths)('offset $offset, length $length of entries, each length of the ASCE', (of) => {
    const memory = pagesMemory(build(of).pages());
    for (const ofTop of [0, 1, 2, 3])
      for (const quarters of Array.from({ length: 4 ** (4 - top) }, (_, i) => i)) {
        let vaddr = 0x123n;
        for (let depth = top; depth < 4; depth++)
          vaddr |= BigInt(Math.floor(quarters / 4 ** (depth - top)) % 4) << BigInt(62 - 11 * depth);
        // _ASCE_TYPE_REGION1 0x0c to _ASCE_TYPE_SEGMENT 0x00. An ASCE of a segment table of length 0 is its address alone.
        const asce = AT[level] | BigInt((3 - top) << 2) | BigInt(ofTop);
        const isAlone = top === 3 && ofTop === 0;
        const { phys, stop, levels } = walkAddress(memory, kernel, asce, vaddr);
        const expected = exceptionOf(top, isAlone ? 3 : ofTop, of, vaddr);
        expect({ vaddr, ofTop, phys, at: stop && [stop.level, stop.reason] }).toEqual({
          ...{ vaddr, ofTop, phys: expected === null ? 0x8000_0123n : null },
          at: expected === null ? null : [LEVEL_NAMES[expected], 'none'],
        });
        expect(levels.length).toBe(expected === null ? paging : LEVELS.indexOf(expected) - top);
      }
  });
});

test.each([
  { offset: 0, length: 3, first: 0, last: 2047 },
  { offset: 1, length: 2, first: 512, last: 1535 },
  { offset: 3, length: 3, first: 1536, last: 2047 },
  { offset: 2, length: 1, first: undefined, last: undefined },
])('a scan reads the entries $first to $last alone', ({ offset, length, first, last }) => {
  const kernel = resolveKernel({ kernel: '6.12', arch: 's390x', paging: 3 });
  const entry = entryTo('R3', { offset, length });
  const builder = new TableBuilder('big').table(AT.R3, 2048, INVALID.R3).set(AT.R3, 1, entry);
  // Of the segment table the image has only what the CPU uses: _SEGMENT_ENTRY_LARGE and so on, 0x3403.
  builder.table(AT.S, 2048, 0x8000_3403n);
  const isUsed = (at: bigint): boolean =>
    at < AT.S || (at >= AT.S + BigInt(8 * (first ?? 2048)) && at < AT.S + BigInt(8 * ((last ?? -1) + 1)));
  const memory = pagesMemory(builder.pages().filter(({ physAddr }) => isUsed(physAddr)));
  const found: bigint[] = [];
  const problems: string[] = [];
  scanTables(memory, kernel, AT.R3, halfRange(kernel, 'user'), {
    entries({ level }, words, from, to, page) {
      for (let i = from; i < to; i++)
        if (level === 'pmd' && joinHalves(words[2 * i] ?? 0, words[2 * i + 1] ?? 0) === 0x8000_3403n)
          found.push(pageAddress(kernel, page + (i - from) * 256));
    },
    problem: ({ text }) => problems.push(text),
  });
  expect(problems).toEqual([]);
  const count = first === undefined ? 0 : last - first + 1;
  expect(found.length).toBe(count);
  if (first !== undefined)
    expect([found[0], found.at(-1)]).toEqual([
      (1n << 31n) + (BigInt(first) << 20n),
      (1n << 31n) + (BigInt(last) << 20n),
    ]);
});

test('an ASCE and entries that name parts of tables, on the command line', async () => {
  const builder = build({ offset: 0, length: 1 });
  const path = folder.write('s390', builder.raw(0n));
  const image = [path, '--memory-base', '0x0', '--arch', 's390x', '-k', '6.12', '--json', '--pgd'];
  // _ASCE_TYPE_REGION3 0x04, table length 1: 1024 entries, which end at 2 TiB.
  const asce = formatHex(AT.R3 | 0x4n | 1n);
  const addresses = [0x123n, 1n << 41n, 1n << 30n].map((vaddr) => formatU64(vaddr));
  const { stdout, stderr, code } = await runOnDisk(['walk', ...image, asce, ...addresses]);
  expect([code, stderr]).toEqual([0, '']);
  expect(jsonLines(stdout).map((walk) => [property(walk, 'phys'), property(walk, 'stop')])).toEqual([
    ['0x80000123', null],
    [
      null,
      {
        level: 'pud',
        reason: 'none',
        text: 'the pud table has no entry 1024, by CR1 it has those from 0 to 1023 alone: nothing is mapped',
      },
    ],
    [
      null,
      {
        level: 'pmd',
        reason: 'none',
        text: 'the pmd table has no entry 1024, by the pud entry it has those from 0 to 1023 alone: nothing is mapped',
      },
    ],
  ]);
  // The address alone has no length: all of the table is read.
  const alone = await runOnDisk(['walk', ...image, formatHex(AT.R3), '--paging', '3', formatU64(1n << 41n)]);
  expect(property(jsonLines(alone.stdout)[0], 'phys')).toBe('0x80000000');
  const text = await runOnDisk(['walk', ...image.filter((word) => word !== '--json'), asce, '0x123']);
  expect(text.stdout.replaceAll(/\s+/g, ' ')).toMatch(/3 levels \(as given; .*\); top table 0x30000 /);
});
