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
];

describe('reports as threads have them', () => {
  test.each(KINDS)('$name', expectKind);
});
