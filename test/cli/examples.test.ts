import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FIRST_EXAMPLES } from '../../src/cli/help/brief.ts';
import type { CommandSpec } from '../../src/cli/spec.ts';
import { commandTree } from '../../src/cli/commands/registry.ts';
import { Installed } from '../helpers/installed.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const tree: readonly CommandSpec[] = await commandTree();
const folder = temporaryFolder();
const installed = new Installed(folder.path);
beforeAll(() => installed.addExampleFiles());
afterAll(folder.remove);

describe('the examples of the help', () => {
  const rows = [
    ...FIRST_EXAMPLES,
    ...tree.flatMap((spec) => spec.examples.map((example) => ({ name: spec.name, ...example }))),
  ];

  test.each(rows)('$command', ({ command, exit = 0 }) => {
    const { code, stdout, stderr } = installed.run(command);
    expect({ command, code, stderr }).toEqual({ command, code: exit, stderr });
    // Whatever is said beside the output says who says it.
    for (const line of stderr.split('\n').slice(0, -1)) expect(line).toMatch(/^pte-decode: (?!a bug)/);
    if (!/ (-q|--quiet|-o|--html) /.test(command)) expect(stdout + stderr).not.toBe('');
  });

  test.each(tree.map((spec) => ({ spec, name: spec.name || '(decode)' })))(
    '$name has some, of its own',
    ({ spec }) => {
      expect(spec.examples.length).toBeGreaterThan(0);
      for (const { command, text } of spec.examples) {
        expect(command).toContain(`pte-decode ${spec.name}`.trimEnd());
        expect(text).not.toMatch(/\.$/);
      }
    },
  );

  test('stand in --help', () => {
    for (const { name, examples } of tree) {
      const { code, stdout, stderr } = installed.run(`pte-decode ${name} --help`);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const { command, text } of examples) expect(stdout).toContain(`  $ ${command}\n      ${text}`);
    }
  });
});
