import { describe, expect, test } from '@jest/globals';
import { whereChoice } from '../../../../src/cli/commands/scan/where.ts';
import { decodeEntry } from '../../../../src/core/verdicts/decode.ts';
import { createGrouper } from '../../../../src/images/scan/groups.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });
const PRESENT = 0x8000_0000_0000_5067n;
const group = createGrouper(kernel).groupOf('pte', Number(PRESENT & 0xffff_ffffn), 0x8000_0000);

describe('whereChoice', () => {
  test.each([
    { text: 'present', verdict: true },
    { text: 'state == "swap"', verdict: false },
    { text: 'pfn == 5', verdict: undefined },
    { text: 'present && vaddr < 0x2000', verdict: undefined },
  ])('for a group: $text', ({ text, verdict }) => {
    expect(whereChoice(text, kernel, { kernel }).group(group)).toBe(verdict);
  });

  test.each([
    { text: 'pfn == 5', wanted: true },
    { text: 'pfn == 6', wanted: false },
    { text: 'vaddr == 0x1000', wanted: true },
    { text: 'vaddr > 0x1000', wanted: false },
  ])('for an entry: $text', ({ text, wanted }) => {
    expect(whereChoice(text, kernel, { kernel }).entry(decodeEntry(kernel, PRESENT), 0x1000n)).toBe(wanted);
  });

  test.each([{ text: 'nonsense == 1' }, { text: 'present &&' }])('refuses $text', ({ text }) => {
    expect(() => whereChoice(text, kernel, { kernel })).toThrow(
      expect.objectContaining({ code: 'ERR_EXPRESSION' }),
    );
  });
});
