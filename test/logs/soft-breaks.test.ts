import { describe, test } from '@jest/globals';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';

const AT = 'kern  :alert : ';
const DIE = 'kern  :emerg : Internal error: Oops: ';

/** A line of quoted-printable mail, broken where a | stands. RFC 2045 section 6.7: a soft line break is no part of the text. */
const broken = (text: string): readonly string[] =>
  text.split('|').map((part, at, { length }) => (at < length - 1 ? `${part}=` : part));

/** What listings have in front of a row: coreutils 9.1 cat.c and nl.c, grep 3.8 -n, less 590 -N, pages and editors. */
const LISTINGS: readonly (readonly [string, (row: number) => string])[] = [
  ['cat -n', (row) => `${String(row).padStart(6)}\t`],
  ['nl', (row) => `${String(row).padStart(6)}  `],
  ['less -N', (row) => `${String(row).padStart(7)} `],
  ['grep -n', (row) => `${row}:`],
  ['a page', (row) => `${row}. `],
  ['an editor', (row) => `${row} | `],
  ['cat -n of what is quoted', (row) => `${String(row).padStart(6)}\t> `],
];

/** v5.10 arch/arm/mm/fault.c show_pte: pmd_bad() is bit 1 with short descriptors (pgtable-2level.h), pud_bad() its absence with long ones. */
const SECTION = '1 pgd present 0x2ae00';

/** Words of reports that quoted-printable mail breaks. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  ...(['2ae0|041e(bad)', '2ae0041|e(bad)', '2ae0041e|(bad)'] as const).map((value): LogKind => ({
    name: `arm, a bad section broken so: ${value}`, log: [...broken(`${AT}[eaf4a000] *pgd=3D${value}`), `${AT}8<--- cut here ---`],
    values: [SECTION], said: [/arm, 2-level paging/] })),
  // arch/arm/mm/fault.h FSR_LNX_PF; Arm ARM DDI 0406 B4.1.52: bit 9 of the status is clear with short descriptors alone.
  ...(['|8000000d [#1] ARM', '8000|000d [#1] ARM', '8000000d| [#1] ARM', '8000000d |[#1] ARM'] as const).map((code): LogKind => ({
    name: `arm, the status of an oops broken so: ${code}`, log: [`${AT}[eaf4a000] *pgd=3D2ae0041e`, ...broken(`${DIE}${code}`)],
    values: [SECTION], said: [/arm, 2-level paging/, /execute by the kernel at 0x00000000eaf4a000, FSR 0x8000000d/] })),
  { name: 'arm, the words in front of the status broken', log: [`${AT}[eaf4a000] *pgd=3D2ae0041e`, ...broken('kern  :emerg : Internal error: Oo|ps: 8000000d [#1] ARM')],
    values: [SECTION], said: [/FSR 0x8000000d/] },
  // v5.10 arch/s390/mm/fault.c do_no_context: the access is of the kernel.
  ...(['kerne|l address space', 'kernel address |space', 'kernel address| space', 'kernel addr|ess space'] as const).map((end): LogKind => ({
    name: `s390x, whose access it was, broken so: ${end}`, log: [...broken(`[ 1554.438028] Unable to handle kernel pointer dereference in virtual ${end}`), '[ 1554.438065] Failing address: 001c0ff0066f0000 TEID: 001c0ff0066f0403', '[ 1554.438103] AS:00000000059d400b R2:0000000ffec5c00b R3:00000000c6c9c007 =', 'S:0000000314470001 P:00000000d0ab413d=20', '[ 1554.438158] Oops: 0011 ilc:2 [#1]SMP=20'],
    values: ['p4d table 0xffec5c', 'pud table 0xc6c9c', 'pmd table 0x314470', 'pte present 0xd0ab4'].map((value, at) => `${broken(end).length + (at < 2 ? 2 : 3)} ${value}`), said: [/write by the kernel at 0x001c0ff0066f0000/] })),
  ...(['kerne|l paging request at virtual address bf000020', 'kernel paging request at virtual address |bf000020', 'kernel paging request at virtual address| bf000020', 'kernel NULL pointer derefe|rence at virtual address bf000020', 'kernel NULL poin|ter dereference at virtual address bf000020'] as const).map((text): LogKind => ({
    name: `arm, the address broken so: ${text}`, log: [...broken(`${AT}Unable to handle ${text}`), '*pgd=3D2ae00801', `${DIE}5 [#1] ARM`],
    values: [`${text.split('|').length + 1} pgd table 0x2ae00`], said: [/read by the kernel at 0x00000000bf000020/] })),
  // A whole address, the end of a paragraph, and another report.
  { name: 'arm, nothing behind the break', log: [`${AT}Unable to handle kernel paging request at virtual address c075aba0 =`, '', '80000000 [#1] is no status', '[00000020] *pgd=2ae00801'],
    values: ['4 pgd table 0x2ae00'], never: [/c075aba0|FSR/] },
  // Without the sign of the mail (bad) is of another line.
  { name: 'arm, no break', log: [`${AT}[eaf4a000] *pgd=2ae0041e`, '(bad)'], values: ['1 pgd -'], said: [/depend on the number of levels/] },
  // The same in listings.
  ...LISTINGS.map(([name, front]): LogKind => ({
    name: `x86_64, broken in its numbers, with row numbers: ${name}`, log: [...broken('[ 2.123456] PGD 10160|67 P4D 1016067 PU|D 1017067 PMD 80000000|0aa001e3'), '[ 2.123460] Oops: 0011 [#1] PREEMPT SMP NOPTI'].map((row, at) => front(at + 9) + row),
    values: ['1 pgd table 0x1016', '2 p4d table 0x1016', '3 pud table 0x1017', '3 pmd present 0xaa00'] })),
  // Quoted with a blank in front, and in a comment.
  ...[' > ', ' * '].map((front): LogKind => ({
    name: `x86_64, broken in its numbers, behind ${JSON.stringify(front)}`, log: broken('[ 2.123456] PGD 10160|67 P4D 1016067 PU|D 1017067 PMD 80000000|0aa001e3').map((row) => front + row),
    values: ['1 pgd table 0x1016', '2 p4d table 0x1016', '3 pud table 0x1017', '3 pmd present 0xaa00'] })),
  // v6.12 mm/memory.c print_bad_pte(), wrapped in front of its pmd.
  ...LISTINGS.map(([name, front]): LogKind => ({
    name: `the pmd of a bad page map, with row numbers: ${name}`, log: ['[ 2.123456] BUG: Bad page map in process a.out  pte:80000001061e5067', 'pmd:061e5067', '[ 2.123458] addr:00007fb3611a5000 vm_flags:08100073 anon_vma:0000000000000000 mapping:0000000000000000 index:7fb3611a5'].map((row, at) => front(at + 9) + row),
    values: ['1 pte present 0x1061e5', '2 pmd table 0x61e5'] })),
];

describe('lines that quoted-printable mail breaks', () => {
  test.each(KINDS)('$name', expectKind);

  test.each(KINDS)('$name: however the input is cut', expectSameHoweverCut);
});
