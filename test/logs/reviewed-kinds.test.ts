import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const FAR: readonly string[] = Array.from({ length: 300 }, () => 'z'.repeat(99));

/** What several lines, or several parts of the program, say of one thing: they agree. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // 8495f7e67340 (v5.4) kernel/fork.c check_mm "type:%s", "idx:%d" before. 6b28baca9b1f (v4.19): inverted offsets; v4.18 at the latest reads type 16.
  { name: 'x86_64, a line of the same report that no release before 5.4 prints', log: ['BUG: Bad rss-counter state mm:00000000abcdef01 type:MM_ANONPAGES val:1', 'BUG: Bad page map in process a.out  pte:00012000 pmd:061e5067'],
    values: ['2 pte swap', '2 pmd table 0x61e5'], said: [/type 0 .*offset 0x3ffffffffff6f/], never: [/Linux 4\.|kernels before/] },
  { name: 'x86_64, the same behind it', log: ['BUG: Bad page map in process a.out  pte:00012000 pmd:061e5067', 'BUG: Bad rss-counter state mm:00000000abcdef01 type:MM_ANONPAGES val:1'],
    values: ['1 pte swap', '1 pmd table 0x61e5'], never: [/Linux 4\.|kernels before/] },
  { name: 'x86_64, a line of another report, far away', log: ['BUG: Bad page map in process a.out  pte:00000004 pmd:061e5067', 'BUG: Bad rss-counter state mm:00000000abcdef01 type:MM_ANONPAGES val:1', ...FAR, 'BUG: Bad page map in process a.out  pte:00012000 pmd:061e5067'],
    values: ['1 pte swap', '1 pmd table 0x61e5', '303 pte swap', '303 pmd table 0x61e5'], said: [/kernels before 4\.8|Linux 4\.18/] },
  // 6b28baca9b1f (v4.19, v4.18.1): the frame of PROT_NONE is inverted since. v4.14 arch/x86/include/asm/pgtable_64_types.h VMEMMAP_BASE, 64 bytes of each frame.
  { name: 'x86_64, a page that was dumped, and whose frame is not inverted', log: ['BUG: Bad page map in process a.out  pte:8000000123456920 pmd:061e5067', 'page:ffffea00048d1580 count:1 mapcount:-1 mapping:          (null) index:0x0'],
    values: ['1 pte protnone 0x123456', '1 pmd table 0x61e5'], said: [/Linux 4\.18/], never: [/Linux 5|symbol differs|is unknown/] },
  { name: 'x86_64, the same with the frame printed', log: ['BUG: Bad page map in process a.out  pte:8000000123456920 pmd:061e5067', 'page: refcount:1 mapcount:-1 mapping:0000000000000000 index:0x0 pfn:0x123456'],
    values: ['1 pte protnone 0x123456', '1 pmd table 0x61e5'], said: [/Linux 4\.18/], never: [/symbol differs|is unknown/] },
  // 0x123456 ^ (2^52 - 1) >> 12 of an address of 52 bits: inverted.
  { name: 'x86_64, a page that was dumped, and whose frame is inverted', log: ['BUG: Bad page map in process a.out  pte:800ffffedcba9920 pmd:061e5067', 'page:ffffea00048d1580 count:1 mapcount:-1 mapping:          (null) index:0x0'],
    values: ['1 pte protnone 0x123456', '1 pmd table 0x61e5'], said: [/Linux 5\.3/], never: [/is unknown/] },
];

describe('one thing is said in one way', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
