import { expect, test } from '@jest/globals';
import { hasMarksAlone } from '../../src/logs/find/marked-line.ts';
import { createFinder } from '../../src/logs/find/wasm.ts';
import { runCli } from '../helpers/fake-io.ts';

/** Whether a line is passed over, by the word of it that the finder has found. */
function isPassed(line: string): boolean {
  const finder = createFinder();
  const bytes = Buffer.from(`${line}\n`);
  finder.text.set(bytes);
  expect(finder.find(0, bytes.length)).toBeGreaterThan(0);
  return hasMarksAlone(finder.text[(finder.hits[0] ?? 0) & 0xff_ffff], () => line);
}

// HTML 4.5.1 to 4.5.23; ECMA-48, 8.3.117.
test.each([
  '<p>prose with <b>bold</b> letters, and <em>others</em></p>',
  '\x1b[31mERROR\x1b[0m something failed',
  '<strong>x</strong> <mark>y</mark>',
])('a line that has nothing but marks is passed over: %s', (line) => {
  expect(isPassed(line)).toBe(true);
});

// v6.12 arch/x86/mm/fault.c dump_pagetable(), mm/pgtable-generic.c pmd_clear_bad(), mm/swapfile.c Bad_file, init/version-timestamp.c.
test.each([
  '<b>P</b>GD 1a5c8067 P4D 1a5c8067 PUD 0',
  'mm/pgtable-generic.c:50: b<mark>ad</mark> pmd ffff88807e4b5d40(dffffffe71fbfe02)',
  'get_swap_device: Bad \x1b[31msw\x1b[0map file entry 3ffffffffff5cd8',
  '<em>kernel</em>: Linux version 6.1.0',
])('one that has a word besides is read: %s', (line) => {
  expect(isPassed(line)).toBe(false);
});

test('a kernel is named, and a walk found, among lines that have nothing but marks', async () => {
  const prose = '<p>prose with <b>bold</b> letters</p>\n'.repeat(50);
  const stdin = `${prose}<b>kernel</b>: Linux version 5.10.0-8-amd64 (x)\n${prose}<b>P</b>GD 1a5c8067 P4D 1a5c8067 PUD 0\n${prose}`;
  const { code, stdout } = await runCli(['log'], { stdin });
  expect(code).toBe(0);
  expect(stdout).toMatch(/ {4}\| Linux 5\.10, x86_64.*named/);
  expect(stdout).toMatch(/ {4}\| pgd {3}0x000000001a5c8067 {2}table .*\n/);
  expect(stdout.replace(/^ {4}\| .*\n/gm, '')).toBe(stdin);
});
