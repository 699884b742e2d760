import { afterAll, describe, expect, test } from '@jest/globals';
import { formatHex, formatU64 } from '../../src/core/u64.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { writeCore, writeLime } from '../helpers/image-writer.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Entries of x86_64, Intel SDM vol. 3A, 4.5: present, writable, user, accessed, dirty. */
const entry = (phys: number): bigint => BigInt(phys) | 0x67n;
const SIZE = 0x9000;
const TABLES: Readonly<Record<number, Readonly<Record<number, bigint>>>> = {
  0x1000: { 0: entry(0x2000), 300: entry(0x8000) },
  0x2000: { 0: entry(0x3000) },
  0x3000: { 0: entry(0x4000), 1: entry(0x5000), 511: entry(0x6000) },
  0x4000: { 0: entry(0x7000), 255: entry(0x1000), 256: entry(0x2000), 511: entry(0x8000) },
  0x5000: { 3: entry(0x7000), 400: entry(0x3000) },
  0x6000: { 8: entry(0x5000) },
  0x8000: {},
};
const bytes = new Uint8Array(SIZE);
for (const [table, entries] of Object.entries(TABLES))
  for (const [index, raw] of Object.entries(entries))
    new DataView(bytes.buffer).setBigUint64(Number(table) + 8 * Number(index), raw, true);

/** Where the memory lies in each format: the file is cut that far behind a physical address. */
const CORE_AT = writeCore({ segments: [{ bytes }] }).length - SIZE;
const FORMATS = [
  { name: 'LiME', image: writeLime([{ start: 0n, bytes }]), offset: 32 },
  { name: 'ELF', image: writeCore({ segments: [{ paddr: 0n, bytes }] }), offset: CORE_AT },
] as const;

/** What is at an address of the memory that is left. */
function wordAt(cut: number, physAddr: number): bigint | undefined {
  return physAddr + 8 <= cut ? new DataView(bytes.buffer).getBigUint64(physAddr, true) : undefined;
}

/** All pages of user addresses, and the first address of each run of entries that is missing, after the manual. */
function readModel(cut: number): { readonly pages: string[]; readonly missing: string[] } {
  const pages: string[] = [];
  const missing: string[] = [];
  const read = (table: number, level: number, base: number): void => {
    for (let index = 0; index < (level === 3 ? 256 : 512); index++) {
      const vaddr = base + index * 2 ** (12 + 9 * level);
      const raw = wordAt(cut, table + 8 * index);
      if (raw === undefined) {
        missing.push(formatU64(BigInt(vaddr)));
        return;
      }
      if ((raw & 1n) === 0n) continue;
      if (level === 0) pages.push(formatU64(BigInt(vaddr)));
      else read(Number(raw & 0xf000n), level - 1, vaddr);
    }
  };
  read(0x1000, 3, 0);
  return { pages, missing };
}

const OPTIONS = ['--paging', '4', '-k', '6.12', '--arch', 'x86_64', '--pgd', '0x1000', '--json'];

describe.each(FORMATS)('a $name file that is cut short', ({ name, image, offset }) => {
  test.each([
    0x8800, 0x8000, 0x7fff, 0x6040, 0x6048, 0x5ffc, 0x5000, 0x4804, 0x4800, 0x4000, 0x3010, 0x2008, 0x1800,
  ])('at %d: what there is of the tables is read, and what is missing is said', async (cut) => {
    const path = folder.write(`cut-${name}`, image.subarray(0, offset + cut));
    const { pages, missing } = readModel(cut);
    const scan = await runOnDisk(['scan', path, ...OPTIONS, '--user', '--entries']);
    expect(jsonLines(scan.stdout).map((record) => property(record, 'vaddr'))).toEqual(pages);
    const said = scan.stderr.split('\n').filter((line) => line.includes('table at'));
    expect(said.map((line) => /0x[0-9a-f]{16}/.exec(line)?.[0])).toEqual(missing);
    for (const line of said)
      expect(line).toMatch(
        new RegExp(
          `cut off: it would be at 0x[0-9a-f]+ of the file, past its end at ${formatHex(offset + cut)}$`,
        ),
      );
    expect(scan.code).toBe(missing.length === 0 ? 0 : 2);
  });

  test('a walk says of an entry and of a page where the file ends', async () => {
    const cut = 0x4804;
    const path = folder.write(`walk-${name}`, image.subarray(0, offset + cut));
    const end = formatHex(offset + cut);
    const walk = await runOnDisk(['walk', path, ...OPTIONS, '0xff000', '0x100000', '0x1ff000', '0x0']);
    const [first, half, behind, page] = jsonLines(walk.stdout);
    expect([property(first, 'phys'), property(first, 'hole')]).toEqual(['0x1000', null]);
    // The entry at 0x4800 has four bytes.
    expect(property(half, 'stop')).toEqual({
      level: 'pte',
      reason: 'unreadable',
      text: `the pte entry at 0x4800 cannot be read: cut off: it would be at ${end} of the file, past its end at ${end}`,
    });
    expect(property(behind, 'stop')).toMatchObject({ reason: 'unreadable' });
    expect([property(page, 'phys'), property(page, 'in_image'), property(page, 'hole')]).toEqual([
      '0x7000',
      false,
      `cut off: it would be at ${formatHex(offset + 0x7000)} of the file, past its end at ${end}`,
    ]);
    expect(walk.code).toBe(2);
  });

  test('of a page of which a part is missing it is said from where on', async () => {
    const path = folder.write(`page-${name}`, image.subarray(0, offset + 0x7800));
    const walk = await runOnDisk(['walk', path, ...OPTIONS, '0x10']);
    expect(property(jsonLines(walk.stdout)[0], 'hole')).toMatch(/^from 0x7800 on: cut off: /);
  });
});

// A file of raw memory can begin at any address, as what `pmemsave` of QEMU writes.
test.each([0x0, 0x1, 0x123, 0x800, 0xfff])(
  'raw memory that begins at %d, before the tables',
  async (begin) => {
    const path = folder.write('raw', bytes.subarray(begin));
    const words = [path, '--memory-base', formatHex(begin), ...OPTIONS];
    const scan = await runOnDisk(['scan', ...words, '--user', '--entries']);
    expect([scan.code, scan.stderr]).toEqual([0, '']);
    expect(jsonLines(scan.stdout).map((record) => property(record, 'vaddr'))).toEqual(readModel(SIZE).pages);
    const walk = jsonLines((await runOnDisk(['walk', ...words, '0xff123'])).stdout)[0];
    expect([property(walk, 'phys'), property(walk, 'in_image')]).toEqual(['0x1123', true]);
  },
);

test.each([
  { begin: 0x1004, index: 1 },
  { begin: 0x1008, index: 1 },
  { begin: 0x1009, index: 2 },
])('raw memory that begins at $begin, within a table', async ({ begin, index }) => {
  const path = folder.write('raw', bytes.subarray(begin));
  const scan = await runOnDisk([
    'scan',
    path,
    '--memory-base',
    formatHex(begin),
    ...OPTIONS,
    '--none',
    '--entries',
  ]);
  expect([scan.code, scan.stderr]).toEqual([
    2,
    `pte-decode: 0x0000000000000000: the pgd table at 0x1000 cannot be read from 0x1000 to ${formatHex(0x1000 + 8 * index)}: not in the image\n`,
  ]);
  // Entry 300 of the upper half points to a table without entries.
  const found = jsonLines(scan.stdout);
  expect(property(found[0], 'vaddr')).toBe(formatU64(BigInt(index) << 39n));
  expect(found.length).toBe(512 - index - 1 + 512);
});

test('missing entries outside of the addresses that are asked for are nothing to tell', async () => {
  const path = folder.write('range', FORMATS[0].image.subarray(0, 32 + 0x4800));
  const scan = await runOnDisk(['scan', path, ...OPTIONS, '--range', '0x0-0x100000', '--entries']);
  expect([scan.code, scan.stderr]).toEqual([0, '']);
  expect(jsonLines(scan.stdout).map((record) => property(record, 'phys'))).toEqual(['0x7000', '0x1000']);
});

test.each([
  { name: 'behind a range', end: 32 + 0x4000, bytes: 0x4000 },
  { name: 'within the header of the next range', end: 32 + 0x4000 + 20, bytes: 0x4000 },
])('memory that a LiME file cut $name has lost', async ({ end, bytes: length }) => {
  const whole = writeLime([
    { start: 0n, bytes: bytes.subarray(0, length) },
    { start: 0x4000n, bytes: bytes.subarray(length) },
  ]);
  const path = folder.write('header', whole.subarray(0, end));
  const walk = await runOnDisk(['walk', path, ...OPTIONS, '0x0']);
  // Nothing shows that a file is cut between two ranges.
  const hole =
    end === 32 + length
      ? 'not in the image'
      : `not in what is left of the image: the file is cut short at ${formatHex(end)}`;
  expect(property(jsonLines(walk.stdout)[0], 'stop')).toMatchObject({
    text: `the pte entry at 0x4000 cannot be read: ${hole}`,
  });
  const scan = await runOnDisk(['scan', path, ...OPTIONS, '--user']);
  expect([scan.code, scan.stderr]).toEqual([2, expect.stringContaining(`cannot be read: ${hole}`)]);
});

test('a gap before the end of a cut LiME file is none that the cut has made', async () => {
  const whole = writeLime([
    { start: 0n, bytes: bytes.subarray(0, 0x4000) },
    { start: 0x6000n, bytes: bytes.subarray(0x6000) },
  ]);
  const path = folder.write('gap', whole.subarray(0, whole.length - 0x1000));
  const walk = await runOnDisk(['walk', path, ...OPTIONS, '0x0', '0x3fe08000']);
  const [gap] = jsonLines(walk.stdout);
  expect(property(gap, 'stop')).toMatchObject({
    text: 'the pte entry at 0x4000 cannot be read: not in the image',
  });
});

test('a LiME file with ranges that overlap is not cut', async () => {
  const image = writeLime([
    { start: 0n, bytes },
    { start: 0x7800n, bytes: bytes.subarray(0x7800, 0x8800) },
  ]);
  const path = folder.write('overlap', image);
  const { stdout } = await runOnDisk([
    'walk',
    path,
    ...OPTIONS.slice(0, -3),
    '--pgd',
    '0x900000',
    '--json',
    '0x0',
  ]);
  expect(property(jsonLines(stdout)[0], 'stop')).toMatchObject({
    text: expect.stringMatching(/cannot be read: not in the image$/),
  });
});
