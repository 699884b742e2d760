import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** lore.kernel.org, linux-mm 2010-03, "Somebody take a look please!": 2.6.32.10, whose sender's program wraps lines. */
const AT = 'Mar 24 19:22:28 alfa kernel: ';

/** Rows of public texts, as mail, forums and copying by hand have left them. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v2.6.32 mm/memory.c print_bad_pte: the page is dumped where there is one. 0xf1b250 is 88 times 0x2bf1e.
  { name: 'x86_64, a dump of the page on three rows', log: [`${AT}BUG: Bad page map in process httpd`, 'pte:2bf1e025', 'pmd:1535b5067', `${AT}page:ffffea0000f1b250`, 'flags:4000000000000404', 'count:1 mapcount:-1 mapping:(null) index:0', `${AT}addr:00000037b4008000 vm_flags:08000875`],
    values: ['2 pte present 0x2bf1e', '3 pmd table 0x1535b5'], said: [/0x2bf1e has a struct page, dumped with it \(refcount 1, mapcount -1\)/], never: [/beyond the memory/] },
  // 0xf1f7c0 is 88 times 0x2bfe8, and 64 times another frame.
  { name: 'x86_64, the structure of a page that is larger than usual', log: [`>>> > ${AT}BUG: Bad page map in process httpd `, '>>> > pte:2bfe8025', '>>> > pmd:1535b5067', `>>> > ${AT}page:ffffea0000f1f7c0 `, '>>> > flags:4000000000000404', '>>> > count:1 mapcount:-1 mapping:(null) index:0', `>>> > ${AT}addr:00000037b400c000 vm_flags:08000875`, '>>> > anon_vma:(null) mapping:ffff88022b5d25a8 index:c'],
    values: ['2 pte present 0x2bfe8', '3 pmd table 0x1535b5'], said: [/0x2bfe8 has a struct page, dumped with it \(refcount 1, mapcount -1\)/], never: [/another report/] },
  // The table of the pmd is memory, and higher.
  { name: 'x86_64, the table of a page on a row of its own', log: [`${AT}BUG: Bad page map in process httpd`, 'pte:2bf1e025', 'pmd:1535b5067', `${AT}addr:00000037b4008000 vm_flags:08000875`],
    values: ['2 pte present 0x2bf1e', '3 pmd table 0x1535b5'], said: [/the log shows memory as high as frame 0x2bf1e/], never: [/beyond the memory/] },
];

describe('rows as others have left them', () => {
  test.each(KINDS)('$name', async (kind) => expectKind(kind));
});
