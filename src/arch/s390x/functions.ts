import type {
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { not64 } from '../../core/u64.ts';
import { withCommonOperations, withCommonPredicates } from '../shared/pte-functions.ts';
import { largeOperations, largePredicates } from './large-functions.ts';

const PGTABLE = 'arch/s390/include/asm/pgtable.h';

/** What the header answers of an entry. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => [...withCommonPredicates([
  { name: 'pte_swap', when: [{ set: ['protect'], clear: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_unused', when: [{ set: ['unused'] }], src: `v5.11 ${PGTABLE}` },
]), ...largePredicates()];

/** `pte_mkyoung()`: valid for the CPU too where it may be read. */
function mkYoung(value: bigint, kernel: KernelBits): bigint {
  const isReadable = (value & kernel.mask('read')) !== 0n;
  return (isReadable ? value & not64(kernel.mask('invalid')) : value) | kernel.mask('accessed');
}

/** `pfn_pte()`: a new page counts as used. */
const pfnPte = ({ pfn, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint =>
  mkYoung(BigInt.asUintN(64, pfn << 12n) | prot, kernel);

/** `pte_modify()`: valid again for the CPU where it is young and may be read, and stored to where dirty and writable. */
function pteModify({ pte, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const roles = ['special', 'dirty', 'accessed', 'soft_dirty'];
  const keep = roles.reduce((mask, role) => mask | kernel.mask(role), not64(0xfffn));
  const value = (pte & keep) | prot;
  const has = (...all: readonly string[]): boolean => all.every((role) => (value & kernel.mask(role)) !== 0n);
  const invalid = has('accessed', 'read') ? kernel.mask('invalid') : 0n;
  const protect = has('dirty', 'rw') ? kernel.mask('protect') : 0n;
  return value & not64(invalid | protect);
}

const MKWRITE = [{ set: ['dirty'], thenSet: ['rw'], thenClear: ['protect'] }, { thenSet: ['rw'] }] as const;

/** What it makes and changes. */
// prettier-ignore
export const operations = (): readonly OperationRow[] => [...withCommonOperations([
  { name: 'pte_wrprotect', cases: [{ thenSet: ['protect'], thenClear: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkwrite', cases: MKWRITE, src: `v6.1 ${PGTABLE}; v6.6 include/linux/pgtable.h pte_mkwrite(pte, vma), of a mapping that is no shadow stack` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: MKWRITE, src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkclean', cases: [{ thenSet: ['protect'], thenClear: ['dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkdirty', cases: [{ set: ['rw'], thenSet: ['dirty', 'soft_dirty'], thenClear: ['protect'] }, { thenSet: ['dirty', 'soft_dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkold', cases: [{ thenSet: ['invalid'], thenClear: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkyoung', cases: [{ set: ['read'], thenSet: ['accessed'], thenClear: ['invalid'] }, { thenSet: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkhuge', cases: [{ thenSet: ['large'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_modify', takes: ['pte', 'prot'], of: pteModify, src: `v6.12 ${PGTABLE}` },
  { name: 'pfn_pte', takes: ['pfn', 'prot'], of: pfnPte, src: `v6.12 ${PGTABLE} mk_pte_phys` },
]), ...largeOperations()];
