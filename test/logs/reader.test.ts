import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { createFinder } from '../../src/logs/find/wasm.ts';
import { MAX_LOG_LINE } from '../../src/logs/reports/line-buffer.ts';
import { LogReader } from '../../src/logs/reader.ts';
import type { LogPiece, LogReport } from '../../src/logs/reports/report.ts';
import { logShapes } from '../../src/logs/lines/shapes.ts';
import { realFile } from '../helpers/real-kernels.ts';
import { exampleOf } from '../helpers/log-examples.ts';

/** What comes out of a log: its text, and each report with the length of the text before it. */
interface Annotated {
  readonly text: string;
  readonly reports: readonly (LogReport & { readonly after: number })[];
  /** Where lines begin that were not read. */
  readonly unread: readonly number[];
}

/** One of each for all readers: none of them runs beside another. */
const FINDERS = { wasm: createFinder('wasm'), js: createFinder('js') };

/** Reads a log that comes in chunks of the given lengths, the last of them for all the rest. */
function annotate(
  log: Uint8Array,
  chunks: readonly number[] = [1 << 20],
  prefer: 'wasm' | 'js' = 'wasm',
): Annotated {
  const reader = new LogReader(FINDERS[prefer]);
  const text: Buffer[] = [];
  const reports: (LogReport & { after: number })[] = [];
  const unread: number[] = [];
  let after = 0;
  const collect = (pieces: readonly LogPiece[]): void => {
    for (const piece of pieces)
      if (piece.kind === 'report') reports.push({ ...piece.report, after });
      else if (piece.kind === 'unread') unread.push(piece.offset);
      else {
        text.push(Buffer.from(piece.bytes));
        after += piece.bytes.length;
      }
  };
  let at = 0;
  for (let index = 0; at < log.length; index += 1) {
    const { space } = reader;
    const want = Math.max(1, chunks[Math.min(index, chunks.length - 1)] ?? 1);
    const length = Math.min(want, space.length, log.length - at);
    space.set(log.subarray(at, at + length));
    collect(reader.take(length));
    at += length;
  }
  expect(reader.space.length).toBeGreaterThan(0);
  collect(reader.take(0));
  return { text: Buffer.concat(text).toString('latin1'), reports, unread };
}

const plain = (log: string, chunks?: readonly number[]): Annotated => annotate(Buffer.from(log), chunks);

/** Lines that mean something to the reader, alone and together. */
const LINES = [
  ...logShapes().map(exampleOf),
  '[    0.0] Linux version 6.1.0-56-amd64 (a) (gcc) #1 SMP Debian 6.1.192-2',
  'CPU: 0 PID: 96 Comm: a Not tainted 6.12.117+deb12-amd64 #1  Debian 6.12.117-1',
  'Tainted: [D]=DIE',
  'BUG: unable to handle page fault for address: 00007f5909628123',
  '#PF: error_code(0x0003) - permissions violation',
  'Oops: 0003 [#1] PREEMPT SMP NOPTI',
  'addr:00007f590954e000 vm_flags:08100073 anon_vma:0000000000000000 mapping:0000000000000000 index:7f590954e',
  'page: refcount:0 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x3dcb',
  'Call Trace:',
  'Call trace:',
  '  ESR = 0x0000000096000006',
  'user pgtable: 4k pages, 48-bit VAs, pgdp=00000000f4ed1000',
  'BUG: unable to handle kernel paging request at',
  'CPU: 0 PID: 96 Comm: a Not tainted',
  'CPU: 0 PID: 96 Comm: a Tainted: G    B D W',
  'ffff8880deadb000',
  '6.3.0-rc3-next-20230327 #1',
  'CPU: 0 PID: 96 Comm: a Not tainted 6.3.0-rc3-next-20230327 #1',
  'RIP: 0010:dbuf_find+0x93/0x1e0',
  'EIP: do_swap_page+0x9a/0x3ee',
  'Internal error: Oops: 17 [#2] ARM',
  ' [<ffffffff810a7fd5>] kmem_cache_alloc+0x45/0x88',
  'Krnl PSW : 0704d00180000000 000003ffe0443a82',
  'PUD 100915063',
  'PGD 100913067 P4D 100914067 PUD 1009',
  '15063',
  '15063 PMD 0',
  'BAD',
  'PGD',
  '1bec067 P4D 1bec067 PUD',
  '[2bff808aa4856d48]',
  'pgd=00000097fcfd0003,',
  'pud=00000097fcfd0003, pmd=00000097fca30003, pte=00e8008b24850712',
  'mm/pgtable-generic.c:50: bad',
  'pmd 00000000af22fc02(dffffffe71fbfe02)',
  'CPU: 0 PID: 1 Comm: swapper/0 Not',
  'tainted 5.4.2 #1',
  'swapper pgtable: 64k pages, 48-bit',
  'VAs, pgdp = 0000000002498338',
];
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...LINES) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...LINES).chain((text) => fc.nat(text.length).map((n) => text.slice(0, n))),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }).map((n) => 'x'.repeat(n * 3000)) },
);
const prefix = fc.constantFrom(
  '',
  '[    9.075480] ',
  '<4>[    1.0][  T123] ',
  '[    1.0][     C1] ',
  'Nov 22 21:51:13 host kernel: ',
);
const log = fc
  .array(fc.tuple(prefix, line, fc.constantFrom('\n', '\n', '\r\n', '\n\n', '')), { maxLength: 60 })
  .map((lines) => Buffer.from(lines.map((parts) => parts.join('')).join('')));
const chunkLengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5000 })), {
  minLength: 1,
  maxLength: 30,
});

describe('LogReader: any bytes', () => {
  test('text comes out as it went in, whatever the chunks', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 3000 }), log), chunkLengths, (bytes, chunks) => {
        expect(annotate(bytes, chunks).text).toBe(Buffer.from(bytes).toString('latin1'));
      }),
      { numRuns: 600 },
    );
  });

  test('the borders of chunks make no difference to reports', () => {
    fc.assert(
      fc.property(log, chunkLengths, (bytes, chunks) => {
        const whole = annotate(bytes);
        expect(annotate(bytes, chunks)).toEqual(whole);
        expect(annotate(bytes, chunks, 'js')).toEqual(whole);
      }),
      { numRuns: 600 },
    );
  });

  test('nor do they where an empty line stands behind every line', () => {
    const torn = [
      '[    1.0] CPU: 0 PID: 97 Comm: a Tainted: G      D',
      '4.19.0-27-amd64 #1  Debian 4.19.316-1',
      '[    1.0] BUG: unable to handle kernel paging request at',
      'ffff8880deadb000',
      '[    1.0] PGD 0 P4D 0 ',
      '[    1.0] Oops: 0003 [#1] SMP',
    ];
    const bytes = Buffer.from(torn.map((text) => `${text}\n\n`).join(''));
    const whole = annotate(bytes);
    expect(whole.reports[0]?.named?.release).toBe('4.19.0-27-amd64');
    expect(whole.reports[0]?.circumstances.address).toBe(0xffff8880deadb000n);
    for (let first = 1; first < bytes.length; first += 1)
      for (const chunks of [
        [first, 1 << 20],
        [first, 1, 1 << 20],
        [first, 1, 1],
      ])
        expect([first, annotate(bytes, chunks)]).toEqual([first, whole]);
  });

  test('a report stands behind its line, and its values where it says', () => {
    fc.assert(
      fc.property(log, (bytes) => {
        const { text, reports } = annotate(bytes);
        const lines = text.split('\n');
        for (const { after, line: number, values, offset } of reports) {
          const before = text.slice(0, after);
          expect(before.endsWith('\n') || after === text.length).toBe(true);
          const decoded = Buffer.from(lines[number - 1] ?? '', 'latin1').toString();
          expect(lines.slice(0, number - 1).join('\n').length + (number > 1 ? 1 : 0)).toBe(offset);
          for (const { text: value, index } of values) {
            const there = decoded.slice(index, index + value.length);
            // Its last digits can stand on the next line.
            const isBroken = there !== '' && index + value.length > decoded.length;
            expect(isBroken ? value.slice(0, there.length) : value).toBe(there);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test.each(['6.1.0-56-amd64', '6.12.117+deb12-amd64', '7.3.4+deb13-amd64'])(
    '%s in small chunks',
    (folder) => {
      const bytes = readFileSync(realFile(folder, 'console.log'));
      const whole = annotate(bytes);
      expect(whole.text).toBe(bytes.toString('latin1'));
      expect(annotate(bytes, [997])).toEqual(whole);
      expect(annotate(bytes, [64 << 10], 'js')).toEqual(whole);
    },
  );
});

describe('LogReader: lines', () => {
  const value = 'PGD 0 P4D 0 ';

  test.each([
    { name: 'line feed', end: '\n' },
    { name: 'carriage return and line feed', end: '\r\n' },
    { name: 'two carriage returns', end: '\r\r\n' },
    { name: 'the end of the input', end: '' },
  ])('end with $name', ({ end }) => {
    const { reports, text } = plain(`first\n${value}${end}`);
    expect(text).toBe(`first\n${value}${end}`);
    expect(reports.map(({ line: number, after }) => [number, after])).toEqual([[2, text.length]]);
  });

  test('colours of dmesg and bytes that are no UTF-8 do not hide values', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0x20]),
      Buffer.from('\x1b[32m[ 1.0] \x1b[0m\x1b[31mPGD 4089067 P4D 0\x1b[0m\n'),
    ]);
    expect(annotate(bytes).reports[0]?.values.map(({ text }) => text)).toEqual(['4089067', '0']);
  });

  test.each(['', ' ', '> ', '|', '.'])(
    'behind a bad entry, of nothing but "%s": it is shown once',
    (line) => {
      const { reports } = plain(`mm/memory.c:97: bad pgd 28d2d027\n${line}\nCall Trace:\n`);
      expect(reports.flatMap(({ values }) => values.map(({ index }) => index))).toEqual([24]);
    },
  );

  test('too long are passed on unread; the one behind is read', () => {
    for (const length of [MAX_LOG_LINE - value.length, MAX_LOG_LINE - value.length + 1]) {
      const long = ' '.repeat(length) + value;
      const { reports, text } = plain(`${long}\n${value}\n`);
      expect(text.length).toBe(long.length + value.length + 2);
      expect(reports.map(({ line: number }) => number)).toEqual(
        length + value.length > MAX_LOG_LINE ? [2] : [1, 2],
      );
      expect(plain(`${long}\n${value}\n`, [1000]).reports).toEqual(reports);
    }
  });

  test.each(['wasm', 'js'] as const)(
    'too long are told where they may hold values, wherever the input is cut: %s',
    (prefer) => {
      const bytes = (text: string): Buffer => Buffer.from(text);
      for (const before of [MAX_LOG_LINE - 5, MAX_LOG_LINE + 7, MAX_LOG_LINE * 20])
        for (const chunk of [997, MAX_LOG_LINE, 1 << 20])
          for (const behind of ['', ' '.repeat(MAX_LOG_LINE)]) {
            const of = (words: string, end: string): Annotated =>
              annotate(bytes(`a\n${' '.repeat(before)}${words}${behind}${end}`), [chunk], prefer);
            const place = [before, chunk, behind.length];
            expect([...place, of(value, '\n').unread]).toEqual([...place, [2]]);
            expect([...place, of(value, '').unread]).toEqual([...place, [2]]);
            expect([...place, of('x'.repeat(40), '\n').unread]).toEqual([...place, []]);
            expect(of(value, `\n${value}\n`).reports.map(({ line }) => line)).toEqual([3]);
          }
    },
  );

  test('too long are told wherever a word of theirs is cut by a read', () => {
    for (const chunk of [MAX_LOG_LINE, 1 << 20])
      for (const reads of [1, 2, 3])
        for (const cut of [1, 2, 3, 4]) {
          const log = Buffer.from(
            `${'x'.repeat(reads * chunk + MAX_LOG_LINE - cut)}${value}${'y'.repeat(chunk)}\n`,
          );
          const place = [chunk, reads, cut];
          expect([...place, annotate(log, [MAX_LOG_LINE, 1, chunk]).unread]).toEqual([...place, [0]]);
          expect([...place, annotate(log, [chunk]).unread]).toEqual([...place, [0]]);
        }
  });

  test.each([
    ['no word at all', ''],
    ['a word that counts near values', ' Oops: 0000 [#1] SMP'],
    ['more words that name kernels than the finder gives at once', 'omm: '.repeat(20_000)],
  ])('too long are not told behind a report for %s, wherever the input is cut', (_, word) => {
    const log = `BUG: kernel NULL pointer dereference, address: 0000000000000008\nPGD 4000067\n${'x'.repeat(140_000)}${word}\nb\n`;
    for (const chunk of [1000, MAX_LOG_LINE, 1 << 20]) expect(plain(log, [chunk]).unread).toEqual([]);
  });

  test.each(['wasm', 'js'] as const)(
    'are counted behind one that is too long, whatever the chunks: %s',
    (prefer) => {
      for (const length of [MAX_LOG_LINE + 964, MAX_LOG_LINE * 12, MAX_LOG_LINE * 25])
        for (const chunk of [1000, MAX_LOG_LINE, 1 << 20]) {
          const text = `a\n${'x'.repeat(length)}\n${value}\nb\n${value}\n`;
          const { reports } = annotate(Buffer.from(text), [chunk], prefer);
          expect([length, chunk, ...reports.map(({ line: number }) => number)]).toEqual([
            length,
            chunk,
            3,
            5,
          ]);
        }
    },
  );

  test('memory is bounded: ten million bytes without a line feed', () => {
    const reader = new LogReader(createFinder());
    for (let i = 0; i < 10; i += 1) {
      const { space } = reader;
      space.fill(0x20);
      reader.take(space.length);
      expect(reader.space.length).toBe(1 << 20);
    }
  });
});

describe('LogReader: what is near', () => {
  const tainted = 'CPU: 0 PID: 96 Comm: a Not tainted 6.12.117+deb12-amd64 #1  Debian 6.12.117-1';
  const filler = (bytes: number): string => 'some other line of a log\n'.repeat(Math.ceil(bytes / 25));

  test('a walk takes what was said before it, of its own caller', () => {
    const { reports } = plain(
      [
        '[ 1.0][ T1] BUG: unable to handle page fault for address: 0000000000001000',
        '[ 1.0][ T2] BUG: unable to handle page fault for address: 0000000000002000',
        '[ 1.0][ T2] #PF: error_code(0x0002) - not-present page',
        '[ 1.0][ T1] #PF: error_code(0x0000) - not-present page',
        '[ 1.0][ T2] PGD 0 P4D 0 ',
        '[ 1.0][ T1] PGD 0 P4D 0 ',
        '[ 1.0][ T1] PGD 0 P4D 0 ',
      ].join('\n'),
    );
    expect(reports.map(({ circumstances }) => circumstances)).toEqual([
      { address: 0x2000n, errorCode: 2n, wordBits: 64, since: '5.0', printedSince: '5.0' },
      { address: 0x1000n, errorCode: 0n, wordBits: 64, since: '5.0', printedSince: '5.0' },
      { wordBits: 64, since: '4.11', printedSince: '5.0' },
    ]);
  });

  test('an error code behind the walk belongs to it, as kernels before 5.1 print it', () => {
    const { reports } = plain(
      'BUG: unable to handle kernel paging request at 0000000000001000\nPGD 0 P4D 0 \nOops: 0002 [#1] SMP\n',
    );
    expect(reports[0]?.circumstances).toEqual({
      address: 0x1000n,
      errorCode: 2n,
      printedSince: '2.5.65',
      wordBits: 64,
      since: '4.11',
      until: '5.2',
      assumedBefore: '5.0',
    });
  });

  test('nothing is taken from far away', () => {
    const said = 'BUG: unable to handle page fault for address: 0000000000001000\n';
    expect(plain(`${said}${filler(8000)}PGD 0 P4D 0 \n`).reports[0]?.circumstances).toEqual({
      address: 0x1000n,
      wordBits: 64,
      since: '4.11',
    });
    expect(plain(`${said}${filler(9000)}PGD 0 P4D 0 \n`).reports[0]?.circumstances).toEqual({
      since: '4.11',
    });
  });

  test('a bad page map learns its address, and whether the page was dumped', () => {
    const first = 'BUG: Bad page map in process a  pte:80000000fffff867 pmd:0449c067';
    const rest = `addr:00007f590954e000 vm_flags:08100073 anon_vma:0000000000000000\n${tainted}\nCall Trace:\n`;
    expect(plain(`${first}\n${rest}`).reports[0]?.circumstances).toEqual({
      address: 0x7f590954e000n,
      printedSince: '3.10',
      since: '2.6.29',
      until: '6.18',
      vmFlags: 0x810_0073n,
      wordBits: 64,
    });
    expect(plain(`${first}\npage: refcount:0 mapcount:0\n${rest}`).reports[0]?.circumstances).toEqual({
      address: 0x7f590954e000n,
      pageDump: true,
      pages: [{ pfn: undefined, refcount: 0, mapcount: 0 }],
      printedSince: '3.10',
      since: '2.6.29',
      until: '6.18',
      vmFlags: 0x810_0073n,
      wordBits: 64,
    });
  });

  // What stands behind a report that waits is searched a kilobyte at a time.
  test.each(['wasm', 'js'] as const)(
    'a bad page map learns its address, wherever that stands: %s',
    (prefer) => {
      const first = 'BUG: Bad page map in process a  pte:80000000fffff867 pmd:0449c067\n';
      const rest = 'addr:00007f590954e000 vm_flags:08100073 anon_vma:0000000000000000\n';
      for (let length = 1000; length < 1040; length += 1) {
        const log = `${first}a line\n${'x'.repeat(length)}\n${rest}`;
        const [report] = annotate(Buffer.from(log), undefined, prefer).reports;
        expect([length, report?.circumstances.address]).toEqual([length, 0x7f590954e000n]);
      }
    },
  );

  test('the kernel is the one named behind a report, else the one before it where all others agree', () => {
    const banner = 'Linux version 6.1.0-56-amd64 (a) (gcc) #1 SMP Debian 6.1.192-2';
    const releases = (text: string): (string | undefined)[] =>
      plain(text).reports.map(({ named }) => named?.release);
    expect(releases('PGD 0 P4D 0 \n')).toEqual([undefined]);
    expect(releases(`${banner}\nPGD 0 P4D 0 \n`)).toEqual(['6.1.0-56-amd64']);
    expect(releases(`${banner}\nPGD 0 P4D 0 \n${tainted}\nPGD 0 P4D 0 \n`)).toEqual([
      '6.12.117+deb12-amd64',
      undefined,
    ]);
    expect(releases(`${tainted}\n${banner}\nPGD 0 P4D 0 \n`)).toEqual(['6.1.0-56-amd64']);
    expect(releases(`PGD 0 P4D 0 \n${tainted}\nPGD 0 P4D 0 \n`)).toEqual([
      '6.12.117+deb12-amd64',
      '6.12.117+deb12-amd64',
    ]);
    expect(releases(`PGD 0 P4D 0 \nPGD 0 P4D 0 \n${tainted}\n`)).toEqual([
      '6.12.117+deb12-amd64',
      '6.12.117+deb12-amd64',
    ]);
    expect(releases(`${tainted}\n${filler(1 << 21)}PGD 0 P4D 0 \n`)).toEqual(['6.12.117+deb12-amd64']);
    expect(releases(`PGD 0 P4D 0 \n${filler(9000)}${tainted}\n`)).toEqual([undefined]);
  });

  test('text is held back only while a report waits, and no longer than a window', () => {
    const reader = new LogReader(createFinder());
    const feed = (text: string): readonly LogPiece[] => {
      reader.space.set(Buffer.from(text));
      return reader.take(Buffer.byteLength(text));
    };
    const kinds = (pieces: readonly LogPiece[]): string => pieces.map(({ kind }) => kind).join(' ');
    expect(kinds(feed('a line\n'))).toBe('text');
    expect(kinds(feed('PGD 0 P4D 0 \n'))).toBe('text');
    expect(reader.isWaiting).toBe(true);
    expect(kinds(feed('another\n'))).toBe('');
    // Registers behind it may tell more.
    expect(kinds(feed(`${tainted}\n`))).toBe('');
    expect(kinds(feed('RIP: 0010:a+0x1/0x2\n'))).toBe('');
    expect(kinds(feed('CR2: 0000000000000008 CR3: 0000000001234000\n'))).toBe('report text text text text');
    expect(reader.isWaiting).toBe(false);
    feed('PGD 0 P4D 0 \n');
    expect(kinds(reader.settle())).toBe('report');
    feed('PGD 0 P4D 0 \n');
    expect(kinds(feed(filler(9000)))).toBe('report text');
  });
});
