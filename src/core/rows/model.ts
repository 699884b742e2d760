import type {
  AddressPiece,
  BitRow,
  BitTest,
  Form,
  FormRow,
  Level,
  LevelGeometry,
  MarkerRow,
  NoneRow,
  PfnRow,
  SpecialTypeRow,
  SwapKind,
  SwapLayout,
} from './layout.ts';
import type { ArchLayout } from './architecture.ts';
import type { Machine } from './machine.ts';
import type { VersionCode } from '../version.ts';

/** One of the swap type numbers that a field can hold: a swap area, a special type, or none (above 31). */
export interface SwapType {
  readonly number: number;
  readonly kind: SwapKind;
  /** The kernel's name: `SWP_PTE_MARKER`, …, or `swap_info[N]` for a swap area. */
  readonly name: string;
  readonly writable: boolean;
  readonly row: SpecialTypeRow | undefined;
}

/** A row of the layout with its mask computed: a field as it stands, where no number takes bits of it. */
export interface ResolvedRow extends BitRow {
  readonly mask: bigint;
  /** Bits of a row are stored as they are. */
  readonly xor: 0n;
}

/** A frame-number field in force for one level, form and value. */
export interface ResolvedPfn {
  /** The bits of the entry. */
  readonly mask: bigint;
  readonly lo: number;
  /** Where the bits go; undefined when every bit stands where it stands in the address. */
  readonly pieces: readonly AddressPiece[] | undefined;
  /** Some address bits stand in two of the pieces, and kernels write both. */
  readonly twice: boolean;
  readonly inverted: boolean;
  readonly when: BitTest | undefined;
  readonly pageShift: number;
  readonly row: PfnRow;
}

/** How the entries of one level and form are laid out in one kernel. */
export interface FormLayout {
  readonly rows: readonly ResolvedRow[];
  readonly pfn: readonly ResolvedPfn[];
  /** Bits that some row claims. */
  readonly claimed: bigint;
  /** The rows of the protection key. */
  readonly keyRows: readonly ResolvedRow[];
}

/** What can be said of a kernel beside its release. */
export interface SaidOfKernel {
  /** The name of an architecture, in any spelling (`arm64`, `aarch64`). Default `x86_64`. */
  readonly arch?: string;
  /** Values by symbol name without `CONFIG_`, as from `parseConfigText` and `parseOverride`. */
  readonly config?: ReadonlyMap<string, boolean>;
  /** Page-table levels: 4 (default) or 5 on x86_64; 2 to 5 elsewhere. */
  readonly paging?: number;
  /** Bit number of the encryption (SME/SEV) or shared (TDX) bit. */
  readonly encBit?: number;
  /** Bits of a physical address, as a mask. */
  readonly physMask?: bigint;
}

/**
 * A kernel as far as its page-table entries depend on it: architecture, release, configuration, paging levels and
 * address mask, resolved to bits as far as somebody asks. Made by `resolveKernel`; its methods need their kernel.
 */
export interface Kernel {
  /** Canonical specification; `resolveKernel` of it gives this kernel again. */
  readonly id: string;
  /** How many configuration symbols it has otherwise than its profile; those that it is only said to lack are none of them. */
  readonly differing: number;
  /** All that was said of it, also what it has without that: another kernel may not. */
  readonly said: SaidOfKernel;
  /** The profile it started from, such as `debian-6.12` or `6.1`. */
  readonly profile: string;
  readonly arch: string;
  /** What a machine of its architecture is. */
  readonly machine: Machine;
  readonly version: VersionCode;
  /** `X.Y` or `X.Y.Z`. */
  readonly release: string;
  /** True with the patch "Introduce special pte for unmapped file-backed mem". */
  readonly uffdWpSpecialPatch: boolean;
  /** Number of page-table levels in use. */
  readonly paging: number;
  readonly layout: ArchLayout;
  /** Tells whether a configuration symbol (without `CONFIG_`) is on. */
  config(symbol: string): boolean;
  /** The same where somebody says it or the release decides it; undefined where the standard configuration is assumed. */
  says(symbol: string): boolean | undefined;
  /** Whether somebody says it of this very kernel: a configuration, an image, a register. */
  isGiven(symbol: string): boolean;
  /** What is assumed of the machine where the given configuration allows something and nobody says whether it has it. */
  readonly assumed: readonly string[];
  /**
   * The mask of a role such as `rw` or `uffd_wp` in entries of a level, without one of the lowest level that has it;
   * 0 when this kernel has none there.
   */
  mask(role: string, level?: Level): bigint;
  form(level: Level, form: Form): FormLayout;
  /** The rows that tell the forms of a level apart, in order. */
  formsAt(level: Level): readonly FormRow[];
  /** What an empty entry of a level is; undefined where no value means that. */
  none(level: Level): NoneRow | undefined;
  /** Bits of an entry: no value that needs more is one. */
  readonly entryBits: number;
  /** Log2 of the page size: the unit of frame numbers. */
  readonly pageShift: number;
  readonly levels: readonly LevelGeometry[];
  /** Address bits that are taken out of every frame number: the encryption bit, bits above a physical mask. */
  readonly encMask: bigint;
  /** `__PHYSICAL_MASK` without the encryption bit. */
  readonly physMask: bigint;
  /** How a pte keeps type and offset. */
  readonly swap: SwapLayout;
  /** How an entry of a level keeps type and offset. */
  swapAt(level: Level): SwapLayout;
  /** The bits of an offset that the kernel keeps when it reads one from a pte. */
  readonly offsetMask: bigint;
  readonly maxSwapfiles: number;
  /**
   * The same kernel built with a symbol that moves the special types, where nobody said whether it is on and it is taken to
   * be off; undefined where it is known.
   */
  readonly otherBuild: { readonly symbol: string; readonly kernel: Kernel } | undefined;
  /** The types that stand in place of swap areas, by number: from `maxSwapfiles` to 31. */
  readonly specialTypes: readonly SwapType[];
  readonly swapTypes: readonly SwapType[];
  /** `SWP_TYPE_SHIFT`: where the generic `swp_entry_t` keeps the type. */
  readonly genericTypeShift: number;
  /** `SWP_PFN_BITS`, or undefined before 6.1. */
  readonly swpPfnBits: number | undefined;
  /** Bits of a frame number that physical memory can have (`MAX_PHYSMEM_BITS - PAGE_SHIFT`). */
  readonly pfnBits: number;
  /** Migration entries carry young and dirty (`swap_migration_ad_supported`). */
  readonly migrationAd: boolean;
  readonly markers: readonly MarkerRow[];
  /** `PTE_MARKER_MASK`, 0 when the kernel has no markers. */
  readonly markerMask: bigint;
  /** The value of `UFFD_WP_SWP_PTE_SPECIAL`; undefined without the patch or without `CONFIG_USERFAULTFD`. */
  readonly uffdWpSpecial: bigint | undefined;
}
