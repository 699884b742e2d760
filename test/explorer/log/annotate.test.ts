import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { formatU64 } from '../../../src/core/u64.ts';
import { answerOf } from '../../../src/explorer/answer.ts';
import { Annotator } from '../../../src/explorer/log/annotate.ts';
import { readFragment } from '../../../src/explorer/place.ts';
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

const READ_OTHERWISE = 'not present';

test.each(logs)(
  '$name: the text of the command, and every value leads to what the command says',
  async ({ text }) => {
    const annotator = new Annotator({ kernel: undefined, isOnly: false, name: 'log' });
    const parts = [...annotator.add(new TextEncoder().encode(text)), ...annotator.end()];
    const stdin = Buffer.from(text);
    const plain = await runCli(['log'], { stdin });
    expect(parts.map((part) => (part.kind === 'text' ? part.text : part.spans.map((span) => span.text).join(''))).join('')).toBe(plain.stdout); // prettier-ignore
    const spans = parts.flatMap((part) => (part.kind === 'said' ? part.spans : []));
    const links = spans.flatMap(({ href }) => href ?? []);
    const { stdout } = await runCli(['log', '--json'], { stdin });
    const records = jsonLines(stdout);
    const isDecoded = (record: unknown): boolean => property(record, 'kernel') !== undefined;
    // The page says what the log says of an entry that its kernel does not have, or reads otherwise than the tables.
    const isOld = (record: unknown): boolean => String(property(record, 'error')).startsWith(READ_OTHERWISE);
    const told = records.filter((record) => isDecoded(record) || isOld(record));
    expect(links).toHaveLength(told.length);
    // What the page says of it, also where the value alone would not.
    const rows = plain.stdout.split('\n').filter((line) => /^ {4}\| \w+ +0x/.test(line));
    const decodedRows = rows.map((line) => line.replace('    |', '').replace(/ +/g, ' ').trim());
    expect(links.map((href) => readFragment(href).said)).toEqual(
      decodedRows.map((row): unknown => expect.stringContaining(row.slice(0, 900))),
    );
    const covered = told.filter(isDecoded);
    const ofCovered = links.filter((_, at) => isDecoded(told[at]));
    // Of a swap entry the link shows the pte that would hold it, which may be none.
    const isSwapEntry = covered.map((record) => property(record, 'level') === 'swap_entry');
    expect(ofCovered.map((href, at) => shownBy(href).slice(0, isSwapEntry[at] ? 2 : undefined))).toEqual(
      covered.map((record, at) =>
        [
          ...['kernel', 'raw', 'level', 'state', 'notes'].map((name) => property(record, name)),
          property(property(property(record, 'rules'), '1'), 'why'),
        ].slice(0, isSwapEntry[at] ? 2 : undefined),
      ),
    );
  },
);
