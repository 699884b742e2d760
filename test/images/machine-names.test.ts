import { afterAll, describe, expect, test } from '@jest/globals';
import { ARCHITECTURES, spellings } from '../../src/arch/index.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { writeCore, writeKdump, writeNote } from '../helpers/image-writer.ts';
import { arrayOf, jsonLines, property, stringOf } from '../helpers/json.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** What an image without VMCOREINFO leaves open, where the page is not one of 4 KiB, and the number of levels. */
const PAGE_SIZES: Readonly<Record<string, number>> = { loongarch64: 0x4000, powerpc64: 0x1_0000 };
const LEVELS: Readonly<Record<string, number>> = { x86_64: 4, arm64: 4, riscv64: 4, powerpc64: 4 };

describe.each(ARCHITECTURES.map(({ arch, machine }) => ({ arch, machine })))(
  'what an image of $arch is taken for',
  ({ arch, machine }) => {
    const { names, byteOrder } = machine;
    const bytes = new Uint8Array(0x2_0000);
    const pageSize = PAGE_SIZES[arch] ?? 0x1000;
    const size = arch === 'arm64' || pageSize > 0x1000 ? ['--page-size', String(pageSize)] : [];
    const littleEndian = byteOrder.machine !== 'big';
    const images = [
      {
        form: 'an ELF core',
        image: writeCore({ machine: names.elf, littleEndian, segments: [{ paddr: 0n, bytes }] }),
      },
      {
        form: 'a kdump file',
        image: writeKdump({
          pages: Array.from({ length: bytes.length / pageSize }, (_, page) => ({
            physAddr: BigInt(page * pageSize),
            data: bytes.subarray(0, pageSize),
            flags: 0,
          })),
          machine: names.uname[0] ?? '',
          littleEndian,
          blockSize: pageSize,
        }),
      },
    ];

    test.each(images)('$form: image, walk and scan agree', async ({ form, image }) => {
      const path = folder.write(`${arch}-${form}`, image);
      const said = jsonLines((await runOnDisk(['image', '--json', path])).stdout)[0];
      expect(spellings(machine)).toContain(stringOf(said, 'machine'));
      const options = [
        '-k',
        '6.12',
        ...size,
        '--paging',
        String(LEVELS[arch] ?? 3),
        '--pgd',
        '0x10000',
        '--json',
      ];
      const walk = await runOnDisk(['walk', path, ...options, '--user', '0x1000']);
      expect([walk.code, walk.stderr]).toEqual([0, '']);
      expect(property(arrayOf(jsonLines(walk.stdout)[0], 'levels')[0], 'arch')).toBe(arch);
      const scan = await runOnDisk(['scan', path, ...options, '--user']);
      expect(scan.code).toBe(0);
      for (const line of jsonLines(scan.stdout))
        if (property(line, 'arch') !== undefined) expect(property(line, 'arch')).toBe(arch);
    });
  },
);

// QEMU v7.2 include/sysemu/dump.h ELF_MACHINE_UNAME is "Unknown" on every target but a few. v6.12 include/linux/elfcore.h struct
// elf_prstatus: 112 bytes, the registers of ELF_NGREG words, and pr_fpvalid in a word.
test.each([
  { arch: 'x86_64', registers: 27, littleEndian: true },
  { arch: 'arm64', registers: 34, littleEndian: true },
  { arch: 'riscv64', registers: 32, littleEndian: true },
  { arch: 's390x', registers: 27, littleEndian: false },
  { arch: 'loongarch64', registers: 45, littleEndian: true },
  { arch: 'powerpc64', registers: 48, littleEndian: true },
  { arch: 'powerpc64', registers: 48, littleEndian: false },
])(
  'a kdump file of a machine that QEMU calls Unknown: $arch, $littleEndian',
  async ({ arch, registers, littleEndian }) => {
    const notes = writeNote('CORE', 1, new Uint8Array(112 + 8 * registers + 8), littleEndian);
    const data = new Uint8Array(4096);
    const image = writeKdump({
      pages: [{ physAddr: 0n, data, flags: 0 }],
      machine: 'Unknown',
      littleEndian,
      notes,
    });
    const path = folder.write(`unknown-${arch}-${littleEndian}`, image);
    const said = jsonLines((await runOnDisk(['image', '--json', path])).stdout)[0];
    const machine = ARCHITECTURES.find((each) => each.arch === arch)?.machine;
    expect(machine && spellings(machine)).toContain(stringOf(said, 'machine'));
  },
);

describe('an image that does not name its machine', () => {
  // Arm ARM DDI 0487, D24.2 TCR_EL1: 48 bits and 4 KiB pages in both halves.
  const tcr = '0x5b5903510';
  const pages = [0n, 1n].map((page) => ({ physAddr: page << 12n, data: new Uint8Array(4096), flags: 0 }));
  const image = (vmcoreinfo: string): string => {
    const bytes = writeKdump({
      pages,
      machine: 'Unknown',
      release: '',
      vmcoreinfo: new TextEncoder().encode(vmcoreinfo),
    });
    return folder.write(`told-${vmcoreinfo.replaceAll(/\W+/g, '-')}`, bytes);
  };
  const walk = (path: string, ...options: string[]) =>
    runOnDisk(['walk', path, '--pgd', '0x1000', '--user', ...options, '0x1000']);

  test.each([
    {
      by: 'the release of the image',
      notes: 'OSRELEASE=6.12.30+deb13-arm64\n',
      options: ['--page-size', '4096', '--paging', '4'],
    },
    // v6.12 arch/arm64/kernel/vmcore_info.c arch_crash_save_vmcoreinfo.
    {
      by: 'VMCOREINFO',
      notes:
        'OSRELEASE=6.12.30\nPAGESIZE=4096\nNUMBER(TCR_EL1_T1SZ)=0x10\nNUMBER(kimage_voffset)=0xffff7fffc0000000\n',
      options: [],
    },
    {
      by: '--kernel',
      notes: '',
      options: ['-k', '6.12.30+deb13-arm64', '--page-size', '4096', '--paging', '4'],
    },
    { by: '--tcr', notes: '', options: ['--tcr', tcr] },
  ])('$by tells that it is arm64', async ({ notes, options }) => {
    const { code, stdout, stderr } = await walk(image(notes), ...options);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')[0]).toMatch(/^Linux [\d.]+, arm64, 4 levels/);
    expect(stdout.split('\n\n')[0]).not.toMatch(/machine\s+assumed/);
  });

  // v6.12 arch/riscv/kernel/vmcore_info.c.
  test('VMCOREINFO tells that it is riscv64', async () => {
    const notes = 'OSRELEASE=6.12.30\nNUMBER(VA_BITS)=39\nNUMBER(va_kernel_pa_offset)=0xffffffff00000000\n';
    expect((await walk(image(notes))).stdout).toMatch(/^Linux 6\.12\.30.*, riscv64, 3 levels/);
  });

  test('where nothing tells it, it is said to be assumed', async () => {
    const { stdout } = await walk(image('OSRELEASE=6.12.30\n'), '--paging', '4');
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /^Linux 6\.12\.30, x86_64, 4 levels \(from the image: 6\.12\.30; machine assumed: the image does not say; /,
    );
  });
});

// QEMU v7.2 target/riscv/arch_dump.c: riscv32 has the e_machine of riscv64, in files of class ELFCLASS32. Its tables are Sv32.
test.each([
  { name: 'riscv32', machine: 243, littleEndian: true },
  { name: 'loongarch32', machine: 258, littleEndian: true },
  { name: 's390', machine: 22, littleEndian: false },
])('a core of $name is not taken for one of 64 bits', async ({ name, machine, littleEndian }) => {
  const segments = [{ paddr: 0x1000n, bytes: new Uint8Array(4096) }];
  const path = folder.write(name, writeCore({ wide: false, machine, littleEndian, segments }));
  const said = jsonLines((await runOnDisk(['image', '--json', path])).stdout)[0];
  expect(stringOf(said, 'machine')).toBe(`e_machine ${machine} of 32 bits`);
  const options = ['--pgd', '0x1000', '--page-size', '4096', '--paging', '3'];
  const { code, stdout, stderr } = await runOnDisk(['walk', path, ...options, '0x0']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(
    /the image is of a machine without tables here, e_machine \d+ of 32 bits: --arch says which to take all the same/,
  );
});
