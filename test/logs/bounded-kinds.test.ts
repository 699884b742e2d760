import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  // 87143f404f33 (v5.13) arch/arm64/include/asm/pgalloc.h pmd_populate(), pud_populate(): PXN in tables of processes. An oops of a module on a Raspberry Pi, without a name.
  { name: 'arm64, tables of a process without PXN', log: ['[   77.000001] user pgtable: 4k pages, 39-bit VAs, pgdp=00000000144ad000', '[   77.000002] [000000000000beef] pgd=00000000144ae003, p4d=00000000144ae003, pud=00000000144ae003, pmd=0000000011b63003, pte=0000000000000000'],
    values: ['2 pgd table 0x144ae', '2 p4d table 0x144ae', '2 pud table 0x144ae', '2 pmd table 0x11b63', '2 pte none'], said: [/Linux 5\.12, arm64/] },
  { name: 'arm64, the same with it', log: ['user pgtable: 4k pages, 39-bit VAs, pgdp=00000000144ad000', '[000000000000beef] pgd=08000000144ae003, p4d=08000000144ae003, pud=08000000144ae003, pmd=0800000011b63003, pte=0000000000000000'],
    values: ['2 pgd table 0x144ae', '2 p4d table 0x144ae', '2 pud table 0x144ae', '2 pmd table 0x11b63', '2 pte none'], said: [/Linux 6\.12, arm64/] },
  // v6.12 arch/arm64/mm/mmu.c alloc_init_pud(): UXN without PXN in the tables of EFI's services, which lie at addresses of processes.
  { name: 'arm64, tables that are none of a process', log: ['user pgtable: 4k pages, 39-bit VAs, pgdp=00000000144ad000', '[000000000000beef] pgd=10000000144ae003, p4d=10000000144ae003, pud=10000000144ae003, pmd=0000000000000000'],
    values: ['2 pgd table 0x144ae', '2 p4d table 0x144ae', '2 pud table 0x144ae', '2 pmd none'], never: [/Linux 5\.12/] },
];

describe('what older kernels print, and how they keep entries', () => {
  test.each(KINDS)('$name', expectKind);
});
