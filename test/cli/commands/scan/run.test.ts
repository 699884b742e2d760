import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { formatU64 } from '../../../../src/core/u64.ts';
import { arrayOf, jsonLines, numberOf, property, stringOf } from '../../../helpers/json.ts';
import { readTruth, realFile, realJson, REAL_KERNELS, unpackedImage } from '../../../helpers/real-kernels.ts';
import { expectedState } from '../../../helpers/real-states.ts';
import { readAnnotations, readKtap } from '../../../helpers/verdict-readers.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { TableBuilder } from '../../../helpers/table-builder.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const scan = async (release: string, ...args: string[]) =>
  runOnDisk(['scan', '--memory', await unpackedImage(release), '--cpu', '0', '--user', ...args]);

describe.each(REAL_KERNELS)('scan on $folder', ({ folder: release, kernel }) => {
  const truth = readTruth(release);

  test('--entries has every entry listed', async () => {
    const { code, stdout, stderr } = await scan(release, '--entries', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const found = new Map(jsonLines(stdout).map((record) => [stringOf(record, 'vaddr'), record]));
    for (const row of truth) {
      const raw = row.entries.at(-1)?.raw ?? 0n;
      if (raw === 0n) continue;
      const covers = row.leaf === 'pmd' ? 0x1f_ffffn : 0xfffn;
      const record = found.get(formatU64(row.va & ~covers));
      expect(record).toMatchObject({
        level: row.leaf,
        raw: formatU64(raw),
        state: expectedState(row.state, kernel),
      });
    }
  });

  test('summary, ranges and entries agree', async () => {
    const pages = (records: readonly unknown[]) => {
      const sums: Record<string, number> = {};
      for (const record of records) {
        const state = stringOf(record, 'state');
        sums[state] = (sums[state] ?? 0) + numberOf(record, 'entries');
      }
      return sums;
    };
    const entries = pages(jsonLines((await scan(release, '--entries', '--json')).stdout));
    const ranges = pages(jsonLines((await scan(release, '--ranges', '--json')).stdout));
    const [summary] = jsonLines((await scan(release, '--json')).stdout);
    const states = property(summary, 'states');
    expect(ranges).toEqual(entries);
    expect({ ...entries, none: property(states, 'none') }).toEqual(states);
    expect(pages(arrayOf(summary, 'rows'))).toEqual(entries);
  });

  test('--where finds what the process was made of', async () => {
    const has = async (expression: string, pattern: RegExp) => {
      const { stdout } = await scan(release, '--entries', '--json', '--where', expression);
      const found = new Set(jsonLines(stdout).map((record) => stringOf(record, 'vaddr')));
      const wanted = truth
        .filter((row) => pattern.test(row.state))
        .map((row) => formatU64(row.va & (row.leaf === 'pmd' ? ~0x1f_ffffn : ~0n)));
      for (const vaddr of wanted) expect(found).toContain(vaddr);
      const others = truth
        .filter((row) => !pattern.test(row.state) && row.leaf === 'pte')
        .map((row) => formatU64(row.va));
      for (const vaddr of others) expect(found).not.toContain(vaddr);
    };
    await has('state == "hwpoison"', /hwpoison/);
    await has('poisoned', kernel === 'debian-6.1' ? /never/ : /poison_marker|swapin_error/);
    await has('state == "swap" && swap.offset > 0', /^(?!none|.*marker).*swapped/);
  });

  test.each([{ file: 'ptpage-mixed' }, { file: 'ptpage-one-region' }, { file: 'pmdpage-hugetlb' }])(
    '--table $file: the entries of the bare page',
    async ({ file }) => {
      const sidecar = realJson(release, `${file}.json`);
      const level = stringOf(sidecar, 'level');
      const { code, stdout } = await runOnDisk([
        'scan',
        '--table',
        realFile(release, `${file}.bin`),
        '--level',
        level,
        '--va',
        stringOf(sidecar, 'start_va'),
        '--kernel',
        kernel,
        '--entries',
        '--tables',
        '--none',
        '--json',
      ]);
      expect(code).toBe(0);
      const records = jsonLines(stdout);
      const bytes = readFileSync(realFile(release, `${file}.bin`));
      expect(records.map((record) => BigInt(stringOf(record, 'raw')))).toEqual(
        Array.from({ length: 512 }, (_, i) => bytes.readBigUInt64LE(8 * i)),
      );
      expect(stringOf(records[0], 'vaddr')).toBe(stringOf(sidecar, 'start_va'));
    },
  );

  test('--table says how many entries of it point to tables, which no list has without --tables', async () => {
    // Present without _PAGE_PSE: pointers to tables (arch/x86/include/asm/pgtable.h pmd_leaf).
    const bytes = readFileSync(realFile(release, 'pmdpage-hugetlb.bin'));
    const pointers = Array.from({ length: 512 }, (_, i) => bytes.readBigUInt64LE(8 * i)).filter(
      (raw) => (raw & 0x81n) === 1n,
    );
    const { code, stderr } = await runOnDisk(
      ['scan', '--level', 'pmd', '-k', kernel, '--table'].concat(realFile(release, 'pmdpage-hugetlb.bin')),
    );
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`${pointers.length} entries point to tables: --entries --tables lists them`),
    ]);
    // A check looks at them too.
    const check = await runOnDisk(
      ['scan', '--check', '--level', 'pmd', '-k', kernel, '--table'].concat(
        realFile(release, 'pmdpage-hugetlb.bin'),
      ),
    );
    expect(check.stderr).not.toContain('point to tables');
  });
});

describe('scan', () => {
  const release = '6.12.117+deb12-amd64';

  test('--check lists hugetlb entries with their remark, and nothing else of a healthy process', async () => {
    const { code, stdout } = await scan(release, '--check', '--json');
    expect(code).toBe(0);
    const records = jsonLines(stdout);
    const expected = readTruth(release).filter(
      (row) =>
        row.leaf === 'pmd' && /hugetlb_(hwpoison|uffd).*/.test(row.state) && !/present/.test(row.state),
    );
    expect(new Set(records.map((record) => stringOf(record, 'vaddr')))).toEqual(
      new Set(expected.map((row) => formatU64(row.va & ~0x1f_ffffn))),
    );
    for (const record of records)
      expect(arrayOf(record, 'notes')).toMatchObject([{ code: 'swap-at-level', grade: 'remark' }]);
  });

  test('--check of an intact kernel finds no violation: odd tables of espfix64 and of isolation', async () => {
    const image = await unpackedImage(release);
    for (const range of ['0xffffff0000000000-0xffffff0800000000', '0xffffffff80000000-0xffffffffc0000000']) {
      const part = await runOnDisk(['scan', '--memory', image, '--check', '--range', range]);
      expect(part.stdout).not.toContain('violation');
      expect(part.code).toBe(0);
    }
  });

  test('--check for CI: one verdict for each rule and note', async () => {
    const clean = await scan(release, '--check', '--format', 'ktap');
    expect(clean.code).toBe(0);
    const results = readKtap(clean.stdout);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['pass']));
    expect(results.find(({ name }) => name === 'swap-at-level')?.log[0]).toContain('remark: 0x');
    const ruled = await scan(
      release,
      '--check',
      '--rule',
      '1,4',
      '--where',
      'swap_like',
      '--format',
      'github',
    );
    expect(ruled.code).toBe(1);
    expect(readAnnotations(ruled.stdout).map(({ properties }) => properties['title'])).toEqual([
      'pte-decode scan --check: rule 4',
    ]);
    expect((await scan(release, '--format', 'junit')).code).toBe(2);
  });

  // A wrong --pgd, a wrong --range or a wrong --where: nothing was looked at, and 0 would look like a pass.
  test.each([
    { name: 'a table of zeros', args: ['--pgd', '0x1000', '--user'] },
    { name: 'addresses without tables', args: ['--cpu', '0', '--range', '0x100000000000-0x100000001000'] },
    { name: 'a condition of no entry', args: ['--cpu', '0', '--user', '--where', 'marker && present'] },
    {
      name: 'addresses that tables alone begin at',
      args: ['--cpu', '0', '--user', '--where', 'vaddr < 0x1000'],
    },
  ])('--check of $name has no answer', async ({ args }) => {
    const from = ['scan', '--memory', await unpackedImage(release), '--check', ...args];
    const text = await runOnDisk(from);
    expect([text.code, text.stderr]).toEqual([2, expect.stringContaining('no entry to check')]);
    const ktap = await runOnDisk([...from, '--format', 'ktap']);
    expect(ktap.code).toBe(2);
    expect(new Set(readKtap(ktap.stdout).map(({ status }) => status))).toEqual(new Set(['error']));
  });

  // A page of one pte table between others: only the tables above it have an entry, and they are of its neighbours too.
  test('--check of a range of an empty page has no answer, whatever the tables above it are', async () => {
    const at =
      readTruth(release).find(({ entries, leaf }) => leaf === 'pte' && entries.at(-1)?.raw === 0n)?.va ?? 0n;
    const check = (end: bigint, ...args: string[]) =>
      scan(release, '--range', `0x${at.toString(16)}-0x${end.toString(16)}`, '--check', ...args);
    for (const rule of [[], ['--rule', '3'], ['--rule', '2'], ['--rule', '1']]) {
      const text = await check(at + 0x1000n, ...rule);
      expect([text.code, text.stderr]).toEqual([
        2,
        expect.stringContaining('no entry to check of the addresses that were asked for'),
      ]);
      const ktap = await check(at + 0x1000n, ...rule, '--format', 'ktap');
      expect(ktap.code).toBe(2);
      expect(new Set(readKtap(ktap.stdout).map(({ status }) => status))).toEqual(new Set(['error']));
    }
    const tables = ['--check', '--where', 'vaddr < 0x1000 && state == "table"'];
    expect((await scan(release, ...tables)).code).toBe(0);
    // An empty page satisfies rule 4 and breaks rule 3; what leads to its table is of a range that has all of it.
    expect((await check(at + 0x1000n, '--none', '--rule', '4')).code).toBe(0);
    expect((await check(at + 0x1000n, '--none', '--rule', '3')).code).toBe(1);
    const table = at & ~0x1f_ffffn;
    const whole = ['--range', `0x${table.toString(16)}-0x${(table + 0x20_0000n).toString(16)}`];
    expect((await scan(release, ...whole, '--check', '--where', 'state == "table"')).code).toBe(0);
  });

  test('--check --rule 4 lists every entry that is a valid swap entry', async () => {
    const { stdout } = await scan(release, '--check', '--rule', '4', '--where', 'swap_like', '--json');
    for (const record of jsonLines(stdout)) expect(property(record, 'broken')).toEqual(['4']);
    const all = jsonLines((await scan(release, '--entries', '--where', 'swap_like', '--json')).stdout);
    expect(jsonLines(stdout).length).toBe(all.length);
  });

  test('--range, halves, formats', async () => {
    const row = readTruth(release)[0];
    const va = row?.va ?? 0n;
    const range = `${va.toString(16)}-${(va + 0x2000n).toString(16)}`;
    const { stdout } = await scan(release, '--range', range, '--entries', '--format', 'csv');
    const [heading, ...lines] = stdout.trimEnd().split('\n');
    expect(heading).toBe(
      'vaddr,end,pages,level,raw,state,flags,pfn,swap_type,swap_name,swap_offset,markers,vma',
    );
    expect(lines.map((line) => line.split(',').slice(0, 6))).toEqual(
      readTruth(release)
        .slice(0, 2)
        .map((page) => [
          formatU64(page.va),
          formatU64(page.va + 0x1000n),
          '1',
          'pte',
          formatU64(page.entries.at(-1)?.raw ?? 0n),
          'present',
        ]),
    );
    const path = await unpackedImage(release);
    const kernelHalf = await runOnDisk([
      'scan',
      '--memory',
      path,
      '--pgd',
      '0x3850000',
      '--ranges',
      '--json',
      '--no-heading',
      '--where',
      'global && level == "pmd"',
      '--kernel-half',
    ]);
    expect(kernelHalf.code).toBe(0);
    const records = jsonLines(kernelHalf.stdout);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) expect(stringOf(record, 'vaddr')).toMatch(/^0xffff/);
  });

  test('--maps names the mappings', async () => {
    const { stdout } = await scan(
      release,
      '--ranges',
      '--maps',
      realFile(release, 'maps.txt'),
      '--where',
      'uffd_wp',
      '--json',
    );
    for (const record of jsonLines(stdout)) expect(property(record, 'vma')).not.toBeNull();
  });

  test('--where vma picks what lies in a mapping, in lists, counts and verdicts', async () => {
    const maps = ['--maps', realFile(release, 'maps.txt')];
    const all = jsonLines((await scan(release, '--entries', '--json', ...maps)).stdout);
    const stack = all.filter((record) => property(record, 'vma') === '[stack]');
    expect(stack.length).toBeGreaterThan(0);
    const where = [...maps, '--where', 'vma == "[stack]"'];
    const { stdout } = await scan(release, '--entries', '--json', ...where);
    expect(jsonLines(stdout)).toEqual(stack);
    const [counted] = jsonLines((await scan(release, '--json', ...where)).stdout);
    const counts = arrayOf(counted, 'rows').map((row) => numberOf(row, 'entries'));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(stack.length);
    expect((await scan(release, '--check', '--format', 'ktap', ...where)).code).toBe(0);
  });

  test('--maps: ranges end at the borders of mappings', async () => {
    const path = realFile(release, 'maps.txt');
    const { stdout } = await scan(release, '--ranges', '--maps', path, '--json');
    const mappings = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          /^(\w+)-(\w+) /
            .exec(line)
            ?.slice(1)
            .map((text) => BigInt(`0x${text}`)) ?? [],
      );
    const ranges = jsonLines(stdout).map((record) =>
      ['vaddr', 'end'].map((name) => BigInt(stringOf(record, name))),
    );
    expect(ranges.length).toBeGreaterThan(0);
    for (const [start = 0n, end = 0n] of ranges)
      expect(mappings.filter(([first = 0n, last = 0n]) => first < end && last > start)).toHaveLength(1);
    expect(ranges.length).toBeGreaterThan(
      jsonLines((await scan(release, '--ranges', '--json')).stdout).length,
    );
  });

  test('text of ranges and summary', async () => {
    const ranges = await scan(release, '--ranges', '--where', 'marker && level == "pmd"', '--no-heading');
    expect(ranges.stdout).toMatch(
      /^0x00007fc4b4400000-0x00007fc4b4600000 +512 pmd pte-marker +PTE_MARKER_UFFD_WP$/m,
    );
    const summary = await scan(release);
    expect(summary.stdout).toMatch(/^ +1552 +6\.06 MiB {2}pte {2}pte-marker +uffd_wp$/m);
    expect(summary.stdout).toMatch(/; tables: 1 pgd, 2 pud, 4 pmd, 12 pte$/m);
  });

  test('a table that is not in the image: told, counted, exit status 2', async () => {
    const path = folder.write(
      'raw',
      Uint8Array.from({ length: 4096 }, (_, i) =>
        i % 8 === 0 ? 0x67 : i % 8 === 2 ? i >> 3 : i % 8 === 3 ? 1 : 0,
      ),
    );
    const { code, stderr, stdout } = await runOnDisk([
      'scan',
      '--memory',
      path,
      '--memory-base',
      '0x1000',
      '--pgd',
      '0x1000',
      '--paging',
      '4',
      '--json',
    ]);
    expect(code).toBe(2);
    expect(stderr.split('\n')[0]).toMatch(
      /^pte-decode: 0x0000000000000000: the pud table at 0x1[0-9a-f]+ cannot be read: not in the image$/,
    );
    expect(stderr).toMatch(/and \d+ more tables/);
    expect(numberOf(jsonLines(stdout)[0], 'problems')).toBeGreaterThan(10);
  });

  test.each([
    { name: 'two views', args: ['--ranges', '--entries'], text: /only one at a time/ },
    { name: 'two sources', args: ['--table', 'x'], text: /--table and --memory/ },
    { name: 'a rule without check', args: ['--rule', '1'], text: /--rule goes with --check/ },
    { name: 'an unknown rule', args: ['--check', '--rule', '9'], text: /wanted 1, 2, 3 or 4/ },
    { name: 'a range upside down', args: ['--range', '0x2000-0x1000'], text: /behind the start/ },
    {
      name: 'a range of the other half',
      args: ['--range', '0xffff800000000000-0xffff800000001000'],
      text: /nothing of it/,
    },
    { name: 'an unknown name', args: ['--where', 'colour == 1'], text: /colour/ },
    {
      name: 'a comparison that can never be true',
      args: ['--where', 'state == present'],
      text: /column 10: .*: state == "present"\n {2}state == present\n {11}\^\n$/,
    },
    { name: 'both halves by name', args: ['--kernel-half'], text: /--user and --kernel-half/ },
  ])('$name is refused', async ({ args, text }) => {
    const { code, stderr } = await scan(release, ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(text);
  });
});

// README and docs/kernels.md: what is written to be read says `assumed` where nobody chose a kernel.
describe('scan --table of a kernel that nobody chose', () => {
  // As the help says: uffd-wp-special for --table without another --arch: it is of x86_64 alone, else the newest.
  test.each([
    { args: [], name: '5.11 with the patch, x86_64' },
    { args: ['--arch', 'x86_64'], name: '5.11 with the patch, x86_64' },
    { args: ['--arch', 'arm64'], name: '7.3, arm64' },
  ])('is $name with $args', async ({ args, name }) => {
    const { stdout } = await runOnDisk(['scan', '--table', table, ...args]);
    expect(folded(stdout).split('entries')[0]).toMatch(new RegExp(`assumed: Linux.*${name}`));
    const help = await runOnDisk(['scan', '--help']);
    expect(help.stdout.replace(/\s+/g, ' ')).toContain('uffd-wp-special for --table without another --arch');
  });

  const table = realFile('6.12.117+deb12-amd64', 'ptpage-mixed.bin');
  const views = [
    [],
    ['--summary'],
    ['--ranges'],
    ['--entries'],
    ['--check'],
    ['--check', '--format', 'ktap'],
  ];
  const assumed = /assumed: Linux/;
  const folded = (text: string) => text.replace(/\n/g, ' ');
  test.each(views.map((view) => ({ view })))('is assumed, says $view', async ({ view }) => {
    const argv = ['scan', '--table', table, ...view];
    expect(folded((await runOnDisk(argv)).stdout)).toMatch(assumed);
    expect(folded((await runOnDisk([...argv, '--arch', 'x86_64'])).stdout)).toMatch(assumed);
    expect(folded((await runOnDisk([...argv, '-k', '6.12'])).stdout)).not.toMatch(assumed);
    const env = { PTE_DECODE_KERNEL: '6.12' };
    expect(folded((await runOnDisk(argv, { env })).stdout)).not.toMatch(assumed);
  });
});

describe('the last range of the address space can be asked for as it is printed', () => {
  /** Four tables, whose last entry leads to the next; the last two entries of the lowest map pages. */
  const words = new BigUint64Array(4 * 512);
  for (const table of [0, 1, 2]) words[table * 512 + 511] = BigInt(table + 1) * 4096n + 0x63n;
  words[3 * 512 + 510] = 0x8000_0000_0000_5063n;
  words[3 * 512 + 511] = 0x8000_0000_0000_6063n;
  const cell = (line = ''): string => line.split(',').slice(0, 2).join('-');
  test.each([
    { format: 'line', rangeOf: (text: string) => /^0x\S+/m.exec(text)?.[0] },
    { format: 'csv', rangeOf: (text: string) => cell(text.trimEnd().split('\n').at(-1)) },
    {
      format: 'json',
      rangeOf: (text: string) =>
        jsonLines(text).map((record) => `${stringOf(record, 'vaddr')}-${stringOf(record, 'end')}`)[0],
    },
  ])('$format', async ({ format, rangeOf }) => {
    const path = folder.write('top.raw', new Uint8Array(words.buffer));
    const image = ['--memory', path, '--memory-base', '0', '--paging', '4', '--pgd', '0x0', '-k', '6.12'];
    const argv = ['scan', ...image, '--ranges', '--format', format];
    const { stdout } = await runOnDisk(argv);
    const range = rangeOf(stdout) ?? '';
    expect(range).toBe('0xffffffffffffe000-0x10000000000000000');
    expect(await runOnDisk([...argv, '--range', range])).toMatchObject({ code: 0, stdout });
  });
});

describe('--where for what is not listed', () => {
  const [{ folder: release } = { folder: '' }] = REAL_KERNELS;
  // docs/images.md: empty entries are listed with --none, those that point to tables with --tables.
  test.each([
    { where: 'state == "none"', args: [], hint: /^pte-decode: --where found nothing that is listed; empty entries are not: --none lists them\n$/ },
    { where: 'state == "table" && vaddr > 0x1000', args: [], hint: /; entries that point to tables are not: --tables lists/ },
    { where: 'state in ("none", "table")', args: [], hint: /--none lists them\n[^]*--tables lists them\n$/ },
    { where: 'state in ("none", "table")', args: ['--tables'], hint: /^$/ },
    { where: 'state == "none"', args: ['--none'], hint: /^$/ },
    { where: 'state == "none" || vaddr > 0x1000', args: [], hint: /^$/ },
    { where: 'state != "none"', args: [], hint: /^$/ },
    { where: 'raw == 0', args: [], hint: /: --none lists them\n$/ },
    { where: '!present && raw & 1 == 1', args: [], hint: /^$/ },
    { where: 'pfn == 5 || swap.offset == 5', args: [], hint: /^$/ },
    { where: 'state == "hwpoison"', args: ['--tables', '--none'], hint: /^$/ },
  ])('$where $args', async ({ where, args, hint }) => {
    const { code, stderr } = await scan(release, '--ranges', '--range', '0-0x10000000', ...args, '--where', where);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(hint) });
  });

  test('the option lists what the hint says, and a summary names another view', async () => {
    const where = ['--range', '0-0x10000000', '--where', 'level == "pmd" && state == "table"'];
    expect(await scan(release, ...where)).toMatchObject({
      code: 0,
      stderr:
        'pte-decode: --where found nothing that is listed; entries that point to tables are not: --entries --tables lists them\n',
    });
    const { stdout } = await scan(release, '--entries', '--tables', ...where);
    expect(stdout).toMatch(/ table /);
  });
}); // prettier-ignore

// v6.12 arch/riscv/include/asm/pgtable-64.h _PAGE_PMA_THEAD, bits 60 to 62: an image is read as of a CPU with Svpbmt, where memory type 3
// is reserved, unless --config says that it is of T-Head.
test.each([
  { options: [], told: true },
  { options: ['--ranges'], told: true },
  { options: ['--config', 'ERRATA_THEAD_MAE=y'], told: false },
])('pages of a T-Head CPU, scan $options: told of it $told', async ({ options, told }) => {
  const path = folder.write(
    'thead.raw',
    new TableBuilder()
      .set(0x1000n, 0, (0x2n << 10n) | 0x1n)
      .set(0x2000n, 0, (0x3n << 10n) | 0x1n)
      .set(0x3000n, 1, (0x7n << 60n) | (0x3n << 10n) | 0xd7n)
      .raw(0n),
  );
  const image = [
    '--memory',
    path,
    '--memory-base',
    '0',
    '--arch',
    'riscv64',
    '--paging',
    '3',
    '--pgd',
    '0x1000',
  ];
  const { code, stderr } = await runOnDisk(['scan', ...image, '-k', '6.12', ...options]);
  expect([code, /ERRATA_THEAD_MAE=y/.test(stderr)]).toEqual([0, told]);
});

describe('--check of a page that is not there', () => {
  // v6.12 arch/x86/include/asm/pgtable.h pmd_bad(): a table of a process is _KERNPG_TABLE with _PAGE_USER; 0x4005 has no write
  // permission.
  const image = (name: string, entry: bigint, pte: bigint) => [
    ...[
      'scan',
      '--check',
      '-k',
      '6.12',
      '--memory-base',
      '0',
      '--paging',
      '4',
      '--pgd',
      '0x1000',
      '--memory',
    ],
    folder.write(
      name,
      new TableBuilder()
        .set(0x1000n, 0, 0x2067n)
        .set(0x2000n, 0, 0x3067n)
        .set(0x3000n, 0, entry)
        .set(0x4000n, 1, pte)
        .raw(0n),
    ),
    ...['--range', '0x0-0x1000'],
  ];

  test('a violation above it is one', async () => {
    const argv = image('bad-above.raw', 0x4005n, 0n);
    const { code, stdout } = await runOnDisk(argv);
    expect([code, stdout]).toEqual([1, expect.stringContaining('bad-table  violation')]);
    const ktap = await runOnDisk([...argv, '--format', 'ktap']);
    expect(ktap.code).toBe(1);
    const broken = readKtap(ktap.stdout).filter(({ status }) => status === 'fail');
    expect(broken.map(({ name }) => name)).toEqual([expect.stringContaining('bad-table')]);
  });

  // A table that is not in the image: whether the page is mapped nobody knows.
  test('that it is empty is not said where its table could not be read', async () => {
    const { code, stderr } = await runOnDisk(image('unread.raw', 0x900067n, 0n));
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be read')]);
    expect(stderr).not.toContain('empty');
    const ktap = await runOnDisk([...image('unread.raw', 0x900067n, 0n), '--format', 'ktap']);
    expect([ktap.code, /is empty/.test(ktap.stdout)]).toEqual([2, false]);
  });
});
