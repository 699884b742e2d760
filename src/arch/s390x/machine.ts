import { BLANK, type LogLines, pattern, START } from '../../core/log-lines.ts';
import type { Machine } from '../../core/machine.ts';

const logLines = (): LogLines => ({
  shapes: [
    {
      name: 's390-walk',
      needs: 'AS:',
      tool: 's390 oops',
      role: 'walk',
      line: pattern(
        String.raw`${START}AS:[0-9a-f]{16}(?: R1:(?<pgd>[0-9a-f]{16}))?(?: R2:(?<p4d>[0-9a-f]{16}))?(?: R3:(?<pud>[0-9a-f]{16}))?(?: S:(?<pmd>[0-9a-f]{16}))?(?: P:(?<pte>[0-9a-f]{16}))?${BLANK}`,
      ),
      example: 'AS:00000000012a4007 R3:0000000000000024',
      src: 'v5.11 arch/s390/mm/fault.c dump_pagetable',
    },
  ],
  circumstances: [],
});

/** A z/Architecture machine. */
export const machine: Machine = {
  arch: 's390x',
  names: { folder: 's390', uname: ['s390x'], node: 's390x', elf: 22, qemu: 's390x', others: [] },
  byteOrder: { machine: 'big', tables: 'big' },
  // User and kernel addresses are spaces of their own, each with its top table.
  addressSpace: 'flat',
  rootRegister: 'CR1',
  permissions: { of: 'leaf' },
  logLines,
};
