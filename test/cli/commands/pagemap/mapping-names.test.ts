import { describe, expect, test } from '@jest/globals';
import { captureOf } from '../../../helpers/captures.ts';
import { runCli } from '../../../helpers/fake-io.ts';

// v6.18 fs/proc/task_mmu.c: PM_PRESENT, PM_MMAP_EXCLUSIVE, PM_UFFD_WP.
const PLAIN = 0x8100_0000_0000_0000n;
const WP = 1n << 57n;

/** Two mappings registered for write-protection: the first has no name, as anonymous memory has none in maps. */
const process = (words: readonly bigint[]): Uint8Array =>
  captureOf('6.18', [
    { start: 0x1_0000n, flags: 'rd wr mr mw me uw', words },
    { start: 0x2_0000n, name: '[heap]', flags: 'rd wr mr mw me uw', words: [PLAIN | WP | 3n] },
  ]);
const files = {
  '/armed': process([PLAIN | WP | 1n, PLAIN | WP | 2n]),
  '/lost': process([PLAIN | WP | 1n, PLAIN | 2n]),
};

describe('a mapping without a name, by the name that views show', () => {
  test.each([
    {
      args: ['diff', '/armed', '/lost', '--fail-on', 'before.uffd_wp && !after.uffd_wp && vma == "[anon]"'],
      code: 1,
    },
    {
      args: ['diff', '/armed', '/lost', '--fail-on', '!after.uffd_wp && after.vma == "[anon]"'],
      code: 1,
    },
    { args: ['check', '/lost', '--no', 'uffd_wp && vma == "[anon]"'], code: 1 },
    { args: ['check', '/lost', '--no', 'uffd_wp && "[anon]" == vma.name'], code: 1 },
    { args: ['check', '/lost', '--every', 'uffd_wp', '--where', 'vma in ("[stack]", "[anon]")'], code: 1 },
    { args: ['check', '/lost', '--every', 'uffd_wp', '--where', 'vma != "[anon]"'], code: 0 },
    { args: ['check', '/lost', '--no', 'uffd_wp && vma == ""'], code: 1 },
  ])('$args: $code', async ({ args, code }) => {
    const result = await runCli(['pagemap', ...args], { files });
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code, stderr: '' });
  });

  test('picks its pages', async () => {
    const { stdout } = await runCli(['pagemap', '/lost', '--entries', '-w', 'vma == "[anon]"'], { files });
    expect(stdout.match(/^0x[0-9a-f]+/gm)).toEqual(['0x0000000000010000', '0x0000000000011000']);
  });
});
