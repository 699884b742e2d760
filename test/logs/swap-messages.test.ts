import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const OLD =
  /no tables applied: no name of its kernel was found, and of those that print such messages some \(before 2\.5\.20\) print the pte itself/;

/** Messages about swap entries alone: what the function that they name, and what is near them, prove of the kernel. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v2.4 mm/swapfile.c swap_free, swap_duplicate: entry.val is the pte. "swap_free:" until 4.11, "swap_dup:" until 5.3.
  ...(['swap_dup: Bad swap file entry 120180d40', 'swap_dup: Bad swap file entry 0000000120180d40', 'swap_free: Bad swap offset entry 1842b040', 'swap_free: Unused swap offset entry 00000100', 'Bad swap file entry 00000100', 'Aug 29 19:42:09 host kernel: swap_free: Bad swap file entry 00038f80', 'swap_free: Bad swap file entry 6620676e6148000a'] as const).map((line): LogKind => ({ name: `nothing names the kernel: ${line}`, log: [line],
    values: ['1 swap_entry -'], said: [OLD], never: [/swap area/, /x86_64/, /offset 0x/] })),
  // v2.4 mm/page_io.c rw_swap_page, v2.4.2 mm/swapfile.c swap_count, swap_duplicate: no later kernel has these.
  ...(['rw_swap_page: Bad swap file entry 00000100', 'VM: Bad swap entry 0044cb00', 'Unused swap offset entry in swap_count 00058d00', 'Unused swap offset entry in swap_dup 003d6b00'] as const).map((line): LogKind => ({ name: `only kernels before 2.6 say so: ${line}`, log: [line],
    values: ['1 swap_entry -'], said: [/no tables applied: kernels before 2\.5\.20 print the pte itself in such messages/], never: [OLD, /swap area/] })),
  // v2.6.11 kernel/printk.c: the time in front of a line. v2.6 include/linux/swapops.h: type and offset.
  ...(['[    9.100000] swap_free: Unused swap offset entry 00000100', '> [90497.361315] swap_dup: Bad swap file entry 00000100', '[Mon Nov 27 04:29:57 2026] swap_free: Unused swap offset entry 00000100'] as const).map((line): LogKind => ({ name: `a time in front of it: ${line}`, log: [line],
    values: ['1 swap_entry swap'], said: [/type 0 .*offset 0x100$/, /swap area/], never: [OLD, /Linux [67]\./] })),
  ...([['get_swap_device: Bad swap offset entry 00000100', /Linux 7\./], ['swap_info_get: Bad swap offset entry 00000100', /Linux 5\.11,/], ['_swap_info_get: Bad swap offset entry 00000100', /Linux 7\./]] as const).map(([line, said]): LogKind => ({ name: `a function of newer kernels: ${line}`, log: [line],
    values: ['1 swap_entry swap'], said: [said, /beyond the end of swap area 0/] })),
  // v3.0 and v4.10 include/linux/swapops.h SWP_TYPE_SHIFT: from bit 59 on, from 57 on; v4.20 linux/xarray.h: from 58 on.
  ...([['swap_free', '-'], ['swap_dup', '-'], ['swap_info_get', '-'], ['get_swap_device', 'swap'], ['__swap_info_get', 'swap']] as const).map(([who, state]): LogKind => ({ name: `the type of a generic entry, by the function: ${who}`, log: [`[    9.100000] ${who}: Bad swap file entry 2400000000001234`],
    values: [`1 swap_entry ${state}`], said: [state === 'swap' ? /type 9 .*offset 0x1234$/ : /the type of a swap entry stands in other bits before 3\.1, before 4\.20 and since/], never: state === 'swap' ? [] : [/swap area/] })),
  { name: 'the type of a generic entry, where a line of a later kernel is near', log: ['BUG: unable to handle page fault for address: ffffa00000001000', '#PF: supervisor read access in kernel mode', '#PF: error_code(0x0000) - not-present page', 'Unused swap offset entry 2400000000001234'],
    values: ['4 swap_entry swap'], said: [/type 9 .*offset 0x1234/], never: [/stands in other bits/] },
  { name: 'the type of a generic entry, where lines of an earlier and of a later kernel are near', log: ['kernel BUG at mm/rmap.c:493!', '#PF: supervisor read access in kernel mode', 'Unused swap offset entry 2400000000001234'],
    values: ['3 swap_entry swap'], said: [/type 9 .*offset 0x1234/], never: [/stands in other bits/] },
  { name: 'the type of a generic entry, where only a line of an earlier kernel is near', log: ['kernel BUG at mm/rmap.c:493!', 'Unused swap offset entry 2400000000001234'],
    values: ['2 swap_entry -'], said: [/stands in other bits/] },
  { name: 'the type of a generic entry, where the kernel is named', log: ['swap_free: Bad swap file entry 2400000000001234', 'CPU: 1 PID: 5 Comm: a Not tainted 4.9.0 #1'],
    values: ['1 swap_entry swap'], said: [/type 18 .*offset 0x1234/] },
  // v5.1 mm/swapfile.c get_swap_device; Red Hat brings parts of later kernels to its own.
  { name: 'the type of a generic entry of a function that the kernel named before does not have', log: ['CPU: 1 PID: 5 Comm: a Not tainted 4.9.0 #1', 'get_swap_device: Bad swap file entry 2400000000001234'],
    values: ['2 swap_entry swap'], said: [/type 9 .*offset 0x1234/, /the log names 4\.9\.0 elsewhere, none for this/] },
  { name: 'the same, where a distribution can have brought it back', log: ['CPU: 1 PID: 5 Comm: a Not tainted 4.18.0-240.el8.x86_64 #1', 'get_swap_device: Bad swap file entry 2400000000001234'],
    values: ['2 swap_entry swap'], said: [/type 18 .*offset 0x1234/, /4\.18\.0-240\.el8/] },
  ...([['BUG: Bad page map in process a  pte:8000000123456067 pmd:22c01f067'], ['BUG: Bad page state in process httpd  pfn:00001'], ['kernel BUG at mm/rmap.c:493!'], ['mm/memory.c:97: bad pmd 00e8000080000711.']] as const).map((behind): LogKind => ({ name: `a line that no such kernel prints: ${behind[0]}`, log: ['swap_free: Bad swap offset entry 00000100', ...behind],
    values: ['1 swap_entry swap', ...(behind[0].includes('pte') ? ['2 pte -', '2 pmd -'] : behind[0].includes('bad pmd') ? ['2 pmd -'] : [])], said: [/beyond the end of swap area 0/], never: [OLD] })),
  { name: 'a time in front of a line tells nothing of another line', log: ['Oct 10 05:19:43 hen kernel: swap_free: Unused swap offset entry 00002000', 'Nov 28 15:12:50 alpha kernel: [ 4043.725259] swap_free: Unused swap offset entry 00002000'],
    values: ['1 swap_entry -', '2 swap_entry swap'], said: [OLD, /slot 0x2000/] },
  { name: 'messages in one line', log: ['[    1.000000] swap_info_get: Bad swap offset entry 00000100 swap_info_get: Bad swap file entry 02000000 swap_info_get: Unused swap offset entry 00000300'],
    values: ['1 swap_entry swap', '1 swap_entry swap', '1 swap_entry swap'], options: ['--arch', 'x86_64'], said: [/offset 0x100 is beyond the end/, /no swap area has number 0/, /slot 0x300 of swap area 0 is free/], never: [/offset 0x[23]0+ is beyond/] },
  // v4.11 and v5.3 mm/swapfile.c: a newer kernel names no function so, and its report is of another machine.
  { name: 'a report behind it, of a kernel that prints no such message', log: ['swap_free: Bad swap file entry 1842b040', 'BUG: unable to handle page fault for address: 000027c000000000', '#PF: error_code(0x0000) - not-present page', 'PGD 0 P4D 0', 'CPU: 23 PID: 1484509 Comm: a Not tainted 5.16.9-zen1-1-zen #1', 'RIP: 0010:dbuf_find+0x93/0x1e0 [zfs]'],
    values: ['1 swap_entry -', '4 pgd none', '4 p4d none'], said: [OLD, /Linux 5\.16\.9, .*named in the log/], never: [/swap area/] },
  { name: 'a message in front of it, of a kernel that prints no such message', log: ['get_swap_device: Bad swap file entry 1400000000000001', 'swap_dup: Bad swap file entry 1842b040'],
    values: ['1 swap_entry swap', '2 swap_entry -'], said: [OLD, /no swap area has number 5/], never: [/number 0/] },
  { name: 'the user names the kernel', log: ['swap_free: Bad swap offset entry 00000100'], options: ['-k', '4.9'],
    values: ['1 swap_entry swap'], said: [/beyond the end of swap area 0/], never: [OLD] },
  // Linux for arm64 came with 3.7, for riscv with 4.15, for loongarch with 5.19; hardly a kernel of 2.4 had words of 64 bits.
  ...['arm64', 'riscv64', 'loongarch64', 'x86_64'].map((arch): LogKind => ({ name: `the user names an architecture of 64 bits: ${arch}`, log: ['swap_free: Bad swap offset entry 00000100'], options: ['--arch', arch],
    values: ['1 swap_entry swap'], said: [/beyond the end of swap area 0/], never: [OLD] })),
  ...(['i386', 'arm'] as const).map((arch): LogKind => ({ name: `the user names an architecture of 32 bits: ${arch}`, log: ['swap_free: Bad swap offset entry 00000100'], options: ['--arch', arch],
    values: ['1 swap_entry -'], said: [OLD] })),
  { name: 'an architecture that kernels of 2.4 did not have, by the log', log: ['  ESR = 0x0000000096000006', 'Bad swap offset entry 3ffffffffffff'], values: ['2 swap_entry swap'], said: [/arm64/], never: [OLD] },
  { name: 'an architecture that kernels of 2.4 had, by the log', log: ['CR2: 0000000000001000 CR3: 0000000000101000', 'Bad swap offset entry 3ffffffffffff'], values: ['2 swap_entry -'], said: [OLD] },
  { name: 'an architecture that no kernel has had whose type stood elsewhere', log: ['Bad swap file entry 2400000000001234'], options: ['--arch', 'loongarch64'], values: ['1 swap_entry swap'], said: [/no swap area has number 9/] },
  { name: 'an architecture that kernels have had whose type stood elsewhere', log: ['Bad swap file entry 2400000000001234'], options: ['--arch', 'arm64'], values: ['1 swap_entry -'], said: [/stands in other bits/] },
  { name: 'a message that mail breaks, of an old function', log: ['swap_free: Bad swap file', 'entry 00000100'], values: ['2 swap_entry -'], said: [OLD] },
  // v6.12 mm/shmem.c shmem_swapin_folio, mm/swapfile.c folio_swapped: entries of shmem and of the swap cache, which have no flags of a pte.
  { name: 'type and offset of an empty pte need not have stood in one', log: ['get_swap_device: Bad swap offset entry 3ffffffffffff'],
    values: ['1 swap_entry swap'], said: [/^ {4}\| = if it stood in a pte of x86_64: type and offset alone are an empty pte: one that held them had a flag, or a stray bit, as well.*shmem and the swap cache keep them without/], never: [/the entry had a flag/] },
  { name: 'what follows of a pte of a machine that is assumed', log: ['get_swap_device: Bad swap offset entry 3fffffdffffff'],
    values: ['1 swap_entry swap'], said: [/= if it stood in a pte of x86_64: one bit alone is set:/, /= offset 0x3fffffdffffff is beyond the end/] },
  // v6.12 arch/x86/include/asm/pgtable_64.h __swp_entry: ~offset << 14 >> 5: the one bit that is clear, 25, is bit 34 of the pte.
  { name: 'what follows of a pte of a kernel that is named', log: ['get_swap_device: Bad swap offset entry 3fffffdffffff', 'CPU: 1 PID: 5 Comm: a Not tainted 6.12.0 #1', 'RIP: 0010:foo+0x1/0x2'],
    values: ['1 swap_entry swap'], said: [/; as a pte 0x0000000400000000/, /= only bit 34 of its pte is set:/], never: [/if it stood/] },
  { name: 'what follows of a pte of a machine that is known', log: ['get_swap_device: Bad swap offset entry 3fffffdffffff'], options: ['--arch', 'x86_64'],
    values: ['1 swap_entry swap'], said: [/= one bit alone of its pte is set/], never: [/if it stood/] },
  // v5.10 include/linux/mm_types.h swp_entry_t: one unsigned long, of 32 bits on i386; mm/swapfile.c: "%08lx".
  { name: 'an entry of more than 32 bits above a report of i386', log: ['[  100.123456] get_swap_device: Bad swap file entry 2000000000001234', '[  200.123457] BUG: Bad page map in process a  pte:12345067 pmd:0abcd067', '[  200.123458] addr:b7712000 vm_flags:00000075 anon_vma:00000000 mapping:f5a3b4c0 index:1', '[  200.123459] CPU: 0 PID: 1 Comm: a Not tainted 5.10.0-686-pae #1'],
    values: ['1 swap_entry swap', '2 pte present 0x12345', '2 pmd table 0xabcd'], said: [/x86_64 \(architecture assumed\).*the log names 5\.10\.0-686-pae elsewhere, none for this/, /Linux 5\.10, i386/] },
];

describe('messages about swap entries', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
