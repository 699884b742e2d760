import type {
  Condition,
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { not64 } from '../../core/u64.ts';
import { isInRelease, releasesWith } from '../../core/version.ts';
import {
  CHANGES,
  OF_FRAME,
  anyBit,
  foldedPud,
  foldingLevel,
  operationsLikePte,
  predicatesLikePte,
} from '../shared/large-functions.ts';
import { withLargeOperations, withLargePredicates } from '../shared/pte-functions.ts';

const PGTABLE = 'arch/loongarch/include/asm/pgtable.h';
/** `~PAGE_MASK`: a table stands at the begin of a page. */
const bad = (): readonly Condition[] => [
  ...anyBit(0xfffn),
  ...anyBit(0x3000n, { config: ['PAGE_SIZE_16KB'] }),
  ...anyBit(0xf000n, { config: ['PAGE_SIZE_64KB'] }),
];
/** `pmd_leaf()`, `pud_leaf()`: commit 303be4b33562; before, the generic ones, which are false. */
const LEAF = releasesWith('6.6', '6.5.3', '6.4.16', '6.1.53').map((releases) => ({
  ...releases,
  set: ['pse'],
}));
/** `_PAGE_PRESENT_INVALID` of a large page that is being split: commit ddc1729b07cc. */
export const SPLIT_RELEASES = releasesWith('6.4', '6.1.53');
const MKINVALID = [
  ...SPLIT_RELEASES.map((releases) => ({ ...releases, thenSet: ['present_invalid'] })),
  { thenSet: [] },
].map((row) => ({ ...row, thenClear: ['present', 'accessed', 'dirty', 'protnone'] }));
const HUGE = { config: ['TRANSPARENT_HUGEPAGE'] } as const;
const transHuge = (): readonly Condition[] =>
  ['present', 'protnone', 'present_invalid'].map((role) => ({ ...HUGE, set: ['pse', role] }));

/** Operations on a pmd that are those on a pte. */
const CHANGED = [...CHANGES, 'mkdevmap'];

/**
 * What the header answers of upper levels. An empty entry is one that points to a table of invalid entries, whose address
 * is another in each kernel: no value is known to be empty.
 *
 * @param pte what it answers of a pte
 */
// prettier-ignore
export const largePredicates = (pte: readonly PredicateRow[]): readonly PredicateRow[] => foldedPud(withLargePredicates([
  { name: 'pmd_bad', level: 'pmd', when: bad(), src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_leaf', level: 'pmd', when: LEAF, src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_trans_huge', level: 'pmd', when: transHuge(), src: `v6.12 ${PGTABLE}` },
  ...predicatesLikePte(pte, 'pmd', ['write', 'dirty', 'young', 'protnone']),
  { name: 'pmd_pfn', number: 'frame', src: `v6.12 ${PGTABLE}` },
  { name: 'pud_present', level: 'pud', when: [{}], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_bad', level: 'pud', when: bad(), src: `v6.12 ${PGTABLE}` },
  { name: 'pud_leaf', level: 'pud', when: LEAF, src: `v6.12 ${PGTABLE}` },
  { name: 'pud_pfn', level: 'pud', since: '6.10', of: () => 0n, src: 'v6.12 include/linux/pgtable.h ("mm/arch: provide pud_pfn() fallback")' },
  ...foldingLevel('p4d', [4], bad(), `v6.12 ${PGTABLE}`, [{}]),
  ...foldingLevel('pgd', [], [], `v6.12 ${PGTABLE}`),
]), [3, 4]);

/** `pfn_pte()`, `pfn_pmd()`. */
export function pfnEntry({ pfn, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  return BigInt.asUintN(64, pfn << BigInt(kernel.pageShift)) | prot;
}

/**
 * The releases whose `pte_modify()` and `pmd_modify()` record _PAGE_DIRTY in _PAGE_MODIFIED: commit a073d637c8cf, and the stable
 * releases whose review lists have it (6.17.9-rc1, 6.12.59-rc1, 6.6.117-rc1, 6.1.159-rc1).
 */
const MODIFY_RECORDS = releasesWith('6.18', '6.17.9', '6.12.59', '6.6.117', '6.1.159');

/**
 * `pte_modify()`, `pmd_modify()`: what stays is the frame, the memory type, the privilege level and the bits of the kernel.
 *
 * @param also the bits of a large page that stay too
 */
export const modify =
  (...also: readonly string[]) =>
  ({ pte, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint => {
    const roles = ['modified', 'special', 'devmap', 'cache0', 'cache1', 'plv0', 'plv1', ...also];
    const frame = kernel.form('pte', 'leaf').pfn.reduce((mask, field) => mask | field.mask, 0n);
    const keep = roles.reduce((mask, role) => mask | kernel.mask(role), frame);
    const isRecorded = MODIFY_RECORDS.some((releases) => isInRelease(releases, kernel.version));
    const isDirty = isRecorded && (pte & kernel.mask('dirty')) !== 0n;
    return ((isDirty ? pte | kernel.mask('modified') : pte) & keep) | (prot & not64(keep));
  };

/**
 * What it makes of upper levels, and changes.
 *
 * @param pte what it changes of a pte
 */
// prettier-ignore
export const largeOperations = (pte: readonly OperationRow[]): readonly OperationRow[] => withLargeOperations([
  ...operationsLikePte(pte, 'pmd', CHANGED),
  // The bit of a global page becomes that of a large one, and has another place.
  { name: 'pmd_mkhuge', level: 'pmd', cases: [{ set: ['pse'], thenSet: ['hglobal'] }, { thenSet: ['pse'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_modify', level: 'pmd', takes: ['pte', 'prot'], of: modify('pse'), src: `v6.12 ${PGTABLE}; pgtable-bits.h _HPAGE_CHG_MASK` },
  { name: 'pmd_mkinvalid', level: 'pmd', cases: MKINVALID, src: `v6.12 ${PGTABLE}` },
  { name: 'pfn_pmd', level: 'pmd', takes: OF_FRAME, of: pfnEntry, src: `v6.12 ${PGTABLE}` },
]);
