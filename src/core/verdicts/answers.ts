import type { Form, Level, SwapKind } from '../rows/layout.ts';
import type { State } from '../entry/state.ts';

/** The type of every answer. */
export interface Answers {
  /** The value itself. */
  readonly raw: bigint;
  readonly level: Level;
  readonly form: Form;
  readonly state: State;
  /** A leaf, with access or without. */
  readonly mapped: boolean;
  /** The names of the bits that the test of the form asks for. */
  readonly form_bits: readonly string[];
  /** What the row of the form says of it. */
  readonly form_text: string | null;
  /** It says that no intact kernel makes such an entry. */
  readonly corrupt: boolean;
  /** What `*_none()` of the level says. */
  readonly none: boolean;
  /** What `*_present()` of the level says. */
  readonly present: boolean;
  /** The bits are those of a table or of a page that is present, whatever the function asks for. */
  readonly looks_present: boolean;
  /** A leaf that the kernel takes for present and the CPU does not (`pmd_mkinvalid`). */
  readonly invalid: boolean;
  /** A PROT_NONE leaf whose frame number was inverted as hugetlb does it, with the bits below it. */
  readonly hugetlb: boolean;
  /** Kind of the swap type; null unless swap-like. */
  readonly kind: SwapKind | null;
  /** The number of the swap type; null unless swap-like. */
  readonly type: number | null;
  /** The kernel's name of the swap type; null unless swap-like. */
  readonly type_name: string | null;
  /** The number of the swap type is 0. */
  readonly type_zero: boolean;
  /** A swap type above the last one that any kernel has. */
  readonly type_beyond: boolean;
  /** A page may be written; of a swap-like entry: once it goes back. */
  readonly writable: boolean | null;
  readonly dirty: boolean | null;
  readonly young: boolean | null;
  readonly uffd_wp: boolean | null;
  readonly soft_dirty: boolean | null;
  readonly exclusive: boolean | null;
  readonly accessed_bit: boolean | null;
  readonly dirty_bit: boolean | null;
  readonly rw: boolean | null;
  /** Without access for NUMA hinting, which in this kernel keeps the write permission. */
  readonly hint_writable: boolean;
  readonly pse: boolean | null;
  readonly saved_dirty: boolean | null;
  readonly special: boolean | null;
  /** User mode may use it; null where the entry does not say. */
  readonly user: boolean | null;
  /** Nobody may execute, or the kernel may not. */
  readonly no_exec: boolean | null;
  /** Protection key of a leaf. */
  readonly pkey: number | null;
  /** Frame number, in pages of the kernel. */
  readonly pfn: bigint | null;
  /** `swp_offset()`; null unless swap-like. */
  readonly offset: bigint | null;
  /** The bits of a PTE marker; null for anything else. */
  readonly marker: bigint | null;
  /** The names of the bits with the role of present or of PROT_NONE that are set. */
  readonly present_bits: readonly string[];
  /** The bit that swap entries have for uffd-wp, whatever it means here. */
  readonly swp_uffd_wp_bit: boolean;
  /** What entries of this form have in the place of that bit. */
  readonly swp_uffd_wp_meaning: readonly string[];
  readonly any_flag: boolean;
  readonly reserved: boolean;
  /** The same whatever extensions the CPU may have. */
  readonly reserved_any: boolean;
  /** The set bits that must be zero or that no row explains. */
  readonly wrong_bits: bigint;
  readonly missing: boolean;
  readonly is_zero: boolean;
  /** The value of the patch's special pte: the bare uffd-wp swap bit. */
  readonly is_bare_uffd_wp: boolean;
  readonly offset_zero: boolean;
  /** The bits of the offset as stored, before an inversion is undone, are all 0. */
  readonly raw_offset_zero: boolean;
  /** What the kernel keeps of the offset is 0. */
  readonly kept_offset_zero: boolean;
  /** The kernel does not keep all of the offset. */
  readonly offset_truncated: boolean;
  /** A page slot beyond what the header of a swap area can count. */
  readonly slot_beyond: boolean;
  /** A frame number in a swap entry beyond what physical memory can have; the same of a table, or of a page the CPU has no address for. */
  readonly frame_beyond: boolean;
  /** Beyond what any machine that the kernel can be built for has. */
  readonly frame_beyond_any: boolean;
  /** A frame number in a swap entry that is no multiple of the pages that an entry of the level covers. */
  readonly frame_unaligned: boolean;
  /** Marker bits that this kernel does not have. */
  readonly marker_unknown: boolean;
  /** A marker bit that this kernel has and never asks for; null where it asks for all. */
  readonly marker_unasked: boolean | null;
  /** The same of what the kernel keeps of them. */
  readonly marker_beyond: boolean;
  /** The name of the function that calls a table bad (`pmd_bad` and its like), without the bits that nobody explains. */
  readonly bad_table: string | null;
}

/** The name of a question. */
export type QuestionName = keyof Answers;

/** Asks questions of one entry; `Name` is what may be asked. */
export type Ask<Name extends QuestionName = QuestionName> = <N extends Name>(name: N) => Answers[N];
