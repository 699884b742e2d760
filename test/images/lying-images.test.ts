import { afterAll, describe, expect, test } from '@jest/globals';
import { formatHex } from '../../src/core/u64.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { writeCore, writeNote } from '../helpers/image-writer.ts';
import { jsonLines, property } from '../helpers/json.ts';
import { makeTables } from '../helpers/made-tables.ts';
import { powerpc } from '../helpers/table-formats.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Entries of x86_64, Intel SDM vol. 3A, 4.5: present, writable, user, accessed, dirty. */
const entry = (phys: bigint): bigint => phys | 0x67n;
const page = (entries: Readonly<Record<number, bigint>>): Uint8Array => {
  const words = new BigUint64Array(512);
  for (const [index, value] of Object.entries(entries)) words[Number(index)] = value;
  return new Uint8Array(words.buffer);
};
/** pgd at 0x1000, pud at 0x2000, pmd at 0x3000, pte at 0x4000, which maps the page 1 to 0x5000. */
const TABLES = [
  page({ 0: entry(0x2000n) }),
  page({ 0: entry(0x3000n) }),
  page({ 0: entry(0x4000n) }),
  page({ 1: entry(0x5000n) }),
];
const TEXT = 'OSRELEASE=6.12.1\nPAGESIZE=4096\nNUMBER(phys_base)=0\nNUMBER(pgtable_l5_enabled)=0\n';

function write(
  name: string,
  texts: readonly string[],
  tables: readonly Uint8Array[] = TABLES,
  machine = 62,
): string {
  const notes = texts.map((text) => writeNote('VMCOREINFO', 0, new TextEncoder().encode(text)));
  const segments = tables.map((bytes, i) => ({ paddr: BigInt(i + 1) << 12n, bytes }));
  return folder.write(
    name,
    writeCore({ machine, segments: [{ type: 4, bytes: Buffer.concat(notes) }, ...segments] }),
  );
}

describe('what VMCOREINFO says and cannot be is told by every command', () => {
  test.each([
    {
      name: 'release-twice',
      texts: [`${TEXT}OSRELEASE=4.14.0\n`],
      says: /OSRELEASE stands in VMCOREINFO as 6\.12\.1 and as 4\.14\.0: not read/,
    },
    {
      name: 'two',
      texts: [TEXT, TEXT.replace('6.12.1', '5.10.0')],
      says: /a second VMCOREINFO says otherwise of OSRELEASE: the first is read/,
    },
    {
      name: 'page',
      texts: [TEXT.replace('4096', '16384')],
      says: /PAGESIZE of VMCOREINFO is 16384: no pages of x86_64, which has those of 4096: not read/,
    },
    {
      name: 'escape',
      texts: [TEXT.replace('6.12.1', '6.12\x1b[2J<b>')],
      says: /OSRELEASE=6\.12\\x1b\[2J<b> of VMCOREINFO: not of its form/,
    },
  ])('$name', async ({ name, texts, says }) => {
    const path = write(name, texts);
    expect((await runOnDisk(['image', path])).stdout.replaceAll(/\s+/g, ' ')).toMatch(says);
    const walk = await runOnDisk(['walk', path, '--pgd', '0x1000', '0x1000', '--json']);
    expect([walk.code, property(jsonLines(walk.stdout)[0], 'phys')]).toEqual([0, '0x5000']);
    expect(walk.stderr).toMatch(says);
    expect((await runOnDisk(['scan', path, '--pgd', '0x1000'])).stderr).toMatch(says);
  });

  test('levels that are neither 4 nor 5', async () => {
    const path = write('levels', [TEXT.replace('enabled)=0', 'enabled)=2')]);
    const { code, stderr } = await runOnDisk(['walk', path, '--pgd', '0x1000', '0x1000']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/pgtable_l5_enabled of VMCOREINFO is 2, neither 0 nor 1: not read/);
    expect(stderr).toMatch(/does not say how many levels/);
  });
});

test('VMCOREINFO of a file that names no machine is read as that of the architecture asked for', async () => {
  const path = write('no-machine', [TEXT], TABLES, 0);
  const { code, stdout, stderr } = await runOnDisk([
    'walk',
    path,
    '--arch',
    'x86_64',
    '--pgd',
    '0x1000',
    '0x1000',
    '--json',
  ]);
  expect([code, stderr, property(jsonLines(stdout)[0], 'phys')]).toEqual([0, '', '0x5000']);
});

test('a table that points to itself: the walk ends after the levels, as that of the CPU, and the scan says so', async () => {
  const path = write('loop', [TEXT], [page({ 0: entry(0x1000n) })]);
  const says = /the table at 0x1000 is in use as a pgd table already: not followed/;
  const walk = await runOnDisk(['walk', path, '--pgd', '0x1000', '0x0', '--json']);
  expect([walk.code, property(jsonLines(walk.stdout)[0], 'phys')]).toEqual([0, '0x1000']);
  const scan = await runOnDisk(['scan', path, '--pgd', '0x1000']);
  expect([scan.code, scan.stderr]).toEqual([2, expect.stringMatching(says)]);
});

// The pgd of powerpc64 with the radix MMU has 64 KiB: v6.12 arch/powerpc/include/asm/book3s/64/radix.h RADIX_PGD_INDEX_SIZE.
test('of a table that is there in part, the address from which it is missing is named', async () => {
  const path = write('part', [], TABLES, 21);
  const { code, stderr } = await runOnDisk([
    ...[
      'scan',
      path,
      '-k',
      '6.12',
      '--page-size',
      '4096',
      '--paging',
      '4',
      '--pgd',
      formatHex(0x1000n),
      '--user',
    ],
  ]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/the pgd table at 0x1000 cannot be read from 0x5000 on: not in the image/);
});

// SDM vol. 3A, 2.5: CR4.PAE is bit 5, CR4.LA57 bit 12. QEMU v7.2 target/i386/arch_dump.c QEMUCPUState: CR3 and CR4 at 416 and 424.
test.each([
  { told: 0, cr4: 0x1020n, code: 2 },
  { told: 1, cr4: 0x20n, code: 2 },
  { told: 0, cr4: 0x20n, code: 0 },
  { told: 0, cr4: 0n, code: 0 },
])('VMCOREINFO and CR4 that contradict each other: l5 $told, CR4 $cr4', async ({ told, cr4, code }) => {
  const desc = new Uint8Array(432);
  const view = new DataView(desc.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, 432, true);
  view.setBigUint64(416, 0x1000n, true);
  view.setBigUint64(424, cr4, true);
  const text = TEXT.replace('enabled)=0', `enabled)=${told}`);
  const notes = [writeNote('QEMU', 0, desc), writeNote('VMCOREINFO', 0, new TextEncoder().encode(text))];
  const segments = TABLES.map((bytes, i) => ({ paddr: BigInt(i + 1) << 12n, bytes }));
  const path = folder.write(
    'cr4',
    writeCore({ segments: [{ type: 4, bytes: Buffer.concat(notes) }, ...segments] }),
  );
  const walk = await runOnDisk(['walk', path, '--cpu', '0', '0x1000', '--json']);
  expect(walk.code).toBe(code);
  const says = /VMCOREINFO says \d levels of page tables, CR4 of the CPUs \d: neither is read/;
  expect(says.test(walk.stderr)).toBe(code === 2);
  expect(says.test((await runOnDisk(['image', path])).stdout.replaceAll(/\s+/g, ' '))).toBe(code === 2);
  const given = await runOnDisk(['walk', path, '--cpu', '0', '--paging', '4', '0x1000', '--json']);
  expect([given.code, property(jsonLines(given.stdout)[0], 'phys')]).toEqual([0, '0x5000']);
});

// v6.12 arch/arm64/kernel/vmcore_info.c: T1SZ is 64 - vabits_actual, which is VA_BITS where that is not 52. RISC-V privileged
// specification: MODE of satp, bits 63:60, is 8 with Sv39 and 9 with Sv48.
test.each([
  { machine: 183, va: 39, other: 'TCR_EL1_T1SZ', is: '0x10', code: 2 },
  { machine: 183, va: 48, other: 'TCR_EL1_T1SZ', is: '0x19', code: 2 },
  { machine: 183, va: 39, other: 'TCR_EL1_T1SZ', is: '0x19', code: 0 },
  { machine: 183, va: 52, other: 'TCR_EL1_T1SZ', is: '0x10', code: 0 },
  { machine: 243, va: 48, other: 'satp', is: '0x8000000000000001', code: 2 },
  { machine: 243, va: 39, other: 'satp', is: '0x9000000000000001', code: 2 },
  { machine: 243, va: 39, other: 'satp', is: '0x8000000000000001', code: 0 },
  { machine: 243, va: 39, other: 'satp', is: '0xb000000000000001', code: 2 },
])(
  'sizes of addresses that contradict each other say nothing: VA_BITS $va, $other $is',
  async ({ machine, va, other, is, code }) => {
    const text = `OSRELEASE=6.12.1\nPAGESIZE=4096\nNUMBER(VA_BITS)=${va}\nNUMBER(${other})=${is}\n`;
    const path = write(`sizes-${va}-${is}`, [text], TABLES, machine);
    const result = await runOnDisk(['walk', path, '--pgd', '0x1000', '0x0', '--json']);
    expect(result.code).toBe(code);
    const says =
      machine === 183
        ? /VA_BITS of VMCOREINFO says addresses of \d+ bits, TCR_EL1_T1SZ of \d+: neither is read/
        : /VA_BITS of VMCOREINFO says \d levels of page tables, satp \d: neither is read|satp of VMCOREINFO has the mode 11, which is not known/;
    expect(says.test(result.stderr)).toBe(code === 2);
    expect(says.test((await runOnDisk(['image', path])).stdout.replaceAll(/\s+/g, ' '))).toBe(code === 2);
    if (code === 2) expect(result.stderr).toMatch(/does not say how many levels/);
  },
);

// Linux has run on arm and arm64 in big endian (CONFIG_CPU_BIG_ENDIAN), tables and all; s390x has no other order.
test.each([
  { machine: 183, littleEndian: false, arch: 'arm64', order: 'big' },
  { machine: 40, littleEndian: false, arch: 'arm', order: 'big' },
  { machine: 22, littleEndian: true, arch: 's390x', order: 'little' },
])(
  'tables in the order in which they are not read here are refused: $arch',
  async ({ machine, littleEndian, arch, order }) => {
    const path = folder.write(
      `order-${arch}`,
      writeCore({
        machine,
        littleEndian,
        segments: [{ paddr: 0x1000n, bytes: page({ 0: entry(0x2000n) }) }],
      }),
    );
    expect((await runOnDisk(['image', path])).code).toBe(0);
    const options = ['--pgd', '0x1000', '--page-size', '4096', '--paging', '3'];
    for (const argv of [
      ['walk', path, ...options, '0x0'],
      ['scan', path, ...options],
    ]) {
      const { code, stdout, stderr } = await runOnDisk(argv);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(new RegExp(`${order} endian: tables of ${arch} are read in`));
    }
  },
);

// v6.12 arch/powerpc/kexec/vmcore_info.c: NUMBER(RADIX_MMU) since 6.7, and the description of the CPU, which makedumpfile
// (arch/ppc64.c get_versiondep_info_ppc64) reads of older kernels; arch/powerpc/include/asm/mmu.h MMU_FTR_TYPE_RADIX.
describe('powerpc64: tables of the hash MMU are none that are read', () => {
  const SPEC = 'SYMBOL(cur_cpu_spec)=c000000000001000\nOFFSET(cpu_spec.mmu_features)=24\n';
  const image = (text: string, features: number, littleEndian: boolean): string => {
    const memory = new DataView(new ArrayBuffer(0x4_0000));
    memory.setBigUint64(0, 0xc000_0000_0000_2000n, littleEndian);
    memory.setUint32(0x1018, features, littleEndian);
    const notes = Buffer.from(
      `OSRELEASE=5.14.0\nPAGESIZE=65536\nSYMBOL(swapper_pg_dir)=c000000000010000\n${text}`,
    );
    return folder.write(
      'ppc64',
      writeCore({
        machine: 21,
        littleEndian,
        segments: [
          { type: 4, bytes: writeNote('VMCOREINFO', 0, notes, littleEndian) },
          { paddr: 0x1000n, bytes: new Uint8Array(memory.buffer) },
        ],
      }),
    );
  };
  test.each([
    { says: 'NUMBER(RADIX_MMU)=0\n', features: 0x40, littleEndian: true, isHash: true },
    { says: 'NUMBER(RADIX_MMU)=1\n', features: 0, littleEndian: true, isHash: false },
    { says: SPEC, features: 0x7c00_0001, littleEndian: true, isHash: true },
    { says: SPEC, features: 0x7c00_0001, littleEndian: false, isHash: true },
    { says: SPEC, features: 0x3c00_0041, littleEndian: true, isHash: false },
    { says: SPEC, features: 0x3c00_0041, littleEndian: false, isHash: false },
    { says: '', features: 1, littleEndian: true, isHash: false },
  ])('$says$features, little endian: $littleEndian', async ({ says, features, littleEndian, isHash }) => {
    const path = image(says, features, littleEndian);
    const text = /the image is of a kernel that does not use the radix MMU: only its tables are read/;
    expect(text.test((await runOnDisk(['image', path])).stdout)).toBe(isHash);
    for (const words of [
      ['walk', path, '0xc000000000000000'],
      ['scan', path],
      ['scan', path, '--pgd', '0x10000', '--user'],
    ]) {
      const { code, stdout, stderr } = await runOnDisk(words);
      expect({ code, says: text.test(stderr) }).toEqual({ code: isHash ? 2 : 0, says: isHash });
      if (isHash) expect(stdout).toBe('');
    }
  });
});

// Power ISA 3.0B, Book III, 5.7.10: an entry has the size of the next table; RADIX_PTE_INDEX_SIZE is 9 with pages of 4 KiB, 5 with
// 64 KiB (v6.12 arch/powerpc/include/asm/book3s/64/radix-4k.h, radix-64k.h).
describe('powerpc64: tables of pages of another size than is said', () => {
  test.each([
    { made: 12 as const, said: 0x1000 },
    { made: 12 as const, said: 0x1_0000 },
    { made: 16 as const, said: 0x1000 },
    { made: 16 as const, said: 0x1_0000 },
  ])('$made, said $said', async ({ made, said }) => {
    const mapping = { va: 0x12_3456_0000n, depth: 3, phys: 0x8000_0000n };
    const { bytes: tables, root } = makeTables(powerpc(made, false), [mapping], 0x10_0000n, 0n);
    // With room for a last table that is taken for larger than it is.
    const bytes = new Uint8Array(tables.length + 0x1000);
    bytes.set(tables);
    const raw = ['--memory-base', '0x100000', '--arch', 'powerpc64', '--page-size', String(said)];
    const core = writeCore({
      machine: 21,
      littleEndian: true,
      segments: [
        {
          type: 4,
          bytes: writeNote('VMCOREINFO', 0, Buffer.from(`OSRELEASE=6.12.0\nPAGESIZE=${said}\n`), true),
        },
        { paddr: 0x10_0000n, bytes },
      ],
    });
    const wanted =
      said === 2 ** made
        ? ''
        : `pte-decode: the entries of the tables say pages of ${2 ** made} bytes, options or the image ${said}: these count, and what is found can be wrong\n`;
    for (const words of [
      [folder.write('radix', bytes), ...raw, '-k', '6.12'],
      [folder.write('radix-core', core)],
    ]) {
      const common = [...words, '--user', '--pgd', formatHex(root)];
      expect((await runOnDisk(['walk', ...common, '0x1234560000'])).stderr).toBe(wanted);
      expect((await runOnDisk(['scan', ...common])).stderr).toBe(wanted);
    }
  });

  test('tables of which each is empty are not looked through for ever', async () => {
    // 2^13 entries of the top table, each of 2^9, each of an empty one.
    const table = (phys: bigint, bits: bigint): bigint => (1n << 63n) | phys | bits;
    const words = new BigUint64Array(0x2000 + 512 + 512).fill(0n);
    words.fill(table(0x2_0000n, 9n), 0, 0x2000);
    words.fill(table(0x2_1000n, 9n), 0x2000, 0x2000 + 512);
    const bytes = new Uint8Array(words.buffer);
    new BigUint64Array(bytes.buffer).forEach((word, i) => {
      new DataView(bytes.buffer).setBigUint64(8 * i, word);
    });
    const { code, stderr } = await runOnDisk([
      ...['walk', folder.write('hollow', bytes), '--memory-base', '0x10000', '--arch', 'powerpc64'],
      ...['-k', '6.12', '--user', '--pgd', '0x10000', '0x1000'],
    ]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/how large pages are: give --page-size/)]);
  });
});
