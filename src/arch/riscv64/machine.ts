import { type LogLines, pgtable } from '../../core/log-lines.ts';
import type { Machine } from '../../core/machine.ts';

// The line of a walk is that of arm64.
const logLines = (): LogLines => ({
  shapes: [],
  circumstances: [
    {
      needs: 'pgtable: ',
      line: /Current \S{1,32} pgtable: (4|16|64)K pagesize, (\d{2})-bit VAs/,
      read: ([, size, bits]) => pgtable(size, bits),
    },
  ],
});

/** A machine with 64-bit RISC-V CPUs. */
export const machine: Machine = {
  arch: 'riscv64',
  names: { folder: 'riscv', uname: ['riscv64'], node: 'riscv64', elf: 243, qemu: 'riscv64', others: [] },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'sign-extended',
  rootRegister: 'satp',
  permissions: { of: 'leaf' },
  logLines,
};
