import { afterAll, describe, expect, test } from '@jest/globals';
import { openElf } from '../../../src/images/formats/elf.ts';
import { readMemory, readWord, type PhysicalMemory } from '../../../src/images/memory.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { writeCore, writeNote, type CorePlan } from '../../helpers/image-writer.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const page = (fill: number, length = 4096): Uint8Array => new Uint8Array(length).fill(fill);
const open = (bytes: Uint8Array): PhysicalMemory => openElf(openFile(folder.write('core', bytes)));
const core = (plan: CorePlan): PhysicalMemory => open(writeCore(plan));
const firstByte = (memory: PhysicalMemory, physAddr: bigint) => readMemory(memory, physAddr, 1)?.[0];

describe('openElf', () => {
  test.each([
    { name: '64-bit little endian', wide: true, littleEndian: true },
    { name: '64-bit big endian', wide: true, littleEndian: false },
    { name: '32-bit little endian', wide: false, littleEndian: true },
    { name: '32-bit big endian', wide: false, littleEndian: false },
  ])('$name, program headers counted in either place', ({ wide, littleEndian }) => {
    for (const extended of [false, true]) {
      const memory = core({
        wide,
        littleEndian,
        extended,
        segments: [
          { paddr: 0x1000n, bytes: page(1) },
          { paddr: 0x8000n, bytes: page(2) },
        ],
      });
      expect([...memory.ranges()]).toEqual([
        { start: 0x1000n, end: 0x2000n },
        { start: 0x8000n, end: 0x9000n },
      ]);
      expect(firstByte(memory, 0x1fffn)).toBe(1);
      expect(firstByte(memory, 0x8000n)).toBe(2);
      expect(readMemory(memory, 0x1ff0n, 32)).toBeUndefined();
      expect(memory.holeAt(0x2000n)).toBe('not in the image');
      expect(memory.info.notes).toEqual([]);
      memory.close();
    }
  });

  // v6.12 fs/binfmt_elf.c writes p_paddr 0 for every mapping of a process, and so does gdb's gcore.
  test.each([
    {
      name: 'a process',
      vaddrs: [0x40_0000n, 0x7fff_f7dd_0000n],
      text: /the core of a process \(gcore, a core dump\).*physical addresses in its headers are 0/,
    },
    { name: 'a process with one mapping', vaddrs: [0x40_0000n], text: /the core of a process/ },
    {
      name: 'a kernel of an unknown direct map',
      vaddrs: [0xffff_0000_0000_0000n, 0xffff_8000_0000_0000n],
      text: /without physical addresses/,
    },
  ])('refused: the core of $name', ({ vaddrs, text }) => {
    const segments = vaddrs.map((vaddr, i) => ({ vaddr, paddr: 0n, bytes: page(i) }));
    expect(() => core({ machine: 183, segments })).toThrow(expect.objectContaining({ code: 'ERR_FORMAT' }));
    expect(() => core({ machine: 183, segments })).toThrow(text);
  });

  test('words come in the byte order of the machine', () => {
    const bytes = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0x80);
    expect(readWord(core({ segments: [{ bytes }] }), 0n, 'little')).toBe(0x8000_0000_0000_0001n);
    expect(readWord(core({ littleEndian: false, segments: [{ bytes }] }), 0n, 'big')).toBe(
      0x0100_0000_0000_0080n,
    );
  });

  test('a read may cross from one segment into the next', () => {
    const memory = core({
      segments: [
        { paddr: 0x2000n, bytes: page(2) },
        { paddr: 0x1000n, bytes: page(1) },
      ],
    });
    expect([...(readMemory(memory, 0x1fffn, 2) ?? [])]).toEqual([1, 2]);
  });

  test('where segments overlap the first in the table is read, and a note says so', () => {
    const memory = core({
      segments: [
        { paddr: 0x2000n, bytes: page(7) },
        { paddr: 0x1000n, bytes: page(9, 0x3000) },
      ],
    });
    expect([firstByte(memory, 0x1000n), firstByte(memory, 0x2000n), firstByte(memory, 0x3000n)]).toEqual([
      9, 7, 9,
    ]);
    expect(memory.info.notes[0]).toMatch(/^segments overlap in physical memory: 0x1000-0x4000/);
  });

  test('memory beyond the bytes in the file was left out', () => {
    const memory = core({ segments: [{ paddr: 0x1000n, bytes: page(1), memSize: 0x3000n }] });
    expect(readWord(memory, 0x2000n, 'little')).toBeUndefined();
    expect(memory.holeAt(0x2000n)).toBe('left out when the image was made');
    expect(memory.holeAt(0x4000n)).toBe('not in the image');
  });

  test('a file that is cut short can be read up to there', () => {
    const bytes = writeCore({ segments: [{ paddr: 0x1000n, bytes: page(1, 0x2000) }] });
    const memory = open(bytes.subarray(0, bytes.length - 0x1000));
    expect(firstByte(memory, 0x1000n)).toBe(1);
    expect(firstByte(memory, 0x2000n)).toBeUndefined();
    expect(memory.holeAt(0x2000n)).toMatch(/^cut off: it would be at 0x[0-9a-f]+ of the file/);
    expect(memory.info.notes[0]).toMatch(/^cut short/);
  });

  test('VMCOREINFO is read, and registers are where QEMU puts them', () => {
    const notes = writeNote('VMCOREINFO', 0, Buffer.from('OSRELEASE=6.1.0-1\nPAGESIZE=4096\n'));
    const memory = core({ segments: [{ type: 4, bytes: notes }, { bytes: page(0) }] });
    expect(memory.info.vmcoreinfo?.release).toBe('6.1.0-1');
    expect(memory.info.machine).toBe('x86_64');
  });

  test('memory without a physical address (kcore) is passed over', () => {
    const memory = core({
      segments: [
        { paddr: 0xffff_ffff_ffff_ffffn, vaddr: 0xffffc90000000000n, bytes: page(5) },
        { paddr: 0x1000n, vaddr: 0xffff888000001000n, bytes: page(6) },
      ],
    });
    expect([...memory.ranges()]).toEqual([{ start: 0x1000n, end: 0x2000n }]);
    expect(firstByte(memory, 0x1000n)).toBe(6);
  });

  const good = writeCore({
    segments: [{ type: 4, bytes: writeNote('X', 0, page(0, 16)) }, { bytes: page(1) }],
  });
  const patched = (at: number, ...bytes: number[]): Uint8Array => {
    const out = new Uint8Array(good);
    out.set(bytes, at);
    return out;
  };
  const FF8 = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  // Program headers start at 128 (after the section header); p_offset at +8, p_filesz at +32.
  test.each([
    { name: 'an unknown class', bytes: patched(4, 3), code: 'ERR_FORMAT', text: /@0x4: .*class/ },
    { name: 'not a core', bytes: patched(16, 2), code: 'ERR_FORMAT', text: /@0x10: .*type 2/ },
    { name: 'program headers of no size', bytes: patched(54, 0), code: 'ERR_FORMAT', text: /@0x36: / },
    {
      name: 'more program headers than the file',
      bytes: patched(56, 0xfe, 0xff),
      code: 'ERR_FORMAT',
      text: /65534/,
    },
    { name: 'a table far away', bytes: patched(32, ...FF8), code: 'ERR_FORMAT', text: /no file reaches/ },
    {
      name: 'a segment far away',
      bytes: patched(128 + 56 + 8, ...FF8),
      code: 'ERR_FORMAT',
      text: /no file reaches/,
    },
    {
      name: 'a segment of all memory',
      bytes: patched(128 + 56 + 40, ...FF8),
      code: 'ERR_FORMAT',
      text: /any machine/,
    },
    {
      name: 'notes without end',
      bytes: patched(128 + 32, ...FF8),
      code: 'ERR_FORMAT',
      text: /notes of 0xf+/,
    },
    {
      name: 'notes past the end',
      bytes: patched(128 + 32, 0, 0, 1),
      code: 'ERR_TRUNCATED',
      text: /inside the notes/,
    },
    {
      name: 'a header cut off',
      bytes: good.subarray(0, 40),
      code: 'ERR_TRUNCATED',
      text: /inside the ELF header/,
    },
    {
      name: 'a table cut off',
      bytes: good.subarray(0, 140),
      code: 'ERR_FORMAT',
      text: /past the end of the file at 0x8c/,
    },
  ])('$name is refused with its place', ({ bytes, code, text }) => {
    expect(() => open(bytes)).toThrow(expect.objectContaining({ code }));
    expect(() => open(bytes)).toThrow(text);
  });
});
