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

describe('what tells a machine, or a release, without naming it', () => {
  test.each([...TABLE_FLAGS])('$name', expectKind);
});
