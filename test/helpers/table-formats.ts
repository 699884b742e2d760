import type { TableFormat } from './made-tables.ts';

/** Levels of `bits` index bits each above the page offset, and a top one that takes the rest of the address. */
function regular(pageShift: number, vaBits: number): TableFormat['levels'] {
  const bits = pageShift - 3;
  const count = Math.ceil((vaBits - pageShift) / bits);
  return Array.from({ length: count }, (_, depth) => {
    const shift = pageShift + bits * (count - 1 - depth);
    return { shift, bits: depth === 0 ? vaBits - shift : bits };
  });
}

/**
 * Arm ARM DDI 0487, D8.3: bits 1:0 are 3 for a table and a page, 1 for a block; address in bits 47:12; with TCR_EL1.DS
 * in 49:12 and its bits 51:50 in 9:8; with 64 KiB pages its bits 51:48 in 15:12. AF bit 10, AP[1] (user) bit 6, nG bit 11,
 * UXN bit 54; SH in 9:8 only without DS.
 *
 * @param isLpa2 TCR_EL1.DS, which 52-bit addresses need
 */
export function arm64(
  pageShift: number,
  vaBits: number,
  isKernel: boolean,
  isLpa2 = pageShift < 16 && vaBits === 52,
): TableFormat {
  const place = (phys: bigint): bigint => {
    if (isLpa2) return (phys & 0x3_ffff_ffff_f000n) | (((phys >> 50n) & 3n) << 8n);
    if (pageShift === 16) return (phys & 0xffff_ffff_0000n) | (((phys >> 48n) & 0xfn) << 12n);
    return phys;
  };
  const attributes = (1n << 54n) | 0x400n | (isKernel ? 0n : 0x840n) | (isLpa2 ? 0n : 0x300n);
  const levels = regular(pageShift, vaBits);
  return {
    levels,
    order: 'little',
    align: 1n << BigInt(pageShift),
    table: (phys) => place(phys) | 3n,
    leaf: (phys, depth) => place(phys) | attributes | (depth === levels.length - 1 ? 3n : 1n),
  };
}

/** Arm ARM DDI 0487, D24.2 TCR_EL1: T0SZ 5:0, TG0 15:14, T1SZ 21:16, TG1 31:30, IPS 34:32, DS 59. */
export function tcr(pageShift: number, vaBits: number, isLpa2 = pageShift < 16 && vaBits === 52): bigint {
  const size = BigInt(64 - vaBits);
  const [tg0 = 0n, tg1 = 0n] = { 12: [0n, 2n], 14: [2n, 1n], 16: [1n, 3n] }[pageShift] ?? [];
  return (
    size |
    (size << 16n) |
    (tg0 << 14n) |
    (tg1 << 30n) |
    ((vaBits === 52 || isLpa2 ? 6n : 5n) << 32n) |
    (isLpa2 ? 1n << 59n : 0n)
  );
}

/** RISC-V privileged specification, 4.4 to 4.6: V 0, R 1, W 2, X 3, U 4, A 6, D 7; page number in 53:10. */
export function riscv(vaBits: number): TableFormat {
  const place = (phys: bigint): bigint => (phys >> 12n) << 10n;
  return {
    levels: regular(12, vaBits),
    order: 'little',
    align: 4096n,
    table: (phys) => place(phys) | 1n,
    leaf: (phys) => place(phys) | 0xd7n,
  };
}

/** Intel SDM vol. 3A, 4.4 "PAE paging": P bit 0, R/W 1, U/S 2, A 5, D 6, PS 7; the four top entries have P alone. */
export const pae: TableFormat = {
  levels: [
    { shift: 30, bits: 2 },
    { shift: 21, bits: 9 },
    { shift: 12, bits: 9 },
  ],
  order: 'little',
  align: 4096n,
  table: (phys, depth) => phys | (depth === 0 ? 1n : 0x67n),
  leaf: (phys, depth) => phys | (depth === 1 ? 0xe7n : 0x67n),
};

/**
 * z/Architecture Principles of Operation, "Dynamic Address Translation": tables of 2048 entries, page tables of 256; table
 * type in bits 3:2, length in 1:0. v6.12 arch/s390/include/asm/pgtable.h: _REGION_ENTRY_INVALID and _SEGMENT_ENTRY_INVALID
 * 0x20, _PAGE_INVALID 0x400; _PAGE_PRESENT 0x1, _READ 0x10, _WRITE 0x20, _YOUNG 0x4, _DIRTY 0x8.
 */
export function s390(count: number): TableFormat {
  const type = (depth: number): bigint => BigInt(count - 2 - depth) << 2n;
  const isPage = (depth: number): boolean => depth === count - 1;
  return {
    levels: Array.from({ length: count }, (_, depth) =>
      isPage(depth) ? { shift: 12, bits: 8 } : { shift: 20 + 11 * (count - 2 - depth), bits: 11 },
    ),
    order: 'big',
    align: 2048n,
    empty: (depth) => (isPage(depth) ? 0x400n : 0x20n | type(depth)),
    table: (phys, depth) => phys | type(depth) | (depth === count - 2 ? 0n : 3n),
    leaf: (phys, depth) => phys | (isPage(depth) ? 0x3dn : 0x3403n),
  };
}

/**
 * Power ISA 3.0B, Book III, 5.7.10: an entry is valid (bit 63), a leaf (62) or has the size of the next table in 4:0; v6.12
 * arch/powerpc/include/asm/book3s/64/pgtable.h: _PAGE_PRIVILEGED 0x8, _PAGE_READ 0x4, _PAGE_WRITE 0x2, _PAGE_ACCESSED 0x100,
 * _PAGE_DIRTY 0x80; radix-4k.h, radix-64k.h: index sizes.
 */
export function powerpc(pageShift: 12 | 16, isKernel: boolean): TableFormat {
  const levels = [
    { shift: 39, bits: 13 },
    { shift: 30, bits: 9 },
    { shift: 21, bits: 9 },
    { shift: pageShift, bits: 21 - pageShift },
  ];
  return {
    levels,
    order: 'big',
    align: 256n,
    table: (phys, depth) => (1n << 63n) | phys | BigInt(levels[depth + 1]?.bits ?? 0),
    leaf: (phys) => (3n << 62n) | phys | (isKernel ? 0x18en : 0x186n),
  };
}

/**
 * v6.12 arch/loongarch/include/asm/pgtable-bits.h: _PAGE_VALID 0x1, _PAGE_DIRTY 0x2, PLV 3 for user mode 0xc, _CACHE_CC 0x10,
 * _PAGE_PRESENT 0x80, _PAGE_WRITE 0x100; a table is named by its address in the direct map. Pages of 16 KiB.
 */
export function loongarch(isKernel: boolean): TableFormat {
  return {
    levels: [
      { shift: 36, bits: 11 },
      { shift: 25, bits: 11 },
      { shift: 14, bits: 11 },
    ],
    order: 'little',
    align: 0x4000n,
    table: (phys) => (9n << 60n) | phys,
    leaf: (phys) => phys | (isKernel ? 0x193n : 0x19fn),
  };
}
