import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { formatU64 } from '../../../src/core/u64.ts';
import { parseVersion } from '../../../src/core/version.ts';
import { answerOf } from '../../../src/explorer/answer.ts';
import { Annotator } from '../../../src/explorer/log/annotate.ts';
import { readFragment } from '../../../src/explorer/place.ts';
import { RELEASES } from '../../../src/kernel/profiles.ts';
import { runCli } from '../../helpers/fake-io.ts';
import { jsonLines, property } from '../../helpers/json.ts';
import { REAL_KERNELS, realFile } from '../../helpers/real-kernels.ts';
import { wildLogs } from '../../helpers/wild-logs.ts';

const logs = [
  ...wildLogs('test/fixtures/wildlogs').map(({ name, text }) => ({ name, text })),
  ...REAL_KERNELS.map(({ folder }) => ({
    name: folder,
    text: readFileSync(realFile(folder, 'console.log'), 'utf8'),
  })),
];

/** What a link to a value shows, as records of the command have it. */
function shownBy(href: string): readonly unknown[] {
  const { entry, kernel } = answerOf(readFragment(href));
  return [
    kernel.id,
    entry && formatU64(entry.raw),
    entry?.level,
    entry?.state,
    entry?.notes,
    entry?.rules[1].why,
  ];
}

test.each(logs)(
  '$name: the text of the command, and every value leads to what the command says',
  async ({ text }) => {
    const annotator = new Annotator({ kernel: undefined, isOnly: false, name: 'log' });
    const parts = [...annotator.add(new TextEncoder().encode(text)), ...annotator.end()];
    const stdin = Buffer.from(text);
    const plain = await runCli(['log'], { stdin });
    expect(parts.map((part) => (part.kind === 'text' ? part.text : part.spans.map((span) => span.text).join(''))).join('')).toBe(plain.stdout); // prettier-ignore
    const links = parts
      .flatMap((part) => (part.kind === 'said' ? part.spans : []))
      .flatMap(({ href }) => href ?? []);
    const { stdout } = await runCli(['log', '--json'], { stdin });
    const decoded = jsonLines(stdout).filter((record) => property(record, 'kernel') !== undefined);
    const covered = decoded.filter((record) => !isOld(String(property(record, 'kernel'))));
    // Of a swap entry the link shows the pte that would hold it, which may be none.
    const isSwapEntry = covered.map((record) => property(record, 'level') === 'swap_entry');
    expect(links.map((href, at) => shownBy(href).slice(0, isSwapEntry[at] ? 2 : undefined))).toEqual(
      covered.map((record, at) =>
        [
          ...['kernel', 'raw', 'level', 'state', 'notes'].map((name) => property(record, name)),
          property(property(property(record, 'rules'), '1'), 'why'),
        ].slice(0, isSwapEntry[at] ? 2 : undefined),
      ),
    );
  },
);

/** Whether a kernel is older than what the explorer has. */
function isOld(id: string): boolean {
  const [, name] = /^(\d+\.\d+)/.exec(id) ?? [];
  return name !== undefined && parseVersion(name) < parseVersion(RELEASES[0] ?? '');
}
