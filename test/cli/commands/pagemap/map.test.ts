import { afterAll, describe, expect, test } from '@jest/globals';
import { formatBytes } from '../../../../src/core/size-text.ts';
import { browserCapture, browserMaps } from '../../../helpers/browser-process.ts';
import { type Surroundings, runOnDisk } from '../../../helpers/fake-io.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const browser = folder.write('browser.pmap', browserCapture());

const terminal = (columns: number, env: Record<string, string> = {}): Surroundings => ({
  stdoutIsTTY: true,
  columns,
  env: { LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env },
});

/** The lines of a map without colours. */
async function mapOf(argv: readonly string[], around: Surroundings, status = 0): Promise<readonly string[]> {
  const { code, stdout } = await runOnDisk(['pagemap', ...argv, '--map'], around);
  expect(code).toBe(status);
  return stdout
    .replace(/\u001b\[[0-9;]*m/g, '')
    .trimEnd()
    .split('\n');
}

/** The first page, the size as it is shown and the end of each mapping of /proc/PID/maps. */
function mappingsOf(maps: string): readonly { readonly start: number; readonly end: number }[] {
  return maps
    .trimEnd()
    .split('\n')
    .map((row) => (row.split(' ')[0] ?? '').split('-').map((text) => Number(`0x${text}`)))
    .map(([start = 0, end = 0]) => ({ start, end }));
}

/** Rows of a map that are not of one mapping as `maps` has it, and how many mappings all lines are of. */
function coverage(lines: readonly string[], maps: string): unknown {
  const all = mappingsOf(maps);
  const strangers: string[] = [];
  let mappings = 0;
  for (const line of lines) {
    const [, address, size, rest = ''] =
      /^ *([0-9a-f]+) +(\d\S* [KMGT]iB) +(?:-|\d\S* [KMGT]iB)? (.*)$/.exec(line) ?? [];
    if (address === undefined || rest.trim() === 'not mapped') continue;
    const [, folded] = /^(\d+) mappings\b/.exec(rest) ?? [];
    mappings += Number(folded ?? 1);
    const own = all.find(({ start }) => start === Number(`0x${address}`));
    const isOne = folded !== undefined || (own && formatBytes(own.end - own.start) === size);
    if (!own || !isOne) strangers.push(line);
  }
  return { strangers, mappings };
}

describe('a browser: 859 mappings, 52 GiB', () => {
  test('the process is as it is said to be', () => {
    const mappings = mappingsOf(browserMaps());
    const bytes = mappings.reduce((sum, { start, end }) => sum + end - start, 0);
    expect(mappings).toHaveLength(859);
    expect(Math.round(bytes / 2 ** 30)).toBe(52);
  });

  test.each([{ columns: 80 }, { columns: 100 }, { columns: 160 }])(
    'two screens of 50 lines at $columns columns',
    async ({ columns }) => {
      const lines = await mapOf([browser], terminal(columns));
      expect(lines.length).toBeLessThanOrEqual(98);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(lines[1]).toMatch(/^859 mappings, 52\.0 GiB, \d+ MiB of it in use$/);
    },
  );

  test.each([
    { columns: 80, rows: 24, most: 46 },
    { columns: 100, rows: 40, most: 78 },
    { columns: 160, rows: 70, most: 138 },
  ])('two screens of $columns x $rows', async ({ columns, rows, most }) => {
    const lines = await mapOf([browser], { ...terminal(columns), rows });
    expect(lines.length).toBeLessThanOrEqual(most);
    expect(lines.length).toBeGreaterThan(most - 8);
    expect(coverage(lines, browserMaps())).toEqual({ strangers: [], mappings: 859 });
    expect(lines.some((line) => line.endsWith('browser') && line.includes('r-xp'))).toBe(true);
  });

  test('each mapping has a row of its own with --by vma', async () => {
    const lines = await mapOf([browser, '--by', 'vma'], terminal(100));
    expect(coverage(lines, browserMaps())).toEqual({ strangers: [], mappings: 859 });
    expect(lines.filter((line) => / \d+ mappings\b/.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(859);
  });

  test('what holds most has most rows; reservations and holes have one', async () => {
    const lines = await mapOf([browser], terminal(160));
    const at = (text: RegExp): number => lines.findIndex((line) => text.test(line));
    const program = at(/r-xp \/opt\/browser\/browser$/);
    const next = lines.findIndex((line, index) => index > program && /^ *[0-9a-f]+ +\d/.test(line));
    expect(next - program).toBeGreaterThan(4);
    // 16 GiB and 4 GiB without a page: a dot each, with the size at the side.
    expect(lines[at(/^ *10000 +4 GiB +- ·/)]).toContain('---p [anon]');
    expect(lines.filter((line) => line.endsWith('not mapped')).length).toBeGreaterThan(2);
  });

  test.each([
    { columns: 80, env: {} },
    { columns: 160, env: {} },
    { columns: 100, env: { NO_COLOR: '1', LANG: 'C' } },
  ])(
    '$columns columns: a row is of one mapping; what is folded is in words, and all are told',
    async ({ columns, env }) => {
      const lines = await mapOf([browser], terminal(columns, env));
      expect(coverage(lines, browserMaps())).toEqual({ strangers: [], mappings: 859 });
      const folded = lines.flatMap((line) =>
        [...line.matchAll(/ (\d+) mappings\b/g)].map(([, count]) => count),
      );
      const sum = folded.reduce((all, count) => all + Number(count), 0);
      expect(lines.join(' ')).toContain(`no picture is drawn: ${sum} of 859`);
      for (const line of lines.filter((each) => / \d+ mappings\b/.test(each)))
        expect(line).not.toMatch(/[█⠀-⣿·]|##|\.\.\.\.\./u);
    },
  );

  test.each([{ columns: 80 }, { columns: 100 }, { columns: 160 }])(
    '$columns columns: a hole between folded mappings is told whole or not at all',
    async ({ columns }) => {
      const lines = await mapOf([browser], terminal(columns));
      const told = lines.filter((line) => line.includes('; '));
      if (columns === 160) expect(told.length).toBeGreaterThan(2);
      for (const line of told) expect(line).toMatch(/; \d\S* [KMGT]iB (?:not mapped|hole)$/);
    },
  );

  test('a state that few pages have is named beside its mapping, and beside those that are folded', async () => {
    const lines = await mapOf([browser], terminal(160));
    expect(lines.some((line) => /rw-p \[anon\], (?:present \+uffd_wp|swap) \d/.test(line))).toBe(true);
    expect(lines.some((line) => /\d+ mappings: .*, present \+uffd_wp \d/.test(line))).toBe(true);
  });
});

describe('rows', () => {
  // Two mappings beside each other, a hole of a page, a third one.
  const maps = folder.write(
    'maps',
    Buffer.from(
      '00010000-00013000 rw-p 0 00:00 0 [heap]\n00013000-00015000 rw-s 0 00:00 0 /dev/shm/a\n00016000-00017000 r--p 0 00:00 0 /usr/lib/b.so\n',
    ),
  );
  const present = 0x8180_0000_0000_3330n;
  const dump = folder.write('dump', dumpOf([present, 0n, present, 0x4080_0000_0000_0160n, 0n, present]));

  test('each mapping has its own, and so has the hole', async () => {
    const lines = await mapOf([dump, '--maps', maps], { columns: 80 });
    expect(lines.slice(2, 7).map((line) => line.trimEnd())).toEqual([
      expect.stringMatching(/^address +size +in use$/),
      expect.stringMatching(/^10000 +12 KiB +8 KiB #\.# +rw-p \[heap\]$/),
      expect.stringMatching(/^13000 +8 KiB +4 KiB s\. +rw-s a, swap 4 KiB$/),
      expect.stringMatching(/^15000 +4 KiB +not mapped$/),
      expect.stringMatching(/^16000 +4 KiB +4 KiB # +r--p (\/usr\/lib\/)?b\.so$/),
    ]);
  });

  test('where only some pages are asked for, nothing is said of the others', async () => {
    const lines = await mapOf([dump, '--maps', maps, '--present'], { columns: 80 });
    expect(lines[1]).toBe('2 mappings, 16 KiB, 12 KiB of it in use');
    expect(lines.slice(3, 6)).toEqual([
      expect.stringMatching(/^10000 +12 KiB +8 KiB #_# +rw-p \[heap\]$/),
      expect.stringMatching(/^13000 +12 KiB +not shown$/),
      expect.stringMatching(/^16000 +4 KiB +4 KiB # /),
    ]);
  });

  test.each([
    { name: 'a pipe', around: { columns: 80 }, is: 'letters' },
    { name: 'NO_COLOR', around: terminal(80, { NO_COLOR: '1' }), is: 'letters' },
    { name: 'TERM=dumb', around: terminal(80, { TERM: 'dumb' }), is: 'letters' },
    {
      name: 'the console, whose letters have no dots',
      around: terminal(80, { TERM: 'linux' }),
      is: 'letters',
    },
    { name: 'a locale without UTF-8', around: terminal(80, { LANG: 'C' }), is: 'letters' },
    { name: 'a terminal', around: terminal(80), is: 'dots' },
  ])('$name: $is', async ({ around, is }) => {
    const text = (await mapOf([dump, '--maps', maps], around)).join('\n');
    expect(/[█⠀-⣿]/u.test(text)).toBe(is === 'dots');
    if (is === 'letters') expect(text).not.toMatch(/[^\u0020-\u007e\n]/);
  });

  test('memory without a name right behind a library has a row of its own, however large', async () => {
    const tail = folder.write(
      'tail',
      Buffer.from(
        '00010000-00012000 rw-p 0 00:00 0 /usr/lib/a.so\n00012000-00014000 rw-p 0 00:00 0\n00014000-40000000 rw-p 0 00:00 0 [heap]\n',
      ),
    );
    const words = Array.from({ length: 0x3fff0 }, (_, index) => (index === 2 ? 0n : present));
    const dump = folder.write('tail.bin', dumpOf(words));
    const lines = await mapOf([dump, '--maps', tail], { columns: 80 });
    expect(lines.slice(3, 5)).toEqual([
      expect.stringMatching(/^ +10000 +8 KiB +8 KiB ## +rw-p \/usr\/lib\/a\.so$/),
      expect.stringMatching(/^ +12000 +8 KiB +4 KiB \.# +rw-p \[anon\]$/),
    ]);
  });

  test('a hostile name stays in its line', async () => {
    const hostile = folder.write(
      'hostile',
      Buffer.from('00010000-00016000 rw-p 0 00:00 0 /a\u001b[2J\u202eb\tc\n'),
    );
    const lines = await mapOf([dump, '--maps', hostile], { columns: 200 });
    expect(lines.join('\n')).not.toMatch(/[\u001b\u202e\t]/);
  });
});

test('65,000 mappings fit into two screens', async () => {
  const rows = Array.from({ length: 65_000 }, (_, i) => {
    const page = 0x10000 + 3 * i;
    return `${(page * 4096).toString(16)}-${((page + 2) * 4096).toString(16)} rw-p 0 00:00 0 /lib/${i % 700}.so\n`;
  });
  const maps = folder.write('many', Buffer.from(rows.join('')));
  const dump = folder.write(
    'many.bin',
    dumpOf(Array.from({ length: 130_000 }, (_, i) => (i % 5 === 0 ? 0n : 0x8180_0000_0000_3330n))),
  );
  const lines = await mapOf([dump, '--maps', maps], terminal(120));
  expect(lines.length).toBeLessThanOrEqual(98);
});

test('160,000 stretches of pages that were picked fit into two screens', async () => {
  const dump = folder.write(
    'stretches.bin',
    dumpOf(Array.from({ length: 320_000 }, (_, i) => (i % 2 === 0 ? 0n : 0x8180_0000_0000_3330n))),
  );
  const lines = await mapOf([dump, '--present'], terminal(80));
  expect(lines.length).toBeLessThanOrEqual(98);
  expect(lines[1]).toMatch(/^160000 stretches of pages, /);
});
