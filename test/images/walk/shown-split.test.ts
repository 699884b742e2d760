import { afterAll, describe, expect, test } from '@jest/globals';
import { formatHex, formatU64 } from '../../../src/core/u64.ts';
import { runOnDisk } from '../../helpers/fake-io.ts';
import { writeCore, writeNote } from '../../helpers/image-writer.ts';
import { jsonLines, property } from '../../helpers/json.ts';
import { makeTables } from '../../helpers/made-tables.ts';
import { NarrowTables } from '../../helpers/narrow-tables.ts';
import { pae } from '../../helpers/table-formats.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** A kernel page without its present bit, as arch/x86/mm/pat/set_memory.c __set_pages_np leaves it. */
const gone = { va: 0xb123_4000n, depth: 2, phys: 0n, raw: 0x8000_0000_1234_5060n };
/** The start of the kernel's memory with VMSPLIT_2G: large pages of the kernel from physical 0 on. */
const lowmem = [0n, 1n, 8n].map((i) => ({
  va: 0x8000_0000n + (i << 21n),
  depth: 1,
  phys: i << 21n,
  raw: (i << 21n) | 0x80000000000001e3n,
}));
const twoLevels = (page: number): NarrowTables =>
  new NarrowTables()
    .clear(0x1000, 2)
    .set(0x1000 + 4 * (page >>> 22), 0x2063)
    .set(0x2000 + 4 * ((page >>> 12) & 0x3ff), 0x1234_5060);

// v6.12 arch/x86/Kconfig and arch/arm/Kconfig, "Memory split": the builds; with PAE there is none at 0xb0000000.
const made = makeTables(pae, [gone], 0n, 0x1000n);
const high = makeTables(pae, [gone], 0x10_0000n, 0n);
const low = { vaddr: 0x8000_0000n, bytes: new Uint8Array(0x1_0000) };
const shown = makeTables(pae, [gone, ...lowmem], 0n, 0x1000n);
const short = new NarrowTables()
  .clear(0x4000, 4)
  .set(0x4000 + 4 * 0xaf5, 0x8c11)
  .set(0x8000 + 4 * (256 + 5), 0x1234_545e);
const note = (text: string) => ({
  type: 4,
  bytes: writeNote('VMCOREINFO', 0, Buffer.from(`OSRELEASE=6.12.0\nPAGESIZE=4096\n${text}`)),
});
const core = (name: string, machine: number, ...segments: Parameters<typeof writeCore>[0]['segments']) =>
  folder.write(name, writeCore({ wide: false, machine, segments }));
const PAE = 'CONFIG_X86_PAE=y\n';
/** A core whose physical addresses are all 0 is that of a process. */
const more = { paddr: 0x10_0000n, bytes: new Uint8Array(16) };

describe('where the addresses of a 32-bit kernel begin', () => {
  const cases = [
    {
      name: 'PAE, VMCOREINFO',
      path: core('a', 3, note(`${PAE}SYMBOL(swapper_pg_dir)=81a1c000\n`), made),
      made,
      state: 'unmapped',
    },
    {
      name: 'PAE, an image moved at boot',
      path: core('b', 3, note(`${PAE}SYMBOL(swapper_pg_dir)=c9a1c000\nKERNELOFFSET=8000000\n`), made),
      made,
      state: 'swap',
    },
    {
      name: 'PAE, program headers',
      path: core('c', 3, note(PAE), low, { paddr: high.base, bytes: high.bytes }),
      made: high,
      state: 'unmapped',
    },
    { name: 'PAE, the tables', path: core('d', 3, note(PAE), shown), made: shown, state: 'unmapped' },
    {
      name: 'PAE, an option',
      path: core('e', 3, note(PAE), made),
      made,
      options: ['--config', 'VMSPLIT_2G=y'],
      state: 'unmapped',
    },
    {
      name: 'PAE, an option against the image',
      path: core('f', 3, note(`${PAE}SYMBOL(swapper_pg_dir)=81a1c000\n`), made),
      made,
      options: ['--config', 'VMSPLIT_3G=y'],
      state: 'swap',
      says: /the image shows VMSPLIT_2G, options say VMSPLIT_3G: they count/,
    },
    {
      name: 'PAE, nothing',
      path: core('g', 3, note(PAE), made),
      made,
      state: 'swap',
      says: /0x00000000b1234000: read as an entry of a process.*from 0x40000000 on.*VMSPLIT_1G=y, VMSPLIT_2G=y, VMSPLIT_3G=y says it/,
      walkSays: /if this is an address of a process; if it is one of the kernel.*frame 0x12345 /,
    },
  ];

  test.each(cases)('$name', async ({ path, made: tables, options = [], state, says, walkSays }) => {
    const image = [path, '--pgd', formatHex(tables.root), '--json', ...options];
    const scan = await runOnDisk(['scan', ...image, '--entries', '--range', '0xb1234000-0xb1235000']);
    expect([scan.code, jsonLines(scan.stdout).map((entry) => property(entry, 'state'))]).toEqual([
      0,
      [state],
    ]);
    if (says === undefined) expect(scan.stderr).toBe('');
    else expect(scan.stderr.replace(/\s+/g, ' ')).toMatch(says);
    const walk = await runOnDisk(['walk', ...image, formatU64(gone.va)]);
    const [record] = jsonLines(walk.stdout);
    expect(property(record, 'state')).toBe(state);
    if (walkSays) expect(property(property(record, 'stop'), 'text')).toMatch(walkSays);
  });

  test.each([
    {
      name: 'i386',
      machine: 3,
      va: 0xb123_4000,
      tables: twoLevels(0xb123_4000),
      root: 0x1000,
      table: 'b1a1c000',
    },
    {
      name: 'i386',
      machine: 3,
      va: 0x7923_4000,
      tables: twoLevels(0x7923_4000),
      root: 0x1000,
      table: '79a1c000',
    },
    // Modules stand 16 MiB below: arch/arm/include/asm/memory.h MODULES_VADDR.
    { name: 'arm', machine: 40, va: 0xaf50_5000, tables: short, root: 0x4000, table: 'b0004000' },
  ])('$name with two levels, $table', async ({ name, machine, va, tables, root, table }) => {
    const bytes = new Uint8Array(0x1_0000);
    bytes.set(tables.raw());
    for (const [text, vaddr, state] of [
      [`SYMBOL(swapper_pg_dir)=${table}\n`, 0n, 'unmapped'],
      ['SYMBOL(swapper_pg_dir)=c0404000\n', 0xc000_0000n, 'swap'],
    ] as const) {
      const path = core(`two-${name}-${table}-${state}`, machine, note(text), { bytes, vaddr }, more);
      const image = [path, '--pgd', `0x${root.toString(16)}`, '--json'];
      const { stdout, stderr } = await runOnDisk(['walk', ...image, `0x${va.toString(16)}`]);
      expect([property(jsonLines(stdout)[0], 'state'), stderr]).toEqual([state, '']);
      const scan = await runOnDisk(['scan', ...image, '--entries']);
      expect(jsonLines(scan.stdout).map((entry) => property(entry, 'state'))).toEqual([state]);
    }
  });

  // KASLR moves i386 by less than 512 MiB (KERNEL_IMAGE_SIZE), and its VMCOREINFO has no KERNELOFFSET:
  // v6.12 arch/x86/kernel/vmcore_info_32.c.
  test.each([
    {
      name: 'a table that two builds can have there',
      table: 'c1a1c000',
      vaddr: 0n,
      state: 'swap',
      open: true,
    },
    { name: 'a table far above its start', table: 'c1a1c000', vaddr: 0xb000_0000n, state: 'unmapped' },
    {
      name: 'a table and headers that disagree',
      table: '41a1c000',
      vaddr: 0xc000_0000n,
      state: 'swap',
      open: true,
    },
    { name: 'a table that no build has there', table: 'f8000000', vaddr: 0xb000_0000n, state: 'unmapped' },
  ])('i386 with two levels: $name', async ({ name, table, vaddr, state, open = false }) => {
    const bytes = new Uint8Array(0x1_0000);
    bytes.set(twoLevels(0xb123_4000).raw());
    const path = core(name, 3, note(`SYMBOL(swapper_pg_dir)=${table}\n`), { bytes, vaddr }, more);
    const { stdout, stderr } = await runOnDisk(['scan', path, '--pgd', '0x1000', '--json', '--entries']);
    expect(jsonLines(stdout).map((entry) => property(entry, 'state'))).toEqual([state]);
    expect(/it may be one of the kernel/.test(stderr)).toBe(open);
  });
});
