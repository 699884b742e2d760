import { END, hex, type LogLines, pattern } from '../../core/log-lines.ts';
import type { Machine } from '../../core/machine.ts';

const FAULT = 'arch/arm/mm/fault.c';

const logLines = (): LogLines => ({
  shapes: [
    {
      name: 'arm-walk',
      needs: '*pgd=',
      tool: 'arm oops',
      role: 'walk',
      line: pattern(
        String.raw`\[(?<address>[0-9a-f]{8})\] \*pgd=(?<pgd>[0-9a-f]{8,16})${END}`,
        String.raw`(?:, \*p4d=[0-9a-f]{8,16}${END})?(?:, \*pud=[0-9a-f]{8,16}${END})?`,
        String.raw`(?:, \*pmd=(?<pmd>[0-9a-f]{8,16})${END})?(?:, \*pte=(?<pte>[0-9a-f]{8,16})${END})?`,
      ),
      example: '[0000000c] *pgd=0d3e2831, *pte=00000000, *ppte=00000000',
      src: `v5.11 ${FAULT} show_pte`,
    },
  ],
  circumstances: [
    {
      needs: 'virtual address ',
      line: /at virtual address ([0-9a-f]{8})(?=\s|$)/,
      read: ([, address]) => ({ address: hex(address) }),
    },
  ],
});

/** A machine with 32-bit Arm CPUs. */
export const machine: Machine = {
  arch: 'arm',
  names: {
    folder: 'arm',
    uname: ['armv7l', 'armv6l', 'armv8l', 'armv5tel', 'armv5tejl', 'armv4l', 'armv4tl', 'armv7b'],
    node: 'arm',
    elf: 40,
    qemu: 'arm',
    others: ['armhf', 'armel', 'arm32'],
  },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'flat',
  rootRegister: 'TTBR0',
  tables: {
    vmcoreinfo: ({ settings }) => ({ paging: settings.has('ARM_LPAE') ? 3 : 2 }),
    src: 'v6.12 arch/arm/kernel/vmcore_info.c arch_crash_save_vmcoreinfo',
  },
  permissions: { of: 'leaf' },
  logLines,
};
