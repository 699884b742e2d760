import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatHex } from '../../src/core/u64.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { jsonLines, property, stringOf } from '../helpers/json.ts';
import { realArchFile, realArchMeta } from '../helpers/real-arch.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Bit 63 of a word of /proc/PID/pagemap: present; bits 54 to 0 are its frame then. Documentation/admin-guide/mm/pagemap.rst */
const PRESENT = 1n << 63n;
const FRAME = (1n << 55n) - 1n;

/** How each image is told what it does not say itself; whose half a table is of where each half has one. */
const MACHINES = [
  { name: 's390x-6.1.176', options: [], spaces: ['user', 'kernel'], half: {} },
  {
    name: 'powerpc64-6.1.176-64k',
    options: [],
    spaces: ['user', 'kernel'],
    half: { user: '--user', kernel: '--kernel-half' },
  },
  { name: 'arm-6.1.176', options: ['--paging', '2'], spaces: ['user'], half: {} },
  { name: 'arm-6.1.176-lpae', options: ['--paging', '3'], spaces: ['user'], half: {} },
  { name: 'i386-6.1.176-2level', options: [], spaces: ['user'], half: {} },
  { name: 'x86_64-6.1.176-5level', options: [], spaces: ['user'], half: {} },
  { name: 'riscv64-6.12.117-sv57', options: [], spaces: ['user'], half: {} },
];

describe.each(MACHINES)('the tables of $name', ({ name, options, spaces, half }) => {
  const release = /-(\d+\.\d+)\./.exec(name)?.[1] ?? '';
  let path = '';
  let meta: unknown;
  let rows: readonly { readonly va: string; readonly pagemap: bigint }[] = [];
  beforeAll(async () => {
    path = folder.write(`${name}.elf`, await realArchFile(name, 'tables.elf.zst'));
    meta = await realArchMeta(name);
    const lines = (await realArchFile(name, 'pagemap.jsonl.zst')).toString('utf8');
    rows = jsonLines(lines).map((row) => ({
      va: stringOf(row, 'va'),
      pagemap: BigInt(stringOf(row, 'pagemap')),
    }));
  });

  const walk = (...more: string[]) =>
    runOnDisk(['walk', path, ...more, '-k', release, '--json', ...rows.map(({ va }) => va)]);
  const frames = (stdout: string) => jsonLines(stdout).map((line) => property(line, 'phys'));
  const expected = () =>
    rows.map(({ pagemap }) =>
      (pagemap & PRESENT) === 0n
        ? null
        : formatHex((pagemap & FRAME) * BigInt(String(property(meta, 'page_size')))),
    );

  test('walk finds the frames that the pagemap of the process has', async () => {
    expect(rows.length).toBeGreaterThan(60);
    const said = property(half, 'user');
    const { code, stdout } = await walk(
      ...['--pgd', stringOf(property(meta, 'roots'), 'user'), ...options],
      ...(typeof said === 'string' ? [said] : []),
    );
    expect(code).toBe(0);
    expect(frames(stdout)).toEqual(expected());
  });

  test.each(spaces)('scan finds the entries of the table of the %s, and no other', async (space) => {
    const said = property(half, space);
    const { code, stdout } = await runOnDisk([
      'scan',
      path,
      '--pgd',
      stringOf(property(meta, 'roots'), space),
      ...(typeof said === 'string' ? [said] : []),
      ...options,
      ...['-k', release, '--entries', '--format', 'csv'],
    ]);
    expect(code).toBe(0);
    const [heading, ...lines] = stdout.trimEnd().split('\n');
    expect(heading).toMatch(/^vaddr,end,pages,level,raw,/);
    const hash = createHash('sha256');
    for (const [vaddr, , , level, raw] of lines.map((line) => line.split(',')))
      hash.update(`${vaddr ?? ''} ${level ?? ''} ${raw ?? ''}\n`);
    expect({ count: lines.length, sha256: hash.digest('hex') }).toEqual(
      property(property(meta, 'entries'), space),
    );
  });

  if (/s390x|i386|x86_64/.test(name))
    test('without --pgd the registers of the CPU name the table and the number of levels', async () => {
      for (const more of [[], ['--cpu', '0']]) {
        const { code, stdout, stderr } = await walk(...more);
        expect([code, stderr]).toEqual([0, '']);
        expect(frames(stdout)).toEqual(expected());
      }
    });

  if (name.startsWith('s390x')) {
    test('the first line says which register, and which others there are', async () => {
      const { stdout } = await runOnDisk(['walk', path, '-k', release, rows[0]?.va ?? '']);
      expect(stdout.replaceAll('\n', ' ')).toMatch(
        /top table 0x1854000 of CPU 0, the only one, its CR1 \(other spaces, for --pgd: CR13 0x1290007\)/,
      );
    });

    test('without --kernel the entries say that the kernel is one before 6.13', async () => {
      // v6.12 _SEGMENT_ENTRY is 0; v6.13 has _SEGMENT_ENTRY_PRESENT in it.
      const { code, stdout } = await runOnDisk(['walk', path, '--json', ...rows.map(({ va }) => va)]);
      expect(code).toBe(0);
      expect(frames(stdout)).toEqual(expected());
      const heading = (await runOnDisk(['walk', path, '0x1000'])).stdout.replaceAll('\n', ' ');
      expect(heading).toContain(
        'Linux 6.12, s390x, 3 levels (release assumed: the image does not say, its entries are of kernels before 6.13;',
      );
      const { stderr } = await runOnDisk(['walk', path, '-k', '6.13', '0x1000']);
      expect(stderr).toContain('the entries of the tables are of kernels before 6.13, options or the image');
    });

    test('a CPU that the image does not have is named, and of several one is asked for', async () => {
      const of = (...more: string[]) => runOnDisk(['walk', ...more, '-k', '6.1', '0x1000']);
      expect(await of(path, '--cpu', '5')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('CPU 5: the image has CR1 of CPU 0'),
      });
      expect(await of(path, '--cpu', '0', '--pgd', '0x1854000')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('one or the other'),
      });
      // The same notes twice, as of two CPUs: the first program header is that of the notes.
      const bytes = await realArchFile(name, 'tables.elf.zst');
      const [offset, size] = [64 + 8, 64 + 32].map((at) => Number(bytes.readBigUInt64BE(at)));
      const notes = bytes.subarray(offset, (offset ?? 0) + (size ?? 0));
      const two = Buffer.concat([bytes, notes, notes]);
      two.writeBigUInt64BE(BigInt(bytes.length), 64 + 8);
      two.writeBigUInt64BE(BigInt(2 * notes.length), 64 + 32);
      const several = folder.write('two-cpus.elf', two);
      expect(await of(several)).toMatchObject({ code: 2, stderr: expect.stringContaining('--cpu N') });
      expect(await of(several, '--cpu', '1')).toMatchObject({ code: 0, stderr: '' });
      const asked = (await of(several, '--cpu', '1')).stdout.replaceAll('\n', ' ');
      expect(asked).toContain('levels by the register of the CPU');
      expect(asked).toContain('of CPU 1, its CR1 (other spaces, for --pgd: CR13 0x1290007)');
      // Real-space control of the ASCE (_ASCE_REAL_SPACE): addresses are real ones. CR1 is the second register of NT_S390_CTRS.
      const direct = Buffer.from(bytes);
      const asce = direct.indexOf(Buffer.from('00000000018541c7', 'hex'));
      direct.writeUInt8(0xe7, asce + 7);
      const there = folder.write('real-space.elf', direct);
      for (const more of [[], ['--cpu', '0']])
        expect(await of(there, ...more)).toMatchObject({
          code: 2,
          stderr: expect.stringContaining('CPU 0: its CR1 0x18541e7: real-space control'),
        });
      // Another machine has no such register.
      expect(await of(path, '--arch', 'x86_64', '--paging', '4', '--cpu', '0')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('the image has no CR3 of any CPU'),
      });
      // Without DAT in its PSW, whose first byte is the 113th of the note, it used no tables.
      const real = Buffer.from(two);
      const psw = bytes.length + 12 + 8 + 112;
      real[psw] = (real[psw] ?? 0) & ~4;
      expect(await of(folder.write('real-mode.elf', real), '--cpu', '0')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('CPU 0: it used no tables (for --pgd: CR1 0x18541c7'),
      });
    });

    test('image shows the registers, and which one was in use', async () => {
      // `info registers` of QEMU: C01, C07, C13; PSW 0705200180000000, in primary-space mode.
      const { stdout } = await runOnDisk(['image', path]);
      expect(stdout).toMatch(
        /CPU 0 +CR1 0x18541c7, CR7 0x18541c7, CR13 0x1290007, in use CR1, at 0x00000000010010ac/,
      );
    });
  }
});
