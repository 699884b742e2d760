import { afterAll, describe, expect, test } from '@jest/globals';
import { formatHex, formatU64 } from '../../src/core/u64.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { arrayOf, jsonLines, property } from '../helpers/json.ts';
import { makeTables } from '../helpers/made-tables.ts';
import { checkLines } from '../helpers/schemas.ts';
import { storeZlib, writeCore, writeKdump, writeNote } from '../helpers/image-writer.ts';
import { arm64, loongarch, pae, powerpc, riscv, tcr } from '../helpers/table-formats.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

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
    const root = options.includes('--pgd') ? [] : ['--pgd', '0x1000'];
    const common = ['--memory', path, '--memory-base', '0', ...root, '--user'];
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
    { options: ['--arch', 's390x'], text: /how many levels.*--pgd with the whole CR1/ },
    { options: [], text: /how many levels.*--cr4 with CR4, or --paging LEVELS/ },
  ])('walk refuses $options', async ({ options, text }) => {
    const { code, stderr } = await walk(...options);
    expect(code).toBe(2);
    expect(stderr).toMatch(text);
  });

  test('where nothing names the kernel the newest is assumed, not that of the patch, and said', async () => {
    const command = [
      'walk',
      '--memory',
      path,
      '--memory-base',
      '0',
      '--pgd',
      '0x1000',
      '--paging',
      '4',
      '0x1000',
    ];
    const { stdout } = await runOnDisk(command);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Linux 7\.3, x86_64, 4 levels \(release and machine assumed: the image does not say; levels by --paging\)/,
    );
  });

  test.each(['riscv64', 'x86_64', 'arm64'])(
    'of %s a kernel address as --pgd is what is told first',
    async (arch) => {
      const common = ['--memory', path, '--memory-base', '0', '--arch', arch];
      const { code, stderr } = await runOnDisk(['walk', ...common, '--pgd', '0xffffffd880001000', '0x1000']);
      expect(code).toBe(2);
      expect(stderr).toMatch(/--pgd 0xffffffd880001000: a virtual address of the kernel; wanted/);
    },
  );

  test.each([
    { options: ['--arch', 'arm64', '--page-size', '4096', '--paging', '4'] },
    { options: ['--arch', 'arm64', '--config', 'ARM64_16K_PAGES=y', '--paging', '3'] },
    { options: ['--arch', 'riscv64', '--paging', '5'] },
    { options: ['--arch', 'powerpc64', '--page-size', '65536'] },
    { options: ['--paging', '4'] },
    { options: ['-k', '6.12,paging=5'] },
    // SDM vol. 3A, 2.5: PAE, bit 5, is set in 64-bit mode.
    { options: ['--cr4', '00000000000006f0'] },
  ])('walk takes $options', async ({ options }) => {
    expect(await walk(...options)).toEqual({ code: 0, stderr: '' });
  });

  test.each([
    { options: ['--arch', 'x86_64', '--tcr', '0x10'], text: /--tcr: x86_64 has no such register/ },
    { options: ['--cr4', '0x0'], text: /no kernel sets CR4 so/ },
    { options: ['--arch', 'arm64', '--cr4', '0x6f0'], text: /--cr4: arm64 has no such register/ },
    {
      options: ['--cr4', '0x16f0', '--paging', '4'],
      text: /--cr4 says 5 levels of page tables, --paging 4 levels of page tables: one of the two must be wrong/,
    },
    { options: ['--arch', 'arm64', '--tcr', '0x0'], text: /no kernel sets TCR_EL1 so/ },
    // v6.12 arch/s390/include/asm/pgtable.h _ASCE_REAL_SPACE.
    ...[[], ['--paging', '4']].map((levels) => ({
      options: ['--arch', 's390x', '--pgd', '0x102b', ...levels],
      text: /--pgd 0x102b: real-space control \(bit 0x20\) is set, with which there are no tables/,
    })),
    // RISC-V privileged specification, satp: 11 is reserved for Sv64; 0 is without tables, and then all other bits are 0.
    ...[[], ['--paging', '3']].flatMap((levels) => [
      {
        options: ['--arch', 'riscv64', '--pgd', '0xb000000000000001', ...levels],
        text: /--pgd 0xb000000000000001: no address, and as satp it has the mode 11, which is not known: 8 has 3 levels/,
      },
      {
        options: ['--arch', 'riscv64', '--pgd', '0x0100000000000001', ...levels],
        text: /--pgd 0x0100000000000001: no address, and as satp it has the mode 0/,
      },
    ]),
    // Addresses of 52 bits with pages of 4 KiB, and DS clear.
    {
      options: ['--arch', 'arm64', '--tcr', formatHex(tcr(12, 52, false))],
      text: /no kernel sets TCR_EL1 so/,
    },
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
  const machines = [
    {
      name: 'riscv64',
      format: riscv(39),
      raw: ((0x8654_b000n >> 12n) << 10n) | 0xe6n,
      options: ['--arch', 'riscv64', '--paging', '3'],
      frame: '0x8654b',
      // v6.12 arch/riscv/include/asm/pgtable.h pte_present: _PAGE_PROT_NONE, which is _PAGE_GLOBAL.
      present: true,
    },
    {
      name: 'x86_64',
      format: { ...riscv(48), table: (phys: bigint) => phys | 0x63n },
      raw: 0x8000_0000_1234_5060n,
      options: ['--paging', '4'],
      frame: '0x12345',
    },
    // No kernel can be built with a split of the addresses above 3 GiB: arch/x86/Kconfig VMSPLIT_3G.
    {
      name: 'i386',
      vaddr: 0xf780_5000n,
      format: pae,
      raw: 0x8000_0000_1234_5060n,
      options: ['--arch', 'i386', '--paging', '3'],
      frame: '0x12345',
    },
  ];

  test.each(machines)(
    '$name: its frame, and nothing of swap',
    async ({ name, format, raw, options, frame, vaddr = 0xffff_ffff_8000_5000n, present = false }) => {
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
      // One meaning for all that is asked and shown.
      const chosen = async (where: string, format: string): Promise<string> =>
        (await runOnDisk(['scan', ...common, '--entries', '--where', where, '--format', format])).stdout;
      for (const where of [
        'state == "unmapped"',
        `pfn == ${frame}`,
        `present == ${present} && !swap_like && !leaf`,
      ]) {
        expect(jsonLines(await chosen(where, 'json'))).toEqual([
          expect.objectContaining({ state: 'unmapped', pfn: frame, swap: null, page_size: null, notes: [] }),
        ]);
        const [head = '', row = ''] = (await chosen(where, 'csv')).split('\n').map((line) => line.split(','));
        const cell = (name: string): string | undefined => row[head.indexOf(name)];
        expect(['state', 'pfn', 'swap_type', 'swap_name'].map(cell)).toEqual(['unmapped', frame, '', '']);
      }
      for (const where of ['state == "swap"', 'swap.type >= 0', 'uffd_wp', 'leaf', 'swap != null'])
        expect(await chosen(where, 'json')).toBe('');
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

// 5.0 to 5.3 with CONFIG_ARM64_USER_VA_BITS_52: PTRS_PER_PGD of pgtable-hwdef.h is that of 52 bits, VA_BITS is 48, and
// offset_ttbr1 of assembler.h moves the root. VMCOREINFO says nothing of it.
test('the table of a kernel whose processes alone have addresses of 52 bits', async () => {
  const va = 0xffff_8000_0000_0000n;
  const { bytes, base } = makeTables(
    arm64(16, 52, true),
    [{ va, depth: 2, phys: 0x1234_0000n }],
    0x8000_0000n,
    0n,
  );
  const vmcoreinfo = [
    'OSRELEASE=5.2.0',
    'PAGESIZE=65536',
    `SYMBOL(swapper_pg_dir)=${(0xffff_0000_1000_0000n + base).toString(16)}`,
    'NUMBER(VA_BITS)=48',
    'NUMBER(kimage_voffset)=0xffff000010000000',
  ].join('\n');
  const core = writeCore({
    machine: 183,
    segments: [
      { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from(vmcoreinfo)) },
      { paddr: base, bytes },
    ],
  });
  const options = ['--memory', folder.write('user52.elf', core), '--config', 'ARM64_USER_VA_BITS_52=y'];
  const { code, stdout, stderr } = await runOnDisk(['walk', ...options, '--json', formatU64(va)]);
  expect([code, stderr]).toEqual([0, '']);
  expect(jsonLines(stdout)[0]).toMatchObject({ phys: '0x12340000', root: formatHex(base) });
});

// Arm ARM DDI 0487, D8.3: with 64 KiB pages bits 15:12 of an entry are bits 51:48 of an address of 52 bits, else RES0; so are
// bits 5:2 of TTBR0_EL1. VMCOREINFO has MAX_PHYSMEM_BITS since 5.9.
describe('arm64 with pages of 64 KiB, where nothing says how wide physical addresses are', () => {
  const high = 0xf_1234_0005_0000n;
  const pages = [
    { va: 0xaaaa_bbbb_0000n, depth: 2, phys: high },
    { va: 0xaaaa_bbbc_0000n, depth: 2, phys: 0x1234_0000n },
  ];
  const { bytes, root, base } = makeTables(arm64(16, 48, false), pages, 0x8000_0000n, 0n);
  const core = (more: string): string => {
    const text = `OSRELEASE=5.4.0\nPAGESIZE=65536\nNUMBER(VA_BITS)=48\n${more}`;
    const notes = { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from(text)) };
    return folder.write(
      `wide${more.length}.elf`,
      writeCore({ machine: 183, segments: [notes, { paddr: base, bytes }] }),
    );
  };
  const run = async (command: string, path: string, ...options: string[]) => {
    const { code, stdout, stderr } = await runOnDisk([command, path, '--user', '--json', ...options]);
    return { code, stderr, phys: jsonLines(stdout).map((record) => property(record, 'phys')) };
  };
  const pgd = ['--pgd', formatHex(root)];
  const addresses = pages.map(({ va }) => formatU64(va));

  test('an address that is not known is refused', async () => {
    const path = core('');
    expect(await run('walk', path, ...pgd, ...addresses)).toEqual({
      code: 2,
      stderr: '',
      phys: [null, '0x12340000'],
    });
    const refusal = expect.stringMatching(/0xf000 .*ARM64_PA_BITS_52.*--tcr with TCR_EL1, or --config/);
    expect(await run('scan', path, ...pgd, '--entries')).toEqual({ code: 2, stderr: refusal, phys: [] });
    const wideRoot = await run('walk', path, '--pgd', formatHex(root | 0x3cn), ...addresses);
    expect(wideRoot).toMatchObject({ code: 2, stderr: expect.stringMatching(/--pgd.*0x3c /), phys: [] });
  });

  test.each([
    { name: 'VMCOREINFO', more: 'NUMBER(MAX_PHYSMEM_BITS)=52\n', options: [] },
    { name: 'a symbol', more: '', options: ['--config', 'ARM64_PA_BITS_52=y'] },
    { name: 'TCR_EL1', more: '', options: ['--tcr', formatHex(tcr(16, 48) + (1n << 32n))] },
  ])('and known by $name', async ({ more, options }) => {
    const path = core(more);
    for (const asked of [
      ['walk', ...addresses],
      ['scan', '--entries'],
    ])
      expect(await run(asked[0] ?? '', path, ...pgd, ...options, ...asked.slice(1))).toEqual({
        code: 0,
        stderr: '',
        phys: [formatHex(high), '0x12340000'],
      });
  });
});

describe('whose half of the addresses a table maps', () => {
  const machines = [
    {
      name: 'arm64',
      format: (own: boolean) => arm64(12, 48, own),
      first: 0xffff_0000_0000_0000n,
      options: ['--page-size', '4096', '--paging', '4'],
    },
    {
      name: 'powerpc64',
      format: (own: boolean) => powerpc(12, own),
      first: 0xc000_0000_0000_0000n,
      options: ['--page-size', '4096'],
    },
    {
      name: 'powerpc64',
      format: (own: boolean) => powerpc(16, own),
      first: 0xc000_0000_0000_0000n,
      options: ['--page-size', '65536'],
    },
    {
      name: 'loongarch64',
      format: loongarch,
      first: 0xffff_8000_0000_0000n,
      options: ['--page-size', '16384', '--paging', '3'],
    },
  ];
  test.each(machines)('$name $options: its entries tell', async ({ name, format, first, options }) => {
    for (const isKernel of [false, true]) {
      const made = format(isKernel);
      const depth = made.levels.length - 1;
      const step = 1n << BigInt(made.levels[depth]?.shift ?? 0);
      const pages = Array.from({ length: 16 }, (_, i) => ({
        va: BigInt(i) * step,
        depth,
        phys: BigInt(i + 1) * step,
      }));
      const { bytes, root, base } = makeTables(made, pages, 0x8000_0000n, 0n);
      const path = folder.write(`half-${name}`, bytes);
      const common = [
        '--memory',
        path,
        '--memory-base',
        formatHex(base),
        '--arch',
        name,
        ...options,
        '-k',
        '6.12',
      ];
      const { code, stdout, stderr } = await runOnDisk([
        'scan',
        ...common,
        '--pgd',
        formatHex(root),
        '--entries',
        '--where',
        'leaf',
        '--json',
      ]);
      expect([code, stderr]).toEqual([0, '']);
      expect(jsonLines(stdout).map((entry) => property(entry, 'vaddr'))).toEqual(
        pages.map(({ va }) => formatU64(va + (isKernel ? first : 0n))),
      );
    }
  });

  test('where they do not, a guess is said to be one', async () => {
    const { bytes, root, base } = makeTables(
      arm64(12, 48, true),
      [{ va: 0n, depth: 3, phys: 0n }],
      0x8000_0000n,
      0n,
    );
    const common = [
      '--memory',
      folder.write('half', bytes),
      '--memory-base',
      formatHex(base),
      '--pgd',
      formatHex(root),
    ];
    const layout = ['--arch', 'arm64', '--page-size', '4096', '--paging', '4'];
    const scan = async (...options: string[]): Promise<string> =>
      (await runOnDisk(['scan', ...common, ...layout, ...options])).stderr;
    expect(await scan()).toMatch(/do not tell whose half.*--user or --kernel-half says it/);
    expect([await scan('--user'), await scan('--kernel-half')]).toEqual(['', '']);

    // One table is of one half: Arm ARM DDI 0487, D8.2.4, bit 55 of the address chooses TTBR0 or TTBR1.
    const addresses = { kernel: '0xffff000000000000', user: '0x0000000000000000' };
    const walk = async (...options: string[]) => {
      const { code, stdout, stderr } = await runOnDisk(['walk', ...common, ...layout, '--json', ...options]);
      return { code, stderr, walked: jsonLines(stdout).map((record) => property(record, 'phys')) };
    };
    for (const [half, option] of [
      ['kernel', '--kernel-half'],
      ['user', '--user'],
    ] as const) {
      const [own, other] = half === 'kernel' ? [addresses.kernel, addresses.user] : [addresses.user, addresses.kernel]; // prettier-ignore
      const guess = expect.stringMatching(`read as a table of ${half} addresses; --user or --kernel-half`);
      expect(await walk(own)).toEqual({ code: 0, stderr: guess, walked: ['0x0'] });
      expect(await walk(own, other)).toEqual({ code: 2, stderr: guess, walked: ['0x0', null] });
      expect(await walk(option, own)).toEqual({ code: 0, stderr: '', walked: ['0x0'] });
      expect(await walk(option, other)).toEqual({ code: 2, stderr: '', walked: [null] });
    }
    expect(await walk('--user', '--kernel-half', addresses.user)).toMatchObject({ code: 2, walked: [] });
  });
});

// v6.12 Documentation/arch/arm64/tagged-pointers.rst: Linux runs user mode with TBI0 set; malloc() of Android tags with 0xb4.
test('a tag in a user address of arm64 is left out, as the CPU does', async () => {
  const { bytes, root, base } = makeTables(
    arm64(12, 48, false),
    [{ va: 0x7f12_3456_7000n, depth: 3, phys: 0x1234_5000n }],
    0x8000_0000n,
    0n,
  );
  const path = folder.write('tagged', bytes);
  const common = [
    '--memory',
    path,
    '--memory-base',
    formatHex(base),
    '--arch',
    'arm64',
    '--pgd',
    formatHex(root),
  ];
  const walk = ['walk', ...common, '--page-size', '4096', '--paging', '4'];
  const { stdout } = await runOnDisk([
    ...walk,
    '--json',
    '0xb4007f1234567123',
    '0xb4ff7f1234567123',
    '0x00807f1234567123',
  ]);
  const [tagged, ...others] = jsonLines(stdout);
  expect(tagged).toMatchObject({ vaddr: '0xb4007f1234567123', phys: '0x12345123', stop: null });
  for (const other of others) expect(other).toMatchObject({ phys: null, stop: { reason: 'not-canonical' } });
  expect((await runOnDisk([...walk, '0xb4007f1234567123'])).stdout).toMatch(
    /tag +0xb400000000000000 of the address/,
  );
});

// v6.12 arch/x86/kernel/process_64.c LAM_U57_BITS: bits 62:57; v6.13 arch/riscv/kernel/process.c: PMLEN_7, PMLEN_16.
test.each([
  {
    options: ['-k', '6.12'],
    address: '0x0e007f0000000000',
    says: /unless its process .* \(LAM\): without them it is 0x00007f0000000000/,
  },
  { options: ['-k', '6.1'], address: '0x0e007f0000000000', says: /the CPU refuses it$/ },
  { options: ['-k', '6.12'], address: '0x00807f0000000000', says: /the CPU refuses it$/ },
  { options: ['-k', '6.12'], address: '0x8e007f0000000000', says: /the CPU refuses it$/ },
  {
    options: ['-k', '6.13', '--arch', 'riscv64'],
    address: '0xb4007f0000000000',
    says: /unless its process .* \(Supm\)/,
  },
  {
    options: ['-k', '6.12', '--arch', 'riscv64'],
    address: '0xb4007f0000000000',
    says: /the CPU refuses it$/,
  },
  // Bits that five levels use are none of a tag.
  {
    options: ['-k', '6.13', '--arch', 'riscv64', '--paging', '5'],
    address: '0x0204000000001000',
    says: /unless its process .* \(Supm\): without them it is 0x0004000000001000/,
  },
])('tags that a process may ask for: $options $address', async ({ options, address, says }) => {
  const path = folder.write('tags', new Uint8Array(0x2000));
  const walk = ['walk', '--memory', path, '--memory-base', '0', '--pgd', '0x1000', '--json'];
  const levels = options.includes('--paging') ? [] : ['--paging', '4'];
  const [record] = jsonLines((await runOnDisk([...walk, ...levels, ...options, address])).stdout);
  expect(record).toMatchObject({
    phys: null,
    stop: { reason: 'not-canonical', text: expect.stringMatching(says) },
  });
});

// v6.12 arch/loongarch/include/asm/addrspace.h UNCACHE_BASE, CACHE_BASE, WRITECOMBINE_BASE, TO_PHYS: the CPU maps them to memory.
test('loongarch64: addresses in a direct mapping window need no tables', async () => {
  const path = folder.write('windows', new Uint8Array(0x8000));
  const walk = ['walk', '--memory', path, '--memory-base', '0x1000000', '--arch', 'loongarch64'];
  const options = ['--page-size', '16384', '--paging', '3', '--pgd', '0x1000000', '--kernel-half'];
  const addresses = ['0x9000000001000123', '0x8000000001004000', '0xa000000001000000', '0x9000000f01000000'];
  const { code, stdout, stderr } = await runOnDisk([...walk, ...options, '--json', ...addresses]);
  expect([code, stderr]).toEqual([0, '']);
  expect(checkLines('walk', stdout)).toBe(4);
  const common = { root: null, page_size: null, state: null, stop: null, levels: [] };
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({ ...common, phys: '0x1000123', in_image: true }),
    expect.objectContaining({ ...common, phys: '0x1004000', in_image: true }),
    expect.objectContaining({ ...common, phys: '0x1000000', in_image: true }),
    expect.objectContaining({ ...common, phys: '0xf01000000', in_image: false, hole: 'not in the image' }),
  ]);
  const text = await runOnDisk([...walk, ...options, '0x9000000001000123', '0xb000000001000000']);
  expect(text.stdout).toMatch(
    /physical 0x0000000001000123 {2}in a direct mapping window \(DMW\), without tables/,
  );
  expect(text.stdout).toMatch(/0xb000000001000000 is no canonical address/);
});

// src/kernel/release.ts: what is known of the kernels of distributions.
test.each([
  {
    release: '4.18.0-553.el8_10.x86_64',
    id: '5.7',
    said: /5\.7, and it is a kernel of Red Hat Enterprise/,
  },
  { release: '6.8.0-45-generic', id: '6.8', said: /6\.8, and it is a kernel of Ubuntu/ },
  { release: '6.1.0-56-cloud-amd64', id: 'MEMORY_FAILURE=n', said: /^$/ },
  // Nothing behind a comma is an option.
  { release: '6.1.5-x,paging=5', id: '6.1.5', said: /is not known: read as 6\.1\.5/ },
])(
  'the kernel $release of a distribution in an image is read as --kernel reads it',
  async ({ release, id, said }) => {
    const vmcoreinfo = `OSRELEASE=${release}\nNUMBER(pgtable_l5_enabled)=0\n`;
    const notes = { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from(vmcoreinfo)) };
    const path = folder.write(
      `vendor-${release}`,
      writeCore({ segments: [notes, { bytes: new Uint8Array(4096) }] }),
    );
    const { code, stdout, stderr } = await runOnDisk(['walk', path, '--pgd', '0x0', '--json', '0x1000']);
    expect(code).toBe(0);
    expect(jsonLines(stdout)[0]).toMatchObject({ kernel: expect.stringContaining(id) });
    expect(stderr).toMatch(said);
  },
);

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

// Arm ARM DDI 0487, D24.2: TCR_EL1 has a size of addresses and a granule for each half.
describe('TCR_EL1 that says another size for each half', () => {
  const halves = [
    { name: '39 and 48 bits', user: { shift: 12, bits: 39 }, own: { shift: 12, bits: 48 } },
    {
      name: '48 bits with 4 KiB, 42 with 64 KiB',
      user: { shift: 12, bits: 48 },
      own: { shift: 16, bits: 42 },
    },
    {
      name: '47 bits with 16 KiB, 52 with LPA2',
      user: { shift: 14, bits: 47 },
      own: { shift: 12, bits: 52 },
    },
  ];
  test.each(halves)('$name', async ({ name, user, own }) => {
    const first = BigInt.asUintN(64, -1n << BigInt(own.bits));
    const pages = (start: bigint, shift: number) =>
      Array.from({ length: 20 }, (_, i) => ({
        va: start + 0x12_3000_0000n + (BigInt(i) << BigInt(shift)),
        depth: 0,
        phys: 0x4000_0000n + (BigInt(i) << BigInt(shift)),
      }));
    const make = (isKernel: boolean, base: bigint) => {
      const { shift, bits } = isKernel ? own : user;
      // DS is one bit for both halves.
      const format = arm64(shift, bits, isKernel, shift < 16 && own.bits === 52);
      const start = isKernel ? first : 0n;
      const depth = format.levels.length - 1;
      return makeTables(
        format,
        pages(start, shift).map((page) => ({ ...page, depth })),
        base,
        0n,
      );
    };
    const tables = { user: make(false, 0x8000_0000n), kernel: make(true, 0x9000_0000n) };
    const value = (tcr(user.shift, user.bits) & 0xffffn) | (tcr(own.shift, own.bits) & ~0xffffn);
    const path = folder.write(
      `halves-${name.length}`,
      writeCore({
        machine: 183,
        segments: [tables.user, tables.kernel].map(({ base, bytes }) => ({ paddr: base, bytes })),
      }),
    );
    for (const half of ['user', 'kernel'] as const) {
      const { root, walks } = tables[half];
      const image = [path, '-k', '6.12', '--tcr', formatHex(value), '--pgd', formatHex(root), '--json'];
      for (const said of [[], [half === 'user' ? '--user' : '--kernel-half']]) {
        const walk = await runOnDisk(['walk', ...image, ...said, ...walks.map(({ va }) => formatU64(va))]);
        expect([walk.code, walk.stderr]).toEqual([0, '']);
        const found = jsonLines(walk.stdout).map((record) => property(record, 'phys'));
        expect(found).toEqual(walks.map(({ phys }) => formatHex(phys)));
        const scan = await runOnDisk(['scan', ...image, ...said, '--entries']);
        expect([scan.code, scan.stderr]).toEqual([0, '']);
        expect(
          jsonLines(scan.stdout).map((entry) => [property(entry, 'vaddr'), property(entry, 'phys')]),
        ).toEqual(walks.map(({ va, phys }) => [formatU64(va), formatHex(phys)]));
      }
    }
  });
});

// VMCOREINFO has one PAGESIZE for both halves, and TCR_EL1_T1SZ for the kernel's addresses alone.
test.each([
  { half: [], told: [/4 levels.*--tcr 3 levels/, /pages of 4096 bytes.*--tcr pages of 16384/] },
  {
    half: ['--kernel-half'],
    told: [/4 levels.*--tcr 3 levels/, /pages of 4096 bytes.*--tcr pages of 16384/],
  },
  { half: ['--user'], told: [/pages of 4096 bytes.*--tcr pages of 16384/] },
])('TCR_EL1 that says other pages than the image is told, $half', async ({ half, told }) => {
  const info = 'OSRELEASE=6.12.1\nPAGESIZE=4096\nNUMBER(VA_BITS)=48\nNUMBER(TCR_EL1_T1SZ)=0x10\n';
  const core = writeCore({
    machine: 183,
    segments: [
      { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from(info)) },
      { bytes: new Uint8Array(0x8000) },
    ],
  });
  const path = folder.write('other-pages', core);
  const walk = ['walk', path, '--pgd', '0x0', '--tcr', formatHex(tcr(14, 47)), '--json', ...half];
  const { stderr } = await runOnDisk([...walk, half[0] === '--user' ? '0x1000' : '0xffff800000001000']);
  const lines = stderr.split('\n').filter((line) => line.includes('counts'));
  expect(lines).toEqual(told.map((text) => expect.stringMatching(text)));
});

// v6.12 arch/loongarch/include/asm/pgtable.h pud_none, pmd_none, mm/pgtable.c pgd_init, pmd_init: an empty entry points to a table
// without entries, and is never 0; kasan_init() fills what it clears.
test('zeros in upper tables of loongarch64 lead nowhere, and are counted', async () => {
  const pages = [0x4000n, 0x12_3456_4000n, 0x7f12_3456_4000n].map((va, i) => ({
    va,
    depth: 2,
    phys: 0x4000_0000n + (BigInt(i) << 14n),
  }));
  const { bytes, root, base } = makeTables(loongarch(false), pages, 0x9000_0000n, 0n);
  const path = folder.write('loong', bytes);
  const image = [path, '--memory-base', formatHex(base), '--arch', 'loongarch64', '--page-size', '16384'];
  const options = ['--paging', '3', '-k', '6.12', '--pgd', formatHex(root), '--user', '--json'];
  const scan = async (...more: string[]) => {
    const { code, stdout, stderr } = await runOnDisk(['scan', ...image, ...options, ...more]);
    expect([code, stderr]).toEqual([0, '']);
    return jsonLines(stdout);
  };
  const [summary] = await scan();
  // The top table has entries for three of 2048, and each table below it for one.
  const zeros = 2045 + 3 * 2047;
  expect(summary).toMatchObject({ states: { present: 3, table: zeros, none: 3 * 2047 }, problems: 0 });
  const present = await scan('--entries', '--where', 'state == "present"');
  expect(present.map((entry) => [property(entry, 'vaddr'), property(entry, 'phys')])).toEqual(
    pages.map(({ va, phys }) => [formatU64(va), formatHex(phys)]),
  );
  const others = await scan('--entries', '--where', 'state == "table" && invalid && raw == 0');
  expect(others.length).toBe(zeros);
  // Nor does a walk follow one to whatever lies at the physical address 0.
  const walk = await runOnDisk(['walk', ...image, ...options, '0x3000000000']);
  expect([walk.code, walk.stderr]).toEqual([0, '']);
  expect(property(jsonLines(walk.stdout)[0], 'stop')).toMatchObject({
    reason: 'table',
    level: 'pud',
    text: expect.stringMatching(/it is 0, which no kernel leaves there/),
  });
});
