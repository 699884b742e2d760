import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from '../../../../src/cli/start/run.ts';
import type { Io } from '../../../../src/input/bytes/io.ts';
import { LOG_INDENT } from '../../../../src/logs/text.ts';
import { fakeIo, runCli } from '../../../helpers/fake-io.ts';
import { property } from '../../../helpers/json.ts';
import { realFile } from '../../../helpers/real-kernels.ts';
import { checkLines } from '../../../helpers/schemas.ts';

const OOPS = [
  '[    9.072117] BUG: unable to handle page fault for address: 00007f5909628123',
  '[    9.074983] #PF: supervisor read access in kernel mode',
  '[    9.075197] #PF: error_code(0x0001) - permissions violation',
  '[    9.075480] PGD 4089067 P4D 4089067 PUD 43be067 PMD 43bc067 PTE 8000000002eb7867',
  '[    9.076151] Oops: 0001 [#1] PREEMPT SMP NOPTI',
  '[    9.076392] CPU: 0 PID: 96 Comm: gt-helper Not tainted 6.1.0-56-amd64 #1  Debian 6.1.192-2',
  '',
].join('\n');

const withoutExplanations = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith(LOG_INDENT))
    .join('\n');

const records = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('log', () => {
  test('explains in place, the text unchanged', async () => {
    const { code, stdout, stderr, open } = await runCli(['log'], { stdin: OOPS });
    expect({ code, stderr, open }).toEqual({ code: 0, stderr: '', open: 0 });
    expect(withoutExplanations(stdout)).toBe(OOPS);
    const lines = stdout.split('\n');
    expect(lines.findIndex((line) => line.startsWith(LOG_INDENT))).toBe(4);
    expect(lines[4]).toContain('Linux 6.1.192 (debian-6.1), x86_64, 4-level paging;');
    expect(lines[4]).toContain('named in the log (6.1.0-56-amd64)');
    expect(stdout).toContain('read by the kernel at 0x00007f5909628123, error code 0x1');
  });

  test.each(['6.1.0-56-amd64', '6.12.117+deb12-amd64', '7.3.4+deb13-amd64'])(
    'the console of %s comes out as it went in, with explanations between',
    async (folder) => {
      const log = readFileSync(realFile(folder, 'console.log'));
      const { code, stdout } = await runCli(['log', 'console.log'], { files: { 'console.log': log } });
      expect(code).toBe(0);
      expect(withoutExplanations(stdout)).toBe(log.toString());
    },
  );

  test.each([[], ['--json'], ['--only']])(
    'a line that is too long to be read is told: %s',
    async (...options) => {
      const long = `${'x'.repeat(70_000)} PGD 4089067 P4D 0`;
      const log = `${OOPS}${'y'.repeat(70_000)}\n${long}\n${OOPS}`;
      const read = (text: string): ReturnType<typeof runCli> =>
        runCli(['log', ...options, 'a.log'], { files: { 'a.log': text } });
      const { code, stdout, stderr } = await read(log);
      const at = (log.length - OOPS.length - long.length - 1).toString(16);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `pte-decode: a.log@0x${at}: a line of more than 65536 bytes, with words of a report: passed on unread\n`,
      });
      if (options.length === 0) expect(withoutExplanations(stdout)).toBe(log);
      else {
        const numbers = /(?:"line"|a\.log):(\d+)/g;
        const lines = (text: string): string[] => [...text.matchAll(numbers)].map(([, line]) => line ?? '');
        expect(new Set(lines(stdout))).toEqual(new Set(['4', '12']));
      }
    },
  );

  test('a configuration file counts for the kernels of its architecture alone', async () => {
    const files = { config: 'CONFIG_ARM64=y\nCONFIG_ARM64_64K_PAGES=y\n', 'a.log': OOPS };
    const read = async (...options: string[]): Promise<string> =>
      (await runCli(['log', '--only', ...options, 'a.log'], { files })).stdout;
    expect(await read('--config', 'config')).toBe(await read());
    expect(await read('--config', 'config', '--arch', 'arm64')).toContain('arm64');
    const single = ['--config', 'MEM_SOFT_DIRTY=n'];
    expect(await read('--config', 'config', ...single)).toBe(await read(...single));
  });

  test('--only leaves the text out and says where it was', async () => {
    const { stdout } = await runCli(['log', '--only', 'a.log'], { files: { 'a.log': OOPS } });
    expect(stdout.split('\n')[0]).toBe('a.log:4: x86-walk');
    expect(stdout).not.toContain('Oops:');
  });

  test('--json: one record per value, in order', async () => {
    const { stdout } = await runCli(['log', '--json'], { stdin: OOPS });
    const all = records(stdout);
    expect(
      all.map((record) => [property(record, 'line'), property(record, 'column'), property(record, 'level')]),
    ).toEqual([
      [4, 20, 'pgd'],
      [4, 32, 'p4d'],
      [4, 44, 'pud'],
      [4, 56, 'pmd'],
      [4, 68, 'pte'],
    ]);
    expect(all.at(-1)).toMatchObject({
      schema: 2,
      raw: '0x8000000002eb7867',
      shape: 'x86-walk',
      kernel: 'debian-6.1',
      kernel_source: 'log',
      release: '6.1.0-56-amd64',
      state: 'present',
      pfn: '0x2eb7',
      input: '8000000002eb7867',
      address: '0x00007f5909628123',
      generic: null,
      same_as: null,
      rules: expect.anything(),
    });
  });

  test('--json: a generic entry says so, and which pte printed before is the same', async () => {
    const { stdout } = await runCli(['log', '--json', '--kernel', '6.12'], {
      stdin:
        'BUG: Bad page map in process a  pte:4fffffffffdb9600\nget_swap_device: Bad swap file entry 2400000000001234\n',
    });
    expect(records(stdout)[1]).toMatchObject({
      level: 'swap_entry',
      raw: '0x4fffffffffdb9600',
      generic: '0x2400000000001234',
      swap: { type: 9, offset: '0x1234' },
      same_as: { line: 1, column: 37 },
      kernel_source: 'option',
    });
  });

  test.each([
    { name: 'another release', argv: ['-k', '7.3'], env: {}, said: '7.3' },
    { name: 'the same by another name', argv: ['-k', '6.1.0-56-amd64'], env: {}, said: null },
    { name: 'the series of the same', argv: ['-k', '6.1'], env: {}, said: '6.1' },
    {
      name: 'the environment, which nobody gave for this log',
      argv: [],
      env: { PTE_DECODE_KERNEL: '7.3' },
      said: null,
    },
  ])('--kernel that the name in the log goes before is told: $name', async ({ argv, env, said }) => {
    const text = (await runCli(['log', ...argv], { stdin: OOPS, env })).stdout;
    const told = 'named in the log (6.1.0-56-amd64); that goes before --kernel ';
    expect(text.includes(told)).toBe(said !== null);
    if (said !== null) expect(text).toContain(`${told}${said}\n`);
    const { stdout } = await runCli(['log', '--json', ...argv], { stdin: OOPS, env });
    expect(property(records(stdout)[0], 'set_aside')).toBe(said);
    expect(checkLines('log', stdout)).toBe(5);
  });

  // arm64 alone prints a walk in brackets: v6.12 arch/arm64/mm/fault.c show_pte; the name says so too.
  test.each([
    { name: 'by its walk', line: '', arch: 'x86_64', isTold: true },
    { name: 'and by its name', line: 'Not tainted 6.12.117+deb13-arm64 #1\n', arch: 'x86_64', isTold: true },
    { name: 'as asked', line: '', arch: 'arm64', isTold: false },
  ])('--arch of another architecture than the report is told: $name', async ({ line, arch, isTold }) => {
    const walk =
      'user pgtable: 4k pages, 48-bit VAs, pgdp=0000000044400000\n[0000ffff8a000000] pgd=0800000044413403, p4d=0800000044413403, pud=0800000044412403';
    const { code, stdout } = await runCli(['log', '--arch', arch], { stdin: `${walk}\n${line}` });
    expect(code).toBe(0);
    expect(stdout.includes('the report is of arm64: read as x86_64 all the same, as asked')).toBe(isTold);
  });

  test('the kernel: the log, --kernel, the default', async () => {
    const sources = async (argv: readonly string[], stdin: string): Promise<unknown[]> =>
      records((await runCli(['log', '--json', ...argv], { stdin })).stdout)
        .slice(0, 1)
        .flatMap((record) => [property(record, 'kernel'), property(record, 'kernel_source')]);
    expect(await sources(['--kernel', '7.3'], OOPS)).toEqual(['debian-6.1', 'log']);
    expect(await sources(['--kernel', '7.3'], 'PGD 0 P4D 0 \n')).toEqual(['7.3', 'option']);
    expect(await sources([], 'PGD 0 P4D 0 \n')).toEqual(['7.3', 'default']);
    expect(await sources(['--config', 'CONFIG_MEM_SOFT_DIRTY=n'], OOPS)).toEqual([
      'debian-6.1,CONFIG_MEM_SOFT_DIRTY=n',
      'log',
    ]);
  });

  test('a last line without its end is ended before its explanation', async () => {
    const { stdout } = await runCli(['log', '--kernel', '6.12'], { stdin: 'PGD 0 P4D 0' });
    expect(stdout.startsWith(`PGD 0 P4D 0\n${LOG_INDENT}`)).toBe(true);
  });

  test('hostile text: raw in a pipe, shown on a terminal', async () => {
    const hostile = `\x1b[2J\x1b]0;t\x07\u202e ${OOPS}`;
    expect(withoutExplanations((await runCli(['log'], { stdin: hostile })).stdout)).toBe(hostile);
    const { stdout } = await runCli(['log', '--color', 'never'], { stdin: hostile, stdoutIsTTY: true });
    expect(stdout).toContain('\\x1b[2J\\x1b]0;t\\x07\\u{202e}');
    expect(stdout).not.toMatch(/[^\P{Cc}\t\n]/u);
    expect(stdout).toContain('read by the kernel');
  });

  test('--swaps names the device', async () => {
    const { stdout } = await runCli(['log', '--only', '--kernel', '6.12', '--swaps', 'swaps'], {
      stdin: 'get_swap_device: Bad swap offset entry 007fffff\n',
      files: { swaps: 'Filename\tType\tSize\tUsed\tPriority\n/dev/vda partition 1 0 -2\n' },
    });
    expect(stdout).toContain('/dev/vda');
  });

  test('values of an architecture without tables are listed, not decoded', async () => {
    const stdin = 'AS:00000000012a4007 R3:0000000000000024\n';
    const { code, stdout } = await runCli(['log', '--json', '--kernel', '4.14'], { stdin });
    expect(code).toBe(0);
    expect(records(stdout)).toHaveLength(1);
  });

  test('mistakes: 2', async () => {
    expect(await runCli(['log', 'absent'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no such file'),
    });
    expect(await runCli(['log', '--kernel', '99'], { stdin: OOPS })).toMatchObject({ code: 2, stdout: '' });
    expect(await runCli(['log'], { stdinIsTTY: true })).toMatchObject({ code: 2 });
    expect(await runCli(['log'], { stdin: OOPS, writesBeforeClose: 0 })).toMatchObject({ code: 0, open: 0 });
  });
});

describe('log of a stream', () => {
  /** Standard input that gives a piece, and then nothing until it is told to go on. */
  function slowIo(pieces: readonly string[]): { io: Io; stdout: () => string; next: () => void } {
    const { io, stdout } = fakeIo();
    const waiting = [...pieces];
    let wake: (() => void) | undefined;
    const give = (buffer: Uint8Array): number => {
      const bytes = new TextEncoder().encode(waiting.shift() ?? '');
      buffer.set(bytes);
      return bytes.length;
    };
    const input = {
      name: '<stdin>',
      size: undefined,
      read: give,
      readLater: async (buffer: Uint8Array) => {
        await new Promise<void>((resolve) => (wake = resolve));
        return give(buffer);
      },
      close: () => undefined,
    };
    return { io: { ...io, open: () => input }, stdout, next: () => wake?.() };
  }

  test('what waits for the rest of its report is explained when nothing comes', async () => {
    const { io, stdout, next } = slowIo(['a line\n', 'PGD 0 P4D 0 \n', 'the end\n']);
    const ended = run(['log', '--kernel', '6.12'], io);
    while (!stdout().includes('is empty')) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(stdout().startsWith(`a line\nPGD 0 P4D 0 \n${LOG_INDENT}`)).toBe(true);
    expect(stdout()).not.toContain('the end');
    next();
    expect(await ended).toBe(0);
    expect(stdout()).toContain('the end');
  });

  test('a pipe that stays open: explained before it is closed', async () => {
    const bin = fileURLToPath(new URL('../../../../bin/pte-decode.js', import.meta.url));
    const child = spawn(process.execPath, [bin, 'log'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    child.stdin.write(OOPS);
    while (!text.includes('SMAP') || !text.includes('Not tainted'))
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(withoutExplanations(text)).toBe(OOPS);
    child.stdin.end();
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  });
});
