import type {
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { not64 } from '../../core/u64.ts';
import { foldingLevel } from '../shared/large-functions.ts';

const PGTABLE = 'arch/arm/include/asm/pgtable.h';

/** What pgtable.h answers of a pte, whatever the descriptors are. */
// prettier-ignore
export const armPredicates = (): readonly PredicateRow[] => [
  { name: 'pte_write', when: [{ clear: ['rdonly'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_exec', when: [{ clear: ['nx'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_valid', when: [{ set: ['present'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_valid_user', when: [{ set: ['present', 'user', 'accessed'] }], src: `v6.12 ${PGTABLE}` },
];

/** `pte_access_permitted()` of the header: 4.14 was not read, which may have the generic one, and says nothing. */
export const PERMITTED = { since: '4.15' } as const;

/** `pmd_none()`, alike. */
export const armPmdNone = (): PredicateRow => ({
  name: 'pmd_none',
  level: 'pmd',
  when: [{ forms: ['none'] }],
  src: `v6.12 ${PGTABLE}`,
});

const GENERIC = 'include/linux/pgtable.h';

/** What the generic headers say of a pmd, and what pgtable.h says of the levels that are folded. */
// prettier-ignore
export const armLargePredicates = (): readonly PredicateRow[] => [
  { name: 'pmd_protnone', level: 'pmd', when: [], src: `v6.12 ${GENERIC}` },
  { name: 'pud_leaf', level: 'pud', since: '5.6', when: [], src: `v6.12 ${GENERIC}` },
  { name: 'pud_pfn', level: 'pud', since: '6.10', of: () => 0n, src: `v6.12 ${GENERIC} ("mm/arch: provide pud_pfn() fallback")` },
  ...foldingLevel('p4d', [], [], `v6.12 ${PGTABLE}`),
  ...foldingLevel('pgd', [], [], `v6.12 ${PGTABLE}`),
  { name: 'pte_savedwrite', until: '6.2', when: [{ clear: ['rdonly'] }], src: `v6.1 ${GENERIC} pte_savedwrite = pte_write` },
];

/** `pte_modify()`: XN, RDONLY, USER, NONE and VALID come from the protection. */
function pteModify({ pte, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const mask = ['nx', 'rdonly', 'user', 'protnone', 'present'].reduce(
    (bits, role) => bits | kernel.mask(role, 'pte'),
    0n,
  );
  return (pte & not64(mask)) | (prot & mask);
}

/** What it changes. */
// prettier-ignore
export const armOperations = (): readonly OperationRow[] => [
  { name: 'pte_wrprotect', cases: [{ thenSet: ['rdonly'] }], src: `v6.12 ${PGTABLE}` },
  // Since 6.6 that of a mapping, which has no more to it here.
  { name: 'pte_mkwrite', cases: [{ thenClear: ['rdonly'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: [{ thenClear: ['rdonly'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkclean', cases: [{ thenClear: ['dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkdirty', cases: [{ thenSet: ['dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkexec', cases: [{ thenClear: ['nx'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mknexec', cases: [{ thenSet: ['nx'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_modify', takes: ['pte', 'prot'], of: pteModify, src: `v6.12 ${PGTABLE}` },
];
