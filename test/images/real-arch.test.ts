import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatHex, formatU64 } from '../../src/core/u64.ts';
import { openScanSource } from '../../src/cli/commands/scan/source.ts';
import { Invocation } from '../../src/cli/spec.ts';
import { pageAddress } from '../../src/images/scan/scan.ts';
import { fakeIo, runOnDisk } from '../helpers/fake-io.ts';
import { arrayOf, jsonLines, property, stringOf } from '../helpers/json.ts';
import {
  HALVES,
  REAL_ARCH,
  realArchFile,
  realArchMeta,
  realArchTruth,
  rootRegister,
} from '../helpers/real-arch.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** What is said of an image whose kernel calls itself 6.1.0-50-cloud-arm64. */
const named = (folderName: string): string =>
  folderName.startsWith('arm64-6.1.176-')
    ? 'pte-decode: warning: 6.1.0-50-cloud-arm64 is read as debian-6.1, and it is a kernel of Debian: its name does not tell which stable release of 6.1 it is made of\n'
    : '';

const cases = REAL_ARCH.flatMap((machine) => HALVES.map((half) => ({ ...machine, half })));

describe.each(cases)('the $half tables of $folder', ({ folder: name, options, half }) => {
  let path = '';
  let meta: unknown;
  let pgd = '';
  beforeAll(async () => {
    path = folder.write(`${name}-${half}.elf`, await realArchFile(name, `${half}-tables.elf.zst`));
    meta = await realArchMeta(name);
    pgd = await rootRegister(name, half);
  });

  test.each(['the register as it is printed', 'the address alone'])(
    'walk: every address, every level, from %s',
    async (from) => {
      const truth = await realArchTruth(name, half);
      const isAddress = from === 'the address alone';
      // An address alone does not say how many levels satp has: NOTES.md.
      const paging = isAddress && name.startsWith('riscv64') ? ['--paging', '3'] : [];
      const root = isAddress ? stringOf(meta, `${half}_top`) : pgd;
      const { code, stdout, stderr } = await runOnDisk([
        'walk',
        '--memory',
        path,
        '--pgd',
        root,
        ...options,
        ...paging,
        '--json',
        ...truth.map(({ va }) => va),
      ]);
      expect([code, stderr]).toEqual([0, named(name)]);
      const walks = jsonLines(stdout);
      expect(walks.length).toBe(truth.length);
      walks.forEach((walk, i) => {
        const row = truth[i];
        const levels = arrayOf(walk, 'levels').map((level) => ({
          entryPhys: BigInt(stringOf(level, 'entry_phys')),
          raw: BigInt(stringOf(level, 'raw')),
        }));
        expect({ va: row?.va, levels }).toEqual({ va: row?.va, levels: row?.levels });
        // The MMU maps no page without access, which is a page for the kernel all the same.
        if (row?.phys !== null && row !== undefined)
          expect({ va: row.va, phys: property(walk, 'phys') }).toEqual({
            va: row.va,
            phys: formatHex(row.phys),
          });
      });
    },
  );

  test('scan: the entries listed, and no others', async () => {
    const values = new Map([
      ['memory', [path]],
      ['pgd', [pgd]],
      ...(options.length > 0 ? [['kernel', [options[1] ?? '']] as const] : []),
    ]);
    // Where each half has a top table no option says which it is: the tables do. Each image has those of one half.
    const switches = name.startsWith('riscv64') ? [half === 'user' ? 'user' : 'kernel-half'] : [];
    const source = await openScanSource(
      new Invocation([], values, new Set(switches)),
      fakeIo({ onDisk: true }).io,
    );
    const { kernel } = source;
    const hash = createHash('sha256');
    let lines: string[] = [];
    let count = 0;
    const problems: string[] = [];
    source.feed({
      entries(geometry, words, first, last, page) {
        const pages = 2 ** (geometry.shift - kernel.pageShift);
        const size = `0x${(2 ** geometry.shift).toString(16)}`;
        for (let i = first; i < last; i++) {
          const lo = (words[2 * i] ?? 0) >>> 0;
          const hi = (words[2 * i + 1] ?? 0) >>> 0;
          if ((lo | hi) === 0) continue;
          const raw = `0x${hi.toString(16).padStart(8, '0')}${lo.toString(16).padStart(8, '0')}`;
          lines.push(`${formatU64(pageAddress(kernel, page + (i - first) * pages))} ${size} ${raw}\n`);
          count++;
        }
        if (lines.length > 10_000) {
          hash.update(lines.join(''));
          lines = [];
        }
      },
      problem: ({ text }) => problems.push(text),
    });
    source.close();
    hash.update(lines.join(''));
    const listed = property(meta, `${half}_entries`);
    expect(problems).toEqual([]);
    expect([count, hash.digest('hex')]).toEqual([property(listed, 'count'), property(listed, 'sha256')]);
  });
});

test.each(REAL_ARCH)('$folder: the pagemap of the process agrees', async ({ folder: name, options }) => {
  const truth = (await realArchTruth(name, 'user')).filter(({ pagemap }) => pagemap !== undefined);
  const path = folder.write(`${name}.elf`, await realArchFile(name, 'user-tables.elf.zst'));
  const pgd = await rootRegister(name, 'user');
  const size = BigInt(Number(property(await realArchMeta(name), 'page_size')));
  // Neighbouring pages as one dump; large pages were listed with one page each.
  const runs: { start: bigint; words: bigint[] }[] = [];
  for (const { va, pagemap = 0n } of truth) {
    const run = runs.at(-1);
    if (run !== undefined && run.start + BigInt(run.words.length) * size === BigInt(va))
      run.words.push(pagemap);
    else runs.push({ start: BigInt(va), words: [pagemap] });
  }
  for (const { start, words } of runs.slice(0, 40)) {
    const dump = folder.write('dump.pagemap', new Uint8Array(BigUint64Array.from(words).buffer));
    const result = await runOnDisk([
      ...['scan', '--memory', path, '--pgd', pgd, ...options],
      ...['--pagemap', dump, '--start', formatU64(start)],
    ]);
    expect({ start, ...result }).toMatchObject({
      start,
      code: 0,
      stdout: expect.stringMatching(
        new RegExp(`^# Linux .*\\n# ${words.length} pages? compared, 0 disagree\\n$`),
      ),
      stderr: named(name),
    });
  }
});

test('the arm64 images tell the kernel table too', async () => {
  const name = 'arm64-6.12.117-4k-52bit-lpa2';
  const path = folder.write('own.elf', await realArchFile(name, 'kernel-tables.elf.zst'));
  const [row] = await realArchTruth(name, 'kernel');
  const { code, stdout } = await runOnDisk(['walk', '--memory', path, '--json', row?.va ?? '']);
  expect(code).toBe(0);
  expect(property(jsonLines(stdout)[0], 'phys')).toBe(formatHex(row?.phys ?? 0n));
  const user = await runOnDisk(['walk', '--memory', path, '--json', '0x400000']);
  expect([user.code, user.stderr]).toEqual([2, expect.stringMatching(/^pte-decode: --pgd PHYS is needed/)]);
});
