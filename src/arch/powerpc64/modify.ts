import type { FunctionInputs, KernelBits } from '../../core/rows/function-rows.ts';
import { maskOf } from '../../core/u64.ts';
import { keptDevmap } from '../shared/devmap.ts';

/** `PTE_RPN_MASK`: the bits of an address that an entry has. */
export const framesOf = (kernel: KernelBits): bigint => maskOf(52, kernel.pageShift);

/** Bits of the hash MMU that are kept, by page size: a radix table has none of them. */
const HASH = {
  // `_PAGE_HPTEFLAGS`; with large pages `H_PAGE_THP_HUGE` too.
  '64k': { flags: 0x0080_0000_0000_1040n, large: 0x2000n },
  '4k': { flags: 0x11e0_0000_0000_0040n, large: 0n },
} as const;

/**
 * `pte_modify()`, `pmd_modify()`, `pud_modify()`: what stays is the frame and the bits of the kernel, those of the hash MMU among
 * them. A page without struct page stays one at the lowest level alone.
 *
 * @param size the kind of page
 */
export const modify =
  (size: 'small' | 'large') =>
  ({ pte, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint => {
    const devmap = keptDevmap(pte, kernel.mask('devmap'), kernel.version);
    const special = size === 'small' ? ['special'] : [];
    const roles = ['dirty', 'accessed', 'pse', 'soft_dirty', ...special];
    const { flags, large } = HASH[kernel.config('PPC_64K_PAGES') ? '64k' : '4k'];
    const hash = size === 'large' ? flags | large : flags;
    const keep = roles.reduce((mask, role) => mask | kernel.mask(role), framesOf(kernel) | hash | devmap);
    return (pte & keep) | prot;
  };
