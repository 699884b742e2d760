import { afterAll, describe, expect, test } from '@jest/globals';
import { CAPTURE_MAGIC, encodeSection, RECORD, type SectionName } from '../../src/pagemap/capture/format.ts';
import { runCli, runOnDisk, type Result } from '../helpers/fake-io.ts';
import { hostileBytes, hostilePath, UNSAFE_TEXT } from '../helpers/hostile.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

/** A capture with a header of any JSON, a text of mappings and one word for each of so many pages. */
function captureOf(header: object, maps = '', word = 0n, pages = 0): Uint8Array {
  const encoder = new TextEncoder();
  const data = Buffer.alloc(24);
  data.writeUInt32LE(RECORD.repeat, 8);
  data.writeUInt32LE(pages, 12);
  data.writeBigUInt64LE(word, 16);
  const done = Buffer.alloc(8);
  done.writeUInt32LE(pages, 0);
  return Buffer.concat([
    CAPTURE_MAGIC,
    encodeSection('HEAD', encoder.encode(JSON.stringify(header))),
    encodeSection('MAPS', encoder.encode(maps)),
    ...(pages === 0 ? [] : [encodeSection('DATA', data)]),
    encodeSection('DONE', done),
  ]);
}

const FINE = { format: 1, page_size: 4096, kernel: '6.12', pid: 7, program: 'x', notes: ['a'] };

// docs/pagemap.md, "The capture file": the header first, then mappings, then pages, the end mark last.
describe('captures whose sections contradict each other', () => {
  const whole = captureOf(FINE, '0-3000 rw-p 0 00:00 0 a\n', 1n << 63n, 3);
  const section = (name: SectionName): Uint8Array => encodeSection(name, new TextEncoder().encode('{}'));
  const end = whole.length - 20;
  const cut = (at: number, more: Uint8Array): Uint8Array =>
    Buffer.concat([whole.subarray(0, at), more, whole.subarray(at)]);
  test.each([
    { what: 'a second header', bytes: cut(end, section('HEAD')), at: end, says: 'a second header' },
    { what: 'mappings behind pages', bytes: cut(end, section('MAPS')), at: end, says: 'mappings behind' },
    {
      what: 'a second capture',
      bytes: cut(whole.length, whole),
      at: whole.length,
      says: 'behind its end mark',
    },
    {
      what: 'one byte more',
      bytes: cut(whole.length, section('DONE').subarray(0, 1)),
      at: whole.length,
      says: 'behind its end mark',
    },
  ])('$what: what stands before is read, the rest is told of', async ({ bytes, at, says }) => {
    const { code, stdout, stderr } = await runCli(['pagemap', 'a.pmap'], { files: { 'a.pmap': bytes } });
    expect(code).toBe(2);
    expect(stdout).toMatch(/3 pages/);
    expect(stderr).toContain(`a.pmap@0x${at.toString(16)}: `);
    expect(stderr).toContain(says);
  });
});

// docs/pagemap.md, "Dumps": a capture says itself where its pages belong.
describe('options of plain dumps', () => {
  const files = {
    'a.pmap': captureOf(FINE, '0-3000 rw-p 0 00:00 0 a\n', 1n << 63n, 3),
    'b.pagemap': new Uint8Array(24),
    maps: '0-3000 rw-p 0 00:00 0 a\n',
  };
  test.each(['--maps=maps', '--start=0x1000', '--absolute', '--page-size=16384'])(
    '%s is refused for a capture alone',
    async (option) => {
      const { code, stdout, stderr } = await runCli(['pagemap', option, 'a.pmap'], { files });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('a.pmap is a capture, which says that itself');
    },
  );

  test('its own page size is no contradiction, and beside a dump they are about that', async () => {
    expect((await runCli(['pagemap', '--page-size=4096', 'a.pmap'], { files })).code).toBe(0);
    const both = await runCli(['pagemap', 'diff', '--maps=maps', 'a.pmap', 'b.pagemap'], { files });
    expect([both.code, both.stderr]).toEqual([1, '']);
    expect(both.stdout).not.toBe('');
  });
});

describe('captures that lie about the types of their fields', () => {
  const kinds: readonly unknown[] = [{}, [], [[]], [{}], ['x', 1], 1, 1.5, -1, 1e300, true, 'x', '', null];
  const rows = Object.keys(FINE).flatMap((field) => kinds.map((value) => ({ field, value })));
  test.each(rows)('$field is $value', async ({ field, value }) => {
    const files = { 'a.pmap': captureOf({ ...FINE, [field]: value }) };
    for (const view of [[], ['--json'], ['--ranges'], ['--map'], ['--html', 'out.html']]) {
      const { code, stderr } = await runCli(['pagemap', 'a.pmap', ...view], { files });
      expect([0, 2]).toContain(code);
      if (code === 2) expect(stderr).toMatch(/^pte-decode: a\.pmap@0x10: /);
    }
  });

  test.each(['notes-object', 'format-object', 'notes-nested', 'format-nested'])('%s', async (name) => {
    for (const command of [
      ['pagemap'],
      ['pagemap', 'diff', hostilePath('four.pagemap')],
      ['audit', '--input', 'pagemap', '--file'],
    ]) {
      const { code, stderr } = await runOnDisk([...command, hostilePath(`${name}.pmap`)]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('.pmap@0x10: ') });
    }
  });
});

/** Runs a capture through all its views; nothing that acts on a terminal is written. */
async function everyView(path: string): Promise<Result[]> {
  const html = `${folder.path}/page-${String(Math.random()).slice(2)}.html`;
  const results: Result[] = [];
  for (const view of [
    [],
    ['--json'],
    ['--by', 'vma'],
    ['--by', 'vma', '--json'],
    ['--map'],
    ['--html', html],
    ...['--ranges', '--entries'].flatMap((list) =>
      ['line', 'json', 'csv', 'tsv'].map((format) => [list, '--format', format]),
    ),
  ]) {
    const result = await runOnDisk(['pagemap', path, ...view]);
    expect({ view, code: result.code, stderr: result.stderr }).toMatchObject({ code: 0 });
    expect({ view, unsafe: UNSAFE_TEXT.exec(result.stdout + result.stderr)?.[0] }).toEqual({ view });
    results.push(result);
  }
  return results;
}

test('notes are shown escaped, everywhere', async () => {
  const [plain, json] = await everyView(hostilePath('notes-escape.pmap'));
  expect(plain?.stderr.split('\n')).toHaveLength(2);
  const record: unknown = JSON.parse(json?.stdout ?? '');
  // The data are as they were: only how they are written differs.
  expect(record).toMatchObject({ notes: [expect.stringContaining('\u001b[31mred')] });
});

test.each([
  { name: 'name-cr', shown: '/tmp/a\\x0db', is: '/tmp/a\rb' },
  { name: 'name-ls', shown: '/tmp/a\\u{2028}b', is: '/tmp/a\u2028b' },
  { name: 'name-ps', shown: '/tmp/a\\u{2029}b', is: '/tmp/a\u2029b' },
  { name: 'name-c1-bidi', shown: '/tmp/\\x9b31m\\u{202e}\\x7fEVIL', is: '/tmp/\u009b31m\u202e\u007fEVIL' },
])('$name is read, its name escaped', async ({ name, shown, is }) => {
  const results = await everyView(hostilePath(`${name}.pmap`));
  expect(results.filter(({ stdout }) => stdout.includes(shown)).length).toBeGreaterThan(3);
  const jsons = results.filter(({ stdout }) => stdout.startsWith('{'));
  for (const { stdout } of jsons.slice(1))
    expect(JSON.stringify(JSON.parse(stdout.split('\n')[0] ?? ''))).toContain(
      JSON.stringify(is).slice(1, -1),
    );
});

describe('a capture of 165 bytes that stands for 2^32 pages', () => {
  const path = hostilePath('repeat-2e32.pmap');
  test.each([
    { name: 'summary', argv: [path] },
    { name: 'summary where', argv: [path, '--where', 'vaddr < 0x5000'] },
    { name: 'ranges', argv: [path, '--ranges'] },
    { name: 'ranges where', argv: [path, '--ranges', '--where', 'vaddr < 0x5000'] },
    { name: 'entries where', argv: [path, '--entries', '--where', 'vaddr < 0x5000'] },
    { name: 'by vma', argv: [path, '--by', 'vma'] },
    { name: 'map', argv: [path, '--map'] },
    { name: 'html', argv: [path, '--html', `${folder.path}/a.html`] },
    { name: 'diff', argv: ['diff', path, path] },
    { name: 'fuzzed', argv: [hostilePath('where-vaddr-fuzzed.pmap'), '--where', 'vaddr < 0x5000'] },
  ])('$name at once', async ({ name, argv }) => {
    const { code } = await runOnDisk(['pagemap', ...argv]);
    expect(code).toBe(name === 'fuzzed' ? 2 : 0);
  });

  test('ranges name exactly the pages below 0x5000', async () => {
    const { stdout } = await runOnDisk([
      'pagemap',
      path,
      '--ranges',
      '--no-heading',
      '--where',
      'vaddr < 0x5000',
    ]);
    expect(stdout).toMatch(/^0x0000000000000000-0x0000000000005000 {8}5 /);
  });
});

test('a word that stands for many pages equals those pages one by one', async () => {
  const words = new Uint8Array(BigUint64Array.from([1, 2, 3, 4, 5], () => 0x8000_0000_0000_0005n).buffer);
  const files = { 'repeat.pmap': hostileBytes('repeat-2e32.pmap'), 'words.pagemap': words };
  const { stdout } = await runCli(
    ['pagemap', 'diff', 'repeat.pmap', 'words.pagemap', '--range', '0x0-0x5000', '--start', '0'],
    { files },
  );
  expect(stdout).toBe('');
});

// A word with bit 62 is swapped: type in bits 4:0, offset in 54:5 (v6.12 Documentation/admin-guide/mm/pagemap.rst).
describe('audit of a swapped word that stands for many pages', () => {
  const word = (1n << 62n) | (7n << 5n) | 1n;
  const mapped = (pages: number): string => `0-${(pages * 4096).toString(16)} rw-p 00000000 00:00 0\n`;
  const audit = (pages: number, ...options: readonly string[]): Promise<Result> =>
    runCli(['audit', '-i', 'pagemap', 'a.pmap', ...options], {
      files: { 'a.pmap': captureOf({ ...FINE, notes: [] }, mapped(pages), word, pages) },
    });

  test.each([['--max', '3'], ['--max', '0'], ['--max', '100'], ['--json'], ['-k', '6.12', '-k', '7.3']])(
    'equals those pages one by one, %s %s',
    async (...options) => {
      const words = new Uint8Array(BigUint64Array.from({ length: 40 }, () => word).buffer);
      const files = { 'a.pmap': words };
      const kernel = options.includes('-k') ? [] : ['-k', '6.12'];
      const common = [...options, ...kernel];
      const single = await runCli(['audit', '-i', 'pagemap', 'a.pmap', ...common], { files });
      expect(await audit(40, ...common)).toEqual(single);
      expect(single.stdout).toMatch(/39/);
    },
  );

  test('of 2^32 pages at once', async () => {
    const { code, stdout } = await audit(0xffff_ffff);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^4294967295 values, nothing is broken\n +duplicate-slot +4294967294 /m);
  });
});
