import type {
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { not64 } from '../../core/u64.ts';
import { withCommonOperations, withCommonPredicates } from '../shared/pte-functions.ts';
import { THEAD_TYPES, largeOperations, largePredicates, pfnEntry, typedProt } from './large-functions.ts';

const PGTABLE = 'arch/riscv/include/asm/pgtable.h';

/** What the header answers of a pte. */
// prettier-ignore
const ptePredicates = (): readonly PredicateRow[] => [...withCommonPredicates([
  { name: 'pte_exec', when: [{ set: ['exec'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_user', when: [{ set: ['user'] }], since: '5.19', src: `v6.12 ${PGTABLE} (commit 3fee229a8eb9)` },
  // _PAGE_NAPOT, whether the CPU knows it or not.
  { name: 'pte_napot', when: [{ set: [1n << 63n] }], since: '6.4', config: ['RISCV_ISA_SVNAPOT'], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_pfn', since: '5.19', number: 'frame', src: `v6.12 ${PGTABLE}` },
  { name: 'pte_pfn', until: '5.19', of: (value) => value >> 10n, src: `v5.18 ${PGTABLE} (without the mask of commit 100631b48ded)` },
  { name: 'pte_huge', when: ['read', 'rw', 'exec'].map((bit) => ({ forms: ['leaf', 'protnone'], set: [bit] })), src: `v6.12 ${PGTABLE}` },
])];

/** What it answers of an entry. */
export const predicates = (): readonly PredicateRow[] => {
  const pte = ptePredicates();
  return [...pte, ...largePredicates(pte)];
};

/** `pte_modify()`: what stays is all but the access bits, and the memory type where the CPU has one. */
function pteModify({ pte, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const types = kernel.config('ERRATA_THEAD_MAE')
    ? THEAD_TYPES
    : kernel.config('RISCV_ISA_EXT_SVPBMT')
      ? kernel.mask('io') | kernel.mask('nocache')
      : 0n;
  const roles = ['present', 'read', 'rw', 'exec', 'user', 'global'];
  const changed = roles.reduce((bits, role) => bits | kernel.mask(role), types);
  return (pte & not64(changed)) | typedProt(prot, kernel);
}

/** It takes the write permission away (`pte_wrprotect()`), with or without a CPU that has the bit. */
const UFFD = { since: '6.19', config: ['HAVE_ARCH_USERFAULTFD_WP'], thenClear: ['rw'] } as const;
const MKUFFD = [
  { ...UFFD, since: '7.0', thenSet: ['uffd_wp', 'read'] },
  { ...UFFD, thenSet: ['uffd_wp'] },
] as const;

/** What it changes of a pte. */
// prettier-ignore
const pteOperations = (): readonly OperationRow[] => withCommonOperations([
  // Also for shadow stacks, which are writable and not readable (commit 540de7ade1e1).
  { name: 'pte_wrprotect', cases: [{ since: '7.0', thenSet: ['read'], thenClear: ['rw'] }, { thenClear: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkwrite', cases: [{ thenSet: ['rw'] }], src: `v6.1 ${PGTABLE}; v6.6 include/linux/pgtable.h pte_mkwrite(pte, vma), of a mapping that is no shadow stack` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: [{ thenSet: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkwrite_shstk', since: '7.0', cases: [{ thenSet: ['rw'], thenClear: ['read', 'exec'] }], src: `v7.2 ${PGTABLE}; commit f56ffb8ada46` },
  { name: 'pte_mkclean', cases: [{ thenClear: ['dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkdirty', cases: [{ thenSet: ['dirty', 'soft_dirty'] }], src: `v6.19 ${PGTABLE}` },
  { name: 'pte_mkuffd_wp', since: '5.7', until: '7.3', cases: MKUFFD, src: `v6.19 ${PGTABLE}` },
  { name: 'pte_mkuffd', since: '7.3', cases: MKUFFD, src: `v7.3 ${PGTABLE}` },
  { name: 'pte_mkdevmap', since: '6.11', until: '6.17', cases: [{ thenSet: ['devmap'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkhuge', cases: [], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_modify', takes: ['pte', 'prot'], of: pteModify, src: `v6.12 ${PGTABLE}` },
  { name: 'pfn_pte', takes: ['pfn', 'prot'], of: pfnEntry, src: `v6.12 ${PGTABLE}` },
]);

/** What it makes and changes. */
export const operations = (): readonly OperationRow[] => {
  const pte = pteOperations();
  return [...pte, ...largeOperations(pte)];
};
