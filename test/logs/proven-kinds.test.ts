import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** Lines that can be taken for more than they prove. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v2.6.35 mm/hugetlb.c, arch/x86/include/asm/pgtable.h: neither migration nor poison of huge pages; swap entries stand in ptes alone. ffff81…: the direct map before 2.6.27.
  { name: 'x86, addresses and flags over a table of pmds of an old kernel', log: ['mm/memory.c:97: bad pmd ffff81009773fc88(00007ffffffffe3e).', 'mm/memory.c:97: bad pmd ffff81009773fc98(00007ffffffffe40).'],
    values: ['1 pmd -', '2 pmd -'], said: [/pmd is not present: kernels before 2\.6\.36 keep no page in such an entry/, /looks like an address of user space/], never: [/migration|type \d|L1TF/] },
  { name: 'x86, a number that a blank tears in a walk', log: ['PGD 100000067 P4D 100000067 PUD 1001f 5067 PMD 10b3c1067 PTE 8000000 123456063'],
    values: ['1 pgd table 0x100000', '1 p4d table 0x100000', '1 pmd table 0x10b3c1'], said: [/unfinished/], never: [/pud|swap/] },
  { name: 'arm64, the same', log: ['[ffff000012345678] pgd=1000000080001003, p4d=10000000 80001003, pud=1000000080002003'],
    values: ['1 pgd table 0x80001', '1 pud table 0x80002'], never: [/p4d|0x0000000010000000/] },
  { name: 'x86, a number that a blank tears in a bad page map', log: ['BUG: Bad page map in process foo  pte:80000001 23456067 pmd:123456067'], values: [], never: [/./] },
  { name: 'a number that a blank tears in a message', log: ['swap_free: Bad swap file entry 40000000 00012345'], values: [], never: [/./] },
  // What a report names its CPU and kernel in stands behind its walk: what was said before that is of an earlier report, or of a later one in `journalctl -r`.
  { name: 'x86, two reports whose last lines stand first', log: ['PGD 100000067 P4D 100000067 PUD 1001f5067 PMD 10b3c1067 PTE 0', '#PF: error_code(0x0002) - not-present page', 'BUG: unable to handle page fault for address: ffffc90000123000', 'CPU: 0 PID: 1 Comm: foo Not tainted 5.10.0 #1', 'Oops: 0000 [#1] SMP PTI', 'PGD 100000067 P4D 100000067 PUD 1001f5067 PMD 10b3c1067 PTE 8000000123456063', '#PF: error_code(0x0000) - not-present page', 'BUG: unable to handle page fault for address: ffffc90000456000'],
    values: ['1 pgd table 0x100000', '1 p4d table 0x100000', '1 pud table 0x1001f5', '1 pmd table 0x10b3c1', '1 pte none', '6 pgd table 0x100000', '6 p4d table 0x100000', '6 pud table 0x1001f5', '6 pmd table 0x10b3c1', '6 pte present 0x123456'], never: [/at 0xffffc90000123000/] },
  // v4.14 Xen: show_page_walk() of the hypervisor itself.
  { name: 'Xen, a walk of the hypervisor', log: ['(XEN) ----[ Xen-4.17.2  x86_64  debug=n  Not tainted ]----', '(XEN) CPU:    3', '(XEN) Pagetable walk from ffff82c0002a1000:', '(XEN)  L4[0x105] = 00000000cf4b3063 ffffffffffffffff', '(XEN)  L3[0x100] = 0000000000000000 ffffffffffffffff'],
    values: ['4 pgd table 0xcf4b3', '5 pud none'], said: [/^ {4}\| Xen, x86_64/], never: [/Linux.*(?:assumed|no name was found in its report)/] },
  // v6.8 mm/memory.c zap_pte_range.
  { name: 'a kernel that is given and prints no such message', options: ['-k', '5.4'], log: ['unrecognized swap entry 0x7c00000000000001'],
    values: ['1 swap_entry migration 0x1'], said: [/Linux 5\.4.*prints no such message: those are of 6\.8 or later/] },
  { name: 'a kernel that is given and no longer prints such a message', options: ['-k', '7.3'], log: ['PGD 100000067 PUD 1001f5067 PMD 10b3c1067 PTE 0'],
    values: ['1 pgd table 0x100000', '1 pud table 0x1001f5', '1 pmd table 0x10b3c1', '1 pte none'], said: [/Linux 7\.3.*prints no such message: those are older than 4\.12/] },
  // The kernel puts type and offset of the pte into the message: a pte with another offset is not the one of that message.
  { name: 'x86, a page behind a message about another entry', log: ['swap_free: Unused swap offset entry 000abcde', 'BUG: Bad page map in process foo  pte:8000000123456067 pmd:123456067'],
    values: ['1 swap_entry swap', '2 pte present 0x123456', '2 pmd table 0x123456'], said: [/architecture assumed/], never: [/not decoded/] },
  // v2.4 include/asm-i386/page.h __FILE__ without a folder; v2.6.29 mm/page_alloc.c bad_page.
  { name: 'i386, messages that no one kernel prints', log: ['BUG: Bad page state in process foo  pfn:12345', 'memory.c:306: bad pmd c30b63e8(0000000028d2d027)'],
    values: ['2 pmd table 0x28d2d'], said: [/before 2\.6\), others of 2\.6\.29 or later/], never: [/the messages are older/] },
];

describe('what is not proven is not said', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
