import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';

// As proc_swaps(5) shows them; a blank in a name is written \040.
const SWAPS = `Filename				Type		Size		Used		Priority
/dev/vda2                               partition	1048572		0		-2
/var/swap\\040file                       file		4092		0		-3
`;

describe('--swaps', () => {
  test('names the device of a swap entry', async () => {
    const argv = ['--swaps', 'swaps', '-k', '6.12', '--json', '0x0fffffffffdb9600'];
    expect((await runCli(argv, { files: { swaps: SWAPS } })).stdout).toContain(
      '"swap":{"type":1,"offset":"0x1234","name":"/var/swap file"}',
    );
  });
  test('leaves special types alone', async () => {
    const argv = ['--swaps', 'swaps', '-k', '6.12', '--json', '0xfffffffffffffc00'];
    expect((await runCli(argv, { files: { swaps: SWAPS } })).stdout).toContain('"name":"SWP_PTE_MARKER"');
  });
});
