import type { ConfigSymbol, SwapLayout, WrittenRow } from '../../core/rows/layout.ts';
import { LACKS_OF_32_BITS, splitSymbols } from '../shared/split.ts';
import { ARM_SPLITS } from './splits.ts';

const PGTABLE = 'arch/arm/include/asm/pgtable.h';

/** The symbols that count with either kind of descriptor. */
export const ARM_SYMBOLS: readonly ConfigSymbol[] = [
  ...splitSymbols(ARM_SPLITS),
  {
    name: 'SPARSEMEM',
    standard: false,
    text: 'MAX_PHYSMEM_BITS, and with it the bits of a frame number in a swap entry',
  },
];

/** Common symbols that arm has never selected. */
export const ARM_LACKS: readonly string[] = [...LACKS_OF_32_BITS, 'MEMORY_FAILURE'];

/** Where type and offset stand: a `swp_entry_t` of 32 bits, also in an entry of 64. */
// prettier-ignore
export const swapLayouts = (): readonly SwapLayout[] => [
  { since: '6.3', type: { lo: 2, width: 5 }, offset: { lo: 8, width: 24 }, fixed: 0n, src: `v6.3 ${PGTABLE} __swp_type, __swp_offset` },
  { type: { lo: 2, width: 5 }, offset: { lo: 7, width: 25 }, fixed: 0n, src: `v6.1 ${PGTABLE} __swp_type, __swp_offset` },
];

/** The flag of a swap pte. */
// prettier-ignore
export const swapRows = (): readonly WrittenRow[] => [
  { hi: 7, name: 'L_PTE_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', letter: 'E', set: 'the swapped page belongs to this process alone', forms: ['swap'], since: '6.3', src: 'v6.3 arch/arm/include/asm/pgtable-2level.h L_PTE_SWP_EXCLUSIVE' },
];
