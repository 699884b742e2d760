import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// v3.0 include/linux/swapops.h SWP_TYPE_SHIFT, swap.h MAX_SWAPFILES_SHIFT: the type in the top 5 bits, 27 to 31 of a word of 32.
const LARGE = 'swap_free: Bad swap file entry 10000000';
const PATCH = 'Subject: [PATCH] x86/mm: fix';
const SMALL = 'swap_free: Bad swap offset entry 00730000';

// prettier-ignore
const SPOKEN: readonly LogKind[] = [
  ...['Subject: Linux 2.6.10-rc3-bk15 hanged under high load (i386)', 'Linux 2.6.10-rc3-bk15 on i386 hangs', 'Linux 2.6.10-rc3-bk15 #1 SMP i686 GNU/Linux', 'I run i386 Debian, kernel 2.6.10-rc3-bk15', 'My i386 box hangs with Linux 2.6.10-rc3-bk15', 'Linux 2.6.10-rc3-bk15 (i686)'].map((line): LogKind => ({
    name: `i386 beside a kernel: ${line}`, log: [line, LARGE, SMALL], values: ['2 swap_entry -', '3 swap_entry swap'], said: [/i386 \(architecture assumed\).*speaks of Linux 2\.6\.10-rc3-bk15/, /before 3\.1 have them: type 2, offset 0x0/, /offset 0x730000 is beyond/], never: [/x86_64/] })),
  ...([['Linux 2.6.24 on MIPS router', 'MIPS'], ['Linux 2.6.24 on my Alpha', 'alpha'], ['Linux 2.6.24 on an old Alpha box', 'alpha'], ['Linux 2.6.24 on an ARC700 board', 'ARC'], ['We run Linux 4.9 on our ARC HS38 board.', 'ARC'], ['We run kernel 5.4 on ARCv2.', 'ARC'], ['kernel 5.4, ARC EM4', 'ARC'], ['kernel 5.4 on HSDK (ARC HS38x4)', 'ARC'], ['User-mode Linux (UML) 5.4', 'User Mode Linux'], ['kernel 5.4 on the ARC HS family', 'ARC'], ['kernel 5.4 on ARC v2', 'ARC'], ['kernel 5.4 on ARC-HS38', 'ARC'], ['kernel 5.4, an ARC 700 CPU', 'ARC'], ['kernel 5.4 on ARC HS4xD', 'ARC'], ['User Mode Linux/x86_64 kernel 6.1', 'User Mode Linux'], ['user-mode linux process hung, kernel 5.4', 'User Mode Linux'], ['I run kernel 5.4 in user-mode linux.', 'User Mode Linux'], ['My sparc64 box runs kernel 2.6.24', 'sparc64']] as const).map(([line, name]): LogKind => ({
    name: `a machine without tables beside a kernel: ${line}`, log: [line, SMALL], values: ['2 swap_entry -'], said: [new RegExp(`no tables for ${name}, which the text speaks of`)] })),
  { name: 'arm64 beside a kernel, named again without it', log: ['kernel 5.4 on arm64 crashes', 'I said kernel 5.4', 'get_swap_device: Bad swap offset entry 00730000'], values: ['3 swap_entry swap'], said: [/Linux 5\.4, arm64 \(architecture assumed\)/] },
  ...['Linux 2.6.24 (alpha) hangs', 'I build on arm64 for i386, kernel 2.6.24', 'Linux 2.6.24 on my desktop, (see i386)', 'The i386 manual is old. Linux 2.6.24 hangs'].map((line): LogKind => ({
    name: `no machine beside a kernel: ${line}`, log: [line, SMALL], values: ['2 swap_entry swap'], said: [/x86_64 \(architecture assumed\)/] })),
  // arch/x86 is i386's folder as well: where the text says which, that is no other machine.
  ...[[PATCH, 'CONFIG_X86_32=y'], ['CONFIG_X86_32=y', 'diff --git a/arch/x86/mm/fault.c b/arch/x86/mm/fault.c'], [PATCH, 'kernel 2.6.24 on i386']].map((lines): LogKind => ({
    name: `i386 beside a patch of x86: ${lines.join(' | ')}`, log: [...lines, 'get_swap_device: Bad swap file entry 10730000'], values: ['3 swap_entry swap'], said: [/i386.*architecture assumed/, /offset 0x730000/] })),
  ...[[PATCH], [PATCH, 'diff --git a/arch/arm/mm/fault.c b/arch/arm/mm/fault.c']].map((lines): LogKind => ({
    name: `a patch of x86, which is of either size: ${lines.join(' | ')}`, log: [...lines, 'get_swap_device: Bad swap file entry 10730000'], values: [`${lines.length + 1} swap_entry -`], said: [/architecture unknown/] })),
  // Intel calls graphics Arc; a release, a driver can be alpha.
  ...['kernel 5.4; see http://user-mode-linux.sourceforge.net/ for gdb', 'kernel 5.4, user-mode linux binaries segfault', 'kernel 5.4, user-mode Linux daemon crashes', 'User-mode Linux executables of kernel 5.4 segfault', 'zfs: ARC 700 MB, kernel 5.4', 'We run Linux 5.4. The ARC 700 MB limit of ZFS is set.', 'Linux 6.8, sound over HDMI ARC EM', 'We run Linux 5.4 with ZFS (ARC v2 enabled)', 'My Arc A770 box runs Linux 6.8', 'Linux 6.8 on Arc crashes', 'Linux 6.8 with Intel ARC A770', 'kernel 6.1.5 switches to user mode', 'Cc: user-mode-linux-devel@lists.sourceforge.net, kernel 6.1.5', 'Our Arc emulator crashed on kernel 6.1.5', 'See the UML diagram of our driver; it runs kernel 6.1.5.', 'The UML kernel class diagram of our driver; it runs kernel 6.1.5.', 'See our UML mm diagram; kernel 6.1.5.', 'Linux 6.8 on my Arc box', 'Linux version 6.2.0-arc (root@box) (gcc 12) #1 SMP', 'CPU: 1 PID: 5 Comm: a.out Not tainted 6.2.0-intel-arc #1', 'kernel 5.4 on alpha quality driver', 'kernel 5.4 on an alpha-quality driver', 'Linux 5.4 on the alpha branch'].map((line): LogKind => ({
    name: `no machine without tables: ${line}`, log: [line, 'BUG: Bad page map in process a.out  pte:8000000123456067 pmd:061e5067'], values: ['2 pte present 0x123456', '2 pmd table 0x61e5'], said: [/x86_64/] })),
  ...['We test Linux 5.10 on powerpc, arm64 and x86.', 'We test Linux 5.10 on mips and x86', 'Linux 5.10 on sparc/mips hangs', 'I have a mips router and Linux 5.4 on my desktop'].map((line): LogKind => ({
    name: `several machines beside a kernel, or one of another: ${line}`, log: [line, 'BUG: Bad page map in process a.out  pte:8000000123456067 pmd:061e5067'], values: ['2 pte present 0x123456', '2 pmd table 0x61e5'], said: [/x86_64/] })),
  { name: 'one machine beside a kernel, and more words', log: ['Linux 5.10 on mips and it hangs', 'BUG: Bad page map in process a.out  pte:8000000123456067 pmd:061e5067'], values: ['2 pte -', '2 pmd -'], said: [/no tables for MIPS, which the text speaks of/] },
  // v6.12 arch/arc/Makefile CROSS_COMPILE, UTS_MACHINE
  ...['Linux version 5.10.0 (a@b) (arc-linux-gcc (ARCv2) 10.2) #1', 'Linux version 5.10.0 (a@b) (arc-buildroot-linux-uclibc-gcc 10.2) #1', 'Linux axs101 5.10.0 #1 SMP Thu Jan 1 2020 arc GNU/Linux'].map((line): LogKind => ({
    name: `ARC: ${line}`, log: [line, 'get_swap_device: Bad swap offset entry 00730000'], values: ['2 swap_entry -'], said: [/no tables for ARC/] })),
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
  // x86_64's own compiler in front, and who analyses the dump on another machine.
  ...([['x86_64-linux-gnu-gcc', / 5\.15, x86_64; named in the log/], ['aarch64-linux-gnu-gcc', /x86_64; assumed .*the log names 5\.15\.0 elsewhere, none for this/]] as const).map(([gcc, said]): LogKind => ({ name: `makedumpfile, below a kernel of ${gcc}`, log: [`Linux version 5.15.0 (a@b) (${gcc}) #1`, row('PGD', '6624888', '7c01067'), row('P4D', '7c01000', '7c02067'), row('PUD', '7c02620', '107119063')],
    values: ['2 pgd table 0x7c01', '3 p4d table 0x7c02', '4 pud table 0x107119'], said: [said], never: [/arm64; |reserved bits/] })),
  // makedumpfile 1.7 arch/arm.c vtop_arm: "  PGD : %08lx => %08lx", and the same of the pte.
  { name: 'makedumpfile, arm', log: ['Linux version 3.14.0 (a@b) armv7l', '  PGD : c0007028 => 2fffd811', '  PTE : ef7fd800 => 2f7fd45f'], values: [], never: [/./] },
  // makedumpfile 1.7 arch/ia64.c vtop3_ia64 has the same rows; its tables have no flags (asm-ia64/pgalloc.h pgd_populate: __pa()).
  { name: 'makedumpfile, ia64', log: [row('PGD', '4000', '70c000'), row('PMD', '70c010', '70d000'), row('PTE', '70d008', '10000000401661')], values: [], never: [/./] },
];

// v2.4 mm/swapfile.c swap_free, swap_duplicate ("%s%08lx", entry.val), include/asm-i386/pgtable.h SWP_TYPE (>> 1 & 0x3f), SWP_OFFSET (>> 8), pte_to_swp_entry (pte_low).
// prettier-ignore
const PRINTED: readonly LogKind[] = [
  // A public report of March 2002, shortened.
  { name: '2.4 of i386 prints the pte', log: ['I am using "Linux 2.4.7 #7 SMP Wed Feb 13 15:20:25 EST 2002 i686"', '*pde = 00000000', 'EIP:    0010:[fput+6/212]', 'Bad swap offset entry 00c60000', 'VM: Bad swap entry 000a0000', 'swap_free: Unused swap offset entry 00000112'],
    values: ['2 pmd none', '4 swap_entry -', '5 swap_entry -', '6 swap_entry -'], said: [/the pte itself, as kernels before 2\.5\.20 print it: type 0, offset 0xc600$/, /type 0, offset 0xa00$/, /type 9, offset 0x1$/], never: [/levels? paging assumed|-level paging/, /beyond the end/, /x86_64/] },
  { name: '2.4 of i386, no swap entry of its ptes', log: ['Linux version 2.4.20 (a@b)', 'EIP:    0010:[<c0259bb3>]    Not tainted', 'VM: Bad swap entry 00000180'], values: ['3 swap_entry -'], said: [/not decoded: .*this is none that those of i386 are known to have/] },
  { name: '2.4 of a machine that nothing tells', log: ['It is unstable with 2.4.19-pre10 and the 2.4.18 kernel', 'swap_dup: Bad swap file entry 00000020'], values: ['2 swap_entry -'], said: [/not decoded: .*kernels before 2\.5\.20 print the pte itself in such messages, and no line that counts says of which architecture/], never: [/does not tell its kernel/] },
  { name: '2.4 of i386, as the text says', log: ['I run kernel 2.4.18 on i386', 'VM: Bad swap entry 00000302'], values: ['2 swap_entry -'], said: [/the pte itself, as kernels before 2\.5\.20 print it: type 1, offset 0x3$/] },
  // linux-kernel 2002-02-22, Michal Jaegermann: the text says it is an Alpha, in words that are not taken for a machine.
  { name: '2.4 of a machine that words alone tell', log: ['Subject: "Bad pmd" storm with 2.4.18-rc1', '', 'After 2.4.18-rc1 was up roughly 80 hours on Alpha (Nautilus, UP1500),', ' swap_free: Bad swap file entry 6e6b206e6f697372'], values: ['4 swap_entry -'], said: [/no line that counts says of which architecture/], never: [/no line tells/] },
  { name: '2.4 of a machine whose old ptes are not known', log: ['Linux 2.4.20 on x86_64', 'VM: Bad swap entry 00000302'], values: ['2 swap_entry -'], said: [/not decoded: .*and no line that counts says of which architecture/], never: [/nothing says/] },
  { name: '2.4 of i386 as the text says, and lines of 64 bits', log: ['I run kernel 2.4.18 on i386', 'RAX: 0000000000000000 RBX: 0000000000000000', 'VM: Bad swap entry 00000302'], values: ['3 swap_entry -'], said: [/not decoded/], never: [/print it: type/] },
  // v2.2 mm/swapfile.c swap_free, mm/swap_state.c swap_duplicate, swap_count; a public report of 2.2.16, shortened.
  { name: '2.2 of i386 prints the pte', log: ['kernel 2.2.16C27_III', '*pde = 00000000', 'EIP:    0010:[try_to_free_buffers+18/136]', 'swap_duplicate at c01222f4: entry 00000100, unused page', 'swap_duplicate at c01222f4: entry 00000302,', 'swap_free: swap-space map bad (entry 00000100)', 'swap_count: entry 00ff0000, offset exceeds max'],
    values: ['2 pmd none', '4 swap_entry -', '5 swap_entry -', '6 swap_entry -', '7 swap_entry -'], said: [/print it: type 0, offset 0x1$/, /type 1, offset 0x3$/, /type 0, offset 0xff00$/] },
  { name: '2.2 of i386, wrapped', log: ['kernel 2.2.16C27_III', '*pde = 00000000', 'EIP:    0010:[try_to_free_buffers+18/136]', 'Jul 25 04:02:44 euro kernel: swap_free: swap-space map bad (entry', '00000302)'], values: ['2 pmd none', '5 swap_entry -'], said: [/print it: type 1, offset 0x3$/] },
  ...['swap_duplicate: entry', 'the function swap_count: entry 00000100 of the table', 'swap-space map is fine (entry 00000100)'].map((line): LogKind => ({ name: `no such message: ${line}`, log: ['Linux version 2.2.16 (a@b)', line], values: [], never: [/./] })),
  { name: '2.5 of i386 since', log: ['Linux version 2.5.64 (a@b)', 'EIP:    0060:[<c0259bb3>]    Not tainted', 'swap_free: Bad swap file entry 00000100'], values: ['3 swap_entry swap'], said: [/type 0 .*offset 0x100/], never: [/the pte itself/] },
];

// A public report of December 2005, shortened. ksymoops(8): "(specified)" is what the user named, "(default)" what it found.
const BAD_PMD = 'Dec 27 09:28:19 filemap.c:2234: bad pmd 020001e3.';
// prettier-ignore
const KSYMOOPS: readonly LogKind[] = [
  { name: 'ksymoops, the symbols that it was told to take', log: [BAD_PMD, 'ksymoops 2.4.9 on i686 2.4.32.  Options used', '     -o /lib/modules/2.4.32/ (default)', '     -m /boot/System.map-2.4.32 (specified)', '', 'Unable to handle kernel paging request at virtual address c22eee80', 'c0259bb3', '*pde = 020001e3', 'Oops: 0002'],
    values: ['1 pmd present 0x2000', '8 pmd present 0x2000'], said: [/i386 \(architecture assumed\).*the text speaks of Linux 2\.4\.32/, / i386 \(2-level paging assumed\); assumed, the text speaks of Linux 2\.4\.32/] },
  ...['     -m /boot/System.map-2.4.32 (default)', '     -m /boot/System.map (specified)'].map((line): LogKind => ({ name: `ksymoops, no release: ${line}`, log: [line, '*pde = 020001e3', 'Oops: 0002', 'EIP:    0010:[<c0259bb3>]    Not tainted'], values: ['2 pmd present 0x2000'], never: [/speaks of/] })),
];

const STEPS = [
  'crash> vtop 0xffff88013a17df88',
  'PML4 DIRECTORY: ffffffff81813000',
  'PAGE DIRECTORY: 1af5067',
  '   PUD: 1af5020 => 13961c063',
  '   PMD: 13961ce80 => 13a073063',
  '   PTE: 13a073be8 => 800000013a17d161',
  '  PAGE: 13a17d000',
  '',
];
const STEPPED = [
  '3 pgd table 0x1af5',
  '4 pud table 0x13961c',
  '5 pmd table 0x13a073',
  '6 pte present 0x13a17d',
];
const LINE_OF =
  'Line 1292 of "/build/linux-GU1w8g/linux-3.16.39/arch/x86/kernel/entry_64.S" starts at address 0xffffffff8151cdf3 <async_page_fault+3>';
const FAR = 'nothing of interest here, but a line of a mail that goes on and on\n'.repeat(150).trimEnd();

// Public sessions of gdb and crash, shortened. v6.12 arch/x86/kernel/head_64.S: init_top_pgt, early_top_pgt, level3_kernel_pgt are tables of x86_64 alone.
// prettier-ignore
const DEBUGGED: readonly LogKind[] = [
  // The word at 0xff * 8 of the page that CR3 names is an entry of the top table: QEMU 9.0 monitor/hmp-cmds-target.c memory_dump says of no word what it is.
  ...['(gdb) monitor xp/1gx 0x66c7000 + 0xff * 8', '0xffff8880066c77f8:\t0x0000000006713067'].map((first): LogKind => ({
    name: `the level of a word of memory is assumed: ${first}`, log: [first, '00000000066c77f8: 0x0000000006713067'], values: [...(first.startsWith('0x') ? ['1 pte present 0x6713'] : []), '2 pte present 0x6713'], said: [/PRESENT \(level assumed\)/] })),
  { name: 'crash, the source of its kernel behind the walk', log: [...STEPS, '* info line: line number of source file', LINE_OF], values: STEPPED, said: [/assumed, the text speaks of Linux 3\.16\.39: see --kernel/], never: [/7\.3/] },
  { name: 'crash, the source too far behind the walk', log: [...STEPS, FAR, LINE_OF], values: STEPPED, said: [/Linux 7\.3/], never: [/3\.16/] },
  { name: 'crash, a name in front of the walk', log: ['     RELEASE: 5.4.17-2011.1.2.el7uek.x86_64', ...STEPS, LINE_OF], values: STEPPED.map((value) => `${Number(value[0]) + 1}${value.slice(1)}`), said: [/named in the log \(5\.4\.17/], never: [/3\.16/] },
  { name: 'crash, a name behind the walk', log: [...STEPS, 'crash> log', 'Linux version 5.4.0 (a@b)', LINE_OF], values: STEPPED, said: [/Linux 5\.4.*5\.4\.0/], never: [/3\.16/] },
  { name: 'gdb, one array over several lines', log: ['(gdb) p/x table', '$5 = {{pmd = 0x0}, {pmd = 0x10001a1}, {', '    pmd = 0x1e001a1}, {pmd = 0x80000000022001a1}, {', '    pmd = 0x80000000024001a1}, {pmd = 0x0} <repeats 484 times>}'],
    values: ['2 pmd none', '2 pmd present 0x1000', '3 pmd present 0x1e00', '3 pmd present 0x2200', '4 pmd present 0x2400', '4 pmd none'], said: [/x86_64 \(architecture assumed\)/] },
  { name: 'gdb, small entries with a large one too far behind', log: ['$1 = {pgd = 0x3ee1a067}', FAR, '$2 = {pte = 0x8000000012345067}'], values: ['1 pgd -', '152 pte present 0x12345'], said: [/no line that counts says the size of its words \(--arch says it\)/] },
  { name: 'gdb, small entries with a large one near behind, and the kernel', log: ['$1 = {pgd = 0x3ee1a067}', '$2 = {pte = 0x8000000012345067}', 'This is kernel 5.4'], values: ['1 pgd table 0x3ee1a', '2 pte present 0x12345'], said: [/speaks of Linux 5\.4/], never: [/7\.3/] },
  { name: 'gdb, small entries and lines of 32 bits behind', log: ['$1 = {pte = 0x12345067}', 'EIP: 0060:[<c013ce25>]    Not tainted'], values: ['1 pte -'], said: [/a 32-bit machine, and no line that counts says which/] },
  // A machine that is spoken of behind gives the size of words; whose it is, is assumed, and only where the entry can be its.
  { name: 'gdb, lines of arm64 behind an entry with a bit that arm64 has not', log: ['$1 = {pte = 0x12345067}', '', 'Another machine of ours says:', 'x29: ffff00000805bd40 x28: ffff800012345678'], values: ['1 pte present 0x12345'], said: [/x86_64 \(architecture assumed\)/], never: [/arm64/] },
  { name: 'gdb, lines of arm64 behind an entry as arm64 makes it', log: ['$1 = {pmd = 0x12345003}', 'x29: ffff00000805bd40 x28: ffff800012345678'], values: ['1 pmd table 0x12345'], said: [/arm64 \(architecture assumed\)/] },
  { name: 'gdb, lines of x86_64 behind', log: ['$1 = {pte = 0x12345067}', 'RIP: 0010:[<ffffffff81686ac3>]'], values: ['1 pte present 0x12345'], said: [/x86_64 \(architecture assumed\)/] },
  ...['111850: ffffffff89922000  8192 OBJECT  GLOBAL DEFAULT   22 early_top_pgt', '(gdb) p/x early_top_pgt', '> $1 = 0xffffffff82a2e000 <init_top_pgt>', 'ffffffff81c0c000 D init_level4_pgt', '(gdb) print/x &level2_fixmap_pgt[511]'].map((line): LogKind => ({
    name: `gdb, a table of x86_64 by its name: ${line}`, log: [line, '$3 = {{pgd = 0x9924063}, {pgd = 0x0} <repeats 510 times>, {pgd = 0x2418067}}'], values: ['2 pgd table 0x9924', '2 pgd none', '2 pgd table 0x2418'], said: [/ x86_64;/], never: [/architecture assumed/] })),
  // arm64 has its linear map from ffff000000000000 on (v5.4 Documentation/arm64/memory.rst); a number and an entry are no addresses.
  ...['crash> rd ffff000012345678 2', 'crash> eval ffffffffffffffff', 'crash> p mm->pgd; pte ffff888012345000'].map((line): LogKind => ({
    name: `no size of words: ${line}`, log: [line, '  {pte = 0x67}'], values: ['2 pte -'], never: [/x86_64/] })),
  ...['$4 = 0xffffffff82a32000', 'crash> struct pte_t ffff888012345000', 'crash> pte_t -x ffff888012345000', 'crash> mm_struct.pgd ffff810022e7d080 -px', '> crash> rd ffff888012345000 2'].map((line): LogKind => ({
    name: `an address of 64 bits: ${line}`, log: [line, '  {pte = 0x67}'], values: ['2 pte present 0x0'], said: [/x86_64 \(architecture assumed\)/] })),
  ...['see early_top_pgt in head_64.S', '$4 = 0x82a32000', 'x = 0xffffffff82a32000', 'crash> rd c0012345 ffff', 'in crash> rd ffff888012345000'].map((line): LogKind => ({
    name: `no size of words: ${line}`, log: [line, '  {pte = 0x67}'], values: ['2 pte -'], said: [/no line that counts says the size of its words/] })),
  // crash 9.0 riscv64.c riscv64_translate_pte: "PRESENT|READ", and PHYSICAL is the pfn from bit 10 on. The walk of a patch to crash-utility of 2022, whose PAGE is 8254d000.
  { name: 'crash, riscv64 by the names of its flags', log: ['crash> vtop ffffffff0113e740', '', '  PGD: ffffffff810e9ff8 => 2ffff001', '  PMD: 00007fff7f1750c0 => 0000000020947401', '  PTE: 0 => 209534e7', ' PAGE: 000000008254d000', '', '  PTE     PHYSICAL  FLAGS', '209534e7  8254d000  (PRESENT|READ|WRITE|GLOBAL|ACCESSED|DIRTY)'],
    values: ['3 pgd table 0xbfffc', '4 pmd table 0x8251d', '5 pte present 0x8254d', '9 pte present 0x8254d'], said: [/riscv64/], never: [/architecture assumed/] },
  // crash 8.0 arm64.c arm64_vtop_4level_4k, riscv64.c: "PGD: %lx => %lx" of both. Tables of x86_64 have ACCESSED and DIRTY (v6.12 arch/x86/include/asm/pgtable_types.h _KERNPG_TABLE).
  ...['   PGD: ffff800011a56000 => 13ffff003', '   PGD: ffffffe0f6a8c000 => 3dabb001'].map((row): LogKind => ({
    name: `crash, a top entry alone that x86_64 does not make: ${row.trim()}`, log: ['crash> vtop ffff000012345678', row], values: ['2 pgd -'], said: [/architecture unknown/] })),
  { name: 'crash, a top entry alone as x86_64 makes it', log: ['   PGD: ffff88800dabb7f8 => 13ffff067'], values: ['1 pgd table 0x13ffff'], said: [/x86_64 \(architecture assumed\)/] },
  // gdb 13 printcmd.c do_examine(). v6.12 arch/x86/mm/init_32.c: swapper_pg_dir is no symbol of x86_64; no table of a machine of 64 bits stands at c1a4b000, and what has no name there can be a program's.
  { name: 'gdb, words of a table at an address of 8 digits', log: ['(gdb) x/2gx swapper_pg_dir', '0xc1a4b000 <swapper_pg_dir>:\t0x0000000001a52001\t0x0000000001a53001', '0xf5a4b000 <swapper_pg_dir+16>:\t0x0000000001a54001\t0x0000000001a55001'], values: ['2 pte -', '2 pte -', '3 pte -', '3 pte -'], said: [/architecture unknown.*a 32-bit machine/] },
  { name: 'gdb, the same of i386', log: ['EIP: 0060:[<c1025d9b>] EFLAGS: 00010246 CPU: 0', '*pdpt = 0000000001866001 *pde = 0000000000000000', '0xf5a4b000 <swapper_pg_dir>:\t0x0000000001a52001\t0x0000000000000000'], values: ['2 pgd table 0x1866', '2 pmd none', '3 pte present 0x1a52', '3 pte none'] },
  { name: 'gdb, words of an array at such an address', log: ['0xf5a4b000 <buffer>:\t0x8000000012345067\t0x0000000012346067', '0xf5a4c000:\t0x8000000012345067\t0x0000000012346067'], values: [], never: [/./] },
  { name: 'gdb, the top table of another machine than x86_64', log: ['0xffff800011a56000 <swapper_pg_dir>:\t0x000000013ffff003\t0x0000000000000000'], values: ['1 pte -', '1 pte -'], never: [/x86_64,|x86_64 \(arch/] },
  // mips.c mips_translate_pte: PRESENT, READ and WRITE in front, VALID or MODIFIED before DIRTY. mips64.c mips64_translate_pte: one bit is NO_READ and READ. arm.c arm_translate_pte and x86_64.c x86_64_translate_pte have other names.
  ...['(PRESENT|READ|WRITE|ACCESSED|MODIFIED|VALID|DIRTY)', '(PRESENT|READ|WRITE|ACCESSED)', '(PRESENT|WRITE|NO_READ|READ|DIRTY)', '(PRESENT|YOUNG|DIRTY)', '(READ|WRITE)'].map((flags): LogKind => ({
    name: `crash, flags that are none of riscv64: ${flags}`, log: ['  PGD: ffffffff810e9ff8 => 2ffff001', '  PTE: 0 => 209534e7', ' PAGE: 000000008254d000', '', '  PTE     PHYSICAL  FLAGS', `209534e7  8254d000  ${flags}`], values: ['1 pgd -', '2 pte -', '6 pte -'], never: [/[|] Linux .*riscv64/] })),
];

describe('sessions', () => {
  test.each(SPOKEN)('$name', expectKind);
  test.each(PRINTED)('$name', expectKind);
  test.each(KSYMOOPS)('$name', expectKind);
  test.each(DEBUGGED)('$name', expectKind);
  test.each(MAKEDUMPFILE)('$name', expectKind);
});
