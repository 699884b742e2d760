import type { TablePage } from './real-kernels.ts';

/** Page tables of 512 entries, 9 index bits a level, written entry by entry after an architecture's own description. */
export class TableBuilder {
  readonly #tables = new Map<bigint, BigUint64Array>();

  /** Writes the entry of index `index` of the table at physical address `table`, little-endian. */
  set(table: bigint, index: number, raw: bigint): this {
    const entries = this.#tables.get(table) ?? new BigUint64Array(512);
    entries[index] = raw;
    this.#tables.set(table, entries);
    return this;
  }

  /** The tables as pages of memory. */
  pages(): TablePage[] {
    return [...this.#tables].map(([physAddr, entries]) => {
      const bytes = new Uint8Array(4096);
      const view = new DataView(bytes.buffer);
      entries.forEach((raw, i) => {
        view.setBigUint64(8 * i, raw, true);
      });
      return { physAddr, bytes };
    });
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
