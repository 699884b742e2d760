import { BLANK, type LogLines, pattern, START } from '../../core/log-lines.ts';
import type { Machine } from '../../core/machine.ts';
import { tables } from './tables.ts';

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
  notes: {
    // 112 bytes, then s390_regs, which begins with the two words of the PSW.
    prstatus: {
      size: 336,
      pc: 112 + 8,
      src: 'v6.12 include/linux/elfcore.h elf_prstatus; QEMU v7.2 target/s390x/arch_dump.c S390xElfPrstatus',
    },
  },
  tables,
  permissions: { of: 'leaf' },
  logLines,
};
