import { afterAll, describe, expect, test } from '@jest/globals';
import { formatHex, formatU64 } from '../../src/core/u64.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { arrayOf, jsonLines, property, stringOf } from '../helpers/json.ts';
import { type MadeMapping, makeTables, type TableFormat } from '../helpers/made-tables.ts';
import { checkLines } from '../helpers/schemas.ts';
import { storeZlib, writeCore, writeKdump, writeNote } from '../helpers/image-writer.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Levels of `bits` index bits each above the page offset, and a top one that takes the rest of the address. */
function regular(pageShift: number, vaBits: number): TableFormat['levels'] {
  const bits = pageShift - 3;
  const count = Math.ceil((vaBits - pageShift) / bits);
  return Array.from({ length: count }, (_, depth) => {
    const shift = pageShift + bits * (count - 1 - depth);
    return { shift, bits: depth === 0 ? vaBits - shift : bits };
  });
}

/**
 * Arm ARM DDI 0487, D8.3: bits 1:0 are 3 for a table and a page, 1 for a block; address in bits 47:12; with TCR_EL1.DS
 * in 49:12 and its bits 51:50 in 9:8; with 64 KiB pages its bits 51:48 in 15:12. AF bit 10, AP[1] (user) bit 6, nG bit 11,
 * UXN bit 54; SH in 9:8 only without DS.
 */
function arm64(pageShift: number, vaBits: number, isKernel: boolean): TableFormat {
  const isLpa2 = pageShift < 16 && vaBits === 52;
  const place = (phys: bigint): bigint => {
    if (isLpa2) return (phys & 0x3_ffff_ffff_f000n) | (((phys >> 50n) & 3n) << 8n);
    if (pageShift === 16) return (phys & 0xffff_ffff_0000n) | (((phys >> 48n) & 0xfn) << 12n);
    return phys;
  };
  const attributes = (1n << 54n) | 0x400n | (isKernel ? 0n : 0x840n) | (isLpa2 ? 0n : 0x300n);
  const levels = regular(pageShift, vaBits);
  return {
    levels,
    order: 'little',
    align: 1n << BigInt(pageShift),
    table: (phys) => place(phys) | 3n,
    leaf: (phys, depth) => place(phys) | attributes | (depth === levels.length - 1 ? 3n : 1n),
  };
}

/** Arm ARM DDI 0487, D24.2 TCR_EL1: T0SZ 5:0, TG0 15:14, T1SZ 21:16, TG1 31:30, IPS 34:32, DS 59. */
function tcr(pageShift: number, vaBits: number): bigint {
  const size = BigInt(64 - vaBits);
  const [tg0 = 0n, tg1 = 0n] = { 12: [0n, 2n], 14: [2n, 1n], 16: [1n, 3n] }[pageShift] ?? [];
  const isWide = vaBits === 52;
  return (
    size |
    (size << 16n) |
    (tg0 << 14n) |
    (tg1 << 30n) |
    ((isWide ? 6n : 5n) << 32n) |
    (isWide && pageShift < 16 ? 1n << 59n : 0n)
  );
}

/** RISC-V privileged specification, 4.4 to 4.6: V 0, R 1, W 2, X 3, U 4, A 6, D 7; page number in 53:10. */
function riscv(vaBits: number): TableFormat {
  const place = (phys: bigint): bigint => (phys >> 12n) << 10n;
  return {
    levels: regular(12, vaBits),
    order: 'little',
    align: 4096n,
    table: (phys) => place(phys) | 1n,
    leaf: (phys) => place(phys) | 0xd7n,
  };
}

/**
 * z/Architecture Principles of Operation, "Dynamic Address Translation": tables of 2048 entries, page tables of 256; table
 * type in bits 3:2, length in 1:0. v6.12 arch/s390/include/asm/pgtable.h: _REGION_ENTRY_INVALID and _SEGMENT_ENTRY_INVALID
 * 0x20, _PAGE_INVALID 0x400; _PAGE_PRESENT 0x1, _READ 0x10, _WRITE 0x20, _YOUNG 0x4, _DIRTY 0x8.
 */
function s390(count: number): TableFormat {
  const type = (depth: number): bigint => BigInt(count - 2 - depth) << 2n;
  const isPage = (depth: number): boolean => depth === count - 1;
  return {
    levels: Array.from({ length: count }, (_, depth) =>
      isPage(depth) ? { shift: 12, bits: 8 } : { shift: 20 + 11 * (count - 2 - depth), bits: 11 },
    ),
    order: 'big',
    align: 2048n,
    empty: (depth) => (isPage(depth) ? 0x400n : 0x20n | type(depth)),
    table: (phys, depth) => phys | type(depth) | (depth === count - 2 ? 0n : 3n),
    leaf: (phys, depth) => phys | (isPage(depth) ? 0x3dn : 0x3403n),
  };
}

interface Layout {
  readonly name: string;
  readonly format: TableFormat;
  readonly options: readonly string[];
  /** The root register with this top table. */
  readonly register: (root: bigint) => bigint;
  readonly rootOffset: bigint;
  readonly isKernel: boolean;
  /** The highest physical address bits that entries can have. */
  readonly high: bigint;
  /** Levels above the lowest one that can map memory. */
  readonly large: number;
}

const ARM = [
  { pageShift: 12, vaBits: 39, large: 2 },
  { pageShift: 12, vaBits: 48, large: 2 },
  { pageShift: 12, vaBits: 52, large: 2 },
  { pageShift: 14, vaBits: 36, large: 1 },
  { pageShift: 14, vaBits: 47, large: 1 },
  { pageShift: 14, vaBits: 48, large: 1 },
  { pageShift: 14, vaBits: 52, large: 1 },
  { pageShift: 16, vaBits: 42, large: 1 },
  { pageShift: 16, vaBits: 48, large: 1 },
  { pageShift: 16, vaBits: 52, large: 1 },
];

const LAYOUTS: readonly Layout[] = [
  ...ARM.flatMap(({ pageShift, vaBits, large }) =>
    [false, true].map((isKernel): Layout => ({
      name: `arm64, ${2 ** (pageShift - 10)} KiB pages, ${vaBits} bits, ${isKernel ? 'kernel' : 'user'}`,
      format: arm64(pageShift, vaBits, isKernel),
      options: ['--arch', 'arm64', '--tcr', formatHex(tcr(pageShift, vaBits))],
      // ASID in bits 63:48, CnP in bit 0.
      register: (root) => root | (0x42n << 48n) | 1n,
      rootOffset: vaBits === 52 ? 0x980n : 0n,
      isKernel,
      high: vaBits === 52 ? 0xc_0000_0000_0000n : 0x8000_0000_0000n,
      large,
    })),
  ),
  ...[39, 48, 57].flatMap((vaBits, i) =>
    [false, true].map((isKernel): Layout => ({
      name: `riscv64, Sv${vaBits}, ${isKernel ? 'kernel' : 'user'}`,
      format: riscv(vaBits),
      options: ['--arch', 'riscv64'],
      // MODE in bits 63:60, ASID in 59:44, page number in 43:0.
      register: (root) => (BigInt(8 + i) << 60n) | (0x42n << 44n) | (root >> 12n),
      rootOffset: 0n,
      isKernel,
      high: 0x80_0000_0000_0000n,
      large: 2,
    })),
  ),
  ...[3, 4, 5].map((count): Layout => ({
    name: `s390x, ${count} levels`,
    format: s390(count),
    options: ['--arch', 's390x'],
    // _ASCE_TYPE_MASK in bits 3:2, _ASCE_TABLE_LENGTH in 1:0, _ASCE_USER_BITS.
    register: (root) => root | 0x1c0n | (BigInt(count - 2) << 2n) | 3n,
    rootOffset: 0n,
    isKernel: false,
    high: 0x2000_0000_0000n,
    large: 1,
  })),
];

/** Addresses all over a half: every level's first, last and some other index, and neighbours. */
function mappings({ format, isKernel, high, large }: Layout): MadeMapping[] {
  const { levels } = format;
  const lowest = levels.length - 1;
  const [top] = levels;
  const bits = (top?.shift ?? 0) + (top?.bits ?? 0);
  const isOneTable = !format.levels.some(({ shift }) => shift < 12) && isKernel;
  const half = 1n << BigInt(bits - 1);
  const upper = BigInt.asUintN(64, -1n << BigInt(bits));
  const pages = [0n, 1n, 5n, 511n].map((page) => page << BigInt(levels[lowest]?.shift ?? 12));
  const starts = [0n, 3n, half >> 1n, half - (1n << 34n)].map((start) => start & ~0xf_ffff_ffffn);
  let frame = 0x10n;
  const made: MadeMapping[] = [];
  for (const start of new Set(starts))
    for (const page of pages)
      made.push({ va: start + page, depth: lowest, phys: high | (frame++ << 34n) | 0x1234_0000n });
  for (let up = 1; up <= large; up++) {
    const shift = BigInt(levels[lowest - up]?.shift ?? 0);
    made.push({
      va: (half >> 1n) + (BigInt(40 + up) << shift),
      depth: lowest - up,
      phys: high | (BigInt(up) << 42n),
    });
  }
  return made.map((mapping) => ({
    ...mapping,
    // The upper half of a space with one top table, or the same indices behind a table of its own.
    va: isOneTable ? mapping.va | upper | half : mapping.va,
  }));
}

describe.each(LAYOUTS)('$name', (layout) => {
  const { format, options, register, rootOffset, isKernel, name } = layout;
  const base = 0x8000_0000n;
  const { bytes, root, walks } = makeTables(format, mappings(layout), base, rootOffset);
  const path = folder.write(name.replaceAll(/\W+/g, '-'), bytes);
  const common = [
    ...['--memory', path, '--memory-base', formatHex(base), '--kernel', '6.12'],
    ...['--pgd', formatHex(register(root)), ...options],
  ];

  test('walk: every level of every address', async () => {
    const offsets = walks.map(({ va, phys }) => ({ va: va + 0x123n, phys: phys + 0x123n }));
    const { code, stdout, stderr } = await runOnDisk([
      'walk',
      ...common,
      '--json',
      ...offsets.map(({ va }) => formatU64(va)),
    ]);
    expect([code, stderr]).toEqual([0, '']);
    jsonLines(stdout).forEach((walk, i) => {
      expect({
        va: stringOf(walk, 'vaddr'),
        levels: arrayOf(walk, 'levels').map((level) => ({
          entryPhys: BigInt(stringOf(level, 'entry_phys')),
          raw: BigInt(stringOf(level, 'raw')),
        })),
        phys: property(walk, 'phys'),
        size: property(walk, 'page_size'),
      }).toEqual({
        va: formatU64(offsets[i]?.va ?? 0n),
        levels: walks[i]?.levels,
        phys: formatHex(offsets[i]?.phys ?? 0n),
        size: 2 ** (format.levels[(walks[i]?.levels.length ?? 1) - 1]?.shift ?? 0),
      });
      for (const level of arrayOf(walk, 'levels')) expect(property(level, 'unknown')).toBe('0x0');
    });
  });

  test('scan: exactly these entries', async () => {
    const { code, stdout, stderr } = await runOnDisk([
      'scan',
      ...common,
      isKernel ? '--kernel-half' : '--user',
      '--entries',
      '--json',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const sorted = walks.toSorted((a, b) => (a.va < b.va ? -1 : 1));
    expect(
      jsonLines(stdout).map((entry) => [
        stringOf(entry, 'vaddr'),
        stringOf(entry, 'raw'),
        property(entry, 'phys'),
      ]),
    ).toEqual(
      sorted.map(({ va, levels, phys }) => [
        formatU64(va),
        formatU64(levels.at(-1)?.raw ?? 0n),
        formatHex(phys),
      ]),
    );
  });
});

// RISC-V privileged specification, Svnapot: N bit 63, and page number bits 3:0 are 0b1000 for 64 KiB.
test('Svnapot: the frame of each page of a run, and the size of the page', async () => {
  const format = riscv(39);
  const raw = ((0x9_0000n >> 12n) << 10n) | (1n << 63n) | (8n << 10n) | 0xd7n;
  const pages = Array.from({ length: 16 }, (_, i) => ({
    va: 0x4_0000n + BigInt(i << 12),
    depth: 2,
    phys: 0n,
    raw,
  }));
  const { bytes, root, base } = makeTables(format, pages, 0x8000_0000n, 0n);
  const path = folder.write('napot', bytes);
  const common = [
    ...['--memory', path, '--memory-base', formatHex(base), '--arch', 'riscv64', '-k', '6.12'],
    ...['--pgd', formatHex((8n << 60n) | (root >> 12n)), '--json'],
  ];
  const walks = jsonLines((await runOnDisk(['walk', ...common, '0x40123', '0x4f123'])).stdout);
  expect(walks.map((walk) => [property(walk, 'phys'), property(walk, 'page_size')])).toEqual([
    ['0x90123', 65536],
    ['0x9f123', 65536],
  ]);
  const entries = jsonLines((await runOnDisk(['scan', ...common, '--entries', '--user'])).stdout);
  expect(entries.map((entry) => property(entry, 'pfn'))).toEqual(
    Array.from({ length: 16 }, (_, i) => formatHex(BigInt(0x90 + i))),
  );
  const [range, ...others] = jsonLines((await runOnDisk(['scan', ...common, '--ranges', '--user'])).stdout);
  expect(others).toEqual([]);
  expect(range).toMatchObject({ entries: 16, pages: 16, pfn: '0x90' });
});

describe('what neither image nor options say', () => {
  const path = folder.write('zeros', new Uint8Array(0x1_0000));
  const walk = async (...options: string[]) => {
    const common = ['--memory', path, '--memory-base', '0', '--pgd', '0x1000'];
    const { code, stderr } = await runOnDisk(['walk', ...common, ...options, '0x1000']);
    return { code, stderr };
  };
  test.each([
    { options: ['--arch', 'arm64'], text: /how large pages are and how many levels.*--tcr with TCR_EL1/ },
    { options: ['--arch', 'arm64', '--page-size', '4096'], text: /how many levels/ },
    { options: ['--arch', 'arm64', '--paging', '3'], text: /how large pages are/ },
    {
      options: ['--arch', 'arm64', '--page-size', '16384', '--paging', '4'],
      text: /how large virtual addresses are/,
    },
    { options: ['--arch', 'riscv64'], text: /how many levels.*--pgd with the whole satp.*--paging LEVELS/ },
    { options: ['--arch', 'powerpc64'], text: /how large pages are: give --page-size/ },
    { options: ['--arch', 'loongarch64'], text: /how large pages are/ },
  ])('walk refuses $options', async ({ options, text }) => {
    const { code, stderr } = await walk(...options);
    expect(code).toBe(2);
    expect(stderr).toMatch(text);
  });

  test.each([
    { options: ['--arch', 'arm64', '--page-size', '4096', '--paging', '4'] },
    { options: ['--arch', 'arm64', '--config', 'ARM64_16K_PAGES=y', '--paging', '3'] },
    { options: ['--arch', 'riscv64', '--paging', '5'] },
    { options: ['--arch', 'powerpc64', '--page-size', '65536'] },
    { options: ['--arch', 'x86_64'] },
  ])('walk takes $options', async ({ options }) => {
    expect(await walk(...options)).toEqual({ code: 0, stderr: '' });
  });

  test.each([
    { options: ['--arch', 'x86_64', '--tcr', '0x10'], text: /--tcr: x86_64 has no such register/ },
    { options: ['--arch', 'arm64', '--tcr', '0x0'], text: /no kernel sets TCR_EL1 so/ },
    {
      options: ['--arch', 'arm64', '--page-size', '8192'],
      text: /arm64 has pages of 4096, 16384, 65536 bytes/,
    },
  ])('refuses $options', async ({ options, text }) => {
    const { code, stderr } = await walk(...options);
    expect(code).toBe(2);
    expect(stderr).toMatch(text);
  });
});

// v6.12 arch/riscv/mm/pageattr.c set_memory_np: the present bit goes, the frame stays; bit 5 is G for the kernel and marks
// PROT_NONE for processes. x86 (arch/x86/mm/pat/set_memory.c __set_pages_np) takes the global bit as well.
describe('a page of the kernel that is not present', () => {
  const vaddr = 0xffff_ffff_8000_5000n;
  const machines = [
    {
      name: 'riscv64',
      format: riscv(39),
      raw: ((0x8654_b000n >> 12n) << 10n) | 0xe6n,
      options: ['--arch', 'riscv64', '--paging', '3'],
      frame: '0x8654b',
    },
    {
      name: 'x86_64',
      format: { ...riscv(48), table: (phys: bigint) => phys | 0x63n },
      raw: 0x8000_0000_1234_5060n,
      options: ['--arch', 'x86_64'],
      frame: '0x12345',
    },
  ];

  test.each(machines)(
    '$name: its frame, and nothing of swap',
    async ({ name, format, raw, options, frame }) => {
      const depth = format.levels.length - 1;
      const { bytes, root, base } = makeTables(
        format,
        [{ va: vaddr, depth, phys: 0n, raw }],
        0x8000_0000n,
        0n,
      );
      const path = folder.write(`unmapped-${name}`, bytes);
      const common = [
        ...['--memory', path, '--memory-base', formatHex(base), '-k', '6.12', '--pgd', formatHex(root)],
        ...options,
      ];
      const walk = await runOnDisk(['walk', ...common, '--json', formatU64(vaddr)]);
      expect(checkLines('walk', walk.stdout)).toBe(1);
      const [record] = jsonLines(walk.stdout);
      expect(record).toMatchObject({
        phys: null,
        state: 'unmapped',
        stop: { level: 'pte', reason: 'unmapped', text: expect.stringContaining(`frame ${frame}`) },
      });
      expect(arrayOf(record, 'levels').at(-1)).toMatchObject({ state: 'unmapped', pfn: frame });
      for (const view of ['--entries', '--ranges', '--summary', '--check']) {
        const scan = await runOnDisk(['scan', ...common, view, '--json']);
        checkLines('scan', scan.stdout);
        expect(scan.stdout).not.toMatch(/"(state":")?(swap|protnone)"[,:]"?(state|$)/);
        if (view !== '--check') expect(scan.stdout).toMatch(/unmapped/);
      }
      const text = [
        (await runOnDisk(['walk', ...common, formatU64(vaddr)])).stdout,
        (await runOnDisk(['scan', ...common, '--entries'])).stdout,
        (await runOnDisk(['scan', ...common])).stdout,
      ].join('');
      expect(text).toMatch(/unmapped/);
      expect(text).not.toMatch(/swap|protnone|PROT_NONE/);
    },
  );
});

// A kernel that is built for 52 bits and runs with 48 on a CPU without LVA. Keys by v6.12 kernel/vmcore_info.c and
// arch/arm64/kernel/vmcore_info.c.
test('what the image states of its machine counts more than what a .config allows', async () => {
  const { bytes, root, base, walks } = makeTables(
    arm64(16, 48, true),
    [{ va: 0xffff_8000_0000_0000n, depth: 2, phys: 0x1234_0000n }],
    0x8000_0000n,
    0x1e00n,
  );
  // Of 64 KiB pages the 48-bit half of a 52-bit table begins 0x1e00 bytes into it: TTBR1_BADDR_4852_OFFSET.
  expect(root - base).toBe(0x1e00n);
  const vmcoreinfo = [
    'OSRELEASE=6.12.0',
    'PAGESIZE=65536',
    `SYMBOL(swapper_pg_dir)=${(0xffff_8000_8100_0000n + base).toString(16)}`,
    'NUMBER(VA_BITS)=52',
    'NUMBER(kimage_voffset)=0xffff800081000000',
    'NUMBER(TCR_EL1_T1SZ)=0x10',
    'NUMBER(MAX_PHYSMEM_BITS)=52',
  ].join('\n');
  const core = writeCore({
    machine: 183,
    segments: [
      { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from(vmcoreinfo)) },
      { paddr: base, bytes },
    ],
  });
  const config = folder.write('config', Buffer.from('CONFIG_ARM64_VA_BITS_52=y\nCONFIG_ARM64_64K_PAGES=y\n'));
  const path = folder.write('cut.elf', core);
  for (const options of [[], ['--config', config]]) {
    const { code, stdout } = await runOnDisk([
      'walk',
      '--memory',
      path,
      ...options,
      '--json',
      formatU64(walks[0]?.va ?? 0n),
    ]);
    expect(code).toBe(0);
    expect(jsonLines(stdout)[0]).toMatchObject({ phys: '0x12340000', root: formatHex(root) });
  }
});

test('the parts of a split dump, and files that are none', async () => {
  const { bytes, root, base } = makeTables(
    riscv(39),
    [{ va: 0x4000n, depth: 2, phys: 0x5000n }],
    0x1000n,
    0n,
  );
  const pages = Array.from({ length: bytes.length / 4096 }, (_, i) =>
    storeZlib({ physAddr: base + BigInt(4096 * i), bytes: bytes.subarray(4096 * i, 4096 * (i + 1)) }),
  );
  const part = (name: string, split?: [number, number]): string =>
    folder.write(name, writeKdump({ pages, machine: 'riscv64', ...(split ? { split } : {}) }));
  const walk = (...paths: string[]) =>
    runOnDisk([
      ...['walk', ...paths.flatMap((path) => ['--memory', path]), '--paging', '3'],
      ...['--pgd', formatHex(root), '--json', '0x4000'],
    ]);
  const [first, second] = [part('part-1', [0, 2]), part('part-2', [2, 9])];
  expect(jsonLines((await walk(second, first)).stdout)[0]).toMatchObject({ phys: '0x5000', stop: null });
  expect((await walk(first)).code).toBe(2);
  const refused = await walk(first, part('whole'));
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringMatching(/whole.*: no part of a split dump/),
  ]);
});

test('walk says whether the page itself is in the image, and why not', async () => {
  const pages = [
    { va: 0x4000n, depth: 2, phys: 0x8000_0000n },
    { va: 0x5000n, depth: 2, phys: 0x9000_0000n },
  ];
  const { bytes, root, base } = makeTables(riscv(39), pages, 0x8000_0000n, 0n);
  const path = folder.write('page', bytes);
  const common = [
    ...[
      '--memory',
      path,
      '--memory-base',
      formatHex(base),
      '-k',
      '6.12',
      '--arch',
      'riscv64',
      '--paging',
      '3',
    ],
    ...['--pgd', formatHex(root), '0x4000', '0x5000'],
  ];
  const walks = jsonLines((await runOnDisk(['walk', ...common, '--json'])).stdout);
  expect(walks.map((walk) => [property(walk, 'in_image'), property(walk, 'hole')])).toEqual([
    [true, null],
    [false, 'not in the image'],
  ]);
  const text = (await runOnDisk(['walk', ...common])).stdout;
  expect(text.match(/^ {2}page .*$/gm)).toEqual(['  page  at 0x90000000  cannot be read: not in the image']);
});
