import type {
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { maskOf, not64 } from '../../core/u64.ts';
import { NO_LARGE } from '../shared/large-functions.ts';
import {
  withCommonOperations,
  withCommonPredicates,
  withLargeOperations,
  withLargePredicates,
} from '../shared/pte-functions.ts';
import { PERMITTED, armLargePredicates, armOperations, armPmdNone, armPredicates } from './functions.ts';

const PG3 = 'arch/arm/include/asm/pgtable-3level.h';
const PGTABLE = 'arch/arm/include/asm/pgtable.h';

/** What the headers answer of an entry with LPAE. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => [...withCommonPredicates([
  ...armPredicates(),
  { name: 'pte_access_permitted_read', ...PERMITTED, when: [{ set: ['present', 'table', 'user'] }], src: `v4.15 ${PGTABLE} pte_access_permitted` },
  { name: 'pte_access_permitted_write', ...PERMITTED, when: [{ set: ['present', 'table', 'user'], clear: ['rdonly'] }], src: `v4.15 ${PGTABLE} pte_access_permitted` },
  { name: 'pte_huge', of: (value, kernel) => value !== 0n && (value & kernel.mask('table')) === 0n, src: `v6.12 ${PG3}` },
]), ...withLargePredicates([
  armPmdNone(),
  { name: 'pmd_present', level: 'pmd', when: [{ set: ['present'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_bad', level: 'pmd', when: [{ clear: ['table'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_table', level: 'pmd', when: [{ set: ['present', 'table'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_sect', level: 'pmd', when: [{ set: ['present'], clear: ['table'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_leaf', level: 'pmd', since: '5.6', when: [{ set: ['present'], clear: ['table'] }], src: `v6.12 ${PG3} pmd_sect` },
  { name: 'pmd_large', level: 'pmd', until: NO_LARGE, when: [{ set: ['present'], clear: ['table'] }], src: `v6.1 ${PG3} pmd_sect` },
  { name: 'pmd_trans_huge', level: 'pmd', config: ['TRANSPARENT_HUGEPAGE'], when: [{ forms: ['leaf', 'protnone', 'swap'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_young', level: 'pmd', when: [{ set: ['accessed'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_write', level: 'pmd', when: [{ clear: ['rdonly'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_savedwrite', level: 'pmd', until: '6.2', when: [{ clear: ['rdonly'] }], src: 'v6.1 include/linux/pgtable.h pmd_savedwrite = pmd_write' },
  { name: 'pmd_hugewillfault', level: 'pmd', since: '6.1', when: [{ clear: ['accessed'] }, { set: ['rdonly'] }], src: `v6.1 ${PG3}` },
  { name: 'pud_write', level: 'pmd', since: '6.1', when: [{ clear: ['rdonly'] }], src: `v6.1 ${PGTABLE} pmd_write` },
  { name: 'pmd_dirty', level: 'pmd', when: [{ set: ['dirty'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_pfn', level: 'pmd', of: (value) => (value & maskOf(39, 21)) >> 12n, src: `v6.12 ${PG3}` },
  { name: 'pud_none', level: 'pud', when: [{ forms: ['none'] }], src: `v6.12 ${PG3}` },
  { name: 'pud_present', level: 'pud', of: (value) => value !== 0n, src: `v6.12 ${PG3}` },
  { name: 'pud_bad', level: 'pud', when: [{ clear: ['table'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_access_permitted_read', level: 'pmd', when: [{ set: ['present'] }], src: 'v6.12 include/linux/pgtable.h pmd_access_permitted(pmd, 0)' },
  { name: 'pmd_access_permitted_write', level: 'pmd', when: [{ set: ['present'], clear: ['rdonly'] }], src: 'v6.12 include/linux/pgtable.h pmd_access_permitted(pmd, 1)' },
  ...armLargePredicates(),
]).filter(({ name }) => !name.startsWith('pte_access_permitted'))];

/** `pfn_pte()`, `pfn_pmd()`: a frame number is an `unsigned long`, an address has 64 bits. */
const pfnEntry = ({ pfn, prot }: Required<FunctionInputs>): bigint => (BigInt.asUintN(32, pfn) << 12n) | prot;

/** `pmd_modify()`: USER, XN, RDONLY, VALID and NONE come from the protection. */
function pmdModify({ pte, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const mask = ['user', 'nx', 'rdonly', 'present', 'protnone'].reduce(
    (bits, role) => bits | kernel.mask(role, 'pmd'),
    0n,
  );
  return (pte & not64(mask)) | (prot & mask);
}

/** `pte_same()`: PTE_EXT_NG is only in entries that were written to a table, and does not count where one is present. */
function pteSame({ pte, other }: Required<FunctionInputs>, kernel: KernelBits): boolean {
  const present = kernel.mask('present') | kernel.mask('table');
  const counted = (value: bigint): bigint =>
    (value & present) === 0n ? value : value & not64(kernel.mask('ng'));
  return counted(pte) === counted(other);
}

/** What makes or changes one. */
// prettier-ignore
export const operations = (): readonly OperationRow[] => [...withCommonOperations([
  ...armOperations(),
  { name: 'pte_mkhuge', cases: [{ thenClear: ['table'] }], src: `v6.12 ${PG3}` },
  { name: 'pfn_pte', takes: ['pfn', 'prot'], of: pfnEntry, src: `v6.12 ${PGTABLE}` },
  { name: 'pte_same', takes: ['pte', 'other'], gives: 'result', of: pteSame, src: `v6.12 ${PG3}` },
]), ...withLargeOperations([
  { name: 'pmd_wrprotect', level: 'pmd', cases: [{ thenSet: ['rdonly'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_mkold', level: 'pmd', cases: [{ thenClear: ['accessed'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_mkwrite', level: 'pmd', cases: [{ thenClear: ['rdonly'] }], src: `v6.1 ${PG3}; v6.6 include/linux/pgtable.h pmd_mkwrite(pmd, vma), of a mapping that is no shadow stack` },
  { name: 'pmd_mkwrite_novma', level: 'pmd', since: '6.6', cases: [{ thenClear: ['rdonly'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_mkdirty', level: 'pmd', cases: [{ thenSet: ['dirty'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_mkclean', level: 'pmd', cases: [{ thenClear: ['dirty'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_mkyoung', level: 'pmd', cases: [{ thenSet: ['accessed'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_mkhuge', level: 'pmd', cases: [{ thenClear: ['table'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_mknotpresent', level: 'pmd', until: '5.8', cases: [{ thenClear: ['present'] }], src: `v5.4 ${PG3}` },
  { name: 'pmd_mkinvalid', level: 'pmd', since: '5.8', cases: [{ thenClear: ['present'] }], src: `v6.12 ${PG3}` },
  { name: 'pmd_modify', level: 'pmd', takes: ['pte', 'prot'], of: pmdModify, src: `v6.12 ${PG3}` },
  { name: 'pfn_pmd', level: 'pmd', takes: ['pfn', 'prot'], of: pfnEntry, src: `v6.12 ${PG3}` },
])];
