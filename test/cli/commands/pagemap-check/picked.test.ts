import { expect, test } from '@jest/globals';
import { captureOf } from '../../../helpers/captures.ts';
import { runCli } from '../../../helpers/fake-io.ts';

// v6.18 fs/proc/task_mmu.c: PM_PRESENT, PM_MMAP_EXCLUSIVE, PM_UFFD_WP; show_smap_vma_flags: uw.
const files = {
  '/armed': captureOf('6.18', [
    { start: 0x1_0000n, flags: 'rd wr mr mw me uw', words: [0x8300_0000_0000_0001n] },
  ]),
};

test.each([
  { where: ['--where', 'vma == "[heap]"'], code: 2, said: ' is populated, of those that --where picks\n' },
  { where: ['--where', 'vma == "[anon]"'], code: 0, said: 'armed: holds: 1 page\n' },
])('a rule that --where leaves no page says so: $where', async ({ where, code, said }) => {
  const result = await runCli(['pagemap', 'check', '/armed', '--rule', 'armed', ...where], { files });
  expect({ code: result.code, stdout: result.stdout }).toEqual({
    code,
    stdout: expect.stringContaining(said),
  });
});
