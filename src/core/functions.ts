import { PteDecodeError } from './errors.ts';
import type { EntryChange } from './layout.ts';
import type { Kernel } from './model.ts';
import { otherSpelling } from './predicates.ts';
import { printable } from './printable.ts';
import { genericEntry, makeSwapPte, type SwapEntry } from './swap-entry.ts';
import { not64 } from './u64.ts';
import { type Availability, isAvailable } from './version.ts';
import { flipProtnoneGuard, protnoneMask, type X86Bits, x86Bits } from './x86-bits.ts';

/** Inputs of the kernel's functions; which ones a function takes is in its row. */
export interface FunctionInputs {
  readonly pte?: bigint;
  /** The second entry of `pte_same`. */
  readonly other?: bigint;
  readonly prot?: bigint;
  readonly pfn?: bigint;
  readonly type?: number;
  readonly offset?: bigint;
  readonly marker?: bigint;
  readonly young?: boolean;
  readonly dirty?: boolean;
}

/** The name of one input. */
export type InputName = keyof FunctionInputs;

type Inputs = Required<FunctionInputs>;
interface Machine {
  readonly kernel: Kernel;
  readonly b: X86Bits;
}
type Apply = (m: Machine, inputs: Inputs) => bigint | boolean;

/** A kernel function that makes or changes an entry. */
export interface FunctionRow extends Availability {
  readonly name: string;
  /** The inputs it needs, in the order of its C parameters. */
  readonly takes: readonly InputName[];
  /** What comes out: an entry, a generic `swp_entry_t`, or a truth value. */
  readonly gives: 'pte' | 'val' | 'result';
  readonly of: Apply;
}

const RW_BIT = 1n;
const DIRTY_BIT = 6n;
const SAVED_DIRTY_BIT = 58n;

const set =
  (mask: (b: X86Bits) => bigint): Apply =>
  ({ b }, { pte }) =>
    pte | mask(b);
const clear =
  (mask: (b: X86Bits) => bigint): Apply =>
  ({ b }, { pte }) =>
    pte & not64(mask(b));

/** `mksaveddirty_shift()`: Dirty goes to SavedDirty while RW is clear. v6.6 pgtable.h. */
function mkSavedDirty(b: X86Bits, value: bigint): bigint {
  if (b.SAVED_DIRTY === 0n) return value;
  const readOnly = (not64(value) >> RW_BIT) & 1n;
  const saved = value | (((value >> DIRTY_BIT) & readOnly) << SAVED_DIRTY_BIT);
  return saved & not64(readOnly << DIRTY_BIT);
}

/** `clear_saveddirty_shift()`: SavedDirty goes back to Dirty while RW is set. v6.6 pgtable.h. */
function clearSavedDirty(b: X86Bits, value: bigint): bigint {
  if (b.SAVED_DIRTY === 0n) return value;
  const writable = (value >> RW_BIT) & 1n;
  const restored = value | (((value >> SAVED_DIRTY_BIT) & writable) << DIRTY_BIT);
  return restored & not64(writable << SAVED_DIRTY_BIT);
}

function wrprotect(b: X86Bits, value: bigint): bigint {
  return mkSavedDirty(b, value & not64(b.RW));
}

/** `pte_mkwrite()`; since 6.6 that of a mapping that is no shadow stack. */
function mkwrite(b: X86Bits, value: bigint): bigint {
  return clearSavedDirty(b, value | b.RW);
}

/** `pte_mkuffd_wp()`; from 6.3 on it takes the write permission away too. */
function mkuffd({ kernel, b }: Machine, value: bigint): bigint {
  if (b.UFFD_WP === 0n) return value;
  const marked = value | b.UFFD_WP;
  return isAvailable({ since: '6.3' }, kernel.version, kernel.config) ? wrprotect(b, marked) : marked;
}

/** `_PAGE_CHG_MASK`: what `pte_modify()` keeps. */
function changeMask({ kernel, b }: Machine): bigint {
  // PAT joined the mask in 6.5 and 6.1.39 (commit 548cb932051f, from its date; Debian's 6.1.192 has it).
  const keepsPat =
    isAvailable({ since: '6.5' }, kernel.version, kernel.config) ||
    isAvailable({ since: '6.1.39', until: '6.2' }, kernel.version, kernel.config);
  const pat = keepsPat ? b.PSE : 0n;
  return (
    b.PTE_PFN_MASK |
    b.PCD |
    b.PWT |
    pat |
    b.SPECIAL |
    b.A |
    b.D |
    b.SAVED_DIRTY |
    b.SOFT_DIRTY |
    b.DEVMAP |
    b.ENC |
    b.UFFD_WP
  );
}

function pteModify(m: Machine, pte: bigint, prot: bigint): bigint {
  const { b } = m;
  const keep = changeMask(m);
  const changed = flipProtnoneGuard(b, pte, (pte & keep) | (prot & not64(keep)), b.PTE_PFN_MASK);
  // The new entry must not become a shadow-stack one by losing RW while dirty.
  return (pte & b.RW) !== 0n ? mkSavedDirty(b, changed) : clearSavedDirty(b, changed);
}

const pfnEntry =
  (mask: (b: X86Bits) => bigint): Apply =>
  ({ b }, { pfn, prot }) =>
    ((BigInt.asUintN(64, pfn << 12n) ^ protnoneMask(b, prot)) & mask(b)) | prot;

const swapPte = (kernel: Kernel, entry: SwapEntry): bigint => makeSwapPte(kernel.swap, entry);

/** Makes an entry of the special type called `name`; without that type the kernel's stub gives `swp_entry(0, 0)`. */
const special =
  (name: string, offset: (m: Machine, inputs: Inputs) => bigint): Apply =>
  (m, inputs) => {
    const type = m.kernel.swapTypes.find((candidate) => candidate.name === name);
    return type
      ? swapPte(m.kernel, { type: type.number, offset: offset(m, inputs) })
      : swapPte(m.kernel, { type: 0, offset: 0n });
  };

function migrationOffset({ kernel }: Machine, { offset, young, dirty }: Inputs): bigint {
  if (!kernel.migrationAd || kernel.swpPfnBits === undefined) return offset;
  const first = BigInt(kernel.swpPfnBits);
  return offset | (young ? 1n << first : 0n) | (dirty ? 1n << (first + 1n) : 0n);
}

const plainOffset = (_: Machine, { offset }: Inputs): bigint => offset;
const marker = (fixed?: bigint): Apply => special('SWP_PTE_MARKER', (_, inputs) => fixed ?? inputs.marker);

const PTE: readonly InputName[] = ['pte'];
const ENTRY: readonly InputName[] = ['type', 'offset'];
const FRAME: readonly InputName[] = ['pfn', 'prot'];
const MIGRATION: readonly InputName[] = ['offset', 'young', 'dirty'];
const OFFSET: readonly InputName[] = ['offset'];

/** arch/x86/include/asm/pgtable.h. */
// prettier-ignore
const X86_ROWS: readonly FunctionRow[] = [
  { name: 'pte_mkuffd_wp', since: '5.7', until: '7.3', takes: PTE, gives: 'pte', of: (m, { pte }) => mkuffd(m, pte) },
  { name: 'pte_mkuffd', since: '7.3', takes: PTE, gives: 'pte', of: (m, { pte }) => mkuffd(m, pte) },
  { name: 'pte_clear_uffd_wp', since: '5.7', until: '7.3', takes: PTE, gives: 'pte', of: clear((b) => b.UFFD_WP) },
  { name: 'pte_clear_uffd', since: '7.3', takes: PTE, gives: 'pte', of: clear((b) => b.UFFD_WP) },
  { name: 'pmd_swp_mksoft_dirty', takes: PTE, gives: 'pte', of: set((b) => b.SWP_SOFT_DIRTY) },
  { name: 'pmd_swp_clear_soft_dirty', takes: PTE, gives: 'pte', of: clear((b) => b.SWP_SOFT_DIRTY) },
  { name: 'pmd_swp_mkuffd_wp', since: '5.7', until: '7.3', takes: PTE, gives: 'pte', of: set((b) => b.SWP_UFFD_WP) },
  { name: 'pmd_swp_mkuffd', since: '7.3', takes: PTE, gives: 'pte', of: set((b) => b.SWP_UFFD_WP) },
  { name: 'pmd_swp_clear_uffd_wp', since: '5.7', until: '7.3', takes: PTE, gives: 'pte', of: clear((b) => b.SWP_UFFD_WP) },
  { name: 'pmd_swp_clear_uffd', since: '7.3', takes: PTE, gives: 'pte', of: clear((b) => b.SWP_UFFD_WP) },
  { name: 'pte_mkdirty', takes: PTE, gives: 'pte', of: ({ b }, { pte }) => mkSavedDirty(b, pte | b.D | b.SOFT_DIRTY) },
  { name: 'pte_mkclean', takes: PTE, gives: 'pte', of: clear((b) => b.D | b.SAVED_DIRTY) },
  { name: 'pte_mkyoung', takes: PTE, gives: 'pte', of: set((b) => b.A) },
  { name: 'pte_mkold', takes: PTE, gives: 'pte', of: clear((b) => b.A) },
  { name: 'pte_wrprotect', takes: PTE, gives: 'pte', of: ({ b }, { pte }) => wrprotect(b, pte) },
  { name: 'pte_mkwrite', takes: PTE, gives: 'pte', of: ({ b }, { pte }) => mkwrite(b, pte) },
  { name: 'pte_mkwrite_novma', since: '6.6', takes: PTE, gives: 'pte', of: set((b) => b.RW) },
  { name: 'pte_mkwrite_shstk', since: '6.6', takes: PTE, gives: 'pte', of: ({ b }, { pte }) => (pte & not64(b.RW)) | b.D },
  { name: 'pte_mkspecial', takes: PTE, gives: 'pte', of: set((b) => b.SPECIAL) },
  { name: 'pte_mkdevmap', until: '6.17', takes: PTE, gives: 'pte', of: set((b) => b.SPECIAL | b.DEVMAP) },
  { name: 'pte_mksoft_dirty', takes: PTE, gives: 'pte', of: set((b) => b.SOFT_DIRTY) },
  { name: 'pte_clear_soft_dirty', takes: PTE, gives: 'pte', of: clear((b) => b.SOFT_DIRTY) },
  { name: 'pte_mkexec', takes: PTE, gives: 'pte', of: clear((b) => b.NX) },
  { name: 'pte_mkhuge', takes: PTE, gives: 'pte', of: set((b) => b.PSE) },
  { name: 'pte_clrhuge', takes: PTE, gives: 'pte', of: clear((b) => b.PSE) },
  { name: 'pte_mkglobal', takes: PTE, gives: 'pte', of: set((b) => b.GLOBAL) },
  { name: 'pte_clrglobal', takes: PTE, gives: 'pte', of: clear((b) => b.GLOBAL) },
  { name: 'pte_modify', takes: ['pte', 'prot'], gives: 'pte', of: (m, { pte, prot }) => pteModify(m, pte, prot) },
  { name: 'pfn_pte', takes: FRAME, gives: 'pte', of: pfnEntry((b) => b.PTE_PFN_MASK) },
  { name: 'pfn_pmd', takes: FRAME, gives: 'pte', of: pfnEntry((b) => b.PMD_PAGE_MASK) },
  { name: 'pfn_pud', takes: FRAME, gives: 'pte', of: pfnEntry((b) => b.PUD_PAGE_MASK) },
  { name: 'swp_entry_to_pmd', takes: ENTRY, gives: 'pte', of: ({ kernel }, entry) => swapPte(kernel, entry) },
  { name: 'softleaf_to_pmd', since: '6.19', takes: ENTRY, gives: 'pte', of: ({ kernel }, entry) => swapPte(kernel, entry) },
];

/** include/linux/swapops.h (leafops.h since 6.19), and bits of a swap pte: the same on every architecture. */
// prettier-ignore
const SWAP_ROWS: readonly FunctionRow[] = [
  { name: 'pte_swp_mkuffd_wp', since: '5.7', until: '7.3', takes: PTE, gives: 'pte', of: set((b) => b.SWP_UFFD_WP) },
  { name: 'pte_swp_mkuffd', since: '7.3', takes: PTE, gives: 'pte', of: set((b) => b.SWP_UFFD_WP) },
  { name: 'pte_swp_clear_uffd_wp', since: '5.7', until: '7.3', takes: PTE, gives: 'pte', of: clear((b) => b.SWP_UFFD_WP) },
  { name: 'pte_swp_clear_uffd', since: '7.3', takes: PTE, gives: 'pte', of: clear((b) => b.SWP_UFFD_WP) },
  { name: 'pte_swp_mksoft_dirty', takes: PTE, gives: 'pte', of: set((b) => b.SWP_SOFT_DIRTY) },
  { name: 'pte_swp_clear_soft_dirty', takes: PTE, gives: 'pte', of: clear((b) => b.SWP_SOFT_DIRTY) },
  { name: 'pte_swp_mkexclusive', since: '5.19', takes: PTE, gives: 'pte', of: set((b) => b.SWP_EXCLUSIVE) },
  { name: 'pte_swp_clear_exclusive', since: '5.19', takes: PTE, gives: 'pte', of: clear((b) => b.SWP_EXCLUSIVE) },
  { name: 'pte_swp_clear_flags', since: '5.19', takes: PTE, gives: 'pte', of: clear((b) => b.SWP_EXCLUSIVE | b.SWP_SOFT_DIRTY | b.SWP_UFFD_WP) },
  { name: 'pte_same', takes: ['pte', 'other'], gives: 'result', of: (_, { pte, other }) => pte === other },
  { name: 'swp_entry', takes: ENTRY, gives: 'val', of: ({ kernel }, { type, offset }) => genericEntry(kernel, { type, offset }) },
  { name: '__swp_entry', takes: ENTRY, gives: 'val', of: ({ kernel }, entry) => swapPte(kernel, entry) },
  { name: 'swp_entry_to_pte', takes: ENTRY, gives: 'pte', of: ({ kernel }, entry) => swapPte(kernel, entry) },
  { name: 'softleaf_to_pte', since: '6.19', takes: ENTRY, gives: 'pte', of: ({ kernel }, entry) => swapPte(kernel, entry) },
  { name: 'make_pte_marker', since: '5.19', takes: ['marker'], gives: 'pte', of: marker() },
  { name: 'make_poisoned_swp_entry', since: '6.6', takes: [], gives: 'pte', of: marker(2n) },
  { name: 'make_guard_swp_entry', since: '6.13', takes: [], gives: 'pte', of: marker(4n) },
  { name: 'make_readable_migration_entry', since: '5.14', takes: MIGRATION, gives: 'pte', of: special('SWP_MIGRATION_READ', migrationOffset) },
  { name: 'make_readable_exclusive_migration_entry', since: '5.19', takes: MIGRATION, gives: 'pte', of: special('SWP_MIGRATION_READ_EXCLUSIVE', migrationOffset) },
  { name: 'make_writable_migration_entry', since: '5.14', takes: MIGRATION, gives: 'pte', of: special('SWP_MIGRATION_WRITE', migrationOffset) },
  { name: 'make_readable_device_private_entry', since: '5.14', takes: OFFSET, gives: 'pte', of: special('SWP_DEVICE_READ', plainOffset) },
  { name: 'make_writable_device_private_entry', since: '5.14', takes: OFFSET, gives: 'pte', of: special('SWP_DEVICE_WRITE', plainOffset) },
  { name: 'make_readable_device_exclusive_entry', since: '5.14', until: '6.15', takes: OFFSET, gives: 'pte', of: special('SWP_DEVICE_EXCLUSIVE_READ', plainOffset) },
  { name: 'make_writable_device_exclusive_entry', since: '5.14', until: '6.15', takes: OFFSET, gives: 'pte', of: special('SWP_DEVICE_EXCLUSIVE_WRITE', plainOffset) },
  { name: 'make_device_exclusive_entry', since: '6.15', takes: OFFSET, gives: 'pte', of: special('SWP_DEVICE_EXCLUSIVE', plainOffset) },
  { name: 'pte_swp_mkuffd_wp_special', config: ['UFFD_WP_SPECIAL_PATCH'], takes: [], gives: 'pte', of: ({ kernel }) => kernel.uffdWpSpecial ?? 0n },
];


/** The functions that a kernel has, in the order of the table. */
export function kernelFunctions(kernel: Kernel): readonly FunctionRow[] {
  const config = (symbol: string): boolean =>
    symbol === 'UFFD_WP_SPECIAL_PATCH' ? kernel.uffdWpSpecialPatch : kernel.config(symbol);
  return rowsOf(kernel).filter((row) => isAvailable(row, kernel.version, config));
}

/** All functions of an architecture, whatever the release. */
function rowsOf(kernel: Kernel): readonly FunctionRow[] {
  const { functions } = kernel.layout;
  return functions === 'x86'
    ? [...X86_ROWS, ...SWAP_ROWS]
    : [...functions.changes.map(changeRow), ...SWAP_ROWS];
}

/** A function of an architecture's own header that sets and clears bits. */
function changeRow({ name, cases, since, until, config }: EntryChange): FunctionRow {
  return {
    name,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(config === undefined ? {} : { config }),
    takes: PTE,
    gives: 'pte',
    // From the right, so that the first case that fits has the last word.
    of: (_, { pte }) =>
      cases.reduceRight(
        (changed, { set, clear, thenSet, thenClear }) =>
          (pte & set) === set && (pte & clear) === 0n ? (pte & not64(thenClear)) | thenSet : changed,
        pte,
      ),
  };
}

/**
 * Finds a function of this kernel by name. The names before and after the renaming in 7.3 are both accepted.
 *
 * @throws PteDecodeError `ERR_UNKNOWN_NAME` when the kernel has no such function; the message says which kernels do
 */
export function findFunction(kernel: Kernel, name: string): FunctionRow {
  const mine = kernelFunctions(kernel);
  const row = mine.find((candidate) => candidate.name === name || candidate.name === otherSpelling(name));
  if (row) return row;
  const elsewhere = rowsOf(kernel).filter((candidate) => candidate.name === name);
  throw new PteDecodeError(
    'ERR_UNKNOWN_NAME',
    elsewhere.length > 0
      ? `function "${printable(name)}": ${kernel.id} does not have it (${elsewhere.map(describeAvailability).join('; ')})`
      : `function "${printable(name)}": not one of ${mine.map((candidate) => candidate.name).join(', ')}`,
  );
}

function describeAvailability(row: FunctionRow): string {
  const parts = [
    row.since === undefined ? [] : [`since ${row.since}`],
    row.until === undefined ? [] : [`until ${row.until}`],
    row.config?.includes('UFFD_WP_SPECIAL_PATCH') ? ['only with the uffd-wp special pte patch'] : [],
    (row.config ?? [])
      .filter((symbol) => symbol !== 'UFFD_WP_SPECIAL_PATCH')
      .map((symbol) => `with CONFIG_${symbol.replace('!', 'not ')}`),
  ].flat();
  return parts.join(', ');
}

const machines = new WeakMap<Kernel, Machine>();

/**
 * Applies one of the kernel's own operations, bit for bit as its inline function computes it in this release and
 * configuration; out-of-range numbers lose the bits that the kernel's arithmetic loses.
 *
 * Source: arch/x86/include/asm/pgtable.h, pgtable_64.h (of the architecture), include/linux/swapops.h (leafops.h since 6.19).
 *
 * @param name the kernel's name, such as `pte_mkuffd_wp`
 * @param inputs what the function takes (`findFunction(kernel, name).takes`); `young` and `dirty` default to false
 * @returns an entry (0 .. 2^64-1), a `swp_entry_t` value, or for `pte_same` a truth value
 * @throws PteDecodeError `ERR_UNKNOWN_NAME` for a function this kernel lacks, `ERR_USAGE` for a missing input
 */
export function applyFunction(kernel: Kernel, name: string, inputs: FunctionInputs): bigint | boolean {
  const row = findFunction(kernel, name);
  for (const input of row.takes)
    if (inputs[input] === undefined && input !== 'young' && input !== 'dirty')
      throw new PteDecodeError(
        'ERR_USAGE',
        `${row.name}: wants ${row.takes.join(', ')}; ${input} is missing`,
      );
  let machine = machines.get(kernel);
  if (!machine) {
    machine = { kernel, b: x86Bits(kernel) };
    machines.set(kernel, machine);
  }
  return row.of(machine, {
    pte: 0n,
    other: 0n,
    prot: 0n,
    pfn: 0n,
    type: 0,
    offset: 0n,
    marker: 0n,
    young: false,
    dirty: false,
    ...inputs,
  });
}
