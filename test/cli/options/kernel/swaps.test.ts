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

  // get_swap_device() takes offsets below si->max alone, pages of the area and its header (v6.12 mm/swapfile.c).
  test.each([
    { name: 'the last page of the second device', raw: '0x0ffffffffff80000', isOutside: false },
    { name: 'the page behind it', raw: '0x0ffffffffff7fe00', isOutside: true },
    { name: 'a type without a device', raw: '0x17fffffffffffc00', isOutside: true },
  ])('$name', async ({ raw, isOutside }) => {
    const run = (...argv: string[]) =>
      runCli([...argv, '-k', '6.12', '--swaps', 'swaps'], {
        files: { swaps: SWAPS },
        stdin: `${raw}\n${raw}\n`,
      });
    const decoded = await run('--json', raw);
    expect(decoded.stdout.includes('"beyond-device"')).toBe(isOutside);
    expect((await run('--json')).stdout.split('"beyond-device"')).toHaveLength(isOutside ? 3 : 1);
    expect((await run(raw)).stdout).toContain(
      isOutside ? 'no slot of any swap area' : 'swapped out to this slot',
    );
    expect((await run('--where', 'notes has "beyond-device" && rule4', raw)).stdout !== '').toBe(isOutside);
    expect((await run('check', '--rule', '4', raw)).code).toBe(isOutside ? 0 : 1);
    expect((await run('check', '--rule', '4', '-q')).code).toBe(isOutside ? 0 : 1);
    expect((await run('audit', raw)).code).toBe(isOutside ? 1 : 0);
    expect((await run('audit')).stdout.includes('beyond-device  2')).toBe(isOutside);
  });

  test('decides what scan --check and log say', async () => {
    const page = new Uint8Array(4096);
    new DataView(page.buffer).setBigUint64(0, 0x17fffffffffffc00n, true);
    const files = { swaps: SWAPS, page };
    const scan = ['scan', '--table', 'page', '-k', '6.12', '--check', '--format', 'ktap'];
    expect((await runCli(scan, { files })).code).toBe(0);
    expect((await runCli([...scan, '--swaps', 'swaps'], { files })).stdout).toMatch(
      /^not ok \d+ beyond-device$/m,
    );
    const stdin = 'BUG: Bad page map in process a.out  pte:17fffffffffffc00 pmd:061e5067\n';
    const log = await runCli(['log', '--json', '-k', '6.12', '--swaps', 'swaps'], { files, stdin });
    expect(log.stdout).toContain('the machine has no swap device of type 2');
  });
});
