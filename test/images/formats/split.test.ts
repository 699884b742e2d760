import { afterAll, describe, expect, test } from '@jest/globals';
import { readMemory, type PhysicalMemory } from '../../../src/images/memory.ts';
import { openImage } from '../../../src/images/formats/open.ts';
import { joinPieces } from '../../../src/images/formats/split.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { type KdumpPlan, storeZlib, writeFlattened, writeKdump } from '../../helpers/image-writer.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Frames 1 to 6, each filled with its number. */
const pages = [1, 2, 3, 4, 5, 6].map((pfn) =>
  storeZlib({ physAddr: BigInt(pfn) << 12n, bytes: new Uint8Array(4096).fill(pfn) }),
);
let count = 0;
const openPart = (bytes: Uint8Array): Promise<PhysicalMemory> =>
  openImage(openFile(folder.write(`piece-${count++}`, bytes)));
const partOf = (split: [number, number] | undefined, plan: Partial<KdumpPlan> = {}): Uint8Array =>
  writeKdump({ pages, release: '6.1.0', ...(split ? { split } : {}), ...plan });
const open = (split: [number, number] | undefined, release = '6.1.0'): Promise<PhysicalMemory> =>
  openPart(partOf(split, { release }));

// makedumpfile 1.7.2 --split: every part has the whole bitmaps and the pages from start_pfn to before end_pfn.
describe('the parts of a split dump', () => {
  test('read as one, in any order', async () => {
    const memory = joinPieces([await open([3, 7]), await open([0, 3])]);
    for (const pfn of [1, 2, 3, 4, 5, 6]) expect(readMemory(memory, BigInt(pfn) << 12n, 4096)?.[0]).toBe(pfn);
    const across = readMemory(memory, 0x2800n, 4096);
    expect([across?.[0], across?.[0x800]]).toEqual([2, 3]);
    expect([...memory.ranges()]).toEqual([
      { start: 0x1000n, end: 0x3000n },
      { start: 0x3000n, end: 0x7000n },
    ]);
    expect(memory.info.notes).toEqual(['a part of the split dump is missing: memory 0x7000-0x8000']);
    memory.close();
  });

  test.each([false, true])(
    'without room for the descriptors of the others, page of zeros: %s',
    async (sharesZeros) => {
      const parts = [[3, 7] as const, [0, 3] as const].map(([from, to]) =>
        partOf([from, to], { sharesZeros, isTight: true }),
      );
      const memory = joinPieces(await Promise.all(parts.map(openPart)));
      for (const pfn of [1, 2, 3, 4, 5, 6])
        expect(readMemory(memory, BigInt(pfn) << 12n, 4096)?.[0]).toBe(pfn);
      memory.close();
    },
  );

  test.each([false, true])('a part cut short says so, page of zeros: %s', async (sharesZeros) => {
    const whole = partOf([3, 7], { sharesZeros });
    const memory = await openPart(whole.subarray(0, -1));
    expect(memory.info.notes.join()).toMatch(
      /cut short: the file ends at 0x[0-9a-f]+, before the end of the pages/,
    );
    expect(readMemory(memory, 0x6000n, 8)).toBeUndefined();
    expect(memory.holeAt(0x6000n)).toMatch(/^cut off: it would be at/);
    memory.close();
    const other = await openPart(whole);
    expect(other.info.notes.join()).not.toContain('cut short');
    other.close();
  });

  test('some of them: what is missing is said', async () => {
    const memory = joinPieces([await open([5, 8]), await open([0, 3])]);
    expect(readMemory(memory, 0x4000n, 8)).toBeUndefined();
    expect(memory.holeAt(0x4000n)).toBe('in no part of the split dump that was given');
    expect(memory.info.notes).toEqual([
      'a part of the split dump is missing: memory 0x3000-0x5000',
      'a part of the split dump is missing: memory 0x8000-0x9000',
    ]);
    expect(memory.info.summary).toMatch(/, 2 parts$/);
  });

  // makedumpfile.c calculate_end_pfn_by_splitblock: parts get whole blocks of 1 GiB, and those behind the last block none.
  test.each([false, true])('one without pages, shared page of zeros: %s', async (sharesZeros) => {
    const paths = [
      partOf([3, 8], { sharesZeros }),
      partOf([8, 8], { sharesZeros }),
      partOf([0, 3], { sharesZeros }),
      partOf([8, 8], { sharesZeros }),
    ];
    const [behind, empty, front, other] = await Promise.all(paths.map(openPart));
    expect(empty?.info.notes).toEqual([expect.stringMatching(/^a part of a split dump without pages/)]);
    expect([...(empty?.ranges() ?? [])]).toEqual([]);
    expect(empty && readMemory(empty, 0x1000n, 8)).toBeUndefined();
    expect(empty?.holeAt(0x1000n)).toBe('in another part of this split dump');
    const parts = [behind, other, front].flatMap((part) => part ?? []);
    const memory = joinPieces(parts);
    expect(memory.info.notes).toEqual(['a part of the split dump is missing: memory 0x8000-0x9000']);
    for (const pfn of [1, 2, 3, 4, 5, 6]) expect(readMemory(memory, BigInt(pfn) << 12n, 4096)?.[0]).toBe(pfn);
    empty?.close();
    memory.close();
  });

  test('flattened, of every version that has parts, in any order', async () => {
    for (const version of [2, 3, 4, 5, 6]) {
      const parts = [[5, 7] as const, [0, 2] as const, [2, 5] as const].map(([from, to]) =>
        writeFlattened(partOf([from, to], { version, vmcoreinfo: Buffer.from('CRASHTIME=1\n') }), 777),
      );
      const memory = joinPieces(await Promise.all(parts.map(openPart)));
      for (const pfn of [1, 2, 3, 4, 5, 6])
        expect(readMemory(memory, BigInt(pfn) << 12n, 4096)?.[0]).toBe(pfn);
      memory.close();
    }
  });

  test('one of them cut short: its pages beyond are holes, with the place', async () => {
    const whole = partOf([3, 7]);
    const memory = joinPieces([await open([0, 3]), await openPart(whole.subarray(0, whole.length - 20))]);
    expect(readMemory(memory, 0x5000n, 1)).toEqual(Uint8Array.of(5));
    expect(readMemory(memory, 0x6000n, 1)).toBeUndefined();
    expect(memory.holeAt(0x6000n)).toMatch(/^cut off: it would be at 0x/);
    expect(memory.info.notes.join('\n')).toMatch(/cut short: /);
    memory.close();
  });

  // A fleet of machines runs one kernel: VMCOREINFO has the time of the crash, and memory lies elsewhere.
  test.each([
    {
      name: 'another crash',
      plan: { vmcoreinfo: Buffer.from('CRASHTIME=2\n') },
      text: /: VMCOREINFO 0x\w+, there 0x/,
    },
    { name: 'another machine', plan: { leftOut: [0n] }, text: /: bitmaps 0x\w+, there 0x/ },
    { name: 'another kernel', plan: { release: '6.1.1' }, text: /: kernel 6\.1\.1, there 6\.1\.0/ },
    { name: 'other registers', plan: { notes: Buffer.alloc(12) }, text: /: notes 0x0, there none/ },
  ])('refused with what differs: a part of $name', async ({ plan, text }) => {
    const common = { vmcoreinfo: Buffer.from('CRASHTIME=1\n') };
    const parts = [
      await openPart(partOf([0, 3], common)),
      await openPart(partOf([3, 7], { ...common, ...plan })),
    ];
    expect(() => joinPieces(parts)).toThrow(text);
  });

  test.each([
    { name: 'a whole dump', second: undefined, release: '6.1.0', text: /no part of a split dump/ },
    { name: 'the same part twice', second: [0, 3], release: '6.1.0', text: /which another part has too/ },
    { name: 'another dump', second: [3, 8], release: '6.2.0', text: /another split dump/ },
  ] as const)('refused: $name', async ({ second, release, text }) => {
    const parts = [await open([0, 3]), await open(second && [second[0], second[1]], release)];
    expect(() => joinPieces(parts)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
    expect(() => joinPieces(parts)).toThrow(text);
  });
});
