import type { CrashNotes, ReadEntry, TableReleases, TableSources } from '../../core/rows/table-sources.ts';

/** _ASCE_TABLE_LENGTH, _REGION_ENTRY_LENGTH: the last quarter of a table; Linux makes them all 3. */
const TABLE_LENGTH = 3n;
/** Bits of an address-space-control element that are none of an address: tables are aligned to pages. */
const CONTROLS = 0xfffn;
/** _ASCE_REAL_SPACE: addresses are real ones. */
const REAL_SPACE = 0x20n;

/** Whether it is the address of a table without what a register has beside, which has no length. */
const isAlone = (root: bigint): boolean => (root & CONTROLS) === 0n;

/** Since 6.10 the kernel is mapped apart from the memory; before, its addresses are physical ones. */
function kernelRoot({ symbols, offsets }: CrashNotes): bigint | undefined {
  const top = symbols.get('swapper_pg_dir');
  const mapped = offsets.get('KERNELOFFSET');
  const placed = offsets.get('KERNELOFFPHYS');
  if (top === undefined || mapped === undefined || placed === undefined) return top;
  return BigInt.asUintN(64, top - mapped + placed);
}

/** _REGION_ENTRY_INVALID, _SEGMENT_ENTRY_LARGE. */
const NO_TABLE = 0x420n;
/** _SEGMENT_ENTRY_PRESENT: the kernel sets it in what points to a page table since 6.13, and never before. */
const PRESENT = 1n;
const ENTRIES = 2048n;
/** Tables are read until a segment entry is found, and no more than these. */
const MOST_TABLES = 64;

/** The first entry that points to a page table tells it: below 6.13 it has no present bit. */
function releases(root: bigint, word: ReadEntry): TableReleases {
  const open = [root];
  for (let count = 0; count < MOST_TABLES; count++) {
    const table = open.pop();
    if (table === undefined) return {};
    for (let index = ENTRIES - 1n; index >= 0n; index--) {
      const entry = word(table + 8n * index) ?? 0n;
      if ((entry & NO_TABLE) !== 0n || (entry & ~CONTROLS) === 0n) continue;
      if (typeOf(entry) === 0) return (entry & PRESENT) === 0n ? { until: '6.13' } : { since: '6.13' };
      open.push(entry & ~CONTROLS);
    }
  }
  return {};
}

/** Of a segment table (0) to a region-first table (3): _ASCE_TYPE_MASK, _REGION_ENTRY_TYPE_MASK, bits 3:2. */
const typeOf = (value: bigint): number => Number((value >> 2n) & 3n);

/** How the tables of a kernel on z/Architecture are told. */
export const tables: TableSources = {
  kernelRoot,
  root(value) {
    const address = value & ~CONTROLS;
    if ((value & REAL_SPACE) !== 0n)
      return { address, wrong: 'real-space control (bit 0x20) is set, with which there are no tables' };
    return isAlone(value) ? { address } : { address, facts: { paging: 2 + typeOf(value) } };
  },
  // The entry of a region table says where the next one begins and how long it is: _REGION_ENTRY_OFFSET, bits 7:6,
  // _REGION_ENTRY_LENGTH. A page table, to which the entry of a segment table points, is whole.
  quarters(pointer, of) {
    const last = Number(pointer & TABLE_LENGTH);
    if (of === 'root') return isAlone(pointer) ? undefined : { first: 0, last };
    return of === 'pmd' ? undefined : { first: Number((pointer >> 6n) & 3n), last };
  },
  // Every entry of a region table has the type of its table, empty ones too: _REGION_ENTRY_TYPE_MASK, bits 3:2. No entry
  // is 0: an empty one is invalid, a segment entry points somewhere.
  entries(root, word, notes) {
    const top = root ?? (notes && kernelRoot(notes));
    const first = top === undefined ? undefined : word(top);
    return first === undefined || first === 0n ? {} : { paging: 2 + typeOf(first) };
  },
  releases,
  // v6.12 and v6.13 arch/s390/include/asm/pgtable.h _SEGMENT_ENTRY, v6.12 _REGION_ENTRY_TYPE_MASK, _SEGMENT_ENTRY_EMPTY, _ASCE_ORIGIN, _ASCE_TYPE_MASK, _ASCE_TABLE_LENGTH, _ASCE_REAL_SPACE, _REGION_ENTRY_OFFSET, _REGION_ENTRY_LENGTH; z/Architecture Principles of Operation, chapter 3 "Translation Tables", "Translation Process"; v6.12 arch/s390/kernel/vmcore_info.c arch_crash_save_vmcoreinfo, arch/s390/include/asm/page.h __pa_nodebug
};
