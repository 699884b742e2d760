import { beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { manPage } from '../../../src/cli/man/page.ts';
import { optionsOf } from '../../../src/cli/options/common.ts';
import type { CommandSpec } from '../../../src/cli/spec.ts';
import { commandTree } from '../../../src/cli/commands/registry.ts';
import { testWith } from '../../helpers/shell.ts';

let page = '';
let tree: readonly CommandSpec[] = [];
beforeAll(async () => {
  tree = await commandTree();
  page = manPage(tree, '1.2.3');
});

const escaped = (text: string): string => text.replaceAll('-', '\\-');

describe('manPage', () => {
  test('has the sections of a manual page in their order', () => {
    expect([...page.matchAll(/^\.SH "(.*)"$/gm)].map(([, name]) => name)).toEqual([
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'OPTIONS',
      'COMMANDS',
      'EXIT STATUS',
      'ENVIRONMENT',
      'FILES',
      'EXAMPLES',
    ]);
  });

  test('describes every command and names every option', () => {
    for (const spec of tree) {
      if (spec.name !== '') expect(page).toContain(`.SS "pte\\-decode ${escaped(spec.name)}"\n`);
      for (const { long } of optionsOf(spec)) expect(page).toContain(`\\fB\\-\\-${escaped(long)}\\fR`);
    }
  });

  testWith('mandoc')('mandoc finds nothing to complain of', () => {
    const { stdout } = spawnSync('mandoc', ['-T', 'lint'], { input: page, encoding: 'utf8' });
    // There is no date in it, so that the same source gives the same page; lines of any length are fine.
    const complaints = stdout
      .split('\n')
      .filter((line) => line !== '' && !/missing date|longer than 80 bytes/.test(line));
    expect(complaints).toEqual([]);
  });

  testWith('groff')('groff finds nothing to complain of and shows what was meant', () => {
    const { stdout, stderr } = spawnSync('groff', ['-ww', '-man', '-Tutf8', '-P-cbou', '-rLL=100n'], {
      input: page,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^PTE-DECODE\(1\) +User Commands +PTE-DECODE\(1\)$/m);
    expect(stdout).toContain('-k, --kernel NAME\n');
    expect(stdout).toContain('pte-decode --json 0x4 | pte-decode encode -\n');
    expect(stdout).toContain(`--where 'state == "swap" && uffd_wp'`);
    expect(stdout).toContain('{"op":"pte_modify","pte":"0x…","prot":"0x…"}');
    expect(stdout).toContain('pte-decode 1.2.3');
  });
});
