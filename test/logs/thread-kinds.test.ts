import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const BAD_MAP = 'BUG: Bad page map in process a  pte:80000007e2e09845 pmd:7e54a5067';
const ADDR = 'addr:000055a8b037a000 vm_flags:08100073';

/** What threads of lists and forums showed: what a line says of its release, where a mail broke it. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v5.10 mm/debug.c __dump_page: pr_warn("page->mem_cgroup:%px\n"); v5.11 (bcfe06bf2622): "pages's memcg:%lx".
  { name: 'x86_64, the control group of a dumped page as kernels before 5.11 print it', log: ['page dumped because: bad pte', 'page->mem_cgroup:ffff9c81954d4000', `${ADDR} anon_vma:ffff9c8151ad0ec8 mapping:0000000000000000 index:55a8b037a`, BAD_MAP],
    values: ['4 pte present 0x7e2e09', '4 pmd table 0x7e54a5'], said: [/Linux 5\.10, x86_64/], never: [/Linux 6/] },
  { name: 'x86_64, the same as later ones print it', log: ['page dumped because: bad pte', "pages's memcg:ffff9c81954d4000", `${ADDR} anon_vma:ffff9c8151ad0ec8 mapping:0000000000000000 index:55a8b037a`, BAD_MAP],
    values: ['4 pte present 0x7e2e09', '4 pmd table 0x7e54a5'], said: [/Linux 6\.17, x86_64/] },
  // v5.4 mm/memory.c print_bad_pte: %px; v2.6.29 to v5.1 lib/vsprintf.c pointer(): %p of NULL is "(null)", v5.2 and v5.3 hash it. The layouts of 4.14.62 to 4.18.1 invert the frame (6b28baca9b1f).
  ...(['anon_vma:0000000000000000 mapping:ffff963ec4ef7be8', 'anon_vma:ffff963ec4ef7be8 mapping:0000000000000000'] as const).map((pointers): LogKind => ({
    name: `x86_64, a null pointer that is printed as zeros: ${pointers}`, log: ['BUG: Bad page map in process a  pte:ffffffe6 pmd:120674067', `addr:00007f364f601000 vm_flags:080000d1 ${pointers} index:401`],
    values: ['1 pte protnone 0xfffff00000', '1 pmd table 0x120674'], never: [/kernels before/] })),
  { name: 'x86_64, neither pointer is null', log: ['BUG: Bad page map in process a  pte:ffffffe6 pmd:120674067', 'addr:00007f364f601000 vm_flags:080000d1 anon_vma:ffff963ec4ef7be8 mapping:ffff963ec4ef7be0 index:401'],
    values: ['1 pte protnone 0xfffff00000', '1 pmd table 0x120674'], said: [/kernels before 4\.18\.1, .* pfn 0xfffff$/] },
  // v5.9 arch/x86/mm/fault.c dump_pagetable: *pdpt, *pde. Mails wrap in front of a value, some without the blank at the end.
  ...['', '> '].map((quote): LogKind => ({
    name: `i386, a line that a mail wrapped behind an equals sign: "${quote}"`, log: ['*pdpt = 00000000318f2001 *pde =', '0000000000000000', 'Oops: 0002 [#1] PREEMPT SMP PTI', 'CPU: 1 PID: 3004 Comm: Xorg Not tainted 5.9.0-rc1+ #86'].map((line) => quote + line),
    values: ['1 pgd table 0x318f2', '2 pmd none'], never: [/not whole/] })),
  // v3.10 mm/swapfile.c Bad_file: "Bad swap file entry ".
  { name: 'x86_64, a message that a mail wrapped behind its first word', log: ['> [247517.457614] swap_free: Bad', '> swap file entry 001fe858', '> [247517.463191] BUG: Bad page map in process a  pte:3fd0b000 pmd:4557cb067', '> [247517.483510] CPU: 0 PID: 1 Comm: a Not tainted 3.10.0-327.el7.x86_64 #1'],
    values: ['2 swap_entry swap', '3 pte swap', '3 pmd table 0x4557cb'], said: [/type 0 swap_info\[0\], offset 0x1fe858/] },
  { name: 'no such message, and words of prose', log: ['I tried swap_free: Bad', '', 'swap file entry 001fe858'], values: [], never: [/./] },
  // v2.6.33 kernel/panic.c print_tainted, arch/x86/kernel/process.c show_regs_common: a blank in front of the release; a page has made a tab of it, and the date of the build has gone.
  { name: 'x86_64, a release behind a tab', log: ['PGD 7a719067 PUD 7b2b3067 PMD 0', 'Oops: 0002 [#1] SMP', 'Pid: 2248, comm: insmod Tainted: P       \t2.6.33.3-85.fc13.x86_64'],
    values: ['1 pgd table 0x7a719', '1 pud table 0x7b2b3', '1 pmd none'], said: [/named in the log \(2\.6\.33\.3-85\.fc13\.x86_64\)/] },
  // e5136e876581 (v6.6) arch/x86/mm/pat/set_memory.c set_memory_ro: _PAGE_RW | _PAGE_DIRTY; before, _PAGE_RW alone. A walk of 6.8.9 has ...1a1 there. v6.10 __die_header: "Oops: Oops:".
  ...([['ffff888001000000', '80000000010000e1', '6\\.5'], ['ffff888001000000', '80000000010000a1', '6\\.9'], ['ffff888001000000', '80000000010000e3', '6\\.9'], ['00007f8801000000', '80000000010000e5', '6\\.9']] as const).map(([address, pmd, release]): LogKind => ({
    name: `x86_64, ${pmd} at ${address}`, log: [`BUG: unable to handle page fault for address: ${address}`, '#PF: supervisor write access in kernel mode', '#PF: error_code(0x0003) - permissions violation', `PGD 2201067 P4D 2201067 PUD 2202067 PMD ${pmd}`, 'Oops: 0003 [#1] SMP PTI'],
    values: ['4 pgd table 0x2201', '4 p4d table 0x2201', '4 pud table 0x2202', '4 pmd present 0x1000'], said: [new RegExp(`Linux ${release}, x86_64`)] })),
  // v2.6.21 arch/i386/mm/fault.c do_page_fault: *pde with PAE as well; v2.6.22: *pdpt with PAE. A line alone tells neither.
  { name: 'i386, an empty entry and nothing of its report', log: ['kernel: [   59.371651] *pde = 00000000 ', 'kernel: [   59.371884] Modules linked in: binfmt_misc'],
    values: ['1 pmd none'], said: [/Linux 7\.3, i386 \(architecture assumed\);/, /unless the kernel has PAE/], never: [/2-level paging/] },
  { name: 'i386, an empty entry of a report', log: ['BUG: unable to handle page fault for address: 00000004', '#PF: supervisor write access in kernel mode', '#PF: error_code(0x0002) - not-present page', '*pde = 00000000 '],
    values: ['4 pmd none'], said: [/i386, 2-level paging/], never: [/unless/] },
  { name: 'i386, an empty entry of a kernel with a name', log: ['*pde = 00000000 ', 'CPU: 1 PID: 1 Comm: systemd Tainted: G    B D W         5.6.0 #1'],
    values: ['1 pmd none'], said: [/i386, 2-level paging/], never: [/unless/] },
  // v2.6.28 mm/rmap.c page_remove_rmap; v2.6 include/linux/swapops.h: type and offset, SWP_TYPE_SHIFT 27 of 32-bit words.
  { name: 'i386, a message near one that no kernel of 2.4 prints', log: ['swap_dup: Bad swap file entry 28c8af9d', 'Eeek! page_mapcount(page) went negative! (-1)', '  page pfn = 36233'], options: ['--arch', 'i386'],
    values: ['1 swap_entry -'], said: [/before 3\.1 have them: type 5, offset 0xc8af9d/], never: [/print the pte itself/] },
  // v6.5 arch/x86/mm/fault.c dump_pagetable: pr_info("PGD %lx "), pr_cont("P4D %lx "); include/linux/kern_levels.h KERN_SOH "\001", KERN_INFO "6", KERN_CONT "c".
  ...['\u0001', ''].map((soh): LogKind => ({
    name: `x86_64, levels of printk in front of a walk, ${soh === '' ? 'without' : 'with'} their first byte`, log: [`${soh}1BUG: kernel NULL pointer dereference, address: 0000000000000000`, `${soh}1#PF: supervisor write access in kernel mode`, `${soh}1#PF: error_code(0x0002) - not-present page`, `${soh}6PGD 67067 ${soh}cP4D 67067 ${soh}cPUD 0 ${soh}c`, 'Oops: 0002 [#1] PREEMPT SMP NOPTI', 'CPU: 0 PID: 75 Comm: a Tainted: G        W  O       6.5.0-00004-g6521682f674d #6'],
    values: ['4 pgd table 0x67', '4 p4d table 0x67', '4 pud none'], said: [/write by the kernel at 0x0000000000000000, error code 0x2/, /the walk ends at pud, which is empty/] })),
  ...['aPGD 67067 P4D 0', 'x6PGD 67067 P4D 0', '16PGD 67067 P4D 0'].map((line): LogKind => ({ name: `no level of printk: ${line}`, log: [line], values: [], never: [/./] })),
  // v6.12 kernel/printk/printk.c print_time: "[%5lu.%06lu]"; dmesg -T (util-linux): ctime().
  ...([['[   12.100000]', true], ['[    0.000000][    T0]', true], ['[Mon Sep  3 17:27:05 2018]', true], ['[ 12.1]', false], ['see [3]', false]] as const).map(([front, isBanner]): LogKind => ({
    name: `behind ${front} stands ${isBanner ? 'a banner' : 'prose'}`, log: [`${front} Linux version 4.19.5 is what it runs`, 'PGD 7a719067 P4D 7a719067 PUD 0'],
    values: ['2 pgd table 0x7a719', '2 p4d table 0x7a719', '2 pud none'], said: [isBanner ? /named in the log \(4\.19\.5\)/ : /assumed, the text speaks of Linux 4\.19\.5/] })),
];

describe('reports as threads have them', () => {
  test.each(KINDS)('$name', expectKind);
});
