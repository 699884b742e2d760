import { describe, test } from '@jest/globals';
import { expectKind, type LogKind } from '../helpers/log-kinds.ts';

/** As v4.15 arch/x86/mm/fault.c show_fault_oops prints it. */
const WALK = 'PGD 150780e067 P4D 150780e067 PUD 1507810067 PMD 1fb2e67067 PTE 1fb5e91161';
const FAULT = [
  'BUG: unable to handle kernel paging request at ffffffffc055bfce',
  'IP: avl_insert+0x4b/0xd0 [zavl]',
  WALK,
  'Oops: 0003 [#1] SMP NOPTI',
];
const VALUES = [
  'pgd table 0x150780e',
  'p4d table 0x150780e',
  'pud table 0x1507810',
  'pmd table 0x1fb2e67',
  'pte present 0x1fb5e91',
];
const valuesIn = (line: number): string[] => VALUES.map((value) => `${line} ${value}`);

// prettier-ignore
const KINDS: readonly LogKind[] = [
  // .github/ISSUE_TEMPLATE/bug_report.md of openzfs/zfs (blanks and tabs as there), and rows as other reports write them.
  ...['Linux Kernel\t|  4.15.18-16-pve', 'Kernel Version\t| 4.15.18-16-pve', '| Kernel | 4.15.18-16-pve |', '|Kernel|Linux 4.15.18-16-pve|', '| **Kernel** | `4.15.18-16-pve` |', '| Kernel       | 4.15.18-16-pve  |', '**Kernel:** 4.15.18-16-pve', '- **Kernel version**: 4.15.18-16-pve', 'Kernel:\t4.15.18-16-pve', 'Kernel:   4.15.18-16-pve', 'Kernel Version:\t4.15.18-16-pve'].map((row): LogKind => ({ name: `a report with the kernel in a row of a table or behind other blanks: ${row}`,
    log: ['Type | Version/Name', ' --- | --- ', row, 'Architecture\t|  amd64', '', ...FAULT], values: valuesIn(8), said: [/Linux 4\.15\.18 .*x86_64.*\(4\.15\.18-16-pve\)/], never: [/no name was found/] })),
  ...['| Kernel | 4.15.18-16-pve | 4.14.1-1-pve |', '| Kernel | 4.15.18+ or later |', '| Kernel | 4.14+ |', '| Minimum Kernel | 4.14.1 |', 'NVIDIA UNIX x86_64 Kernel Module  418.1.2'].map((row): LogKind => ({ name: `a row that does not name one kernel: ${row}`,
    log: [row, '', ...FAULT], values: valuesIn(5), said: [/no name was found/] })),
];

describe('logs as reports, mails and pages quote them', () => {
  test.each(KINDS)('$name', expectKind);
});
