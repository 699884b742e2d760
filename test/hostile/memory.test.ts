import { afterAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { report } from '../../src/cli/report.ts';
import { fakeIo } from '../helpers/fake-io.ts';
import { writeLime } from '../helpers/image-writer.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const PROGRAM = fileURLToPath(new URL('../../bin/pte-decode.js', import.meta.url));
const HOOK = fileURLToPath(new URL('../helpers/memory-at-exit.cjs', import.meta.url));

/** Runs the built program; gives its exit status and the most memory that it had, in MB. */
async function memoryOf(
  argv: readonly string[],
  input: Iterable<Uint8Array> = [],
): Promise<{ code: number | null; megabytes: number; stderr: string }> {
  // Through a pipe, which can be opened by its name: what Node gives a child is a socket.
  const child = spawn(
    'sh',
    ['-c', 'cat | "$0" "$@"', process.execPath, '--require', HOOK, PROGRAM, ...argv],
    {
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stdin.on('error', () => undefined);
  for (const piece of input)
    if (!child.stdin.write(piece)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  child.stdin.end();
  const code = await ended;
  return { code, megabytes: (Number(/maxRSS (\d+)/.exec(stderr)?.[1]) * 1024) / 1e6, stderr };
}

/** A report of a bad entry again and again, no value twice: nothing that is kept helps. */
function* denseLog(reports: number): Generator<Uint8Array, void, undefined> {
  for (let i = 0; i < reports; i += 1) {
    const pte = (BigInt(i) * 0x9e37_79b9_7f4a_7c15n) & ((1n << 63n) - 1n);
    yield Buffer.from(
      `[ 1.0] BUG: Bad page map in process a  pte:${pte.toString(16).padStart(16, '0')} pmd:${(pte >> 3n).toString(16).padStart(16, '0')}\n`,
    );
  }
}

describe('memory does not grow with the input', () => {
  test('a .config of 64 MiB of zeros, packed, under 100 MB', async () => {
    const path = folder.write('zeros.gz', gzipSync(new Uint8Array(64 << 20), { level: 1 }));
    const { code, megabytes } = await memoryOf(['0x1', '--config', path]);
    expect(code).toBe(2);
    expect(megabytes).toBeLessThan(100);
  });

  test.each([
    { mebibytes: 7, status: 0 },
    { mebibytes: 64, status: 2 },
  ])('a .config of $mebibytes MiB of settings, packed, under 100 MB', async ({ mebibytes, status }) => {
    const line = 'CONFIG_SWAP=y\n';
    const path = folder.write(
      'many.gz',
      gzipSync(line.repeat((mebibytes << 20) / line.length), { level: 1 }),
    );
    const { code, megabytes } = await memoryOf(['0x1', '--config', path]);
    expect(code).toBe(status);
    expect(megabytes).toBeLessThan(100);
  });

  test('a .config that comes through a pipe in small pieces, under 100 MB', async () => {
    const pieces = Array.from({ length: 20_000 }, (_, i) => Buffer.from(`CONFIG_X${i}=y\n`));
    const { code, megabytes } = await memoryOf(['0x1', '--config', '/dev/stdin'], pieces);
    expect(code).toBe(0);
    expect(megabytes).toBeLessThan(100);
  });

  test('log --json of dense text under 100 MB', async () => {
    const { code, megabytes } = await memoryOf(['log', '--json'], denseLog(6000));
    expect(code).toBe(0);
    expect(megabytes).toBeLessThan(100);
  });

  // 7919 has no divisor in common with 300,000: every range once, in no order.
  test.each([{ step: 1 }, { step: 7919 }])('a LiME image of 300,000 ranges, step $step', async ({ step }) => {
    const bytes = new Uint8Array(16);
    const ranges = Array.from({ length: 300_000 }, (_, i) => ({
      start: BigInt((i * step) % 300_000) * 0x3000n,
      bytes,
    }));
    const path = folder.write('many.lime', writeLime(ranges));
    const { code, megabytes } = await memoryOf(['image', '--json', path]);
    expect(code).toBe(0);
    expect(megabytes).toBeLessThan(100);
  });

  describe('pages that differ from each other, four times as many: less than twice as much', () => {
    const SMALL = 1 << 17;
    /** Present and swapped pages, no two alike, and the last is the only one that shows what the kernel has. */
    const dump = (name: string, pages: number, step: number): string => {
      const halves = new Uint32Array(2 * pages);
      for (let page = 0; page < pages; page += 1) {
        halves[2 * page] = Math.imul(page + 1 + step, 0x9e37_79b1) & ~31;
        halves[2 * page + 1] = page % 3 === 0 ? 0x4000_0000 : 0x8000_0000 | (page & 0xfff);
      }
      halves.set([1, 0x8280_0000], 2 * (pages - 1));
      return folder.write(`${name}${pages}`, new Uint8Array(halves.buffer));
    };

    // Each of them reads a file a second time, for what its last page proves of the kernel.
    test.each([
      { argv: ['pagemap'], files: 1, where: '!uffd_wp && pfn > 5', status: 0 },
      { argv: ['pagemap', '--ranges'], files: 1, where: '!uffd_wp && pages > 0', status: 0 },
      { argv: ['pagemap', 'diff'], files: 2, where: '!after.uffd_wp && after.pfn == 5', status: 0 },
      {
        argv: ['pagemap', 'diff', '--json'],
        files: 2,
        where: 'changes has "moved" && !after.soft_dirty',
        status: 1,
      },
    ])('$argv --where $where', async ({ argv, files, where, status }) => {
      const most = async (pages: number): Promise<number> => {
        const paths = ['before', 'after'].slice(0, files).map((name, at) => dump(name, pages, at));
        const { code, megabytes } = await memoryOf([...argv, ...paths, '--where', where]);
        expect(code).toBe(status);
        return megabytes;
      };
      expect(await most(4 * SMALL)).toBeLessThan(2 * (await most(SMALL)));
    });
  });
});

// V8 ends the process itself when it gets no address space: whether it does hangs on what else happened.
test.each([
  { argv: ['check', '0x0'], codes: [1, 2] },
  { argv: ['pagemap', '/dev/zero', '--ranges'], codes: [2] },
])('ulimit -v: $argv ends with an exit status of its own', async ({ argv, codes }) => {
  const child = spawn('sh', ['-c', 'ulimit -v 850000; exec "$0" "$@"', process.execPath, PROGRAM, ...argv], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  expect(codes).toContain(code);
  expect(stderr).not.toContain('a bug in pte-decode');
});

describe('when the system gives no memory', () => {
  const REFUSALS: readonly unknown[] = [
    new RangeError('Array buffer allocation failed'),
    new RangeError('WebAssembly.Memory(): could not allocate memory'),
    new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance'),
    new RangeError('Invalid string length'),
    Object.assign(new Error('Failed to allocate memory'), { code: 'ERR_MEMORY_ALLOCATION_FAILED' }),
    Object.assign(new Error('spawn ENOMEM'), { code: 'ENOMEM' }),
    Object.assign(new Error('insufficient memory'), { code: 'Z_MEM_ERROR' }),
  ];
  test.each(REFUSALS)('%s is no bug', (error) => {
    const { io, stderr } = fakeIo();
    expect(report(error, io)).toBe(2);
    expect(stderr()).toBe('pte-decode: out of memory: the system gives no more (see ulimit -v)\n');
  });

  test('all else is', () => {
    const { io, stderr } = fakeIo();
    expect(report(new RangeError('Maximum call stack size exceeded'), io)).toBe(3);
    expect(stderr()).toContain('a bug in pte-decode');
  });
});

test('SIGTERM ends the program under a tight limit too, with the process that does the work', async () => {
  const child = spawn(
    'sh',
    ['-c', 'ulimit -v 3000000; exec "$0" "$@"', process.execPath, PROGRAM, '--json'],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  // Standard output closes when nobody has it any more.
  const closed = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('close', (_code, signal) => {
      resolve(signal);
    }),
  );
  child.stdin.write('0x4\n');
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  expect(await closed).toBe('SIGTERM');
});
