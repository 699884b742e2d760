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
];

describe('one thing is said in one way', () => {
  test.each(KINDS.map((kind) => ({ name: kind.name, kind })))('$name', ({ kind }) => expectKind(kind));
});
