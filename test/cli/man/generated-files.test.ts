import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { generatedFiles } from '../../../src/cli/man/generated-files.ts';
import { runCli } from '../../helpers/fake-io.ts';

describe('generatedFiles', () => {
  test('are the manual page and the scripts that the command prints', async () => {
    const files = await generatedFiles('1.2.3');
    expect([...files.keys()]).toEqual([
      'man/pte-decode.1',
      'completions/pte-decode.bash',
      'completions/_pte-decode',
      'completions/pte-decode.fish',
    ]);
    expect(files.get('completions/pte-decode.bash')).toBe((await runCli(['completion', 'bash'])).stdout);
    expect(files.get('completions/_pte-decode')).toBe((await runCli(['completion', 'zsh'])).stdout);
    expect(files.get('completions/pte-decode.fish')).toBe((await runCli(['completion', 'fish'])).stdout);
  });

  test('package.json names the manual page and packs the files', () => {
    const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      man: ['./man/pte-decode.1'],
      files: expect.arrayContaining(['man', 'completions', 'schema']),
    });
  });
});
