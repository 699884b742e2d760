import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { machineOfNotes, parseNotes } from '../../src/images/elf-notes.ts';
import { writeNote } from '../helpers/image-writer.ts';

/** QEMUCPUState of x86-64 (QEMU v7.2 target/i386/arch_dump.c): 440 bytes, cr[5] from byte 392 on. */
function qemuNote(cr3: bigint, cr4: bigint): Uint8Array {
  const desc = new DataView(new ArrayBuffer(440));
  desc.setUint32(0, 1, true);
  desc.setUint32(4, 440, true);
  desc.setBigUint64(8 + 16 * 8, 0x401714n, true);
  desc.setBigUint64(392 + 24, cr3, true);
  desc.setBigUint64(392 + 32, cr4, true);
  return writeNote('QEMU', 0, new Uint8Array(desc.buffer));
}

describe('parseNotes', () => {
  test('the registers of each CPU, in order, and VMCOREINFO', () => {
    const bytes = Buffer.concat([
      writeNote('CORE', 1, new Uint8Array(336)),
      qemuNote(0x1000n, 0n),
      qemuNote(0x2801n, 0x1000n),
      writeNote('VMCOREINFO', 0, Buffer.from('OSRELEASE=6.1.0\n')),
    ]);
    const notes = parseNotes(bytes, true, 'x86_64');
    expect(notes.cpus).toEqual([
      { cpu: 0, pc: 0x401714n, cr3: 0x1000n, cr4: 0n },
      { cpu: 1, pc: 0x401714n, cr3: 0x2801n, cr4: 0x1000n },
    ]);
    expect(notes.vmcoreinfo?.release).toBe('6.1.0');
    expect(notes.brokenAt).toBeUndefined();
  });

  test('without a QEMU note the CPUs are those of NT_PRSTATUS, which has no CR3', () => {
    const notes = parseNotes(writeNote('CORE', 1, new Uint8Array(336)), true, 'x86_64');
    expect(notes.cpus).toEqual([{ cpu: 0, pc: 0n }]);
  });

  test('a note that runs past the end is told by its position', () => {
    const good = writeNote('X', 7, new Uint8Array(4));
    const bad = writeNote('CORE', 1, new Uint8Array(336)).subarray(0, 100);
    expect(parseNotes(Buffer.concat([good, bad]), true, 'x86_64').brokenAt).toBe(good.length);
  });

  test('registers of other machines are not guessed', () => {
    expect(parseNotes(qemuNote(1n, 2n), true, 'aarch64').cpus).toEqual([{ cpu: 0 }]);
  });

  // Principles of Operation, chapter 4 "Program-Status Word": bit 5 is the DAT mode, 16 and 17 are the address-space control.
  test.each([
    { psw: 0x0705_2001_8000_0000n, used: 'CR1' },
    { psw: 0x0705_6001_8000_0000n, used: 'CR1' },
    { psw: 0x0704_a001_8000_0000n, used: 'CR7' },
    { psw: 0x0704_c001_8000_0000n, used: 'CR13' },
    { psw: 0x0002_0001_8000_0000n, used: undefined },
  ])('the top table of an s390x CPU whose PSW is $psw: $used', ({ psw, used }) => {
    const status = new DataView(new ArrayBuffer(336));
    status.setBigUint64(112, psw);
    status.setBigUint64(120, 0x1234n);
    const controls = new DataView(new ArrayBuffer(128));
    for (let at = 0; at < 16; at++) controls.setBigUint64(8 * at, BigInt(0x1000 * at + 7));
    const notes = [
      writeNote('CORE', 1, new Uint8Array(status.buffer), false),
      writeNote('CORE', 2, new Uint8Array(136), false),
      // Of another name, or too short for sixteen registers.
      writeNote('CORE', 0x304, new Uint8Array(128).fill(9), false),
      writeNote('LINUX', 0x304, new Uint8Array(120).fill(9), false),
      writeNote('LINUX', 0x304, new Uint8Array(controls.buffer), false),
      writeNote('CORE', 1, new Uint8Array(336), false),
    ];
    const [first, second] = parseNotes(Buffer.concat(notes), false, 's390x').cpus;
    const roots = new Map([1, 7, 13].map((number) => [`CR${number}`, BigInt(0x1000 * number + 7)]));
    expect(first).toMatchObject({ cpu: 0, pc: 0x1234n, roots });
    expect([first?.used, first?.cr3]).toEqual([used, used && roots.get(used)]);
    expect(second).toEqual({ cpu: 1, pc: 0n, status: 0n });
  });

  test('control registers without a CPU in front of them are of none', () => {
    expect(parseNotes(writeNote('LINUX', 0x304, new Uint8Array(128), false), false, 's390x').cpus).toEqual(
      [],
    );
  });

  // Sizes of elf_prstatus: QEMU v7.2 target/*/arch_dump.c.
  test.each([
    { size: 336, le: true, machine: 'x86_64' },
    { size: 336, le: false, machine: 's390x' },
    { size: 392, le: true, machine: 'aarch64' },
    { size: 376, le: true, machine: 'riscv64' },
    { size: 504, le: true, machine: 'ppc64' },
    { size: 480, le: true, machine: 'loongarch64' },
    { size: 392, le: false, machine: undefined },
    { size: 100, le: true, machine: undefined },
  ])('a note of $size bytes is of $machine', ({ size, le, machine }) => {
    expect(machineOfNotes(writeNote('CORE', 1, new Uint8Array(size), le), le)).toBe(machine);
  });

  test('any bytes parse', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 600 }),
        fc.boolean(),
        (bytes, le) => void parseNotes(bytes, le, le ? 'x86_64' : 's390x'),
      ),
      { seed: 2, numRuns: 2000 },
    );
  });
});
