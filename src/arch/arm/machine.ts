import type { BitTest } from '../../core/layout.ts';
import { type Circumstances, END, type LogLines, pattern } from '../../core/log-lines.ts';
import type { Machine } from '../../core/machine.ts';

/** Entries above the pte that only one of the two layouts makes: a table of short descriptors, one of long ones. */
const SHORT_TABLE = { set: 0x1n, clear: 0x2n };
const LONG_TABLE = { set: 0x3n, clear: 0xffcn };

const fits = (value: bigint, { set, clear }: BitTest): boolean =>
  (value & set) === set && (value & clear) === 0n;

/** Which of the two layouts a walk is of: only short descriptors have a hardware pte beside, only long ones a pmd. */
function levelsOf({ groups = {}, input }: RegExpExecArray): Circumstances {
  const { pgd = '', pmd } = groups;
  const value = BigInt(`0x0${pgd}`);
  const isShort = input.includes('*ppte=') || (pgd.length === 8 && fits(value, SHORT_TABLE));
  const isLong = pmd !== undefined || fits(value, LONG_TABLE);
  return { wordBits: 32, ...(isShort ? { paging: 2 } : isLong ? { paging: 3 } : {}) };
}

const logLines = (): LogLines => ({
  shapes: [
    {
      name: 'arm-walk',
      needs: 'pgd=',
      tool: 'arm oops',
      role: 'walk',
      announces: true,
      says: levelsOf,
      line: pattern(
        String.raw`\[(?<address>[0-9a-f]{8})\] \*pgd=(?<pgd>[0-9a-f]{8,15})(?:\(bad\))?${END}`,
        String.raw`(?:, \*pmd=(?<pmd>[0-9a-f]{8,16})(?:\(bad\))?${END})?(?:, \*pte=(?<pte>[0-9a-f]{8,16})${END})?`,
      ),
      example: '[0000000c] *pgd=0d3e2831, *pte=00000000, *ppte=00000000',
      src: 'v5.4 arch/arm/mm/fault.c show_pte (*ppte without ARM_LPAE, *pmd with it)',
    },
  ],
  circumstances: [],
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
    typed: ['armv7', 'armv6'],
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
  logTraits: {
    tables: [SHORT_TABLE, LONG_TABLE],
    kernelAddress: { set: 0xc000_0000n, clear: 0n },
    userEnd: 0xc000_0000n,
    printsEntryPointer: false,
    wideLevels: 3,
    src: 'v6.12 arch/arm/include/asm/pgtable-2level-hwdef.h PMD_TYPE_TABLE, pgtable-3level-hwdef.h PMD_TYPE_TABLE; arch/arm/Kconfig VMSPLIT_3G (the usual split); arch/arm/kernel/traps.c __pmd_error',
  },
};
