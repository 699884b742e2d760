import { describe, expect, test } from '@jest/globals';
import { commandTree } from '../../../src/cli/commands/registry.ts';
import { runCli } from '../../helpers/fake-io.ts';

describe('--quiet', () => {
  test('every command whose exit status is an answer has it', async () => {
    for (const { name, options, isVerdict } of await commandTree())
      if (isVerdict !== undefined)
        expect({ name, long: options.map(({ long }) => long) }).toEqual({
          name,
          long: expect.arrayContaining(['quiet']),
        });
  });

  test.each([
    ['audit', '-k', '6.12', '0x80000000029eac67'],
    ['audit', '-k', '6.12', '0x8400000002bcbc25'],
    ['audit', '-k', '6.12', '--format', 'ktap', '0x80000000029eac67'],
    ['audit', '-k', '6.12', 'zz', '0x8400000002bcbc25'],
    ['diff', '0x4', '0x5'],
    ['diff', '0x4', '0x4'],
    ['host', '-k', 'debian-6.1', '--need', 'uffd-wp-shmem,wp-async'],
    ['host', '-k', 'debian-6.12', '--need', 'wp-async', '--json'],
    ['special', '-k', '6.12', '--candidate', '0x4'],
    ['special', '-k', '6.12', '--candidate', '0x60'],
    ['check', '-k', '6.12', '--rule', '3', '0x4', '0x0'],
  ])('of %s alone writes nothing, and gives the status without it', async (...argv) => {
    const loud = await runCli(argv);
    expect(loud.stdout).not.toBe('');
    expect(await runCli([...argv, '-q'])).toMatchObject({ code: loud.code, stdout: '', stderr: loud.stderr });
  });

  test.each([
    { argv: ['audit', '0x4'], says: 'assumed: Linux 5.11 with the patch' },
    { argv: ['check', '--rule', '1', '0x80000000029eac67'], says: 'assumed: Linux 5.11 with the patch' },
    { argv: ['special'], says: 'assumed: Linux 5.11 with the patch' },
    { argv: ['scan', '--table', '/table', '--check'], says: 'assumed: Linux 5.11 with the patch' },
  ])('of $argv tells which kernel is assumed, which no heading does', async ({ argv, says }) => {
    const files = { '/table': new Uint8Array(new BigUint64Array(512).fill(0x8000000002bcb867n).buffer) };
    const quiet = await runCli([...argv, '-q'], { files });
    expect(quiet).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining(says) });
    expect((await runCli([...argv, '-q', '-k', '6.12'], { files })).stderr).toBe('');
  });

  test.each([
    { argv: ['host', '-q'], says: '--quiet goes with --need' },
    { argv: ['scan', 'image', '-q'], says: '--quiet goes with --check or --pagemap' },
  ])('$argv is refused: there is no question', async ({ argv, says }) => {
    expect(await runCli(argv)).toMatchObject({ code: 2, stderr: `pte-decode: ${says}\n` });
  });
});
