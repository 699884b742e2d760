import { afterAll, describe, expect, test } from '@jest/globals';
import { Installed } from '../../helpers/installed.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('the program in a shell', () => {
  const installed = new Installed(folder.path);

  test('a reader that leaves early gives 0 and no message', () => {
    const many = "seq -f '0x%.0f' 1 99999 > many; pte-decode -f many --json | head -n 1 | wc -l";
    expect(installed.run(many)).toEqual({ code: 0, stdout: '1\n', stderr: '' });
  });

  test('a reader that leaves before the end of a verdict gives 2', () => {
    const left = (command: string): string =>
      `seq -f '0x%.0f' 1 99999 > many; set -o pipefail; pte-decode ${command} many | head -n 1 | wc -l`;
    for (const command of ['check -f', 'check --rule 1 --json -f'])
      expect(installed.run(left(command))).toEqual({
        code: 2,
        stdout: '1\n',
        stderr: 'pte-decode: nobody reads the output to its end: no verdict\n',
      });
    expect(installed.run(left('--json -f')).code).toBe(0);
  });

  test('output starts before the input ends', () => {
    // The second value comes only after the first one was seen: without output in time this waits for ever.
    const { code, stdout } = installed.run(
      '(echo 0x4; while [ ! -e seen ]; do sleep 0.01; done; echo 0x5) | pte-decode --json | (read -r line; touch seen; cat) | wc -l',
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' });
  });

  test('a full device is told, with 2', () => {
    expect(installed.run('pte-decode 0x4 > /dev/full')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'pte-decode: <stdout>: cannot write: no space left on device\n',
    });
  });

  test('a standard input that is empty or closed', () => {
    const stderr = 'pte-decode: no values in the input\n';
    expect(installed.run('pte-decode --json < /dev/null')).toEqual({ code: 2, stdout: '', stderr });
    expect(installed.run('pte-decode --json <&-').code).not.toBe(3);
  });
});
