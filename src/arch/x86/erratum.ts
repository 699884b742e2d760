/**
 * What the bits accessed and dirty are in entries that are not present. v4.8 arch/x86/include/asm/pgtable_types.h
 * _PAGE_KNL_ERRATUM_MASK, arch/x86/include/asm/pgtable_64.h swap entry comment
 */
export const ERRATUM_BIT = 'set by a CPU erratum, by no kernel';
