import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMPLETION_CASES } from '../../helpers/completion-cases.ts';
import { completionScript, linesOf, testWith } from '../../helpers/shell.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
let script = '';
beforeAll(async () => {
  script = await completionScript('bash', folder);
});
afterAll(folder.remove);

/** A word as readline hands it to the function: parted at `=` and `:`, which stand as words of their own. */
function readlineWords(line: string): readonly string[] {
  const words = line.split(/\s+/).flatMap((word) => word.split(/([=:])/).filter((part) => part !== ''));
  return /[\s=:]$/.test(line) ? [...words, ...(line.endsWith(' ') ? [''] : [])] : words;
}

/** Calls the completion function for each line as readline does; `FILES` stands for readline's own file names. */
function complete(lines: readonly string[]): readonly (readonly string[])[] {
  const quote = (word: string): string => `'${word}'`;
  const calls = lines.map((line) => {
    const words = readlineWords(line);
    return `COMP_WORDS=(${words.map(quote).join(' ')}); COMP_CWORD=${words.length - 1}; _pte_decode
      printf ' %s' "\${COMPREPLY[@]}"; echo " ."`;
  });
  const text = `compopt() { echo -n ' FILES'; }; source ${script}\n${calls.join('\n')}`;
  return linesOf('bash', ['--norc', '--noprofile', '-c', text]).map((line) =>
    line.split(' ').filter((word) => word !== '' && word !== '.'),
  );
}

const sorted = (words: readonly string[]): readonly string[] => [...words].sort();

describe('bashScript', () => {
  test('offers what fits each command line', () => {
    const offered = complete(COMPLETION_CASES.map(({ line }) => line));
    expect(offered).toHaveLength(COMPLETION_CASES.length);
    for (const [index, { line, exactly, among, not }] of COMPLETION_CASES.entries()) {
      // Readline has the part before "=" already.
      const stem = /\S*=/.exec(line.slice(line.lastIndexOf(' ') + 1))?.[0] ?? '';
      const cut = (words: readonly string[]): readonly string[] =>
        sorted(words.map((word) => (word.startsWith(stem) ? word.slice(stem.length) : word)));
      const words = sorted(offered[index] ?? []);
      if (exactly) expect({ line, words }).toEqual({ line, words: cut(exactly) });
      expect(words).toEqual(expect.arrayContaining([...(among ?? [])]));
      for (const word of not ?? []) expect(words).not.toContain(word);
    }
  });

  test('completes the last of several words with commas', () => {
    expect(
      complete(['pte-decode apply pte_mkdirty,pte_wrp', 'pte-decode encode swap --flag uffd_wp,exc']),
    ).toEqual([['pte_mkdirty,pte_wrprotect'], ['uffd_wp,exclusive']]);
  });

  test('leaves file names to readline, also after --config when no symbol fits', () => {
    expect(
      complete([
        'pte-decode --file x',
        'pte-decode -f ',
        'pte-decode --swaps=/pr',
        'pte-decode --config /boot/c',
      ]),
    ).toEqual([['FILES'], ['FILES'], ['FILES'], ['FILES']]);
  });

  test('takes words after -- as values', () => {
    expect(complete(['pte-decode -- --ker', 'pte-decode -- enc'])).toEqual([[], []]);
  });

  test('works with word breaks that have no "="', () => {
    const text = `compopt() { :; }; source ${script}
      COMP_WORDS=(pte-decode --paging=); COMP_CWORD=1; _pte_decode; echo "\${COMPREPLY[@]}"
      COMP_WORDS=(pte-decode --kernel=debian-7); _pte_decode; echo "\${COMPREPLY[@]}"`;
    const [paging, kernel] = linesOf('bash', ['--norc', '-c', text]);
    expect(paging?.split(' ')).toEqual(expect.arrayContaining(['--paging=4', '--paging=5']));
    expect(kernel).toBe('--kernel=debian-7.3');
  });

  testWith('script')('completes in a terminal, file names with blanks included', () => {
    const file = folder.write('a file with blanks.txt', new Uint8Array());
    const typed = [
      `source ${script}`,
      'pte-decode() { printf "[%s]" "$@"; echo; }',
      `pte-decode enc\t swa\t --flag uffd_w\t x`,
      `pte-decode --file ${folder.path}/a\\ fi\t x`,
      'pte-decode --kernel=debian-7\t x',
      'exit',
      '',
    ].join('\n');
    const lines = linesOf('script', ['-qec', 'bash --norc --noprofile -i', '/dev/null'], {
      input: typed,
    }).map((line) => line.trim());
    expect(lines.some((line) => line.startsWith('[encode][swap'))).toBe(true);
    expect(lines).toContain(`[--file][${file}][x]`);
    expect(lines).toContain('[--kernel=debian-7.3][x]');
  });
});
