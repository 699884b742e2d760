import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import { safeIo } from '../../src/input/bytes/safe-io.ts';
import { openProgress, type Progress } from '../../src/cli/progress.ts';
import { fakeIo, runCli, runOnDisk, type Surroundings } from '../helpers/fake-io.ts';
import { dumpOf } from '../helpers/pagemap.ts';
import { realFile } from '../helpers/real-kernels.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const ON_TERMINAL: Surroundings = { stderrIsTTY: true, columns: 60 };

const begun: Progress[] = [];
afterEach(() => {
  for (const progress of begun.splice(0)) progress.end();
});

/** A progress with a clock that is set by hand. */
async function opened(
  around: Surroundings,
  question: Parameters<typeof openProgress>[1] = {},
): Promise<{ progress: Progress; wait: (milliseconds: number) => void; io: ReturnType<typeof fakeIo> }> {
  let time = 5000;
  const fake = fakeIo(around);
  const io = { ...fake, io: safeIo(fake.io) };
  const progress = await openProgress(io.io, { ...question, now: () => time });
  begun.push(progress);
  return { progress, io, wait: (milliseconds) => (time += milliseconds) };
}

/** What a line of a terminal shows after all that was written to it: the text behind the last time that it was erased. */
const left = (written: string): string => written.split(/\u001b\[[02]?K/).at(-1)?.replace(/\u001b(?:\[[0-9;?]*[A-Za-z]|[78])/g, '') ?? ''; // prettier-ignore

test('nothing before a second, then a bar, and nothing is left at the end', async () => {
  const { progress, io, wait } = await opened(ON_TERMINAL);
  for (const share of [0.1, 0.2]) {
    wait(400);
    progress.show(share);
  }
  expect(io.stderr()).toBe('');
  wait(400);
  progress.show(0.3);
  expect(io.stderr()).toMatch(/\[=+-+\] 30 %, 3 s left/);
  wait(400);
  progress.show(0.5);
  // The library draws when its own turn comes.
  for (let look = 0; look < 100 && !io.stderr().includes('50 %'); look += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(io.stderr()).toMatch(/50 %, 2 s left/);
  progress.end();
  expect(left(io.stderr())).toBe('');
  expect(io.stdout()).toBe('');
});

test('where the end is not known, what was done', async () => {
  const { progress, io, wait } = await opened(ON_TERMINAL);
  wait(2000);
  progress.show(undefined, '640 tables');
  expect(io.stderr()).toContain('640 tables, 2 s');
  progress.end();
  expect(left(io.stderr())).toBe('');
});

test('what is said meanwhile stands in lines of its own', async () => {
  const { progress, io, wait } = await opened(ON_TERMINAL);
  wait(2000);
  progress.show(0.5);
  progress.io.stderr.write('a line\n');
  expect(left(io.stderr())).toBe('a line\n');
  wait(200);
  progress.show(0.6);
  expect(io.stderr()).toContain('60 %');
  progress.end();
});

test('on the terminal that is written to: only where nothing was written for a second', async () => {
  const { progress, io, wait } = await opened({ ...ON_TERMINAL, stdoutIsTTY: true }, { isStreaming: true });
  wait(2000);
  io.io.stdout.write('found\n');
  progress.show(0.2);
  wait(900);
  progress.show(0.3);
  expect(io.stderr()).toBe('');
  wait(200);
  progress.show(0.4);
  expect(io.stderr()).toContain('40 %');
  io.io.stdout.write('found\n');
  expect(left(io.stderr())).toBe('');
  wait(200);
  progress.show(0.5);
  expect(io.stderr()).not.toContain('50 %');
  progress.end();
});

test('an input shows how far it was read', async () => {
  const { progress, io, wait } = await opened({ ...ON_TERMINAL, files: { f: '0123456789' }, stdin: 'abc' });
  const file = progress.io.open('f');
  wait(2000);
  file.read(new Uint8Array(4));
  expect(io.stderr()).toContain('40 %');
  file.close();
  wait(200);
  const pipe = progress.io.open('-');
  pipe.read(new Uint8Array(4));
  expect(io.stderr()).toContain('KiB read, 2 s');
  pipe.close();
  progress.end();
  expect(io.open()).toBe(0);
});

test.each([
  { name: 'no terminal', around: {}, question: {} },
  { name: 'a terminal without a cursor', around: { ...ON_TERMINAL, env: { TERM: 'dumb' } }, question: {} },
  { name: '--quiet', around: ON_TERMINAL, question: { isQuiet: true } },
])('nothing is shown: $name', async ({ around, question }) => {
  const { progress, io, wait } = await opened(around, question);
  wait(9000);
  progress.show(0.5);
  progress.end();
  expect(io.stderr()).toBe('');
  expect(progress.io).toBe(io.io);
});

test('quick work leaves nothing on a terminal', async () => {
  const files = {
    v: '0x4\n0x8000000002bcb867\n',
    report: 'BUG: Bad page map in process a  pte:80000001c8d7d025 pmd:2315b2067\n',
  };
  for (const argv of [
    ['check', '--rule', '1', '-f', 'v'],
    ['audit', '-f', 'v'],
    ['log', 'report'],
  ]) {
    // prettier-ignore
    const { stderr } = await runCli(argv, { ...ON_TERMINAL, files });
    expect(stderr).toBe('');
  }
});

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const values = folder.write('values', Buffer.from('0x4\n0x8000000002bcb867\n'.repeat(1000)));
const dump = folder.write(
  'dump',
  dumpOf(Array.from({ length: 70_000 }, (_, i) => BigInt((i >> 8) % 2) << 63n)),
);
const html = folder.write('page.html', Buffer.from(''));
const TABLE = realFile('6.12.117+deb12-amd64', 'ptpage-mixed.bin');
const LOG = realFile('6.12.117+deb12-amd64', 'console.log');

test.each([
  { argv: ['check', '--rule', '1', '-f', values] },
  { argv: ['audit', '-f', values] },
  { argv: ['log', LOG] },
  { argv: ['pagemap', dump] },
  { argv: ['pagemap', dump, '--map'] },
  { argv: ['pagemap', dump, '--ranges', '--where', 'guard'] },
  { argv: ['pagemap', dump, '--html', html] },
  { argv: ['pagemap', 'diff', dump, dump] },
  { argv: ['pagemap', 'chain', dump, dump] },
  { argv: ['pagemap', 'check', dump, '--every', 'none || present'] },
  { argv: ['scan', '--table', TABLE, '-k', 'debian-6.12'] },
])('long work shows how far it is, and in a pipe nothing: $argv', async ({ argv }) => {
  // A clock that goes on by a second whenever it is looked at.
  let now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += 1000));
  try {
    const shown = await runOnDisk(argv, { ...ON_TERMINAL, stdoutIsTTY: argv.includes('--where') });
    expect(shown.stderr).toMatch(/\[[=-]+\] \d+ %, \d+ s left|(?:read|tables.*), \d+ s/);
    expect((await runOnDisk(argv, {})).stderr).not.toMatch(/\d+ s left|, \d+ s/);
  } finally {
    clock.mockRestore();
  }
});
