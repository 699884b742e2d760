import { afterAll, describe, expect, test } from '@jest/globals';
import { formatHex, formatU64 } from '../../src/core/u64.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { writeCore, writeNote } from '../helpers/image-writer.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { makeTables } from '../helpers/made-tables.ts';
import { arm64, riscv } from '../helpers/table-formats.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** An image with VMCOREINFO and tables that map one page of the kernel's half, or of the user's. */
function image(machine: number, text: string, format: Parameters<typeof makeTables>[0], va: bigint) {
  const depth = format.levels.length - 1;
  const { bytes, root, base } = makeTables(format, [{ va, depth, phys: 0x5_0000n }], 0x8000_0000n, 0n);
  const note = writeNote('VMCOREINFO', 0, Buffer.from(`OSRELEASE=6.12.1\n${text}`));
  const core = writeCore({
    machine,
    segments: [
      { type: 4, bytes: note },
      { paddr: base, bytes },
    ],
  });
  return { path: folder.write('image', core), root };
}

const ARM = 183;
const RISCV = 243;
const KERNEL_VA = 0xffff_8000_0012_0000n;

// v6.12 arch/arm64/Kconfig ARM64_VA_BITS: 36 with 16 KiB, 39 with 4 KiB, 42 with 64 KiB, 47 with 16 KiB, 48 and 52 with all;
// ARM64_PA_BITS: 48 and 52; ARM64_PAGE_SHIFT: 12, 14 and 16. arch/arm64/kernel/vmcore_info.c: T1SZ is 64 less the bits in use.
describe('sizes of arm64 that no kernel has are told, and what else says them counts', () => {
  test.each([
    {
      name: 'T1SZ of 99 beside VA_BITS',
      text: 'PAGESIZE=4096\nNUMBER(VA_BITS)=48\nNUMBER(TCR_EL1_T1SZ)=99\n',
      says: 'TCR_EL1_T1SZ of VMCOREINFO is 99, which no kernel has with pages of 4096 bytes: not read',
    },
    {
      name: 'VA_BITS of 200 beside T1SZ',
      text: 'PAGESIZE=4096\nNUMBER(VA_BITS)=200\nNUMBER(TCR_EL1_T1SZ)=0x10\n',
      says: 'VA_BITS of VMCOREINFO is 200, which no kernel has with pages of 4096 bytes: not read',
    },
    {
      name: 'VA_BITS of 42 with 4 KiB pages',
      text: 'PAGESIZE=4096\nNUMBER(VA_BITS)=42\nNUMBER(TCR_EL1_T1SZ)=0x10\n',
      says: 'VA_BITS of VMCOREINFO is 42, which no kernel has with pages of 4096 bytes: not read',
    },
    {
      name: 'negative VA_BITS, no T1SZ: an option says the levels',
      text: 'PAGESIZE=4096\nNUMBER(VA_BITS)=-48\n',
      says: 'VA_BITS of VMCOREINFO is -48, which no kernel has with pages of 4096 bytes: not read',
      options: ['--paging', '4'],
    },
    {
      name: 'T1SZ of 99 alone',
      text: 'PAGESIZE=4096\nNUMBER(TCR_EL1_T1SZ)=99\n',
      says: 'TCR_EL1_T1SZ of VMCOREINFO is 99, which no kernel has with pages of 4096 bytes: not read',
      options: ['--paging', '4'],
    },
    {
      name: 'pages of 8 KiB: an option says their size',
      text: 'PAGESIZE=8192\nNUMBER(VA_BITS)=48\nNUMBER(TCR_EL1_T1SZ)=0x10\n',
      says: 'PAGESIZE of VMCOREINFO is 8192: no pages of arm64: not read',
      options: ['--page-size', '4096', '--paging', '4'],
    },
    {
      name: 'physical addresses of 60 bits',
      text: 'PAGESIZE=4096\nNUMBER(VA_BITS)=48\nNUMBER(MAX_PHYSMEM_BITS)=60\n',
      says: 'MAX_PHYSMEM_BITS of VMCOREINFO is 60, which no kernel has with pages of 4096 bytes: not read',
    },
    {
      name: 'physical addresses of 200 bits',
      text: 'PAGESIZE=4096\nNUMBER(VA_BITS)=48\nNUMBER(MAX_PHYSMEM_BITS)=200\n',
      says: 'NUMBER(MAX_PHYSMEM_BITS)=200 of VMCOREINFO cannot be: not read',
    },
  ])('$name', async ({ text, says, options = [] }) => {
    const { path, root } = image(ARM, text, arm64(12, 48, true), KERNEL_VA);
    const words = [path, '--pgd', formatHex(root), '--kernel-half', '--json'];
    const walk = await runOnDisk(['walk', ...words, ...options, formatU64(KERNEL_VA)]);
    expect([walk.code, property(jsonLines(walk.stdout)[0], 'phys')]).toEqual([0, '0x50000']);
    expect(walk.stderr.split('\n')).toContain(`pte-decode: ${says}`);
    const scan = await runOnDisk(['scan', ...words, ...options, '--entries']);
    expect(jsonLines(scan.stdout).map((record) => property(record, 'vaddr'))).toEqual([formatU64(KERNEL_VA)]);
    expect(scan.stderr.split('\n')).toContain(`pte-decode: ${says}`);
    const shown = await runOnDisk(['image', path, '--json']);
    expect(property(jsonLines(shown.stdout)[0], 'notes')).toContain(says);
    if (options.length === 0) return;
    const refused = await runOnDisk(['walk', ...words, formatU64(KERNEL_VA)]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/the image does not say how/)]);
    expect(property(jsonLines(shown.stdout)[0], 'paging')).toBeNull();
  });
});

// v6.12 arch/riscv/kernel/vmcore_info.c: VA_BITS is 39, 48 or 57.
test('VA_BITS of riscv64 that no mode has is told, and satp counts', async () => {
  const text = 'PAGESIZE=16384\nNUMBER(VA_BITS)=40\nNUMBER(satp)=0x8000000000000001\n';
  const { path, root } = image(RISCV, text, riscv(39), 0x4000n);
  const walk = await runOnDisk(['walk', path, '--pgd', formatHex(root), '--json', '0x4000']);
  expect([walk.code, property(jsonLines(walk.stdout)[0], 'phys')]).toEqual([0, '0x50000']);
  expect(walk.stderr.split('\n').filter((line) => line !== '')).toEqual([
    'pte-decode: VA_BITS of VMCOREINFO is 40, which no kernel has: not read',
    'pte-decode: PAGESIZE of VMCOREINFO is 16384: no pages of riscv64, which has those of 4096: not read',
  ]);
});

// swapper_pg_dir is a page of the kernel's image: v6.12 arch/arm64/kernel/vmlinux.lds.S, arch/x86/kernel/head_64.S.
test.each([
  { offset: '0xffff800000000007', where: '0x80fffff9' },
  { offset: '-1', where: '0xffff800081000001' },
  { offset: 'zz', where: undefined },
])('kimage_voffset of $offset puts no table anywhere', async ({ offset, where }) => {
  const text =
    'PAGESIZE=4096\nNUMBER(VA_BITS)=48\nSYMBOL(swapper_pg_dir)=ffff800081000000\n' +
    `NUMBER(kimage_voffset)=${offset}\n`;
  const { path } = image(ARM, text, arm64(12, 48, true), KERNEL_VA);
  for (const words of [
    ['walk', path, formatU64(KERNEL_VA)],
    ['scan', path],
  ]) {
    const { code, stdout, stderr } = await runOnDisk(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--pgd PHYS is needed');
    if (where === undefined) expect(stderr).toContain('NUMBER(kimage_voffset)=zz of VMCOREINFO cannot be');
    else expect(stderr).toContain(`VMCOREINFO puts that of the kernel at ${where}, where none can be`);
  }
});

// AMD APM vol. 2, 7.10: the bit that encrypts a page is one of its physical address, below bit 52.
test.each(['4611686018427387904', '0x10000000000000', '1'])(
  'sme_mask of %s is no bit of a frame',
  async (mask) => {
    const { path } = image(
      62,
      `PAGESIZE=4096\nNUMBER(pgtable_l5_enabled)=0\nNUMBER(sme_mask)=${mask}\n`,
      riscv(48),
      0x4000n,
    );
    const { code, stderr } = await runOnDisk(['walk', path, '--pgd', '0x1000', '--json', '0x0']);
    expect(code).toBe(2);
    expect(stderr).toBe(`pte-decode: NUMBER(sme_mask)=${mask} of VMCOREINFO cannot be: not read\n`);
  },
);

// v6.12 arch/powerpc/kexec/vmcore_info.c: RADIX_MMU is radix_enabled().
test('RADIX_MMU that is neither 0 nor 1 is told, and refuses no image', async () => {
  const { path } = image(21, 'PAGESIZE=65536\nNUMBER(RADIX_MMU)=2\n', riscv(48), 0x4000n);
  const { stderr } = await runOnDisk(['walk', path, '--pgd', '0x0', '0x0']);
  expect(stderr).toContain('RADIX_MMU of VMCOREINFO is 2, neither 0 nor 1: not read');
  expect(stderr).not.toContain('hash');
});
