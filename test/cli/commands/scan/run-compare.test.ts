import { afterAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { captureOf } from '../../../helpers/captures.ts';
import { formatU64 } from '../../../../src/core/u64.ts';
import { jsonLines, stringOf } from '../../../helpers/json.ts';
import { realFile, realJson, REAL_KERNELS, unpackedImage } from '../../../helpers/real-kernels.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { writeCore } from '../../../helpers/image-writer.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe.each(REAL_KERNELS)('scan --pagemap on $folder', ({ folder: release }) => {
  test('the kernel’s own pagemap agrees with the entries, for every region', async () => {
    const image = await unpackedImage(release);
    const files = readdirSync(realFile(release, 'pagemap')).filter((file) => file.endsWith('.bin'));
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const start = stringOf(realJson(release, `pagemap/${file.replace('.bin', '.json')}`), 'start_va');
      const words = realFile(release, `pagemap/${file}`);
      const { code, stdout, stderr } = await runOnDisk([
        'scan',
        '--memory',
        image,
        '--cpu',
        '0',
        '--pagemap',
        words,
        '--start',
        start,
      ]);
      expect({ file, code, stdout }).toEqual({
        file,
        code: 0,
        stdout: expect.stringMatching(
          new RegExp(
            `^# Linux [^\\n]*; top table [^\\n]*\\n# ${readFileSync(words).length / 8} pages? compared, 0 disagree\\n$`,
          ),
        ),
      });
      expect(stderr).not.toContain('compared');
    }
  });

  test('what does not agree is listed', async () => {
    const image = await unpackedImage(release);
    const words = new Uint8Array(readFileSync(realFile(release, 'pagemap/sd_clean.bin')));
    const view = new DataView(words.buffer);
    // Another frame; a swap entry; no page; uffd-wp (bits 54-0, 62, 63 and 57 of v6.12 Documentation/admin-guide/mm/pagemap.rst).
    view.setBigUint64(0, view.getBigUint64(0, true) + 1n, true);
    view.setBigUint64(8, (1n << 62n) | 32n, true);
    view.setBigUint64(16, 0n, true);
    view.setBigUint64(24, view.getBigUint64(24, true) | (1n << 57n), true);
    const path = folder.write(`${release}.pagemap`, words);
    const start = stringOf(realJson(release, 'pagemap/sd_clean.json'), 'start_va');
    const argv = ['scan', '--memory', image, '--cpu', '0', '--pagemap', path, '--start', start];
    const { code, stdout } = await runOnDisk([...argv, '--json']);
    expect(code).toBe(1);
    const records = jsonLines(stdout);
    expect(records.map((record) => Number(BigInt(stringOf(record, 'vaddr')) - BigInt(start)) / 4096)).toEqual(
      [0, 1, 2, 3],
    );
    expect(records.map((record) => stringOf(record, 'why'))).toEqual([
      expect.stringMatching(/^the image has frame 0x[0-9a-f]+, pagemap frame 0x/),
      'the image has a page that is present, pagemap says swap',
      'the image has a page that is present, pagemap says none',
      'pagemap says it is protected by userfaultfd, the entry is not',
    ]);
    const lines = (await runOnDisk([...argv, '--no-heading'])).stdout.split('\n').filter(Boolean);
    const at = (page: number) => formatU64(BigInt(start) + BigInt(page * 4096));
    for (const [page, line] of lines.entries()) {
      expect(line).toContain(stringOf(records[page], 'why'));
      expect(line.startsWith(`${at(page)}-${at(page + 1)}       1 pte `)).toBe(true);
    }
    expect(lines).toHaveLength(4);
  });
});

// Words of address 0 on would be compared with other pages than those they are of, and empty ones agree with them.
describe('scan --pagemap of a plain dump', () => {
  const [{ folder: release } = { folder: '' }] = REAL_KERNELS;
  const compare = async (words: string, ...args: string[]) =>
    runOnDisk(['scan', await unpackedImage(release), '--cpu', '0', '--pagemap', words, ...args]);
  const zeros = folder.write('zeros.pagemap', new Uint8Array(64));

  test.each([{ args: [] }, { args: ['--range', '0x7fc4c60af000-0x7fc4c60b7000'] }, { args: ['-q'] }])(
    'that says of no addresses is refused: $args',
    async ({ args }) => {
      const { code, stdout, stderr } = await compare(zeros, ...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /nothing says of which addresses its words are: --start ADDR, --maps FILE or --absolute\n$/,
      );
    },
  );

  test.each([
    { start: '0', code: 0 },
    { start: stringOf(realJson(release, 'pagemap/sd_clean.json'), 'start_va'), code: 1 },
  ])('--quiet at $start writes nothing and exits with $code', async ({ start, code }) => {
    expect(await compare(zeros, '--start', start, '-q')).toMatchObject({ code, stdout: '', stderr: '' });
    expect((await compare(zeros, '--start', start)).stdout).toMatch(/^# 8 pages compared, /m);
    expect((await compare(zeros, '--start', start, '--json')).stderr).toMatch(/8 pages compared/);
  });

  test('--quiet: why there is no answer is told', async () => {
    const none = folder.write('no-words.pagemap', new Uint8Array(0));
    const { code, stderr } = await compare(none, '--start', '0', '-q');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/0 pages compared/)]);
  });
});

// What an image does not hold does not disagree, and does not agree either.
describe('scan --pagemap of pages whose tables are not in the image', () => {
  const words = folder.write(
    'one.pagemap',
    new Uint8Array(new BigUint64Array([0x8180000000001234n, 0n]).buffer),
  );
  const compare = (image: string, start: string) =>
    runOnDisk(['scan', image, '--pgd', '0x1000', '--paging', '4', '--pagemap', words, '--start', start]);
  const top = new BigUint64Array(512);
  top[1] = 0x9067n;
  const segments = [{ paddr: 0x1000n, bytes: new Uint8Array(top.buffer) }];
  const image = folder.write('cut.elf', writeCore({ segments }));

  test('they are not compared', async () => {
    const { code, stdout, stderr } = await compare(image, '0x8000000000');
    expect([code, stdout.replace(/^# .*\n/, '')]).toEqual([2, '']);
    expect(stderr).toMatch(
      /0 pages compared, 0 disagree; 2 could not be compared: their tables were not read$/m,
    );
  });

  test('those beside them are', async () => {
    const { code, stdout, stderr } = await compare(image, '0x7ffffff000');
    expect([code, stdout]).toEqual([
      2,
      expect.stringMatching(/^0x0000007ffffff000-0x0000008000000000 {7}1 - {3}the image has no page here/m),
    ]);
    expect(stderr).toMatch(/1 page compared, 1 disagrees; 1 could not be compared/);
  });

  test('neighbouring pages of one kind are one range, and each page by itself in JSON', async () => {
    const many = folder.write(
      'many.pagemap',
      new Uint8Array(
        new BigUint64Array([0x8180000000001234n, 0x8180000000001235n, 0n, 0x8180000000001237n]).buffer,
      ),
    );
    const whole = new BigUint64Array(512);
    const holes = [{ paddr: 0x1000n, bytes: new Uint8Array(whole.buffer) }];
    const argv = [
      'scan',
      folder.write('empty.elf', writeCore({ segments: holes })),
      '--pgd',
      '0x1000',
      '--paging',
      '4',
      '--pagemap',
      many,
      '--start',
      '0x1000',
    ];
    const { code, stdout } = await runOnDisk([...argv, '--no-heading']);
    expect([
      code,
      stdout
        .split('\n')
        .map((line) => line.slice(0, 50))
        .filter(Boolean),
    ]).toEqual([
      1,
      [
        '0x0000000000001000-0x0000000000003000       2 -   ',
        '0x0000000000004000-0x0000000000005000       1 -   ',
      ],
    ]);
    expect(stdout).toContain('(the first: entry 0x0000000000000000, pagemap 0x8180000000001234)');
    const records = jsonLines((await runOnDisk([...argv, '--json'])).stdout);
    expect(records.map((record) => stringOf(record, 'vaddr'))).toEqual(
      ['1', '2', '4'].map((page) => `0x000000000000${page}000`),
    );
  });

  test.each([
    {
      kernel: '6.1',
      argv: [],
      said: /was captured on kernel 6\.1, and the entries are read as of 7\.3: they are not of one machine/,
    },
    { kernel: '7.3', argv: [], said: /^(?!.*captured)/ },
    {
      kernel: '6.1',
      argv: ['-k', '6.12'],
      said: /was captured on kernel 6\.1, and the entries are read as of 6\.12/,
    },
    { kernel: '6.1', argv: ['-k', '6.1'], said: /^(?!.*captured)/ },
  ])(
    'a capture of kernel $kernel beside an image that names none, with $argv',
    async ({ kernel, argv, said }) => {
      const words = captureOf(kernel, [{ start: 0x1000n, flags: 'rd wr', words: [0n] }]);
      const holes = [{ paddr: 0x1000n, bytes: new Uint8Array(4096) }];
      const { code, stderr } = await runOnDisk([
        ...[
          'scan',
          folder.write('none.elf', writeCore({ segments: holes })),
          '--pgd',
          '0x1000',
          '--paging',
          '4',
        ],
        ...['--pagemap', folder.write(`of-${kernel}.pmap`, words), ...argv],
      ]);
      expect(code).toBe(0);
      expect(stderr).toMatch(said);
      expect(stderr.includes('was captured on')).toBe(said.source.startsWith('was'));
    },
  );

  test('pages that a capture did not read are not compared, which is no agreement', async () => {
    // docs/pagemap.md: a large mapping that smaps calls empty is not read.
    const flags = 'rd wr mr mw me ac sd';
    const mappings = [
      { start: 0x1000n, flags, words: [0n] },
      { start: 0x10_0000n, flags, words: [], empty: 0x4000 },
    ];
    const holes = [{ paddr: 0x1000n, bytes: new Uint8Array(4096) }];
    const { code, stderr } = await runOnDisk([
      ...['scan', folder.write('no.elf', writeCore({ segments: holes })), '--pgd', '0x1000', '--paging', '4'],
      ...['--pagemap', folder.write('skipped.pmap', captureOf('7.3', mappings))],
    ]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(
        /1 page compared, 0 disagree; 16384 could not be: the capture did not read them\n$/,
      ),
    ]);
  });

  test('no page at all is no agreement', async () => {
    const empty = folder.write(
      'maps',
      new TextEncoder().encode('ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]\n'),
    );
    const none = folder.write('none.pagemap', new Uint8Array(0));
    const argv = ['scan', image, '--pgd', '0x1000', '--paging', '4', '--pagemap', none, '--maps', empty];
    expect((await runOnDisk(argv)).code).toBe(2);
  });
});
