import type { OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import { withCommonPredicates } from '../shared/pte-functions.ts';
import { swapOperations } from '../shared/swap-functions.ts';
import { armOperations, armPredicates } from './functions.ts';

const PG2 = 'arch/arm/include/asm/pgtable-2level.h';
const PGTABLE = 'arch/arm/include/asm/pgtable.h';

/** What the headers answer of an entry with short descriptors. */
// prettier-ignore
export const predicates = (): Iterable<PredicateRow> => withCommonPredicates([
  ...armPredicates(),
  { name: 'pte_access_permitted_read', when: [{ set: ['present', 'user'] }], src: `v6.12 ${PGTABLE} pte_access_permitted` },
  { name: 'pte_access_permitted_write', when: [{ set: ['present', 'user'], clear: ['rdonly'] }], src: `v6.12 ${PGTABLE} pte_access_permitted` },
  { name: 'pmd_present', level: 'pmd', of: (value) => value !== 0n, src: `v6.12 ${PG2}` },
  { name: 'pmd_leaf', level: 'pmd', since: '5.6', when: [{ set: ['section'] }], src: `v6.12 ${PG2}` },
  { name: 'pmd_bad', level: 'pmd', when: [{ set: ['section'] }], src: `v6.12 ${PG2}` },
  { name: 'pmd_pfn', level: 'pmd', since: '5.17', of: (value) => value >> 12n, src: `v6.1 ${PG2}` },
]);

/** What makes or changes one. */
// prettier-ignore
export const operations = (): readonly OperationRow[] => [
  ...armOperations(),
  { name: 'pfn_pte', takes: ['pfn', 'prot'], of: ({ pfn, prot }) => BigInt.asUintN(32, pfn << 12n) | prot, src: `v6.12 ${PGTABLE}` },
  ...swapOperations(),
];
