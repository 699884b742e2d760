import type { TablePage } from './real-kernels.ts';

const PAGE = 4096;

/** Page tables, written entry by entry after an architecture's own description. */
export class TableBuilder {
  readonly #tables = new Map<bigint, BigUint64Array>();
  readonly #isLittle: boolean;

  /** @param order byte order of the entries in memory */
  constructor(order: 'little' | 'big' = 'little') {
    this.#isLittle = order === 'little';
  }

  /** Makes a table at a physical address, a multiple of 4096: how many entries it has, and what is in each. */
  table(table: bigint, entries: number, empty: bigint): this {
    this.#tables.set(table, new BigUint64Array(entries).fill(empty));
    return this;
  }

  /** Writes an entry of the table at a physical address; a table that was not made has 512 entries, all zero. */
  set(table: bigint, index: number, raw: bigint): this {
    const entries = this.#tables.get(table) ?? new BigUint64Array(512);
    entries[index] = raw;
    this.#tables.set(table, entries);
    return this;
  }

  /** The tables as pages of memory. */
  pages(): TablePage[] {
    return [...this.#tables].flatMap(([physAddr, entries]) => {
      const bytes = new Uint8Array(Math.ceil((8 * entries.length) / PAGE) * PAGE);
      const view = new DataView(bytes.buffer);
      entries.forEach((raw, i) => {
        view.setBigUint64(8 * i, raw, this.#isLittle);
      });
      return Array.from({ length: bytes.length / PAGE }, (_, i) => ({
        physAddr: physAddr + BigInt(i * PAGE),
        bytes: bytes.slice(i * PAGE, (i + 1) * PAGE),
      }));
    });
  }

  /** The memory from `base` on, up to the end of the last table. */
  raw(base: bigint): Uint8Array {
    const pages = this.pages();
    const end = pages.reduce((last, { physAddr }) => (physAddr > last ? physAddr : last), base);
    const bytes = new Uint8Array(Number(end - base) + PAGE);
    for (const page of pages) bytes.set(page.bytes, Number(page.physAddr - base));
    return bytes;
  }
}

/**
 * A translation table of arm64 with the 4 KiB granule and 48 address bits: its top table is at 0x40001000.
 *
 * Source: Arm ARM DDI 0487, D8.3 "Translation table descriptor formats": bit 0 valid; bit 1 table or page, clear for a
 * block; address in bits 47:12 (30 and 21 up for blocks); attributes AttrIndx 4:2, AP 7:6, SH 9:8, AF 10, nG 11, PXN 53,
 * UXN 54.
 */
export function arm64Tables(): TableBuilder {
  const table = (phys: bigint) => phys | 0b11n;
  const attributes = (1n << 54n) | (1n << 53n) | (1n << 11n) | (1n << 10n) | (0b11n << 8n) | (0b01n << 6n);
  return new TableBuilder()
    .set(0x4000_1000n, 255, table(0x4000_2000n))
    .set(0x4000_2000n, 3, table(0x4000_3000n))
    .set(0x4000_2000n, 4, 0x1_4000_0000n | attributes | 0b01n)
    .set(0x4000_3000n, 5, table(0x4000_4000n))
    .set(0x4000_3000n, 6, 0x8860_0000n | attributes | 0b01n)
    .set(0x4000_4000n, 7, 0xabcd_e000n | attributes | 0b11n)
    .set(0x4000_4000n, 8, 0xabcd_f000n | attributes | 0b11n);
}

/**
 * A page table of riscv64 Sv39: its top table is at 0x80001000.
 *
 * Source: RISC-V privileged specification, "Sv39: Page-Based 39-bit Virtual-Memory System": V bit 0, R 1, W 2, X 3, U 4,
 * G 5, A 6, D 7; PPN in bits 53:10; an entry with R, W and X clear points to the next table.
 */
export function sv39Tables(): TableBuilder {
  const ppn = (phys: bigint) => (phys >> 12n) << 10n;
  const user = 0b1101_0111n;
  const kernel = 0b1110_1111n;
  return new TableBuilder()
    .set(0x8000_1000n, 2, ppn(0x8000_2000n) | 1n)
    .set(0x8000_1000n, 3, ppn(0x1_4000_0000n) | user)
    .set(0x8000_1000n, 511, ppn(0xc000_0000n) | kernel)
    .set(0x8000_2000n, 5, ppn(0x8000_3000n) | 1n)
    .set(0x8000_2000n, 6, ppn(0x8860_0000n) | user)
    .set(0x8000_3000n, 7, ppn(0xabcd_e000n) | user)
    .set(0x8000_3000n, 8, ppn(0xabcd_f000n) | user);
}

/**
 * Tables of s390x with three levels: the region third table, which is the top one, is at 0x10000.
 *
 * Source: z/Architecture Principles of Operation, "Dynamic Address Translation": tables of 2048 entries, page tables of
 * 256; entries hold the most significant byte first. Bits by v6.12 arch/s390/include/asm/pgtable.h: _REGION3_ENTRY_EMPTY
 * 0x24, _SEGMENT_ENTRY_EMPTY 0x20, _PAGE_INVALID 0x400 are empty; _REGION3_ENTRY 0x07 (type and length);
 * _SEGMENT_ENTRY_LARGE 0x400, _DIRTY 0x2000, _YOUNG 0x1000, _WRITE 0x2, _READ 0x1; _PAGE_WRITE 0x20, _READ 0x10, _DIRTY 0x8,
 * _YOUNG 0x4, _PRESENT 0x1.
 */
export function s390Tables(): TableBuilder {
  return new TableBuilder('big')
    .table(0x1_0000n, 2048, 0x24n)
    .table(0x1_4000n, 2048, 0x20n)
    .table(0x1_8000n, 256, 0x400n)
    .set(0x1_0000n, 1, 0x1_4000n | 0x07n)
    .set(0x1_4000n, 2, 0x1_8000n)
    .set(0x1_4000n, 3, 0x8860_0000n | 0x3403n)
    .set(0x1_8000n, 4, 0xabcd_e000n | 0x3dn)
    .set(0x1_8000n, 5, 0xabcd_f000n | 0x3dn);
}

/**
 * Radix tables of powerpc64 with pages of 64 KiB: the top table is at 0x10000. They are the same on big- and
 * little-endian kernels.
 *
 * Source: Power ISA 3.0B book III 5.7.10 "Radix Tree Translation": words hold the most significant byte first; bit 63 valid,
 * bit 62 leaf, the size of the next table in bits 4:0; v6.12 arch/powerpc/include/asm/book3s/64/pgtable.h: _PAGE_ACCESSED
 * 0x100, _PAGE_DIRTY 0x80, _PAGE_READ 0x4, _PAGE_WRITE 0x2; tables of 2^13, 2^9, 2^9 and 2^5 entries.
 */
export function radixTables(): TableBuilder {
  const table = (phys: bigint, bits: bigint) => (1n << 63n) | phys | bits;
  const leaf = (phys: bigint) => (0b11n << 62n) | phys | 0x186n;
  return new TableBuilder('big')
    .table(0x1_0000n, 8192, 0n)
    .table(0x2_0000n, 512, 0n)
    .table(0x2_1000n, 512, 0n)
    .table(0x2_2000n, 32, 0n)
    .set(0x1_0000n, 1, table(0x2_0000n, 9n))
    .set(0x2_0000n, 2, table(0x2_1000n, 9n))
    .set(0x2_1000n, 3, table(0x2_2000n, 5n))
    .set(0x2_1000n, 4, leaf(0x8860_0000n))
    .set(0x2_2000n, 6, leaf(0xabcd_0000n))
    .set(0x2_2000n, 7, leaf(0xabce_0000n));
}
