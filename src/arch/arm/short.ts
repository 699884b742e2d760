import { bitRows, type Form, type Level, type WrittenRow } from '../../core/rows/layout.ts';
import type { ArchLayout } from '../../core/rows/architecture.ts';
import { ARM_LACKS, ARM_SYMBOLS, swapLayouts, swapRows } from './common.ts';
import { operations, predicates } from './short-functions.ts';

const LEAF: readonly Form[] = ['leaf', 'protnone'];
/** All levels above the pte are one: the first level of the hardware. */
const UPPER: readonly Level[] = ['pgd', 'p4d', 'pud', 'pmd'];
const PG2 = 'arch/arm/include/asm/pgtable-2level.h';
const HWDEF = 'arch/arm/include/asm/pgtable-2level-hwdef.h';
const PGTABLE = 'arch/arm/include/asm/pgtable.h';

/** Linux's own pte, which stands beside that of the hardware. */
// prettier-ignore
const pteRows = (): readonly WrittenRow[] => [
  { hi: 11, name: 'L_PTE_NONE', short: 'protnone', letter: 'O', set: 'mapped without access (PROT_NONE)', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_NONE` },
  { hi: 10, name: 'L_PTE_SHARED', short: 'shared', letter: 's', set: 'shareable', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_SHARED` },
  { hi: 9, name: 'L_PTE_XN', short: 'nx', letter: 'N', set: 'no-execute', clear: 'executable', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_XN` },
  { hi: 8, name: 'L_PTE_USER', short: 'user', letter: 'U', set: 'user mode may use it', clear: 'kernel only', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_USER` },
  { hi: 7, name: 'L_PTE_RDONLY', short: 'rdonly', letter: 'r', set: 'read-only', clear: 'writable (for the CPU only once it is dirty)', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_RDONLY` },
  { hi: 6, name: 'L_PTE_DIRTY', short: 'dirty', letter: 'D', set: 'written (the first write to a clean page faults)', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_DIRTY` },
  { hi: 5, name: 'L_PTE_MT[3]', short: 'attr3', letter: 'f', set: 'memory type, bit 3', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_MT_MASK` },
  { hi: 4, name: 'L_PTE_MT[2]', short: 'attr2', letter: 'e', set: 'memory type, bit 2', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_MT_MASK` },
  { hi: 3, name: 'L_PTE_MT[1]', short: 'attr1', letter: 'b', set: 'memory type, bit 1 (cacheable)', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_MT_MASK` },
  { hi: 2, name: 'L_PTE_MT[0]', short: 'attr0', letter: 'a', set: 'memory type, bit 0 (bufferable)', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_MT_MASK` },
  { hi: 1, name: 'L_PTE_YOUNG', short: 'accessed', letter: 'A', set: 'used', clear: 'not used since it was cleared: the hardware pte is 0 until the next access faults', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_YOUNG` },
  { hi: 1, kind: 'reserved', set: 'must be zero in a swap entry', forms: ['swap'], levels: ['pte'], src: `v6.12 ${PGTABLE} swap entry comment` },
  { hi: 0, name: 'L_PTE_PRESENT', short: 'present', letter: 'P', set: 'mapped', forms: LEAF, levels: ['pte'], src: `v6.12 ${PG2} L_PTE_PRESENT` },
  ...swapRows(),
];

const domain = (letter: string, bit: number): WrittenRow => ({
  hi: bit + 5,
  name: `PMD_DOMAIN[${bit}]`,
  short: `domain${bit}`,
  letter,
  set: `domain of the access permissions, bit ${bit}`,
  forms: [...LEAF, 'table'],
  levels: UPPER,
  src: `v6.12 ${HWDEF} PMD_DOMAIN`,
});

/** A first-level descriptor of the hardware: `pgd_t` holds two. */
// prettier-ignore
const descriptorRows = (): readonly WrittenRow[] => [
  { hi: 19, name: 'NS', short: 'ns', letter: 'w', set: 'memory outside of the secure world (hardware, unused by Linux)', forms: ['leaf'], levels: UPPER, src: 'Arm ARM DDI 0406 B3.5.1 short-descriptor first-level descriptor, NS' },
  { hi: 18, name: 'PMD_SECT_SUPER', short: 'super', letter: 'H', set: 'supersection: maps 16 MiB', clear: 'section: maps 1 MiB', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_SUPER` },
  { hi: 17, name: 'PMD_SECT_nG', short: 'ng', letter: 'n', set: 'not global', clear: 'global TLB entry', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_nG` },
  { hi: 16, name: 'PMD_SECT_S', short: 'shared', letter: 's', set: 'shareable', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_S` },
  { hi: 15, name: 'PMD_SECT_APX', short: 'apx', letter: 'j', set: 'read-only, whatever PMD_SECT_AP_WRITE says', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_APX` },
  { hi: 14, name: 'PMD_SECT_TEX[2]', short: 'tex2', letter: 'z', set: 'memory type, TEX bit 2', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_TEX` },
  { hi: 13, name: 'PMD_SECT_TEX[1]', short: 'tex1', letter: 'y', set: 'memory type, TEX bit 1', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_TEX` },
  { hi: 12, name: 'PMD_SECT_TEX[0]', short: 'tex0', letter: 'v', set: 'memory type, TEX bit 0', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_TEX` },
  { hi: 11, name: 'PMD_SECT_AP_READ', short: 'user', letter: 'U', set: 'user mode may read it', clear: 'kernel only', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_AP_READ` },
  { hi: 10, name: 'PMD_SECT_AP_WRITE', short: 'rw', letter: 'W', set: 'writable, without PMD_SECT_APX', clear: 'read-only', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_AP_WRITE` },
  { hi: 9, name: 'PMD_PROTECTION', short: 'ecc', letter: 'u', set: 'ECC is on (implementation defined)', forms: ['leaf', 'table'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_PROTECTION` },
  ...["Z", "m", "g", "d"].map((letter, at) => domain(letter, 3 - at)),
  { hi: 4, name: 'PMD_SECT_XN', short: 'nx', letter: 'N', set: 'no-execute; on CPUs before ARMv6 always set (PMD_BIT4), without a meaning', clear: 'executable', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_XN, PMD_BIT4` },
  { hi: 4, name: 'PMD_BIT4', short: 'bit4', letter: 'Y', set: 'bit 4: one in tables of CPUs before ARMv6', forms: ['table'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_BIT4` },
  { hi: 3, name: 'PMD_SECT_CACHEABLE', short: 'attr1', letter: 'b', set: 'cacheable', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_CACHEABLE` },
  { hi: 3, name: 'NS', short: 'table_ns', letter: 'q', set: 'memory outside of the secure world (hardware, unused by Linux)', forms: ['table'], levels: UPPER, src: 'Arm ARM DDI 0406 B3.5.1 short-descriptor first-level descriptor, NS' },
  { hi: 2, name: 'PMD_SECT_BUFFERABLE', short: 'attr0', letter: 'a', set: 'bufferable', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_BUFFERABLE` },
  { hi: 2, name: 'PMD_PXNTABLE', short: 'table_pxn', letter: 'X', set: 'no kernel execution below this table', forms: ['table'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_PXNTABLE` },
  { hi: 1, name: 'PMD_TYPE_SECT', short: 'section', letter: 'M', set: 'maps a section', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_TYPE_SECT` },
  { hi: 0, name: 'PMD_SECT_PXN', short: 'pxn', role: 'kernel_nx', letter: 'x', set: 'no kernel execution', forms: ['leaf'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_SECT_PXN` },
  { hi: 0, name: 'PMD_TYPE_TABLE', short: 'present', letter: 'P', set: 'points to a table', forms: ['table'], levels: UPPER, src: `v6.12 ${HWDEF} PMD_TYPE_TABLE` },
];

/**
 * arm with short descriptors: two levels, entries of 32 bits. The hardware has neither a dirty nor an accessed bit, so
 * Linux keeps a table of its own in front of each of the hardware's, and its pte is the one with a meaning for it.
 */
export const shortLayout = (): ArchLayout => ({
  since: '4.14',
  levels: [
    { level: 'pgd', shift: 20, indexBits: 12 },
    { level: 'pte', shift: 12, indexBits: 8, tableOffset: -2048 },
  ],
  paging: [{ value: 2 }],
  pageShift: [{ value: 12 }],
  physBits: [{ value: 36, config: ['SPARSEMEM'] }, { value: 32 }],
  wordBits: 32,
  entryBits: [{ value: 32 }],
  symbols: ARM_SYMBOLS,
  lacks: ARM_LACKS,
  none: [{ levels: [...UPPER, 'pte'], value: 0n, ignores: 0n, src: `v6.12 ${PGTABLE} pte_none, pmd_none` }],
  // prettier-ignore
  forms: [
    { form: 'protnone', levels: ['pte'], when: [{ set: 0x801n, clear: 0n }], implies: ['present', 'protnone'], src: `v6.12 ${PG2} L_PTE_NONE` },
    { form: 'leaf', levels: ['pte'], when: [{ set: 0x1n, clear: 0n }], implies: ['present'], src: `v6.12 ${PGTABLE} pte_present` },
    { form: 'leaf', levels: UPPER, when: [{ set: 0x2n, clear: 0n }], implies: ['section'], src: `v6.12 ${PG2} pmd_leaf` },
    { form: 'table', levels: UPPER, when: [{ set: 0x1n, clear: 0n }], implies: ['present'], src: `v6.12 ${PG2} pmd_present, pmd_bad` },
    { form: 'table', levels: UPPER, when: [{ set: 0n, clear: 0x3n }], implies: ['bit4'], invalid: true, text: 'a table for pmd_present() and pmd_bad(), a fault for the CPU: no kernel makes such an entry', src: `v6.12 ${PG2} pmd_present, pmd_bad` },
  ],
  rows: bitRows([...pteRows(), ...descriptorRows()]),
  // prettier-ignore
  pfn: [
    { forms: LEAF, levels: ['pte'], hi: 31, lo: 12, pageShift: 12, src: `v6.12 ${PGTABLE} pte_pfn` },
    { forms: ['table'], levels: UPPER, hi: 31, lo: 10, pageShift: 12, src: `v6.12 ${PGTABLE} pmd_page_vaddr` },
    { forms: ['leaf'], levels: UPPER, hi: 31, lo: 24, more: [{ hi: 23, lo: 20, at: 32 }, { hi: 8, lo: 5, at: 36 }], when: { set: 0x40000n, clear: 0n }, pageShift: 24, src: `v6.12 ${PG2} SUPERSECTION_MASK; Arm ARM DDI 0406 B3.5.1 supersection, extended base address` },
    { forms: ['leaf'], levels: UPPER, hi: 31, lo: 20, when: { set: 0n, clear: 0x40000n }, pageShift: 20, src: `v6.12 ${PG2} SECTION_MASK` },
  ],
  swap: swapLayouts(),
  predicates,
  operations,
  src: `v6.12 ${PGTABLE} pte_none, pte_present, pmd_none`,
});
