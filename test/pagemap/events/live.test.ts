import { afterAll, expect, test } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runOnDisk } from '../../helpers/fake-io.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
const program = new URL('../programs/events.c', import.meta.url).pathname;
let child: ChildProcess | undefined;

afterAll(() => {
  child?.kill();
  folder.remove();
});

function compile(): string | undefined {
  const binary = join(folder.path, 'pgm-events');
  try {
    execFileSync('gcc', ['-O1', '-o', binary, program], { stdio: 'ignore' });
    return existsSync('/proc/self/pagemap') ? binary : undefined;
  } catch {
    return undefined;
  }
}

const binary = compile();
if (binary === undefined)
  test.skip('no C compiler or no /proc/self/pagemap: no event is done live', () => undefined);
const live = binary === undefined ? test.skip : test;

let captures = 0;
async function capture(pid: string): Promise<string> {
  captures += 1;
  const path = join(folder.path, `${captures}.pmap`);
  await runOnDisk(['pagemap', 'capture', '--pid', pid, '-o', path]);
  return path;
}

/** Events that take protection and data of some pages along, and those that take the protection alone. */
const TAKES_DATA = ['dontneed/anon', 'dontneed/thp', 'munmap/thp', 'guard/anon'];
const TAKES_PROTECTION = [
  ...TAKES_DATA,
  'mremap/anon',
  'mremap/shmem',
  'fork/anon',
  'fork/shmem',
  'unregister/anon',
];

const hex = (address: bigint): string => `0x${address.toString(16)}`;

live('events of the running kernel, and protection that is taken behind its back', async () => {
  const process_ = spawn(binary ?? '', { stdio: ['pipe', 'pipe', 'inherit'] });
  child = process_;
  const pid = String(process_.pid);
  const seen: string[] = [];
  let step = { name: '', kind: '', start: 0n, size: 0n, before: '', now: 0n };
  const diff = async (after: string, ...question: readonly string[]): Promise<number> => {
    const { start, size, before, now } = step;
    const ranges = [start, now].flatMap((at) => ['--range', `${hex(at)}-${hex(at + size)}`]);
    const moved = start === now ? [] : ['--moved', `${hex(start)}:${hex(now)}:${hex(size)}`];
    const { code } = await runOnDisk(['pagemap', 'diff', ...question, ...moved, ...ranges, before, after]);
    return code;
  };
  let current = pid;
  for await (const line of createInterface({ input: process_.stdout })) {
    const [what = '', ...words] = line.split(' ');
    if (what === 'skip') seen.push(`skipped ${words[0] ?? ''}`);
    if (what === 'before') {
      const [name = '', kind = '', start = '', pages = ''] = words;
      const address = BigInt(`0x${start}`);
      const before = await capture(pid);
      step = { name, kind, start: address, size: BigInt(pages) * 4096n, before, now: address };
    }
    if (what === 'after') {
      current = words[0] ?? '';
      step = { ...step, now: BigInt(`0x${words[1] ?? ''}`) };
      const [after, id] = [await capture(current), `${step.name}/${step.kind}`];
      seen.push(`${id} ${await diff(after, '--event', step.name)}`);
      for (const [rule, takers] of [
        ['lost-uffd-wp', TAKES_PROTECTION],
        ['lost-data', TAKES_DATA],
      ] as const) {
        const status = await diff(after, '--fail-on', rule);
        // Without CAP_SYS_ADMIN nothing tells a page that a child shares from the zero page.
        const isHidden = status === 2 && rule === 'lost-data' && step.name === 'fork';
        if (!isHidden && status !== (takers.includes(id) ? 1 : 0)) seen.push(`${id} ${rule} ${status}`);
      }
    }
    if (what === 'planted' && words[0] !== '-1') {
      const [after, id] = [await capture(current), `${step.name}/${step.kind} planted`];
      seen.push(`${id} ${await diff(after, '--event', step.name)}`);
      seen.push(`${id} ${await diff(after, '--fail-on', 'lost-uffd-wp')}`);
    }
    if (what !== 'skip' && what !== 'end') process_.stdin.write('\n');
  }
  for (const line of seen.filter((each) => each.startsWith('skipped')))
    process.stderr.write(`live events: ${line}\n`);
  const wrong = seen.filter((line) => !line.startsWith('skipped') && !/ planted 1$|\/\w+ 0$/.test(line));
  expect(wrong).toEqual([]);
  expect(seen.length).toBeGreaterThan(10);
});
