import { afterAll, describe, expect, test } from '@jest/globals';
import { numberOf, readEntry, swapOf } from '../../src/core/entry/entry.ts';
import { scanBareTable } from '../../src/images/scan/bare-table.ts';
import { countEntries } from '../../src/images/scan/entry-counter.ts';
import { type EntryRun, mergeRuns } from '../../src/images/scan/entry-runs.ts';
import { createGrouper } from '../../src/images/scan/groups.ts';
import { halfRange, pageAddress, scanTables } from '../../src/images/scan/scan.ts';
import { walkAddress } from '../../src/images/walk/walk.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { writeCore } from '../helpers/image-writer.ts';
import { jsonLines } from '../helpers/json.ts';
import { lpaeTables, NarrowTables, shortTables, twoLevelTables } from '../helpers/narrow-tables.ts';
import { pagesMemory } from '../helpers/real-kernels.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const swap = { type: 3, offset: 0x1234n };
const KINDS = [
  {
    name: 'i386 without PAE',
    options: ['--arch', 'i386', '--paging', '2'],
    kernel: resolveKernel({ kernel: '6.12', arch: 'i386', paging: 2 }),
    machine: 3,
    tables: twoLevelTables(),
    root: 0x1000n,
    walks: [
      // Indices 0x20 of the bits 31:22, 7 of 21:12.
      { va: 0x800_7123n, entries: [0x1080n, 0x201cn], phys: 0xabcd_e123n, size: 0x1000n },
      { va: 0x852_3456n, entries: [0x1084n], phys: 0x8892_3456n, size: 0x40_0000n },
      { va: 0x800_a000n, entries: [0x1080n, 0x2028n], phys: null, size: null },
      { va: 0xffff_f000n, entries: [0x1ffcn], phys: null, size: null },
    ],
    swapped: 0x800_9000n,
    ranges: [
      { vaddr: 0x800_7000n, pages: 2, phys: 0xabcd_e000n },
      { vaddr: 0x800_9000n, pages: 1, phys: null },
      { vaddr: 0x840_0000n, pages: 1024, phys: 0x8880_0000n },
    ],
  },
  {
    name: 'arm with short descriptors',
    options: ['--arch', 'arm', '--paging', '2'],
    kernel: resolveKernel({ kernel: '6.12', arch: 'arm' }),
    machine: 40,
    tables: shortTables(),
    root: 0x4000n,
    walks: [
      // Index 0x200 of the bits 31:20, 7 of 19:12, in the table of Linux.
      { va: 0x2000_7123n, entries: [0x4800n, 0x1_001cn], phys: 0xabcd_e123n, size: 0x1000n },
      { va: 0x2010_5678n, entries: [0x4804n, 0x1_0414n], phys: 0x1234_5678n, size: 0x1000n },
      { va: 0xc005_4321n, entries: [0x7000n], phys: 0x8005_4321n, size: 0x10_0000n },
      { va: 0xd0ab_cdefn, entries: [0x7428n], phys: 0x1_90ab_cdefn, size: 0x100_0000n },
      { va: 0x2000_a000n, entries: [0x4800n, 0x1_0028n], phys: null, size: null },
      { va: 0x1000n, entries: [0x4000n], phys: null, size: null },
    ],
    swapped: 0x2000_9000n,
    ranges: [
      { vaddr: 0x2000_7000n, pages: 2, phys: 0xabcd_e000n },
      { vaddr: 0x2000_9000n, pages: 1, phys: null },
      { vaddr: 0x2010_5000n, pages: 1, phys: 0x1234_5000n },
      { vaddr: 0xc000_0000n, pages: 256, phys: 0x8000_0000n },
      { vaddr: 0xd000_0000n, pages: 16 * 256, phys: 0x1_9000_0000n },
    ],
  },
  {
    name: 'arm with LPAE',
    options: ['--arch', 'arm', '--config', 'ARM_LPAE=y'],
    kernel: resolveKernel({ kernel: '6.12', arch: 'arm', config: new Map([['ARM_LPAE', true]]) }),
    machine: 40,
    tables: lpaeTables(),
    root: 0x1000n,
    walks: [
      // Indices 2 of the bits 31:30, 5 of 29:21, 7 of 20:12.
      { va: 0x80a0_7123n, entries: [0x1010n, 0x2028n, 0x3038n], phys: 0xabcd_e123n, size: 0x1000n },
      { va: 0x80d2_3456n, entries: [0x1010n, 0x2030n], phys: 0x8872_3456n, size: 0x20_0000n },
      { va: 0x80a1_0123n, entries: [0x1010n, 0x2028n, 0x3080n], phys: 0x12_abcd_e123n, size: 0x1000n },
      { va: 0x80a0_a000n, entries: [0x1010n, 0x2028n, 0x3050n], phys: null, size: null },
    ],
    swapped: 0x80a0_9000n,
    ranges: [
      { vaddr: 0x80a0_7000n, pages: 2, phys: 0xabcd_e000n },
      { vaddr: 0x80a0_9000n, pages: 1, phys: null },
      { vaddr: 0x80a1_0000n, pages: 1, phys: 0x12_abcd_e000n },
      { vaddr: 0x80c0_0000n, pages: 512, phys: 0x8860_0000n },
    ],
  },
];

describe.each(KINDS)('$name', ({ name, options, kernel, machine, tables, root, walks, swapped, ranges }) => {
  const memory = pagesMemory(tables.pages());

  test.each(walks)('the walk of $va', ({ va, entries, phys, size }) => {
    const walk = walkAddress(memory, kernel, root, va);
    expect(walk.levels.map(({ entryPhys }) => entryPhys)).toEqual(entries);
    expect([walk.phys, walk.pageSize]).toEqual([phys, size]);
    for (const { entry } of walk.levels) expect([entry.unknown, entry.notes]).toEqual([0n, []]);
  });

  test('a page that was swapped out', () => {
    const last = walkAddress(memory, kernel, root, swapped).levels.at(-1)?.entry;
    expect(last && [last.state, swapOf(last)]).toEqual(['swap', expect.objectContaining(swap)]);
  });

  test('the CPU refuses addresses of more than 32 bits', () => {
    expect(walkAddress(memory, kernel, root, 1n << 32n).stop?.reason).toBe('not-canonical');
  });

  test('the scan finds the pages of the walks and no others', () => {
    const runs: EntryRun[] = [];
    const grouper = createGrouper(kernel);
    const merged = mergeRuns(kernel, grouper, (run) => runs.push(run));
    const problem = (): void => {
      throw new Error('every table is there');
    };
    const range = halfRange(kernel, 'both');
    scanTables(memory, kernel, root, range, { ...merged, problem });
    merged.flush();
    const used = runs.filter(({ group }) => group.sample.state !== 'none');
    const found = used.map(({ page, entries, pagesPerEntry, group, raw }) => ({
      vaddr: pageAddress(kernel, page),
      pages: entries * pagesPerEntry,
      phys: numberOf(readEntry(kernel, raw, group.level), 'phys'),
    }));
    expect(found).toEqual(ranges);
    const counter = countEntries(grouper);
    scanTables(memory, kernel, root, range, { ...counter, problem });
    for (const { group } of used)
      expect(counter.counts[group.id]).toBe(
        used.filter((run) => run.group === group).reduce((sum, { entries }) => sum + entries, 0),
      );
  });

  const [first] = walks;
  const plain = name.replaceAll(' ', '-');
  const bytes = tables.raw();
  test('VMCOREINFO tells which of the two it is', async () => {
    const symbol = machine === 3 ? 'X86_PAE' : 'ARM_LPAE';
    const text = `OSRELEASE=6.12.0\nPAGESIZE=4096\n${kernel.entryBits === 64 ? `CONFIG_${symbol}=y\n` : ''}`;
    const note = { type: 4, bytes: vmcoreinfoNote(text) };
    const path = folder.write(
      `${plain}-notes.elf`,
      writeCore({ wide: false, machine, segments: [note, { bytes }] }),
    );
    const walk = ['walk', '--memory', path, '--pgd', `0x${root.toString(16)}`, '--json'];
    const { code, stdout, stderr } = await runOnDisk([...walk, `0x${first?.va.toString(16) ?? ''}`]);
    expect([code, stderr]).toEqual([0, '']);
    expect(jsonLines(stdout)[0]).toMatchObject({ phys: `0x${first?.phys?.toString(16) ?? ''}` });
  });

  test('where nothing tells it, nothing is walked', async () => {
    const path = folder.write(
      `${plain}-mute.elf`,
      writeCore({ wide: false, machine, segments: [{ bytes }] }),
    );
    const { code, stderr } = await runOnDisk(['walk', '--memory', path, '--pgd', '0x1000', '0x1000']);
    expect(code).toBe(2);
    expect(stderr).toContain('the image does not say how many levels');
  });

  test.each([
    { form: 'raw memory', file: `${plain}.raw`, content: bytes, more: ['--memory-base', '0x0'] },
    {
      form: 'ELF32',
      file: `${plain}.elf`,
      content: writeCore({ wide: false, machine, segments: [{ bytes }] }),
      more: [],
    },
  ])('walk and scan, $form', async ({ file, content, more }) => {
    const path = folder.write(file, content);
    const pgd = `0x${root.toString(16)}`;
    const image = ['--memory', path, ...more, '-k', '6.12', ...options, '--pgd', pgd];
    const walk = await runOnDisk(['walk', ...image, '--json', `0x${first?.va.toString(16) ?? ''}`]);
    expect([walk.code, walk.stderr]).toEqual([0, '']);
    expect(jsonLines(walk.stdout)[0]).toMatchObject({ phys: `0x${first?.phys?.toString(16) ?? ''}` });
    const scan = await runOnDisk(['scan', ...image, '--ranges', '--json']);
    expect([scan.code, scan.stderr]).toEqual([0, '']);
    expect(jsonLines(scan.stdout)).toHaveLength(ranges.length);
  });
});

/** A note as the kernel writes it: sizes of name and text, type 0, both padded to 4 bytes. */
function vmcoreinfoNote(text: string): Uint8Array {
  const name = Buffer.from('VMCOREINFO\0\0', 'latin1');
  const body = Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4, '\n'), 'latin1');
  const header = new DataView(new ArrayBuffer(12));
  header.setUint32(0, 11, true);
  header.setUint32(4, body.length, true);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...name, ...body]);
}

// arch/x86/mm/pat/set_memory.c __set_pages_np; v6.12 arch/arm/mm/pageattr.c set_memory_valid: the present bit goes.
test.each([
  {
    name: 'i386',
    paging: 2,
    tables: new NarrowTables().set(0x1000 + 4 * 0x3de, 0x2063).set(0x2000 + 4 * 5, 0x1234_5060),
    root: 0x1000n,
  },
  {
    name: 'arm',
    paging: 2,
    tables: new NarrowTables()
      .clear(0x4000, 4)
      .set(0x4000 + 4 * 0xf78, 0x8811)
      .set(0x8000 + 4 * 5, 0x1234_545e),
    root: 0x4000n,
  },
])('$name: a page of the kernel that is not present', ({ name, paging, tables, root }) => {
  const kernel = resolveKernel({ kernel: '6.12', arch: name, paging });
  const memory = pagesMemory(tables.pages());
  const walk = walkAddress(memory, kernel, root, 0xf780_5000n);
  expect(walk.stop).toMatchObject({ reason: 'unmapped', text: expect.stringContaining('frame 0x12345') });
  const states: string[] = [];
  const grouper = createGrouper(kernel);
  const merged = mergeRuns(kernel, grouper, ({ group }) => states.push(group.sample.state));
  scanTables(memory, kernel, root, halfRange(kernel, 'both'), {
    ...merged,
    problem: ({ text }) => states.push(text),
  });
  merged.flush();
  expect(states.filter((state) => state !== 'none')).toEqual(['unmapped']);
});

test('one table by itself', () => {
  const kernel = resolveKernel({ kernel: '6.12', arch: 'i386', paging: 2 });
  const page = twoLevelTables()
    .pages()
    .find(({ physAddr }) => physAddr === 0x2000n);
  const states: string[] = [];
  scanBareTable(kernel, page?.bytes ?? new Uint8Array(), 'pte', 0n, 'table', {
    entries: (_, words, at) => states.push((words[2 * at] ?? 0) >>> 0 === 0 ? '' : 'used'),
    problem: ({ text }) => states.push(text),
  });
  expect(states).toHaveLength(1024);
  expect(states.filter((state) => state !== '')).toEqual(['used', 'used', 'used']);
});
