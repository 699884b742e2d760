import { BLANK, CLOSING, hex, type LogLines, pattern, START } from '../../core/rows/log-lines.ts';
import type { Machine } from '../../core/rows/machine.ts';
import { ownFile, spokenOf } from '../shared/own-lines.ts';
import type { FaultCode } from '../../core/rows/fault-code.ts';
import { tables } from './tables.ts';

const exactly = (code: bigint): { readonly set: bigint; readonly clear: bigint } => ({
  set: code,
  clear: 0x7fn & ~code,
});

/** The low 12 bits of the translation-exception identification stand above the code, and a bit that says that it is there. */
const TEID = { from: 'teid', at: 16, bits: 12 } as const;
/** Bits 52 and 53: the access was a store, or a fetch; 56 and 61: what protects. */
const STORE = { set: 0x400n << 16n, clear: 0x800n << 16n };
const FETCH = { set: 0x800n << 16n, clear: 0x400n << 16n };
const IS_KNOWN = 0x1000n << 16n;
const BIT56 = 0x80n << 16n;
const BIT61 = 0x4n << 16n;

const PROTECTION = exactly(0x4n);
const NO_EXECUTE = { set: PROTECTION.set | BIT56 | BIT61, clear: PROTECTION.clear };
const BY_TABLE = { set: PROTECTION.set | BIT61, clear: PROTECTION.clear | BIT56 };
const BY_ADDRESS = { set: PROTECTION.set | IS_KNOWN, clear: PROTECTION.clear | BIT61 };

/** DAT mode and address-space control of a PSW: bits 5, and 16 and 17 (primary, access registers, secondary, home). */
const spaceOf = (psw: bigint): string | undefined =>
  ((psw >> 58n) & 1n) === 0n ? undefined : ['CR1', 'CR1', 'CR7', 'CR13'][Number((psw >> 46n) & 3n)];

/** Program interruption codes of a translation; bit 7 (PER) may be set besides. */
const INTERRUPTION: FaultCode = {
  from: 'interruption',
  detail: TEID,
  name: 'interruption code',
  of: [0x4n, 0x10n, 0x11n, 0x38n, 0x39n, 0x3an, 0x3bn].map(exactly),
  kind: [
    { ...NO_EXECUTE, means: 'execute' },
    { ...STORE, means: 'write' },
    { ...FETCH, means: 'read' },
    // What tables protect is protected from stores alone.
    { ...BY_TABLE, means: 'write' },
    { set: 0n, clear: 0n, means: 'access' },
  ],
  user: [],
  cause: [
    { ...BY_ADDRESS, means: 'low-address' },
    { set: PROTECTION.set | IS_KNOWN, clear: PROTECTION.clear, means: 'permission' },
    { ...PROTECTION, means: 'low-address-or-page' },
    { ...exactly(0x38n), means: 'beyond-tables' },
    { set: 0n, clear: 0n, means: 'missing' },
  ],
  names: [
    { ...NO_EXECUTE, means: 'protection exception: instruction-execution protection' },
    { ...PROTECTION, means: 'protection exception' },
    { ...exactly(0x10n), means: 'segment-translation exception' },
    { ...exactly(0x11n), means: 'page-translation exception' },
    { ...exactly(0x38n), means: 'ASCE-type exception' },
    { ...exactly(0x39n), means: 'region-first-translation exception' },
    { ...exactly(0x3an), means: 'region-second-translation exception' },
    { ...exactly(0x3bn), means: 'region-third-translation exception' },
  ],
  ends: [
    { ...exactly(0x11n), means: 0 },
    { ...exactly(0x10n), means: 1 },
    { ...exactly(0x3bn), means: 2 },
    { ...exactly(0x3an), means: 3 },
    { ...exactly(0x39n), means: 4 },
  ],
  // v6.12 arch/s390/kernel/pgm_check.S; arch/s390/include/asm/fault.h union teid; arch/s390/mm/fault.c do_protection_exception; arch/s390/kvm/gaccess.c trans_exc_ending; z/Architecture Principles of Operation SA22-7832, chapter 6 "Interruptions"
};

const logLines = (): LogLines => ({
  shapes: [
    // s390 oops: v5.11 arch/s390/mm/fault.c dump_pagetable; pgtable.h _ASCE_TYPE_MASK
    {
      name: 's390-walk',
      needs: 'AS:',
      role: 'walk',
      announces: true,
      line: pattern(
        String.raw`${START}AS:(?<asce>[0-9a-f]{16})(?: R1:(?<pgd>[0-9a-f]{16}))?(?: R2:(?<p4d>[0-9a-f]{16}))?(?: R3:(?<pud>[0-9a-f]{16}))?(?: S:(?<pmd>[0-9a-f]{16}))?(?: P:(?<pte>[0-9a-f]{16}))?(?<bad> BAD)?(?=[\s!]|${CLOSING}|$)`,
      ),
      // Bits 2 and 3 of the ASCE say which table it points to.
      says: ({ groups }) => ({ paging: 2 + Number((hex(groups?.['asce'] ?? '0') >> 2n) & 3n) }),
    },
    // s390 oops, wrapped: v5.11 arch/s390/mm/fault.c dump_pagetable
    {
      name: 's390-walk-part',
      needs: ['R1:', 'R2:', 'R3:', 'S:', 'P:'],
      role: 'walk',
      partOf: ['s390-walk'],
      line: pattern(
        String.raw`${START}(?=(?:R[123]|[SP]):[0-9a-f]{16}${BLANK})(?:R1:(?<pgd>[0-9a-f]{16}) ?)?(?:R2:(?<p4d>[0-9a-f]{16}) ?)?(?:R3:(?<pud>[0-9a-f]{16}) ?)?(?:S:(?<pmd>[0-9a-f]{16}) ?)?(?:P:(?<pte>[0-9a-f]{16}))?(?<bad> ?BAD)?(?=[\s!]|${CLOSING}|$)`,
      ),
    },
    // crash `vtop`: regions and segments: crash 8.0 s390x.c _kl_rsg_table_deref_s390x
    {
      name: 'crash-region-walk',
      needs: 'TE: ',
      role: 'memory',
      announces: true,
      says: () => ({ arch: 's390x' }),
      line: pattern(
        String.raw`^(?:[>|\s]|&gt;)*(?<level>R[FST]TE|STE): {1,3}[0-9a-f]{16} =(?:>|&gt;) (?<value>[0-9a-f]{16})\s*(?:\(.*)?$`,
      ),
    },
  ],
  circumstances: [
    { ...ownFile('s390'), read: () => ({}) },
    spokenOf('s390x', 's390x?'),
    {
      needs: 'ailing address: ',
      line: /[Ff]ailing address: ([0-9a-f]{16}) TEID: ([0-9a-f]{16})/,
      read: ([, address, teid]) => ({ address: hex(address), teid: hex(teid) }),
    },
    { needs: 'ilc:', line: /Oops: ([0-9a-f]{4}) ilc:\d/, read: ([, code]) => ({ interruption: hex(code) }) },
    // v6.12 arch/s390/kernel/dumpstack.c die: "[#%d] ", then PREEMPT and SMP; a kernel of 6.18 has printed "[#1]SMP".
    { needs: 'ilc:', line: /\bilc:\d \[#\d+\] (?:PREEMPT|SMP|DEBUG)/, read: () => ({ before: '6.15' }) },
    { needs: 'ilc:', line: /\bilc:\d \[#\d+\]SMP/, read: () => ({ printedSince: '6.15' }) },
    // The address is on the next line.
    {
      needs: 'ilc:',
      line: /interruption code ([0-9a-f]{4}) ilc:\d/,
      read: ([, code]) => ({ interruption: hex(code), isPrelude: true, mode: 'user' }),
    },
    {
      needs: 'nable to handle kernel p',
      line: /nable to handle kernel p(?:ointer dereference|aging request) (?:in|at) virtual (?:kernel|user) address/,
      read: () => ({ isPrelude: true, mode: 'kernel' }),
    },
    {
      needs: 'mode while using ',
      line: /mode while using (kernel|user) ASCE/,
      read: ([, space]) => ({ space: space === 'user' ? 'user' : 'kernel' }),
    },
    { needs: ' GPRS: ', line: /\b(?:Krnl|User) GPRS: [0-9a-f]{16} [0-9a-f]{16}/, read: () => ({}) },
    {
      needs: ' PSW : ',
      line: /\b(Krnl|User) PSW : [0-9a-f]{16}(?: ([0-9a-f]{16}))?/,
      // Where a translation fails the PSW stays at the instruction, of which the address has the page alone. Principles of Operation, chapter 6 "Nullification".
      read: ([, whose, code]) => ({
        mode: whose === 'User' ? 'user' : 'kernel',
        ...(code === undefined ? {} : { codeAddress: (BigInt(`0x${code}`) >> 12n) << 12n }),
      }),
    },
    // v4.14 arch/s390/kernel/dumpstack.c show_address: a frame that is not reliable
    { needs: '([<', line: /(?:^|[\s\]>|])\(\[<[0-9a-f]{16}>\] /, read: () => ({}) },
    // v5.10 arch/s390/kernel/early.c setup_arch_string: manufacturer, type, model and capacity, and what it runs under.
    {
      needs: 'Hardware name: ',
      line: /\bHardware name: (?:IBM|QEMU) \d{4} (?:[A-Z\d]{2,16} ){1,2}\((?:LPAR|z\/VM|KVM)\b/,
      // The PSW, which tells more of a fault, stands behind it.
      read: () => ({ among: ['s390x'], wordBits: 64 }),
      isShared: true,
    },
    // v5.0 arch/s390/include/asm/syscall_wrapper.h
    { needs: '__s390x_', line: /\b__s390x_sys_\w{1,60}\+0x[0-9a-f]{1,8}\/0x/, read: () => ({}) },
  ],
});

/** A z/Architecture machine. */
export const machine: Machine = {
  arch: 's390x',
  names: {
    folder: 's390',
    uname: ['s390x'],
    kconfig: 'S390',
    node: 's390x',
    elf: 22,
    elfOf32: true,
    qemu: 's390x',
    others: [],
    typed: ['s390'],
  },
  byteOrder: { machine: 'big', tables: 'big' },
  // User and kernel addresses are spaces of their own, each with its top table.
  addressSpace: 'flat',
  rootRegister: 'CR1',
  faultCode: INTERRUPTION,
  notes: {
    // 112 bytes, then s390_regs, which begins with the two words of the PSW.
    prstatus: {
      size: 336,
      pc: 112 + 8,
      status: 112,
      // v6.12 include/linux/elfcore.h elf_prstatus; QEMU v7.2 target/s390x/arch_dump.c S390xElfPrstatus
    },
    // NT_S390_CTRS: sixteen control registers. v6.12 include/uapi/linux/elf.h, arch/s390/kernel/crash_dump.c fill_cpu_elf_notes; QEMU v7.2 target/s390x/arch_dump.c s390x_write_elf64_ctrs
    roots: {
      name: 'LINUX',
      type: 0x304,
      size: 128,
      registers: [
        ['CR1', 8],
        ['CR7', 56],
        ['CR13', 104],
      ],
      used: spaceOf,
    },
  },
  tables,
  // A protected table protects all below it.
  permissions: { of: 'every-level' },
  logLines,
  logTraits: {
    tables: [{ set: 0n, clear: 0xfff0_0000_0000_05een }],
    // Principles of Operation, chapter 3 "Assigned Storage Locations": bits 0 to 51 of the translation-exception identification.
    faultTellsPage: true,
    // Chapter 3, "ASCE-Type Exception": the designation type of the ASCE bounds the address.
    faultsBeyondTables: true,
    printsEntryPointer: false,
    namesSteps: true,
    oldPtes: [
      {
        until: '3.18',
        levels: ['pte'],
        set: 0n,
        clear: 0x400n,
        text: 'a page of a kernel before 3.18, whose bits below the frame differ from one to the next',
        frame: { lo: 12, width: 52 },
        // RHEL 7 (3.10) arch/s390/include/asm/pgtable.h _PAGE_SWT, _PAGE_SWC, _PAGE_SWR, _PAGE_SWW; v3.18 has _PAGE_PRESENT and so on (a wide bound)
      },
      {
        until: '3.18',
        levels: ['pte'],
        set: 0x400n,
        clear: 0n,
        text: 'not valid: what such an entry is to kernels before 3.18 differs from one to the next',
        // arch/s390/include/asm/pgtable.h: swap entries are 0x403 in the lowest bits (_PAGE_TYPE_SWAP of trees of 3.10), 0x600 (comment in RHEL 7), 0x402 (v3.18 pte_swap)
      },
      {
        until: '4.4',
        set: 0n,
        clear: 0x1n,
        text: 'not present: where kernels before 4.4 keep the offset of a swap entry, and how they know a page of a file, differs from one to the next',
        // v3.18 arch/s390/include/asm/pgtable.h mk_swap_pte (the lowest bit of the offset is bit 7), pte_file; v4.4 has all of it from bit 12 on (a wide bound)
      },
    ],
    // v6.12 arch/s390/include/asm/pgtable.h _SEGMENT_ENTRY_BITS, pmd_ERROR; crash 8.0 s390x.c _kl_rsg_table_deref_s390x
  },
};
