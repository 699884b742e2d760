import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

// v6.13 arch/arm64/include/asm/pgalloc.h pmd_populate, pud_populate: PMD_TABLE_AF, PUD_TABLE_AF in every table of a process; v5.13: PMD_TABLE_PXN.
// prettier-ignore
const TABLE_FLAGS: readonly LogKind[] = [
  ...([['8000001a1586003', '800000154766003', /Linux 6\.12, arm64/, /7\.3/], ['8000001a1586403', '800000154766403', /Linux 7\.3, arm64/, /6\.12/]] as const).map(([pgd, pmd, said, never]): LogKind => ({
    name: `arm64, tables of a process in a session of crash: ${pgd}`, log: ['crash> vtop 98be9000', 'PAGE DIRECTORY: ffffff8160232000', `   PGD: ffffff8160232010 => ${pgd}`, `   PMD: ffffff8161586628 => ${pmd}`, '   PTE: ffffff8114766f48 => 0'],
    values: ['3 pgd table 0x1a1586', '4 pmd table 0x154766', '5 pte none'], said: [said], never: [never] })),
  ...([['800000002736003', /Linux 6\.12, arm64/], ['800000002736403', /Linux 6\.17, arm64/]] as const).map(([pmd, said]): LogKind => ({
    name: `arm64, the table above a bad page: ${pmd}`, log: [`BUG: Bad page map in process a  pte:60000001b46fcb pmd:${pmd}`, 'addr:0000ffff87b4e000 vm_flags:040400fb anon_vma:0000000000000000 mapping:ffff0000018cf348 index:6', 'pc : foo+0x10/0x20'],
    values: ['1 pte present 0x1b46', '1 pmd table 0x2736'], said: [said] })),
];

const OF_PROCESS = 'BUG: Bad page map in process mount  pte:00b70401 pmd:8e5dc000';
const DUMP = 'page:80c24880 refcount:1 mapcount:-1 mapping:00000000 index:0x0';

// QEMU 9.0 system/runstate.c qemu_kill_report, util/error-report.c error_vprintf: the name of the program in front.
// QEMU 9.0 docs/system/target-arm.rst, target-i386.rst: an emulator of a 64-bit machine runs 32-bit kernels as well.
// prettier-ignore
const EMULATORS: readonly LogKind[] = [
  ...([['mips', /no tables for MIPS/], ['mips64el', /no tables for MIPS/], ['ppc', /no tables for powerpc/], ['hppa', /no tables for parisc/], ['arm', /on arm the entries depend/], ['aarch64', /on arm the entries depend/], ['x86_64', /on i386 the entries depend/]] as const).map(([name, said]): LogKind => ({
    name: `a bad page of 32 bits above a message of qemu-system-${name}`, log: [OF_PROCESS, DUMP, 'page dumped because: bad pte', `qemu-system-${name}: terminating on signal 15 from pid 13034 (/bin/bash)`],
    values: ['1 pte -', '1 pmd -'], said: [said], never: [/no line that counts says which/] })),
  ...['qemu-system-m68k: terminating on signal 15', '$ qemu-system-mips: terminating', 'qemu-system-ppc: page allocation failure: order:0, mode:0x20'].map((line): LogKind => ({
    name: `none above ${line}`, log: [OF_PROCESS, DUMP, 'page dumped because: bad pte', line],
    values: ['1 pte -', '1 pmd -'], said: [/a 32-bit machine, and no line that counts says which/] })),
  { name: 'arm64, a swap entry', log: ['get_swap_device: Bad swap file entry 18000000002d2d2f', 'qemu-system-aarch64: terminating on signal 2'],
    values: ['1 swap_entry swap'], said: [/Linux 7\.\d, arm64/], never: [/x86_64/] },
  // v6.14 arch/{arm64,riscv}/mm/fault.c show_pte: no other machine prints this walk.
  ...(['x86_64', 'ppc64', 's390x'] as const).map((name): LogKind => ({
    name: `arm64, a walk above a message of qemu-system-${name}, which is of another machine`, log: ['[0000000000000008] pgd=0000000000000000, p4d=0000000000000000', `qemu-system-${name}: terminating on signal 15 from pid 13034 (/bin/bash)`],
    values: ['1 pgd none', '1 p4d none'], said: [/arm64, 4-level paging \(architecture assumed\)/] })),
];

describe('what tells a machine, or a release, without naming it', () => {
  test.each([...TABLE_FLAGS, ...EMULATORS])('$name', expectKind);
});
