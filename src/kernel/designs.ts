import { PteDecodeError } from '../core/errors.ts';
import type { Kernel } from '../core/rows/model.ts';
import { swpUffdWp } from '../core/verdicts/questions.ts';
import { checkSpecial, findSpecial, type SpecialVerdict } from '../core/verdicts/special.ts';
import { makeSwapPte } from '../core/entry/swap-entry.ts';
import { not64 } from '../core/u64.ts';
import { architectures } from '../arch/index.ts';
import { configSymbols } from './config.ts';
import { type KernelSpec, resolveKernel } from './resolve.ts';

/** One of the three ways in which a configuration can treat the special pte of the patch. */
export interface ConfigVariant {
  /** Symbols with `=y` or `=n`. */
  readonly config: string;
  /** The value of `UFFD_WP_SWP_PTE_SPECIAL`; null where it is never used. */
  readonly value: bigint | null;
  /** The four rules for that value; null where it is never used. */
  readonly verdict: SpecialVerdict | null;
  /** `pte_swp_uffd_wp_special()` is true for an empty entry. */
  readonly matchesEmpty: boolean;
  readonly text: string;
}

/** The symbol that the patch asks, on or off, in a kernel that is otherwise as it was said; with all that a build needs for it. */
function withUffdWp(kernel: Kernel, on: boolean): Kernel {
  const symbols = new Map(configSymbols(kernel.arch).map((symbol) => [symbol.name, symbol]));
  const config = new Map<string, boolean>(kernel.said.config);
  const turnOn = (name: string): void => {
    // What the machine has, no configuration changes.
    if (symbols.get(name)?.runtime) return;
    config.set(name, true);
    for (const need of symbols.get(name)?.needs ?? []) turnOn(need);
  };
  turnOn('HAVE_ARCH_USERFAULTFD_WP');
  if (!on) config.set('HAVE_ARCH_USERFAULTFD_WP', false);
  return resolveKernel({ ...kernel.said, kernel: kernel.profile, config });
}

/** What becomes of a candidate in a kernel with uffd-wp: nothing where there is no such kernel. */
function variantWithBit(kernel: Kernel, candidate: bigint | null): ConfigVariant {
  const row = { config: 'CONFIG_USERFAULTFD=y CONFIG_HAVE_ARCH_USERFAULTFD_WP=y', matchesEmpty: false };
  const none = { ...row, value: null, verdict: null };
  const value = candidate ?? findSpecial(kernel, 1).values[0] ?? null;
  if (kernel.mask('swp_uffd_wp') !== 0n) {
    if (value === null) return { ...none, text: 'no value satisfies all four rules' };
    const text = 'pte_swp_uffd_wp_special() compares all 64 bits with the candidate';
    return { ...row, value, verdict: checkSpecial(kernel, value), text };
  }
  // A build can have the bit or not.
  if (swpUffdWp(kernel) !== 0n) {
    const text = 'whether this build has a uffd-wp bit in a swap pte is not known';
    return value === null ? { ...none, text } : { ...row, value, verdict: checkSpecial(kernel, value), text };
  }
  const text = kernel.config('HAVE_ARCH_USERFAULTFD_WP')
    ? 'a kernel that is configured so has no uffd-wp bit in a swap pte on this machine'
    : 'this kernel cannot be configured so: it has no uffd-wp bit in a swap pte';
  return { ...none, text };
}

/**
 * What becomes of a candidate in the three configurations that the patch distinguishes: with uffd-wp, with userfaultfd
 * alone, and without. The kernel is otherwise as it was said: each configuration is that of a build which can be, whichever of
 * the three it has itself. Source: the patch "mm/userfaultfd: Introduce special pte for unmapped file-backed mem",
 * include/asm-generic/pgtable_uffd.h and include/linux/userfaultfd_k.h.
 *
 * @param candidate the value that the architecture would define; null for the simplest that can be one
 */
export function configVariants(kernel: Kernel, candidate: bigint | null): readonly ConfigVariant[] {
  const without = withUffdWp(kernel, false);
  const none = without.none('pte');
  const isEmpty = none !== undefined && (0n & not64(none.ignores)) === none.value;
  const zero = checkSpecial(without, 0n);
  return [
    variantWithBit(withUffdWp(kernel, true), candidate),
    {
      config: 'CONFIG_USERFAULTFD=y CONFIG_HAVE_ARCH_USERFAULTFD_WP=n',
      value: 0n,
      verdict: zero,
      matchesEmpty: isEmpty,
      text: isEmpty
        ? 'the special value is 0: pte_swp_uffd_wp_special() is true for every empty entry (a spurious match)'
        : 'the special value is 0, which is no empty entry here, and nothing the kernel makes: pte_swp_uffd_wp_special() never matches',
    },
    {
      config: 'CONFIG_USERFAULTFD=n',
      value: null,
      verdict: null,
      matchesEmpty: false,
      text: 'pte_swp_mkuffd_wp_special() gives 0, pte_swp_uffd_wp_special() is always false',
    },
  ];
}

/** The designs that were discussed, by their short names. */
type DesignName = 'bare-bit' | 'type-offset' | 'pte-marker';

/** One design on one kernel. */
export interface Design {
  readonly name: DesignName;
  readonly arch: string;
  readonly kernel: string;
  /** The raw pte; null where the design cannot be had. */
  readonly value: bigint | null;
  readonly verdict: SpecialVerdict | null;
  /** What swap address space it takes. */
  readonly cost: string;
  /** What must be known to recognise it. */
  readonly recognise: string;
  /** Why there is no value, or what the rules that fail mean. */
  readonly remark: string;
}

/** The three designs on one kernel: the bare bit, swap type 1 with offset 0, and the PTE marker that was merged. */
export function designsOf(kernel: Kernel): readonly Design[] {
  const place = { arch: kernel.arch, kernel: kernel.id };
  const bit = kernel.mask('swp_uffd_wp');
  const { values, proof } = findSpecial(kernel, 1);
  const bare = values[0] ?? null;
  const pair = makeSwapPte(kernel.swap, { type: 1, offset: 0n }) | bit;
  const marker = kernel.swapTypes.find((type) => type.kind === 'pte-marker');
  const slots = kernel.offsetMask.toString(2).length;
  const markerPte = marker ? makeSwapPte(kernel.swap, { type: marker.number, offset: 1n }) : null;
  return [
    {
      name: 'bare-bit',
      ...place,
      value: bare,
      verdict: bare === null ? null : checkSpecial(kernel, bare),
      cost: 'none',
      recognise: 'one constant of the architecture: all 64 bits are compared',
      remark: bare === null ? proof : '',
    },
    {
      name: 'type-offset',
      ...place,
      value: pair,
      verdict: checkSpecial(kernel, pair),
      cost: `swap type 1: one of ${kernel.maxSwapfiles} swap areas, 2^${slots} slots of address space`,
      recognise: '__swp_type() and __swp_offset() of the architecture, once the flag bits are cleared',
      remark: bit === 0n ? 'without a uffd-wp bit rule 3 cannot hold' : '',
    },
    {
      name: 'pte-marker',
      ...place,
      value: markerPte,
      verdict: markerPte === null ? null : checkSpecial(kernel, markerPte),
      cost: marker ? `special type ${marker.number}: one swap area fewer` : 'one special type',
      recognise:
        'the number of SWP_PTE_MARKER, which depends on release and configuration, and bit 0 of the offset',
      remark: markerRemark(kernel, marker !== undefined),
    },
  ];
}

function markerRemark(kernel: Kernel, exists: boolean): string {
  if (!exists) return 'the kernel has no PTE markers (they came in 5.19)';
  if (!kernel.config('PTE_MARKER_UFFD_WP'))
    return 'the type exists, but without uffd-wp support no such marker is made';
  return 'rules 3 and 4 fail by design: the uffd-wp state is in the offset, and it is a valid special swap entry';
}

/**
 * The kernels of all architectures that a specification means: its release everywhere, and the newest one where the
 * tables of an architecture begin later.
 */
export function kernelsOfAll(spec: KernelSpec): readonly Kernel[] {
  return architectures().map(({ arch }) => {
    try {
      return resolveKernel({ ...spec, arch });
    } catch (error) {
      if (error instanceof PteDecodeError && error.code === 'ERR_KERNEL_UNKNOWN')
        return resolveKernel({ arch });
      throw error;
    }
  });
}
