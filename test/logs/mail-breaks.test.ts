import { describe, test } from '@jest/globals';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';

/** What mails of KernelCI have in front of a line; the value of a level stands behind `=3D`. */
const TIME = '    2026-02-18 22:12:54.184000+00:00  kern  :alert : ';
/** A mail of kernelci.org of 2021-02-18: an alias of the kernel's text, which is mapped read-only by 2 MiB (v5.11 arch/arm64/mm/mmu.c map_mem). */
const ALIAS =
  '[ffff800010f500f0] pgd=3D000000007ffff003, p4d=3D000000007ffff003, pud=3D000000007fffe003, pmd=3D0060000002000781';
const ALIAS_LEVELS = ['pgd table 0x7ffff', 'p4d table 0x7ffff', 'pud table 0x7fffe', 'pmd present 0x2000'];
/** v5.4 arch/arm/mm/fault.c show_pte. */
const OLD = '[00000034] *pgd=3D2ae00801, *pte=3D00000000, *ppte=3D00000000';
const OLD_LEVELS = ['pgd table 0x2ae00', 'pte none'];

const VALUE = /(?<==3D)[0-9a-f]+/g;

/** RFC 2045 section 6.7: a soft line break is no part of the text, wherever it stands; nothing breaks inside of `=3D`. */
const brokenAt = (text: string, at: number): readonly string[] => [`${text.slice(0, at)}=`, text.slice(at)];

/** A walk that mail breaks, at every place of it. A value is where its first digit stands. */
function walks(
  name: string,
  text: string,
  levels: readonly string[],
  said: readonly RegExp[],
): readonly LogKind[] {
  const begins = [...text.matchAll(VALUE)].map(({ index }) => index);
  return [...text].flatMap((_, at) =>
    at === 0 || (/=3?$/.test(text.slice(0, at)) && /^3?D/.test(text.slice(at)))
      ? []
      : [
          {
            name: `${name}: ${text.slice(0, at)}|`,
            log: [TIME + brokenAt(text, at).join('\n'), `${TIME}next`],
            values: levels.map((level, nth) => `${(begins[nth] ?? 0) < at ? 1 : 2} ${level}`),
            said,
            never: [/unfinished/],
          },
        ],
  );
}

// prettier-ignore
const KINDS: readonly LogKind[] = [
  ...walks('arm64', ALIAS, ALIAS_LEVELS, [/the walk ends at pmd, which maps the page/]),
  ...walks('arm', OLD, OLD_LEVELS, [/the walk ends at pte, which is empty/]),
  { name: 'a walk broken more than once, with line ends of two characters', log: [`${TIME}[ffff800010f500f0] pgd=\r`, '=3D000000007ffff003, p4d=3D000000007ffff003, pud=3D00000=\r', '0007fffe003, pmd=3D=\r', '0060000002000781\r'],
    values: ['2 pgd table 0x7ffff', '2 p4d table 0x7ffff', '2 pud table 0x7fffe', '4 pmd present 0x2000'], said: [/the walk ends at pmd, which maps the page/] },
  // v6.5 arch/arm64/mm/fault.c data_abort_decode: ISS2 is in the same line. 7.0-rc1: 22 February 2026.
  { name: 'arm64, ISS2 behind a break', log: [`${TIME}  ISV =3D 0, ISS =3D 0x00000=`, '004, ISS2 =3D 0x00000000', `${TIME}[fffffffff0004348] pgd=3D0000000000000000`],
    values: ['3 pgd none'], said: [/Linux 7\.0, arm64/] },
  { name: 'arm64, ISS at the end of its line', log: [`${TIME}  ISV =3D 0, ISS =3D 0x00000=`, '004', `${TIME}[fffffffff0004348] pgd=3D0000000000000000`],
    values: ['3 pgd none'], said: [/Linux 6\.4, arm64/] },
  // Two torn at once: a test of the same board begins in the middle of the line.
  { name: 'arm64, a message of another program behind the break', log: [`${TIME}swapper pgtable: 4k pages, 48-bit VAs, pgdp=3D0000000041a56000`, `${TIME}[fffffffff0004348] pgd=3D000=`, '0000000000000, p4<8>[   47.919572] <LAVA_SIGNAL_TESTCASE TEST_CASE_ID=3Deme=', 'rg RESULT=3Dfail UNITS=3Dlines MEASUREMENT=3D2>'],
    values: ['2 pgd none'], said: [/behind pgd its line has a value that is not whole/] },
  // v5.10 arch/arm/kernel/traps.c die; Arm ARM DDI 0406 B4.1.52: status 0x17 is a page translation fault.
  ...['[|#1] SMP', '[#|1] SMP', '[#1|] SMP', '[#1]| SMP', '[#1] S|MP'].map((end): LogKind => ({
    name: `arm, the number of an oops broken so: ${end}`, log: [`${TIME}Unable to handle kernel NULL pointer dereference at virtual address 00000313`, `${TIME}[00000313] *pgd=3D00000000`, ...`${TIME}Internal error: Oops: 17 ${end} ARM`.replace('|', '=\n').split('\n')],
    values: ['2 pgd none'], said: [/read by the kernel at 0x0000000000000313, FSR 0x17/] })),
  // v6.12 arch/arm64/mm/fault.c show_pte
  ...['4k pa|ges, 48-bit VAs', '4k pages, 48-b|it VAs'].map((size): LogKind => ({
    name: `arm64, the size of pages broken so: ${size}`, log: [...`${TIME}swapper pgtable: ${size}, pgdp=3D0000000002782000`.replace('|', '=\n').split('\n'), `${TIME}[ffff800010f500f0] pgd=3D000000007ffff003, pud=3D0000000000000000`],
    values: ['3 pgd table 0x7ffff', '3 pud none'], never: [/assumed\)/] })),
  // v6.12 mm/memory.c print_bad_pte: two blanks in front of `pte:`, which are no margin.
  { name: 'a break in front of blanks of the kernel', log: [`${TIME}BUG: Bad page map in process node=`, '  pte:00000004 pmd:12345067'],
    values: ['2 pte swap', '2 pmd table 0x12345'] },
  { name: 'the same where a page indents all rows', log: [`${TIME}BUG: Bad page map in process node=`, '      pte:00000004 pmd:12345067'],
    values: ['2 pte swap', '2 pmd table 0x12345'] },
  // v5.15 arch/arm/mm/fault.c show_pte; without it since 5.16 (93d204384401).
  ...['pgd =3D (ptrval)<8>[   47.97|8510] <LAVA_SIGNAL_TESTCASE>', 'pgd =3D (ptrval)<8>[  | 39.169187] <LAVA_SIGNAL_TESTCASE>', 'pgd =3D (pt|rval)', 'pgd =3D 9e45a326<8>[   14.86|8586] <LAVA_SIGNAL_TESTCASE>', 'pgd =3D (ptrval) <8>[   14.868586] <LAVA_SIGNAL|_TESTCASE>'].map((line): LogKind => ({
    name: `arm, where the top table is: ${line}`, log: [...`${TIME}${line}`.replace('|', '=\n').split('\n'), `${TIME}[00000034] *pgd=3Db93cb831`],
    values: ['3 pgd table 0xb93cb'], said: [/Linux 5\.15, arm/] })),
];

/** Lines that only end with an equals sign. */
// prettier-ignore
const WHOLE: readonly LogKind[] = [
  ...['==================================================================', '====', '=', 'Kernel command line: root=/dev/sda console=', 'export KEY='].map((line): LogKind => ({
    name: `behind ${line}`, log: [line, 'BUG: unable to handle page fault for address: 00007f5909628123', line, 'PGD 4089067 P4D 4089067 PUD 0', line, '[fffffffff0004348] pgd=0000000000000000', 'x'],
    values: ['4 pgd table 0x4089', '4 p4d table 0x4089', '4 pud none', '6 pgd none'], said: [/ends at pud/] })),
  // v4.9 mm/swapfile.c swap_info_get; mm/pgtable-generic.c pmd_clear_bad.
  ...['  X=', 'PATH='].map((line): LogKind => ({ name: `a message behind ${line}`, log: [line, 'get_swap_device: Bad swap file entry 3fff0000ffff'], values: ['2 swap_entry swap'], said: [/offset 0x3fff0000ffff/] })),
  { name: 'a line without a time in a list of names', log: ['> KEY=', '> [    1.000000] [fffffffff0004348] pgd=0000000000000000', '> LAST='], values: ['2 pgd none'] },
  { name: 'a text of more rows than a line has', log: [...Array.from({ length: 40 }, () => 'a text=,='), '[fffffffff0004348] pgd=3D0000000000000000'],
    values: ['41 pgd none'] },
];

describe('mail that breaks a line anywhere', () => {
  test.each(KINDS)('$name', expectKind);
  test.each(WHOLE)('$name', expectKind);
  test.each([...KINDS.filter((_, at) => at % 40 === 0), ...WHOLE])(
    '$name: however the input is cut',
    expectSameHoweverCut,
  );
});
