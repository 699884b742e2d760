import { BLANK, LOWER, type LogLines, optional, pattern, START } from '../../core/rows/log-lines.ts';
import { X86_QEMU_NOTE } from '../x86/notes.ts';
import type { Machine } from '../../core/rows/machine.ts';
import {
  X86_FAULT_CODE,
  X86_FOREIGN,
  X86_OLD_PTES,
  X86_OLD_SWAP,
  X86_PERMISSIONS,
  X86_TABLE_FLAGS,
} from '../x86/machine.ts';

/** __START_KERNEL_map: where the text of the kernel is mapped. */
const TEXT_MAP = 0xffff_ffff_8000_0000n;

/** Names of the levels in Xen's walks. */
const XEN_LEVELS = [
  ['L4', 'pgd'],
  ['L3', 'pud'],
  ['L2', 'pmd'],
  ['L1', 'pte'],
] as const;

/** Names of the lower levels in walks of kernels before 2.6.11. */
const OLD_LOWER = [
  ['PGD', 'pud'],
  ['PMD', 'pmd'],
  ['PTE', 'pte'],
] as const;

const logLines = (): LogLines => ({
  shapes: [
    {
      name: 'x86-walk',
      needs: 'PGD ',
      tool: 'x86 oops, "Corrupted page table"',
      role: 'walk',
      announces: true,
      line: pattern(
        START,
        `(?<!PML4 [0-9a-f]{1,16} )PGD (?<pgd>[0-9a-f]{1,16})${BLANK}`,
        optional(LOWER, (level) => ` ${level.toUpperCase()} (?<${level}>[0-9a-f]{1,16})${BLANK}`),
        `(?<bad> BAD${BLANK})?`,
      ),
      says: ({ groups }) =>
        groups?.['p4d'] !== undefined
          ? { since: '4.11' }
          : groups?.['pud'] !== undefined
            ? { until: '4.12' }
            : {},
      walkSays: (has) => (has('pud') && !has('p4d') ? { until: '4.12' } : {}),
      example: 'PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000002eb7867',
      src: 'v6.12 arch/x86/mm/fault.c dump_pagetable (4.10 and before: without P4D)',
    },
    {
      // Its pgd is what is a pud since.
      name: 'x86-pml4-walk',
      needs: 'PML4 ',
      tool: 'x86_64 oops of 2.6.10 and before',
      role: 'walk',
      announces: true,
      line: pattern(
        START,
        String.raw`PML4 (?<pml4>(?=[a-f]*\d)[0-9a-f]{1,16})${BLANK}`,
        OLD_LOWER.map(([name, level]) => `(?: ${name} (?<${level}>[0-9a-f]{1,16})${BLANK})?`).join(''),
        `(?<bad> BAD${BLANK})?`,
      ),
      says: () => ({ wordBits: 64, until: '2.6.11' }),
      example: 'PML4 3ee1a067 PGD 3ee1b067 PMD 3ee1c067 PTE 0',
      src: 'v2.6.10 arch/x86_64/mm/fault.c dump_pagetable',
    },
    {
      name: 'x86-walk-part',
      needs: ['P4D ', 'PUD ', 'PMD ', 'PTE '],
      tool: 'x86 oops, continued on another line',
      role: 'walk',
      partOf: ['x86-walk'],
      announces: true,
      line: pattern(
        String.raw`${START}(?=(?:P4D|PUD|PMD|PTE) [0-9a-f]{1,16}${BLANK})`,
        optional(LOWER, (level) => `(?: ?${level.toUpperCase()} (?<${level}>[0-9a-f]{1,16})${BLANK})`),
        `(?<bad> BAD${BLANK})?`,
      ),
      example: 'PUD 3180067 PMD 33f102067',
      src: 'v4.9 arch/x86/mm/fault.c dump_pagetable: printk() without KERN_CONT, a line for each level up to 4.13',
    },
    {
      name: 'x86-walk-bad',
      needs: 'BAD',
      tool: 'x86 oops, a table that could not be read',
      role: 'walk',
      partOf: ['x86-walk'],
      line: pattern(String.raw`(?:^|[\s\]>;])(?<bad>BAD)\s*$`),
      example: '[    1.5] BAD',
      src: 'v6.12 arch/x86/mm/fault.c dump_pagetable: pr_info("BAD\\n")',
    },
    {
      // What is not present there is an entry of the hypervisor, whatever its bits.
      name: 'xen-walk',
      needs: ['L4[0x', 'L3[0x', 'L2[0x', 'L1[0x'],
      tool: 'Xen: "Pagetable walk from"',
      hypervisor: 'Xen',
      role: 'memory',
      line: pattern(
        ...XEN_LEVELS.map(
          ([name, level], index) =>
            String.raw`${index === 0 ? '' : '|'}(?<![\w:./*-])${name}\[0x[0-9a-f]{3}\] = (?<${level}>[0-9a-f]{15}[13579bdf]|0{16}) [0-9a-f]{16}(?=\s|$)`,
        ),
      ),
      example: '(XEN)  L4[0x1ff] = 0000000332815067 0000000000002815',
      src: 'Xen 4.14 arch/x86/x86_64/traps.c show_page_walk',
    },
  ],
  circumstances: [
    // crash 8.0 x86_64.c x86_64_uvtop_level4: no other machine calls its top table so.
    { needs: 'PML', line: /^(?:[>|\s]|&gt;)*PML4?: {1,3}[0-9a-f]{1,16} =(?:>|&gt;)/, read: () => ({}) },
    // crash 8.0 x86_64.c x86_64_translate_pte, x86.c x86_translate_pte: these names in this order, and NX.
    {
      needs: '|',
      line: /^(?:[>|\s]|&gt;)*[0-9a-f]{8,16} +[0-9a-f]{1,16} +\((?:PRESENT\|RW\b|[A-Z|]*\bNX\))/,
      read: () => ({ among: ['x86_64', 'i386'] }),
      isShared: true,
    },
    // QEMU 9.0 hw/i386/pc_piix.c, pc_q35.c: machines of no other CPUs are called so.
    {
      needs: 'Hardware name: ',
      line: /Hardware name: QEMU Standard PC \(/,
      read: () => ({ among: ['x86_64', 'i386'] }),
      isShared: true,
    },
    // v5.1 show_fault_oops() and the lines that begin with #PF; the bounds are wide.
    {
      needs: 'BUG: unable to handle kernel ',
      line: /BUG: unable to handle kernel (?:paging request|NULL pointer dereference) at\b/,
      read: () => ({ until: '5.2' }),
      isShared: true,
    },
    // v2.6.24 arch/x86/mm/fault_64.c do_page_fault; v2.6.25 fault.c show_fault_oops: "BUG: unable to handle".
    {
      needs: 'nable to',
      line: /Unable to handle kernel (?:paging request|NULL pointer dereference) at [0-9a-f]{16} RIP:?/,
      read: () => ({ wordBits: 64, before: '2.6.25' }),
    },
    // v4.14 show_fault_oops(), with or without the address; 4.19 has no such line (a wide bound).
    {
      needs: 'IP: ',
      line: /\bIP: (?:\[<[0-9a-f]{16}>\] )?(?:0x[0-9a-f]{3,16}|[\w.]+\+0x[0-9a-f]+\/0x[0-9a-f]+)(?=\s|$)/,
      read: () => ({ before: '4.19' }),
      isShared: true,
    },
    {
      needs: 'PF: ',
      line: /#PF: |^(?:[>|\s]|&gt;)*PF: (?:supervisor|user|error_code)\b/,
      read: () => ({ since: '5.0' }),
      isShared: true,
    },
    { needs: 'RIP: e0', line: /\bRIP: e0[23][0-9a-f]:/, read: () => ({ paravirtual: true }) },
    { needs: 'RIP: ', line: /\bRIP: [0-9a-f]{4}:/, read: () => ({ wordBits: 64 }) },
    { needs: ['CR2: ', 'RAX: '], line: /\b(?:CR2|RAX): \w{16} (?:CR3|RBX):/, read: () => ({ wordBits: 64 }) },
    {
      needs: '[<ffffff',
      line: /\[<ffffffff[89a-c][0-9a-f]{7}>\]/,
      // v6.16 arch/riscv/kernel/stacktrace.c print_trace_address, lib/vsprintf.c: riscv writes them so still.
      read: () => ({ wordBits: 64, likely: 'x86_64', untilArch: 'x86_64', untilThere: '4.10' }),
      isShared: true,
    },
    {
      needs: ' [#',
      line: /(?:Oops|Bad pagetable): [0-9a-f]{4} \[#\d+\].{0,200}(?<![O])PTI\b/,
      read: () => ({ isolated: true }),
      isShared: true,
    },
  ],
});

/** A machine with x86 CPUs in 64-bit mode. */
export const machine: Machine = {
  arch: 'x86_64',
  names: {
    folder: 'x86',
    uname: ['x86_64'],
    node: 'x64',
    elf: 62,
    qemu: 'x86_64',
    others: ['amd64'],
    typed: ['x64'],
  },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'sign-extended',
  userTag: {
    since: '6.4',
    mask: 0x3fn << 57n,
    name: 'LAM',
    src: 'commit 82721d8b25d7 arch/x86/mm/tlb.c; v6.12 arch/x86/kernel/process_64.c prctl_enable_tagged_addr, LAM_U57_BITS',
  },
  rootRegister: 'CR3',
  levels: {
    vmcoreinfo: 'pgtable_l5_enabled',
    cpuFlag: 'la57',
    yes: 5,
    no: 4,
    printsFolded: true,
    present: 0x1n,
    src: 'v6.12 arch/x86/kernel/vmcore_info_64.c; the kernel clears the CPU flag when it does not use it; arch/x86/mm/fault.c dump_pagetable; arch/x86/include/asm/pgtable.h pgd_present',
  },
  notes: {
    qemu: X86_QEMU_NOTE,
    // 112 bytes, then user_regs_struct, in which rip is the 17th register.
    prstatus: {
      size: 336,
      pc: 112 + 16 * 8,
      src: 'v6.12 include/linux/elfcore.h elf_prstatus; QEMU v7.2 target/i386/arch_dump.c x86_64_user_regs_struct',
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
      src: 'SDM vol. 3A, 2.5 CR4.PAE, CR4.LA57',
    },
    src: 'v6.12 arch/x86/mm/physaddr.c __phys_addr, arch/x86/kernel/vmcore_info_64.c; arch/x86/include/uapi/asm/processor-flags.h X86_CR3_LAM_U57, X86_CR3_LAM_U48',
  },
  isolation: {
    copyBit: 0x1000n,
    entries: 256,
    marks: 1n << 63n,
    ignores: 0x60n,
    src: 'v6.12 arch/x86/include/asm/pgtable.h kernel_to_user_pgdp, arch/x86/mm/pti.c __pti_set_user_pgtbl',
  },
  directMap: {
    kernelHalf: 0xff00_0000_0000_0000n,
    endsBefore: 1n << 44n,
    align: 1n << 30n,
    src: 'v6.12 arch/x86/mm/kaslr.c (regions moved by multiples of 1 GiB, their order kept; vmalloc 32 TiB with 4 levels)',
  },
  oddTables: [
    {
      start: 0xffff_ff00_0000_0000n,
      end: 0xffff_ff80_0000_0000n,
      levels: ['pud', 'pmd'],
      without: 0x2n,
      having: 1n << 63n,
      src: 'v6.12 arch/x86/kernel/espfix_64.c PGTABLE_PROT, init_espfix_ap; arch/x86/include/asm/pgtable_64_types.h ESPFIX_BASE_ADDR',
    },
    {
      start: 0xffff_ffff_8000_0000n,
      end: 0xffff_ffff_c000_0000n,
      levels: ['pmd'],
      without: 0n,
      having: 0x100n,
      src: 'v6.12 arch/x86/mm/pti.c pti_clone_pgtable: what page-table isolation clones of the image of the kernel is set global, tables too',
    },
  ],
  faultCode: X86_FAULT_CODE,
  permissions: X86_PERMISSIONS,
  tableFlags: X86_TABLE_FLAGS,
  logLines,
  logTraits: {
    tables: [{ set: 0x43n, clear: 0x7bf0_0000_0000_0798n }],
    kernelAddress: { set: 1n << 63n, clear: 0n },
    userEnd: 1n << 47n,
    cpuIgnores: 0x7ff0_0000_0000_0e00n,
    swapLayoutSymbol: 'L1TF_LAYOUT',
    foreign: X86_FOREIGN,
    oldPtes: [
      ...X86_OLD_PTES,
      {
        until: '2.6.29',
        set: 0n,
        clear: 0xc1n,
        text: X86_OLD_SWAP,
        swap: { type: { lo: 1, width: 5 }, offset: { lo: 8, width: 56 } },
        src: 'v2.6.26 include/asm-x86/pgtable_64.h __swp_type, __swp_offset',
      },
      {
        since: '3.16',
        until: '4.0',
        set: 0n,
        clear: 0x141n,
        isOpen: true,
        text: 'a swap entry of a kernel from 3.16 to 3.19: whether its offset begins at bit 9, at bit 10 (CONFIG_NUMA_BALANCING), or is inverted (L1TF), is unknown',
        src: 'v3.16 arch/x86/include/asm/pgtable_64.h SWP_OFFSET_SHIFT',
      },
    ],
    printsEntryPointer: true,
    src: 'v6.12 arch/x86/include/asm/pgtable_types.h _KERNPG_TABLE; v6.12 arch/x86/include/asm/page_64_types.h DEFAULT_MAP_WINDOW (what lies above is mapped only on demand); pgtable_64.h pmd_ERROR; SDM vol. 3A, 4.5 table 4-20',
  },
};
