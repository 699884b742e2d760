import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// prettier-ignore
const KINDS: readonly LogKind[] = [
  // crash 8.0 riscv64.c and arm64.c translate_pte: names of flags that x86_64 has not. The step of a pte as the end of
  // https://lore.kernel.org/all/20220801043040.2003264-2-xianting.tian@linux.alibaba.com shows it.
  { name: 'the last step of a walk of crash, whose flags stand below it: riscv64',
    log: ['  PTE: 0 => 209534e7', ' PAGE: 000000008254d000', '', '  PTE     PHYSICAL  FLAGS', '209534e7  8254d000  (PRESENT|READ|WRITE|GLOBAL|ACCESSED|DIRTY)'],
    values: ['1 pte present 0x8254d', '5 pte present 0x8254d'], said: [/riscv64/], never: [/x86_64/] },
  { name: 'the last step of a walk of crash, whose flags stand below it: arm64',
    log: ['   PTE: 1057a91c8 => e80037ffe2ef03', '  PAGE: 37ffe2e000', '', '     PTE          PHYSICAL    FLAGS', 'e80037ffe2ef03  37ffe2e000  (VALID|SHARED|AF|NG|PXN|UXN|DIRTY)'],
    values: ['1 pte present 0x37ffe2e', '5 pte present 0x37ffe2e'], said: [/arm64/], never: [/x86_64/] },
  // v6.1 mm/swapfile.c _swap_info_get: "%s: %s%08lx\n". Listings as cat -n, nl and pages of sources have them; a report as
  // https://lore.kernel.org/all/1052124911.11946.0.camel@localhost has an empty row behind such a message.
  ...['     3\t', '     3', '>   3', '   3 | '].map((row): LogKind => ({ name: `an empty row of a listing behind a number is no rest of it: ${row}`,
    log: ['     1\t[  141.590730] BUG: Bad rss-counter state', '     2\t[  141.590731] _swap_info_get: Bad swap file entry 700b8216', row, '     4\tthat was all, of 6.1.0-13-amd64'],
    values: ['2 swap_entry -'], never: [/700b82163/] })),
  { name: 'a number that is filled up with zeros has no more digits',
    log: ['[  141.590731] _swap_info_get: Bad swap file entry 00b82163', '42', '', 'of Linux 6.1.0-13-amd64'],
    values: ['1 swap_entry swap'], said: [/offset 0xb82163$/] },
  { name: 'one that the edge of a screen cut', log: ['[  141.590731] _swap_info_get: Bad swap file entry 00b8', '2163', 'of Linux 6.1.0-13-amd64'],
    values: ['1 swap_entry swap'], said: [/offset 0xb82163$/] },
  // v5.13 arch/arm64/mm/fault.c show_pte: "[%016lx] pgd=%016llx"; the report is https://lore.kernel.org/all/20210809093750.131091-1-wangkefeng.wang@huawei.com
  ...['000028f2000] ', 'f7000028f2000] ', '> 028f2000] ', '0] '].map((front): LogKind => ({ name: `a walk whose address has lost its beginning: ${front}`,
    log: [`${front}pgd=000000063e7c0003, p4d=000000063e7c0003, pud=000000063e7c0003, pmd=000000063e7b0003, pte=0000000000000000`, 'Internal error: Oops: 96000007 [#1] PREEMPT SMP'],
    values: ['1 pgd table 0x63e7c', '1 p4d table 0x63e7c', '1 pud table 0x63e7c', '1 pmd table 0x63e7b', '1 pte none'],
    said: [/read by the kernel, ESR 0x96000007/], never: [/28f2000/, /user address/, /no table/] })),
  // v4.12 arch/arm64/mm/fault.c show_pte: "[%08lx]"; arch/arm/mm/fault.c show_pte: "*pgd=%08llx" has no more than 8 digits with zeros in front.
  { name: 'nine zeros of a top entry are none of 32-bit Arm', log: ['pgd = ffffffc0e4139000', '[000e1028] *pgd=000000000'], values: [], never: [/./] },
  { name: 'an address of more than 8 digits, before 4.13', log: ['pgd = ffffffc0e4139000', '[7f00ee1028] *pgd=00000000e4c7d003, *pud=00000000e4c7d003, *pmd=0000000000000000', 'Internal error: Oops: 96000006 [#1] SMP'],
    values: ['2 pgd table 0xe4c7d', '2 pud table 0xe4c7d', '2 pmd none'], said: [/read by the kernel at 0x0000007f00ee1028/] },
  // Xen 4.19 arch/x86/x86_64/traps.c show_page_walk; v6.12 arch/s390/mm/fault.c dump_pagetable; v6.12 arch/x86/include/asm/pgtable_64.h pud_ERROR: rows that end in a number.
  ...[['`', '`'], ['"', '",'], ["'", "'"], ['\u201c', '\u201d'], ['2026-11-12 10:11:12,host,"', '"'], ['- `', '`'], ['    "', '",'], ['[code]', '[/code]'], ['[quote=someone]', '[/quote]']].flatMap(([open = '', close = '']): LogKind[] => [
    { name: `rows in quotes: ${open}Xen${close}`, log: [' L4[0x105] = 000000008c6c9063 ffffffffffffffff', ' L1[0x025] = 800000086ca5d121 ffffffffffffffff'].map((row) => open + row + close), values: ['1 pgd table 0x8c6c9', '2 pte present 0x86ca5d'] },
    { name: `rows in quotes: ${open}s390x${close}`, log: ['Failing address: 0000000000000000 TEID: 0000000000000483', 'AS:0000000002a2000b R2:00000001bff8c00b R3:00000001bff88007 S:00000001bff91000 P:000000000000003d', 'Oops: 0004 ilc:2 [#1] SMP'].map((row) => open + row + close),
      values: ['2 p4d table 0x1bff8c', '2 pud table 0x1bff88', '2 pmd table 0x1bff91', '2 pte present 0x0'], said: [/the walk ends at pte/], never: [/not whole/] },
    { name: `rows in quotes: ${open}a bad entry${close}`, log: [`${open}mm/pgtable-generic.c:42: bad pud 00000000743d215d(84000001400000e7)${close}`], values: ['1 pud present 0x140000'] },
    { name: `rows in quotes: ${open}an address${close}`, log: ['BUG: unable to handle kernel paging request at 00007fffe3542f90', 'PGD 8000000232ede067 P4D 8000000232ede067 PUD 232d60067 PMD 232f7c067 PTE 8000000203f12867', 'Oops: 0001 [#1] SMP PTI'].map((row) => open + row + close),
      values: ['2 pgd table 0x232ede', '2 p4d table 0x232ede', '2 pud table 0x232d60', '2 pmd table 0x232f7c', '2 pte present 0x203f12'], said: [/read by the kernel at 0x00007fffe3542f90/] },
  ]),
  // v2.4.19 mm/swapfile.c swap_duplicate, swap_free; a copy can begin anywhere. https://lore.kernel.org/all/Pine.LNX.4.21.0205131219590.966-100000@localhost.localdomain
  ...['swap_dup', 'ap_dup', 'dup', 'wap_free', '_count', 'page'].map((name): LogKind => ({ name: `a function that kernels before 2.5.20 can have named: ${name}`,
    log: [`${name}: Bad swap file entry 0006fb04`], values: ['1 swap_entry -'], never: [/x86_64/, /no swap area/] })),
  // v2.6.18 mm/rmap.c page_remove_rmap: "page->mapping = %p". https://lore.kernel.org/all/ of 2006-10: "hen kernel: swap_free: Unused swap offset entry 00004000"
  { name: 'a pointer of 8 digits below "went negative"', log: ['swap_free: Unused swap offset entry 00004000', 'Eeek! page_mapcount(page) went negative! (-1)', '  page->flags = c0080014', '  page->count = 0', '  page->mapping = 00000000'],
    values: ['1 swap_entry -'], never: [/x86_64/] },
  { name: 'and one of 16', log: ['swap_free: Unused swap offset entry 00004000', 'Eeek! page_mapcount(page) went negative! (-1)', '  page->flags = c0080014', '  page->count = 0', '  page->mapping = 0000000000000000'],
    values: ['1 swap_entry swap'], said: [/x86_64/] },
  // GNU grep manual, "Output Line Prefix Control": -n, -H, and - in front of the lines around a match.
  ...['console.log:4:', '4:', '4-', './logs/console-1.log-4-', 'console.log:'].map((front): LogKind => ({ name: `what grep has in front of a line: ${front}`,
    log: ['PGD 1007067 P4D 1007067 PUD 1008067 PMD 1009067 PTE 8000000001234867'].map((row) => front + row),
    values: front === 'console.log:' ? [] : ['1 pgd table 0x1007', '1 p4d table 0x1007', '1 pud table 0x1008', '1 pmd table 0x1009', '1 pte present 0x1234'] })),
  // MAINTAINERS of v6.12: linux-parisc@vger.kernel.org and others. https://lore.kernel.org/linux-parisc/dbd1d326-b863-b0fd-0956-060e23b4c5f8@bell.net
  ...['        linux-parisc <linux-parisc@vger.kernel.org>', 'Cc: linux-mips@vger.kernel.org', 'List-ID: <linux-parisc.vger.kernel.org>'].map((row): LogKind => ({ name: `the mailing list of one machine without tables: ${row}`,
    log: ['Subject: Re: _swap_info_get: Bad swap file entry 600000000029dc48', row], values: ['1 swap_entry -'], said: [/no tables for (?:parisc|MIPS)/] })),
  ...[['Cc: linux-mips@vger.kernel.org, linux-parisc@vger.kernel.org'], ['Cc: linux-mips@vger.kernel.org', 'RIP: 0010:swap_free+0x10/0x20']].map((rows): LogKind => ({ name: `lists of several machines, or a line of another: ${rows.join(' ')}`,
    log: ['_swap_info_get: Bad swap file entry 600000000029dc48', ...rows], values: ['1 swap_entry hwpoison 0x29dc48'], said: [/x86_64/] })),
  // v5.13 arch/arm64/mm/fault.c show_pte, v6.12 arch/x86/mm/fault.c dump_pagetable: a walk in brackets, and one in front of a semicolon.
  { name: 'a walk in brackets', log: ['it ends early ([000e1028] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000)'].map((row) => row.replace('000e1028', '00000000000e1028')),
    values: ['1 pgd none', '1 p4d none', '1 pud none'], said: [/the walk ends at pud/], never: [/not whole/] },
  { name: 'a walk in front of a semicolon', log: ['PGD 1007067 P4D 1007067 PUD 1008067 PMD 1009067 PTE 8000000001234867;'],
    values: ['1 pgd table 0x1007', '1 p4d table 0x1007', '1 pud table 0x1008', '1 pmd table 0x1009', '1 pte present 0x1234'] },
];

describe('kinds of logs that an examination of public reports asked for', () => {
  test.each(KINDS)('$name', expectKind);
});
