import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// v3.0 include/linux/swapops.h SWP_TYPE_SHIFT, swap.h MAX_SWAPFILES_SHIFT: the type in the top 5 bits, 27 to 31 of a word of 32.
const LARGE = 'swap_free: Bad swap file entry 10000000';
const SMALL = 'swap_free: Bad swap offset entry 00730000';

// prettier-ignore
const SPOKEN: readonly LogKind[] = [
  ...['Subject: Linux 2.6.10-rc3-bk15 hanged under high load (i386)', 'Linux 2.6.10-rc3-bk15 on i386 hangs', 'Linux 2.6.10-rc3-bk15 #1 SMP i686 GNU/Linux', 'I run i386 Debian, kernel 2.6.10-rc3-bk15', 'My i386 box hangs with Linux 2.6.10-rc3-bk15', 'Linux 2.6.10-rc3-bk15 (i686)'].map((line): LogKind => ({
    name: `i386 beside a kernel: ${line}`, log: [line, LARGE, SMALL], values: ['2 swap_entry -', '3 swap_entry swap'], said: [/i386 \(architecture assumed\).*speaks of Linux 2\.6\.10-rc3-bk15/, /before 3\.1 have them: type 2, offset 0x0/, /offset 0x730000 is beyond/], never: [/x86_64/] })),
  ...([['Linux 2.6.24 on MIPS router', 'MIPS'], ['Linux 2.6.24 on my Alpha', 'alpha'], ['My sparc64 box runs kernel 2.6.24', 'sparc64']] as const).map(([line, name]): LogKind => ({
    name: `a machine without tables beside a kernel: ${line}`, log: [line, SMALL], values: ['2 swap_entry -'], said: [new RegExp(`no tables for ${name}, which the text speaks of`)] })),
  { name: 'arm64 beside a kernel, named again without it', log: ['kernel 5.4 on arm64 crashes', 'I said kernel 5.4', 'get_swap_device: Bad swap offset entry 00730000'], values: ['3 swap_entry swap'], said: [/Linux 5\.4, arm64 \(architecture assumed\)/] },
  ...['Linux 2.6.24 (alpha) hangs', 'I build on arm64 for i386, kernel 2.6.24', 'Linux 2.6.24 on my desktop, (see i386)', 'The i386 manual is old. Linux 2.6.24 hangs'].map((line): LogKind => ({
    name: `no machine beside a kernel: ${line}`, log: [line, SMALL], values: ['2 swap_entry swap'], said: [/x86_64 \(architecture assumed\)/] })),
  // A walk of 16 digits is none of a machine of 32 bits, whatever the text speaks of.
  { name: 'lines of 64 bits tell more', log: ['Linux 2.6.24 on i386', 'RAX: 0000000000000000 RBX: 0000000000000000', SMALL], values: ['3 swap_entry swap'], said: [/x86_64/], never: [/i386/] },
];

// makedumpfile 1.7 arch/x86_64.c __vtop4_x86_64, arch/x86.c vtop_x86_PAE: "  PGD : %16lx => %16lx", and the same of the other levels.
const row = (level: string, place: string, value: string): string =>
  `  ${level} : ${place.padStart(16)} => ${value.padStart(16)}`;
// prettier-ignore
const MAKEDUMPFILE: readonly LogKind[] = [
  // A public report of a machine with five levels, with its blanks taken out.
  { name: 'makedumpfile, five levels', log: ['Translating virtual address ff11003119097ffa to physical address.', '  PGD : 6624888 => 7c01067', '  P4D : 7c01000 => 7c02067', '  PUD : 7c02620 => 107119063', '  PMD : 107119640 => 80000031190001e3'],
    values: ['2 pgd table 0x7c01', '3 p4d table 0x7c02', '4 pud table 0x107119', '5 pmd present 0x3119000'], said: [/x86_64;/], never: [/architecture assumed/] },
  { name: 'makedumpfile, its own blanks, quoted', log: [row('PGD', '1af5067', '1af6067'), row('PUD', '1af6020', '13961c063'), row('PMD', '13961ce80', '13a073063'), row('PTE', '13a073be8', '800000013a17d163')].map((line) => `> ${line}`),
    values: ['1 pgd table 0x1af6', '2 pud table 0x13961c', '3 pmd table 0x13a073', '4 pte present 0x13a17d'], said: [/x86_64;/] },
  { name: 'makedumpfile, i386 with PAE: no pud', log: [row('PGD', '70a018', '70c001'), row('PMD', '70c010', '70d063'), row('PTE', '70d008', '401163')],
    values: ['1 pgd table 0x70c', '2 pmd table 0x70d', '3 pte present 0x401'], said: [/ i386, 3-level paging; /], never: [/earlier report/] },
  { name: 'makedumpfile, two columns', log: ['  PGD : 6624888 => 7c01067        PUD : 7c02620 => 107119063', '  P4D : 7c01000 => 7c02067        PMD : 107119640 => 80000031190001e3'],
    values: ['1 pgd table 0x7c01', '1 pud table 0x107119', '2 pmd present 0x3119000'] },
  // makedumpfile 1.7 arch/ia64.c vtop3_ia64 has the same rows; its tables have no flags (asm-ia64/pgalloc.h pgd_populate: __pa()).
  { name: 'makedumpfile, ia64', log: [row('PGD', '4000', '70c000'), row('PMD', '70c010', '70d000'), row('PTE', '70d008', '10000000401661')], values: [], never: [/./] },
];

describe('sessions', () => {
  test.each(SPOKEN)('$name', expectKind);
  test.each(MAKEDUMPFILE)('$name', expectKind);
});
