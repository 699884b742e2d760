import { bitRows, type Form, type FormRow, type PfnRow, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { maskOf } from '../../core/u64.ts';
import { operations, predicates } from './functions.ts';

const LEAF: readonly Form[] = ['leaf', 'protnone'];
const MAPPED: readonly Form[] = [...LEAF, 'table'];
const UPPER = ['pgd', 'p4d', 'pud', 'pmd'] as const;
const BITS = 'arch/riscv/include/asm/pgtable-bits.h';
const PG64 = 'arch/riscv/include/asm/pgtable-64.h';
const PGTABLE = 'arch/riscv/include/asm/pgtable.h';
const NAPOT = 1n << 63n;
const FRAME = { forms: LEAF, levels: ['pte'], hi: 53, lo: 10, at: 12, pageShift: 12 } as const;
const NAPOT_FRAME = { ...FRAME, config: ['RISCV_ISA_EXT_SVNAPOT'], src: `v6.12 ${PGTABLE} pte_pfn` } as const;
/** The bit whose place says that a run is of 64 KiB, the only size that is not reserved. */
const NAPOT_64K = 13;

/**
 * Svnapot: the lowest bit that is set in the frame number gives the size of the run, and pte_pfn() clears it, also where
 * the size is a reserved one.
 */
const napotFrames = (): readonly PfnRow[] => [
  { ...NAPOT_FRAME, when: { set: 0n, clear: NAPOT } },
  ...Array.from({ length: FRAME.hi - FRAME.lo }, (_, n): PfnRow => {
    const size = FRAME.lo + n;
    const when = { set: NAPOT | (1n << BigInt(size)), clear: maskOf(size, FRAME.lo) ^ (1n << BigInt(size)) };
    return { ...NAPOT_FRAME, lo: size + 1, at: size + 3, pageShift: size === NAPOT_64K ? 16 : 12, when };
  }),
  // Nothing above the size, and no size at all: frame 0.
  {
    ...NAPOT_FRAME,
    hi: FRAME.hi - 1,
    when: { set: NAPOT | (1n << BigInt(FRAME.hi)), clear: maskOf(FRAME.hi - 1, FRAME.lo) },
  },
  { ...NAPOT_FRAME, when: { set: NAPOT, clear: maskOf(FRAME.hi, FRAME.lo) } },
];

/**
 * What the bits of a memory type of T-Head mean. Ordinary memory has 60 to 62 (_PAGE_PMA_THEAD), and so have tables that the kernel
 * makes of it (pfn_pgd, pfn_pmd); the others have none.
 */
const THEAD_TYPE = [
  [63, 'thead_so', 'strongly ordered', LEAF],
  [62, 'thead_c', 'cacheable', MAPPED],
  [61, 'thead_b', 'bufferable', MAPPED],
  [60, 'thead_sh', 'shareable', MAPPED],
  [59, 'thead_sec', 'trustable', LEAF],
] as const;

// Bits 10-53 are the frame number unless _PAGE_NAPOT is set: the rows in it are for what the number leaves.
// prettier-ignore
const rows = (): readonly WrittenRow[] => [
  { hi: 63, name: '_PAGE_NAPOT', short: 'napot', letter: 'c', set: 'one page of a naturally aligned run of 64 KiB (Svnapot)', forms: LEAF, levels: ['pte'], config: ['RISCV_ISA_EXT_SVNAPOT'], src: `v6.12 ${PG64} _PAGE_NAPOT` },
  { hi: 63, kind: 'reserved', set: 'must be zero on a CPU without Svnapot', unless: 'RISCV_ISA_EXT_SVNAPOT', forms: LEAF, levels: ['pte'], config: ['!RISCV_ISA_EXT_SVNAPOT', '!ERRATA_THEAD_MAE'], src: 'RISC-V privileged specification, Svnapot' },
  { hi: 63, kind: 'reserved', set: 'must be zero: only a pte can be part of a run (Svnapot)', forms: LEAF, levels: UPPER, config: ['!ERRATA_THEAD_MAE'], src: 'RISC-V privileged specification, Svnapot' },
  ...THEAD_TYPE.map(([bit, short, set, forms]): WrittenRow => ({ hi: bit, name: `T-Head memory type (bit ${bit})`, short, set: `memory type: ${set} (T-Head)`, forms, config: ['ERRATA_THEAD_MAE'], src: `v6.12 ${PG64} _PAGE_MTMASK_THEAD` })),
  { hi: 63, lo: 54, kind: 'reserved', set: 'must be zero in a table entry', forms: ['table'], config: ['!ERRATA_THEAD_MAE'], src: 'RISC-V privileged specification, Sv39 page-table entries' },
  ...[{ hi: 63 }, { hi: 59, lo: 54 }].map((bits): WrittenRow => ({ ...bits, kind: 'reserved', set: 'must be zero in a table entry', forms: ['table'], config: ['ERRATA_THEAD_MAE'], src: `v6.12 ${PGTABLE} pfn_pgd, ${PG64} _PAGE_PMA_THEAD` })),
  { hi: 62, name: '_PAGE_IO_SVPBMT', short: 'io', letter: 'h', set: 'memory type: non-cacheable, strongly ordered I/O (Svpbmt)', clear: 'memory type of the physical memory attributes', forms: LEAF, config: ['RISCV_ISA_EXT_SVPBMT'], src: `v6.12 ${PG64} _PAGE_IO_SVPBMT` },
  { hi: 61, name: '_PAGE_NOCACHE_SVPBMT', short: 'nocache', letter: 'i', set: 'memory type: non-cacheable, weakly ordered memory (Svpbmt)', forms: LEAF, config: ['RISCV_ISA_EXT_SVPBMT'], src: `v6.12 ${PG64} _PAGE_NOCACHE_SVPBMT` },
  { hi: 62, lo: 61, kind: 'reserved', set: 'must be zero on a CPU without Svpbmt; T-Head C9xx CPUs keep memory types of their own in bits 59-63', unless: 'RISCV_ISA_EXT_SVPBMT', forms: LEAF, config: ['!RISCV_ISA_EXT_SVPBMT', '!ERRATA_THEAD_MAE'], src: `v6.12 ${PG64} _PAGE_PMA_THEAD; RISC-V privileged specification, Svpbmt` },
  { hi: 60, name: '_PAGE_UFFD_WP', short: 'uffd_wp', letter: 'F', set: 'write-protected by userfaultfd', forms: LEAF, since: '6.19', until: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP', 'RISCV_ISA_EXT_SVRSW60T59B'], src: `v6.19 ${BITS} _PAGE_UFFD_WP` },
  { hi: 60, name: '_PAGE_UFFD', short: 'uffd_wp', letter: 'F', set: 'protected by userfaultfd (write, or read-write in an RWP mapping)', forms: LEAF, since: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP', 'RISCV_ISA_EXT_SVRSW60T59B'], src: `v7.3 ${BITS} _PAGE_UFFD` },
  { hi: 59, name: '_PAGE_SOFT_DIRTY', short: 'soft_dirty', letter: 'Y', set: 'written since clear_refs (soft-dirty)', forms: LEAF, since: '6.19', config: ['MEM_SOFT_DIRTY', 'RISCV_ISA_EXT_SVRSW60T59B'], src: `v6.19 ${BITS} _PAGE_SOFT_DIRTY` },
  { hi: 60, lo: 59, kind: 'reserved', set: 'must be zero on a CPU without Svrsw60t59b', forms: LEAF, config: ['!RISCV_ISA_EXT_SVRSW60T59B', '!ERRATA_THEAD_MAE'], src: 'RISC-V privileged specification, Sv39 page-table entries' },
  { hi: 58, lo: 54, kind: 'reserved', set: 'must be zero', forms: LEAF, src: 'RISC-V privileged specification, Sv39 page-table entries' },
  { hi: 45, lo: 10, name: 'reserved (256 TiB leaf)', kind: 'reserved', set: 'must be zero below a 256 TiB frame', forms: LEAF, levels: ['pgd'], paging: [5], src: `v6.12 ${PG64} PGDIR_SHIFT_L5` },
  { hi: 36, lo: 10, name: 'reserved (512 GiB leaf)', kind: 'reserved', set: 'must be zero below a 512 GiB frame', forms: LEAF, levels: ['pgd'], paging: [4], src: `v6.12 ${PG64} PGDIR_SHIFT_L4` },
  { hi: 36, lo: 10, name: 'reserved (512 GiB leaf)', kind: 'reserved', set: 'must be zero below a 512 GiB frame', forms: LEAF, levels: ['p4d'], src: `v6.12 ${PG64} P4D_SHIFT_L5` },
  { hi: 27, lo: 10, name: 'reserved (1 GiB leaf)', kind: 'reserved', set: 'must be zero below a 1 GiB frame', forms: LEAF, levels: ['pud'], src: `v6.12 ${PG64} PUD_SHIFT` },
  { hi: 18, lo: 10, name: 'reserved (2 MiB leaf)', kind: 'reserved', set: 'must be zero below a 2 MiB frame', forms: LEAF, levels: ['pmd'], src: `v6.12 ${PG64} PMD_SHIFT` },
  { hi: 53, lo: 14, name: 'reserved (napot size)', kind: 'reserved', set: 'a run of a size other than 64 KiB is reserved', forms: LEAF, levels: ['pte'], config: ['RISCV_ISA_EXT_SVNAPOT'], src: `v6.12 ${PG64} napot_cont_order` },
  { hi: 13, name: 'napot_size (bit 13)', short: 'napot_64k', letter: 'g', set: 'the run is of 64 KiB', forms: LEAF, levels: ['pte'], config: ['RISCV_ISA_EXT_SVNAPOT'], src: `v6.12 ${PG64} napot_cont_order` },
  { hi: 12, lo: 10, name: 'reserved (napot size)', kind: 'reserved', set: 'a run of a size other than 64 KiB is reserved', forms: LEAF, levels: ['pte'], config: ['RISCV_ISA_EXT_SVNAPOT'], src: `v6.12 ${PG64} napot_cont_order` },
  { hi: 9, name: '_PAGE_DEVMAP', short: 'devmap', letter: 'V', set: 'page of a device (ZONE_DEVICE)', forms: LEAF, config: ['ARCH_HAS_PTE_DEVMAP'], src: `v6.12 ${BITS} _PAGE_DEVMAP` },
  { hi: 8, name: '_PAGE_SPECIAL', short: 'special', letter: 'S', set: 'no struct page behind it (vm_normal_page refuses it)', forms: LEAF, src: `v6.12 ${BITS} _PAGE_SPECIAL` },
  { hi: 7, name: '_PAGE_DIRTY', short: 'dirty', letter: 'D', set: 'written', forms: LEAF, src: `v6.12 ${BITS} _PAGE_DIRTY` },
  { hi: 9, lo: 6, kind: 'reserved', set: 'no kernel sets them in a table entry', forms: ['table'], src: 'RISC-V privileged specification, Sv39 page-table entries' },
  { hi: 6, name: '_PAGE_ACCESSED', short: 'accessed', letter: 'A', set: 'used', clear: 'not used since it was cleared', forms: LEAF, src: `v6.12 ${BITS} _PAGE_ACCESSED` },
  { hi: 6, name: '_PAGE_SWP_EXCLUSIVE', short: 'exclusive', role: 'swp_exclusive', letter: 'E', set: 'the swapped page belongs to this process alone', forms: ['swap'], since: '6.3', src: `v6.3 ${BITS} _PAGE_SWP_EXCLUSIVE = _PAGE_ACCESSED` },
  { hi: 5, name: '_PAGE_GLOBAL', short: 'global', letter: 'G', set: 'global TLB entry', forms: ['leaf', 'table'], since: '5.17', src: `v6.12 ${BITS} _PAGE_GLOBAL` },
  { hi: 5, name: '_PAGE_GLOBAL', short: 'global', letter: 'G', set: 'global TLB entry', forms: ['leaf', 'protnone', 'table'], until: '5.17', src: `v5.11 ${BITS} _PAGE_GLOBAL` },
  { hi: 5, name: '_PAGE_PROT_NONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE or NUMA hinting)', forms: ['protnone'], since: '5.17', src: `v5.17 ${BITS} _PAGE_PROT_NONE = _PAGE_GLOBAL` },
  { hi: 5, kind: 'reserved', set: '_PAGE_PROT_NONE: an entry of this level is never so', forms: ['swap'], levels: ['pgd', 'p4d', 'pud'], since: '5.17', src: `v5.17 ${BITS} _PAGE_PROT_NONE = _PAGE_GLOBAL` },
  { hi: 4, name: '_PAGE_USER', short: 'user', letter: 'U', set: 'user mode may use it', clear: 'kernel only', forms: LEAF, src: `v6.12 ${BITS} _PAGE_USER` },
  { hi: 4, kind: 'reserved', set: 'must be zero in a table entry', forms: ['table'], src: 'RISC-V privileged specification, Sv39 page-table entries' },
  { hi: 4, name: '_PAGE_SWP_UFFD_WP', short: 'uffd_wp', role: 'swp_uffd_wp', letter: 'X', set: 'write-protected by userfaultfd', forms: ['swap'], since: '6.19', until: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP', 'RISCV_ISA_EXT_SVRSW60T59B'], src: `v6.19 ${BITS} _PAGE_SWP_UFFD_WP = _PAGE_USER` },
  { hi: 4, name: '_PAGE_SWP_UFFD', short: 'uffd_wp', role: 'swp_uffd_wp', letter: 'X', set: 'protected by userfaultfd (write, or read-write in an RWP mapping)', forms: ['swap'], since: '7.3', config: ['HAVE_ARCH_USERFAULTFD_WP', 'RISCV_ISA_EXT_SVRSW60T59B'], src: `v7.3 ${BITS} _PAGE_SWP_UFFD = _PAGE_USER` },
  { hi: 4, name: 'unused', kind: 'reserved', set: 'no kernel without uffd-wp sets it in a swap entry', forms: ['swap'], since: '6.19', config: ['!HAVE_ARCH_USERFAULTFD_WP'], src: `v6.19 ${PGTABLE} swap entry comment` },
  { hi: 4, name: 'unused', kind: 'reserved', set: 'no kernel sets it in a swap entry without the CPU extension Svrsw60t59b', forms: ['swap'], since: '6.19', config: ['HAVE_ARCH_USERFAULTFD_WP', '!RISCV_ISA_EXT_SVRSW60T59B'], src: `v6.19 ${BITS} _PAGE_SWP_UFFD_WP` },
  { hi: 4, name: 'unused', kind: 'reserved', set: 'no kernel before 6.19 sets it in a swap entry', forms: ['swap'], since: '5.17', until: '6.19', src: `v6.12 ${PGTABLE} swap entry comment` },
  { hi: 3, name: '_PAGE_EXEC', short: 'exec', letter: 'x', set: 'executable', clear: 'no-execute', forms: LEAF, src: `v6.12 ${BITS} _PAGE_EXEC` },
  { hi: 3, name: '_PAGE_SWP_SOFT_DIRTY', short: 'soft_dirty', role: 'swp_soft_dirty', letter: 'M', set: 'written since clear_refs (soft-dirty)', forms: ['swap'], levels: ['pte'], since: '6.19', config: ['MEM_SOFT_DIRTY', 'RISCV_ISA_EXT_SVRSW60T59B'], src: `v6.19 ${BITS} _PAGE_SWP_SOFT_DIRTY = _PAGE_EXEC` },
  { hi: 3, kind: 'reserved', set: 'must be zero in a swap entry', forms: ['swap'], levels: ['pgd', 'p4d', 'pud', 'pmd'], since: '5.17', src: `v6.12 ${PGTABLE} swap entry comment` },
  { hi: 3, kind: 'reserved', set: 'must be zero in a swap entry', forms: ['swap'], levels: ['pte'], since: '5.17', config: ['!MEM_SOFT_DIRTY'], src: `v6.12 ${PGTABLE} swap entry comment` },
  { hi: 3, kind: 'reserved', set: 'must be zero in a swap entry without the CPU extension Svrsw60t59b', forms: ['swap'], levels: ['pte'], since: '6.19', config: ['MEM_SOFT_DIRTY', '!RISCV_ISA_EXT_SVRSW60T59B'], src: `v6.19 ${BITS} _PAGE_SWP_SOFT_DIRTY` },
  { hi: 2, name: '_PAGE_WRITE', short: 'rw', letter: 'W', set: 'writable', clear: 'read-only', forms: LEAF, src: `v6.12 ${BITS} _PAGE_WRITE` },
  { hi: 2, lo: 1, kind: 'reserved', set: 'must be zero in a swap entry (_PAGE_LEAF)', forms: ['swap'], since: '5.17', src: `v6.12 ${PGTABLE} swap entry comment` },
  { hi: 1, name: '_PAGE_READ', short: 'read', letter: 'r', set: 'readable', forms: ['leaf', 'protnone'], since: '5.17', src: `v6.12 ${BITS} _PAGE_READ` },
  { hi: 1, name: '_PAGE_READ', short: 'read', letter: 'r', set: 'readable', forms: ['leaf'], until: '5.17', src: `v5.11 ${BITS} _PAGE_READ` },
  { hi: 1, name: '_PAGE_PROT_NONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE)', forms: ['protnone'], until: '5.17', src: `v5.11 ${BITS} _PAGE_PROT_NONE = _PAGE_READ` },
  { hi: 1, kind: 'reserved', set: '_PAGE_PROT_NONE: an entry of this level is never so', forms: ['swap'], levels: ['pgd', 'p4d', 'pud'], until: '5.17', src: `v5.11 ${BITS} _PAGE_PROT_NONE = _PAGE_READ` },
  { hi: 0, name: '_PAGE_PRESENT', short: 'present', letter: 'P', set: 'the CPU uses the entry', forms: ['leaf', 'table'], src: `v6.12 ${BITS} _PAGE_PRESENT` },
];

/** A page whose bits the CPU keeps for another use. */
const UNREADABLE = {
  invalid: true,
  isCorrupt: true,
  text: 'writable and not readable: present for the kernel, for the CPU such an entry is reserved, and faults',
  src: `v6.12 ${PGTABLE} pte_present, pmd_present; privileged architecture, "Encoding of PTE R/W/X fields"`,
} as const;

/** What is so, up to the shadow stacks of 7.0, which are writable alone, and since. */
const NO_READ = { until: '7.0', when: [{ set: 0x5n, clear: 0x2n }], ...UNREADABLE } as const;
const EXEC_NO_READ = { since: '7.0', when: [{ set: 0xdn, clear: 0x2n }], ...UNREADABLE } as const;

/** Both bits of the memory type; T-Head's ordinary memory has bit 60 besides. */
const PBMT = 3n << 61n;
const THEAD = 1n << 60n;

/** A page whose memory type is the reserved one. */
const TYPELESS = {
  invalid: true,
  isCorrupt: true,
  config: ['RISCV_ISA_EXT_SVPBMT'],
  text: 'its memory type is 3, which is reserved (Svpbmt): an access faults',
  src: `v6.12 ${PG64} _PAGE_MTMASK_SVPBMT; privileged architecture, "Svpbmt"`,
} as const;

/** The same with bit 60, which an intact kernel makes on another machine. */
const THEAD_MEMORY = {
  text: 'ordinary memory of a T-Head CPU (--config ERRATA_THEAD_MAE=y); on others memory type 3 is reserved',
  src: `v6.12 ${PG64} _PAGE_PMA_THEAD; privileged architecture, "Svpbmt"`,
} as const;

/** The kernels that have a name for bit 60. */
const NO_THEAD = [
  ['!RISCV_ISA_EXT_SVRSW60T59B'],
  ['HAVE_ARCH_USERFAULTFD_WP', 'RISCV_ISA_EXT_SVRSW60T59B'],
].map((config) => [...config, '!ERRATA_THEAD_MAE']);

/**
 * Bits with which an entry that is no leaf faults: U, A, D, and those above the address but for two that are software's with
 * Svrsw60t59b. RSW, bits 8 and 9, is ignored.
 */
const NOT_OF_TABLES = 0xd0n | maskOf(58, 54) | maskOf(63, 61);

/** Kernels since 5.19 give tables of their own half the memory type of T-Head's CPUs, all three bits, as they give it to pages. */
const THEAD_TABLE = {
  form: 'table',
  levels: UPPER,
  since: '5.19',
  when: [{ set: PBMT | THEAD | 0x1n, clear: 0xd0n | maskOf(59, 54) | (1n << 63n) }],
  src: `v6.12 ${PGTABLE} pfn_pgd, ${PG64} pfn_pmd`,
} as const;

/** What the kernel's functions take for a table, whatever bits it has. */
const RESERVED_TABLE = {
  invalid: true,
  isCorrupt: true,
  text: 'it has bits that are reserved in a table entry: an access faults',
  src: `v6.12 ${PGTABLE} pmd_present; privileged architecture, "Virtual Address Translation Process", "Svnapot", "Svpbmt"`,
} as const;

/**
 * The leaf bits: any of them makes an entry a leaf for the CPU, at every level ("Virtual Address Translation Process"). The
 * kernel maps its own memory with leaves of the upper levels too, though its p4d_leaf() and pgd_leaf() are constantly false.
 */
const RWX = [0x2n, 0x4n, 0x8n] as const;

/** riscv64 with Sv39, Sv48 or Sv57. */
export const layout = (): ArchLayout => ({
  since: '5.0',
  levels: [
    { level: 'pgd', shift: 48, indexBits: 9, paging: [5] },
    { level: 'pgd', shift: 39, indexBits: 9, paging: [4] },
    { level: 'p4d', shift: 39, indexBits: 9, paging: [5] },
    { level: 'pud', shift: 30, indexBits: 9, paging: [3, 4, 5] },
    { level: 'pmd', shift: 21, indexBits: 9 },
    { level: 'pte', shift: 12, indexBits: 9 },
  ],
  paging: [{ value: 3, config: ['!RISCV_SV48'] }, { value: 4 }],
  laterLevels: [
    { paging: 4, since: '5.17', src: 'commit e8a62cc26ddf arch/riscv/mm/init.c set_satp_mode' },
    { paging: 5, since: '5.18', src: 'commit 011f09d12052 arch/riscv/mm/init.c set_satp_mode' },
  ],
  pageShift: [{ value: 12 }],
  physBits: [{ value: 56 }],
  wordBits: 64,
  // prettier-ignore
  symbols: [
    { name: 'RISCV_SV48', standard: { since: '5.17' }, runtime: true, text: 'the CPU has Sv48 (4 levels); Sv39 otherwise' },
    { name: 'RISCV_ISA_SVRSW60T59B', since: '6.19', standard: true, text: 'support for the CPU extension Svrsw60t59b' },
    { name: 'RISCV_ISA_SVNAPOT', since: '6.4', standard: true, text: 'support for the CPU extension Svnapot' },
    { name: 'RISCV_ISA_EXT_SVNAPOT', since: '6.4', standard: false, runtime: true, needs: ['RISCV_ISA_SVNAPOT'], config: ['!ERRATA_THEAD_MAE'], feature: 'Svnapot', cpuFlag: 'svnapot', text: 'the CPU has Svnapot: bit 63 of a pte marks one page of a larger run' },
    { name: 'RISCV_ISA_SVPBMT', since: '5.19', standard: true, text: 'support for the CPU extension Svpbmt' },
    { name: 'RISCV_ISA_EXT_SVPBMT', since: '5.19', standard: false, runtime: true, needs: ['RISCV_ISA_SVPBMT'], config: ['!ERRATA_THEAD_MAE'], feature: 'Svpbmt', cpuFlag: 'svpbmt', text: 'the CPU has Svpbmt: bits 61-62 of a leaf are the memory type' },
    { name: 'ERRATA_THEAD_MAE', since: '5.19', standard: false, runtime: true, text: 'the CPU has memory types of T-Head: bits 59-63 of a leaf (ERRATA_THEAD_PBMT before 6.9); a .config only allows it' },
    { name: 'RISCV_ISA_EXT_SVRSW60T59B', since: '6.19', standard: true, runtime: true, needs: ['RISCV_ISA_SVRSW60T59B'], config: ['!ERRATA_THEAD_MAE'], feature: 'Svrsw60t59b', cpuFlag: 'svrsw60t59b', text: 'the CPU has Svrsw60t59b: software may use bits 59 and 60; without it the soft-dirty and uffd-wp masks are 0' },
    { name: 'HAVE_ARCH_USERFAULTFD_WP', since: '6.19', standard: true, needs: ['USERFAULTFD', 'RISCV_ISA_SVRSW60T59B'], text: 'uffd-wp bits; without it they have no meaning and the special pte has the value 0' },
    { name: 'MEM_SOFT_DIRTY', since: '6.19', standard: true, needs: ['RISCV_ISA_SVRSW60T59B'], text: 'soft-dirty bits' },
    { name: 'NUMA_BALANCING', since: '5.12', standard: true, needs: ['MIGRATION'], text: 'pte_protnone() before 7.3' },
    { name: 'TRANSPARENT_HUGEPAGE', since: '5.14', standard: true, text: 'pmd leaves' },
    { name: 'ARCH_ENABLE_THP_MIGRATION', since: '5.17', until: '7.3', standard: true, needs: ['TRANSPARENT_HUGEPAGE', 'MIGRATION'], text: 'pmd migration entries' },
    // ZONE_DEVICE of mm/Kconfig needs ARCH_HAS_PTE_DEVMAP (up to 6.16) and memory that can be removed: both came in 6.11.
    { name: 'DEVICE_PRIVATE', since: '6.11', standard: { since: '7.2' }, text: 'device-private and device-exclusive types' },
    { name: 'ARCH_HAS_PTE_DEVMAP', since: '6.11', until: '6.17', standard: true, text: 'the devmap bit' },
  ],
  lacks: ['MEMORY_FAILURE'],
  // prettier-ignore
  none: [
    { levels: [...UPPER, 'pte'], value: 0n, ignores: 0n, src: `v6.12 ${PGTABLE} pte_none, pmd_none, pud_none` },
  ],
  // prettier-ignore
  forms: [
    { form: 'leaf', levels: ['pte', 'pud', 'p4d', 'pgd'], ...NO_READ, implies: ['present', 'rw'] },
    { form: 'leaf', levels: ['pte', 'pud', 'p4d', 'pgd'], ...EXEC_NO_READ, implies: ['present', 'rw', 'exec'] },
    { form: 'leaf', levels: ['pmd'], config: ['!TRANSPARENT_HUGEPAGE'], ...NO_READ, implies: ['present', 'rw'] },
    { form: 'leaf', levels: ['pmd'], config: ['!TRANSPARENT_HUGEPAGE'], ...EXEC_NO_READ, implies: ['present', 'rw', 'exec'] },
    // The default one of these is a page that is being split.
    { form: 'leaf', levels: ['pmd'], config: ['TRANSPARENT_HUGEPAGE'], ...NO_READ },
    { form: 'leaf', levels: ['pmd'], config: ['TRANSPARENT_HUGEPAGE'], ...EXEC_NO_READ },
    { form: 'leaf', levels: ['pte'], when: [{ set: PBMT | 0x1n, clear: THEAD }], ...TYPELESS },
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x1n, clear: 0xen }], invalid: true, isCorrupt: true, text: 'neither readable, writable nor executable: for the CPU a pointer to a table, of which there is none below, and faults', src: `v6.12 ${PGTABLE} pte_present; privileged architecture, "Virtual Address Translation Process"` },
    { form: 'leaf', levels: UPPER, when: RWX.map((bit) => ({ set: PBMT | 0x1n | bit, clear: THEAD })), ...TYPELESS },
    ...NO_THEAD.map((config): FormRow => ({ form: 'leaf', levels: [...UPPER, 'pte'], since: '5.19', config, when: RWX.map((bit) => ({ set: PBMT | THEAD | 0x1n | bit, clear: 0n })), ...THEAD_MEMORY })),
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x1n, clear: 0n }], implies: ['present', 'read'], src: `v6.12 ${PGTABLE} pte_present` },
    { form: 'leaf', levels: ['pgd', 'p4d'], when: RWX.map((bit) => ({ set: 0x1n | bit, clear: 0n })), implies: ['present', 'read'], src: 'v6.12 arch/riscv/mm/init.c best_map_size, create_p4d_mapping; v6.3 create_pgd_mapping' },
    { form: 'leaf', levels: ['pmd', 'pud'], when: RWX.map((bit) => ({ set: 0x1n | bit, clear: 0n })), implies: ['present', 'read'], src: `v6.12 ${PGTABLE} pmd_leaf, ${PG64} pud_leaf, ${BITS} _PAGE_LEAF` },
    { form: 'table', levels: UPPER, when: [{ set: 0x1n, clear: NOT_OF_TABLES }], implies: ['present'], src: `v6.12 ${PGTABLE} pmd_present, ${BITS} _PAGE_TABLE` },
    { ...THEAD_TABLE, config: ['ERRATA_THEAD_MAE'] },
    { ...THEAD_TABLE, config: ['!ERRATA_THEAD_MAE'], text: 'table of the kernel on a T-Head CPU (--config ERRATA_THEAD_MAE=y); on others bits 61 and 62 are reserved, and an access faults' },
    { form: 'table', levels: UPPER, when: [{ set: 0x1n, clear: 0n }], implies: ['present', 'user'], ...RESERVED_TABLE },
    { form: 'protnone', levels: ['pte', 'pmd'], since: '5.17', when: [{ set: 0x20n, clear: 0x1n }], implies: ['protnone'], src: `v5.17 ${PGTABLE} pte_present, ${BITS} _PAGE_PROT_NONE` },
    { form: 'protnone', levels: ['pte', 'pmd'], until: '5.17', when: [{ set: 0x2n, clear: 0x1n }], implies: ['protnone'], src: `v5.11 ${PGTABLE} pte_present, ${BITS} _PAGE_PROT_NONE` },
    // pmd_present() tests the leaf bits too: splitting a large page takes only the present bit away.
    { form: 'leaf', levels: ['pmd'], since: '5.17', config: ['TRANSPARENT_HUGEPAGE'], when: RWX.map((bit) => ({ set: bit, clear: 0x1n })), implies: ['read'], invalid: true, src: `v5.17 ${PGTABLE} pmd_present` },
    // Read alone was a page without access then.
    { form: 'leaf', levels: ['pmd'], since: '5.14', until: '5.17', config: ['TRANSPARENT_HUGEPAGE'], when: [0x4n, 0x8n].map((bit) => ({ set: bit, clear: 0x3n })), implies: ['rw'], invalid: true, src: `v5.14 ${PGTABLE} pmd_present (commit e88b333142e4)` },
  ],
  rows: bitRows(rows()),
  // prettier-ignore
  pfn: [
    { forms: ['table'], levels: UPPER, hi: 53, lo: 10, at: 12, pageShift: 12, src: `v6.12 ${PG64} _PAGE_PFN_MASK` },
    ...napotFrames(),
    { ...FRAME, src: `v6.12 ${PG64} _PAGE_PFN_MASK` },
    { forms: LEAF, levels: ['pmd'], hi: 53, lo: 19, at: 21, pageShift: 21, src: `v6.12 ${PG64} _PAGE_PFN_MASK, PMD_SHIFT` },
    { forms: LEAF, levels: ['pud'], hi: 53, lo: 28, at: 30, pageShift: 30, src: `v6.12 ${PG64} _PAGE_PFN_MASK, PUD_SHIFT` },
    { forms: LEAF, levels: ['p4d'], hi: 53, lo: 37, at: 39, pageShift: 39, src: `v6.12 ${PG64} _PAGE_PFN_MASK, P4D_SHIFT_L5` },
    { forms: LEAF, levels: ['pgd'], paging: [4], hi: 53, lo: 37, at: 39, pageShift: 39, src: `v6.12 ${PG64} _PAGE_PFN_MASK, PGDIR_SHIFT_L4` },
    { forms: LEAF, levels: ['pgd'], paging: [5], hi: 53, lo: 46, at: 48, pageShift: 48, src: `v6.12 ${PG64} _PAGE_PFN_MASK, PGDIR_SHIFT_L5` },
  ],
  // prettier-ignore
  swap: [
    { since: '6.3', type: { lo: 7, width: 5 }, offset: { lo: 12, width: 52 }, fixed: 0n, src: `v6.3 ${PGTABLE} __SWP_TYPE_SHIFT, __SWP_OFFSET_SHIFT` },
    { since: '5.17', type: { lo: 6, width: 5 }, offset: { lo: 11, width: 53 }, fixed: 0n, src: `v5.17 ${PGTABLE} __SWP_TYPE_SHIFT, __SWP_OFFSET_SHIFT` },
    { type: { lo: 2, width: 5 }, offset: { lo: 7, width: 57 }, fixed: 0n, src: `v5.11 ${PGTABLE} __SWP_TYPE_SHIFT, __SWP_OFFSET_SHIFT` },
  ],
  predicates,
  operations,
  src: `v6.12 ${PGTABLE} pte_none, pte_present, pmd_present, pmd_leaf`,
});
