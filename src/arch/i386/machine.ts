import { BLANK, type LogLines, pattern } from '../../core/log-lines.ts';
import type { Machine } from '../../core/machine.ts';
import { X86_FAULT_CODE, X86_PERMISSIONS } from '../x86_64/machine.ts';

const logLines = (): LogLines => ({
  shapes: [
    {
      name: 'x86-pae-walk',
      needs: '*pdpt',
      tool: 'x86 oops, 32 bits with PAE',
      role: 'walk',
      line: pattern(
        String.raw`\*pdpt = (?<pgd>[0-9a-f]{16})${BLANK}(?: \*pde = (?<pmd>[0-9a-f]{16})${BLANK}(?: \*pte = (?<pte>[0-9a-f]{16})${BLANK})?)?`,
      ),
      example: '*pdpt = 0000000034d0b001 *pde = 0000000034d0d067 *pte = 0000000000000000',
      src: 'v5.11 arch/x86/mm/fault.c dump_pagetable',
    },
    {
      name: 'x86-32-walk',
      needs: '*pde',
      tool: 'x86 oops, 32 bits without PAE',
      role: 'walk',
      line: pattern(String.raw`\*pde = (?<pgd>[0-9a-f]{8})${BLANK}(?: \*pte = (?<pte>[0-9a-f]{8})${BLANK})?`),
      example: '*pde = 34d0b067 *pte = 00000000',
      src: 'v5.11 arch/x86/mm/fault.c dump_pagetable',
    },
  ],
  circumstances: [],
});

/** A machine with x86 CPUs in 32-bit mode. */
export const machine: Machine = {
  arch: 'i386',
  names: {
    folder: 'x86',
    uname: ['i686', 'i586', 'i486'],
    node: 'ia32',
    elf: 3,
    qemu: 'i386',
    others: [],
  },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'flat',
  rootRegister: 'CR3',
  faultCode: X86_FAULT_CODE,
  permissions: X86_PERMISSIONS,
  logLines,
};
