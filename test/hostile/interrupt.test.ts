import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readdirSync } from 'node:fs';
import { hostilePath } from '../helpers/hostile.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/pte-decode.js', import.meta.url));
const repeat = hostilePath('repeat-2e32.pmap');

/** Starts the program, whose work takes minutes or has no end, sends Ctrl-C after a while, and gives how it ended. */
async function interrupt(
  argv: readonly string[],
  stdio: 'ignore' | 'pipe' = 'ignore',
): Promise<{ code: number | null; signal: string | null }> {
  const child = spawn(process.execPath, [PROGRAM, ...argv], { stdio: [stdio, stdio, 'ignore'] });
  child.stdout?.pause();
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 700));
  child.kill('SIGINT');
  return ended;
}

test.each([
  { argv: ['pagemap', repeat, '--entries'] },
  { argv: ['pagemap', repeat, '--where', 'vaddr & 0x1000'] },
  { argv: ['pagemap', repeat, '--ranges', '--where', 'vaddr & 0x1000'] },
  { argv: ['pagemap', 'check', repeat, '--no', 'present && vaddr & 0x1000'] },
  { argv: ['log', '/dev/zero'] },
  {
    argv: [
      'scan',
      '--memory',
      '/dev/zero',
      '--memory-base',
      '0',
      '--paging',
      '4',
      '--pgd',
      '0x1000',
      '--pagemap',
      repeat,
    ],
  },
])('Ctrl-C is heard: $argv', async ({ argv }) => {
  const { code, signal } = await interrupt(argv);
  // Either the program says that the answer is not complete, or the signal ends it.
  expect([code, signal]).toEqual(code === null ? [null, 'SIGINT'] : [2, null]);
});

test.each([
  { waits: 'for a pipe that nobody reads', argv: ['pagemap', repeat, '--entries'] },
  { waits: 'for a pipe that nobody writes', argv: ['pagemap', '-'] },
])('Ctrl-C is heard by who waits $waits', async ({ argv }) => {
  const { code, signal } = await interrupt(argv, 'pipe');
  expect([code, signal]).toEqual([null, 'SIGINT']);
});

/** A process with some terabytes of addresses, which take seconds to read: each memory reserves more than it has. */
const LARGE =
  'm=[];for(let i=0;i<400;i++)m.push(new WebAssembly.Memory({initial:1,maximum:65536}));setTimeout(()=>m,60000);console.log()';

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '%s leaves nothing of a capture that is not whole',
  async (signal) => {
    const folder = temporaryFolder();
    const large = spawn(process.execPath, ['-e', LARGE], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const words = [
        'pagemap',
        'capture',
        '--exact',
        '--pid',
        String(large.pid),
        '-o',
        `${folder.path}/capture`,
      ];
      await once(large.stdout, 'data');
      const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: 'ignore' });
      const ended = new Promise((resolve) => {
        child.on('close', (code, by) => {
          resolve(by ?? code);
        });
      });
      while (readdirSync(folder.path).length === 0 && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill(signal);
      expect(await ended).toBe(signal === 'SIGINT' ? 2 : signal);
      expect(readdirSync(folder.path)).toEqual([]);
    } finally {
      large.kill('SIGKILL');
      folder.remove();
    }
  },
);
