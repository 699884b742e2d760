import type { OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import { withCommonPredicates } from '../shared/pte-functions.ts';
import { swapOperations } from '../shared/swap-functions.ts';
import { x86LargePredicates, x86Operations, x86Pfn, x86PtePredicates } from '../x86/functions.ts';
import { x86LargeOperations } from '../x86/large-operations.ts';

const PGTABLE = 'arch/x86/include/asm/pgtable.h';

/** All inline functions of the headers that read an entry. */
export function* predicates(): Generator<PredicateRow, void, undefined> {
  yield* withCommonPredicates(x86PtePredicates());
  yield* x86LargePredicates();
  yield* largeBefore();
}

/** What was named so alone before 5.6; up to 6.9 it is another name of `pmd_leaf()` and `pud_leaf()`. */
// prettier-ignore
const largeBefore = (): readonly PredicateRow[] => [
  { name: 'pmd_large', level: 'pmd', until: '5.6', when: [{ set: ['pse'] }], src: `v5.4 ${PGTABLE}` },
  { name: 'pud_large', level: 'pud', until: '5.6', when: [{ set: ['pse', 'present'] }], src: `v5.4 ${PGTABLE}` },
];

/** Large pages can be special where frames without a struct page are mapped so: ARCH_SUPPORTS_PMD_PFNMAP. */
const SPECIAL = [{ config: ['TRANSPARENT_HUGEPAGE'], thenSet: ['special'] }];

/** All that make or change one. */
export const operations = (): readonly OperationRow[] => {
  const own = x86Operations();
  return [...own, ...x86LargeOperations(own, x86Pfn('pmd'), SPECIAL), ...swapOperations()];
};
