import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runCli } from '../../../helpers/fake-io.ts';

describe('pte-decode diff', () => {
  test('names the flags that write-protecting changed', async () => {
    const { code, stdout } = await runCli(['diff', '0x8000000002bcb867', '0x8400000002bcbc25', '-k', '6.12']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/bits 58, 10, 6, 1\n/);
    for (const row of [
      /_PAGE_DIRTY +1 +0$/m,
      /_PAGE_RW +1 +0$/m,
      /_PAGE_SAVED_DIRTY +0 +1$/m,
      /_PAGE_UFFD_WP +0 +1$/m,
    ])
      expect(stdout).toMatch(row);
  });

  test('shows another meaning', async () => {
    expect((await runCli(['diff', '0x4', '0x24'])).stdout).toMatch(
      /bit 5\n.*\n {2}state +uffd-wp-special +swap$/m,
    );
  });

  test('bits are those that differ, and the status says whether there are any', async () => {
    const value = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
    await fc.assert(
      fc.asyncProperty(value, value, async (a, b) => {
        const { code, stdout } = await runCli([
          'diff',
          '--json',
          `0x${a.toString(16)}`,
          `0x${b.toString(16)}`,
        ]);
        const { bits, equal }: { bits: number[]; equal: boolean } = JSON.parse(stdout);
        expect(bits.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n)).toBe(a ^ b);
        expect({ code, equal }).toEqual({ code: a === b ? 0 : 1, equal: a === b });
      }),
      { numRuns: 50 },
    );
    expect((await runCli(['diff', '0x4', '0x4'])).code).toBe(0);
  });

  test('decimal numbers only when they are asked for', async () => {
    expect((await runCli(['diff', '4', '4'])).code).toBe(2);
    expect((await runCli(['diff', '--decimal', '4', '0x4'])).code).toBe(0);
  });
});
