import { X86_QEMU_NOTE } from '../x86/notes.ts';
import { later } from '../../core/later.ts';
import type { LogTraits } from '../../core/rows/log-traits.ts';
import type { Machine } from '../../core/rows/machine.ts';
import { X86_MACHINE, X86_OLD_SWAP, x86GlobalTables, x86LogTraits, x86OldPtes } from '../x86/machine.ts';
import { logLines } from './log-lines.ts';

/** __START_KERNEL_map: where the text of the kernel is mapped. */
const TEXT_MAP = 0xffff_ffff_8000_0000n;

/** Logs ask for them, and hardly anything else. */
const logTraits = later((): LogTraits => ({
  ...x86LogTraits(),
  tables: [{ set: 0x43n, clear: 0x7bf0_0000_0000_0798n }],
  // _KERNPG_TABLE and _PAGE_TABLE have ACCESSED and DIRTY in all releases: v2.6.12 include/asm-x86_64/pgtable.h, v6.12 arch/x86/include/asm/pgtable_types.h
  filledTables: [{ mask: 0x60n, marked: 0x1n, places: [] }],
  kernelAddress: { set: 1n << 63n, clear: 0n },
  kernelPage: { set: 0x20n, clear: 0x204n },
  // Read-only and written to: e5136e876581 (v6.6) arch/x86/mm/pat/set_memory.c set_memory_ro, set_memory_rox; arch/x86/include/asm/pgtable.h pte_wrprotect keeps it in _PAGE_SAVED_DIRTY.
  oldKernelPage: { set: 0x41n, clear: 0x6n, until: '6.6' },
  // arch/x86/include/asm/pgtable_types.h: all that is global (__PAGE_KERNEL and others) is _PAGE_ACCESSED, and nothing of a process is.
  noPage: { set: 0x101n, clear: 0x20n },
  // ad67b74d2469 (v4.15-rc2, in linux-next before) lib/vsprintf.c: %p; 328b4ed93b69 (v4.15-rc3) arch/x86/mm/fault.c show_fault_oops: %px. A tree behind rc1 can have the first.
  hashedFaults: /^4\.15\.0-rc[12](?!\d)|^4\.14\.0.*-next-2017(?:11|120)/,
  fixedMap: 0xffff_ffff_ff00_0000n,
  barePage: {
    // patches that unmap pages of user mode (XPFO, 4.13): arch/x86/mm/xpfo.c set_kpte, __pgprot(0)
  },
  // SDM vol. 3A, 4.1.4: 36 where CPUID does not tell it, and every 64-bit CPU has PAE.
  leastPhysBits: 36,
  illegalPointer: {
    value: 0xdead_0000_0000_0000n,
    // A wide bound: RHEL 6 has it in its 2.6.32.
    since: '2.6.34',
    // a29815a333c6 arch/x86/Kconfig ILLEGAL_POINTER_VALUE, include/linux/poison.h POISON_POINTER_DELTA
  },
  userEnd: 1n << 47n,
  noAddresses: { start: 0xffff_ffff_0000_0000n, end: 0xffff_ffff_8000_0000n },
  cpuIgnores: 0x7ff0_0000_0000_0e00n,
  cpuIgnoresIn: x86GlobalTables(),
  oldPtes: [
    ...x86OldPtes(),
    {
      until: '2.6.29',
      set: 0n,
      clear: 0xc1n,
      text: X86_OLD_SWAP,
      swap: { type: { lo: 1, width: 5 }, offset: { lo: 8, width: 56 } },
      // v2.6.26 include/asm-x86/pgtable_64.h __swp_type, __swp_offset
    },
    {
      // From 7.3 to the builds of each line with L1TF (514.55, 693.37, 862.11); earlier ones were not looked at.
      names:
        /^3\.10\.0-(?:514(?=\.(?:el7|rt56\.|[1-4]?\d\.|5[0-4]\.))|693(?=\.(?:el7|rt56\.|[12]?\d\.|3[0-6]\.))|862(?=\.(?:el7|rt56\.|[2-9]\.)))\..*el7(?:[._]|$)/,
      until: '3.11',
      set: 0n,
      clear: 0x101n,
      isOpen: true,
      text: 'a swap entry as builds of RHEL 7 before L1TF have them',
      swap: { type: { lo: 9, width: 5 }, offset: { lo: 15, width: 49 } },
      // RHEL 7 arch/x86/include/asm/pgtable_64.h SWP_TYPE_FIRST_BIT, SWP_OFFSET_FIRST_BIT (with KAISER), and what 3.10.0-514.16.1.el7 printed of one entry; the first form of v4.8 00839ee3b299
    },
    {
      since: '3.16',
      until: '4.0',
      set: 0n,
      clear: 0x141n,
      isOpen: true,
      text: 'a swap entry of a kernel from 3.16 to 3.19: whether its offset begins at bit 9, at bit 10 (CONFIG_NUMA_BALANCING), or is inverted (L1TF), is unknown',
      // v3.16 arch/x86/include/asm/pgtable_64.h SWP_OFFSET_SHIFT
    },
  ],
  // v6.12 Documentation/arch/x86/x86_64/mm.rst (an unused hole below the text of the kernel); arch/x86/include/asm/pgtable_types.h _KERNPG_TABLE, ___A of all __PAGE_KERNEL; v6.12 arch/x86/include/asm/page_64_types.h DEFAULT_MAP_WINDOW (what lies above is mapped only on demand); pgtable_64.h pmd_ERROR; SDM vol. 3A, 4.5 table 4-20
}));

/** A machine with x86 CPUs in 64-bit mode. */
export const machine: Machine = {
  arch: 'x86_64',
  names: {
    folder: 'x86',
    uname: ['x86_64'],
    kconfig: 'X86_64',
    node: 'x64',
    elf: 62,
    qemu: 'x86_64',
    others: ['amd64'],
    typed: ['x64'],
  },
  addressSpace: 'sign-extended',
  userTag: {
    since: '6.4',
    mask: 0x3fn << 57n,
    name: 'LAM',
    // commit 82721d8b25d7 arch/x86/mm/tlb.c; v6.12 arch/x86/kernel/process_64.c prctl_enable_tagged_addr, LAM_U57_BITS
  },
  ...X86_MACHINE,
  levels: {
    vmcoreinfo: 'pgtable_l5_enabled',
    cpuFlag: 'la57',
    yes: 5,
    no: 4,
    printsFolded: true,
    present: 0x1n,
    // v6.12 arch/x86/kernel/vmcore_info_64.c; the kernel clears the CPU flag when it does not use it; arch/x86/mm/fault.c dump_pagetable; arch/x86/include/asm/pgtable.h pgd_present
  },
  notes: {
    qemu: X86_QEMU_NOTE,
    // 112 bytes, then user_regs_struct, in which rip is the 17th register.
    prstatus: {
      size: 336,
      pc: 112 + 16 * 8,
      // v6.12 include/linux/elfcore.h elf_prstatus; QEMU v7.2 target/i386/arch_dump.c x86_64_user_regs_struct
    },
  },
  tables: {
    kernelRoot({ symbols, numbers }) {
      const top = symbols.get('swapper_pg_dir') ?? symbols.get('init_top_pgt');
      const base = numbers.get('phys_base');
      return top === undefined || base === undefined ? undefined : BigInt.asUintN(64, top - TEXT_MAP + base);
    },
    // LAM_U57 and LAM_U48.
    rootFlags: 3n << 61n,
    control: {
      name: 'CR4',
      option: 'cr4',
      // PAE, bit 5, is on in 64-bit mode; LA57, bit 12, with 5 levels.
      read(value) {
        const facts = { paging: (value & 0x1000n) === 0n ? 4 : 5 };
        return (value & 0x20n) === 0n ? undefined : { user: facts, kernel: facts };
      },
      // SDM vol. 3A, 2.5 CR4.PAE, CR4.LA57
    },
    // v6.12 arch/x86/mm/physaddr.c __phys_addr, arch/x86/kernel/vmcore_info_64.c; arch/x86/include/uapi/asm/processor-flags.h X86_CR3_LAM_U57, X86_CR3_LAM_U48
  },
  isolation: {
    copyBit: 0x1000n,
    entries: 256,
    marks: 1n << 63n,
    ignores: 0x60n,
    // v6.12 arch/x86/include/asm/pgtable.h kernel_to_user_pgdp, arch/x86/mm/pti.c __pti_set_user_pgtbl
  },
  directMap: {
    kernelHalf: 0xff00_0000_0000_0000n,
    endsBefore: 1n << 44n,
    align: 1n << 30n,
    // v6.12 arch/x86/mm/kaslr.c (regions moved by multiples of 1 GiB, their order kept; vmalloc 32 TiB with 4 levels)
  },
  oddTables: [
    {
      of: 'the espfix area',
      start: 0xffff_ff00_0000_0000n,
      end: 0xffff_ff80_0000_0000n,
      levels: ['pud', 'pmd'],
      without: 0x2n,
      having: 1n << 63n,
      never: 0x4n,
      since: '3.16',
      // v6.12 arch/x86/kernel/espfix_64.c PGTABLE_PROT, init_espfix_ap; arch/x86/include/asm/pgtable_64_types.h ESPFIX_BASE_ADDR
    },
    {
      of: 'the image of the kernel under page-table isolation',
      start: 0xffff_ffff_8000_0000n,
      end: 0xffff_ffff_c000_0000n,
      levels: ['pmd'],
      without: 0n,
      having: 0x100n,
      never: 0x4n,
      since: '4.17',
      // v6.12 arch/x86/mm/pti.c pti_clone_pgtable: what page-table isolation clones of the image of the kernel is set global, tables too
    },
  ],
  logLines,
  get logTraits() {
    return logTraits();
  },
};
