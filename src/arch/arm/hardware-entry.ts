import type { HardwareEntry } from '../../core/rows/machine.ts';

const NO_WRITE = { isReadOnly: true } as const;

/** The second-level descriptor of the hardware beside Linux's own entry, as CPUs before ARMv6 and later ones have it. */
// prettier-ignore
export const HARDWARE_PTE: HardwareEntry = {
  name: '*ppte',
  lacks: 'dirty and accessed bits',
  kinds: [
    { set: 0n, clear: 0x3n, text: 'maps nothing: an access faults', frame: undefined },
    { set: 0x1n, clear: 0x2n, text: 'maps a page of 64 KiB', frame: { hi: 31, lo: 16 } },
    { set: 0x2n, clear: 0n, text: 'maps', frame: { hi: 31, lo: 12 } },
  ],
  rights: [
    // Four equal rights, one for each kilobyte: CPUs before ARMv6.
    { set: 0x552n, clear: 0xaa1n, text: 'kernel only, writable' },
    { set: 0xaa2n, clear: 0x551n, text: 'read-only for user mode, writable for the kernel' },
    { set: 0xff2n, clear: 0x1n, text: 'user, writable' },
    { set: 0x12n, clear: 0x220n, text: 'kernel only, writable' },
    { set: 0x32n, clear: 0x200n, text: 'user, writable' },
    { set: 0x212n, clear: 0x20n, text: 'kernel only, read-only', ...NO_WRITE },
    { set: 0x232n, clear: 0n, text: 'user, read-only', ...NO_WRITE },
  ],
  // v6.12 arch/arm/include/asm/pgtable-2level-hwdef.h PTE_TYPE_MASK, PTE_SMALL_AP_MASK, PTE_EXT_AP0, PTE_EXT_AP1, PTE_EXT_APX; arch/arm/mm/proc-v7-2level.S cpu_v7_set_pte_ext; proc-macros.S armv3_set_pte_ext
};
