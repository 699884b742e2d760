import { expect, test } from '@jest/globals';
import { tables } from '../../../src/arch/s390x/tables.ts';

/** Tables by address, each with its entries by index; what is not named is 0x20, _REGION_ENTRY_INVALID or _SEGMENT_ENTRY_INVALID. */
const memory =
  (all: Readonly<Record<number, Readonly<Record<number, bigint>>>>) =>
  (physAddr: bigint): bigint | undefined => {
    const at = Number(physAddr);
    return all[at - (at % 0x4000)]?.[(at % 0x4000) / 8] ?? 0x20n;
  };

// v6.12 arch/s390/include/asm/pgtable.h _REGION3_ENTRY (0x7), _SEGMENT_ENTRY (0), _SEGMENT_ENTRY_LARGE (0x400); v6.13
// _REGION3_ENTRY and _SEGMENT_ENTRY with _REGION3_ENTRY_PRESENT and _SEGMENT_ENTRY_PRESENT (1).
const UNTIL = { until: '6.13' };
const SINCE = { since: '6.13' };
test.each([
  ['a segment table of 6.12', { 0x4000: { 7: 0x9000n } }, UNTIL],
  ['a segment table of 6.13', { 0x4000: { 7: 0x9001n } }, SINCE],
  ['one below a region table', { 0x4000: { 3: 0x8007n }, 0x8000: { 9: 0x9000n } }, UNTIL],
  ['one below a second region entry', { 0x4000: { 3: 0x8007n, 5: 0xc007n }, 0x8000: { 9: 0x9001n } }, SINCE],
  ['large pages alone', { 0x4000: { 7: 0x9400n, 8: 0x9403n } }, {}],
  ['empty and zero entries alone', { 0x4000: { 7: 0n } }, {}],
  ['a table that points to itself', { 0x4000: { 7: 0x4007n } }, {}],
] as const)('%s tells of which kernels it is', (_, all, wanted) => {
  expect(tables.releases?.(0x4000n, memory(all))).toEqual(wanted);
});

test('no more than some tables are read', () => {
  let count = 0;
  const word = (): bigint => {
    count++;
    return 0x4007n;
  };
  expect(tables.releases?.(0x4000n, word)).toEqual({});
  expect(count).toBeLessThan(2048 * 100);
});
