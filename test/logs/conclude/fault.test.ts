import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { encodeEntry } from '../../../src/core/encode/encode.ts';
import type { Level } from '../../../src/core/rows/layout.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import type { Circumstances } from '../../../src/core/rows/log-lines.ts';
import { conclude } from '../../../src/logs/conclude/conclude.ts';
import { walkSubject } from '../../helpers/log-subject.ts';

const x86 = resolveKernel({ kernel: '6.12' });
const arm64 = resolveKernel({ kernel: '6.12', arch: 'arm64' });

function walk(
  entries: Partial<Record<Level, bigint>>,
  around: Circumstances,
  kernel = x86,
  isBad = false,
): string[] {
  const levels: readonly Level[] = ['pgd', 'pud', 'pmd', 'pte'];
  const steps = levels.flatMap((level) => {
    const raw = entries[level];
    return raw === undefined ? [] : [decodeEntry(kernel, raw, { level })];
  });
  return conclude('walk', { ...walkSubject(steps, around), isBad }).map(({ code, level }) =>
    level ? `${code} ${level}` : code,
  );
}

const TABLES = { pgd: 0x4089067n, pud: 0x43be067n, pmd: 0x43bc067n };
const KERNEL_TABLES = { pgd: 0x4089063n, pud: 0x43be063n, pmd: 0x43bc063n };

// Error codes: arch/x86/include/asm/trap_pf.h. Permissions: Intel SDM vol. 3A, 4.6.
// prettier-ignore
const X86_CASES: readonly { name: string; isBad?: boolean; entries: Partial<Record<Level, bigint>>; around: Circumstances; said: string[] }[] = [
  { name: 'an empty table', entries: { pgd: 0n }, around: { errorCode: 0n, address: 0xffff_f8ed_4011_2ce8n }, said: ['access', 'stops pgd'] },
  { name: 'no error code', entries: { ...TABLES, pte: 0n }, around: {}, said: ['stops pte'] },
  { name: 'a write in user mode to a read-only page', entries: { ...TABLES, pte: 0x8000_0000_02ea_5025n }, around: { errorCode: 7n }, said: ['access', 'stops pte', 'read-only pte'] },
  { name: 'a write below a read-only table', entries: { ...TABLES, pmd: 0x43bc065n, pte: 0x8000_0000_02ea_5067n }, around: { errorCode: 7n }, said: ['access', 'stops pte', 'read-only pmd'] },
  { name: 'user mode touches the kernel', entries: { ...KERNEL_TABLES, pte: 0x8000_0000_02ea_5163n }, around: { errorCode: 5n, address: 0xffff_8880_0000_0000n }, said: ['access', 'stops pte', 'kernel-page pgd'] },
  { name: 'the kernel writes its own read-only page', entries: { ...KERNEL_TABLES, pte: 0x8000_0000_02ea_5121n }, around: { errorCode: 3n, address: 0xffff_8880_0000_0000n }, said: ['access', 'stops pte', 'read-only pte'] },
  { name: 'the kernel runs data of its own', entries: { ...KERNEL_TABLES, pte: 0x8000_0000_02ea_5163n }, around: { errorCode: 0x11n }, said: ['access', 'stops pte', 'no-execute pte'] },
  { name: 'a protection key', entries: { ...TABLES, pte: 0x8800_0000_02e9_7867n }, around: { errorCode: 0x25n }, said: ['access', 'stops pte', 'protection-key pte'] },
  { name: 'a shadow-stack access', entries: { ...TABLES, pte: 0x8000_0000_02e9_7867n }, around: { errorCode: 0x47n }, said: ['access', 'stops pte', 'shadow-stack pte'] },
  { name: 'an access that the entries allow', entries: { ...TABLES, pte: 0x2e9_7867n }, around: { errorCode: 7n }, said: ['access', 'stops pte', 'allowed pte'] },
  { name: 'present meanwhile', entries: { ...TABLES, pte: 0x2e9_7867n }, around: { errorCode: 6n }, said: ['access', 'stops pte', 'changed pte'] },
  { name: 'gone meanwhile', entries: { ...TABLES, pte: 0n }, around: { errorCode: 7n }, said: ['access', 'stops pte', 'changed pte'] },
  { name: 'a table that cannot be read', isBad: true, entries: { pgd: 0x4089067n, pud: 0x43be067n, pmd: 0x2000_044b_3067n }, around: { corrupted: true, address: 0x7f59_0942_1000n }, said: ['access', 'unreadable pmd', 'reserved-bit pmd'] },
  { name: 'an entry that is not shown', entries: { pgd: 0x4089067n, pud: 0x43be067n, pmd: 0x044b_3067n }, around: { errorCode: 0n }, said: ['access', 'unfinished pmd'] },
  { name: 'a reserved bit whatever the memory is: bit 7 of the top table', entries: { ...TABLES, pgd: 0x40890e7n, pte: 0x2e9_7867n }, around: { errorCode: 0xdn }, said: ['access', 'stops pte', 'reserved-bit pgd'] },
  { name: 'a bit that the CPU ignores is not the reserved one', entries: { ...TABLES, pmd: 0x10_0000_043b_c067n, pte: 0x2e9_7867n }, around: { errorCode: 0xdn }, said: ['access', 'stops pte', 'reserved-bit'] },
  { name: 'no-execute is what pages have and tables have not', entries: { ...TABLES, pte: 0x8000_0000_22e9_7867n }, around: { errorCode: 0xdn }, said: ['access', 'stops pte', 'reserved-bit'] },
  { name: 'one entry alone proves no reserved bit', entries: { pgd: 0x1000_0408_9067n }, around: { errorCode: 0xdn }, said: ['access', 'unfinished pgd', 'reserved-bit'] },
  { name: 'a frame that was not turned back', entries: { ...KERNEL_TABLES, pte: 0x800f_ffff_a759_8063n }, around: { errorCode: 0xbn, address: 0xffff_8880_58a6_7000n }, said: ['access', 'stops pte', 'reserved-bit pte', 'inverted-frame pte'] },
  { name: 'a reserved bit that nothing shows', entries: { ...TABLES, pte: 0x2e9_7867n }, around: { errorCode: 0xdn }, said: ['access', 'stops pte', 'reserved-bit'] },
  { name: 'the kernel touches user memory', entries: { ...TABLES, pte: 0n }, around: { errorCode: 0n, address: 0x7f59_0942_1000n }, said: ['access', 'stops pte', 'user-address'] },
  { name: 'a null pointer is none of a user', entries: { pgd: 0n }, around: { errorCode: 0n, address: 8n }, said: ['access', 'stops pgd'] },
];

describe('a walk of x86', () => {
  test.each(X86_CASES)('$name', ({ entries, around, isBad, said }) => {
    expect(walk(entries, around, x86, isBad)).toEqual(said);
  });
});

// ESR_ELx: Arm ARM DDI 0487, D17.2.37: EC in bits 31-26, WnR bit 6, fault status bits 5-0.
// prettier-ignore
const ARM64_CASES: readonly { name: string; entries: Partial<Record<Level, bigint>>; around: Circumstances; said: string[] }[] = [
  { name: 'translation fault, level 2', entries: { pgd: 0x1000_0001_3fff_f003n, pud: 0x1000_0001_3fff_e003n, pmd: 0n }, around: { esr: 0x9600_0006n, address: 0xffff_8000_83f5_d000n }, said: ['access', 'stops pmd'] },
  { name: 'write to a read-only page', entries: { pgd: 0x1000_0001_3fff_f003n, pud: 0x1000_0001_3fff_e003n, pmd: 0x1000_0001_3fff_d003n, pte: 0x60_0001_3fff_cf83n }, around: { esr: 0x9600_004fn, address: 0xffff_8000_83f5_d000n }, said: ['access', 'stops pte', 'read-only pte'] },
  { name: 'access flag', entries: { pgd: 0x1000_0001_3fff_f003n, pud: 0x1000_0001_3fff_e003n, pmd: 0x1000_0001_3fff_d003n, pte: 0x68_0001_3fff_c303n }, around: { esr: 0x9600_000bn, address: 0xffff_8000_83f5_d000n }, said: ['access', 'stops pte', 'access-flag pte'] },
  // Arm ARM DDI 0487, level 3 descriptors: bits[1:0] 0b01 is reserved, and invalid.
  { name: 'a page of which the CPU finds none', entries: { pgd: 0x1000_0001_3fff_f003n, pud: 0x1000_0001_3fff_e003n, pmd: 0x1000_0001_3fff_d003n, pte: 0x68_0001_3fff_c701n }, around: { esr: 0x9600_0007n, address: 0xffff_8000_83f5_d000n }, said: ['access', 'stops pte'] },
  { name: 'no abort', entries: { pgd: 0n }, around: { esr: 0xf200_0800n }, said: ['stops pgd'] },
];

describe('a walk of arm64', () => {
  test.each(ARM64_CASES)('$name', ({ entries, around, said }) => {
    expect(walk(entries, around, arm64)).toEqual(said);
  });
});

// include/linux/swapops.h of v6.12 and v6.13: PTE_MARKER_UFFD_WP is bit 0, PTE_MARKER_POISONED bit 1, and from 6.13 on
// PTE_MARKER_GUARD bit 2.
test.each([
  { bits: 1n, release: '6.12', said: 'write-protected by userfaultfd' },
  { bits: 2n, release: '6.12', said: 'poisoned: access gives SIGBUS' },
  { bits: 4n, release: '6.13', said: 'guard region: access gives SIGSEGV' },
])('what the bits of a marker mean, and nothing else: $said', ({ bits, release, said }) => {
  const kernel = resolveKernel({ kernel: release });
  const pte = decodeEntry(kernel, encodeEntry(kernel, { state: 'pte-marker', marker: bits }), {
    level: 'pte',
  });
  const around = { errorCode: 0n, address: 0x7f59_0942_1000n };
  const [text] = conclude('walk', walkSubject([pte], around)).flatMap((found) =>
    found.code === 'stops' ? [found.text] : [],
  );
  expect(text).toBe(`the walk ends at pte, which is a marker, no page: ${said}`);
});
