import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createJsFinder } from '../../../src/logs/find/js.ts';
import { KIND_BITS, type LogFinder, PLACE_MASK } from '../../../src/logs/find/memory.ts';
import { createFinder, createWasmFinder } from '../../../src/logs/find/wasm.ts';
import { withoutMarks } from '../../../src/logs/lines/escapes.ts';
import { NEAR_WORDS } from '../../../src/logs/find/near-words.ts';
import { type FinderWord, LOG_WORDS } from '../../../src/logs/find/words.ts';

const wasm = createWasmFinder();
const candidates: [string, LogFinder][] = [['js', createJsFinder()]];
if (wasm) candidates.push(['wasm', wasm]);

const stands = (text: string, at: number, { text: wanted, hex = 0 }: FinderWord): boolean =>
  text.startsWith(wanted, at) && new RegExp(`^[0-9a-f]{${hex}}`).test(text.slice(at + wanted.length));

/** What a row counts for without the marks in it. */
function kindWithoutMarks(row: string): number | undefined {
  const text = withoutMarks(row);
  const places = [...text].map((_, at) => at);
  const has = (words: readonly FinderWord[]): boolean =>
    places.some((at) => words.some((word) => stands(text, at, word)));
  if (has(LOG_WORDS.filter(({ kind }) => kind === undefined))) return KIND_BITS.value;
  if (has(LOG_WORDS.filter(({ kind }) => kind === 'kernel'))) return KIND_BITS.kernel;
  return has(NEAR_WORDS) ? KIND_BITS.near : undefined;
}

/** One position at a time, straight from the definition. */
function reference(text: string): number[] {
  const hits: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const word = LOG_WORDS.find((one) => stands(text, at, one));
    if (!word) continue;
    const feed = text.indexOf('\n', at);
    const row = text.slice(text.lastIndexOf('\n', at) + 1, feed + 1);
    const kind = word.kind === 'mark' ? kindWithoutMarks(row) : KIND_BITS[word.kind ?? 'value'];
    if (kind !== undefined) hits.push(at | kind);
    if (word.kind !== 'kernel') at = feed;
  }
  return hits;
}

/** The words that count near values, straight from the definition. */
function nearReference(text: string): number[] {
  return [...text].flatMap((_, at) =>
    NEAR_WORDS.some(
      ({ text: wanted, hex = 0 }) =>
        text.startsWith(wanted, at) && new RegExp(`^[0-9a-f]{${hex}}`).test(text.slice(at + wanted.length)),
    )
      ? [at | KIND_BITS.near]
      : [],
  );
}

function searchNear(finder: LogFinder, text: string, shift: number): number[] {
  finder.text.fill(0x41, 0, 4096);
  finder.text.set(Buffer.from(text, 'latin1'), shift);
  const count = finder.findNear(shift, shift + text.length);
  return Array.from(finder.nearHits.subarray(0, count), (hit) => hit - shift);
}

function search(finder: LogFinder, text: string, shift: number): number[] {
  finder.text.fill(0x41, 0, 4096);
  finder.text.set(Buffer.from(text, 'latin1'), shift);
  const count = finder.find(shift, shift + text.length);
  return Array.from(finder.hits.subarray(0, count), (hit) => hit - shift);
}

// Words, parts of words, digits and bytes of any kind.
const piece = fc.oneof(
  fc.constantFrom(...[...LOG_WORDS, ...NEAR_WORDS].map(({ text }) => text)),
  fc.constantFrom(...LOG_WORDS.map(({ text }) => text.slice(0, 3))),
  fc.stringMatching(/^[0-9a-f]{0,20}$/),
  fc.constantFrom(
    '<b>',
    '</font>',
    '<span a="b">',
    '<em/>',
    '<u',
    '>',
    '\x1b',
    '#033',
    '\\u001b',
    '^[',
    '\\e',
    '[K',
    '[m',
    '[1;31m',
  ),
  fc.constantFrom('\n', ' ', '\r\n', '0', 'x', '\u00ff', '\0'),
  fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 20,
  }),
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('') + '\n');

test('WebAssembly is there in this process', () => {
  expect(wasm).toBeDefined();
  expect(createFinder().kind).toBe('wasm');
  expect(createFinder('js').kind).toBe('js');
});

test('no word is longer than what is compared', () => {
  for (const { text: word } of [...LOG_WORDS, ...NEAR_WORDS]) {
    expect(word.length).toBeGreaterThan(0);
    expect([word, Buffer.byteLength(word) <= 8]).toEqual([word, true]);
  }
});

describe.each(candidates)('%s finder', (_, finder) => {
  test('finds every word at every place of 16 bytes', () => {
    for (const { text: word, hex = 0, kind } of LOG_WORDS.filter((one) => one.kind !== 'mark'))
      for (let shift = 0; shift < 16; shift += 1)
        expect(search(finder, `${word}${'7'.repeat(hex)}\n`, shift)[0]).toBe(0 | KIND_BITS[kind ?? 'value']);
  });

  test('finds every word that counts near values at every place of 16 bytes', () => {
    for (const { text: word, hex = 0 } of NEAR_WORDS)
      for (let shift = 0; shift < 16; shift += 1)
        expect(searchNear(finder, `${word}${'7'.repeat(hex)}\n`, shift)[0]).toBe(0 | KIND_BITS.near);
  });

  // Of ":\n> ", which counts near values, the row of a mark has no more than the beginning.
  test('a row without its marks ends with its line feed, whatever stands behind it', () => {
    for (let length = 0; length < 32; length += 1) {
      const row = `</b>${'A'.repeat(length)}:\n`;
      for (const behind of ['> x\n', '\n> x\n']) expect(search(finder, row + behind, 0)).toEqual([]);
    }
  });

  test('finds words that begin in what is searched and end behind it', () => {
    for (const { text: word, hex = 0 } of NEAR_WORDS)
      for (let begun = 1; begun < word.length; begun += 1)
        for (const length of [16, 37, 48]) {
          const given = `${'A'.repeat(length - begun)}${word}${'7'.repeat(hex)}\n`;
          finder.text.set(Buffer.from(given, 'latin1'));
          const count = finder.findNear(0, length);
          const places = nearReference(given).filter((hit) => (hit & PLACE_MASK) < length);
          expect([...finder.nearHits.subarray(0, count)]).toEqual(places);
        }
  });

  test('finds what the definition says, in any text', () => {
    fc.assert(
      fc.property(text, fc.nat(40), (given, shift) => {
        expect(search(finder, given, shift)).toEqual(reference(given));
        expect(searchNear(finder, given, shift)).toEqual(nearReference(given));
      }),
      { numRuns: 2000 },
    );
  });

  test('counts lines', () => {
    fc.assert(
      fc.property(text, fc.nat(40), (given, shift) => {
        finder.text.set(Buffer.from(given, 'latin1'), shift);
        expect(finder.countLines(shift, shift + given.length)).toBe(given.split('\n').length - 1);
      }),
      { numRuns: 500 },
    );
  });

  test('stops when the hits are full', () => {
    const line = 'PGD 0\n';
    finder.text.set(Buffer.from(line.repeat(20_000)));
    expect(finder.find(0, line.length * 20_000)).toBe(0x4000);
    expect(finder.hits[0x3fff]).toBe(line.length * 0x3fff);
  });
});

// A word that ends `1 kernel` had each of them read.
test.each(candidates)('%s passes over the lines of a host whose name ends in a digit', (_, finder) => {
  for (let digit = 0; digit < 10; digit += 1) {
    const line = `Oct 10 09:47:46 web${String(digit)} kernel: [    1.000000] usb 1-1: something happened here\n`;
    expect([...search(finder, line, 0), ...searchNear(finder, line, 0)]).toEqual([]);
  }
});
