import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LEVELS } from '../../src/core/rows/layout.ts';
import { formatHex } from '../../src/core/u64.ts';
import { type Place, readFragment, START, VIEWS, writeFragment } from '../../src/explorer/place.ts';
import { sourceLinks } from '../../src/explorer/sources.ts';
import { valueFragment } from '../../src/pages/explorer-link.ts';

const word = fc.string({ unit: fc.constantFrom(...'ab0._=,-+ %&#<é\u202e'), maxLength: 12 });
const step = fc.record({
  value: fc.bigInt(0n, (1n << 64n) - 1n).map(formatHex),
  by: fc.constantFrom('bit 3', 'pte_mkold', 'build pte-marker', 'offset 0x12'),
});
const place: fc.Arbitrary<Place> = fc.record({
  view: fc.constantFrom(...VIEWS),
  kernel: word,
  value: word,
  level: fc.constantFrom(...LEVELS),
  isKernels: fc.boolean(),
  said: fc.constantFrom('', 'pte 0x4 swap; kernel 4.9: named in the log'),
  other: word,
  steps: fc.array(step, { maxLength: 5 }),
  log: fc.constant(''),
  form: fc.array(fc.tuple(fc.constantFrom('fn', 'build', 'fn.prot'), word)).map((fields) => new Map(fields)),
});

test('all that is seen comes back out of the address', () => {
  fc.assert(
    fc.property(place, (seen) => {
      expect(readFragment(writeFragment(seen))).toEqual(seen);
    }),
  );
  const log: Place = { ...START, view: 'log', log: 'BUG: Bad page map\n& pte:1 + 100 %\n' };
  expect(readFragment(writeFragment(log))).toEqual(log);
});

test.each([
  { fragment: '#k=6.12&v=0x8400000002bcbc25', seen: { kernel: '6.12', value: '0x8400000002bcbc25' } },
  { fragment: '#k=6.6&arch=arm64&v=0x1', seen: { kernel: '6.6,arch=arm64', value: '0x1' } },
  { fragment: '', seen: {} },
  { fragment: '#view=nowhere&level=page&h=1~x;0x4~;~', seen: { steps: [{ value: '0x4', by: '' }] } },
])('reads $fragment', ({ fragment, seen }) => {
  expect(readFragment(fragment)).toEqual({ ...START, ...seen });
});

test('links of other pages lead to the value', () => {
  const kernel = '7.3,CONFIG_MEM_SOFT_DIRTY=n,paging=5';
  const seen = readFragment(valueFragment(kernel, '0xfffffffffffffc00', 'pmd'));
  expect(seen).toEqual({ ...START, kernel, value: '0xfffffffffffffc00', level: 'pmd' });
  expect(valueFragment('6.12', '0x4', 'pte')).toBe('#k=6.12&v=0x4');
});

test('sources become links to the files of their release', () => {
  const tree = 'https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/';
  expect(
    sourceLinks('v6.12 include/linux/swapops.h make_pte_marker_entry; mm/memory.c handle_pte_marker'),
  ).toEqual([
    {
      text: 'v6.12 include/linux/swapops.h make_pte_marker_entry',
      href: `${tree}include/linux/swapops.h?h=v6.12`,
    },
    { text: 'mm/memory.c handle_pte_marker', href: `${tree}mm/memory.c?h=v6.12` },
  ]);
  expect(sourceLinks('the patch "mm/userfaultfd: Introduce"')).toEqual([
    { text: 'the patch "mm/userfaultfd: Introduce"', href: undefined },
  ]);
});
