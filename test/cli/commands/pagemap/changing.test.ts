import { afterAll, describe, expect, test } from '@jest/globals';
import { renameSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { run } from '../../../../src/cli/start/run.ts';
import { changedIo } from '../../../../src/input/bytes/io.ts';
import { captureOf } from '../../../helpers/captures.ts';
import { fakeIo } from '../../../helpers/fake-io.ts';
import { jsonLines } from '../../../helpers/json.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

/** More than one read takes, in sections as large as a capture has them. */
const PAGES = 1 << 16;
const OF_SECTION = 1 << 15;

/** Present pages, the last with a flag. */
const words = (flag: bigint): readonly bigint[] =>
  Array.from({ length: PAGES }, (_, at) => 0x8000_0000_0000_1000n | (at === PAGES - 1 ? flag : 0n));

/** A capture that does not say whether its kernel has soft-dirty bits. */
function silentCapture(all: readonly bigint[]): Uint8Array {
  const mappings = [0, OF_SECTION].map((at) => ({
    start: BigInt(at * 4096),
    flags: 'rd wr',
    words: all.slice(at, at + OF_SECTION),
  }));
  return captureOf('6.12', mappings, true, { soft_dirty: undefined, unread_marked: true });
}

const FORMATS = [
  { format: 'a dump', of: dumpOf, flag: 1n << 57n, where: '!uffd_wp' },
  { format: 'a capture', of: silentCapture, flag: 1n << 55n, where: '!soft_dirty' },
];

/** When it changes: the program writes nothing before it reads, and pages when it has read a part, and all for what it proves. */
const MOMENTS = [
  { moment: 'before its second reading', least: 0 },
  { moment: 'behind its second reading', least: 1 },
];

describe.each(MOMENTS.flatMap((when) => FORMATS.map((format) => ({ ...when, ...format }))))(
  '$format that changes $moment',
  ({ least, of, flag, where }) => {
    const all = of(words(flag));
    const other = of(words(0n));

    async function runWhile(
      act: (path: string) => void,
    ): Promise<{ code: number; pages: number; stderr: string }> {
      const path = folder.write('changing', all);
      // A file system may not tell two moments apart that are near: it was written long ago.
      utimesSync(path, 1, 1);
      const { io, stdout, stderr } = fakeIo({ onDisk: true });
      let isDone = false;
      const write = (data: string | Uint8Array): void => {
        io.stdout.write(data);
        if (isDone || data.length < least) return;
        isDone = true;
        act(path);
      };
      const argv = ['pagemap', path, '--entries', '--json', '--where', where];
      const code = await run(argv, changedIo(io, { stdout: { isTTY: false, columns: undefined, write } }));
      expect(isDone).toBe(true);
      return { code, pages: jsonLines(stdout()).length, stderr: stderr() };
    }

    // docs/pagemap.md: any page of the input proves that the kernel has the bit, and all but the last lack it.
    const right = { code: 0, pages: PAGES - 1, stderr: '' };

    test('as it was', async () => {
      expect(await runWhile(() => undefined)).toEqual(right);
    });

    test('another file in its place is not read', async () => {
      const act = (path: string): void => {
        renameSync(folder.write('other', other), path);
      };
      expect(await runWhile(act)).toEqual(right);
    });

    test.each([
      { name: 'written over', act: (path: string) => { writeFileSync(path, other, { flag: 'r+' }); }, say: 'the file was written to while it was read' },
      { name: 'longer', act: (path: string) => { writeFileSync(path, other, { flag: 'a' }); }, say: 'while it was read|behind its end mark is not read' },
      { name: 'shorter', act: (path: string) => { truncateSync(path, all.length / 2); }, say: 'the file became shorter while it was read' },
      { name: 'empty', act: (path: string) => { truncateSync(path, 0); }, say: 'the file became shorter while it was read' },
    ])('$name: an error', async ({ act, say }) => {
      expect(await runWhile(act)).toMatchObject({ code: 2, stderr: expect.stringMatching(say) });
    }); // prettier-ignore
  },
);
