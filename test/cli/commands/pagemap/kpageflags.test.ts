import { afterAll, describe, expect, test } from '@jest/globals';
import { showFlags } from '../../../../src/cli/commands/pagemap/kpageflags.ts';
import { openFile } from '../../../../src/cli/pagemap/session.ts';
import { Invocation } from '../../../../src/cli/spec.ts';
import { fakeIo } from '../../../helpers/fake-io.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

// include/uapi/linux/kernel-page-flags.h: UPTODATE 3, MMAP 11, ANON 12, THP 22.
const MAPPED = (1n << 11n) | (1n << 12n);
const HUGE = MAPPED | (1n << 22n);
/** Flags of the frames 0 to 7; whatever comes behind them is no memory. */
const FRAMES = [0n, 0n, MAPPED, MAPPED, HUGE, 0n, 0n, 1n << 3n];
// Pagemap words: present is bit 63, swapped bit 62; frames 2, 3, 4, nothing, swap type 0 offset 0xb, frames 7, 8.
const WORDS = [2n, 3n, 4n].map((pfn) => (1n << 63n) | pfn);
const dump = folder.write(
  'flags.dump',
  dumpOf([...WORDS, 0n, 0x4000_0000_0000_0160n, (1n << 63n) | 7n, (1n << 63n) | 8n]),
);

async function show(
  view: 'summary' | 'ranges' | 'entries',
  switches: readonly string[] = [],
): Promise<string> {
  const values = new Map([
    ['kernel', ['7.3']],
    ['start', ['0']],
  ]);
  const invocation = new Invocation([dump], values, new Set(switches));
  const { io, stdout, stderr } = fakeIo({ onDisk: true, files: { '/proc/kpageflags': dumpOf(FRAMES) } });
  const session = await openFile(invocation, io, dump);
  const status = await showFlags(view, invocation, io, session);
  expect([status, stderr()]).toEqual([0, '']);
  return stdout();
}

const rowsOf = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('--kpageflags', () => {
  test('ranges end where the flags change; pages without a frame in memory have none', async () => {
    expect(rowsOf(await show('ranges', ['json']))).toMatchObject([
      { vaddr: '0x0000000000000000', pages: 2, pfn: '0x2', kpageflags: ['MMAP', 'ANON'] },
      { vaddr: '0x0000000000002000', pages: 1, pfn: '0x4', kpageflags: ['MMAP', 'ANON', 'THP'] },
      { vaddr: '0x0000000000003000', pages: 1, state: 'none', kpageflags: null },
      { vaddr: '0x0000000000004000', pages: 1, state: 'swap', kpageflags: null },
      { vaddr: '0x0000000000005000', pages: 1, pfn: '0x7', kpageflags: ['UPTODATE'] },
      { vaddr: '0x0000000000006000', pages: 1, pfn: '0x8', kpageflags: null },
    ]);
  });

  test('entries are single pages, each with its own frame', async () => {
    const rows = rowsOf(await show('entries', ['json']));
    expect(rows.slice(0, 3)).toMatchObject([
      { vaddr: '0x0000000000000000', pfn: '0x2', kpageflags: ['MMAP', 'ANON'] },
      { vaddr: '0x0000000000001000', pfn: '0x3', kpageflags: ['MMAP', 'ANON'] },
      { vaddr: '0x0000000000002000', pfn: '0x4', kpageflags: ['MMAP', 'ANON', 'THP'] },
    ]);
  });

  test('lines have the flags in braces, a heading unless it is left out', async () => {
    const [heading = '', first = ''] = (await show('ranges')).split('\n');
    expect(heading).toMatch(/^# kernel 7\.3;/);
    expect(first).toMatch(/ pfn 0x2 \{MMAP,ANON\}/);
    expect((await show('ranges', ['no-heading'])).split('\n')[0]).toBe(first);
  });

  test('the summary counts pages by the flags of their frames', async () => {
    expect(rowsOf(await show('summary', ['json']))).toMatchObject([
      {
        schema: 2,
        kernel: '7.3',
        page_size: 4096,
        kpageflags: [
          { flags: ['MMAP', 'ANON'], pages: 2, bytes: 8192 },
          { flags: ['MMAP', 'ANON', 'THP'], pages: 1, bytes: 4096 },
          { flags: ['UPTODATE'], pages: 1, bytes: 4096 },
        ],
      },
    ]);
    expect(await show('summary')).toMatch(/^ +2 .* MMAP,ANON\n +1 .* MMAP,ANON,THP\n +1 .* UPTODATE\n$/);
  });
});
