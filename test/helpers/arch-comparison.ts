import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { encodeEntry } from '../../src/core/encode/encode.ts';
import type { EncodeFields } from '../../src/core/encode/encode-fields.ts';
import { applyFunction, type FunctionInputs, kernelFunctions } from '../../src/core/functions/functions.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { evaluatePredicates } from '../../src/core/functions/predicates.ts';
import type { ArchStem } from './arch-vectors.ts';
import { factsOf } from './facts.ts';
import type { VectorRow } from './vectors.ts';

/** What differs: one line each, with the value, the question, and both answers. */
export interface Comparison {
  readonly wrong: string[];
  /** Functions of the kernel that nothing answers. */
  readonly absent: ReadonlySet<string>;
}

type Value = bigint | boolean | string | number | null | undefined;

const show = (value: Value): string =>
  typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value);

const numberIn = (row: VectorRow, key: string): bigint => BigInt(String(row[key] ?? '0x0'));

const isAny = (row: VectorRow, ...names: readonly string[]): boolean =>
  names.some((name) => row[name] === true);

/** The answer of the function that has one of these names in this kernel. */
const firstOf = (row: VectorRow, ...names: readonly string[]): string | boolean | undefined =>
  names.map((name) => row[name]).find((value) => value !== undefined);

/** The state of a swap-like entry, by the kernel's own functions. */
function swapState(row: VectorRow): string {
  if (isAny(row, 'is_migration_entry', 'softleaf_is_migration')) return 'migration';
  if (isAny(row, 'is_hwpoison_entry', 'softleaf_is_hwpoison')) return 'hwpoison';
  if (isAny(row, 'is_device_private_entry', 'softleaf_is_device_private')) return 'device-private';
  if (isAny(row, 'is_device_exclusive_entry', 'softleaf_is_device_exclusive')) return 'device-exclusive';
  if (isAny(row, 'is_pte_marker_entry', 'softleaf_is_marker')) return 'pte-marker';
  return isAny(row, 'is_swapin_error_entry') ? 'swapin-error' : 'swap';
}

const SWAP_STATES = [
  'swap',
  'migration',
  'device-private',
  'device-exclusive',
  'hwpoison',
  'pte-marker',
  'swapin-error',
  'uffd-wp-special',
];

/** loongarch64 up to 7.2 calls any entry with PROTNONE so, also a valid one, which no kernel makes. */
const isValidProtnone = ({ arch }: ArchStem, raw: bigint): boolean =>
  arch === 'loongarch64' && (raw & 0x81n) !== 0n;

/** What loongarch64 answers of the address of its table of invalid entries, which is another in each kernel. */
const isOfLinker = ({ arch }: ArchStem, row: VectorRow, key: string): boolean =>
  arch === 'loongarch64' &&
  row['pmd_none'] === true &&
  ['pmd_none', 'pmd_present', 'pmd_access_permitted_read'].includes(key);

function pteStates(about: ArchStem, row: VectorRow, raw: bigint): readonly string[] {
  if (row['pte_none'] === true) return ['none'];
  if (row['pte_present'] !== true) return [swapState(row)];
  return row['pte_protnone'] === true && !isValidProtnone(about, raw)
    ? ['protnone']
    : ['present', 'protnone'];
}

/** Notes what differs between what the kernel answered of a value and what is read from it. */
type Note = (key: string, kernel: Value, ours: Value) => void;

function comparePte(about: ArchStem, kernel: Kernel, row: VectorRow, raw: bigint, note: Note): void {
  const entry = factsOf(decodeEntry(kernel, raw));
  const states = pteStates(about, row, raw);
  note('state', states.includes(entry.state) ? entry.state : states.join('/'), entry.state);
  if (row['pte_none'] === true) return;
  if (row['pte_present'] === true) {
    // Kernels of riscv64 before 100631b48ded (5.19) take bits for the frame that the CPU wants clear.
    if (about.arch !== 'riscv64' || !about.release.startsWith('5.10.') || raw >> 54n === 0n)
      note('pfn', numberIn(row, 'pte_pfn'), entry.pfn);
    return;
  }
  note('swap.type', numberIn(row, 'swp_type'), entry.swap && BigInt(entry.swap.type));
  note('swap.offset', numberIn(row, 'swp_offset'), entry.swap?.offset);
  const state = swapState(row);
  const frame = firstOf(row, 'swp_offset_pfn', 'softleaf_to_pfn');
  if (['migration', 'device-private', 'device-exclusive'].includes(state))
    note(`${state} pfn`, BigInt(String(frame ?? row['swp_offset'])), entry.pfn);
  if (state === 'hwpoison' && frame !== undefined) note(`${state} pfn`, BigInt(String(frame)), entry.pfn);
  if (state !== 'migration') return;
  const writable = firstOf(
    row,
    'is_writable_migration_entry',
    'is_write_migration_entry',
    'softleaf_is_migration_write',
  );
  note('migration writable', writable, entry.writable);
  for (const flag of ['young', 'dirty'] as const)
    note(
      `migration ${flag}`,
      isAny(row, `is_migration_entry_${flag}`, `softleaf_is_migration_${flag}`),
      entry[flag] ?? false,
    );
}

/** What an entry of an upper level may be; undefined where the functions of the kernel themselves disagree. */
function upperStates(
  about: ArchStem,
  row: VectorRow,
  raw: bigint,
  level: 'pmd' | 'pud',
): readonly string[] | undefined {
  // What is no region-third entry of s390 is a folded one to the kernel: an entry of another level.
  if (about.arch === 's390x' && level === 'pud' && (raw & 0xcn) !== 4n) return undefined;
  // The address of invalid_pte_table is the linker's.
  if (about.arch === 'loongarch64' && row[`${level}_none`] === true) return undefined;
  if (row[`${level}_none`] === true) return ['none'];
  if (row[`${level}_present`] !== true) return SWAP_STATES;
  const isProtnone = row[`${level}_protnone`] === true;
  if (isAny(row, `${level}_leaf`, `${level}_trans_huge`))
    return isProtnone && !isValidProtnone(about, raw) ? ['protnone'] : ['present', 'protnone'];
  // No kernel makes a table that is PROT_NONE, nor PROTNONE without PSE on i386.
  const isOdd = isProtnone || (about.arch === 'i386' && (raw & 0x101n) === 0x100n);
  return ['table', ...(row[`${level}_bad`] === true ? ['swap'] : []), ...(isOdd ? ['protnone'] : [])];
}

function compareUpper(
  about: ArchStem,
  kernel: Kernel,
  row: VectorRow,
  level: 'pmd' | 'pud',
  note: Note,
): void {
  const raw = numberIn(row, 'raw');
  const states = upperStates(about, row, raw, level);
  if (states === undefined) return;
  const entry = factsOf(decodeEntry(kernel, raw, { level }));
  const isFit = states.includes(entry.state);
  note(`${level} state`, isFit ? entry.state : states.join('/'), entry.state);
  // Frame numbers that are not aligned to the size of the page are left out: some functions mask them, some do not.
  const shift = (name: string): bigint => about.constants.get(name) ?? 0n;
  const below = (1n << (shift(`${level.toUpperCase()}_SHIFT`) - shift('PAGE_SHIFT'))) - 1n;
  const pfn = row[`${level}_pfn`];
  const isLeaf = entry.state === 'present' || entry.state === 'protnone';
  if (isLeaf && isFit && pfn !== undefined && (BigInt(String(pfn)) & below) === 0n)
    note(`${level} pfn`, BigInt(String(pfn)), entry.pfn);
  const table = row[`${level}_page_paddr`];
  if (entry.state === 'table' && isFit && table !== undefined)
    note(`${level} table address`, BigInt(String(table)), entry.phys);
  if (level === 'pmd' && isAny(row, 'is_pmd_migration_entry', 'pmd_is_migration_entry'))
    note('pmd migration', 'migration', entry.state);
}

/** Compares what a kernel answered of values with what is read from them. */
export function compareDecoding(about: ArchStem, kernel: Kernel, rows: readonly VectorRow[]): Comparison {
  const wrong: string[] = [];
  const absent = new Set<string>();
  const levels = (['pmd', 'pud'] as const).filter(
    (level) => rows[0]?.[`${level}_leaf`] !== undefined && !about.foldedLevels.includes(level),
  );
  for (const row of rows) {
    const raw = numberIn(row, 'raw');
    const note: Note = (key, wanted, got) => {
      if (wanted !== got)
        wrong.push(`${show(raw)} (${String(row['cat'])}) ${key}: ${show(got)}, the kernel ${show(wanted)}`);
    };
    const answers = evaluatePredicates(kernel, raw);
    for (const [key, expected] of Object.entries(row)) {
      if (key === 'raw' || key === 'cat' || isOfLinker(about, row, key)) continue;
      if (!(key in answers)) absent.add(key);
      else note(key, typeof expected === 'string' ? BigInt(expected) : expected, answers[key]);
    }
    comparePte(about, kernel, row, raw, note);
    for (const level of levels) compareUpper(about, kernel, row, level, note);
  }
  return { wrong, absent };
}

/** The flags that a swap pte gets after it was made, and their names in `encode`. */
const SWAP_FLAGS: Readonly<Record<string, string>> = {
  pte_swp_mksoft_dirty: 'soft_dirty',
  pte_swp_mkuffd_wp: 'uffd_wp',
  pte_swp_mkuffd: 'uffd_wp',
  pte_swp_mkexclusive: 'exclusive',
};

function inputsOf(row: VectorRow): FunctionInputs {
  const numbers = ['pte', 'prot', 'pfn', 'offset', 'marker'].flatMap((key) =>
    row[key] === undefined ? [] : [[key, numberIn(row, key)]],
  );
  // Functions of upper levels take an entry too, under its own name.
  const upper = ['pmd', 'pud'].find((key) => typeof row[key] === 'string');
  return {
    ...Object.fromEntries(numbers),
    ...(upper === undefined ? {} : { pte: numberIn(row, upper) }),
    ...(row['a'] === undefined ? {} : { pte: numberIn(row, 'a') }),
    ...(row['b'] === undefined ? {} : { other: numberIn(row, 'b') }),
    ...(row['type'] === undefined ? {} : { type: Number(row['type']) }),
    young: row['make_migration_entry_young'] === true,
    dirty: row['make_migration_entry_dirty'] === true,
  };
}

function applied(kernel: Kernel, row: VectorRow): Value {
  let value = applyFunction(kernel, String(row['op']), inputsOf(row));
  for (const [key, isSet] of Object.entries(row))
    if (isSet === true && /^p(te|md)_swp_mk/.test(key) && typeof value === 'bigint')
      value = applyFunction(kernel, key, { pte: value });
  return value;
}

/** What a row makes, in the words of `encode`; undefined where that has none for it. */
function fieldsOf(row: VectorRow, flags: readonly string[], keeps: boolean): EncodeFields | undefined {
  const op = String(row['op']);
  if (op === 'swp_entry_to_pte')
    return {
      state: 'swap',
      swap: { type: Number(row['type']), offset: numberIn(row, 'offset') },
      flags,
    };
  if (op === 'pfn_pte') return { state: 'present', pfn: numberIn(row, 'pfn'), prot: numberIn(row, 'prot') };
  if (op === 'make_pte_marker') return { state: 'pte-marker', marker: numberIn(row, 'marker') };
  if (!op.endsWith('_migration_entry')) return undefined;
  return {
    state: 'migration',
    pfn: numberIn(row, 'offset'),
    writable: op.includes('writable'),
    exclusive: op.includes('exclusive'),
    young: keeps && row['make_migration_entry_young'] === true,
    dirty: keeps && row['make_migration_entry_dirty'] === true,
  };
}

/** swap_migration_ad_supported of mm/swapfile.c: offsets have two bits above those of a frame. */
function keepsYoungAndDirty({ constants }: ArchStem): boolean {
  const offsets = [...constants].filter(([name]) => name.startsWith('swp_offset(')).map(([, value]) => value);
  const needed = constants.get('1UL << SWP_MIG_TOTAL_BITS') ?? 0n;
  return needed <= offsets.reduce((most, value) => (value > most ? value : most), 0n);
}

/** Compares what a kernel made with what `apply` and `encode` make. */
export function compareMaking(about: ArchStem, kernel: Kernel, rows: readonly VectorRow[]): Comparison {
  const wrong: string[] = [];
  const absent = new Set<string>();
  const known = new Set(kernelFunctions(kernel).map(({ name }) => name));
  const keeps = keepsYoungAndDirty(about);
  for (const row of rows) {
    const expected = row['raw'] ?? row['val'] ?? row['result'];
    const wanted = typeof expected === 'string' ? BigInt(expected) : expected;
    const note = (key: string, got: Value): void => {
      if (got !== wanted)
        wrong.push(`${key} ${JSON.stringify(row)}: ${show(got)}, the kernel ${show(wanted)}`);
    };
    const op = String(row['op']);
    if (known.has(op)) note('apply', applied(kernel, row));
    else absent.add(`apply ${op}`);
    const flags = Object.entries(SWAP_FLAGS)
      .filter(([key, flag]) => row[key] === true && kernel.mask(`swp_${flag}`, 'pte') !== 0n)
      .map(([, flag]) => flag);
    const fields = fieldsOf(row, flags, keeps);
    if (fields) note('encode', encodeEntry(kernel, fields, { force: true }));
  }
  return { wrong, absent };
}
