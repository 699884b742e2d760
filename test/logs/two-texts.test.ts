import { describe, expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** v6.9 arch/arm64/mm/fault.c, a report of syzbot. */
const ARM64 = [
  '[   52.110000] Unable to handle kernel paging request at virtual address ffffffffc0000000',
  '[   52.110001] swapper pgtable: 4k pages, 52-bit VAs, pgdp=0000000041c3d000',
  '[   52.110002] [ffffffffc0000000] pgd=1000000042ac9003, p4d=00000000429e0003, pud=00000000429e1003, pmd=0000000000000000',
  '[   52.110003] CPU: 0 PID: 3176 Comm: syz-executor300 Not tainted 6.9.0-rc3-syzkaller-00023-g2c71fdf02a95 #0',
];

/** A bad pmd of SLES in a comment on a bug, quoted with a colon. v4.4 mm/pgtable-generic.c pmd_clear_bad. */
const SLES = [
  '[ 5195.338482] ../mm/pgtable-generic.c:33: bad pmd ffff8888157ba008(000002e0396009e2)',
  '[ 5195.356880] kernel BUG at ../mm/pgtable-generic.c:35!',
  '[ 5195.410471]  [<ffffffff811bc75d>] change_protection_range+0x7dd/0x930',
];

const marked = (mark: string, lines: readonly string[]): string[] => lines.map((line) => mark + line);

/** crash 8.0 x86_64.c x86_64_uvtop_level4. v6.12 arch/x86/include/asm/pgtable_types.h: _PAGE_TABLE is 0x67, and the top entry of a program has NX. */
const VTOP = [
  'VIRTUAL   PHYSICAL',
  '7f09cd705000 2322db000',
  'PGD: 235d707f0 => 800000023489f067',
  'PUD: 23489f138 => 234727067',
  'PMD: 234727358 => 35eba067',
];

/** v6.1 arch/x86/mm/fault.c show_fault_oops; the log of a user, who has put two of its lines in front. */
const OOPS = [
  '[    9.861032] BUG: unable to handle page fault for address: 00007f5909628123',
  '[    9.863555] #PF: supervisor read access in kernel mode',
  '[    9.863738] #PF: error_code(0x0001) - permissions violation',
  '[    9.863945] PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000002eb7867',
  '[    9.868668] Oops: 0001 [#2] PREEMPT SMP NOPTI',
  '[    9.868973] CPU: 0 PID: 97 Comm: a Tainted: G      D            6.1.0-56-amd64 #1  Debian 6.1.192-2',
];
const EXCERPT = OOPS.filter((line) => /BUG|PGD/.test(line));
const USB = Array.from(
  { length: 160 },
  (_, at) => `[    9.${600_000 + at}] usb 1-1: new full-speed USB device number ${at}`,
);
const WALK_LEVELS = [
  'pgd table 0x4089',
  'p4d table 0x4089',
  'pud table 0x43be',
  'pmd table 0x43bc',
  'pte present 0x2eb7',
];

// prettier-ignore
const KINDS: readonly LogKind[] = [
  { name: 'a report that is quoted is of no kernel that lines which are not quoted name in front of it',
    log: [...ARM64, ...marked(':   ', SLES)],
    values: ['3 pgd table 0x42ac9', '3 p4d table 0x429e0', '3 pud table 0x429e1', '3 pmd none', '5 pmd protnone 0x2e039600'], said: [/Linux 4\.\d+, x86_64; assumed, no name was found/], never: [/6\.9\.0.* elsewhere/, /pmd .*arm64/] },
  { name: 'nor of one that they name behind it',
    log: [...marked(':   ', SLES), ...ARM64],
    values: ['1 pmd protnone 0x2e039600', '6 pgd table 0x42ac9', '6 p4d table 0x429e0', '6 pud table 0x429e1', '6 pmd none'], said: [/Linux 4\.\d+, x86_64; assumed, no name was found/], never: [/6\.9\.0.* elsewhere/] },
  { name: 'a message behind the report of another boot, whose clock was ahead',
    log: ['[ 2062.403000] PGD 10a5c5067 P4D 10a5c5067 PUD 0', '[ 2062.420000] CPU: 1 PID: 5 Comm: a Not tainted 5.4.0 #1', '[   26.850000] get_swap_device: Bad swap file entry 1400000000001234'],
    values: ['1 pgd table 0x10a5c5', '1 p4d table 0x10a5c5', '1 pud none', '3 swap_entry swap'], said: [/named in the log \(5\.4\.0\)/, /no name was found in its report/], never: [/elsewhere/] },
  { name: 'the same of one boot, whose processors print their lines in any order',
    log: ['[ 2062.403000] PGD 10a5c5067 P4D 10a5c5067 PUD 0', '[ 2062.420000] CPU: 1 PID: 5 Comm: a Not tainted 5.4.0 #1', '[ 2061.850000] get_swap_device: Bad swap file entry 1400000000001234'],
    values: ['1 pgd table 0x10a5c5', '1 p4d table 0x10a5c5', '1 pud none', '3 swap_entry swap'], said: [/named elsewhere in the log \(5\.4\.0\)/], never: [/no name was found/] },
  { name: 'the same of two machines whose lines are mixed, each with a clock of its own',
    log: ['Mar  6 10:13:53 a kernel: [ 2062.403000] PGD 10a5c5067 P4D 10a5c5067 PUD 0', 'Mar  6 10:13:53 b kernel: [   26.850000] usb 1-1: CR2: 0000000000001000', 'Mar  6 10:13:53 a kernel: [ 2062.420000] CPU: 1 PID: 5 Comm: a Not tainted 5.4.0 #1'],
    values: ['1 pgd table 0x10a5c5', '1 p4d table 0x10a5c5', '1 pud none'], said: [/named in the log \(5\.4\.0\)/] },
  // v6.9 arch/x86/mm/fault.c: the walk is printed before the line with the kernel.
  { name: 'what stands behind the line with the kernel is no rest of a walk',
    log: ['PGD 0 P4D 0', 'Oops: 0002 [#1] PREEMPT SMP NOPTI', 'CPU: 0 PID: 75 Comm: fuzz_dvkm Not tainted 6.5.0 #6', 'report; High 0; PMD 0 |'],
    values: ['1 pgd none', '1 p4d none'], said: [/the walk ends at pgd, which is empty/] },
  { name: 'the walk of a debugger behind a report of another machine, which makes no such tables',
    log: [...ARM64, '', ...VTOP], values: ['3 pgd table 0x42ac9', '3 p4d table 0x429e0', '3 pud table 0x429e1', '3 pmd none', '8 pgd table 0x23489f', '9 pud table 0x234727', '10 pmd table 0x35eba'], said: [/x86_64, 4-level paging \(architecture assumed\).*6\.9\.0.* elsewhere/] },
  // v5.6 arch/arm/mm/fault.c show_pte; two or three levels, so that no step is a pud.
  { name: 'the same of one with words of 32 bits, which has no such level',
    log: ['Unable to handle kernel paging request at virtual address bf047978', 'pgd = (ptrval)', '[bf047978] *pgd=59344811, *pte=5903c6df, *ppte=5903c65f', 'CPU: 1 PID: 212 Comm: a Not tainted 5.6.0 #326', '', ...VTOP],
    values: ['3 pgd table 0x59344', '3 pte present 0x5903c', '8 pgd table 0x23489f', '9 pud table 0x234727', '10 pmd table 0x35eba'], said: [/x86_64, 4-level paging \(architecture assumed\)/] },
  { name: 'the same behind the name of its own kernel is one walk',
    log: ['Linux version 5.12.0-1-amd64 (a@b) (gcc) #1 SMP', ...VTOP], values: ['4 pgd table 0x23489f', '5 pud table 0x234727', '6 pmd table 0x35eba'], said: [/Linux 5\.12.*x86_64, 4-level paging; named in the log/] },
  // Bits of a table are lost: a table as s390 alone makes them, one of arm64, one of powerpc64. The kernel is still that of the session.
  ...(['35eba000', '35eba003', '8000000035eba000'] as const).flatMap((damaged): LogKind[] => [
    { name: `a debugger's walk with a damaged pmd is of the kernel of its session: ${damaged}`, log: ['     RELEASE: 6.1.0-56-amd64', '     MACHINE: x86_64  (2592 Mhz)', ...VTOP.slice(0, -1), `   PMD: 234727358 => ${damaged}`],
      values: ['5 pgd table 0x23489f', '6 pud table 0x234727', `7 pmd ${damaged.endsWith('3') ? 'table 0x35eba' : '-'}`], said: [/Linux 6\.1\.192.*x86_64, 4-level paging; named in the log/], never: [/elsewhere/] },
    { name: `the same of its top entry alone: ${damaged}`, log: ['     RELEASE: 6.1.0-56-amd64', '     MACHINE: x86_64  (2592 Mhz)', `   PGD: 235d707f0 => ${damaged}`],
      values: [`3 pgd ${damaged.endsWith('3') ? 'table 0x35eba' : '-'}`], said: [/Linux 6\.1\.192.*x86_64; named in the log/], never: [/elsewhere/] }]),
  // v2.4.20 mm/memory.c, arch/i386/kernel/traps.c show_registers; v3.15 kernel/printk/printk.c dump_stack_print_info, mm/swapfile.c __swap_duplicate.
  { name: 'a message of a kernel that prints no such lines as stand in front, which are of another machine',
    log: ['memory.c:303: bad pmd 8524468b.', 'kernel BUG at inode.c:79!', 'invalid operand: 0000', 'CPU:    0', 'EIP:    0010:[<c01418fe>]', 'EFLAGS: 00010282', 'eax: 0000001a   ebx: f5e3c2a0   ecx: d99ae000   edx: 00000000', '', 'CPU: 12 PID: 8596 Comm: udevd Tainted: G    B       E 3.15.0-rc3-mmdbg #1', 'swap_dup: Bad swap file entry 002a0000'],
    values: ['1 pmd present 0x85000', '10 swap_entry swap'], said: [/x86_64 \(architecture assumed\); named elsewhere in the log \(3\.15/], never: [/i386; named/] },
  ...['', 'Mar  6 10:13:53 a kernel: '].map((mark): LogKind => ({ name: `two lines of a report, and the whole log far behind, with "${mark}" in front: no console wrote them`,
    log: [...EXCERPT, '', ...marked(mark, [...USB, ...OOPS])],
    values: [2, 167].flatMap((line) => WALK_LEVELS.map((level) => `${line} ${level}`)), said: [/named in the log \(6\.1\.0-56-amd64\)/, /read by the kernel at 0x00007f5909628123, error code 0x1/] })),
  // v5.19 arch/s390/mm/fault.c dump_fault_info, arch/s390/kernel/setup.c; a subject of a mail of 0day, which a mail program broke. Tables of s390x have 0x40 in no entry, and x86_64 alone 0x67.
  { name: 'a bad page map in two rows, with a table of another machine than the one of the report in front',
    log: ['[45116.631405] Fault in primary space mode while using user ASCE.', '[45116.631407] AS:00000000e75fc1c7 R3:00000000e758c007 S:00000000a3e01701 ', '[45116.631411] CPU: 4 PID: 1745 Comm: mmap Not tainted 5.19.0-rc4 #36', '[45116.631414] Hardware name: IBM 8561 T01 703 (LPAR)', '', 'BUG: Bad page map in process usemem  pte:310103e3c', ' pmd:7b3c2a067'],
    values: ['2 pud table 0xe758c', '2 pmd present 0xa3e00', '6 pte swap', '7 pmd table 0x7b3c2a'], said: [/x86_64 \(architecture assumed\)/] },
  { name: 'what older kernels alone print behind a message of 6.8 or later is not about that',
    log: ['unrecognized swap entry 0x7c00000000000001', 'BUG: unable to handle kernel paging request at ffff880852d8c000', 'IP: [<ffffffff81126de7>] mincore_hugetlb+0x27/0x50', 'PGD 2ef6067 PUD 0'],
    values: ['1 swap_entry pte-marker', '4 pgd table 0x2ef6', '4 pud none'], said: [/PTE_MARKER_UFFD_WP/], never: [/migration/] },
];

describe('texts that stand one behind the other', () => {
  test.each(KINDS)('$name', expectKind);
});

test.each(['', 'Mar  6 10:13:53 a kernel: '])(
  'two lines of a report, and all of it close behind them, with "%s" in front: it has what they leave out',
  async (mark) => {
    const stdin = `${[...EXCERPT, '', ...marked(mark, OOPS)].join('\n')}\n`;
    const records = jsonLines((await runCli(['log', '--json'], { stdin })).stdout);
    const ptes = records.filter((record) => property(record, 'level') === 'pte');
    expect(ptes.map((record) => [property(record, 'line'), property(record, 'kernel_source')])).toEqual([
      [2, 'elsewhere'],
      [7, 'log'],
    ]);
    expect(JSON.stringify(ptes[1])).toContain('read by the kernel at 0x00007f5909628123, error code 0x1');
  },
);

test('two machines that print the same lines at the same time: each walk has what is said of it', async () => {
  const lines = ['[    0.000000] Linux version 6.1.0-56-amd64 (a@b) (gcc) #1 SMP', ...OOPS];
  const stdin = lines
    .flatMap((line) => [`a kernel: ${line}`, `b kernel: ${line.replace(/8000000002eb7867/, '0')}`])
    .map((line) => `Mar  6 10:13:53 ${line}\n`)
    .join('');
  const records = jsonLines((await runCli(['log', '--json'], { stdin })).stdout);
  const ptes = records.filter((record) => property(record, 'level') === 'pte');
  expect(ptes.map((record) => [property(record, 'line'), property(record, 'address')])).toEqual([
    [9, '0x00007f5909628123'],
    [10, '0x00007f5909628123'],
  ]);
});
