import type { TablePage } from './real-kernels.ts';

const PAGE = 4096;

/** Page tables with entries of 32 bits, written word by word after an architecture's own description. */
export class NarrowTables {
  readonly #pages = new Map<number, Uint8Array>();

  /** Writes words from a physical address on. */
  set(physAddr: number, ...words: readonly number[]): this {
    words.forEach((word, i) => {
      const at = physAddr + 4 * i;
      const page = at - (at % PAGE);
      const bytes = this.#pages.get(page) ?? new Uint8Array(PAGE);
      this.#pages.set(page, bytes);
      new DataView(bytes.buffer).setUint32(at % PAGE, word, true);
    });
    return this;
  }

  /** Makes pages of zeros, where nothing is written. */
  clear(physAddr: number, pages: number): this {
    for (let i = 0; i < pages; i++) this.set(physAddr + i * PAGE, 0);
    return this;
  }

  /** The tables as pages of memory. */
  pages(): TablePage[] {
    return [...this.#pages].map(([physAddr, bytes]) => ({ physAddr: BigInt(physAddr), bytes }));
  }

  /** The memory from 0 on, up to the end of the last table. */
  raw(): Uint8Array {
    const bytes = new Uint8Array(Math.max(...this.#pages.keys()) + PAGE);
    for (const [physAddr, page] of this.#pages) bytes.set(page, physAddr);
    return bytes;
  }
}

/**
 * i386 without PAE; the page directory is at 0x1000.
 *
 * Source: Intel SDM vol. 3A, 4.3 "32-bit paging": P bit 0, R/W 1, U/S 2, A 5, D 6, PS 7; a table at bits 31:12, a page of
 * 4 MiB at bits 31:22.
 */
export function twoLevelTables(): NarrowTables {
  return new NarrowTables()
    .clear(0x1000, 2)
    .set(0x1000 + 4 * 0x20, 0x2067, 0x8880_00e7)
    .set(0x2000 + 4 * 7, 0xabcd_e067, 0xabcd_f067, (0x1234 << 9) | (3 << 1));
}

/**
 * arm with short descriptors; the first level is at 0x4000, a page of second-level tables at 0x10000: the two of Linux,
 * then the two of the hardware, which the first level points to.
 *
 * Source: v6.12 arch/arm/include/asm/pgtable-2level.h (the comment on the layout, L_PTE_*), pgtable-2level-hwdef.h; Arm ARM
 * DDI 0406 B3.5.1 "Short-descriptor translation table format descriptors" (supersection: PA[35:32] in bits 23:20).
 */
export function shortTables(): NarrowTables {
  // PRESENT, YOUNG, MT_WRITEALLOC, DIRTY, USER, XN, SHARED.
  const user = 0x75f;
  // Small page with XN, cacheable, full access, not global.
  const hardware = 0xc7f;
  return new NarrowTables()
    .clear(0x4000, 4)
    .set(0x4000 + 4 * 0x200, 0x1_0831, 0x1_0c31)
    .set(0x4000 + 4 * 0xc00, 0x8001_140e)
    .set(0x4000 + 4 * 0xd00, ...Array.from({ length: 16 }, () => 0x9015_140e))
    .set(0x1_0000 + 4 * 7, 0xabcd_e000 | user, 0xabcd_f000 | user, (0x1234 << 8) | (3 << 2))
    .set(0x1_0000 + 4 * (256 + 5), 0x1234_5000 | user)
    .set(0x1_0800 + 4 * 7, 0xabcd_e000 | hardware, 0xabcd_f000 | hardware)
    .set(0x1_0800 + 4 * (256 + 5), 0x1234_5000 | hardware);
}

/**
 * arm with LPAE; the first level of four entries is at 0x1000.
 *
 * Source: v6.12 arch/arm/include/asm/pgtable-3level.h, pgtable-3level-hwdef.h: VALID bit 0, TABLE 1, MT 4:2, USER 6, SHARED
 * 9:8, YOUNG 10, nG 11, XN 54, DIRTY 55.
 */
export function lpaeTables(): NarrowTables {
  const high = (1 << 22) | (1 << 23);
  return new NarrowTables()
    .clear(0x1000, 3)
    .set(0x1000 + 8 * 2, 0x2003, 0)
    .set(0x2000 + 8 * 5, 0x3003, 0, 0x8860_0f5d, high)
    .set(0x3000 + 8 * 7, 0xabcd_ef5f, high, 0xabcd_ff5f, high, (0x1234 << 8) | (3 << 2), 0)
    .set(0x3000 + 8 * 16, 0xabcd_ef5f, high | 0x12);
}
