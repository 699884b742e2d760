import type { OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import { NO_LARGE, foldingLevel } from '../shared/large-functions.ts';
import {
  withCommonOperations,
  withCommonPredicates,
  withLargeOperations,
  withLargePredicates,
} from '../shared/pte-functions.ts';
import { PERMITTED, armLargePredicates, armOperations, armPmdNone, armPredicates } from './functions.ts';

const PG2 = 'arch/arm/include/asm/pgtable-2level.h';
const PGTABLE = 'arch/arm/include/asm/pgtable.h';

/** Generic ones that are not used, or ask `pmd_write()`, which is a BUG() here. */
const WITHOUT = /^p(?:te|md)_access_permitted|^pmd_savedwrite/;

/** What the headers answer of an entry with short descriptors. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => [...withCommonPredicates([
  ...armPredicates(),
  { name: 'pte_access_permitted_read', ...PERMITTED, when: [{ set: ['present', 'user'] }], src: `v4.15 ${PGTABLE} pte_access_permitted` },
  { name: 'pte_access_permitted_write', ...PERMITTED, when: [{ set: ['present', 'user'], clear: ['rdonly'] }], src: `v4.15 ${PGTABLE} pte_access_permitted` },
]), ...withLargePredicates([
  armPmdNone(),
  { name: 'pmd_present', level: 'pmd', of: (value) => value !== 0n, src: `v6.12 ${PG2}` },
  { name: 'pmd_leaf', level: 'pmd', since: '5.6', when: [{ set: ['section'] }], src: `v6.12 ${PG2}` },
  { name: 'pmd_large', level: 'pmd', until: NO_LARGE, when: [{ set: ['section'] }], src: `v6.1 ${PG2}` },
  { name: 'pmd_bad', level: 'pmd', when: [{ set: ['section'] }], src: `v6.12 ${PG2}` },
  { name: 'pmd_hugewillfault', level: 'pmd', since: '6.1', when: [], src: `v6.1 ${PG2}` },
  { name: 'pmd_trans_huge', level: 'pmd', when: [], src: 'v6.12 include/linux/pgtable.h' },
  { name: 'pmd_dirty', level: 'pmd', since: '6.8', when: [], src: 'v6.12 include/linux/pgtable.h ("mm/mglru: remove CONFIG_TRANSPARENT_HUGEPAGE")' },
  { name: 'pmd_young', level: 'pmd', since: '6.1', when: [], src: 'v6.12 include/linux/pgtable.h (commit 6617da8fb565)' },
  { name: 'pmd_pfn', level: 'pmd', since: '5.17', of: (value) => value >> 12n, src: `v6.1 ${PG2}` },
  ...foldingLevel('pud', [], [], `v6.12 ${PG2}`),
  ...armLargePredicates(),
]).filter(({ name }) => !WITHOUT.test(name))];

/** What makes or changes one. */
// prettier-ignore
export const operations = (): readonly OperationRow[] => [...withCommonOperations([
  ...armOperations(),
  { name: 'pfn_pte', takes: ['pfn', 'prot'], of: ({ pfn, prot }) => BigInt.asUintN(32, pfn << 12n) | prot, src: `v6.12 ${PGTABLE}` },
]), ...withLargeOperations([])];
