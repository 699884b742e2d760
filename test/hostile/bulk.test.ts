import { expect, test } from '@jest/globals';
import { runCli } from '../helpers/fake-io.ts';
import { hostileBytes } from '../helpers/hostile.ts';

test.each(['json', 'line', 'csv'])(
  'values after others are written as they are alone: %s',
  async (format) => {
    const stdin = hostileBytes('bulk-note.txt');
    const values = new TextDecoder().decode(stdin).trim().split('\n');
    const lines = async (text: string): Promise<string[]> => {
      const argv = ['--format', format, '--no-heading'];
      const { stdout } = await runCli(argv, { stdin: text });
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/<stdin>:\d+/g, '<stdin>'));
    };
    const one = (await Promise.all(values.map((value) => lines(`${value}\n`)))).flat();
    expect(await lines(`${values.join('\n')}\n`)).toEqual(one);
    const turned = values.toReversed();
    expect(await lines(`${turned.join('\n')}\n`)).toEqual(one.toReversed());
  },
);
