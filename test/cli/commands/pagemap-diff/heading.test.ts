import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../../helpers/fake-io.ts';
import { dumpOf } from '../../../helpers/pagemap.ts';

// v6.12 fs/proc/task_mmu.c: PM_PRESENT, PM_MMAP_EXCLUSIVE, PM_SOFT_DIRTY, PM_UFFD_WP.
const files = {
  '/before': dumpOf([0x8380_0000_0000_0001n, 0x8300_0000_0000_0002n]),
  '/after': dumpOf([0x8380_0000_0000_0001n, 0x8100_0000_0000_0002n]),
};

// What a kernel cannot show it never loses: a verdict is one for the kernel that the words were read for.
describe('verdicts name the kernel', () => {
  test.each([
    { args: ['diff', '--fail-on', 'lost-uffd-wp', '/before', '/after'], code: 1 },
    { args: ['diff', '--fail-on', 'lost-uffd-wp', '/before', '/before'], code: 0 },
    { args: ['chain', '/before', '/before', '/after'], code: 0 },
  ])('$args', async ({ args, code }) => {
    const named = await runCli(['pagemap', ...args, '-k', '6.12'], { files });
    expect(named.code).toBe(code);
    expect(named.stdout).toMatch(/^# kernel 6\.12; letters .*u=uffd_wp/);
    const assumed = await runCli(['pagemap', ...args], { files });
    expect(assumed.stdout).toMatch(/^# kernel \S+, assumed \(-k chooses\); letters /);
    expect(`${named.stdout}${assumed.stdout}`.match(/letters/g)).toHaveLength(2);
  });

  test('not in records', async () => {
    const { stdout } = await runCli(
      ['pagemap', 'diff', '--fail-on', 'lost-uffd-wp', '--json', '/before', '/before', '-k', '6.12'],
      { files },
    );
    expect(stdout).toMatch(/^\{.*\}\n$/);
  });
});
