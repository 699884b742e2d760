import { afterAll, expect, test } from '@jest/globals';
import { tables } from '../../src/arch/arm64/tables.ts';
import { formatHex } from '../../src/core/u64.ts';
import { parseVmcoreinfo } from '../../src/images/vmcoreinfo.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { writeCore, writeNote } from '../helpers/image-writer.ts';
import { jsonLines } from '../helpers/json.ts';
import { makeTables } from '../helpers/made-tables.ts';
import { arm64, tcr } from '../helpers/table-formats.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** v5.0 arch/arm64/kernel/head.S, Image: addresses of the kernel that are in no physical address. */
const VOFFSET = 0xffff_0000_0800_0000n;
const KERNEL_VA = 0xffff_8000_1234_0000n;
const USER_VA = 0x1234_5678_0000n;
/** Behind what 48 bits reach. */
const FAR_VA = 0x7_1234_5678_0000n;

/**
 * The tables of a kernel with 64 KiB pages. v5.0 arch/arm64/include/asm/pgtable-hwdef.h: with ARM64_USER_VA_BITS_52
 * PTRS_PER_PGD is 1024, also that of swapper_pg_dir; TTBR1_EL1 holds an address 960 entries behind its begin.
 */
function image(
  bits: 48 | 52,
  release: string,
  hasOwn = true,
  userOffset = 0n,
): { path: string; user: bigint; own: bigint } {
  const own = makeTables(
    arm64(16, bits, true),
    [{ va: KERNEL_VA, depth: 2, phys: 0x1_0000_0000n }],
    0x8000_0000n,
    0n,
  );
  const pages = bits === 52 ? [USER_VA, FAR_VA] : [USER_VA];
  const user = makeTables(
    arm64(16, bits, false),
    pages.map((va, i) => ({ va, depth: 2, phys: BigInt(i + 2) << 32n })),
    0x9000_0000n,
    userOffset,
  );
  const lines = [`OSRELEASE=${release}`, 'PAGESIZE=65536', 'NUMBER(VA_BITS)=48', ''];
  const symbols = [
    `NUMBER(kimage_voffset)=${formatHex(VOFFSET)}`,
    `SYMBOL(swapper_pg_dir)=${formatHex(own.root + VOFFSET).slice(2)}`,
  ];
  const text = [...(hasOwn ? symbols : []), ...lines].join('\n');
  const path = folder.write(
    `core-${bits}-${release}-${hasOwn}-${userOffset}`,
    writeCore({
      machine: 183,
      segments: [
        { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from(text)) },
        { paddr: own.base, bytes: own.bytes },
        { paddr: user.base, bytes: user.bytes },
      ],
    }),
  );
  return { path, user: user.root, own: own.root };
}

const PA = ['--config', 'ARM64_PA_BITS_52=n'];
async function walked(path: string, ...words: string[]): Promise<readonly unknown[]> {
  const { code, stdout, stderr } = await runOnDisk(['walk', path, ...PA, '--json', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return jsonLines(stdout).map((line) => (line as { phys: unknown }).phys);
}

test.each(['4.19.1', '5.0.0', '5.3.18', '5.4.1'])('%s with addresses of 48 bits', async (release) => {
  const { path, user } = image(48, release);
  expect(await walked(path, formatHex(KERNEL_VA))).toEqual(['0x100000000']);
  expect(
    await walked(path, '--pgd', formatHex(user), '--user', formatHex(USER_VA), formatHex(KERNEL_VA)),
  ).toEqual(['0x200000000', '0x100000000']);
});

test.each(['5.0.0', '5.3.18'])('%s with addresses of processes of 52 bits', async (release) => {
  const { path, user, own } = image(52, release);
  expect(await walked(path, formatHex(KERNEL_VA))).toEqual(['0x100000000']);
  const addresses = [USER_VA, FAR_VA, KERNEL_VA].map(formatHex);
  const frames = ['0x200000000', '0x300000000', '0x100000000'];
  expect(await walked(path, '--pgd', formatHex(user), '--user', ...addresses)).toEqual(frames);
  // TCR_EL1: T0SZ 12 and T1SZ 16.
  const control = (tcr(16, 52) & ~(0x3fn << 16n)) | (16n << 16n);
  const told = ['--pgd', formatHex(user), '--user', '--tcr', formatHex(control)];
  expect(await walked(path, ...told, ...addresses)).toEqual(frames);
  expect(await walked(path, '--tcr', formatHex(control), formatHex(KERNEL_VA))).toEqual(['0x100000000']);
  // TTBR1_EL1 as it is printed.
  const cut = ['--pgd', formatHex(own + 960n * 8n), '--kernel-half'];
  expect(await walked(path, ...cut, formatHex(KERNEL_VA))).toEqual(['0x100000000']);
  const { stdout } = await runOnDisk([
    'scan',
    path,
    ...PA,
    '--pgd',
    formatHex(user),
    '--user',
    '--entries',
    '--json',
  ]);
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({ vaddr: '0x0000123456780000' }),
    expect.objectContaining({ vaddr: '0x0007123456780000' }),
  ]);
});

test('where nothing tells the size of the addresses of processes, that is said', async () => {
  for (const command of ['walk', 'scan']) {
    const { path, user } = image(52, '5.2.1', false);
    const words = command === 'walk' ? [formatHex(FAR_VA)] : [];
    const { code, stdout, stderr } = await runOnDisk([
      command,
      path,
      ...PA,
      '--pgd',
      formatHex(user),
      '--user',
      ...words,
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/does not say how large virtual addresses are: give --tcr with TCR_EL1/);
  }
});

test('a top table that is not aligned to the size of one of 52 bits is none', async () => {
  const { path, user } = image(48, '5.2.1', false, 0x200n);
  expect(await walked(path, '--pgd', formatHex(user), '--user', formatHex(USER_VA))).toEqual(['0x200000000']);
});

// v5.0 arch/arm64/include/asm/assembler.h phys_to_ttbr: bits 5:2 of a register are bits 51:48 of a wide address.
test('a register of a wide address tells nothing of the size of its table', () => {
  const vmcoreinfo = parseVmcoreinfo(Buffer.from('OSRELEASE=5.2.1\nPAGESIZE=65536\nNUMBER(VA_BITS)=48\n'));
  const told = (root: bigint) => tables.entries?.(root, () => undefined, vmcoreinfo);
  expect(told(0x9000_0030n)).toEqual({});
  expect(told(0x9000_0200n)).toEqual({ config: [['ARM64_VA_BITS_52', false]] });
});
