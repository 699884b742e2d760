import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { COMPLETION_CASES } from '../../helpers/completion-cases.ts';
import { completionScript, linesOf, testWith } from '../../helpers/shell.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const harness = fileURLToPath(new URL('../../helpers/zsh-complete.zsh', import.meta.url));
const folder = temporaryFolder();
let script = '';
beforeAll(async () => {
  script = await completionScript('zsh', folder);
});
afterAll(folder.remove);

/** What an interactive zsh offers for each command line. */
function complete(lines: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [[]];
  for (const line of linesOf('zsh', ['-f', harness, script, ...lines])) {
    if (line === 'END') groups.push([]);
    else groups.at(-1)?.push(line);
  }
  return groups.slice(0, -1);
}

describe('zshScript', () => {
  testWith('zsh')('offers what fits each command line', () => {
    const offered = complete(COMPLETION_CASES.map(({ line }) => line));
    for (const [index, { line, exactly, among, not }] of COMPLETION_CASES.entries()) {
      const words = [...(offered[index] ?? [])].sort();
      if (exactly) expect({ line, words }).toEqual({ line, words: [...exactly].sort() });
      expect(words).toEqual(expect.arrayContaining([...(among ?? [])]));
      // Completion complains of nothing.
      expect(words.filter((word) => /^_[a-z_-]+:/.test(word))).toEqual([]);
      for (const word of not ?? []) expect(words).not.toContain(word);
    }
  });

  testWith('zsh')('completes the last of several words with commas, and file names', () => {
    folder.write('values.txt', new Uint8Array());
    expect(
      complete([
        'pte-decode apply pte_mkdirty,pte_wrp',
        'pte-decode encode swap --flag uffd_wp,exc',
        `pte-decode --file ${folder.path}/val`,
        `pte-decode --config ${folder.path}/val`,
      ]),
    ).toEqual([['pte_wrprotect'], ['exclusive'], ['values.txt'], ['values.txt']]);
  });
});
