import type { ChangeCase, FunctionInputs, KernelBits, OperationRow } from '../../core/rows/function-rows.ts';
import { not64 } from '../../core/u64.ts';
import { CHANGES, SOFT_DIRTY_CHANGES, UFFD_CHANGES, operationsLikePte } from '../shared/large-functions.ts';
import { DEVMAP, LOST_DIRTY, flags, modify, pfnEntry } from './functions.ts';

const PGTABLE = 'arch/x86/include/asm/pgtable.h';

/** Operations that move the dirty bit to where it is kept without RW, and back. */
export const SAVED_DIRTY_CHANGES = ['mksaveddirty', 'clear_saveddirty'] as const;

/** Operations on a pmd that change the bits that those on a pte change. */
const CHANGED = [
  ...SAVED_DIRTY_CHANGES,
  ...CHANGES,
  ...SOFT_DIRTY_CHANGES,
  ...UFFD_CHANGES,
  'mkhuge',
  'mkwrite_shstk',
];

/** `pmd_mkdevmap()`, `pud_mkdevmap()`: in every configuration. */
export const MKDEVMAP = DEVMAP.map(({ bit, ...releases }) => ({ ...releases, thenSet: [bit] }));

/** `pmd_pfn()`, `pud_pfn()` of an architecture. */
type Pfn = (value: bigint, kernel: KernelBits) => bigint;

/**
 * `pmd_mkinvalid()`, `pud_mkinvalid()`: the frame is put in anew, and so inverted where an entry that is not present has it
 * inverted.
 */
export const mkInvalid =
  (level: 'pmd' | 'pud', pfn: Pfn) =>
  (inputs: Required<FunctionInputs>, kernel: KernelBits): bigint => {
    const { pte: entry } = inputs;
    const gone = kernel.mask('present') | kernel.mask('protnone');
    const prot = flags(level)(entry, kernel) & not64(gone);
    return pfnEntry(level)({ ...inputs, pfn: pfn(entry, kernel), prot }, kernel);
  };

/**
 * What the headers of x86 make and change of a pmd.
 *
 * @param pte what they change of a pte
 * @param pmdPfn its `pmd_pfn()`
 * @param special what `pmd_mkspecial()` does
 */
// prettier-ignore
export const x86LargeOperations = (
  pte: readonly OperationRow[],
  pmdPfn: Pfn,
  special: readonly ChangeCase[],
): readonly OperationRow[] => [
  ...operationsLikePte(pte, 'pmd', CHANGED),
  { name: 'pmd_mkspecial', since: '6.12', cases: special, src: `v6.12 ${PGTABLE}; include/linux/mm.h` },
  { name: 'pmd_mkdevmap', level: 'pmd', until: '6.17', cases: MKDEVMAP, src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_modify', level: 'pmd', takes: ['pte', 'prot'], of: modify('pmd'), src: `v6.12 ${PGTABLE} _HPAGE_CHG_MASK; ${LOST_DIRTY}` },
  { name: 'pmd_mkinvalid', level: 'pmd', since: '5.8', takes: ['pte'], of: mkInvalid('pmd', pmdPfn), src: `v5.11 ${PGTABLE}` },
  // Its name before commit 86ec2da037b8; before L1TF no frame was inverted.
  { name: 'pmd_mknotpresent', level: 'pmd', until: '5.8', config: ['L1TF_LAYOUT'], takes: ['pte'], of: mkInvalid('pmd', pmdPfn), src: `v5.4 ${PGTABLE}` },
  { name: 'pmd_mknotpresent', level: 'pmd', until: '5.8', config: ['!L1TF_LAYOUT'], cases: [{ thenClear: ['present', 'protnone'] }], src: `v4.18 ${PGTABLE}` },
];
