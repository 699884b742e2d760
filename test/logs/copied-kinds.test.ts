import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const WALK = 'PGD 1810067 P4D 1810067 PUD 192d067 PMD 3c17067 PTE 0';
const at = (line: number): readonly string[] =>
  ['pgd table 0x1810', 'p4d table 0x1810', 'pud table 0x192d', 'pmd table 0x3c17', 'pte none'].map(
    (value) => `${line} ${value}`,
  );

/** What who copies a report into a mail leaves out, and what the rest of it still tells. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v6.17 arch/x86/kernel/dumpstack.c __die_header: "Oops: %s: %04lx"; commit 85e1ff61060a has it without the first word.
  { name: 'an oops without its first word, and the kernel that its CPU names',
    log: ['BUG: unable to handle page fault for address: ffffbc3840291000', '#PF: supervisor read access in kernel mode', '#PF: error_code(0x0000) - not-present page', WALK, 'Oops: 0000 [#1] SMP NOPTI', 'CPU: 0 UID: 0 PID: 81 Comm: kunit_try_catch Tainted: G                 N  6.17.0-rc3 #10 PREEMPT(voluntary)', 'Tainted: [N]=TEST'],
    values: at(4), said: [/Linux 6\.17, .*named in the log \(6\.17\.0-rc3\)/], never: [/elsewhere|6\.9/] },
  // v6.11 lib/dump_stack.c dump_stack_print_info, kernel/panic.c print_tainted_verbose; v6.10 has neither.
  ...['CPU: 0 UID: 0 PID: 81 Comm: a', 'Tainted: [N]=TEST'].map((line): LogKind => ({
    name: `an oops without its first word, and a line of later kernels: ${line}`, log: ['BUG: unable to handle page fault for address: ffffbc3840291000', WALK, 'Oops: 0000 [#1] SMP NOPTI', line], values: at(2), said: [/Linux 7\.3, .*the newest that no known message or date rules out/] })),
  // ad67b74d2469 hashed what %p prints, and 328b4ed93b69 (x86: don't hash faulting address in oops printout) made the address of a fault %px.
  ...['4.15.0-rc1-next-20171201+', '4.15.0-rc2', '4.14.0-next-20171122'].map((release): LogKind => ({
    name: `a fault whose address is a hash: ${release}`, log: ['BUG: unable to handle kernel paging request at 00000000b787a3be', 'IP: a+0x195/0xda0', WALK, 'Oops: 0002 [#1] SMP KASAN', `CPU: 1 PID: 24792 Comm: a Not tainted ${release} #57`, 'task: 00000000227b6d08 task.stack: 00000000c319d6d9', 'RIP: 0010:a+0x195/0xda0'],
    values: at(3), said: [/write by the kernel, error code 0x2: nothing present/], never: [/b787a3be|user address/] })),
  ...[['4.15.0-rc1', 'ffffbc3840291000'], ['4.15.0-rc2', '0000000000000018'], ['4.15.0-rc3', '00000000b787a3be']].map(([release, address]): LogKind => ({
    name: `a fault whose address is none: ${release} ${address}`, log: [`BUG: unable to handle kernel paging request at ${address}`, 'IP: a+0x195/0xda0', WALK, 'Oops: 0002 [#1] SMP KASAN', `CPU: 1 PID: 24792 Comm: a Not tainted ${release} #57`, 'RIP: 0010:a+0x195/0xda0'],
    values: at(3), said: [new RegExp(`write by the kernel at 0x${address}, error code 0x2`)] })),
  // An offset that is kept inverted (v4.19 arch/x86/include/asm/pgtable_64.h __swp_entry) has its high bits set; as before that it would be one of 2^50 pages, and mm/swapfile.c counts them in an unsigned int.
  { name: 'a swap entry that only one of two layouts has room for, of a kernel whose name leaves both open', log: ['PGD 800000005f00a067 PUD 5e55b067 PMD 8c63c2067 PTE 7fffffff395fa80', 'Bad pagetable: 000a [#1] SMP', 'CPU: 5 PID: 106583 Comm: httpd Not tainted 4.4.0-142-generic #1'],
    values: ['1 pgd table 0x5f00a', '1 pud table 0x5e55b', '1 pmd table 0x8c63c2', '1 pte swap'], said: [/a pte shows the layout of its swap entries/, /pte .* offset 0x63502/], never: [/unknown/] },
  // b2502b418e63 (4.2) has no system_call_fastpath any more, 21d375b6b34f (4.16) no entry_SYSCALL_64_fastpath.
  { name: 'the end of a trace: system_call_fastpath', log: ['swap_free: Bad swap offset entry 06000000', '[<ffffffff81002f7b>] system_call_fastpath+0x16/0x1b'],
    values: ['1 swap_entry swap'], said: [/Linux 4\.1, x86_64/] },
  ...[['entry_SYSCALL_64_fastpath', '4\\.15'], ['entry_SYSCALL_64_after_hwframe', '7\\.3']].map(([symbol, release]): LogKind => ({
    name: `the end of a trace: ${symbol}`, log: [WALK, ` ${symbol}+0x16/0x1b`], values: at(1), said: [new RegExp(`Linux ${release}, x86_64`)] })),
  // The release of the package stands in __FILE__ of those that Debian and Ubuntu build.
  { name: 'the file of a message of a kernel of Ubuntu, and prose about others', log: ['> [133933.729199]', '> /build/linux-lts-wily-4x6IId/linux-lts-wily-4.2.0/mm/pgtable-generic.c:33:', '> bad pmd ffff880fd06d6200(000000018da009e2)', '> The problems appear with Kernel 4.3.0 and 4.2.7'],
    values: ['3 pmd protnone 0x18da00'], said: [/Linux 4\.2, x86_64.*the text speaks of Linux 4\.2\.0/] },
  // A source package of Ubuntu that has the series in its name: linux-hwe-5.4, of 5.4.0.
  { name: 'the file of a message of a kernel of Ubuntu, with the series in the name of its package', log: ['/build/linux-hwe-5.4-iDOdLB/linux-hwe-5.4-5.4.0/mm/pgtable-generic.c:33: bad pmd 000000004ad2f5a1(000000018da009e3)'],
    values: ['1 pmd present 0x18da00'], said: [/Linux 5\.4, x86_64.*the text speaks of Linux 5\.4\.0/] },
  { name: 'an address with the asterisks of Markdown behind it', log: ['**BUG: unable to handle kernel paging request at fffffd00**', '*pdpt = 0000000001938001 *pde = 000000000193d067 *pte = 0000000000000000 ', '** Oops: 0000 [#1] SMP **', 'Pid: 1, comm: a Tainted: G         C   3.2.0-23-generic-pae #36-Ubuntu'],
    values: ['2 pgd table 0x1938', '2 pmd table 0x193d', '2 pte none'], said: [/read by the kernel at 0x00000000fffffd00/] },
  // The help of crash for vtop (i386), crash 8.0 x86_64.c x86_64_kvtop, QEMU 9.0 memory_dump, behind the numbers that cat -n, grep -n and less -N write.
  ...([[['crash> vtop 80b4000', 'VIRTUAL   PHYSICAL', '80b4000   660f000', '', 'PAGE DIRECTORY: c37f0000', '  PGD: c37f0080 => e0d067', '  PMD: c37f0080 => e0d067', '  PTE: c0e0d2d0 => 660f067', ' PAGE: 660f000', '', '  PTE    PHYSICAL  FLAGS', '660f067   660f000  (PRESENT|RW|USER|ACCESSED|DIRTY)'],
    ['6 pgd table 0xe0d', '7 pmd table 0xe0d', '8 pte present 0x660f', '12 pte present 0x660f'], [/i386, 2-level paging/]],
  [['PML4 DIRECTORY: ffffffff8e80e000', 'PAGE DIRECTORY: e0ba12067', '   PUD: e0ba12ff8 => e0ba14067', '   PMD: e0ba14078 => 40e106067', '   PTE: 40e106b38 => 0'],
    ['2 pgd table 0xe0ba12', '3 pud table 0xe0ba14', '4 pmd table 0x40e106', '5 pte none'], [/x86_64, 4-level paging;/]],
  [['(qemu) xp /1xg 0x12345000', '0000000012345000: 0x0000000012346001'], ['2 pte present 0x12346'], []]] as const).flatMap(([rows, values, said]) =>
    [(row: string, at: number): string => `${String(at + 1).padStart(6)}\t${row}`, (row: string, at: number): string => `${at + 1}:${row}`, (row: string, at: number): string => `${at + 1} ${row}`].map((listed, at): LogKind => ({
      name: `numbers in front of the rows of a debugger: ${at} ${rows[0]}`, log: rows.map(listed), values, said }))),
  // Walks without a time in front: v6.12 arch/x86/mm/fault.c dump_pagetable, arch/s390/mm/fault.c dump_pagetable. grep -A on several files has a - in its rows of context.
  ...['dmesg.txt:', 'var/log/kern.log-', '12-', 'dmesg.txt-12-', 'messages:12:'].map((front): LogKind => ({
    name: `a walk behind what grep writes in front: ${front}`, log: ['BUG: unable to handle page fault for address: ffffbc3840291000', WALK, 'Oops: 0000 [#1] SMP NOPTI', 'AS:00000000012a4007 R3:0000000000000024'].map((row) => front + row),
    values: [...at(2), '4 pud none'], said: [/read by the kernel at 0xffffbc3840291000/] })),
  { name: 'no walk inside of other words', log: ['a dmesg.txt:PGD 1810067 P4D 1810067 PUD 0'], values: [], never: [/./] },
  // Questions on forums whose blocks of code keep the stars: a thread of ubuntuforums on 3.2.0-23-generic-pae, with lines as `[10274.541309]** Oops: 0000 [#1] SMP **`.
  { name: 'values in bold letters of Markdown', log: ['**BUG: unable to handle page fault for address: ffffbc3840291000**', '#PF: error_code(0x0000) - not-present page', 'PGD **1810067** P4D **1810067** PUD **192d067** PMD **3c17067** PTE **0**', '[    1.0]** Oops: 0000 [#1] SMP **'],
    values: at(3), said: [/read by the kernel at 0xffffbc3840291000/] },
  ...['*', '**'].map((stars): LogKind => ({ name: `an address at whose end letters of Markdown end that began elsewhere: ${stars}`, log: [`BUG: unable to handle page fault for address: ffffbc3840291000${stars}`, '#PF: error_code(0x0000) - not-present page', WALK], values: at(3), said: [/read by the kernel at 0xffffbc3840291000/] })),
  { name: 'rows in bold letters of Markdown', log: ['**get_swap_device: Bad swap file entry 2400000000001234**', '** *pdpt = 0000000001938001 *pde = 000000000193d067 *pte = 0000000000000000 **', '***pdpt = 0000000001938001 *pde = 000000000193d067 *pte = 0000000000000000**', 'mm/pgtable-generic.c:54: bad pmd ffff8881290408e0(**00000000044b0065**)'],
    values: ['1 swap_entry swap', ...[2, 3].flatMap((line) => [`${line} pgd table 0x1938`, `${line} pmd table 0x193d`, `${line} pte none`]), '4 pmd table 0x44b0'] },
  // Some put stars in the place of digits.
  { name: 'numbers with stars in them are no whole ones', log: ['BUG: unable to handle page fault for address: ffff8881****0000', 'PGD 18**067 P4D 18** PUD **2d067 PMD ****', 'get_swap_device: Bad swap file entry 24000000********'],
    values: [], never: [/./] },
  // Mail that broke the rows (v6.10 mm/memory.c print_bad_pte, v4.15 arch/x86/mm/fault.c dump_pagetable), in a string of JSON.
  { name: 'JSON, a pmd in the row behind its pte', log: [JSON.stringify({ body: 'BUG: Bad page map in process fork13  pte:2000000019ffc3\r\npmd:80000000df55003\r\n[  904.2] page: refcount:1 mapcount:-1 mapping:0000000000000000 index:0x0 pfn:0x19f\r\n[  904.3] addr:0000aaaad9af9000 vm_flags:00000075\r\nHardware name: Radxa ROCK Pi 4B (DT)\r\nCall trace:\r\n' })],
    values: ['1 pte present 0x19f', '1 pmd table 0xdf55'], never: [/where a page was expected/] },
  { name: 'JSON, a large page in the row behind its name', log: [JSON.stringify({ body: 'BUG: unable to handle kernel paging request at \nffff9f434ab4fdb0\nPGD 316981067 P4D 316981067 PUD 316982067 PMD \n800000000aa001e3\nOops: 0011 [#1] PREEMPT SMP NOPTI\n' })],
    values: ['1 pgd table 0x316981', '1 p4d table 0x316981', '1 pud table 0x316982', '1 pmd present 0xaa00'], said: [/ends at pmd, which maps the page/] },
  // A page with a blank that is not broken for every blank: reports as above, and v5.3 arch/s390/mm/fault.c.
  ...([
    [['BUG: unable to handle page fault for address: ffff888007e00360', '#PF: error_code(0x0003) - permissions violation', 'PGD 3a00067 P4D 3a00067 PUD 3a01067 PMD 7af5063 PTE 8000000007e00121', 'CPU: 1 UID: 0 PID: 331 Comm: a Not tainted 6.19.10-1 #1'],
      ['3 pgd table 0x3a00', '3 p4d table 0x3a00', '3 pud table 0x3a01', '3 pmd table 0x7af5', '3 pte present 0x7e00'], [/Linux 6\.19\.10/, /pte is read-only/]],
    [['swap_info_get: Bad swap file entry 3ffffffffffff', 'BUG: Bad page map in process a  pte:00000008 pmd:18d73f067', 'CPU: 0 PID: 19022 Comm: a Tainted: G    B 4.19.0 #4'],
      ['1 swap_entry swap', '2 pte swap', '2 pmd table 0x18d73f'], [/Linux 4\.19/, /the same entry/]],
    [['BUG: unable to handle kernel paging request at c1487194', '*pdpt = 000000000854a027 *pde = 0000000003e91067 *pte = 8000000001487061 ', 'Oops: 0003 [#1] SMP '],
      ['2 pgd table 0x854a', '2 pmd table 0x3e91', '2 pte present 0x1487'], [/pte is read-only/]],
    [['User process fault: interruption code 0038 ilc:3 in a[3ff9d000000+1b9000]', 'Failing address: 46726f6200005000 TEID: 46726f6200005800', 'Fault in primary space mode while using user ASCE.', 'AS:0000000081d081c7 R3:0000000000000024'],
      ['4 pud none'], [/the CPU looked at no table/]],
  ] as const).map(([log, values, said]): LogKind => ({ name: `blanks that are not broken: ${log[0]}`, log: log.map((line) => line.replaceAll(' ', '\u00a0')), values, said })),
];

describe('reports as they are copied', () => {
  test.each(KINDS)('$name', expectKind);
});
