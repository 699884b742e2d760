import { describe, expect, test } from '@jest/globals';
import { pageSizeOf, readEntry } from '../../../src/core/entry/entry.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { checkExample, type Example } from '../../helpers/examples.ts';
import { runCli } from '../../helpers/fake-io.ts';

const PG2 = 'arch/arm/include/asm/pgtable-2level.h';
const HWDEF2 = 'arch/arm/include/asm/pgtable-2level-hwdef.h';
const PG3 = 'arch/arm/include/asm/pgtable-3level.h';
const PGTABLE = 'arch/arm/include/asm/pgtable.h';
const FIRMWARE = 'https://github.com/raspberrypi/firmware/issues/483';

const SHORT: readonly Example[] = [
  {
    // "swap_free: Bad swap file entry 0100d400" and "pte:806a0000 pmd:387c2831" of one page, 4.1.8-v7+.
    name: 'a bad swap entry of area 0, up to 6.2',
    kernel: '4.14',
    raw: 0x806a_0000n,
    entry: { state: 'swap', swap: { type: 0, offset: 0x100_d400n } },
    generic: 0x100_d400n,
    src: FIRMWARE,
  },
  {
    name: 'the table above it: domain of user mode, of a CPU before ARMv6 or with bit 4 set all the same',
    kernel: '4.14',
    level: 'pmd',
    raw: 0x387c_2831n,
    entry: { state: 'table', pfn: 0x387c2n, reserved: 0n, unknown: 0n },
    has: ['domain0', 'bit4', 'present'],
    src: `${FIRMWARE}; v6.12 ${HWDEF2} PMD_TYPE_TABLE`,
  },
  {
    name: 'swap since 6.3',
    kernel: '6.12',
    raw: 0x0012_3404n,
    entry: { state: 'swap', swap: { type: 1, offset: 0x1234n } },
    generic: 0x400_1234n,
    src: `v6.3 ${PGTABLE} __swp_entry`,
  },
  {
    name: 'exclusive',
    kernel: '6.12',
    raw: 0x0012_3484n,
    entry: { short: ['exclusive'], swap: { type: 1, offset: 0x1234n } },
    src: `v6.3 ${PG2} L_PTE_SWP_EXCLUSIVE`,
  },
  {
    name: 'a page of user mode',
    kernel: '6.12',
    raw: 0x2fe1_c75fn,
    entry: { state: 'present', pfn: 0x2fe1cn, reserved: 0n, unknown: 0n },
    has: ['present', 'accessed', 'dirty', 'user', 'nx', 'shared'],
    src: `v6.12 ${PG2} L_PTE_*`,
  },
  {
    name: 'PROT_NONE',
    kernel: '6.12',
    raw: 0x2fe1_ce9fn,
    entry: { state: 'protnone', pfn: 0x2fe1cn },
    has: ['protnone', 'rdonly', 'nx'],
    src: `v6.12 ${PG2} L_PTE_NONE; ${PGTABLE} __PAGE_NONE`,
  },
  {
    name: 'a section of the kernel',
    kernel: '6.12',
    level: 'pgd',
    raw: 0x8001_141en,
    entry: { state: 'present', pfn: 0x80000n, reserved: 0n, unknown: 0n },
    has: ['section', 'nx', 'rw', 'shared'],
    src: `v6.12 ${HWDEF2} PMD_SECT_*`,
  },
  { name: 'nothing', kernel: '6.12', raw: 0n, entry: { state: 'none' }, src: `v6.12 ${PGTABLE} pte_none` },
];

const LPAE: readonly Example[] = [
  {
    name: 'a page of user mode',
    kernel: '6.12,ARM_LPAE=y',
    raw: 0x00c0_0000_abcd_ef5fn,
    entry: { state: 'present', pfn: 0xabcden, reserved: 0n, unknown: 0n },
    has: ['present', 'accessed', 'dirty', 'user', 'nx', 'ng'],
    src: `v6.12 ${PG3} L_PTE_*`,
  },
  {
    name: 'a page that is no page for the CPU',
    kernel: '6.12,ARM_LPAE=y',
    raw: 0x00c0_0000_abcd_ef5dn,
    entry: { state: 'present', pfn: 0xabcden, invalid: true },
    src: `v6.12 ${PG3} L_PTE_PRESENT; Arm ARM DDI 0406C.c B3.6.2 level 3 descriptors`,
  },
  {
    name: 'PROT_NONE: the CPU finds no valid entry',
    kernel: '6.12,ARM_LPAE=y',
    raw: 0x06c0_0000_abcd_e71en,
    entry: { state: 'protnone', pfn: 0xabcden },
    has: ['protnone', 'rdonly', 'nx'],
    src: `v6.12 ${PG3} L_PTE_NONE; arch/arm/mm/proc-v7-3level.S cpu_v7_set_pte_ext`,
  },
  {
    name: 'swap: in the low word',
    kernel: '6.12,ARM_LPAE=y',
    raw: 0x0012_3404n,
    entry: { state: 'swap', swap: { type: 1, offset: 0x1234n } },
    src: `v6.3 ${PGTABLE} __swp_entry`,
  },
  {
    name: 'a block of the first level: the CPU maps 1 GiB, the kernel makes tables only',
    kernel: '6.12,ARM_LPAE=y',
    level: 'pgd',
    raw: 0xee_4000_0701n,
    entry: { state: 'table', invalid: true },
    src: `v6.12 ${PG3} pud_bad; Arm ARM DDI 0406 B3.6.1 first-level descriptors`,
  },
  {
    name: 'a huge page',
    kernel: '6.12,ARM_LPAE=y',
    level: 'pmd',
    raw: 0x00c0_0008_8860_0f5dn,
    entry: { state: 'present', pfn: 0x888600n, reserved: 0n, unknown: 0n },
    src: `v6.12 ${PG3} pmd_pfn`,
  },
  {
    name: 'an entry of swapper_pg_dir',
    kernel: '6.12,ARM_LPAE=y',
    level: 'pgd',
    raw: 0x0080_0000_4000_7003n,
    entry: { state: 'table', pfn: 0x40007n, reserved: 0n, unknown: 0n },
    has: ['swapper'],
    src: `v6.12 ${PG3} L_PGD_SWAPPER`,
  },
];

describe('arm', () => {
  test.each([...SHORT, ...LPAE])('$name, $kernel ($src)', (example) => {
    checkExample('arm', example);
  });
});

test('a supersection maps 16 MiB, above 4 GiB too', () => {
  const kernel = resolveKernel({ kernel: '6.12', arch: 'arm' });
  const entry = readEntry(kernel, 0x9015_140en, 'pgd');
  expect(pageSizeOf(entry)).toBe(0x100_0000n);
});

test.each([
  { levels: 2, lpae: false, bits: 32 },
  { levels: 3, lpae: true, bits: 64 },
])('$levels levels are ARM_LPAE=$lpae', ({ levels, lpae, bits }) => {
  const byLevels = resolveKernel({ kernel: '6.12', arch: 'arm', paging: levels });
  const bySymbol = resolveKernel({ kernel: '6.12', arch: 'arm', config: new Map([['ARM_LPAE', lpae]]) });
  expect([byLevels.id, byLevels.entryBits, byLevels.levels.length]).toEqual([bySymbol.id, bits, levels]);
  expect(resolveKernel({ kernel: byLevels.id }).id).toBe(byLevels.id);
});

test('levels and symbol that contradict each other', () => {
  const config = new Map([['ARM_LPAE', false]]);
  expect(() => resolveKernel({ arch: 'arm', config, paging: 3 })).toThrow('paging 3: arm has 2 levels');
});

test.each([
  { raw: '0x06c00000abcde71e', says: 'none now; its mapping says what it allows else' },
  { raw: '0x00c00000abcdef5f', says: 'user, writable, no-execute' },
  { raw: '0x00a00000abcdef5f', says: 'user, writable, executable' },
  { raw: '0x00a00000abcdef1f', says: 'kernel only, writable, no-execute' },
])('$raw: $says', async ({ raw, says }) => {
  // XN is for everybody, PXN for the kernel: Arm ARM DDI 0406 B3.7.2 "Execute-never restrictions on instruction fetching".
  const { stdout } = await runCli(['--arch', 'arm', '--paging', '3', raw]);
  expect(stdout).toContain(`access   ${says}`);
});
