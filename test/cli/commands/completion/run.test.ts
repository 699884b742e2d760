import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';

describe('pte-decode completion', () => {
  test.each(['bash', 'zsh', 'fish'])('prints a script for %s', async (shell) => {
    const { code, stdout, stderr } = await runCli(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`made by "pte-decode completion ${shell}"`);
  });

  test.each([['powershell'], ['\u001b[2J']])('refuses %j with the names of the shells', async (shell) => {
    const { code, stdout, stderr } = await runCli(['completion', shell]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('wanted bash, zsh, fish');
    expect(stderr).not.toContain('\u001b');
  });

  test('wants a shell', async () => {
    expect((await runCli(['completion'])).code).toBe(2);
  });
});
