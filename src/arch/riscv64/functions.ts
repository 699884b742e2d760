import type { PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';

const PGTABLE = 'arch/riscv/include/asm/pgtable.h';

/** What the header answers of a pte. */
// prettier-ignore
export const PREDICATES: readonly PredicateRow[] = withCommonPredicates([
  { name: 'pte_exec', when: [{ set: ['exec'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_user', when: [{ set: ['user'] }], since: '6.1', src: `v6.12 ${PGTABLE}` },
  { name: 'pte_napot', when: [{ set: ['napot'] }], since: '6.4', src: `v6.12 ${PGTABLE}` },
]);
