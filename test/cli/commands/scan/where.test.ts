import { describe, expect, test } from '@jest/globals';
import { whereChoice } from '../../../../src/cli/commands/scan/where.ts';
import { decodeEntry } from '../../../../src/core/verdicts/decode.ts';
import { imageMappings } from '../../../../src/images/scan/image-mappings.ts';
import { createGrouper } from '../../../../src/images/scan/groups.ts';
import { makeSwapPte } from '../../../../src/core/entry/swap-entry.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { randomValues } from '../../../helpers/values.ts';

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
    { text: 'end == 0x2000', wanted: true },
    { text: 'end > 0x2000', wanted: false },
  ])('for an entry: $text', ({ text, wanted }) => {
    expect(whereChoice(text, kernel, { kernel }).entry(decodeEntry(kernel, PRESENT), 0x1000n)).toBe(wanted);
  });

  const vma = { start: 1, end: 3, name: '[heap]', perms: 'rw-p' };
  const mappings = imageMappings(kernel, [vma, { ...vma, start: 3, end: 4, name: '' }]);
  test.each([
    { text: 'vma == "[heap]"', vaddr: 0x1000n, wanted: true },
    { text: 'vma == "[heap]"', vaddr: 0x3000n, wanted: false },
    { text: 'vma == "[anon]"', vaddr: 0x3000n, wanted: true },
    { text: 'vma == "[anon]"', vaddr: 0x4000n, wanted: false },
    { text: 'vma == null', vaddr: 0x4000n, wanted: true },
    { text: 'vma == null', vaddr: 0n, wanted: true },
  ])('for an entry at $vaddr in mappings: $text', ({ text, vaddr, wanted }) => {
    const choice = whereChoice(text, kernel, { kernel }, mappings);
    expect(choice.group(group)).toBeUndefined();
    expect(choice.entry(decodeEntry(kernel, PRESENT), vaddr)).toBe(wanted);
  });

  test('the end is behind all that a larger entry maps', () => {
    const huge = decodeEntry(kernel, 0x80e7n, { level: 'pmd' });
    expect(whereChoice('end == 0x400000', kernel, { kernel }).entry(huge, 0x20_0000n)).toBe(true);
  });

  // Builds 241 to 347 of RHEL 8 can have the uffd-wp bits of 5.7 or not.
  const doubtful = resolveKernel({ kernel: '4.18,L1TF_LAYOUT=y,UFFD_WP_BACKPORT=y' });
  test.each([
    'uffd_wp',
    '!uffd_wp',
    'uffd_wp == null',
    'rule3',
    '!rule3',
    'present || rule3 == null',
    'reserved == 0',
    'unknown & 0x400',
    'notes has "reserved-bits"',
    '!("uffd-wp-writable" in notes)',
  ])('refuses what hangs on a bit that nobody knows the kernel to have: %s', (text) => {
    expect(() => whereChoice(text, doubtful, { kernel: doubtful })).toThrow(
      'whether this build has the uffd-wp bits is not known; flags asks for the bit itself',
    );
  });

  test.each(['flags has "_PAGE_UFFD_WP"', '!(notes has "swap-slot-zero")'])(
    'answers what does not hang on it: %s',
    (text) => {
      const choice = whereChoice(text, doubtful, { kernel: doubtful });
      expect(choice.entry(decodeEntry(doubtful, PRESENT | (1n << 10n)), 0n)).toBe(true);
    },
  );

  test.each(['reserved == 0', '!(notes has "reserved-bits")'])(
    'answers where the bits are known: %s',
    (text) => {
      const known = resolveKernel({ kernel: '4.18' });
      const { entry } = whereChoice(text, known, { kernel: known });
      expect(entry(decodeEntry(known, 0x07fffffffffbfe04n), 0n)).toBe(false);
    },
  );

  // What a group says of all its entries is what each says by itself, also where nobody knows it.
  test.each([{ kernel: '6.8' }, { kernel: '5.15' }, { kernel: '6.12', arch: 'arm64' }])(
    'groups of $kernel $arch say what their entries say',
    (spec) => {
      const undecided = resolveKernel(spec);
      const asked = { group: 0, open: 0 };
      for (const text of [
        'state == "migration"',
        '!(state in ("swap", "hwpoison"))',
        'young || class == "a.1"',
        `kernel == "${spec.kernel}" && uffd_wp == false`,
        'swap.name == "SWP_HWPOISON" || notes has "pfn-beyond-memory"',
        '!notes',
        'pfn > 0x10000 || swap.type == 3',
      ]) {
        let untold = 0;
        const grouper = createGrouper(undecided);
        const choice = whereChoice(text, undecided, { kernel: undecided }, undefined, () => (untold += 1));
        const types = [0, 1, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31].map((type) =>
          makeSwapPte(undecided.swap, { type, offset: 0n }),
        );
        for (const bits of [...randomValues(50), PRESENT, 0x0003_0000_1234_5f43n])
          for (const raw of [
            bits,
            ...types.map((type) => type ^ (bits & undecided.offsetMask & 0x3fff_ffff_0000n)),
          ]) {
            const found = choice.group(
              grouper.groupOf('pte', Number(BigInt.asIntN(32, raw)), Number(BigInt.asIntN(32, raw >> 32n))),
            );
            if (found === undefined) continue;
            untold = 0;
            const isWanted = choice.entry(decodeEntry(undecided, raw), 0n);
            expect([text, raw, found]).toEqual([text, raw, untold > 0 ? 'open' : isWanted]);
            asked.group += 1;
            asked.open += untold;
          }
      }
      expect(asked.open).toBeGreaterThan(50);
      expect(asked.group).toBeGreaterThan(2 * asked.open);
    },
  );

  test.each([
    { text: 'pages > 3', said: 'it is of ranges' },
    { text: 'entries == 1', said: 'it is of ranges' },
    { text: 'vma == "[heap]"', said: '--maps FILE says which mapping' },
    { text: 'vmaa', said: 'docs/properties.md' },
    // Nobody compares the entries of an image with other kernels.
    { text: 'notes has "other-kernels"', said: 'never holds "other-kernels"' },
  ])('says why there is no such name: $text', ({ text, said }) => {
    expect(() => whereChoice(text, kernel, { kernel })).toThrow(said);
  });

  test.each([{ text: 'nonsense == 1' }, { text: 'present &&' }])('refuses $text', ({ text }) => {
    expect(() => whereChoice(text, kernel, { kernel })).toThrow(
      expect.objectContaining({ code: 'ERR_EXPRESSION' }),
    );
  });
});
