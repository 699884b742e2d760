import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { createJsFinder } from '../../../src/logs/find/js.ts';
import { finderTables } from '../../../src/logs/find/tables.ts';

// What passes for a word is looked up by its hash, which costs as much as 50 bytes of text: a word in a bucket chosen by hand can
// double the time that the search takes, and no other test sees it. The limits are 1.2 times what was measured, 23.8 and 201.8: a word that
// is worth more raises them. The logs are real ones, each with as much weight as the others.
const folder = new URL('../../fixtures/wildlogs/', import.meta.url);
const logs = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => readFileSync(new URL(name, folder)));

/** How many pieces of four bytes per KiB of text pass for the beginning of a word. */
function passing(tables: Uint8Array, text: Uint8Array): number {
  const buckets = (at: number, place: number) => {
    const byte = text[at + place] ?? 0;
    return (tables[32 * place + (byte & 15)] ?? 0) & (tables[32 * place + 16 + (byte >> 4)] ?? 0);
  };
  let count = 0;
  for (let at = 0; at + 4 <= text.length; at += 1)
    if (buckets(at, 0) & buckets(at, 1) & buckets(at, 2) & buckets(at, 3)) count += 1;
  return (1024 * count) / text.length;
}

test.each([
  ['in all of a log', 0, 28.5],
  ['near values', 1, 242],
])('the words that count %s are grouped: few pieces of text pass for them', (_, set, most) => {
  const bytes = finderTables()[set]?.bytes ?? new Uint8Array();
  const mean = logs.reduce((sum, text) => sum + passing(bytes, text), 0) / logs.length;
  expect(mean).toBeLessThan(most);
  expect(mean).toBeGreaterThan(0);
});

// Each line that has a word is read in full, and one of values is read with all in front of it.
test.each([
  [
    'traps: app[81] general protection fault ip:7f0c05a7f01a sp:7ffd0c1f error:0 in libc.so.6[7f0c05a00000+155000]',
  ],
  ['perf: interrupt took too long (2511 > 2500), lowering kernel.perf_event_max_sample_rate to 79000'],
  ['request pgd= pool=7 config=1'],
])('a common line has no word: %s', (line) => {
  const finder = createJsFinder();
  finder.text.set(Buffer.from(`${line}\n`));
  expect(finder.find(0, line.length + 1)).toBe(0);
  expect(finder.findNear(0, line.length + 1)).toBe(0);
});
