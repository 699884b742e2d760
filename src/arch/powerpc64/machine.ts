import { type Circumstances, END, hex, type LogLines, pattern } from '../../core/rows/log-lines.ts';
import type { Machine } from '../../core/rows/machine.ts';
import { tables } from './tables.ts';

/** The beginning of a line of xmon's walk, and what stands behind the name of its level. */
const QUOTE = String.raw`^(?:[>|\s]|&gt;)*`;
const AT = String.raw`p @ 0x[0-9a-f]{16} =(?:3D)? 0x`;

/** Entries of the radix MMU are physical addresses of tables; those that kernels with the hash MMU make are pointers. */
function mmuOf({ groups }: RegExpExecArray): Circumstances {
  const isRadix = hex(groups?.['pgd'] ?? '0') >> 62n === 2n;
  return { arch: isRadix ? 'powerpc64' : 'powerpc', isFirm: true };
}

const logLines = (): LogLines => ({
  shapes: [
    // xmon `dv`: v5.4 arch/powerpc/xmon/xmon.c show_pte; since 5.8 p4d, which is the pgd (2fb4706057bc)
    {
      name: 'xmon-walk',
      needs: ['pgdp @ 0x', 'p4dp @ 0x'],
      role: 'walk',
      archs: ['powerpc64'],
      announces: true,
      line: pattern(`${QUOTE}p(?:g|4)d${AT}(?<pgd>[0-9a-f]{16})${END}`),
      says: (match) => ({
        wordBits: 64,
        ...mmuOf(match),
        ...(match[0].includes('p4dp') ? { since: '5.8' } : { since: '4.15', until: '5.8' }),
      }),
    },
    {
      name: 'xmon-walk-part',
      needs: ['pudp @ 0x', 'pmdp @ 0x'],
      role: 'walk',
      partOf: ['xmon-walk'],
      archs: ['powerpc64'],
      line: pattern(`${QUOTE}(?<level>pud|pmd)${AT}(?<value>[0-9a-f]{16})${END}`),
    },
    // The entry of a page, at whatever level: v5.4 arch/powerpc/xmon/xmon.c format_pte
    {
      name: 'xmon-page',
      needs: 'ptep @ 0x',
      role: 'walk',
      partOf: ['xmon-walk'],
      levelBelow: { pgd: 'pud', pud: 'pmd', pmd: 'pte' },
      archs: ['powerpc64'],
      line: pattern(`${QUOTE}pte${AT}(?<pte>[0-9a-f]{16})${END}`),
    },
  ],
  // `MMU=Hash` and what says nothing of the MMU: src/arch/shared/without-tables.ts.
  circumstances: [
    // The command of xmon: the address that is asked for.
    {
      needs: 'mon> dv ',
      line: /mon> dv (?:0x)?([0-9a-f]{1,16})(?=\s|$)/,
      read: ([, address]) => ({ address: hex(address) }),
      isShared: true,
    },
    {
      needs: 'MMU=Radix',
      // v5.2 arch/powerpc/kernel/traps.c __die; kernels before that name no page size.
      line: /\b(?:PAGE_SIZE=(4|16|64|256)K )?MMU=Radix\b/,
      read: ([, size]) => ({
        isFirm: true,
        ...(size === undefined ? {} : { pageShift: 10 + Math.log2(Number(size)) }),
      }),
    },
  ],
});

/** A 64-bit Power machine whose MMU walks radix tables, in either byte order. */
export const machine: Machine = {
  arch: 'powerpc64',
  names: {
    folder: 'powerpc',
    uname: ['ppc64le', 'ppc64'],
    kconfig: 'PPC64',
    node: 'ppc64',
    elf: 21,
    qemu: 'ppc64',
    others: ['ppc64el', 'powerpc64le'],
  },
  // The radix MMU reads tables with the most significant byte first: arch/powerpc/include/asm/pgtable-be-types.h.
  byteOrder: { machine: 'either', tables: 'big' },
  addressSpace: 'per-half',
  // Quadrant 3 of the radix MMU: the highest two bits (Power ISA 3.0B, Book III, 5.7.5.1).
  kernelHalf: 3n << 62n,
  rootRegister: 'PID table',
  notes: {
    // 112 bytes, then pt_regs, in which nip is the 33rd word.
    prstatus: {
      size: 504,
      pc: 112 + 32 * 8,
      // v6.12 include/linux/elfcore.h elf_prstatus; QEMU v7.2 target/ppc/arch_dump.c NoteFuncDesc
    },
  },
  tables,
  permissions: { of: 'leaf' },
  logLines,
  logTraits: {
    tables: [{ set: 0x8000_0000_0000_0000n, clear: 0x4000_0000_0000_00e0n }],
    illegalPointer: {
      value: 0x5dea_dbee_f000_0000n,
      since: '4.3',
      // f6853eb561fb arch/powerpc/Kconfig ILLEGAL_POINTER_VALUE
    },
    kernelAddress: { set: 0xc000_0000_0000_0000n, clear: 0n },
    userEnd: 1n << 52n,
    printsEntryPointer: false,
    printsShortEntries: true,
    sharesNamesWith: 'powerpc',
    oldPtes: [
      {
        until: '4.7',
        set: 0n,
        clear: 0n,
        text: 'an entry of the hash MMU, the only one before 4.7, which keeps type and offset of a swap entry elsewhere',
        // RHEL 7 (3.10) arch/powerpc/include/asm/pgtable-ppc64.h __swp_entry_to_pte (PTE_RPN_SHIFT, by the size of pages); v4.7 arch/powerpc/include/asm/book3s/64/radix.h
      },
    ],
    // v6.12 arch/powerpc/include/asm/book3s/64/pgtable.h PMD_VAL_BITS, radix pmd_populate; task_size_64.h TASK_SIZE_4PB; pmd_ERROR
  },
};
