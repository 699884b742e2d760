import type { PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';

const PGTABLE = 'arch/arm64/include/asm/pgtable.h';
/** `pte_hw_dirty()`: DBM without PTE_RDONLY. */
const HW_DIRTY = { set: ['rw'], clear: ['rdonly'] } as const;

/** What the header answers of an entry. */
// prettier-ignore
export const PREDICATES: readonly PredicateRow[] = withCommonPredicates([
  { name: 'pte_valid', when: [{ set: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_dirty', when: [{ set: ['dirty'] }, HW_DIRTY], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_rdonly', when: [{ set: ['rdonly'] }], since: '6.10', src: `v6.12 ${PGTABLE}` },
  { name: 'pte_user', when: [{ set: ['user'] }], src: `v6.1 ${PGTABLE}` },
  { name: 'pte_user_exec', when: [{ clear: ['nx'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_cont', when: [{ set: ['cont'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_present_invalid', since: '6.10', when: [{ set: ['protnone'], clear: ['present'] }], src: `v6.10 ${PGTABLE}` },
  { name: 'pmd_table', level: 'pmd', when: [{ set: ['present', 'table'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_bad', level: 'pmd', since: '5.15', when: [{ clear: ['present'] }, { clear: ['table'] }], src: `v6.1 ${PGTABLE}` },
]);
