import { afterAll, describe, expect, test } from '@jest/globals';
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { jsonLines, property } from '../../../helpers/json.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const source = new URL('../../../pagemap/programs/armed.c', import.meta.url).pathname;
const folder = temporaryFolder();
afterAll(folder.remove);
const PAGE = 4096n;

/** A process with write-protected memory: test/pagemap/programs/armed.c says what it can be told. */
class Armed {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  start = 0n;
  pages = 0;

  constructor(program: string, args: readonly string[]) {
    this.#child = spawn(program, args);
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Gives false where such memory is not to be had. */
  async begin(): Promise<boolean> {
    const { value, done } = await this.#lines.next();
    if (done === true) return false;
    const [start = '0', bytes = '0'] = String(value).split(' ');
    this.start = BigInt(start);
    this.pages = Number(bytes) / Number(PAGE);
    return true;
  }

  /** Does something behind the tool's back; gives the number that the process answered, undefined where it cannot. */
  async tell(line: string): Promise<number | undefined> {
    this.#child.stdin.write(`${line}\n`);
    const answer = String((await this.#lines.next()).value);
    const [start = '', number] = answer.split(' ');
    if (!start.startsWith('0x')) return undefined;
    this.start = BigInt(start);
    return Number(number);
  }

  get range(): string {
    const end = this.start + BigInt(this.pages) * PAGE;
    return `0x${this.start.toString(16)}-0x${end.toString(16)}`;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

const why = ((): string | undefined => {
  if (process.platform !== 'linux') return 'this is no Linux';
  try {
    execFileSync('gcc', ['-O1', '-o', join(folder.path, 'armed'), source], { stdio: 'ignore' });
  } catch {
    return 'no C compiler, or headers without userfaultfd';
  }
  return undefined;
})();

if (why !== undefined) test.skip(`${why}: nothing is checked live`, () => undefined);

/** What one rule says of the memory, and the pages that break it. */
async function verdict(
  memory: Armed,
  rule: string,
  pid = memory.pid,
): Promise<{ outcome: unknown; pages: number[] }> {
  const argv = ['pagemap', 'check', '--pid', String(pid), '--range', memory.range, '--rule', rule, '--json'];
  const { stdout } = await runOnDisk(argv);
  const lines = jsonLines(stdout);
  const pages = lines.slice(0, -1).flatMap((line) => {
    const first = Number((BigInt(String(property(line, 'vaddr'))) - memory.start) / PAGE);
    return Array.from({ length: Number(property(line, 'pages')) }, (_, index) => first + index);
  });
  return { outcome: property(property(lines.at(-1), 'verdict'), 'outcome'), pages };
}

const live = why === undefined ? describe : describe.skip;

/** Whether some mapping of this process is soft-dirty: the kernel tracks it. */
const tracksSoftDirty =
  existsSync('/proc/self/smaps') && / sd /.test(readFileSync('/proc/self/smaps', 'latin1'));
(tracksSoftDirty ? live : describe.skip)(
  'soft-dirty, where the kernel tracks it (else only planted in captures: rules.test.ts)',
  () => {
    test('shared memory is missed after clear_refs', async () => {
      const memory = new Armed(join(folder.path, 'armed'), ['shmem']);
      try {
        if (!(await memory.begin())) return;
        const { outcome, pages } = await verdict(memory, 'soft-dirty-blind');
        expect({ outcome, pages }).toEqual({ outcome: 'holds', pages: [] });
        writeFileSync(`/proc/${memory.pid}/clear_refs`, '4');
        // Others may write shared memory, which no soft-dirty bit of this process shows.
        expect(await verdict(memory, 'soft-dirty-blind')).toMatchObject({ outcome: 'broken' });
      } finally {
        memory.end();
      }
    });
  },
);

live.each([
  { kind: 'anon', args: ['anon'] },
  { kind: 'anon, asynchronous', args: ['anon', 'async'] },
  { kind: 'shmem', args: ['shmem'] },
])(`$kind on ${release()}`, ({ kind, args }) => {
  test('what happens to the protection is what the rules say', async () => {
    const memory = new Armed(join(folder.path, 'armed'), args);
    try {
      if (!(await memory.begin())) {
        console.log(`${kind}: this kernel, or this user, has no such memory: not checked`);
        return;
      }
      const shared = kind === 'shmem';
      expect(await verdict(memory, 'armed')).toEqual({ outcome: 'holds', pages: [] });
      expect(await verdict(memory, 'armed-holes')).toEqual({ outcome: 'holds', pages: [] });
      expect(await verdict(memory, 'swap-kept')).toEqual({ outcome: 'holds', pages: [] });
      // All of it is registered: there is nothing outside.
      expect(await verdict(memory, 'stale')).toEqual({ outcome: 'unanswered', pages: [] });
      await memory.tell('h');
      expect(await verdict(memory, 'armed')).toEqual({ outcome: 'holds', pages: [] });
      // Planted: the protection of one page is gone.
      await memory.tell('u 7');
      expect(await verdict(memory, 'armed')).toEqual({ outcome: 'broken', pages: [7] });
      // Dropped: a hole of anonymous memory, a marker of shared memory.
      await memory.tell('d 9');
      expect(await verdict(memory, 'armed-holes')).toEqual(
        shared ? { outcome: 'holds', pages: [] } : { outcome: 'broken', pages: [9] },
      );
      expect(await verdict(memory, 'swap-kept')).toEqual(
        shared ? { outcome: 'broken', pages: [9] } : { outcome: 'holds', pages: [] },
      );
      expect(await verdict(memory, 'armed')).toEqual({ outcome: 'broken', pages: [7] });
      if (shared) {
        // Planted: the marker goes, and with it the protection of a page that is still in the file.
        await memory.tell('u 9');
        expect(await verdict(memory, 'armed-holes')).toEqual({ outcome: 'broken', pages: [9] });
      }
      // A child has no registration: no rule about it has an answer, and nothing may be left behind.
      const child = await memory.tell('f');
      try {
        expect(await verdict(memory, 'armed', child)).toEqual({ outcome: 'unanswered', pages: [] });
        expect(await verdict(memory, 'stale', child)).toEqual({ outcome: 'holds', pages: [] });
      } finally {
        if (child) process.kill(child, 'SIGKILL');
      }
      if ((await memory.tell('g 11')) !== undefined)
        expect(await verdict(memory, 'swap-kept')).toEqual({ outcome: 'broken', pages: [11] });
      // Moved without UFFD_FEATURE_EVENT_REMAP: registration and protection are gone together.
      await memory.tell('m');
      expect(await verdict(memory, 'armed')).toEqual({ outcome: 'unanswered', pages: [] });
      expect(await verdict(memory, 'stale')).toEqual({ outcome: 'holds', pages: [] });
    } finally {
      memory.end();
    }
  });

  test('protection that is left where nothing is registered is stale', async () => {
    const memory = new Armed(join(folder.path, 'armed'), args);
    try {
      if (!(await memory.begin())) return;
      await memory.tell('u 3');
      if ((await memory.tell('r')) === undefined) {
        console.log(`${kind}: this kernel takes no protection away in that way: stale is not checked live`);
        return;
      }
      const armed = Array.from({ length: memory.pages }, (_, page) => page).filter((page) => page !== 3);
      expect(await verdict(memory, 'stale')).toEqual({ outcome: 'broken', pages: armed });
      expect(await verdict(memory, 'armed')).toEqual({ outcome: 'unanswered', pages: [] });
    } finally {
      memory.end();
    }
  });

  test('protection that goes in swap is missed', async () => {
    if (readFileSync('/proc/swaps', 'latin1').trim().split('\n').length < 2) {
      console.log(`${kind}: this machine has no swap: no page is swapped out live`);
      return;
    }
    const memory = new Armed(join(folder.path, 'armed'), args);
    try {
      if (!(await memory.begin()) || (await memory.tell('o')) === undefined) return;
      const all = Array.from({ length: memory.pages }, (_, page) => page);
      expect(await verdict(memory, 'armed')).toEqual({ outcome: 'holds', pages: [] });
      expect(await verdict(memory, 'swap-kept')).toEqual({ outcome: 'broken', pages: all });
      // Planted: of shared memory nothing is left in the entry, and smaps counts what is in swap.
      await memory.tell('u 7');
      expect(await verdict(memory, 'armed')).toEqual(
        kind === 'shmem' ? { outcome: 'unanswered', pages: [] } : { outcome: 'broken', pages: [7] },
      );
      if (kind === 'shmem')
        expect(await verdict(memory, 'armed-holes')).toEqual({ outcome: 'broken', pages: [7] });
    } finally {
      memory.end();
    }
  });

  test('what the kernel says of categories agrees with pagemap', async () => {
    const memory = new Armed(join(folder.path, 'armed'), args);
    try {
      if (!(await memory.begin())) return;
      await memory.tell('u 3');
      await memory.tell('d 5');
      const scan = join(folder.path, 'regions');
      await memory.tell(`s ${scan}`);
      const argv = [
        'pagemap',
        'scan-compare',
        '--pid',
        String(memory.pid),
        '--range',
        memory.range,
        '--scan',
        scan,
        '--return-mask',
        '0x1ff',
      ];
      expect(await runOnDisk(argv)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('holds: 64 pages'),
      });
      // Planted: the protection of one page goes after the scan.
      await memory.tell('u 20');
      const { code, stdout } = await runOnDisk(argv);
      expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('must be WRITTEN') });
    } finally {
      memory.end();
    }
  });
});
