import { afterAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isPteDecodeError } from '../../../src/core/errors.ts';
import { CAPTURE_MAGIC, encodeSection, type SectionName } from '../../../src/pagemap/capture/format.ts';
import { isCapture } from '../../../src/pagemap/capture/magic.ts';
import { openCapture } from '../../../src/pagemap/capture/source.ts';
import { createFile } from '../../../src/input/bytes/new-file.ts';
import { CaptureWriter } from '../../../src/pagemap/capture/writer.ts';
import { openDump } from '../../../src/pagemap/sources/dump-source.ts';
import { parseMaps } from '../../../src/pages/maps.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import { captureOf } from '../../helpers/captures.ts';
import { runCli } from '../../helpers/fake-io.ts';
import { jsonLines, stringOf } from '../../helpers/json.ts';
import { dumpOf, inputOf, type SeenPage, pagesOf } from '../../helpers/pagemap.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const MAPS = `1000-9000 rw-p 0 00:00 0   [heap]
10000-70000 rw-p 0 00:00 0
7f0000000000-7f0100000000 rw-p 0 00:00 0   /a <b>
`;
const vmas = parseMaps(MAPS, 'maps', 4096);
const header = {
  format: 1,
  page_size: 4096,
  kernel: 'debian-7.3',
  pid: 7,
  program: 'x',
  taken: '193dcb29 12672.97',
  notes: ['a note'],
} as const;

/** Writes a capture of words that fill the mappings from the first page on. */
function capture(words: readonly bigint[], fill = 0): Uint8Array {
  const path = join(folder.path, 'capture.pmap');
  const engine = createEngine();
  const writer = new CaptureWriter(createFile(path), header, [new TextEncoder().encode(MAPS)], engine);
  const source = openDump(inputOf(dumpOf(words)), engine, {
    pageSize: 4096,
    startPage: 0,
    vmas,
    absolute: false,
  });
  for (let pieces = source.next(); pieces; pieces = source.next())
    for (const piece of pieces) writer.add(piece);
  const page = 0x7f0000000 + 0x1000;
  if (fill > 0) writer.add({ page, pages: fill, from: -1, lo: 0, hi: 0x0080_0000, vma: undefined });
  writer.finish();
  return readFileSync(path);
}

function read(
  bytes: Uint8Array,
  step = Infinity,
): { pages: readonly SeenPage[]; problems: readonly string[] } {
  const { pages, source } = pagesOf((engine) => {
    const input = inputOf(bytes, step);
    input.read(new Uint8Array(8));
    return openCapture(input, engine).source;
  });
  return { pages, problems: source.problems };
}

const pageList = vmas.flatMap(({ start, end, name }) =>
  Array.from({ length: Math.min(end - start, 5000) }, (_, i) => ({ page: start + i, vma: name })),
);

describe('what was written comes back', () => {
  const piece = fc
    .record({
      first: fc.constantFrom(0n, 0x0080_0000_0000_0000n, 0x8180_0000_0000_0001n, 0x4280_0000_0000_003fn, 5n),
      length: fc.integer({ min: 1, max: 100 }),
    })
    .map(({ first, length }) => Array.from({ length }, () => first));
  test('any words, in reads of any size', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 8, max: 5000 }), (pieces, step) => {
        const words = pieces.flat();
        const { pages, problems } = read(capture(words), step);
        expect(problems).toEqual([]);
        expect(pages).toEqual(words.map((word, i) => ({ word, ...pageList[i] })));
      }),
      { numRuns: 60 },
    );
  });

  test('more words than fit into one section', () => {
    const words = Array.from({ length: 80_000 }, (_, i) => 0x8000_0000_0000_0001n + BigInt(2 * i));
    const { pages, problems } = read(capture(words));
    expect(problems).toEqual([]);
    expect(pages.map(({ word }) => word)).toEqual(words);
  });

  test('a long empty stretch takes a few bytes', () => {
    const words = Array.from({ length: 8 + 96 }, () => 0n);
    const bytes = capture(words, 1 << 18);
    expect(bytes.length).toBeLessThan(700);
    expect(read(bytes).pages).toHaveLength(words.length + (1 << 18));
  });

  test('no file of a part is left, and what it says of itself is kept', () => {
    const bytes = capture([1n]);
    expect(readdirSync(folder.path)).toEqual(['capture.pmap']);
    expect(isCapture(bytes)).toBe(true);
    const input = inputOf(bytes);
    input.read(new Uint8Array(8));
    const opened = openCapture(input, createEngine());
    expect(opened.header).toEqual(header);
    expect(opened.source.next()?.[0]?.vma).toEqual(vmas[0]);
    expect(opened.source.notes).toEqual(['a note']);
  });
});

describe('damage', () => {
  const words = Array.from({ length: 30 }, (_, i) => 0x8000_0000_0000_0100n + BigInt(i * i));
  const whole = capture(words);
  test('every shorter file is found out', () => {
    for (let length = 8; length < whole.length; length += 1) {
      const bytes = whole.subarray(0, length);
      let found: readonly string[];
      try {
        found = read(bytes).problems;
      } catch (error) {
        if (!isPteDecodeError(error)) throw error;
        found = [error.message];
      }
      expect(found).toHaveLength(1);
    }
  });

  test('every changed byte is found out', () => {
    for (let at = 8; at < whole.length; at += 1) {
      const bytes = whole.slice();
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      let found: readonly string[];
      try {
        found = read(bytes).problems;
      } catch (error) {
        if (!isPteDecodeError(error)) throw error;
        found = [error.message];
      }
      expect(found).toHaveLength(1);
    }
  });

  const section = (name: SectionName, content: Uint8Array): Uint8Array => encodeSection(name, content);
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const file = (...parts: Uint8Array[]): Uint8Array => Buffer.concat([CAPTURE_MAGIC, ...parts]);
  const head = section('HEAD', text(JSON.stringify(header)));
  const record = (page: bigint, kind: number, pages: number, body: number): Uint8Array => {
    const bytes = new Uint8Array(16 + body);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(0, page, true);
    view.setUint32(8, kind, true);
    view.setUint32(12, pages, true);
    return section('DATA', bytes);
  };
  // Sections with right checksums and wrong contents.
  const cases = [
    { name: 'no header', bytes: file(section('DATA', text(''))) },
    { name: 'header of another format', bytes: file(section('HEAD', text('{"format":2}'))) },
    { name: 'header that is no JSON', bytes: file(section('HEAD', text('{'))) },
    {
      name: 'page size of 1',
      bytes: file(section('HEAD', text('{"format":1,"page_size":1,"kernel":"7.3"}'))),
    },
    { name: 'mappings that are none', bytes: file(head, section('MAPS', text('x\n'))) },
    { name: 'no end mark', bytes: file(head) },
    { name: 'more words than bytes', bytes: file(head, record(1n, 0, 0xffff_ffff, 8)) },
    { name: 'unknown kind', bytes: file(head, record(1n, 9, 1, 8)) },
    { name: 'no pages', bytes: file(head, record(1n, 1, 0, 8)) },
    { name: 'page numbers behind the address space', bytes: file(head, record(2n ** 52n, 1, 1, 8)) },
    { name: 'pages out of order', bytes: file(head, record(9n, 1, 1, 8), record(9n, 1, 1, 8)) },
    {
      name: 'wrong number of pages',
      bytes: file(head, record(9n, 1, 1, 8), section('DONE', new Uint8Array(8))),
    },
  ];
  test.each(cases)('$name', ({ bytes }) => {
    let found: readonly string[];
    try {
      found = read(bytes).problems;
    } catch (error) {
      if (!isPteDecodeError(error)) throw error;
      found = [error.message];
    }
    expect(found).toHaveLength(1);
  });

  test('random bytes behind the magic', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          read(file(bytes));
        } catch (error) {
          expect(isPteDecodeError(error)).toBe(true);
        }
      }),
    );
  });
});

// docs/pagemap.md: a section has one checksum; of a capture that ends within one the sections in front of it are read.
describe('a capture without its last bytes', () => {
  const swapped = (offset: bigint): bigint => (1n << 62n) | (offset << 5n);
  const mapping = (start: bigint) => ({
    start,
    flags: 'rd wr',
    words: [swapped(1n), swapped(2n), swapped(3n)],
  });
  /** The two sections have 12 bytes around their records, which are 16 bytes and three words; `DONE` has 20. */
  const [WORDS, DONE] = [12 + 16 + 24, 20];

  test.each([
    { name: 'within DONE', lacks: 1, addresses: [0x1000, 0x2000, 0x3000, 0x9000, 0xa000, 0xb000] },
    { name: 'within the last words', lacks: DONE + 1, addresses: [0x1000, 0x2000, 0x3000] },
    { name: 'at the first of the last words', lacks: DONE + WORDS - 1, addresses: [0x1000, 0x2000, 0x3000] },
    { name: 'within the only words that are left', lacks: DONE + WORDS + 8, addresses: [] },
  ])('ends $name', async ({ lacks, addresses }) => {
    const whole = captureOf('6.12', [mapping(0x1000n), mapping(0x9000n)]);
    const end = whole.length - lacks;
    const files = { 'cut.pmap': whole.subarray(0, end) };
    const { code, stdout, stderr } = await runCli(['pagemap', 'cut.pmap', '--entries', '--json'], { files });
    expect(code).toBe(2);
    expect(jsonLines(stdout).map((record) => Number(stringOf(record, 'vaddr')))).toEqual(addresses);
    const at = whole.length - DONE - (lacks <= DONE ? 0 : lacks <= DONE + WORDS ? WORDS : 2 * WORDS);
    expect(stderr).toBe(
      `pte-decode: cut.pmap@0x${at.toString(16)}: capture ends in the middle of a section, of which nothing is read\n`,
    );
  });
});
