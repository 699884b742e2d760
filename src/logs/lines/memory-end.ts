/** v6.12 arch/x86/kernel/e820.c e820_end_pfn: the end of all memory, and once more of that below 4 GiB, in frames of 4 KiB. */
const LAST_PFN = /\blast_pfn = (?:0x)?([0-9a-f]{1,13}) max_arch_pfn = /;
const LAST_PFN_SHIFT = 12n;
/** v6.12 mm/mm_init.c free_area_init: a range of memory, in bytes, with its last one. */
const NODE = /\bnode {1,3}\d{1,3}: \[mem 0x[0-9a-f]{16}-0x([0-9a-f]{16})\]/;

/** Where the memory ends, in bytes, that a line shows while a kernel starts; undefined where it shows none. */
export function memoryEndIn(line: string): bigint | undefined {
  const pfn = line.includes('last_pfn') ? LAST_PFN.exec(line)?.[1] : undefined;
  if (pfn !== undefined) return BigInt(`0x${pfn}`) << LAST_PFN_SHIFT;
  const last = line.includes('node ') ? NODE.exec(line)?.[1] : undefined;
  return last === undefined ? undefined : BigInt(`0x${last}`) + 1n;
}
