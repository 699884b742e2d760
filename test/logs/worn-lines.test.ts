import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

const WALK = '[ffffff939fffd3c5] pgd=0000000000000000, p4d=0000000000000000, pud=0000000000000000';
const NONE = ['pgd none', 'p4d none', 'pud none'];

/** v6.2 arch/arm/mm/fault.c die_kernel_fault; before 6.2 nothing stands behind the address. */
const MESSAGE =
  '8<--- cut here ---\nUnable to handle kernel NULL pointer dereference at virtual address 00000060';
const EMPTY = '[00000060] *pgd=00000000';

/** Lines of reports that people and programs have worn down. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // A report of a MediaTek board: the blank in front of the number of the build is gone.
  ...['Not tainted 5.10.186#3', 'Tainted: G        W  O 5.10.186#3', 'Not tainted 5.10.186 #3'].map((taint): LogKind => ({
    name: `the release in ${taint}`, log: [`> [215.021943] ${WALK}`, `> [215.022496] CPU: 0 PID: 0 Comm: swapper/0 ${taint}`, '>              (HASH:ad23 4)'],
    values: NONE.map((level) => `1 ${level}`), said: [/Linux 5\.10\.186, arm64.*named in the log/] })),
  // The message of a commit of Android: lines that were wrapped by hand.
  { name: 'a backslash in front of the release', log: [`> [  363.202371][    T0] ${WALK}`, '> [  363.203036][    T0] CPU: 4 UID: 0 PID: 0 Comm: swapper/4 Tainted: G        W  O \\', '> \t6.12.23-android16-5-maybe-dirty-4k #1 6d534d25cf9b12ca'],
    values: NONE.map((level) => `1 ${level}`), said: [/Linux 6\.12\.23, arm64.*named in the log/] },
  // OpenWrt's `ubus call system board`, which its form for bugs asks for, as programs print it and as they store it.
  ...['\t"kernel": "5.15.132",', '        "kernel": "5.15.132",', '- {"kernel":"5.15.132","hostname":"router","system":"ARMv8 Processor rev 4",'].map((line): LogKind => ({
    name: `the release of a board: ${line}`, log: [line, '\t"hostname": "OpenWrt",', WALK], values: NONE.map((level) => `3 ${level}`), said: [/Linux 5\.15\.132, arm64.*named in the log/] })),
  { name: 'a kernel in other JSON', log: ['"matrix": [ {"kernel": "5.10.1", "expect": "pass"}, {"kernel": "6.1.2", "expect": "fail"} ]', WALK], values: NONE.map((level) => `2 ${level}`), never: [/5\.10\.1|6\.1\.2/] },
  { name: 'the same on several lines', log: ['[', '  {', '    "kernel": "5.10.1",', '    "expect": "pass"', '  },', '  {', '    "kernel": "6.1.2",', '    "expect": "fail"', '  }', ']', WALK], values: NONE.map((level) => `11 ${level}`), never: [/5\.10\.1|6\.1\.2/] },
  { name: 'what journald calls the kernel', log: ['{"SYSLOG_IDENTIFIER":"kernel","x":"5.15.132","y":1}', WALK], values: NONE.map((level) => `2 ${level}`), never: [/5\.15\.132/] },
  // v5.1 arch/arm64/mm/fault.c show_pte: blanks around =, which 5.2 has no longer (48caebf7e1d3).
  ...[['pgdp = 000000001cae9c14'], ['pgdp =', '> 000000001cae9c14'], ['pgdp =3D 000000001cae9c14']].map((end): LogKind => ({
    name: `arm64, the top table behind a blank: ${end.join('|')}`, log: [`> [154325.262880] swapper pgtable: 4k pages, 39-bit VAs, ${end.join('\n')}`, '> [154325.262884] [ffffff980aad8b68] pgd=0000000000000000, pud=0000000000000000'],
    values: ['pgd none', 'pud none'].map((level) => `${end.length + 1} ${level}`), said: [/Linux 5\.1, arm64/] })),
  // v6.2 arch/arm/mm/fault.c die_kernel_fault tells the access without a status.
  ...['read', 'write', 'execute'].map((kind): LogKind => ({
    name: `arm, the message alone: when ${kind}`, log: [`${MESSAGE} when ${kind}`, EMPTY], values: ['3 pgd none'], said: [new RegExp(`${kind} by the kernel at 0x0000000000000060`), /Linux 7\.3, arm/] })),
  { name: 'arm, the message of older kernels', log: [MESSAGE, EMPTY], values: ['3 pgd none'], said: [/Linux 6\.1, arm/] },
  { name: 'arm, the same, its head cut off', log: ['> ble to handle kernel NULL pointer dereference at virtual address 00000070', '> [00000070] *pgd=00000000', '> Internal error: Oops: 5 [#1] SMP ARM'], values: ['2 pgd none'], said: [/Linux 6\.1, arm/] },
  { name: 'arm, the message wrapped behind the address', log: [MESSAGE, 'when read', EMPTY], values: ['4 pgd none'], said: [/Linux 7\.3, arm/] },
  { name: 'arm, the message wrapped behind when', log: [`${MESSAGE} when`, 'read', EMPTY], values: ['4 pgd none'], said: [/Linux 7\.3, arm/] },
  // v6.12 arch/arm64/mm/mmu.c alloc_init_cont_pte: PMD_TYPE_TABLE | PMD_TABLE_UXN, PMD_TABLE_PXN with NO_EXEC_MAPPINGS; v6.13: PMD_TABLE_AF too. Not of arch/arm64/kernel/pi/map_range.c.
  { name: 'arm64, tables of the kernel that forbid execution, without the access flag', log: ['swapper pgtable: 4k pages, 39-bit VAs, pgdp=0000000041a56000', '[ffffff8000000000] pgd=180000217fff9803, p4d=180000217fff9803, pud=180000217fff9803, pmd=180000217fff8803, pte=0000000000000000'],
    values: ['2 pgd table 0x217fff9', '2 p4d table 0x217fff9', '2 pud table 0x217fff9', '2 pmd table 0x217fff8', '2 pte none'], said: [/Linux 6\.12, arm64/] },
  { name: 'arm64, tables of the image of the kernel', log: ['swapper pgtable: 4k pages, 39-bit VAs, pgdp=0000000041a56000', '[ffffffc080000000] pgd=1000000042ed3003, p4d=1000000042ed3003, pud=1000000042ed3003, pmd=1000000042ed4003, pte=0000000000000000'],
    values: ['2 pgd table 0x42ed3', '2 p4d table 0x42ed3', '2 pud table 0x42ed3', '2 pmd table 0x42ed4', '2 pte none'], said: [/Linux 7\.3, arm64/] },
];

describe('lines that are no longer as the kernel printed them', () => {
  test.each(KINDS)('$name', expectKind);
});
