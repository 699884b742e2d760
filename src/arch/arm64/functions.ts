import type {
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { not64 } from '../../core/u64.ts';
import { isInRelease, releasesWith } from '../../core/version.ts';
import { withCommonOperations, withCommonPredicates } from '../shared/pte-functions.ts';
import { largeOperations, largePredicates, pfnEntry } from './large-functions.ts';

const PGTABLE = 'arch/arm64/include/asm/pgtable.h';
const MEMORY = 'arch/arm64/include/asm/memory.h';
/** `pte_hw_dirty()`: DBM without PTE_RDONLY. */
const HW_DIRTY = { set: ['rw'], clear: ['rdonly'] } as const;

/** Pages that may be executed alone are none of the kernel: not where there were none, from commit 24cecc377463 to 5.13. */
const VALID_NOT_USER = [
  { set: ['present', 'nx'], clear: ['user'] },
  ...releasesWith('5.5', '5.4.9', '4.19.94', '4.14.163').map((releases) => ({
    set: ['present'],
    clear: ['user'],
    ...releases,
    until: releases.until ?? '5.13',
  })),
] as const;

/** What the header answers of a pte. */
// prettier-ignore
const ptePredicates = (): readonly PredicateRow[] => [...withCommonPredicates([
  { name: 'pte_valid', when: [{ set: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_hw_dirty', when: [HW_DIRTY], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_sw_dirty', when: [{ set: ['dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_dirty', when: [{ set: ['dirty'] }, HW_DIRTY], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_rdonly', when: [{ set: ['rdonly'] }], since: '6.6', src: `v6.12 ${PGTABLE} (commit d0ba961217e0)` },
  { name: 'pte_huge', until: '5.3', when: [{ clear: ['table'] }], src: `v4.19 ${PGTABLE} ("arm64: mm: Drop pte_huge()", 5.3-rc3)` },
  { name: 'pte_user', since: '5.19', when: [{ set: ['user'] }], src: `v6.1 ${PGTABLE} (commit 42b2547137f5)` },
  { name: 'pte_user_exec', when: [{ clear: ['nx'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_cont', when: [{ set: ['cont'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_present_invalid', since: '6.10', when: [{ set: ['protnone'], clear: ['present'] }], src: `v6.10 ${PGTABLE}` },
  { name: 'pte_valid_not_user', when: VALID_NOT_USER, src: `v6.1 ${PGTABLE}` },
  { name: 'pte_valid_cont', since: '6.9', when: [{ set: ['present', 'cont'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_tagged', since: '5.10', when: [{ set: ['attr0'], clear: ['attr1', 'attr2'] }], src: `v6.1 ${PGTABLE}, ${MEMORY} MT_NORMAL_TAGGED` },
])];

/** What the header answers of an entry. */
export const predicates = (): readonly PredicateRow[] => {
  const pte = ptePredicates();
  return [...pte, ...largePredicates(pte)];
};

/** `pte_wrprotect()` keeps what the CPU says of dirtiness: commit ff1712f953e2. */
const WRPROTECT_KEEPS = releasesWith('5.10', '5.9.12', '5.4.81', '4.19.161', '4.14.210');
const WRPROTECT = [
  ...WRPROTECT_KEEPS.map((releases) => ({
    ...releases,
    ...HW_DIRTY,
    thenSet: ['dirty', 'rdonly'],
    thenClear: ['rw'],
  })),
  { thenSet: ['rdonly'], thenClear: ['rw'] },
];
/** `pte_mkwrite()` no longer makes a clean page dirty for the CPU: commit 143937ca51cc. */
const MKWRITE_CLEAN = releasesWith(
  '6.18',
  ...['6.17.6', '6.12.56', '6.6.115', '6.1.158', '5.15.196', '5.10.246', '5.4.301'],
);
const MKWRITE = [
  { set: ['dirty'], thenSet: ['rw'], thenClear: ['rdonly'] },
  ...MKWRITE_CLEAN.map((releases) => ({ ...releases, thenSet: ['rw'] })),
  { thenSet: ['rw'], thenClear: ['rdonly'] },
];
/** `pte_modify()` makes a page that is dirty for the kernel so for the CPU where it is writable: commit 3c0696076aad. */
const MODIFY_DIRTIES = releasesWith(
  '6.7',
  ...['6.6.8', '6.1.69', '5.15.144', '5.10.205', '5.4.265', '4.19.303'],
);
/** Without the configuration it changes nothing. */
const MKUFFD = WRPROTECT.map((row) => ({
  ...row,
  since: '6.10',
  config: ['HAVE_ARCH_USERFAULTFD_WP'],
  thenSet: [...row.thenSet, 'uffd_wp'],
}));

/**
 * What `pte_modify()` takes from the protection; the memory type since 5.10 (commit 9f3419315f3c), the overlay index since
 * 6.12, in each configuration.
 */
function modified(kernel: KernelBits): bigint {
  const overlay = isInRelease({ since: '6.12' }, kernel.version) ? 7n << 60n : 0n;
  const type = isInRelease({ since: '5.10' }, kernel.version) ? ['attr0', 'attr1', 'attr2'] : [];
  const roles = ['user', 'pxn', 'nx', 'rdonly', 'protnone', 'present', 'rw', 'gp', ...type];
  return roles.reduce((bits, role) => bits | kernel.mask(role), overlay);
}

/** `pte_modify()`: what the CPU says of dirtiness goes to the bit of the kernel, and back where the page is writable. */
function pteModify({ pte, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const mask = modified(kernel);
  const [rw, rdonly, dirty] = [kernel.mask('rw'), kernel.mask('rdonly'), kernel.mask('dirty')];
  const isHardwareDirty = (pte & rw) !== 0n && (pte & rdonly) === 0n;
  const changed = ((isHardwareDirty ? pte | dirty : pte) & not64(mask)) | (prot & mask);
  const isDirtyWritable = (changed & dirty) !== 0n && (changed & rw) !== 0n;
  const dirties = MODIFY_DIRTIES.some((releases) => isInRelease(releases, kernel.version));
  return isDirtyWritable && dirties ? changed & not64(rdonly) : changed;
}

/** `pte_same()` looks at the bit of read-only pages too: commit 6767df245f47. */
const SAME_EXACTLY = releasesWith('5.4', '5.3.11', '4.19.84', '4.14.154');

/** `pte_same()`: before, a present page was the same with and without that bit. */
function pteSame({ pte, other }: Required<FunctionInputs>, kernel: KernelBits): boolean {
  if (SAME_EXACTLY.some((releases) => isInRelease(releases, kernel.version))) return pte === other;
  const isPresent = (value: bigint): boolean =>
    (value & (kernel.mask('present') | kernel.mask('protnone'))) !== 0n;
  const compared = (value: bigint): bigint =>
    isPresent(value) ? value & not64(kernel.mask('rdonly')) : value;
  return compared(pte) === compared(other);
}

/** The releases with `pte_mkvalid()`: commits 169226583097 and 15bfba1ad77f, and the stable releases that have the latter. */
const MKVALID = [
  { since: '6.14', until: '6.18.24' },
  { since: '6.19', until: '6.19.14' },
  { since: '7.0', until: '7.0.1' },
] as const;

/** What it changes of a pte. */
// prettier-ignore
const pteOperations = (): readonly OperationRow[] => withCommonOperations([
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkdirty', cases: [{ set: ['rw'], thenSet: ['dirty'], thenClear: ['rdonly'] }, { thenSet: ['dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkclean', cases: [{ thenSet: ['rdonly'], thenClear: ['dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_wrprotect', cases: WRPROTECT, src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkwrite', cases: MKWRITE, src: `v6.1 ${PGTABLE}; v6.6 include/linux/pgtable.h pte_mkwrite(pte, vma), of a mapping that is no shadow stack` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: MKWRITE, src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkuffd_wp', since: '5.7', until: '7.3', cases: MKUFFD, src: `v6.10 ${PGTABLE}` },
  { name: 'pte_mkuffd', since: '7.3', cases: MKUFFD, src: `v7.3 ${PGTABLE}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkcont', until: '6.13', cases: [{ thenSet: ['cont', 'table', 'present'] }], src: `v6.1 ${PGTABLE}` },
  { name: 'pte_mkcont', since: '6.13', cases: [{ thenSet: ['cont'] }], src: `v6.14 ${PGTABLE} (commit ced841702ee7)` },
  { name: 'pte_mknoncont', cases: [{ thenClear: ['cont'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkinvalid', since: '6.10', cases: [{ thenSet: ['protnone'], thenClear: ['present'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkdevmap', since: '5.3', until: '6.17', cases: [{ thenSet: ['devmap', 'special'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkpresent', until: '6.14', cases: [{ thenSet: ['present'] }], src: `v5.11 ${PGTABLE}` },
  ...MKVALID.map((releases): OperationRow => ({ name: 'pte_mkvalid', ...releases, cases: [{ thenSet: ['present'] }], src: `v6.14 ${PGTABLE} (commit 169226583097)` })),
  { name: 'pte_mkhuge', until: '6.13', cases: [{ thenClear: ['table'] }], src: `v5.11 ${PGTABLE}; commit f8192813dcbe` },
  { name: 'pte_same', takes: ['pte', 'other'], gives: 'result', of: pteSame, src: `v5.4 ${PGTABLE}` },
  { name: 'pte_modify', takes: ['pte', 'prot'], of: pteModify, src: `v6.12 ${PGTABLE}` },
  { name: 'pfn_pte', takes: ['pfn', 'prot'], of: pfnEntry, src: `v5.11 ${PGTABLE}` },
]);

/** What it makes and changes. */
export const operations = (): readonly OperationRow[] => {
  const pte = pteOperations();
  return [...pte, ...largeOperations(pte)];
};
