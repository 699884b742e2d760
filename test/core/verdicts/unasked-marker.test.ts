import { expect, test } from '@jest/globals';
import { evaluatePredicates } from '../../../src/core/functions/predicates.ts';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { QUESTIONS } from '../../../src/core/verdicts/questions.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

// v6.2, v6.12 include/linux/userfaultfd_k.h: pte_marker_entry_uffd_wp() is false without CONFIG_PTE_MARKER_UFFD_WP; the bit of
// include/linux/swapops.h is there all the same, and pte_marker_get() gives it.
test.each([
  { kernel: '6.12', raw: 0xfffffffffffffc00n, uffdWp: true, asks: true },
  { kernel: '6.12,CONFIG_PTE_MARKER_UFFD_WP=n', raw: 0xfffffffffffffc00n, uffdWp: false, asks: false },
  { kernel: '6.12,arch=s390x', raw: 0x167cn, uffdWp: null, asks: false },
  { kernel: '6.2,arch=arm64', raw: 0x1f8n, uffdWp: null, asks: false },
])('uffd_wp of a marker is what the kernel answers: $kernel', ({ kernel: name, raw, uffdWp, asks }) => {
  const kernel = resolveKernel({ kernel: name });
  const entry = readEntry(kernel, raw, 'pte');
  expect(entry.state).toBe('pte-marker');
  expect(QUESTIONS.uffd_wp.of(entry)).toBe(uffdWp);
  expect(evaluatePredicates(kernel, raw)).toMatchObject({
    pte_marker_entry_uffd_wp: asks,
    pte_marker_get: 1n,
  });
});
