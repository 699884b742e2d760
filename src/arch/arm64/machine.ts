import type { Machine } from '../../core/rows/machine.ts';
import type { FaultCode } from '../../core/rows/fault-code.ts';
import { logLines } from './log-lines.ts';
import { tables } from './tables.ts';

/** Exception class in bits 31:26: 0x20 and 0x21 instruction aborts, 0x24 and 0x25 data aborts; odd: from the kernel. */
const INSTRUCTION_ABORT = { set: 0x20n << 26n, clear: 0x1en << 26n };
const DATA_ABORT = { set: 0x24n << 26n, clear: 0x1an << 26n };
/** Data aborts of instructions that keep caches or translate addresses: ESR_ELx_CM, bit 8. */
const CACHE_MAINTENANCE = { set: DATA_ABORT.set | 0x100n, clear: DATA_ABORT.clear };

const ESR: FaultCode = {
  from: 'esr',
  name: 'ESR',
  of: [INSTRUCTION_ABORT, DATA_ABORT],
  kind: [
    { ...INSTRUCTION_ABORT, means: 'execute' },
    // Such instructions have the bit of a write in any case.
    { ...CACHE_MAINTENANCE, means: 'access' },
    { set: 0x40n, clear: 0n, means: 'write' },
    { set: 0n, clear: 0n, means: 'read' },
  ],
  user: [{ set: 0n, clear: 1n << 26n }],
  // Fault status in bits 5:0; the lowest two are the level.
  cause: [
    // Xen 4.17 xen/arch/arm/traps.c inject_abt64_exception: an abort that it makes up for a guest has no status.
    { set: 0n, clear: 0x1ff_ffffn, means: 'no-status' },
    { set: 0n, clear: 0x3cn, means: 'address-size' },
    { set: 0x4n, clear: 0x38n, means: 'missing' },
    // Above level 0, where 4K and 16K pages have addresses of 52 bits.
    { set: 0x2bn, clear: 0x14n, means: 'missing' },
    { set: 0x29n, clear: 0x16n, means: 'address-size' },
    { set: 0x8n, clear: 0x34n, means: 'access-flag' },
    { set: 0xcn, clear: 0x30n, means: 'permission' },
  ],
  names: [
    { ...CACHE_MAINTENANCE, means: 'cache maintenance or translation of an address' },
    { set: 0x21n, clear: 0x1en, means: 'alignment fault' },
    { set: 0x10n, clear: 0x2fn, means: 'external abort' },
    { set: 0x11n, clear: 0x2en, means: 'tag check fault' },
    { set: 0x14n, clear: 0x28n, means: 'external abort of a table walk' },
  ],
  ends: [
    { set: 0x7n, clear: 0x38n, means: 0 },
    { set: 0x6n, clear: 0x39n, means: 1 },
    { set: 0x5n, clear: 0x3an, means: 2 },
    { set: 0x4n, clear: 0x3bn, means: 3 },
    { set: 0x2bn, clear: 0x14n, means: 4 },
  ],
  // v6.12 arch/arm64/include/asm/esr.h ESR_ELx_EC_IABT_LOW, ESR_ELx_EC_DABT_LOW, ESR_ELx_WNR, ESR_ELx_CM, ESR_ELx_FSC; arch/arm64/mm/fault.c is_write_abort; Arm ARM DDI 0487 D24.2 ESR_EL1
};

/** A machine with 64-bit Arm CPUs. */
export const machine: Machine = {
  arch: 'arm64',
  names: {
    folder: 'arm64',
    uname: ['aarch64', 'aarch64_be'],
    kconfig: 'ARM64',
    node: 'arm64',
    elf: 183,
    qemu: 'aarch64',
    others: [],
    typed: ['arm64v8', 'armv8', 'armv9'],
  },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'per-half',
  addressTag: {
    mask: 0xffn << 56n,
    sign: 1n << 55n,
    // v4.14 arch/arm64/mm/proc.S TCR_FLAGS (TCR_TBI0, in every release); Documentation/arm64/tagged-pointers.txt; Arm ARM DDI 0487 D24.2 TCR_EL1.TBI0
  },
  rootRegister: 'TTBR0_EL1',
  notes: {
    // 112 bytes, then user_pt_regs, in which pc is the 33rd word.
    prstatus: {
      size: 392,
      pc: 112 + 32 * 8,
      // v6.12 include/linux/elfcore.h elf_prstatus; QEMU v7.2 target/arm/arch_dump.c aarch64_note
    },
  },
  tables,
  faultCode: ESR,
  permissions: { of: 'leaf' },
  logLines,
  logTraits: {
    portedIn: '3.7',
    // v3.16 arch/arm64/include/asm/memory.h VA_BITS: 39, or 42 with ARM64_64K_PAGES; c79b954bf6c0 (v3.17)
    pudSince: '3.17',
    tables: [{ set: 0x3n, clear: 0x07fc_0000_0000_00fcn }],
    kernelAddress: { set: 1n << 55n, clear: 0n },
    wholeTables: true,
    filledTables: [
      {
        since: '6.13',
        mask: 1n << 10n,
        // Of processes, of the fixmap (in the last GiB), and what the kernel never runs: its image and the shadow of KASAN have tables without.
        places: [
          { set: 0n, clear: 1n << 55n },
          { set: 0xffff_ffff_c000_0000n, clear: 0n },
        ],
        marked: 1n << 59n,
        // 16 KiB and 4 levels: the image of the kernel shares the top table's entry with the fixmap.
        elsewhere: 1n << 60n,
        // v6.13 arch/arm64/include/asm/pgalloc.h pmd_populate: PMD_TABLE_AF, and so the levels above; arch/arm64/mm/mmu.c alloc_init_cont_pte: the same with NO_EXEC_MAPPINGS, PMD_TABLE_PXN; fixmap.c early_fixmap_init_pmd
      },
      {
        since: '5.13',
        mask: 1n << 59n,
        places: [{ set: 0n, clear: 1n << 55n }],
        // Those that EFI's services run with are made as the kernel's own.
        elsewhere: 1n << 60n,
        // 87143f404f33 (v5.13) arch/arm64/include/asm/pgalloc.h pmd_populate: PMD_TABLE_PXN; pud_populate, p4d_populate: mm == &init_mm ? UXN : PXN
      },
      // Tables of the kernel's image are made before any other, with larger pages also at this level, and first in assembly.
      ...(
        [
          ['5.13', [12]],
          ['6.9', [14, 16]],
        ] as const
      ).map(([since, pageShifts]) => ({
        since,
        pageShifts,
        mask: 1n << 60n,
        // Where modules and vmalloc() begin, with addresses of 48 and of 39 bits: far from the fixmap and the shadow of KASAN, whose tables have none.
        places: [
          { set: 0xffff_8000_0000_0000n, clear: 0x0000_7c00_0000_0000n },
          { set: 0xffff_ffc0_0000_0000n, clear: 0x0000_0038_0000_0000n },
        ],
        // With 16 KiB the upper entries are those of the fixmap too.
        levels: ['pmd'] as const,
        // 87143f404f33 (v5.13) arch/arm64/include/asm/pgalloc.h pmd_populate_kernel: PMD_TABLE_UXN; arch/arm64/mm/mmu.c alloc_init_cont_pte; v6.8 arch/arm64/kernel/head.S populate_entries (PMD_TYPE_TABLE); v6.9 arch/arm64/kernel/pi/map_range.c
      })),
    ],
    illegalPointer: {
      value: 0xdead_0000_0000_0000n,
      since: '4.6',
      // bf0c4e047324 arch/arm64/Kconfig ILLEGAL_POINTER_VALUE
    },
    processTables: {
      until: '4.13',
      // v4.12 arch/arm64/mm/fault.c do_bad_area, show_pte(tsk->active_mm, addr); 67ce16ec15ce (v4.13)
    },
    userEnd: 1n << 52n,
    // crash 8.0 arm64.c arm64_vtop_4level_4k: PTOV() of each table.
    stepPlace: { set: 1n << 63n, clear: 0n },
    // The lower half of the kernel's addresses, by their size: 36 to 52 bits.
    tablesSince: {
      release: '5.4',
      places: (
        [
          [36n, [2], 14],
          [39n, [3], 12],
          [42n, [2], 16],
          [47n, [3], 14],
          [48n, [3, 4]],
          [52n, [3, 4]],
        ] as const
      ).map(([bits, paging, pageShift = 0]) => ({
        set: (1n << 64n) - (1n << bits),
        clear: 1n << (bits - 1n),
        paging,
        pageShift,
      })),
      // 14c127c957c1 (v5.4) arch/arm64/include/asm/memory.h PAGE_OFFSET; Kconfig ARM64_VA_BITS, PGTABLE_LEVELS; crash 8.0 arm64.c PTOV
    },
    // PTE_TYPE_PAGE without PTE_VALID, and PTE_AF: v6.12 arch/arm64/mm/pageattr.c set_memory_valid, asm/pgtable-prot.h _PROT_DEFAULT.
    kernelPage: { set: 0x402n, clear: 0n },
    sharedBit: {
      since: '6.13',
      text: 'in a Realm, the highest address bit of which is set in pages that are shared with the host',
      // v6.13 arch/arm64/kernel/rsi.c arm64_rsi_init, prot_ns_shared; mm/pageattr.c __set_memory_enc_dec
    },
    oldPtes: [
      {
        // A wide bound, and vendors brought both changes to their 3.10.
        until: '3.14',
        set: 0n,
        clear: 0x1n,
        text: 'not present: where kernels before 3.14 keep type and offset of a swap entry, and which bit a page without any right has, differs from one to the next',
        // v3.11 arch/arm64/include/asm/pgtable.h PTE_PROT_NONE (bit 2), PTE_FILE (bit 3), __SWP_TYPE_SHIFT (4), by commit 59911ca4325d; before it bits 1 and 2, and 3; back by commit 3676f9ef5481, with PTE_PROT_NONE in bit 58
      },
      {
        until: '4.0',
        set: 0x4n,
        clear: 0x0400_0000_0000_0003n,
        text: 'no swap entry in kernels before 4.0: it has the form of a page of a file that is mapped non-linearly (pte_file())',
        // v3.19 arch/arm64/include/asm/pgtable.h PTE_FILE
      },
      {
        until: '4.0',
        set: 0n,
        clear: 0x0400_0000_0000_0007n,
        text: 'a swap entry as kernels before 4.0 have them',
        swap: { type: { lo: 3, width: 6 }, offset: { lo: 9, width: 49 } },
        // v3.19 arch/arm64/include/asm/pgtable.h __SWP_TYPE_SHIFT, __SWP_TYPE_BITS
      },
      {
        until: '4.1',
        isUnnamed: true,
        isOpen: true,
        set: 0n,
        clear: 0x0400_0000_0000_0003n,
        text: 'not present: kernels before 4.0 keep type and offset of a swap entry elsewhere than later ones, and have pages of files that are mapped non-linearly',
        // v3.19 arch/arm64/include/asm/pgtable.h __SWP_TYPE_SHIFT, PTE_FILE; v4.1 mm/memory.c print_bad_pte (messages tell no earlier release)
      },
    ],
    printsEntryPointer: false,
    // v6.12 arch/arm64/include/asm/pgtable-hwdef.h PMD_TYPE_TABLE, PMD_TABLE_PXN; memory.h TASK_SIZE_64; the top byte of an address is a tag; pgtable.h pmd_ERROR; v3.7 arch/arm64
  },
};
