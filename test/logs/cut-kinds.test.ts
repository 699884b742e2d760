import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';

const UNMAPPED = /unmapped page of the kernel/;
const MAY_BE_CUT = /it may be cut off, and is read as it stands/;

/** A walk to an address of the kernel, and what the entry that ends it is: none of the levels above is of user mode. */
const walk = (
  name: string,
  levels: string,
  end: string,
  said: readonly RegExp[],
  never: readonly RegExp[],
): LogKind => ({
  name: `${name}: ${levels}`,
  log: [
    'BUG: unable to handle page fault for address: ffff888112601000',
    '#PF: error_code(0x0000) - not-present page',
    `PGD 2e01067 P4D 2e01067 ${levels}`,
    'Oops: Oops: 0000 [#1] SMP',
  ],
  values: [
    'pgd table 0x2e01',
    'p4d table 0x2e01',
    ...(levels.includes('PMD') ? ['pud table 0x13fff9'] : []),
    ...(levels.includes('PTE') ? ['pmd table 0x13fff8'] : []),
    end,
  ].map((value) => `3 ${value}`),
  said,
  never,
});

/** Values of a walk that is cut off, or that no page of the kernel has. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // v6.17 mm/memory.c print_bad_pte(): "pte:%08llx pmd:%08llx"; v6.18 print_bad_page_map() has no pmd in this line. A pager has put its mark behind the rest, or somebody stars in it.
  ...['74b3\u2026', '74b3>', '74b****7', ''].map((pmd): LogKind => ({
    name: `a bad page map whose pmd is not whole: ${pmd}`, log: [`BUG: Bad page map in process a  pte:8000000071c00227 pmd:${pmd}`], values: ['1 pte present 0x71c00'], said: [/Linux 6\.17, x86_64/] })),
  // v6.12 mm/swapfile.c Bad_file: "%s: %s%08lx"; mm/pgtable-generic.c pmd_clear_bad(), arch/x86/include/asm/pgtable_64.h pmd_ERROR: "%p(%016lx)". systemctl(1) and journalctl(1): lines "are ellipsized"; less(1) -S, --rscroll: ">".
  ...(['\u2026', '>', '...'] as const).flatMap((mark): LogKind[] => [
    ['swap_entry', 'get_swap_device: Bad swap file entry 3ffffffffff'], ['swap_entry', '_swap_info_get: Unused swap offset entry 00000003ff'], ['pmd', 'mm/pgtable-generic.c:51: bad pmd ffff88003b4e8f00(80000001e2'], ['pte', 'BUG: Bad page map in process a  pte:8000000071c0'],
  ].map(([level = '', row = '']): LogKind => ({ name: `${row} in front of ${mark}`, log: [row + mark], values: [`1 ${level} -`], said: [/not decoded: .* may be cut off$/m] }))),
  { name: 'a bad page map with a mark behind its pmd', log: ['BUG: Bad page map in process a  pte:8000000071c00227 pmd:71c01067\u2026'], values: ['1 pte present 0x71c00'], said: [/pmd stands in front of \u2026.* not decoded/] },
  // What has 16 digits is whole.
  { name: 'a mark behind a whole pmd', log: ['mm/pgtable-generic.c:51: bad pmd ffff88003b4e8f00(80000001e2000067>'], values: ['1 pmd table 0x1e2000'], never: [/cut off/] },
  { name: 'a bad page map without a pmd', log: ['BUG: Bad page map in process a  pte:8000000071c00227'], values: ['1 pte present 0x71c00'], said: [/Linux 7\.[23], x86_64/] },
  // v6.12 arch/x86/mm/fault.c dump_pagetable(): "%lx", without zeros in front. v6.12 arch/x86/include/asm/pgtable_types.h __PAGE_KERNEL, __PAGE_KERNEL_LARGE: with ACCESSED, without USER.
  walk('a page of the direct map', 'PUD 13fff9067 PMD 13fff8067 PTE 12601062', 'pte unmapped 0x12601', [UNMAPPED], []),
  walk('a pte that user mode may use', 'PUD 13fff9067 PMD 13fff8067 PTE 12601066', 'pte -', [/has no such entries/, MAY_BE_CUT], [UNMAPPED]),
  walk('an inverted pte that user mode may use', 'PUD 13fff9067 PMD 13fff8067 PTE 800ffffeed9fe066', 'pte -', [/has no such entries/], [UNMAPPED, MAY_BE_CUT]),
  walk('an inverted pte without its last digit', 'PUD 13fff9067 PMD 13fff8067 PTE 800ffffeed9fe06', 'pte -', [/begins as one of 16 digits.*may be cut off/], [UNMAPPED, /has no such entries/]),
  // v5.15 arch/x86/mm/pat/set_memory.c __should_split_large_page; SDM vol. 3A, 4.5 table 4-18: bits 20:13 of a page of 2 MiB are 0, with an inverted frame all 1.
  walk('a large page', 'PUD 13fff9067 PMD 12600062', 'pmd unmapped 0x12600', [UNMAPPED], []),
  walk('a large page, inverted', 'PUD 13fff9067 PMD 800ffffeed9ff062', 'pmd unmapped 0x112600', [UNMAPPED], []),
  walk('a large page of user mode', 'PUD 13fff9067 PMD 12600066', 'pmd -', [/no kernel has such an entry/, MAY_BE_CUT], [UNMAPPED]),
  walk('no multiple of its size', 'PUD 13fff9067 PMD 12603062', 'pmd -', [/no kernel has such an entry/, MAY_BE_CUT], [UNMAPPED]),
  walk('no multiple of its size, inverted', 'PUD 13fff9067 PMD 800ffffeed99f062', 'pmd -', [/no kernel has such an entry/], [UNMAPPED, MAY_BE_CUT]),
  walk('without its last digits', 'PUD 13fff9067 PMD 13fff80', 'pmd -', [MAY_BE_CUT], [UNMAPPED]),
  walk('a pud without its last digit', 'PUD 13fff906', 'pud -', [MAY_BE_CUT], [UNMAPPED]),
  walk('a pud without flags', 'PUD 13fff9000', 'pud -', [MAY_BE_CUT], [UNMAPPED]),
  // A public report of 4.1; v5.14 arch/arm64/mm/fault.c mem_abort_decode and show_pte print their lines in front of the walk alone.
  ...['  FSC = 0x07: level 3 translation fault', '  ESR = 0x96000007', 'swapper pgtable: 16k pages, 47-bit VAs, pgdp=0000000023f54000'].map((line): LogKind => ({
    name: `a bad page map, and the rest of a fault of arm64 that begins at: ${line}`,
    log: ['BUG: Bad page map in process celery  pte:fd20b000 pmd:16d7b08067', 'addr:00007fb3611a5000 vm_flags:08100073 anon_vma:ffff8801b4b13910 mapping:          (null) index:7fb3611a5',
      'CPU: 38 PID: 488 Comm: celery Tainted: G    B      OE   4.1.0-generic #1', '', line, '[ffff7fd7fbdbffe0] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000'],
    values: ['1 pte swap', '1 pmd table 0x16d7b08', '6 pgd none', '6 p4d none', '6 pud none'], said: [/Linux 4\.1, x86_64/, /offset 0x7e9058\b/] })),
  // v6.1 arch/arm64/mm/fault.c show_pte; include/asm-generic/pgtable-nop4d.h, pgtable-nopud.h: the top table of two is that of the pmds.
  { name: 'arm64, cut off in levels that are folded', log: ['  ESR = 0x96000006', 'user pgtable: 64k pages, 42-bit VAs, pgdp=00000009c33b0000', '[0000000000000030] pgd=0000000000000000, p4d=0000000000000000'],
    values: ['3 pgd none', '3 p4d none'], said: [/the walk ends at pmd, which is empty/], never: [/ends at p[4ug]d/] },
  // v3.2 arch/x86/mm/fault.c dump_pagetable: "%0*Lx", which whoever quoted it broke into two lines.
  { name: 'i386, a first entry in two pieces, the first of two digits', log: ['BUG: unable to handle kernel paging request at c0101000', 'IP: [<c0101000>] f+0x1', '*pde = 12', '584067 *pte = 00000000', 'EIP: 0060:[<c0101000>] EFLAGS: 00010246 CPU: 0'],
    values: ['3 pmd table 0x12584', '4 pte none'] },
  // v6.12 lib/dump_stack.c dump_stack_print_info(): the name of the machine is a line of its own.
  { name: 'the name of a kernel, cut off inside, in front of that of the machine', log: ['BUG: Bad page map in process a.out  pte:00000004 pmd:061e5067', 'addr:00007fb3611a5000 vm_flags:08100073 anon_vma:ffff8801b4b13910 mapping:0000000000000000 index:7fb3611a5', 'CPU: 0 PID: 97 Comm: a.out Tainted: G      D            5.10.0-', 'Hardware name: QEMU Standard PC (i440FX + PIIX, 1996)'],
    values: ['1 pte swap', '1 pmd table 0x61e5'], said: [/Linux 5\.10, x86_64; named in the log \(5\.10\.0\)/], never: [/Hardware/] },
];

describe('values that are cut off', () => {
  test.each(KINDS)('$name', expectKind);
});

/** A fault of a kernel of Debian as its console has it: lines of every length. */
const CONSOLE = new URL('../fixtures/realkernel/6.1.0-56-amd64/console.log', import.meta.url);
const lines = readFileSync(CONSOLE, 'utf8').split('\n');
const valuesIn = async (log: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await runCli(['log', '--json'], { stdin: `${log.join('\n')}\n` });
  return jsonLines(stdout)
    .filter((record) => property(record, 'error') === undefined)
    .map((record) => ['line', 'level', 'input'].map((name) => String(property(record, name))).join(' '));
};

describe('the edge of a screen', () => {
  test.each([60, 63, 67, 70, 72, 74, 76, 79, 80, 82])(
    'no value that it cut is decoded: column %d',
    async (column) => {
      const whole = await valuesIn(lines);
      const cut = await valuesIn(lines.map((line) => line.slice(0, column)));
      expect(cut.length).toBeGreaterThan(0);
      expect(cut.filter((value) => !whole.includes(value))).toEqual([]);
    },
  );

  // The fault at 9.861032, cut inside of its pte.
  const fault = lines.slice(102, 116).map((line) => line.slice(0, 79));
  test('what it cut is said, wherever the input is cut into pieces', async () => {
    const kind = {
      name: '',
      log: fault,
      values: ['4 pgd table 0x4089', '4 p4d table 0x4089', '4 pud table 0x43be', '4 pmd table 0x43bc'],
      said: [/pte ends at column 79, as other lines do, and may be cut off: not decoded/],
      never: [/the walk ends at/],
    };
    await expectKind(kind);
    await expectSameHoweverCut(kind);
  });

  test('longer lines near it show that there is none', async () => {
    const { stdout } = await runCli(['log'], {
      stdin: `${[...fault, `${fault[0] ?? ''} and so on, in a line that is longer`].join('\n')}\n`,
    });
    expect(stdout).not.toContain('ends at column');
  });
});

/** A file system fills up with NULs what a crash kept it from writing; a ring in memory has them where nothing was written yet. */
test('NULs behind a value at the end of the input do not make it whole', async () => {
  const walk = 'PGD 1a5c5067 P4D 1a5c5067 PUD 1a5c6067 PMD 1040b';
  for (const end of ['', '\0', '\0'.repeat(4096)])
    expect((await runCli(['log'], { stdin: `${walk}${end}` })).stdout).toMatch(MAY_BE_CUT);
  expect((await runCli(['log'], { stdin: `${walk}\0\n` })).stdout).not.toMatch(MAY_BE_CUT);
});
