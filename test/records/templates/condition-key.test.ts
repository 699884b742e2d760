import { describe, expect, test } from '@jest/globals';
import { shapesOf } from '../../../src/core/entry/shapes.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { keyOfAnswer } from '../../../src/records/templates/condition-key.ts';
import { whereNames, whereProperties } from '../../../src/records/where/where-names.ts';
import { compileWhere } from '../../../src/records/where/where.ts';

const kernel = resolveKernel({ kernel: 'debian-7.3' });
const NX = 1n << 63n;
const RW = 1n << 1n;

/** The bits that decide a condition among the values of the first shape of a state. */
function bitsOf(text: string, state: string): bigint | undefined {
  const shape = shapesOf(kernel, 'pte').find((each) => each.state === state);
  if (!shape) throw new Error(`no ${state}`);
  return keyOfAnswer(
    compileWhere(text, whereNames(kernel)),
    whereProperties(kernel.layout),
    shape,
    kernel,
    [],
  )?.bits;
}

describe('a list that is searched for names is decided by their bits', () => {
  test.each([
    { text: '_PAGE_NX', state: 'present', bits: NX },
    { text: '"_PAGE_NX" in flags', state: 'present', bits: NX },
    { text: 'flags has "_page_nx" and "_PAGE_RW" not in flags', state: 'present', bits: NX | RW },
    { text: 'flags has "_PAGE_SWP_UFFD"', state: 'present', bits: 0n },
    // PTE_MARKER_POISONED is bit 1 of the offset, the lowest bit of which is bit 9 of the entry.
    { text: 'marker_names has "PTE_MARKER_POISONED"', state: 'pte-marker', bits: 1n << 10n },
    { text: 'marker_names has "PTE_MARKER_POISONED"', state: 'present', bits: 0n },
  ])('$text of $state', ({ text, state, bits }) => expect(bitsOf(text, state)).toBe(bits));

  test('more than that is decided by all of them', () => {
    const all = bitsOf('not flags', 'present');
    expect(bitsOf('flags has "_PAGE_NX" or not flags', 'present')).toBe(all);
    expect(all).not.toBe(NX);
  });
});
