import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// v6.12 arch/arm64/mm/fault.c die_kernel_fault(), mem_abort_decode(), show_pte(); arch/arm64/kernel/traps.c die().
const ARM64 = (address: string, esr: string, release: string): readonly string[] => [
  `Unable to handle kernel paging request at virtual address ${address}`,
  'Mem abort info:',
  `  ESR = 0x${esr}`,
  '  EC = 0x25: DABT (current EL), IL = 32 bits',
  '  FSC = 0x07: level 3 translation fault',
  'swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000041d5f000',
  `[${address}] pgd=1000000042f2d003, p4d=1000000042f2d003, pud=1000000042f2e003, pmd=1000000043a9d003, pte=0000000000000000`,
  `Internal error: Oops: ${esr} [#1] PREEMPT SMP`,
  `CPU: 1 UID: 0 PID: 1234 Comm: insmod Not tainted ${release} #1`,
  'pc : foo_init+0x20/0x1000 [foo]',
];
const ADDRESS = 'ffff800081234560';
const VALUES = (line: number): readonly string[] => [
  `${String(line)} pgd table 0x42f2d`,
  `${String(line)} p4d table 0x42f2d`,
  `${String(line)} pud table 0x42f2e`,
  `${String(line)} pmd table 0x43a9d`,
  `${String(line)} pte none`,
];
const journal = (lines: readonly string[]): readonly string[] =>
  lines.toReversed().map((line) => `Dec 01 10:00:00 host kernel: ${line}`);

/** Texts whose lines stand in another order than that of the kernel: `journalctl -r` shows the newest first. */
const KINDS: readonly LogKind[] = [
  {
    name: 'arm64, the newest line first',
    log: journal(ARM64(ADDRESS, '0000000096000007', '6.12.0')),
    values: VALUES(4),
    said: [/read by the kernel at 0xffff800081234560, ESR 0x96000007: nothing present was found/],
  },
  {
    name: 'arm64, two of one address, the newest line first: each has its own',
    log: journal([
      ...ARM64(ADDRESS, '0000000096000007', '6.12.0'),
      ...ARM64(ADDRESS, '0000000096000047', '6.12.0'),
    ]),
    values: [...VALUES(4), ...VALUES(14)],
    said: [
      /write by the kernel at 0xffff800081234560, ESR 0x96000047: nothing/,
      /read by the kernel at 0xffff800081234560, ESR 0x96000007: nothing/,
    ],
  },
  {
    name: 'arm64, another fault behind a walk, whose own beginning is missing',
    log: [
      ...ARM64(ADDRESS, '0000000096000007', '6.12.0').slice(6),
      ...ARM64('ffff800081234568', '0000000096000047', '6.12.0').slice(0, 6),
    ],
    values: VALUES(1),
    never: [/ESR 0x96000047/],
  },
];

/** Words that two architectures print. */
const SHARED: readonly LogKind[] = [
  // v2.4.0 arch/arm/mm/fault-common.c show_pte: behind an entry that is not empty stands "(bad)" or the next level. Patches of i386 print "*pgd = %*llx\n", each level by itself.
  {
    name: 'a top entry by itself, which no kernel of arm prints',
    log: [
      'Unable to handle kernel paging request at virtual address f8000000',
      ' printing eip:',
      'c0123456',
      '*pgd = 33b6c001',
      '*pmd = 2c001067',
      'EIP:    0060:[<c0123456>]    Not tainted VLI',
    ],
    values: [],
    never: [/./],
  },
  {
    name: 'arm, an empty one',
    log: ['pgd = c0004000', '*pgd = 00000000', 'Internal error: Oops: 2'],
    values: ['2 pgd none'],
    said: [/Linux .*arm/],
  },
];

describe('logs in another order', () => {
  test.each(KINDS)('$name', expectKind);
});

/** v2.6.9 include/asm-generic/pgtable.h pmd_ERROR "%s:%d: bad pmd %p(%016lx).\n"; v6.12 arch/arm64 and others "%s:%d: bad pmd %016llx.\n". */
const CUT: readonly LogKind[] = ['8000000123…', '000001e...', '0001e…', 'ffff88807e4b5d40(dff...'].map(
  (value) => ({
    name: `a bad entry that a pager has cut: ${value}`,
    log: [`mm/pgtable-generic.c:50: bad pmd ${value}`],
    values: ['1 pmd -'],
    said: [/not decoded: pmd stands in front of .*, with which pagers cut lines, and may be cut off/],
  }),
);

describe('words of two architectures', () => {
  test.each(SHARED)('$name', expectKind);
});

/** Marks of programs around a line. */
const AROUND: readonly LogKind[] = [
  // Atlassian, text formatting notation: {code} and {noformat} around a block.
  ...['{code}', '{noformat}'].map((mark) => ({
    name: `Jira, ${mark}`,
    log: [`${mark}PGD 1a5c8067 P4D 1a5c8067 PUD 0${mark}`],
    values: ['1 pgd table 0x1a5c8', '1 p4d table 0x1a5c8', '1 pud none'],
    said: [/the walk ends at pud/],
    never: [/unfinished/],
  })),
  // RFC 5424, 6: PRI, VERSION and TIMESTAMP. v6.8 is of 2024-03-10.
  {
    name: 'syslog, the day behind the level',
    log: ['<4>1 2024-02-03T10:00:00.123456+00:00 host kernel - - - PGD 1a5c8067 P4D 1a5c8067 PUD 0'],
    values: ['1 pgd table 0x1a5c8', '1 p4d table 0x1a5c8', '1 pud none'],
    said: [/Linux 6\.[78],/],
  },
];

describe('lines with what other programs put around them', () => {
  test.each(AROUND)('$name', expectKind);
});

describe('cut entries', () => {
  test.each(CUT)('$name', expectKind);
  test.each(['ffff88807e4b5d40...', 'ffff88807e...', '80000001', 'of which...'])(
    'words that need be none: %s',
    (value) =>
      expectKind({
        name: value,
        log: [`mm/pgtable-generic.c:50: bad pmd ${value}`],
        values: [],
        never: [/./],
      }),
  );
});
