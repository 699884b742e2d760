import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMPLETION_CASES } from '../../helpers/completion-cases.ts';
import { completionScript, linesOf, testWith } from '../../helpers/shell.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
const empty = join(folder.path, 'empty');
let script = '';
beforeAll(async () => {
  mkdirSync(empty);
  script = await completionScript('fish', folder);
});
afterAll(folder.remove);

/** What fish offers for each command line, without descriptions. */
function complete(lines: readonly string[]): readonly (readonly string[])[] {
  const calls = lines.map((line) => `complete -C ${JSON.stringify(line)}; echo END`);
  const output = linesOf('fish', ['--no-config', '-c', `source ${script}\n${calls.join('\n')}`], {
    cwd: empty,
  });
  const groups: string[][] = [[]];
  for (const line of output) {
    if (line === 'END') groups.push([]);
    else groups.at(-1)?.push(line.split('\t')[0] ?? '');
  }
  return groups.slice(0, -1);
}

describe('fishScript', () => {
  testWith('fish')('offers what fits each command line', () => {
    const offered = complete(COMPLETION_CASES.map(({ line }) => line));
    for (const [index, { line, exactly, among, not }] of COMPLETION_CASES.entries()) {
      const stem = /(--\S*=)\S*$/.exec(line)?.[1] ?? '';
      const words = [...(offered[index] ?? [])].sort();
      if (exactly)
        expect({ line, words }).toEqual({ line, words: exactly.map((word) => stem + word).sort() });
      expect(words).toEqual(expect.arrayContaining([...(among ?? [])]));
      for (const word of not ?? []) expect(words).not.toContain(word);
    }
  });

  testWith('fish')('completes the last of several words with commas, and file names', () => {
    const file = folder.write('values.txt', new Uint8Array());
    expect(
      complete([
        'pte-decode apply pte_mkdirty,pte_wrp',
        'pte-decode encode swap --flag uffd_wp,exc',
        `pte-decode --file ${folder.path}/val`,
        `pte-decode --config ${folder.path}/val`,
      ]),
    ).toEqual([['pte_mkdirty,pte_wrprotect'], ['uffd_wp,exclusive'], [file], [file]]);
  });
});
