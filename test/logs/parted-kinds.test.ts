import { describe, test } from '@jest/globals';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';

const NAME = 'CPU: 0 PID: 1 Comm: a Not tainted 6.1.0 #1';
const MAY_BE_CUT = /it may be cut off, and is read as it stands/;
const NOT_WHOLE = (level: string): RegExp => new RegExp(`not whole: no whole value of ${level} was found`);
const ENDS = /the walk ends at/;

/** An oops of x86_64: v6.1 arch/x86/mm/fault.c show_fault_oops, dump_pagetable. */
const oops = (code: string, ...walk: readonly string[]): readonly string[] => [
  'BUG: unable to handle page fault for address: ffff888012345000',
  `#PF: error_code(0x${code})`,
  ...walk,
  `Oops: ${code} [#1] SMP`,
  NAME,
];

const ABOVE = 'PGD 100000067 P4D 100000067 PUD 100200067';
const TABLES = ['3 pgd table 0x100000', '3 p4d table 0x100000', '3 pud table 0x100200'];

// v6.1 arch/x86/mm/fault.c dump_pagetable(): "%lx" for each level, a blank behind all but the last, nothing below what is not present.
// prettier-ignore
const CUT: readonly LogKind[] = [
  // v5.13 arch/x86/kernel/setup.c reserves the first MiB: its pages belong to nobody, and it is mapped in small pages.
  ...['138', '162', '5162'].map((digits): LogKind => ({ name: `a pmd of the first MiB that ends its line: ${digits}`, log: oops('0000', `${ABOVE} PMD ${digits}`), values: [...TABLES, `3 pmd ${digits === '138' || digits === '162' ? 'unmapped 0x0' : '-'}`], said: [MAY_BE_CUT], never: [ENDS] })),
  { name: 'the same with the blank that the kernel puts behind it', log: oops('0000', `${ABOVE} PMD 162 `), values: [...TABLES, '3 pmd unmapped 0x0'], said: [ENDS], never: [MAY_BE_CUT] },
  { name: 'a pte with one bit', log: oops('0000', `${ABOVE} PMD 13847067 PTE 80`), values: [...TABLES, '3 pmd table 0x13847', '3 pte -'], said: [MAY_BE_CUT], never: [/only bit 7 is set/] },
  { name: 'an empty pmd', log: oops('0000', `${ABOVE} PMD 0`), values: [...TABLES, '3 pmd none'], said: [ENDS], never: [MAY_BE_CUT] },
  // A page at 512 GiB, which a CPU found: what is inverted (v4.19 arch/x86/include/asm/pgtable-invert.h) is not present.
  { name: 'a page at 0x800ffff000 that may not be written to', log: oops('0003', `${ABOVE} PMD 13847067 PTE 800ffff161`), values: [...TABLES, '3 pmd table 0x13847', '3 pte present 0x800ffff'], said: [/the walk ends at pte, which maps the page/, /pte is read-only/], never: [MAY_BE_CUT] },
  { name: 'the same where nothing was found', log: oops('0000', `${ABOVE} PMD 13847067 PTE 800ffff161`), values: [...TABLES, '3 pmd table 0x13847', '3 pte present 0x800ffff'], said: [MAY_BE_CUT], never: [ENDS] },
  { name: 'a large page at 32 GiB, with the blank behind it', log: oops('0003', `${ABOVE} PMD 80000001e1 `), values: [...TABLES, '3 pmd present 0x8000000'], said: [/pmd is read-only/], never: [MAY_BE_CUT] },
  { name: 'the same without it', log: oops('0003', `${ABOVE} PMD 80000001e1`), values: [...TABLES, '3 pmd present 0x8000000'], said: [MAY_BE_CUT], never: [ENDS] },
];

const stamped = (...lines: readonly string[]): readonly string[] =>
  lines.map((line, at) => `[    1.23456${at}] ${line}`);

// prettier-ignore
const TORN: readonly LogKind[] = [
  { name: 'inside of P4D', log: stamped('PGD 123067 P4D 12', '3067 PUD 124067 PMD 125067 PTE 0'),
    values: ['1 pgd table 0x123', '1 p4d table 0x123', '2 pud table 0x124', '2 pmd table 0x125', '2 pte none'], said: [/Linux 7\.3, x86_64/], never: [/4\.11|not whole|unfinished/] },
  { name: 'inside of PMD', log: stamped(`${ABOVE} PMD 138`, '47067 PTE 0'), values: [...TABLES.map((value) => value.replace('3', '1')), '1 pmd table 0x13847', '2 pte none'], never: [/unfinished|cut off/] },
  { name: 'inside of a pte with its highest bit', log: stamped(`${ABOVE} PMD 13847067 PTE 80000000`, '12345161'), values: [...TABLES.map((value) => value.replace('3', '1')), '1 pmd table 0x13847', '1 pte present 0x12345'], never: [/cut off/] },
  // The levels of another CPU's line (CONFIG_PRINTK_CALLER) are none of it.
  { name: 'of another caller', log: ['[    1.234560][   T12] PGD 123067 P4D 12', '[    1.234561][   T13] 3067 PUD 124067 PMD 125067 PTE 0'], values: ['1 pgd table 0x123'], said: [/unfinished: behind pgd/], never: [/4\.11/] },
  { name: 'a pte, and other digits', log: stamped(`${ABOVE} PMD 13847067 PTE 12345`, '12345161'), values: [...TABLES.map((value) => value.replace('3', '1')), '1 pmd table 0x13847', '1 pte present 0x12'], said: [MAY_BE_CUT] },
  // v5.10 arch/x86/mm/fault.c dump_pagetable(): "%0*Lx" of the width of an entry.
  { name: 'i386 with PAE, inside of a pde', log: stamped('BUG: unable to handle page fault for address: f8a10f40', '*pdpt = 0000000001866001 *pde = 00000000', '12584067 *pte = 0000000000000000 '), values: ['2 pgd table 0x1866', '2 pmd table 0x12584', '3 pte none'], said: [/i386, 3-level/], never: [/unfinished/] },
  { name: 'with the time of a day', log: ['[Sun Jan  2 03:04:05 2022] PGD 123067 P4D 12', '[Sun Jan  2 03:04:05 2022] 3067 PUD 124067 PMD 0'], values: ['1 pgd table 0x123', '1 p4d table 0x123', '2 pud table 0x124', '2 pmd none'] },
];

// prettier-ignore
const LOST: readonly LogKind[] = [
  { name: 'P4D, with another message between', log: stamped('PGD 123067 P4D 12', 'usb 1-1: new high-speed USB device', 'PUD 124067 PMD 125067 PTE 0'),
    values: ['1 pgd table 0x123', '3 pud table 0x124', '3 pmd table 0x125', '3 pte none'], said: [NOT_WHOLE('p4d'), /Linux 7\.3, x86_64/], never: [/4\.11|4-level/] },
  // v6.1 arch/x86/mm/fault.c dump_pagetable() prints no pmd below a pud that is not present.
  { name: 'the end of PUD, below which the walk goes on', log: oops('0003', ABOVE.slice(0, -6), 'usb 1-1: new high-speed USB device', 'PMD 13847067 PTE 8000000012345067'),
    values: ['3 pgd table 0x100000', '3 p4d table 0x100000', '3 pud -', '5 pmd table 0x13847', '5 pte present 0x12345'], said: [NOT_WHOLE('pud'), /the walk ends at pte, which maps the page/], never: [/PROT_NONE|a page of user mode|allow this access/] },
  { name: 'all of PUD', log: oops('0007', 'PGD 100000067 P4D 100000067', 'PMD 13847067 PTE 8000000012345067').map((line) => line.replace('ffff888012345000', '00007f1234567000')),
    values: ['3 pgd table 0x100000', '3 p4d table 0x100000', '4 pmd table 0x13847', '4 pte present 0x12345'], said: [NOT_WHOLE('pud')], never: [/allow this access/] },
  { name: 'nothing', log: oops('0007', `${ABOVE} PMD 13847067 PTE 8000000012345067`).map((line) => line.replace('ffff888012345000', '00007f1234567000')),
    values: [...TABLES, '3 pmd table 0x13847', '3 pte present 0x12345'], said: [/allow this access/], never: [/not whole/] },
  // v5.7 arch/arm64/mm/fault.c show_pte() has no p4d, v5.8 has it: its name alone tells.
  { name: 'arm64, the value of p4d', log: stamped('swapper pgtable: 4k pages, 48-bit VAs, pgdp=0000000041a56000', '[ffff800010a00000] pgd=000000013ffff003, p4d=', 'usb 1-1: new high-speed USB device', ', pud=000000013fffe003, pmd=0000000042ed4003, pte=0000000000000000'),
    values: ['2 pgd table 0x13ffff', '4 pud table 0x13fffe', '4 pmd table 0x42ed4', '4 pte none'], said: [NOT_WHOLE('p4d')], never: [/Linux 5\.7/] },
];

// v2.6.10 arch/x86_64/mm/fault.c dump_pagetable(): "PML4 %lx ", "PGD %lx ", "PMD %lx ", "PTE %lx"
const OLD = 'Unable to handle kernel paging request at 0000010012345000 RIP:';
// prettier-ignore
const PML4: readonly LogKind[] = [
  ...[['PML4 123067 PGD 124067 PMD 125067 PTE', '0'], ['PML4 123067 PGD 124067 PMD 125067', 'PTE 0'], ['PML4 123067 PGD 124067 PMD', '125067 PTE 0'], ['PML4 123067 PGD', '124067 PMD 125067 PTE 0'], ['PML4 123067', 'PGD 124067 PMD 125067 PTE 0']].map((rows): LogKind => ({
    name: `PML4, wrapped: ${rows.join('|')}`, log: [OLD, ...rows, 'Oops: 0000 [1] SMP'],
    values: ['pgd table 0x123', 'pud table 0x124', 'pmd table 0x125', 'pte none'].map((value, at) => `${(rows[0] ?? '').split(' ').length / 2 >= at + 1 ? 2 : 3} ${value}`), said: [/the log is older \(before 2\.6\.11\)/, /the walk ends at pte/], never: [/unfinished|not whole/] })),
  // No other kernel has PMD behind PGD: v2.6.11 arch/x86_64/mm/fault.c dump_pagetable() prints PUD between them.
  ...['PGD 124067 PMD 125067 PTE 0', '67 PGD 124067 PMD 125067 PTE 0', '> PGD 124067 PMD 125067 PTE 0'].map((row): LogKind => ({
    name: `PML4, cut off: ${row}`, log: [row, 'Oops: 0000 [1] SMP'], values: ['1 pud table 0x124', '1 pmd table 0x125', '1 pte none'], said: [/the log is older \(before 2\.6\.11\)/, /the walk ends at pte/], never: [/pgd|7\.3/] })),
  { name: 'PML4, cut off, and a value that is torn', log: ['PGD 124067 PMD 125 067 PTE 0'], values: ['1 pud table 0x124'], said: [/behind pud its line has a value that is not whole/] },
];

// v5.10 arch/x86/mm/fault.c dump_pagetable(), show_fault_oops()
const AT = 'BUG: unable to handle page fault for address: f8a10f40';
const PAE = '0000000001866001 *pde = 0000000012584067 *pte = 0000000000000000 ';
// v5.10 mm/memory.c print_bad_pte(): "addr:%px vm_flags:%08lx anon_vma:%px mapping:%px index:%lx"; "%08llx" of any pte, "%px" of 8 digits on a machine of 32 bits.
const MAP = 'BUG: Bad page map in process a  pte:12345067 pmd:0abcd067';
const PLACE = 'b7712000 vm_flags:00000075 anon_vma:00000000 mapping:f5a3b4c0 index:1';
// prettier-ignore
const SMALL: readonly LogKind[] = [
  ...['', 'Jan 02 03:04:05 host kernel: ', '> '].map((front): LogKind => ({ name: `PAE, wrapped behind *pdpt =, behind ${JSON.stringify(front)}`, log: [`${front}${AT}`, `${front}*pdpt =`, `${front === '> ' ? front : ''}${PAE}`, `${front}Oops: 0000 [#1] SMP`],
    values: ['3 pgd table 0x1866', '3 pmd table 0x12584', '3 pte none'], said: [/i386, 3-level/, /at 0x00000000f8a10f40/] })),
  ...[[`addr:${PLACE}`], ['addr:', PLACE], ['[    1.234567] addr:', PLACE]].map((rows): LogKind => ({ name: `a bad page map, and ${rows.join('|')}`, log: [MAP, ...rows],
    values: ['1 pte present 0x12345', '1 pmd table 0xabcd'], said: [/i386 \(architecture assumed\)/], never: [/x86_64/] })),
];

describe('walks whose rows are parted', () => {
  test.each([...CUT, ...TORN, ...LOST, ...PML4, ...SMALL])('$name', expectKind);
  test.each([...TORN.slice(0, 3), ...PML4.slice(0, 1), ...SMALL.slice(1, 2), ...SMALL.slice(4, 5)])(
    '$name, however its input comes',
    expectSameHoweverCut,
  );
});
