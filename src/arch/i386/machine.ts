import type { Machine } from '../../core/rows/machine.ts';
import { maskOf } from '../../core/u64.ts';
import { logLines } from './log-lines.ts';
import { I386_SPLITS } from './splits.ts';
import { X86_QEMU_NOTE } from '../x86/notes.ts';
import { X86_MACHINE, X86_OLD_SWAP, x86GlobalTables, x86LogTraits, x86OldPtes } from '../x86/machine.ts';

/** A machine with x86 CPUs in 32-bit mode. */
export const machine: Machine = {
  arch: 'i386',
  names: {
    folder: 'x86',
    uname: ['i686', 'i586', 'i486'],
    kconfig: 'X86_32',
    node: 'ia32',
    elf: 3,
    qemu: 'i386',
    qemuToo: ['x86_64'],
    others: [],
    typed: ['ia32'],
  },
  addressSpace: 'flat',
  ...X86_MACHINE,
  notes: {
    qemu: X86_QEMU_NOTE,
    // v6.12 include/linux/elfcore.h elf_prstatus
    prstatus: { size: 144 },
  },
  tables: {
    vmcoreinfo: ({ settings }) => ({ paging: settings.has('X86_PAE') ? 3 : 2 }),
    control: {
      name: 'CR4',
      option: 'cr4',
      // PAE, bit 5.
      read(value) {
        const facts = { paging: (value & 0x20n) === 0n ? 2 : 3 };
        return { user: facts, kernel: facts };
      },
      // SDM vol. 3A, 2.5 CR4.PAE
    },
    // v6.12 arch/x86/kernel/vmcore_info_32.c arch_crash_save_vmcoreinfo
  },
  logLines,
  logTraits: {
    ...x86LogTraits(),
    tables: [{ set: 0x63n, clear: 0xfff0_0000_0000_0798n }],
    // Others have the address of the table there, or fewer flags: v6.12 arch/{arm,m68k,microblaze,mips,nios2,powerpc,riscv,sh,sparc,um,xtensa}/include/asm/pgtable*.h
    // On parisc it is the address above bit 8, with flags of which two can be these: v6.12 arch/parisc/include/asm/pgtable.h PxD_VALUE_SHIFT.
    ownTablesFrom: 0x100_0000n,
    kernelAddress: { set: 0xc000_0000n, clear: 0n },
    kernelPage: { set: 0x20n, clear: 0x204n },
    fixedMap: 0xffc0_0000n,
    barePage: {
      until: '2.6.25',
      // v2.6.15 arch/i386/mm/pageattr.c kernel_map_pages, __change_page_attr: __pgprot(0)
    },
    leastPhysBits: 32,
    cpuIgnoresIn: [
      ...x86GlobalTables().filter(({ levels }) => !levels.some((level) => level === 'pgd')),
      {
        levels: ['pgd'],
        paging: 3,
        mask: maskOf(63, 0),
        by: 'a CPU that reads this entry in a walk (under nested paging of AMD, or emulated by QEMU)',
        // SDM vol. 3A, 4.4.1: PDPTEs are loaded, and looked at, with CR3; APM vol. 2, 15.25.10: read on demand by a guest; QEMU v8.2 target/i386/tcg/sysemu/excp_helper.c mmu_translate
      },
    ],
    // SDM vol. 3A, 4.3 table 4-4: PSE-36
    moreAddressBits: { paging: 2, mask: 0x1f_e000n },
    userEnd: 0xc000_0000n,
    // Neither VMCOREINFO of i386 nor its logs say how far KASLR moved the kernel, which is less than KERNEL_IMAGE_SIZE.
    split: { builds: I386_SPLITS, below: 0n, image: 0x2000_0000n, tableWithin: 0x2000_0000n },
    wideLevels: 3,
    // Four bytes at `address >> 22` of the top table: with PAE that has four entries, and other memory stands behind it.
    noEntries: {
      shape: 'x86-32-walk',
      // A wide bound.
      until: '2.6.25',
      // A pde that is not present and not empty; one without ACCESSED or RW; one with a bit that is left to the kernel.
      tests: [
        ...Array.from({ length: 31 }, (_, bit) => ({ set: 2n << BigInt(bit), clear: 0x1n })),
        { set: 0x1n, clear: 0xa0n },
        { set: 0x1n, clear: 0x82n },
        { set: 0x201n, clear: 0n },
        { set: 0x401n, clear: 0n },
        { set: 0x801n, clear: 0n },
      ],
      // Eight words: with PAE the lower halves have PRESENT alone below the address, the upper ones four bits.
      topEnd: 8n << 22n,
      lowOnly: {
        shape: 'x86-old-pae-walk',
        below: { pgd: 1n << 22n, pmd: 1n << 12n },
        text: 'kernels before 2.6.22 print the words of the tables of PAE, or of what stands behind them, that the address has without PAE',
      },
      text: 'no pde that a kernel makes: an overwritten one, or what stands behind the top table of PAE, which kernels before 2.6.22 print as well',
      empty: {
        until: '2.6.22',
        paging: 2,
        text: ', unless the kernel has PAE: then it is half of an entry of the top table, or what stands behind that',
      },
      // v2.6.21 arch/i386/mm/fault.c do_page_fault; include/asm-i386/pgtable.h _PAGE_TABLE, _KERNPG_TABLE
    },
    oldPtes: [
      ...x86OldPtes(),
      {
        until: '2.6.29',
        paging: 2,
        set: 0n,
        // With PAE the swap entry stands in the upper half, then as now.
        clear: 0xffff_ffff_0000_00c1n,
        text: X86_OLD_SWAP,
        isPrinted: true,
        swap: { type: { lo: 1, width: 5 }, offset: { lo: 8, width: 24 } },
        // v2.6.26 include/asm-x86/pgtable-2level.h __swp_type, __swp_offset; v2.2, v2.4 include/asm-i386/pgtable.h SWP_TYPE, SWP_OFFSET (with PAE the lower half of the pte)
      },
    ],
    walksThroughEmptyTop: true,
    // v6.12 arch/x86/include/asm/pgtable_types.h _KERNPG_TABLE; page_32_types.h (KERNEL_IMAGE_SIZE), Kconfig PAGE_OFFSET (VMSPLIT_3G is the usual split); arch/x86/kernel/crash_core_32.c arch_crash_save_vmcoreinfo; pgtable-3level.h pmd_ERROR; v6.12 arch/x86/mm/fault.c dump_pagetable and include/asm-generic/pgtable-nopud.h pgd_present (true with PAE, whatever the entry)
  },
};
