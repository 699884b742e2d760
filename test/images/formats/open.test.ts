import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { isPteDecodeError } from '../../../src/core/errors.ts';
import { readMemory } from '../../../src/images/memory.ts';
import { openImage } from '../../../src/images/formats/open.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import {
  storeZlib,
  writeCore,
  writeFlattened,
  writeKdump,
  writeLime,
  writeNote,
} from '../../helpers/image-writer.ts';
import { stringOf } from '../../helpers/json.ts';
import { readTables, realJson, REAL_KERNELS, unpackedImage } from '../../helpers/real-kernels.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('openImage', () => {
  test.each(REAL_KERNELS)('the dump of $folder', async ({ folder: kernel }) => {
    const memory = await openImage(openFile(await unpackedImage(kernel)));
    const notes = realJson(kernel, 'vmcore-notes.json');
    const cr3 = BigInt(stringOf(notes, 'cr3'));
    expect(memory.info.format).toBe('elf');
    expect(memory.info.cpus.map((cpu) => cpu.cr3)).toEqual([cr3]);
    expect(memory.info.cpus[0]?.cr4).toBe(BigInt(stringOf(realJson(kernel, 'meta.json'), 'cr4')));
    expect(memory.info.vmcoreinfo).toMatchObject({ release: kernel, pageSize: 4096, smeMask: 0n });
    expect(memory.info.notes).toEqual([]);
    const { root, pages } = readTables(kernel);
    for (const page of pages) {
      const found = readMemory(memory, page.physAddr, 4096) ?? new Uint8Array(0);
      // The fixture has the user half of the top table only.
      const length = page.physAddr === root ? 2048 : 4096;
      expect(Buffer.compare(found.subarray(0, length), page.bytes.subarray(0, length))).toBe(0);
    }
    memory.close();
  });

  const { pages } = readTables('6.1.0-56-amd64');
  const kdump = writeKdump({ pages: pages.map(storeZlib), vmcoreinfo: Buffer.from('OSRELEASE=6.1.0\n') });
  const core = writeCore({
    segments: [
      { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from('OSRELEASE=6.1.0\n')) },
      ...pages.slice(0, 4).map((page) => ({ paddr: page.physAddr, bytes: page.bytes })),
    ],
  });
  const lime = writeLime(pages.slice(0, 4).map((page) => ({ start: page.physAddr, bytes: page.bytes })));

  test.each([
    { name: 'kdump', bytes: kdump, format: 'kdump' },
    { name: 'flattened kdump', bytes: writeFlattened(kdump, 4096), format: 'kdump' },
    { name: 'ELF', bytes: core, format: 'elf' },
    { name: 'flattened ELF', bytes: writeFlattened(core, 700), format: 'elf' },
    { name: 'LiME', bytes: lime, format: 'lime' },
  ])('$name is told by its first bytes', async ({ bytes, format }) => {
    const memory = await openImage(openFile(folder.write('image', bytes)));
    expect(memory.info.format).toBe(format);
    const [page] = pages;
    const found = page === undefined ? undefined : readMemory(memory, page.physAddr, 4096);
    expect(Buffer.compare(found ?? new Uint8Array(0), page?.bytes ?? new Uint8Array(0))).toBe(0);
    memory.close();
  });

  // Records may come in any order: the head of the image can be behind the cut.
  test('a flattened file cut short before the head of its image is said to be that', async () => {
    const flat = writeFlattened(kdump, 4096, (records) => records.toReversed());
    const path = folder.write('headless.flat', flat.subarray(0, flat.length - 6000));
    await expect(openImage(openFile(path))).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_TRUNCATED',
        message: expect.stringMatching(
          /cut short: the file ends at 0x[0-9a-f]+.*what is before has no head of an image/,
        ),
      }),
    );
  });

  test('raw memory has to be asked for', async () => {
    const path = folder.write('raw', pages[0]?.bytes ?? new Uint8Array(0));
    await expect(openImage(openFile(path))).rejects.toThrow(/--memory-base/);
    const memory = await openImage(openFile(path), { base: 0x4000n });
    expect(readMemory(memory, 0x4000n, 4096)).toBeDefined();
    await expect(openImage(openFile(path), { base: 1n << 60n })).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_VALUE_RANGE' }),
    );
  });

  test.each([
    { name: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd, 0], text: /zstd -d/ },
    { name: 'gzip', bytes: [...gzipSync('x')], text: /gunzip/ },
    { name: 'diskdump', bytes: [...Buffer.from('DISKDUMP')], text: /diskdump/ },
    { name: 'nothing', bytes: [], text: /not a memory image/ },
  ])('$name is refused with advice', async ({ bytes, text }) => {
    await expect(openImage(openFile(folder.write('other', Uint8Array.from(bytes))))).rejects.toThrow(text);
  });

  /** Damage goes to the headers: positions are drawn from the first bytes, values from telling ones. */
  const change = fc.record({
    at: fc.oneof(fc.nat(600), fc.nat(6000), fc.nat(30_000)),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 9 }),
      fc.constantFrom(
        Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255),
        new Uint8Array(8),
        Uint8Array.of(0, 0, 0, 128),
      ),
    ),
  });
  test.each([
    { name: 'kdump', bytes: kdump },
    { name: 'flattened kdump', bytes: writeFlattened(kdump, 512) },
    { name: 'ELF', bytes: core },
    { name: 'LiME', bytes: lime },
  ])('a damaged $name is read or refused, never more', async ({ bytes }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 4 }),
        fc.option(fc.nat(40_000)),
        async (changes, cut) => {
          const damaged = new Uint8Array(bytes.subarray(0, cut ?? bytes.length));
          for (const { at, bytes: patch } of changes)
            if (at + patch.length <= damaged.length) damaged.set(patch, at);
          try {
            const memory = await openImage(openFile(folder.write('damaged', damaged)));
            for (const { physAddr } of pages.slice(0, 3))
              if (readMemory(memory, physAddr, 4096) === undefined) memory.holeAt(physAddr);
            let count = 0;
            for (const range of memory.ranges()) if (++count > 1000 || range.end <= range.start) break;
            memory.close();
          } catch (error) {
            if (!isPteDecodeError(error)) throw error;
          }
        },
      ),
      { seed: 11, numRuns: 400 },
    );
  });
});

/** Whether a program is installed. */
function hasProgram(name: string): boolean {
  return spawnSync('which', [name]).status === 0;
}

const withMakedumpfile = hasProgram('makedumpfile') ? test : test.skip;
const withQemu = hasProgram('qemu-system-x86_64') ? test : test.skip;

describe('what the real programs write (skipped where they are not installed)', () => {
  const release = '6.12.117+deb12-amd64';

  /** makedumpfile wants the program headers right behind the ELF header; in this dump they are further on. */
  async function movedHeaders(): Promise<string> {
    const path = join(folder.path, 'moved.elf');
    copyFileSync(await unpackedImage(release), path);
    const fd = openSync(path, 'r+');
    const headers = new Uint8Array(5 * 56);
    readSync(fd, headers, 0, headers.length, 192);
    writeSync(fd, headers, 0, headers.length, 64);
    const fields = new DataView(new ArrayBuffer(16));
    fields.setBigUint64(0, 64n, true);
    writeSync(fd, new Uint8Array(fields.buffer), 0, 16, 32);
    writeSync(fd, Uint8Array.of(64, 0, 56, 0, 5, 0, 64, 0, 0, 0, 0, 0), 0, 12, 52);
    closeSync(fd);
    return path;
  }

  withMakedumpfile('makedumpfile: zlib, LZO, flattened, ELF', async () => {
    const source = await movedHeaders();
    const out = join(folder.path, 'out');
    for (const options of [
      ['-c', '-d', '1'],
      ['-l', '-d', '0'],
      ['-E', '-d', '1'],
      ['-F', '-c', '-d', '1'],
    ]) {
      const made = execFileSync(
        'makedumpfile',
        [...options, '--message-level', '0', source, ...(options[0] === '-F' ? [] : [`${out}${options[0]}`])],
        {
          maxBuffer: 1 << 28,
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      const path = options[0] === '-F' ? folder.write('out-F', made) : `${out}${options[0]}`;
      const memory = await openImage(openFile(path));
      expect(memory.info.vmcoreinfo?.release).toBe(release);
      expect(memory.info.cpus[0]?.cr3).toBe(0x3851000n);
      const { root, pages } = readTables(release);
      for (const page of pages) {
        const length = page.physAddr === root ? 2048 : 4096;
        const found = readMemory(memory, page.physAddr, length) ?? new Uint8Array(0);
        expect(Buffer.compare(found, page.bytes.subarray(0, length))).toBe(0);
      }
      memory.close();
    }
  });

  withQemu('QEMU: ELF with paging off and on, kdump-zlib agree on the memory', async () => {
    const dump = (format: string, paging: boolean) =>
      JSON.stringify({
        execute: 'dump-guest-memory',
        arguments: {
          paging,
          protocol: `file:${join(folder.path, `qemu-${format}-${paging}`)}`,
          ...(paging ? {} : { format }),
        },
      });
    const commands = [
      '{"execute":"qmp_capabilities"}',
      dump('elf', false),
      dump('kdump-zlib', false),
      dump('elf', true),
    ];
    // The commands run one after the other, and quitting comes after them.
    execFileSync(
      'qemu-system-x86_64',
      ['-S', '-display', 'none', '-m', '16', '-machine', 'pc,accel=tcg', '-net', 'none', '-qmp', 'stdio'],
      {
        input: [...commands, '{"execute":"quit"}'].join('\n'),
        stdio: ['pipe', 'ignore', 'ignore'],
        timeout: 30_000,
      },
    );
    const elf = await openImage(openFile(join(folder.path, 'qemu-elf-false')));
    // The last page below 4 GiB holds the reset vector.
    const reset = readMemory(elf, 0xffff_f000n, 4096);
    expect(reset?.some((byte) => byte !== 0)).toBe(true);
    for (const name of ['qemu-kdump-zlib-false', 'qemu-elf-true']) {
      const memory = await openImage(openFile(join(folder.path, name)));
      expect(
        Buffer.compare(
          readMemory(memory, 0xffff_f000n, 4096) ?? new Uint8Array(0),
          reset ?? new Uint8Array(0),
        ),
      ).toBe(0);
      memory.close();
    }
    elf.close();
  });
});
