import { afterAll, describe, expect, test } from '@jest/globals';
import { formatHex, formatU64 } from '../../src/core/u64.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { arrayOf, jsonLines, property, stringOf } from '../helpers/json.ts';
import { type MadeMapping, makeTables, type TableFormat } from '../helpers/made-tables.ts';
import { arm64, riscv, s390, tcr } from '../helpers/table-formats.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

interface Layout {
  readonly name: string;
  readonly format: TableFormat;
  readonly options: readonly string[];
  /** The root register with this top table. */
  readonly register: (root: bigint) => bigint;
  readonly rootOffset: bigint;
  readonly isKernel: boolean;
  /** The highest physical address bits that entries can have. */
  readonly high: bigint;
  /** Levels above the lowest one that can map memory. */
  readonly large: number;
}

/**
 * Arm ARM DDI 0487, AArch64.BlockDescSupported(): blocks at levels 1 and 2 with pages of 4 KiB, at level 2 with larger ones;
 * with DS at level 0 with 4 KiB and at level 1 with 16 KiB too.
 *
 * With `ds` LPA2 is on although the addresses are narrow: the half of a process while the identity map is in its place.
 */
const ARM = [
  { pageShift: 12, vaBits: 39, large: 2 },
  { pageShift: 12, vaBits: 48, large: 2 },
  { pageShift: 12, vaBits: 52, large: 3 },
  { pageShift: 12, vaBits: 48, large: 3, ds: true },
  { pageShift: 14, vaBits: 36, large: 1 },
  { pageShift: 14, vaBits: 47, large: 1 },
  { pageShift: 14, vaBits: 48, large: 1 },
  { pageShift: 14, vaBits: 52, large: 2 },
  { pageShift: 14, vaBits: 48, large: 2, ds: true },
  { pageShift: 16, vaBits: 42, large: 1 },
  { pageShift: 16, vaBits: 48, large: 1 },
  { pageShift: 16, vaBits: 52, large: 1 },
];

const LAYOUTS: readonly Layout[] = [
  ...ARM.flatMap(({ pageShift, vaBits, large, ds }) =>
    [false, true].map((isKernel): Layout => ({
      name: `arm64, ${2 ** (pageShift - 10)} KiB pages, ${vaBits} bits${ds ? ' with DS' : ''}, ${isKernel ? 'kernel' : 'user'}`,
      format: arm64(pageShift, vaBits, isKernel, ds),
      options: ['--arch', 'arm64', '--tcr', formatHex(tcr(pageShift, vaBits, ds))],
      // ASID in bits 63:48, CnP in bit 0.
      register: (root) => root | (0x42n << 48n) | 1n,
      rootOffset: vaBits === 52 || ds ? 0x980n : 0n,
      isKernel,
      high: vaBits === 52 || ds ? 0xc_0000_0000_0000n : 0x8000_0000_0000n,
      large,
    })),
  ),
  ...[39, 48, 57].flatMap((vaBits, i) =>
    [false, true].map((isKernel): Layout => ({
      name: `riscv64, Sv${vaBits}, ${isKernel ? 'kernel' : 'user'}`,
      format: riscv(vaBits),
      options: ['--arch', 'riscv64'],
      // MODE in bits 63:60, ASID in 59:44, page number in 43:0.
      register: (root) => (BigInt(8 + i) << 60n) | (0x42n << 44n) | (root >> 12n),
      rootOffset: 0n,
      isKernel,
      high: 0x80_0000_0000_0000n,
      // "Virtual Address Translation Process": at any level, an entry with R or X is a leaf.
      large: 2 + i,
    })),
  ),
  ...[3, 4, 5].map((count): Layout => ({
    name: `s390x, ${count} levels`,
    format: s390(count),
    options: ['--arch', 's390x'],
    // _ASCE_TYPE_MASK in bits 3:2, _ASCE_TABLE_LENGTH in 1:0, _ASCE_USER_BITS.
    register: (root) => root | 0x1c0n | (BigInt(count - 2) << 2n) | 3n,
    rootOffset: 0n,
    isKernel: false,
    high: 0x2000_0000_0000n,
    large: 1,
  })),
];

/** Addresses all over a half: every level's first, last and some other index, and neighbours. */
function mappings({ format, isKernel, high, large }: Layout): MadeMapping[] {
  const { levels } = format;
  const lowest = levels.length - 1;
  const [top] = levels;
  const bits = (top?.shift ?? 0) + (top?.bits ?? 0);
  const isOneTable = !format.levels.some(({ shift }) => shift < 12) && isKernel;
  const half = 1n << BigInt(bits - 1);
  const upper = BigInt.asUintN(64, -1n << BigInt(bits));
  const pages = [0n, 1n, 5n, 511n].map((page) => page << BigInt(levels[lowest]?.shift ?? 12));
  const starts = [0n, 3n, half >> 1n, half - (1n << 34n)].map((start) => start & ~0xf_ffff_ffffn);
  let frame = 0x10n;
  const made: MadeMapping[] = [];
  for (const start of new Set(starts))
    for (const page of pages)
      made.push({ va: start + page, depth: lowest, phys: high | (frame++ << 34n) | 0x1234_0000n });
  for (let up = 1; up <= large; up++) {
    const shift = BigInt(levels[lowest - up]?.shift ?? 0);
    made.push({
      va: (half >> 1n) + (BigInt(40 + up) << shift),
      depth: lowest - up,
      phys: high | (BigInt(up) << (shift > 40n ? shift + 2n : 42n)),
    });
  }
  return made.map((mapping) => ({
    ...mapping,
    // The upper half of a space with one top table, or the same indices behind a table of its own.
    va: isOneTable ? mapping.va | upper | half : mapping.va,
  }));
}

describe.each(LAYOUTS)('$name', (layout) => {
  const { format, options, register, rootOffset, isKernel, name } = layout;
  const base = 0x8000_0000n;
  const { bytes, root, walks } = makeTables(format, mappings(layout), base, rootOffset);
  const path = folder.write(name.replaceAll(/\W+/g, '-'), bytes);
  const common = [
    ...['--memory', path, '--memory-base', formatHex(base), '--kernel', '6.12'],
    ...['--pgd', formatHex(register(root)), ...options],
  ];

  test('walk: every level of every address', async () => {
    const offsets = walks.map(({ va, phys }) => ({ va: va + 0x123n, phys: phys + 0x123n }));
    const { code, stdout, stderr } = await runOnDisk([
      'walk',
      ...common,
      isKernel ? '--kernel-half' : '--user',
      '--json',
      ...offsets.map(({ va }) => formatU64(va)),
    ]);
    expect([code, stderr]).toEqual([0, '']);
    jsonLines(stdout).forEach((walk, i) => {
      expect({
        va: stringOf(walk, 'vaddr'),
        levels: arrayOf(walk, 'levels').map((level) => ({
          entryPhys: BigInt(stringOf(level, 'entry_phys')),
          raw: BigInt(stringOf(level, 'raw')),
        })),
        phys: property(walk, 'phys'),
        size: property(walk, 'page_size'),
      }).toEqual({
        va: formatU64(offsets[i]?.va ?? 0n),
        levels: walks[i]?.levels,
        phys: formatHex(offsets[i]?.phys ?? 0n),
        size: 2 ** (format.levels[(walks[i]?.levels.length ?? 1) - 1]?.shift ?? 0),
      });
      for (const level of arrayOf(walk, 'levels')) expect(property(level, 'unknown')).toBe('0x0');
    });
  });

  test('scan: exactly these entries', async () => {
    const { code, stdout, stderr } = await runOnDisk([
      'scan',
      ...common,
      isKernel ? '--kernel-half' : '--user',
      '--entries',
      '--json',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const sorted = walks.toSorted((a, b) => (a.va < b.va ? -1 : 1));
    expect(
      jsonLines(stdout).map((entry) => [
        stringOf(entry, 'vaddr'),
        stringOf(entry, 'raw'),
        property(entry, 'phys'),
      ]),
    ).toEqual(
      sorted.map(({ va, levels, phys }) => [
        formatU64(va),
        formatU64(levels.at(-1)?.raw ?? 0n),
        formatHex(phys),
      ]),
    );
  });
});
