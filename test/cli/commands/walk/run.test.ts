import { afterAll, describe, expect, test } from '@jest/globals';
import { formatU64 } from '../../../../src/core/u64.ts';
import {
  storeZlib,
  writeCore,
  writeFlattened,
  writeKdump,
  writeLime,
  writeNote,
} from '../../../helpers/image-writer.ts';
import { arrayOf, jsonLines, property, stringOf } from '../../../helpers/json.ts';
import { readTables, readTruth, REAL_KERNELS, unpackedImage } from '../../../helpers/real-kernels.ts';
import { expectedState } from '../../../helpers/real-states.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { radixTables, s390Tables } from '../../../helpers/table-builder.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

function expectTruth(kernel: string, truth: ReturnType<typeof readTruth>, stdout: string): void {
  const records = jsonLines(stdout);
  expect(records.length).toBe(truth.length);
  records.forEach((record, i) => {
    const row = truth[i];
    if (row === undefined) return;
    expect(stringOf(record, 'vaddr')).toBe(formatU64(row.va));
    const levels = arrayOf(record, 'levels').map((level) => ({
      level: stringOf(level, 'level'),
      raw: BigInt(stringOf(level, 'raw')),
    }));
    expect(levels).toEqual(row.entries);
    expect(property(record, 'state')).toBe(expectedState(row.state, kernel));
  });
}

describe.each(REAL_KERNELS)('walk on $folder', ({ folder: release, kernel }) => {
  const truth = readTruth(release);
  const addresses = truth.map((row) => formatU64(row.va));

  test('every address listed, the kernel taken from the image', async () => {
    const path = await unpackedImage(release);
    const { code, stdout, stderr } = await runOnDisk([
      'walk',
      '--memory',
      path,
      '--cpu',
      '0',
      '--json',
      ...addresses,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expectTruth(kernel, truth, stdout);
    expect(jsonLines(stdout)[0]).toMatchObject({ schema: 2, kernel, stop: null, page_size: 4096 });
  });

  const { root, pages } = readTables(release);
  const kdump = writeKdump({ pages: pages.map(storeZlib), release });
  test.each([
    { name: 'kdump', bytes: kdump },
    { name: 'flattened', bytes: writeFlattened(kdump, 5000) },
    { name: 'LiME', bytes: writeLime(pages.map((page) => ({ start: page.physAddr, bytes: page.bytes }))) },
  ])('every address listed, from $name', async ({ name, bytes }) => {
    const path = folder.write(`${release}-${name}`, bytes);
    const pgd = ['--pgd', `0x${root.toString(16)}`];
    const refused = await runOnDisk(['walk', path, ...pgd, '0x1000']);
    expect(refused).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--paging LEVELS'),
    });
    const options = [...pgd, '--paging', '4', ...(name === 'LiME' ? ['--kernel', kernel] : [])];
    const { code, stdout } = await runOnDisk(['walk', '--memory', path, ...options, '--json', ...addresses]);
    expect(code).toBe(0);
    expectTruth(kernel, truth, stdout);
  });
});

describe('walk', () => {
  const release = '6.12.117+deb12-amd64';

  test('as text: each level aligned, page or reason, where kernel and table come from', async () => {
    const path = await unpackedImage(release);
    const { stdout } = await runOnDisk(['walk', path, '0x00007fc4c6005000', '0x1000'], { columns: 200 });
    expect(stdout).toBe(
      'Linux 6.12.117 (debian-6.12), x86_64, 4 levels (from the image: 6.12.117+deb12-amd64); top table 0x3851000 (user copy; kernel addresses through 0x3850000) of CPU 0, the only one\n' +
        '\n' +
        '0x00007fc4c6005000  physical 0x0000000002e91000  4 KiB page\n' +
        '  pgd [255]  at 0x38517f8  0x0000000003a7c067  table    pfn 0x3a7c  dirty accessed user rw present\n' +
        '  pud [275]  at 0x3a7c898  0x0000000003a7d067  table    pfn 0x3a7d  dirty accessed user rw present\n' +
        '  pmd [48]   at 0x3a7d180  0x0000000003a83067  table    pfn 0x3a83  dirty accessed user rw present\n' +
        '  pte [5]    at 0x3a83028  0x8400000002e91025  present  pfn 0x2e91  nx saved_dirty accessed user present\n' +
        '\n' +
        '0x0000000000001000  no page: the pmd entry is empty\n' +
        '  pgd [0]  at 0x3851000  0x0000000003a77067  table  pfn 0x3a77  dirty accessed user rw present\n' +
        '  pud [0]  at 0x3a77000  0x0000000003a78067  table  pfn 0x3a78  dirty accessed user rw present\n' +
        '  pmd [0]  at 0x3a78000  0x0000000000000000  none\n',
    );
  });

  test('kernel addresses go through the kernel table with --cpu, and as told with --pgd', async () => {
    const path = await unpackedImage(release);
    // init_uts_ns of this boot, from VMCOREINFO.
    const symbol = '0xffffffffad21f700';
    const walk = async (...options: string[]) =>
      jsonLines((await runOnDisk(['walk', '--memory', path, '--json', ...options, symbol])).stdout)[0];
    expect(property(await walk('--cpu', '0'), 'root')).toBe('0x3850000');
    expect(property(await walk('--cpu', '0'), 'phys')).toBe('0xb21f700');
    expect(property(await walk('--pgd', '0x3850fff'), 'phys')).toBe('0xb21f700');
    expect(property(await walk('--pgd', '0x3851000'), 'phys')).toBeNull();
  });

  test('what cannot be read is an answer with its reason, and exit status 2', async () => {
    const path = await unpackedImage(release);
    const { code, stdout } = await runOnDisk([
      'walk',
      '--memory',
      path,
      '--pgd',
      '0x7000000000',
      '--json',
      '0x1000',
    ]);
    expect(code).toBe(2);
    expect(property(jsonLines(stdout)[0], 'stop')).toEqual({
      level: 'pgd',
      reason: 'unreadable',
      text: 'the pgd entry at 0x7000000000 cannot be read: not in the image',
    });
  });

  test.each([
    { name: 'no image', args: ['--pgd', '0x1000', '0x0'], text: /"0x0" is no file: the image comes first/ },
    { name: 'neither image nor address', args: [], text: /^Usage: pte-decode walk / },
    { name: 'a file that is not there', args: ['nothing.elf', '0x0'], text: /nothing.elf: .*no such file/ },
    {
      name: 'a virtual address as --pgd',
      args: ['IMAGE', '--pgd', '0xffff888003850000', '0'],
      text: /a virtual address of the kernel/,
    },
    {
      name: 'what is no address as --pgd',
      args: ['IMAGE', '--pgd', '0x7fff000003850000', '0'],
      text: /no physical address has the bits 0x1ff0/,
    },
    {
      name: 'both',
      args: ['--memory', 'IMAGE', '--pgd', '0', '--cpu', '0', '0x0'],
      text: /--pgd and --cpu: one or the other/,
    },
    {
      name: 'an address without 0x',
      args: ['--memory', 'IMAGE', '--pgd', '3851000', '0x0'],
      text: /--pgd "3851000": wanted 0x/,
    },
    {
      name: 'no such CPU',
      args: ['--memory', 'IMAGE', '--cpu', '7', '0x0'],
      text: /CPU 7: the image has CR3 of CPU 0$/m,
    },
    { name: 'a bad address', args: ['--memory', 'IMAGE', '--cpu', '0', '0x0', 'zz'], text: /argument 2/ },
  ])('$name is told', async ({ args, text }) => {
    const path = await unpackedImage(release);
    const { code, stderr } = await runOnDisk(['walk', ...args.map((arg) => (arg === 'IMAGE' ? path : arg))]);
    expect(code).toBe(2);
    expect(stderr).toMatch(text);
  });
});

test('an option that contradicts the image counts, and standard error names both', async () => {
  const path = await unpackedImage('6.12.117+deb12-amd64');
  const said = (...options: string[]) => runOnDisk(['walk', path, ...options, '0x00007fc4c6005000']);
  expect(await said('--paging', '5')).toMatchObject({
    stdout: expect.stringContaining('x86_64, 5 levels ('),
    stderr:
      'pte-decode: the image says 4 levels of page tables, --paging 5 levels of page tables: --paging counts\n',
  });
  expect((await said('-k', 'debian-6.12,paging=5')).stderr).toMatch(/--kernel 5 levels.*--kernel counts/);
  expect((await said('--arch', 'riscv64', '--paging', '3')).stderr).toMatch(
    /the image is of x86_64: read as riscv64/,
  );
  expect((await said('--paging', '4')).stderr).toBe('');
});

describe.each([
  // ELF e_machine of EM_S390 and EM_PPC64: elf.h of the gABI.
  {
    name: 's390x',
    arch: 's390x',
    machine: 22,
    littleEndian: false,
    tables: s390Tables(),
    va: '0x80204123',
    phys: '0xabcde123',
    ranges: [
      { vaddr: 0x8020_4000n, phys: '0xabcde000', pages: 2 },
      { vaddr: 0x8030_0000n, phys: '0x88600000', pages: 256 },
    ],
  },
  {
    name: 'ppc64',
    arch: 'powerpc64',
    machine: 21,
    littleEndian: false,
    tables: radixTables(),
    va: '0x8080661234',
    phys: '0xabcd1234',
    ranges: [
      { vaddr: 0x80_8066_0000n, phys: '0xabcd0000', pages: 2 },
      { vaddr: 0x80_8080_0000n, phys: '0x88600000', pages: 32 },
    ],
  },
  {
    name: 'ppc64le',
    arch: 'powerpc64',
    machine: 21,
    littleEndian: true,
    tables: radixTables(),
    va: '0x8080661234',
    phys: '0xabcd1234',
    ranges: [
      { vaddr: 0x80_8066_0000n, phys: '0xabcd0000', pages: 2 },
      { vaddr: 0x80_8080_0000n, phys: '0x88600000', pages: 32 },
    ],
  },
])('an image of a $name machine', ({ name, arch, machine, littleEndian, tables, va, phys, ranges }) => {
  const bytes = tables.raw(0x1_0000n);
  const core = writeCore({ machine, littleEndian, segments: [{ paddr: 0x1_0000n, bytes }] });
  const options = ['-k', '6.12', '--pgd', '0x10000'];
  const sources = [
    { form: 'ELF', options: ['--memory', folder.write(`${name}.elf`, core)] },
    {
      form: 'raw memory',
      options: ['--memory', folder.write(`${name}.raw`, bytes), '--memory-base', '0x10000', '--arch', arch],
    },
  ];

  test.each(sources)('walk, $form', async ({ options: source }) => {
    const { code, stdout, stderr } = await runOnDisk(['walk', ...source, ...options, '--json', va]);
    expect([code, stderr]).toEqual([0, '']);
    expect(jsonLines(stdout)[0]).toMatchObject({ phys, state: 'present', stop: null });
    expect(stringOf(arrayOf(jsonLines(stdout)[0], 'levels')[0], 'arch')).toBe(arch);
  });

  test.each(sources)('scan finds the same, $form', async ({ options: source }) => {
    const { code, stdout, stderr } = await runOnDisk(['scan', ...source, ...options, '--ranges', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const wanted = ranges.map(({ vaddr, ...rest }) => ({
      ...rest,
      vaddr: formatU64(vaddr),
      state: 'present',
      arch,
    }));
    expect(jsonLines(stdout)).toEqual(wanted.map((row) => expect.objectContaining(row)));
  });
});

test('on s390x no address says that it is one of the kernel: its table is named, and used when asked for', async () => {
  // v6.6 arch/s390/kernel/machine_kexec.c arch_crash_save_vmcoreinfo
  const said = 'OSRELEASE=6.6.30\nPAGESIZE=4096\nSYMBOL(swapper_pg_dir)=10000\nKERNELOFFSET=0\n';
  const notes = { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from(said), false) };
  const memory = { paddr: 0x1_0000n, bytes: s390Tables().raw(0x1_0000n) };
  const core = writeCore({ machine: 22, littleEndian: false, segments: [notes, memory] });
  const path = folder.write('s390x-own.elf', core);
  for (const words of [
    ['walk', path, '0x80204123'],
    ['scan', path],
  ])
    expect(await runOnDisk(words)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'pte-decode: --pgd PHYS is needed: whose page tables; that of the kernel is at 0x10000\n',
    });
  const { code, stdout } = await runOnDisk(['walk', path, '--pgd', '0x10000', '--json', '0x80204123']);
  expect(code).toBe(0);
  expect(jsonLines(stdout)[0]).toMatchObject({ phys: '0xabcde123', state: 'present' });
});

test('an image of a machine without tables is not taken for another', async () => {
  const bytes = new Uint8Array(0x1000);
  // EM_MIPS
  const path = folder.write('mips.elf', writeCore({ machine: 8, segments: [{ paddr: 0n, bytes }] }));
  const { code, stderr } = await runOnDisk(['walk', '--memory', path, '--pgd', '0x0', '0x1000']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    `pte-decode: ${path}: the image is of a machine without tables here, e_machine 8: --arch says which to take all the same\n`,
  );
});
