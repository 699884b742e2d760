import { expect, test } from '@jest/globals';
import { KIND_BITS } from '../../src/logs/find/memory.ts';
import { createFinder } from '../../src/logs/find/wasm.ts';
import { runCli } from '../helpers/fake-io.ts';

const FINDERS = ['wasm', 'js'] as const;

/** What the first hit in a line says of it; undefined: it has none. */
function kindOf(line: string, prefer: 'wasm' | 'js'): number | undefined {
  const finder = createFinder(prefer);
  const bytes = Buffer.from(`${line}\n`);
  finder.text.set(bytes);
  return finder.find(0, bytes.length) === 0 ? undefined : (finder.hits[0] ?? 0) & KIND_BITS.mark;
}

// HTML 4.5.1 to 4.5.23; ECMA-48, 8.3.117.
test.each([
  '<p>prose with <b>bold</b> letters, and <em>others</em></p>',
  '\x1b[31mERROR\x1b[0m something failed',
  '<strong>x</strong> <mark>y</mark>',
])('a line that has nothing but marks is passed over: %s', (line) => {
  for (const prefer of FINDERS) expect(kindOf(line, prefer)).toBeUndefined();
});

// v6.12 arch/x86/mm/fault.c dump_pagetable(), mm/pgtable-generic.c pmd_clear_bad(), mm/swapfile.c Bad_file, init/version-timestamp.c.
test.each([
  ['value', '<b>P</b>GD 1a5c8067 P4D 1a5c8067 PUD 0'],
  ['value', 'mm/pgtable-generic.c:50: b<mark>ad</mark> pmd ffff88807e4b5d40(dffffffe71fbfe02)'],
  ['value', 'get_swap_device: Bad \x1b[01;31m\x1b[Ksw\x1b[m\x1b[Kap file entry 3ffffffffff5cd8'],
  ['value', 'get_swap_device: Bad #033[31msw#033[0map file entry 3ffffffffff5cd8'],
  ['value', 'get_swap_device: Bad \\u001b[31msw\\u001b[0map file entry 3ffffffffff5cd8'],
  ['value', 'get_swap_device: Bad [31msw[map file entry 3ffffffffff5cd8'],
  ['value', '<span class="hl"><b>P</b></span>GD 1a5c8067 P4D 1a5c8067 PUD 0'],
  ['kernel', 'CPU: 1 PID: 2 Comm: cat <em>Not</em> tainted 6.1.0 #1'],
  ['near', '<em>BUG</em>: u<b>nable</b> to handle page fault for address: ffff888000000000'],
] as const)('one that has a word besides counts for that: %s, %s', (kind, line) => {
  for (const prefer of FINDERS) expect(kindOf(line, prefer)).toBe(KIND_BITS[kind]);
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

// v6.12 arch/arm64/mm/fault.c show_pte(); grep --color, HTML 4.5.
test.each(['pgtable', '<b>pgtable</b>', '\x1b[01;31m\x1b[Kpgtab\x1b[m\x1b[Kle', '<em>pgta</em>ble'])(
  'a line in front of a walk is heard with a mark in its only word: %j',
  async (word) => {
    const walk = '[fffffffffffffff0] pgd=0000000000000000, p4d=0000000000000000';
    const stdin = `prose\nswapper ${word}: 16k pages, 48-bit VAs, pgdp=0000000ad370f000\n<b>prose</b>\n${walk}\n`;
    expect((await runCli(['log'], { stdin })).stdout).not.toMatch(/assumed\)/);
  },
);
