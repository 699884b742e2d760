import type { CrashNotes, ReadEntry, TableFacts, TableSources } from '../../core/rows/table-sources.ts';

const VALID = 1n << 63n;
const LEAF = 1n << 62n;
const NEXT_TABLE = 0x0fff_ffff_ffff_ff00n;
const NEXT_SIZE = 0x1fn;
/** The size of the tables between the first and the last. */
const MIDDLE_SIZE = 9n;

/** Entries of the tables above the last one: RADIX_PGD_INDEX_SIZE, RADIX_PUD_INDEX_SIZE, RADIX_PMD_INDEX_SIZE. */
const ENTRIES = [1 << 13, 1 << 9, 1 << 9];

/** Log2 of the bytes of a page by that of the entries of a last table: RADIX_PTE_INDEX_SIZE_4K and _64K. */
const PAGE_SHIFTS: ReadonlyMap<bigint, number> = new Map([
  [9n, 12],
  [5n, 16],
]);

/** Tables that are looked through before the question is left open: those of damaged memory may all be empty. */
const MOST_TABLES = 256;

/** An entry says how many entries the next table has, and the last table has fewer with large pages. */
function fromEntries(root: bigint | undefined, word: ReadEntry): TableFacts {
  if (root === undefined) return {};
  let left = MOST_TABLES;
  const shiftBelow = (table: bigint, depth: number): number | undefined => {
    if (left-- <= 0) return undefined;
    for (let i = 0; i < (ENTRIES[depth] ?? 0); i++) {
      const entry = word(table + BigInt(8 * i));
      if (entry === undefined) return undefined;
      if ((entry & (VALID | LEAF)) !== VALID) continue;
      const size = entry & NEXT_SIZE;
      const isLast = depth === ENTRIES.length - 1;
      if (!isLast && size !== MIDDLE_SIZE) continue;
      const found = isLast ? PAGE_SHIFTS.get(size) : shiftBelow(entry & NEXT_TABLE, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const pageShift = shiftBelow(root, 0);
  return pageShift === undefined ? {} : { pageShift };
}

/** Physical address of what lies in the linear map, which begins at PAGE_OFFSET. */
const physOf = (vaddr: bigint): bigint => vaddr & 0x0fff_ffff_ffff_ffffn;

/** MMU_FTR_TYPE_RADIX of `cpu_spec.mmu_features`. */
const TYPE_RADIX = 0x40n;

/** Whether the MMU walks radix tables: since 6.7 VMCOREINFO says it, before that the description of the CPU in memory. */
function isRadix(
  { numbers, symbols, members }: CrashNotes,
  read: (physAddr: bigint, bits: 32 | 64) => bigint | undefined,
): boolean | undefined {
  const said = numbers.get('RADIX_MMU');
  if (said === 0n || said === 1n) return said === 1n;
  const [pointer, member] = [symbols.get('cur_cpu_spec'), members.get('cpu_spec.mmu_features')];
  if (pointer === undefined || member === undefined) return undefined;
  const spec = read(physOf(pointer), 64);
  const features = spec === undefined ? undefined : read(physOf(spec + member), 32);
  return features === undefined ? undefined : (features & TYPE_RADIX) !== 0n;
}

/** How the tables of a kernel on 64-bit Power are told. */
export const tables: TableSources = {
  ownNumber: 'RADIX_MMU',
  kernelRoot({ symbols }) {
    const top = symbols.get('swapper_pg_dir');
    return top === undefined ? undefined : physOf(top);
  },
  refused: (notes, read) =>
    isRadix(notes, read) === false
      ? 'that does not use the radix MMU: only its tables are read, and those of the hash MMU are laid out in another way'
      : undefined,
  doubts({ numbers }) {
    const said = numbers.get('RADIX_MMU') ?? 0n;
    return said === 0n || said === 1n
      ? []
      : [`RADIX_MMU of VMCOREINFO is ${said}, neither 0 nor 1: not read`];
  },
  entries: fromEntries,
  // v6.12 arch/powerpc/kexec/vmcore_info.c arch_crash_save_vmcoreinfo, arch/powerpc/include/asm/mmu.h MMU_FTR_TYPE_RADIX, arch/powerpc/include/asm/page.h __pa, book3s/64/radix.h RADIX_PGD_INDEX_SIZE, book3s/64/pgalloc.h PMD_VAL_BITS; Power ISA 3.0B, Book III, 5.7.10.2
};
