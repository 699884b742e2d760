import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NamedFilter } from '../../../src/pages/page-filter.ts';
import { listProcess, openProcess } from '../../../src/pagemap/sources/live-source.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import { fakeIo, runCli, runOnDisk } from '../../helpers/fake-io.ts';
import { arrayOf, numberOf, property, stringOf } from '../../helpers/json.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

/** The states that test/pagemap/programs/states.c makes, page by page. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  anon: ['present', 'present', 'present', 'none'],
  shmem: ['present +file', 'present +file', 'none'],
  protnone: ['present', 'present'],
  guard: ['present', 'pte-marker:guard', 'pte-marker:guard', 'pte-marker:guard', 'none', 'none'],
  'uffd-anon': ['present +uffd_wp', 'present +uffd_wp', 'present', 'present'],
  'uffd-shmem-dropped': [
    'pte-marker:uffd_wp',
    'pte-marker:uffd_wp',
    'present +file +uffd_wp',
    'present +file +uffd_wp',
  ],
  'uffd-unpopulated': ['pte-marker:uffd_wp', 'pte-marker:uffd_wp', 'pte-marker:uffd_wp'],
};

const program = new URL('../programs/states.c', import.meta.url).pathname;
const folder = temporaryFolder();
const hasCompiler = ((): boolean => {
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return process.platform === 'linux' && existsSync('/proc/self/pagemap');
  } catch {
    return false;
  }
})();

if (!hasCompiler) test.skip('no C compiler or no /proc/self/pagemap: nothing is read live', () => undefined);

interface Made {
  readonly name: string;
  readonly start: bigint;
  readonly pages: number;
}

let child: ChildProcess | undefined;
let made: readonly Made[] = [];

function linesUntilReady(from: ChildProcess): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let text = '';
    from.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes('ready\n')) resolve(text.split('\n'));
    });
    from.on('exit', () => {
      reject(new Error(`ended: ${text}`));
    });
  });
}

beforeAll(async () => {
  if (!hasCompiler) return;
  const binary = join(folder.path, 'pgm-states');
  execFileSync('gcc', ['-O1', '-o', binary, program]);
  child = spawn(binary, ['big'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = await linesUntilReady(child);
  for (const line of lines.filter((each) => each.startsWith('skip')))
    process.stderr.write(`live states: ${line}\n`);
  made = lines
    .map((line) => line.split(' '))
    .filter((words) => words.length === 3 && words[0] !== 'skip')
    .map(([name = '', start = '', pages = '']) => ({
      name,
      start: BigInt(`0x${start}`),
      pages: Number(pages),
    }));
});

afterAll(() => {
  child?.kill();
  folder.remove();
});

async function statesOf({ start, pages }: Made): Promise<string[]> {
  const range = `0x${start.toString(16)}-0x${(start + BigInt(pages) * 4096n).toString(16)}`;
  const { stdout } = await runOnDisk([
    'pagemap',
    '--pid',
    String(child?.pid),
    '--entries',
    '--json',
    '--range',
    range,
  ]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const entry: unknown = JSON.parse(line);
      const state = stringOf(entry, 'state');
      const markers = arrayOf(entry, 'markers').map(String);
      const flags = arrayOf(entry, 'flags').map(String);
      if (state !== 'present') return [state, ...markers].join(':');
      return [
        state,
        ...['file', 'uffd_wp'].filter((name) => flags.includes(name)).map((name) => `+${name}`),
      ].join(' ');
    });
}

const live = hasCompiler ? describe : describe.skip;

live('a process with pages in known states, on the running kernel', () => {
  test.each(Object.keys(EXPECTED))('%s', async (name) => {
    const mapping = made.find((each) => each.name === name);
    // Said above as "skip": this kernel cannot do it.
    if (mapping) expect(await statesOf(mapping)).toEqual(EXPECTED[name]);
    else expect(['guard', 'uffd-anon', 'uffd-shmem-dropped', 'uffd-unpopulated']).toContain(name);
  });

  test('a capture says the same as the process', async () => {
    const capture = join(folder.path, 'live.pmap');
    const written = await runOnDisk([
      'pagemap',
      'capture',
      '--pid',
      String(child?.pid),
      '--exact',
      '-o',
      capture,
    ]);
    expect(written.code).toBe(0);
    const ranges = ['--ranges', '--json', '--mapping', '[anon]'];
    const fromCapture = await runOnDisk(['pagemap', capture, ...ranges]);
    const fromProcess = await runOnDisk(['pagemap', '--pid', String(child?.pid), '--exact', ...ranges]);
    expect(fromCapture.stdout).toBe(fromProcess.stdout);
    expect((await runOnDisk(['pagemap', 'diff', capture, capture])).code).toBe(0);
  });

  test('reserved address space is not read, and no marker is missed', async () => {
    const reserved = made.find(({ name }) => name === 'reserved');
    const quick = await runOnDisk(['pagemap', '--pid', String(child?.pid), '--json']);
    const record: unknown = JSON.parse(quick.stdout);
    const states = property(record, 'states');
    expect(Number(property(states, 'not-read') ?? 0)).toBeGreaterThanOrEqual(reserved?.pages ?? 0);
    const pages = (name: string): number =>
      made.some((each) => each.name === name)
        ? (EXPECTED[name] ?? []).filter((state) => state.includes('marker')).length
        : 0;
    const markers = ['guard', 'uffd-shmem-dropped', 'uffd-unpopulated'].reduce(
      (sum, name) => sum + pages(name),
      0,
    );
    expect(markers === 0 ? 0 : numberOf(states, 'pte-marker')).toBe(markers);
  });

  test('zero pages, which smaps does not count, are there', async () => {
    const { start = 0n, pages = 0 } = made.find(({ name }) => name === 'zero') ?? {};
    const range = `0x${start.toString(16)}-0x${(start + BigInt(pages) * 4096n).toString(16)}`;
    const picked = ['pagemap', '--pid', String(child?.pid), '--json', '--range', range];
    expect(JSON.parse((await runOnDisk(picked)).stdout)).toMatchObject({
      states: { present: 16, none: pages - 16 },
    });
    for (const filter of [['--present'], ['--where', 'present']]) {
      const { code, stdout } = await runOnDisk([...picked, '--ranges', ...filter]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        vaddr: `0x${start.toString(16).padStart(16, '0')}`,
        pages: 16,
      });
    }
  });

  test('by name of the program', async () => {
    const { code: status, stdout } = await runOnDisk([
      'pagemap',
      '--pid',
      'pgm-states',
      '--json',
      '--mapping',
      '[stack]',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ source: `/proc/${child?.pid}/pagemap` });
  });

  test('a process that has ended', async () => {
    const ended = spawn('true');
    await new Promise((resolve) => ended.on('exit', resolve));
    const { code: status, stderr } = await runOnDisk(['pagemap', '--pid', String(ended.pid)]);
    expect(status).toBe(2);
    expect(stderr).toContain('no such process');
  });

  // proc(5): a kernel thread and a zombie have no mappings.
  test('without memory is said to have none', async () => {
    const files = { '/proc/7/comm': 'kthreadd\n', '/proc/7/maps': '', '/proc/7/statm': '0 0 0 0 0 0 0\n' };
    const { code, stdout, stderr } = await runCli(['pagemap', '--pid', '7', '-k', '6.18'], { files });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('process 7 has no memory: a kernel thread, or it has ended');
  });
});

describe('a mapping that smaps calls empty', () => {
  // 16 GiB less a page, 16 GiB, 3 TiB, 4 TiB; 16 GiB of huge pages, and registered with userfaultfd.
  const MAPPINGS = [
    ['100000000000', '1003fffff000', 'mr mw me'],
    ['110000000000', '110400000000', 'mr mw me'],
    ['200000000000', '230000000000', 'mr mw me'],
    ['300000000000', '340000000000', 'mr mw me'],
    ['400000000000', '400400000000', 'mr mw me ht'],
    ['410000000000', '410400000000', 'mr mw me uw'],
  ].map(([start, end, flags]) => ({ line: `${start}-${end} rw-p 00000000 00:00 0 \n`, flags }));
  const files = {
    '/proc/7/maps': MAPPINGS.map(({ line }) => line).join(''),
    '/proc/7/smaps': MAPPINGS.map(
      ({ line, flags }) => `${line}Rss: 0 kB\nSwap: 0 kB\nVmFlags: ${flags} \n`,
    ).join(''),
    '/proc/7/statm': '2147483647 0 0 0 0 0 0\n',
    // No words: that takes no time, and shows which mappings were to be read.
    '/proc/7/pagemap': new Uint8Array(),
  };
  const unread = (
    how: { readonly exact: boolean; readonly asksPages: boolean },
    ranges: readonly { start: number; end: number }[] = [],
    mapped: Readonly<Record<string, string | Uint8Array>> = files,
  ): number[] => {
    const { io } = fakeIo({ files: mapped });
    const filter = new NamedFilter(
      ranges.map((range) => ({ ...range, text: '' })),
      [],
    );
    const question = { pid: 7, pageSize: 4096, filter, ...how };
    const source = openProcess(question, io, listProcess(question, io), createEngine());
    const pieces = Array.from({ length: MAPPINGS.length + 1 }, () => source.next() ?? []).flat();
    // Nothing is taken for empty: what stands for pages that were not read says so.
    expect(pieces.every(({ notRead }) => notRead === true)).toBe(true);
    return pieces.map(({ page }) => page);
  };

  test.each([
    {
      name: 'counts: read below 16 GiB in all',
      exact: false,
      asksPages: false,
      left: [0x1_1000_0000, 0x2_0000_0000, 0x3_0000_0000],
    },
    {
      name: 'questions about pages: read below 4 TiB in all',
      exact: false,
      asksPages: true,
      left: [0x3_0000_0000],
    },
    { name: '--exact: all read', exact: true, asksPages: true, left: [] },
  ])('$name', ({ left, exact, asksPages }) => {
    expect(unread({ exact, asksPages })).toEqual(left);
  });

  test.each([
    // 3,000 GiB each: 24 TB of entries take half a minute.
    { asksPages: true, gib: 3000, read: 1 },
    // The stacks and heaps of a process with many threads.
    { asksPages: false, gib: 5, read: 3 },
    { asksPages: false, gib: 1, read: 8 },
  ])('eight of $gib GiB: the limit is of all of them together', ({ asksPages, gib, read }) => {
    const lines = Array.from({ length: 8 }, (_, index) => {
      const start = 0x1000_0000_0000 + index * 0x400_0000_0000;
      return `${start.toString(16)}-${(start + gib * 2 ** 30).toString(16)} rw-p 00000000 00:00 0 \n`;
    });
    const mapped = {
      ...files,
      '/proc/7/maps': lines.join(''),
      '/proc/7/smaps': lines.map((line) => `${line}Rss: 0 kB\nSwap: 0 kB\nVmFlags: mr mw me \n`).join(''),
    };
    expect(unread({ exact: false, asksPages }, [], mapped)).toHaveLength(8 - read);
    expect(unread({ exact: true, asksPages }, [], mapped)).toEqual([]);
  });

  test('is read where a small part is asked for', () => {
    const how = { exact: false, asksPages: false };
    expect(unread(how, [{ start: 0x3_0000_0000, end: 0x3_0000_1000 }])).toEqual([]);
  });

  test.each([['--present'], ['--where', 'present'], ['--present', '--where', 'vaddr >= 0']])(
    'that was not read leaves a filter without an answer: %s %s %s',
    async (...filter) => {
      const { code, stderr } = await runCli(['pagemap', '--pid', '7', '--ranges', ...filter], { files });
      expect(code).toBe(2);
      expect(stderr).toContain(`could not be asked of ${2 ** 30} pages`);
    },
  );

  test('that was not read is none of those which cannot be asked for', async () => {
    expect(
      await runCli(['pagemap', '--pid', '7', '--ranges', '--present', '--where', 'vma.size < 100'], {
        files,
      }),
    ).toMatchObject({ code: 0 });
  });

  test('is drawn as not read', async () => {
    const { stdout } = await runCli(['pagemap', '--pid', '7', '--map'], { files });
    expect(stdout).toMatch(/^110000000000 +16 GiB +\? ~/m);
  });
});
