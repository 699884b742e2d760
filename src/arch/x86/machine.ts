import type { LogTraits } from '../../core/rows/log-traits.ts';
import type { FaultCode } from '../../core/rows/fault-code.ts';
import type { Machine, Permissions } from '../../core/rows/machine.ts';

/** The error code of a page fault, of 32-bit machines as well. */
const FAULT_CODE: FaultCode = {
  from: 'errorCode',
  name: 'error code',
  of: [{ set: 0n, clear: 0n }],
  kind: [
    { set: 0x10n, clear: 0n, means: 'execute' },
    { set: 0x2n, clear: 0n, means: 'write' },
    { set: 0n, clear: 0n, means: 'read' },
  ],
  user: [{ set: 0x4n, clear: 0n }],
  cause: [
    { set: 0x9n, clear: 0n, means: 'reserved' },
    { set: 0x8n, clear: 0x1n, means: 'reserved-absent' },
    { set: 0x20n, clear: 0n, means: 'protection-key' },
    { set: 0x8000_0001n, clear: 0n, means: 'frame-owner' },
    { set: 0x8001n, clear: 0n, means: 'enclave' },
    { set: 0x41n, clear: 0n, means: 'shadow-stack' },
    { set: 0x1n, clear: 0n, means: 'permission' },
    { set: 0n, clear: 0n, means: 'missing' },
  ],
  // v6.12 arch/x86/include/asm/trap_pf.h x86_pf_error_code (X86_PF_SGX, X86_PF_RMP); SDM vol. 3A, 4.7; APM vol. 2, 15.36.10
};

/** SDM vol. 3A, 4.6 "Access Rights": of 32-bit machines as well. */
const PERMISSIONS: Permissions = {
  of: 'every-level',
  userPage: {
    execute: {
      text: 'SMEP: the kernel never executes them',
      since: '3.0',
      // v3.0 arch/x86/kernel/cpu/common.c setup_smep
    },
    access: {
      text: 'SMAP: the kernel may touch them only in its copy functions',
      since: '3.7',
      // v3.7 arch/x86/kernel/cpu/common.c setup_smap
    },
  },
};

const KERNPG = '_KERNPG_TABLE';
const TYPES = 'arch/x86/include/asm/pgtable_types.h';

/** What stands in memory of a PC, and is no entry. */
const foreign = (): NonNullable<LogTraits['foreign']> => [
  {
    set: 0xf000_0000_f000_0000n,
    clear: 0x0fff_0000_0fff_0000n,
    text: 'reads as two interrupt vectors of the BIOS (segment f000), as they stand at physical address 0',
    // SDM vol. 3A, 21.1.4 (real-address mode: an offset of 16 bits and a segment, from address 0 on)
  },
  {
    set: 0x9090_9090_9090_9090n,
    clear: 0x6f6f_6f6f_6f6f_6f6fn,
    text: 'every byte is 0x90: overwritten with instructions that do nothing (nop)',
    // SDM vol. 2B, NOP; v2.6.25 arch/x86/kernel/head_64.S: padding of code
  },
];

/** The one entry of the kernel's own that is not present by intention: PAGE_NONE of frame 0. */
const NO_KERNEL_PAGE: NonNullable<LogTraits['noKernelPage']> = {
  since: '4.14',
  value: 0x120n,
  text: 'PAGE_NONE of frame 0: no page (the kernel has such entries in its areas of the CPUs, cpu_entry_area)',
  // v4.18 arch/x86/mm/cpu_entry_area.c percpu_setup_debug_store; arch/x86/events/intel/ds.c ds_clear_cea; in 4.14 with page-table isolation
};

/** v4.0 dropped non-linear mappings of files. */
const FILE_PTE =
  'no swap entry in kernels before 4.0: it has the form of a page of a file that is mapped non-linearly (pte_file())';

/** What no kernel of these releases keeps there. */
const NO_PAGE = {
  until: '2.6.38',
  levels: ['pgd', 'p4d', 'pud', 'pmd'],
  text: 'not present: kernels before 2.6.38 keep no page in such an entry',
  // v2.6.37 arch/x86/include/asm/pgtable.h pmd_present (bit 0 alone); v2.6.38 mm/huge_memory.c
} as const;

/** The global bit of what is no page: AMD's CPUs have it reserved in a PML4E. */
export const x86GlobalTables = (): NonNullable<LogTraits['cpuIgnoresIn']> => [
  {
    levels: ['pgd', 'p4d'],
    forms: ['table'],
    mask: 0x100n,
    by: 'a CPU of AMD',
    // SDM vol. 3A, 4.5 table 4-15: ignored; v6.12 arch/x86/kvm/mmu/mmu.c __reset_rsvds_bits_mask nonleaf_bit8_rsvd (guest_cpuid_is_amd_compatible)
  },
  {
    levels: ['pud', 'pmd'],
    forms: ['table'],
    mask: 0x100n,
    // SDM vol. 3A, 4.5 tables 4-17, 4-19: ignored; 5ecad245de2a (v5.8) arch/x86/kvm/mmu/mmu.c: AMD ignores it as well
  },
];

/** How i386 and x86_64 read what is not present, but for swap entries. */
export const x86OldPtes = (): NonNullable<LogTraits['oldPtes']> => [
  {
    ...NO_PAGE,
    set: 0x80n,
    clear: 0x1n,
    text: `${NO_PAGE.text} but one of hugetlb without any right (PROT_NONE)`,
    // v2.6.32 mm/hugetlb.c hugetlb_change_protection: pte_mkhuge(pte_modify())
  },
  { ...NO_PAGE, set: 0x100n, clear: 0x1n },
  {
    until: '2.6.36',
    levels: NO_PAGE.levels,
    set: 0n,
    clear: 0x1n,
    text: 'not present: kernels before 2.6.36 keep no page in such an entry',
    // v2.6.35 mm/hugetlb.c hugetlb_fault; v2.6.36 the same: is_hugetlb_entry_hwpoisoned()
  },
  {
    until: '2.6.29',
    set: 0x80n,
    clear: 0x1n,
    text: 'a page without any right (PROT_NONE) as kernels before 2.6.29 have them, with bit 7',
    // v2.6.26 include/asm-x86/pgtable.h _PAGE_PROTNONE (the bit of large pages); _PAGE_BIT_GLOBAL in v2.6.29
  },
  {
    until: '2.6.29',
    set: 0x40n,
    clear: 0x81n,
    text: FILE_PTE,
    // v2.6.26 include/asm-x86/pgtable.h _PAGE_FILE
  },
  {
    since: '2.6.29',
    until: '4.0',
    set: 0x40n,
    clear: 0x101n,
    text: FILE_PTE,
    // v3.19 arch/x86/include/asm/pgtable_types.h _PAGE_FILE (the dirty bit), pgtable.h pte_file
  },
  {
    // Neither PROT_NONE of any release: all with pte_file() agree.
    until: '4.1',
    isUnnamed: true,
    isOpen: true,
    set: 0x40n,
    clear: 0x181n,
    text: FILE_PTE,
    // v2.6.26 and v3.19 _PAGE_FILE; v4.1 mm/memory.c print_bad_pte (messages tell no earlier release)
  },
];

/** What is said of swap entries whose offset begins at bit 8. */
export const X86_OLD_SWAP = 'a swap entry as kernels before 2.6.29 have them';

/** Bits that every table entry has which the kernel makes, of 32-bit machines as well. */
const TABLE_FLAGS = [
  { name: '_PAGE_RW', mask: 0x2n, src: `v6.12 ${TYPES} ${KERNPG}` },
  {
    name: '_PAGE_ACCESSED',
    mask: 0x20n,
    until: '6.1',
    src: `v5.11 ${TYPES} ${KERNPG}; v6.1 pmd_bad()`,
  },
  { name: '_PAGE_DIRTY', mask: 0x40n, src: `v6.12 ${TYPES} ${KERNPG}` },
] as const;

const SOFTWARE = {
  kind: 'flag',
  forms: ['leaf', 'protnone', 'unmapped'],
  levels: ['pud', 'pmd', 'pte'],
} as const;
const IOMAP = {
  hi: 10,
  lo: 10,
  name: '_PAGE_IOMAP',
  short: 'iomap',
  role: 'iomap',
  ...SOFTWARE,
  set: 'a mapping of a device',
  src: `v3.9 ${TYPES} _PAGE_BIT_IOMAP (be43d72835ba)`,
} as const;
const SPLITTING = {
  name: '_PAGE_SPLITTING',
  short: 'splitting',
  role: 'splitting',
  ...SOFTWARE,
  levels: ['pmd'],
  set: 'a huge page that is being split',
} as const;
const UNUSED1 = {
  hi: 9,
  lo: 9,
  name: '_PAGE_UNUSED1',
  short: 'unused1',
  role: 'unused1',
  ...SOFTWARE,
  set: 'available to software',
  src: 'v2.6.25 include/asm-x86/pgtable.h _PAGE_BIT_UNUSED1',
} as const;

/** Bits for software that had other names, or none, before the oldest tables. */
// prettier-ignore
const oldFlags = (): NonNullable<LogTraits['oldFlags']> => [
  { hi: 11, lo: 11, name: '_PAGE_UNUSED3', short: 'unused3', role: 'unused3', ...SOFTWARE, set: 'available to software', until: '2.6.31', src: `v2.6.30 ${TYPES} _PAGE_BIT_UNUSED3` },
  { hi: 11, lo: 11, name: '_PAGE_HIDDEN', short: 'hidden', role: 'hidden', ...SOFTWARE, set: 'hidden by kmemcheck, in kernels that are built with it', until: '3.11', src: `v3.9 ${TYPES} _PAGE_BIT_HIDDEN` },
  { hi: 10, lo: 10, name: '_PAGE_UNUSED2', short: 'unused2', role: 'unused2', ...SOFTWARE, set: 'available to software', until: '2.6.28', src: 'v2.6.25 include/asm-x86/pgtable.h _PAGE_BIT_UNUSED2' },
  { ...IOMAP, levels: ['pud', 'pte'], until: '3.17' },
  { ...IOMAP, levels: ['pmd'], until: '3.16' },
  { ...SPLITTING, hi: 10, lo: 10, until: '4.5', src: `v4.1 ${TYPES} _PAGE_BIT_SPLITTING (_PAGE_BIT_SOFTW2; in v3.16 _PAGE_BIT_IOMAP as well)` },
  { ...UNUSED1, until: '2.6.26' },
  // pte_special() is asked of ptes alone.
  { ...UNUSED1, levels: ['pmd'], until: '2.6.38' },
  // Those that change_page_attr() made of a large page, whose flags they kept.
  { hi: 8, lo: 8, name: '_PAGE_GLOBAL', short: 'global', role: 'global', kind: 'flag', forms: ['table'], levels: ['pud', 'pmd'], set: 'a large page of the kernel was split here', until: '2.6.29', src: 'v2.6.24 arch/x86/mm/pageattr_32.c __change_page_attr (PAGE_KERNEL), pageattr_64.c; v2.6.28 pageattr.c split_large_page; _KERNPG_TABLE since 07a66d7c53a5' },
  { ...SPLITTING, hi: 9, lo: 9, until: '3.16', src: `v3.14 ${TYPES} _PAGE_BIT_SPLITTING (_PAGE_BIT_UNUSED1)` },
];

/** The bits for software by what they are called whatever they are used for. */
// prettier-ignore
const openFlags = (): NonNullable<LogTraits['openFlags']> => [3, 2, 1].map((number) => ({
  hi: 8 + number, lo: 8 + number, name: `_PAGE_SOFTW${number}`, short: `softw${number}`, role: `softw${number}`, ...SOFTWARE, set: 'a bit for software: what for, its kernel tells', src: `v3.16 ${TYPES} _PAGE_BIT_SOFTW${number}`,
}));

/** What the machines of both modes have in common. */
export const X86_MACHINE = {
  byteOrder: { machine: 'little', tables: 'little' },
  rootRegister: 'CR3',
  faultCode: FAULT_CODE,
  permissions: PERMISSIONS,
  tableFlags: TABLE_FLAGS,
} as const satisfies Partial<Machine>;

/** What their logs have in common. */
export const x86LogTraits = (): Partial<LogTraits> & Pick<LogTraits, 'printsEntryPointer'> => ({
  noKernelPage: NO_KERNEL_PAGE,
  // SDM vol. 3A, 4.6: U/S of every level counts. v6.12 arch/x86/include/asm/pgtable_types.h _PAGE_TABLE, _KERNPG_TABLE
  userTables: true,
  swapLayoutSymbol: 'L1TF_LAYOUT',
  foreign: foreign(),
  showsAddress: true,
  oldFlags: oldFlags(),
  openFlags: openFlags(),
  printsEntryPointer: true,
});
