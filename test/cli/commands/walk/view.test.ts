import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../../src/core/verdicts/decode.ts';
import { walkAddress } from '../../../../src/images/walk/walk.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { renderWalk, walkRecord } from '../../../../src/cli/commands/walk/view.ts';
import { entryText } from '../../../../src/records/text/entry-text.ts';
import { terminalOf } from '../../../../src/records/text/columns.ts';
import { plainPalette } from '../../../../src/records/text/palette.ts';
import { pagesMemory } from '../../../helpers/real-kernels.ts';
import { TableBuilder } from '../../../helpers/table-builder.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });
const context = { kernel };
/** x86-64: present, writable, user, accessed, dirty; at 0x5000 a page without access, at 0x6000 nothing. */
const memory = pagesMemory(
  new TableBuilder()
    .set(0x1000n, 0, 0x2067n)
    .set(0x2000n, 0, 0x3067n)
    .set(0x3000n, 0, 0x4067n)
    .set(0x3000n, 1, 0x9_9999_9067n)
    .set(0x4000n, 4, 0xabc_d067n)
    .pages(),
);
const walk = (vaddr: bigint) => walkAddress(memory, kernel, 0x1000n, vaddr);

describe('renderWalk', () => {
  test('a page: the answer, then a line for each level with the place of the entry', () => {
    const lines = renderWalk(walk(0x4123n), context, { palette: plainPalette, terminal: undefined }).split(
      '\n',
    );
    expect(lines[0]).toBe('0x0000000000004123  physical 0x000000000abcd123  4 KiB page');
    expect(lines[1]).toMatch(/^ {2}pgd \[0\] {2}at 0x1000 {2}0x0000000000002067 {2}table {4}pfn 0x2 /);
    expect(lines[4]).toMatch(/^ {2}pte \[4\] {2}at 0x4020 {2}0x000000000abcd067 {2}present {2}pfn 0xabcd /);
    expect(lines[5]).toBe('  page  at 0xabcd123  cannot be read: not in the image');
  });

  test.each([
    { name: 'an empty entry', va: 0x6000n, text: 'no page: the pte entry is empty' },
    {
      name: 'a table outside of the image',
      va: 0x20_0000n,
      text: 'no page: the pte entry at 0x999999000 cannot be read: not in the image',
    },
    {
      name: 'an address that no CPU takes',
      va: 0x8000_0000_0000n,
      text: 'no page: 0x0000800000000000 is no canonical address: the CPU refuses it',
    },
  ])('$name', ({ va, text }) => {
    expect(
      renderWalk(walk(va), context, { palette: plainPalette, terminal: undefined }).split('\n')[0]?.slice(20),
    ).toBe(text);
  });
});

describe('walkRecord', () => {
  test('a page', () => {
    expect(walkRecord(walk(0x4123n), context)).toMatchObject({
      vaddr: '0x0000000000004123',
      root: '0x1000',
      phys: '0xabcd123',
      page_size: 4096,
      state: 'present',
      stop: null,
      levels: [
        { level: 'pgd', index: 0, entry_phys: '0x1000', raw: '0x0000000000002067' },
        { level: 'pud' },
        { level: 'pmd' },
        { level: 'pte', index: 4, entry_phys: '0x4020', raw: '0x000000000abcd067' },
      ],
    });
  });

  test('no page', () => {
    expect(walkRecord(walk(0x6000n), context)).toMatchObject({
      phys: null,
      page_size: null,
      state: 'none',
      stop: { level: 'pte', reason: 'none' },
    });
    expect(walkRecord(walk(0x8000_0000_0000n), context)).toMatchObject({
      state: null,
      levels: [],
      stop: { level: null, reason: 'not-canonical' },
    });
  });
});

test('on a narrow terminal what an entry holds is broken inside its column', async () => {
  const terminal = await terminalOf(60);
  const lines = renderWalk(walk(0x4123n), context, { palette: plainPalette, terminal }).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
});

test.each([
  // make_pte_marker(PTE_MARKER_UFFD_WP) of 6.12: type 31, offset 1, the offset stored inverted.
  { raw: 0xfffffffffffffc00n, text: 'PTE_MARKER_UFFD_WP' },
  { raw: 0n, text: '' },
])('entryText of $raw', ({ raw, text }) => {
  expect(entryText(decodeEntry(kernel, raw, { level: 'pte' }), context, plainPalette)).toBe(text);
});

test('entryText names the swap device, as text', () => {
  // __swp_entry(1, 0x10) of x86_64: type in bits 59-63, offset inverted from bit 9 (v6.12 pgtable_64.h).
  const raw = (1n << 59n) | ((~0x10n & ((1n << 50n) - 1n)) << 9n);
  const entry = decodeEntry(kernel, raw, { level: 'pte' });
  const devices = new Map([[1, '/dev/\u001bsda2']]);
  const text = entryText(entry, { kernel, devices }, plainPalette);
  expect(text).toMatch(/^\/dev\/.*sda2 slot 0x10$/);
  expect(text).not.toContain('\u001b');
});
