import type { Kernel } from './model.ts';
import { maskOf, not64 } from './u64.ts';

/**
 * The masks that the x86 inline functions name, for one kernel; a mask that the kernel lacks is 0.
 * Source: arch/x86/include/asm/pgtable_types.h.
 */
export interface X86Bits {
  readonly P: bigint;
  readonly RW: bigint;
  readonly USER: bigint;
  readonly PWT: bigint;
  readonly PCD: bigint;
  readonly A: bigint;
  readonly D: bigint;
  readonly PSE: bigint;
  readonly GLOBAL: bigint;
  readonly PROTNONE: bigint;
  readonly SPECIAL: bigint;
  readonly UFFD_WP: bigint;
  readonly SOFT_DIRTY: bigint;
  readonly DEVMAP: bigint;
  readonly SAVED_DIRTY: bigint;
  readonly NX: bigint;
  readonly SWP_SOFT_DIRTY: bigint;
  readonly SWP_UFFD_WP: bigint;
  readonly SWP_EXCLUSIVE: bigint;
  readonly PTE_PFN_MASK: bigint;
  readonly PMD_PAGE_MASK: bigint;
  readonly PUD_PAGE_MASK: bigint;
  /** `_PAGE_ENC`: the encryption bit in use, which every table entry carries. */
  readonly ENC: bigint;
  /** The CPU has user shadow stacks. */
  readonly shstk: boolean;
  /** L1TF layout: frame numbers of entries that the CPU ignores are stored inverted. */
  readonly inverts: boolean;
}

/** Collects the masks of one kernel. */
export function x86Bits(kernel: Kernel): X86Bits {
  const role = (name: string): bigint => kernel.mask(name);
  return {
    P: role('present'),
    RW: role('rw'),
    USER: role('user'),
    PWT: role('pwt'),
    PCD: role('pcd'),
    A: role('accessed'),
    D: role('dirty'),
    PSE: role('pse'),
    GLOBAL: role('global'),
    PROTNONE: role('protnone'),
    SPECIAL: role('special'),
    UFFD_WP: role('uffd_wp'),
    SOFT_DIRTY: role('soft_dirty'),
    DEVMAP: role('devmap'),
    SAVED_DIRTY: role('saved_dirty'),
    NX: role('nx'),
    SWP_SOFT_DIRTY: role('swp_soft_dirty'),
    SWP_UFFD_WP: role('swp_uffd_wp'),
    SWP_EXCLUSIVE: role('swp_exclusive'),
    PTE_PFN_MASK: maskOf(51, 12) & kernel.physMask,
    PMD_PAGE_MASK: maskOf(51, 21) & kernel.physMask,
    PUD_PAGE_MASK: maskOf(51, 30) & kernel.physMask,
    ENC: kernel.encMask,
    shstk: kernel.config('CPU_SHADOW_STACK'),
    inverts: kernel.config('L1TF_LAYOUT'),
  };
}

/** `__pte_needs_invert()`: any non-zero value without the present bit. v4.19 pgtable-invert.h. */
export function needsInvert(bits: X86Bits, value: bigint): boolean {
  return bits.inverts && value !== 0n && (value & bits.P) === 0n;
}

/** `protnone_mask()`: what the frame number of this value is XORed with. */
export function protnoneMask(bits: X86Bits, value: bigint): bigint {
  return needsInvert(bits, value) ? not64(0n) : 0n;
}

/** `flip_protnone_guard()`: inverts the frame when an entry changes between the two kinds. v4.19 pgtable-invert.h. */
export function flipProtnoneGuard(bits: X86Bits, oldValue: bigint, value: bigint, mask: bigint): bigint {
  return needsInvert(bits, oldValue) === needsInvert(bits, value)
    ? value
    : (value & not64(mask)) | (not64(value) & mask);
}

/** `pmd_pfn_mask()`: the large mask when PSE is set, whatever the present bit says. */
export function pmdPfnMask(bits: X86Bits, value: bigint): bigint {
  return (value & bits.PSE) === 0n ? bits.PTE_PFN_MASK : bits.PMD_PAGE_MASK;
}

/** `pud_pfn_mask()`. */
export function pudPfnMask(bits: X86Bits, value: bigint): bigint {
  return (value & bits.PSE) === 0n ? bits.PTE_PFN_MASK : bits.PUD_PAGE_MASK;
}

/** `pte_pfn()`, `pmd_pfn()` or `pud_pfn()`: the frame number under a mask, in 4 KiB units. */
export function framePfn(bits: X86Bits, value: bigint, mask: bigint): bigint {
  return ((value ^ protnoneMask(bits, value)) & mask) >> 12n;
}
