import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type EventPage, eventGroups, filesOfPages } from '../../../helpers/event-groups.ts';
import { runCli, runOnDisk, type Result } from '../../../helpers/fake-io.ts';
import { jsonLines, property, stringOf } from '../../../helpers/json.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';
import { realFile, realJson } from '../../../helpers/real-kernels.ts';
import { checkLines } from '../../../helpers/schemas.ts';

const KERNELS = [
  { folder: '6.12.117+deb12-amd64', kernel: 'debian-6.12' },
  { folder: '6.18.44-native', kernel: '6.18.44' },
  { folder: '7.3.4+deb13-amd64', kernel: 'debian-7.3' },
];

describe.each(KERNELS)('what PAGEMAP_SCAN said on $folder', ({ folder, kernel }) => {
  const lines = readFileSync(realFile(folder, 'pagemap_scan.txt'), 'utf8').trimEnd().split('\n');
  const regions = [...new Set(lines.map((line) => line.split(' ')[0] ?? ''))];

  test('agrees with pagemap in every region, and a planted bit is found', async () => {
    expect(regions.length).toBeGreaterThan(30);
    for (const name of regions) {
      const own = lines.filter((line) => line.startsWith(`${name} `));
      const start = stringOf(realJson(folder, `pagemap/${name}.json`), 'start_va');
      const dump = readFileSync(realFile(folder, `pagemap/${name}.bin`));
      const ask = (scan: readonly string[]): Promise<Result> =>
        runCli(
          ['pagemap', 'scan-compare', '/dump', '--start', start, '--scan', '/scan', '-k', kernel, '--json'],
          {
            files: { '/dump': dump, '/scan': scan.join('\n') },
          },
        );
      const { stdout, code } = await ask(own);
      expect({ name, code, stdout }).toEqual({
        name,
        code: 0,
        stdout: expect.stringContaining('"outcome":"holds"'),
      });
      expect(checkLines('pagemap-scan-compare', stdout)).toBe(1);
      // PRESENT where it is not, or not where it is.
      const planted = own.map((line) =>
        line.replace(
          / 0x([0-9a-f]+) mask/,
          (_, hex: string) => ` 0x${(parseInt(hex, 16) ^ 8).toString(16)} mask`,
        ),
      );
      const found = await ask(planted);
      expect({ name, code: found.code, stdout: found.stdout }).toEqual({
        name,
        code: 1,
        stdout: expect.stringContaining('"category":"PRESENT"'),
      });
      expect(checkLines('pagemap-scan-compare', found.stdout)).toBeGreaterThan(1);
    }
  });
});

// Regions have addresses, and a dump of address 0 on would be held against pages that it is not of.
test('a plain dump that nothing places is refused', async () => {
  const files = { '/dump': dumpOf([0n, 0n]), '/scan': '0x7f0000000000 0x7f0000002000 PRESENT' };
  const argv = ['pagemap', 'scan-compare', '/dump', '--scan', '/scan', '-k', '6.12'];
  expect(await runCli([...argv, '--category-mask', 'PRESENT'], { files })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('/dump: nothing says of which addresses its words are: --start ADDR'),
  });
  expect((await runCli([...argv, '--start', '0x7f0000000000'], { files })).code).toBe(1);
});

/** Regions as the ioctl writes them, for pages one behind the other. */
function regionsOf(pages: readonly EventPage[]): Uint8Array {
  const words = pages.flatMap(({ scan }, page) => {
    const start = (0x10000n + BigInt(page)) << 12n;
    return scan === null ? [] : [start, start + 4096n, BigInt(scan)];
  });
  return dumpOf(words);
}

describe.each([
  { release: '6.12', kernel: 'debian-6.12' },
  { release: '6.18', kernel: '6.18.44,CONFIG_MEM_SOFT_DIRTY=n' },
])('after events on $release', ({ release, kernel }) => {
  // A part of them in each run of the gate: `ALL=1` takes all.
  const groups = eventGroups(release).filter(
    ({ name }, index) => process.env['ALL'] || index % 5 === 0 || name.includes('truncate'),
  );
  test('the two agree but for huge pages that were truncated', async () => {
    for (const { name, before, after } of groups)
      for (const [when, pages] of [
        ['before', before],
        ['after', after],
      ] as const) {
        if (pages.every(({ scan }) => scan === null)) continue;
        const { dump, smaps } = filesOfPages(pages);
        const files = { '/dump': dump, '/smaps': smaps, '/scan': regionsOf(pages) };
        const { stdout, code } = await runCli(
          [
            'pagemap',
            'scan-compare',
            '/dump',
            '--maps',
            '/smaps',
            '--scan',
            '/scan',
            '-k',
            kernel,
            '--return-mask',
            '0xff',
            '--json',
          ],
          { files },
        );
        // The README's column "disagree": bit 57 and WRITTEN contradict each other where WP is allowed.
        const disagree = pages.filter(
          ({ word, scan }) =>
            scan !== null && (scan & 1) !== 0 && ((word >> 57n) & 1n) === BigInt((scan >> 1) & 1),
        ).length;
        expect(disagree).toBe(
          when === 'after' && name.includes('hugetlb') && name.includes('async truncate') ? 6 : 0,
        );
        const summary = property(jsonLines(stdout).at(-1), 'summary');
        expect({ name, when, code, conflicting: property(summary, 'conflicting') }).toEqual({
          name,
          when,
          code: disagree > 0 ? 1 : 0,
          conflicting: disagree,
        });
      }
  });
});

describe('lists of regions', () => {
  const files = { '/dump': dumpOf([0x8100000000002e91n, 0n, 0x8300000000002e92n]) };
  const ask = (scan: string | Uint8Array, ...args: string[]): Promise<Result> =>
    runCli(
      [
        'pagemap',
        'scan-compare',
        '/dump',
        '--start',
        '0x10000',
        '-k',
        '6.12.117',
        '--scan',
        '/scan',
        ...args,
      ],
      {
        files: { ...files, '/scan': scan },
      },
    );
  // prettier-ignore
  const cases = [
    { name: 'as the fixtures have them', scan: 'a 0x10000 0x11000 0xa mask 0xff\nb 0x12000 0x13000 0x8 mask 0xff\n', code: 0 },
    { name: 'names of categories', scan: '10000-11000 PAGE_IS_WRITTEN | PAGE_IS_PRESENT\n0x12000-0x13000: present\n', code: 0 },
    { name: 'with labels and brackets', scan: '# a comment\nstart: 0x10000, end: 0x11000, categories: 0xa\n[0x12000, 0x13000) 0x8\n', code: 0 },
    { name: 'binary', scan: dumpOf([0x10000n, 0x11000n, 0xan, 0x12000n, 0x13000n, 8n]), code: 0 },
    { name: 'out of order', scan: '0x12000 0x13000 0x8\n0x10000 0x11000 0xa\n', code: 0 },
    { name: 'a protected page that counts as written', scan: '0x12000 0x13000 0xa\n', code: 1, out: 'must not be WRITTEN' },
    { name: 'a category that this kernel does not have', scan: '0x10000 0x11000 0x20a\n', code: 1, out: 'must not be ACCESSED' },
    { name: 'no page of the dump', scan: '0x90000 0x91000 0xa\n', code: 2, out: 'nothing could be compared' },
    { name: 'overlapping', scan: '0x10000 0x12000 0xa\n0x11000 0x12000 0xa\n', code: 2, err: 'regions overlap at 0x11000' },
    { name: 'left-over bytes', scan: dumpOf([0x10000n, 0x11000n, 8n, 0x12000n]), code: 2, err: '8 bytes are left over' },
    { name: 'a bad line', scan: '0x10000 0x11000 0xa\n0x12000 what\n', code: 2, err: '/scan:2: ' },
    { name: 'empty', scan: '\n', code: 2, err: 'no region in it' },
  ];
  test.each(cases)('$name', async ({ scan, code, out = '', err = '' }) => {
    const result = await ask(scan);
    expect({ code: result.code, open: result.open }).toEqual({ code, open: 0 });
    expect(result.stdout).toContain(out);
    expect(result.stderr).toContain(err);
  });

  test('pages in no region lack a category that was asked for', async () => {
    const scan = '0x12000 0x13000 PRESENT\n';
    expect(await ask(scan)).toMatchObject({ code: 0 });
    const { stdout, code } = await ask(
      scan,
      '--category-mask',
      'present',
      '--return-mask',
      'present,written',
    );
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining('in no region : must be PRESENT'),
    });
  });

  test('a kernel without the ioctl, and one that nobody named', async () => {
    // On a kernel that has the ioctl this is a disagreement.
    const scan = '0x10000 0x12000 0x10\n';
    const at = ['pagemap', 'scan-compare', '/dump', '--start', '0x10000', '--scan', '/scan'];
    const around = { files: { ...files, '/scan': scan } };
    expect(await runCli([...at, '-k', '6.1'], around)).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/it came with 6\.7\n$/),
    });
    expect(await runCli(at, around)).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/unanswered: nobody said which kernel.*\n$/),
    });
  });

  test('verdicts for CI', async () => {
    const { stdout, code } = await ask('0x12000 0x13000 0xa\n', '--format', 'ktap');
    expect(code).toBe(1);
    expect(stdout).toContain('not ok 1 PAGEMAP_SCAN agrees with pagemap\n');
    expect(stdout).toContain('must not be WRITTEN');
  });
});

describe('the running kernel is asked through koffi', () => {
  const ask = (...words: string[]): ReturnType<typeof spawnSync> =>
    spawnSync(
      process.execPath,
      [fileURLToPath(new URL('../../../../bin/pte-decode.js', import.meta.url)), 'pagemap', ...words],
      { encoding: 'utf8' },
    );
  const { status, stdout, stderr } = ask(
    '--pid',
    String(process.pid),
    '--range',
    '0x400000-0x600000',
    '--pagemap-scan',
  );
  const isThere = !String(stderr).includes('wants the package koffi');

  test('without it the message says how to get it', () => {
    if (isThere) return;
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('npm install koffi');
  });

  (isThere ? test : test.skip)('koffi is not installed: what the kernel says agrees with pagemap', () => {
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('PRESENT') });
    expect(ask('scan-compare', '--pid', String(process.pid), '--range', '0x400000-0x600000').status).toBe(0);
  });
});

test('known differences are counted, with their source', async () => {
  const folder = '6.12.117+deb12-amd64';
  const start = stringOf(realJson(folder, 'pagemap/anon_rw.json'), 'start_va');
  const scan = realFile(folder, 'pagemap_scan.txt');
  const { stdout, code } = await runOnDisk([
    'pagemap',
    'scan-compare',
    realFile(folder, 'pagemap/anon_rw.bin'),
    '--start',
    start,
    '--scan',
    scan,
    '-k',
    'debian-6.12',
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/2 pages: an empty page counts as WRITTEN .*fix 07b4377bdbe7/);
});
