import {
  type Circumstances,
  END,
  hex,
  LOWER,
  type LogLines,
  optional,
  pattern,
  pgtable,
} from '../../core/rows/log-lines.ts';
import type { Machine } from '../../core/rows/machine.ts';
import type { FaultCode } from '../../core/rows/fault-code.ts';
import { tables } from './tables.ts';

const SYSREG = 'arch/arm64/include/asm/esr.h';

/** Exception class in bits 31:26: 0x20 and 0x21 instruction aborts, 0x24 and 0x25 data aborts; odd: from the kernel. */
const INSTRUCTION_ABORT = { set: 0x20n << 26n, clear: 0x1en << 26n };
const DATA_ABORT = { set: 0x24n << 26n, clear: 0x1an << 26n };
/** Data aborts of instructions that keep caches or translate addresses: ESR_ELx_CM, bit 8. */
const CACHE_MAINTENANCE = { set: DATA_ABORT.set | 0x100n, clear: DATA_ABORT.clear };

const ESR: FaultCode = {
  from: 'esr',
  name: 'ESR',
  of: [INSTRUCTION_ABORT, DATA_ABORT],
  kind: [
    { ...INSTRUCTION_ABORT, means: 'execute' },
    // Such instructions have the bit of a write in any case.
    { ...CACHE_MAINTENANCE, means: 'access' },
    { set: 0x40n, clear: 0n, means: 'write' },
    { set: 0n, clear: 0n, means: 'read' },
  ],
  user: [{ set: 0n, clear: 1n << 26n }],
  // Fault status in bits 5:0; the lowest two are the level.
  cause: [
    { set: 0n, clear: 0x3cn, means: 'address-size' },
    { set: 0x4n, clear: 0x38n, means: 'missing' },
    // Above level 0, where 4K and 16K pages have addresses of 52 bits.
    { set: 0x2bn, clear: 0x14n, means: 'missing' },
    { set: 0x29n, clear: 0x16n, means: 'address-size' },
    { set: 0x8n, clear: 0x34n, means: 'access-flag' },
    { set: 0xcn, clear: 0x30n, means: 'permission' },
  ],
  names: [
    { ...CACHE_MAINTENANCE, means: 'cache maintenance or translation of an address' },
    { set: 0x21n, clear: 0x1en, means: 'alignment fault' },
    { set: 0x10n, clear: 0x2fn, means: 'external abort' },
    { set: 0x11n, clear: 0x2en, means: 'tag check fault' },
    { set: 0x14n, clear: 0x28n, means: 'external abort of a table walk' },
  ],
  ends: [
    { set: 0x7n, clear: 0x38n, means: 0 },
    { set: 0x6n, clear: 0x39n, means: 1 },
    { set: 0x5n, clear: 0x3an, means: 2 },
    { set: 0x4n, clear: 0x3bn, means: 3 },
    { set: 0x2bn, clear: 0x14n, means: 4 },
  ],
  src: `v6.12 ${SYSREG} ESR_ELx_EC_IABT_LOW, ESR_ELx_EC_DABT_LOW, ESR_ELx_WNR, ESR_ELx_CM, ESR_ELx_FSC; arch/arm64/mm/fault.c is_write_abort; Arm ARM DDI 0487 D24.2 ESR_EL1`,
};

/** The releases of arm64 and riscv that print a walk so. When between 4.14 and 4.18 the * went is not known. */
function boundsOf(text: string, p4d: string | undefined, pud: string | undefined): Circumstances {
  if (text.includes('*pgd')) return { until: '4.18' };
  if (p4d !== undefined) return { since: '5.8' };
  return pud === undefined ? {} : { since: '4.15', until: '5.8' };
}

/** The status has 16 digits, no longer 8, in its own line. v5.19 arch/arm64/mm/fault.c mem_abort_decode */
const ESR_OF_64_BITS = '5.19';
/** And in the line of the oops. v6.1 arch/arm64/kernel/traps.c die (18906ff9af65) */
const DIE_OF_64_BITS = '6.1';
/** "pgdp=" instead of "pgdp = ". v5.2 arch/arm64/mm/fault.c show_pte (48caebf7e1d3) */
const PGDP_WITHOUT_BLANKS = '5.2';

/** The bound of a kernel that prints a status in 8 digits. */
const shorter = (esr: string | undefined, before: string): Circumstances =>
  esr?.length === 8 ? { before } : {};

const logLines = (): LogLines => ({
  shapes: [
    {
      name: 'arm64-walk',
      needs: 'pgd=',
      tool: 'arm64 and riscv oops',
      role: 'walk',
      archs: ['arm64', 'riscv64'],
      announces: true,
      line: pattern(
        String.raw`(?:(?:\[|(?<![^\s>|]))(?<address>[0-9a-f]{16}(?=\]? \*?pgd=)|[0-9a-f]{8,15}(?=\] \*?pgd=[0-9a-f]{16}(?:[\s,]|$)))\]? |^(?:[>|\s]|&gt;)*)\*?pgd=(?<pgd>[0-9a-f]{16})${END}`,
        optional(LOWER, (level) => String.raw`, ?\*?${level}=(?<${level}>[0-9a-f]{16})${END}`),
      ),
      says: ({ 0: text, groups }) => ({ wordBits: 64, ...boundsOf(text, groups?.['p4d'], groups?.['pud']) }),
      walkSays: (has) => (has('p4d') ? { since: '5.8' } : has('pud') ? { until: '5.8' } : {}),
      example:
        '[ffff800083f5d000] pgd=100000013ffff003, p4d=100000013ffff003, pud=100000013fffe003, pmd=10000001002e8003, pte=0000000000000000',
      src: 'v5.9 arch/arm64/mm/fault.c show_pte (before commit e9f6376858b9 of 5.8 without p4d, before 4.18 with *; before 4.13 addresses of 8 digits or more); v6.14 arch/riscv/mm/fault.c show_pte',
    },
    {
      name: 'arm64-walk-part',
      needs: ['p4d=', 'pud=', 'pmd=', 'pte='],
      tool: 'arm64 and riscv oops, continued on another line',
      role: 'walk',
      partOf: ['arm64-walk'],
      archs: ['arm64', 'riscv64'],
      line: pattern(
        String.raw`(?<![^\s>|\]])(?=,? ?\*?(?:p4d|pud|pmd|pte)=[0-9a-f]{16}${END}),? ?`,
        optional(LOWER, (level) => String.raw`(?:, ?)?\*?${level}=(?<${level}>[0-9a-f]{16})${END}`),
      ),
      example: ', *pud=00000006962a8003',
      src: 'v4.14 arch/arm64/mm/fault.c show_pte: pr_cont() of another CPU in between, or messages of 4.9 to 4.14 without it',
    },
    {
      name: 'arm64-pte-update',
      needs: ['clearing: 0x', 'attribute change: 0x'],
      tool: 'arm64 set_pte_at(), __check_safe_pte_update()',
      role: 'update',
      since: '4.3',
      announces: true,
      line: pattern(
        String.raw`\b(?:racy (?:access flag|dirty state) clearing|unsafe attribute change): 0x(?<pte>[0-9a-f]{16})(?: -(?:>|&gt;)(?: 0x(?<replaced>[0-9a-f]{16}))?)?(?=\s|$)`,
      ),
      says: () => ({ since: '4.3' }),
      example: '__check_safe_pte_update: racy dirty state clearing: 0x0068000099371bd3 -> 0x0068000099371fd3',
      src: 'v6.12 arch/arm64/include/asm/pgtable.h __check_safe_pte_update; v4.4 set_pte_at',
    },
    {
      name: 'arm64-pte-update-part',
      needs: '0x',
      tool: 'the same, wrapped',
      role: 'update',
      after: 'arm64-pte-update',
      line: pattern(String.raw`^(?:[>|\s]|&gt;)*(?:-(?:>|&gt;) )?0x(?<replaced>[0-9a-f]{16})\s*$`),
      example: '0x0068000099371fd3',
      src: 'v6.12 arch/arm64/include/asm/pgtable.h __check_safe_pte_update',
    },
  ],
  circumstances: [
    {
      needs: 'ESR =',
      line: /\bESR =(?:3D)? 0x([0-9a-f]{8,16})(?=\s|$)/,
      read: ([, esr]) => ({ esr: hex(esr), ...shorter(esr, ESR_OF_64_BITS) }),
    },
    // crash 8.0 arm64.c arm64_translate_pte: these names in this order.
    {
      needs: '|',
      line: /^[>|\s]*[0-9a-f]{6,16} +[0-9a-f]{1,16} +\(VALID\|(?=[A-Z|]*\b(?:RDONLY|AF|PXN|UXN)\b)/,
      read: () => ({}),
    },
    // v4.14 arch/arm64/mm/fault.c show_pte: %p, which is hashed since 4.15.
    {
      needs: 'pgd =',
      line: /(?:^|[\s\]>])pgd =(?:3D)? ffff[0-9a-f]{12}\s*$/,
      read: () => ({ before: '4.15' }),
    },
    // v6.4 arch/arm64/mm/fault.c data_abort_decode; v6.5 prints ISS2 behind it.
    {
      needs: 'ISV =',
      line: /\bISV =(?:3D)? \d, ISS =(?:3D)? 0x[0-9a-f]{8}(?=\s*$)/,
      read: () => ({ before: '6.5' }),
    },
    // v6.14 arch/arm64/kernel/traps.c __die, S_SMP: a second blank has been in front of it since.
    {
      needs: 'Internal error: ',
      // 32-bit machines print their status in fewer digits, and the instruction set behind it.
      line: /Internal error: .{1,80}[: ][0-9a-f]{8,16} \[#\d+\] SMP\s*$/,
      read: () => ({ before: '6.15' }),
    },
    // v6.6 arch/arm64/mm/fault.c mem_abort_decode, fault_info: do_bad()
    {
      needs: 'FSC =',
      line: /\bFSC =(?:3D)? 0x[0-9a-f]{2}: unknown \d/,
      read: () => ({ unknownFault: true }),
    },
    // v4.14 arch/arm64/mm/fault.c __do_user_fault
    {
      needs: 'nhandled ',
      line: /: unhandled [\w ()-]{1,60} \(\d+\) at 0x([0-9a-f]{8,16}), esr 0x([0-9a-f]{8})(?=[\s,]|$)/,
      read: ([, address, esr]) => ({ address: hex(address), esr: hex(esr) }),
    },
    {
      needs: 'Internal error: Oops',
      // From 80000000 to 80ffffff stands the fault status of 32-bit machines; no oops of a kernel has such an ESR.
      line: /Internal error: Oops: ((?:8[1-9a-f]|9[0-9a-f])[0-9a-f]{6}|[0-9a-f]{8}[89][0-9a-f]{7}) \[#\d+\]/,
      read: ([, esr]) => ({ esr: hex(esr), ...shorter(esr, DIE_OF_64_BITS) }),
    },
    {
      needs: 'pgtable: ',
      line: /(user|swapper) pgtable: (4|16|64)k pages, (\d{2})-bit VAs(, pgdp? = )?/,
      // v6.12 arch/arm64/mm/fault.c show_pte: swapper_pg_dir is that of the addresses of TTBR1.
      read: ([, whose, size, bits, blanks]) => ({
        ...pgtable(size, bits),
        ...(blanks === undefined ? {} : { before: PGDP_WITHOUT_BLANKS }),
        space: whose === 'user' ? 'user' : 'kernel',
      }),
    },
    { needs: 'x29: ', line: /\bx29: [0-9a-f]{16} x28: [0-9a-f]{16}/, read: () => ({}) },
    { needs: 'pstate: ', line: /\bpstate: ?[0-9a-f]{8}\b/, read: () => ({}) },
    { needs: 'pc : ', line: /\bpc : (?:\[<[0-9a-f]{16}>\] )?[^[\s]/, read: () => ({}) },
    // v4.19 arch/arm64/include/asm/syscall_wrapper.h
    {
      needs: '__arm64_',
      line: /\b__arm64_(?:compat_)?sys_\w{1,60}\+0x[0-9a-f]{1,8}\/0x/,
      read: () => ({}),
    },
    // Since 6.13 32-bit Arm writes this heading so too; its addresses tell it apart.
    {
      needs: 'Call trace:',
      line: /Call trace:/,
      read: () => ({ callTrace: true, likely: 'arm64' }),
      isShared: true,
    },
  ],
});

/** A machine with 64-bit Arm CPUs. */
export const machine: Machine = {
  arch: 'arm64',
  names: {
    folder: 'arm64',
    uname: ['aarch64', 'aarch64_be'],
    node: 'arm64',
    elf: 183,
    qemu: 'aarch64',
    others: [],
    typed: ['arm64v8', 'armv8', 'armv9'],
  },
  byteOrder: { machine: 'little', tables: 'little' },
  addressSpace: 'per-half',
  addressTag: {
    mask: 0xffn << 56n,
    sign: 1n << 55n,
    src: 'v4.14 arch/arm64/mm/proc.S TCR_FLAGS (TCR_TBI0, in every release); Documentation/arm64/tagged-pointers.txt; Arm ARM DDI 0487 D24.2 TCR_EL1.TBI0',
  },
  rootRegister: 'TTBR0_EL1',
  notes: {
    // 112 bytes, then user_pt_regs, in which pc is the 33rd word.
    prstatus: {
      size: 392,
      pc: 112 + 32 * 8,
      src: 'v6.12 include/linux/elfcore.h elf_prstatus; QEMU v7.2 target/arm/arch_dump.c aarch64_note',
    },
  },
  tables,
  faultCode: ESR,
  permissions: { of: 'leaf' },
  logLines,
  logTraits: {
    portedIn: '3.7',
    tables: [{ set: 0x3n, clear: 0x07fc_0000_0000_00fcn }],
    kernelAddress: { set: 1n << 55n, clear: 0n },
    userEnd: 1n << 52n,
    // crash 8.0 arm64.c arm64_vtop_4level_4k: PTOV() of each table.
    stepPlace: { set: 1n << 63n, clear: 0n },
    // PTE_TYPE_PAGE without PTE_VALID: v6.12 arch/arm64/mm/pageattr.c set_memory_valid.
    kernelPage: [{ set: 0x2n, clear: 0n }],
    sharedBit: {
      since: '6.13',
      text: 'in a Realm, the highest address bit of which is set in pages that are shared with the host',
      src: 'v6.13 arch/arm64/kernel/rsi.c arm64_rsi_init, prot_ns_shared; mm/pageattr.c __set_memory_enc_dec',
    },
    oldPtes: [
      {
        // A wide bound, and vendors brought both changes to their 3.10.
        until: '3.14',
        set: 0n,
        clear: 0x1n,
        text: 'not present: where kernels before 3.14 keep type and offset of a swap entry, and which bit a page without any right has, differs from one to the next',
        src: 'v3.11 arch/arm64/include/asm/pgtable.h PTE_PROT_NONE (bit 2), PTE_FILE (bit 3), __SWP_TYPE_SHIFT (4), by commit 59911ca4325d; before it bits 1 and 2, and 3; back by commit 3676f9ef5481, with PTE_PROT_NONE in bit 58',
      },
      {
        until: '4.0',
        set: 0x4n,
        clear: 0x0400_0000_0000_0003n,
        text: 'no swap entry in kernels before 4.0: it has the form of a page of a file that is mapped non-linearly (pte_file())',
        src: 'v3.19 arch/arm64/include/asm/pgtable.h PTE_FILE',
      },
      {
        until: '4.0',
        set: 0n,
        clear: 0x0400_0000_0000_0007n,
        text: 'a swap entry as kernels before 4.0 have them',
        swap: { type: { lo: 3, width: 6 }, offset: { lo: 9, width: 49 } },
        src: 'v3.19 arch/arm64/include/asm/pgtable.h __SWP_TYPE_SHIFT, __SWP_TYPE_BITS',
      },
      {
        until: '4.1',
        isUnnamed: true,
        isOpen: true,
        set: 0n,
        clear: 0x0400_0000_0000_0003n,
        text: 'not present: kernels before 4.0 keep type and offset of a swap entry elsewhere than later ones, and have pages of files that are mapped non-linearly',
        src: 'v3.19 arch/arm64/include/asm/pgtable.h __SWP_TYPE_SHIFT, PTE_FILE; v4.1 mm/memory.c print_bad_pte (messages tell no earlier release)',
      },
    ],
    printsEntryPointer: false,
    src: 'v6.12 arch/arm64/include/asm/pgtable-hwdef.h PMD_TYPE_TABLE, PMD_TABLE_PXN; memory.h TASK_SIZE_64; the top byte of an address is a tag; pgtable.h pmd_ERROR; v3.7 arch/arm64',
  },
};
